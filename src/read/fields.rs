//! Typed reading of a YAML tree: takes what is there, reports everything that is wrong, and goes on.

use std::str::FromStr;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::names::closest;
use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::formula::Formula;
use crate::model::grammar;
use crate::quantity::amount::{LONGEST_NUMBER, NumberError, parse_number};
use crate::quantity::period::is_year;
use crate::quantity::unit::Unit;
use crate::read::markup;
use crate::read::yaml::{Node, Value};
use crate::source::characters::{is_invisible, name_in_words};
use crate::source::{Id, Span, Spanned};

/// Where problems are collected while reading.
pub type Problems = Vec<Diagnostic>;

/// A mapping whose keys are known in advance.
pub struct Fields {
    /// Where the mapping begins.
    pub span: Span,
    entries: Vec<(Spanned<String>, Node)>,
    /// Keys that are not known: one of them may be the misspelling of a key that is missing.
    unknown: Vec<String>,
}

impl Fields {
    /// Takes a mapping; reports unknown and repeated keys. `what` names the record, for messages.
    pub fn new(node: Node, what: &str, known: &[&str], problems: &mut Problems) -> Option<Self> {
        let Value::Map(all) = node.value else {
            problems.push(wrong_type(&node, what, "en post med nycklar (namn: värde)"));
            return None;
        };
        let (mut entries, mut unknown) = (Vec::new(), Vec::new());
        for (key, value) in once(all, what, problems) {
            if known.contains(&key.value.as_str()) {
                entries.push((key, value));
                continue;
            }
            let named = format!("okänd nyckel \"{}\" i {what}", key.value);
            problems.push(hidden(&key.span).map_or_else(
                || {
                    Diagnostic::error("okänd-nyckel", named).at(&key.span).hint(
                        did_you_mean(&key.value, known.iter().copied())
                            .unwrap_or_else(|| format!("giltiga nycklar: {}", known.join(", "))),
                    )
                },
                |hidden| hidden.told("okänd-nyckel", &format!("nyckeln \"{}\"", key.value)),
            ));
            unknown.push(key.value);
        }
        Some(Self { span: node.span, entries, unknown })
    }

    /// Reports keys that are known but mean nothing in this record: what is written must not vanish.
    pub fn finish(self, what: &str, problems: &mut Problems) {
        for (key, _) in self.entries {
            problems.push(
                Diagnostic::error("nyckel-utan-verkan", format!("nyckeln \"{}\" gäller inte för {what}", key.value))
                    .at(&key.span)
                    .hint("ta bort nyckeln, eller skriv om posten"),
            );
        }
    }

