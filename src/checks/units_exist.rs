//! `okänt-område`: a responsible unit that the organisation does not have.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::source::Id;

/// The rule.
pub const CHECK: Check = Check {
    id: "okänt-område",
    what: "ett ansvarigt område som inte finns i organisation.yaml",
    why: "ansvaret måste gå att läsa ut, och namnet skrivs bara på ett ställe",
    example: Example {
        files: &[(
            "malomraden.yaml",
            "målområden:\n  - id: ekonomi\n    namn: Ekonomi\n    uppdrag:\n      - {id: köp, text: Minska inköpen., ansvarig: [inkop]}\n",
        )],
        blamed: "inkop",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let goals = plan.all_goals();
    let assignments = goals.iter().flat_map(|goal| &goal.assignments).flat_map(|assignment| &assignment.responsible);
    let points = goals
        .iter()
        .flat_map(|goal| goal.activities.iter().chain(&goal.indicators))
        .flat_map(|point| &point.responsible);
    let risks = plan.risks.iter().flat_map(|risk| &risk.responsible);
    let known = |id: &&Id| plan.organisation.unit(&id.value).is_some();
    if plan.organisation.broken {
        return Vec::new();
    }
    assignments.chain(points).chain(risks).filter(|id| !known(id)).map(|id| plan.organisation.unknown(id)).collect()
}
