//! What a plan says of the decision on it.

use crate::quantity::date::Date;
use crate::source::{Span, Spanned};

/// A fact of a decision: known, or said not to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    /// It is known.
    Known(T),
    /// The authors say that nobody knows it.
    Unknown,
}

impl<T> Fact<T> {
    /// It, when it is known.
    pub fn known(&self) -> Option<&T> {
        if let Self::Known(value) = self { Some(value) } else { None }
    }
}

/// The decision on a plan, as far as plan.yaml says anything of it.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// Where the status is written.
    pub status: Option<Span>,
    /// Which of several drafts or proposals it is, from 1.
    pub version: Option<Spanned<u32>>,
    /// When the board decided.
    pub date: Option<Spanned<Fact<Date>>>,
    /// The paragraph of the minutes.
    pub paragraph: Option<Spanned<Fact<String>>>,
}

impl Decision {
    /// When the board decided.
    pub fn day(&self) -> Option<Date> {
        self.date.as_ref()?.value.known().copied()
    }

    /// The paragraph of the minutes, with its sign: `§ 112`.
    pub fn section(&self) -> Option<String> {
        Some(format!("§\u{a0}{}", self.paragraph.as_ref()?.value.known()?))
    }
}
