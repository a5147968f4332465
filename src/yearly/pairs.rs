//! Which object of this year's plan is which of last year's.
//!
//! An id that the authors gave is their word that it is the same. A number is not: the council numbers its assignments
//! anew, and the same number may stand before something else. There the words must be alike too.

use crate::compare::matching::{self, OTHER_YEAR, Text};
use crate::compare::sides::Sides;

/// What an object is known by.
#[derive(Debug)]
pub struct Known {
    /// Its id, where the authors gave one and it is not only the number.
    pub id: Option<String>,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// What it says, in lower case.
    pub text: String,
}

impl Known {
    fn text(&self) -> Text<'_> {
        Text { number: self.number, ..Text::of(&self.text) }
    }
}

/// For each of the objects the one of last year's that it is, each of those at most once; and whether there were too many
/// to be known by what they say.
pub fn pair(now: &[&Known], before: &[&Known]) -> (Vec<Option<usize>>, bool) {
    let mut pairs: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; before.len()];
    for (at, own) in now.iter().enumerate().filter(|(_, own)| own.id.is_some()) {
        if let Some(found) = before.iter().position(|other| other.id == own.id) {
            pairs[at] = Some(found);
            taken[found] = true;
        }
    }
    let left = Sides {
        before: (0..before.len()).filter(|&at| !taken[at]).collect::<Vec<_>>(),
        after: (0..now.len()).filter(|&at| pairs[at].is_none()).collect::<Vec<_>>(),
    };
    let texts = Sides {
        before: left.before.iter().map(|&at| before[at].text()).collect::<Vec<_>>(),
        after: left.after.iter().map(|&at| now[at].text()).collect::<Vec<_>>(),
    };
    let alike = matching::pair(Sides { before: &texts.before, after: &texts.after }, OTHER_YEAR);
    for (found, at) in alike.pairs {
        pairs[left.after[at]] = Some(left.before[found]);
    }
    (pairs, alike.untried)
}
