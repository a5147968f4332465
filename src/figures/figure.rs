//! A cell: what it holds, how it came about and how it is printed.

use crate::figures::printed::{Printed, Shown};
use crate::model::formula::Formula;
use crate::model::plan::Plan;
use crate::quantity::amount::Amount;
use crate::quantity::unit::Unit;
use crate::source::Span;
use crate::swedish;

/// Index of a cell over all sheets.
pub type CellId = usize;

/// A cell's value. Empty, dash and zero are three different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was stated.
    Empty,
    /// A dash was stated, or a ratio has no base.
    Dash,
    /// A figure.
    Amount(Amount),
    /// Words were written, which are shown but not added.
    Text(String),
    /// Could not be computed; reported elsewhere.
    Failed,
}

impl Value {
    /// The amount, when there is one.
    pub fn amount(&self) -> Option<&Amount> {
        match self {
            Self::Amount(amount) => Some(amount),
            Self::Empty | Self::Dash | Self::Text(_) | Self::Failed => None,
        }
    }

    /// The value as a message shows it, with an amount as it is written by the function.
    pub fn told(&self, written: impl FnOnce(&Amount) -> String) -> String {
        match self {
            Self::Amount(amount) => written(amount),
            Self::Empty => "(tom)".to_owned(),
            Self::Dash => "–".to_owned(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Failed => "(kan inte beräknas)".to_owned(),
        }
    }
}

/// How a figure came about.
#[derive(Debug, Clone)]
pub enum Origin {
    /// Written in the sources.
    Input,
    /// Sum of other cells.
    Sum(Vec<CellId>),
    /// Computed from other cells by a formula.
    Formula {
        /// The cells that it refers to, in the order they are written.
        operands: Vec<CellId>,
        /// The formula.
        formula: Formula,
        /// The same as its author wrote it.
        text: String,
    },
    /// Sum over the tables that were made from records: a formula that nobody wrote.
    Records(Vec<CellId>),
}

impl Origin {
    /// The cells that a figure is summed or computed from, in the order they were written.
    pub fn operands(&self) -> &[CellId] {
        match self {
            Self::Input => &[],
            Self::Sum(operands) | Self::Records(operands) | Self::Formula { operands, .. } => operands,
        }
    }
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Value.
    pub value: Value,
    /// Unit the cell is stated in.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// How it came about.
    pub origin: Origin,
    /// The place to blame or to show: the number, the formula or the sum's label.
    pub span: Span,
    /// The amount as it is printed, when there is one.
    pub printed: Option<Printed>,
}

impl Figure {
    /// The cells that it is summed or computed from, in the order they were written.
    pub fn operands(&self) -> &[CellId] {
        self.origin.operands()
    }

    /// The amount, when there is one.
    pub fn amount(&self) -> Option<&Amount> {
        self.value.amount()
    }

    /// Whether it is written in a plan's own files: not computed, and not fetched from another plan.
    pub fn is_written_in(&self, plan: &Plan) -> bool {
        matches!(self.origin, Origin::Input) && plan.files.iter().any(|file| file.path == self.span.file.path)
    }

    /// The cell as it is printed in its table.
    pub fn shown(&self) -> Shown<'_> {
        match (&self.value, &self.printed) {
            (Value::Amount(_), Some(printed)) => Shown::Amount(printed),
            (Value::Dash, _) => Shown::Dash,
            (Value::Text(text), _) => Shown::Text(text),
            _ => Shown::Empty,
        }
    }

    /// The cell as a message shows it, with unit.
    pub fn text(&self) -> String {
        told(&self.value, self.decimals)
    }
}

/// A value as a message shows it, with unit. A quotient has no end; four decimals more than are printed tell enough.
pub(super) fn told(value: &Value, decimals: u32) -> String {
    value.told(|amount| {
        let scale = amount.value.normalize().scale().min(decimals + 4);
        swedish::amount(amount, decimals.max(scale))
    })
}
