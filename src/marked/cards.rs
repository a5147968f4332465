//! Cards of two documents: by their anchors.

use crate::compare::align::{By, Item, Step, align};
use crate::document::mark::Fate;
use crate::document::{Card, CardChange, Inline, plain_text};
use crate::marked::book::Book;
use crate::marked::gone::{Alone, names};
use crate::marked::inlines::{self, Compared};

impl Book<'_> {
    /// Cards of one side only; those that the later document shows elsewhere are left to it.
    pub fn lone_cards(&mut self, side: Alone, items: &[Card]) -> Vec<Card> {
        match side {
            Alone::Gone => self.cards(items, &[]),
            Alone::Came => self.cards(&[], items),
        }
    }

    /// Cards of a list: the later ones with what was changed, and the gone ones where they stood.
    pub fn cards(&mut self, a: &[Card], b: &[Card]) -> Vec<Card> {
        let item = |key: &str| Item { key: key.to_owned(), class: "kort", by: By::Key };
        let links = self.pen.links;
        let own: Vec<Item> = a.iter().map(|card| item(&card.anchor)).collect();
        let key = |card: &Card| {
            links.earlier_anchor(&card.anchor).map_or_else(|| format!("ny {}", card.anchor), str::to_owned)
        };
        let later: Vec<Item> = b.iter().map(|card| item(&key(card))).collect();
        let mut out = Vec::new();
        for step in align(&own, &later) {
            match step {
                Step::Both(i, j, _) => out.push(self.card(&a[i], &b[j])),
                Step::Came(j) => {
                    let own = links.earlier_anchor(&b[j].anchor).and_then(|anchor| self.before.cards.get(anchor));
                    out.push(match own.copied() {
                        Some(own) => self.card(own, &b[j]),
                        None => self.lone_card(Alone::Came, &b[j]),
                    });
                }
                Step::Gone(i) => {
                    if !self.later(&a[i].anchor, |later| self.after.cards.contains_key(later)) {
                        out.push(self.lone_card(Alone::Gone, &a[i]));
                    }
                }
            }
        }
        out
    }

    fn lone_card(&mut self, side: Alone, card: &Card) -> Card {
        let findings = self.pen.thing(usize::from(side == Alone::Came), &card.anchor, side.fate());
        let marks = if findings.is_empty() {
            vec![self.pen.mark_or_follow(None, &card.text)]
        } else {
            self.pen.marks(&findings)
        };
        let mut drawn = side.card(card);
        if let Some(change) = &mut drawn.change {
            change.marks = marks;
        }
        drawn
    }

    fn card(&mut self, own: &Card, later: &Card) -> Card {
        let parts =
            |card: &Card| [vec![Inline::text(&card.label)], vec![Inline::text(&card.text)], names(&card.responsible)];
        let (before, after) = (parts(own), parts(later));
        let compared: Vec<Compared> =
            before.iter().zip(&after).map(|(own, later)| inlines::compare(own, later, self.pen.links)).collect();
        let edited = compared.iter().any(|part| part.edited);
        let findings = self.pen.thing(1, &later.anchor, Fate::Changed);
        let mut marks = self.pen.marks(&findings);
        let whole = |parts: &[Vec<Inline>; 3]| parts.iter().map(|part| plain_text(part)).collect::<Vec<_>>().join(" ");
        if edited && marks.is_empty() {
            let change = self.pen.wording(&whole(&before), &whole(&after));
            marks.push(self.pen.mark_or_follow(change, &later.text));
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
}
