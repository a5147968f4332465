//! The column before in time, which an opening balance is fetched from.

use crate::diagnostic::list_names;
use crate::figures::figure::CellId;
use crate::figures::lookup::{Here, Unknown};
use crate::figures::sheet::{Sheet, SheetColumn, Sheets};
use crate::model::formula::Reference;

impl Sheets {
    /// The cell that a formula's reference means.
    ///
    /// # Errors
    /// When it means none, or several.
    pub fn refer(&self, reference: &Reference, here: Option<Here>) -> Result<CellId, Unknown> {
        let parts = &reference.parts;
        if !reference.before {
            return self.find(parts, here);
        }
        let Some((here, own)) = here.and_then(|here| Some((here, self.get(here.sheet)?.columns.get(here.column)?)))
        else {
            return Err(Unknown {
                message: "här finns ingen kolumn att räkna bakåt från".to_owned(),
                hint: "skriv cellen helt ut, tabell.rad.kolumn".to_owned(),
            });
        };
        let now = self.find(parts, Some(here));
        let (at, row) = self.table_of(parts, here, now.as_ref().ok().copied());
        let sheet = &self[at];
        let line = here.line.filter(|_| at == here.sheet);
        let mut unknown = None;
        for column in sheet.columns_before(own)? {
            match self.find(row, Some(Here { sheet: at, line, column, ..here })) {
                Ok(cell) if now == Ok(cell) => {
                    return Err(Unknown {
                        message: "föregående tar en rad, i den kolumn som kommer före i tiden, och ingen bestämd cell"
                            .to_owned(),
                        hint: format!("skriv föregående({})", parts.first().map_or("rad", String::as_str)),
                    });
                }
                Ok(cell) => return Ok(cell),
                Err(error) => unknown = unknown.or(Some(error)),
            }
        }
        now.and(Err(sheet.nothing_before(own))).map_err(|error| unknown.unwrap_or(error))
    }

    /// The table whose row an address means, and the address from there: the column before is looked for in that table.
    fn table_of<'a>(&self, parts: &'a [String], here: Here, now: Option<CellId>) -> (usize, &'a [String]) {
        let other = parts.split_first().and_then(|(first, rest)| {
            let at = self.iter().position(|sheet| sheet.id == *first)?;
            let is_meant = match now {
                Some(cell) => self.index_of(cell) == Some(at),
                None => self[here.sheet].lines_with(first).is_empty(),
            };
            (at != here.sheet && is_meant && !rest.is_empty()).then_some((at, rest))
        });
        other.unwrap_or((here.sheet, parts))
    }
}

impl Sheet {
    /// The columns of the time just before that of a column of this table or another, of which the first is the one of the
    /// same measure. Of several kinds of that time, the column's own is meant.
    fn columns_before(&self, own: &SheetColumn) -> Result<Vec<usize>, Unknown> {
        let Some(when) = own.when else { return Err(self.nothing_before(own)) };
        let earlier = self.columns.iter().enumerate();
        let earlier = earlier.filter_map(|(at, column)| Some((when.months_since(column.when?)?, at)));
        let earlier: Vec<(i32, usize)> = earlier.collect();
        let latest = earlier.iter().map(|(gap, _)| *gap).min().ok_or_else(|| self.nothing_before(own))?;
        if latest > 0 {
            return Err(self.nothing_before(own));
        }
        let mut found: Vec<usize> = earlier.into_iter().filter(|(gap, _)| *gap == latest).map(|(_, at)| at).collect();
        let period = |at: usize| self.columns[at].when;
        let kind = |at: usize| period(at).and_then(|when| when.kind);
        if found.iter().any(|&at| kind(at) == when.kind) {
            found.retain(|&at| kind(at) == when.kind);
        }
        if found.iter().any(|&at| period(at) != period(found[0])) {
            let ids = found.iter().map(|&at| self.columns[at].id.as_str());
            return Err(Unknown {
                message: format!("flera kolumner kommer närmast före \"{}\" i tiden: {}", own.name, list_names(ids)),
                hint: "skriv den som menas efter raden, rad.kolumn".to_owned(),
            });
        }
        found.sort_by_key(|&at| self.columns[at].measure != own.measure);
        Ok(found)
    }

    fn nothing_before(&self, own: &SheetColumn) -> Unknown {
        let message = match own.when {
            Some(_) => format!("ingen kolumn i tabellen \"{}\" slutar där \"{}\" börjar", self.id, own.name),
            None => format!("kolumnen \"{}\" gäller ingen period", own.name),
        };
        Unknown { message, hint: format!("skriv det ingående beloppet på raden: belopp: {{{}: …}}", own.id) }
    }
}
