//! How alike two texts are, by their words: the same in both directions, and in whole per cent.

use std::collections::HashMap;

/// The words of a text, each with how often it stands there.
#[derive(Debug, Default)]
pub struct Bag<'a> {
    words: HashMap<&'a str, usize>,
    count: usize,
}

impl<'a> Bag<'a> {
    /// The words of a text.
    pub fn of(text: &'a str) -> Self {
        let mut bag = Self::default();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *bag.words.entry(word).or_default() += 1;
            bag.count += 1;
        }
        bag
    }

    /// Twice the words they share, in per cent of all their words (Dice's coefficient).
    pub fn likeness(&self, other: &Self) -> usize {
        let shared: usize =
            self.words.iter().map(|(word, times)| other.words.get(word).map_or(0, |own| *own.min(times))).sum();
        (200 * shared).checked_div(self.count + other.count).unwrap_or(0)
    }
}

/// Pairs of the most alike, each thing at most once, at or above a limit. Ties are settled by the texts, the same
/// way in both directions.
pub fn pair(a: &[&str], b: &[&str], limit: usize) -> Vec<(usize, usize)> {
    /// More than this many against as many would take longer than it tells.
    const MOST: usize = 40_000;
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > MOST {
        return Vec::new();
    }
    let (bags_a, bags_b): (Vec<Bag<'_>>, Vec<Bag<'_>>) =
        (a.iter().map(|text| Bag::of(text)).collect(), b.iter().map(|text| Bag::of(text)).collect());
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (i, own) in bags_a.iter().enumerate() {
        for (j, other) in bags_b.iter().enumerate() {
            let score = own.likeness(other);
            if score >= limit {
                scored.push((score, i, j));
            }
        }
    }
    let key = |&(score, i, j): &(usize, usize, usize)| {
        let (first, second) = if a[i] <= b[j] { (a[i], b[j]) } else { (b[j], a[i]) };
        (std::cmp::Reverse(score), i.abs_diff(j), first, second)
    };
    scored.sort_by(|x, y| key(x).cmp(&key(y)));
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in scored {
        if !used_a[i] && !used_b[j] {
            (used_a[i], used_b[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}
