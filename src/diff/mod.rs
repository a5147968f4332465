//! What a change does to a plan: two plans compared by identity, and every change told once, with what it caused.
//!
//! [`PlanDiff::between`] is the entry point and is pure. Steps: [`inventory`] lists what each plan holds,
//! [`matching`] finds the same thing in both, [`objects`], [`cells`] and [`narrative`] tell what was written
//! otherwise, and [`effects`] puts what follows from it under its cause. A *finding* is always something that a
//! person wrote; what was computed is an [`Effect`] of it. [`text`] and [`markdown`] print, [`json`] has the schema.

pub mod cells;
pub mod effects;
pub mod finding;
pub mod json;
pub mod markdown;
pub mod narrative;
pub mod objects;
pub mod parts;
pub mod report;
pub mod text;
pub mod wording;

use std::collections::BTreeSet;

use crate::compare::inventory::{self, Inventory};
use crate::compare::matching::Pairs;
use crate::diagnostic::json::place;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::diff::finding::{Change, Draft, Effect, Finding};
use crate::figures::Figures;
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::source::files::PLAN_FILE;

/// A plan as one side of a comparison.
pub struct Side<'a> {
    /// What it is called, for example `HEAD` or `plan/2024`.
    pub name: &'a str,
    /// What the authors decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
    /// Its running text, figures filled in.
    pub prose: &'a [Passage],
    /// Everything found in it.
    pub problems: &'a [Diagnostic],
}

/// What is different in one plan.
#[derive(Debug, Default)]
pub struct PlanDiff {
    /// The plan's folder, as the later side has it.
    pub plan: String,
    /// What the two sides are called.
    pub sides: [String; 2],
    /// Every change, in order of reading: figures first, then goals, risks and text.
    pub findings: Vec<Finding>,
    /// What could not be compared, by side.
    pub broken: [Vec<Diagnostic>; 2],
}

impl PlanDiff {
    /// Compares two plans.
    pub fn between(before: &Side<'_>, after: &Side<'_>) -> Self {
        let sides = [before, after];
        let names = sides.map(|side| side.name.to_owned());
        let plan = if after.plan.files.is_empty() { before.plan } else { after.plan };
        let plan = plan.folder.clone();
        if let Some(whole) = whole(sides) {
            return Self { plan, sides: names, findings: vec![whole], broken: sides.map(|side| errors(side.problems)) };
        }
        let [a, b] = sides.map(|side| Inventory::of(side.plan, side.figures));
        let pairs = Pairs::between(&a, &b, [before.figures, after.figures]);
        let mut found: Vec<Draft> = objects::compare(&a, &b, &pairs, sides);
        found.extend(cells::compare(&a, &b, &pairs, sides));
        let (told, echoes) = narrative::compare(&a, &b, &pairs, sides);
        found.extend(told);
        let unread = sides.map(unread_files);
        found.retain(|draft| draft.can_be_told(&unread));
        found.sort_by_key(|draft| draft.order);
        let findings = effects::fold(found, &echoes, &pairs, sides);
        let broken = sides.map(|side| errors(side.problems));
        Self { plan, sides: names, findings, broken }
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Keeps the findings that are wanted.
    pub fn keep(&mut self, wanted: impl Fn(&Finding) -> bool) {
        self.findings.retain(wanted);
    }

    /// Everything that follows from the changes, each thing once.
    pub fn consequences(&self) -> impl Iterator<Item = &Effect> {
        self.findings.iter().flat_map(|finding| &finding.effects).filter(|effect| !effect.repeated)
    }
}

/// The one finding of a plan that only one side has.
fn whole(sides: [&Side<'_>; 2]) -> Option<Finding> {
    let (change, side) = match sides.map(|side| side.plan.files.is_empty()) {
        [true, false] => (Change::Added, sides[1]),
        [false, true] => (Change::Removed, sides[0]),
        _ => return None,
    };
    let place = side.plan.files.iter().find(|file| file.path.ends_with(PLAN_FILE)).map(|file| place(&file.start()));
    let (place_before, place_after) = if change == Change::Added { (None, place) } else { (place, None) };
    let name = side.plan.identity.title.clone();
    let address = PLAN_FILE.to_owned();
    Some(Finding { name, address, place_before, place_after, ..Finding::empty(change) })
}

fn errors(problems: &[Diagnostic]) -> Vec<Diagnostic> {
    problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect()
}

/// Files of a plan that may hold more than could be read: what they lack is not removed. Relative to the folder.
fn unread_files(side: &Side<'_>) -> BTreeSet<String> {
    if !side.plan.incomplete && !diagnostic::has_errors(side.problems) {
        return BTreeSet::new();
    }
    let blamed = side.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let blamed = blamed.filter_map(|problem| problem.primary.as_ref());
    blamed.map(|label| inventory::relative(&label.span.file.path, &side.plan.folder).to_owned()).collect()
}
