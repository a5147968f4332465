//! The plan's running text as its readers meet it, with the place of every word.
//!
//! A [`Passage`] is a paragraph, heading, list item, cell or text of the data, figures filled in. It knows which
//! parts were computed and which were typed, so that checks can judge what people wrote, and where to blame it.

pub mod candidates;
pub mod claims;
pub mod data;
pub mod frames;
pub mod periods;
pub mod printed;
pub mod reading;
pub mod sentence;
pub mod sentences;
pub mod subjects;
pub mod transposed;
pub mod verdict;
pub mod words;
pub mod years;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::figures::CellId;
use crate::source::characters::forms;
use crate::source::{SourceFile, Span, Spanned};

/// What a passage is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Sentences.
    #[default]
    Text,
    /// Lines that are printed as they are written, and are no sentences.
    Lines,
    /// A heading of a chapter or section.
    Heading,
    /// A cell of a Markdown table, or a name in the data: a caption, a row, a goal.
    Label,
}

impl Kind {
    /// Whether it says something of the plan, beyond naming a part of it.
    pub fn is_told(self) -> bool {
        matches!(self, Self::Text | Self::Lines)
    }
}

/// A stretch of text that is read as one.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// The text, white space as single spaces where lines were broken.
    pub text: String,
    /// Parts that the program filled in, in order.
    pub computed: Vec<Range<usize>>,
    /// The cells that the text refers to, with the part they are printed in.
    pub cells: Vec<(CellId, Range<usize>)>,
    pieces: Vec<Piece>,
}

/// Where a part of a passage came from.
#[derive(Debug, Clone)]
struct Piece {
    /// Start in the passage's text.
    start: usize,
    /// The place it was written.
    source: Span,
    /// How its text came of what stands there.
    written: Written,
}

/// How a part's text came of what stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Letter by letter.
    Verbatim,
    /// One letter, in another form than it is written in.
    Letter,
    /// The program made it, or read it from a value of the data.
    Made,
}

impl Passage {
    /// The text of a value in the data.
    pub fn of(kind: Kind, text: &Spanned<String>) -> Self {
        let piece = Piece { start: 0, source: text.span.clone(), written: Written::Made };
        let text = forms(&text.value).iter().map(|(_, form)| &**form).collect();
        Self { kind, text, pieces: vec![piece], ..Self::default() }
    }

    /// Adds text that its author wrote letter by letter at an offset of the file, in the form that texts are compared in.
    pub fn push_written(&mut self, text: &str, file: &Arc<SourceFile>, offset: usize) {
        for (range, form) in forms(text) {
            let written = match &form {
                Cow::Borrowed(_) => Written::Verbatim,
                Cow::Owned(letter) if letter.is_empty() => continue,
                Cow::Owned(_) => Written::Letter,
            };
            let end = offset.saturating_add(range.end).min(file.text.len());
            let source = file.span(offset + range.start..end);
            self.pieces.push(Piece { start: self.text.len(), source, written });
            self.text.push_str(&form);
        }
    }

    /// Adds text that the program made for a tag.
    pub fn push_computed(&mut self, text: &str, tag: &Span, cells: impl IntoIterator<Item = CellId>) {
        let range = self.text.len()..self.text.len() + text.len();
        self.pieces.push(Piece { start: range.start, source: tag.clone(), written: Written::Made });
        self.text.push_str(text);
        self.cells.extend(cells.into_iter().map(|cell| (cell, range.clone())));
        self.computed.push(range);
    }

    /// Adds the space of a line break.
    pub fn push_space(&mut self) {
        self.text.push(' ');
    }

    /// Where its first part was written.
    pub fn start(&self) -> Option<&Span> {
        self.pieces.first().map(|piece| &piece.source)
    }

    /// Whether a part, or any of it, was filled in by the program.
    pub fn is_computed(&self, range: &Range<usize>) -> bool {
        let at = self.computed.partition_point(|own| own.end <= range.start);
        self.computed.get(at).is_some_and(|own| own.start < range.end)
    }

