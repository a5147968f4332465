//! A table's file: columns moved, their figures emptied or taken, and what was stated about the figures left behind.

use std::collections::HashMap;
use std::sync::Arc;

use crate::figures::{CellId, Figures, Value as Figure};
use crate::model::table::{Column, Table};
use crate::quantity::amount::machine;
use crate::renewal::addresses::Columns;
use crate::renewal::columns::{self, Fate};
use crate::renewal::edits::{Edits, line_start};
use crate::renewal::tree::{Node, Value};
use crate::renewal::{Original, Years, tables_of};
use crate::source::SourceFile;
use crate::swedish;

/// What is stated about figures, and does not follow them to other figures.
const STATED: [&str; 3] = ["kontroll", "avvikelser", "omräkningar"];

/// A file of tables, which all have the same columns.
struct File<'a> {
    text: &'a str,
    columns: &'a [Column],
    fates: Vec<Fate>,
    addresses: &'a Columns,
    figures: &'a Figures,
    cells: HashMap<usize, CellId>,
    shift: i32,
    /// Whether columns that repeat the plan that there is are fetched from it.
    fetches: bool,
}

/// Changes a table, or records with their tables.
pub fn edit(
    original: Original<'_>,
    file: &Arc<SourceFile>,
    tree: &Node,
    years: Years,
    (addresses, fetches): (&Columns, bool),
    edits: &mut Edits,
) {
    let tables = tables_of(original.plan, file);
    let Some(first) = tables.first() else { return };
    let own = File {
        text: &file.text,
        columns: &first.columns,
        fates: columns::fates(&first.columns, years),
        addresses,
        figures: original.figures,
        cells: cells(original, file),
        shift: years.shift(),
        // Records are one set of figures for several tables, and are copied.
        fetches: fetches && tree.get("poster").is_none(),
    };
    if let Some(heads) = tree.get("kolumner") {
        own.fetch(heads, &mut 0, edits);
        own.heads(heads, edits);
    }
    own.walk(tree, "", edits);
    let place = tree.entries().iter().find(|(key, _)| matches!(key.text(), Some("rader" | "belopp")));
    if let (Some((key, _)), Some(todo)) = (place, to_fill(&own, &tables, years)) {
        edits.todo(&file.text, key.range.start, todo);
    }
}

/// The cells that are written in a file, by where.
fn cells(original: Original<'_>, file: &Arc<SourceFile>) -> HashMap<usize, CellId> {
    let mut found = HashMap::new();
    for (table, sheet) in original.figures.tables(original.plan) {
        if table.file.path == file.path {
            for cell in sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len() {
                let span = &original.figures.cells[cell].span;
                if span.file.path == file.path {
                    found.entry(span.range.start).or_insert(cell);
                }
            }
        }
    }
    found
}

/// What is to be filled in.
fn to_fill(own: &File<'_>, tables: &[&Table], years: Years) -> Option<String> {
    let emptied = own.columns.iter().zip(&own.fates).filter(|(_, fate)| **fate == Fate::Emptied);
    let heads: Vec<String> = emptied.map(|(column, _)| format!("”{}”", columns::head(column, years))).collect();
    let is_list = own.columns.iter().all(|column| column.when.is_none());
    let rows = if is_list { ", och ta bort de rader som inte längre är aktuella" } else { "" };
    let had_controls = tables.iter().any(|table| !table.controls.is_empty());
    let controls = if had_controls { "; skriv nya kontrollsummor när beloppen är fastställda" } else { "" };
    (!heads.is_empty()).then(|| format!("fyll i {}{rows}{controls}", swedish::join(&heads)))
}

