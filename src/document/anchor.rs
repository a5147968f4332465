//! Stable anchors: ASCII, readable, each given out once.

use std::collections::{HashMap, HashSet};

use crate::source::characters::visible;

/// Anchors of one document.
#[derive(Debug, Default)]
pub struct Anchors {
    used: HashSet<String>,
    /// The number to try next behind an anchor that is taken.
    next: HashMap<String, usize>,
}

impl Anchors {
    /// Gives out an anchor for a text, with a number behind it when it is taken.
    pub fn give(&mut self, text: &str) -> String {
        let base = slug(text);
        if self.used.insert(base.clone()) {
            return base;
        }
        // What was taken once is taken for good.
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let anchor = format!("{base}-{next}");
            *next += 1;
            if self.used.insert(anchor.clone()) {
                return anchor;
            }
        }
    }

    /// Whether an anchor is given out.
    pub fn has(&self, anchor: &str) -> bool {
        self.used.contains(anchor)
    }

    /// Every anchor given out.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.used.iter().map(String::as_str)
    }
}

/// A text as an anchor: lower case, å and ä as a, ö as o, everything else a hyphen.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).to_lowercase().chars() {
        let plain = match c {
            'å' | 'ä' | 'à' | 'á' | 'æ' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            c if c.is_ascii_alphanumeric() => c,
            _ => '-',
        };
        if plain != '-' {
            out.push(plain);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out: String = out.trim_end_matches('-').chars().take(64).collect();
    let out = out.trim_end_matches('-');
    if out.is_empty() { "avsnitt".to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};

    #[test]
    fn anchors_are_ascii_and_unique() {
        assert_eq!(slug("Målsättning 5: Forskning & utbildning!"), "malsattning-5-forskning-utbildning");
        assert_eq!(slug("A\u{30a}tga\u{308}r\u{ad}der"), "atgarder");
        assert_eq!(slug("漢字"), "avsnitt");
        let mut anchors = Anchors::default();
        assert_eq!(anchors.give("Mål"), "mal");
        assert_eq!(anchors.give("mal-3"), "mal-3");
        assert_eq!(anchors.give("mal"), "mal-2");
        assert_eq!(anchors.give("mal"), "mal-4");
    }
}
