//! The functions that formulas have.

/// A function of formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Sum of all arguments; empty cells count as nothing.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Without sign.
    Abs,
    /// First in per cent of the second.
    Percent,
    /// Change from the second to the first, in per cent of the second's absolute value.
    Change,
    /// Converted to kronor.
    Krona,
    /// Converted to thousand kronor.
    ThousandKronor,
    /// Converted to million kronor.
    MillionKronor,
    /// Converted to billion kronor.
    BillionKronor,
}

impl Function {
    /// Every function: its name, itself, fewest and most arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 10] = [
        ("summa", Self::Sum, 1, usize::MAX),
        ("min", Self::Min, 1, usize::MAX),
        ("max", Self::Max, 1, usize::MAX),
        ("abs", Self::Abs, 1, 1),
        ("procent", Self::Percent, 2, 2),
        ("förändring", Self::Change, 2, 2),
        ("kr", Self::Krona, 1, 1),
        ("tkr", Self::ThousandKronor, 1, 1),
        ("mnkr", Self::MillionKronor, 1, 1),
        ("mdkr", Self::BillionKronor, 1, 1),
    ];
}
