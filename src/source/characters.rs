//! Which characters a plan may contain.
//!
//! Text is any Unicode but for characters that are no text: control characters, noncharacters, private
//! use (they have no agreed meaning, and PDF/A forbids them unexplained) and the invisible direction
//! overrides that make a line read otherwise than it is stored.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// Whether a character may stand in a text. Line breaks and tabs count as white space and may.
pub fn is_allowed(c: char) -> bool {
    let code = u32::from(c);
    let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let nonchar = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
    let private = (0xe000..=0xf8ff).contains(&code) || code >= 0xf_0000;
    let direction = matches!(code, 0x202a..=0x202e | 0x2066..=0x2069);
    let separator = matches!(code, 0x2028 | 0x2029);
    // The byte order mark, interlinear annotations and the object replacement character are no text either.
    let special = matches!(code, 0xfeff | 0xfff9..=0xfffc | 0xe0000..=0xe007f);
    !(control || nonchar || private || direction || separator || special)
}

/// The first character of a text that may not stand there, with its byte offset.
pub fn first_forbidden(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| !is_allowed(*c))
}

/// A forbidden character as messages name it.
pub fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A character that looks like nothing or like an ordinary space, as messages name it: `U+00A0 (hårt blanksteg)`.
pub fn name_in_words(c: char) -> String {
    let word = match c {
        '\t' => return "tabb".to_owned(),
        '\u{a0}' => "hårt blanksteg",
        '\u{ad}' => "mjukt bindestreck",
        '\u{200b}' => "blanksteg utan bredd",
        '\u{200c}' | '\u{200d}' => "osynligt fogtecken",
        '\u{200e}' | '\u{200f}' => "osynligt riktningstecken",
        '\u{2009}' => "tunt blanksteg",
        '\u{202f}' => "smalt hårt blanksteg",
        '\u{2060}' => "osynlig ordfogare",
        '\u{feff}' => "byteordningsmarkering",
        c if c.is_whitespace() => "ovanligt blanksteg",
        c if is_invisible(c) => "osynligt tecken",
        _ => return name(c),
    };
    format!("{} ({word})", name(c))
}

/// Whether a character has no width and no meaning of its own: soft hyphens, joiners, marks of direction.
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xad | 0x34f | 0x61c | 0x180b..=0x180e | 0x200b..=0x200f | 0x2060..=0x2064 | 0xfe00..=0xfe0f | 0xfeff)
}

/// A text in the form that it is compared in: å, ä and ö written one way, and nothing that nobody sees. What is printed
/// is what was written.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || (is_nfc(text) && !text.contains(is_invisible)) {
        Cow::Borrowed(text)
    } else {
        // In this order: what nobody sees may stand between a letter and its mark.
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).nfc().collect())
    }
}

/// A text in parts that are compared as they are written and single letters that are compared in another form, as one
/// that is written as a letter and a mark, with the place of each. Hyphens that do not break are hyphens.
pub fn forms(text: &str) -> Vec<(Range<usize>, Cow<'_, str>)> {
    let is_hyphen = |c| matches!(c, '\u{2010}' | '\u{2011}');
    if text.is_ascii() || (matches!(visible(text), Cow::Borrowed(_)) && !text.contains(is_hyphen)) {
        return vec![(0..text.len(), Cow::Borrowed(text))];
    }
    let mut starts: Vec<usize> =
        text.char_indices().filter(|(_, c)| !is_combining_mark(*c) && !is_invisible(*c)).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut forms: Vec<(Range<usize>, Cow<'_, str>)> = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let letter = &text[start..end];
        let form = visible(letter).replace(is_hyphen, "-");
        match forms.last_mut() {
            Some((range, Cow::Borrowed(_))) if form == letter => {
                let whole = range.start..end;
                let run = Cow::Borrowed(&text[whole.clone()]);
                forms.pop();
                forms.push((whole, run));
            }
            _ if form == letter => forms.push((start..end, Cow::Borrowed(letter))),
            _ => forms.push((start..end, Cow::Owned(form))),
        }
    }
    forms
}

/// White space that is no space to a program that reads columns: no-break, thin, ideographic.
pub fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, ' ' | '\n' | '\r' | '\t')
}

/// Reports the first forbidden character of a file.
pub fn check_file(file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) {
    if let Some((at, c)) = first_forbidden(&file.text) {
        problems.push(
            Diagnostic::error(
                "otillåtet-tecken",
                format!("otillåtet tecken {} (styrtecken eller annat som inte är text)", name(c)),
            )
            .at(&file.span(at..at + c.len_utf8()))
            .hint("ta bort tecknet; det följer ofta med osynligt vid kopiering från andra program"),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{forms, is_allowed, visible};

    #[test]
    fn text_is_allowed_and_the_rest_is_not() {
        for c in ['å', '漢', '😀', '\u{301}', '\u{a0}', '\u{ad}', '\u{200d}', '\n'] {
            assert!(is_allowed(c), "{c:?}");
        }
        for c in ['\0', '\u{7}', '\u{feff}', '\u{fffe}', '\u{e000}', '\u{f0000}', '\u{202e}', '\u{85}'] {
            assert!(!is_allowed(c), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn all_ways_of_writing_a_text_are_one(text in "[a-zåäöÅÄÖé 0-9]{0,20}") {
            let odd: String = text.nfd().flat_map(|c| [c, '\u{ad}', '\u{200b}', '\u{2060}']).collect();
            prop_assert_eq!(visible(&odd), visible(&text));
            prop_assert_eq!(visible(&text), text.as_str());
        }

        #[test]
        fn forms_are_the_visible_text_and_cover_what_is_written(text in "[a-zåäöé 0-9\u{ad}\u{200b}\u{301}\u{308}]{0,20}") {
            let forms = forms(&text);
            let seen: String = forms.iter().map(|(_, form)| &**form).collect();
            prop_assert_eq!(seen, visible(&text));
            let covered: String = forms.iter().map(|(range, _)| &text[range.clone()]).collect();
            prop_assert_eq!(covered, text);
        }
    }
}
