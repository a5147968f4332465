//! Figures about the budget that are a sum of the tables with two digits in each other's place: 22,3 for 23,2.

use crate::figures::{CellId, Figures, LineKind};
use crate::model::plan::Plan;
use crate::prose::candidates::Way;
use crate::prose::claims::Precision;
use crate::prose::periods::of_column;
use crate::prose::reading::{Sentence, Truth};
use crate::quantity::unit::Unit;

/// Beginnings of words of sentences about the budget.
const BUDGET: &[&str] = &["budget", "ram", "resultat", "anslag", "intäkt", "kostnad", "invester"];

/// Fewest digits of a figure that is judged by its digits alone.
const FEWEST: usize = 3;

/// The sum of the plan's own year that a figure resembles.
pub fn sum(plan: &Plan, figures: &Figures, sentence: &Sentence<'_>, at: usize) -> Option<Truth> {
    let claim = &sentence.claims[at];
    let money = !matches!(claim.unit, Unit::None | Unit::Percent | Unit::Other(_));
    let about = sentence.words.iter().any(|word| BUDGET.iter().any(|budget| word.text.contains(budget)));
    if !money || !about || claim.digits() < FEWEST || claim.precision != Precision::Exact {
        return None;
    }
    let value = |cell: CellId| figures.cells[cell].amount()?.converted(&claim.unit).ok().map(|amount| amount.value);
    let sums = sums(plan, figures);
    // A figure that some sum is, is that sum.
    if sums.iter().any(|&cell| value(cell).is_some_and(|value| claim.says(value.abs()))) {
        return None;
    }
    sums.into_iter().find_map(|cell| {
        let value = value(cell)?;
        let digits = value.normalize().mantissa().unsigned_abs().to_string();
        let alike = value.normalize().scale() == claim.value.scale() && swapped(&digits, &claim.written_digits());
        alike.then(|| Truth { value, unit: claim.unit.clone(), way: Way::Direct, cells: vec![cell] })
    })
}

/// The sums and results of the plan's own year.
fn sums(plan: &Plan, figures: &Figures) -> Vec<CellId> {
    let own = |id: &str| {
        let (kind, year) = of_column(id);
        year.is_none_or(|year| year == plan.identity.year) && kind.is_none_or(|kind| kind == "budget")
    };
    let mut cells = Vec::new();
    for sheet in &figures.sheets {
        for (line, found) in sheet.lines.iter().enumerate() {
            if matches!(found.kind, LineKind::Sum | LineKind::Total | LineKind::Formula) {
                let columns = (0..sheet.columns.len()).filter(|&column| own(&sheet.columns[column].id));
                cells.extend(columns.map(|column| sheet.cell(line, column)));
            }
        }
    }
    cells
}

/// Whether two numbers differ by two neighbouring digits that have changed places.
fn swapped(a: &str, b: &str) -> bool {
    let differing: Vec<usize> =
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    let (a, b) = (a.as_bytes(), b.as_bytes());
    matches!(differing.as_slice(), [first, second] if first + 1 == *second && a[*first] == b[*second] && a[*second] == b[*first])
        && a.len() == b.len()
}

#[cfg(test)]
mod tests {
    use super::swapped;

    #[test]
    fn only_neighbouring_digits_change_places() {
        assert!(swapped("232", "223"));
        assert!(!swapped("232", "232"));
        assert!(!swapped("1234", "4231"));
        assert!(!swapped("123", "1234"));
    }
}
