//! A document as it is printed: words that stand on one line are kept there, by spaces that do not break.
//!
//! Pages and PDF are made from it. What is read by programs, searched or compared is made from the document itself.

use crate::document::inline::Inline;
use crate::document::running::exchange;
use crate::document::table::Table;
use crate::document::visit::{Part, each_mut};
use crate::document::{Block, Card, Chapter, Document};
use crate::swedish::lines;

/// The same document, with words that belong together on one line.
#[must_use]
pub fn kept(document: &Document) -> Document {
    let mut document = document.clone();
    document.chapters.iter_mut().for_each(chapter);
    document
}

fn table(table: &mut Table) {
    let notes = table.notes.iter_mut().map(|note| &mut note.text);
    [&mut table.caption].into_iter().chain(notes).chain(&mut table.remarks).for_each(plain);
}

fn chapter(chapter: &mut Chapter) {
    running(&mut chapter.title);
    plain(&mut chapter.title_text);
    chapter.sections.iter_mut().for_each(|section| plain(&mut section.text));
    each_mut(&mut chapter.blocks, &mut block);
    chapter.footnotes.iter_mut().for_each(|note| running(&mut note.content));
}

fn block(block: &mut Block) {
    match block {
        Block::Table(own) => table(own),
        Block::Chart(chart) => {
            plain(&mut chart.caption);
            chart.notes.iter_mut().for_each(|note| running(note));
        }
        Block::Cards { items, .. } => items.iter_mut().for_each(card),
        _ => {}
    }
    for part in block.parts_mut() {
        if let Part::Text(content) = part {
            running(content);
        }
    }
}

fn card(card: &mut Card) {
    [&mut card.label, &mut card.text].into_iter().chain(&mut card.responsible).for_each(plain);
    if let Some(change) = &mut card.change {
        running(&mut change.label);
        running(&mut change.responsible);
    }
}

fn plain(text: &mut String) {
    *text = lines::kept(text);
}

fn running(content: &mut [Inline]) {
    exchange(content, lines::kept);
}
