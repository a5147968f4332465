//! The chapters of two documents laid over each other, with their titles and footnotes.

use crate::compare::align::{By, Item, Step, align};
use crate::compare::sides::{Sides, When};
use crate::document::mark::{Fate, Mark};
use crate::document::{Block, Chapter, Footnote, Inline, Marked, plain_text};
use crate::marked::gone::Alone;
use crate::marked::marking::Marking;
use crate::marked::said::Said;
use crate::marked::{blocks, inlines};

/// Chapters of the later document, and those that are gone where they stood.
pub fn laid(marking: &mut Marking<'_>, before: &[Chapter], after: &[Chapter]) -> Vec<Chapter> {
    let item = |key: String| Item::new("kapitel", key, By::Key);
    let own: Vec<Item> = before.iter().map(|chapter| item(chapter.anchor.clone())).collect();
    let key = |chapter: &Chapter| match marking.names.other_anchor(When::After, &chapter.anchor) {
        Some(own) => own.to_owned(),
        // What the plan has no file for is written by the program, and the same one.
        None if marking.names.thing(When::After, &chapter.anchor).is_some() => format!("ny {}", chapter.anchor),
        None => chapter.anchor.clone(),
    };
    let later: Vec<Item> = after.iter().map(|chapter| item(key(chapter))).collect();
    let mut out = Vec::new();
    for step in align(&own, &later) {
        out.push(match step {
            Step::Both(i, j, _) => both(marking, &before[i], &after[j]),
            Step::Gone(i) => alone(marking, &before[i], Alone::Gone),
            Step::Came(j) => alone(marking, &after[j], Alone::Came),
        });
    }
    out
}

fn both(marking: &mut Marking<'_>, own: &Chapter, later: &Chapter) -> Chapter {
    marking.chapter = marking.names.thing(When::After, &later.anchor);
    let title = inlines::compare(&own.title, &later.title, &marking.names);
    let titles = Sides { before: own.title_text.as_str(), after: later.title_text.as_str() };
    let (marks, title) = marking.marked_text(title, titles, None);
    let mut content = heading_marks(marks);
    content.extend(blocks::laid(marking, &own.blocks, &later.blocks));
    let footnotes = footnotes(marking, &own.footnotes, &later.footnotes);
    marking.chapter = None;
    Chapter { title, blocks: content, footnotes, ..later.clone() }
}

/// Footnotes that both chapters have, by where in the chapter they stand or what they say. One that is gone is told
/// where it was referred to.
fn footnotes(marking: &mut Marking<'_>, before: &[Footnote], after: &[Footnote]) -> Vec<Footnote> {
    let items = |notes: &[Footnote]| -> Vec<Item> {
        notes.iter().map(|note| Item::text("fotnot", plain_text(&note.content))).collect()
    };
    let placed = |mark: Mark| [Inline::text(" "), Inline::Place { mark }];
    let mut out = Vec::new();
    for step in align(&items(before), &items(after)) {
        match step {
            Step::Both(i, j, _) => {
                let (own, later) = (&before[i].content, &after[j].content);
                let compared = inlines::compare(own, later, &marking.names);
                let (own, later) = (plain_text(own), plain_text(later));
                let (marks, mut content) = marking.marked_text(compared, Sides { before: &own, after: &later }, None);
                content.extend(marks.into_iter().flat_map(placed));
                out.push(Footnote { content, ..after[j].clone() });
            }
            Step::Came(j) => {
                let text = plain_text(&after[j].content);
                let marks = marking.marks_of_lone_text(&Said::text(&text), Fate::Inserted, &text);
                let mut content = Alone::Came.text(&after[j].content, true);
                content.extend(marks.into_iter().flat_map(placed));
                out.push(Footnote { content, ..after[j].clone() });
            }
            Step::Gone(_) => {}
        }
    }
    out
}

/// A chapter of one document only.
fn alone(marking: &mut Marking<'_>, chapter: &Chapter, side: Alone) -> Chapter {
    let change = marking.change_of_chapter(side.when(), &chapter.anchor, side.fate());
    let mark = marking.mark_or_follow(change, &chapter.title_text);
    let mut content = heading_marks(vec![mark]);
    // What is in it is told by the chapter.
    marking.whole = change;
    for block in &chapter.blocks {
        content.extend(blocks::alone(marking, side, block));
    }
    marking.whole = None;
    let (came, word) = match side {
        Alone::Came => (true, "tillagt"),
        Alone::Gone => (false, "borttaget"),
    };
    Chapter {
        // Its number is another chapter's now.
        number: if came { chapter.number.clone() } else { String::new() },
        title: side.text(&chapter.title, true),
        title_text: format!("{} ({word})", chapter.title_text),
        anchor: side.anchor(&chapter.anchor),
        blocks: blocks::joined(content),
        sections: if came { chapter.sections.clone() } else { Vec::new() },
        footnotes: if came { chapter.footnotes.clone() } else { Vec::new() },
        ..chapter.clone()
    }
}

fn heading_marks(marks: Vec<Mark>) -> Vec<Block> {
    let Some(fate) = marks.first().map(|mark| mark.fate) else { return Vec::new() };
    let marked = Marked { fate, marks, blocks: Vec::new() };
    vec![Block::Marked(marked)]
}
