//! Files of spreadsheets as what stands in their cells: numbers as exact decimals, texts, formulas, and what of the
//! looks says what a number is.
//!
//! [`xlsx`] reads workbooks, [`pasted`] text with a separator. What a file may be is bounded before it is read.

pub mod archive;
pub mod pasted;
pub mod xlsx;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

/// A row and a column of a sheet, counted from 0.
pub type At = (u32, u16);

/// A spreadsheet's file.
#[derive(Debug, Default)]
pub struct Book {
    /// The file's name, for messages.
    pub file: String,
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name; none where the file is one sheet.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// What stands in its cells; those with nothing in them are left out.
    pub cells: BTreeMap<At, Cell>,
    /// Cells that are one: the first and the last of each.
    pub merged: Vec<(At, At)>,
    /// Rows that are not shown.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are not shown.
    pub hidden_columns: BTreeSet<u16>,
}

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it shows.
    pub content: Content,
    /// What it is computed by, without an equals sign.
    pub formula: Option<String>,
    /// Whether its number is shown in per cent.
    pub percent: bool,
    /// How far its text is indented.
    pub indent: u8,
    /// Whether it is bold.
    pub bold: bool,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// A number: the shortest decimal that is read as the file's binary one.
    Number(Decimal),
    /// A number that is too large to be exact.
    Huge(String),
    /// Words, or a number that is written as words.
    Text(String),
    /// Something that a spreadsheet has and a plan has not, in Swedish: a date, a truth, an error.
    Other(String),
}

impl Content {
    /// The words.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl Sheet {
    /// The words in a cell.
    pub fn text(&self, at: At) -> Option<&str> {
        self.cells.get(&at)?.content.text()
    }

    /// The cells that a cell is one with, when there are several.
    pub fn merged_with(&self, (row, column): At) -> Option<(At, At)> {
        let holds = |((top, left), (bottom, right)): &&(At, At)| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        };
        self.merged.iter().find(holds).copied().filter(|(first, last)| first != last)
    }

    /// The cells of a row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u16, &Cell)> {
        self.cells.range((row, 0)..=(row, u16::MAX)).map(|((_, column), cell)| (*column, cell))
    }

    /// The last row that has something in it.
    pub fn last_row(&self) -> Option<u32> {
        self.cells.keys().next_back().map(|(row, _)| *row)
    }
}

/// Why a file cannot be read, in Swedish, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub hint: String,
}

impl Unread {
    /// What is wrong, and what to do.
    pub fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }
}