impl File<'_> {
    /// The columns' own names.
    fn heads(&self, node: &Node, edits: &mut Edits) {
        match &node.value {
            Value::Scalar(_) => self.move_years(node, edits),
            Value::List(items) => items.iter().for_each(|item| self.heads(item, edits)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    match key.text() {
                        Some("period" | "id" | "namn" | "grupp") => self.move_years(value, edits),
                        Some("formel") => self.follow(value, true, edits),
                        Some("mått" | "kolumner") => self.heads(value, edits),
                        _ => {}
                    }
                }
            }
            Value::Alias => {}
        }
    }

    /// Whether a column repeats the plan that there is and is fetched from it.
    fn is_fetched(&self, column: usize) -> bool {
        let has_period = self.columns.get(column).is_some_and(|column| column.when.is_some());
        self.fetches && has_period && matches!(self.fates.get(column), Some(Fate::Taken(_)))
    }

    /// Says of columns that they are fetched; `next` is the column that comes next.
    fn fetch(&self, node: &Node, next: &mut usize, edits: &mut Edits) {
        const FETCHED: &str = "hämta: föregående plan";
        if let (Some(inner), true) = (node.get("kolumner"), node.get("grupp").is_some()) {
            return self.fetch(inner, next, edits);
        }
        if !node.items().is_empty() {
            return node.items().iter().for_each(|item| self.fetch(item, next, edits));
        }
        let first = *next;
        *next += node.get("mått").map_or(1, |measures| measures.items().len().max(1));
        if !(first..*next).all(|column| self.is_fetched(column)) {
            return;
        }
        match (&node.value, node.entries().iter().find(|(key, _)| key.text() == Some("period"))) {
            (Value::Scalar(_), _) => {
                let name = &self.text[node.range.clone()];
                let name = columns::moved(name, self.shift).unwrap_or_else(|| name.to_owned());
                edits.replace(&node.range, format!("{{period: {name}, {FETCHED}}}"));
            }
            (_, Some((key, period))) => {
                let depth = key.range.start - line_start(self.text, key.range.start);
                let end = period.range.end;
                let between = if node.is_flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(depth)) };
                edits.replace(&(end..end), format!("{between}{FETCHED}"));
            }
            _ => {}
        }
    }

    fn move_years(&self, node: &Node, edits: &mut Edits) {
        if let Some(moved) = columns::moved(&self.text[node.range.clone()], self.shift) {
            edits.replace(&node.range, moved);
        }
    }

    /// Addresses in a formula, or keys that are columns.
    fn follow(&self, node: &Node, is_bare: bool, edits: &mut Edits) {
        for (range, moved) in self.addresses.moved(&self.text[node.range.clone()], is_bare) {
            edits.replace(&(node.range.start + range.start..node.range.start + range.end), moved);
        }
    }

    /// Everything but the columns' names.
    fn walk(&self, node: &Node, within: &str, edits: &mut Edits) {
        let stated = node.entries().iter().enumerate();
        let stated = stated.filter(|(_, (key, _))| key.text().is_some_and(|key| STATED.contains(&key)));
        let stated: Vec<usize> = stated.map(|(at, _)| at).collect();
        edits.remove_parts(self.text, node, &stated);
        for (at, (key, value)) in node.entries().iter().enumerate() {
            match key.text().unwrap_or_default() {
                _ if stated.contains(&at) => {}
                "kolumner" if within.is_empty() => {}
                "belopp" if !(within.is_empty() && value.items().iter().any(|item| !item.entries().is_empty())) => {
                    self.amounts(value, node, edits);
                }
                "formel" => self.follow(value, false, edits),
                "lika" => value.items().iter().for_each(|term| self.follow(term, false, edits)),
                "not" => value.entries().iter().for_each(|(key, _)| self.follow(key, true, edits)),
                other => self.walk(value, other, edits),
            }
        }
        node.items().iter().for_each(|item| self.walk(item, within, edits));
    }

    /// The amounts of a row: a list with one for each column that is not computed, one alone, or some by column.
    fn amounts(&self, node: &Node, row: &Node, edits: &mut Edits) {
        let written = columns::written(self.columns);
        match &node.value {
            Value::List(items) if items.len() == written.len() => {
                let fetched = (0..items.len()).filter(|&at| self.is_fetched(written[at]));
                edits.remove_parts(self.text, node, &fetched.collect::<Vec<_>>());
                for (item, &column) in items.iter().zip(&written).filter(|(_, column)| !self.is_fetched(**column)) {
                    let of = |wanted: usize| written.iter().position(|&own| own == wanted).and_then(|at| items.get(at));
                    let beside = items.first().and_then(|item| self.cells.get(&item.range.start)).copied();
                    self.amount(item, column, &of, beside, edits);
                }
            }
            Value::Map(entries) => {
                let is_computed = row.get("formel").is_some();
                let of_key =
                    |key: &Node| self.columns.iter().position(|column| Some(column.id.value.as_str()) == key.text());
                let fetched = entries.iter().enumerate();
                let fetched = fetched.filter(|(_, (key, _))| of_key(key).is_some_and(|at| self.is_fetched(at)));
                let fetched: Vec<usize> = fetched.map(|(at, _)| at).collect();
                edits.remove_parts(self.text, node, &fetched);
                for (_, (key, value)) in entries.iter().enumerate().filter(|(at, _)| !fetched.contains(at)) {
                    self.follow(key, true, edits);
                    let Some(column) = of_key(key) else { continue };
                    let beside = self.cells.get(&value.range.start).copied();
                    match self.fates[column] {
                        // A row that is computed begins with a first opening balance, which the plan that there is may
                        // have computed. Otherwise it is kept, and somebody is asked.
                        Fate::Taken(from) if is_computed => {
                            let known = beside.map_or_else(|| "~".to_owned(), |beside| self.figure(beside, from));
                            edits.replace(&value.range, known);
                        }
                        _ if is_computed => edits.todo(self.text, row.range.start, "skriv ingående belopp"),
                        _ => {
                            let id = |at: usize| self.columns.get(at).map(|column| column.id.value.as_str());
                            let of = |wanted: usize| {
                                let own = entries.iter().find(|(key, _)| key.text() == id(wanted));
                                own.map(|(_, value)| value)
                            };
                            self.amount(value, column, &of, beside, edits);
                        }
                    }
                }
            }
            Value::Scalar(_) if written.len() == 1 => {
                self.amount(node, written[0], &|_| None, self.cells.get(&node.range.start).copied(), edits);
            }
            _ => {}
        }
    }

    /// One amount. `of` is where another column of the row is written, and `beside` a cell of the row.
    fn amount<'n>(
        &self,
        item: &Node,
        column: usize,
        of: &dyn Fn(usize) -> Option<&'n Node>,
        beside: Option<CellId>,
        edits: &mut Edits,
    ) {
        let is_formula = |node: &Node| node.text().is_some_and(|text| text.trim().starts_with('='));
        match self.fates[column] {
            Fate::Kept | Fate::Emptied if is_formula(item) => self.follow(item, false, edits),
            Fate::Kept => {}
            Fate::Emptied => {
                // A dash says that the column is not about the row.
                if !matches!(item.text().map(str::trim), Some("-" | "–" | "—" | "~" | "")) {
                    edits.replace(&item.range, "~");
                }
            }
            Fate::Taken(from) => {
                let written = of(from).filter(|node| !is_formula(node)).map(|node| &self.text[node.range.clone()]);
                let new = match written {
                    Some(written) => written.to_owned(),
                    None => beside.map_or_else(|| "~".to_owned(), |beside| self.figure(beside, from)),
                };
                edits.replace(&item.range, if new.is_empty() { "~".to_owned() } else { new });
            }
        }
    }

    /// What a computed cell came to, as it is printed.
    fn figure(&self, beside: CellId, column: usize) -> String {
        let sheet = self.figures.position(beside).map(|(sheet, ..)| sheet);
        let cell = sheet.and_then(|sheet| Some(sheet.cell(sheet.line_of(beside)?, column)));
        match cell.and_then(|cell| self.figures.cells.get(cell)) {
            Some(figure) => match (&figure.value, &figure.printed) {
                (Figure::Amount(_), Some(printed)) => machine(printed.rounded),
                (Figure::Dash, _) => "\"–\"".to_owned(),
                _ => "~".to_owned(),
            },
            None => "~".to_owned(),
        }
    }
}
