//! Pictures: files of the plan's own folder, each with a text alternative.

use std::path::{Component, Path};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::Block;
use crate::source::Span;
use crate::views::writing::Writing;

/// Formats that both outputs show.
pub const FORMATS: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp"];

/// A picture by its path in the plan's folder, or problems.
pub fn picture(writing: &mut Writing<'_>, path: &str, alt: String, span: &Span) -> Option<Block> {
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
    let format = Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !FORMATS.contains(&format.as_str()) {
        problem(
            Diagnostic::error("okänt-bildformat", format!("bilden \"{path}\" har ett format som inte kan visas"))
                .hint(format!("använd något av formaten {}", FORMATS.join(", "))),
        );
        return None;
    }
    if !writing.plan.pictures.contains_key(path) {
        let hint = did_you_mean(path, writing.plan.pictures.keys().map(String::as_str));
        writing.problems.push(
            Diagnostic::error("bild-saknas", format!("bilden \"{path}\" finns inte i planens mapp"))
                .at(span)
                .maybe_hint(hint),
        );
        return None;
    }
    (!alt.is_empty()).then(|| Block::Picture { path: path.to_owned(), alt })
}
