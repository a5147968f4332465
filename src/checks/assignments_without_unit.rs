//! `uppdrag-utan-ansvarig`: assignments that no unit answers for.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::goals::Assignment;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "uppdrag-utan-ansvarig",
    what: "uppdrag utan ansvarigt område",
    why: "ett uppdrag som ingen ansvarar för blir lätt inte gjort",
    example: Example {
        files: &[(
            "malomraden.yaml",
            "målområden:\n  - id: ekonomi\n    namn: Ekonomi\n    uppdrag:\n      - {nr: 35, text: Minska inköpen., ansvarig: [inköp]}\n      - {nr: 36, text: Höj avgifterna.}\n",
        )],
        blamed: "36",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    if !evidence.is_whole() {
        return Vec::new();
    }
    let goals = plan.all_goals();
    let all = goals.iter().flat_map(|goal| &goal.assignments);
    let unassigned: Vec<&Assignment> = all.filter(|assignment| assignment.responsible.is_empty()).collect();
    let Some((first, others)) = unassigned.split_first() else { return Vec::new() };
    let message = if others.is_empty() {
        format!("{} saknar ansvarigt område", name(first))
    } else {
        format!("{} uppdrag saknar ansvarigt område", swedish::count(unassigned.len()))
    };
    vec![
        Diagnostic::note(CHECK.id, message)
            .at(&first.id.span)
            .listing(others.iter().map(|other| format!("också {} ({})", name(other), other.id.span.place())))
            .hint("lägg till ansvarig: [it], med ett eller flera id ur organisation.yaml"),
    ]
}

fn name(assignment: &Assignment) -> String {
    match &assignment.number {
        Some(number) => format!("uppdrag {}", number.value),
        None => format!("nämnduppdraget \"{}\"", assignment.id.value),
    }
}
