//! Cross-references in running text.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::Inline;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::source::characters::visible;
use crate::swedish;
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
    let id = visible(id).into_owned();
    let plan = writing.plan;
    let kind = ThingKind::anchored(key);
    let (text, target) = if let Some(kind) = kind {
        (named(plan, kind, &id), writing.numbering.objects.get(&(kind, id.clone())).cloned())
    } else {
        let chapter = writing.numbering.numbers.get(&id);
        let text = chapter.map(|(number, _)| match number.strip_prefix("Bilaga ") {
            Some(n) => format!("bilaga\u{a0}{n}"),
            None => format!("kapitel\u{a0}{number}"),
        });
        (text, chapter.map(|(_, anchor)| anchor.clone()))
    };
    let (Some(text), Some(target)) = (text, target) else {
        if !plan.incomplete {
            let known: Vec<String> = match kind {
                None => writing.numbering.numbers.keys().cloned().collect(),
                Some(kind) => {
                    writing.numbering.objects.keys().filter(|(k, _)| *k == kind).map(|(_, id)| id.clone()).collect()
                }
            };
            writing.problems.push(
                Diagnostic::error("okänd-hänvisning", format!("{key} \"{id}\" finns inte"))
                    .at(&site.argument_span(&id))
                    .maybe_hint(did_you_mean(&id, known.iter().map(String::as_str))),
            );
        }
        return None;
    };
    writing.found.links.push((target.clone(), site.span.clone()));
    Some(vec![Inline::Link { target, internal: true, content: vec![Inline::text(text)] }])
}

/// What a thing is called where text refers to it.
fn named(plan: &Plan, kind: ThingKind, id: &str) -> Option<String> {
    let thing = plan.thing(kind, id)?;
    Some(match (kind, thing.number, thing.head.as_deref()) {
        (ThingKind::Goal, ..) => goal_title(plan.goal(id)?),
        (ThingKind::Risk, _, Some(activity)) => format!("risken inom {activity}"),
        (ThingKind::Assignment, Some(number), _) => format!("uppdrag\u{a0}{}", number.value),
        (ThingKind::Assignment, None, _) => format!("nämnduppdraget ”{}”", thing.text.value),
        _ if thing.is_named() => format!("{} ”{}”", kind.traits().the, thing.text.value),
        _ => format!("{} ”{}”", kind.traits().the, swedish::shortened(&thing.text.value)),
    })
}
