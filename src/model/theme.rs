//! How a plan looks where the authors have a say: colours, logotype and typeface.

use crate::look::colour::Colour;
use crate::look::scheme::Chosen;
use crate::model::template::WordTemplate;
use crate::source::Spanned;

/// What plan.yaml says under `tema`.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// The colour of headings, links and rules.
    pub colour: Option<Spanned<Colour>>,
    /// The ground of the cover, when it is another.
    pub cover: Option<Spanned<Colour>>,
    /// The sender's mark.
    pub logotype: Option<Logotype>,
    /// The typeface, when it is not the house's.
    pub typeface: Option<Typeface>,
    /// The house's template for Word documents.
    pub word: Option<Box<WordTemplate>>,
}

impl Theme {
    /// The colours that the authors have chosen, which a [scheme](crate::look::scheme::Scheme) is made of.
    pub fn chosen(&self) -> Chosen {
        let value = |colour: &Option<Spanned<Colour>>| colour.as_ref().map(|colour| colour.value);
        Chosen { accent: value(&self.colour), cover: value(&self.cover) }
    }
}

/// The sender's mark, on white in every output.
#[derive(Debug, Clone)]
pub struct Logotype {
    /// Path in the plan's folder.
    pub path: String,
    /// What it shows, for those who do not see it.
    pub description: String,
}

/// A typeface that lies in the plan's folder.
#[derive(Debug, Clone)]
pub struct Typeface {
    /// Family, as the fonts themselves have it.
    pub family: String,
    /// The fonts.
    pub fonts: Vec<Font>,
}

/// One font of a typeface.
#[derive(Debug, Clone)]
pub struct Font {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its ending, `ttf` or `otf`.
    pub ending: &'static str,
    /// Weight, 100 to 900.
    pub weight: u16,
    /// Whether it is italic or oblique.
    pub italic: bool,
}
