//! The format-neutral document: what every output draws from.
//!
//! [`Document`] → [`Chapter`] → [`Block`] → [`Inline`]; a [`Table`] is rows of cells that know what they are.
//! Everything a reader sees is already text here: templates choose shape and order of nothing, compute no
//! figure and format no number. Text is plain Unicode and escaped by the output that prints it.

pub mod anchor;
pub mod block;
pub mod chart;
pub mod drawing;
pub mod inline;
pub mod mark;
pub mod running;
pub mod table;
pub mod theme;
pub mod visit;

use std::collections::BTreeSet;

use serde::Serialize;

pub use crate::document::block::{Block, Card, CardChange, Definition, ListItem, Marked};
pub use crate::document::inline::{Footnote, Inline, plain_text};

use crate::document::chart::Chart;
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
    /// Every block, in order of reading; those within others after them.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.chapters.iter().flat_map(|chapter| visit::blocks(&chapter.blocks))
    }

    /// The tables, in order of reading.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The charts, in order of reading.
    pub fn charts(&self) -> Vec<&Chart> {
        let charts = self.blocks().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        });
        charts.collect()
    }

    /// Paths of the pictures that are shown, the logotype among them, each once.
    pub fn pictures(&self) -> BTreeSet<&str> {
        let pictures = self.blocks().filter_map(|block| match block {
            Block::Picture { path, .. } => Some(path.as_str()),
            _ => None,
        });
        self.theme.logotype.iter().map(|logotype| logotype.path.as_str()).chain(pictures).collect()
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
    /// What pages call it: `planen`, or of a report `rapporten`.
    pub the: &'static str,
    /// Whether it is a report on a plan.
    pub is_report: bool,
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
