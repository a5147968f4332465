//! The first sheet: which plan it is, what may be written, and every table with its sums.

use rust_xlsxwriter::{ProtectionOptions, Url, Worksheet, XlsxError};

use crate::figures::LineKind;
use crate::outputs::workbook::places::{name, quoted};
use crate::outputs::workbook::{Book, put};
use crate::swedish;

/// The sheet's name.
pub const NAME: &str = "Översikt";

/// What the reader may do, under what the plan is.
const GUIDE: [&str; 3] = [
    "Ljusgula celler är skrivna i planen och kan ändras här. Då räknas allt som bygger på dem om i hela arbetsboken.",
    "Övriga celler räknas ut och är låsta utan lösenord (Granska › Ta bort bladets skydd).",
    "Det som ändras här ändrar inte planen förrän arbetsboken läses in med vplan import.",
];

/// Writes the first sheet.
pub fn write(book: &Book<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let (styles, meta) = (&book.styles, &book.edition.document.meta);
    to.set_name(NAME)?;
    to.write_string_with_format(0, 0, &meta.title, &styles.title())?;
    let mut row = 1;
    for (label, text) in facts(book) {
        to.write_string_with_format(row, 0, label, &styles.name())?;
        to.write_string_with_format(row, 1, text, &styles.text())?;
        row += 1;
    }
    row += 1;
    for text in GUIDE {
        to.write_string_with_format(row, 0, text, &styles.text())?;
        row += 1;
    }
    row += 1;
    for (column, head) in (0..).zip(["Tabell", "Rad", "Kolumn", "Belopp", "Enhet"]) {
        let format = match column {
            3 => styles.figure_head(),
            4 => styles.head().set_indent(1),
            _ => styles.head(),
        };
        to.write_string_with_format(row, column, head, &format)?;
    }
    row += 1;
    for at in book.shown() {
        row = sums(book, at, row, to)?;
    }
    for (column, width) in (0..).zip([44u16, 34, 30, 14, 12]) {
        to.set_column_width(column, width)?;
    }
    to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    to.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn facts(book: &Book<'_>) -> Vec<(&'static str, String)> {
    let meta = &book.edition.document.meta;
    let board = [&meta.board, &meta.organisation].map(String::as_str);
    let mut facts = vec![("Nämnd", board.join(", ")), ("Status", swedish::capitalised(&meta.status))];
    facts.extend(meta.decision_date.clone().map(|date| ("Beslutad", date)));
    facts.extend(meta.registry_number.clone().map(|number| ("Diarienummer", number)));
    if let Some(revision) = book.edition.revision {
        let date = revision.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        let changed = if revision.changed { ", med ändringar som inte är sparade som en version" } else { "" };
        facts.push(("Källornas version", format!("{}{date}{changed}", revision.id)));
    }
    facts
}

/// A table's link, and its sum in the plan's own year, column by column.
fn sums(book: &Book<'_>, at: usize, first: u32, to: &mut Worksheet) -> Result<u32, XlsxError> {
    let (styles, figures) = (&book.styles, book.edition.figures);
    let sheet = &figures.sheets[at];
    let place = &book.places.of(at).name;
    let way = Url::new(format!("internal:{}!A1", quoted(place))).set_text(&sheet.caption);
    to.write_url_with_format(first, 0, way, &styles.link())?;
    let Some(line) = sheet.result() else { return Ok(first + 1) };
    let mut row = first;
    for column in sheet.own_columns(book.edition.plan.identity.year) {
        let cell = sheet.cell(line, column);
        let (Some(figure), Some((_, there))) = (figures.cells.get(cell), book.places.find(cell)) else { continue };
        if figure.amount().is_none() {
            continue;
        }
        to.write_string_with_format(row, 1, sheet.lines[line].name(), &styles.text())?;
        to.write_string_with_format(row, 2, &sheet.columns[column].name, &styles.text())?;
        let formula = format!("={}!{}", quoted(place), name(there));
        let format = styles.figure(LineKind::Item, &figure.unit, figure.decimals, "", false);
        put(to, (row, 3), figure, Some(formula), &format)?;
        to.write_string_with_format(row, 4, figure.unit.symbol(), &styles.unit())?;
        row += 1;
    }
    Ok(row.max(first + 1))
}
