//! The column before in time, which an opening balance is fetched from.

use crate::diagnostic::list_names;
use crate::figures::figure::CellId;
use crate::figures::lookup::{Here, Unknown};
use crate::figures::sheet::{Sheet, Sheets};
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
        let Some((here, sheet)) = here.and_then(|here| Some((here, self.get(here.sheet)?))) else {
            return Err(Unknown {
                message: "här finns ingen kolumn att räkna bakåt från".to_owned(),
                hint: "skriv cellen helt ut, tabell.rad.kolumn".to_owned(),
            });
        };
        let own = self.find(parts, Some(here));
        let mut unknown = None;
        for column in sheet.columns_before(here.column)? {
            match self.find(parts, Some(Here { column, ..here })) {
                Ok(cell) if own == Ok(cell) => {
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
        own.and(Err(sheet.nothing_before(here.column))).map_err(|error| unknown.unwrap_or(error))
    }
}

impl Sheet {
    /// The columns of the time just before a column's, of which the first is the one of the same measure. Of several kinds
    /// of that time, the column's own is meant.
    fn columns_before(&self, at: usize) -> Result<Vec<usize>, Unknown> {
        let own = self.columns.get(at).ok_or_else(|| self.nothing_before(at))?;
        let Some(when) = own.when else { return Err(self.nothing_before(at)) };
        let earlier = self.columns.iter().enumerate();
        let earlier = earlier.filter_map(|(at, column)| Some((when.months_since(column.when?)?, at)));
        let earlier: Vec<(i32, usize)> = earlier.collect();
        let latest = earlier.iter().map(|(gap, _)| *gap).min().ok_or_else(|| self.nothing_before(at))?;
        if latest > 0 {
            return Err(self.nothing_before(at));
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

    fn nothing_before(&self, at: usize) -> Unknown {
        let Some(own) = self.columns.get(at) else {
            return Unknown { message: "kolumnen finns inte".to_owned(), hint: String::new() };
        };
        let message = match own.when {
            Some(_) => format!("ingen kolumn i tabellen slutar där \"{}\" börjar", own.name),
            None => format!("kolumnen \"{}\" gäller ingen period", own.name),
        };
        Unknown { message, hint: format!("skriv det ingående beloppet på raden: belopp: {{{}: …}}", own.id) }
    }
}
