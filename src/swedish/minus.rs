//! The minus before a figure: one sign, whichever dash its author found on the keyboard.

use crate::swedish::NBSP;

/// The sign that is printed.
const MINUS: char = '\u{2212}';

/// Dashes that are written for it.
const DASHES: [char; 8] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{fe63}', '\u{ff0d}'];

/// What a cell among figures says, with its minus signs: a dash before a figure, and not between two. It has as many
/// characters as before.
pub fn in_figures(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for at in 0..chars.len() {
        if !DASHES.contains(&chars[at]) {
            continue;
        }
        let begins = begins(&chars[..at]);
        let gap = usize::from(begins && chars.get(at + 1).is_some_and(|c| matches!(*c, ' ' | NBSP)));
        let before_figure = chars.get(at + 1 + gap).is_some_and(char::is_ascii_digit);
        // A longer dash between spaces may stand for a span: it is a minus where nothing is before it.
        let is_sign = begins || chars[at] == '-' && !is_after_figure(&chars[..at]);
        if before_figure && is_sign {
            chars[at] = MINUS;
            chars[at + 1..=at + gap].fill(NBSP);
        }
    }
    chars.into_iter().collect()
}

/// What a cell among words says: it has a minus where it begins with a figure that has one. It has as many characters as
/// before.
pub fn in_words(text: &str) -> String {
    let Some(rest) = text.strip_prefix(DASHES) else { return text.to_owned() };
    let word = rest.split(|c: char| c.is_whitespace() || c == '%').next().unwrap_or_default();
    let is_figure = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if is_figure { format!("{MINUS}{rest}") } else { text.to_owned() }
}

/// Whether a figure after this is the first of its cell, of its line, or of a parenthesis.
fn begins(before: &[char]) -> bool {
    before.iter().rev().find(|c| **c != ' ').is_none_or(|c| matches!(c, '\n' | '(' | '[' | '<' | '>' | '≥' | '≤' | '='))
}

/// Whether a dash after this is between two figures or in a word.
fn is_after_figure(before: &[char]) -> bool {
    before.last().is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | ')' | '/' | '+' | ',' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{in_figures, in_words};

    #[test]
    fn a_dash_before_a_figure_is_a_minus_and_one_between_two_is_none() {
        for (written, printed) in [
            ("-5", "−5"),
            ("- 8", "−\u{a0}8"),
            ("–5,5 %", "−5,5 %"),
            ("-2–3", "−2–3"),
            ("-2–-1", "−2–−1"),
            ("-5 (-3 %)", "−5 (−3 %)"),
            ("12 -3", "12 −3"),
            ("ca -4\nmed -5", "ca −4\nmed −5"),
            ("2024-01-02, 3-5, 5 - 8, 5 – 8, +/-3, A-4", "2024-01-02, 3-5, 5 - 8, 5 – 8, +/-3, A-4"),
            ("-", "-"),
            ("–", "–"),
        ] {
            assert_eq!(in_figures(written), printed);
        }
    }

    #[test]
    fn words_keep_their_hyphens() {
        let printed = ["-5 grader", "-5", "-5,5%", "- 5", "-5-årig", "e-post", "3-5"].map(in_words);
        assert_eq!(printed, ["−5 grader", "−5", "−5,5%", "- 5", "-5-årig", "e-post", "3-5"]);
    }

    proptest! {
        #[test]
        fn nothing_but_dashes_and_the_space_after_them_become_others(text in "[0-9 ,%()a–-]{0,12}") {
            for printed in [in_figures(&text), in_words(&text)] {
                let back: String = printed
                    .chars()
                    .zip(text.chars())
                    .map(|(new, old)| if matches!(new, '−' | '\u{a0}') { old } else { new })
                    .collect();
                prop_assert_eq!(back, text.as_str());
                prop_assert_eq!(printed.chars().count(), text.chars().count());
            }
        }
    }
}
