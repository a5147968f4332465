//! What a font says of itself.

use ttf_parser::{Face, Permissions};
use typst::text::{FontFlags, FontInfo, FontStyle};

/// A font's own words, and its letters.
pub struct Info<'a> {
    /// The family it belongs to.
    pub family: String,
    /// Weight, 100 to 900.
    pub weight: u16,
    /// Whether it is italic or oblique.
    pub italic: bool,
    /// Whether it is many fonts in one, which no two programs draw alike.
    pub variable: bool,
    face: Face<'a>,
}

impl<'a> Info<'a> {
    /// Reads a font; nothing when it is none.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let (face, info) = (Face::parse(bytes, 0).ok()?, FontInfo::new(bytes, 0)?);
        Some(Self {
            weight: info.variant.weight.to_number(),
            italic: info.variant.style != FontStyle::Normal,
            variable: info.flags.contains(FontFlags::VARIABLE),
            family: info.family,
            face,
        })
    }

    /// Whether its makers forbid that it follows a document.
    pub fn is_restricted(&self) -> bool {
        self.face.permissions() == Some(Permissions::Restricted)
    }

    /// The characters of a text that it cannot write.
    pub fn lacking(&self, text: &str) -> String {
        text.chars().filter(|c| self.face.glyph_index(*c).is_none()).collect()
    }
}
