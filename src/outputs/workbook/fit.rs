//! How wide columns and how high rows must be for what stands in them, counted in characters: what typeface a
//! spreadsheet has is the reader's own affair.

/// Points of a line.
const LINE: usize = 15;

/// Width of a column that its texts fit in, within bounds.
pub fn width(texts: impl Iterator<Item = usize>, least: usize, most: usize) -> u16 {
    narrow(texts.max().unwrap_or(0).saturating_add(2).clamp(least, most))
}

/// Height of a row in which a text is broken into lines of a width, in points.
pub fn height(text: &str, width: usize) -> u16 {
    narrow(lines(text, width).saturating_mul(LINE).min(400))
}

/// Lines that a text takes where it is broken between words.
fn lines(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let (mut lines, mut used) = (1, 0);
    for word in text.split_whitespace() {
        let own = word.chars().count();
        if used > 0 && used + 1 + own <= width {
            used += 1 + own;
            continue;
        }
        lines += usize::from(used > 0) + own.saturating_sub(1) / width;
        used = own.saturating_sub(1) % width + 1;
    }
    lines
}

/// A number of columns or points, as a spreadsheet counts them.
pub fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::{height, lines};

    #[test]
    fn texts_are_broken_between_words() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines("Budget 2025", 11), 1);
        assert_eq!(lines("Prognos 2024", 11), 2);
        assert_eq!(lines("a b c d e f", 3), 3);
        assert_eq!(lines("personalkostnadsutveckling", 10), 3);
        assert_eq!(height("Prognos 2024", 11), 30);
    }
}
