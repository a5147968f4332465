//! A sentence, and everything that it is read for.

use std::ops::Range;

use crate::prose::claims::Claim;
use crate::prose::periods::Mention;
use crate::prose::subjects::Match;
use crate::prose::words::Word;

/// A sentence.
pub struct Sentence<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its words.
    pub words: Vec<Word>,
    /// Its figures.
    pub claims: Vec<Claim>,
    /// Its periods.
    pub periods: Vec<Mention>,
    /// The lines it names.
    pub subjects: Vec<Match>,
    /// Lines whose names are only parts of those.
    pub lesser: Vec<Match>,
}

impl Sentence<'_> {
    /// From the figure before a figure to the figure behind it.
    pub fn segment(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.claims[before].range.end);
        let end = self.claims.get(at + 1).map_or(self.text.len(), |next| next.range.start);
        start..end
    }
}
