//! The part of a sheet that a table is made of: its rows and columns that have something in them.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::import::number::{self, NoNumber, cleared};
use crate::import::spreadsheet::{At, Book, Cell, Content, Sheet};
use crate::outputs::workbook::places::name;
use crate::quantity::unit::Unit;
use crate::swedish;
use rust_decimal::Decimal;

/// Most rows of a table.
const ROWS: usize = 5000;

/// Most columns of a table.
const COLUMNS: usize = 200;

/// Decimals that an amount may have, beside those that every amount may have beyond its table's.
const DECIMALS: u32 = 2;

/// What is asked for of a file.
#[derive(Debug, Default)]
pub struct Asked {
    /// The sheet; the only one where none is named.
    pub sheet: Option<String>,
    /// From one cell to another; all that stands in the sheet where nothing is said.
    pub range: Option<(At, At)>,
    /// The unit of the amounts, where the sheet does not say it.
    pub unit: Option<Unit>,
    /// The table's id.
    pub id: String,
}

/// The part of a sheet.
pub struct Grid<'b> {
    file: &'b str,
    /// The sheet.
    pub sheet: &'b Sheet,
    /// Rows with something in them.
    pub rows: Vec<u32>,
    /// Columns with something in them.
    pub columns: Vec<u16>,
}

/// What a cell says among amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// A dash.
    Dash,
    /// A number, whether it is in per cent, and the unit that is written after it.
    Number(Decimal, bool, Option<Unit>),
    /// Words.
    Words(String),
    /// Something that is no amount: why, and what to do.
    Bad(String, String),
}

impl<'b> Grid<'b> {
    /// The part that is asked for.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(book: &'b Book, asked: &Asked, told: &mut Vec<String>) -> Result<Self, Vec<Diagnostic>> {
        let sheet = sheet(book, asked)?;
        let within = |(row, column): &At| {
            asked.range.is_none_or(|((top, left), (bottom, right))| {
                (top..=bottom).contains(row) && (left..=right).contains(column)
            })
        };
        let full = sheet.cells.iter().filter(|(at, cell)| within(at) && !is_blank(cell)).map(|(at, _)| *at);
        let (rows, columns): (BTreeSet<u32>, BTreeSet<u16>) = full.unzip();
        if rows.is_empty() {
            return Err(vec![Diagnostic::error("tomt-område", format!("{}: det finns inget i området", book.file))]);
        }
        if rows.len() > ROWS || columns.len() > COLUMNS {
            return Err(vec![
                Diagnostic::error(
                    "för-stort-område",
                    format!("{}: området är större än en tabell ({ROWS} rader, {COLUMNS} kolumner)", book.file),
                )
                .hint("ange tabellens område med --range, till exempel --range A3:F28"),
            ]);
        }
        let grid =
            Self { file: &book.file, sheet, rows: rows.into_iter().collect(), columns: columns.into_iter().collect() };
        let hidden = |what: &str, names: Vec<String>| {
            (!names.is_empty()).then(|| format!("{what} {} är dolda i bladet och är med", swedish::join(&names)))
        };
        let rows = grid.rows.iter().filter(|row| sheet.hidden_rows.contains(row)).map(|row| (row + 1).to_string());
        told.extend(hidden("raderna", rows.collect()));
        let columns =
            grid.columns.iter().filter(|column| sheet.hidden_columns.contains(column)).map(|column| letters(*column));
        told.extend(hidden("kolumnerna", columns.collect()));
        Ok(grid)
    }

    /// A cell.
    pub fn cell(&self, row: u32, column: u16) -> Option<&'b Cell> {
        self.sheet.cells.get(&(row, column)).filter(|cell| !is_blank(cell))
    }

    /// What a cell shows as a text, with single spaces.
    pub fn text(&self, row: u32, column: u16) -> String {
        self.cell(row, column).map(|cell| shown(&cell.content)).unwrap_or_default()
    }

    /// The same, of the cell that it is one with.
    pub fn merged_text(&self, row: u32, column: u16) -> String {
        let own = self.text(row, column);
        match self.sheet.merged_with((row, column)) {
            Some(((top, left), _)) if own.is_empty() => self.text(top, left),
            _ => own,
        }
    }

    /// What a cell says among amounts.
    pub fn said(&self, row: u32, column: u16) -> Said {
        let Some(cell) = self.cell(row, column) else { return Said::Nothing };
        let bad = |NoNumber { why, hint }: NoNumber| Said::Bad(why, hint);
        match &cell.content {
            Content::Empty => {
                Said::Bad("formeln har inget uträknat värde".to_owned(), "öppna filen i Excel och spara den".to_owned())
            }
            Content::Number(value) => {
                let value =
                    if cell.percent { value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*value) } else { *value };
                match cleared(value, DECIMALS) {
                    Ok(cleared) => Said::Number(cleared.value, cell.percent, None),
                    Err(no) => bad(no),
                }
            }
            Content::Text(text) => match text.trim() {
                "" => Said::Nothing,
                "-" | "–" | "—" | "−" => Said::Dash,
                words => match number::written(words, DECIMALS) {
                    Ok(written) => {
                        let percent = written.unit == Some(Unit::Percent);
                        Said::Number(written.value, percent, written.unit.filter(|_| !percent))
                    }
                    // What has figures in it and is no number is most likely one that is written wrongly.
                    Err(no) if words.contains(|c: char| c.is_ascii_digit()) => bad(no),
                    Err(_) => Said::Words(shown(&cell.content)),
                },
            },
            Content::Huge(text) => Said::Bad(format!("{text} är större än något belopp"), "rätta beloppet".to_owned()),
            Content::Other(what) => Said::Bad(
                format!("cellen har {what} och inget belopp"),
                "rätta cellen, eller ange ett område utan den".to_owned(),
            ),
        }
    }

    /// A complaint about a cell.
    pub fn error(&self, id: &'static str, at: At, why: &str) -> Diagnostic {
        let sheet = if self.sheet.name.is_empty() { String::new() } else { format!("{}!", self.sheet.name) };
        Diagnostic::error(id, format!("{}: {sheet}{}: {why}", self.file, name(at)))
    }
}