    /// Takes a value out, if the key is there.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        Some(self.entries.swap_remove(at).1)
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// Whether the key is there and something is filled in.
    pub fn is_filled(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, node)| name.value == key && !matches!(node.value, Value::Empty))
    }

    /// Takes a value out, if the key is there and something is filled in.
    pub fn filled(&mut self, key: &str) -> Option<Node> {
        self.take(key).filter(|node| !matches!(node.value, Value::Empty))
    }

    /// Where the value of a key stands, if the key is there.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node.span.clone())
    }

    /// Takes a value that has to be there.
    pub fn require(&mut self, key: &str, what: &str, problems: &mut Problems) -> Option<Node> {
        self.complain_of_missing(key, what, problems);
        self.take(key)
    }

    /// Reports a key that has to be there and is not, unless one that is there is its misspelling.
    pub fn complain_of_missing(&self, key: &str, what: &str, problems: &mut Problems) {
        if !self.has(key) && closest(key, self.unknown.iter().map(String::as_str)).is_none() {
            problems.push(
                Diagnostic::error("nyckel-saknas", format!("{what} saknar \"{key}\""))
                    .at(&self.span)
                    .hint(format!("lägg till \"{key}: …\"")),
            );
        }
    }

    /// A text that has to be there and not be empty.
    pub fn text(&mut self, key: &str, what: &str, problems: &mut Problems) -> Option<Spanned<String>> {
        self.require(key, what, problems).and_then(|node| text(node, key, problems))
    }

    /// A text that is set as a title, in large type and in one piece: `most` letters have room.
    pub fn title(&mut self, key: &str, what: &str, most: usize, problems: &mut Problems) -> Option<Spanned<String>> {
        let title = self.text(key, what, problems)?;
        problems.extend(too_long(&title.value, &title.span, most));
        Some(title)
    }

    /// A text that may be absent or empty.
    pub fn optional_text(&mut self, key: &str, problems: &mut Problems) -> Option<Spanned<String>> {
        self.take(key).filter(|node| !matches!(node.value, Value::Empty)).and_then(|node| text(node, key, problems))
    }

    /// A unit that may be absent; `""` is none.
    pub fn unit(&mut self, problems: &mut Problems) -> Option<Spanned<Unit>> {
        let node = self.take("enhet").filter(|node| !matches!(node.value, Value::Empty))?;
        if scalar(&node).is_some_and(|text| text.trim().is_empty()) {
            return Some(Spanned::new(Unit::None, node.span));
        }
        text(node, "enhet", problems).map(|unit| unit.map(|unit| Unit::parse(&unit)))
    }

    /// The unit of what may be without, as marks and ranks are; that nobody has said so is remarked upon.
    pub fn stated_unit(&mut self, what: &str, problems: &mut Problems) -> Unit {
        problems.extend(self.says_no_unit(what));
        self.unit(problems).map_or(Unit::None, |unit| unit.value)
    }

    /// The remark that no unit is said, where none is.
    pub fn says_no_unit(&self, what: &str) -> Option<Diagnostic> {
        let absent = !self.has("enhet") && closest("enhet", self.unknown.iter().map(String::as_str)).is_none();
        absent.then(|| {
            Diagnostic::note("enhet-saknas", format!("{what} har ingen enhet")).at(&self.span).hint(
                "lägg till \"enhet: …\": mnkr, %, antal eller det som talen är; enhet: \"\" när de inte har någon",
            )
        })
    }

    /// An id that has to be there.
    pub fn id(&mut self, key: &str, what: &str, problems: &mut Problems) -> Option<Id> {
        self.require(key, what, problems).and_then(|node| id(node, key, problems))
    }

    /// The elements of a list; absent or empty gives none. A single value counts as a list of one.
    pub fn list(&mut self, key: &str) -> Vec<Node> {
        self.take(key).map_or_else(Vec::new, listed)
    }

    /// A whole number that may be absent.
    pub fn integer<T: FromStr>(&mut self, key: &str, problems: &mut Problems) -> Option<Spanned<T>> {
        let node = self.take(key)?;
        let parsed = scalar(&node).and_then(|text| text.parse().ok());
        if parsed.is_none() {
            problems.push(hidden(&node.span).map_or_else(
                || wrong_type(&node, key, "ett heltal"),
                |hidden| hidden.told("fel-typ", &format!("värdet för \"{key}\"")),
            ));
        }
        parsed.map(|value| Spanned::new(value, node.span))
    }

    /// The year under `år`, which has to be there and be one that a plan can speak of.
    pub fn year(&mut self, what: &str, problems: &mut Problems) -> Option<Spanned<i32>> {
        self.complain_of_missing("år", what, problems);
        let year = self.integer::<i32>("år", problems)?;
        if !is_year(year.value) {
            problems.push(
                Diagnostic::error("ogiltigt-år", format!("{} är inte ett rimligt år", year.value)).at(&year.span),
            );
            return None;
        }
        Some(year)
    }

    /// A number of decimals to print, 0 to 6.
    pub fn decimals(&mut self, problems: &mut Problems) -> Option<u32> {
        let decimals = self.integer::<u32>("decimaler", problems)?;
        if decimals.value > 6 {
            problems.push(
                Diagnostic::error("okänt-värde", format!("\"decimaler\" är {} men kan vara 0 till 6", decimals.value))
                    .at(&decimals.span),
            );
        }
        Some(decimals.value.min(6))
    }

    /// `ja` or `nej`; absent is `default`.
    pub fn flag(&mut self, key: &str, default: bool, problems: &mut Problems) -> bool {
        let Some(node) = self.take(key) else { return default };
        match scalar(&node) {
            Some("ja" | "true") => true,
            Some("nej" | "false") => false,
            _ => {
                problems.push(hidden(&node.span).map_or_else(
                    || wrong_type(&node, key, "ja eller nej"),
                    |hidden| hidden.told("fel-typ", &format!("värdet för \"{key}\"")),
                ));
                default
            }
        }
    }

    /// One of a few words; absent gives nothing.
    pub fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let node = self.take(key)?;
        let text = scalar(&node).map(|text| text.nfc().collect::<String>()).unwrap_or_default();
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none()
            && let Some(hidden) = hidden(&node.span)
        {
            problems.push(hidden.told("okänt-värde", &format!("värdet för \"{key}\"")));
        } else if found.is_none() {
            let names = words.iter().map(|(word, _)| *word);
            problems.push(
                Diagnostic::error("okänt-värde", format!("\"{text}\" är inte ett giltigt värde för \"{key}\""))
                    .at(&node.span)
                    .hint(
                        did_you_mean(&text, names.clone())
                            .unwrap_or_else(|| format!("giltiga värden: {}", list_names(names))),
                    ),
            );
        }
        found
    }
}

