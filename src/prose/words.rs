//! Words as they are compared: lower case, endings cut off, compounds divided where their parts are known.

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::source::characters::{is_invisible, visible};

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case.
    pub text: String,
    /// Bytes of the text it was found in.
    pub range: Range<usize>,
}

/// Words that say nothing of what a sentence is about.
const EMPTY: &[&str] = &[
    "alla",
    "allt",
    "andra",
    "att",
    "av",
    "bland",
    "både",
    "bli",
    "blir",
    "blev",
    "de",
    "dels",
    "dem",
    "den",
    "denna",
    "dessa",
    "det",
    "detta",
    "dock",
    "eller",
    "en",
    "ett",
    "fram",
    "från",
    "få",
    "får",
    "för",
    "före",
    "ge",
    "genom",
    "ger",
    "gör",
    "göra",
    "ha",
    "hade",
    "han",
    "har",
    "hos",
    "hon",
    "i",
    "inför",
    "inklusive",
    "inom",
    "inte",
    "ju",
    "kan",
    "kr",
    "kronor",
    "kunna",
    "med",
    "mellan",
    "men",
    "mer",
    "miljard",
    "miljarder",
    "miljon",
    "miljoner",
    "mnkr",
    "mot",
    "måste",
    "ner",
    "ned",
    "nu",
    "när",
    "och",
    "också",
    "om",
    "ordning",
    "per",
    "procent",
    "på",
    "redan",
    "samt",
    "sedan",
    "sig",
    "sin",
    "sina",
    "sitt",
    "ska",
    "skulle",
    "som",
    "till",
    "tkr",
    "under",
    "upp",
    "ur",
    "ut",
    "utan",
    "vad",
    "var",
    "varav",
    "vara",
    "varit",
    "vi",
    "vid",
    "vilket",
    "våra",
    "än",
    "är",
    "år",
    "året",
    "åren",
    "även",
    "åt",
    "över",
    "drygt",
    "knappt",
    "cirka",
    "ca",
    "bör",
    "mycket",
    "stor",
    "stora",
    "stort",
    "totalt",
    "sammanlagt",
    "tillsammans",
    "summa",
    "belopp",
    "beräknas",
    "uppgår",
];

/// Endings of Swedish nouns and adjectives, longest first.
const ENDINGS: &[&str] = &[
    "ernas", "arnas", "ornas", "erna", "arna", "orna", "ens", "ets", "ers", "ars", "ors", "en", "et", "er", "ar", "or",
    "na", "as", "es", "s", "e", "a", "n",
];

/// Verbs and other words by the noun that tables have.
const NOUNS: &[(&str, &str)] = &[
    ("kostar", "kostnad"),
    ("kosta", "kostnad"),
    ("omsätter", "omsättning"),
    ("omsätta", "omsättning"),
    ("omsatte", "omsättning"),
    ("investera", "investering"),
    ("investerar", "investering"),
    ("investeras", "investering"),
    ("underskott", "resultat"),
    ("underskottet", "resultat"),
    ("överskott", "resultat"),
    ("överskottet", "resultat"),
];

/// Shortest part of a compound.
const SHORTEST: usize = 3;

/// The words of a text as they are spelled, with their places, in order. A hyphen, a colon and a point part words; marks
/// over a letter and characters that nobody sees do not.
pub fn spelled(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        at = start
            + rest
                .find(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)))
                .unwrap_or(rest.len());
        Some((start..at, &text[start..at]))
    })
}

/// The words of a text in the form that they are compared in.
pub fn words(text: &str) -> Vec<Word> {
    spelled(text).map(|(range, word)| Word { text: compared(word), range }).collect()
}

/// A word in the form that it is compared in: lower case, one way of writing å, ä and ö, nothing that nobody sees.
pub fn compared(word: &str) -> String {
    visible(word).to_lowercase()
}

/// Whether a word carries meaning of its own.
pub fn has_content(word: &str) -> bool {
    !EMPTY.contains(&word) && word.chars().any(char::is_alphabetic)
}

