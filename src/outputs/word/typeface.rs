//! The typeface, which follows the document: few readers have it.
//!
//! Fonts in a document are masked with a key that stands beside them (ECMA-376, 17.8.1), so that nobody takes the file for
//! a font to install; it keeps no secret.

use sha2::{Digest, Sha256};

use crate::document::theme::Typeface;
use crate::fonts;
use crate::outputs::word::package::Relationships;
use crate::outputs::word::xml::{Element, element, value};

/// The house's own.
pub const HOUSE: &str = "Source Sans 3";

/// The weight from which a font is that of bold text.
const BOLD: u16 = 600;

/// How the elements of a family's fonts are called: regular, bold, italic and both.
const FACES: [(&str, bool, bool); 4] = [
    ("w:embedRegular", false, false),
    ("w:embedBold", true, false),
    ("w:embedItalic", false, true),
    ("w:embedBoldItalic", true, true),
];

/// The table of fonts, the ways to their files, and the files.
pub struct Fonts {
    /// The table.
    pub table: Vec<u8>,
    /// Where it leads.
    pub relationships: Relationships,
    /// Masked fonts, by path.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The fonts of a document.
pub fn fonts(root: Element, own: Option<&Typeface>) -> Fonts {
    let (mut relationships, mut files) = (Relationships::default(), Vec::new());
    let family = own.map_or(HOUSE, |typeface| typeface.family.as_str());
    let mut font = element("w:font").set("w:name", family).with([
        value("w:altName", "Calibri"),
        value("w:charset", "00"),
        value("w:family", "swiss"),
        value("w:pitch", "variable"),
    ]);
    for (at, (name, bold, italic)) in FACES.into_iter().enumerate() {
        let Some(bytes) = face(own, bold, italic) else { continue };
        let key = key(bytes);
        let path = format!("fonts/font{}.odttf", at + 1);
        let id = relationships.file("font", &path);
        font = font.with(element(name).set("r:id", id).set("w:fontKey", braced(key)));
        files.push((format!("word/{path}"), masked(bytes, key)));
    }
    Fonts { table: root.with(font).file(), relationships, files }
}

/// The font that is nearest to regular or bold.
fn face(own: Option<&Typeface>, bold: bool, italic: bool) -> Option<&[u8]> {
    let Some(own) = own else {
        let name = match (bold, italic) {
            (false, false) => "SourceSans3_400Regular.ttf",
            (true, false) => "SourceSans3_600SemiBold.ttf",
            (false, true) => "SourceSans3_400Regular_Italic.ttf",
            (true, true) => "SourceSans3_600SemiBold_Italic.ttf",
        };
        return fonts::PDF.iter().find(|(own, _)| *own == name).map(|(_, bytes)| *bytes);
    };
    let wanted: u16 = if bold { 700 } else { 400 };
    let fonts = own.fonts.iter().filter(|font| (font.weight >= BOLD) == bold && (font.style == "italic") == italic);
    fonts.min_by_key(|font| font.weight.abs_diff(wanted)).map(|font| font.bytes.as_slice())
}

/// A key that is the same for the same font.
fn key(bytes: &[u8]) -> [u8; 16] {
    let digest = Sha256::digest(bytes);
    let mut key = [0; 16];
    key.iter_mut().zip(digest).for_each(|(own, byte)| *own = byte);
    key
}

/// A key as it is written: `{01234567-89AB-CDEF-0123-456789ABCDEF}`.
fn braced(key: [u8; 16]) -> String {
    let hex = format!("{:032X}", u128::from_be_bytes(key));
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("{{{}}}", parts.join("-"))
}

/// A font under its key: the first 32 bytes are exclusive-ored with it, last byte first.
fn masked(bytes: &[u8], key: [u8; 16]) -> Vec<u8> {
    let mask = key.iter().rev().cycle();
    let (head, rest) = bytes.split_at(bytes.len().min(32));
    let head = head.iter().zip(mask).map(|(byte, mask)| byte ^ mask);
    head.chain(rest.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::{braced, masked};

    #[test]
    fn a_mask_is_taken_off_as_it_is_put_on() {
        let key = [0x01, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xff];
        assert_eq!(braced(key), "{01020304-0506-0708-090A-0B0C0D0E0FFF}");
        let font: Vec<u8> = (0..80).collect();
        let hidden = masked(&font, key);
        assert_eq!((hidden[0], hidden[15], hidden[16], hidden[32]), (0xff, 15 ^ 1, 16 ^ 0xff, 32));
        assert_eq!(masked(&hidden, key), font);
    }
}
