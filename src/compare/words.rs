//! Two texts word by word.

use schemars::JsonSchema;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// What happened to a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Vad som hände med en följd av ord.")]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// Står kvar.
    Kept,
    /// Ströks.
    Deleted,
    /// Skrevs till.
    Inserted,
}

/// A stretch of words that shared its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "En följd av ord.")]
#[serde(rename_all = "camelCase")]
pub struct Word {
    /// Vad som hände.
    pub fate: Fate,
    /// Orden, med mellanrum.
    pub text: String,
}

/// What became of each word. Kept and deleted words together are the text before, kept and inserted ones the text
/// after.
pub fn compare(before: &str, after: &str) -> Vec<Word> {
    let diff = TextDiff::from_words(before, after);
    let mut words: Vec<Word> = Vec::new();
    for change in diff.iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Kept,
            ChangeTag::Delete => Fate::Deleted,
            ChangeTag::Insert => Fate::Inserted,
        };
        push(&mut words, fate, change.value());
    }
    words
}

/// Joins to the last stretch of the same fate since the last kept word, so that a reader meets all that went and then
/// all that came.
fn push(words: &mut Vec<Word>, fate: Fate, text: &str) {
    let since_kept = words.iter().rposition(|word| word.fate == Fate::Kept).map_or(0, |at| at + 1);
    let own = if fate == Fate::Kept {
        words.last_mut().filter(|last| last.fate == fate)
    } else {
        // A single space between two changed words is no resting place.
        let at = since_kept.checked_sub(1).filter(|&at| at > 0 && words[at].text == " " && at + 1 == words.len());
        if at.is_some() {
            bridge(words);
        }
        let since_kept = words.iter().rposition(|word| word.fate == Fate::Kept).map_or(0, |at| at + 1);
        words[since_kept..].iter_mut().find(|word| word.fate == fate)
    };
    match own {
        Some(word) => word.text.push_str(text),
        None => words.push(Word { fate, text: text.to_owned() }),
    }
}

/// Takes a lone kept space at the end into both of the stretches before it.
fn bridge(words: &mut Vec<Word>) {
    words.pop();
    let since_kept = words.iter().rposition(|word| word.fate == Fate::Kept).map_or(0, |at| at + 1);
    for fate in [Fate::Deleted, Fate::Inserted] {
        match words[since_kept..].iter_mut().find(|word| word.fate == fate) {
            Some(word) => word.text.push(' '),
            None => words.push(Word { fate, text: " ".to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, compare};

    fn shown(before: &str, after: &str) -> String {
        let mark = |fate| match fate {
            Fate::Kept => ("", ""),
            Fate::Deleted => ("[-", "-]"),
            Fate::Inserted => ("{+", "+}"),
        };
        let words = compare(before, after);
        let shown = words.iter().map(|word| [mark(word.fate).0, &word.text, mark(word.fate).1].concat());
        shown.collect::<Vec<_>>().concat()
    }

    #[test]
    fn words_are_kept_struck_or_written() {
        assert_eq!(shown("Nämnden har sex risker.", "Nämnden har sju risker."), "Nämnden har [-sex-]{+sju+} risker.");
        assert_eq!(shown("en två tre", "fyra fem tre"), "[-en två-]{+fyra fem+} tre");
        assert_eq!(shown("lika", "lika"), "lika");
    }
}
