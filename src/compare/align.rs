//! Two rows of things laid beside each other: which is which, which came, which went, and which stand elsewhere.

use std::collections::HashMap;

use crate::compare::order;
use crate::compare::similarity;

/// Least likeness, in per cent, of a text that was rewritten where it stands.
const REWRITTEN: usize = 40;

/// Least likeness of one that was rewritten and stands elsewhere.
const ELSEWHERE: usize = 60;

/// A thing to be paired.
pub struct Item {
    /// What it is known by: the same key is the same thing.
    pub key: String,
    /// Only things of one class are taken for each other.
    pub class: &'static str,
    /// How it is paired when nothing has its key.
    pub by: By,
}

/// How things without a common key are paired.
pub enum By {
    /// Not at all.
    Key,
    /// By the likeness of their texts.
    Text(String),
    /// As the next of its class between the same neighbours.
    Turn,
}

/// One place of both rows, in order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// On both sides; the last tells whether it stands elsewhere than before.
    Both(usize, usize, bool),
    /// On the earlier side only.
    Gone(usize),
    /// On the later side only.
    Came(usize),
}

/// Lays the two beside each other: the later side's order, and what is gone where it stood.
pub fn align(a: &[Item], b: &[Item]) -> Vec<Step> {
    let mut partner = [vec![None; a.len()], vec![None; b.len()]];
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (j, item) in b.iter().enumerate().rev() {
        places.entry((item.class, &item.key)).or_default().push(j);
    }
    for (i, item) in a.iter().enumerate() {
        if let Some(j) = places.get_mut(&(item.class, item.key.as_str())).and_then(Vec::pop) {
            (partner[0][i], partner[1][j]) = (Some(j), Some(i));
        }
    }
    let common: Vec<(usize, usize)> = (0..a.len()).filter_map(|i| Some((i, partner[0][i]?))).collect();
    let after: Vec<usize> = common.iter().map(|&(_, j)| j).collect();
    let weights: Vec<u64> = common.iter().map(|&(i, _)| order::hash(&a[i].key)).collect();
    let elsewhere = order::moved(&after, &weights);
    let mut moved = vec![false; b.len()];
    for (&(_, j), own) in common.iter().zip(&elsewhere) {
        moved[j] = *own;
    }
    let stayed: Vec<(usize, usize)> =
        common.iter().zip(&elsewhere).filter(|(_, moved)| !**moved).map(|(pair, _)| *pair).collect();
    for (limit, near) in [(REWRITTEN, true), (ELSEWHERE, false)] {
        for gap in gaps(&partner, &stayed, near) {
            for (i, j) in pairs([a, b], &gap, limit, near) {
                (partner[0][i], partner[1][j]) = (Some(j), Some(i));
                moved[j] = !near;
            }
        }
    }
    in_order(&partner, &moved)
}

/// What has no partner yet, by the neighbours it stands between; all of it together where nearness does not count.
fn gaps(partner: &[Vec<Option<usize>>; 2], stayed: &[(usize, usize)], near: bool) -> Vec<[Vec<usize>; 2]> {
    let mut gaps: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; stayed.len() + 1];
    for side in [0, 1] {
        for (at, _) in partner[side].iter().enumerate().filter(|(_, other)| other.is_none()) {
            let position = |pair: &(usize, usize)| if side == 0 { pair.0 } else { pair.1 };
            let gap = if near { stayed.partition_point(|pair| position(pair) < at) } else { 0 };
            gaps[gap][side].push(at);
        }
    }
    gaps
}

fn pairs(rows: [&[Item]; 2], gap: &[Vec<usize>; 2], limit: usize, near: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut classes: Vec<&str> = gap[0].iter().map(|&at| rows[0][at].class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        let of = |side: usize| -> Vec<usize> {
            let own = gap[side].iter().copied().filter(|&at| rows[side][at].class == class);
            own.filter(|&at| !matches!(rows[side][at].by, By::Key)).collect()
        };
        let [own, later] = [of(0), of(1)];
        let text = |side: usize, list: &[usize]| -> Vec<&str> {
            let text = |&at: &usize| if let By::Text(text) = &rows[side][at].by { text.as_str() } else { "" };
            list.iter().map(text).collect()
        };
        let turn = |side: usize, at: usize| matches!(rows[side][at].by, By::Turn);
        if own.iter().any(|&at| turn(0, at)) {
            if near {
                found.extend(own.into_iter().zip(later));
            }
            continue;
        }
        let alike = similarity::pair(&text(0, &own), &text(1, &later), limit);
        found.extend(alike.into_iter().map(|(i, j)| (own[i], later[j])));
    }
    found
}

/// The later order; what is gone stands behind the last one before it that is left where it was.
fn in_order(partner: &[Vec<Option<usize>>; 2], moved: &[bool]) -> Vec<Step> {
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); partner[1].len() + 1];
    let mut last = 0;
    for (i, other) in partner[0].iter().enumerate() {
        match other {
            Some(j) if !moved[*j] => last = j + 1,
            Some(_) => {}
            None => behind[last].push(i),
        }
    }
    let mut steps: Vec<Step> = behind[0].iter().map(|&i| Step::Gone(i)).collect();
    for (j, own) in partner[1].iter().enumerate() {
        steps.push(own.map_or(Step::Came(j), |i| Step::Both(i, j, moved[j])));
        steps.extend(behind[j + 1].iter().map(|&i| Step::Gone(i)));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{By, Item, Step, align};

    fn steps(a: &[&str], b: &[&str]) -> Vec<Step> {
        let items = |texts: &[&str]| -> Vec<Item> {
            let item = |text: &&str| Item { key: (*text).to_owned(), class: "p", by: By::Text((*text).to_owned()) };
            texts.iter().map(item).collect()
        };
        align(&items(a), &items(b))
    }

    #[test]
    fn what_is_gone_stands_where_it_stood() {
        use Step::{Both, Came, Gone};
        assert_eq!(steps(&["x", "y", "z"], &["x", "z"]), [Both(0, 0, false), Gone(1), Both(2, 1, false)]);
        assert_eq!(steps(&["x"], &["x", "y"]), [Both(0, 0, false), Came(1)]);
        assert_eq!(steps(&["ett två tre", "x"], &["ett två fyra", "x"]), [Both(0, 0, false), Both(1, 1, false)]);
        let moved = steps(&["x", "y", "z", "w"], &["y", "z", "w", "x"]);
        assert_eq!(moved, [Both(1, 0, false), Both(2, 1, false), Both(3, 2, false), Both(0, 3, true)]);
    }
}
