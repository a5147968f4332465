//! A goal's measures as a table: outcome, targets, and in words whether the target is met.

use rust_decimal::Decimal;

use crate::document::table::{Cell, CellKind, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::document::{Block, Inline};
use crate::model::goals::{Goal, Measure, Outcome, Target};
use crate::model::kind::MEASURE;
use crate::quantity::unit::Unit;
use crate::swedish;
use crate::views::cards::goal_title;
use crate::views::writing::Writing;

const HEADS: [&str; 5] = ["Styrtal", "Senast kända utfall", "Årets målvärde", "Långsiktigt målvärde", "Läge"];

/// A goal's measures; nothing when it has none.
pub fn table(writing: &mut Writing<'_>, goal: &Goal) -> Option<Block> {
    if goal.measures.is_empty() {
        return None;
    }
    let anchor = writing.anchors.give(&format!("tabell-styrtal-{}", goal.id.value));
    let rows = goal.measures.iter().map(|measure| row(writing, measure, &anchor)).collect();
    let head = HEADS.iter().enumerate().map(|(at, text)| HeadCell {
        id: format!("{anchor}-kolumn{at}"),
        content: vec![Inline::text(*text)],
        colspan: 1,
        rowspan: 1,
        group: false,
        numeric: (1..4).contains(&at),
    });
    Some(Block::Table(Table {
        table_kind: TableKind::Measures,
        caption: caption(goal),
        stub: 1,
        columns: HEADS
            .iter()
            .enumerate()
            .map(|(at, _)| Column { numeric: (1..4).contains(&at), weight: if at == 0 { 2 } else { 1 } })
            .collect(),
        head: vec![head.collect()],
        rows,
        notes: Vec::new(),
        remarks: Vec::new(),
        compared: false,
        anchor: anchor.clone(),
    }))
}

/// The caption of a goal's table of measures.
pub fn caption(goal: &Goal) -> String {
    let title = goal_title(goal);
    format!("Styrtal för {}", goal.kind.as_deref().map_or_else(|| title.clone(), |_| swedish::uncapitalised(&title)))
}

fn row(writing: &mut Writing<'_>, measure: &Measure, table: &str) -> Row {
    let anchor = writing.place(MEASURE, &measure.id);
    let head = format!("{anchor}-rad");
    let number = measure.number.as_ref().map(|number| format!("{}. ", number.value)).unwrap_or_default();
    let mut content = vec![Inline::Strong { content: vec![Inline::text(format!("{number}{}", measure.name.value))] }];
    if let Some(description) = &measure.description {
        content.extend([Inline::Break, Inline::text(&description.value)]);
    }
    let cell = |at: usize, cell_kind, lines: Vec<String>, exact: Option<Decimal>, column: Option<&str>| {
        let mut content: Vec<Inline> = Vec::new();
        for line in lines {
            if !content.is_empty() {
                content.push(Inline::Break);
            }
            content.push(Inline::text(line));
        }
        Cell {
            cell_kind,
            headers: format!("{table}-kolumn{at} {head}"),
            content,
            items: Vec::new(),
            pad: None,
            exact: exact.map(|value| value.normalize().to_string()),
            address: column.map(|column| format!("styrtal.{}.{column}", measure.id.value)),
        }
    };
    let latest = measure.latest().map(|(_, value)| value);
    let outcome_kind = if latest.is_some() { CellKind::Amount } else { CellKind::Missing };
    let target = |target: Option<&Target>| target.map(|target| target_text(measure, target));
    let target_cell = |at, wanted: Option<&Target>, column| match target(wanted) {
        Some(text) => cell(at, CellKind::Amount, vec![text], wanted.and_then(Target::single), Some(column)),
        None => cell(at, CellKind::Empty, Vec::new(), None, None),
    };
    let cells = vec![
        cell(1, outcome_kind, outcome_lines(measure), latest, Some("utfall")),
        target_cell(2, measure.target.as_ref().map(|target| &target.value), "målvärde"),
        target_cell(3, measure.long_term.as_ref().map(|target| &target.value), "långsiktigt"),
        cell(4, CellKind::Text, vec![status(measure).to_owned()], None, None),
    ];
    let heads = vec![RowHead { id: head.clone(), content, notes: Vec::new() }];
    Row { row_kind: RowKind::Item, anchor: Some(anchor), level: 0, heads, cells, change: None }
}

/// Whether this year's target is met, in words and never by colour alone.
fn status(measure: &Measure) -> &'static str {
    match measure.target.as_ref().map(|target| measure.meets(&target.value)) {
        None => "Målvärde saknas",
        Some(None) => "Kan inte bedömas",
        Some(Some(true)) => "Når målvärdet",
        Some(Some(false)) => "Når inte målvärdet",
    }
}

/// Outcomes, latest first; a year without value is said to be missing.
fn outcome_lines(measure: &Measure) -> Vec<String> {
    let mut outcomes: Vec<&Outcome> = measure.outcomes.iter().collect();
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.year.value));
    let mut lines: Vec<String> = Vec::new();
    for outcome in outcomes {
        lines.push(match &outcome.value {
            Some(value) => format!("{}\u{a0}({})", value_text(measure, value.value), outcome.year.value),
            None => format!("Saknas\u{a0}({})", outcome.year.value),
        });
        lines.extend(outcome.split.iter().map(|(part, value)| format!("{part} {}", value_text(measure, value.value))));
    }
    lines.extend(
        measure
            .peers
            .iter()
            .map(|peer| format!("{}: {} ({})", peer.name, value_text(measure, peer.value.value), peer.year)),
    );
    if lines.is_empty() { vec!["Saknas".to_owned()] } else { lines }
}

/// A target as it is printed: `högst 5,5 %`.
pub fn target_text(measure: &Measure, target: &Target) -> String {
    match target {
        Target::Value(value) => value_text(measure, *value),
        Target::AtLeast(value) => format!("minst {}", value_text(measure, *value)),
        Target::AtMost(value) => format!("högst {}", value_text(measure, *value)),
        Target::Between(low, high) => {
            let decimals = measure.decimals.max(low.normalize().scale()).max(high.normalize().scale());
            format!("{}–{}", swedish::number(*low, decimals), with_unit(measure, swedish::number(*high, decimals)))
        }
    }
}

/// A value of a measure as printed.
pub fn value_text(measure: &Measure, value: Decimal) -> String {
    let decimals = measure.decimals.max(value.normalize().scale());
    with_unit(measure, swedish::number(value, decimals))
}

fn with_unit(measure: &Measure, text: String) -> String {
    match &measure.unit {
        // An index is a bare number to its readers.
        Unit::Other(name) if name == "index" => text,
        unit => format!("{text}\u{a0}{}", unit.symbol()),
    }
}
