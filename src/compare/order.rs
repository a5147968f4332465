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
    for (at, kept) in heaviest_run(after, weights).into_iter().enumerate() {
        moved[at] = !kept;
    }
    moved
}

/// The end of a run that keeps its order: how long it is, how heavy, and the position of its last thing. Weights are added
/// with room to spare: they are hashes, and take all their bits.
type End = (usize, u128, usize);

/// Of each thing, whether it is in the longest run that keeps its order; among equally long ones in the heaviest.
///
/// For each thing in turn the best run before it is one that ends at a smaller value. The best end among the smallest values
/// is found, as it changes, in a tree of prefixes (Fenwick's): a place answers for as many values as its lowest bit says.
fn heaviest_run(values: &[usize], weights: &[u64]) -> Vec<bool> {
    let mut ranks = values.to_vec();
    ranks.sort_unstable();
    let mut best: Vec<Option<End>> = vec![None; ranks.len() + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, (value, weight)) in values.iter().zip(weights).enumerate() {
        let smaller = ranks.partition_point(|other| other < value);
        let mut found: Option<End> = None;
        let mut place = smaller;
        while place > 0 {
            found = found.max(best[place]);
            place &= place - 1;
        }
        let (length, heavy) = found.map_or((0, 0), |(length, heavy, _)| (length, heavy));
        before.push(found.map(|(.., at)| at));
        let own = Some((length + 1, heavy + u128::from(*weight), at));
        let mut place = smaller + 1;
        while let Some(best) = best.get_mut(place) {
            *best = own.max(*best);
            place += place & place.wrapping_neg();
        }
    }
    let mut kept = vec![false; values.len()];
    let mut at = best.into_iter().max().flatten().map(|(.., at)| at);
    while let Some(own) = at {
        kept[own] = true;
        at = before[own];
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
        let weights = [9, 5, 7, 3, 8];
        assert_eq!(moved(&[0, 1, 2, 3, 4], &weights), [false; 5]);
        assert_eq!(moved(&[1, 2, 3, 4, 0], &weights), [false, false, false, false, true]);
        assert_eq!(moved(&[4, 0, 1, 2, 3], &weights), [true, false, false, false, false]);
        assert_eq!(moved(&[2, 0, 3, 1, 4], &weights), [false, true, false, true, false]);
        assert_eq!(moved(&[2, 0, 3, 1, 4], &[1, 5, 1, 9, 1]), [true, false, true, false, false]);
        // Two neighbours: the heavier one stays, whichever way one looks.
        assert_eq!(moved(&[1, 0], &[9, 5]), [false, true]);
        assert_eq!(moved(&[1, 0], &[5, 9]), [true, false]);
    }
}
