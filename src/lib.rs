//! `vplan` builds a Swedish public board's *verksamhetsplan*, its operational plan with budget, from Markdown
//! and YAML. Budget figures are computed, never typed, and every figure remembers the lines it came from.
//!
//! # Steps
//! 1. [`sources`] — the files of a plan, from disk, a git revision or memory.
//! 2. [`read`] — text → [`model`]: what the authors decided, with the place of everything.
//! 3. [`figures`] — every figure, computed from the model by sums and formulas.
//! 4. [`views`] — a format-neutral [`views::document::Document`]: chapters, blocks, tables, charts; all text.
//! 5. [`checks`] — rules over plan, figures and [`prose`], and over last year's plan; then [`waivers`].
//! 6. [`outputs`] — the document as a site, as a Typst project, as PDF, and its data as CSV and JSON.
//!
//! [`draft`] is steps 2 to 4, and [`review`] is step 5; [`trace`] tells of a figure's way through them, and [`diff`]
//! compares two plans that have come through them. Each step returns what it could build and all problems it found
//! ([`diagnostic`]); none of them prints, reads a clock or touches a disk. [`commands`] does.

pub mod amount;
pub mod characters;
pub mod colour;
pub mod date;
pub mod diagnostic;
pub mod likeness;
pub mod source;
pub mod swedish;
pub mod unit;

pub mod sources;

pub mod read;

pub mod model;

pub mod figures;

pub mod prose;

pub mod views;

pub mod checks;
pub mod diff;
pub mod trace;
pub mod waivers;

pub mod outputs;

pub mod cli;
pub mod commands;

use checks::Evidence;
use diagnostic::Diagnostic;
use figures::Figures;
use model::plan::Plan;
use prose::Passage;
use sources::Sources;
use views::document::Document;

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
}

/// The way of the data, from files to a document.
pub fn draft(sources: Sources) -> Draft {
    let (plan, mut problems) = read::plan(sources);
    let (figures, found) = figures::compute(&plan);
    problems.extend(found);
    let (document, prose, found) = views::document(&plan, &figures);
    problems.extend(found);
    diagnostic::sort(&mut problems);
    Draft { plan, figures, document, prose, problems }
}

/// Every problem of a plan, with those that the rules find and marked where they are waived. `earlier` is the same
/// board's plan of the year before.
pub fn review(draft: &Draft, earlier: Option<&Draft>) -> Vec<Diagnostic> {
    let earlier = earlier.map(|earlier| (&earlier.plan, &earlier.figures));
    let Draft { plan, figures, document, prose, .. } = draft;
    let readings = prose::reading::read(plan, figures, prose);
    let evidence = Evidence { plan, figures, document, prose, readings, earlier };
    let mut problems = draft.problems.clone();
    problems.extend(checks::run(&evidence));
    waivers::apply(&draft.plan.files, diagnostic::has_errors(&draft.problems), &mut problems);
    diagnostic::sort(&mut problems);
    problems
}
