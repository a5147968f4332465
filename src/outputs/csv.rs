//! Tables of figures as CSV for a Swedish spreadsheet: UTF-8 with a mark, semicolons, decimal comma.
//!
//! Figures are exact and not as printed. An empty cell is empty, a dash is a dash and zero is `0`: three different
//! things, as in the plan. Form: RFC 4180 with `;`. No text is run as a formula.

use csv::{Terminator, WriterBuilder};

use crate::document::table::{Cell, HeadCell, Table, TableKind};
use crate::document::{Document, plain_text};
use crate::escape::spreadsheet::cell as text;
use crate::outputs::Files;

/// Folder of the files, beside the page.
pub const FOLDER: &str = "tabeller";

/// What tells a spreadsheet that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// One file per table of figures, named by its anchor.
pub fn tables(document: &Document) -> Files {
    let mut files = Files::new();
    for table in figure_tables(document) {
        files.insert(format!("{FOLDER}/{}.csv", table.anchor), [MARK, &table_bytes(table)].concat());
    }
    files
}

/// The tables of figures, wherever they stand.
pub fn figure_tables(document: &Document) -> impl Iterator<Item = &Table> {
    document.tables().filter(|table| table.table_kind == TableKind::Figures)
}

fn table_bytes(table: &Table) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let heads = heads(table);
    let width = heads.len();
    let rows = table.rows.iter().map(|row| {
        let heads = row.heads.iter().map(|head| text(&plain_text(&head.content)));
        let mut record: Vec<String> = heads.chain(row.cells.iter().map(value)).collect();
        record.resize(width, String::new());
        record
    });
    for record in std::iter::once(heads).chain(rows) {
        // A vector takes everything.
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}

fn value(cell: &Cell) -> String {
    cell.figure.as_ref().map_or_else(|| text(&plain_text(&cell.content)), |figure| figure.exact().replace('.', ","))
}

/// One head per column: of two rows of heads, the period and then the measure.
fn heads(table: &Table) -> Vec<String> {
    let named = |cell: &HeadCell| plain_text(&cell.content);
    let Some(first) = table.head.first() else { return Vec::new() };
    let mut below = table.head.get(1).into_iter().flatten();
    let mut heads = Vec::new();
    for cell in first {
        if cell.group {
            let own = below.by_ref().take(cell.colspan);
            heads.extend(own.map(|measure| format!("{}, {}", named(cell), named(measure).to_lowercase())));
        } else {
            heads.push(named(cell));
        }
    }
    heads.iter().map(|head| text(head)).collect()
}
