//! What is printed for each figure, when printed rows must add up to printed sums.
//!
//! Inside, decimals are exact. A table declares what happens when its rounded rows do not add up to a
//! rounded sum: a note, or the largest-remainder method, which keeps the sum and moves the last digit of
//! the rows whose remainder is largest (Hamilton's method).

use rust_decimal::Decimal;

use crate::figures::evaluate::{Cell, Computed};
use crate::figures::printed::Printed;
use crate::figures::{CellId, Figures, Origin, Sheet};
use crate::model::plan::Plan;
use crate::model::table::Rounding;
use crate::quantity::amount::round;

/// A printed sum that its printed rows do not add up to.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The sum.
    pub sum: CellId,
    /// What the printed rows add up to.
    pub rows: Decimal,
    /// What is printed as the sum.
    pub shown: Decimal,
}

/// The amounts as they are printed: rounded, and adjusted in the tables that ask for it.
pub fn printed(computed: &Computed, plan: &Plan) -> Vec<Option<Printed>> {
    let round = |cell: &Cell| cell.value.amount().map(|amount| round(amount.value, cell.decimals));
    let mut shown: Vec<Option<Decimal>> = computed.cells.iter().map(round).collect();
    for (table, sheet) in computed.sheets.of_tables(plan) {
        if table.rounding == Rounding::LargestRemainder {
            for column in 0..sheet.columns.len() {
                for line in top_sums(sheet) {
                    settle(&computed.cells, sheet, line, column, &mut shown);
                }
            }
        }
    }
    let printed = |(cell, rounded): (&Cell, Option<Decimal>)| {
        Some(Printed::adjusted(cell.value.amount()?.value, rounded?, cell.decimals))
    };
    computed.cells.iter().zip(shown).map(printed).collect()
}

/// Every printed figure of a sheet that is a sum, by its rows or by a formula that only adds, and that does not
/// agree with what is printed for its parts.
pub fn gaps(figures: &Figures, sheet: &Sheet) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, line) in sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed()) {
        for column in 0..sheet.columns.len() {
            let cell = sheet.cell(at, column);
            let terms: Vec<(CellId, bool)> = if line.parts.is_empty() {
                figures.added.get(&cell).cloned().unwrap_or_default()
            } else if matches!(figures.cells[cell].origin, Origin::Sum(_))
                || sheet.columns[column].additive
                || (sheet.subtracts(at) && figures.added.contains_key(&cell))
            {
                sheet.signed_parts(at).into_iter().map(|(part, plus)| (sheet.cell(part, column), plus)).collect()
            } else {
                Vec::new()
            };
            let stated = |cell: CellId| figures.cells[cell].printed.as_ref().map(|printed| printed.rounded);
            let known: Vec<Decimal> = terms
                .iter()
                .filter_map(|&(cell, plus)| stated(cell).map(|value| if plus { value } else { -value }))
                .collect();
            let rows = known.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
            if let (Some(sum), Some(rows)) = (stated(cell), rows)
                && known.len() > 1
                && rows != sum
            {
                gaps.push(Gap { sum: cell, rows, shown: sum });
            }
        }
    }
    gaps
}

/// Whether a sum's rows can be adjusted to it: really its parts, and printed with as many decimals.
fn adjustable(cells: &[Cell], sheet: &Sheet, line: usize, column: usize) -> Option<Vec<usize>> {
    let sum = &cells[sheet.cell(line, column)];
    let parts = sheet.printed_parts(line);
    let alike = parts.iter().all(|&part| cells[sheet.cell(part, column)].decimals == sum.decimals);
    (alike && matches!(sum.origin, Origin::Sum(_))).then_some(parts)
}

/// Printed sums that are no part of another printed sum.
fn top_sums(sheet: &Sheet) -> Vec<usize> {
    let sums =
        || (0..sheet.lines.len()).filter(|&at| !sheet.lines[at].parts.is_empty() && sheet.lines[at].is_printed());
    let inner: std::collections::HashSet<usize> = sums().flat_map(|at| sheet.printed_parts(at)).collect();
    sums().filter(|at| !inner.contains(at)).collect()
}

/// Moves last digits among the rows of a sum until they add up to it, and then within each of them.
fn settle(cells: &[Cell], sheet: &Sheet, line: usize, column: usize, shown: &mut [Option<Decimal>]) {
    let Some(parts) = adjustable(cells, sheet, line, column).filter(|parts| !parts.is_empty()) else { return };
    let Some(sum) = shown[sheet.cell(line, column)] else { return };
    let step = Decimal::new(1, cells[sheet.cell(line, column)].decimals);
    let mut rows: Vec<(usize, Decimal, Decimal)> = parts
        .iter()
        .filter_map(|&part| {
            let cell = sheet.cell(part, column);
            let shown = shown[cell]?;
            // How far rounding has moved the row.
            Some((part, shown.checked_sub(cells[cell].value.amount()?.value)?, shown))
        })
        .collect();
    let total = rows.iter().try_fold(Decimal::ZERO, |sum, (_, _, shown)| sum.checked_add(*shown));
    let Some(mut gap) = total.and_then(|total| sum.checked_sub(total)) else { return };
    // Rows rounded furthest in the wrong direction move first; the order of rows settles ties.
    let upwards = gap > Decimal::ZERO;
    rows.sort_by_key(|(at, moved, _)| (if upwards { *moved } else { -*moved }, *at));
    let step = if upwards { step } else { -step };
    for (_, _, shown) in &mut rows {
        let (Some(adjusted), Some(left)) = (shown.checked_add(step), gap.checked_sub(step)) else { return };
        if gap.is_zero() {
            break;
        }
        *shown = adjusted;
        gap = left;
    }
    for (part, _, adjusted) in rows {
        shown[sheet.cell(part, column)] = Some(adjusted);
        settle(cells, sheet, part, column, shown);
    }
}
