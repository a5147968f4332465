//! A paragraph, heading or item of a chapter, as its author wrote it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::edit::{Refused, line_break, tidied};

/// What can be written anew in a chapter, in order: a paragraph with its calls, a heading's words, an item's text.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut loose: Option<Range<usize>> = None;
    let mut open = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) => {
                found.push(trimmed(text, range));
                open += 1;
            }
            Event::End(TagEnd::Paragraph) => open -= 1,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::FootnoteReference(_)
                if open == 0 =>
            {
                // Words without a paragraph: of a heading, an item or a cell.
                let start = loose.as_ref().map_or(range.start, |loose| loose.start.min(range.start));
                let end = loose.as_ref().map_or(range.end, |loose| loose.end.max(range.end));
                loose = Some(start..end);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ if open == 0 => found.extend(loose.take().map(|loose| trimmed(text, loose))),
            _ => {}
        }
    }
    found.extend(loose);
    found.retain(|range| !range.is_empty());
    found.sort_by_key(|range| (range.start, range.end));
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + written.trim_end().len()
}

/// The chapter with another text in a place that can be written anew.
///
/// # Errors
/// When nothing of the kind begins there.
pub fn replaced(text: &str, start: usize, new: &str) -> Result<String, Refused> {
    let own = paragraphs(text).into_iter().find(|range| range.start == start);
    let own = own.ok_or_else(|| Refused("texten kan inte ändras här; ändra den i filen".to_owned()))?;
    let new = tidied(new)?.replace('\n', line_break(text));
    if new.trim().is_empty() {
        return Err(Refused("texten kan inte vara tom; ta bort stycket i filen".to_owned()));
    }
    Ok([&text[..own.start], &new, &text[own.end..]].concat())
}

#[cfg(test)]
mod tests {
    use super::{paragraphs, replaced};

    #[test]
    fn a_chapter_is_taken_apart() {
        let text =
            "# Rubrik *ett*\n\nStycke {{ belopp(cell=\"a_b.c_d\") }}\nmer.\r\n\n- punkt **två** x\n- tre\n\n> citat\n";
        let found: Vec<&str> = paragraphs(text).into_iter().map(|range| &text[range]).collect();
        let wanted = ["Rubrik *ett*", "Stycke {{ belopp(cell=\"a_b.c_d\") }}\nmer.", "punkt **två** x", "tre", "citat"];
        assert_eq!(found, wanted);
    }

    #[test]
    fn the_rest_stays_as_it_is() {
        let text = "# A\r\n\r\nett\r\n\r\ntvå\r\n";
        let at = text.find("ett").expect("it is there");
        assert_eq!(replaced(text, at, "tre\nfyra\n").as_deref(), Ok("# A\r\n\r\ntre\r\nfyra\r\n\r\ntvå\r\n"));
        assert!(replaced(text, at + 1, "x").is_err() && replaced(text, at, " ").is_err());
    }
}
