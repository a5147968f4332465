//! How alike two texts are, by the words they share: the same in both directions.

use std::collections::BTreeMap;

/// The words of a text, each with how often it stands there.
#[derive(Debug, Default)]
pub struct Words<'a> {
    times: BTreeMap<&'a str, usize>,
    count: usize,
}

impl<'a> Words<'a> {
    /// The words of a text, as they are written.
    pub fn of(text: &'a str) -> Self {
        let mut own = Self::default();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *own.times.entry(word).or_default() += 1;
            own.count += 1;
        }
        own
    }

    /// Twice the words they share as a part of all their words (Dice's coefficient), in as many parts as asked for:
    /// 100 for per cent. Nothing when neither has words. `shared` is how many words they have in common.
    pub fn likeness(&self, other: &Self, shared: usize, parts: usize) -> Option<usize> {
        (2 * parts * shared).checked_div(self.count + other.count)
    }

    /// Each word with how often it stands there.
    pub fn times(&self) -> impl Iterator<Item = (&'a str, usize)> {
        self.times.iter().map(|(word, times)| (*word, *times))
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn likeness_is_the_shared_part_of_all_words() {
        let (own, other) = (Words::of("en en två"), Words::of("en två två"));
        assert_eq!(own.times().collect::<Vec<_>>(), [("en", 2), ("två", 1)]);
        assert_eq!(own.likeness(&other, 2, 1000), Some(666));
        assert_eq!(Words::of("").likeness(&Words::of(""), 0, 100), None);
        assert_eq!(Words::of("Planen").times().next(), Some(("Planen", 1)));
    }
}
