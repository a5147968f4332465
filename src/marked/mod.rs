//! The later plan's document with every change marked where it stands, after a list of them all.
//!
//! [`marked`] is the entry point and is pure: it takes both documents and what was found by comparing the plans. [`book`]
//! lays the documents over each other, and [`pen`] says which finding a difference belongs to. A difference that nobody
//! wrote is a consequence, and is marked as one.

pub mod book;
pub mod cards;
pub mod cells;
pub mod facts;
pub mod gone;
pub mod heads;
pub mod inlines;
pub mod links;
pub mod list;
pub mod pen;
pub mod shelf;
pub mod tables;
pub mod walk;

use std::collections::HashMap;

use crate::compare::align::{By, Item, Step, align};
use crate::diff::{PlanDiff, Side};
use crate::document::mark::{Fate, Mark};
use crate::document::{Block, Chapter, Document, Footnote, Inline, Marked, plain_text};
use crate::marked::book::Book;
use crate::marked::gone::Alone;
use crate::marked::links::Links;
use crate::marked::list::{Follower, Seen};
use crate::marked::pen::Pen;
use crate::marked::shelf::Shelf;

/// The later document with its changes, the list of them first.
pub fn marked(diff: &PlanDiff, sides: [&Side<'_>; 2], documents: [&Document; 2]) -> Document {
    let there = sides.map(|side| !side.plan.files.is_empty());
    let document = if there[1] { documents[1] } else { documents[0] };
    let mut out = document.clone();
    out.compared = true;
    if there == [true, true] {
        let links = Links::between(sides);
        let (before, after) = (Shelf::of(documents[0]), Shelf::of(documents[1]));
        let mut book = Book { before: &before, after: &after, pen: Pen::new(diff, &links) };
        let mut chapters: Vec<Chapter> = facts::chapter(&mut book, documents).into_iter().collect();
        chapters.extend(book.chapters(&documents[0].chapters, &documents[1].chapters));
        out.chapters = chapters;
    }
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
    out.chapters.insert(0, list::chapter(diff, &numbering.seen));
    out.meta.title = format!("Ändringar i {}", crate::swedish::uncapitalised(&document.meta.title));
    out.meta.description = format!("{}: från {} till {}", out.meta.title, diff.sides[0], diff.sides[1]);
    out
}

impl Book<'_> {
    /// Chapters of the later document, and those that are gone where they stood.
    fn chapters(&mut self, a: &[Chapter], b: &[Chapter]) -> Vec<Chapter> {
        let links = self.pen.links;
        let item = |key: &str| Item { key: key.to_owned(), class: "kapitel", by: By::Key };
        let own: Vec<Item> = a.iter().map(|chapter| item(&chapter.anchor)).collect();
        let known = |chapter: &Chapter| links.thing(1, &chapter.anchor).is_some();
        let key = |chapter: &Chapter| match links.earlier_anchor(&chapter.anchor) {
            Some(own) => own.to_owned(),
            // What the plan has no file for is written by the program, and the same one.
            None if known(chapter) => format!("ny {}", chapter.anchor),
            None => chapter.anchor.clone(),
        };
        let later: Vec<Item> = b.iter().map(|chapter| item(&key(chapter))).collect();
        let mut out = Vec::new();
        for step in align(&own, &later) {
            out.push(match step {
                Step::Both(i, j, _) => self.chapter(&a[i], &b[j]),
                Step::Gone(i) => self.whole_chapter(&a[i], Alone::Gone),
                Step::Came(j) => self.whole_chapter(&b[j], Alone::Came),
            });
        }
        out
    }

    fn chapter(&mut self, own: &Chapter, later: &Chapter) -> Chapter {
        let title = inlines::compare(&own.title, &later.title, self.pen.links);
        let (marks, title) = self.told(title, &own.title_text, &later.title_text, None);
        let mut blocks = heading_marks(marks);
        blocks.extend(self.blocks(&own.blocks, &later.blocks));
        Chapter { title, blocks, footnotes: self.footnotes(own, later), ..later.clone() }
    }

    /// Footnotes that both chapters have, by where in the chapter they stand or what they say. One that is gone is told
    /// where it was referred to.
    fn footnotes(&mut self, own: &Chapter, later: &Chapter) -> Vec<Footnote> {
        let items = |chapter: &Chapter| -> Vec<Item> {
            let item = |note: &Footnote| {
                let text = plain_text(&note.content);
                Item { key: text.clone(), class: "fotnot", by: By::Text(text) }
            };
            chapter.footnotes.iter().map(item).collect()
        };
        let mut out = Vec::new();
        for step in align(&items(own), &items(later)) {
            match step {
                Step::Both(i, j, _) => {
                    let (before, after) = (&own.footnotes[i].content, &later.footnotes[j].content);
                    let compared = inlines::compare(before, after, self.pen.links);
                    let (marks, mut content) = self.told(compared, &plain_text(before), &plain_text(after), None);
                    for mark in marks {
                        content.extend([Inline::text(" "), Inline::Place { mark }]);
                    }
                    out.push(Footnote { content, ..later.footnotes[j].clone() });
                }
                Step::Came(j) => {
                    let note = &later.footnotes[j];
                    let text = plain_text(&note.content);
                    let change = self.pen.paragraph_alone(&text, Fate::Inserted);
                    let mark = self.pen.mark_or_follow(change, &text);
                    let mut content = Alone::Came.text(&note.content, true);
                    content.extend([Inline::text(" "), Inline::Place { mark }]);
                    out.push(Footnote { content, ..note.clone() });
                }
                Step::Gone(_) => {}
            }
        }
        out
    }

    fn whole_chapter(&mut self, chapter: &Chapter, side: Alone) -> Chapter {
        let finding = self.pen.chapter(&chapter.anchor, side.fate());
        let mark = self.pen.mark_or_follow(finding, &chapter.title_text);
        let mut blocks = heading_marks(vec![mark]);
        // What is in it is told by the chapter.
        self.pen.whole = finding;
        for block in &chapter.blocks {
            blocks.extend(self.alone(side, block));
        }
        let blocks = book::joined(blocks);
        self.pen.whole = None;
        let word = if side == Alone::Came { "tillagt" } else { "borttaget" };
        Chapter {
            // Its number is another chapter's now.
            number: if side == Alone::Came { chapter.number.clone() } else { String::new() },
            title: side.text(&chapter.title, true),
            title_text: format!("{} ({word})", chapter.title_text),
            anchor: side.anchor(&chapter.anchor),
            blocks,
            sections: if side == Alone::Came { chapter.sections.clone() } else { Vec::new() },
            footnotes: if side == Alone::Came { chapter.footnotes.clone() } else { Vec::new() },
            ..chapter.clone()
        }
    }
}

fn heading_marks(marks: Vec<Mark>) -> Vec<Block> {
    let Some(fate) = marks.first().map(|mark| mark.fate) else { return Vec::new() };
    let marked = Marked { fate, marks, blocks: Vec::new() };
    vec![Block::Marked(marked)]
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
