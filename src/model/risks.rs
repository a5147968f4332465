//! The internal-control plan: risks and the actions against them.

use crate::source::{Id, Spanned};

/// A risk.
#[derive(Debug, Clone)]
pub struct Risk {
    /// Id within the plan.
    pub id: Id,
    /// Process or area.
    pub activity: Spanned<String>,
    /// The event.
    pub text: Spanned<String>,
    /// Common to all boards.
    pub region_wide: bool,
    /// Actions.
    pub actions: Vec<Action>,
    /// Probability, 1 to 4.
    pub probability: Option<Spanned<u32>>,
    /// Consequence, 1 to 4.
    pub consequence: Option<Spanned<u32>>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
    /// When the actions are to be done.
    pub due: Option<String>,
}

/// An action against a risk.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is to be done.
    pub text: Spanned<String>,
    /// Common to all boards.
    pub region_wide: bool,
}
