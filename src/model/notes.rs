//! Notes of tables: what refers to a text under the table, or to a table that is itself a note.

use crate::source::Id;

/// The id of the column that the numbers of note tables are printed in, where the table has none of that name.
pub const COLUMN: &str = "not";

/// What a row or a sum refers to.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Notes under the table about the whole line, by id.
    pub own: Vec<Id>,
    /// Notes under the table about single cells: index of the column, and id.
    pub cells: Vec<(usize, Id)>,
    /// The table that specifies the line.
    pub table: Option<NoteTable>,
}

/// A table that specifies a line of another: its sum is that line.
#[derive(Debug, Clone)]
pub struct NoteTable {
    /// The table's id.
    pub table: Id,
    /// The row that is the line, where it is not the table's sum.
    pub row: Option<Id>,
}

impl Notes {
    /// The notes under the table that it refers to.
    pub fn used(&self) -> impl Iterator<Item = &Id> {
        self.own.iter().chain(self.cells.iter().map(|(_, id)| id))
    }

    /// Whether it refers to nothing.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.cells.is_empty() && self.table.is_none()
    }

    /// The notes on the cell in a column.
    pub fn on(&self, column: usize) -> impl Iterator<Item = &Id> {
        self.cells.iter().filter(move |(at, _)| *at == column).map(|(_, id)| id)
    }
}
