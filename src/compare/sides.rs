//! Two of the same: the earlier plan's and the later one's.

use std::ops::{Index, IndexMut};

/// Which of two plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// The earlier one.
    Before,
    /// The later one.
    After,
}

impl When {
    /// Both, the earlier first.
    pub const BOTH: [Self; 2] = [Self::Before, Self::After];

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }
}

/// Something of the earlier plan and the same of the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sides<T> {
    /// The earlier plan's.
    pub before: T,
    /// The later plan's.
    pub after: T,
}

impl<T> Sides<T> {
    /// Both, made in the same way.
    pub fn of(mut make: impl FnMut(When) -> T) -> Self {
        Self { before: make(When::Before), after: make(When::After) }
    }

    /// Both, made of these.
    pub fn map<U>(self, mut make: impl FnMut(T) -> U) -> Sides<U> {
        Sides { before: make(self.before), after: make(self.after) }
    }

    /// Both as they are.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides { before: &self.before, after: &self.after }
    }

    /// Each with the other's.
    pub fn zip<U>(self, other: Sides<U>) -> Sides<(T, U)> {
        Sides { before: (self.before, other.before), after: (self.after, other.after) }
    }

    /// The earlier and then the later.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.before, &self.after].into_iter()
    }
}

impl<T> Sides<Option<T>> {
    /// Only the one.
    pub fn only(when: When, own: T) -> Self {
        let mut sides = Self { before: None, after: None };
        sides[when] = Some(own);
        sides
    }

    /// The later one, or else the earlier.
    pub fn last(&self) -> Option<&T> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// Both, where both are there.
    pub fn both(&self) -> Option<Sides<&T>> {
        Some(Sides { before: self.before.as_ref()?, after: self.after.as_ref()? })
    }
}

impl<T> Index<When> for Sides<T> {
    type Output = T;

    fn index(&self, when: When) -> &T {
        match when {
            When::Before => &self.before,
            When::After => &self.after,
        }
    }
}

impl<T> IndexMut<When> for Sides<T> {
    fn index_mut(&mut self, when: When) -> &mut T {
        match when {
            When::Before => &mut self.before,
            When::After => &mut self.after,
        }
    }
}
