//! The index that the page's script searches: entries, and a sorted vocabulary with postings.
//!
//! A word of the query is found by one search in the vocabulary (prefix) and one pass over it (parts of compounds),
//! never by reading the texts, so that the first result is there at once in a plan of any size. Matching and ranking
//! are the script's; which words there are is decided here and by the same rules there: lower case, letters and
//! digits, digits of one number together.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::table::{Row, Table, TableKind};
use crate::document::{Block, Card, Document, Meta, plain_text};
use crate::model::kind::ThingKind;
use crate::outputs::html::links::Homes;
use crate::source::characters::visible;
use crate::swedish;
use crate::views::places::{Section, by_section, row_anchor};

/// Where the cover is, in the address of its page.
pub const COVER: &str = "omslag";

/// The file's name.
pub const FILE: &str = "sokindex.js";

/// What an entry is, as results name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A section of a chapter.
    Section,
    /// A thing of the plan.
    Thing(ThingKind),
    /// A picture.
    Picture,
    /// What the cover says of the plan.
    Cover,
}

impl Found {
    /// What every index names, in its order.
    const ALWAYS: [Self; 13] = [
        Self::Thing(ThingKind::Chapter),
        Self::Section,
        Self::Thing(ThingKind::Goal),
        Self::Thing(ThingKind::Paragraph),
        Self::Thing(ThingKind::Table),
        Self::Thing(ThingKind::Row),
        Self::Thing(ThingKind::Measure),
        Self::Thing(ThingKind::Assignment),
        Self::Thing(ThingKind::Activity),
        Self::Thing(ThingKind::Indicator),
        Self::Thing(ThingKind::Risk),
        Self::Picture,
        Self::Cover,
    ];

    /// What the index of these entries names: other kinds where there are some, so that no other plan's index changes
    /// with a kind that it does not have.
    fn named(entries: &[Entry]) -> Vec<Self> {
        let others = ThingKind::TOLD.into_iter().map(Self::Thing).filter(|kind| !Self::ALWAYS.contains(kind));
        let found = others.filter(|kind| entries.iter().any(|entry| entry.kind == *kind));
        Self::ALWAYS.into_iter().chain(found).collect()
    }

    fn name(self) -> String {
        match self {
            Self::Section => "Avsnitt".to_owned(),
            Self::Thing(kind) => swedish::capitalised(kind.traits().one),
            Self::Picture => "Bild".to_owned(),
            Self::Cover => "Planen".to_owned(),
        }
    }
}

/// Something that can be found.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub kind: Found,
    /// What it is called, or the section that a paragraph stands in.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub anchor: String,
}

/// The index as the script reads it.
#[derive(Debug, Serialize)]
struct Index<'a> {
    /// The plan's title, for a search over several plans.
    plan: &'a str,
    /// Names of kinds.
    kinds: Vec<String>,
    /// File names of pages.
    pages: Vec<&'a str>,
    /// Kind, page, anchor, title, text.
    entries: Vec<(usize, usize, &'a str, &'a str, &'a str)>,
    /// Sorted by code point.
    words: Vec<&'a str>,
    /// For each word: entry × 2, plus 1 where the word is in the title; each as the step from the one before.
    postings: Vec<Vec<usize>>,
}

/// The file's content.
pub fn file(document: &Document, homes: &Homes) -> String {
    let entries = entries(document);
    let mut pages: Vec<&str> = Vec::new();
    let mut page_of = |anchor: &str| {
        let page = homes.page(anchor).unwrap_or("index.html");
        pages.iter().position(|other| *other == page).unwrap_or_else(|| {
            pages.push(page);
            pages.len() - 1
        })
    };
    let kinds = Found::named(&entries);
    let number = |own: Found| kinds.iter().position(|kind| *kind == own).unwrap_or_default();
    let rows = entries
        .iter()
        .map(|entry| {
            let page = page_of(&entry.anchor);
            (number(entry.kind), page, entry.anchor.as_str(), entry.title.as_str(), entry.text.as_str())
        })
        .collect();
    let vocabulary = vocabulary(&entries);
    let index = Index {
        plan: &document.meta.title,
        kinds: kinds.iter().map(|kind| kind.name()).collect(),
        entries: rows,
        pages,
        words: vocabulary.keys().map(String::as_str).collect(),
        postings: vocabulary.values().map(|postings| steps(postings)).collect(),
    };
    // Strings and numbers: nothing here can fail.
    format!("vplan.receive({});\n", serde_json::to_string(&index).unwrap_or_default())
}

/// Everything that can be found, in order of reading.
pub fn entries(document: &Document) -> Vec<Entry> {
    let mut entries: Vec<Entry> = vec![cover(&document.meta)];
    for chapter in &document.chapters {
        let title = format!("{} {}", chapter.number, chapter.title_text);
        entries.push(entry(Found::Thing(ThingKind::Chapter), &title, "", &chapter.anchor));
        by_section(chapter, &mut |section, block| read(section, block, &mut entries));
        for note in &chapter.footnotes {
            let title = format!("Fotnot {}", note.number);
            entries.push(entry(Found::Thing(ThingKind::Paragraph), &title, &plain_text(&note.content), &note.anchor));
        }
    }
    entries
}

/// What is known of the plan as a whole: under which number and when it was decided.
fn cover(meta: &Meta) -> Entry {
    let said = |name: &str, value: Option<&str>| value.map(|value| format!("{name} {value}"));
    let facts = [
        said("Diarienummer", meta.registry_number.as_deref()),
        said("Beslutsdatum", meta.decision_date.as_deref()),
        said("Förvaltning", Some(meta.administration.as_str()).filter(|name| !name.is_empty())),
        Some(format!("{}, {}", meta.board, meta.organisation)),
    ];
    entry(Found::Cover, &meta.title, &facts.into_iter().flatten().collect::<Vec<_>>().join(" · "), COVER)
}

