//! How far a figure may be from what it would be with unrounded inputs.
//!
//! Where a table says that its parts are rounded (`delar: avrundade`), each written amount may be half a unit in its last
//! place from what it was rounded from. What that does to a sum or a quotient follows from its formula: half a unit of a
//! small base moves a share by tens of per cent, half a unit of a large one hardly at all. A subtotal that is stated is
//! rounded itself, and its parts cannot take it further than that.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::figures::Figures;
use crate::figures::arithmetic::{compute, in_unit, sum};
use crate::figures::controls::target;
use crate::figures::figure::{CellId, Origin, Value};
use crate::model::formula::Formula;
use crate::model::table::{Control, Table};
use crate::quantity::amount::{Amount, AmountError};

/// Most operands of a formula whose every combination of extremes is tried.
const COMBINED: usize = 8;

/// The least and the largest that a figure may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub low: Decimal,
    /// The largest.
    pub high: Decimal,
    /// The sum of the squares of how far each input alone moves it: roundings seldom all go the same way.
    pub spread: Decimal,
}

impl Range {
    fn exact(value: Decimal) -> Self {
        Self { low: value, high: value, spread: Decimal::ZERO }
    }

    /// A figure that was rounded to some decimals.
    pub fn rounded(value: Decimal, decimals: u32) -> Option<Self> {
        let half = Decimal::try_new(5, decimals + 1).ok()?;
        Some(Self { low: value.checked_sub(half)?, high: value.checked_add(half)?, spread: half.checked_mul(half)? })
    }

    /// Whether two figures may be the same.
    pub fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether roundings would make a difference of this size about once in a thousand times at most: three standard
    /// deviations, when each is anywhere within its half unit.
    pub fn is_improbable(&self, other: &Self, difference: Decimal) -> bool {
        let likely = self.spread.checked_add(other.spread).and_then(|spread| spread.checked_mul(Decimal::from(3)));
        match (difference.checked_mul(difference), likely) {
            (Some(square), Some(likely)) => square > likely,
            _ => true,
        }
    }

    /// No further than both allow; this alone where they have nothing in common.
    fn within(self, other: &Self) -> Self {
        if !self.meets(other) {
            return self;
        }
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        Self { low, high, spread: self.spread.min(other.spread) }
    }
}

/// How far the cell of a control total may be from its exact value, by what it is computed from; nothing when that cannot
/// be computed.
pub fn of_control(table: &Table, control: &Control, cell: CellId, figures: &Figures) -> Option<Range> {
    let stated = stated(table, figures, |other| !std::ptr::eq(other, control));
    ranges(figures, vec![cell], &stated).remove(&cell)?
}

/// How far the value of a formula outside every table may be from exact, in the unit of the amount that it gives.
pub fn of_formula(table: &Table, formula: &Formula, figures: &Figures) -> Option<Range> {
    let mut cells = Vec::new();
    formula.references(&mut |reference| cells.extend(figures.refer(reference, None)));
    let stated = stated(table, figures, |_| true);
    let known = ranges(figures, cells.clone(), &stated);
    let found = |values: &[Value]| compute(formula, &mut values.iter(), None);
    moved(figures, &cells, &known, formula.added().is_some(), &found)
}

/// What a table states of its own cells, as rounded figures.
fn stated(table: &Table, figures: &Figures, which: impl Fn(&Control) -> bool) -> HashMap<CellId, Range> {
    let controls = table.controls.iter().filter(|control| which(control));
    controls
        .filter_map(|control| {
            let stated = control.stated.value;
            Some((target(table, control, figures).ok()?, Range::rounded(stated, stated.scale())?))
        })
        .collect()
}

/// The range of each cell and of all that it is computed from; nothing for a cell without amount.
fn ranges(figures: &Figures, wanted: Vec<CellId>, stated: &HashMap<CellId, Range>) -> HashMap<CellId, Option<Range>> {
    let mut known: HashMap<CellId, Option<Range>> = HashMap::new();
    let mut stack = wanted;
    while let Some(&cell) = stack.last() {
        // What could not be computed, a circle too, has no range.
        let figure = &figures.cells[cell];
        let operands = figure.amount().map_or(&[][..], |_| figure.operands());
        let missing: Vec<CellId> = operands.iter().copied().filter(|operand| !known.contains_key(operand)).collect();
        if !known.contains_key(&cell) && !missing.is_empty() {
            stack.extend(missing);
            continue;
        }
        stack.pop();
        if !known.contains_key(&cell) {
            let own = range(figures, cell, &known);
            let own = own.map(|range| stated.get(&cell).map_or(range, |stated| range.within(stated)));
            known.insert(cell, own);
        }
    }
    known
}

