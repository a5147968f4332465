//! Addresses: which cell `tabell.rad.kolumn` means, from where it is written.

use std::collections::HashMap;

use crate::diagnostic::list_names;
use crate::diagnostic::names::{Names, closest};
use crate::figures::figure::CellId;
use crate::figures::sheet::{Line, LineKind, Sheet, SheetColumn, Sheets};
use crate::quantity::period::names;

/// The cell in which a formula stands: short references are read from here.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// Index of the sheet.
    pub sheet: usize,
    /// Index of the line; nothing where it is no row's.
    pub line: Option<usize>,
    /// Index of the column.
    pub column: usize,
    /// The formula is a column's: short names are columns before they are rows.
    pub columns_first: bool,
}

/// Why an address means no cell, with what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub hint: String,
}

impl Sheet {
    /// The shortest key that means this line alone: its id, or with groups before it.
    pub fn key(&self, line: &Line) -> String {
        for from in (0..line.path.len()).rev() {
            let key = line.path[from..].join(".");
            if let [only] = self.lines_with(&key)
                && std::ptr::eq(&raw const self.lines[*only], line)
            {
                return key;
            }
        }
        line.path.join(".")
    }

    /// Index of the column that an id means in another: a whole id, or that of a measure of the same period.
    fn column_from(&self, own: usize, id: &str) -> Option<usize> {
        let beside = || {
            let (period, _) = self.columns.get(own)?.id.rsplit_once('.')?;
            self.exact_column(&format!("{period}.{id}"))
        };
        self.exact_column(id).or_else(beside)
    }

    /// The column of another's period under the groups and of the measure that are written: `koncernen`.
    fn column_beside(&self, other: &SheetColumn, written: &str) -> Option<usize> {
        let alike = |column: &SheetColumn| other.when.is_some() && column.when == other.when && column.is_of(written);
        self.columns.iter().position(alike)
    }

    /// The column that is to this sheet what another is to its own, so many years later: that with the same id but for
    /// its years, or of the same kind of period written in another way.
    pub fn column_like(&self, other: &SheetColumn, years: i32) -> Option<usize> {
        let when = other.when.map(|when| when.moved(years));
        let alike = |column: &SheetColumn| {
            when.is_some_and(|when| when.kind.is_some()) && column.when == when && column.measure == other.measure
        };
        self.exact_column(&names::id_moved(&other.id, years)).or_else(|| self.columns.iter().position(alike))
    }

    /// The line of this sheet that a line of another year's table is: that with the same groups around it.
    pub fn line_with_path_of(&self, line: &Line) -> Option<usize> {
        match self.lines_with(&line.path.join(".")) {
            &[found] => Some(found),
            _ => None,
        }
    }

    /// The same, or the line with an id that only one line of each table has.
    pub fn line_like(&self, line: &Line, other: &Self) -> Option<usize> {
        self.line_with_path_of(line).or_else(|| match (other.lines_with(line.id()), self.lines_with(line.id())) {
            ([_], &[found]) => Some(found),
            _ => None,
        })
    }

    /// Lines that a key such as `rad` or `grupp.rad` means: those whose whole path it is, else those whose path
    /// ends with it.
    pub fn lines_with(&self, key: &str) -> &[usize] {
        let found = self.index.get(key).map_or(&[][..], Vec::as_slice);
        match found.first() {
            Some(&first) if self.lines[first].path.join(".") == key => &found[..1],
            _ => found,
        }
    }

    /// Lines by every ending of their path, whole paths first.
    pub fn index(lines: &[Line]) -> HashMap<String, Vec<usize>> {
        let mut index: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Heading) {
            for from in 0..line.path.len() {
                let found = index.entry(line.path[from..].join(".")).or_default();
                if from == 0 { found.insert(0, at) } else { found.push(at) }
            }
        }
        index
    }

    /// The ids of lines that have cells.
    pub fn names(lines: &[Line]) -> Names {
        Names::new(printed_ids(lines))
    }
}

impl Sheets {
    /// The cell that an address means.
    ///
    /// # Errors
    /// When it means none, or several.
    pub fn find(&self, parts: &[String], here: Option<Here>) -> Result<CellId, Unknown> {
        let mut missing = None;
        if let Some(here) = here {
            match self.find_in(here.sheet, parts, Some(here)) {
                Ok(cell) => return Ok(cell),
                Err(found) => missing = Some((here.sheet, found)),
            }
        }
        let Some((first, rest)) = parts.split_first() else { return Err(self.no_table("")) };
        let sheet = self.iter().position(|sheet| sheet.id == *first);
        match (sheet, missing) {
            (Some(_), _) if rest.is_empty() => Err(Unknown {
                message: format!("\"{first}\" är en tabell och inte en cell"),
                hint: format!("skriv {first}.rad.kolumn"),
            }),
            (Some(sheet), _) => self.find_in(sheet, rest, here).map_err(|missing| missing.told(&self[sheet], rest)),
            // A short name in a formula is most likely a row that is misspelt.
            (None, Some((own, missing))) if parts.len() <= 2 => Err(missing.told(&self[own], parts)),
            (None, _) => Err(self.no_table(first)),
        }
    }

