//! Headings: the chapter's own, numbered sections, and the anchors of goals.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inline, Section, plain_text};
use crate::model::kind::ThingKind;
use crate::narrative::calls::marked;
use crate::narrative::events::Events;
use crate::narrative::inlines::Inlines;
use crate::read::fields::{LONGEST_HEADING, too_long};
use crate::source::characters::visible;

/// A heading's readable text.
pub fn heading_text(content: &[Inline]) -> String {
    plain_text(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The chapter's heading: the only one of level 1, and first.
pub fn title(inlines: &mut Inlines<'_, '_>) -> Vec<Inline> {
    let first = inlines.events.rest().first().cloned();
    if let Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range)) = first.clone() {
        let _ = inlines.events.take();
        let before = inlines.events.writing.problems.len();
        let title = inlines.inlines(TagEnd::Heading(HeadingLevel::H1));
        let span = inlines.events.span(&range);
        inlines.events.writing.problems.extend(too_long(&heading_text(&title), &span, LONGEST_HEADING));
        if !heading_text(&title).is_empty() || is_excused(&inlines.events, before) {
            return title;
        }
    }
    let span = first.map_or_else(|| inlines.events.source.file.start(), |(_, range)| inlines.events.span(&range));
    inlines.events.problem(
        Diagnostic::error("kapitelrubrik-saknas", "kapitlet börjar inte med en rubrik på nivå 1")
            .at(&span)
            .hint("skriv kapitlets rubrik på första raden: # Rubrik"),
    );
    Vec::new()
}

/// Whether an empty heading has its message already: it is empty because its reference is unknown.
fn is_excused(events: &Events<'_, '_>, problems_before: usize) -> bool {
    events.writing.problems.len() > problems_before || events.writing.plan.incomplete
}

/// The headings of a chapter below its own, as they are read.
pub struct Headings {
    /// The chapter's number.
    pub number: String,
    /// The numbered sections so far.
    pub sections: Vec<Section>,
    /// Level of the heading last read.
    level: u8,
}

impl Headings {
    /// Those of the chapter with a number, where only the chapter's own has been read.
    pub fn of(number: String) -> Self {
        Self { number, sections: Vec::new(), level: 1 }
    }

    /// Reads a heading; its start has been taken.
    pub fn read(&mut self, inlines: &mut Inlines<'_, '_>, level: HeadingLevel, range: &Range<usize>) -> Option<Block> {
        // The goal that a heading names gives it its anchor.
        let goal = goal_in_heading(&inlines.events);
        let before = inlines.events.writing.problems.len();
        let content = inlines.inlines(TagEnd::Heading(level));
        let text = heading_text(&content);
        let (span, level) = (inlines.events.span(range), level as u8);
        if text.is_empty() {
            if !is_excused(&inlines.events, before) {
                inlines.events.problem(
                    Diagnostic::error("tom-rubrik", "rubriken saknar text")
                        .at(&span)
                        .hint("skriv en rubrik eller ta bort #-tecknen"),
                );
            }
            self.level = level.max(1);
            return None;
        }
        // A goal's name is told of where it is written.
        let long = too_long(&text, &span, LONGEST_HEADING).filter(|_| goal.is_none());
        inlines.events.writing.problems.extend(long);
        if let Some(problem) = self.misplaced(level) {
            inlines.events.problem(problem.at(&span));
        }
        self.level = level;
        let writing = &mut *inlines.events.writing;
        let own = goal.as_ref().and_then(|id| writing.numbering.objects.get(&(ThingKind::Goal, id.clone())));
        let anchor = match own {
            Some(anchor) if !writing.found.placed.contains(anchor) => anchor.clone(),
            _ => writing.numbering.anchors.give(&text),
        };
        writing.found.placed.insert(anchor.clone());
        let number = (level == 2).then(|| format!("{}.{}", self.number, self.sections.len() + 1));
        if level == 2 {
            self.sections.push(Section { number: number.clone(), text, anchor: anchor.clone() });
        }
        Some(Block::Heading { level, number, anchor, content, goal })
    }

    /// What is wrong with a heading of a level at this place.
    fn misplaced(&self, level: u8) -> Option<Diagnostic> {
        if level > 5 {
            let message = format!("rubriken är på nivå {level}, och högst fem nivåer går att visa");
            Some(Diagnostic::error("för-djup-rubrik", message).hint("skriv #####, eller gör stycket till en lista"))
        } else if level == 1 {
            let problem = Diagnostic::error("flera-kapitelrubriker", "kapitlet har redan en rubrik på nivå 1");
            Some(problem.hint("skriv ## för ett avsnitt, eller lägg texten i en egen fil"))
        } else if level > self.level + 1 {
            let message = format!("rubriken är på nivå {level} men närmast före är på nivå {}", self.level);
            let marks = |level: u8| "#".repeat(usize::from(level));
            Some(Diagnostic::error("rubriknivå-hoppas-över", message).hint(format!(
                "skriv {} i stället för {}",
                marks(self.level + 1),
                marks(level)
            )))
        } else {
            None
        }
    }
}

/// The id of the goal that a heading names.
fn goal_in_heading(events: &Events<'_, '_>) -> Option<String> {
    let (Event::Text(text), range) = events.rest().first()? else { return None };
    let (at, c) = text.char_indices().find(|(_, c)| marked(*c).is_some())?;
    let (call, _) = events.call_at(c, range.start + at)?;
    let id = visible(call.argument("id").filter(|_| call.name == "rubrik")?).into_owned();
    Some(id).filter(|id| events.writing.numbering.objects.contains_key(&(ThingKind::Goal, id.clone())))
}
