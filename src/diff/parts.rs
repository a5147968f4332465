//! The paragraphs of a chapter as a comparison knows them: what is written, what is printed, and a text by which the same
//! paragraph is known on both sides though cells and ids are called otherwise.

use std::collections::BTreeMap;

use crate::compare::correspondence::Correspondence;
use crate::compare::paragraphs::{self, Paragraph, tags};
use crate::compare::sides::When;
use crate::diff::comparison::{Comparison, Side};
use crate::diff::finding::{ParagraphRef, PassageRef};
use crate::model::kind::ThingKind;
use crate::prose::Passage;
use crate::source::{SourceFile, Span};

/// A paragraph, and the text by which it is known on both sides.
pub struct Part<'a> {
    /// The paragraph.
    pub paragraph: Paragraph,
    /// The text with cells and ids as both sides know them.
    pub key: String,
    /// What a reader sees of it, in order; nothing where it could not be drawn.
    pub printed: Vec<(PassageRef, &'a Passage)>,
    /// The passage that it is only a part of: a line of a quotation.
    around: Option<PassageRef>,
}

impl Part<'_> {
    /// The text for a reader: figures filled in, where it could be drawn.
    pub fn shown(&self) -> String {
        if self.printed.is_empty() {
            return self.paragraph.bare().to_owned();
        }
        self.printed.iter().map(|(_, passage)| passage.text.trim()).collect::<Vec<_>>().join(" ")
    }

    /// What it is in the document.
    pub fn known(&self) -> ParagraphRef {
        match (self.printed.as_slice(), self.around) {
            ([], Some(around)) => ParagraphRef::Printed(vec![around]),
            ([], None) => ParagraphRef::Written(self.paragraph.content().to_owned()),
            (printed, _) => ParagraphRef::Printed(printed.iter().map(|(at, _)| *at).collect()),
        }
    }

    /// Its place in its chapter's file.
    pub fn span(&self, file: &std::sync::Arc<SourceFile>) -> Span {
        let range = &self.paragraph.range;
        let length = file.text.get(range.clone()).unwrap_or("").trim_end().len();
        file.span(range.start..range.start + length)
    }
}

/// Passages of a side's chapters, by file and in order of their places.
pub type Drawn<'a> = BTreeMap<&'a str, Vec<(usize, PassageRef, &'a Passage)>>;

/// The passages of a side.
pub fn drawn<'a>(side: &Side<'a>) -> Drawn<'a> {
    let mut found: Drawn<'a> = BTreeMap::new();
    for (at, passage) in side.prose.iter().enumerate() {
        if let Some(span) = passage.start().filter(|span| span.file.is_markdown()) {
            found.entry(span.file.path.as_str()).or_default().push((span.range.start, at, passage));
        }
    }
    for passages in found.values_mut() {
        passages.sort_by_key(|(start, ..)| *start);
    }
    found
}

/// Ids of the later side that were other ids before: text that asks by them asks for the same.
pub fn renamed(same: &Correspondence) -> BTreeMap<&str, &str> {
    let later = same.inventories.after.objects.iter().enumerate();
    let asked = later.filter(|(_, object)| object.kind != ThingKind::Row && object.kind != ThingKind::Column);
    let both =
        asked.filter_map(|(at, object)| Some((object, same.thing(When::Before, same.partner(When::After, at)?))));
    let other = both.filter(|(object, own)| object.id != own.id && !own.id.is_empty());
    other.map(|(object, own)| (object.id.as_str(), own.id.as_str())).collect()
}

/// The paragraphs of a chapter's file.
pub fn parts<'a>(
    file: &SourceFile,
    when: When,
    plans: &Comparison<'_>,
    drawn: &Drawn<'a>,
    names: &BTreeMap<&str, &str>,
) -> Vec<Part<'a>> {
    let passages = drawn.get(file.path.as_str()).map_or(&[][..], Vec::as_slice);
    let found = paragraphs::split(file).into_iter().map(|paragraph| {
        let range = &paragraph.range;
        let from = passages.partition_point(|(start, ..)| *start < range.start);
        let own = passages[from..].iter().take_while(|(start, ..)| *start < range.end);
        let printed: Vec<(PassageRef, &Passage)> = own.map(|(_, at, passage)| (*at, *passage)).collect();
        let before = from.checked_sub(1).map(|before| passages[before]);
        let reaches = |passage: &Passage| passage.span(&(0..passage.text.len())).map_or(0, |span| span.range.end);
        let around = before.filter(|(.., passage)| printed.is_empty() && reaches(passage) > range.start);
        let around = around.map(|(_, at, _)| at);
        let key = key(&paragraph.text, when, plans, names);
        Part { paragraph, key, printed, around }
    });
    found.collect()
}

/// A paragraph's text with the addresses and ids in its tags as both sides know them.
fn key(text: &str, when: When, plans: &Comparison<'_>, names: &BTreeMap<&str, &str>) -> String {
    let known = |text: &str| plans.same.known(when, text);
    let tags = tags(text);
    let (mut out, mut at) = (String::new(), 0);
    for tag in tags {
        out.push_str(&known(&text[at..tag.start]));
        for (n, piece) in text[tag.clone()].split('"').enumerate() {
            if n > 0 {
                out.push('"');
            }
            let parts: Vec<String> = piece.split('.').map(str::to_owned).collect();
            let quoted = n % 2 == 1;
            let cell = (quoted && parts.len() > 2).then(|| plans.figures(when).find(&parts, None).ok()).flatten();
            match cell {
                Some(cell) => {
                    out.push('#');
                    out.push_str(&plans.same.node(when, cell).to_string());
                }
                None if quoted && when == When::After => out.push_str(&known(names.get(piece).unwrap_or(&piece))),
                None => out.push_str(&known(piece)),
            }
        }
        at = tag.end;
    }
    out + &known(&text[at..])
}

/// The names and quoted words in a paragraph's tags.
pub fn asks(text: &str) -> Vec<String> {
    let words = |tag: std::ops::Range<usize>| {
        let words = text[tag].split(['"', ' ', '(', ')', '=', ',', '{', '}']);
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    tags(text).into_iter().flat_map(words).collect()
}
