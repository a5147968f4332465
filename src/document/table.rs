//! A table as every output draws it: heads, rows and cells that know what they are.

use serde::Serialize;

use crate::document::inline::{Inline, plain_text};
use crate::document::mark::RowChange;
use crate::figures::printed::DASH;
use crate::figures::{CellId, Printed, Shown};

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
    /// What became of the plan.
    Followup,
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
    /// Head rows: one, and one for each level of heads over several columns.
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
    /// Right-aligned figures, which take the width they need, rather than text, which shares the rest by its length.
    pub numeric: bool,
}

impl Column {
    /// A column of figures.
    pub fn figures() -> Self {
        Self { numeric: true }
    }

    /// A column of text.
    pub fn text() -> Self {
        Self { numeric: false }
    }
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
    /// Markers of notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteMarker>,
}

impl HeadCell {
    /// A head over one column of text, as high as one row.
    pub fn new(id: impl Into<String>, content: Vec<Inline>) -> Self {
        Self { id: id.into(), content, colspan: 1, rowspan: 1, group: false, numeric: false, notes: Vec::new() }
    }

    /// The same head, over figures or not.
    #[must_use]
    pub fn numeric(self, numeric: bool) -> Self {
        Self { numeric, ..self }
    }

    /// The text, with the markers of its notes: `Budget 2025 [1]`.
    pub fn readable(&self) -> String {
        readable(&self.content, &self.notes)
    }

    /// The same head, with the notes it refers to.
    #[must_use]
    pub fn noted(self, notes: impl IntoIterator<Item = NoteMarker>) -> Self {
        Self { notes: notes.into_iter().collect(), ..self }
    }

    /// The same head, as high as several rows.
    #[must_use]
    pub fn rows(self, rowspan: usize) -> Self {
        Self { rowspan, ..self }
    }

    /// The same head, over a group of columns that have heads of their own below.
    #[must_use]
    pub fn over(self, colspan: usize) -> Self {
        Self { colspan, group: true, ..self }
    }
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
    /// Id of the measure or the risk that it is, when it is one.
    #[serde(skip)]
    pub id: Option<String>,
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

impl Row {
    /// A row without anchor, at top level.
    pub fn new(row_kind: RowKind, heads: Vec<RowHead>, cells: Vec<Cell>) -> Self {
        Self { row_kind, anchor: None, id: None, level: 0, heads, cells, change: None }
    }

    /// A row that is no sum and no heading.
    pub fn item(head: RowHead, cells: Vec<Cell>) -> Self {
        Self::new(RowKind::Item, vec![head], cells)
    }

    /// The same row, indented.
    #[must_use]
    pub fn level(self, level: usize) -> Self {
        Self { level, ..self }
    }

    /// The same row, as that of a measure or a risk, with its anchor and its id.
    #[must_use]
    pub fn of(self, anchor: String, id: &str) -> Self {
        Self { anchor: Some(anchor), id: Some(id.to_owned()), ..self }
    }
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

impl RowHead {
    /// A head without notes.
    pub fn new(id: impl Into<String>, content: Vec<Inline>) -> Self {
        Self { id: id.into(), content, notes: Vec::new() }
    }

    /// The text, with the markers of its notes: `Personal [1]`.
    pub fn readable(&self) -> String {
        readable(&self.content, &self.notes)
    }

    /// A head without words: it is printed as an empty cell, and heads nothing.
    pub fn empty(id: impl Into<String>) -> Self {
        Self::new(id, Vec::new())
    }
}

fn readable(content: &[Inline], notes: &[NoteMarker]) -> String {
    notes.iter().fold(plain_text(content), |text, note| format!("{text} [{}]", note.marker))
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
    /// The figure that it holds, when it is one.
    pub figure: Option<Printed>,
    /// Markers of notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteMarker>,
    /// Decimals of a number, whether it is the plan's figure or an author's own text.
    #[serde(skip)]
    pub decimals: Option<usize>,
    /// The cell of the plan's tables that it prints, when it is one.
    #[serde(skip)]
    pub cell: Option<CellId>,
    /// That cell's address, `tabell.rad.kolumn`.
    pub address: Option<String>,
}

impl Cell {
    fn new(cell_kind: CellKind, content: Vec<Inline>) -> Self {
        Self {
            cell_kind,
            headers: String::new(),
            content,
            items: Vec::new(),
            pad: None,
            figure: None,
            notes: Vec::new(),
            decimals: None,
            cell: None,
            address: None,
        }
    }

