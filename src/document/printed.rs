//! A figure as it is printed, and what it is.

use rust_decimal::Decimal;

use crate::figures::CellId;

/// A figure that has been rounded and written out: made once, and the same in every output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// As it is printed: `−2 528,8`.
    pub text: String,
    /// What it is, exactly.
    pub value: Decimal,
    /// Decimals printed.
    pub decimals: u32,
    /// The cell that it is the figure of, when it is one of the plan's.
    pub cell: Option<CellId>,
}

impl Printed {
    /// The exact value as machines read it, with a point: `-2528.75`.
    pub fn exact(&self) -> String {
        self.value.normalize().to_string()
    }
}
