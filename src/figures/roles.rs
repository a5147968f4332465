//! Columns by what they are to their plan: `driftbudget.summa.budget.ram` is in the budget of the plan's own year.

use crate::diagnostic::list_names;
use crate::figures::figure::CellId;
use crate::figures::lookup::Unknown;
use crate::figures::sheet::{Sheet, SheetColumn, Sheets};
use crate::quantity::period::names;
use crate::quantity::period::roles::RoleWord;

impl Sheet {
    /// Index of the column that an id means: its own, or one with a word for its period's role, `budget.ram`.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.exact_column(id).or_else(|| match self.columns_by_role(id).as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    }

    /// Index of the column whose own id it is.
    pub fn exact_column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }

    /// The columns that an id with a word for a role may mean; several where the plan has several such periods.
    pub fn columns_by_role(&self, id: &str) -> Vec<usize> {
        let parts: Vec<&str> = id.split('.').collect();
        let Some((role, at)) = role(&parts) else { return Vec::new() };
        let fits = self.columns.iter().enumerate().filter_map(|(index, column)| {
            let when = column.when.filter(|_| is_at(column, &parts, at))?;
            Some((role.fit(when, self.plan_year)?, index))
        });
        let fits: Vec<(i32, usize)> = fits.collect();
        let best = fits.iter().map(|(fit, _)| *fit).max();
        fits.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, index)| index).collect()
    }

    /// A column's id with a word for its period's role instead of the period, when that means this column alone.
    pub fn role_id(&self, column: usize) -> Option<String> {
        let own = &self.columns.get(column)?.id;
        let parts: Vec<&str> = own.split('.').collect();
        let written = |word: &str, at: usize| {
            let with = parts.iter().enumerate().map(|(index, part)| if index == at { word } else { part });
            with.collect::<Vec<_>>().join(".")
        };
        let words = RoleWord::WORDS.iter().flat_map(|(word, _)| (0..parts.len()).map(move |at| (*word, at)));
        words.map(|(word, at)| written(word, at)).find(|id| self.column(id) == Some(column))
    }

    /// Why a word for a role means no column here; nothing when it is no such word.
    pub fn unknown_role(&self, id: &str) -> Option<Unknown> {
        let parts: Vec<&str> = id.split('.').collect();
        let (role, at) = role(&parts)?;
        let found = self.columns_by_role(id);
        let ids = |columns: &[usize]| {
            let ids: Vec<&str> = columns.iter().filter_map(|at| self.columns.get(*at)).map(|c| c.id.as_str()).collect();
            list_names(ids.iter().copied())
        };
        Some(match found.as_slice() {
            [] => Unknown {
                message: format!(
                    "\"{}\" betyder {}, och någon sådan kolumn har tabellen \"{}\" inte",
                    parts[at],
                    role.meaning(self.plan_year),
                    self.id
                ),
                hint: format!("kolumner: {}", ids(&(0..self.columns.len()).collect::<Vec<_>>())),
            },
            several => Unknown {
                message: format!("\"{}\" kan vara flera kolumner i tabellen \"{}\"", parts[at], self.id),
                hint: format!("skriv den som menas: {}", ids(several)),
            },
        })
    }
}

impl Sheets {
    /// A cell's address, with a word for its column's role where there is one: the address follows the plan to next year.
    pub fn lasting_address(&self, cell: CellId) -> String {
        let lasting = self.position(cell).and_then(|(sheet, line, column)| {
            let at = sheet.exact_column(&column.id)?;
            Some(format!("{}.{}.{}", sheet.id, sheet.key(line), sheet.role_id(at)?))
        });
        lasting.unwrap_or_else(|| self.address(cell))
    }
}

/// The word for a role among the parts of a column's id, and its place.
fn role(parts: &[&str]) -> Option<(RoleWord, usize)> {
    parts.iter().enumerate().find_map(|(at, part)| Some((RoleWord::read(part)?, at)))
}

/// Whether a column's id is these parts, with its period where the role stands.
fn is_at(column: &SheetColumn, parts: &[&str], at: usize) -> bool {
    let own: Vec<&str> = column.id.split('.').collect();
    let period = || own.get(at).and_then(|part| names::whole_id(part));
    own.len() == parts.len()
        && own.iter().zip(parts).enumerate().all(|(index, (own, part))| index == at || own == part)
        && period().is_some_and(|period| column.when == Some(period))
}
