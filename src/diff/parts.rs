//! The paragraphs of a chapter as a comparison knows them: what is written, what is printed, and a text by which the same
//! paragraph is known on both sides though cells and ids are called otherwise.

use std::collections::BTreeMap;

use crate::compare::inventory::Inventory;
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::compare::paragraphs::{self, Paragraph, tags};
use crate::diff::Side;
use crate::prose::Passage;
use crate::source::SourceFile;

/// A paragraph, and the text by which it is known on both sides.
pub struct Part<'a> {
    /// The paragraph.
    pub paragraph: Paragraph,
    /// The text with cells and ids as both sides know them.
    pub key: String,
    /// What a reader sees, when it could be drawn.
    pub printed: Option<Printed<'a>>,
}

/// What a reader sees of a paragraph.
pub struct Printed<'a> {
    /// In order.
    pub passages: Vec<&'a Passage>,
}

impl Part<'_> {
    /// The text for a reader: figures filled in, where it could be drawn.
    pub fn shown(&self) -> String {
        match &self.printed {
            Some(printed) => printed.passages.iter().map(|passage| passage.text.trim()).collect::<Vec<_>>().join(" "),
            None => self.paragraph.bare().to_owned(),
        }
    }
}

/// Passages of a side's chapters, by file and in order of their places.
pub type Drawn<'a> = BTreeMap<&'a str, Vec<(usize, &'a Passage)>>;

/// The passages of a side.
pub fn drawn<'a>(side: &Side<'a>) -> Drawn<'a> {
    let mut found: Drawn<'a> = BTreeMap::new();
    for passage in side.prose {
        if let Some(span) = passage.start().filter(|span| span.file.is_markdown()) {
            found.entry(span.file.path.as_str()).or_default().push((span.range.start, passage));
        }
    }
    for passages in found.values_mut() {
        passages.sort_by_key(|(start, _)| *start);
    }
    found
}

/// Ids of the later side that were other ids before: text that asks by them asks for the same.
pub fn renamed<'a>(a: &'a Inventory, b: &'a Inventory, pairs: &Pairs) -> BTreeMap<&'a str, &'a str> {
    let later = b.objects.iter().enumerate();
    let asked = later.filter(|(_, object)| object.kind != Kind::Row && object.kind != Kind::Column);
    let both = asked.filter_map(|(at, object)| Some((object, &a.objects[pairs.earlier[at]?])));
    let other = both.filter(|(object, own)| object.id != own.id && !own.id.is_empty());
    other.map(|(object, own)| (object.id.as_str(), own.id.as_str())).collect()
}

/// The paragraphs of a chapter's file.
pub fn parts<'a>(
    file: &SourceFile,
    side: usize,
    of: &Side<'_>,
    drawn: &Drawn<'a>,
    pairs: &Pairs,
    names: &BTreeMap<&str, &str>,
) -> Vec<Part<'a>> {
    let passages = drawn.get(file.path.as_str()).map_or(&[][..], Vec::as_slice);
    let found = paragraphs::split(file).into_iter().map(|paragraph| {
        let range = &paragraph.range;
        let from = passages.partition_point(|(start, _)| *start < range.start);
        let own: Vec<&Passage> =
            passages[from..].iter().take_while(|(start, _)| *start < range.end).map(|(_, passage)| *passage).collect();
        let key = key(&paragraph.text, side, of, pairs, names);
        let printed = (!own.is_empty()).then_some(Printed { passages: own });
        Part { paragraph, key, printed }
    });
    found.collect()
}

/// A paragraph's text with the addresses and ids in its tags as both sides know them.
fn key(text: &str, side: usize, of: &Side<'_>, pairs: &Pairs, names: &BTreeMap<&str, &str>) -> String {
    let tags = tags(text);
    if tags.is_empty() {
        return text.to_owned();
    }
    let (mut out, mut at) = (String::new(), 0);
    for tag in tags {
        out.push_str(&text[at..tag.start]);
        for (n, piece) in text[tag.clone()].split('"').enumerate() {
            if n > 0 {
                out.push('"');
            }
            let parts: Vec<String> = piece.split('.').map(str::to_owned).collect();
            let cell = (n % 2 == 1 && parts.len() > 2).then(|| of.figures.find(&parts, None).ok()).flatten();
            match cell {
                Some(cell) => {
                    let node = if side == 0 { pairs.node(cell) } else { cell };
                    out.push('#');
                    out.push_str(&node.to_string());
                }
                None if n % 2 == 1 && side == 1 => out.push_str(names.get(piece).unwrap_or(&piece)),
                None => out.push_str(piece),
            }
        }
        at = tag.end;
    }
    out + &text[at..]
}

/// The names and quoted words in a paragraph's tags.
pub fn asks(text: &str) -> Vec<String> {
    let words = |tag: std::ops::Range<usize>| {
        let words = text[tag].split(['"', ' ', '(', ')', '=', ',', '{', '}']);
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    tags(text).into_iter().flat_map(words).collect()
}
