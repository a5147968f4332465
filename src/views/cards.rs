//! Assignments, activities and indicators of a goal, as blocks with anchors.

use crate::document::{Block, Card};
use crate::model::goals::{Assignment, Goal, Point};
use crate::model::kind::{ACTIVITY, ASSIGNMENT, INDICATOR};
use crate::views::writing::Writing;

/// A goal's assignments; nothing when it has none.
pub fn assignments(writing: &mut Writing<'_>, goal: &Goal) -> Option<Block> {
    let items: Vec<Card> = goal
        .assignments
        .iter()
        .map(|assignment| Card {
            anchor: writing.place(ASSIGNMENT, &assignment.id),
            label: assignment_label(assignment),
            text: assignment.text.value.clone(),
            responsible: writing.names(&assignment.responsible),
            change: None,
        })
        .collect();
    (!items.is_empty()).then_some(Block::Assignments { items })
}

/// A goal's activities; nothing when it has none.
pub fn activities(writing: &mut Writing<'_>, goal: &Goal) -> Option<Block> {
    let items = points(writing, &goal.activities, ACTIVITY, "Aktivitet");
    (!items.is_empty()).then_some(Block::Activities { items })
}

/// A goal's indicators; nothing when it has none.
pub fn indicators(writing: &mut Writing<'_>, goal: &Goal) -> Option<Block> {
    let items = points(writing, &goal.indicators, INDICATOR, "Indikator");
    (!items.is_empty()).then_some(Block::Indicators { items })
}

fn points(writing: &mut Writing<'_>, points: &[Point], kind: &'static str, label: &str) -> Vec<Card> {
    points
        .iter()
        .map(|point| Card {
            anchor: writing.place(kind, &point.id),
            label: label.to_owned(),
            text: point.text.value.clone(),
            responsible: writing.names(&point.responsible),
            change: None,
        })
        .collect()
}

/// `Uppdrag 31`, or `Nämnduppdrag` for the board's own.
pub fn assignment_label(assignment: &Assignment) -> String {
    let number = assignment.number.as_ref();
    number.map_or_else(|| "Nämnduppdrag".to_owned(), |number| format!("Uppdrag\u{a0}{}", number.value))
}

/// `Målsättning 5: Forskning …`
pub fn goal_title(goal: &Goal) -> String {
    let number = goal.number.as_ref().map(|number| number.value.to_string());
    let label: Vec<&str> = goal.kind.as_deref().into_iter().chain(number.as_deref()).collect();
    if label.is_empty() { goal.name.value.clone() } else { format!("{}: {}", label.join("\u{a0}"), goal.name.value) }
}
