//! A chapter: addresses in its calls follow the columns, and the years of its text are moved or asked about.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::narrative::template::tag_tokens;
use crate::narrative::tokens::TokenKind;
use crate::prose::sentences::sentences;
use crate::prose::years::{Year, years};
use crate::prose::{Kind, Passage};
use crate::renewal::addresses::Columns;
use crate::renewal::edits::{Edits, line_end, line_start};
use crate::renewal::years::{ToRead, Voice, judge};
use crate::renewal::{Original, Years};
use crate::source::SourceFile;
use crate::source::tags::{TagKind, tags};

/// Changes a chapter.
pub fn edit(original: Original<'_>, file: &Arc<SourceFile>, years: Years, columns: &Columns, edits: &mut Edits) {
    calls(&file.text, years, columns, edits);
    let mut to_read: BTreeMap<usize, ToRead> = BTreeMap::new();
    for passage in
        original.prose.iter().filter(|passage| passage.start().is_some_and(|span| span.file.path == file.path))
    {
        let Some(start) = passage.start().map(|span| span.range.start) else { continue };
        to_read.entry(start).or_default().join(text(original, passage, years, edits));
    }
    for (start, told) in to_read.into_iter().filter_map(|(start, read)| Some((start, read.told(years)?))) {
        if is_paragraph(&file.text, start) {
            edits.todo(&file.text, start, told);
        } else {
            // Within a list, a heading or a table a line of its own would part what belongs together.
            edits.replace(&(start..start), format!("{{# att göra: {told} #}}"));
        }
    }
}

/// Addresses and captions in calls.
fn calls(text: &str, years: Years, columns: &Columns, edits: &mut Edits) {
    for tag in tags(text).filter(|tag| tag.closed && tag.kind != TagKind::Comment) {
        let tokens = tag_tokens(text, &tag);
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Text) {
            let key = at.checked_sub(2).and_then(|key| tokens.get(key)).map_or("", |key| key.text);
            let moved: Vec<_> = if key == "rubrik" {
                let judged = judge(token.text, Voice::Label, years, |_| false, |_| false);
                judged.moved.into_iter().map(|(year, new)| (year.range, new.to_string())).collect()
            } else {
                columns.moved(token.text, ["kolumn", "kolumner"].contains(&key))
            };
            for (range, new) in moved {
                edits.replace(&(token.range.start + range.start..token.range.start + range.end), new);
            }
        }
    }
}

/// Moves the years of a text, and tells what somebody has to read.
fn text(original: Original<'_>, passage: &Passage, plan: Years, edits: &mut Edits) -> ToRead {
    let voice = match passage.kind {
        Kind::Heading => Voice::Label,
        Kind::Label => Voice::Name,
        Kind::Text | Kind::Lines => Voice::Running,
    };
    let sentences = sentences(&passage.text);
    // The sentence around a year prints a figure of a column of that year.
    let is_printed = |found: &Year| {
        let own = sentences.iter().find(|sentence| sentence.contains(&found.range.start));
        own.is_some_and(|own| {
            let cells = passage.cells.iter().filter(|(_, range)| own.contains(&range.start));
            let mut periods = cells.filter_map(|(cell, _)| original.figures.position(*cell)?.2.when);
            periods.any(|when| when.year() == Some(found.last))
        })
    };
    let judged = judge(&typed(passage), voice, plan, |_| false, is_printed);
    for (found, year) in &judged.moved {
        if let Some(span) = passage.span(&found.range) {
            edits.replace(&span.range, year.to_string());
        }
    }
    judged.to_read
}

/// The text with every year that nobody wrote as signs, so that it is not taken for what a person has to read.
fn typed(passage: &Passage) -> String {
    let mut text = passage.text.clone();
    for found in years(&passage.text).into_iter().rev() {
        let written = &passage.text[found.range.clone()];
        if passage.span(&found.range).is_none_or(|span| span.text() != written) {
            text.replace_range(found.range.clone(), &"-".repeat(written.len()));
        }
    }
    text
}

/// Whether a text is a paragraph by itself, so that a line can be written above it.
fn is_paragraph(text: &str, start: usize) -> bool {
    let line = line_start(text, start);
    let above = line.checked_sub(1).map_or("", |end| &text[line_start(text, end)..end]);
    let own = &text[line..line_end(text, line)];
    let is_apart = above.trim().is_empty() || (above.starts_with("{#") && above.trim_end().ends_with("#}"));
    line == start && is_apart && !own.contains('|')
}
