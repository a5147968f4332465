//! Periods that a sentence speaks of: `budgeten för 2025`, `2024 års prognos`, `hösten 2024`.

use std::ops::Range;

use crate::prose::words::Word;

/// Kinds of period, by how their words begin and as column ids have them.
const KINDS: &[&str] = &["budget", "prognos", "utfall", "bokslut"];

/// Words between a kind and its year.
const BETWEEN: &[&str] = &["för", "år", "av", "i", "på", "från", "helåret", "verksamhetsåret"];

/// A period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Where it stands.
    pub range: Range<usize>,
    /// `budget`, `prognos` …
    pub kind: Option<&'static str>,
    /// The year.
    pub year: Option<i32>,
}

impl Period {
    /// Whether a column is of this period. A column without year is of the plan's own.
    pub fn fits(&self, column: &str, plan_year: i32) -> bool {
        let (kind, year) = of_column(column);
        let year_fits = self.year.is_none_or(|wanted| wanted == year.unwrap_or(plan_year));
        year_fits && self.kind.is_none_or(|wanted| kind.is_none_or(|kind| kind == wanted))
    }
}

/// The kind and year in a column's id, `budget_2025.ram`.
pub fn of_column(id: &str) -> (Option<&str>, Option<i32>) {
    let period = id.split('.').next().unwrap_or(id);
    let (kind, year) = period.rsplit_once('_').unwrap_or(("", period));
    let year = year.parse().ok().filter(|year| is_year(*year));
    (KINDS.iter().find(|known| kind == **known).copied(), year)
}

/// The periods of a sentence, whose words these are; `text` is what they were read from.
pub fn periods(text: &str, words: &[Word]) -> Vec<Period> {
    let kind = |word: &Word| KINDS.iter().find(|kind| word.text.contains(**kind)).copied();
    let mut found: Vec<Period> = Vec::new();
    let mut taken = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(year) = year(text, word) else { continue };
        let before =
            words[..at].iter().enumerate().rev().take(4).find(|(_, word)| !BETWEEN.contains(&word.text.as_str()));
        let before = before.and_then(|(at, word)| kind(word).map(|kind| (at, kind)));
        let behind = words
            .get(at + 1)
            .filter(|word| word.text == "års")
            .and_then(|_| words.get(at + 2).and_then(|word| kind(word).map(|kind| (at + 2, kind))));
        let named = before.or(behind);
        let start = named.map_or(word.range.start, |(at, _)| words[at].range.start.min(word.range.start));
        let end = named.map_or(word.range.end, |(at, _)| words[at].range.end.max(word.range.end));
        taken.extend(named.map(|(at, _)| at));
        found.push(Period { range: start..end, kind: named.map(|(_, kind)| kind), year: Some(year) });
    }
    // A forecast without year is the forecast; "budget" without year is most often no column at all.
    for (at, word) in words.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        if word.text.starts_with("prognos") && word.text.len() <= "prognosens".len() && !taken.contains(&at) {
            found.push(Period { range: word.range.clone(), kind: Some("prognos"), year: None });
        }
    }
    found.sort_by_key(|period| period.range.start);
    found
}

/// A year that stands alone: not the end of a range, and no part of a number.
fn year(text: &str, word: &Word) -> Option<i32> {
    let year = word.text.parse().ok().filter(|year| word.text.len() == 4 && is_year(*year))?;
    let before = text[..word.range.start].chars().next_back();
    let mut behind = text[word.range.end..].chars();
    let next = behind.next();
    let digit = behind.next().is_some_and(|c| c.is_ascii_digit());
    let joined = before.is_some_and(|c| matches!(c, '–' | '-' | ':' | ',' | '/'))
        || (next.is_some_and(|c| matches!(c, '–' | '-' | ':' | ',' | '/')) && digit);
    (!joined).then_some(year)
}

fn is_year(year: i32) -> bool {
    (1990..2100).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::{Period, periods};
    use crate::prose::words::words;

    #[test]
    fn periods_are_kinds_and_years() {
        let text = "Från 2024 års prognos till budgeten för 2025 och programmet 2021–2025.";
        let found = periods(text, &words(text));
        let told: Vec<_> = found.iter().map(|period| (period.kind, period.year)).collect();
        assert_eq!(told, [(Some("prognos"), Some(2024)), (Some("budget"), Some(2025))]);
        assert!(found[0].fits("prognos_2024.ram", 2025) && !found[0].fits("budget_2024", 2025));
        let bare = Period { range: 0..0, kind: None, year: Some(2025) };
        assert!(bare.fits("belopp", 2025) && !bare.fits("belopp", 2024));
    }
}
