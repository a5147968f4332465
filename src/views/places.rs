//! Where things stand in the document: rows of figures, and figures in running text.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::document::table::{Row, Table};
use crate::document::{Block, Chapter, Document, Inline, plain_text, visit};
use crate::prose::sentences::sentences;

/// The part of the document that a block stands in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    /// Anchor of the heading above.
    pub anchor: String,
    /// The heading above, with its number.
    pub title: String,
}

/// A sentence that prints a figure.
#[derive(Debug, Clone, Serialize)]
pub struct Mention {
    /// Where it stands.
    pub section: Section,
    /// The sentence.
    pub sentence: String,
}

/// The change from one cell to another, as a sentence prints it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The cell.
    pub to: String,
    /// The cell it is compared with.
    pub from: String,
    /// As printed.
    pub text: String,
    /// Exact value, point as decimal mark.
    pub exact: String,
    /// What it is known by, beside addresses of cells.
    pub key: String,
}

/// What running text prints.
enum Found<'a> {
    /// A cell's figure.
    Cell(&'a str),
    /// A change.
    Change(Change),
}

/// Where figures stand, by address of their cell.
#[derive(Debug, Default)]
pub struct Places {
    /// Anchor of the row in its table.
    pub rows: HashMap<String, String>,
    /// Sentences, in order of reading; those that print a change by its key too.
    pub mentions: HashMap<String, Vec<Mention>>,
    /// Changes by key.
    pub changes: BTreeMap<String, Change>,
}

impl Places {
    /// Finds every figure of a document.
    pub fn of(document: &Document) -> Self {
        let mut places = Self::default();
        for chapter in &document.chapters {
            by_section(chapter, &mut |section, block| match block {
                Block::Heading { content, .. } | Block::Paragraph { content } => places.read(section, content),
                Block::Table(table) => places.enter(section, table),
                Block::Definitions { items } => items.iter().for_each(|item| places.read(section, &item.term)),
                _ => {}
            });
            for note in &chapter.footnotes {
                let section = Section { anchor: note.anchor.clone(), title: format!("fotnot {}", note.number) };
                places.read(&section, &note.content);
            }
        }
        places
    }

    fn enter(&mut self, section: &Section, table: &Table) {
        for row in &table.rows {
            for cell in &row.cells {
                if let (Some(address), Some(anchor)) = (&cell.address, row_anchor(row)) {
                    self.rows.entry(address.clone()).or_insert_with(|| anchor.to_owned());
                }
                std::iter::once(&cell.content).chain(&cell.items).for_each(|content| self.read(section, content));
            }
        }
    }

    fn read(&mut self, section: &Section, content: &[Inline]) {
        let (mut text, mut found) = (String::new(), Vec::new());
        figures(content, &mut text, &mut found);
        if found.is_empty() {
            return;
        }
        let sentences = sentences(&text);
        for (found, at) in found {
            let own = sentences.iter().find(|sentence| sentence.contains(&at));
            let sentence = own.and_then(|own| text.get(own.clone())).unwrap_or(&text).trim().to_owned();
            let mut mention = |key: String| {
                let mention = Mention { section: section.clone(), sentence: sentence.clone() };
                self.mentions.entry(key).or_default().push(mention);
            };
            match found {
                Found::Cell(address) => mention(address.to_owned()),
                Found::Change(change) => {
                    mention(change.to.clone());
                    mention(change.from.clone());
                    mention(change.key.clone());
                    self.changes.insert(change.key.clone(), change);
                }
            }
        }
    }
}

/// Where a row can be linked to: its own anchor, or the head of a row of figures.
pub fn row_anchor(row: &Row) -> Option<&str> {
    row.anchor.as_deref().or_else(|| row.heads.first().map(|head| head.id.as_str()))
}

/// Calls back with every block of a chapter and the section it stands in, in order of reading.
pub fn by_section<'a>(chapter: &'a Chapter, see: &mut impl FnMut(&Section, &'a Block)) {
    let title = format!("{} {}", chapter.number, chapter.title_text);
    let mut section = Section { anchor: chapter.anchor.clone(), title };
    for block in visit::blocks(&chapter.blocks) {
        if let Block::Heading { number, anchor, content, .. } = block {
            let number = number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            section = Section { anchor: anchor.clone(), title: format!("{number}{}", plain_text(content)) };
        }
        see(&section, block);
    }
}

/// The text of content, and the figures in it with where they begin.
fn figures<'a>(content: &'a [Inline], text: &mut String, found: &mut Vec<(Found<'a>, usize)>) {
    for inline in content {
        match inline {
            Inline::Figure { text: figure, address, .. } => {
                found.push((Found::Cell(address), text.len()));
                text.push_str(figure);
            }
            Inline::Change { text: figure, exact, address, from, key } => {
                let [to, from, exact, key, printed] = [address, from, exact, key, figure].map(Clone::clone);
                found.push((Found::Change(Change { to, from, text: printed, exact, key }), text.len()));
                text.push_str(figure);
            }
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. } => figures(content, text, found),
            other => text.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
}
