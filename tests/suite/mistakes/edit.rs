//! Edits of a plan's files, and what they are made of: places in the text.

use std::collections::BTreeMap;
use std::ops::Range;

/// Texts of a plan's files by path.
pub(super) type Texts = BTreeMap<String, String>;

/// A change of one file: parts of it, each with what stands there instead.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) path: String,
    pub(super) parts: Vec<(Range<usize>, String)>,
}

impl Edit {
    pub(super) fn one(path: &str, range: Range<usize>, with: impl Into<String>) -> Self {
        Self { path: path.to_owned(), parts: vec![(range, with.into())] }
    }

    /// Two parts that change places.
    pub(super) fn swap(path: &str, text: &str, a: Range<usize>, b: Range<usize>) -> Self {
        let (first, second) = (text[a.clone()].to_owned(), text[b.clone()].to_owned());
        Self { path: path.to_owned(), parts: vec![(a, second), (b, first)] }
    }

    /// The file as it becomes; nothing when it stays as it is.
    pub(super) fn applied(&self, texts: &Texts) -> Option<String> {
        let old = &texts[&self.path];
        let mut parts = self.parts.clone();
        parts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut new = old.clone();
        for (range, with) in parts {
            new.replace_range(range, &with);
        }
        (new != *old).then_some(new)
    }

    /// The first changed line, before and after.
    pub(super) fn shown(&self, texts: &Texts) -> String {
        let old = &texts[&self.path];
        let new = self.applied(texts).unwrap_or_default();
        let changed = old.lines().zip(new.lines()).enumerate().find(|(_, (old, new))| old != new);
        let (line, (old, new)) = changed.unwrap_or((0, ("", "")));
        let cut = |text: &str| {
            let from = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count().saturating_sub(60);
            text.chars().skip(from).take(150).collect::<String>()
        };
        format!("{}:{}\n      - {}\n      + {}", self.path, line + 1, cut(old), cut(new))
    }
}

/// The lines of a text, with where each begins.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// Every place of a needle in the files whose path contains something.
pub(super) fn places<'a>(texts: &'a Texts, within: &'a str, needle: &'a str) -> Vec<(&'a str, Range<usize>)> {
    let own = texts.iter().filter(move |(path, _)| path.contains(within));
    let found = own.flat_map(move |(path, text)| {
        let whole = move |at: &usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inner = |c: Option<char>, own: Option<char>| letter(c) && letter(own);
            !inner(text[..*at].chars().next_back(), needle.chars().next())
                && !inner(text[*at + needle.len()..].chars().next(), needle.chars().next_back())
        };
        let found = text.match_indices(needle).map(|(at, _)| at).filter(whole);
        found.map(move |at| (path.as_str(), at..at + needle.len()))
    });
    found.collect()
}

/// A row of amounts as it is written: where the row stands, and its numbers; a cell that is no number is left out.
pub(super) struct Amounts<'a> {
    pub(super) path: &'a str,
    pub(super) line: Range<usize>,
    pub(super) cells: Vec<Range<usize>>,
}

/// Every row of amounts in the tables.
pub(super) fn amounts(texts: &Texts) -> Vec<Amounts<'_>> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        for (start, line) in lines(text) {
            let Some((before, rest)) = line.split_once("belopp: [") else { continue };
            let list = &rest[..rest.find(']').unwrap_or(rest.len())];
            let mut at = start + before.len() + "belopp: [".len();
            let mut cells = Vec::new();
            for item in list.split(", ") {
                if item.parse::<rust_decimal::Decimal>().is_ok() {
                    cells.push(at..at + item.len());
                }
                at += item.len() + 2;
            }
            found.push(Amounts { path, line: start..start + line.len(), cells });
        }
    }
    found
}

/// Whether a file holds tables of figures.
pub(super) fn is_table(path: &str) -> bool {
    ["budget/", "investeringar/", "handlingsplan"].iter().any(|begin| path.starts_with(begin))
}

/// The value of an argument, `name="value"`, in every call of the chapters.
pub(super) fn arguments<'a>(texts: &'a Texts, name: &'a str) -> Vec<(&'a str, Range<usize>)> {
    let key = format!("{name}=\"");
    let own = texts.iter().filter(|(path, _)| path.starts_with("kapitel/"));
    let found = own.flat_map(|(path, text)| {
        let starts = text.match_indices(&key).map(|(at, key)| at + key.len());
        let starts: Vec<usize> = starts.collect();
        starts.into_iter().filter_map(move |at| Some((path.as_str(), at..at + text[at..].find('"')?)))
    });
    found.collect()
}
