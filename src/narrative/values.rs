//! The value of a call that is not printed as it stands: text as text, and a number as an exact number.
//!
//! Tera compares whole numbers exactly and numbers with decimals as binary ones. A decimal number of at most fifteen
//! digits and the literal that it is compared with become the same binary number only if they are equal, and nothing
//! may be computed with an amount ([`super::misplaced`]); a longer number is refused.

use rust_decimal::Decimal;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Inline;
use crate::model::plan::ChapterSource;
use crate::narrative::resolve;
use crate::quantity::amount::{machine, round};
use crate::views::call_site::{Call, CallSite};
use crate::views::writing::Writing;

/// Most digits of a decimal number that its binary form tells from every other.
const DIGITS: usize = 15;

/// The value of a call; nothing where it has none, which [`explain`] tells.
pub fn of(writing: &mut Writing<'_>, call: &Call, chapter: &ChapterSource) -> Option<Value> {
    let before = writing.problems.len();
    let site = CallSite { call, span: chapter.file.start() };
    let value = resolve::inline(writing, &site).first().and_then(|inline| value(inline, call));
    let is_found = writing.problems.len() == before;
    writing.problems.truncate(before);
    value.filter(|_| is_found)
}

/// Tells why a call has no value, at its place.
pub fn explain(writing: &mut Writing<'_>, site: &CallSite<'_>) {
    let before = writing.problems.len();
    let found = resolve::inline(writing, site);
    // A cell that could not be computed was told where it stands.
    if writing.problems.len() == before && !found.is_empty() {
        writing.problems.push(
            Diagnostic::error("inget-värde", "talet har för många siffror för att jämföras exakt")
                .at(&site.span)
                .hint("skriv decimaler=1, så jämförs det avrundade talet"),
        );
    }
}

fn value(inline: &Inline, call: &Call) -> Option<Value> {
    match inline {
        Inline::Text { text } => Some(Value::from(text.as_str())),
        Inline::Count { exact, .. } => exact.parse::<i64>().ok().map(Value::from),
        Inline::Figure { exact, .. } | Inline::Change { exact, .. } => number(exact, call.argument("decimaler")),
        _ => None,
    }
}

fn number(exact: &str, decimals: Option<&str>) -> Option<Value> {
    let exact: Decimal = exact.parse().ok()?;
    let number = decimals.and_then(|text| text.parse().ok()).map_or(exact, |decimals| round(exact, decimals));
    let number = number.normalize();
    if number.is_integer() {
        return machine(number).parse::<i128>().ok().map(Value::from);
    }
    let text = machine(number);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits > DIGITS {
        return None;
    }
    let number: serde_json::Number = text.parse().ok()?;
    Value::try_from_serializable(&number).ok()
}
