//! What kind of figure a sentence states: an amount, a change, or a share.

use crate::prose::claims::Claim;
use crate::prose::sentence::Sentence;
use crate::quantity::unit::Unit;

/// The kind of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// An amount as it stands in a table.
    Amount,
    /// A change from one period to another; up when true, where the sentence says.
    Change(Option<bool>),
    /// A part of something, in per cent.
    Share,
}

/// Beginnings of verbs that something grows.
const UP: &[&str] = &["öka", "stig", "steg", "väx", "höj", "förbättra", "utöka"];

/// Beginnings of verbs that something shrinks.
const DOWN: &[&str] = &["minska", "sjunk", "sjönk", "sänk", "försämra", "krymp", "fall", "föll", "reducera", "halvera"];

/// Comparatives behind a figure: up or down.
const COMPARATIVES: &[(&str, bool)] = &[
    ("högre", true),
    ("större", true),
    ("mer", true),
    ("bättre", true),
    ("dyrare", true),
    ("lägre", false),
    ("mindre", false),
    ("färre", false),
    ("sämre", false),
    ("billigare", false),
];

/// Beginnings of words of shares.
const SHARES: &[&str] = &["utgör", "andel", "står", "svarar", "av", "del", "inom", "finns"];

/// Words that say how exactly a figure is meant, between "med" and the figure.
pub const HEDGES: &[&str] = &[
    "drygt",
    "knappt",
    "cirka",
    "ca",
    "omkring",
    "ungefär",
    "närmare",
    "nästan",
    "runt",
    "mer",
    "än",
    "hela",
    "minus",
    "plus",
    "i",
    "storleksordningen",
];

/// The kind of a sentence's figure.
pub fn frame(sentence: &Sentence<'_>, at: usize) -> Frame {
    let claim = &sentence.claims[at];
    if let Some(up) = comparative(sentence, claim) {
        return Frame::Change(Some(up));
    }
    if has_with(sentence, claim) {
        let before = sentence.words.iter().filter(|word| word.range.end <= claim.range.start);
        let verb = before.rev().find_map(|word| direction(&word.text));
        if let Some(up) = verb {
            return Frame::Change(Some(up));
        }
        // "Går ned med", "går upp med".
        let mut before = sentence.words.iter().rev().filter(|word| word.range.end <= claim.range.start);
        let particle = before.find_map(|word| match word.text.as_str() {
            "upp" => Some(true),
            "ned" | "ner" => Some(false),
            _ => None,
        });
        if particle.is_some() {
            return Frame::Change(particle);
        }
    }
    let shares = sentence.words.iter().any(|word| SHARES.iter().any(|share| word.text.starts_with(share)));
    if claim.unit == Unit::Percent && shares { Frame::Share } else { Frame::Amount }
}

fn direction(word: &str) -> Option<bool> {
    let begins = |list: &[&str]| list.iter().any(|verb| word.starts_with(verb));
    if begins(UP) {
        Some(true)
    } else if begins(DOWN) {
        Some(false)
    } else {
        None
    }
}

/// "11 miljoner kronor lägre än".
fn comparative(sentence: &Sentence<'_>, claim: &Claim) -> Option<bool> {
    let behind = sentence.words.iter().filter(|word| word.range.start >= claim.range.end).take(2);
    let found = behind.filter_map(|word| COMPARATIVES.iter().find(|(name, _)| *name == word.text));
    found.map(|(_, up)| *up).next()
}

/// "Ökar med drygt 11 miljoner".
fn has_with(sentence: &Sentence<'_>, claim: &Claim) -> bool {
    let before = sentence.words.iter().rev().filter(|word| word.range.end <= claim.range.start);
    before.map(|word| word.text.as_str()).find(|word| !HEDGES.contains(word)) == Some("med")
}
