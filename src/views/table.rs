//! A table as every output draws it: heads, rows and cells that know what they are.

use serde::Serialize;

use crate::views::document::Inline;

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
}

/// A table with its caption, notes and explicit cell headers.
#[derive(Debug, Serialize)]
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
}

/// A column's shape.
#[derive(Debug, Serialize)]
pub struct Column {
    /// Right-aligned figures rather than text.
    pub numeric: bool,
    /// Share of the width for text columns (figures take what they need).
    pub weight: u8,
}

/// A cell in the table's head.
#[derive(Debug, Serialize)]
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
#[derive(Debug, Serialize)]
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
}

/// A cell that heads its row.
#[derive(Debug, Serialize)]
pub struct RowHead {
    /// Id that the row's cells refer to.
    pub id: String,
    /// Content.
    pub content: Vec<Inline>,
    /// Markers of notes, for example `1`.
    pub notes: Vec<NoteMarker>,
}

/// A reference to a note under the table.
#[derive(Debug, Serialize, Clone)]
pub struct NoteMarker {
    /// `1`, `2` …
    pub marker: String,
    /// Target.
    pub anchor: String,
}

/// A note under the table.
#[derive(Debug, Serialize)]
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
#[derive(Debug, Serialize)]
pub struct Cell {
    /// What it holds.
    pub cell_kind: CellKind,
    /// Ids of the cells that head this one, separated by spaces.
    pub headers: String,
    /// Content of every kind but `items`.
    pub content: Vec<Inline>,
    /// Content of kind `items`.
    pub items: Vec<Vec<Inline>>,
    /// The exact value, point as decimal mark, when the cell is a figure.
    pub exact: Option<String>,
    /// The cell's address, `tabell.rad.kolumn`, when it has one.
    pub address: Option<String>,
}
