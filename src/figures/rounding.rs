//! What is printed for each figure, when printed rows must add up to printed sums.
//!
//! Inside, decimals are exact. A table declares what happens when its rounded rows do not add up to a
//! rounded sum: a note, or the largest-remainder method, which keeps the sum and moves the last digit of
//! the rows whose remainder is largest (Hamilton's method).

use rust_decimal::Decimal;

use crate::amount::round;
use crate::figures::{CellId, Figures, LineKind, Sheet};
use crate::model::table::Rounding;

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

/// The figures as printed: rounded, and adjusted where the table asks for it.
pub fn shown(figures: &Figures, sheet: &Sheet, rounding: Rounding) -> Vec<Option<Decimal>> {
    let mut shown: Vec<Option<Decimal>> =
        (0..sheet.lines.len() * sheet.columns.len()).map(|at| rounded(figures, sheet.first + at)).collect();
    if rounding == Rounding::LargestRemainder {
        for column in 0..sheet.columns.len() {
            for line in top_sums(sheet) {
                settle(figures, sheet, line, column, &mut shown);
            }
        }
    }
    shown
}

/// Every printed sum that does not agree with its printed rows.
pub fn gaps(figures: &Figures, sheet: &Sheet, shown: &[Option<Decimal>]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, line) in sheet.lines.iter().enumerate().filter(|(_, line)| !line.parts.is_empty() && line.is_printed()) {
        for column in 0..sheet.columns.len() {
            let (Some(sum), Some(parts)) = (value(sheet, shown, at, column), parts(figures, sheet, at, column)) else {
                continue;
            };
            let rows: Option<Decimal> = parts
                .iter()
                .filter_map(|&part| value(sheet, shown, part, column))
                .try_fold(Decimal::ZERO, Decimal::checked_add);
            if let Some(rows) = rows
                && rows != sum
                && !line.parts.iter().all(|&part| value(sheet, shown, part, column).is_none())
            {
                gaps.push(Gap { sum: sheet.cell(at, column), rows, shown: sum });
            }
        }
    }
    gaps
}

fn value(sheet: &Sheet, shown: &[Option<Decimal>], line: usize, column: usize) -> Option<Decimal> {
    shown.get(line * sheet.columns.len() + column).copied().flatten()
}

fn rounded(figures: &Figures, cell: CellId) -> Option<Decimal> {
    let figure = figures.cells.get(cell)?;
    figure.amount().map(|amount| round(amount.value, figure.decimals))
}

/// The lines added, when they are printed with as many decimals as their sum and are really its parts
/// (a column of ratios is not added).
fn parts(figures: &Figures, sheet: &Sheet, line: usize, column: usize) -> Option<Vec<usize>> {
    let cell = |line| figures.cells.get(sheet.cell(line, column));
    let sum = cell(line)?;
    let crate::figures::Origin::Sum(_) = sum.origin else { return None };
    // A sum that is not printed is represented by its own parts.
    let mut printed = Vec::new();
    let mut stack = sheet.lines[line].parts.clone();
    while let Some(part) = stack.pop() {
        if sheet.lines[part].kind == LineKind::HiddenSum {
            stack.extend(&sheet.lines[part].parts);
        } else {
            printed.push(part);
        }
    }
    let alike = printed.iter().all(|&part| cell(part).is_some_and(|figure| figure.decimals == sum.decimals));
    alike.then_some(printed)
}

/// Sums that are no part of another sum.
fn top_sums(sheet: &Sheet) -> Vec<usize> {
    let inner: std::collections::HashSet<usize> =
        sheet.lines.iter().flat_map(|line| line.parts.iter().copied()).collect();
    (0..sheet.lines.len()).filter(|at| !sheet.lines[*at].parts.is_empty() && !inner.contains(at)).collect()
}

/// Moves last digits among the rows of a sum until they add up to it, and then within each of them.
fn settle(figures: &Figures, sheet: &Sheet, line: usize, column: usize, shown: &mut [Option<Decimal>]) {
    let (Some(sum), Some(parts)) = (value(sheet, shown, line, column), parts(figures, sheet, line, column)) else {
        return;
    };
    let decimals = figures.cells[sheet.cell(line, column)].decimals;
    let step = Decimal::new(1, decimals);
    let mut rows: Vec<(usize, Decimal, Decimal)> = parts
        .iter()
        .filter_map(|&part| {
            let exact = figures.cells[sheet.cell(part, column)].amount()?.value;
            Some((part, exact, value(sheet, shown, part, column)?))
        })
        .collect();
    let total: Option<Decimal> = rows.iter().map(|(_, _, shown)| *shown).try_fold(Decimal::ZERO, Decimal::checked_add);
    let Some(mut gap) = total.and_then(|total| sum.checked_sub(total)) else { return };
    // Rows rounded furthest in the wrong direction move first; the order of rows settles ties.
    if gap > Decimal::ZERO {
        rows.sort_by_key(|(at, exact, shown)| (*shown - *exact, *at));
    } else {
        rows.sort_by_key(|(at, exact, shown)| (*exact - *shown, *at));
    }
    for (_, _, shown) in &mut rows {
        if gap.is_zero() {
            break;
        }
        let move_by = if gap > Decimal::ZERO { step } else { -step };
        *shown += move_by;
        gap -= move_by;
    }
    for (part, _, adjusted) in rows {
        shown[part * sheet.columns.len() + column] = Some(adjusted);
        settle(figures, sheet, part, column, shown);
    }
}
