//! Two tables that are laid over each other.

use crate::compare::align::Step;
use crate::document::table::Table;

/// Two tables, and what is where in them.
pub struct Pair<'a> {
    /// The earlier table.
    pub before: &'a Table,
    /// The later one.
    pub after: &'a Table,
    /// Columns after the stub, in the order they are shown.
    pub columns: Vec<Step>,
}
