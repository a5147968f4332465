//! The plan on a page: goals, the assignments under each, and the units responsible for them.

use crate::charts::Sketch;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, PT, Role, TALLEST, WIDTH, count};
use crate::fonts::metrics;
use crate::model::goals::{Assignment, Goal};
use crate::model::kind::ThingKind;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::cards::{goal_title, label};
use crate::views::writing::Writing;

/// Width of the goals' column.
const GOAL: i64 = 124 * PT;

/// Where assignments begin.
const ITEM: i64 = 140 * PT;

/// Where units begin.
const UNIT: i64 = 316 * PT;

/// From one line of the small text to the next.
const STEP: i64 = Face::QUIET.size * 122 / 100;

/// Air over and under a goal, and between its assignments.
const AIR: i64 = 4 * PT;

/// Between an assignment's label and its text.
const LEAD: &str = "\u{a0}\u{a0}";

/// A goal with the names above it.
struct Entry<'a> {
    over: Vec<&'a str>,
    goal: &'a Goal,
}

/// A line of the map beside its goal.
struct Item {
    label: String,
    text: Vec<String>,
    units: Vec<String>,
    height: i64,
}

/// Draws the goals of the plan.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let mut entries = Vec::new();
    collect(&writing.plan.goals, &[], &mut entries);
    if entries.is_empty() {
        if !writing.plan.incomplete {
            writing.problems.push(
                Diagnostic::error("inget-att-visa", "malomraden.yaml har inga mål att visa")
                    .at(&site.span)
                    .hint("lägg till mål i malomraden.yaml, eller ta bort diagrammet"),
            );
        }
        return None;
    }
    let assignments: usize = entries.iter().map(|entry| entry.goal.assignments.len()).sum();
    let told: Vec<String> = entries.iter().map(|entry| tell(writing, entry)).collect();
    // Two lines of every assignment, unless one line brings all of them to one page.
    let mut drawings = drawings(writing, &entries, 2);
    if drawings.len() > 1 {
        let shorter = self::drawings(writing, &entries, 1);
        if shorter.len() == 1 {
            drawings = shorter;
        }
    }
    Some(Sketch {
        name: "mal".to_owned(),
        unit: None,
        title: "Målkarta: mål, uppdrag och ansvariga områden".to_owned(),
        alt: format!(
            "Målkarta med {} mål och {} uppdrag. {}",
            swedish::count(entries.len()),
            swedish::count(assignments),
            told.join(" ")
        ),
        remarks: Vec::new(),
        sources: Vec::new(),
        drawings,
    })
}

/// Goals that hold something of their own, or have no goals under them; the others stand above theirs.
fn collect<'a>(goals: &'a [Goal], over: &[&'a str], out: &mut Vec<Entry<'a>>) {
    for goal in goals {
        if goal.things().next().is_some() || goal.children.is_empty() {
            out.push(Entry { over: over.to_vec(), goal });
        }
        let deeper: Vec<&str> = over.iter().copied().chain([goal.name.value.as_str()]).collect();
        collect(&goal.children, &deeper, out);
    }
}

/// `Målsättning 6: Digitala lösningar …: uppdrag 49, uppdrag 50 och nämnduppdrag (Shared Service Center).`
fn tell(writing: &Writing<'_>, entry: &Entry<'_>) -> String {
    let one = |assignment: &Assignment| {
        let units = writing.names(&assignment.responsible);
        let label = swedish::uncapitalised(&label(&assignment.thing()));
        if units.is_empty() { label } else { format!("{label} ({})", swedish::join(&units)) }
    };
    let mut parts: Vec<String> = entry.goal.assignments.iter().map(one).collect();
    parts.extend(others(entry.goal));
    let what = if parts.is_empty() { "inga uppdrag".to_owned() } else { swedish::join(&parts) };
    format!("{}: {what}.", goal_title(entry.goal))
}

/// How many there are of what is not drawn one by one.
fn others(goal: &Goal) -> Vec<String> {
    let others = ThingKind::MATCHED.into_iter().filter(|kind| *kind != ThingKind::Assignment);
    let counted = others.map(|kind| (goal.things().filter(|thing| thing.kind == kind).count(), kind.traits()));
    let some = counted.filter(|(n, _)| *n > 0);
    some.map(|(n, kind)| format!("{n}\u{a0}{}", if n == 1 { kind.one } else { kind.many })).collect()
}

