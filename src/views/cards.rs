//! Assignments, activities and indicators of a goal, as blocks with anchors.

use crate::model::goals::{Assignment, Goal, Point};
use crate::views::desk::Desk;
use crate::views::document::{Block, Card};
use crate::views::kinds::{ACTIVITY, ASSIGNMENT, INDICATOR};

/// A goal's assignments; nothing when it has none.
pub fn assignments(desk: &mut Desk<'_>, goal: &Goal) -> Option<Block> {
    let items: Vec<Card> = goal
        .assignments
        .iter()
        .map(|assignment| Card {
            anchor: desk.place(ASSIGNMENT, &assignment.id),
            label: assignment_label(assignment),
            text: assignment.text.value.clone(),
            responsible: desk.names(&assignment.responsible),
            change: None,
        })
        .collect();
    (!items.is_empty()).then_some(Block::Assignments { items })
}

/// A goal's activities; nothing when it has none.
pub fn activities(desk: &mut Desk<'_>, goal: &Goal) -> Option<Block> {
    let items = points(desk, &goal.activities, ACTIVITY, "Aktivitet");
    (!items.is_empty()).then_some(Block::Activities { items })
}

/// A goal's indicators; nothing when it has none.
pub fn indicators(desk: &mut Desk<'_>, goal: &Goal) -> Option<Block> {
    let items = points(desk, &goal.indicators, INDICATOR, "Indikator");
    (!items.is_empty()).then_some(Block::Indicators { items })
}

fn points(desk: &mut Desk<'_>, points: &[Point], kind: &'static str, label: &str) -> Vec<Card> {
    points
        .iter()
        .map(|point| Card {
            anchor: desk.place(kind, &point.id),
            label: label.to_owned(),
            text: point.text.value.clone(),
            responsible: desk.names(&point.responsible),
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