    fn find_in(&self, at: usize, parts: &[String], here: Option<Here>) -> Result<CellId, Missing> {
        let sheet = &self[at];
        let own = here.filter(|here| here.sheet == at);
        let as_column = own.and_then(|here| {
            let column = sheet.column_from(here.column, &parts.join("."))?;
            Some(sheet.cell(here.line?, column))
        });
        // In a row's formula a word for a role comes last: a row may be called so itself.
        let by_role = || own.and_then(|here| Some(sheet.cell(here.line?, sheet.column(&parts.join("."))?)));
        if own.is_some_and(|here| here.columns_first)
            && let Some(cell) = as_column.or_else(by_role)
        {
            return Ok(cell);
        }
        let mut row_found = None;
        for split in (1..=parts.len()).rev() {
            let (row, column) = (parts[..split].join("."), parts[split..].join("."));
            let lines = sheet.lines_with(&row);
            let [line] = lines else {
                if lines.len() > 1 {
                    return Err(Missing::Alone(row));
                }
                continue;
            };
            row_found = Some((row, column.clone()));
            let reader = here.and_then(|here| self.get(here.sheet)?.columns.get(here.column));
            let column = if column.is_empty() {
                reader.and_then(|reader| sheet.column_like(reader, 0))
            } else {
                sheet.column(&column).or_else(|| sheet.column_beside(reader?, &column))
            };
            if let Some(column) = column {
                return Ok(sheet.cell(*line, column));
            }
        }
        if let Some(cell) = as_column.or_else(by_role) {
            return Ok(cell);
        }
        Err(row_found.map_or(Missing::Row, |(row, column)| Missing::Column(row, column)))
    }

    fn no_table(&self, written: &str) -> Unknown {
        let ids = || self.iter().map(|sheet| sheet.id.as_str());
        Unknown {
            message: format!("tabellen \"{written}\" finns inte"),
            hint: closest(written, ids())
                .map_or_else(|| format!("tabeller: {}", list_names(ids())), |best| format!("menade du \"{best}\"?")),
        }
    }
}

fn printed_ids(lines: &[Line]) -> impl Iterator<Item = &str> {
    lines.iter().filter(|line| line.kind != LineKind::Heading).map(Line::id)
}

/// What of an address is not there. It is put into words only when it has to be: looking for what was meant takes time,
/// and most addresses that mean nothing in one table mean a cell of another.
enum Missing {
    /// There is no such row.
    Row,
    /// A row has no such column.
    Column(String, String),
    /// A row is there several times.
    Alone(String),
}

impl Missing {
    fn told(&self, sheet: &Sheet, parts: &[String]) -> Unknown {
        match self {
            Self::Row => no_row(sheet, parts),
            Self::Column(row, column) => no_column(sheet, row, column),
            Self::Alone(row) => several_rows(sheet, row),
        }
    }
}

fn several_rows(sheet: &Sheet, row: &str) -> Unknown {
    let keys: Vec<String> = sheet.lines_with(row).iter().map(|&line| sheet.lines[line].path.join(".")).collect();
    Unknown {
        message: format!("raden \"{row}\" finns flera gånger i tabellen \"{}\"", sheet.id),
        hint: format!("skriv med gruppen före: {}", list_names(keys.iter().map(String::as_str))),
    }
}

fn no_row(sheet: &Sheet, parts: &[String]) -> Unknown {
    let written = parts.first().map_or("", String::as_str);
    Unknown {
        message: format!("raden \"{written}\" finns inte i tabellen \"{}\"", sheet.id),
        hint: sheet.names.closest(written).map_or_else(
            || format!("rader: {}", list_names(printed_ids(&sheet.lines))),
            |best| format!("menade du \"{best}\"?"),
        ),
    }
}

/// The ids of the rows of a group, or of what is part of a row.
fn rows_under<'a>(sheet: &'a Sheet, row: &str) -> Vec<&'a str> {
    let [group] = sheet.lines_with(row) else { return Vec::new() };
    let path = &sheet.lines[*group].path;
    let is_under = |line: &&Line| line.path.len() == path.len() + 1 && line.path.starts_with(path);
    sheet.lines.iter().filter(is_under).map(Line::id).collect()
}

fn no_column(sheet: &Sheet, row: &str, written: &str) -> Unknown {
    let ids = || sheet.columns.iter().map(|column| column.id.as_str());
    if written.is_empty() {
        return Unknown {
            message: format!("\"{}.{row}\" saknar kolumn", sheet.id),
            hint: format!("skriv kolumnen efter raden: {}", list_names(ids())),
        };
    }
    if let Some(unknown) = sheet.unknown_role(written) {
        return unknown;
    }
    // After a group may stand a row of it.
    let inner = rows_under(sheet, row);
    if !inner.is_empty() {
        let known = || inner.iter().copied().chain(ids());
        return Unknown {
            message: format!(
                "\"{written}\" är varken en rad under \"{row}\" eller en kolumn i tabellen \"{}\"",
                sheet.id
            ),
            hint: closest(written, known()).map_or_else(
                || format!("rader: {}", list_names(inner.iter().copied())),
                |best| format!("menade du \"{best}\"?"),
            ),
        };
    }
    Unknown {
        message: format!("kolumnen \"{written}\" finns inte i tabellen \"{}\"", sheet.id),
        hint: closest(written, ids())
            .map_or_else(|| format!("kolumner: {}", list_names(ids())), |best| format!("menade du \"{best}\"?")),
    }
}
