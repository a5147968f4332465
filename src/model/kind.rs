//! Kinds of objects that have an anchor: the word that precedes their id in it.

/// A table of figures.
pub const TABLE: &str = "tabell";
/// A goal at any level.
pub const GOAL: &str = "mal";
/// An assignment.
pub const ASSIGNMENT: &str = "uppdrag";
/// An activity.
pub const ACTIVITY: &str = "aktivitet";
/// An indicator.
pub const INDICATOR: &str = "indikator";
/// A measure.
pub const MEASURE: &str = "styrtal";
/// A risk.
pub const RISK: &str = "risk";
