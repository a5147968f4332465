//! Text as it was read, and places in it.
//!
//! A [`Span`] is a byte range in one file. Everything a check may blame keeps its span to the end.

pub mod address;
pub mod characters;
pub mod comments;
pub mod conflicts;
pub mod disk;
pub mod files;
pub mod git;
pub mod pointer;
pub mod tags;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A file of a plan: its path as the user knows it, and its text.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to where the program was started, with `/`.
    pub path: String,
    /// The text, valid UTF-8 without byte order mark.
    pub text: String,
    /// Byte offset of each line's first byte.
    lines: Vec<usize>,
}

/// Whether a file is Markdown by its name.
pub fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

impl SourceFile {
    /// Takes a text and indexes its lines.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path: path.into(), text, lines }
    }

    /// Whether the file is a chapter's Markdown, where calls may be written.
    pub fn is_markdown(&self) -> bool {
        is_markdown(&self.path)
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|&start| start <= offset);
        let start = self.lines.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count());
        (line.max(1), column + 1)
    }

    /// Byte offset of a line and column, both from 1; beyond the end it is the end.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or("");
        rest.char_indices().nth(column.saturating_sub(1)).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The place of a byte range in this file.
    pub fn span(self: &Arc<Self>, range: Range<usize>) -> Span {
        // No span divides a letter or reaches beyond the text, whoever computed it.
        let start = self.text.floor_char_boundary(range.start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(range.end.min(self.text.len()));
        Span { file: Arc::clone(self), range: start..end.max(start) }
    }

    /// The place of the file's beginning, for what concerns the whole file.
    pub fn start(self: &Arc<Self>) -> Span {
        self.span(0..0)
    }
}

/// A byte range in a file.
#[derive(Debug, Clone)]
pub struct Span {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Bytes within its text.
    pub range: Range<usize>,
}

impl Span {
    /// `path:line:column`, as editors and terminals make clickable.
    pub fn place(&self) -> String {
        let (line, column) = self.file.line_column(self.range.start);
        format!("{}:{line}:{column}", self.file.path)
    }

    /// The path of its file within a folder: the same wherever the folder was read from.
    pub fn path_within(&self, folder: &str) -> &str {
        let path = self.file.path.as_str();
        path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/')
    }

    /// The text at this place.
    pub fn text(&self) -> &str {
        self.file.text.get(self.range.clone()).unwrap_or("")
    }

    /// Order of reading: by path, then by position.
    pub fn order(&self) -> (&str, usize, usize) {
        (&self.file.path, self.range.start, self.range.end)
    }
}

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

/// An id and where it was written; ids are Swedish words, NFC.
pub type Id = Spanned<String>;

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn lines_and_columns_count_characters() {
        let file = SourceFile::new("a", "å: 1\nöl: 22\n");
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(3), (1, 3));
        assert_eq!(file.line_column(6), (2, 1));
        assert_eq!(file.line_column(999), (3, 1));
    }
}
