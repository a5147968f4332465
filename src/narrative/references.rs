//! Cross-references in running text.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::Inline;
use crate::model::kind::{ASSIGNMENT, GOAL, MEASURE, RISK, TABLE};
use crate::views::call_site::CallSite;
use crate::views::cards::goal_title;
use crate::views::writing::Writing;

/// A cross-reference: a link with the thing's name.
pub fn see(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Vec<Inline>> {
    let [(key, id)] = site.call.arguments.as_slice() else {
        writing.problems.push(
            Diagnostic::error("argument-saknas", "se(…) tar ett argument")
                .at(&site.span)
                .hint("skriv till exempel {{ se(tabell=\"driftbudget\") }} eller {{ se(uppdrag=\"31\") }}"),
        );
        return None;
    };
    let id: String = id.nfc().collect();
    let plan = writing.plan;
    let goals = plan.all_goals();
    let measure = || goals.iter().flat_map(|goal| &goal.measures).find(|measure| measure.id.value == id);
    let assignment = || goals.iter().flat_map(|goal| &goal.assignments).find(|assignment| assignment.id.value == id);
    let (kind, text) = match key.as_str() {
        "tabell" => (TABLE, plan.table(&id).map(|table| format!("tabellen ”{}”", table.caption.value))),
        "uppdrag" => (
            ASSIGNMENT,
            assignment().map(|found| {
                found.number.as_ref().map_or_else(
                    || format!("nämnduppdraget ”{}”", found.text.value),
                    |number| format!("uppdrag\u{a0}{}", number.value),
                )
            }),
        ),
        "styrtal" => (MEASURE, measure().map(|measure| format!("styrtalet ”{}”", measure.name.value))),
        "risk" => (
            RISK,
            plan.risks
                .iter()
                .find(|risk| risk.id.value == id)
                .map(|risk| format!("risken inom {}", risk.activity.value)),
        ),
        "mal" => (GOAL, plan.goal(&id).map(goal_title)),
        _ => (
            "",
            writing.numbers.get(&id).map(|(number, _)| {
                if let Some(n) = number.strip_prefix("Bilaga ") {
                    format!("bilaga\u{a0}{n}")
                } else {
                    format!("kapitel\u{a0}{number}")
                }
            }),
        ),
    };
    let target = match kind {
        "" => writing.numbers.get(&id).map(|(_, anchor)| anchor.clone()),
        kind => writing.objects.get(&(kind, id.clone())).cloned(),
    };
    let (Some(text), Some(target)) = (text, target) else {
        if !plan.incomplete {
            let known: Vec<String> = match kind {
                "" => writing.numbers.keys().cloned().collect(),
                kind => writing.objects.keys().filter(|(k, _)| *k == kind).map(|(_, id)| id.clone()).collect(),
            };
            writing.problems.push(
                Diagnostic::error("okänd-hänvisning", format!("{key} \"{id}\" finns inte"))
                    .at(&site.argument_span(&id))
                    .maybe_hint(did_you_mean(&id, known.iter().map(String::as_str))),
            );
        }
        return None;
    };
    writing.links.push((target.clone(), site.span.clone()));
    Some(vec![Inline::Link { target, internal: true, content: vec![Inline::text(text)] }])
}
