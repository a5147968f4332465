//! What stays behind: records and paragraphs that their authors have marked with *ej nästa år*, and milestones whose time
//! has been.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::prose::years::years;
use crate::renewal::Years;
use crate::renewal::edits::{Edits, line_end, line_start};
use crate::renewal::tree::{Node, Value};
use crate::source::SourceFile;
use crate::source::comments::Comment;

/// How the comment begins that leaves something behind.
const MARK: &str = "ej nästa år";

/// Something that stays behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Path of its file in the plan's folder.
    pub path: String,
    /// Its first line.
    pub line: usize,
    /// What it is called.
    pub name: String,
}

/// The records of a file that stay behind.
pub fn records(file: &Arc<SourceFile>, path: &str, tree: &Node, years: Years, edits: &mut Edits) -> Vec<Left> {
    let comments = Comment::beginning_with(file, MARK);
    let marked = comments.iter().filter_map(|comment| record_at(tree, meant(comment, &file.text)));
    let marked: BTreeSet<usize> = marked.map(|range| range.start).collect();
    for comment in &comments {
        edits.remove_comment(comment);
    }
    let mut walk = Walk { file, path, marked, years, edits, left: Vec::new() };
    walk.walk(tree, "", None);
    walk.left
}

/// The place that a comment is about: its line, or where it stands alone the next that is no comment.
fn meant(comment: &Comment, text: &str) -> usize {
    let mut at = if comment.is_alone { line_end(text, comment.whole.range.end) } else { comment.line().start };
    while at < text.len() {
        let line = text[at..line_end(text, at)].trim_start();
        if !line.is_empty() && !line.starts_with('#') {
            return at + text[at..].len() - text[at..].trim_start().len();
        }
        at = line_end(text, at);
    }
    at
}

/// The record that begins on the line of a place, or else the innermost that it is in.
fn record_at(tree: &Node, at: usize) -> Option<Range<usize>> {
    // The dash of a list stands before its record.
    let around = |node: &&Node| node.range.start <= at + 2 && at < node.range.end;
    let inner = match &tree.value {
        Value::List(items) => items.iter().find(around).map(|item| record_at(item, at).unwrap_or(item.range.clone())),
        Value::Map(entries) => {
            entries.iter().map(|(_, value)| value).find(around).and_then(|value| record_at(value, at))
        }
        _ => None,
    };
    inner.filter(|range| !range.is_empty())
}

struct Walk<'a> {
    file: &'a Arc<SourceFile>,
    path: &'a str,
    marked: BTreeSet<usize>,
    years: Years,
    edits: &'a mut Edits,
    left: Vec<Left>,
}

impl Walk<'_> {
    fn walk(&mut self, node: &Node, key: &str, parent: Option<(&Node, usize)>) {
        for (at, (key, value)) in node.entries().iter().enumerate() {
            self.walk(value, key.text().unwrap_or_default(), Some((node, at)));
        }
        let items = node.items();
        let is_left = |item: &Node| self.marked.contains(&item.range.start) || self.has_been(item, key);
        let gone: Vec<usize> = (0..items.len()).filter(|&at| is_left(&items[at])).collect();
        for (at, item) in items.iter().enumerate() {
            if gone.contains(&at) {
                self.tell(item);
            } else {
                self.walk(item, key, None);
            }
        }
        // An empty list would be a key without anything.
        match parent {
            Some((parent, at)) if !gone.is_empty() && gone.len() == items.len() => {
                self.edits.remove_parts(&self.file.text, parent, &[at]);
            }
            _ => self.edits.remove_parts(&self.file.text, node, &gone),
        }
    }

    /// Whether it is a milestone of which the time has been when the new year begins.
    fn has_been(&self, item: &Node, key: &str) -> bool {
        let due = item.get("tidpunkt").and_then(Node::text).filter(|_| key == "milstolpar");
        let last = due.and_then(|due| years(due).iter().map(|year| year.last).max());
        last.is_some_and(|year| year <= self.years.old)
    }

    fn tell(&mut self, item: &Node) {
        let named = ["namn", "text", "risk", "grupp", "id", "område"].into_iter().find_map(|key| item.get(key)?.text());
        let written = item.text().or(named).unwrap_or("post");
        let name: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let (line, _) = self.file.line_column(item.range.start);
        self.left.push(Left { path: self.path.to_owned(), line, name });
    }
}

/// The paragraphs of a chapter that stay behind: the one that a comment is in, or stands alone before.
pub fn paragraphs(file: &Arc<SourceFile>, edits: &mut Edits) {
    let text = &file.text;
    for comment in Comment::beginning_with(file, MARK) {
        let start = if comment.is_alone { comment.line().start } else { paragraph_start(text, comment.word) };
        let mut end = line_end(text, comment.whole.range.end);
        // A comment with an empty line behind it stands before the paragraph after that.
        while comment.is_alone && end < text.len() && text[end..line_end(text, end)].trim().is_empty() {
            end = line_end(text, end);
        }
        while end < text.len() && !text[end..line_end(text, end)].trim().is_empty() {
            end = line_end(text, end);
        }
        // One of the empty lines around it is enough.
        edits.remove(start..if text[end..line_end(text, end)].trim().is_empty() { line_end(text, end) } else { end });
    }
}

fn paragraph_start(text: &str, at: usize) -> usize {
    let mut start = line_start(text, at);
    while let Some(above) = start.checked_sub(1).map(|end| line_start(text, end)) {
        if text[above..start].trim().is_empty() {
            break;
        }
        start = above;
    }
    start
}
