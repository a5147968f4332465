//! What a figure in running text comes to, held against the tables.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::figures::CellId;
use crate::prose::claims::Claim;
use crate::quantity::unit::Unit;

/// A figure in a sentence, and what it came to.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Index of the passage.
    pub passage: usize,
    /// The sentence, in bytes of the passage.
    pub sentence: Range<usize>,
    /// The figure; its range is in bytes of the passage.
    pub claim: Claim,
    /// What it came to.
    pub verdict: Verdict,
}

/// What a figure came to.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Nothing in the tables is meant, or it is not clear what.
    Unknown,
    /// It says what the plan computes.
    Says(Truth),
    /// It says something else about the same thing; the nearest truths first.
    Contradicts(Vec<Truth>),
}

/// A figure that the plan computes.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Its value in the claim's unit.
    pub value: Decimal,
    /// The claim's unit.
    pub unit: Unit,
    /// How it comes from the cells.
    pub way: Way,
    /// The cells.
    pub cells: Vec<CellId>,
}

/// How a truth comes from cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The cell itself.
    Direct,
    /// The difference between two periods.
    Change,
    /// The same in per cent.
    ChangeInPercent,
    /// One cell in per cent of another.
    Share,
    /// Several lines together.
    Sum,
}
