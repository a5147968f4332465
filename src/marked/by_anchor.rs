//! Where in a document its tables, cards and rows stand, whatever chapter they are in.

use std::collections::HashMap;

use crate::compare::sides::When;
use crate::document::table::{Row, Table};
use crate::document::{Block, Card, Document};
use crate::figures::CellId;
use crate::marked::names::Names;

/// What of a document is found by its anchor or by what it shows.
#[derive(Default)]
pub struct BlocksByAnchor<'a> {
    /// Tables by anchor.
    pub tables: HashMap<&'a str, &'a Table>,
    /// Cards by anchor.
    pub cards: HashMap<&'a str, &'a Card>,
    /// Rows that have an anchor.
    pub rows: HashMap<&'a str, &'a Row>,
    /// By cell, the anchor of its table and its column, counted from the first cell of a row.
    pub cells: HashMap<CellId, (&'a str, usize)>,
}

impl<'a> BlocksByAnchor<'a> {
    /// Everything in a document.
    pub fn of(document: &'a Document, when: When, names: &Names<'_>) -> Self {
        let mut found = Self::default();
        for block in document.blocks() {
            if let Block::Table(table) = block {
                found.table(table, when, names);
            }
            found.cards.extend(block.cards().iter().map(|card| (card.anchor.as_str(), card)));
        }
        found
    }

    fn table(&mut self, table: &'a Table, when: When, names: &Names<'_>) {
        self.tables.insert(&table.anchor, table);
        for row in &table.rows {
            self.rows.extend(row.anchor.as_deref().map(|anchor| (anchor, row)));
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(own) = cell.address.as_deref().and_then(|address| names.cell(when, address)) {
                    self.cells.insert(own, (&table.anchor, column));
                }
            }
        }
    }
}
