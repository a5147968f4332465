//! YAML text → a tree with a place for every node.
//!
//! `serde_yaml` (serde-saphyr) parses; scalars keep the text that was written, so that `2528.80` is a
//! decimal with two decimals and never passes through a float. Typed reading is in [`crate::read::fields`].

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Options};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{self, Diagnostic};
use crate::read::{ledger, syntax};
use crate::source::characters;
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
            ledger::check(file, problems);
            (!diagnostic::has_errors(&problems[before..])).then_some(node)
        }
        Err(error) => {
            let location = error.without_snippet().location();
            let span = location.map_or_else(|| file.start(), |location| span_of(&location, file));
            problems.push(syntax::describe(&error, &span));
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
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    // The scanner's own errors know line and column but no bytes.
    let start =
        span.byte_offset().map_or_else(|| file.offset(number(location.line()), number(location.column())), number);
    // Where nothing but white space is left, the value is missing from the file as a whole.
    let start = if file.text.get(start..).is_none_or(|rest| rest.trim().is_empty()) { 0 } else { start };
    let mut end = start.saturating_add(span.byte_len().map_or(0, number)).min(length);
    // A collection's place is where it begins; its extent would underline half the file.
    if let Some(text) = file.text.get(start..end)
        && let Some(newline) = text.find('\n')
    {
        end = start + newline;
    }
    file.span(start..end)
}
