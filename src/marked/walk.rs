//! A walk over a marked document, in order of reading.

use crate::document::mark::Mark;
use crate::document::visit::Part;
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

fn blocks(content: &mut [Block], visitor: &mut dyn Visitor) {
    for part in content.iter_mut().flat_map(Block::parts_mut) {
        match part {
            Part::Blocks(inner) => blocks(inner, visitor),
            Part::Text(content) => inlines(content, visitor),
            Part::Marks(marks) => marks.iter_mut().for_each(|mark| visitor.mark(mark)),
        }
    }
}

fn inlines(content: &mut [Inline], visitor: &mut dyn Visitor) {
    for inline in content {
        match inline {
            Inline::Place { mark } => visitor.mark(mark),
            Inline::FootnoteRef { first: true, note, .. } => visitor.note(note),
            // A note is told where it is first referred to.
            Inline::FootnoteRef { .. } => {}
            other => other.inner_mut().into_iter().for_each(|inner| inlines(inner, visitor)),
        }
    }
}
