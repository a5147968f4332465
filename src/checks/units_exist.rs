//! `okänt-område`: a responsible unit that the organisation does not have.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::read::organisation;

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
    if plan.organisation.broken {
        return Vec::new();
    }
    plan.answerers()
        .into_iter()
        .filter(|id| plan.answerer(&id.value).is_none())
        .map(|id| organisation::unknown(&plan.organisation, id))
        .collect()
}
