//! Pairs of texts by how alike they are, in whole per cent: the same pairs in both directions.

use crate::compare::likeness::Words;

/// Pairs of the most alike, each thing at most once, at or above a limit. Ties are settled by the texts, the same
/// way in both directions.
pub fn pair(a: &[&str], b: &[&str], limit: usize) -> Vec<(usize, usize)> {
    /// More than this many against as many would take longer than it tells.
    const MOST: usize = 40_000;
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > MOST {
        return Vec::new();
    }
    let (words_a, words_b): (Vec<Words<'_>>, Vec<Words<'_>>) =
        (a.iter().map(|text| Words::of(text)).collect(), b.iter().map(|text| Words::of(text)).collect());
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (i, own) in words_a.iter().enumerate() {
        for (j, other) in words_b.iter().enumerate() {
            let score = own.likeness(other, 100).unwrap_or(0);
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
