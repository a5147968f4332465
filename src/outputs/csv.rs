//! Tables as CSV for a Swedish spreadsheet: UTF-8 with a mark, semicolons, decimal comma.
//!
//! Figures are as they are printed, so that a sheet agrees with the plan; where that is rounded, a column beside has them
//! exactly. An empty cell is empty, a dash is a dash and zero is `0`: three different things, as in the plan. Form: RFC
//! 4180 with `;`. No text is run as a formula.

use std::collections::HashMap;

use csv::{Terminator, WriterBuilder};

use crate::document::anchor::slug;
use crate::document::table::{Cell, HeadCell, Table, TableKind};
use crate::document::{Document, plain_text};
use crate::escape::spreadsheet::cell as text;
use crate::figures::Printed;
use crate::model::plan::Plan;
use crate::outputs::Files;

/// Folder of the files, beside the page.
pub const FOLDER: &str = "tabeller";

/// What tells a spreadsheet that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A table that can be taken away.
pub struct Taken<'a> {
    /// The table.
    pub table: &'a Table,
    /// The name of its file: its anchor, the plan's year, and the unit where the whole table has one.
    pub file: String,
}

/// The tables that can be taken away, wherever they stand: those of figures, measures and risks.
pub fn taken<'a>(plan: &Plan, document: &'a Document) -> Vec<Taken<'a>> {
    let unit = |own: &crate::model::table::Table| {
        let name = if own.unit.symbol() == "%" { "procent".to_owned() } else { slug(own.unit.symbol()) };
        (slug(&format!("tabell {}", own.id.value)), name)
    };
    let units: HashMap<String, String> = plan.tables.iter().map(unit).collect();
    let is_taken = |table: &&Table| {
        matches!(table.table_kind, TableKind::Figures | TableKind::Measures | TableKind::Risks | TableKind::Followup)
    };
    let named = |table: &'a Table| {
        let unit = units.get(&table.anchor).filter(|unit| !unit.is_empty());
        let unit = unit.map(|unit| format!("-{unit}")).unwrap_or_default();
        Taken { table, file: format!("{}-{}{unit}.csv", table.anchor, document.meta.year) }
    };
    document.tables().filter(|table| !table.compared).filter(is_taken).map(named).collect()
}

/// One file for each table that can be taken away.
pub fn tables(plan: &Plan, document: &Document) -> Files {
    let file = |taken: Taken<'_>| (format!("{FOLDER}/{}", taken.file), [MARK, &table_bytes(taken.table)].concat());
    taken(plan, document).into_iter().map(file).collect()
}

fn table_bytes(table: &Table) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let rounded: Vec<bool> = (0..table.columns.len()).map(|at| is_rounded(table, at)).collect();
    let heads = heads(table).into_iter().enumerate().flat_map(|(at, head)| {
        let exact = rounded.get(at).is_some_and(|rounded| *rounded).then(|| format!("{head}, exakt"));
        std::iter::once(head).chain(exact)
    });
    let heads: Vec<String> = heads.collect();
    let width = heads.len();
    let rows = table.rows.iter().map(|row| {
        let stub = row.heads.len();
        let heads = row.heads.iter().map(|head| text(&plain_text(&head.content)));
        let cells = row.cells.iter().enumerate().flat_map(|(at, cell)| {
            let exact = rounded.get(stub + at).is_some_and(|rounded| *rounded);
            std::iter::once(value(cell)).chain(exact.then(|| number(cell).map(exactly).unwrap_or_default()))
        });
        let mut record: Vec<String> = heads.chain(cells).collect();
        record.resize(width, String::new());
        record
    });
    for record in std::iter::once(heads).chain(rows) {
        // A vector takes everything.
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}

/// Whether a column has a figure that is printed as another.
fn is_rounded(table: &Table, at: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at.checked_sub(row.heads.len())?));
    cells.filter_map(number).any(|figure| figure.value != figure.rounded)
}

/// The figure of a cell that holds it and no other words.
fn number(cell: &Cell) -> Option<&Printed> {
    cell.figure.as_ref().filter(|figure| plain_text(&cell.content) == figure.text)
}

fn value(cell: &Cell) -> String {
    if let Some(figure) = number(cell) {
        return figure.rounded.to_string().replace('.', ",");
    }
    let texts = std::iter::once(&cell.content).chain(&cell.items).map(|content| plain_text(content));
    text(&texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "))
}

fn exactly(figure: &Printed) -> String {
    figure.exact().replace('.', ",")
}

/// One head per column: of several rows of heads, the outermost and then those under it.
fn heads(table: &Table) -> Vec<String> {
    let named = |cells: Vec<&HeadCell>| {
        let mut names = cells.into_iter().map(|cell| plain_text(&cell.content));
        let first = names.next().unwrap_or_default();
        text(&names.fold(first, |name, head| format!("{name}, {}", head.to_lowercase())))
    };
    table.heads_of_columns().into_iter().map(named).collect()
}
