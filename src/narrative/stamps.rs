//! Places that survive Tera: a chapter's text is stamped before rendering, so that every piece of the
//! rendered text knows where its author wrote it.
//!
//! A stamp is one private-use character (plane 16), which no source may contain. It stands before the first
//! visible character of each line and behind each Tera tag; between two stamps rendered text is the
//! author's, letter by letter, or one call's marker.

use std::ops::Range;

use crate::narrative::template::Edit;
use crate::source::tags::{Tag, tags};

/// First stamp character.
const FIRST: u32 = 0x10_0000;

/// Most stamps of a chapter; a longer chapter keeps the last one's place.
const MOST: usize = 0xfffd;

/// A chapter's text with stamps.
#[derive(Debug)]
pub struct Stamped {
    /// What Tera renders.
    pub text: String,
    /// Source offset of each stamp, in order of the stamps' characters.
    origins: Vec<usize>,
    /// Offset in `text` behind each stamp, and the source offset there.
    places: Vec<(usize, usize)>,
}

/// Rendered text with its places.
#[derive(Debug)]
pub struct Rendered {
    /// The text without stamps.
    pub text: String,
    /// Offset in `text`, and the source offset there; ascending.
    places: Vec<(usize, usize)>,
}

/// Stamps a chapter, where `edits` says what stands instead of parts of a tag, in order.
pub fn stamp(source: &str, edits: impl Fn(&Tag) -> Vec<Edit>) -> Stamped {
    let mut stamped =
        Stamped { text: String::with_capacity(source.len() * 2), origins: Vec::new(), places: Vec::new() };
    let mut pending = true;
    let mut from = 0;
    for tag in tags(source) {
        stamped.push_text(&source[from..tag.range.start], from, &mut pending);
        // A tag that trims the white space before it would trim no further than a stamp.
        if pending && source.as_bytes().get(tag.range.start + 2) != Some(&b'-') {
            stamped.push_stamp(tag.range.start);
        }
        stamped.push_tag(source, &tag, edits(&tag));
        from = tag.range.end;
        pending = true;
    }
    stamped.push_text(&source[from..], from, &mut pending);
    stamped
}

impl Stamped {
    /// Adds what the author wrote between two tags, with a stamp before the first visible character of each line.
    fn push_text(&mut self, text: &str, origin: usize, pending: &mut bool) {
        for (at, c) in text.char_indices() {
            if *pending && !c.is_whitespace() {
                self.push_stamp(origin + at);
                *pending = false;
            }
            *pending |= c == '\n';
            self.text.push(c);
        }
    }

    /// Adds a tag with its edits; what follows an edit knows its place again.
    fn push_tag(&mut self, source: &str, tag: &Tag, edits: Vec<Edit>) {
        let mut from = tag.range.start;
        for Edit { range, text } in edits {
            self.text.push_str(&source[from..range.start]);
            self.text.push_str(&text);
            from = range.end;
            if text.len() != range.len() {
                self.places.push((self.text.len(), from));
            }
        }
        self.text.push_str(&source[from..tag.range.end]);
    }

    fn push_stamp(&mut self, origin: usize) {
        if self.origins.len() >= MOST {
            return;
        }
        let index = u32::try_from(self.origins.len()).unwrap_or(0);
        if let Some(c) = char::from_u32(FIRST + index) {
            self.text.push(c);
            self.origins.push(origin);
            self.places.push((self.text.len(), origin));
        }
    }

    /// The source range of a range in the stamped text, as Tera's errors give it.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = place_of(&self.places, range.start);
        start..place_of(&self.places, range.end).max(start)
    }

    /// The source offset of the last stamp in what Tera wrote.
    pub fn last_place(&self, rendered: &str) -> usize {
        rendered.chars().rev().find_map(stamp_index).and_then(|index| self.origins.get(index)).copied().unwrap_or(0)
    }

    /// Takes the stamps out of what Tera made of the text.
    pub fn unstamp(&self, rendered: &str) -> Rendered {
        let mut out = Rendered { text: String::with_capacity(rendered.len()), places: Vec::new() };
        for c in rendered.chars() {
            match stamp_index(c).and_then(|index| self.origins.get(index)) {
                Some(&origin) => out.places.push((out.text.len(), origin)),
                None => out.text.push(c),
            }
        }
        out
    }
}

impl Rendered {
    /// Source offset of an offset in the rendered text.
    pub fn source_offset(&self, offset: usize) -> usize {
        place_of(&self.places, offset)
    }

    /// A range in the rendered text, divided where a tag was: what one part holds was written in one go.
    pub fn parts(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.places.partition_point(|(at, _)| *at <= range.start);
        let inner = self.places[first..].iter().map(|(at, _)| *at).take_while(|at| *at < range.end);
        let mut starts: Vec<usize> = std::iter::once(range.start).chain(inner).collect();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([range.end]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }
}

fn place_of(places: &[(usize, usize)], offset: usize) -> usize {
    let after = places.partition_point(|(at, _)| *at <= offset);
    match after.checked_sub(1).and_then(|at| places.get(at)) {
        Some((at, origin)) => origin + (offset - at),
        None => offset,
    }
}

fn stamp_index(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST).and_then(|index| usize::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::stamp;

    #[test]
    fn places_survive_tags_of_other_lengths() {
        let source = "# Å\n\nA {{ x }} b\n  c\n";
        let stamped = stamp(source, |_| Vec::new());
        let rendered = stamped.unstamp(&stamped.text.replace("{{ x }}", "lång text"));
        assert_eq!(rendered.text, "# Å\n\nA lång text b\n  c\n");
        let at = |needle: &str| rendered.source_offset(rendered.text.rfind(needle).expect("in the text"));
        assert_eq!(at("b"), source.rfind('b').expect("b"));
        assert_eq!(at("c"), source.rfind('c').expect("c"));
        assert_eq!(at("Å"), 2);
        let line = 6..rendered.text.rfind('\n').expect("a line") - 4;
        let parts: Vec<&str> = rendered.parts(&line).into_iter().map(|part| &rendered.text[part]).collect();
        assert_eq!(parts, ["A lång text ", "b"]);
    }
}
