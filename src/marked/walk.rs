//! A walk over a marked document, in order of reading.

use crate::document::mark::Mark;
use crate::document::{Block, Document, Footnote, Inline};

/// What is done on the way.
pub trait Visitor {
    /// At a mark.
    fn mark(&mut self, _: &mut Mark) {}

    /// At the first reference to a footnote.
    fn note(&mut self, _: &mut Footnote) {}
}

/// Walks over a whole document.
pub fn document(document: &mut Document, visitor: &mut dyn Visitor) {
    for chapter in &mut document.chapters {
        inlines(&mut chapter.title, visitor);
        blocks(&mut chapter.blocks, visitor);
        chapter.footnotes.iter_mut().for_each(|note| inlines(&mut note.content, visitor));
    }
}

fn marks(marks: &mut [Mark], visitor: &mut dyn Visitor) {
    for mark in marks {
        visitor.mark(mark);
    }
}

fn blocks(content: &mut [Block], visitor: &mut dyn Visitor) {
    for block in content {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => inlines(content, visitor),
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(&mut item.blocks, visitor)),
            Block::Quote { blocks: inner } => blocks(inner, visitor),
            Block::Folded { summary, blocks: inner } => {
                inlines(summary, visitor);
                blocks(inner, visitor);
            }
            Block::Definitions { items } => {
                for item in items {
                    inlines(&mut item.term, visitor);
                    item.details.iter_mut().for_each(|item| blocks(&mut item.blocks, visitor));
                }
            }
            Block::Marked(marked) => {
                marks(&mut marked.marks, visitor);
                blocks(&mut marked.blocks, visitor);
            }
            Block::Table(table) => {
                table.head.iter_mut().flatten().for_each(|cell| inlines(&mut cell.content, visitor));
                for row in &mut table.rows {
                    if let Some(change) = &mut row.change {
                        marks(&mut change.marks, visitor);
                    }
                    row.heads.iter_mut().for_each(|head| inlines(&mut head.content, visitor));
                    for cell in &mut row.cells {
                        inlines(&mut cell.content, visitor);
                        cell.items.iter_mut().for_each(|item| inlines(item, visitor));
                    }
                }
            }
            Block::Assignments { items } | Block::Activities { items } | Block::Indicators { items } => {
                for change in items.iter_mut().filter_map(|card| card.change.as_mut()) {
                    marks(&mut change.marks, visitor);
                    inlines(&mut change.text, visitor);
                }
            }
            _ => {}
        }
    }
}

fn inlines(content: &mut [Inline], visitor: &mut dyn Visitor) {
    for inline in content {
        match inline {
            Inline::Place { mark } => visitor.mark(mark),
            Inline::FootnoteRef { first: true, note, .. } => visitor.note(note),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. }
            | Inline::Inserted { content, .. }
            | Inline::Deleted { content, .. }
            | Inline::Target { content, .. } => inlines(content, visitor),
            Inline::Caused { before, content } => {
                inlines(before, visitor);
                inlines(content, visitor);
            }
            _ => {}
        }
    }
}
