//! A table as every output draws it: heads, rows and cells that know what they are.

use serde::Serialize;

use crate::document::mark::RowChange;
use crate::document::{Inline, plain_text};

/// What a table holds, for the outputs' styling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Figures: budget tables and lists.
    Figures,
    /// Measures (styrtal).
    Measures,
    /// The internal-control plan.
    Risks,
    /// A Markdown table.
    Text,
    /// Figures against last year's.
    Comparison,
}

/// A table with its caption, notes and explicit cell headers.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it holds.
    pub table_kind: TableKind,
    /// Stable anchor, for example `tabell-driftbudget`.
    pub anchor: String,
    /// Caption, empty for a Markdown table.
    pub caption: String,
    /// Number of columns that head their row.
    pub stub: usize,
    /// All columns, left to right.
    pub columns: Vec<Column>,
    /// Head rows: one, or two when periods have several measures.
    pub head: Vec<Vec<HeadCell>>,
    /// Body rows in order.
    pub rows: Vec<Row>,
    /// Notes under the table, referred to by marker.
    pub notes: Vec<TableNote>,
    /// Remarks under the table.
    pub remarks: Vec<String>,
    /// Whether it is part of a comparison, where it is no table of one plan to be fetched.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub compared: bool,
}

/// A column's shape.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Right-aligned figures rather than text.
    pub numeric: bool,
    /// Share of the width for text columns (figures take what they need).
    pub weight: u8,
}

/// A cell in the table's head.
#[derive(Debug, Clone, Serialize)]
pub struct HeadCell {
    /// Id that body cells refer to in `headers`.
    pub id: String,
    /// Content.
    pub content: Vec<Inline>,
    /// Columns spanned.
    pub colspan: usize,
    /// Rows spanned.
    pub rowspan: usize,
    /// Heads a group of columns rather than one.
    pub group: bool,
    /// Heads figures (right-aligned).
    pub numeric: bool,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A group's heading; spans the whole width.
    Group,
    /// An input or a fetched row.
    Item,
    /// A group's sum.
    Subtotal,
    /// A result computed by a formula.
    Formula,
    /// The table's sum.
    Total,
}

/// A body row.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What it is.
    pub row_kind: RowKind,
    /// Stable anchor, when rows have one.
    pub anchor: Option<String>,
    /// Indentation: 0 for top level.
    pub level: usize,
    /// Head cells, as many as the table's `stub` (one, spanning all columns, for a group).
    pub heads: Vec<RowHead>,
    /// The other cells; empty for a group.
    pub cells: Vec<Cell>,
    /// In a comparison: what happened to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<RowChange>,
}

/// A cell that heads its row.
#[derive(Debug, Clone, Serialize)]
pub struct RowHead {
    /// Id that the row's cells refer to.
    pub id: String,
    /// Content.
    pub content: Vec<Inline>,
    /// Markers of notes, for example `1`.
    pub notes: Vec<NoteMarker>,
}

/// A reference to a note under the table.
#[derive(Debug, Clone, Serialize)]
pub struct NoteMarker {
    /// `1`, `2` …
    pub marker: String,
    /// Target.
    pub anchor: String,
}

/// A note under the table.
#[derive(Debug, Clone, Serialize)]
pub struct TableNote {
    /// `1`, `2` …
    pub marker: String,
    /// Anchor.
    pub anchor: String,
    /// Text.
    pub text: String,
}

/// What a body cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// A figure.
    Amount,
    /// Nothing was stated.
    Empty,
    /// A dash was stated.
    Dash,
    /// A value that should be there and is not; the text says so.
    Missing,
    /// Text.
    Text,
    /// A list of short texts.
    Items,
}

/// A body cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// What it holds.
    pub cell_kind: CellKind,
    /// Ids of the cells that head this one, separated by spaces.
    pub headers: String,
    /// Content of every kind but `items`.
    pub content: Vec<Inline>,
    /// Content of kind `items`.
    pub items: Vec<Vec<Inline>>,
    /// The decimals that others in the column have and this figure has not, `,00`: room that is left after it, so that
    /// decimal commas stand under each other.
    pub pad: Option<String>,
    /// The exact value, point as decimal mark, when the cell is a figure.
    pub exact: Option<String>,
    /// The cell's address, `tabell.rad.kolumn`, when it has one.
    pub address: Option<String>,
}

impl Table {
    /// The same table, with decimal commas under each other in the columns of figures.
    #[must_use]
    pub fn aligned(mut self) -> Self {
        for at in self.stub..self.columns.len() {
            if !self.columns[at].numeric {
                continue;
            }
            let mut cells: Vec<(&mut Cell, usize)> = self
                .rows
                .iter_mut()
                .filter_map(|row| row.cells.get_mut(at - self.stub))
                .filter_map(|cell| decimals(&plain_text(&cell.content)).map(|decimals| (cell, decimals)))
                .collect();
            let most = cells.iter().map(|(_, decimals)| *decimals).max().unwrap_or(0);
            for (cell, own) in cells.iter_mut().filter(|(_, own)| *own < most) {
                let comma = if *own == 0 { "," } else { "" };
                cell.pad = Some(format!("{comma}{}", "0".repeat(most - *own)));
            }
        }
        self
    }
}

/// How many decimals a printed number has; nothing for other text.
fn decimals(text: &str) -> Option<usize> {
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['−', '-', '+']);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}'))
        && fraction.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(fraction.len())
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn numbers_are_told_from_text() {
        let found = ["−2\u{a0}257,04", "35", "1 000,5", "–", "", "12 %", "a1", "1,2,3"].map(decimals);
        assert_eq!(found, [Some(2), Some(0), Some(1), None, None, None, None, None]);
    }
}
