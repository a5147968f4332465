//! Footnotes: numbered, and read, as they are first referred to.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::document::{Footnote, Inline};
use crate::narrative::markdown::{Reader, is_inline};

/// A note as it stands in the chapter, and as it was read when the text first referred to it.
pub struct Note<'d> {
    events: Vec<(Event<'d>, Range<usize>)>,
    /// The note, once it is referred to.
    pub read: Option<Footnote>,
}

impl Reader<'_, '_> {
    /// Finds the notes, which may stand anywhere in the chapter.
    pub(super) fn find_notes(&mut self) {
        let all = self.events.as_slice().to_vec();
        let mut events = all.into_iter();
        while let Some((event, range)) = events.next() {
            let Event::Start(Tag::FootnoteDefinition(label)) = event else { continue };
            let own = events
                .by_ref()
                .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::FootnoteDefinition)))
                .collect();
            if self.notes.insert(label.to_string(), Note { events: own, read: None }).is_some() {
                let span = self.span(&range);
                self.problem(
                    Diagnostic::error("dubbelt-id", format!("fotnoten \"{label}\" finns två gånger i kapitlet"))
                        .at(&span)
                        .hint("ge den ena ett annat namn"),
                );
            }
        }
    }

    /// A reference to a footnote.
    pub fn footnote_reference(&mut self, label: &str, out: &mut Vec<Inline>) {
        let Some(note) = self.notes.get_mut(label) else { return };
        let known = note.read.clone();
        let first = known.is_none();
        let mut note = if let Some(note) = known {
            note
        } else {
            let events = std::mem::take(&mut note.events);
            self.writing.notes += 1;
            let number = self.writing.notes;
            let anchor = self.writing.anchors.give(&format!("fotnot-{number}"));
            let unread = Footnote { number, anchor, back: String::new(), content: Vec::new() };
            // Known before it is read, so that a note that refers to itself ends.
            self.remember(label, &unread);
            self.referred.push(label.to_owned());
            Footnote { content: self.read_note(events), ..unread }
        };
        let id = self.writing.anchors.give(&format!("fotnot-{}-ref", note.number));
        if first {
            note.back.clone_from(&id);
            self.remember(label, &note);
        }
        out.push(Inline::FootnoteRef { id, first, note });
    }

    fn remember(&mut self, label: &str, note: &Footnote) {
        if let Some(known) = self.notes.get_mut(label) {
            known.read = Some(note.clone());
        }
    }

    /// A note's paragraphs; nothing else can stand at a page's foot.
    fn read_note(&mut self, events: Vec<(Event<'_>, Range<usize>)>) -> Vec<Inline> {
        let owned: Vec<_> = events.into_iter().map(|(event, range)| (event.into_static(), range)).collect();
        let saved = std::mem::replace(&mut self.events, owned.into_iter());
        // The sentence that refers to the note goes on behind the reference.
        let around = std::mem::take(&mut self.passage);
        let mut content = Vec::new();
        while let Some((event, range)) = self.take() {
            match event {
                Event::Start(Tag::Paragraph) => {
                    if !content.is_empty() {
                        content.push(Inline::Break);
                    }
                    content.extend(self.inlines(TagEnd::Paragraph));
                }
                event if is_inline(&event) => self.inline(event, range, &mut content),
                Event::Start(tag) => {
                    let span = self.span(&range);
                    self.skip(tag.to_end());
                    self.problem(
                        Diagnostic::error("block-i-text", "fotnoten innehåller något annat än stycken")
                            .at(&span)
                            .hint("skriv om listan eller tabellen till löpande text, eller flytta den till kapitlet"),
                    );
                }
                _ => {}
            }
        }
        self.end_passage();
        self.passage = around;
        self.events = saved;
        content
    }

    /// References to notes that are not there, which Markdown leaves as they were written, and notes that
    /// nothing refers to, which it leaves out.
    pub(super) fn check_notes(&mut self, code: &[Range<usize>], written: &[(String, Range<usize>)]) {
        let text = self.merged.rendered.text.clone();
        for (at, _) in text.match_indices("[^") {
            let Some(length) =
                text[at..].find(']').filter(|length| !text[at..at + length].contains(char::is_whitespace))
            else {
                continue;
            };
            let label = &text[at + 2..at + length];
            let is_code = text[..at].ends_with('\\') || code.iter().any(|range| range.contains(&at));
            if !label.is_empty() && !is_code && !self.notes.contains_key(label) {
                let span = self.span(&(at..at + length + 1));
                self.problem(
                    Diagnostic::error("okänd-fotnot", format!("fotnoten \"{label}\" finns inte i kapitlet"))
                        .at(&span)
                        .hint(format!("skriv fotnoten i en egen rad: [^{label}]: …")),
                );
            }
        }
        for (label, range) in written {
            if !self.referred.contains(label) {
                let span = self.span(range);
                self.problem(
                    Diagnostic::warning("okänd-fotnot", format!("ingenting hänvisar till fotnoten \"{label}\""))
                        .at(&span)
                        .hint(format!("skriv [^{label}] i texten, eller ta bort fotnoten")),
                );
            }
        }
    }
}
