//! Rules over a plan and its figures: one file per rule, and this list.
//!
//! Adding a rule: write `src/checks/<rule>.rs` with a [`Check`] whose `run` is a pure function, add its
//! module and its line in [`ALL`], and a case under `tests/cases/`.

pub mod control_totals;
pub mod cost_signs;
pub mod deviations;
pub mod notes_exist;
pub mod reconciliations;
pub mod units_exist;
pub mod visible_rounding;
pub mod years_agree;

use crate::diagnostic::Diagnostic;
use crate::figures::Figures;
use crate::model::plan::Plan;

/// A rule.
pub struct Check {
    /// Id printed with every finding.
    pub id: &'static str,
    /// What it finds, in Swedish.
    pub what: &'static str,
    /// Why it matters, in Swedish.
    pub why: &'static str,
    /// Finds.
    pub run: fn(&Plan, &Figures) -> Vec<Diagnostic>,
}

/// Every rule.
pub const ALL: &[&Check] = &[
    &control_totals::CHECK,
    &cost_signs::CHECK,
    &deviations::CHECK,
    &notes_exist::CHECK,
    &reconciliations::CHECK,
    &units_exist::CHECK,
    &visible_rounding::CHECK,
    &years_agree::CHECK,
];

/// Runs every rule.
pub fn run(plan: &Plan, figures: &Figures) -> Vec<Diagnostic> {
    ALL.iter().flat_map(|check| (check.run)(plan, figures)).collect()
}
