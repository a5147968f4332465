//! Which page each anchor stands on: a link names the page where that is another.

use std::collections::HashMap;

use crate::document::{Block, Chapter, visit};

/// The page each anchor stands on.
#[derive(Debug, Default)]
pub struct Homes(HashMap<String, String>);

impl Homes {
    /// Adds a page with its anchors. The first page that has an anchor is its home.
    pub fn add<'a>(&mut self, page: &str, anchors: impl IntoIterator<Item = &'a str>) {
        for anchor in anchors {
            self.0.entry(anchor.to_owned()).or_insert_with(|| page.to_owned());
        }
    }

    /// The page that an anchor stands on.
    pub fn page(&self, anchor: &str) -> Option<&str> {
        self.0.get(anchor).map(String::as_str)
    }

    /// The address of an anchor on a page, or from anywhere when no page is given.
    pub fn href(&self, page: Option<&str>, anchor: &str) -> String {
        let home = self.page(anchor).filter(|home| page != Some(*home)).unwrap_or_default();
        format!("{home}#{anchor}")
    }
}

/// Everything in a chapter that a link may lead to.
pub fn anchors(chapter: &Chapter) -> impl Iterator<Item = &str> {
    let notes = chapter.footnotes.iter().flat_map(|note| [note.anchor.as_str(), &note.back]);
    std::iter::once(chapter.anchor.as_str()).chain(visit::blocks(&chapter.blocks).flat_map(anchors_of)).chain(notes)
}

fn anchors_of(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading { anchor, .. } => vec![anchor],
        Block::Chart(chart) => vec![&chart.anchor],
        Block::Cards { items, .. } => items.iter().map(|card| card.anchor.as_str()).collect(),
        Block::Table(table) => {
            let rows = table.rows.iter().flat_map(|row| {
                let heads = row.heads.iter().map(|head| head.id.as_str());
                row.anchor.as_deref().into_iter().chain(heads)
            });
            let notes = table.notes.iter().map(|note| note.anchor.as_str());
            std::iter::once(table.anchor.as_str()).chain(rows).chain(notes).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Homes;

    #[test]
    fn links_name_the_page_of_their_anchor() {
        let mut homes = Homes::default();
        homes.add("a.html", ["x", "z"]);
        homes.add("b.html", ["y", "z"]);
        let from_a = ["x", "y", "z", "unknown"].map(|anchor| homes.href(Some("a.html"), anchor));
        assert_eq!(from_a, ["#x", "b.html#y", "#z", "#unknown"]);
        assert_eq!(homes.href(None, "x"), "a.html#x");
    }
}
