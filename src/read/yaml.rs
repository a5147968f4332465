//! YAML text → a tree with a place for every node.
//!
//! `serde_yaml` (serde-saphyr) parses; scalars keep the text that was written, so that `2528.80` is a
//! decimal with two decimals and never passes through a float. Typed reading is in [`crate::read::fields`].

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, Error, MergeKeyPolicy, NonFiniteFloatPolicy, Options};
use unicode_normalization::UnicodeNormalization;

use crate::characters;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span, Spanned};

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub span: Span,
}

/// A YAML value, untyped.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing: `~`, `null`, or no text.
    Empty,
    /// Any scalar, as its text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order written; keys are NFC.
    Map(Vec<(Spanned<String>, Node)>),
}

/// Reads one YAML document. A text that is not YAML gives one problem and no tree.
pub fn parse(file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut options = Options::default();
    let mut budget = Budget::default();
    budget.max_depth = 40;
    budget.max_aliases = 200;
    options.budget = Some(budget);
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    options.merge_keys = MergeKeyPolicy::AsOrdinary;
    options.non_finite_float_policy = NonFiniteFloatPolicy::PassThrough;
    options.with_snippet = false;
    match serde_yaml::from_str_with_options::<RawNode>(&file.text, options) {
        Ok(raw) => {
            let before = problems.len();
            let node = place(raw, file, problems);
            (problems.len() == before).then_some(node)
        }
        Err(error) => {
            problems.push(describe(&error, file));
            None
        }
    }
}

type RawNode = serde_yaml::Spanned<RawValue>;

/// What serde hands over; `Plain` is a scalar whose text is taken from the source.
enum RawValue {
    Empty,
    Plain,
    Text(String),
    List(Vec<RawNode>),
    Map(Vec<(serde_yaml::Spanned<String>, RawNode)>),
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ett YAML-värde")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Empty)
    }

    fn visit_bool<E>(self, _: bool) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
        Ok(RawValue::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<RawValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(RawValue::Map(map))
    }
}

fn place(raw: RawNode, file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) -> Node {
    let span = span_of(&raw.referenced, file);
    let value = match raw.value {
        RawValue::Empty => Value::Empty,
        RawValue::Plain => Value::Text(span_of(&raw.defined, file).text().trim().to_owned()),
        RawValue::Text(text) => Value::Text(checked(text, &span, problems)),
        RawValue::List(items) => Value::List(items.into_iter().map(|item| place(item, file, problems)).collect()),
        RawValue::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, node)| {
                    let span = span_of(&key.referenced, file);
                    let text = checked(key.value, &span, problems);
                    (Spanned::new(text.nfc().collect(), span), place(node, file, problems))
                })
                .collect(),
        ),
    };
    Node { value, span }
}

/// Escapes such as `"\u0007"` can bring in what the file itself does not contain; that was reported on reading.
fn checked(text: String, span: &Span, problems: &mut Vec<Diagnostic>) -> String {
    if let Some((_, c)) = characters::first_forbidden(&text)
        && !span.file.text.contains(c)
    {
        problems.push(
            Diagnostic::error(
                "otillåtet-tecken",
                format!("texten innehåller det otillåtna tecknet {}", characters::name(c)),
            )
            .at(span)
            .hint("ta bort tecknet; styrtecken och privata tecken är inte text"),
        );
    }
    text
}

fn span_of(location: &serde_yaml::Location, file: &Arc<SourceFile>) -> Span {
    let span = location.span();
    let length = file.text.len();
    let start = span.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or(0).min(length);
    let len = span.byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
    let mut end = start.saturating_add(len).min(length);
    // A collection's place is where it begins; its extent would underline half the file.
    if let Some(text) = file.text.get(start..end)
        && let Some(newline) = text.find('\n')
    {
        end = start + newline;
    }
    file.span(start..end)
}

/// The parser's words, in Swedish where they are common.
fn describe(error: &Error, file: &Arc<SourceFile>) -> Diagnostic {
    let error = error.without_snippet();
    let span = error.location().map_or_else(|| file.start(), |location| span_of(&location, file));
    let broken = |message: &str| Diagnostic::error("yaml-syntax", format!("filen är inte giltig YAML: {message}"));
    let diagnostic = match error {
        _ if has_tab_indentation(&span) => {
            broken("raden är indragen med tabb").hint("dra in med mellanslag, två per nivå")
        }
        Error::Eof { .. } => broken("filen är tom eller slutar mitt i ett värde"),
        Error::MultipleDocuments { .. } => {
            broken("filen innehåller flera dokument").hint("ta bort raden \"---\" mitt i filen")
        }
        Error::UnknownAnchor { .. } => broken("ett alias (*namn) hänvisar till något som inte finns"),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            Diagnostic::error("yaml-för-stor", "filens alias (*namn) vecklas ut till mer än vad en plan rymmer")
                .hint("skriv värdena direkt i stället för med alias")
        }
        Error::Budget { .. } => {
            Diagnostic::error("yaml-för-stor", "filen är för djupt nästlad eller för stor (högst 40 nivåer)")
                .hint("kontrollera parenteser och indrag kring det här stället")
        }
        other => {
            let text = other.render().lines().next().unwrap_or("").to_owned();
            broken(&translate(&text))
                .hint("kontrollera indrag, kolon, citattecken och parenteser på raden och den före")
        }
    };
    diagnostic.at(&span)
}

fn has_tab_indentation(span: &Span) -> bool {
    let text = &span.file.text;
    let at = span.range.start.min(text.len());
    let from = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("");
    line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t')
}

fn translate(message: &str) -> String {
    const KNOWN: [(&str, &str); 9] = [
        ("did not find expected key", "här väntades en nyckel (namn: värde)"),
        ("could not find expected ':'", "ett kolon saknas efter nyckeln"),
        ("mapping values are not allowed", "kolon mitt i ett värde utan citattecken"),
        ("did not find expected ',' or ']'", "ett komma eller \"]\" saknas i listan"),
        ("did not find expected ',' or '}'", "ett komma eller \"}\" saknas"),
        ("did not find expected '-'", "ett listelement (-) väntades här; kontrollera indraget"),
        ("unexpected end of stream", "ett citattecken eller en parentes avslutas aldrig"),
        ("unclosed bracket", "en parentes avslutas aldrig"),
        ("cannot start any token", "tecknet kan inte inleda ett värde; sätt citattecken om värdet"),
    ];
    let lower = message.to_lowercase();
    KNOWN
        .iter()
        .find(|(english, _)| lower.contains(english))
        .map_or_else(|| format!("({message})"), |(_, swedish)| (*swedish).to_owned())
}
