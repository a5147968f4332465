//! The format-neutral document: what every output draws from.
//!
//! [`Document`] → [`Chapter`] → [`Block`] → [`Inline`]; a [`Table`] is rows of cells that know what they are.
//! Everything a reader sees is already text here: templates choose shape and order of nothing, compute no
//! figure and format no number. Text is plain Unicode and escaped by the output that prints it.

pub mod anchor;
pub mod chart;
pub mod drawing;
pub mod mark;
pub mod table;
pub mod theme;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::chart::Chart;
use crate::document::mark::{CardChange, Mark, Marked};
use crate::document::table::Table;
use crate::document::theme::Theme;
use crate::look::palette::Palette;

/// A whole plan, ready to be printed.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What stands on the cover and in the metadata.
    pub meta: Meta,
    /// How it looks.
    pub theme: Theme,
    /// Chapters in reading order, appendices last.
    pub chapters: Vec<Chapter>,
    /// The colours of its charts.
    #[serde(skip)]
    pub palette: Palette,
    /// Whether it is a plan with its changes marked, and not a plan alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub compared: bool,
}

impl Document {
    /// Paths of the pictures that are shown, the logotype among them, each once.
    pub fn pictures(&self) -> BTreeSet<&str> {
        let mut paths: BTreeSet<&str> = self.theme.logotype.iter().map(|logotype| logotype.path.as_str()).collect();
        self.each(&mut |block| {
            if let Block::Picture { path, .. } = block {
                paths.insert(path.as_str());
            }
        });
        paths
    }

    /// The charts, in reading order.
    pub fn charts(&self) -> Vec<&Chart> {
        let mut charts = Vec::new();
        self.each(&mut |block| {
            if let Block::Chart(chart) = block {
                charts.push(chart);
            }
        });
        charts
    }

    /// Visits every block, those within others after them.
    fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Block)) {
        fn walk<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
            for block in blocks {
                visit(block);
                match block {
                    Block::Quote { blocks } | Block::Folded { blocks, .. } => walk(blocks, visit),
                    Block::Marked(marked) => walk(&marked.blocks, visit),
                    Block::List { items, .. } => items.iter().for_each(|item| walk(&item.blocks, visit)),
                    Block::Definitions { items } => {
                        items.iter().flat_map(|item| &item.details).for_each(|item| walk(&item.blocks, visit));
                    }
                    _ => {}
                }
            }
        }
        self.chapters.iter().for_each(|chapter| walk(&chapter.blocks, visit));
    }
}

/// Identity of the document.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// Title as printed, for example `Verksamhetsplan med budget 2025`.
    pub title: String,
    /// The board, for example `Servicenämnden`.
    pub board: String,
    /// The region or municipality.
    pub organisation: String,
    /// The administration under the board.
    pub administration: String,
    /// The plan's year.
    pub year: i32,
    /// `utkast`, `förslag` or `beslutad`.
    pub status: String,
    /// The status as a word for the cover, empty when the plan is decided.
    pub status_label: String,
    /// Registry number, when there is one.
    pub registry_number: Option<String>,
    /// Decision date in words, when there is one.
    pub decision_date: Option<String>,
    /// One sentence for search engines and the PDF's subject.
    pub description: String,
    /// Subject words.
    pub keywords: Vec<String>,
    /// BCP 47 language, always `sv`.
    pub language: &'static str,
    /// Address of the accessibility statement, when given.
    pub accessibility_statement: Option<String>,
}

/// A chapter or an appendix.
#[derive(Debug, Clone, Serialize)]
pub struct Chapter {
    /// `1` or `Bilaga 1`.
    pub number: String,
    /// Whether this is an appendix.
    pub appendix: bool,
    /// The heading's content.
    pub title: Vec<Inline>,
    /// The heading as plain text, for contents and bookmarks.
    pub title_text: String,
    /// Stable anchor, ASCII.
    pub anchor: String,
    /// The content, without the chapter's own heading.
    pub blocks: Vec<Block>,
    /// Level 2 headings of this chapter, for contents.
    pub sections: Vec<Section>,
    /// Footnotes in order of reference.
    pub footnotes: Vec<Footnote>,
}

/// A line in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// `5.1`, or nothing for an unnumbered section.
    pub number: Option<String>,
    /// Plain text.
    pub text: String,
    /// Target.
    pub anchor: String,
}

/// A footnote's text, numbered through the document.
#[derive(Debug, Serialize, Clone)]
pub struct Footnote {
    /// Number as printed.
    pub number: usize,
    /// Target of the reference.
    pub anchor: String,
    /// Where the first reference stands, for the way back.
    pub back: String,
    /// The text.
    pub content: Vec<Inline>,
}

