//! Markup that Markdown did not take and leaves as letters, and markup that took more than its author meant.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use crate::narrative::events::{Events, Placed};
use crate::read::markup::blocks::cells;
use crate::read::markup::html::blanked;
use crate::read::markup::sign::{BLANK, Reading, Sign};
use crate::read::markup::{signs, told};

/// Longest line, in letters, that anybody underlines as a heading.
const LONGEST_HEADING: usize = 80;

/// Reports what a chapter has of such markup.
pub fn check(events: &mut Events<'_, '_>) {
    let text = &events.merged.rendered.text;
    let mut found = signs(text, drawn(text, events.rest()), Reading::Markdown);
    found.extend(taken(text, events.rest()));
    for sign in found {
        let span = events.span(&sign.range);
        events.problem(told(&sign, &span));
    }
}

/// What is drawn of a text as the letters that were written, with blanks for all else.
fn drawn(text: &str, events: &[Placed<'_>]) -> String {
    let mut drawn = String::with_capacity(text.len());
    let mut hidden = 0usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => hidden -= 1,
            Event::Text(own) | Event::Html(own) | Event::InlineHtml(own) if hidden == 0 => {
                let written = text.get(range.clone()).unwrap_or("");
                let from = drawn.len();
                // A name of a character is drawn as that character.
                if range.start < from || written != &**own {
                    continue;
                }
                drawn.extend(text[from..range.start].chars().flat_map(undrawn));
                match written.chars().next().filter(|c| c.is_ascii_punctuation() && is_escaped(text, range.start)) {
                    Some(escaped) => {
                        drawn.extend(blanked(escaped));
                        drawn.push_str(&written[escaped.len_utf8()..]);
                    }
                    None => drawn.push_str(written),
                }
            }
            _ => {}
        }
    }
    let from = drawn.len();
    drawn.extend(text[from..].chars().flat_map(undrawn));
    drawn
}

/// What stands for something that is not drawn as letters: white space stays, as it parts.
fn undrawn(c: char) -> impl Iterator<Item = char> {
    let (sign, times) = if c.is_whitespace() { (c, 1) } else { (BLANK, c.len_utf8()) };
    std::iter::repeat_n(sign, times)
}

/// Whether the character at an offset stands behind a backslash that is none itself.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Markup that took more than its author meant.
fn taken(text: &str, events: &[Placed<'_>]) -> Vec<Sign> {
    let mut found = Vec::new();
    let mut columns = 0;
    for (event, range) in events {
        let Event::Start(tag) = event else { continue };
        let written = &text[range.clone()];
        let sign = match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => open_fence(written),
            Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => underlined(written),
            Tag::BlockQuote(_) => joined_quotation(written),
            Tag::Table(alignments) => {
                columns = alignments.len();
                None
            }
            Tag::TableRow => short_row(written, columns),
            _ => None,
        };
        found.extend(sign.map(|sign| sign.moved(range.start)));
    }
    found
}

/// Code that nothing ends.
fn open_fence(written: &str) -> Option<Sign> {
    let first = written.lines().next()?.trim_end();
    let mark = first.trim_start().chars().next()?;
    let length = first.trim_start().chars().take_while(|c| *c == mark).count();
    let last = written.trim_end().lines().skip(1).last().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
    let is_end = last.len() >= length && last.chars().all(|c| c == mark);
    let fence = mark.to_string().repeat(length);
    (!is_end).then(|| {
        let message = "koden som börjar här avslutas aldrig: allt som följer trycks som kod";
        Sign::new(
            0..first.len(),
            message,
            format!("skriv {fence} på en egen rad där koden slutar, eller ta bort raden"),
        )
    })
}

/// A paragraph that became a heading because of the dashes under it.
fn underlined(written: &str) -> Option<Sign> {
    if written.trim_start().starts_with('#') {
        return None;
    }
    let (content, mark) = written.trim_end().rsplit_once('\n')?;
    let content = content.trim_end();
    let is_text = content.contains('\n')
        || content.ends_with(['.', ':', ',', ';', '!', '?'])
        || content.chars().count() > LONGEST_HEADING;
    let mark = mark.trim_start_matches(['>', ' ']);
    is_text.then(|| {
        let first = content.lines().next().unwrap_or(content);
        let message = format!("stycket blir en rubrik: raden under det ({mark}) stryker under det");
        let hint = format!("låt en tom rad stå före {mark}; är det en rubrik, skriv ## före den");
        Sign::new(0..first.len(), message, hint)
    })
}

/// A line that stands directly under a quotation, and is part of it.
fn joined_quotation(written: &str) -> Option<Sign> {
    let mut at = 0;
    let mut quoted = false;
    for line in written.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim();
        if text.starts_with('>') {
            quoted = true;
        } else if quoted && !text.is_empty() {
            let indent = line.len() - line.trim_start().len();
            let message = "raden hör till citatet ovanför, fast den inte börjar med >";
            let hint = "låt en tom rad stå före den, eller skriv > först på raden";
            return Some(Sign::new(start + indent..start + line.trim_end().len(), message, hint));
        }
    }
    None
}

/// A row with fewer cells than the table has columns: text that was meant to stand under it, or a cell that is missing.
fn short_row(written: &str, columns: usize) -> Option<Sign> {
    let row = written.trim_end();
    let own = cells(row.trim_start_matches(['>', ' ']));
    (own < columns).then(|| {
        let message = if row.contains('|') {
            let what = if own == 1 { "cell" } else { "celler" };
            format!("raden har {own} {what} men tabellen {columns} kolumner")
        } else {
            "raden blir en rad i tabellen ovanför".to_owned()
        };
        let hint = "skriv | för varje cell, också de tomma; hör texten inte till tabellen, låt en tom rad stå före den";
        Sign::new(0..row.len(), message, hint)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use pulldown_cmark::Parser;

    use super::{drawn, is_escaped, joined_quotation, open_fence, short_row, underlined};

    use crate::read::markup::sign::Reading;
    use crate::read::markup::signs;

    proptest! {
        // Whatever is escaped is meant to be printed.
        #[test]
        fn what_is_escaped_is_no_markup(text in "[a-c*_~`<>!=$^(){}#|\\[\\]\\\\ -]{0,30}") {
            let escaped: String =
                text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
            let text = format!("Text {} slut", escaped.split_whitespace().collect::<Vec<_>>().join(" "));
            let events: Vec<_> = Parser::new(&text).into_offset_iter().collect();
            prop_assert_eq!(signs(&text, drawn(&text, &events), Reading::Markdown), []);
        }
    }

    #[test]
    fn what_is_escaped_stands_behind_an_odd_backslash() {
        assert!(is_escaped("\\*", 1) && !is_escaped("\\\\*", 2) && !is_escaped("*", 0));
    }

    #[test]
    fn markup_that_took_too_much_is_told_from_markup_that_was_meant() {
        assert!(open_fence("```\na\n").is_some() && open_fence("```").is_some());
        assert!(open_fence("```\na\n```\n").is_none() && open_fence("```\n> a\n> ```").is_none());
        assert!(underlined("Rubrik\n---").is_none() && underlined("## A.").is_none());
        assert!(underlined("En mening.\n---\n").is_some() && underlined("Två\nrader\n===").is_some());
        assert!(joined_quotation("> a\n> b\n").is_none() && joined_quotation("> a\nb\n").is_some());
        assert!(short_row("| a | b |", 2).is_none() && short_row("a | b", 2).is_none());
        assert!(short_row("| a |", 2).is_some() && short_row("Text under", 2).is_some());
    }
}
