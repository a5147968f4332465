//! What is known while a document is written: where links lead, which notes there are, what the package needs.

use std::collections::{HashMap, HashSet};

use crate::document::table::Table;
use crate::document::{Block, Document, Footnote, Inline};
use crate::outputs::word::numbering::Steps;
use crate::outputs::word::package::Relationships;
use crate::outputs::word::picture::Pictures;
use crate::outputs::word::style::Names;
use crate::outputs::word::xml::{Element, element};

/// The longest that a bookmark's name may be.
const LONGEST_NAME: usize = 40;

/// A document as it is written.
pub struct Story<'a> {
    /// Ids of the styles.
    pub names: &'a Names,
    /// Whether tables and figures are numbered.
    pub numbers_captions: bool,
    /// Where the file that is being written leads.
    pub relationships: Relationships,
    /// The notes so far, each at its number less one.
    pub notes: Vec<&'a Footnote>,
    /// The lists of steps so far.
    pub steps: Steps,
    /// The pictures so far.
    pub pictures: Pictures<'a>,
    bookmarks: HashMap<&'a str, String>,
    bookmarked: usize,
}

impl<'a> Story<'a> {
    /// A document of which nothing is written yet.
    pub fn new(document: &'a Document, names: &'a Names, pictures: Pictures<'a>, numbers_captions: bool) -> Self {
        Self {
            names,
            numbers_captions,
            relationships: Relationships::default(),
            notes: Vec::new(),
            steps: Steps::default(),
            pictures,
            bookmarks: bookmarks(document),
            bookmarked: 0,
        }
    }

    /// The name of an anchor's bookmark, when the document has it.
    pub fn bookmark(&self, anchor: &str) -> Option<&str> {
        self.bookmarks.get(anchor).map(String::as_str)
    }

    /// Content that links to an anchor lead to.
    pub fn marked(&mut self, anchor: &str, content: Vec<Element>) -> Vec<Element> {
        let Some(name) = self.bookmarks.get(anchor) else { return content };
        self.bookmarked += 1;
        let start = element("w:bookmarkStart").set("w:id", self.bookmarked).set("w:name", name);
        let end = element("w:bookmarkEnd").set("w:id", self.bookmarked);
        [start].into_iter().chain(content).chain([end]).collect()
    }
}

/// Names of bookmarks, by the anchors that are written.
fn bookmarks(document: &Document) -> HashMap<&str, String> {
    let (mut names, mut used) = (HashMap::new(), HashSet::new());
    for anchor in anchors(document) {
        if names.contains_key(anchor) {
            continue;
        }
        let base = base_name(anchor);
        let mut name = base.clone();
        // Word holds names that differ in case for the same.
        for number in 2.. {
            if used.insert(name.to_lowercase()) {
                break;
            }
            let ending = format!("_{number}");
            name = base.chars().take(LONGEST_NAME - ending.len()).collect::<String>() + &ending;
        }
        names.insert(anchor, name);
    }
    names
}

/// An anchor as the name of a bookmark: letters, digits and low lines, a letter first.
fn base_name(anchor: &str) -> String {
    let plain = anchor.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    let start = if anchor.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "a_" };
    start.chars().chain(plain).take(LONGEST_NAME).collect()
}

/// Every anchor that something of the document has.
fn anchors(document: &Document) -> Vec<&str> {
    let mut anchors: Vec<&str> = Vec::new();
    for chapter in &document.chapters {
        anchors.push(&chapter.anchor);
        anchors.extend(chapter.footnotes.iter().map(|note| note.anchor.as_str()));
        targets(&chapter.title, &mut anchors);
    }
    for block in document.blocks() {
        match block {
            Block::Heading { anchor, content, .. } => {
                anchors.push(anchor);
                targets(content, &mut anchors);
            }
            Block::Paragraph { content } => targets(content, &mut anchors),
            Block::Chart(chart) => anchors.push(&chart.anchor),
            Block::Cards { items, .. } => anchors.extend(items.iter().map(|card| card.anchor.as_str())),
            Block::Table(table) => of_table(table, &mut anchors),
            _ => {}
        }
    }
    anchors
}

fn of_table<'a>(table: &'a Table, anchors: &mut Vec<&'a str>) {
    anchors.push(&table.anchor);
    anchors.extend(table.rows.iter().filter_map(|row| row.anchor.as_deref()));
    anchors.extend(table.notes.iter().map(|note| note.anchor.as_str()));
}

fn targets<'a>(content: &'a [Inline], anchors: &mut Vec<&'a str>) {
    for inline in content {
        if let Inline::Target { anchor, .. } = inline {
            anchors.push(anchor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::base_name;

    #[test]
    fn anchors_become_names_that_word_takes() {
        assert_eq!(base_name("tabell-driftbudget"), "tabell_driftbudget");
        assert_eq!(base_name("2025-ars-budget"), "a_2025_ars_budget");
        assert_eq!(base_name(&"a-".repeat(40)).len(), 40);
    }
}
