//! What must be equal: reconciliations as their authors declare them, and lines that are specified in a table of their own.

use crate::figures::{Figures, LineKind, Sheet};
use crate::model::formula::Formula;
use crate::model::notes::NoteTable;
use crate::model::table::{Deviation, Reconciliation, Table};
use crate::source::Spanned;

/// Every identity that a table's cells must fulfil.
pub fn all(table: &Table, figures: &Figures) -> Vec<Reconciliation> {
    let declared = table.reconciliations.iter().flat_map(|own| of(table, own, figures));
    declared.chain(of_notes(table, figures)).collect()
}

/// A reconciliation as it is declared.
pub fn of(_: &Table, own: &Reconciliation, _: &Figures) -> Vec<Reconciliation> {
    vec![own.clone()]
}

/// The declared deviation about an identity, when there is one.
pub fn deviation<'a>(table: &'a Table, own: &Reconciliation) -> Option<&'a Deviation> {
    let title = own.title();
    table.deviations.iter().find(|deviation| [&own.name.value, &title].contains(&&deviation.about.value))
}

/// That each line with a note table is what the table comes to, in the columns that both have.
fn of_notes(table: &Table, figures: &Figures) -> Vec<Reconciliation> {
    let Some(sheet) = figures.sheet(&table.id.value) else { return Vec::new() };
    let mut found = Vec::new();
    for line in sheet.lines.iter().filter(|line| line.is_printed() && line.kind != LineKind::Heading) {
        let Some(note) = &line.notes.table else { continue };
        let Some(own) = figures.sheet(&note.table.value) else { continue };
        let Some(row) = row_of(note, own) else { continue };
        let span = &note.table.span;
        for (column, declared) in sheet.columns.iter().zip(&table.columns) {
            if declared.kind.is_words() {
                continue;
            }
            let Some(at) = own.column_like(column, 0) else { continue };
            let term = |sheet: &str, row: &str, column: &str| {
                let parts = [sheet].into_iter().chain(row.split('.')).chain(column.split('.'));
                let parts = parts.map(str::to_owned).collect();
                Spanned::new(Formula::Reference(parts, 0..0), span.clone())
            };
            let terms = vec![term(&own.id, &row, &own.columns[at].id), term(&sheet.id, &sheet.key(line), &column.id)];
            let name = Spanned::new(format!("{} mot sin not", line.name()), span.clone());
            found.push(Reconciliation { name, terms, column: Some(column.name.clone()) });
        }
    }
    found
}

/// The row of a note table that is the line it specifies: the one that is named, or the table's sum.
pub fn row_of(note: &NoteTable, sheet: &Sheet) -> Option<String> {
    match &note.row {
        Some(row) => matches!(sheet.lines_with(&row.value), [_]).then(|| row.value.clone()),
        None => sheet.lines.iter().find(|line| line.kind == LineKind::Total).map(|line| sheet.key(line)),
    }
}
