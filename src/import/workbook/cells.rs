//! The written cells of the plan as they stand in a workbook.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::figures::{CellId, Figure};
use crate::import::edits::{Edit, like};
use crate::import::workbook::found::Found;
use crate::import::workbook::held::{self, Held, Kind};
use crate::import::workbook::reader::{Against, Change, Changes, Reader, written_at};
use crate::model::table::{Column, ColumnKind};
use crate::outputs::workbook::places::name;
use crate::source::Span;

/// Reads the written cells of a sheet.
pub fn written(reader: &Reader<'_>, found: &Found<'_>, changes: &mut Vec<Change>, remarks: &mut Vec<Diagnostic>) {
    let sheet = &reader.against.figures.sheets[found.at];
    for (&row, &line) in &found.rows {
        for (&column, &own) in &found.columns {
            let cell = sheet.cell(line, own);
            let figure = &reader.against.figures.cells[cell];
            if !figure.is_written_in(reader.against.plan) {
                continue;
            }
            let at = (row, column);
            let place = reader.place(&found.sheet.name, at);
            let words = is_words(reader.against, found.at, own, figure);
            let now = Held::of(figure);
            let recorded = reader.record.as_ref();
            let recorded =
                recorded.and_then(|record| record.cell(&reader.address(found, line), &sheet.columns[own].id));
            let before = recorded.map_or_else(|| now.clone(), |text| Held::recorded(text, words));
            let kind = Kind { unit: &figure.unit, decimals: figure.decimals, words };
            let read = match held::read(found.sheet.cells.get(&at), kind, &before) {
                Ok(read) => read,
                Err(no) => {
                    remarks.push(
                        reader
                            .error("oläsbart-belopp", &found.sheet.name, at, &no.why)
                            .hint(no.hint)
                            .fact(told(reader.against, cell)),
                    );
                    continue;
                }
            };
            if read.held.is(&before) || read.held.is(&now) {
                continue;
            }
            if let Some((first, last)) = found.sheet.merged_with(at) {
                let why = format!("cellen är sammanslagen med andra ({}:{})", name(first), name(last));
                remarks.push(
                    reader
                        .error("sammanslagna-celler", &found.sheet.name, at, &why)
                        .hint("dela cellerna igen och skriv vart belopp i sin cell"),
                );
                continue;
            }
            if !before.is(&now) {
                let why = format!(
                    "här står {}, men planen har ändrats sedan arbetsboken gjordes: från {} till {}",
                    read.held.told(),
                    before.told(),
                    now.told()
                );
                remarks.push(
                    reader
                        .error("ändrat-på-båda-håll", &found.sheet.name, at, &why)
                        .also(&figure.span, "står här i planen")
                        .hint(format!(
                            "skriv {} i cellen för att behålla planens, eller ändra planen först",
                            now.told()
                        )),
                );
                continue;
            }
            if place_of(figure).is_none() {
                let why =
                    format!("{} kan inte föras in: cellen har ingen egen plats i planens filer", read.held.told());
                remarks.push(
                    reader
                        .error("ingen-plats", &found.sheet.name, at, &why)
                        .hint(format!("skriv beloppet i {}", written_at(&figure.span))),
                );
                continue;
            }
            remarks.extend(read.remarks.iter().map(|remark| reader.note("så-läst", &found.sheet.name, at, remark)));
            changes.push(Change { cell, held: read.held, place });
        }
    }
}

/// Whether a written cell is words.
fn is_words(against: Against<'_>, sheet: usize, column: usize, figure: &Figure) -> bool {
    let table = against.plan.tables.get(sheet);
    let column = table.and_then(|table| table.columns.get(column));
    column.is_some_and(|column| column.kind.is_words())
        || (table.is_none() && matches!(Held::of(figure), Held::Words(_)))
}

/// Where a written cell stands in the sources: its own words, and nothing around them.
fn place_of(figure: &Figure) -> Option<&Span> {
    let text = figure.span.text().trim_matches(['"', '\'']).trim();
    let own = match Held::of(figure) {
        // What is not written at all has its row's place.
        Held::Empty => matches!(text, "~" | "null" | "Null" | "NULL" | ""),
        Held::Dash => matches!(text, "-" | "–" | "—"),
        Held::Amount(_) | Held::Words(_) => true,
    };
    (own && !figure.span.range.is_empty()).then_some(&figure.span)
}

fn told(against: Against<'_>, cell: CellId) -> String {
    let figure = &against.figures.cells[cell];
    format!("{} ({}) är {} i planen", against.figures.address(cell), against.figures.name(cell), figure.text())
}

/// Makes one edit of the changes of each place, where all who changed it agree.
pub fn agreed(against: Against<'_>, changes: Vec<Change>, to: &mut Changes) {
    let mut places: BTreeMap<(String, usize), Vec<Change>> = BTreeMap::new();
    for change in changes {
        let span = &against.figures.cells[change.cell].span;
        places.entry((span.file.path.clone(), span.range.start)).or_default().push(change);
    }
    for changes in places.into_values() {
        let Some(first) = changes.first() else { continue };
        let figure = &against.figures.cells[first.cell];
        if let Some(other) = changes.iter().find(|other| !other.held.is(&first.held)) {
            to.remarks.push(
                Diagnostic::error(
                    "oense",
                    format!(
                        "{}: här står {}, men {} har {}",
                        first.place,
                        first.held.told(),
                        other.place,
                        other.held.told()
                    ),
                )
                .also(&figure.span, "samma belopp i planen")
                .hint("kom överens om ett belopp och skriv det i båda"),
            );
            continue;
        }
        let at = figure.span.clone();
        let edit = match &first.held {
            Held::Empty => Edit::Amount { at, text: "~".to_owned() },
            Held::Dash => Edit::Amount { at, text: "–".to_owned() },
            Held::Amount(value) => Edit::Amount { text: like(at.text(), *value, figure.decimals), at },
            Held::Words(text) => Edit::Words { at, text: text.clone() },
        };
        to.edits.push(edit);
        to.wanted.extend(changes.into_iter().map(|change| (change.cell, change.held)));
    }
}

/// Whether a column takes no amounts in its rows.
pub fn is_computed(column: &Column) -> bool {
    column.computed || column.kind == ColumnKind::Notes
}