fn read(section: &Section, block: &Block, entries: &mut Vec<Entry>) {
    let mut within = |kind, text: &str| entries.push(entry(kind, &section.title, text, &section.anchor));
    match block {
        Block::Heading { goal: Some(_), .. } => within(Found::Thing(ThingKind::Goal), ""),
        Block::Heading { .. } => within(Found::Section, ""),
        Block::Paragraph { content } => within(Found::Thing(ThingKind::Paragraph), &plain_text(content)),
        Block::Definitions { items } => {
            for item in items {
                within(Found::Thing(ThingKind::Paragraph), &plain_text(&item.term));
            }
        }
        Block::Code { text } => within(Found::Thing(ThingKind::Paragraph), text),
        Block::Picture { alt, caption, .. } if caption.is_empty() => within(Found::Picture, alt),
        Block::Picture { alt, caption, .. } => within(Found::Picture, &format!("{caption} {alt}")),
        Block::Chart(chart) => entries.push(entry(Found::Picture, &chart.caption, &chart.alt, &chart.anchor)),
        Block::Table(table) => push_table(table, entries),
        Block::Cards { thing, items } => push_cards(*thing, items, entries),
        // What these hold is read by itself, and a comparison has no search.
        Block::Quote { .. } | Block::List { .. } | Block::Rule | Block::Marked(_) | Block::Folded { .. } => {}
    }
}

fn entry(kind: Found, title: &str, text: &str, anchor: &str) -> Entry {
    Entry { kind, title: title.to_owned(), text: text.to_owned(), anchor: anchor.to_owned() }
}

fn push_cards(kind: ThingKind, cards: &[Card], entries: &mut Vec<Entry>) {
    for card in cards {
        let responsible = if card.responsible.is_empty() {
            String::new()
        } else {
            format!(" Ansvarig: {}", swedish::join(&card.responsible))
        };
        entries.push(entry(Found::Thing(kind), &card.label, &format!("{}{responsible}", card.text), &card.anchor));
    }
}

fn push_table(table: &Table, entries: &mut Vec<Entry>) {
    if !table.caption.is_empty() {
        entries.push(entry(Found::Thing(ThingKind::Table), &table.caption, &table.remarks.join(" "), &table.anchor));
    }
    let kind = match table.table_kind {
        TableKind::Measures => Found::Thing(ThingKind::Measure),
        TableKind::Risks => Found::Thing(ThingKind::Risk),
        TableKind::Figures | TableKind::Text | TableKind::Comparison | TableKind::Followup => {
            Found::Thing(ThingKind::Row)
        }
    };
    for row in &table.rows {
        let heads: Vec<String> = row.heads.iter().map(|head| plain_text(&head.content)).collect();
        let title = heads.iter().filter(|head| !head.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        let text = row_text(table, row);
        if title.is_empty() && text.is_empty() {
            continue;
        }
        let anchor = row_anchor(row).filter(|anchor| !anchor.is_empty()).unwrap_or(&table.anchor);
        entries.push(entry(kind, &title, &text, anchor));
    }
    for note in &table.notes {
        entries.push(entry(Found::Thing(ThingKind::Paragraph), &table.caption, &note.text, &note.anchor));
    }
}

/// The table and what stands in the row's cells.
fn row_text(table: &Table, row: &Row) -> String {
    let cells = row.cells.iter().map(|cell| {
        let items = cell.items.iter().map(|item| plain_text(item));
        items.chain([plain_text(&cell.content)]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let caption = Some(table.caption.clone()).filter(|caption| !caption.is_empty());
    let parts = caption.into_iter().chain(cells.filter(|text| !text.is_empty()));
    parts.collect::<Vec<_>>().join(" · ")
}

/// Every word with its postings, in order.
fn vocabulary(entries: &[Entry]) -> BTreeMap<String, Vec<usize>> {
    let mut vocabulary: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for (text, posting) in [(&entry.title, at * 2 + 1), (&entry.text, at * 2)] {
            for word in words(text) {
                let postings = vocabulary.entry(word).or_default();
                // In the title counts for in the text too.
                if postings.last().is_none_or(|last| last / 2 != at) {
                    postings.push(posting);
                }
            }
        }
    }
    vocabulary
}

fn steps(postings: &[usize]) -> Vec<usize> {
    let before = std::iter::once(&0).chain(postings);
    postings.iter().zip(before).map(|(posting, before)| posting - before).collect()
}

/// The words of a text as the index has them.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let text = visible(text);
    let mut chars = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        let after_digit = word.ends_with(|c: char| c.is_ascii_digit());
        let before_digit = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_alphanumeric() => word.push(c),
            // One number: 2 528,8 is 2528,8. Only the space that never breaks groups digits for certain.
            ',' if after_digit && before_digit => word.push(','),
            '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' if after_digit && before_digit => {}
            _ => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_lower_case_and_numbers_whole() {
        assert_eq!(
            words("Fjärr\u{ad}kylcentral, 2\u{a0}528,8 mnkr (Öst)."),
            ["fjärrkylcentral", "2528,8", "mnkr", "öst"]
        );
        assert_eq!(words("A\u{30a}tga\u{308}rd a\u{200b}b\u{2060}c"), ["åtgärd", "abc"]);
        assert_eq!(words("1,5 2"), ["1,5", "2"]);
    }
}
