//! Widths of text in the house's typeface, so that labels get the room they need.

use std::sync::LazyLock;

use ttf_parser::Face;
use unicode_normalization::char::is_combining_mark;

/// The typeface of running text.
pub const REGULAR: &[u8] = include_bytes!("../../../fonts/SourceSans3_400Regular.ttf");

/// The same, semibold.
pub const SEMIBOLD: &[u8] = include_bytes!("../../../fonts/SourceSans3_600SemiBold.ttf");

static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD].map(|bytes| Face::parse(bytes, 0).ok()));

/// Joins what is before it with what is behind it into one character to the eye.
const JOINER: char = '\u{200d}';

/// Width of a text on one line, in the unit of its size.
pub fn width(text: &str, size: i64, bold: bool) -> i64 {
    let face = FACES[usize::from(bold)].as_ref();
    text.chars().map(|c| advance(face, c, size)).sum()
}

/// A character that the typeface lacks is set in another, as wide as it is high.
fn advance(face: Option<&Face<'_>>, c: char, size: i64) -> i64 {
    if is_combining_mark(c) || c == JOINER {
        return 0;
    }
    let known = face.and_then(|face| {
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
        let joined = is_combining_mark(c) || c == JOINER || before == JOINER;
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
    use super::{width, wrap};

    #[test]
    fn text_is_as_wide_as_its_letters() {
        let one = width("n", 900, false);
        assert_eq!(width("nnnn", 900, false), 4 * one);
        assert!(width("nnnn", 900, true) > 4 * one, "semibold is wider");
        assert_eq!(width("", 900, false), 0);
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
