//! Comments of authors that begin with a word that means something: `# undantag(…)` in YAML, `{# att göra: … #}` in a
//! chapter.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{SourceFile, Span};

/// A comment that begins with a word that means something.
#[derive(Debug, Clone)]
pub struct Comment {
    /// All of it, with its marks.
    pub whole: Span,
    /// Where its word begins.
    pub word: usize,
    /// Where the text in it ends, in bytes of the file.
    pub end: usize,
    /// Whether nothing else stands on its lines.
    pub is_alone: bool,
}

impl Comment {
    /// The comments of a file that begin with a word, in order.
    pub fn beginning_with(file: &Arc<SourceFile>, word: &str) -> Vec<Self> {
        let found = file.text.match_indices(word);
        found.filter_map(|(at, _)| Self::at(file, at)).collect()
    }

    /// The text from an offset of the file to the comment's end, white space as single spaces.
    pub fn text(&self, from: usize) -> String {
        let text = self.whole.file.text.get(from..self.end).unwrap_or("");
        text.trim_start_matches(':').split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The line that it begins on.
    pub fn line(&self) -> Range<usize> {
        line(&self.whole.file.text, self.word)
    }

    fn at(file: &Arc<SourceFile>, word: usize) -> Option<Self> {
        let is_yaml = !file.is_markdown();
        let Range { start, end: line_end } = line(&file.text, word);
        let before = &file.text[start..word];
        let mark = start + mark(&file.text[..start], before, is_yaml)?;
        let end = if is_yaml { line_end } else { word + file.text[word..].find("#}")? };
        let whole = file.span(mark..if is_yaml { end } else { end + 2 });
        let behind = file.text.get(whole.range.end..).unwrap_or("");
        let behind = &behind[..behind.find(['\r', '\n']).unwrap_or(behind.len())];
        let is_alone = file.text[start..mark].trim().is_empty() && behind.trim().is_empty();
        Some(Self { whole, word, end, is_alone })
    }
}

/// The line that an offset stands on, without its end.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find(['\r', '\n']).map_or(text.len(), |end| at + end)
}

/// Where on its line the comment begins whose word comes next; `above` is the text before the line.
fn mark(above: &str, before: &str, is_yaml: bool) -> Option<usize> {
    if !is_yaml {
        return before.trim_end().ends_with("{#").then(|| before.trim_end().len() - 2);
    }
    let mark = before.trim_end().strip_suffix('#')?;
    let is_comment = mark.is_empty() || mark.ends_with(char::is_whitespace);
    let is_text = is_quoted(mark) || is_block_text(above, indent(before));
    (is_comment && !is_text).then_some(mark.len())
}

/// Whether a line breaks off inside quotes. A quote opens where a value begins, and is a letter elsewhere: `3" skruv`.
fn is_quoted(line: &str) -> bool {
    let (mut open, mut last) = (None, ':');
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (open, c) {
            (None, '"' | '\'') if matches!(last, ':' | '[' | '{' | ',' | '-') => open = Some(c),
            (Some('"'), '\\') => drop(chars.next()),
            (Some('\''), '\'') if chars.peek() == Some(&'\'') => drop(chars.next()),
            (Some(quote), _) if quote == c => open = None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    open.is_some()
}

/// Whether a line belongs to a text of several lines, begun by `|`, `>` or a quote on a line above that is indented
/// less.
fn is_block_text(above: &str, mut depth: usize) -> bool {
    for line in above.lines().rev().filter(|line| !line.trim().is_empty()) {
        if indent(line) >= depth {
            continue;
        }
        depth = indent(line);
        let head = line.trim_end().trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
        if head.ends_with(" |") || head.ends_with(" >") || is_quoted(line) {
            return true;
        }
        if depth == 0 {
            break;
        }
    }
    false
}

/// How far a line is indented, in bytes.
pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
