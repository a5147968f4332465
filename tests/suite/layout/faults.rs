//! What a typographer does not let pass, found in where words stand.

use std::collections::HashSet;

use verksamhetsplan::document::table::{RowKind, Table, TableKind};
use verksamhetsplan::document::{Block, Document, plain_text};

use super::page::{Line, Page, Word, squeezed};

/// How far a word may reach over an edge, for side bearings and rounding.
const SLACK: i64 = 60;

/// The heights of a line of 9 points, the size of notes.
const NOTE: std::ops::Range<i64> = 1_250..1_310;

/// The height of a line of text; those of tables are lower.
const TEXT: i64 = 1_450;

/// Letters of the shortest word that may be divided in a table.
const DIVISIBLE: usize = 12;

/// What is known of a document, as squeezed texts.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// Headings with their numbers, and captions of tables.
    pub(crate) headings: Vec<String>,
    /// Tables that have a caption.
    pub(crate) tables: Vec<Known>,
    /// The words in the tables' cells, without hyphens.
    pub(crate) words: HashSet<String>,
}

/// A table, as squeezed texts.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) caption: String,
    /// The words of its head.
    pub(crate) head: HashSet<String>,
    /// The labels of its sums.
    pub(crate) sums: Vec<String>,
}

impl Expected {
    pub(crate) fn of(document: &Document) -> Self {
        let mut expected = Self::default();
        for chapter in &document.chapters {
            expected.headings.push(squeezed(&format!("{}{}", chapter.number, plain_text(&chapter.title))));
            chapter.blocks.iter().for_each(|block| expected.add(block));
        }
        expected
    }

    fn add(&mut self, block: &Block) {
        match block {
            Block::Heading { number, content, .. } => {
                let number = number.as_deref().unwrap_or_default();
                self.headings.push(squeezed(&format!("{number}{}", plain_text(content))));
            }
            Block::Table(table) if !table.caption.is_empty() => {
                self.words.extend(words(table));
                self.headings.push(squeezed(&table.caption));
                self.tables.push(Known::of(table));
            }
            _ => {}
        }
    }
}

/// The words of a table's cells, without what stands around them.
fn words(table: &Table) -> Vec<String> {
    let heads = table.rows.iter().flat_map(|row| &row.heads).map(|head| plain_text(&head.content));
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let texts = cells.flat_map(|cell| cell.items.iter().chain([&cell.content])).map(|text| plain_text(text));
    heads.chain(texts).flat_map(|text| text.split_whitespace().map(bare).collect::<Vec<_>>()).collect()
}

/// A word without hyphens and what stands around it.
fn bare(word: &str) -> String {
    squeezed(word).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

impl Known {
    fn of(table: &Table) -> Self {
        let heads = table.head.iter().flatten().map(|cell| plain_text(&cell.content));
        let is_sum =
            |kind| table.table_kind == TableKind::Figures && matches!(kind, RowKind::Total | RowKind::Subtotal);
        // A sum that stands before its parts may stand first.
        let is_before = |at: usize| table.rows.get(at + 1).is_some_and(|next| next.level > table.rows[at].level);
        Self {
            caption: squeezed(&table.caption),
            head: heads.flat_map(|text| text.split_whitespace().map(squeezed).collect::<Vec<_>>()).collect(),
            sums: table
                .rows
                .iter()
                .enumerate()
                .filter(|(at, row)| is_sum(row.row_kind) && !is_before(*at))
                .map(|(_, row)| row.heads.iter().map(|head| squeezed(&plain_text(&head.content))).collect())
                .collect(),
        }
    }

    /// Whether a line is of the table's head and of nothing else. A word of the head may be broken over lines.
    fn is_head(&self, line: &Line) -> bool {
        line.words.iter().all(|word| {
            let word = squeezed(&word.text);
            self.head.iter().any(|head| head == &word || word.chars().count() > 3 && head.contains(&word))
        })
    }
}

/// Everything that is wrong with the pages, the cover apart.
pub(crate) fn all(pages: &[Page], expected: &Expected) -> Vec<String> {
    let last = pages.len();
    let pages = pages.iter().filter(|page| page.number > 1);
    pages
        .flat_map(|page| {
            let mut found = outside(page);
            found.extend(overlaps(page));
            found.extend(divided(page, expected));
            // A document may end with a section that has nothing in it yet.
            found.extend(widowed_heading(page, expected).filter(|_| page.number < last));
            found.extend(head_without_rows(page, expected));
            found.extend(sum_alone(page, expected));
            found.into_iter().map(|fault| format!("page {}: {fault}", page.number)).collect::<Vec<_>>()
        })
        .collect()
}

/// Words outside the margins. A word that is set upright in the margin is the marking of a draft.
pub(crate) fn outside(page: &Page) -> Vec<String> {
    let edges = page.edges();
    let is_marking = |word: &Word| word.bottom - word.top > 2 * (word.right - word.left) && word.left > edges.right;
    let is_outside = |word: &Word| {
        word.left < edges.left - SLACK
            || word.right > edges.right + SLACK
            || word.top < edges.top
            || word.bottom > edges.bottom
    };
    let words = page.words.iter().filter(|word| is_outside(word) && !is_marking(word));
    words.map(|word| format!("\"{}\" is outside the margins", word.text)).collect()
}

/// Words that are printed over each other, as those of an overfull cell and the next one are.
pub(crate) fn overlaps(page: &Page) -> Vec<String> {
    let mut words: Vec<&Word> = page.words.iter().collect();
    words.sort_by_key(|word| word.left);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        // The box of a word has room for accents and descenders, which lines of text share.
        let core = |word: &Word| (word.top * 3 + word.bottom, word.top + word.bottom * 3);
        for other in words[at + 1..].iter().take_while(|other| other.left < word.right - SLACK) {
            let ((top, bottom), (above, below)) = (core(word), core(other));
            if top < below && above < bottom {
                found.push(format!("\"{}\" and \"{}\" are printed over each other", word.text, other.text));
            }
        }
    }
    found
}