/// The entries of a mapping with each key once; a repeated key is reported and left out.
pub fn once(
    entries: Vec<(Spanned<String>, Node)>,
    what: &str,
    problems: &mut Problems,
) -> Vec<(Spanned<String>, Node)> {
    let mut kept: Vec<(Spanned<String>, Node)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match kept.iter().find(|(earlier, _)| earlier.value == key.value) {
            None => kept.push((key, value)),
            Some((first, _)) => problems.push(
                Diagnostic::error("dubbel-nyckel", format!("nyckeln \"{}\" står två gånger i {what}", key.value))
                    .at(&key.span)
                    .also(&first.span, "första gången här")
                    .hint("ta bort den ena"),
            ),
        }
    }
    kept
}

/// The elements of a list; nothing gives none, and a single value counts as a list of one.
pub fn listed(node: Node) -> Vec<Node> {
    match node.value {
        Value::Empty => Vec::new(),
        Value::List(items) => items,
        _ => vec![node],
    }
}

/// The text of a scalar.
pub fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// Letters of the longest heading or caption: more would be a page of it, and none is divided over pages.
pub const LONGEST_HEADING: usize = 600;

/// What is wrong with a title of more letters than there is room for.
pub fn too_long(title: &str, span: &Span, most: usize) -> Option<Diagnostic> {
    let letters = title.chars().count();
    (letters > most).then(|| {
        Diagnostic::error(
            "för-lång-rubrik",
            format!("rubriken har {letters} tecken och får inte plats på sidan; {most} är det mesta"),
        )
        .at(span)
        .hint("skriv en kort rubrik, och resten som brödtext")
    })
}

/// A text that is not empty; line breaks and runs of white space become one space.
pub fn text(node: Node, what: &str, problems: &mut Problems) -> Option<Spanned<String>> {
    let Some(raw) = scalar(&node) else {
        problems.push(wrong_type(&node, what, "en text"));
        return None;
    };
    let clean = one_line(raw);
    if clean.is_empty() {
        problems.push(wrong_type(&node, what, "en text"));
        return None;
    }
    problems.extend(markup::of_letters(raw, &node.span));
    Some(Spanned::new(clean, node.span))
}

/// Folds line breaks, tabs and runs of ordinary spaces into one space; no-break spaces are kept.
pub fn one_line(text: &str) -> String {
    let parts = text.split(['\n', '\r', '\t', ' ']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// An id: letters, digits and underscores, NFC.
pub fn id(node: Node, what: &str, problems: &mut Problems) -> Option<Id> {
    let Some(raw) = scalar(&node) else {
        problems.push(wrong_type(&node, what, "ett id"));
        return None;
    };
    let normal: String = raw.trim().nfc().collect();
    let valid = |c: char| c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c);
    if normal.is_empty() || normal.chars().count() > 80 || !normal.chars().all(valid) {
        problems.push(hidden(&node.span).map_or_else(
            || {
                Diagnostic::error("ogiltigt-id", format!("\"{raw}\" är inte ett giltigt id"))
                    .at(&node.span)
                    .hint("använd bokstäver, siffror och understreck, till exempel \"summa_kostnader\"")
            },
            |hidden| hidden.told("ogiltigt-id", "id:t"),
        ));
        return None;
    }
    Some(Spanned::new(normal, node.span))
}

/// A decimal number.
pub fn number(node: &Node, what: &str, problems: &mut Problems) -> Option<Spanned<Decimal>> {
    let Some(text) = scalar(node) else {
        problems.push(wrong_type(node, what, "ett tal"));
        return None;
    };
    match parse_number(text) {
        Ok(value) => Some(Spanned::new(value, node.span.clone())),
        Err(error) => {
            if let Some(value) = minus_apart(text) {
                problems.push(
                    Diagnostic::note(MINUS_APART, format!("i \"{text}\" står ett mellanslag mellan minus och talet"))
                        .at(&node.span)
                        .hint(format!("talet är läst som {value}; skriv minus intill talet")),
                );
                return Some(Spanned::new(value, node.span.clone()));
            }
            problems.push(not_a_number(node, text, &error));
            None
        }
    }
}

fn not_a_number(node: &Node, text: &str, error: &NumberError) -> Diagnostic {
    const HOW: &str = "skriv tal som 2528.8, \"2 528,8\" eller -633.6; tom cell skrivs ~ och streck \"–\"";
    let blame = |message: String, hint: String| Diagnostic::error("ogiltigt-tal", message).at(&node.span).hint(hint);
    match error {
        NumberError::TooLong => blame(
            format!("talet \"{text}\" har fler siffror än vad som kan räknas exakt ({LONGEST_NUMBER})"),
            HOW.to_owned(),
        ),
        NumberError::Malformed => {
            if let Some(hidden) = hidden(&node.span) {
                return hidden.told("ogiltigt-tal", "talet");
            }
            match ledger_minus(text) {
                Some(value) => blame(
                    format!("\"{text}\" är inte ett tal: minus står först, som ett tecken"),
                    format!("skriv -{value}"),
                ),
                None => blame(format!("\"{text}\" är inte ett tal"), HOW.to_owned()),
            }
        }
    }
}

/// That a minus stands apart from its number.
pub const MINUS_APART: &str = "minus-med-mellanslag";

/// The number in `− 1 116`, as published tables have it.
fn minus_apart(text: &str) -> Option<Decimal> {
    let rest = text.trim().strip_prefix(['-', '−', '\u{2013}'])?;
    let digits = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let apart = digits.len() < rest.len() && digits.starts_with(|c: char| c.is_ascii_digit());
    apart.then(|| parse_number(digits).ok()).flatten().map(|value| -value)
}

/// The number in `633,6-` and `(633,6)`, as ledgers write what is negative.
fn ledger_minus(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let inner = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?,
        None => text.strip_suffix(['-', '−', '\u{2013}'])?,
    };
    parse_number(inner).ok().map(|value| value.abs())
}

