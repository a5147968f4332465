//! Problems, as data: what is wrong, where, and what to write instead.
//!
//! Every stage returns what it could build and all the problems it found. Rendering is the work of
//! [`terminal`], [`json`], [`sarif`] and [`github`]; nothing here prints. Wording: Swedish, lower-case start, no full stop, names in double
//! quotes; the first line is usable alone.

pub mod fact;
pub mod github;
pub mod json;
pub mod names;
pub mod sarif;
pub mod terminal;

use crate::diagnostic::fact::Fact;
use crate::diagnostic::names::closest;
use crate::source::Span;

/// Most things of one kind that a problem lists; a longer list is counted.
pub const LISTED: usize = 8;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Does not stop the build but ought to be mended or waived.
    Warning,
    /// Something to know.
    Note,
}

impl Severity {
    /// The word printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "fel",
            Self::Warning => "varning",
            Self::Note => "anmärkning",
        }
    }
}

/// A place and what to say about it.
#[derive(Debug, Clone)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What, possibly empty.
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable id of the rule, for example `summa-avviker`.
    pub id: &'static str,
    /// How bad.
    pub severity: Severity,
    /// One line, usable alone.
    pub message: String,
    /// The place to blame, when there is a text to point at.
    pub primary: Option<Label>,
    /// Other places that take part.
    pub secondary: Vec<Label>,
    /// What was expected, what was computed and the like.
    pub facts: Vec<Fact>,
    /// What the facts are made of: the cells of a sum.
    pub parts: Vec<Fact>,
    /// The reason that the plan itself gives, where what is told is declared.
    pub declared: Option<String>,
    /// What to write or do.
    pub hints: Vec<String>,
    /// The waiver beside what is blamed, with its reason: told, and counted apart.
    pub waived: Option<Label>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(id: &'static str, message: impl Into<String>) -> Self {
        Self {
            id,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            facts: Vec::new(),
            parts: Vec::new(),
            declared: None,
            hints: Vec::new(),
            waived: None,
        }
    }

    /// A problem that does not stop the build.
    pub fn warning(id: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(id, message) }
    }

    /// Something to know.
    pub fn note(id: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(id, message) }
    }

    /// Blames a place.
    #[must_use]
    pub fn at(mut self, span: &Span) -> Self {
        self.primary = Some(Label { span: span.clone(), text: String::new() });
        self
    }

    /// Blames a place with a word at the caret.
    #[must_use]
    pub fn at_with(mut self, span: &Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span: span.clone(), text: text.into() });
        self
    }

    /// Names another place that takes part.
    #[must_use]
    pub fn also(mut self, span: &Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span: span.clone(), text: text.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, fact: impl Into<Fact>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Adds what the facts are made of.
    #[must_use]
    pub fn made_of(mut self, parts: impl IntoIterator<Item = Fact>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// What is told is no error: the plan declares it, under another rule's id, and says why.
    #[must_use]
    pub fn declared(self, id: &'static str, reason: &str) -> Self {
        Self { id, severity: Severity::Note, declared: Some(reason.to_owned()), ..self }
    }

    /// Every fact: those of the problem, what they are made of, and the reason that the plan gives. Of each, whether it
    /// is a part of what stands before it.
    pub fn all_facts(&self) -> impl Iterator<Item = (bool, Fact)> {
        let reason = self.declared.iter().map(|reason| Fact::value("skäl", reason));
        let told = |part: bool| move |fact: Fact| (part, fact);
        let facts = self.facts.iter().cloned().map(told(false));
        facts.chain(self.parts.iter().cloned().map(told(true))).chain(reason.map(told(false)))
    }

    /// Adds one fact for each of many things: at most [`LISTED`] are told and the rest counted.
    #[must_use]
    pub fn listing(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts = texts.into_iter();
        self.facts.extend(texts.by_ref().take(LISTED).map(Fact::Text));
        let rest = texts.count();
        if rest > 0 {
            self.facts.push(Fact::More(rest, ""));
        }
        self
    }

    /// Adds what to write or do.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds a hint when there is one.
    #[must_use]
    pub fn maybe_hint(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.hint(text),
            None => self,
        }
    }
}

/// Sorts for reading and removes exact repetitions: by file, place, then rule.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (Option<(&str, usize, usize)>, &'static str, &str) {
        (d.primary.as_ref().map(|label| label.span.order()), d.id, &d.message)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup_by(|a, b| key(a) == key(b));
}

/// How many problems there are of each kind; those that are waived are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Stop the build.
    pub errors: usize,
    /// Ought to be mended.
    pub warnings: usize,
    /// Good to know.
    pub notes: usize,
    /// Waived, of whatever kind.
    pub waived: usize,
}

impl Tally {
    /// Counts.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut tally = Self::default();
        for diagnostic in diagnostics {
            let count = match diagnostic.severity {
                _ if diagnostic.waived.is_some() => &mut tally.waived,
                Severity::Error => &mut tally.errors,
                Severity::Warning => &mut tally.warnings,
                Severity::Note => &mut tally.notes,
            };
            *count += 1;
        }
        tally
    }
}

/// Whether any of them stops the build.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// A hint "menade du …?" when one of the candidates is close to what was written.
///
/// Closeness is Damerau–Levenshtein, at most a third of the word's length, so that a different word is
/// never proposed. Ties go to the first in alphabetical order, so that messages are stable.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(written, candidates).map(|best| format!("menade du \"{best}\"?"))
}

/// Joins names for a message: `"a", "b" och "c"`, at most eight of them.
pub fn list_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(LISTED).map(|name| format!("\"{name}\"")).collect();
    match (first.as_slice(), names.count()) {
        ([], _) => "(inga)".to_owned(),
        ([one], _) => one.clone(),
        ([first @ .., last], 0) => format!("{} och {last}", first.join(", ")),
        (first, more) => format!("{} … ({more} till)", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, list_names};

    #[test]
    fn close_names_are_proposed_and_distant_ones_are_not() {
        let names = ["resultatbudget", "driftbudget"];
        assert_eq!(did_you_mean("resultatbudgt", names).as_deref(), Some("menade du \"resultatbudget\"?"));
        assert_eq!(did_you_mean("årsredovisning", names), None);
        assert_eq!(did_you_mean("atgarder", ["åtgärder"]).as_deref(), Some("menade du \"åtgärder\"?"));
        // Two letters that changed places are one edit, and so are one too many and one too few.
        for written in ["drfit", "driftt", "drif", "Drift"] {
            assert_eq!(did_you_mean(written, ["drift", "kraft"]).as_deref(), Some("menade du \"drift\"?"), "{written}");
        }
    }

    #[test]
    fn lists_read_as_swedish() {
        assert_eq!(list_names(["a", "b", "c"]), "\"a\", \"b\" och \"c\"");
        assert_eq!(list_names([]), "(inga)");
    }
}
