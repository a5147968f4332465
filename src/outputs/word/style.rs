//! The styles that a Word document uses: Word's own where it has one for the purpose, so that its commands and the house's
//! template know them, and the plan's own for the rest.

use std::collections::BTreeMap;

use crate::model::template::StyleKind;
use crate::outputs::word::numbering;

/// A style that the document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// Running text.
    Normal,
    /// A heading of level 1 to 5.
    Heading(u8),
    /// The document's title.
    Title,
    /// Who sends it, on the cover.
    Sender,
    /// The status, on the cover.
    Status,
    /// What else stands on the cover.
    Fact,
    /// Heading of the contents.
    ContentsHeading,
    /// A line of the contents, of level 1 or 2.
    Contents(u8),
    /// Head of a page.
    Header,
    /// Foot of a page.
    Footer,
    /// A table's or a picture's caption.
    Caption,
    /// A picture on a line of its own.
    Picture,
    /// What stands under a picture or a table.
    Under,
    /// A footnote.
    Footnote,
    /// A quotation.
    Quote,
    /// An item of a bulleted list.
    Bullet,
    /// An item of a numbered list.
    Step,
    /// What goes on within an item.
    Continued,
    /// A term.
    Term,
    /// Its explanation.
    Explanation,
    /// Preformatted text.
    Listing,
    /// A thematic break.
    Divider,
    /// Text in a table.
    Cell,
    /// A figure in a table.
    Figure,
    /// Head of a column.
    Head,
    /// One of several short texts in a cell.
    Point,
    /// The name of a card.
    CardName,
    /// The text of a card.
    CardText,
    /// The units responsible for a card.
    CardUnits,
    /// Keeps two tables, or a table and the end of a section, apart.
    Apart,
    /// A link.
    Link,
    /// The number of a footnote.
    Reference,
    /// Code in running text.
    Code,
    /// The plan's tables.
    Table,
}

impl Style {
    /// Every style, those that others are based on first.
    pub const ALL: [Self; 39] = [
        Self::Normal,
        Self::Heading(1),
        Self::Heading(2),
        Self::Heading(3),
        Self::Heading(4),
        Self::Heading(5),
        Self::Title,
        Self::Sender,
        Self::Status,
        Self::Fact,
        Self::ContentsHeading,
        Self::Contents(1),
        Self::Contents(2),
        Self::Header,
        Self::Footer,
        Self::Caption,
        Self::Picture,
        Self::Under,
        Self::Footnote,
        Self::Quote,
        Self::Bullet,
        Self::Step,
        Self::Continued,
        Self::Term,
        Self::Explanation,
        Self::Listing,
        Self::Divider,
        Self::Cell,
        Self::Figure,
        Self::Head,
        Self::Point,
        Self::CardName,
        Self::CardText,
        Self::CardUnits,
        Self::Apart,
        Self::Link,
        Self::Reference,
        Self::Code,
        Self::Table,
    ];

    /// What it is a style of.
    pub fn kind(self) -> StyleKind {
        match self {
            Self::Link | Self::Reference | Self::Code => StyleKind::Character,
            Self::Table => StyleKind::Table,
            _ => StyleKind::Paragraph,
        }
    }

