//! What a sign of markup is, and how the text is held that is searched for them.

use std::ops::Range;

/// What stands in a drawn text for a letter that is not drawn as it was written: markup, code, what was escaped. No
/// source may contain it.
pub const BLANK: char = '\u{1}';

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As Markdown, which has taken what it knows.
    Markdown,
    /// As letters: whatever looks like markup is printed.
    Letters,
}

/// Markup that is printed as letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// The id of its message.
    pub id: &'static str,
    /// Where it stands.
    pub range: Range<usize>,
    /// What it did not become, and why.
    pub message: String,
    /// What to write.
    pub hint: String,
    /// Whether nobody can have meant it to be printed.
    pub is_secret: bool,
}

impl Sign {
    /// Markup that did not become what its author meant.
    pub fn new(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { id: "uppmärkning-blev-text", range, message: message.into(), hint: hint.into(), is_secret: false }
    }

    /// The same sign in a text that begins further on.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Self {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}

/// A line of a text, and what is drawn of it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// Where its content begins, behind the marks of lists and quotations.
    pub at: usize,
    /// What is drawn, from there on; as long as what was written, with [`BLANK`] in it.
    pub drawn: &'t str,
    /// What was written, from there on.
    pub written: &'t str,
    /// Whether a mark of a list stands before the content.
    pub is_item: bool,
}

impl<'t> Line<'t> {
    /// The line at an offset of a text.
    fn new(written: &'t str, drawn: &'t str, start: usize) -> Self {
        // A star is a mark of a list when a space follows it, and of emphasis otherwise.
        let byte = |at: usize| written.as_bytes().get(at).copied().unwrap_or(b' ');
        let is_mark = |at: usize| match byte(at) {
            b'*' => byte(at + 1) == b' ',
            sign => sign.is_ascii_digit() || b">-+.)#".contains(&sign),
        };
        let is_content = |(at, c): &(usize, char)| !(c.is_whitespace() || *c == BLANK && is_mark(*at));
        let at = drawn.char_indices().find(is_content).map_or(drawn.len(), |(at, _)| at);
        let is_item = drawn[..at].contains(BLANK) && written[..at].ends_with(' ') && !written.starts_with(['#', '>']);
        let end = at + drawn[at..].trim_end().len();
        Self { at: start + at, drawn: &drawn[at..end], written: &written[at..end], is_item }
    }

    /// Whether nothing is drawn.
    pub fn is_blank(&self) -> bool {
        self.drawn.chars().all(|c| c == BLANK || c.is_whitespace())
    }

    /// Everything on it.
    pub fn range(&self) -> Range<usize> {
        self.at..self.at + self.drawn.len()
    }

    /// A part of it.
    pub fn part(&self, range: Range<usize>) -> Range<usize> {
        self.at + range.start..self.at + range.end
    }

    /// The part of it that has a length.
    pub fn first(&self, length: usize) -> Range<usize> {
        self.at..self.at + length
    }
}

/// The lines of a text, of which `drawn` says what is drawn.
pub fn lines<'t>(text: &'t str, drawn: &'t str) -> Vec<Line<'t>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in drawn.split_inclusive('\n') {
        let written = text.get(at..at + line.len()).unwrap_or(line);
        lines.push(Line::new(written, line, at));
        at += line.len();
    }
    lines
}