/// The range of a cell whose operands' are known.
fn range(figures: &Figures, cell: CellId, known: &HashMap<CellId, Option<Range>>) -> Option<Range> {
    let figure = &figures.cells[cell];
    let amount = figure.amount()?;
    let in_own = |value: Result<Value, AmountError>| in_unit(value?, &figure.unit);
    match &figure.origin {
        // An exact zero is not rounded, and a figure is rounded no finer than it is printed.
        Origin::Input if amount.value.is_zero() => Some(Range::exact(amount.value)),
        Origin::Input => Range::rounded(amount.value, amount.value.scale().max(figure.decimals)),
        Origin::Sum(parts) | Origin::Records(parts) => {
            moved(figures, parts, known, true, &|values: &[Value]| in_own(sum(values.iter())))
        }
        Origin::Formula { operands, formula, .. } => {
            let found = |values: &[Value]| in_own(compute(formula, &mut values.iter(), Some(&figure.unit)));
            moved(figures, operands, known, formula.added().is_some(), &found)
        }
    }
}

/// How far a result is moved by operands that are anywhere within their ranges. In a sum each moves it by itself; else all
/// combinations of extremes are tried, where they are few enough.
fn moved(
    figures: &Figures,
    operands: &[CellId],
    known: &HashMap<CellId, Option<Range>>,
    adds: bool,
    found: &dyn Fn(&[Value]) -> Result<Value, AmountError>,
) -> Option<Range> {
    // A cell that is referred to twice is one figure, whatever it is.
    let mut cells: Vec<(CellId, Range)> = Vec::new();
    for &operand in operands {
        if let Some(Some(range)) = known.get(&operand)
            && range.low != range.high
            && !cells.iter().any(|(cell, _)| *cell == operand)
        {
            cells.push((operand, *range));
        }
    }
    let mut values: Vec<Value> = operands.iter().map(|&operand| figures.cells[operand].value.clone()).collect();
    let result = |values: &[Value]| Some(found(values).ok()?.amount()?.value);
    let middle = result(&values)?;
    let set = |values: &mut Vec<Value>, cell: CellId, to: Option<Decimal>| {
        for (value, &operand) in values.iter_mut().zip(operands) {
            if operand == cell {
                let own = &figures.cells[operand].value;
                *value = match (own, to) {
                    (Value::Amount(amount), Some(to)) => Value::Amount(Amount::new(to, amount.unit.clone())),
                    _ => own.clone(),
                };
            }
        }
    };
    let (mut low, mut high, mut spread) = (middle, middle, Decimal::ZERO);
    let (mut least, mut most) = (middle, middle);
    for (cell, range) in &cells {
        set(&mut values, *cell, Some(range.low));
        let down = result(&values)?;
        set(&mut values, *cell, Some(range.high));
        let up = result(&values)?;
        set(&mut values, *cell, None);
        least = least.checked_sub(middle.checked_sub(down.min(up))?.max(Decimal::ZERO))?;
        most = most.checked_add(down.max(up).checked_sub(middle)?.max(Decimal::ZERO))?;
        let slope = up.checked_sub(down)?.checked_div(range.high.checked_sub(range.low)?)?;
        spread = spread.checked_add(slope.checked_mul(slope)?.checked_mul(range.spread)?)?;
    }
    if adds || cells.len() > COMBINED {
        return Some(Range { low: least, high: most, spread });
    }
    for combination in 0..1_usize << cells.len() {
        for (at, (cell, range)) in cells.iter().enumerate() {
            set(&mut values, *cell, Some(if combination >> at & 1 == 1 { range.high } else { range.low }));
        }
        let found = result(&values)?;
        (low, high) = (low.min(found), high.max(found));
    }
    Some(Range { low, high, spread })
}

#[cfg(test)]
mod tests {
    use super::Range;
    use rust_decimal::Decimal;

    #[test]
    fn ranges_meet_where_they_touch() {
        let of = |value: i64| Range::rounded(Decimal::new(value, 1), 1).unwrap();
        assert!(of(10).meets(&of(11)) && of(11).meets(&of(10)));
        assert!(!of(10).meets(&of(12)));
        assert_eq!(of(10).within(&of(11)).low, Decimal::new(105, 2));
        assert_eq!(of(10).within(&of(30)), of(10));
    }

    #[test]
    fn a_difference_of_many_roundings_the_same_way_is_improbable() {
        let sum = Range { low: Decimal::from(104), high: Decimal::from(107), spread: Decimal::new(5, 2) };
        let stated = Range::rounded(Decimal::new(1049, 1), 1).unwrap();
        assert!(sum.is_improbable(&stated, Decimal::ONE));
        assert!(!sum.is_improbable(&stated, Decimal::new(3, 1)));
    }
}