    /// A cell of the plan's tables as it is printed.
    pub fn shown(shown: Shown<'_>) -> Self {
        match shown {
            Shown::Amount(printed) => Self::amount(printed.clone()),
            Shown::Dash => Self::dash(),
            Shown::Text(text) => Self::text(vec![Inline::text(text)]),
            Shown::Empty => Self::empty(),
        }
    }

    /// A figure.
    pub fn amount(printed: Printed) -> Self {
        Self::amounts(vec![Inline::text(&printed.text)], Some(printed))
    }

    /// A figure with more words than its own: those of several years, or that it is the least; nothing is the figure
    /// where it is a span.
    pub fn amounts(content: Vec<Inline>, figure: Option<Printed>) -> Self {
        let decimals = figure.as_ref().and_then(|figure| usize::try_from(figure.decimals).ok());
        Self { figure, decimals, ..Self::new(CellKind::Amount, content) }
    }

    /// A count.
    pub fn count(text: impl Into<String>) -> Self {
        Self::new(CellKind::Amount, vec![Inline::text(text)])
    }

    /// Nothing was stated.
    pub fn empty() -> Self {
        Self::new(CellKind::Empty, Vec::new())
    }

    /// A dash was stated.
    pub fn dash() -> Self {
        Self::new(CellKind::Dash, vec![Inline::text(DASH)])
    }

    /// What should be there and is not, in words.
    pub fn missing(content: Vec<Inline>) -> Self {
        Self::new(CellKind::Missing, content)
    }

    /// Text; no text is nothing stated.
    pub fn text(content: Vec<Inline>) -> Self {
        let kind = if content.is_empty() { CellKind::Empty } else { CellKind::Text };
        Self::new(kind, content)
    }

    /// A list of short texts.
    pub fn items(items: Vec<Vec<Inline>>) -> Self {
        Self { items, ..Self::new(CellKind::Items, Vec::new()) }
    }

    /// The same cell, under its heads.
    #[must_use]
    pub fn headed(self, headers: impl Into<String>) -> Self {
        Self { headers: headers.into(), ..self }
    }

    /// The same cell, with the notes it refers to.
    #[must_use]
    pub fn noted(self, notes: impl IntoIterator<Item = NoteMarker>) -> Self {
        Self { notes: notes.into_iter().collect(), ..self }
    }

    /// The same cell, as that of the plan's tables.
    #[must_use]
    pub fn of(self, cell: CellId, address: String) -> Self {
        Self { cell: Some(cell), address: Some(address), ..self }
    }
}

impl Table {
    /// An empty table whose first column heads its rows.
    pub fn new(table_kind: TableKind, anchor: impl Into<String>, caption: impl Into<String>) -> Self {
        Self {
            table_kind,
            anchor: anchor.into(),
            caption: caption.into(),
            stub: 1,
            columns: Vec::new(),
            head: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            remarks: Vec::new(),
            compared: false,
        }
    }

    /// The heads over each column, the outermost first.
    pub fn heads_of_columns(&self) -> Vec<Vec<&HeadCell>> {
        let mut columns: Vec<Vec<&HeadCell>> = Vec::new();
        for (level, row) in self.head.iter().enumerate() {
            if level == 0 {
                columns.extend(row.iter().flat_map(|cell| std::iter::repeat_n(vec![cell], cell.colspan)));
                continue;
            }
            let mut cells = row.iter().flat_map(|cell| std::iter::repeat_n(cell, cell.colspan));
            let is_open =
                |over: &&mut Vec<&HeadCell>| over.len() == level && over.last().is_some_and(|cell| cell.group);
            for over in columns.iter_mut().filter(is_open) {
                over.extend(cells.next());
            }
        }
        columns
    }

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
                .filter_map(|cell| cell.decimals.map(|decimals| (cell, decimals)))
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
