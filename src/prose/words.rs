//! The words of a passage: runs of letters and figures.

use std::ops::Range;

/// The words of a text with their places, in order. A hyphen, a colon and a point part words.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        at = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        Some((start..at, &text[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_letters_and_figures() {
        let found: Vec<&str> = words("  EU:s IT-stöd, 2 528,8!").map(|(_, word)| word).collect();
        assert_eq!(found, ["EU", "s", "IT", "stöd", "2", "528", "8"]);
        assert_eq!(words("å b").map(|(range, _)| range).collect::<Vec<_>>(), [0..2, 3..4]);
    }
}
