//! Which of some texts are which of some others, by how alike they are: the one matcher of all that is compared.
//!
//! [`pair`] takes the most alike first, each text at most once, and gives the same pairs whichever side is named first.
//! How alike is alike enough is a [`Floor`]; those that the program uses are all here.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::compare::likeness::Words;
use crate::compare::sides::Sides;

/// How alike two texts must be to be taken for the same one.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// The parts that likeness is counted in: all of them when two texts have the same words.
    pub parts: usize,
    /// Least likeness of two texts.
    pub least: usize,
    /// Least likeness of two that have the same number.
    pub same_number: usize,
}

impl Floor {
    const fn per_cent(least: usize) -> Self {
        Self { parts: 100, least, same_number: least }
    }
}

/// A text that was rewritten where it stands.
pub const REWRITTEN: Floor = Floor::per_cent(40);

/// A text that was rewritten and stands elsewhere.
pub const ELSEWHERE: Floor = Floor::per_cent(60);

/// A thing that was given another id.
pub const OTHER_ID: Floor = Floor::per_cent(60);

/// An object of another year's plan. The council numbers its assignments anew, and the same number may stand before
/// something else: there the words must be alike too.
pub const OTHER_YEAR: Floor = Floor { parts: 1000, least: 700, same_number: 400 };

/// Most times that a word of one side is looked at beside the same word of the other: a few seconds' work at most. Beyond
/// it the texts are too many and too much alike to be told apart by their words.
const MOST: usize = 5_000_000;

/// A text to be paired.
#[derive(Debug)]
pub struct Text<'a> {
    /// The text itself, which settles what is equally alike.
    pub text: &'a str,
    /// Its words.
    pub words: Words<'a>,
    /// Its number, where it has one.
    pub number: Option<u32>,
}

impl<'a> Text<'a> {
    /// A text without a number.
    pub fn of(text: &'a str) -> Self {
        Self { text, words: Words::of(text), number: None }
    }
}

/// What came of a pairing.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Paired {
    /// Positions on both sides, the most alike first.
    pub pairs: Vec<(usize, usize)>,
    /// Whether it was not tried, as the texts are too many.
    pub untried: bool,
}

/// Two texts that are alike enough.
struct Candidate {
    likeness: usize,
    same_number: bool,
    before: usize,
    after: usize,
}

