//! References to notes: `not: omr`, `not: {budget_2025: omr}` on a cell, `not: {tabell: not_personal}`, or a list of these.

use crate::model::notes::{COLUMN, NoteTable, Notes};
use crate::model::table::{Column, ColumnKind};
use crate::read::columns::{by_column, note_ids};
use crate::read::fields::{Fields, Problems, id, listed};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, Span};

/// What a row or a sum refers to.
pub fn of_line(node: Option<Node>, columns: &[Column], problems: &mut Problems) -> Notes {
    let mut notes = Notes::default();
    for node in node.into_iter().flat_map(listed) {
        if is_table(&node) {
            notes.table = table(node, problems).or(notes.table);
        } else if matches!(node.value, Value::Map(_)) {
            for (at, node) in by_column(node, columns, |_| true, "not", problems) {
                notes.cells.extend(note_ids(Some(node), problems).into_iter().map(|note| (at, note)));
            }
        } else {
            notes.own.extend(note_ids(Some(node), problems));
        }
    }
    notes
}

fn table(node: Node, problems: &mut Problems) -> Option<NoteTable> {
    const WHAT: &str = "noten";
    let mut fields = Fields::new(node, WHAT, &["tabell", "rad"], problems)?;
    let table = fields.id("tabell", WHAT, problems);
    let row = fields.take("rad").and_then(|node| id(node, "rad", problems));
    fields.finish("en sådan not", problems);
    Some(NoteTable { table: table?, row })
}

/// Whether a reference is to a table.
fn is_table(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.value == "tabell"))
}

/// Where rows or sums first refer to a table that is a note.
fn first_table<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> Option<Span> {
    let mut stack: Vec<&Node> = nodes.into_iter().collect();
    while let Some(node) = stack.pop() {
        match &node.value {
            Value::List(items) => stack.extend(items),
            Value::Map(entries) => {
                for (key, value) in entries {
                    let refers = key.value == "not" && {
                        let list =
                            if let Value::List(items) = &value.value { items } else { std::slice::from_ref(value) };
                        list.iter().any(is_table)
                    };
                    if refers {
                        return Some(key.span.clone());
                    }
                    stack.push(value);
                }
            }
            Value::Empty | Value::Text(_) => {}
        }
    }
    None
}

/// The columns with one for the numbers of note tables, where something refers to such a table: the text column of that id,
/// or a column before all others.
pub fn with_column<'a>(mut columns: Vec<Column>, lines: impl IntoIterator<Item = &'a Node>) -> Vec<Column> {
    let Some(span) = first_table(lines) else { return columns };
    let kind = ColumnKind::Notes;
    match columns.iter().position(|column| column.id.value == COLUMN && column.kind == ColumnKind::Text) {
        Some(at) => (columns[at].kind, columns[at].computed) = (kind, true),
        None if columns.is_empty() => {}
        None => {
            let column = Column::new(Id::new(COLUMN.to_owned(), span), "Not".to_owned());
            columns.insert(0, Column { kind, computed: true, ..column });
        }
    }
    columns
}
