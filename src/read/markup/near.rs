//! A line among the lines of its paragraph.

use std::ops::Range;

use crate::read::markup::sign::{Line, Reading};

/// A line, and those beside it in its paragraph.
pub struct Near<'l, 't> {
    /// The line.
    pub line: &'l Line<'t>,
    /// The one before it.
    pub before: Option<&'l Line<'t>>,
    /// The one behind it.
    pub next: Option<&'l Line<'t>>,
    /// How they are read.
    pub reading: Reading,
}

/// Where something stands, what it did not become, and what to write.
pub type Found = (Range<usize>, String, String);

impl Near<'_, '_> {
    /// Whether this is the first of at least two lines that have something in common.
    pub fn begins<T: PartialEq>(&self, of: impl Fn(&str) -> Option<T>) -> bool {
        let own = of(self.line.drawn);
        let same = |line: &Line<'_>| of(line.drawn) == own;
        own.is_some() && self.next.is_some_and(same) && !self.before.is_some_and(same)
    }

    /// Whether the line before says that a list follows.
    pub fn is_announced(&self) -> bool {
        self.before.is_some_and(|line| line.drawn.ends_with(':'))
    }
}