/// Pairs the most alike, each text at most once, at or above a floor. Of those that are equally alike the ones with the
/// same number come first, then those that stand nearest; then the texts decide, the same way in both directions.
pub fn pair(texts: Sides<&[Text<'_>]>, floor: Floor) -> Paired {
    let Some(mut candidates) = candidates(texts, floor) else { return Paired { untried: true, ..Paired::default() } };
    let key = |candidate: &Candidate| {
        let (own, later) = (texts.before[candidate.before].text, texts.after[candidate.after].text);
        let away = candidate.before.abs_diff(candidate.after);
        (Reverse((candidate.likeness, candidate.same_number)), away, own.min(later), own.max(later), candidate.before)
    };
    candidates.sort_by(|one, other| key(one).cmp(&key(other)));
    let mut used = texts.map(|texts| vec![false; texts.len()]);
    let mut pairs = Vec::new();
    for Candidate { before, after, .. } in candidates {
        if !used.before[before] && !used.after[after] {
            (used.before[before], used.after[after]) = (true, true);
            pairs.push((before, after));
        }
    }
    Paired { pairs, untried: false }
}

/// All that are alike enough. Only texts that share a word are looked at: which they are is known from the words.
fn candidates(texts: Sides<&[Text<'_>]>, floor: Floor) -> Option<Vec<Candidate>> {
    let mut places: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (after, text) in texts.after.iter().enumerate() {
        for (word, times) in text.words.times() {
            places.entry(word).or_default().push((after, times));
        }
    }
    let words = texts.before.iter().flat_map(|text| text.words.times());
    let work: usize = words.map(|(word, _)| places.get(word).map_or(0, Vec::len)).sum();
    if work > MOST {
        return None;
    }
    let mut found = Vec::new();
    let mut shared = vec![0; texts.after.len()];
    for (before, own) in texts.before.iter().enumerate() {
        let mut met: Vec<usize> = Vec::new();
        for (word, times) in own.words.times() {
            for &(after, others) in places.get(word).map_or(&[][..], Vec::as_slice) {
                if shared[after] == 0 {
                    met.push(after);
                }
                shared[after] += times.min(others);
            }
        }
        for after in met {
            let other = &texts.after[after];
            let likeness =
                own.words.likeness(&other.words, std::mem::take(&mut shared[after]), floor.parts).unwrap_or(0);
            let same_number = own.number.is_some() && own.number == other.number;
            if likeness >= if same_number { floor.same_number } else { floor.least } {
                found.push(Candidate { likeness, same_number, before, after });
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{ELSEWHERE, OTHER_YEAR, Paired, REWRITTEN, Text, pair};
    use crate::compare::sides::Sides;

    fn paired(before: &[&str], after: &[&str], floor: super::Floor) -> Vec<(usize, usize)> {
        let sides = Sides { before, after }.map(|texts| texts.iter().map(|text| Text::of(text)).collect::<Vec<_>>());
        pair(Sides { before: &sides.before, after: &sides.after }, floor).pairs
    }

    #[test]
    fn the_most_alike_are_paired_first() {
        let (before, after) = (["en två tre", "en två fyra"], ["en två fyra fem", "sex", "en två tre"]);
        assert_eq!(paired(&before, &after, ELSEWHERE), [(0, 2), (1, 0)]);
        assert_eq!(paired(&after, &before, ELSEWHERE), [(2, 0), (0, 1)]);
        assert_eq!(paired(&["en två tre fyra fem"], &["en två sex sju åtta"], REWRITTEN), [(0, 0)]);
        assert_eq!(paired(&["en två tre fyra fem"], &["en två sex sju åtta"], ELSEWHERE), []);
    }

    #[test]
    fn words_are_compared_as_they_are_written() {
        assert_eq!(paired(&["Revidera planen."], &["revidera PLANEN"], REWRITTEN), []);
        assert_eq!(paired(&["en en två"], &["en två två"], ELSEWHERE), [(0, 0)]);
        assert_eq!(paired(&["", "ett"], &["", "två"], REWRITTEN), []);
    }

    #[test]
    fn a_number_makes_less_likeness_enough() {
        let numbered = |text, number| Text { number: Some(number), ..Text::of(text) };
        let before = [numbered("revidera planen för klimat", 31)];
        let found = |number| {
            let after = [numbered("revidera planen om inköp", number)];
            pair(Sides { before: &before, after: &after }, OTHER_YEAR).pairs
        };
        assert_eq!((found(31), found(32)), (vec![(0, 0)], Vec::new()));
    }

    // Thousands of texts with words of their own are paired; as many that all say the same are left, and it is said.
    #[test]
    fn many_texts_are_paired_and_too_many_are_told() {
        let texts = |words: &dyn Fn(usize) -> String| (0..2_001).map(words).collect::<Vec<_>>();
        let (before, after) = (texts(&|n| format!("rad a{n} b{n}")), texts(&|n| format!("post a{n} b{n}")));
        let own = Sides { before: &before, after: &after };
        let all = own.map(|texts| texts.iter().map(|text| Text::of(text)).collect::<Vec<_>>());
        let found = pair(Sides { before: &all.before, after: &all.after }, ELSEWHERE);
        assert_eq!((found.pairs.len(), found.untried), (2_001, false));
        let same = texts(&|n| format!("samma rad {n}"));
        let same: Vec<Text<'_>> = same.iter().map(|text| Text::of(text)).collect();
        let found = pair(Sides { before: &same, after: &same }, ELSEWHERE);
        assert_eq!(found, Paired { pairs: Vec::new(), untried: true });
    }
}
