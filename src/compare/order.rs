//! Which of several things in a row were moved: all that are not in the longest run that kept its order.

/// Positions in `after`, in the order of `before`, with a weight that both directions agree on. Returns which of
/// them were moved.
///
/// Where two neighbours change places either may be said to have moved; the weights decide, so that a comparison and
/// its mirror image tell of the same one.
pub fn moved(after: &[usize], weights: &[u64]) -> Vec<bool> {
    let mut moved = vec![false; after.len()];
    if after.is_sorted() {
        return moved;
    }
    // What stands first or last in both has not moved; the rest is seldom long.
    let mut sorted = after.to_vec();
    sorted.sort_unstable();
    let start = after.iter().zip(&sorted).take_while(|(a, b)| a == b).count();
    let end = after.len() - after.iter().rev().zip(sorted.iter().rev()).take_while(|(a, b)| a == b).count();
    let kept = heaviest_run(&after[start..end], &weights[start..end]);
    for (at, kept) in kept.into_iter().enumerate() {
        moved[start + at] = !kept;
    }
    moved
}

/// The longest increasing subsequence; among equally long ones the heaviest.
fn heaviest_run(values: &[usize], weights: &[u64]) -> Vec<bool> {
    let mut best: Vec<(usize, u64, Option<usize>)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let before =
            (0..at).filter(|&other| values[other] < *value).max_by_key(|&other| (best[other].0, best[other].1));
        let (length, weight) = before.map_or((0, 0), |other| (best[other].0, best[other].1));
        best.push((length + 1, weight.saturating_add(weights[at] >> 16), before));
    }
    let mut kept = vec![false; values.len()];
    let mut at = (0..best.len()).max_by_key(|&at| (best[at].0, best[at].1));
    while let Some(own) = at {
        kept[own] = true;
        at = best[own].2;
    }
    kept
}

/// A number that two ids share whichever is named first.
pub fn weight(a: &str, b: &str) -> u64 {
    hash(a).wrapping_add(hash(b))
}

/// FNV-1a: the same on every machine.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn only_what_left_its_order_was_moved() {
        let weights = [9 << 20, 5 << 20, 7 << 20, 3 << 20, 8 << 20];
        assert_eq!(moved(&[0, 1, 2, 3, 4], &weights), [false; 5]);
        assert_eq!(moved(&[1, 2, 3, 4, 0], &weights), [false, false, false, false, true]);
        assert_eq!(moved(&[4, 0, 1, 2, 3], &weights), [true, false, false, false, false]);
        // Two neighbours: the heavier one stays, whichever way one looks.
        assert_eq!(moved(&[1, 0], &[9 << 20, 5 << 20]), [false, true]);
        assert_eq!(moved(&[1, 0], &[5 << 20, 9 << 20]), [true, false]);
    }
}
