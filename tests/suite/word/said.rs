//! What a document says, paragraph by paragraph.

use verksamhetsplan::document::table::{Cell, NoteMarker, Table};
use verksamhetsplan::document::{Block, Chapter, Document, Footnote, Inline, plain_text, visit};
use verksamhetsplan::swedish;

use super::read::spaced;

/// Everything that is said of chapters, in order.
pub(super) fn said(document: &Document) -> Vec<String> {
    let mut said = Vec::new();
    for chapter in &document.chapters {
        said.push(plain_text(&chapter.title));
        blocks(&chapter.blocks, &mut said);
    }
    said.iter().map(|text| spaced(text)).filter(|text| !text.is_empty()).collect()
}

/// Chapters and sections with their numbers.
pub(super) fn numbers(document: &Document) -> Vec<String> {
    let of = |chapter: &Chapter| {
        let own = format!("{} {}", chapter.number, chapter.title_text);
        let sections = chapter
            .sections
            .iter()
            .map(|section| format!("{} {}", section.number.as_deref().unwrap_or_default(), section.text));
        std::iter::once(own).chain(sections).map(|text| spaced(&text)).collect::<Vec<_>>()
    };
    document.chapters.iter().flat_map(of).collect()
}

fn blocks(among: &[Block], said: &mut Vec<String>) {
    for block in among {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => said.push(plain_text(content)),
            Block::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, said)),
            Block::Quote { blocks: inner } => blocks(inner, said),
            Block::Definitions { items } => {
                for item in items {
                    said.push(plain_text(&item.term));
                    item.details.iter().for_each(|detail| blocks(&detail.blocks, said));
                }
            }
            Block::Code { text } => said.push(text.clone()),
            Block::Rule => said.push("* * *".to_owned()),
            Block::Table(own) => table(own, said),
            Block::Chart(chart) => {
                said.extend([chart.caption.clone(), chart.alt.clone()]);
                said.extend(chart.notes.iter().map(|note| plain_text(note)));
            }
            Block::Picture { alt, caption, .. } => said.extend([alt.clone(), caption.clone()]),
            Block::Cards { items, .. } => {
                for card in items {
                    said.extend([card.label.clone(), card.text.clone()]);
                    if !card.responsible.is_empty() {
                        said.push(format!("Ansvarig: {}", swedish::join(&card.responsible)));
                    }
                }
            }
            Block::Marked(_) | Block::Folded { .. } => panic!("no comparison is written for Word"),
        }
    }
}

fn table(table: &Table, said: &mut Vec<String>) {
    said.push(table.caption.clone());
    for cell in table.head.iter().flatten() {
        said.push(marked(&cell.content, &cell.notes));
    }
    for row in &table.rows {
        said.extend(row.heads.iter().map(|head| marked(&head.content, &head.notes)));
        for Cell { content, items, notes, .. } in &row.cells {
            said.push(marked(content, notes));
            said.extend(items.iter().map(|item| plain_text(item)));
        }
    }
    said.extend(table.notes.iter().map(|note| format!("{} {}", note.marker, note.text)));
    said.extend(table.remarks.iter().cloned());
}

fn marked(content: &[Inline], notes: &[NoteMarker]) -> String {
    let markers: Vec<&str> = notes.iter().map(|note| note.marker.as_str()).collect();
    format!("{}{}", plain_text(content), markers.join(","))
}

/// Headings with their levels.
pub(super) fn headings(document: &Document) -> Vec<(usize, String)> {
    let mut headings = Vec::new();
    for chapter in &document.chapters {
        headings.push((1, spaced(&plain_text(&chapter.title))));
        headings.extend(visit::blocks(&chapter.blocks).filter_map(|block| match block {
            Block::Heading { level, content, .. } => Some((usize::from(*level), spaced(&plain_text(content)))),
            _ => None,
        }));
    }
    headings
}

/// Captions of tables and pictures.
pub(super) fn captions(document: &Document) -> Vec<String> {
    let captions = document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(&table.caption),
        Block::Chart(chart) => Some(&chart.caption),
        Block::Picture { caption, .. } => Some(caption),
        _ => None,
    });
    captions.map(|text| spaced(text)).filter(|text| !text.is_empty()).collect()
}

/// What pictures say to those who do not see them.
pub(super) fn alternatives(document: &Document) -> Vec<String> {
    let alternatives = document.blocks().filter_map(|block| match block {
        Block::Chart(chart) => Some(&chart.alt),
        Block::Picture { alt, .. } => Some(alt),
        _ => None,
    });
    alternatives.map(|text| spaced(text)).collect()
}

/// A note.
pub(super) fn note(note: &Footnote) -> String {
    spaced(&plain_text(&note.content))
}

/// Paragraphs of more than a few words.
pub(super) fn paragraphs(document: &Document) -> Vec<String> {
    let paragraphs = document.blocks().filter_map(|block| match block {
        Block::Paragraph { content } => Some(spaced(&plain_text(content))),
        _ => None,
    });
    paragraphs.filter(|text| text.chars().count() > 20 && !text.contains('\u{a0}')).collect()
}

/// The cells of a table that say something.
pub(super) fn cells(table: &Table) -> Vec<String> {
    let items = |cell: &Cell| cell.items.iter().map(|item| plain_text(item)).collect::<Vec<_>>().join(" ");
    let mut cells: Vec<String> = table.head.iter().flatten().map(|cell| marked(&cell.content, &cell.notes)).collect();
    for row in &table.rows {
        cells.extend(row.heads.iter().map(|head| marked(&head.content, &head.notes)));
        cells.extend(row.cells.iter().map(|cell| marked(&cell.content, &cell.notes) + &items(cell)));
    }
    cells.iter().map(|text| spaced(text)).filter(|text| !text.is_empty()).collect()
}
