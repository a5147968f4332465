//! Assignments, activities and indicators of a goal, as blocks with anchors.

use crate::model::goals::{Goal, Point};
use crate::model::plan::Id;
use crate::views::chapters::Desk;
use crate::views::chapters::links::{ACTIVITY, ASSIGNMENT, INDICATOR};
use crate::views::document::{Block, Card};

/// A goal's assignments; nothing when it has none.
pub fn assignments(desk: &mut Desk<'_>, goal: &Goal) -> Option<Block> {
    let items: Vec<Card> = goal
        .assignments
        .iter()
        .map(|assignment| Card {
            anchor: place(desk, ASSIGNMENT, &assignment.id),
            label: assignment
                .number
                .as_ref()
                .map_or_else(|| "Nämnduppdrag".to_owned(), |number| format!("Uppdrag\u{a0}{}", number.value)),
            text: assignment.text.value.clone(),
            responsible: names(desk, &assignment.responsible),
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
            anchor: place(desk, kind, &point.id),
            label: label.to_owned(),
            text: point.text.value.clone(),
            responsible: names(desk, &point.responsible),
        })
        .collect()
}

/// The anchor of an object, which from now on stands in the document.
pub fn place(desk: &mut Desk<'_>, kind: &'static str, id: &Id) -> String {
    let anchor = desk.objects.get(&(kind, id.value.clone())).cloned().unwrap_or_default();
    desk.placed.insert(anchor.clone());
    anchor
}

/// Official names of units; an unknown one is reported by its check.
pub fn names(desk: &Desk<'_>, ids: &[Id]) -> Vec<String> {
    ids.iter().filter_map(|id| desk.plan.organisation.unit(&id.value)).map(|unit| unit.name.value.clone()).collect()
}
