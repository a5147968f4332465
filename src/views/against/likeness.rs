//! How alike two texts are, by the words they share.

use std::collections::HashMap;

/// A text's words in lower case, each with how often it occurs.
#[derive(Debug)]
pub struct Words {
    counts: HashMap<String, u32>,
    total: u32,
}

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut total = 0;
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
            total += 1;
        }
        Self { counts, total }
    }

    /// How many thousandths of the words of both texts are shared: 1000 when they have the same words.
    pub fn likeness(&self, other: &Self) -> u32 {
        let shared: u32 = self
            .counts
            .iter()
            .map(|(word, count)| other.counts.get(word).copied().unwrap_or_default().min(*count))
            .sum();
        // Two texts without words are alike.
        (shared * 2000).checked_div(self.total + other.total).unwrap_or(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn likeness_counts_shared_words() {
        let like = |a: &str, b: &str| Words::of(a).likeness(&Words::of(b));
        assert_eq!(like("Revidera planen.", "revidera PLANEN"), 1000);
        assert_eq!(like("Revidera planen", "Utred anläggningen"), 0);
        assert_eq!(like("en en två", "en två två"), 666);
        assert_eq!(like("", ""), 1000);
        assert_eq!(like("", "ett"), 0);
    }
}
