//! Addresses of columns, which follow the columns that they name: `budget_2025` is `budget_2026` in the next plan.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::plan::Plan;
use crate::quantity::period::{self, names};

/// The ids of columns that have years in them.
#[derive(Debug)]
pub struct Columns {
    ids: BTreeSet<String>,
    shift: i32,
}

impl Columns {
    /// Those of a plan, so many years later.
    pub fn of(plan: &Plan, shift: i32) -> Self {
        let ids = plan.tables.iter().flat_map(|table| &table.columns).flat_map(|column| column.id.value.split('.'));
        let has_year = |id: &&str| names::id_moved(id, shift) != **id;
        Self { ids: ids.filter(has_year).map(str::to_owned).collect(), shift }
    }

    /// A column's id, or one of its parts, in the next plan.
    pub fn id(&self, id: &str) -> String {
        let parts = id.split('.').map(|part| names::id_moved(part, self.shift));
        parts.collect::<Vec<_>>().join(".")
    }

    /// The parts of addresses in a text that follow, with what they become. A year alone is a number, unless it is the
    /// name of a column: `is_bare` says whether it can be.
    pub fn moved(&self, text: &str, is_bare: bool) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for word in words(text) {
            let whole = &text[word.clone()];
            let parts: Vec<&str> = whole.split('.').collect();
            let is_number = period::year(parts[0]).is_none() && parts[0].bytes().all(|byte| byte.is_ascii_digit());
            if is_number || (parts.len() == 1 && period::year(whole).is_some() && !is_bare) {
                continue;
            }
            let mut at = word.start;
            for part in parts {
                if self.ids.contains(part) {
                    found.push((at..at + part.len(), names::id_moved(part, self.shift)));
                }
                at += part.len() + 1;
            }
        }
        found
    }
}

/// The addresses, names and numbers of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.')) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found
}
