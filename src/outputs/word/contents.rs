//! The contents: a field of Word's own with its entries in it, so that it can be read before anything is computed.

use crate::document::{Block, Document, plain_text};
use crate::outputs::word::body::Body;
use crate::outputs::word::format::{Face, Layout, Paragraph};
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::text::{closed, field, opened, run, sign};
use crate::outputs::word::xml::{element, value};

/// Headings of two levels, as links, without numbers of pages on a screen without pages.
const CONTENTS: &str = "TOC \\o \"1-2\" \\h \\z";

/// The widest number that stands in a column of its own.
const NARROW: usize = 5;

/// A heading in the contents.
struct Entry<'a> {
    level: u8,
    number: &'a str,
    text: String,
    anchor: &'a str,
}

impl<'a> Story<'a> {
    /// The contents.
    pub fn contents(&mut self, document: &'a Document, body: &mut Body) {
        let plain = Face::default();
        let title = Paragraph { layout: self.styled(Style::ContentsHeading), content: vec![run("Innehåll", &plain)] };
        let mut entries: Vec<Paragraph> = entries(document).iter().map(|entry| self.entry(entry)).collect();
        if let Some(first) = entries.first_mut() {
            // On which page a heading stands is for Word to find out, when the document is opened.
            first.content.splice(0..0, opened(CONTENTS, &plain, true));
        }
        if let Some(last) = entries.last_mut() {
            last.content.push(closed(&plain));
        }
        let gallery = value("w:docPartGallery", "Table of Contents");
        let part = element("w:docPartObj").with([gallery, element("w:docPartUnique")]);
        let inner = element("w:sdtContent").with(title.element()).with(entries.into_iter().map(Paragraph::element));
        body.other(element("w:sdt").with([element("w:sdtPr").with(part), inner]));
        if let Some(statement) = &document.meta.accessibility_statement {
            let face = Face { style: Some(self.names.id(Style::Link)), ..Face::default() };
            let link = element("w:hyperlink").set("r:id", self.relationships.address(statement)).set("w:history", 1);
            let content = vec![run("Tillgänglighetsredogörelse: ", &plain), link.with(run(statement, &face))];
            let layout = Layout { before: Some(600), ..self.styled(Style::Under) };
            body.spaced(Paragraph { layout, content });
        }
    }

    fn entry(&mut self, entry: &Entry<'_>) -> Paragraph {
        let plain = Face::default();
        let hidden = Face { hidden_on_web: true, ..Face::default() };
        let mut runs = Vec::new();
        if !entry.number.is_empty() {
            runs.push(run(entry.number, &plain));
            runs.push(if is_narrow(entry.number) { sign("w:tab", &plain) } else { run(" ", &plain) });
        }
        runs.push(run(&entry.text, &plain));
        runs.push(sign("w:tab", &hidden));
        if let Some(name) = self.bookmark(entry.anchor) {
            runs.extend(field(&format!("PAGEREF {name} \\h"), Vec::new(), &hidden));
            runs = vec![element("w:hyperlink").set("w:anchor", name).set("w:history", 1).with(runs)];
        }
        // What has no number of its own column begins where those begin.
        let wide = !is_narrow(entry.number) || entry.number.is_empty();
        let indent = wide.then_some(0).filter(|_| entry.level == 1);
        let layout = Layout { left: indent, hanging: indent, ..self.styled(Style::Contents(entry.level)) };
        Paragraph { layout, content: runs }
    }
}

fn is_narrow(number: &str) -> bool {
    number.chars().count() <= NARROW
}

/// The headings of two levels, as Word finds them too.
fn entries(document: &Document) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for chapter in &document.chapters {
        let (number, text) = (chapter.number.as_str(), plain_text(&chapter.title));
        entries.push(Entry { level: 1, number, text, anchor: &chapter.anchor });
        entries.extend(crate::document::visit::blocks(&chapter.blocks).filter_map(|block| match block {
            Block::Heading { level: 2, number, anchor, content, .. } => Some(Entry {
                level: 2,
                number: number.as_deref().unwrap_or_default(),
                text: plain_text(content),
                anchor,
            }),
            _ => None,
        }));
    }
    entries
}