fn is_blank(cell: &Cell) -> bool {
    let blank = match &cell.content {
        Content::Empty => true,
        Content::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    blank && cell.formula.is_none()
}

fn shown(content: &Content) -> String {
    match content {
        Content::Empty => String::new(),
        Content::Number(value) => crate::quantity::amount::machine(*value),
        Content::Text(text) | Content::Huge(text) | Content::Other(text) => {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }
}

/// A column's letters.
pub fn letters(column: u16) -> String {
    name((0, column)).trim_end_matches('1').to_owned()
}

fn sheet<'b>(book: &'b Book, asked: &Asked) -> Result<&'b Sheet, Vec<Diagnostic>> {
    let named = |name: &String| book.sheets.iter().find(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
    let shown: Vec<&Sheet> = book.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.cells.is_empty()).collect();
    let found = match (&asked.sheet, shown.as_slice()) {
        (Some(name), _) => named(name),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    found.ok_or_else(|| {
        let all: Vec<String> = book.sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect();
        let all = swedish::join(&all);
        let why = match &asked.sheet {
            Some(name) => format!("{}: det finns inget blad \"{name}\" (bladen är {all})", book.file),
            None => format!("{}: arbetsboken har flera blad: {all}", book.file),
        };
        vec![Diagnostic::error("okänt-blad", why).hint("ange bladet med --sheet, till exempel --sheet Budget")]
    })
}

/// Reads a range: `A3:F28`.
pub fn range(text: &str) -> Option<(At, At)> {
    use crate::import::workbook::formulas::cell;
    let text: Vec<char> = text.trim().chars().collect();
    let (from, end) = cell(&text, 0)?;
    (text.get(end) == Some(&':')).then_some(())?;
    let (until, end) = cell(&text, end + 1)?;
    (end == text.len() && from.0 <= until.0 && from.1 <= until.1).then_some((from, until))
}

#[cfg(test)]
mod tests {
    use super::{letters, range};

    #[test]
    fn ranges_are_read() {
        assert_eq!(range("A3:F28"), Some(((2, 0), (27, 5))));
        assert_eq!(range("$B$2:aa3"), Some(((1, 1), (2, 26))));
        assert_eq!([range("A3"), range("F28:A3"), range("A3:F28x"), range("A0:B1"), range("")], [None; 5]);
        assert_eq!([letters(0), letters(27)], ["A", "AB"]);
    }
}
