//! Rules over a plan, its figures and its text: one file per rule, and this list.
//!
//! Adding a rule: write `src/checks/<rule>.rs` with a [`Check`] whose `run` is a pure function and whose example
//! shows one finding, add its module and its line in [`ALL`], and a case under `tests/cases/`. The example is run
//! by the tests, printed by `vplan check --list`, and the README's list of rules is made from the same words.

pub mod abbreviations;
pub mod assignments_without_unit;
pub mod contradicted_figures;
pub mod contradicted_references;
pub mod control_totals;
pub mod cost_signs;
pub mod dead_references;
pub mod decision;
pub mod deviations;
pub mod disagreeing_passages;
pub mod duplicate_names;
pub mod followed_figures;
pub mod goals_without_measure;
pub mod jumped_measures;
pub mod large_changes;
pub mod long_sentences;
pub mod missing_controls;
pub mod missing_reconciliations;
pub mod missing_values;
pub mod mistaken_units;
pub mod mixed_decimals;
pub mod not_followed;
pub mod notes_exist;
pub mod numbering;
pub mod parts_and_wholes;
pub mod proportional_columns;
pub mod reconciliations;
pub mod report_periods;
pub mod restatements;
pub mod reversed_statuses;
pub mod risks_without_action;
pub mod rounded_parts;
pub mod several_names;
pub mod stale_years;
pub mod targets_on_wrong_side;
pub mod todos;
pub mod typed_figures;
pub mod uncommented_deviations;
pub mod unexplained_verdicts;
pub mod units_exist;
pub mod unprinted_characters;
pub mod unused;
pub mod visible_rounding;
pub mod waivers;
pub mod wrong_counts;
pub mod years_agree;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::figures::Figures;
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::prose::verdict::Reading;

/// What a rule may look at.
pub struct Evidence<'a> {
    /// What the authors decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
    /// What will be printed.
    pub document: &'a Document,
    /// All running text, figures filled in.
    pub prose: &'a [Passage],
    /// What every figure that people typed in the text came to.
    pub readings: Vec<Reading>,
    /// The same board's plan of the year before, with its figures.
    pub earlier: Option<(&'a Plan, &'a Figures)>,
}

impl Evidence<'_> {
    /// Whether all of the plan was read and drawn. Otherwise what is missing may be ours to miss.
    pub fn is_whole(&self) -> bool {
        // The appendix of deviations is written by the program.
        let written = self.plan.chapters.len() + usize::from(self.plan.identity.deviations_appendix);
        !self.plan.incomplete && self.document.chapters.len() == written
    }
}

/// A plan, in few lines, in which a rule finds one thing.
pub struct Example {
    /// Files by path, beside those of [`EXAMPLE_PLAN`]; `../2024/…` is a file of last year's plan.
    pub files: &'static [(&'static str, &'static str)],
    /// The text that the finding points at.
    pub blamed: &'static str,
}

/// The plan that every example is added to.
pub const EXAMPLE_PLAN: &[(&str, &str)] = &[
    (
        "plan.yaml",
        "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\ntitel: Verksamhetsplan 2025\n",
    ),
    ("organisation.yaml", "områden:\n  - {id: it, namn: Område IT}\n  - {id: inköp, namn: Område inköp}\n"),
    ("kapitel/01-inledning.md", "# Inledning\n\nPlanen gäller ett år.\n"),
];

/// A rule.
pub struct Check {
    /// Id printed with every finding.
    pub id: &'static str,
    /// What it finds, in Swedish.
    pub what: &'static str,
    /// Why it matters, in Swedish.
    pub why: &'static str,
    /// A plan in which it finds one thing.
    pub example: Example,
    /// Finds.
    pub run: fn(&Evidence<'_>) -> Vec<Diagnostic>,
}

/// Every rule.
pub const ALL: &[&Check] = &[
    &abbreviations::CHECK,
    &assignments_without_unit::CHECK,
    &contradicted_figures::CHECK,
    &contradicted_references::CHECK,
    &control_totals::CHECK,
    &cost_signs::CHECK,
    &dead_references::CHECK,
    &decision::CHECK,
    &deviations::CHECK,
    &disagreeing_passages::CHECK,
    &duplicate_names::CHECK,
    &followed_figures::CHECK,
    &goals_without_measure::CHECK,
    &jumped_measures::CHECK,
    &large_changes::CHECK,
    &mistaken_units::CHECK,
    &long_sentences::CHECK,
    &missing_controls::CHECK,
    &missing_reconciliations::CHECK,
    &missing_values::CHECK,
    &mixed_decimals::CHECK,
    &not_followed::CHECK,
    &notes_exist::CHECK,
    &numbering::CHECK,
    &parts_and_wholes::CHECK,
    &proportional_columns::CHECK,
    &reconciliations::CHECK,
    &report_periods::CHECK,
    &restatements::CHECK,
    &reversed_statuses::CHECK,
    &risks_without_action::CHECK,
    &rounded_parts::CHECK,
    &several_names::CHECK,
    &stale_years::CHECK,
    &targets_on_wrong_side::CHECK,
    &todos::CHECK,
    &typed_figures::CHECK,
    &uncommented_deviations::CHECK,
    &unexplained_verdicts::CHECK,
    &units_exist::CHECK,
    &unprinted_characters::CHECK,
    &unused::CHECK,
    &visible_rounding::CHECK,
    &wrong_counts::CHECK,
    &years_agree::CHECK,
];

/// Runs every rule.
pub fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    ALL.iter().flat_map(|check| (check.run)(evidence)).collect()
}
