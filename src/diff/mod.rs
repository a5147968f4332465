//! What a change does to a plan: two plans compared by identity, and every change told once, with what it caused.
//!
//! [`PlanDiff::between`] is the entry point and is pure. Steps: [`inventory`] lists what each plan holds,
//! [`correspondence`](crate::compare::correspondence) finds the same thing in both, [`objects`], [`cells`] and
//! [`narrative`] tell what was written otherwise, and [`effects`] puts what follows from it under its cause. A *finding* is always something that a
//! person wrote; what was computed is an [`Effect`] of it. [`key_figures`] says first what the plan comes to. [`text`] and [`markdown`] print, [`json`] has the schema.

pub mod agreements;
pub mod cells;
pub mod comparison;
pub mod dependents;
pub mod effects;
pub mod files;
pub mod finding;
pub mod json;
pub mod judged;
pub mod key_figures;
pub mod markdown;
pub mod narrative;
pub mod objects;
pub mod parts;
pub mod report;
pub mod text;
pub mod wording;

use std::collections::BTreeSet;

use crate::compare::correspondence::Correspondence;
use crate::compare::inventory::{self, Inventory};
use crate::compare::sides::{Sides, When};
use crate::compare::years::Years;
use crate::diagnostic::json::place;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::diff::comparison::Comparison;
pub use crate::diff::comparison::Side;
use crate::diff::finding::{Change, Effect, Finding, UnattributedFinding};
use crate::model::kind::ThingKind;
use crate::source::files::PLAN_FILE;

/// What is different in one plan.
#[derive(Debug, Default)]
pub struct PlanDiff {
    /// The plan's folder, as the later side has it.
    pub plan: String,
    /// What the two sides are called.
    pub sides: Sides<String>,
    /// Every change, in order of reading: figures first, then goals, risks and text.
    pub findings: Vec<Finding>,
    /// The sums and results that became others, with no cause told; nothing when there are none to compare.
    pub key_figures: Option<Vec<Effect>>,
    /// What could not be compared, by side.
    pub broken: Sides<Vec<Diagnostic>>,
    /// What the checks say of one side only: of the earlier one what went, of the later one what came.
    pub judged: Sides<Vec<Diagnostic>>,
    /// What both plans hold, and what is the same in them.
    pub correspondence: Correspondence,
}

impl PlanDiff {
    /// Compares two plans.
    pub fn between(before: &Side<'_>, after: &Side<'_>) -> Self {
        let sides = Sides { before, after };
        let names = sides.map(|side| side.name.to_owned());
        let plan = if after.plan.files.is_empty() { before.plan } else { after.plan };
        let plan = plan.folder.clone();
        let broken = sides.map(|side| errors(side.problems));
        if let Some(whole) = whole(sides) {
            return Self { plan, sides: names, findings: vec![whole], broken, ..Self::default() };
        }
        let years = Years::of(sides.map(|side| side.plan));
        let inventories = sides.map(|side| Inventory::of(side.plan, side.figures).titled(side.prose));
        let mut correspondence = Correspondence::between(inventories, sides.map(|side| side.figures), years);
        let plans = Comparison { sides, same: &correspondence };
        let mut found: Vec<UnattributedFinding> = objects::compare(&plans);
        found.extend(cells::compare(&plans));
        found.extend(files::compare(&plans));
        let key_figures = key_figures::changed(&plans);
        let told = narrative::compare(&plans);
        found.extend(told.found);
        let unread = sides.map(unread_files);
        let unknown = sides.map(|side| &side.plan.unread);
        found.retain(|own| own.can_be_told(&unread, &unknown));
        found.sort_by_key(|own| own.order);
        let findings = effects::attribute_effects(found, &told.following, &plans);
        correspondence.untried.extend(told.untried);
        Self { plan, sides: names, findings, key_figures, broken, correspondence, judged: Sides::default() }
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
fn whole(sides: Sides<&Side<'_>>) -> Option<Finding> {
    let (change, when) = match (sides.before.plan.files.is_empty(), sides.after.plan.files.is_empty()) {
        (true, false) => (Change::Added, When::After),
        (false, true) => (Change::Removed, When::Before),
        _ => return None,
    };
    let plan = sides[when].plan;
    let file = plan.files.iter().find(|file| file.path.ends_with(PLAN_FILE));
    let mut finding = Finding {
        name: plan.identity.title.clone(),
        address: PLAN_FILE.to_owned(),
        ..Finding::of(change, ThingKind::Plan)
    };
    finding.places[when] = file.map(|file| place(&file.start()));
    Some(finding)
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
