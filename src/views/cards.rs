//! Assignments, activities, indicators and whatever else a goal holds in words, as blocks with anchors.

use crate::document::{Block, Card};
use crate::model::goals::Goal;
use crate::model::kind::ThingKind;
use crate::model::thing::Thing;
use crate::swedish::{NBSP, capitalised};
use crate::views::writing::Writing;

/// A goal's things of a kind; nothing when it has none.
pub fn cards(writing: &mut Writing<'_>, goal: &Goal, kind: ThingKind) -> Option<Block> {
    let own = goal.things().filter(|thing| thing.kind == kind);
    let items: Vec<Card> = own
        .filter_map(|thing| {
            Some(Card {
                anchor: writing.place(kind, thing.id?),
                label: label(&thing),
                text: thing.text.value.clone(),
                responsible: writing.names(thing.responsible),
                change: None,
            })
        })
        .collect();
    (!items.is_empty()).then_some(Block::Cards { thing: kind, items })
}

/// What a thing is called before its text: `Uppdrag 31`, `Nämnduppdrag`, `Aktivitet`.
pub fn label(thing: &Thing<'_>) -> String {
    let word = thing.head.as_deref().map_or_else(|| capitalised(thing.kind.traits().one), str::to_owned);
    thing.number.map_or_else(|| word.clone(), |number| format!("{word}{NBSP}{}", number.value))
}

/// `Målsättning 5: Forskning …`
pub fn goal_title(goal: &Goal) -> String {
    let number = goal.number.as_ref().map(|number| number.value.to_string());
    let label: Vec<&str> = goal.kind.as_deref().into_iter().chain(number.as_deref()).collect();
    if label.is_empty() { goal.name.value.clone() } else { format!("{}: {}", label.join("\u{a0}"), goal.name.value) }
}