/// A block of content.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 2 to 5.
    Heading {
        /// Level in the document, the chapter's own heading is 1.
        level: u8,
        /// Section number, when numbered.
        number: Option<String>,
        /// Stable anchor.
        anchor: String,
        /// Content.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Content.
        content: Vec<Inline>,
    },
    /// A bulleted or numbered list.
    List {
        /// Numbered.
        ordered: bool,
        /// First number.
        start: u64,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation, such as the vision.
    Quote {
        /// Content.
        blocks: Vec<Block>,
    },
    /// Terms and explanations.
    Definitions {
        /// In order.
        items: Vec<Definition>,
    },
    /// Preformatted text.
    Code {
        /// The text, lines kept.
        text: String,
    },
    /// A thematic break.
    Rule,
    /// A table.
    Table(Table),
    /// A picture drawn from the plan's figures.
    Chart(Chart),
    /// A picture from the plan's folder.
    Picture {
        /// Path inside the output, for example `bilder/organisation.svg`.
        path: String,
        /// Text alternative, never empty.
        alt: String,
    },
    /// Assignments (uppdrag).
    Assignments {
        /// In order.
        items: Vec<Card>,
    },
    /// Activities (aktiviteter).
    Activities {
        /// In order.
        items: Vec<Card>,
    },
    /// Indicators (indikatorer).
    Indicators {
        /// In order.
        items: Vec<Card>,
    },
    /// In a comparison: blocks that were changed.
    Marked(Marked),
    /// In a comparison: details that are unfolded by those who want them.
    Folded {
        /// What there is to unfold.
        summary: Vec<Inline>,
        /// The details.
        blocks: Vec<Block>,
    },
}

/// One item of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListItem {
    /// Content; a tight item is one paragraph.
    pub blocks: Vec<Block>,
}

/// A term and its explanations.
#[derive(Debug, Clone, Serialize)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// One or more explanations.
    pub details: Vec<ListItem>,
}

/// An assignment, activity or indicator: a recognisable block with an anchor.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Stable anchor, for example `uppdrag-31`.
    pub anchor: String,
    /// `Uppdrag 31`, `Nämnduppdrag`, `Aktivitet`.
    pub label: String,
    /// The text.
    pub text: String,
    /// Names of the responsible units.
    pub responsible: Vec<String>,
    /// In a comparison: what happened to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<CardChange>,
}

/// Running text.
#[derive(Debug, Serialize, Clone)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Emphasis.
    Emphasis {
        /// Content.
        content: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// Content.
        content: Vec<Inline>,
    },
    /// Struck-through text.
    Strike {
        /// Content.
        content: Vec<Inline>,
    },
    /// Code.
    Code {
        /// The text.
        text: String,
    },
    /// A link.
    Link {
        /// An address, or an anchor without `#` when internal.
        target: String,
        /// Within the document.
        internal: bool,
        /// Content.
        content: Vec<Inline>,
    },
    /// A figure computed from the plan.
    Figure {
        /// As printed.
        text: String,
        /// Exact value, point as decimal mark.
        exact: String,
        /// Cell address.
        address: String,
        /// Address of the cell that it is the change from; empty when it is a cell's own figure.
        change_from: String,
    },
    /// A reference to a footnote; carries the note for outputs that set notes themselves.
    FootnoteRef {
        /// Id of this reference.
        id: String,
        /// Whether this is the first reference to the note.
        first: bool,
        /// The note.
        note: Footnote,
    },
    /// A line break.
    Break,
    /// In a comparison: what was written.
    Inserted {
        /// Content.
        content: Vec<Inline>,
        /// Whether a word says so where it stands; what it stands in says it otherwise.
        told: bool,
    },
    /// In a comparison: what was struck.
    Deleted {
        /// Content.
        content: Vec<Inline>,
        /// Whether a word says so where it stands; what it stands in says it otherwise.
        told: bool,
    },
    /// In a comparison: what became another though nobody touched it.
    Caused {
        /// What stood there.
        before: Vec<Inline>,
        /// What stands there.
        content: Vec<Inline>,
    },
    /// In a comparison: the place of a change.
    Place {
        /// The change.
        mark: Mark,
    },
    /// In a comparison: something that links lead to.
    Target {
        /// Anchor.
        anchor: String,
        /// Content.
        content: Vec<Inline>,
    },
}

impl Inline {
    /// Plain text as an inline.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

/// The readable text of inline content, without markup and notes.
pub fn plain_text(content: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(content, &mut out);
    out
}

fn push_plain(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Code { text } | Inline::Figure { text, .. } => out.push_str(text),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. }
            | Inline::Inserted { content, .. }
            | Inline::Deleted { content, .. }
            | Inline::Target { content, .. } => push_plain(content, out),
            Inline::Caused { before, content } => {
                push_plain(before, out);
                out.push(' ');
                push_plain(content, out);
            }
            Inline::FootnoteRef { .. } | Inline::Place { .. } => {}
            Inline::Break => out.push(' '),
        }
    }
}
