//! What cases compare, as plain text: a document, and the difference between two texts.

use std::fmt::Write as _;

use verksamhetsplan::document::table::{Cell, HeadCell, RowHead};
use verksamhetsplan::document::{Block, Document, plain_text};

/// Anchor of the base plan's only chapter.
const FIRST: &str = "kapitel-inledning";

/// The chapters of a document; the first one only when the case is about it.
pub(crate) fn document(document: &Document, with_first: bool) -> String {
    let mut lines = Vec::new();
    for chapter in document.chapters.iter().filter(|chapter| with_first || chapter.anchor != FIRST) {
        lines.push(format!("# {} {}", chapter.number, plain_text(&chapter.title)));
        chapter.blocks.iter().for_each(|block| show(block, &mut lines));
        lines.extend(chapter.footnotes.iter().map(|note| format!("[{}] {}", note.number, plain_text(&note.content))));
    }
    lines.iter().fold(String::new(), |all, line| all + line.trim_end() + "\n")
}

fn show(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Heading { level, number, content, .. } => {
            let number = number.as_ref().map_or_else(String::new, |number| format!("{number} "));
            lines.push(format!("{} {number}{}", "#".repeat((*level).into()), plain_text(content)));
        }
        Block::Paragraph { content } => lines.push(plain_text(content)),
        Block::List { items, .. } => items.iter().flat_map(|item| &item.blocks).for_each(|block| {
            let at = lines.len();
            show(block, lines);
            lines[at..].iter_mut().for_each(|line| line.insert_str(0, "- "));
        }),
        Block::Quote { blocks } => blocks.iter().for_each(|block| show(block, lines)),
        Block::Code { text } => lines.push(text.clone()),
        Block::Picture { path, alt, caption } if caption.is_empty() => lines.push(format!("![{alt}]({path})")),
        Block::Picture { path, alt, caption } => lines.push(format!("![{alt}]({path}) {caption}")),
        Block::Chart(chart) => {
            lines.push(format!("<{}> {}", chart.caption, chart.alt));
            lines.extend(chart.notes.iter().map(|note| plain_text(note)));
        }
        Block::Cards { items, .. } => {
            lines.extend(items.iter().map(|card| format!("{}: {} {:?}", card.label, card.text, card.responsible)));
        }
        Block::Table(table) => {
            let cells = |cells: &mut dyn Iterator<Item = String>| cells.collect::<Vec<_>>().join(" | ");
            lines.extend((!table.caption.is_empty()).then(|| table.caption.clone()));
            lines.extend(table.head.iter().map(|row| cells(&mut row.iter().map(HeadCell::readable))));
            for row in &table.rows {
                let heads = row.heads.iter().map(RowHead::readable);
                let items = |cell: &Cell| cell.items.iter().map(|item| plain_text(item)).collect::<Vec<_>>().join("; ");
                let notes = |cell: &Cell| {
                    cell.notes.iter().map(|note| format!(" [{}]", note.marker)).collect::<Vec<_>>().concat()
                };
                let values = row.cells.iter().map(|cell| plain_text(&cell.content) + &items(cell) + &notes(cell));
                lines.push(cells(&mut heads.chain(values)));
            }
            lines.extend(table.notes.iter().map(|note| format!("[{}] {}", note.marker, note.text)));
            lines.extend(table.remarks.iter().cloned());
        }
        Block::Definitions { items } => {
            for item in items {
                lines.push(plain_text(&item.term));
                item.details.iter().flat_map(|detail| &detail.blocks).for_each(|block| {
                    let at = lines.len();
                    show(block, lines);
                    lines[at..].iter_mut().for_each(|line| line.insert_str(0, ": "));
                });
            }
        }
        // A plan alone has no marks of a comparison.
        Block::Rule | Block::Marked(_) | Block::Folded { .. } => {}
    }
}

/// Lines expected (-) and given (+) between those that agree, by longest common subsequence.
pub(crate) fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let mut longest = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    for (i, j) in (0..old.len()).rev().flat_map(|i| (0..new.len()).rev().map(move |j| (i, j))) {
        let (down, right) = (longest[i + 1][j], longest[i][j + 1]);
        longest[i][j] = if old[i] == new[j] { longest[i + 1][j + 1] + 1 } else { down.max(right) };
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        let same = i < old.len() && j < new.len() && old[i] == new[j];
        let removed = !same && i < old.len() && (j == new.len() || longest[i + 1][j] >= longest[i][j + 1]);
        let (mark, line) = if same {
            (' ', old[i])
        } else if removed {
            ('-', old[i])
        } else {
            ('+', new[j])
        };
        (i, j) = (i + usize::from(same || removed), j + usize::from(!removed));
        let _ = writeln!(out, "  {mark} {line}");
    }
    out
}