/// A word in a table that is divided although it is short, or so that fewer than three letters stand alone.
pub(crate) fn divided(page: &Page, expected: &Expected) -> Vec<String> {
    let in_table = |word: &&Word| (0..TEXT).contains(&(word.bottom - word.top));
    let ends = page.words.iter().filter(in_table).filter(|word| word.text.ends_with(['-', '\u{2010}']));
    let parts = ends.flat_map(|first| {
        let line = first.bottom - first.top;
        let below = page.words.iter().filter(in_table);
        let below = below.filter(move |next| (line / 2..line * 2).contains(&(next.top - first.top)));
        below.filter(move |next| next.left <= first.left).map(move |next| (bare(&first.text), bare(&next.text)))
    });
    let parts = parts.filter(|(first, next)| expected.words.contains(&format!("{first}{next}")));
    let letters = |part: &String| part.chars().count();
    let is_bad = |(first, next): &(String, String)| {
        letters(first) < 3 || letters(next) < 3 || letters(first) + letters(next) < DIVISIBLE
    };
    parts.filter(is_bad).map(|(first, next)| format!("\"{first}-{next}\" is divided there")).collect()
}

/// A heading or a caption as the last line of a page.
pub(crate) fn widowed_heading(page: &Page, expected: &Expected) -> Option<String> {
    let lines = text_lines(page);
    let mut tail = String::new();
    for line in lines.iter().rev().take(8) {
        tail = line.squeezed() + &tail;
        if expected.headings.contains(&tail) {
            return Some(format!("\"{tail}\" is the last line"));
        }
    }
    None
}

/// The head of a table as the last lines of a page.
pub(crate) fn head_without_rows(page: &Page, expected: &Expected) -> Option<String> {
    let lines = text_lines(page);
    expected.tables.iter().find_map(|table| {
        let heads = lines.iter().rev().take_while(|line| table.is_head(line)).count();
        if heads == 0 {
            return None;
        }
        // Above a head is its caption, or the page's edge where the head is repeated.
        let above = &lines[..lines.len() - heads];
        let mut text = String::new();
        let is_caption = above.iter().rev().take(6).any(|line| {
            text = line.squeezed() + &text;
            text == table.caption
        });
        (above.is_empty() || is_caption).then(|| format!("the head of \"{}\" has no row under it", table.caption))
    })
}

/// A sum as the first row of a page, away from what it sums.
pub(crate) fn sum_alone(page: &Page, expected: &Expected) -> Option<String> {
    let lines = page.body();
    expected.tables.iter().find_map(|table| {
        let heads = lines.iter().take_while(|line| table.is_head(line)).count();
        let first = lines.get(heads).filter(|_| heads > 0)?.squeezed();
        let sum = table.sums.iter().find(|sum| first.starts_with(*sum))?;
        // "Summa 1" begins as "Summa 10" does; what follows a label is a figure, a sign or nothing at all.
        let label = first[sum.len()..].chars().next();
        label.is_none_or(|c| !c.is_alphabetic()).then(|| format!("the sum \"{sum}\" is the first row"))
    })
}

/// The lines of the body without the notes at its foot.
fn text_lines(page: &Page) -> Vec<Line> {
    let mut lines = page.body();
    while lines.last().is_some_and(|line| NOTE.contains(&line.height())) {
        lines.pop();
    }
    lines
}
