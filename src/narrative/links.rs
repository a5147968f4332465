//! Internal links: every object has its anchor before the first chapter is written, and at the end every
//! link is checked against what was really shown.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::anchor::Anchors;
use crate::document::{Chapter, Inline, visit};
use crate::model::kind::{Shown, ThingKind};
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::model::thing::Thing;
use crate::views::writing::Writing;

/// Gives every object its anchor, so that links can point forwards and headings take what is left.
pub fn reserve(writing: &mut Writing<'_>) {
    writing.numbering.objects = anchors(writing.plan, &mut writing.numbering.anchors);
}

/// The anchor of every object, by kind and id.
pub fn anchors(plan: &Plan, anchors: &mut Anchors) -> HashMap<(ThingKind, String), String> {
    let mut objects = HashMap::new();
    for thing in plan.things() {
        let (Some(word), Some(id)) = (thing.kind.traits().anchor, thing.id) else { continue };
        let anchor = anchors.give(&format!("{word}-{}", id.value));
        objects.entry((thing.kind, id.value.clone())).or_insert(anchor);
    }
    objects
}

/// Reports links to anchors that nothing in the document has, and leaves their text: a comparison is drawn of plans with
/// faults too.
pub fn check(writing: &mut Writing<'_>, chapters: &mut [Chapter]) {
    let mut dead = HashSet::new();
    for (target, span) in std::mem::take(&mut writing.found.links) {
        if !writing.found.placed.contains(&target) {
            dead.insert(target.clone());
            let placed = writing.found.placed.iter().map(String::as_str);
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
    if !dead.is_empty() {
        let mut unlink = |content: &mut Vec<Inline>| unlinked(content, &dead);
        for chapter in chapters.iter_mut() {
            visit::each_text_mut(chapter, &mut unlink);
        }
    }
}

/// Leaves the text of links that lead nowhere.
fn unlinked(content: &mut Vec<Inline>, dead: &HashSet<String>) {
    let is_dead =
        |inline: &Inline| matches!(inline, Inline::Link { target, internal: true, .. } if dead.contains(target));
    if content.iter().any(is_dead) {
        let parts = std::mem::take(content).into_iter();
        content.extend(parts.flat_map(|inline| match inline {
            Inline::Link { target, internal: true, content } if dead.contains(&target) => content,
            other => vec![other],
        }));
    }
}

/// Warns of what the plan holds but no chapter shows: it would be missing from the document in silence.
pub fn check_all_shown(writing: &mut Writing<'_>) {
    if writing.plan.incomplete || !writing.problems.is_empty() {
        return;
    }
    let things = writing.plan.things();
    for thing in &things {
        let Some(id) = thing.id else { continue };
        let holder = thing.parent.and_then(|at| things.get(at)).map_or("", Thing::key);
        let call = match thing.kind.traits().shown {
            Shown::Within => continue,
            Shown::Each(function) => format!("{function}(id=\"{}\")", id.value),
            Shown::OfGoal(function) => format!("{function}(malomrade=\"{holder}\")"),
            Shown::Together(function) => format!("{function}()"),
        };
        let hidden = |table: &Table| table.hidden && table.id.value == id.value;
        if thing.kind == ThingKind::Table && writing.plan.tables.iter().any(hidden) {
            continue;
        }
        let own =
            if thing.kind == ThingKind::Table { ", eller visas: nej i tabellen om den bara räknas med" } else { "" };
        let anchor = writing.numbering.objects.get(&(thing.kind, id.value.clone()));
        if !anchor.is_some_and(|anchor| writing.found.placed.contains(anchor)) {
            let the = thing.kind.traits().the;
            writing.problems.push(
                Diagnostic::warning("visas-inte", format!("{the} \"{}\" visas inte i något kapitel", id.value))
                    .at(&id.span)
                    .hint(format!("skriv {{{{ {call} }}}} i ett kapitel{own}")),
            );
        }
    }
}
