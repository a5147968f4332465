//! The appendix "Kända avvikelser": what the plan declares not to agree, beside what was computed.

use crate::document::{Block, Chapter, Definition, Inline, ListItem};
use crate::figures::controls::{declared, target};
use crate::figures::{Figures, Value, agreements};
use crate::model::table::{Control, Reconciliation, Table as Source};
use crate::quantity::amount::Amount;
use crate::swedish;
use crate::views::writing::Writing;

/// The appendix's name for cross-references.
pub const STEM: &str = "kanda-avvikelser";

const TITLE: &str = "Kända avvikelser";

const INTRODUCTION: &str = "Planens belopp är beräknade ur sina poster. På några ställen är det känt att ett belopp \
    som har angetts tidigare inte stämmer med det beräknade, eller inte med förra årets plan. De ställena och skälen \
    står här.";

const NOTHING: &str = "Planen har inga kända avvikelser.";

/// One line of the appendix.
struct Known {
    about: String,
    stated: Option<Amount>,
    computed: Option<Amount>,
    decimals: u32,
    reason: String,
}

/// Draws the appendix.
pub fn chapter(writing: &mut Writing<'_>) -> Chapter {
    let (number, anchor) = writing.numbering.numbers.get(STEM).cloned().unwrap_or_default();
    writing.found.placed.insert(anchor.clone());
    let tables = &writing.plan.tables;
    let known: Vec<Known> = tables.iter().flat_map(|table| known(table, writing.figures)).collect();
    let text = |text: &str| Block::Paragraph { content: vec![Inline::text(text)] };
    let blocks = if known.is_empty() {
        vec![text(NOTHING)]
    } else {
        vec![text(INTRODUCTION), Block::Definitions { items: known.iter().map(definition).collect() }]
    };
    Chapter {
        number,
        appendix: true,
        title: vec![Inline::text(TITLE)],
        title_text: TITLE.to_owned(),
        anchor,
        blocks,
        sections: Vec::new(),
        footnotes: Vec::new(),
    }
}

fn known(table: &Source, figures: &Figures) -> Vec<Known> {
    let caption = &table.caption.value;
    let controls = table.controls.iter().filter_map(|control| of_control(table, control, figures));
    let reconciliations = agreements::all(table, figures);
    let reconciliations = reconciliations.iter().filter_map(|own| of_reconciliation(table, own, figures));
    let restatements = table.restatements.iter().map(|restatement| {
        let column = table.columns.iter().find(|column| restatement.is_in_column(&column.id.value));
        let head = column.map_or(restatement.about.value.as_str(), |column| column.head.as_str());
        let about = format!("{caption}: {} jämfört med förra årets plan", head.to_lowercase());
        Known { about, stated: None, computed: None, decimals: 0, reason: restatement.reason.value.clone() }
    });
    controls.chain(reconciliations).chain(restatements).collect()
}

fn of_control(table: &Source, control: &Control, figures: &Figures) -> Option<Known> {
    let deviation = declared(table, control)?;
    let cell = target(table, control, figures).ok()?;
    let figure = &figures.cells[cell];
    Some(Known {
        about: format!("{}: {}", table.caption.value, figures.name(cell)),
        stated: Some(Amount::new(control.stated.value, figure.unit.clone())),
        computed: figure.amount().cloned(),
        decimals: figure.decimals,
        reason: deviation.reason.value.clone(),
    })
}

/// The first term is what was computed, the second what it ought to be.
fn of_reconciliation(table: &Source, own: &Reconciliation, figures: &Figures) -> Option<Known> {
    let deviation = agreements::deviation(table, own)?;
    let mut terms = own.terms.iter().map(|term| match figures.evaluate(&term.value) {
        Ok(Value::Amount(amount)) => Some(amount),
        _ => None,
    });
    let computed = terms.next().flatten();
    let stated = terms.next().flatten().and_then(|stated| match &computed {
        Some(computed) => stated.converted(&computed.unit).ok(),
        None => Some(stated),
    });
    let scale = |amount: &Option<Amount>| amount.as_ref().map_or(0, |amount| amount.value.normalize().scale().min(4));
    let decimals = scale(&computed).max(scale(&stated));
    let reason = deviation.reason.value.clone();
    Some(Known { about: swedish::capitalised(&own.title()), stated, computed, decimals, reason })
}

/// What the figures are, and then why.
fn definition(known: &Known) -> Definition {
    let difference = known.computed.as_ref().zip(known.stated.as_ref()).and_then(|(a, b)| a.minus(b).ok());
    let named = [("angivet", &known.stated), ("beräknat", &known.computed), ("skillnad", &difference)];
    let figures: Vec<String> = named
        .into_iter()
        .filter_map(|(name, amount)| Some(format!("{name} {}", swedish::amount(amount.as_ref()?, known.decimals))))
        .collect();
    let paragraph = |text: String| ListItem { blocks: vec![Block::Paragraph { content: vec![Inline::text(text)] }] };
    let mut details = Vec::new();
    if !figures.is_empty() {
        details.push(paragraph(format!("{}.", swedish::capitalised(&figures.join(", ")))));
    }
    details.push(paragraph(known.reason.clone()));
    Definition { term: vec![Inline::text(known.about.clone())], details }
}
