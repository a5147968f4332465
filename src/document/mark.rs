//! What a comparison of two plans adds to a document: marks at the places that were changed.
//!
//! A document that is not a comparison has none of them, and none is written to an output then.

use serde::Serialize;

/// What happened to what is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It was written.
    Inserted,
    /// It was struck.
    Deleted,
    /// Something in it was written otherwise.
    Changed,
    /// It stands elsewhere.
    Moved,
    /// Nobody touched it: it follows from a change.
    Caused,
}

/// A place of a change: what happened in words, and the ways to the list and to the changes around it.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// What happened.
    pub fate: Fate,
    /// The same in words: `Ändrat belopp`.
    pub word: String,
    /// The place's own anchor.
    pub anchor: String,
    /// The change's number in the list; none for what follows from changes that are not seen.
    pub number: Option<usize>,
    /// Anchor of the change in the list.
    pub entry: String,
    /// Anchor of the written change before this one.
    pub previous: Option<String>,
    /// Anchor of the written change after this one.
    pub next: Option<String>,
    /// Which effect of the change it is, for the list.
    #[serde(skip)]
    pub effect: Option<usize>,
    /// What it became, for the list, where the change does not tell.
    #[serde(skip)]
    pub text: String,
}

/// What happened to a row.
#[derive(Debug, Clone, Serialize)]
pub struct RowChange {
    /// To the row as a whole.
    pub fate: Fate,
    /// Its changes.
    pub marks: Vec<Mark>,
}
