//! Tables written in Markdown: text in rows, with the first row as head and the first column heading rows.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::document::running::exchange;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::document::{Inline, plain_text};
use crate::narrative::inlines::Inlines;
use crate::swedish::minus;

/// Reads a table; its start has been taken.
pub fn read(inlines: &mut Inlines<'_, '_>, alignments: &[Alignment]) -> Table {
    let anchor = inlines.events.writing.numbering.anchors.give("tabell");
    let numeric: Vec<bool> = alignments.iter().map(|alignment| *alignment == Alignment::Right).collect();
    let is_numeric = |at: usize| numeric.get(at).copied().unwrap_or(false);
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    while let Some((event, _)) = inlines.events.take() {
        match event {
            Event::Start(Tag::TableHead) => head = cells(inlines, TagEnd::TableHead),
            Event::Start(Tag::TableRow) => {
                let row = cells(inlines, TagEnd::TableRow);
                rows.push(row);
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    let head_cell =
        |(at, content): (usize, Vec<Inline>)| HeadCell::new(format!("{anchor}-k{at}"), content).numeric(is_numeric(at));
    let body_row = |(index, row): (usize, Vec<Vec<Inline>>)| {
        let id = format!("{anchor}-r{index}");
        let mut cells = row.into_iter().enumerate().map(|(at, content)| with_minus(content, is_numeric(at)));
        let head = RowHead::new(&id, cells.next().unwrap_or_default());
        let cells = cells.enumerate().map(|(at, content)| {
            let decimals = decimals(&plain_text(&content));
            Cell { decimals, ..Cell::text(content) }.headed(format!("{anchor}-k{} {id}", at + 1))
        });
        Row::item(head, cells.collect())
    };
    let column = |at: usize| if is_numeric(at) { Column::figures() } else { Column::text() };
    Table {
        columns: (0..head.len()).map(column).collect(),
        head: vec![head.into_iter().enumerate().map(head_cell).collect()],
        rows: rows.into_iter().enumerate().map(body_row).collect(),
        ..Table::new(TableKind::Text, &anchor, "")
    }
    .aligned()
}

/// A cell with minus signs before its figures. In a column of figures every sign stands next to its figure.
fn with_minus(mut content: Vec<Inline>, numeric: bool) -> Vec<Inline> {
    exchange(&mut content, if numeric { minus::in_figures } else { minus::in_words });
    next_to_figure(&mut content);
    content
}

fn next_to_figure(content: &mut [Inline]) {
    match content.first_mut() {
        Some(Inline::Text { text }) => {
            if let Some(figure) = text.strip_prefix("−\u{a0}") {
                *text = format!("−{figure}");
            }
        }
        Some(first) => first.inner_mut().into_iter().for_each(|inner| next_to_figure(inner)),
        None => {}
    }
}

fn cells(inlines: &mut Inlines<'_, '_>, end: TagEnd) -> Vec<Vec<Inline>> {
    let mut cells = Vec::new();
    while let Some((event, _)) = inlines.events.take() {
        match event {
            Event::Start(Tag::TableCell) => cells.push(inlines.inlines(TagEnd::TableCell)),
            Event::End(tag) if tag == end => break,
            _ => {}
        }
    }
    cells
}

/// How many decimals a number has as its author wrote it; nothing for other text.
fn decimals(text: &str) -> Option<usize> {
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['−', '-', '+']);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}'))
        && fraction.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(fraction.len())
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn numbers_are_told_from_text() {
        let found = ["−2\u{a0}257,04", "35", "1 000,5", "–", "", "12 %", "a1", "1,2,3"].map(decimals);
        assert_eq!(found, [Some(2), Some(0), Some(1), None, None, None, None, None]);
    }
}
