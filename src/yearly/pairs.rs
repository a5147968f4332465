//! Which object of this year's plan is which of last year's.
//!
//! An id that the authors gave is their word that it is the same. A number is not: the council numbers its assignments
//! anew, and the same number may stand before something else. There the words must be alike too.

use crate::compare::likeness::Words;

/// The parts that likeness is counted in: all of them when two texts have the same words.
const PARTS: usize = 1000;

/// Least likeness of two texts with the same number.
const SAME_NUMBER: usize = 400;

/// Least likeness of two texts with nothing but their words in common.
const OTHER_NUMBER: usize = 700;

/// What an object is known by.
#[derive(Debug)]
pub struct Known {
    /// Its id, where the authors gave one and it is not only the number.
    pub id: Option<String>,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Its words.
    pub words: Words<'static>,
}

/// For each of the objects the one of last year's that it is, each of those at most once.
pub fn pair(now: &[&Known], before: &[&Known]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; before.len()];
    for (at, own) in now.iter().enumerate().filter(|(_, own)| own.id.is_some()) {
        if let Some(found) = before.iter().position(|other| other.id == own.id) {
            pairs[at] = Some(found);
            taken[found] = true;
        }
    }
    let mut candidates: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (at, own) in now.iter().enumerate().filter(|(at, _)| pairs[*at].is_none()) {
        for (found, other) in before.iter().enumerate().filter(|(found, _)| !taken[*found]) {
            let same_number = own.number.is_some() && own.number == other.number;
            // Two texts without words are alike.
            let likeness = own.words.likeness(&other.words, PARTS).unwrap_or(PARTS);
            if likeness >= if same_number { SAME_NUMBER } else { OTHER_NUMBER } {
                candidates.push((likeness, same_number, at, found));
            }
        }
    }
    // The most alike first, and of those the ones with the same number; then in the order of the plans.
    candidates
        .sort_by_key(|&(likeness, same_number, at, found)| (std::cmp::Reverse((likeness, same_number)), at, found));
    for (_, _, at, found) in candidates {
        if pairs[at].is_none() && !taken[found] {
            pairs[at] = Some(found);
            taken[found] = true;
        }
    }
    pairs
}
