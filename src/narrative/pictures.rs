//! Pictures: files of the plan's own folder, each with a text alternative, and whole.

use std::path::{Component, Path};

use crate::diagnostic::{Diagnostic, did_you_mean, has_errors};
use crate::document::Block;
use crate::pictures::{self, FORMATS};
use crate::source::Span;
use crate::views::writing::Writing;

/// What the program writes beside a plan's pictures, by the first name of its path: a picture there would take its place.
pub const TAKEN: [&str; 24] = [
    ".vplan",
    "andringar.html",
    "diagram",
    "fonts",
    "granskning.txt",
    "ikon.svg",
    "index.html",
    "jamforelse.html",
    "jamforelse.pdf",
    "main.typ",
    "manifest.json",
    "marks.typ",
    "omraden.html",
    "plan.json",
    "sokindex.js",
    "tabeller",
    "tal",
    "talen.html",
    "tema.css",
    "theme.typ",
    "typst",
    "verksamhetsplan.pdf",
    "vplan.css",
    "vplan.js",
];

/// A picture by its path in the plan's folder, or problems.
pub fn picture(writing: &mut Writing<'_>, path: &str, alt: String, caption: &str, span: &Span) -> Option<Block> {
    let mut problem = |problem: Diagnostic| writing.problems.push(problem.at(span));
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside || path.contains("://") || path.contains('\\') || path.is_empty() {
        problem(
            Diagnostic::error("bild-utanför-planen", format!("bilden \"{path}\" ligger inte i planens mapp"))
                .hint("lägg bilden i planens mapp bilder och skriv ![beskrivning](bilder/namn.svg)"),
        );
        return None;
    }
    if alt.is_empty() {
        problem(
            Diagnostic::error("bildtext-saknas", format!("bilden \"{path}\" saknar textalternativ"))
                .hint("skriv vad bilden visar mellan hakparenteserna: ![Organisationsschema med sex områden](…)"),
        );
    }
    let path = path.trim_start_matches("./");
    let first = path.split('/').next().unwrap_or_default().to_lowercase();
    // The house's files of the Typst project, whatever they are called.
    let is_house = std::path::Path::new(&first).extension().is_some_and(|ending| ending == "typ");
    if TAKEN.contains(&first.as_str()) || is_house {
        problem(
            Diagnostic::error(
                "bild-på-programmets-plats",
                format!("bilden \"{path}\" ligger där vplan skriver sina egna filer"),
            )
            .hint("flytta bilden till planens mapp bilder och skriv ![beskrivning](bilder/namn.svg)"),
        );
        return None;
    }
    if !FORMATS.contains(&pictures::ending(path).as_str()) {
        problem(
            Diagnostic::error("okänt-bildformat", format!("bilden \"{path}\" har ett format som inte kan visas"))
                .hint(format!("använd något av formaten {}", FORMATS.join(", "))),
        );
        return None;
    }
    if writing.plan.unread.contains(path) {
        return None;
    }
    let Some(bytes) = writing.plan.pictures.get(path) else {
        let hint = did_you_mean(path, writing.plan.pictures.keys().map(String::as_str));
        writing.problems.push(
            Diagnostic::error("bild-saknas", format!("bilden \"{path}\" finns inte i planens mapp"))
                .at(span)
                .maybe_hint(hint),
        );
        return None;
    };
    let family = writing.plan.identity.theme.typeface.as_ref().map(|typeface| typeface.family.as_str());
    let found = pictures::problems("bilden", path, bytes, family);
    let broken = has_errors(&found);
    writing.problems.extend(found.into_iter().map(|problem| problem.at(span)));
    if broken {
        return None;
    }
    if pictures::is_file_name(&alt, path) {
        writing.problems.push(
            Diagnostic::warning("bildtext-är-filnamn", format!("bildens beskrivning \"{alt}\" är bara filens namn"))
                .at(span)
                .hint("skriv vad bilden visar mellan hakparenteserna: ![Organisationsschema med sex områden](…)"),
        );
    }
    (!alt.is_empty()).then(|| Block::Picture { path: path.to_owned(), alt, caption: caption.to_owned() })
}
