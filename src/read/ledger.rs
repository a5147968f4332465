//! What a YAML file says beside its values. Every byte of it is a key, a value that is read, or a comment that is
//! clearly meant as one; the rest is told here, so that nothing that an author wrote vanishes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, Placement, ScalarStyle, Tag};

use crate::diagnostic::Diagnostic;
use crate::read::odd_spaces::{OddSpace, odd_space};
use crate::read::syntax::TAG;
use crate::source::SourceFile;

/// Tells what the reader of values will not see. The text has been read as YAML without error.
pub fn check(file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) {
    let options = granit_parser::options! { emit_anchor_events: true };
    let mut parser = Parser::new_from_str_with_options(&file.text, options);
    let mut plain: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let mut comments = Vec::new();
    let mut anchors: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let mut documents = 0;
    while let Some(Ok((event, span))) = parser.next_event() {
        let range = span.byte_range().unwrap_or(0..0);
        if let Some(tag) = event.tag().filter(|tag| !is_plain_text(tag)) {
            let at = span.tag_span().and_then(|span| span.byte_range()).unwrap_or_else(|| range.clone());
            problems.push(tagged(tag, file, at));
        }
        match event {
            Event::Scalar(_, ScalarStyle::Plain, ..) if !range.is_empty() => {
                problems.extend(odd_space_within(file, &range));
                let end = range.start + file.text[range.clone()].trim_end().len();
                plain.insert(end, range.start..end);
            }
            Event::Comment(text, Placement::Right) => comments.push((range, text.into_owned())),
            Event::Anchor(id, _) => drop(anchors.insert(id, range)),
            Event::Alias(id) => drop(anchors.remove(&id)),
            Event::DocumentStart(explicit, _) => {
                documents += 1;
                if documents == 2 && explicit {
                    problems.push(several_documents(file, range));
                }
            }
            _ => {}
        }
    }
    for (range, comment) in comments {
        let before = file.text[..range.start].trim_end_matches([' ', '\t']);
        let Some(scalar) = plain.get(&before.len()) else { continue };
        if !is_meant(&file.text[scalar.clone()], &file.text[before.len()..range.start], &comment) {
            problems.push(cut(file, scalar, range.start));
        }
    }
    problems.extend(anchors.into_values().map(|range| unused_anchor(file, range)));
}

/// Whether a comment behind unquoted text is clearly meant as one.
///
/// It is behind a value without letters (a number, a date, `~`), when it is a waiver, and when a space follows `#` and
/// no digit follows that. Where two spaces or more come before `#`, as formatters align comments, a digit may follow.
/// `Ärende #12`, `Hus # 3` and a lone `#` at the end are what authors write when they mean the sign.
fn is_meant(value: &str, gap: &str, comment: &str) -> bool {
    let words = comment.trim_start_matches('#');
    let first = words.trim_start().chars().next();
    !value.chars().any(char::is_alphabetic)
        || words.trim_start().starts_with("undantag(")
        || (words.starts_with([' ', '\t'])
            && first.is_some_and(|first| gap.len() >= 2 || gap.contains('\t') || !first.is_numeric()))
}

fn cut(file: &Arc<SourceFile>, scalar: &Range<usize>, hash: usize) -> Diagnostic {
    let kept = file.text[scalar.clone()].lines().last().unwrap_or("").trim();
    let start =
        file.text[..hash].rfind(|c| c != ' ' && c != '\t').map_or(hash, |at| file.text.ceil_char_boundary(at + 1));
    Diagnostic::warning("text-slutar-vid-#", format!("texten slutar vid \" #\": bara \"{kept}\" läses"))
        .at(&file.span(start..hash + 1))
        .hint("sätt citattecken om texten om # ska synas; är det en kommentar, skriv den på en egen rad (# …)")
}

/// White space in an unquoted text that the author meant to part a key from its value.
fn odd_space_within(file: &Arc<SourceFile>, range: &Range<usize>) -> Option<Diagnostic> {
    let first = file.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let mut start = first;
    for line in file.text[first..range.end].split_inclusive('\n') {
        if let Some(odd) = odd_space(line) {
            let diagnostic = odd.at(file, start);
            let inside = diagnostic.primary.as_ref().is_some_and(|label| label.span.range.end > range.start);
            // A tab parts words, wherever it stands.
            if inside && !matches!(odd, OddSpace::Indent(_, '\t')) {
                return Some(diagnostic);
            }
        }
        start += line.len();
    }
    None
}

/// `!` and `!!str` say that a value is a text, which every value here is.
fn is_plain_text(tag: &Tag) -> bool {
    tag.is_yaml_core_schema_tag("str")
}

fn tagged(tag: &Tag, file: &Arc<SourceFile>, at: Range<usize>) -> Diagnostic {
    let name = tag.original();
    Diagnostic::error("yaml-tagg", format!("{TAG}: \"{name}\""))
        .at(&file.span(at))
        .hint("ta bort taggen, eller sätt citattecken om värdet om utropstecknet ska synas")
}

fn several_documents(file: &Arc<SourceFile>, at: Range<usize>) -> Diagnostic {
    Diagnostic::error("yaml-syntax", "filen är inte giltig YAML: filen innehåller flera dokument")
        .at(&file.span(at))
        .hint("ta bort raden \"---\" eller \"...\" mitt i filen")
}

fn unused_anchor(file: &Arc<SourceFile>, at: Range<usize>) -> Diagnostic {
    Diagnostic::warning(
        "yaml-ankare-används-inte",
        format!("\"{}\" är ett ankare som inget alias (*) hänvisar till, och syns inte", &file.text[at.clone()]),
    )
    .at(&file.span(at))
    .hint("sätt citattecken om värdet om & ska synas, eller ta bort ankaret")
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn a_comment_is_told_from_a_text_that_goes_on() {
        for (value, gap, comment) in [
            ("633.6", " ", "12 om hus"),
            ("2025-01-01", " ", "x"),
            ("~", " ", "saknas"),
            ("utkast", " ", " beslutas i november"),
            ("utkast", "   ", " 3 nämnder"),
            ("Hus", " ", " undantag(stor-förändring): köp"),
            ("Hus", " ", "undantag(stor-förändring): köp"),
            ("Hus", " ", "# om huset"),
        ] {
            assert!(is_meant(value, gap, comment), "{value}{gap}#{comment}");
        }
        for (value, gap, comment) in [
            ("Ärende", " ", "12 om hus"),
            ("Hus", " ", " 3"),
            ("Hus", "  ", "3"),
            ("Språket C", " ", ""),
            ("Märkt", " ", "nyanställd"),
        ] {
            assert!(!is_meant(value, gap, comment), "{value}{gap}#{comment}");
        }
    }
}