    /// Its id and its name. Word shows its own names in the language of its user; they are English in every file.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Normal => ("Normal", "Normal"),
            Self::Heading(1) => ("Heading1", "heading 1"),
            Self::Heading(2) => ("Heading2", "heading 2"),
            Self::Heading(3) => ("Heading3", "heading 3"),
            Self::Heading(4) => ("Heading4", "heading 4"),
            Self::Heading(_) => ("Heading5", "heading 5"),
            Self::Title => ("Title", "Title"),
            Self::Sender => ("OmslagAvsandare", "Omslag avsändare"),
            Self::Status => ("OmslagStatus", "Omslag status"),
            Self::Fact => ("OmslagUppgift", "Omslag uppgift"),
            Self::ContentsHeading => ("TOCHeading", "TOC Heading"),
            Self::Contents(1) => ("TOC1", "toc 1"),
            Self::Contents(_) => ("TOC2", "toc 2"),
            Self::Header => ("Header", "header"),
            Self::Footer => ("Footer", "footer"),
            Self::Caption => ("Caption", "caption"),
            Self::Picture => ("Bild", "Bild"),
            Self::Under => ("Underrad", "Under tabell och bild"),
            Self::Footnote => ("FootnoteText", "footnote text"),
            Self::Quote => ("Quote", "Quote"),
            Self::Bullet => ("ListBullet", "List Bullet"),
            Self::Step => ("ListNumber", "List Number"),
            Self::Continued => ("ListContinue", "List Continue"),
            Self::Term => ("Term", "Term"),
            Self::Explanation => ("Forklaring", "Förklaring"),
            Self::Listing => ("HTMLPreformatted", "HTML Preformatted"),
            Self::Divider => ("Avdelare", "Avdelare"),
            Self::Cell => ("Tabelltext", "Tabelltext"),
            Self::Figure => ("Tabelltal", "Tabelltal"),
            Self::Head => ("Tabellhuvud", "Tabellhuvud"),
            Self::Point => ("Tabellpunkt", "Tabellpunkt"),
            Self::CardName => ("Kortnamn", "Kort namn"),
            Self::CardText => ("Korttext", "Kort text"),
            Self::CardUnits => ("Kortansvar", "Kort ansvarig"),
            Self::Apart => ("Mellanrum", "Mellanrum"),
            Self::Link => ("Hyperlink", "Hyperlink"),
            Self::Reference => ("FootnoteReference", "footnote reference"),
            Self::Code => ("HTMLCode", "HTML Code"),
            Self::Table => ("Plantabell", "Planens tabell"),
        }
    }

    /// Whether it is the plan's own and not Word's.
    pub fn is_own(self) -> bool {
        let (_, name) = self.names();
        !name.is_ascii()
            || matches!(
                self,
                Self::Status
                    | Self::Fact
                    | Self::Picture
                    | Self::Under
                    | Self::Term
                    | Self::Divider
                    | Self::Cell
                    | Self::Figure
                    | Self::Head
                    | Self::Point
                    | Self::CardName
                    | Self::CardText
                    | Self::CardUnits
                    | Self::Apart
                    | Self::Table
            )
    }

    /// The list that numbers its paragraphs, and its level in it.
    pub fn list(self) -> Option<(usize, usize)> {
        match self {
            Self::Heading(1) => Some((numbering::CHAPTERS, 0)),
            Self::Heading(2) => Some((numbering::CHAPTERS, 1)),
            Self::Point => Some((numbering::POINTS, 0)),
            _ => None,
        }
    }

    /// The style that it is based on.
    pub fn based_on(self) -> Option<Self> {
        match self {
            Self::Normal | Self::Link | Self::Reference | Self::Code | Self::Table => None,
            Self::Figure | Self::Head | Self::Point => Some(Self::Cell),
            Self::CardUnits => Some(Self::CardText),
            _ => Some(Self::Normal),
        }
    }

    /// The style of the paragraph after it.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Heading(_) | Self::Title | Self::Under | Self::Divider | Self::Quote => Some(Self::Normal),
            Self::Term => Some(Self::Explanation),
            Self::CardName => Some(Self::CardText),
            _ => None,
        }
    }
}

/// Ids of the styles as a document has them: the plan's own, or those of the house's template.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<Style, String>);

impl Names {
    /// Ids that a template has for some of the styles.
    pub fn of(known: impl IntoIterator<Item = (Style, String)>) -> Self {
        Self(known.into_iter().collect())
    }

    /// A style's id.
    pub fn id(&self, style: Style) -> String {
        self.0.get(&style).cloned().unwrap_or_else(|| style.names().0.to_owned())
    }

    /// Whether they are a template's.
    pub fn is_house(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether the template has it, which then says how it looks.
    pub fn is_given(&self, style: Style) -> bool {
        self.0.contains_key(&style)
    }
}
