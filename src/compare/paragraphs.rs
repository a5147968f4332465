//! A chapter's source as paragraphs: what a reader calls one, with everything that is written in it.
//!
//! The source is divided and not the drawn document, so that every letter is compared, also where the chapter cannot be
//! drawn. A heading, an item of a list and a row of a table are paragraphs of their own; code is one, whole.

use std::ops::Range;

use crate::source::SourceFile;
use crate::source::tags::{self, TagKind, without_comments};

/// A paragraph as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, white space as single spaces and comments left out.
    pub text: String,
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// Whether it is a heading.
    pub heading: bool,
}

impl Paragraph {
    /// The text without the marks of a heading or list.
    pub fn bare(&self) -> &str {
        self.text.trim_start_matches(['#', '-', '*', '+', '>', '|', ' ']).trim_end_matches([' ', '|'])
    }
}

impl Paragraph {
    /// What is left of something that is no running text: the lines of code, the words for a picture.
    pub fn content(&self) -> &str {
        let fence = ["```", "~~~"].into_iter().find(|fence| self.text.starts_with(fence));
        if let Some(fence) = fence {
            // The language stands beside the first fence.
            let lines = self.text.split_once(' ').map_or("", |(_, lines)| lines);
            return lines.trim_end_matches(&fence[..1]).trim_end();
        }
        let picture = self.bare().strip_prefix("![").and_then(|rest| rest.split_once("]("));
        picture.map_or_else(|| self.bare(), |(words, _)| words)
    }
}

/// A chapter's first heading.
pub fn heading(file: &SourceFile) -> String {
    let first = file.text.lines().find(|line| line.starts_with('#'));
    first.map_or_else(|| file.path.clone(), |line| line.trim_start_matches('#').trim().to_owned())
}

/// The paragraphs of a chapter, in order.
pub fn split(file: &SourceFile) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let text = line.trim();
        if let Some(mark) = fence {
            open = Some(open.map_or(range.start, |open| open.start)..range.end);
            if text.starts_with(mark) && text.trim_start_matches(&mark[..1]).is_empty() {
                fence = None;
                close(file, &mut open, &mut found);
            }
            continue;
        }
        let mark = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark));
        if text.is_empty() || mark.is_some() || begins(text) {
            close(file, &mut open, &mut found);
        }
        if text.is_empty() {
            continue;
        }
        fence = mark;
        open = Some(open.map_or(range.start, |open| open.start)..range.end);
        if text.starts_with('#') {
            close(file, &mut open, &mut found);
        }
    }
    close(file, &mut open, &mut found);
    found
}

/// Whether a line begins a paragraph by itself: a heading, an item, a row, a definition, a note.
fn begins(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    ["#", "- ", "* ", "+ ", "|", ": ", "[^", "> "].iter().any(|mark| line.starts_with(mark)) || numbered
}

fn close(file: &SourceFile, open: &mut Option<Range<usize>>, found: &mut Vec<Paragraph>) {
    let Some(range) = open.take() else { return };
    let raw = file.text.get(range.clone()).unwrap_or("");
    let text = without_comments(raw).split_whitespace().collect::<Vec<_>>().join(" ");
    let ruled = !text.is_empty() && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) && text.starts_with('|');
    if !text.is_empty() && !ruled {
        let heading = text.starts_with('#');
        found.push(Paragraph { text, range, heading });
    }
}

/// A tag in a paragraph's text, with its place there.
pub fn tags(text: &str) -> Vec<Range<usize>> {
    tags::tags(text).filter(|tag| tag.kind == TagKind::Value && tag.closed).map(|tag| tag.range).collect()
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::source::SourceFile;

    #[test]
    fn code_and_pictures_are_known_by_what_they_hold() {
        let text = "```yaml\na: 1\n```\n\n![Ett foto](bilder/a.png)\n\n> citat\n";
        let parts = split(&SourceFile::new("a.md", text));
        assert_eq!(parts.iter().map(super::Paragraph::content).collect::<Vec<_>>(), ["a: 1", "Ett foto", "citat"]);
    }

    #[test]
    fn every_kind_of_paragraph_is_one() {
        let text = "# Budget\nText som\r\nfortsätter {# undantag(x): y #} här.\n\n- ett\n- två\n  delar\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nkod\n\nmer\n```\nslut\n";
        let found: Vec<String> = split(&SourceFile::new("a.md", text)).into_iter().map(|part| part.text).collect();
        assert_eq!(
            found,
            [
                "# Budget",
                "Text som fortsätter här.",
                "- ett",
                "- två delar",
                "| a | b |",
                "| 1 | 2 |",
                "``` kod mer ```",
                "slut"
            ]
        );
    }
}
