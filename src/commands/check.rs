//! `vplan check`: reads, computes and checks, and writes nothing.

use crate::cli::Plans;
use crate::commands::{Outcome, report};
use crate::sources::{Sources, find_plans};
use crate::{diagnostic, draft};

/// Runs the command.
pub fn run(arguments: &Plans) -> Outcome {
    let plans = match find_plans(&arguments.plans) {
        Ok(plans) => plans,
        Err(message) => return Outcome::Failed(message),
    };
    let mut problems = Vec::new();
    for folder in &plans {
        let (sources, found) = Sources::from_disk(folder);
        problems.extend(found);
        problems.extend(draft(sources).problems);
    }
    report::findings(&problems);
    if diagnostic::has_errors(&problems) {
        return Outcome::PlanHasErrors;
    }
    if problems.is_empty() {
        report::say(if plans.len() == 1 { "planen är utan anmärkning" } else { "planerna är utan anmärkning" });
    }
    Outcome::Done
}
