//! Tables of words: a head over each column, and cells under it.

use crate::document::Inline;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::model::followup::Progress;
use crate::source::Spanned;
use crate::swedish::{self, NBSP};

/// The head of a column, and whether it is over figures.
pub type Head<'a> = (&'a str, bool);

/// A table while its rows are laid.
pub struct Grid {
    table: Table,
}

impl Grid {
    /// A table without rows.
    pub fn new(kind: TableKind, anchor: &str, caption: &str, heads: &[Head<'_>]) -> Self {
        let head = |(at, (text, numeric)): (usize, &Head<'_>)| {
            HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]).numeric(*numeric)
        };
        let shape = |(_, numeric): &Head<'_>| if *numeric { Column::figures() } else { Column::text() };
        let table = Table {
            columns: heads.iter().map(shape).collect(),
            head: vec![heads.iter().enumerate().map(head).collect()],
            ..Table::new(kind, anchor, caption)
        };
        Self { table }
    }

    /// Adds the heading of a group of rows.
    pub fn group(&mut self, text: &str) {
        let id = format!("{}-grupp{}", self.table.anchor, self.table.rows.len());
        let head = RowHead::new(id, vec![Inline::text(text)]);
        self.table.rows.push(Row::new(RowKind::Group, vec![head], Vec::new()));
    }

    /// Adds a row; one with an anchor and an id is that of a thing of the plan.
    pub fn row(&mut self, thing: Option<(String, &str)>, head: Vec<Inline>, cells: Vec<Cell>, level: usize) {
        let anchor = &self.table.anchor;
        let id = match &thing {
            Some((own, _)) => format!("{own}-rad"),
            None => format!("{anchor}-rad{}", self.table.rows.len()),
        };
        let cells = cells.into_iter().enumerate();
        let cells = cells.map(|(at, cell)| cell.headed(format!("{anchor}-kolumn{} {id}", at + 1))).collect();
        let row = Row::item(RowHead::new(id, head), cells).level(level);
        self.table.rows.push(match thing {
            Some((anchor, id)) => row.of(anchor, id),
            None => row,
        });
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.table.rows.is_empty()
    }

    /// The table, with what is said under it.
    pub fn finish(self, remarks: Vec<String>) -> Table {
        Table { remarks, ..self.table }
    }
}

/// A shape and its word, which are never divided.
pub fn shaped(shape: char, word: &str) -> String {
    format!("{shape}{NBSP}{word}")
}

/// How far something has come, in a shape and a word.
pub fn progress(status: Progress) -> String {
    shaped(status.shape(), &whole(status.word()))
}

/// Who answers for something, where anybody does.
pub fn answered(names: &[String]) -> Option<Vec<Inline>> {
    (!names.is_empty()).then(|| vec![Inline::text(format!("Ansvarig: {}", swedish::join(names)))])
}

/// A word of a status, which is never divided: `Ej påbörjat`.
pub fn whole(word: &str) -> String {
    swedish::capitalised(word).replace(' ', &NBSP.to_string())
}

/// Texts on a line each.
pub fn lines(texts: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    for text in texts {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        content.extend(text);
    }
    content
}

/// A text that somebody wrote.
pub fn written(text: &Spanned<String>) -> Vec<Inline> {
    vec![Inline::text(&text.value)]
}

/// A text after a word in bold: `Återstår: …`.
pub fn labelled(label: &str, text: &Spanned<String>) -> Vec<Inline> {
    let label = Inline::Strong { content: vec![Inline::text(format!("{label}:"))] };
    vec![label, Inline::text(format!(" {}", text.value))]
}

/// What is said where something is not followed up.
pub fn dropped() -> Cell {
    Cell::text(vec![Inline::text(not_followed())])
}

/// The same in words.
pub fn not_followed() -> String {
    shaped('–', "Följs inte upp")
}

/// What is said where something is to be filled in.
pub fn missing() -> Cell {
    Cell::missing(vec![Inline::text("Saknas")])
}
