//! Running text, with what stands in it.

use serde::Serialize;

use crate::document::mark::Mark;

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
    /// A cell's figure.
    Figure {
        /// As printed.
        text: String,
        /// Exact value, point as decimal mark.
        exact: String,
        /// The cell's address.
        address: String,
    },
    /// The change from one cell to another.
    Change {
        /// As printed.
        text: String,
        /// Exact value, point as decimal mark.
        exact: String,
        /// Address of the cell that it is the change to.
        address: String,
        /// Address of the cell that it is the change from.
        from: String,
        /// What the change is known by, beside addresses of cells.
        key: String,
    },
    /// How many there are of something in the plan.
    Count {
        /// As printed.
        text: String,
        /// The same in digits.
        exact: String,
        /// What was counted: `områden`.
        counted: String,
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

    /// The change from a cell to another, by their addresses.
    pub fn change(text: String, exact: String, to: String, from: String) -> Self {
        let key = format!("{to} {from} {exact}");
        Self::Change { text, exact, address: to, from, key }
    }

    /// The running texts within this one, in order of reading, to be changed.
    pub fn inner_mut(&mut self) -> Vec<&mut Vec<Self>> {
        match self {
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Strike { content }
            | Self::Link { content, .. }
            | Self::Inserted { content, .. }
            | Self::Deleted { content, .. }
            | Self::Target { content, .. } => vec![content],
            Self::Caused { before, content } => vec![before, content],
            Self::FootnoteRef { note, .. } => vec![&mut note.content],
            Self::Text { .. }
            | Self::Code { .. }
            | Self::Figure { .. }
            | Self::Change { .. }
            | Self::Count { .. }
            | Self::Break
            | Self::Place { .. } => Vec::new(),
        }
    }

    /// What was computed from the plan: as it is printed, and the cell or the word that it is about.
    pub fn computed(&self) -> Option<(&str, &str)> {
        match self {
            Self::Figure { text, address, .. } | Self::Change { text, address, .. } => Some((text, address)),
            Self::Count { text, counted, .. } => Some((text, counted)),
            _ => None,
        }
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
            Inline::Text { text }
            | Inline::Code { text }
            | Inline::Figure { text, .. }
            | Inline::Change { text, .. }
            | Inline::Count { text, .. } => out.push_str(text),
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
