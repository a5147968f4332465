//! The hidden sheet: what the workbook was made of. Whoever brings it back to the sources can tell what was changed in it
//! from what has been changed in the plan since.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::figures::printed::DASH;
use crate::figures::{Figure, LineKind, Value};
use crate::outputs::fingerprint::Fingerprint;
use crate::outputs::workbook::{Book, OUTPUT, table};
use crate::quantity::amount::machine;
use crate::views::figure_table;

/// The sheet's name.
pub const NAME: &str = "Underlag";

/// Before the sources in short.
pub const SOURCES: &str = "källor";

/// Before the plan's name.
pub const PLAN: &str = "plan";

/// Between the names of a row that has several.
pub const BETWEEN: &str = " | ";

/// Writes the hidden sheet: the sources in short, the plan's name, and then a row for each name and each written amount:
/// the row's address, the column, and what it was.
pub fn write(book: &Book<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let edition = book.edition;
    let sources = Fingerprint::of(edition.plan, edition.document, None);
    to.set_name(NAME)?.set_very_hidden(true);
    let mut rows = vec![
        [SOURCES.to_owned(), String::new(), sources.sources(&OUTPUT).to_owned()],
        [PLAN.to_owned(), String::new(), edition.name.to_owned()],
    ];
    for at in book.shown() {
        let sheet = &edition.figures.sheets[at];
        let table = edition.plan.tables.get(at);
        let notes = table.map(|table| figure_table::notes(table, "")).unwrap_or_default();
        let lines = sheet.lines.iter().enumerate();
        for (line, own) in lines.filter(|(_, line)| line.is_printed() && line.kind != LineKind::Heading) {
            let address = format!("{}.{}", sheet.id, sheet.key(own));
            rows.push([address.clone(), String::new(), table::names(table, &notes, own).join(BETWEEN)]);
            for (column, head) in sheet.columns.iter().enumerate() {
                let figure = &edition.figures.cells[sheet.cell(line, column)];
                if figure.is_written_in(edition.plan) {
                    rows.push([address.clone(), head.id.clone(), was(figure)]);
                }
            }
        }
    }
    for (row, texts) in (0..).zip(&rows) {
        for (column, text) in (0..).zip(texts) {
            to.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// A written cell as it is kept, in the plan's own unit.
pub fn was(figure: &Figure) -> String {
    match &figure.value {
        Value::Amount(amount) => machine(amount.value),
        Value::Dash => DASH.to_owned(),
        Value::Text(text) => text.clone(),
        Value::Empty | Value::Failed => String::new(),
    }
}
