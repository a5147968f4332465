//! What Typst says of a project, told to the plan's author: in Swedish, at the author's own line.
//!
//! Typst speaks of the project, which the author has never seen. The text that it blames there stands in the plan's
//! sources too, and that place is told; else the place in the project is.

use std::collections::HashSet;
use std::sync::Arc;

use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::{DiagSpan, Source};
use typst::{World, WorldExt};

use crate::diagnostic::Diagnostic;
use crate::outputs::world::ProjectWorld;
use crate::source::{SourceFile, Span};

/// The least that a text has in letters to be known again in the sources.
const LEAST: usize = 3;

/// Something said of a project.
struct Remark {
    message: String,
    /// The texts at the blamed place, as they are printed.
    texts: Vec<String>,
    /// Where it is in the project: file and line.
    place: Option<(String, usize)>,
}

/// What a remark is about, as far as an author has a part in it.
enum Kind<'a> {
    Picture(&'a str),
    Typeface(&'a str),
    Unsettled,
    LeftOut,
    Other,
}

impl Remark {
    /// The remarks of a severity.
    fn of(said: &[SourceDiagnostic], severity: TypstSeverity, world: &ProjectWorld) -> Vec<Self> {
        let own = said.iter().filter(|one| one.severity == severity);
        own.map(|one| Self::new(one, world)).collect()
    }

    fn new(said: &SourceDiagnostic, world: &ProjectWorld) -> Self {
        // The house style is the program's; what called it stands in the generated file.
        let is_own = |span: &DiagSpan| span.id() == Some(world.main());
        let calls = said.trace.iter().map(|point| point.span);
        let span = std::iter::once(said.span).chain(calls.map(Into::into)).find(is_own).unwrap_or(said.span);
        let found = span.id().and_then(|id| world.source(id).ok()).zip(world.range(span));
        let place = found.as_ref().and_then(|(source, range)| {
            let line = source.lines().byte_to_line(range.start)? + 1;
            Some((source.id().vpath().get_without_slash().to_owned(), line))
        });
        let texts = found.map(|(source, range)| texts(&source, range)).unwrap_or_default();
        Self { message: said.message.to_string(), texts, place }
    }

    fn kind(&self) -> Kind<'_> {
        let picture = self.texts.iter().find(|text| {
            let lower = text.to_lowercase();
            [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|ending| lower.ends_with(ending))
        });
        if let Some(family) = self.message.strip_prefix("unknown font family: ") {
            Kind::Typeface(family)
        } else if ["did not converge", "did not stabilize"].iter().any(|words| self.message.contains(words)) {
            Kind::Unsettled
        } else if self.message.ends_with("was ignored during paged export") || self.message.ends_with("and was ignored")
        {
            Kind::LeftOut
        } else if let Some(path) = picture {
            Kind::Picture(path)
        } else {
            Kind::Other
        }
    }

    /// Blames the author's own line, where the text can be known again, or says where in the project it is.
    fn placed(&self, problem: Diagnostic, sources: &[Arc<SourceFile>]) -> Diagnostic {
        let own = match self.kind() {
            Kind::Typeface(family) => typeface(family, sources),
            _ => None,
        };
        match (own.or_else(|| self.texts.iter().find_map(|text| place(text, sources))), &self.place) {
            (Some(span), _) => problem.at(&span),
            (None, Some((file, line))) => {
                problem.hint(format!("stället är typst/{file}, rad {line}, när planen byggs med --format typst"))
            }
            (None, None) => problem,
        }
    }
}

/// What stands in the way of a PDF.
pub fn errors(said: &[SourceDiagnostic], world: &ProjectWorld, sources: &[Arc<SourceFile>]) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Remark::of(said, TypstSeverity::Error, world)
        .iter()
        .map(|remark| {
            let problem = match remark.kind() {
                Kind::Picture(path) => Diagnostic::error("bild-kan-inte-läsas", format!("bilden \"{path}\" kan inte läsas ({})", remark.message))
                    .hint("öppna bilden i ett bildprogram och spara den på nytt, som SVG eller PNG"),
                _ => Diagnostic::error("internt-fel", format!("pdf:en kan inte byggas ({})", remark.message))
                    .hint("det här är ett fel i vplan eller i templates/pdf; bygg med --format typst och kör typst compile för att se var"),
            };
            remark.placed(problem, sources)
        })
        .collect();
    once(&mut problems);
    problems
}

/// What the PDF has, though it is not as it should be.
pub fn warnings(said: &[SourceDiagnostic], world: &ProjectWorld, sources: &[Arc<SourceFile>]) -> Vec<Diagnostic> {
    let remarks = Remark::of(said, TypstSeverity::Warning, world);
    let mut problems: Vec<Diagnostic> =
        remarks.iter().filter(|remark| !remark.is_known_already()).map(|remark| remark.warning(sources)).collect();
    once(&mut problems);
    problems
}

