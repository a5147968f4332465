//! Widths of text in the house's typeface, so that labels get the room they need.

use std::sync::LazyLock;

use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The typeface of running text.
pub const REGULAR: &[u8] = include_bytes!("../../fonts/SourceSans3_400Regular.ttf");

/// The same, semibold.
pub const SEMIBOLD: &[u8] = include_bytes!("../../fonts/SourceSans3_600SemiBold.ttf");

/// What has the emoji.
pub const EMOJI: &[u8] = include_bytes!("../../fonts/NotoEmoji_400Regular.ttf");

/// What has a box for every other character.
pub const OTHER: &[u8] = include_bytes!("../../fonts/VplanFallback.ttf");

static FACES: LazyLock<[Option<Face<'static>>; 4]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD, EMOJI, OTHER].map(|bytes| Face::parse(bytes, 0).ok()));

/// Joins what is before it with what is behind it into one character to the eye.
const JOINER: char = '\u{200d}';

/// A family of typefaces: the first that has a character sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The house's own.
    House,
    /// The emoji's.
    Emoji,
    /// The one that has every character.
    Other,
}

/// Width of a text on one line, in the unit of its size.
pub fn width(text: &str, size: i64, bold: bool) -> i64 {
    text.chars().map(|c| advance(c, size, bold)).sum()
}

/// A text divided by the family that sets it. A renderer that finds a character missing may set the whole text in
/// another typeface, so each part is given to it alone.
pub fn runs(text: &str) -> Vec<(Family, String)> {
    let mut runs: Vec<(Family, String)> = Vec::new();
    for c in text.chars() {
        let own = if joins(c) { None } else { Some(family(c)) };
        match runs.last_mut() {
            Some((family, run)) if own.is_none_or(|own| own == *family) => run.push(c),
            _ => runs.push((own.unwrap_or(Family::House), c.to_string())),
        }
    }
    runs
}

/// Whether the house's own typeface has a character, or needs none to set it.
pub fn is_house(c: char) -> bool {
    joins(c) || family(c) == Family::House
}

/// The characters of a text that the typefaces have nothing but a box for. A letter and a mark above it may be one glyph.
pub fn undrawn(text: &str) -> impl Iterator<Item = char> {
    let has = |c: char| [0, 2].iter().any(|at| FACES[*at].as_ref().is_some_and(|face| face.glyph_index(c).is_some()));
    let unseen = |c: char| c.is_whitespace() || c.is_control() || is_unseen(c) || c == JOINER;
    text.nfc().filter(move |c| !c.is_ascii() && !unseen(*c) && !has(*c))
}

/// Whether a character has nothing to be seen: by Unicode's property `Default_Ignorable_Code_Point`.
fn is_unseen(c: char) -> bool {
    matches!(
        u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
            | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfff8
            | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff
    )
}

fn family(c: char) -> Family {
    let has = |at: usize| FACES[at].as_ref().is_some_and(|face| face.glyph_index(c).is_some());
    if has(0) || c.is_whitespace() {
        Family::House
    } else if has(2) {
        Family::Emoji
    } else {
        Family::Other
    }
}

/// Whether a character takes no room of its own: it belongs to the one before.
fn joins(c: char) -> bool {
    is_combining_mark(c) || c == JOINER || matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn advance(c: char, size: i64, bold: bool) -> i64 {
    if joins(c) {
        return 0;
    }
    let face = match family(c) {
        Family::House => usize::from(bold),
        Family::Emoji => 2,
        Family::Other => 3,
    };
    let known = FACES[face].as_ref().and_then(|face| {
        let units = face.glyph_hor_advance(face.glyph_index(c)?)?;
        Some(i64::from(units) * size / i64::from(face.units_per_em()).max(1))
    });
    known.unwrap_or(size)
}

/// A text in lines no wider than a room: broken between words, after a hyphen or slash, and within a word only where
/// it is wider than the room. At most so many lines; what is cut ends with an ellipsis.
pub fn wrap(text: &str, size: i64, bold: bool, room: i64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        let mut glue = if line.is_empty() { "" } else { " " };
        for piece in word.split_inclusive(['-', '/']) {
            let longer = format!("{line}{glue}{piece}");
            if width(&longer, size, bold) <= room {
                line = longer;
            } else {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                let mut parts = fitting(piece, size, bold, room);
                line = parts.pop().unwrap_or_default();
                lines.extend(parts);
            }
            glue = "";
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    cut(lines, size, bold, room, most)
}

/// Width of the widest piece that [`wrap`] keeps whole.
pub fn widest_piece(text: &str, size: i64, bold: bool) -> i64 {
    let pieces = text.split([' ', '\n', '\t', '\r']).flat_map(|word| word.split_inclusive(['-', '/']));
    pieces.map(|piece| width(piece, size, bold)).max().unwrap_or(0)
}

/// A piece without break in parts that fit.
fn fitting(piece: &str, size: i64, bold: bool, room: i64) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for c in piece.chars() {
        let joined = joins(c) || before == JOINER;
        before = c;
        let Some(part) = parts.last_mut() else { break };
        if !part.is_empty() && !joined && width(part, size, bold) + width(&c.to_string(), size, bold) > room {
            parts.push(c.to_string());
        } else {
            part.push(c);
        }
    }
    parts
}

fn cut(mut lines: Vec<String>, size: i64, bold: bool, room: i64, most: usize) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last, size, bold) + width(" …", size, bold) > room {
                // Whole words go, unless there is but one.
                match last.rfind(' ') {
                    Some(at) => last.truncate(at),
                    None => drop(last.pop()),
                }
            }
            let kept = last.trim_end_matches([' ', ',', '.', ';', ':', JOINER]).len();
            last.truncate(kept);
            last.push_str(" …");
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Family, runs, width, wrap};

    #[test]
    fn text_is_as_wide_as_its_letters() {
        let one = width("n", 900, false);
        assert_eq!(width("nnnn", 900, false), 4 * one);
        assert!(width("nnnn", 900, true) > 4 * one, "semibold is wider");
        assert_eq!(width("", 900, false), 0);
    }

    #[test]
    fn text_is_divided_by_what_can_set_it() {
        let runs: Vec<(Family, String)> = runs("Å e\u{301} 👨\u{200d}👩 漢字!");
        let expected = [(Family::House, "Å e\u{301} "), (Family::Emoji, "👨\u{200d}👩"), (Family::House, " ")];
        let rest = [(Family::Other, "漢字"), (Family::House, "!")];
        let expected: Vec<(Family, String)> =
            expected.into_iter().chain(rest).map(|(family, text)| (family, text.to_owned())).collect();
        assert_eq!(runs, expected);
    }

    #[test]
    fn lines_keep_to_their_room_and_lose_nothing() {
        let text = "Primärlagring Primera, Backup, åtgärdsförslagsberedningsprocessåtgärdsförslag och F-hallen";
        let lines = wrap(text, 900, false, 9000, 20);
        assert!(lines.iter().all(|line| width(line, 900, false) <= 9000), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        let cut = wrap(text, 900, false, 9000, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…'), "{cut:?}");
    }
}
