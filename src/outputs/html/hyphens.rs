//! Hyphens between figures, at which browsers break lines: `2025-01-01` is kept on one.
//!
//! No character says so: one that does would be copied with the date, and the date would not be found by its own.

use tera::{Kwargs, State, TeraResult, escape_html};

/// The longest that is kept on one line; what is longer may not fit a narrow page.
const LONGEST: usize = 16;

/// Text as it stands in an element, with dates and spans of figures on one line.
pub fn kept(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut html = Vec::new();
    for (part, is_kept) in parts(text) {
        let [start, end] = if is_kept { ["<span class=\"ihop\">", "</span>"] } else { ["", ""] };
        html.extend_from_slice(start.as_bytes());
        // A vector takes all.
        let _ = escape_html(part, &mut html);
        html.extend_from_slice(end.as_bytes());
    }
    Ok(String::from_utf8_lossy(&html).into_owned())
}

/// A text in parts, each with whether it is kept on one line.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len() - start);
        let run = text[start..start + length].trim_end_matches('-');
        at = start + run.len();
        if run.contains('-') && run.len() <= LONGEST {
            parts.push((&text[from..start], false));
            parts.push((run, true));
            from = at;
        }
    }
    parts.push((&text[from..], false));
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::parts;

    #[test]
    fn dates_and_spans_are_kept() {
        let kept = |text| parts(text).into_iter().filter(|(_, kept)| *kept).map(|(part, _)| part).collect::<Vec<_>>();
        assert_eq!(kept("den 2025-01-01, 10-12 mnkr, -5, 2025- och SN 2024-117"), ["2025-01-01", "10-12", "2024-117"]);
        assert_eq!(kept("12-34-56-78-90-12-34-56-78-90 a-b"), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn parts_are_the_text(text in "[0-9åa -]{0,30}") {
            prop_assert_eq!(parts(&text).into_iter().map(|(part, _)| part).collect::<String>(), text);
        }
    }
}