fn items(writing: &Writing<'_>, goal: &Goal, most: usize) -> Vec<Item> {
    let wrap = |text: &str, room, most| metrics::wrap(text, Face::QUIET.size, false, room, most);
    let room = UNIT - ITEM - 14 * PT;
    let one = |assignment: &Assignment| {
        // The label leads the first line; it is semibold there, for which some room is kept.
        let label = label(&assignment.thing());
        let mut text = wrap(&format!("{label}{LEAD}{}", assignment.text.value), room - 5 * PT, most);
        if let Some(first) = text.first_mut() {
            *first = first.strip_prefix(&label).unwrap_or("").trim_start_matches(LEAD).to_owned();
        }
        let names = writing.names(&assignment.responsible);
        let units: Vec<String> = names.iter().flat_map(|name| wrap(name, WIDTH - UNIT - 10 * PT, 2)).collect();
        let own = STEP * count(text.len());
        let beside = if units.is_empty() { 0 } else { STEP * count(units.len()) + 6 * PT };
        Item { label, text, units, height: own.max(beside) + AIR }
    };
    let mut items: Vec<Item> = goal.assignments.iter().map(one).collect();
    let others = others(goal);
    if !others.is_empty() || items.is_empty() {
        let text = if others.is_empty() { "Inga uppdrag".to_owned() } else { others.join(" · ") };
        items.push(Item { label: String::new(), text: wrap(&text, room, 2), units: Vec::new(), height: STEP + AIR });
    }
    items
}

fn drawings(writing: &Writing<'_>, entries: &[Entry<'_>], most: usize) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let (mut drawing, mut y) = begun();
    for entry in entries {
        let over = entry.over.join(" › ");
        let over = metrics::wrap(&over, Face::QUIET.size, false, GOAL, 3);
        let title = metrics::wrap(&goal_title(entry.goal), Face::STRONG.size, true, GOAL, 7);
        let heading = STEP * count(over.len()) + 11 * PT * count(title.len()) + AIR;
        let items = items(writing, entry.goal, most);
        let height = heading.max(items.iter().map(|item| item.height).sum()) + 2 * AIR;
        if y + height > TALLEST && y > 2 * STEP + AIR {
            drawing.height = y;
            drawings.push(std::mem::replace(&mut drawing, begun().0));
            y = begun().1;
        }
        let top = y;
        drawing.line((0, y), (WIDTH, y), Role::Hair);
        let mut baseline = y + AIR + Face::QUIET.size;
        for line in &over {
            drawing.text((0, baseline), Align::Start, Face::QUIET, line.as_str());
            baseline += STEP;
        }
        for line in &title {
            drawing.text((0, baseline), Align::Start, Face::STRONG, line.as_str());
            baseline += 11 * PT;
        }
        y += AIR;
        let mut branches = Vec::new();
        for item in &items {
            if y + item.height > TALLEST {
                finish_goal(&mut drawing, &branches);
                drawing.height = y;
                drawings.push(std::mem::replace(&mut drawing, begun().0));
                (y, branches) = (begun().1 + AIR, Vec::new());
            }
            branches.push(y + STEP / 2 + PT);
            draw_item(&mut drawing, item, y);
            y += item.height;
        }
        finish_goal(&mut drawing, &branches);
        y = (y + AIR).max(if top < y { top + heading + 2 * AIR } else { y });
    }
    drawing.height = y;
    drawings.push(drawing);
    drawings
}

/// A picture with the heads of its columns, and where its first goal begins.
fn begun() -> (Drawing, i64) {
    let mut drawing = Drawing::default();
    for (x, head) in [(0, "Mål"), (ITEM, "Uppdrag"), (UNIT, "Ansvarigt område")] {
        drawing.text((x, Face::QUIET.size), Align::Start, Face::QUIET, head);
    }
    (drawing, STEP + AIR)
}

/// The line that ties a goal's assignments together.
fn finish_goal(drawing: &mut Drawing, branches: &[i64]) {
    let (Some(first), Some(last)) = (branches.first(), branches.last()) else { return };
    let x = ITEM - 9 * PT;
    drawing.line((x, *first), (x, *last), Role::Accent);
    for y in branches {
        drawing.line((x, *y), (x + 5 * PT, *y), Role::Accent);
    }
}

fn draw_item(drawing: &mut Drawing, item: &Item, top: i64) {
    let strong = Face { bold: true, role: Role::Accent, ..Face::QUIET };
    let plain = if item.label.is_empty() { Face::QUIET } else { Face { role: Role::Ink, ..Face::QUIET } };
    let mut baseline = top + Face::QUIET.size;
    let mut indent = 0;
    if !item.label.is_empty() {
        drawing.text((ITEM, baseline), Align::Start, strong, item.label.as_str());
        indent = strong.width(&item.label) + plain.width(LEAD);
    }
    for line in &item.text {
        drawing.text((ITEM + indent, baseline), Align::Start, plain, line.as_str());
        baseline += STEP;
        indent = 0;
    }
    if !item.units.is_empty() {
        let height = STEP * count(item.units.len()) + 5 * PT;
        drawing.ground(UNIT - 4 * PT, top - 2 * PT, WIDTH - UNIT + 4 * PT, height, Role::Tint);
        drawing.line((UNIT - 4 * PT, top - 2 * PT), (UNIT - 4 * PT, top - 2 * PT + height), Role::Accent);
        let face = Face { role: Role::Ink, ..Face::QUIET };
        drawing.lines((UNIT + 2 * PT, top - 2 * PT + height / 2), Align::Start, face, &item.units);
    }
}
