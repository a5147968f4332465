//! The board's units, each with its one official name.

use crate::source::{Id, Spanned};

/// organisation.yaml.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// The units (områden).
    pub units: Vec<Unit>,
    /// Support functions beside the units.
    pub support: Vec<Unit>,
    /// The file could not be read whole, so that a missing unit may be ours to miss.
    pub broken: bool,
}

/// A unit or support function.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Id that every other file refers to.
    pub id: Id,
    /// The one official name.
    pub name: Spanned<String>,
}

impl Organisation {
    /// The unit or support function with an id.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.all().find(|unit| unit.id.value == id)
    }

    /// Units, then support functions.
    pub fn all(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().chain(&self.support)
    }
}
