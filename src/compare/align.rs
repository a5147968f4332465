//! Two rows of things laid beside each other: which is which, which came, which went, and which stand elsewhere.

use std::collections::HashMap;

use crate::compare::matching::{self, ELSEWHERE, Floor, REWRITTEN, Text};
use crate::compare::order;
use crate::compare::sides::{Sides, When};

/// A thing to be paired.
pub struct Item {
    /// What it is known by: the same key is the same thing.
    pub key: String,
    /// What it is known by where nothing has its key.
    pub other_key: Option<String>,
    /// Only things of one class are taken for each other.
    pub class: &'static str,
    /// How it is paired when nothing has its key.
    pub by: By,
}

impl Item {
    /// A thing of a class with one key.
    pub fn new(class: &'static str, key: impl Into<String>, by: By) -> Self {
        Self { key: key.into(), other_key: None, class, by }
    }

    /// A text that is known by all it says.
    pub fn text(class: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(class, text.clone(), By::Text(text))
    }

    /// The text it is paired by; nothing in one that is paired otherwise.
    fn said(&self) -> &str {
        if let By::Text(text) = &self.by { text } else { "" }
    }
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

/// A thing of both sides, by its positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// In the earlier row.
    pub before: usize,
    /// In the later row.
    pub after: usize,
    /// Whether it stands elsewhere than before.
    pub moved: bool,
}

/// What two rows have in common.
#[derive(Debug, Default)]
pub struct Matched {
    /// What has the same key, in the earlier order.
    pub same: Vec<Match>,
    /// What was paired otherwise, in the later order.
    pub rewritten: Vec<Match>,
    /// How many things were too many to be paired by what they say.
    pub untried: Option<Sides<usize>>,
}

/// For each thing, its position on the other side.
type Partners = Sides<Vec<Option<usize>>>;

/// Lays the two beside each other: the later side's order, and what is gone where it stood.
pub fn align(before: &[Item], after: &[Item]) -> Vec<Step> {
    let matched = matched(before, after);
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); after.len() + 1];
    let mut partners: Vec<Option<Match>> = vec![None; before.len()];
    let mut own: Vec<Option<Match>> = vec![None; after.len()];
    for pair in matched.same.iter().chain(&matched.rewritten) {
        (partners[pair.before], own[pair.after]) = (Some(*pair), Some(*pair));
    }
    // What is gone stands behind the last one before it that is left where it was.
    let mut last = 0;
    for (at, pair) in partners.iter().enumerate() {
        match pair {
            Some(pair) if !pair.moved => last = pair.after + 1,
            Some(_) => {}
            None => behind[last].push(at),
        }
    }
    let mut steps: Vec<Step> = behind[0].iter().map(|&at| Step::Gone(at)).collect();
    for (at, pair) in own.iter().enumerate() {
        steps.push(pair.map_or(Step::Came(at), |pair| Step::Both(pair.before, at, pair.moved)));
        steps.extend(behind[at + 1].iter().map(|&at| Step::Gone(at)));
    }
    steps
}

/// Pairs by key, and what is left by its text or its turn: first what stands between the same neighbours, then texts
/// wherever they stand.
pub fn matched(before: &[Item], after: &[Item]) -> Matched {
    let items = Sides { before, after };
    let mut partners: Partners = items.map(|items| vec![None; items.len()]);
    by_key(items, &mut partners, |item| Some(item.key.as_str()));
    by_key(items, &mut partners, |item| item.other_key.as_deref());
    let pairs: Vec<(usize, usize)> =
        partners.before.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?))).collect();
    let order: Vec<usize> = pairs.iter().map(|&(_, at)| at).collect();
    let weights: Vec<u64> = pairs.iter().map(|&(at, _)| order::hash(&before[at].key)).collect();
    let moved = order::moved(&order, &weights);
    let same = pairs.into_iter().zip(moved).map(|((before, after), moved)| Match { before, after, moved });
    let same: Vec<Match> = same.collect();
    let stayed: Vec<Match> = same.iter().filter(|pair| !pair.moved).copied().collect();
    let mut matched = Matched { same, ..Matched::default() };
    for (floor, near) in [(REWRITTEN, true), (ELSEWHERE, false)] {
        for gap in gaps(&partners, &stayed, near) {
            for (before, after) in by_text_or_turn(items, &gap, floor, near, &mut matched.untried) {
                (partners.before[before], partners.after[after]) = (Some(after), Some(before));
                matched.rewritten.push(Match { before, after, moved: !near });
            }
        }
    }
    matched.rewritten.sort_unstable_by_key(|pair| pair.after);
    matched
}

/// Pairs what has the same key and no partner yet, the first with the first where several have it.
fn by_key<'a>(items: Sides<&'a [Item]>, partners: &mut Partners, key: impl Fn(&'a Item) -> Option<&'a str>) {
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, item) in items.after.iter().enumerate().rev().filter(|(at, _)| partners.after[*at].is_none()) {
        if let Some(key) = key(item) {
            places.entry((item.class, key)).or_default().push(at);
        }
    }
    for (at, item) in items.before.iter().enumerate() {
        if partners.before[at].is_some() {
            continue;
        }
        if let Some(other) = key(item).and_then(|key| places.get_mut(&(item.class, key))).and_then(Vec::pop) {
            (partners.before[at], partners.after[other]) = (Some(other), Some(at));
        }
    }
}

/// What has no partner yet, by the neighbours it stands between; all of it together where nearness does not count.
fn gaps(partners: &Partners, stayed: &[Match], near: bool) -> Vec<Sides<Vec<usize>>> {
    let mut gaps: Vec<Sides<Vec<usize>>> = vec![Sides::default(); stayed.len() + 1];
    for when in When::BOTH {
        let position = |pair: &Match| if when == When::Before { pair.before } else { pair.after };
        for (at, _) in partners[when].iter().enumerate().filter(|(_, other)| other.is_none()) {
            let gap = if near { stayed.partition_point(|pair| position(pair) < at) } else { 0 };
            gaps[gap][when].push(at);
        }
    }
    gaps
}

/// Pairs what is left in a gap, class by class.
fn by_text_or_turn(
    items: Sides<&[Item]>,
    gap: &Sides<Vec<usize>>,
    floor: Floor,
    near: bool,
    untried: &mut Option<Sides<usize>>,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut classes: Vec<&str> = gap.before.iter().map(|&at| items.before[at].class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        let left = Sides::of(|when| -> Vec<usize> {
            let own = gap[when].iter().copied().filter(|&at| items[when][at].class == class);
            own.filter(|&at| !matches!(items[when][at].by, By::Key)).collect()
        });
        if left.before.iter().any(|&at| matches!(items.before[at].by, By::Turn)) {
            if near {
                found.extend(left.before.into_iter().zip(left.after));
            }
            continue;
        }
        let texts = Sides::of(|when| -> Vec<Text<'_>> {
            left[when].iter().map(|&at| Text::of(items[when][at].said())).collect()
        });
        let paired = matching::pair(Sides { before: &texts.before, after: &texts.after }, floor);
        if paired.untried {
            *untried = Some(left.as_ref().map(Vec::len));
        }
        found.extend(paired.pairs.into_iter().map(|(before, after)| (left.before[before], left.after[after])));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Item, Step, align};

    fn steps(a: &[&str], b: &[&str]) -> Vec<Step> {
        let items = |texts: &[&str]| -> Vec<Item> { texts.iter().map(|text| Item::text("p", *text)).collect() };
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