impl Remark {
    /// Text in a `foreignObject` is told of with the picture, before anything is typeset; without text, nothing is lost.
    fn is_known_already(&self) -> bool {
        self.message == "image contains foreign object"
    }

    fn warning(&self, sources: &[Arc<SourceFile>]) -> Diagnostic {
        let problem = match self.kind() {
            Kind::Typeface(family) => {
                Diagnostic::warning("pdf-typsnitt-saknas", format!("typsnittet \"{family}\" finns inte bland pdf:ens typsnitt"))
                    .hint("lägg typsnittets filer i planens mapp och skriv dem under typsnitt i temat")
            }
            Kind::Unsettled => {
                Diagnostic::warning("pdf-sidor-ostadiga", "pdf:ens sidor blev inte klara: sidnummer och hänvisningar kan vara fel")
                    .hint("jämför innehållsförteckningens sidnummer med sidorna, och dela långa tabeller och fotnoter om de inte stämmer")
            }
            Kind::LeftOut => {
                Diagnostic::warning("pdf-innehåll-saknas", format!("något på webbsidan saknas i pdf:en ({})", self.message))
                    .hint("skriv det som vanlig text, eller ge det ett eget stycke")
            }
            Kind::Picture(path) => {
                Diagnostic::warning("pdf-bild-avviker", format!("bilden \"{path}\" kan se annorlunda ut i pdf:en ({})", self.message))
                    .hint("jämför bilden i pdf:en med den på sidan, och exportera den på nytt om de skiljer sig")
            }
            Kind::Other => Diagnostic::warning("pdf-anmärkning", format!("pdf:en byggdes med en anmärkning ({})", self.message))
                .hint("se efter om pdf:en ser rätt ut på stället"),
        };
        self.placed(problem, sources)
    }
}

/// One of those that say the same of the same place. What is unsettled is said once: its other remarks are its reasons.
fn once(problems: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    problems.sort_by_key(|problem| problem.primary.is_none());
    problems.retain(|problem| {
        let place =
            problem.primary.as_ref().filter(|_| problem.id != "pdf-sidor-ostadiga").map(|label| label.span.place());
        seen.insert((problem.message.clone(), place))
    });
}

/// The texts of the string literals in a place, or on its line where it has none; longest first.
fn texts(source: &Source, range: std::ops::Range<usize>) -> Vec<String> {
    let text = source.text();
    let own = literals(text.get(range.clone()).unwrap_or_default());
    if !own.is_empty() {
        return own;
    }
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    literals(&text[start..end])
}

fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find('"') {
        let mut literal = String::new();
        let mut chars = rest[start + 1..].char_indices();
        let mut end = rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = start + 1 + at + 1;
                    break;
                }
                '\\' => literal.extend(chars.next().map(|(_, c)| c)),
                c => literal.push(c),
            }
        }
        found.push(literal);
        rest = &rest[end..];
    }
    found.sort_by_key(|literal| std::cmp::Reverse(literal.chars().count()));
    found
}

/// Where a text that is printed is written.
fn place(text: &str, sources: &[Arc<SourceFile>]) -> Option<Span> {
    let text = text.trim();
    if text.chars().filter(|c| c.is_alphanumeric()).count() < LEAST {
        return None;
    }
    // In print, spaces that keep words together stand for others.
    let spaced = |text: &str| text.replace('\u{a0}', " ");
    let whole = sources.iter().find_map(|file| Some(file.span(found(&file.text, text)?)));
    whole.or_else(|| {
        let plain = spaced(text);
        sources.iter().find_map(|file| Some(file.span(found(&file.text, &plain)?)))
    })
}

/// Where a typeface is named. Typst tells its name in small letters.
fn typeface(family: &str, sources: &[Arc<SourceFile>]) -> Option<Span> {
    let family = family.to_ascii_lowercase();
    sources.iter().find_map(|file| Some(file.span(found(&file.text.to_ascii_lowercase(), &family)?)))
}

fn found(within: &str, text: &str) -> Option<std::ops::Range<usize>> {
    within.find(text).map(|at| at..at + text.len())
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn literals_are_read_as_they_are_printed() {
        assert_eq!(literals("#goto(\"a\")[#\"Ord \\\"om\\\" \\\\ det\";];"), ["Ord \"om\" \\ det", "a"]);
        assert_eq!(literals("#linebreak();"), Vec::<String>::new());
        assert_eq!(literals("\"utan slut"), ["utan slut"]);
    }
}
