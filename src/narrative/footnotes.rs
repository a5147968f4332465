//! Footnotes: found before the chapter is read, numbered as they are first referred to.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::document::Footnote;
use crate::narrative::events::{Events, Placed};

/// The notes of a chapter.
pub struct Notes<'d> {
    /// Each by its label.
    by_label: HashMap<String, Note<'d>>,
    /// The labels in the order in which the text first refers to them.
    referred: Vec<String>,
    /// Every note's label and place, twice where it is written twice.
    written: Vec<(String, Range<usize>)>,
    /// Where code stands, in which a note is but letters; ascending.
    code: Vec<Range<usize>>,
}

/// A note as it stands in the chapter, and as it was read when the text first referred to it.
struct Note<'d> {
    events: Vec<Placed<'d>>,
    read: Option<Footnote>,
}

/// What a label refers to.
pub enum Referred<'d> {
    /// A note that was read before, or is just being read.
    Known(Footnote),
    /// A note that the text refers to for the first time, and what it holds.
    First(Footnote, Vec<Placed<'d>>),
}

impl<'d> Notes<'d> {
    /// Finds the notes, which may stand anywhere in the chapter.
    pub fn find(events: &mut Events<'d, '_>) -> Self {
        let mut found = Self { by_label: HashMap::new(), referred: Vec::new(), written: Vec::new(), code: Vec::new() };
        let mut twice = Vec::new();
        let mut open: Option<(String, Range<usize>, Vec<Placed<'d>>)> = None;
        for (event, range) in events.rest() {
            match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => found.code.push(range.clone()),
                Event::Start(Tag::FootnoteDefinition(label)) => found.written.push((label.to_string(), range.clone())),
                _ => {}
            }
            match (event, &mut open) {
                (Event::Start(Tag::FootnoteDefinition(label)), None) => {
                    open = Some((label.to_string(), range.clone(), Vec::new()));
                }
                (Event::End(TagEnd::FootnoteDefinition), _) => {
                    let Some((label, place, own)) = open.take() else { continue };
                    if found.by_label.insert(label.clone(), Note { events: own, read: None }).is_some() {
                        twice.push((label, place));
                    }
                }
                (event, Some((.., own))) => own.push((event.clone(), range.clone())),
                (_, None) => {}
            }
        }
        for (label, range) in twice {
            let span = events.span(&range);
            events.problem(
                Diagnostic::error("dubbelt-id", format!("fotnoten \"{label}\" finns två gånger i kapitlet"))
                    .at(&span)
                    .hint("ge den ena ett annat namn"),
            );
        }
        found
    }

    /// The note that a label refers to; one that is referred to for the first time has its number from now on.
    pub fn refer(&mut self, label: &str, events: &mut Events<'d, '_>) -> Option<Referred<'d>> {
        let note = self.by_label.get_mut(label)?;
        if let Some(known) = &note.read {
            return Some(Referred::Known(known.clone()));
        }
        events.writing.numbering.notes += 1;
        let number = events.writing.numbering.notes;
        let anchor = events.writing.numbering.anchors.give(&format!("fotnot-{number}"));
        let unread = Footnote { number, anchor, back: String::new(), content: Vec::new() };
        // Known before it is read, so that a note that refers to itself ends.
        note.read = Some(unread.clone());
        self.referred.push(label.to_owned());
        Some(Referred::First(unread, std::mem::take(&mut note.events)))
    }

    /// Keeps a note that has been read.
    pub fn remember(&mut self, label: &str, note: &Footnote) {
        if let Some(known) = self.by_label.get_mut(label) {
            known.read = Some(note.clone());
        }
    }

    /// References to notes that are not there, which Markdown leaves as they were written, and notes that
    /// nothing refers to, which it leaves out.
    pub fn check(&self, events: &mut Events<'d, '_>) {
        let text = &events.merged.rendered.text;
        for (at, _) in text.match_indices("[^") {
            let Some(length) = text[at..]
                .find(|c: char| c == ']' || c.is_whitespace())
                .filter(|length| text[at + length..].starts_with(']'))
            else {
                continue;
            };
            let label = &text[at + 2..at + length];
            if !label.is_empty() && !self.is_code(text, at) && !self.by_label.contains_key(label) {
                let span = events.span(&(at..at + length + 1));
                events.problem(
                    Diagnostic::error("okänd-fotnot", format!("fotnoten \"{label}\" finns inte i kapitlet"))
                        .at(&span)
                        .hint(format!("skriv fotnoten i en egen rad: [^{label}]: …")),
                );
            }
        }
        for (label, range) in &self.written {
            if self.by_label.get(label).is_none_or(|note| note.read.is_none()) {
                let span = events.span(range);
                events.problem(
                    Diagnostic::warning("okänd-fotnot", format!("ingenting hänvisar till fotnoten \"{label}\""))
                        .at(&span)
                        .hint(format!("skriv [^{label}] i texten, eller ta bort fotnoten")),
                );
            }
        }
    }

    /// Whether what looks like a reference is nothing but letters.
    fn is_code(&self, text: &str, at: usize) -> bool {
        let before = self.code.partition_point(|range| range.start <= at);
        let inside =
            before.checked_sub(1).and_then(|last| self.code.get(last)).is_some_and(|range| range.contains(&at));
        inside || text[..at].ends_with('\\')
    }

    /// The notes that were referred to, in that order.
    pub fn read(self) -> Vec<Footnote> {
        let Self { by_label: mut notes, referred, .. } = self;
        referred.iter().filter_map(|label| notes.remove(label)?.read).collect()
    }
}
