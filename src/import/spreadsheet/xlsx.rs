//! Workbooks, read by calamine: cell by cell, so that a sheet with one cell in its last corner takes no more room than one.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use rust_decimal::Decimal;

use crate::import::spreadsheet::archive::{self, Hidden};
use crate::import::spreadsheet::{At, Book, Cell, Content, Sheet, Unread};

/// Most cells of a file.
const CELLS: usize = 200_000;

/// Most bytes of text in a file's cells; a text that many cells share counts for each of them.
const TEXT: usize = 64 << 20;

/// Reads a workbook.
///
/// # Errors
/// When it is none, is damaged, or is more than a workbook is.
pub fn read(file: &str, bytes: &[u8]) -> Result<Book, Unread> {
    let mut hidden = archive::inspected(bytes)?;
    // The reader of a stranger's file may meet what it never thought of; whoever calls is told, and nothing is written.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes, &mut |name| hidden.remove(name))));
    let sheets = read.unwrap_or_else(|_| Err(damaged("okänd form")))?;
    Ok(Book { file: file.to_owned(), sheets })
}

fn damaged(why: &str) -> Unread {
    Unread::new(format!("filen är skadad ({why})"), "öppna den i Excel eller LibreOffice, spara om den och försök igen")
}

impl From<XlsxError> for Unread {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => {
                Self::new("arbetsboken har lösenord", "spara den utan lösenord (Arkiv › Info › Skydda arbetsbok)")
            }
            other => damaged(&other.to_string()),
        }
    }
}

/// What may yet be read.
struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    fn take(&mut self, cell: &Cell) -> Result<(), Unread> {
        let text = cell.content.text().map_or(0, str::len) + cell.formula.as_ref().map_or(0, String::len);
        let left = self.cells.checked_sub(1).zip(self.text.checked_sub(text));
        let (cells, text) = left.ok_or_else(|| {
            Unread::new(
                format!("arbetsboken har fler än {CELLS} celler, eller mer text än så"),
                "läs in en arbetsbok som bara har planens tabeller",
            )
        })?;
        (self.cells, self.text) = (cells, text);
        Ok(())
    }
}

fn sheets(bytes: &[u8], hidden: &mut dyn FnMut(&str) -> Option<Hidden>) -> Result<Vec<Sheet>, Unread> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))?;
    let mut room = Room { cells: CELLS, text: TEXT };
    let mut sheets = Vec::new();
    for own in book.sheets_metadata().to_vec() {
        if own.typ != SheetType::WorkSheet {
            continue;
        }
        let Hidden { rows, columns } = hidden(&own.name).unwrap_or_default();
        let mut sheet = Sheet {
            name: own.name.clone(),
            hidden: own.visible != SheetVisible::Visible,
            hidden_rows: rows,
            hidden_columns: columns,
            ..Sheet::default()
        };
        fill(&mut book, &mut sheet, &mut room)?;
        let merged = book.merge_cells_by_sheet_name(&own.name)?;
        sheet.merged = merged.iter().filter_map(|own| Some((at(own.start)?, at(own.end)?))).collect();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn at((row, column): (u32, u32)) -> Option<At> {
    Some((row, u16::try_from(column).ok()?))
}

fn fill(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet, room: &mut Room) -> Result<(), Unread> {
    let mut cells = book.worksheet_cells_reader(&sheet.name)?;
    while let Some(own) = cells.next_cell_with_formula()? {
        let formula = own.formula.filter(|formula| !formula.is_empty());
        let cell = Cell { content: content(&own.value), formula, ..Cell::default() };
        if cell.content == Content::Empty && cell.formula.is_none() {
            continue;
        }
        room.take(&cell)?;
        sheet.cells.extend(at(own.pos).map(|at| (at, cell)));
    }
    drop(cells);
    // What of the looks says what a number is stands in the same cells, and is told apart from them.
    let mut looks = book.worksheet_cells_reader(&sheet.name)?;
    let styles: Vec<Look> = looks.styles().iter().map(Look::of).collect();
    while let Some((row, column, style)) = looks.next_style_id()? {
        let cell = at((row, column)).and_then(|at| sheet.cells.get_mut(&at));
        if let Some((cell, look)) = cell.zip(styles.get(style)) {
            (cell.percent, cell.indent, cell.bold) = (look.percent, look.indent, look.bold);
        }
    }
    Ok(())
}

/// What of a style is of use.
struct Look {
    percent: bool,
    indent: u8,
    bold: bool,
}

impl Look {
    fn of(style: &Style) -> Self {
        Self {
            percent: style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code)),
            indent: style.alignment.as_ref().and_then(|alignment| alignment.indent).unwrap_or(0),
            bold: style.font.as_ref().is_some_and(calamine::Font::is_bold),
        }
    }
}

/// Whether a format shows hundredths: its sign for per cent is none of its words.
fn shows_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' if !quoted => escaped = true,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

fn content(value: &DataRef<'_>) -> Content {
    match value {
        DataRef::Empty => Content::Empty,
        DataRef::Int(whole) => Content::Number(Decimal::from(*whole)),
        // Printing a binary number gives the shortest decimal that is read as it: no more is known of it.
        DataRef::Float(binary) => number(&binary.to_string()),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Bool(true) => Content::Other("sanningsvärdet SANT".to_owned()),
        DataRef::Bool(false) => Content::Other("sanningsvärdet FALSKT".to_owned()),
        DataRef::Error(error) => Content::Other(format!("felet {error}")),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Content::Other(format!("datumet {}", Data::from(value.clone())))
        }
    }
}

fn words(text: &str) -> Content {
    if text.is_empty() { Content::Empty } else { Content::Text(text.to_owned()) }
}

/// A number that is printed without an exponent; decimals beyond all that a decimal holds are noise.
fn number(text: &str) -> Content {
    let whole = text.trim_start_matches('-').split('.').next().unwrap_or_default();
    match Decimal::from_str(text) {
        Ok(number) if whole.len() <= 18 => Content::Number(number),
        _ => Content::Huge(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, number, shows_percent};

    #[test]
    fn numbers_are_the_shortest_decimals() {
        for (binary, text) in [("7.000000000000001", "7.000000000000001"), ("2528.8", "2528.8"), ("-0.1", "-0.1")] {
            assert_eq!(number(binary), Content::Number(text.parse().expect("a decimal")));
        }
        assert_eq!(number(&format!("0.{}5684", "0".repeat(40))), Content::Number(0.into()));
        assert!(matches!(number(&"9".repeat(40)), Content::Huge(_)));
        assert!(matches!(number("NaN"), Content::Huge(_)));
    }

    #[test]
    fn a_sign_in_words_is_no_format() {
        assert!(shows_percent("0.0\" \"%") && shows_percent("0%"));
        assert!(!shows_percent("0.0\" %\"") && !shows_percent("0\\%") && !shows_percent("General"));
    }
}
