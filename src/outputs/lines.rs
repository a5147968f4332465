//! A document as it is printed: words that stand on one line are kept there, by spaces that do not break.
//!
//! Pages and PDF are made from it. What is read by programs, searched or compared is made from the document itself.

use crate::document::inline::Inline;
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

/// A piece of running text.
enum Piece<'a> {
    /// An author's words.
    Own(&'a mut String),
    /// What keeps its spaces as they are: figures, code, and the space of a line break.
    Fixed(&'a str),
}

/// Running text is read as one, however it is made up: `**12** mnkr` is a number and its unit.
fn running(content: &mut [Inline]) {
    let mut pieces = Vec::new();
    gather(content, &mut pieces);
    let whole: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Own(text) => text.as_str(),
            Piece::Fixed(text) => text,
        })
        .collect();
    let kept = lines::kept(&whole);
    if kept == whole {
        return;
    }
    let mut kept = kept.chars();
    for piece in pieces {
        match piece {
            Piece::Own(text) => *text = kept.by_ref().take(text.chars().count()).collect(),
            Piece::Fixed(text) => {
                let _ = kept.by_ref().take(text.chars().count()).count();
            }
        }
    }
}

fn gather<'a>(content: &'a mut [Inline], pieces: &mut Vec<Piece<'a>>) {
    for inline in content {
        match inline {
            Inline::Text { text } => pieces.push(Piece::Own(text)),
            Inline::Code { text }
            | Inline::Figure { text, .. }
            | Inline::Change { text, .. }
            | Inline::Count { text, .. } => pieces.push(Piece::Fixed(text)),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. }
            | Inline::Inserted { content, .. }
            | Inline::Deleted { content, .. }
            | Inline::Target { content, .. } => gather(content, pieces),
            Inline::Caused { before, content } => {
                gather(before, pieces);
                pieces.push(Piece::Fixed("\n"));
                gather(content, pieces);
            }
            // A note is a text of its own, and what it stands in goes on after it.
            Inline::FootnoteRef { note, .. } => running(&mut note.content),
            Inline::Break => pieces.push(Piece::Fixed("\n")),
            Inline::Place { .. } => {}
        }
    }
}
