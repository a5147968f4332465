//! How alike two texts are, by the words they share: the same in both directions.

use std::borrow::Cow;
use std::collections::HashMap;

/// The words of a text, each with how often it stands there.
#[derive(Debug, Default)]
pub struct Words<'a> {
    times: HashMap<Cow<'a, str>, usize>,
    count: usize,
}

impl<'a> Words<'a> {
    /// The words of a text, as they are written.
    pub fn of(text: &'a str) -> Self {
        Self::counted(written(text).map(Cow::Borrowed))
    }

    /// The words of a text in lower case.
    pub fn folded(text: &str) -> Self {
        Self::counted(written(text).map(|word| Cow::Owned(word.to_lowercase())))
    }

    fn counted(words: impl Iterator<Item = Cow<'a, str>>) -> Self {
        let mut own = Self::default();
        for word in words {
            *own.times.entry(word).or_default() += 1;
            own.count += 1;
        }
        own
    }

    /// Twice the words they share as a part of all their words (Dice's coefficient), in as many parts as asked for:
    /// 100 for per cent. Nothing when neither has words.
    pub fn likeness(&self, other: &Self, parts: usize) -> Option<usize> {
        let shared: usize =
            self.times.iter().map(|(word, times)| other.times.get(word).map_or(0, |own| *own.min(times))).sum();
        (2 * parts * shared).checked_div(self.count + other.count)
    }
}

fn written(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn likeness_counts_shared_words() {
        let like = |a: &str, b: &str| Words::folded(a).likeness(&Words::folded(b), 1000);
        assert_eq!(like("Revidera planen.", "revidera PLANEN"), Some(1000));
        assert_eq!(like("Revidera planen", "Utred anläggningen"), Some(0));
        assert_eq!(like("en en två", "en två två"), Some(666));
        assert_eq!(like("", ""), None);
        assert_eq!(like("", "ett"), Some(0));
        assert_eq!(Words::of("Planen").likeness(&Words::of("planen"), 100), Some(0));
    }
}
