//! How the document looks, for the outputs: colours as text, the logotype, and the fonts that it brings with it.

use serde::Serialize;

use crate::look::colour::Colour;
use crate::look::scheme::Scheme;
use crate::model::theme::{Font, Theme as Source};

/// The look of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Theme {
    /// Whether the authors have chosen anything; if not, the house's own style says it all.
    pub is_own: bool,
    /// Colours by daylight and in print.
    pub light: Colours,
    /// Colours for screens that are asked to be dark.
    pub dark: Colours,
    /// The sender's mark.
    pub logotype: Option<Logotype>,
    /// The typeface, when it is not the house's.
    pub typeface: Option<Typeface>,
}

impl Theme {
    /// The fonts that the document brings with it, by path.
    pub fn font_files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        let fonts = self.typeface.iter().flat_map(|typeface| &typeface.fonts);
        fonts.map(|font| (font.path.clone(), font.bytes.clone()))
    }
}

/// Colours as `#0b4f5c`.
#[derive(Debug, Clone, Serialize)]
pub struct Colours {
    /// Headings, links, rules.
    pub accent: String,
    /// The ground of cards.
    pub tint: String,
    /// The ground of what a link has led to.
    pub mark: String,
    /// The ground of the cover.
    pub cover: String,
    /// Text on the cover.
    pub on_cover: String,
}

/// The sender's mark.
#[derive(Debug, Clone, Serialize)]
pub struct Logotype {
    /// Path inside the output.
    pub path: String,
    /// Text alternative, never empty.
    pub alt: String,
}

/// A typeface that the plan brings with it.
#[derive(Debug, Clone, Serialize)]
pub struct Typeface {
    /// Family, as the fonts themselves have it.
    pub family: String,
    /// The fonts.
    pub fonts: Vec<FontFile>,
}

/// One font.
#[derive(Debug, Clone, Serialize)]
pub struct FontFile {
    /// Path inside the output.
    pub path: String,
    /// `truetype` or `opentype`.
    pub format: &'static str,
    /// Weight, 100 to 900.
    pub weight: u16,
    /// `normal` or `italic`.
    pub style: &'static str,
    /// The file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Draws a theme.
pub fn theme(source: &Source) -> Theme {
    let typeface = source.typeface.as_ref().map(|typeface| Typeface {
        family: typeface.family.clone(),
        fonts: typeface.fonts.iter().enumerate().map(|(at, font)| font_file(at, font)).collect(),
    });
    Theme {
        is_own: source.colour.is_some() || source.cover.is_some() || typeface.is_some(),
        light: colours(&Scheme::light(source.chosen())),
        dark: colours(&Scheme::dark(source.chosen())),
        logotype: source
            .logotype
            .as_ref()
            .map(|logotype| Logotype { path: logotype.path.clone(), alt: logotype.description.clone() }),
        typeface,
    }
}

fn colours(scheme: &Scheme) -> Colours {
    let [accent, tint, mark, cover, on_cover] =
        [scheme.accent, scheme.tint, scheme.mark, scheme.cover, scheme.on_cover]
            .map(|colour: Colour| colour.to_string());
    Colours { accent, tint, mark, cover, on_cover }
}

/// Named by its place in the list, for names of files may hold what an address may not.
fn font_file(at: usize, font: &Font) -> FontFile {
    FontFile {
        path: format!("fonts/tema-{}.{}", at + 1, font.ending),
        format: if font.ending == "otf" { "opentype" } else { "truetype" },
        weight: font.weight,
        style: if font.italic { "italic" } else { "normal" },
        bytes: font.bytes.clone(),
    }
}
