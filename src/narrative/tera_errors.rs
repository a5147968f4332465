//! Tera's errors at the author's own line, in Swedish.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::plan::ChapterSource;
use crate::narrative::functions::FUNCTIONS;
use crate::narrative::misplaced::{is_statement, unknown_variable};
use crate::narrative::stamps::Stamped;
use crate::source::Span;
use crate::source::tags::{Tag, TagKind, tags};

/// Functions that Tera itself has.
const BUILT_IN: &[&str] = &["range", "throw", "super"];

/// Calls of functions that do not exist, all at once: Tera would tell of them without a place.
pub fn unknown_functions(chapter: &ChapterSource) -> Vec<Diagnostic> {
    let text = &chapter.file.text;
    let mut problems = Vec::new();
    let ours = |tag: &Tag| tag.kind != TagKind::Statement || is_statement(tag.content(text));
    for tag in tags(text).filter(|tag| tag.kind != TagKind::Comment).filter(ours) {
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

/// What an error begins with that is told in our own words: a line with what is wrong, and one with what to do.
pub const OWN: char = '\u{1}';

/// The error of a value that is printed and is not there: its name is what is blamed.
pub const UNDEFINED: &str = "Variable";

/// What went wrong while a chapter was merged, and where.
pub fn describe(error: &tera::Error, stamped: &Stamped, chapter: &ChapterSource) -> (Span, Diagnostic) {
    let (tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report)) = error.kind() else {
        let span = chapter.file.start();
        let problem = Diagnostic::error("mall-fel", "kapitlets uttryck kan inte räknas ut").at(&span).hint(EXAMPLE);
        return (span, problem);
    };
    let range = stamped.source_range(&report.span().range);
    let length = chapter.file.text.len();
    let span = chapter.file.span(range.start.min(length)..range.end.min(length));
    let problem = problem(report.message(), &span, chapter);
    (span, problem)
}

const EXAMPLE: &str = "ett uttryck skrivs till exempel {{ belopp(cell=\"tabell.rad.kolumn\") }}";

fn problem(message: &str, span: &Span, chapter: &ChapterSource) -> Diagnostic {
    if let Some((told, hint)) = message.strip_prefix(OWN).map(|own| own.split_once('\n').unwrap_or((own, ""))) {
        let problem = Diagnostic::error("mall-fel", told).at(span);
        return if hint.is_empty() { problem } else { problem.hint(hint) };
    }
    let message = first_line(message);
    if message.starts_with("Variable") {
        let written = message.split('`').nth(1).unwrap_or(span.text().trim());
        return unknown_variable(written, span);
    }
    if let Some((told, hint)) = computing(message) {
        return Diagnostic::error("mall-fel", told).at(span).hint(hint);
    }
    let character = chapter.file.text.get(span.range.start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let unexpected = message == "Unexpected character";
    let hint = match character {
        '”' | '“' | '„' | '’' | '»' if unexpected => Some("skriv raka citattecken: \""),
        c if unexpected && c.is_alphabetic() => Some("namn i uttryck skrivs med a–z, till exempel {{ ar }}"),
        _ => None,
    };
    Diagnostic::error("mall-syntax", format!("uttrycket kan inte läsas{}", translate(message, character, span.text())))
        .at(span)
        .maybe_hint(hint.map(str::to_owned))
        .hint(EXAMPLE)
        .hint("ska klamrarna synas i texten: skriv {% raw %}{{ … }}{% endraw %}")
}

/// What cannot be computed, in Swedish, and what to do.
fn computing(message: &str) -> Option<(String, &'static str)> {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let name = |at: usize| names.get(at).copied().unwrap_or("");
    let kind = |at: usize| swedish_kind(name(at));
    Some(match message {
        m if m.starts_with("Cannot compare") => (
            format!("{} kan inte jämföras med {}", kind(0), kind(1)),
            "jämför tal med tal, och text med text inom citattecken",
        ),
        m if m.starts_with("`+` requires") => (
            format!("bara tal kan läggas ihop, och här står {} och {}", kind(1), kind(2)),
            "texter sätts ihop med ~: namnd ~ \" och \" ~ forvaltning",
        ),
        m if m.starts_with("Math operations") || m.starts_with("Only numbers can be") => (
            format!("bara tal kan räknas med, och här står {}", kind(0)),
            "texter sätts ihop med ~, och antal räknas med antal(…)",
        ),
        m if m.starts_with("Cannot divide by 0") => {
            ("här divideras med noll".to_owned(), "dividera med ett annat tal, eller pröva talet först med {% if … %}")
        }
        m if m.starts_with("Iteration not possible") || m.starts_with("Key/value iteration") => (
            format!("en slinga går över en lista, och här står {}", kind(0)),
            "skriv listan inom hakparenteser: {% for namn in [\"a\", \"b\"] %}",
        ),
        m if m.starts_with("Invalid type for the value") || m.starts_with("Spread operator") => {
            (format!("här väntades {} men står {}", kind(0), kind(1)), "text skrivs inom citattecken, tal utan")
        }
        m if m.starts_with("Missing keyword argument") => {
            (format!("argumentet \"{}\" saknas", name(0)), "skriv argumentet med namn och likhetstecken")
        }
        m if m.starts_with("Field") => (format!("delen \"{}\" finns inte", name(0)), "text skrivs inom citattecken"),
        m if m.starts_with("Tried to render") || m.contains("undefined") => {
            ("värdet finns inte".to_owned(), "sätt det först med {% set namn = … %}; text skrivs inom citattecken")
        }
        m if m.contains("out of range") || m.contains("overflow") || m.starts_with("Unable to perform") => {
            ("talet är för stort".to_owned(), "räkna med mindre tal")
        }
        m if m.starts_with("Slic") || m.to_lowercase().contains("index") || m.starts_with("Map key") => (
            "delen finns inte i listan eller texten".to_owned(),
            "den första delen har nummer 0; ange ett nummer som finns",
        ),
        _ => return None,
    })
}

fn swedish_kind(name: &str) -> &'static str {
    match name {
        "string" | "str" | "&str" | "String" => "en text",
        "array" | "Vec" => "en lista",
        "map" => "en samling",
        "bool" => "sant eller falskt",
        "none" | "undefined" => "inget värde",
        _ => "ett tal",
    }
}

fn translate(message: &str, character: char, blamed: &str) -> String {
    if message == "Unexpected character" {
        return format!(": tecknet \"{character}\" får bara stå inom citattecken");
    }
    if message == "Unknown tag" {
        return format!(": \"{blamed}\" är inget som kan stå efter {{%");
    }
    if message.contains("too complex") || message.contains("too deep") || message.contains("nested brackets") {
        return ": uttrycket är för djupt nästlat".to_owned();
    }
    if message.starts_with("String opened") {
        return ": ett citattecken avslutas aldrig".to_owned();
    }
    if message.starts_with("Closing comment") {
        return ": kommentaren avslutas aldrig; en kommentar skrivs {# … #}".to_owned();
    }
    if message.starts_with("Unexpected end of input") {
        return ": en {% if %}, {% for %} eller ett uttryck avslutas aldrig".to_owned();
    }
    if message.starts_with("Invalid float") || message.starts_with("Invalid Integer") {
        return ": talet kan inte läsas".to_owned();
    }
    if message.starts_with("Invalid syntax for `set`") {
        return ": en variabel sätts med {% set namn = … %}".to_owned();
    }
    if message.contains("is defined more than once") {
        return ": samma argument står två gånger".to_owned();
    }
    if message.starts_with("Function calls are only allowed") {
        return ": en funktion kan inte stå efter en punkt".to_owned();
    }
    if message.starts_with("Found invalid field of `loop`") {
        return ": loop har bara index, index0, first, last och length".to_owned();
    }
    if message.starts_with("Arrays can have") {
        return ": listan är för djupt nästlad".to_owned();
    }
    let Some((found, wanted)) = message.strip_prefix("Found ").and_then(|rest| rest.split_once(" but ")) else {
        return format!(": \"{blamed}\" kan inte stå här");
    };
    let wanted = wanted.trim_start_matches("was ").trim_start_matches("expecting ").trim_start_matches("expected ");
    let named = |text: &str| match text.trim_end_matches('.').trim_matches('`') {
        "identifier" => Some("ett namn (till exempel cell=)".to_owned()),
        "string" => Some("en text inom citattecken".to_owned()),
        "integer" | "float" => Some("ett tal".to_owned()),
        "bool" => Some("sant eller falskt".to_owned()),
        "end of input" => Some("slutet på filen".to_owned()),
        other if other.contains(' ') => None,
        other => Some(format!("\"{other}\"")),
    };
    let found = named(found).unwrap_or_else(|| format!("\"{blamed}\""));
    match named(wanted) {
        Some(wanted) => format!(": här väntades {wanted} men står {found}"),
        None if wanted.contains("`elif`") => format!(": här väntades {{% endif %}} men står {found}"),
        None => format!(": här väntades ett värde men står {found}"),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}
