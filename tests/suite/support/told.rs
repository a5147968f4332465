//! Findings, as each format of `vplan check` tells them, in one shape.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    /// By the word printed.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [("fel", Self::Error), ("varning", Self::Warning), ("anmärkning", Self::Note)]
            .into_iter()
            .find_map(|(own, severity)| (own == word).then_some(severity))
    }
}

/// Where a finding points, lines and columns from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// From `path:line:column`; a path may have colons of its own.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { file: parts.next()?.to_owned(), line, column })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A finding, as far as every format tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) rule: String,
    pub(crate) severity: Severity,
    pub(crate) place: Option<Place>,
    pub(crate) message: String,
    pub(crate) waived: bool,
}

/// The findings of what is written for people, in the order told.
pub(crate) fn in_text(text: &str) -> Vec<Told> {
    text.lines().filter_map(heading).collect()
}

/// A finding's first line, `path:line:column: fel[rule]: message`; what is under it is indented or an excerpt.
fn heading(line: &str) -> Option<Told> {
    let (head, rest) = line.split_once('[')?;
    let (place, word) = head.rsplit_once(": ").map_or((None, head), |(place, word)| (Some(place), word));
    let severity = Severity::of_word(word)?;
    let place = match place {
        Some(place) => Some(Place::parse(place)?),
        None => None,
    };
    let (rule, rest) = rest.split_once(']')?;
    let (waived, message) = match rest.strip_prefix(" (undantagen): ") {
        Some(message) => (true, message),
        None => (false, rest.strip_prefix(": ")?),
    };
    Some(Told { rule: rule.to_owned(), severity, place, message: message.to_owned(), waived })
}