/// A character that nobody sees, in a text that may not have it.
struct Hidden {
    span: Span,
    c: char,
}

/// The first character of a place that nobody sees.
fn hidden(span: &Span) -> Option<Hidden> {
    let (at, c) = span.text().char_indices().find(|(_, c)| is_invisible(*c))?;
    let start = span.range.start + at;
    Some(Hidden { span: span.file.span(start..start + c.len_utf8()), c })
}

impl Hidden {
    fn told(self, id: &'static str, what: &str) -> Diagnostic {
        let (_, column) = self.span.file.line_column(self.span.range.start);
        let message = format!("i {what} står ett osynligt tecken på kolumn {column}: {}", name_in_words(self.c));
        Diagnostic::error(id, message).at(&self.span).hint("ta bort tecknet; det följer ofta med vid kopiering")
    }
}

/// A node that is a formula and nothing else, with or without the equals sign that cells have.
pub fn whole_formula(node: &Node, what: &str, problems: &mut Problems) -> Option<Spanned<Formula>> {
    let Some(text) = scalar(node) else {
        problems.push(wrong_type(node, what, "en formel"));
        return None;
    };
    let text = text.trim();
    formula(node, text.strip_prefix('=').unwrap_or(text).trim(), problems)
}

/// A formula. `text` must be part of the node's own text, so that the error's place is right.
pub fn formula(node: &Node, text: &str, problems: &mut Problems) -> Option<Spanned<Formula>> {
    match grammar::parse(text) {
        Ok(parsed) => Some(Spanned::new(parsed, node.span.clone())),
        Err(error) => {
            let within = node.span.text().find(text).map_or(0, |at| at + error.offset);
            let start =
                (node.span.range.start + within).min(node.span.range.end.saturating_sub(1).max(node.span.range.start));
            let end = node
                .span
                .file
                .text
                .get(start..)
                .and_then(|rest| rest.chars().next())
                .map_or(start, |c| start + c.len_utf8());
            problems.push(
                Diagnostic::error("formel-syntax", format!("formeln \"{}\" kan inte läsas: {}", shorten(text), error.message))
                    .at(&node.span.file.span(start..end))
                    .hint("skriv till exempel \"intäkter + kostnader\" eller \"procent(resultat, intäkter)\"; decimaltecken i formler är punkt"),
            );
            None
        }
    }
}

/// A problem of type: what stands there, and what should.
pub fn wrong_type(node: &Node, what: &str, expected: &str) -> Diagnostic {
    let found = match &node.value {
        Value::Empty => "tom".to_owned(),
        Value::Text(text) => format!("\"{}\"", shorten(text)),
        Value::List(_) => "en lista".to_owned(),
        Value::Map(_) => "en post med nycklar".to_owned(),
    };
    Diagnostic::error("fel-typ", format!("{what} ska vara {expected} men är {found}")).at(&node.span)
}

/// A text short enough for a message.
pub fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).chain("…".chars()).collect()
}
