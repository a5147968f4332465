//! The later plan's document with every change marked where it stands, after a list of them all.
//!
//! [`marked`] is the entry point and is pure: it takes both documents and what was found by comparing the plans.
//! [`chapters`] and [`blocks`] lay the documents over each other, and [`index`] knows which finding a difference belongs
//! to. A difference that nobody wrote is a consequence, and is marked as one.

pub mod blocks;
pub mod by_anchor;
pub mod cards;
pub mod cells;
pub mod chapters;
pub mod facts;
pub mod gone;
pub mod heads;
pub mod index;
pub mod inlines;
pub mod list;
pub mod marking;
pub mod names;
pub mod pair;
pub mod rows;
pub mod said;
pub mod tables;
pub mod walk;
pub mod whole;

use std::collections::HashMap;

use crate::compare::sides::Sides;
use crate::diff::{PlanDiff, Side};
use crate::document::mark::{Fate, Mark};
use crate::document::{Chapter, Document, Footnote};
use crate::marked::list::{Follower, Seen};
use crate::marked::marking::Marking;

/// The later document with its changes, the list of them first.
pub fn marked(diff: &PlanDiff, sides: [&Side<'_>; 2], documents: [&Document; 2]) -> Document {
    let there = sides.map(|side| !side.plan.files.is_empty());
    let document = if there[1] { documents[1] } else { documents[0] };
    let mut out = document.clone();
    out.compared = true;
    if there == [true, true] {
        let sides = Sides { before: sides[0], after: sides[1] };
        let documents = Sides { before: documents[0], after: documents[1] };
        let mut marking = Marking::of(diff, sides, documents);
        let mut chapters: Vec<Chapter> = facts::chapter(&mut marking, documents).into_iter().collect();
        chapters.extend(chapters::laid(&mut marking, &documents.before.chapters, &documents.after.chapters));
        out.chapters = chapters;
    }
    whole::headings(&mut out);
    let mut numbering = Numbering::default();
    walk::document(&mut out, &mut numbering);
    numbering.ahead = true;
    walk::document(&mut out, &mut numbering);
    let mut notes = Notes(
        out.chapters
            .iter()
            .flat_map(|chapter| chapter.footnotes.clone())
            .map(|note| (note.anchor.clone(), note))
            .collect(),
    );
    walk::document(&mut out, &mut notes);
    let stated = |at: usize| there[at].then_some(&documents[at].meta);
    let compared = list::sides(Sides { before: stated(0), after: stated(1) });
    out.chapters.insert(0, list::chapter(diff, &compared, &numbering.seen));
    out.meta.title = format!("Ändringar i {}", crate::swedish::uncapitalised(&document.meta.title));
    out.meta.description = format!("{}. {compared}", out.meta.title);
    out
}

/// Gives the marks their anchors, and on a second walk their neighbours.
#[derive(Default)]
struct Numbering {
    seen: Seen,
    written: usize,
    followed: usize,
    ahead: bool,
    at: usize,
}

impl walk::Visitor for Numbering {
    fn mark(&mut self, mark: &mut Mark) {
        let place = |number: usize| format!("plats-{number}");
        if mark.fate == Fate::Caused {
            if self.ahead {
                return;
            }
            self.followed += 1;
            mark.anchor = format!("foljd-{}", self.followed);
            if let (Some(number), Some(effect)) = (mark.number, mark.effect) {
                self.seen.effects.insert((number - 1, effect), mark.anchor.clone());
            } else {
                self.seen.others.push(Follower { text: mark.text.clone(), anchor: mark.anchor.clone() });
            }
            return;
        }
        if self.ahead {
            self.at += 1;
            mark.previous = (self.at > 1).then(|| place(self.at - 1));
            mark.next = (self.at < self.written).then(|| place(self.at + 1));
            return;
        }
        self.written += 1;
        mark.anchor = place(self.written);
        if let Some(number) = mark.number {
            self.seen.places.entry(number - 1).or_default().push(mark.anchor.clone());
        }
    }
}

/// Lays the marked notes at their references, for outputs that set them from there.
struct Notes(HashMap<String, Footnote>);

impl walk::Visitor for Notes {
    fn note(&mut self, note: &mut Footnote) {
        if let Some(marked) = self.0.get(&note.anchor) {
            note.content.clone_from(&marked.content);
        }
    }
}
