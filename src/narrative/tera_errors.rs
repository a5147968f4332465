//! Tera's errors at the author's own line, in Swedish where they are common.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::plan::ChapterSource;
use crate::narrative::functions::{FUNCTIONS, VARIABLES};
use crate::narrative::stamps::Stamped;
use crate::source::tags::{TagKind, tags};

/// Functions that Tera itself has.
const BUILT_IN: &[&str] = &["range", "throw", "super"];

/// Calls of functions that do not exist, all at once: Tera would tell of them without a place.
pub fn unknown_functions(chapter: &ChapterSource) -> Vec<Diagnostic> {
    let text = &chapter.file.text;
    let mut problems = Vec::new();
    for tag in tags(text).filter(|tag| tag.kind != TagKind::Comment) {
        for (start, name) in called(&text[tag.range.clone()]) {
            if FUNCTIONS.iter().any(|(known, _)| *known == name) || BUILT_IN.contains(&name) {
                continue;
            }
            let functions = || FUNCTIONS.iter().map(|(name, _)| *name);
            let start = tag.range.start + start;
            problems.push(
                Diagnostic::error("okänd-funktion", format!("funktionen \"{name}\" finns inte"))
                    .at(&chapter.file.span(start..start + name.len()))
                    .maybe_hint(did_you_mean(name, functions()))
                    .hint(format!("funktioner: {}", functions().collect::<Vec<_>>().join(", "))),
            );
        }
    }
    problems
}

/// Names directly before a parenthesis, outside strings; filters and tests are not functions.
fn called(tag: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut word: Option<usize> = None;
    let mut before = ' ';
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '(') => {
                if let Some(start) = word.filter(|_| !matches!(before, '|' | '.')) {
                    let name = tag[start..at].trim_end();
                    if !tag[..start].trim_end().ends_with(" is")
                        && !matches!(name, "in" | "and" | "or" | "not" | "if" | "elif")
                    {
                        found.push((start, name));
                    }
                }
                word = None;
            }
            (None, c) if c.is_alphanumeric() || c == '_' => {
                if word.is_none() {
                    before = tag[..at].trim_end().chars().next_back().unwrap_or(' ');
                    word = Some(at);
                }
            }
            (None, ' ') if tag[at..].trim_start().starts_with('(') => {}
            (None, _) => word = None,
        }
    }
    found
}

/// What went wrong while a chapter was merged.
pub fn describe(error: &tera::Error, stamped: &Stamped, chapter: &ChapterSource) -> Diagnostic {
    let (tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report)) = error.kind() else {
        let text = error.to_string();
        return Diagnostic::error("mall-fel", format!("kapitlets uttryck kan inte räknas ut ({})", first_line(&text)))
            .at(&chapter.file.start());
    };
    let range = stamped.source_range(&report.span().range);
    let length = chapter.file.text.len();
    let span = chapter.file.span(range.start.min(length)..range.end.min(length));
    let message = first_line(report.message());
    if message.starts_with("Variable") {
        let written = message.split('`').nth(1).unwrap_or("");
        let variables = || VARIABLES.iter().copied().chain(["ar"]);
        return Diagnostic::error("okänd-variabel", format!("variabeln \"{written}\" finns inte"))
            .at(&span)
            .maybe_hint(did_you_mean(written, variables()))
            .hint(format!("variabler: {}; text skrivs inom citattecken", variables().collect::<Vec<_>>().join(", ")));
    }
    let character = chapter.file.text.get(span.range.start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let unexpected = message == "Unexpected character";
    let hint = match character {
        '”' | '“' | '„' | '’' | '»' if unexpected => Some("skriv raka citattecken: \""),
        c if unexpected && c.is_alphabetic() => Some("namn i uttryck skrivs med a–z, till exempel {{ ar }}"),
        _ => None,
    };
    Diagnostic::error("mall-syntax", format!("uttrycket kan inte läsas{}", translate(message, character, span.text())))
        .at(&span)
        .maybe_hint(hint.map(str::to_owned))
        .hint("ett uttryck skrivs till exempel {{ belopp(cell=\"tabell.rad.kolumn\") }}")
        .hint("ska klamrarna synas i texten: skriv {% raw %}{{ … }}{% endraw %}")
}

fn translate(message: &str, character: char, blamed: &str) -> String {
    if message == "Unexpected character" {
        return format!(": tecknet \"{character}\" får bara stå inom citattecken");
    }
    if message == "Unknown tag" {
        return format!(": \"{blamed}\" är inget som kan stå efter {{%");
    }
    if message.contains("too complex") {
        return ": uttrycket är för djupt nästlat".to_owned();
    }
    if message.contains("end of string") || message.contains("Unclosed string") {
        return ": ett citattecken avslutas aldrig".to_owned();
    }
    if let Some((found, wanted)) = message.strip_prefix("Found ").and_then(|rest| rest.split_once(" but ")) {
        let wanted = wanted.trim_start_matches("was ").trim_start_matches("expecting ").trim_start_matches("expected ");
        let named = |text: &str| match text.trim_end_matches('.').trim_matches('`') {
            "identifier" => "ett namn (till exempel cell=)".to_owned(),
            "string" => "en text inom citattecken".to_owned(),
            "integer" | "float" => "ett tal".to_owned(),
            "end of input" => "slutet på filen".to_owned(),
            other => format!("\"{other}\""),
        };
        return format!(": här väntades {} men står {}", named(wanted), named(found));
    }
    format!(" ({message})")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}