/// A word without its endings: the same for all forms of a noun, though not always a word.
pub fn stem(word: &str) -> String {
    let word = NOUNS.iter().find(|(written, _)| *written == word).map_or(word, |(_, noun)| noun);
    let mut stem = word;
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| {
        // One letter is cut from longer words only, so that short names keep theirs.
        let least = if ending.len() == 1 { 4 } else { SHORTEST };
        stem.strip_suffix(ending).filter(|rest| rest.chars().count() >= least)
    }) {
        stem = shorter;
    }
    // The definite form of netto.
    stem.strip_suffix("ot").map_or_else(|| stem.to_owned(), |rest| format!("{rest}o"))
}

/// The parts that words of a plan's tables are made of.
#[derive(Debug, Default)]
pub struct Lexicon {
    stems: HashSet<String>,
}

impl Lexicon {
    /// Learns the words of names, and the parts of their compounds.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let all: Vec<Word> = names.flat_map(words).filter(|word| has_content(&word.text)).collect();
        let mut lexicon = Self { stems: all.iter().map(|word| stem(&word.text)).collect() };
        // What stands before a known word in a compound is a word too.
        let first: Vec<String> =
            all.iter().filter_map(|word| lexicon.divided(&word.text, false)).map(|(a, _)| a).collect();
        lexicon.stems.extend(first);
        lexicon
    }

    /// The parts of a word: its stem, or those of a compound. Empty when it is a compound with an unknown first part,
    /// which is about something else: `skatteintäkter` are no `intäkter` of the plan.
    pub fn parts(&self, word: &str) -> Vec<String> {
        match self.divided(word, true) {
            Some((first, rest)) => {
                let mut parts = if self.stems.contains(&first) { vec![first] } else { Vec::new() };
                parts.push(rest);
                parts
            }
            None => vec![stem(word)],
        }
    }

    /// A compound's first part, by its stem, and its last, which is a word of its own.
    fn divided(&self, word: &str, known: bool) -> Option<(String, String)> {
        let places: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        places.iter().skip(SHORTEST).find_map(|&at| {
            let (first, last) = (&word[..at], &word[at..]);
            let last_stem = stem(last);
            if last.chars().count() < 5 || !self.stems.contains(&last_stem) {
                return None;
            }
            let bare = first.strip_suffix('s').unwrap_or(first);
            let firsts = [stem(first), stem(bare)];
            let found = firsts.iter().find(|first| self.stems.contains(*first)).cloned();
            if known {
                found.map(|first| (first, last_stem))
            } else {
                Some((found.unwrap_or_else(|| stem(bare)), last_stem))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, spelled, stem, words};

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [
            ("kostnader", "kostnaderna"),
            ("budget", "budgeten"),
            ("fastighet", "fastigheternas"),
            ("inventarier", "inventarierna"),
            ("finansnetto", "finansnettot"),
            ("nät", "nätet"),
            ("kostar", "kostnad"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} and {b}");
        }
        assert_ne!(stem("intäkter"), stem("kostnader"));
    }

    #[test]
    fn compounds_of_known_words_are_divided() {
        let lexicon = Lexicon::new(
            ["Personalkostnader", "Övriga kostnader", "Summa intäkter", "Fastighetsfinansiering", "Område fastigheter"]
                .into_iter(),
        );
        assert_eq!(lexicon.parts("personalkostnaderna"), ["personal", "kostnad"]);
        assert_eq!(lexicon.parts("personal"), ["personal"]);
        assert_eq!(lexicon.parts("skatteintäkterna"), [stem("skatteintäkterna")]);
        assert_eq!(words("IT:s WiFi-nät").len(), 4);
    }

    #[test]
    fn words_are_letters_and_figures() {
        let found: Vec<&str> = spelled("  EU:s IT-stöd, 2 528,8!").map(|(_, word)| word).collect();
        assert_eq!(found, ["EU", "s", "IT", "stöd", "2", "528", "8"]);
        assert_eq!(spelled("å b").map(|(range, _)| range).collect::<Vec<_>>(), [0..2, 3..4]);
    }
}
