//! `vplan` builds a Swedish public board's *verksamhetsplan*, its operational plan with budget, from Markdown
//! and YAML. Budget figures are computed, never typed, and every figure remembers the lines it came from.
//!
//! # Steps
//! 1. [`source`] — the files of a plan, from disk, a git revision or memory, and places in them.
//!    [`pictures`] looks at a picture's bytes.
//! 2. [`read`] — text → [`model`]: what the authors decided, with the place of everything.
//!    [`followup`] reads reports on a plan into plans of their own, and all that follows holds for them too.
//! 3. [`figures`] — every figure, computed from the model by sums and formulas.
//! 4. [`narrative`] — chapters merged with figures → a format-neutral [`document`]; [`views`] draws its tables and
//!    cards, [`charts`] its pictures.
//! 5. [`checks`] — rules over plan, figures and [`prose`], and over last year's plan.
//! 6. [`outputs`] — the document as a site, as a Typst project, as PDF and for Word, and its data as CSV and JSON.
//!
//! [`draft`] is steps 2 to 4, and [`review`] is step 5; [`explain`] tells of a figure's way through them, and [`edit`]
//! where what is drawn is written; [`renewal`] makes next year's plan of this year's. Two plans that
//! have come through them are held against each other by [`compare`]: [`diff`] tells what changed, [`marked`] marks it
//! in the document, [`yearly`] holds a plan against last year's. Each step returns what it could build and all problems
//! it found ([`diagnostic`]); none of them prints, reads a clock or touches a disk. [`commands`] does.
//!
//! What comes back from a spreadsheet is brought to the sources by [`import`].
//!
//! Where a rule, an output, a kind of thing, a feature of tables or a command is added is told in [`adding`].

pub mod diagnostic;
pub mod escape;
pub mod fonts;
pub mod look;
pub mod quantity;
pub mod source;
pub mod swedish;

pub mod pictures;

pub mod model;

pub mod read;

pub mod followup;

pub mod figures;

pub mod prose;

pub mod document;

pub mod views;

pub mod charts;

pub mod narrative;

pub mod compare;

pub mod checks;
pub mod diff;
pub mod edit;
pub mod explain;
pub mod yearly;

pub mod marked;
pub mod renewal;

pub mod outputs;

pub mod import;

pub mod commands;

#[doc = include_str!("adding.md")]
pub mod adding {}

use checks::Evidence;
use diagnostic::Diagnostic;
use document::Document;
use figures::{Earlier, Figures};
use model::plan::Plan;
use prose::Passage;
use source::files::Sources;

/// A plan that is read, computed and drawn.
pub struct Draft {
    /// What the authors decided.
    pub plan: Plan,
    /// What was computed from it.
    pub figures: Figures,
    /// What will be printed.
    pub document: Document,
    /// Its running text, with the place of every word.
    pub prose: Vec<Passage>,
    /// Every problem found on the way, in order of reading.
    pub problems: Vec<Diagnostic>,
    /// The reports on it by the names of their folders, the oldest first; their problems are their own.
    pub reports: Vec<(String, Draft)>,
}

/// The way of the data, from files to a document.
pub fn draft(mut sources: Sources) -> Draft {
    let earlier = sources.earlier.take();
    let reports = std::mem::take(&mut sources.reports);
    let (plan, problems) = read::plan(sources);
    let earlier = earlier.filter(|_| plan.fetches()).map(|earlier| draft(earlier.without_reports()));
    let whole = earlier.as_ref().filter(|earlier| !diagnostic::has_errors(&earlier.problems));
    let earlier = whole.map(|earlier| Earlier { plan: &earlier.plan, figures: &earlier.figures });
    let mut own = drawn(plan, problems, earlier);
    for (name, report, problems) in followup::all(&own.plan, reports) {
        let mut report = drawn(report, problems, earlier);
        retain_own(&report.plan, &mut report.problems);
        own.reports.push((name, report));
    }
    own
}

/// A plan that is read, computed and drawn.
fn drawn(plan: Plan, mut problems: Vec<Diagnostic>, earlier: Option<Earlier<'_>>) -> Draft {
    let (figures, found) = figures::compute(&plan, earlier);
    problems.extend(found);
    let (document, prose, found) = narrative::document(&plan, &figures);
    problems.extend(found);
    diagnostic::sort(&mut problems);
    Draft { plan, figures, document, prose, problems, reports: Vec::new() }
}

/// Leaves the problems that a report has by itself: what is in its plan's files is told of with the plan.
fn retain_own(report: &Plan, problems: &mut Vec<Diagnostic>) {
    let within = |path: &str| path.strip_prefix(report.folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    problems.retain(|problem| problem.primary.as_ref().is_none_or(|label| within(&label.span.file.path)));
}

/// Every problem of a plan and of the reports on it, as [`judge`] finds them in each.
pub fn review(draft: &Draft, earlier: Option<&Draft>) -> Vec<Diagnostic> {
    let mut problems = judge(draft, earlier);
    problems.extend(draft.reports.iter().flat_map(|(_, report)| judge(report, None)));
    diagnostic::sort(&mut problems);
    problems
}

/// Every problem of a plan without its reports, with those that the rules find and marked where they are waived.
/// `earlier` is the same board's plan of the year before.
pub fn judge(draft: &Draft, earlier: Option<&Draft>) -> Vec<Diagnostic> {
    let earlier = earlier.map(|earlier| (&earlier.plan, &earlier.figures));
    let Draft { plan, figures, document, prose, .. } = draft;
    let readings = prose::reading::read(plan, figures, prose);
    let evidence = Evidence { plan, figures, document, prose, readings, earlier };
    let mut problems = draft.problems.clone();
    problems.extend(checks::run(&evidence));
    if plan.followup.is_some() {
        retain_own(plan, &mut problems);
    }
    checks::waivers::apply(&draft.plan.files, diagnostic::has_errors(&draft.problems), &mut problems);
    diagnostic::sort(&mut problems);
    problems
}
