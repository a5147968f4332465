//! Internal links: every object has its anchor before the first chapter is written, and at the end every
//! link is checked against what was really shown.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::anchor::Anchors;
use crate::model::kind::{ACTIVITY, ASSIGNMENT, GOAL, INDICATOR, MEASURE, RISK, TABLE};
use crate::model::plan::Plan;
use crate::source::Id;
use crate::views::writing::Writing;

/// Gives every object its anchor, so that links can point forwards and headings take what is left.
pub fn reserve(writing: &mut Writing<'_>) {
    writing.objects = anchors(writing.plan, &mut writing.anchors);
}

/// The anchor of every object, by kind and id.
pub fn anchors(plan: &Plan, anchors: &mut Anchors) -> HashMap<(&'static str, String), String> {
    let goals = plan.all_goals();
    let mut all: Vec<(&'static str, &Id)> = plan.tables.iter().map(|table| (TABLE, &table.id)).collect();
    all.extend(goals.iter().map(|goal| (GOAL, &goal.id)));
    for goal in &goals {
        all.extend(goal.assignments.iter().map(|assignment| (ASSIGNMENT, &assignment.id)));
        all.extend(goal.activities.iter().map(|activity| (ACTIVITY, &activity.id)));
        all.extend(goal.indicators.iter().map(|indicator| (INDICATOR, &indicator.id)));
        all.extend(goal.measures.iter().map(|measure| (MEASURE, &measure.id)));
    }
    all.extend(plan.risks.iter().map(|risk| (RISK, &risk.id)));
    let mut objects = HashMap::new();
    for (kind, id) in all {
        let anchor = anchors.give(&format!("{kind}-{}", id.value));
        objects.entry((kind, id.value.clone())).or_insert(anchor);
    }
    objects
}

/// Reports links to anchors that nothing in the document has.
pub fn check(writing: &mut Writing<'_>) {
    for (target, span) in std::mem::take(&mut writing.links) {
        if !writing.placed.contains(&target) {
            let mut placed: Vec<&str> = writing.placed.iter().map(String::as_str).collect();
            placed.sort_unstable();
            writing.problems.push(
                Diagnostic::error(
                    "länk-utan-mål",
                    format!("länken leder till \"#{target}\", som inte finns i dokumentet"),
                )
                .at(&span)
                .maybe_hint(did_you_mean(&target, placed))
                .hint("visa det som länken gäller, till exempel {{ tabell(id=\"…\") }}, eller ta bort länken"),
            );
        }
    }
}

/// Warns of what the plan holds but no chapter shows: it would be missing from the document in silence.
pub fn check_all_shown(writing: &mut Writing<'_>) {
    if writing.plan.incomplete || !writing.problems.is_empty() {
        return;
    }
    let mut problems = Vec::new();
    let mut hidden = |kind: &'static str, id: &Id, what: &str, hint: String| {
        if !writing.objects.get(&(kind, id.value.clone())).is_some_and(|anchor| writing.placed.contains(anchor)) {
            problems.push(
                Diagnostic::warning("visas-inte", format!("{what} \"{}\" visas inte i något kapitel", id.value))
                    .at(&id.span)
                    .hint(hint),
            );
        }
    };
    for table in &writing.plan.tables {
        hidden(
            TABLE,
            &table.id,
            "tabellen",
            format!("skriv {{{{ tabell(id=\"{}\") }}}} i ett kapitel", table.id.value),
        );
    }
    for goal in writing.plan.all_goals() {
        let show =
            |function: &str| format!("skriv {{{{ {function}(malomrade=\"{}\") }}}} i ett kapitel", goal.id.value);
        goal.assignments.iter().for_each(|a| hidden(ASSIGNMENT, &a.id, "uppdraget", show("uppdrag")));
        goal.activities.iter().for_each(|a| hidden(ACTIVITY, &a.id, "aktiviteten", show("aktiviteter")));
        goal.indicators.iter().for_each(|i| hidden(INDICATOR, &i.id, "indikatorn", show("indikatorer")));
        goal.measures.iter().for_each(|m| hidden(MEASURE, &m.id, "styrtalet", show("styrtal")));
    }
    for risk in &writing.plan.risks {
        hidden(RISK, &risk.id, "risken", "skriv {{ risker() }} i ett kapitel".to_owned());
    }
    writing.problems.extend(problems);
}
