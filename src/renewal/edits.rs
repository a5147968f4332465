//! Changes to a file: everything outside of them stays as it was written, byte for byte.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::renewal::tree::Node;
use crate::source::comments::{Comment, indent};

/// The changes to one file.
#[derive(Debug, Default)]
pub struct Edits {
    changes: BTreeMap<(usize, usize), String>,
    removed: Vec<Range<usize>>,
    /// What is left to do, by the line above which it is written.
    todos: BTreeMap<usize, Vec<String>>,
}

impl Edits {
    /// Something else in a place. What was changed before stays as it was changed.
    pub fn replace(&mut self, range: &Range<usize>, text: impl Into<String>) {
        self.changes.entry((range.start, range.end)).or_insert_with(|| text.into());
    }

    /// Nothing in a place.
    pub fn remove(&mut self, range: Range<usize>) {
        self.removed.push(range);
    }

    /// Nothing where whole lines are, with the comments that stand right above them as far in.
    pub fn remove_lines(&mut self, text: &str, range: &Range<usize>) {
        let mut start = line_start(text, range.start);
        let depth = indent(&text[start..]);
        while let Some(above) = start.checked_sub(1).map(|end| line_start(text, end)) {
            let line = &text[above..start];
            if !line.trim_start().starts_with('#') || indent(line) != depth {
                break;
            }
            start = above;
        }
        self.removed.push(start..line_end(text, range.end));
    }

    /// Without some parts of a list or a record: their lines, or what is theirs between the brackets.
    pub fn remove_parts(&mut self, text: &str, node: &Node, wanted: &[usize]) {
        let parts = node.parts();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let is_kept = |at: &usize| !wanted.contains(at);
        let kept_last = (0..parts.len()).rfind(is_kept);
        for &at in wanted {
            let Some(part) = parts.get(at) else { continue };
            match (node.is_flow, kept_last) {
                (false, _) => self.remove_lines(text, part),
                (true, None) => self.removed.push(first.start..last.end),
                (true, Some(kept)) if at < kept => self.removed.push(part.start..parts[at + 1].start),
                (true, Some(kept)) => self.removed.push(parts[kept].end..last.end),
            }
        }
    }

    /// Without a comment: its line, where nothing else is on it, or what is before it too where it ends its line.
    pub fn remove_comment(&mut self, comment: &Comment) {
        let (text, range) = (&comment.whole.file.text, &comment.whole.range);
        if comment.is_alone {
            self.removed.push(line_start(text, range.start)..line_end(text, range.end));
        } else {
            let before = &text[..range.start];
            let ends = text[range.end..line_end(text, range.end)].trim().is_empty();
            let start = if ends { before.trim_end_matches([' ', '\t']).len() } else { range.start };
            self.removed.push(start..range.end);
        }
    }

    /// Something to do, told on a line of its own above a place.
    pub fn todo(&mut self, text: &str, at: usize, todo: impl Into<String>) {
        let (todos, todo) = (self.todos.entry(line_start(text, at)).or_default(), todo.into());
        if !todos.contains(&todo) {
            todos.push(todo);
        }
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.removed.is_empty() && self.todos.is_empty()
    }

    /// The file with its changes.
    pub fn apply(&self, text: &str, is_markdown: bool) -> String {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let todos = self.todos.iter().map(|(&at, todos)| {
            let depth = &text[at..at + indent(&text[at..line_end(text, at)])];
            let lines = todos.iter().map(|todo| {
                if is_markdown {
                    format!("{{# att göra: {todo} #}}{newline}")
                } else {
                    format!("{depth}# att göra: {todo}{newline}")
                }
            });
            (at..at, lines.collect::<String>())
        });
        let changes = self.changes.iter().map(|(&(start, end), new)| (start..end, new.clone()));
        let removed = self.removed.iter().map(|range| (range.clone(), String::new()));
        let mut all: Vec<(Range<usize>, String)> = removed.chain(todos).chain(changes).collect();
        // What is removed takes with it what is in it, and what is added in a place stands before what replaces it.
        let rank = |range: &Range<usize>, new: &str| (range.start, !new.is_empty(), !range.is_empty());
        all.sort_by_key(|(range, new)| (rank(range, new), std::cmp::Reverse(range.end)));
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for (range, new) in all {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// Where the line begins that a place is on.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Behind the end of the line that a place is on.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}
