//! Cards of two documents: by their anchors.

use crate::compare::align::{By, Item, Step, align};
use crate::compare::sides::When;
use crate::document::mark::Fate;
use crate::document::{Card, CardChange, Inline, plain_text};
use crate::marked::gone::{Alone, names};
use crate::marked::inlines::{self, Compared};
use crate::marked::marking::Marking;

/// Cards of one side only; those that the later document shows elsewhere are left to it.
pub fn alone(marking: &mut Marking<'_>, side: Alone, items: &[Card]) -> Vec<Card> {
    match side {
        Alone::Gone => laid(marking, items, &[]),
        Alone::Came => laid(marking, &[], items),
    }
}

/// Cards of a list: the later ones with what was changed, and the gone ones where they stood.
pub fn laid(marking: &mut Marking<'_>, before: &[Card], after: &[Card]) -> Vec<Card> {
    let own: Vec<Item> = before.iter().map(|card| Item::new("kort", card.anchor.clone(), By::Key)).collect();
    let key = |card: &Card| match marking.names.other_anchor(When::After, &card.anchor) {
        Some(own) => own.to_owned(),
        None => format!("ny {}", card.anchor),
    };
    let later: Vec<Item> = after.iter().map(|card| Item::new("kort", key(card), By::Key)).collect();
    let mut out = Vec::new();
    for step in align(&own, &later) {
        match step {
            Step::Both(i, j, _) => out.push(both(marking, &before[i], &after[j])),
            Step::Came(j) => {
                let own = marking.names.other_anchor(When::After, &after[j].anchor);
                let own = own.and_then(|anchor| marking.shown.before.cards.get(anchor).copied());
                out.push(match own {
                    Some(own) => both(marking, own, &after[j]),
                    None => lone(marking, Alone::Came, &after[j]),
                });
            }
            Step::Gone(i) => {
                let later = marking.names.other_anchor(When::Before, &before[i].anchor);
                if !later.is_some_and(|later| marking.shown.after.cards.contains_key(later)) {
                    out.push(lone(marking, Alone::Gone, &before[i]));
                }
            }
        }
    }
    out
}

fn lone(marking: &mut Marking<'_>, side: Alone, card: &Card) -> Card {
    let found = marking.changes_of(side.when(), &card.anchor, side.fate());
    let marks = if found.is_empty() { vec![marking.mark_or_follow(None, &card.text)] } else { marking.marks(&found) };
    let mut drawn = side.card(card);
    if let Some(change) = &mut drawn.change {
        change.marks = marks;
    }
    drawn
}

fn both(marking: &mut Marking<'_>, own: &Card, later: &Card) -> Card {
    let parts =
        |card: &Card| [vec![Inline::text(&card.label)], vec![Inline::text(&card.text)], names(&card.responsible)];
    let (before, after) = (parts(own), parts(later));
    let compared = before.iter().zip(&after).map(|(own, later)| inlines::compare(own, later, &marking.names));
    let compared: Vec<Compared> = compared.collect();
    let edited = compared.iter().any(|part| part.edited);
    let found = marking.changes_of(When::After, &later.anchor, Fate::Changed);
    let mut marks = marking.marks(&found);
    let whole = |parts: &[Vec<Inline>; 3]| parts.iter().map(|part| plain_text(part)).collect::<Vec<_>>().join(" ");
    if edited && marks.is_empty() {
        let change = marking.index.wording(&whole(&before), &whole(&after));
        marks.push(marking.mark_or_follow(change, &later.text));
    }
    if marks.is_empty() {
        return later.clone();
    }
    let fate = if marks.iter().any(|mark| mark.fate == Fate::Moved) { Fate::Moved } else { Fate::Changed };
    let mut contents = compared.into_iter().map(|part| part.content);
    let mut next = || contents.next().unwrap_or_default();
    let change = CardChange { fate, marks, label: next(), text: next(), responsible: next() };
    Card { change: Some(change), ..later.clone() }
}
