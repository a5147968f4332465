//! What each unit answers for, and the figures that are about it: for readers who ask what concerns them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::anchor::slug;
use crate::document::table::TableKind;
use crate::document::{Block, Document, plain_text};
use crate::figures::{Figures, LineKind};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::Row as SourceRow;
use crate::swedish;
use crate::views::cards::label;
use crate::views::places::Places;

/// What a unit answers for.
#[derive(Debug, Serialize)]
pub struct Duties {
    /// The unit's name.
    pub unit: String,
    /// Where its duties stand.
    pub anchor: String,
    /// What there is, by kind.
    pub parts: Vec<Part>,
}

/// Duties of one kind.
#[derive(Debug, Serialize)]
pub struct Part {
    /// What they are called.
    pub title: String,
    /// In the order of the plan.
    pub entries: Vec<Entry>,
}

/// Something that a unit answers for.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Where it stands in the plan.
    pub anchor: String,
    /// What it is called.
    pub label: String,
    /// Its text; empty for a row of figures.
    pub text: String,
    /// The figures of a row.
    pub figures: Vec<Labelled>,
}

/// A figure as it is printed, with the name of its column.
#[derive(Debug, Serialize)]
pub struct Labelled {
    /// The column.
    pub column: String,
    /// The figure.
    pub text: String,
}

/// What one unit answers for, while it is gathered.
#[derive(Default)]
struct Gathered {
    things: BTreeMap<ThingKind, Vec<Entry>>,
    rows: Vec<Entry>,
}

/// The duties of every unit that has any, in the order of the organisation.
pub fn duties(plan: &Plan, figures: &Figures, document: &Document, places: &Places) -> Vec<Duties> {
    let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
    gather_cards(document, &mut gathered);
    gather_measures(plan, document, &mut gathered);
    gather_risks(plan, document, &mut gathered);
    gather_followed(plan, document, &mut gathered);
    gather_rows(plan, figures, places, &mut gathered);
    let units = plan.organisation.all().map(|unit| &unit.name.value);
    let found = units.filter_map(|name| Some((name, gathered.remove(name)?)));
    let duties = found.map(|(name, own)| Duties {
        unit: name.clone(),
        anchor: format!("oss-{}", slug(name)),
        parts: own.parts(),
    });
    duties.collect()
}

impl Gathered {
    fn parts(mut self) -> Vec<Part> {
        let things = ThingKind::TOLD.into_iter().filter_map(|kind| {
            let title = swedish::capitalised(kind.traits().many);
            Some(Part { title, entries: self.things.remove(&kind)? })
        });
        let mut parts: Vec<Part> = things.collect();
        if !self.rows.is_empty() {
            parts.push(Part { title: "I budgeten".to_owned(), entries: self.rows });
        }
        parts
    }
}

/// Assignments and other cards, with those who answer for them.
fn gather_cards(document: &Document, gathered: &mut BTreeMap<String, Gathered>) {
    for block in document.blocks() {
        let Block::Cards { thing, items } = block else { continue };
        for card in items {
            for name in &card.responsible {
                let entry = Entry {
                    anchor: card.anchor.clone(),
                    label: card.label.clone(),
                    text: card.text.clone(),
                    figures: Vec::new(),
                };
                gathered.entry(name.clone()).or_default().things.entry(*thing).or_default().push(entry);
            }
        }
    }
}

/// Measures stand where their tables are shown.
fn gather_measures(plan: &Plan, document: &Document, gathered: &mut BTreeMap<String, Gathered>) {
    let tables = document.tables().filter(|table| table.table_kind == TableKind::Measures);
    for row in tables.flat_map(|table| &table.rows) {
        let found = row.id.as_deref().and_then(|id| plan.measure(id));
        let (Some(measure), Some(anchor)) = (found, &row.anchor) else { continue };
        for unit in measure.responsible.iter().filter_map(|id| plan.organisation.unit(&id.value)) {
            let entry = Entry {
                anchor: anchor.clone(),
                label: label(&measure.thing()),
                text: measure.name.value.clone(),
                figures: Vec::new(),
            };
            let own = gathered.entry(unit.name.value.clone()).or_default();
            own.things.entry(ThingKind::Measure).or_default().push(entry);
        }
    }
}

