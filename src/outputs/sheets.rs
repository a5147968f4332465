//! Which parts of a chapter stand on pages turned on their side, because a table of theirs is too wide for others.
//!
//! Widths are estimated in characters by the rules of `fit` in `templates/pdf/table.typ`, as it counts them: a real
//! measure of every cell would cost a layout each. Its numbers are [`MEASURES`], which `theme.typ` hands on to it.

use serde::Serialize;

use crate::document::table::{HeadCell, Row, RowKind, Table};
use crate::document::{Block, Inline, plain_text, visit};

/// A part of a chapter on pages of one kind.
#[derive(Debug, Serialize)]
pub struct Sheet<'a> {
    /// Whether the pages are turned.
    pub landscape: bool,
    /// The content.
    pub blocks: &'a [Block],
}

/// What decides how wide a table may be, here and in the house style.
#[derive(Debug, Serialize)]
pub struct Measures {
    sheet: Paper,
    character: Character,
    upright: Upright,
}

/// The sheet and its margins, in millimetres.
#[derive(Debug, Serialize)]
struct Paper {
    width: usize,
    height: usize,
    left: usize,
    right: usize,
    /// How far numbers of headings, and tables of the plan's own data, hang out in the left margin.
    hang: usize,
}

/// The width of a character, in hundredths of the type's size, and the most characters that are asked for in a line.
#[derive(Debug, Serialize)]
struct Character {
    figure: usize,
    head: usize,
    text: usize,
    /// In a word that decides how wide its column is.
    word: usize,
    longest_figure: usize,
    longest_head: usize,
    /// Letters of the shortest word that may be divided.
    divisible: usize,
}

/// The smallest type for a table on an upright page; a table that asks for less turns.
#[derive(Debug, Serialize)]
struct Upright {
    /// Tenths of a point.
    size: usize,
    /// Space between columns, in points.
    gap: usize,
    /// The most characters that a text asks for in a line.
    names: usize,
}

/// What decides how wide a table may be.
pub const MEASURES: Measures = Measures {
    sheet: Paper { width: 210, height: 297, left: 56, right: 35, hang: 20 },
    character: Character {
        figure: 53,
        head: 56,
        text: 46,
        word: 49,
        longest_figure: 22,
        longest_head: 14,
        divisible: 12,
    },
    upright: Upright { size: 85, gap: 8, names: 22 },
};

/// A width in hundredths of a point.
type Width = usize;

impl Character {
    /// The longest part of a word that is kept on one line: long words are divided near their middle, and what is longer
    /// than any word breaks anywhere.
    fn part(&self, letters: usize) -> usize {
        match letters {
            letters if letters < self.divisible => letters,
            letters if letters > 45 => self.divisible,
            letters => (letters.div_ceil(2) + 2).max(self.divisible - 1),
        }
    }
}

impl Paper {
    /// Room for a table on an upright page: the measure and the margin that numbers hang in.
    const fn room(&self) -> Width {
        let millimetres = self.width - self.left - self.right + self.hang;
        // 72 points are an inch, and that is 25,4 mm; rounded.
        (millimetres * 72_000 + 127) / 254
    }
}

/// A chapter's content as sheets, at least one. A table takes the headings before it along.
pub fn sheets(blocks: &[Block]) -> Vec<Sheet<'_>> {
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < blocks.len() {
        if !wide(&blocks[at]) {
            at += 1;
            continue;
        }
        let before = blocks[start..at].iter().rposition(|block| !matches!(block, Block::Heading { .. }));
        let turn = before.map_or(start, |before| start + before + 1);
        // Wide tables in a row share their pages.
        let mut end = at + 1;
        while let Some(next) = blocks[end..].iter().position(|block| !matches!(block, Block::Heading { .. }))
            && wide(&blocks[end + next])
        {
            end += next + 1;
        }
        if turn > start {
            sheets.push(Sheet { landscape: false, blocks: &blocks[start..turn] });
        }
        sheets.push(Sheet { landscape: true, blocks: &blocks[turn..end] });
        (start, at) = (end, end);
    }
    if start < blocks.len() || sheets.is_empty() {
        sheets.push(Sheet { landscape: false, blocks: &blocks[start..] });
    }
    sheets
}

/// Whether a block is a table that is too wide, or holds one.
fn wide(block: &Block) -> bool {
    visit::blocks(std::slice::from_ref(block))
        .any(|block| matches!(block, Block::Table(table) if asked(table) > MEASURES.sheet.room()))
}

/// The width that a table asks for, at the smallest type.
fn asked(table: &Table) -> Width {
    let Measures { character, upright, .. } = &MEASURES;
    let heads = heads_of_columns(table);
    (0..table.columns.len())
        .map(|at| {
            let head = heads[at].iter().map(|text| longest_word(text)).max().unwrap_or(0);
            let cells =
                || table.rows.iter().filter(|row| row.row_kind != RowKind::Group).map(|row| (row, cell(row, at)));
            let gap = if at == 0 { 0 } else { upright.gap * 100 };
            let own = if table.columns[at].numeric {
                let word = cells().map(|(_, text)| longest_word(&text)).max().unwrap_or(0).max(2);
                (word.min(character.longest_figure) * character.figure)
                    .max(head.min(character.longest_head) * character.head)
            } else {
                let named = cells().filter(|(row, _)| matches!(row.row_kind, RowKind::Item | RowKind::Formula));
                let text = named.map(|(_, text)| text.chars().count()).max().unwrap_or(0);
                let word = cells().map(|(_, text)| longest_word(&text)).max().unwrap_or(0).max(2);
                (text.min(upright.names) * character.text)
                    .max(character.part(word) * character.word)
                    .max(character.part(head) * character.head)
            };
            own * upright.size / 10 + gap
        })
        .sum()
}

/// The texts of the head cells that stand over one column alone, for every column.
fn heads_of_columns(table: &Table) -> Vec<Vec<String>> {
    let mut heads: Vec<Vec<String>> = table.heads_of_columns().into_iter().map(alone).collect();
    heads.resize(table.columns.len(), Vec::new());
    heads
}

fn alone(heads: Vec<&HeadCell>) -> Vec<String> {
    heads.into_iter().filter(|head| !head.group).map(|head| plain_text(&head.content)).collect()
}

/// A cell's text, counted from the row's heads.
fn cell(row: &Row, at: usize) -> String {
    let text = |content: &[Inline]| plain_text(content);
    match row.heads.get(at) {
        Some(head) => text(&head.content),
        None => row.cells.get(at - row.heads.len()).map_or_else(String::new, |cell| {
            let items = cell.items.iter().map(|item| text(item));
            std::iter::once(text(&cell.content)).chain(items).collect::<Vec<_>>().join(" ")
        }),
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0)
}
