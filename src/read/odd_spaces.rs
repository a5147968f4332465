//! White space that is none to YAML: no-break, thin and invisible characters, and tabs in the indent.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;
use crate::source::characters::{self, is_invisible, is_odd_space};

/// White space on a line that the parser takes for text.
#[derive(Debug, Clone)]
pub enum OddSpace {
    /// In the indent.
    Indent(Range<usize>, char),
    /// Behind a key's colon.
    Colon(Range<usize>, char),
    /// Behind an element's dash.
    Dash(Range<usize>, char),
}

impl OddSpace {
    /// The error, for a line that begins at an offset.
    pub fn at(&self, file: &Arc<SourceFile>, line: usize) -> Diagnostic {
        let (range, message, hint) = match self {
            Self::Indent(range, '\t') => {
                (range, "raden är indragen med tabb".to_owned(), "dra in med mellanslag, två per nivå")
            }
            Self::Indent(range, c) => (
                range,
                format!("raden är indragen med {}", characters::name_in_words(*c)),
                "byt till vanliga mellanslag, två per nivå",
            ),
            Self::Colon(range, c) => (
                range,
                format!("efter kolonet står {}", characters::name_in_words(*c)),
                "byt till ett vanligt mellanslag",
            ),
            Self::Dash(range, c) => (
                range,
                format!("efter strecket står {}", characters::name_in_words(*c)),
                "byt till ett vanligt mellanslag",
            ),
        };
        Diagnostic::error("yaml-syntax", format!("filen är inte giltig YAML: {message}"))
            .at(&file.span(line + range.start..line + range.end))
            .hint(hint)
    }
}

/// The first white space of a line that the parser takes for text.
pub fn odd_space(line: &str) -> Option<OddSpace> {
    let is_odd = |c: char| c == '\t' || is_odd_space(c) || is_invisible(c);
    let indent = line.find(|c: char| c != ' ' && !is_odd(c)).filter(|at| !line[*at..].starts_with(['\n', '\r']))?;
    if let Some((_, c)) = line[..indent].char_indices().find(|(_, c)| is_odd(*c)) {
        return Some(OddSpace::Indent(0..indent, c));
    }
    let mut at = indent;
    // What follows a tab is well parted.
    let is_text = |c: &char| c != &'\t' && is_odd(*c);
    while let Some(rest) = line[at..].strip_prefix('-') {
        if let Some(c) = rest.chars().next().filter(is_text) {
            return Some(OddSpace::Dash(at + 1..at + 1 + c.len_utf8(), c));
        }
        let Some(inner) = rest.strip_prefix(' ') else { break };
        at = line.len() - inner.trim_start_matches(' ').len();
    }
    at += usize::from(line[at..].starts_with('{'));
    let key = line[at..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ' '))?;
    let rest = line[at + key..].strip_prefix(':')?;
    let c = rest.chars().next().filter(is_text)?;
    Some(OddSpace::Colon(at + key + 1..at + key + 1 + c.len_utf8(), c))
}

#[cfg(test)]
mod tests {
    use super::{OddSpace, odd_space};

    #[test]
    fn odd_spaces_are_found_where_they_change_the_meaning() {
        let found = |line: &str| match odd_space(line) {
            Some(OddSpace::Indent(..)) => "indent",
            Some(OddSpace::Colon(..)) => "colon",
            Some(OddSpace::Dash(..)) => "dash",
            None => "",
        };
        for (line, wanted) in [
            ("  \u{a0}namn: A", "indent"),
            ("\tnamn: A\n", "indent"),
            ("\u{200b}namn: A", "indent"),
            ("rubrik:\u{a0}Text", "colon"),
            ("  - {id:\u{202f}a}", "colon"),
            ("  - namn:\u{2009}A", "colon"),
            ("  -\u{a0}namn: A", "dash"),
            ("namn:\tA", ""),
            ("namn: 10\u{a0}000", ""),
            ("namn: \"Mål:\u{a0}x\"", ""),
            ("- text med kolon, så:\u{a0}x", ""),
            ("\u{a0}\n", ""),
            ("", ""),
        ] {
            assert_eq!(found(line), wanted, "{line:?}");
        }
    }
}
