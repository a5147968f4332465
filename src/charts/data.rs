//! The figures of a picture: what a table prints for some cells, and the value that was printed.

use rust_decimal::Decimal;

use crate::figures::{CellId, Figures, Shown};
use crate::quantity::unit::Unit;
use crate::swedish;

/// A figure with its name.
#[derive(Debug, Clone)]
pub struct Datum {
    /// What it is of.
    pub name: String,
    /// The value as printed: rounded, and settled where its table asks for it. Nothing for a dash or an empty cell.
    pub value: Option<Decimal>,
    /// As printed in the table.
    pub text: String,
    /// Unit.
    pub unit: Unit,
}

impl Datum {
    /// The figure of a cell, without its sign when `absolute`.
    pub fn of(figures: &Figures, cell: CellId, name: String, absolute: bool) -> Self {
        let figure = &figures.cells[cell];
        let shown = figure.shown();
        let printed = match shown {
            Shown::Amount(printed) if absolute => Some(printed.absolute()),
            Shown::Amount(printed) => Some(printed.clone()),
            Shown::Dash | Shown::Text(_) | Shown::Empty => None,
        };
        let value = printed.as_ref().map(|printed| printed.rounded);
        let text = printed.map_or_else(|| shown.text().to_owned(), |printed| printed.text);
        Self { name, value, text, unit: figure.unit.clone() }
    }

    /// The figure with its unit, on one line.
    pub fn with_unit(&self) -> String {
        if self.value.is_none() { self.text.clone() } else { swedish::with_unit(self.text.clone(), self.unit.symbol()) }
    }

    /// `Personalkostnader (633,6 mnkr)`, with more between the parentheses when there is.
    pub fn told(&self, more: Option<String>) -> String {
        let more = more.map(|more| format!(", {more}")).unwrap_or_default();
        format!("{} ({}{more})", self.name, self.with_unit())
    }
}

/// The values of some figures.
pub fn values<'a>(data: impl IntoIterator<Item = &'a Datum>) -> Vec<Decimal> {
    data.into_iter().filter_map(|datum| datum.value).collect()
}

/// Each figure's part of them all in whole per cent; nothing when they are not parts of a whole.
pub fn shares(data: &[Datum]) -> Vec<Option<String>> {
    let values = values(data);
    let total = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let one_sign =
        values.iter().all(|value| *value >= Decimal::ZERO) || values.iter().all(|value| *value <= Decimal::ZERO);
    let whole = total.filter(|total| one_sign && values.len() > 1 && !total.is_zero());
    let share = |datum: &Datum| {
        let part = datum.value?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole?)?;
        Some(swedish::number(part, 0))
    };
    data.iter().map(share).collect()
}
