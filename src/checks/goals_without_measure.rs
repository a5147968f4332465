//! `mål-utan-mått`: goals that nothing measures.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::goals::Goal;
use crate::swedish;
use crate::views::cards::goal_title;

/// The rule.
pub const CHECK: Check = Check {
    id: "mål-utan-mått",
    what: "mål som varken har styrtal eller indikator, och inga mål under sig",
    why: "utan mått går det inte att följa upp om målet har nåtts",
    example: Example {
        files: &[("malomraden.yaml", "målområden:\n  - {id: miljö, slag: Mål, nr: 1, namn: Utsläppen minskar}\n")],
        blamed: "Utsläppen minskar",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    if !evidence.is_whole() {
        return Vec::new();
    }
    let measured = |goal: &Goal| !goal.measures.is_empty() || !goal.indicators.is_empty();
    let leaves = plan.all_goals().into_iter().filter(|goal| goal.children.is_empty());
    let goals: Vec<&Goal> = leaves.filter(|goal| !measured(goal)).collect();
    let Some((first, others)) = goals.split_first() else { return Vec::new() };
    let message = if others.is_empty() {
        format!("målet \"{}\" har varken styrtal eller indikator", goal_title(first))
    } else {
        format!("{} mål har varken styrtal eller indikator", swedish::count(goals.len()))
    };
    vec![
        Diagnostic::note(CHECK.id, message)
            .at(&first.name.span)
            .listing(others.iter().map(|goal| format!("också \"{}\" ({})", goal_title(goal), goal.name.span.place())))
            .hint("lägg till styrtal eller indikatorer under målet i malomraden.yaml"),
    ]
}
