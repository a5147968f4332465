//! Figures about the budget that are a sum of the tables with two digits in each other's place: 22,3 for 23,2.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::figures::{CellId, Figures, LineKind};
use crate::model::plan::Plan;
use crate::prose::claims::{Claim, Precision};
use crate::prose::sentence::Sentence;
use crate::prose::verdict::{Truth, Way};
use crate::quantity::unit::Unit;

/// Beginnings of words of sentences about the budget.
const BUDGET: &[&str] = &["budget", "ram", "resultat", "anslag", "intäkt", "kostnad", "invester"];

/// Fewest digits of a figure that is judged by its digits alone.
const FEWEST: usize = 3;

/// The units in which money is written.
const MONEY: [Unit; 4] = [Unit::Krona, Unit::ThousandKronor, Unit::MillionKronor, Unit::BillionKronor];

/// The sums and results of the plan's own year, in every unit of money.
pub struct Sums([InUnit; MONEY.len()]);

/// Sums in one unit.
struct InUnit {
    /// Without sign, ascending.
    sizes: Vec<Decimal>,
    /// The first of those with the same digits and decimals.
    by_digits: HashMap<(String, u32), (CellId, Decimal)>,
}

impl Sums {
    /// Those of a plan.
    pub fn of(plan: &Plan, figures: &Figures) -> Self {
        let cells = sums(plan, figures);
        Self(MONEY.map(|unit| {
            let mut of = InUnit { sizes: Vec::new(), by_digits: HashMap::new() };
            for &cell in &cells {
                let amount = figures.cells[cell].amount().and_then(|amount| amount.converted(&unit).ok());
                let Some(value) = amount.map(|amount| amount.value) else { continue };
                of.sizes.push(value.abs());
                let bare = value.normalize();
                let digits = bare.mantissa().unsigned_abs().to_string();
                of.by_digits.entry((digits, bare.scale())).or_insert((cell, value));
            }
            of.sizes.sort_unstable();
            of
        }))
    }

    /// The first sum that a figure resembles, though it is none of them.
    pub fn resembled(&self, sentence: &Sentence<'_>, at: usize) -> Option<Truth> {
        let claim = &sentence.claims[at];
        let of = &self.0[MONEY.iter().position(|unit| *unit == claim.unit)?];
        let about = sentence.words.iter().any(|word| BUDGET.iter().any(|budget| word.text.contains(budget)));
        if !about || claim.digits() < FEWEST || claim.precision != Precision::Exact || of.says(claim) {
            return None;
        }
        let alike = swapped(&claim.written_digits());
        let alike = alike.into_iter().filter_map(|digits| of.by_digits.get(&(digits, claim.value.scale())));
        let (cell, value) = alike.min_by_key(|(cell, _)| *cell)?;
        Some(Truth { value: *value, unit: claim.unit.clone(), way: Way::Direct, cells: vec![*cell] })
    }
}

impl InUnit {
    /// Whether a figure is one of the sums, rounded as it is written.
    fn says(&self, claim: &Claim) -> bool {
        let step = Decimal::new(1, claim.value.scale());
        let from = self.sizes.partition_point(|size| *size < claim.value.saturating_sub(step));
        let near = self.sizes[from..].iter().take_while(|size| **size <= claim.value.saturating_add(step));
        near.into_iter().any(|size| claim.says(*size))
    }
}

/// The sums and results of the plan's own year.
fn sums(plan: &Plan, figures: &Figures) -> Vec<CellId> {
    let mut cells = Vec::new();
    for sheet in &figures.sheets {
        for (line, found) in sheet.lines.iter().enumerate() {
            if matches!(found.kind, LineKind::Sum | LineKind::Total | LineKind::Formula) {
                let columns = (0..sheet.columns.len()).filter(|&at| sheet.columns[at].is_plans_own(plan.identity.year));
                cells.extend(columns.map(|column| sheet.cell(line, column)));
            }
        }
    }
    cells
}

/// Numbers that differ from one by two neighbouring digits that have changed places.
fn swapped(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    let differ = (1..digits.len()).filter(|&at| digits[at] != digits[at - 1]);
    differ
        .map(|at| {
            let mut digits = digits.clone();
            digits.swap(at - 1, at);
            digits.into_iter().collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::swapped;

    #[test]
    fn only_neighbouring_digits_change_places() {
        assert_eq!(swapped("2234"), ["2324", "2243"]);
        assert!(swapped("77").is_empty());
    }
}
