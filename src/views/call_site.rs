//! A call in narrative, such as `{{ tabell(id="driftbudget") }}`, at its place: its arguments, and what they name.

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::figures::Sheet;
use crate::model::goals::Goal;
use crate::model::table::Table;
use crate::source::Span;
use crate::source::characters::visible;
use crate::views::writing::Writing;

/// A recorded call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Function or variable.
    pub name: &'static str,
    /// Arguments as text, in alphabetical order.
    pub arguments: Vec<(String, String)>,
}

impl Call {
    /// An argument's text.
    pub fn argument(&self, key: &str) -> Option<&str> {
        self.arguments.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// A call at its place.
pub struct CallSite<'a> {
    /// The call.
    pub call: &'a Call,
    /// The whole tag in the chapter.
    pub span: Span,
}

impl CallSite<'_> {
    /// The place of an argument's value within the tag.
    pub fn argument_span(&self, value: &str) -> Span {
        let quoted = |quote: char| self.span.text().find(&format!("{quote}{value}{quote}")).map(|at| at + 1);
        self.within(quoted('"').or_else(|| quoted('\'')).filter(|_| !value.is_empty()), value)
    }

    /// The place of one of the values that an argument lists between commas.
    pub fn part_span(&self, part: &str) -> Span {
        let text = self.span.text();
        let ends = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
        let alone = |at: &usize| ends(text[..*at].chars().next_back()) && ends(text[at + part.len()..].chars().next());
        self.within(text.match_indices(part).map(|(at, _)| at).find(alone), part)
    }

    /// The place of an argument's name within the tag.
    pub fn key_span(&self, key: &str) -> Span {
        let text = self.span.text();
        let place =
            text.match_indices(key).map(|(at, _)| at).find(|at| text[at + key.len()..].trim_start().starts_with('='));
        self.within(place, key)
    }

    fn within(&self, at: Option<usize>, text: &str) -> Span {
        let Some(at) = at else { return self.span.clone() };
        let start = self.span.range.start + at;
        self.span.file.span(start..start + text.len())
    }

    /// An argument that has to be there.
    pub fn require(&self, key: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        let found = self.call.argument(key).map(|text| visible(text).into_owned());
        if found.is_none() {
            problems.push(
                Diagnostic::error("argument-saknas", format!("{}(…) saknar \"{key}\"", self.call.name))
                    .at(&self.span)
                    .hint(format!("skriv {{{{ {}({key}=\"…\") }}}}", self.call.name)),
            );
        }
        found
    }

    /// An argument that is `true` or `false`; absent is false.
    pub fn flag(&self, key: &str, problems: &mut Vec<Diagnostic>) -> bool {
        match self.call.argument(key) {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                problems.push(
                    Diagnostic::error("okänt-värde", format!("\"{other}\" är inte ett giltigt värde för \"{key}\""))
                        .at(&self.argument_span(other))
                        .hint(format!("skriv {key}=true, utan citattecken")),
                );
                false
            }
        }
    }
}

/// The table with an id, as written and as computed; an unknown one is a problem.
pub fn find_table<'a>(writing: &mut Writing<'a>, site: &CallSite<'_>, id: &str) -> Option<(&'a Table, &'a Sheet)> {
    let (plan, figures) = (writing.plan, writing.figures);
    let found = figures.tables(plan).find(|(table, _)| table.id.value == id);
    if found.is_none() && !plan.incomplete {
        let ids = || plan.tables.iter().map(|table| table.id.value.as_str());
        writing.problems.push(
            Diagnostic::error("okänd-tabell", format!("tabellen \"{id}\" finns inte"))
                .at(&site.argument_span(id))
                .hint(did_you_mean(id, ids()).unwrap_or_else(|| format!("tabeller: {}", list_names(ids())))),
        );
    }
    found
}

/// The goal that an argument names; an unknown one is a problem.
pub fn goal<'a>(writing: &mut Writing<'a>, site: &CallSite<'_>, key: &str) -> Option<&'a Goal> {
    let id = site.require(key, &mut writing.problems)?;
    let plan = writing.plan;
    let found = plan.goal(&id);
    if found.is_none() && !plan.incomplete {
        let goals = plan.all_goals();
        let ids = || goals.iter().map(|goal| goal.id.value.as_str());
        writing.problems.push(
            Diagnostic::error("okänt-mål", format!("målet \"{id}\" finns inte i malomraden.yaml"))
                .at(&site.argument_span(&id))
                .hint(did_you_mean(&id, ids()).unwrap_or_else(|| format!("mål: {}", list_names(ids())))),
        );
    }
    found
}