    /// Where a part was written. In folded YAML text the same words are looked for in the source.
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        let at = self.pieces.partition_point(|piece| piece.start <= range.start).checked_sub(1)?;
        let piece = self.pieces.get(at)?;
        let (from, file) = (range.start - piece.start, &piece.source.file);
        if piece.written != Written::Made {
            let from = if piece.written == Written::Verbatim { from } else { 0 };
            let start = piece.source.range.start + from;
            // A part that goes on behind a tag or a line break ends where its last letter was written.
            let last = self.pieces.partition_point(|piece| piece.start < range.end).checked_sub(1)?;
            let last = self.pieces.get(last)?;
            let end = if last.written == Written::Verbatim {
                last.source.range.start + (range.end - last.start).min(last.source.range.len())
            } else {
                last.source.range.end
            };
            return Some(file.span(start..end.max(start)));
        }
        if self.is_computed(range) {
            return Some(piece.source.clone());
        }
        let written = piece.source.text();
        let needle = self.text.get(range.clone())?;
        let earlier = self.text.get(piece.start..range.start)?.matches(needle).count();
        let found = written.match_indices(needle).nth(earlier).or_else(|| {
            // A line break inside the part: its first word is the place.
            let word = needle.split_whitespace().next().unwrap_or(needle);
            let earlier = self.text.get(piece.start..range.start)?.matches(word).count();
            written.match_indices(word).nth(earlier)
        });
        Some(match found {
            Some((at, text)) => {
                let start = piece.source.range.start + at;
                file.span(start..start + text.len())
            }
            None => piece.source.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Kind, Passage};
    use crate::source::{SourceFile, Spanned};

    #[test]
    fn words_are_found_where_they_were_written() {
        let file = Arc::new(SourceFile::new("a.md", "Vi har {{ n }} risker\noch 7 uppdrag."));
        let mut passage = Passage::default();
        passage.push_written("Vi har ", &file, 0);
        passage.push_computed("sex", &file.span(7..14), []);
        passage.push_written(" risker", &file, 14);
        passage.push_space();
        passage.push_written("och 7 uppdrag.", &file, 22);
        let place = |needle: &str| {
            let at = passage.text.find(needle).expect("in the text");
            passage.span(&(at..at + needle.len())).expect("a place").text().to_owned()
        };
        assert_eq!(place("7 uppdrag"), "7 uppdrag");
        assert_eq!(place("sex"), "{{ n }}");
        assert_eq!(place("risker och"), "risker\noch");
    }

    #[test]
    fn words_are_found_however_their_letters_are_written() {
        let file = Arc::new(SourceFile::new("a.md", "Mot fo\u{308}rra å\u{ad}ret ökar 2021\u{2011}2025 a\u{30a}r."));
        let mut passage = Passage::default();
        passage.push_written(&file.text, &file, 0);
        assert_eq!(passage.text, "Mot förra året ökar 2021-2025 år.");
        for (needle, written) in [
            ("förra", "fo\u{308}rra"),
            ("året", "å\u{ad}ret"),
            ("2025", "2025"),
            ("-2025 år", "\u{2011}2025 a\u{30a}r"),
        ] {
            let at = passage.text.find(needle).expect("in the text");
            assert_eq!(passage.span(&(at..at + needle.len())).expect("a place").text(), written);
        }
    }

    #[test]
    fn words_of_folded_yaml_are_found_by_their_letters() {
        let source = "text: >-\n  ett tal 12\n  och 12 till\n";
        let file = Arc::new(SourceFile::new("a.yaml", source));
        let value = Spanned::new("ett tal 12 och 12 till".to_owned(), file.span(6..source.len()));
        let passage = Passage::of(Kind::Text, &value);
        let span = passage.span(&(15..17)).expect("a place");
        assert_eq!(span.place(), "a.yaml:3:7");
    }
}
