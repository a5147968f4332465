//! The house's own template for Word documents, as far as a plan uses it.

use std::collections::BTreeMap;

/// What of a document a style is for, as the format calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StyleKind {
    /// Paragraphs.
    Paragraph,
    /// Text.
    Character,
    /// Tables.
    Table,
}

impl StyleKind {
    /// A kind by the format's name of it.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Paragraph, Self::Character, Self::Table].into_iter().find(|kind| kind.name() == name)
    }

    /// As the format calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Character => "character",
            Self::Table => "table",
        }
    }
}

/// A template: its styles, its theme and its typefaces. What else is in it stays there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordTemplate {
    /// Path in the plan's folder.
    pub path: String,
    /// The file of styles, which ends with the end of its root.
    pub styles: String,
    /// Ids of the styles, by kind and by name in small letters.
    pub ids: BTreeMap<(StyleKind, String), String>,
    /// The file of the theme.
    pub theme: Option<String>,
    /// The table of typefaces.
    pub fonts: Option<FontTable>,
}

/// A table of typefaces, with those that the template brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontTable {
    /// The file.
    pub table: String,
    /// Its typefaces: id in the table, name of the file, and the file, masked as it is.
    pub files: Vec<(String, String, Vec<u8>)>,
}
