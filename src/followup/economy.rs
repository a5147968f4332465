//! The tables that a report follows: which, by which column, and what is said of their rows.

use rust_decimal::Decimal;

use crate::followup::direction::Kind;
use crate::followup::things::filled;
use crate::model::followup::Bound;
use crate::quantity::amount::parse_number;
use crate::read::fields::{Fields, LONGEST_HEADING, Problems, number, once, scalar, too_long, wrong_type};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, Span, Spanned};

/// A table that is followed, as rapport.yaml says it.
#[derive(Debug)]
pub struct Settings {
    /// The table's id in the plan.
    pub table: Id,
    /// The column of its budget, where the author says which.
    pub column: Option<Id>,
    /// What its rows are, where the table does not say it.
    pub kind: Option<Kind>,
    /// From which deviation a comment is wanted.
    pub bound: Option<Bound>,
    /// The caption, when it is not the plan's.
    pub caption: Option<Spanned<String>>,
}

/// What a file says of the rows of a table.
#[derive(Debug)]
pub struct Rows {
    /// The table's id in the plan.
    pub table: Id,
    /// The rows by their keys.
    pub rows: Vec<(Spanned<String>, Said)>,
}

/// What is said of a row.
#[derive(Debug)]
pub struct Said {
    /// Its outcome.
    pub outcome: Option<Spanned<Decimal>>,
    /// Its forecast for the year.
    pub forecast: Option<Spanned<Decimal>>,
    /// What is said of the deviation.
    pub comment: Option<Spanned<String>>,
    /// Where it is said.
    pub span: Span,
}

/// Reads one of the tables under `ekonomi` in rapport.yaml.
pub fn settings(node: Node, problems: &mut Problems) -> Option<Settings> {
    const WHAT: &str = "ekonomin";
    let mut fields = Fields::new(node, WHAT, &["tabell", "kolumn", "slag", "gräns", "rubrik"], problems)?;
    let table = fields.text("tabell", WHAT, problems);
    let column = filled(&mut fields, "kolumn", problems);
    let kind = if fields.is_filled("slag") { fields.word("slag", &Kind::WORDS, problems) } else { None };
    let bound = fields.filled("gräns").and_then(|node| bound(&node, problems));
    let caption = filled(&mut fields, "rubrik", problems);
    problems.extend(caption.as_ref().and_then(|text| too_long(&text.value, &text.span, LONGEST_HEADING)));
    Some(Settings { table: table?, column, kind, bound, caption })
}

/// `2 %`, or an amount in the table's unit.
fn bound(node: &Node, problems: &mut Problems) -> Option<Bound> {
    let text = scalar(node).unwrap_or_default().trim();
    let read = match text.strip_suffix('%') {
        Some(share) => parse_number(share.trim()).ok().map(Bound::Share),
        None => parse_number(text).ok().map(Bound::Amount),
    };
    let read =
        read.filter(|bound| matches!(bound, Bound::Share(value) | Bound::Amount(value) if !value.is_sign_negative()));
    if read.is_none() {
        problems.push(
            wrong_type(node, "gräns", "en andel eller ett belopp")
                .hint("skriv till exempel 2 %, eller 1.5 i tabellens enhet"),
        );
    }
    read
}

/// Reads what a file of statuses says of the rows of a table.
pub fn rows(node: Node, problems: &mut Problems) -> Option<Rows> {
    const WHAT: &str = "ekonomin";
    let mut fields = Fields::new(node, WHAT, &["tabell", "rader"], problems)?;
    let table = fields.text("tabell", WHAT, problems);
    let given = fields.require("rader", WHAT, problems)?;
    let entries = match given.value {
        Value::Map(entries) => once(entries, "rader", problems),
        Value::Empty => Vec::new(),
        _ => {
            problems.push(wrong_type(&given, "rader", "en post: radens id och vad som sägs om den"));
            return None;
        }
    };
    let rows = entries.into_iter().filter_map(|(key, node)| Some((key.clone(), said(node, &key.span, problems)?)));
    let rows = rows.collect();
    Some(Rows { table: table?, rows })
}

fn said(node: Node, key: &Span, problems: &mut Problems) -> Option<Said> {
    if matches!(node.value, Value::Empty) {
        return Some(Said { outcome: None, forecast: None, comment: None, span: key.clone() });
    }
    let mut fields = Fields::new(node, "raden", &["utfall", "prognos", "kommentar"], problems)?;
    let amount =
        |node: Option<Node>, what, problems: &mut Problems| node.and_then(|node| number(&node, what, problems));
    let outcome = amount(fields.filled("utfall"), "utfall", problems);
    let forecast = amount(fields.filled("prognos"), "prognos", problems);
    let comment = filled(&mut fields, "kommentar", problems);
    Some(Said { outcome, forecast, comment, span: key.clone() })
}
