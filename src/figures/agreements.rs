//! What must be equal: reconciliations as their authors declare them, and lines that are specified in a table of their own.

use crate::figures::lookup::Here;
use crate::figures::{Figures, LineKind, Sheet};
use crate::model::formula::{Formula, Reference};
use crate::model::notes::NoteTable;
use crate::model::table::{Deviation, Reconciliation, Table};
use crate::source::Spanned;

/// Every identity that a table's cells must fulfil.
pub fn all(table: &Table, figures: &Figures) -> Vec<Reconciliation> {
    let declared = table.reconciliations.iter().flat_map(|own| of(table, own, figures));
    declared.chain(of_notes(table, figures)).collect()
}

/// A reconciliation where it is declared to hold: as it is written, or in every column that all its rows have where it
/// names rows and no columns.
pub fn of(table: &Table, own: &Reconciliation, figures: &Figures) -> Vec<Reconciliation> {
    if in_column(own, None, figures).is_some() {
        return vec![own.clone()];
    }
    let mut found: Vec<Reconciliation> = Vec::new();
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.kind.is_words()) {
        let Some(here) = here(table, at, figures) else { continue };
        if let Some(terms) = in_column(own, Some(here), figures) {
            found.push(Reconciliation { terms, column: Some(column.name()), ..own.clone() });
        }
    }
    let same = |other: &Reconciliation| {
        found.first().is_some_and(|first| first.terms.iter().map(|t| &t.value).eq(other.terms.iter().map(|t| &t.value)))
    };
    if found.len() > 1 && found.iter().all(same) {
        found.truncate(1);
        for only in &mut found {
            only.column = None;
        }
    }
    if found.is_empty() { vec![own.clone()] } else { found }
}

/// A column of a table, from which short references are read.
pub fn here(table: &Table, column: usize, figures: &Figures) -> Option<Here> {
    let sheet = figures.sheets.iter().position(|sheet| sheet.id == table.id.value)?;
    Some(Here { sheet, line: None, column, columns_first: false })
}

/// The terms as they are read from somewhere, with whole addresses; nothing when one of them refers to no cell.
fn in_column(own: &Reconciliation, here: Option<Here>, figures: &Figures) -> Option<Vec<Spanned<Formula>>> {
    let whole = |reference: &Reference| {
        let cell = figures.refer(reference, here).ok()?;
        let parts = figures.address(cell).split('.').map(str::to_owned).collect();
        Some(Reference { parts, before: false, ..reference.clone() })
    };
    let term = |term: &Spanned<Formula>| {
        Some(Spanned::new(term.value.with_references(&mut |reference| whole(reference))?, term.span.clone()))
    };
    own.terms.iter().map(term).collect()
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
                Spanned::new(Formula::Reference(Reference::made(parts)), span.clone())
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
