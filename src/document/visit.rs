//! The way through a document's blocks: what is in a block is known here and nowhere else.

use crate::document::Chapter;
use crate::document::block::Block;
use crate::document::inline::Inline;
use crate::document::mark::Mark;

/// Every block among others, in order of reading: one that holds blocks comes before them.
pub fn blocks(among: &[Block]) -> Blocks<'_> {
    Blocks { ahead: vec![among.iter()] }
}

/// Blocks in order of reading; made by [`blocks`].
pub struct Blocks<'a> {
    /// What is left of each list of blocks that was entered, the innermost last.
    ahead: Vec<std::slice::Iter<'a, Block>>,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = &'a Block;

    fn next(&mut self) -> Option<&'a Block> {
        loop {
            if let Some(block) = self.ahead.last_mut()?.next() {
                self.ahead.extend(block.inner().into_iter().rev().map(<[Block]>::iter));
                return Some(block);
            }
            self.ahead.pop();
        }
    }
}

/// Visits the same blocks in the same order, to change them.
pub fn each_mut(among: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in among {
        visit(block);
        for part in block.parts_mut() {
            if let Part::Blocks(inner) = part {
                each_mut(inner, visit);
            }
        }
    }
}

/// Visits every piece of a chapter's running text, one within another after it, to change them.
pub fn each_text_mut(chapter: &mut Chapter, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    within_text(&mut chapter.title, visit);
    each_mut(&mut chapter.blocks, &mut |block| {
        for part in block.parts_mut() {
            if let Part::Text(content) = part {
                within_text(content, visit);
            }
        }
    });
    chapter.footnotes.iter_mut().for_each(|note| within_text(&mut note.content, visit));
}

fn within_text(content: &mut Vec<Inline>, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    visit(content);
    content.iter_mut().flat_map(Inline::inner_mut).for_each(|inner| within_text(inner, visit));
}

/// A part of a block, to be changed.
pub enum Part<'a> {
    /// Blocks within it.
    Blocks(&'a mut [Block]),
    /// Running text.
    Text(&'a mut Vec<Inline>),
    /// In a comparison: marks at it or in it.
    Marks(&'a mut [Mark]),
}

impl Block {
    /// The lists of blocks within this one, in order of reading.
    fn inner(&self) -> Vec<&[Block]> {
        match self {
            Self::Quote { blocks } | Self::Folded { blocks, .. } => vec![blocks],
            Self::Marked(marked) => vec![&marked.blocks],
            Self::List { items, .. } => items.iter().map(|item| item.blocks.as_slice()).collect(),
            Self::Definitions { items } => {
                items.iter().flat_map(|item| &item.details).map(|detail| detail.blocks.as_slice()).collect()
            }
            Self::Heading { .. }
            | Self::Paragraph { .. }
            | Self::Code { .. }
            | Self::Rule
            | Self::Table(_)
            | Self::Chart(_)
            | Self::Picture { .. }
            | Self::Cards { .. } => Vec::new(),
        }
    }

    /// Everything in this block that may be changed, in order of reading.
    pub fn parts_mut(&mut self) -> Vec<Part<'_>> {
        match self {
            Self::Heading { content, .. } | Self::Paragraph { content } => vec![Part::Text(content)],
            Self::Quote { blocks } => vec![Part::Blocks(blocks)],
            Self::Folded { summary, blocks } => vec![Part::Text(summary), Part::Blocks(blocks)],
            Self::Marked(marked) => vec![Part::Marks(&mut marked.marks), Part::Blocks(&mut marked.blocks)],
            Self::List { items, .. } => items.iter_mut().map(|item| Part::Blocks(&mut item.blocks)).collect(),
            Self::Definitions { items } => items
                .iter_mut()
                .flat_map(|item| {
                    let details = item.details.iter_mut().map(|detail| Part::Blocks(&mut detail.blocks));
                    std::iter::once(Part::Text(&mut item.term)).chain(details)
                })
                .collect(),
            Self::Table(table) => {
                let mut parts: Vec<Part<'_>> =
                    table.head.iter_mut().flatten().map(|cell| Part::Text(&mut cell.content)).collect();
                for row in &mut table.rows {
                    parts.extend(row.change.iter_mut().map(|change| Part::Marks(&mut change.marks)));
                    parts.extend(row.heads.iter_mut().map(|head| Part::Text(&mut head.content)));
                    for cell in &mut row.cells {
                        parts.push(Part::Text(&mut cell.content));
                        parts.extend(cell.items.iter_mut().map(Part::Text));
                    }
                }
                parts
            }
            Self::Cards { items, .. } => items
                .iter_mut()
                .filter_map(|card| card.change.as_mut())
                .flat_map(|change| [Part::Marks(&mut change.marks), Part::Text(&mut change.text)])
                .collect(),
            Self::Code { .. } | Self::Rule | Self::Chart(_) | Self::Picture { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, each_mut};
    use crate::document::block::{Block, Definition, ListItem};
    use crate::document::inline::Inline;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { content: vec![Inline::text(text)] }
    }

    fn name(block: &Block) -> String {
        match block {
            Block::Paragraph { content } => crate::document::plain_text(content),
            other => format!("{other:?}").split([' ', '(']).next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn blocks_are_visited_in_order_of_reading_however_deep_they_stand() {
        let item = |text: &str| ListItem { blocks: vec![paragraph(text)] };
        let list = Block::List { ordered: false, start: 1, items: vec![item("b"), item("c")] };
        let definition = |text: &str| Definition { term: vec![Inline::text("t")], details: vec![item(text)] };
        let mut among = vec![
            paragraph("a"),
            Block::Quote { blocks: vec![list, paragraph("d")] },
            Block::Definitions { items: vec![definition("e"), definition("f")] },
            paragraph("g"),
        ];
        let order = ["a", "Quote", "List", "b", "c", "d", "Definitions", "e", "f", "g"];
        assert_eq!(blocks(&among).map(name).collect::<Vec<_>>(), order);
        let mut seen = Vec::new();
        each_mut(&mut among, &mut |block| seen.push(name(block)));
        assert_eq!(seen, order);
    }
}
