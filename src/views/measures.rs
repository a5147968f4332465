//! A goal's measures as a table: outcome, targets, and in words whether the target is met.

use rust_decimal::Decimal;

use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::document::{Block, Inline};
use crate::figures::Printed;
use crate::figures::layout::MEASURES;
use crate::model::goals::{Goal, Measure, Outcome, Target};
use crate::model::kind::ThingKind;
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
    let anchor = writing.numbering.anchors.give(&format!("tabell-styrtal-{}", goal.id.value));
    let rows = goal.measures.iter().map(|measure| row(writing, measure, &anchor)).collect();
    let head = HEADS.iter().enumerate().map(|(at, text)| {
        HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]).numeric((1..4).contains(&at))
    });
    Some(Block::Table(Table {
        columns: (0..HEADS.len())
            .map(|at| if (1..4).contains(&at) { Column::figures() } else { Column::text() })
            .collect(),
        head: vec![head.collect()],
        rows,
        ..Table::new(TableKind::Measures, &anchor, caption(goal))
    }))
}

/// The caption of a goal's table of measures.
pub fn caption(goal: &Goal) -> String {
    let title = goal_title(goal);
    format!("Styrtal för {}", goal.kind.as_deref().map_or_else(|| title.clone(), |_| swedish::uncapitalised(&title)))
}

fn row(writing: &mut Writing<'_>, measure: &Measure, table: &str) -> Row {
    let anchor = writing.place(ThingKind::Measure, &measure.id);
    let head = format!("{anchor}-rad");
    let number = measure.number.as_ref().map(|number| format!("{}. ", number.value)).unwrap_or_default();
    let mut content = vec![Inline::Strong { content: vec![Inline::text(format!("{number}{}", measure.name.value))] }];
    if let Some(description) = &measure.description {
        content.extend([Inline::Break, Inline::text(&description.value)]);
    }
    let headed = |at: usize, cell: Cell| cell.headed(format!("{table}-kolumn{at} {head}"));
    let figures = writing.figures;
    let of = |cell: Cell, column: &str| {
        let address = [MEASURES, &measure.id.value, column].map(str::to_owned);
        match figures.find(&address, None) {
            Ok(at) => cell.of(at, address.join(".")),
            Err(_) => cell,
        }
    };
    let lines = lines(outcome_lines(measure));
    let outcome = match measure.latest() {
        Some((_, value)) => Cell::amounts(lines, Some(printed(measure, value))),
        None => Cell::missing(lines),
    };
    let target = |target: Option<&Target>, column| match target {
        Some(target) => {
            let text = vec![Inline::text(target_text(measure, target))];
            of(Cell::amounts(text, target.single().map(|value| printed(measure, value))), column)
        }
        None => Cell::empty(),
    };
    let cells = vec![
        headed(1, of(outcome, "utfall")),
        headed(2, target(measure.target.as_ref().map(|target| &target.value), "målvärde")),
        headed(3, target(measure.long_term.as_ref().map(|target| &target.value), "långsiktigt")),
        headed(4, Cell::text(vec![Inline::text(status(measure) + &judged_by(measure))])),
    ];
    Row::item(RowHead::new(&head, content), cells).of(anchor, &measure.id.value)
}

/// Texts on a line each.
fn lines(texts: Vec<String>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    for text in texts {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        content.push(Inline::text(text));
    }
    content
}

/// Whether this year's target is met, in words and never by colour alone.
fn status(measure: &Measure) -> String {
    let words = match measure.target.as_ref().map(|target| measure.meets(&target.value)) {
        None => "Målvärde saknas",
        Some(None) => "Kan inte bedömas",
        Some(Some(true)) => "Når målvärdet",
        Some(Some(false)) => "Når inte målvärdet",
    };
    words.to_owned()
}

/// The year that a target is judged by, said where a later year stands beside it as missing.
fn judged_by(measure: &Measure) -> String {
    let last = measure.outcomes.iter().map(|outcome| outcome.year.value).max();
    match (measure.latest(), &measure.target) {
        (Some((outcome, _)), Some(_)) if Some(outcome.year.value) != last => format!(" ({})", outcome.year.value),
        _ => String::new(),
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

/// A value of a measure, with the decimals that it has.
fn printed(measure: &Measure, value: Decimal) -> Printed {
    Printed::new(value, measure.decimals.max(value.normalize().scale()))
}

/// A value of a measure as printed.
pub fn value_text(measure: &Measure, value: Decimal) -> String {
    with_unit(measure, printed(measure, value).text)
}

fn with_unit(measure: &Measure, text: String) -> String {
    match &measure.unit {
        // An index is a bare number to its readers.
        Unit::Other(name) if name == "index" => text,
        unit => format!("{text}\u{a0}{}", unit.symbol()),
    }
}
