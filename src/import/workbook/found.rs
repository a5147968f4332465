//! Where the plan's cells stand in a workbook that has been worked on: by the addresses beside the rows and the ids over
//! the columns, wherever they have been moved.

use std::collections::{BTreeMap, HashMap};

use crate::figures::{Figures, LineKind};
use crate::import::spreadsheet::{At, Sheet};
use crate::outputs::workbook::record;

/// What a workbook was made of.
#[derive(Debug, Default)]
pub struct Record {
    /// The sources in short.
    pub sources: String,
    /// The plan's name.
    pub plan: String,
    /// What each written cell held, by address and column; names have no column.
    cells: HashMap<(String, String), String>,
}

impl Record {
    /// Reads the hidden sheet.
    pub fn read(sheet: &Sheet) -> Self {
        let mut own = Self::default();
        for row in sheet.cells.keys().filter(|(_, column)| *column == 0).map(|(row, _)| *row) {
            let text = |column| sheet.text((row, column)).unwrap_or_default().to_owned();
            match text(0).as_str() {
                record::SOURCES => own.sources = text(2),
                record::PLAN => own.plan = text(2),
                _ => drop(own.cells.insert((text(0), text(1)), text(2))),
            }
        }
        own
    }

    /// What a cell held.
    pub fn cell(&self, address: &str, column: &str) -> Option<&str> {
        self.cells.get(&(address.to_owned(), column.to_owned())).map(String::as_str)
    }

    /// The names of a row.
    pub fn names(&self, address: &str) -> Option<&str> {
        self.cell(address, "")
    }
}

/// The rows of a plan's sheets by their addresses: `tabell.rad`.
pub struct Addresses(HashMap<String, (usize, usize)>);

impl Addresses {
    /// Of all lines that have cells.
    pub fn of(figures: &Figures) -> Self {
        let sheets = figures.sheets.iter().enumerate();
        let lines = sheets.flat_map(|(at, sheet)| {
            let lines = sheet.lines.iter().enumerate();
            let lines = lines.filter(|(_, line)| line.is_printed() && line.kind != LineKind::Heading);
            lines.map(move |(line, own)| (format!("{}.{}", sheet.id, sheet.key(own)), (at, line)))
        });
        Self(lines.collect())
    }

    /// The sheet and the line of an address.
    pub fn get(&self, address: &str) -> Option<(usize, usize)> {
        self.0.get(address).copied()
    }

    /// The addresses of a sheet's lines.
    pub fn within(&self, sheet: usize) -> BTreeMap<usize, &str> {
        self.0.iter().filter(|(_, (at, _))| *at == sheet).map(|(text, (_, line))| (*line, text.as_str())).collect()
    }
}

/// A sheet of the workbook as a sheet of the plan.
pub struct Found<'b> {
    /// The workbook's sheet.
    pub sheet: &'b Sheet,
    /// The plan's sheet.
    pub at: usize,
    /// The plan's line of each row.
    pub rows: BTreeMap<u32, usize>,
    /// The plan's column of each column.
    pub columns: BTreeMap<u16, usize>,
    /// Where the addresses stand.
    pub addresses: u16,
    /// What stands there and is no address of the plan.
    pub unknown: Vec<(u32, String)>,
    /// Rows that have the address of one above.
    pub doubled: Vec<(u32, u32)>,
}

/// Why a sheet is none of the plan's, though something in it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where.
    pub at: At,
    /// Why.
    pub why: String,
    /// What to do.
    pub hint: String,
}

impl<'b> Found<'b> {
    /// Finds a sheet of the plan in a sheet of a workbook; nothing where there is none of it.
    pub fn of(sheet: &'b Sheet, figures: &Figures, addresses: &Addresses) -> Option<Result<Self, Lost>> {
        let mut votes: HashMap<(u16, usize), usize> = HashMap::new();
        for ((_, column), text) in texts(sheet) {
            if let Some((at, _)) = addresses.get(text) {
                *votes.entry((*column, at)).or_default() += 1;
            }
        }
        let most = votes.iter().map(|(place, count)| (*count, std::cmp::Reverse(*place))).max()?;
        let (column, at) = most.1.0;
        Some(Self::with(sheet, figures, addresses, column, at))
    }

    fn with(sheet: &'b Sheet, figures: &Figures, addresses: &Addresses, column: u16, at: usize) -> Result<Self, Lost> {
        let own = &figures.sheets[at];
        let (mut rows, mut lines, mut doubled, mut unknown) = (BTreeMap::new(), HashMap::new(), Vec::new(), Vec::new());
        for ((row, _), text) in texts(sheet).filter(|((_, own), _)| *own == column) {
            match addresses.get(text) {
                Some((other, line)) if other == at => match lines.insert(line, *row) {
                    Some(first) => doubled.push((first, *row)),
                    None => drop(rows.insert(*row, line)),
                },
                _ => unknown.push((*row, text.to_owned())),
            }
        }
        let first = rows.keys().next().copied().unwrap_or(0);
        // What stands over the rows is the head of the addresses.
        unknown.retain(|(row, _)| *row > first);
        let ids = |row: u32| {
            let named = |(column, cell): (u16, _)| {
                let cell: &crate::import::spreadsheet::Cell = cell;
                Some((column, own.columns.iter().position(|own| Some(own.id.as_str()) == cell.content.text())?))
            };
            sheet.row(row).filter_map(named).collect::<Vec<_>>()
        };
        let above = (0..first).rev().map(|row| (row, ids(row))).max_by_key(|(row, found)| (found.len(), *row));
        let (row, found) = above.unwrap_or_default();
        let mut columns = BTreeMap::new();
        for (column, id) in found {
            if let Some((other, _)) = columns.iter().find(|(_, own)| **own == id) {
                let other: &u16 = other;
                return Err(Lost {
                    at: (row, column),
                    why: format!("kolumnen \"{}\" står två gånger (också i kolumn {})", own.columns[id].id, other + 1),
                    hint: "ta bort den ena av kolumnerna, med dess id över beloppen".to_owned(),
                });
            }
            columns.insert(column, id);
        }
        if let Some(missing) = (0..own.columns.len()).find(|id| !columns.values().any(|own| own == id)) {
            let (id, name) = (&own.columns[missing].id, &own.columns[missing].name);
            return Err(Lost {
                at: (row, column),
                why: format!("kolumnen {name} känns inte igen: raden närmast över beloppen saknar \"{id}\""),
                hint: format!("skriv tillbaka \"{id}\" över kolumnens belopp, eller hämta en ny arbetsbok"),
            });
        }
        Ok(Self { sheet, at, rows, columns, addresses: column, unknown, doubled })
    }

    /// The line and the column of a cell.
    pub fn cell(&self, (row, column): At) -> Option<(usize, usize)> {
        Some((*self.rows.get(&row)?, *self.columns.get(&column)?))
    }
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = (&At, &str)> {
    sheet.cells.iter().filter_map(|(at, cell)| Some((at, cell.content.text()?.trim())))
}