/// Risks stand where their table is shown; one that is not shown has no place to lead to.
fn gather_risks(plan: &Plan, document: &Document, gathered: &mut BTreeMap<String, Gathered>) {
    let tables = document.tables().filter(|table| table.table_kind == TableKind::Risks);
    for row in tables.flat_map(|table| &table.rows) {
        let found = plan.risks.iter().find(|risk| Some(&risk.id.value) == row.id.as_ref());
        let (Some(risk), Some(anchor)) = (found, &row.anchor) else { continue };
        for unit in risk.responsible.iter().filter_map(|id| plan.organisation.unit(&id.value)) {
            let entry = Entry {
                anchor: anchor.clone(),
                label: risk.activity.value.clone(),
                text: risk.text.value.clone(),
                figures: Vec::new(),
            };
            let own = gathered.entry(unit.name.value.clone()).or_default();
            own.things.entry(ThingKind::Risk).or_default().push(entry);
        }
    }
}

/// Assignments and the like in a report, with how far they have come.
fn gather_followed(plan: &Plan, document: &Document, gathered: &mut BTreeMap<String, Gathered>) {
    let things = plan.things();
    let tables = document.tables().filter(|table| table.table_kind == TableKind::Followup);
    for row in tables.flat_map(|table| &table.rows) {
        let (Some(id), Some(anchor)) = (&row.id, &row.anchor) else { continue };
        let is_kind =
            |kind: ThingKind| kind.traits().anchor.is_some_and(|word| anchor.starts_with(&format!("{word}-")));
        let found = things.iter().find(|thing| thing.id.is_some_and(|own| own.value == *id) && is_kind(thing.kind));
        let Some(thing) = found else { continue };
        let status = row.cells.first().map(|cell| plain_text(&cell.content)).unwrap_or_default();
        for unit in thing.responsible.iter().filter_map(|id| plan.organisation.unit(&id.value)) {
            let entry = Entry {
                anchor: anchor.clone(),
                label: label(thing),
                text: format!("{status}. {}", thing.text.value),
                figures: Vec::new(),
            };
            let own = gathered.entry(unit.name.value.clone()).or_default();
            own.things.entry(thing.kind).or_default().push(entry);
        }
    }
}

/// Rows of figures that are about a unit, with what is printed in them.
fn gather_rows(plan: &Plan, figures: &Figures, places: &Places, gathered: &mut BTreeMap<String, Gathered>) {
    for (table, sheet) in figures.tables(plan) {
        let whole = table.about.as_ref();
        for (at, line) in sheet.lines.iter().enumerate() {
            let own = row(&table.rows, &line.path).and_then(|row| row.about.as_ref());
            // Of a table that is one unit's own, the sum is what the unit asks for.
            let about = own.or(whole.filter(|_| line.kind == LineKind::Total));
            let Some(unit) = about.and_then(|id| plan.organisation.unit(&id.value)) else { continue };
            let first = figures.address(sheet.cell(at, 0));
            let Some(anchor) = places.rows.get(&first) else { continue };
            let values = sheet.columns.iter().enumerate().filter_map(|(column, named)| {
                let figure = &figures.cells[sheet.cell(at, column)];
                let text = figure.printed.as_ref()?.with_unit(&figure.unit);
                Some(Labelled { column: named.name.clone(), text })
            });
            let entry = Entry {
                anchor: anchor.clone(),
                label: format!("{}, {}", table.caption.value, line.name()),
                text: String::new(),
                figures: values.collect(),
            };
            gathered.entry(unit.name.value.clone()).or_default().rows.push(entry);
        }
    }
}

/// The row at a path of ids.
fn row<'a>(rows: &'a [SourceRow], path: &[String]) -> Option<&'a SourceRow> {
    let (first, rest) = path.split_first()?;
    let found = rows.iter().find(|row| row.id.value == *first)?;
    if rest.is_empty() { Some(found) } else { row(found.inner(), rest) }
}
