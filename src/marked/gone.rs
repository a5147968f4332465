//! Content of one side only, as it is shown: written whole, or struck whole.

use crate::compare::sides::When;
use crate::document::mark::{Fate, RowChange};
use crate::document::table::{Cell, HeadCell, Row, RowHead, Table};
use crate::document::{Block, Card, CardChange, Inline, ListItem};
use crate::marked::inlines::struck;

/// Before every anchor of what is gone: the later document may have the anchor too.
pub const GONE: &str = "forut-";

/// How the content of a side that is alone is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    /// It came.
    Came,
    /// It is gone.
    Gone,
}

impl Alone {
    /// What happened to it.
    pub fn fate(self) -> Fate {
        match self {
            Self::Came => Fate::Inserted,
            Self::Gone => Fate::Deleted,
        }
    }

    /// The side that it is of.
    pub fn when(self) -> When {
        match self {
            Self::Came => When::After,
            Self::Gone => When::Before,
        }
    }

    /// An anchor of it.
    pub fn anchor(self, anchor: &str) -> String {
        match self {
            Self::Came => anchor.to_owned(),
            Self::Gone => format!("{GONE}{anchor}"),
        }
    }

    /// Running text; `told` where no word beside it says what happened.
    pub fn text(self, content: &[Inline], told: bool) -> Vec<Inline> {
        if content.is_empty() {
            return Vec::new();
        }
        vec![match self {
            Self::Came => Inline::Inserted { content: content.to_vec(), told },
            Self::Gone => struck(content.to_vec(), told),
        }]
    }

    fn list(self, items: &[ListItem]) -> Vec<ListItem> {
        items.iter().map(|item| ListItem { blocks: self.blocks(&item.blocks) }).collect()
    }

    /// Blocks, without marks.
    pub fn blocks(self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    /// A block, without marks.
    pub fn block(self, block: &Block) -> Block {
        match block {
            Block::Heading { level, number, anchor, content, goal } => {
                let content = self.text(content, true);
                // Struck, it heads nothing and is in no contents.
                if self == Self::Gone {
                    return Block::Paragraph { content: vec![Inline::Strong { content }] };
                }
                let (number, anchor, goal) = (number.clone(), anchor.clone(), goal.clone());
                Block::Heading { level: *level, number, anchor, content, goal }
            }
            Block::Paragraph { content } => Block::Paragraph { content: self.text(content, true) },
            Block::List { ordered, start, items } => {
                Block::List { ordered: *ordered, start: *start, items: self.list(items) }
            }
            Block::Quote { blocks } => Block::Quote { blocks: self.blocks(blocks) },
            Block::Definitions { items } => {
                let mut items = items.clone();
                for item in &mut items {
                    item.term = self.text(&item.term, true);
                    item.details = self.list(&item.details);
                }
                Block::Definitions { items }
            }
            Block::Code { text } if self == Self::Gone => {
                let content = vec![Inline::Code { text: text.clone() }];
                Block::Paragraph { content: self.text(&content, true) }
            }
            Block::Picture { alt, caption, .. } if self == Self::Gone => {
                let said = if caption.is_empty() { alt.clone() } else { format!("{alt}. {caption}") };
                Block::Paragraph { content: self.text(&[Inline::text(format!("Bild: {said}"))], true) }
            }
            Block::Chart(chart) if self == Self::Gone => {
                Block::Paragraph { content: self.text(&[Inline::text(format!("Diagram: {}", chart.caption))], true) }
            }
            Block::Table(table) => Block::Table(self.table(table)),
            Block::Cards { thing, items } => {
                Block::Cards { thing: *thing, items: items.iter().map(|card| self.card(card)).collect() }
            }
            other => other.clone(),
        }
    }

    /// A card, without marks.
    pub fn card(self, card: &Card) -> Card {
        let change = CardChange {
            fate: self.fate(),
            marks: Vec::new(),
            label: self.text(&[Inline::text(&card.label)], false),
            text: self.text(&[Inline::text(&card.text)], true),
            responsible: self.text(&names(&card.responsible), false),
        };
        Card { anchor: self.anchor(&card.anchor), change: Some(change), ..card.clone() }
    }

    /// A table, without marks.
    pub fn table(self, table: &Table) -> Table {
        let mut table = table.clone();
        table.compared = true;
        table.anchor = self.anchor(&table.anchor);
        for cell in table.head.iter_mut().flatten() {
            *cell = self.head(cell);
        }
        for note in &mut table.notes {
            note.anchor = self.anchor(&note.anchor);
        }
        for row in &mut table.rows {
            *row = self.row(row);
            for cell in &mut row.cells {
                let heads: Vec<String> = cell.headers.split(' ').map(|head| self.anchor(head)).collect();
                cell.headers = heads.join(" ");
            }
        }
        table
    }

    /// A head of a column.
    pub fn head(self, cell: &HeadCell) -> HeadCell {
        HeadCell { id: self.anchor(&cell.id), content: self.text(&cell.content, true), ..cell.clone() }
    }

    /// A row, without marks; its cells still name the heads they had.
    pub fn row(self, row: &Row) -> Row {
        let heads = row.heads.iter().enumerate().map(|(at, head)| RowHead {
            id: self.anchor(&head.id),
            content: self.text(&head.content, at == 0),
            notes: if self == Self::Gone { Vec::new() } else { head.notes.clone() },
        });
        Row {
            anchor: row.anchor.as_deref().map(|anchor| self.anchor(anchor)),
            heads: heads.collect(),
            cells: row.cells.iter().map(|cell| self.cell(cell)).collect(),
            change: Some(RowChange { fate: self.fate(), marks: Vec::new() }),
            ..row.clone()
        }
    }

    /// A cell.
    pub fn cell(self, cell: &Cell) -> Cell {
        Cell {
            content: self.text(&cell.content, false),
            items: cell.items.iter().map(|item| self.text(item, false)).collect(),
            figure: None,
            ..cell.clone()
        }
    }
}

/// Who is responsible, as running text.
pub fn names(names: &[String]) -> Vec<Inline> {
    if names.is_empty() { Vec::new() } else { vec![Inline::text(crate::swedish::join(names))] }
}
