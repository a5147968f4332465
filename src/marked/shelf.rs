//! Where in a document its tables, cards and rows stand, whatever chapter they are in.

use std::collections::HashMap;

use crate::document::table::{Row, Table};
use crate::document::{Block, Card, Document};

/// What of a document is found by its anchor or address.
#[derive(Default)]
pub struct Shelf<'a> {
    /// Tables by anchor.
    pub tables: HashMap<&'a str, &'a Table>,
    /// Cards by anchor.
    pub cards: HashMap<&'a str, &'a Card>,
    /// Rows that have an anchor.
    pub rows: HashMap<&'a str, &'a Row>,
    /// By a cell's address, the anchor of its table, its row and its column, counted from the first cell.
    pub cells: HashMap<&'a str, (&'a str, usize, usize)>,
}

impl<'a> Shelf<'a> {
    /// Everything in a document.
    pub fn of(document: &'a Document) -> Self {
        let mut shelf = Self::default();
        for block in document.blocks() {
            if let Block::Table(table) = block {
                shelf.table(table);
            }
            shelf.cards.extend(block.cards().iter().map(|card| (card.anchor.as_str(), card)));
        }
        shelf
    }

    fn table(&mut self, table: &'a Table) {
        self.tables.insert(&table.anchor, table);
        for (at, row) in table.rows.iter().enumerate() {
            self.rows.extend(row.anchor.as_deref().map(|anchor| (anchor, row)));
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(address) = &cell.address {
                    self.cells.insert(address, (&table.anchor, at, column));
                }
            }
        }
    }
}
