//! Footnotes: read before the text that refers to them, numbered as they are first referred to.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::views::chapters::markdown::{Reader, is_inline};
use crate::views::document::{Footnote, Inline};

impl Reader<'_, '_> {
    /// Footnotes are read before the text that refers to them.
    pub(super) fn read_notes(&mut self) {
        let all = self.events.as_slice().to_vec();
        for (at, (event, _)) in all.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                let saved =
                    std::mem::replace(&mut self.events, all.get(at + 1..).unwrap_or_default().to_vec().into_iter());
                let mut content = Vec::new();
                while let Some((event, range)) = self.take() {
                    match event {
                        Event::End(TagEnd::FootnoteDefinition) => break,
                        Event::Start(Tag::Paragraph) => {
                            if !content.is_empty() {
                                content.push(Inline::Break);
                            }
                            content.extend(self.inlines(TagEnd::Paragraph));
                        }
                        event if is_inline(&event) => self.inline(event, range, &mut content),
                        _ => {}
                    }
                }
                self.events = saved;
                let note = Footnote { number: 0, anchor: String::new(), back: String::new(), content };
                self.notes.insert(label.to_string(), note);
            }
        }
    }

    /// A reference to a footnote; notes are numbered as they are first referred to.
    pub fn footnote_reference(&mut self, label: &str, out: &mut Vec<Inline>) {
        let Some(note) = self.notes.get_mut(label) else { return };
        let first = note.number == 0;
        if first {
            self.desk.notes += 1;
            note.number = self.desk.notes;
            note.anchor = self.desk.anchors.give(&format!("fotnot-{}", note.number));
            self.referred.push(label.to_owned());
        }
        let id = self.desk.anchors.give(&format!("fotnot-{}-ref", note.number));
        if first {
            note.back.clone_from(&id);
        }
        out.push(Inline::FootnoteRef { id, first, note: note.clone() });
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
