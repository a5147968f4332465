//! What a chapter is made of, from headings to tables, and what is in them.

use serde::Serialize;

use crate::document::chart::Chart;
use crate::document::inline::Inline;
use crate::document::mark::{Fate, Mark};
use crate::document::table::Table;
use crate::model::kind::ThingKind;

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
        /// Id of the goal that it names.
        #[serde(skip)]
        goal: Option<String>,
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
        /// What is printed under it, empty without.
        caption: String,
    },
    /// Things that a goal holds in words: its assignments, activities or indicators.
    Cards {
        /// What they are.
        thing: ThingKind,
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

impl Block {
    /// The cards, when it is a list of assignments, activities or indicators.
    pub fn cards(&self) -> &[Card] {
        match self {
            Self::Cards { items, .. } => items,
            _ => &[],
        }
    }
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

/// What happened to a card, and what it says with the changes in it.
#[derive(Debug, Clone, Serialize)]
pub struct CardChange {
    /// To the card as a whole.
    pub fate: Fate,
    /// Its changes.
    pub marks: Vec<Mark>,
    /// The label.
    pub label: Vec<Inline>,
    /// The text.
    pub text: Vec<Inline>,
    /// The responsible units; empty when there are none.
    pub responsible: Vec<Inline>,
}

/// Blocks with the changes they are part of.
#[derive(Debug, Clone, Serialize)]
pub struct Marked {
    /// To the blocks as a whole.
    pub fate: Fate,
    /// Their changes.
    pub marks: Vec<Mark>,
    /// The blocks.
    pub blocks: Vec<Block>,
}
