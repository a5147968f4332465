//! Control totals beside what they control: which cell, and whether a deviation is declared.

use crate::figures::lookup::Unknown;
use crate::figures::{CellId, Figures};
use crate::model::table::{Control, Deviation, Table};

/// The cell that a control total is about.
///
/// # Errors
/// When the table has no such row.
pub fn target(table: &Table, control: &Control, figures: &Figures) -> Result<CellId, Unknown> {
    let column = &table.columns[control.column].id.value;
    let address: Vec<String> = [table.id.value.as_str()]
        .into_iter()
        .chain(control.row.value.split('.'))
        .chain(column.split('.'))
        .map(str::to_owned)
        .collect();
    figures.find(&address, None)
}

/// The declared deviation about a control total, when there is one.
pub fn declared<'a>(table: &'a Table, control: &Control) -> Option<&'a Deviation> {
    let key = format!("{}.{}", control.row.value, table.columns[control.column].id.value);
    let full = format!("{}.{key}", table.id.value);
    table.deviations.iter().find(|deviation| deviation.about.value == key || deviation.about.value == full)
}
