//! Periods that a sentence speaks of: `budgeten för 2025`, `2024 års prognos`, `hösten 2024`.

use std::ops::Range;

use crate::prose::claims::Claim;
use crate::prose::words::Word;
use crate::quantity::period::{self, Period, PeriodKind};
use crate::quantity::unit::Unit;

/// Words between a kind and its year.
const BETWEEN: &[&str] = &["för", "år", "av", "i", "på", "från", "helåret", "verksamhetsåret"];

/// A period that a sentence speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its kind, one of [`PeriodKind::SPOKEN`].
    pub kind: Option<PeriodKind>,
    /// The year.
    pub year: Option<i32>,
}

impl Mention {
    /// Whether a column is of this period. A column about no period is of the plan's own year; a year in a text is the
    /// whole of it, unless the text speaks of the accounts of a part.
    pub fn fits(&self, column: Option<Period>, plan_year: i32) -> bool {
        let Some(column) = column else { return self.year.is_none_or(|wanted| wanted == plan_year) };
        let year = if self.kind == Some(PeriodKind::Interim) { column.year() } else { column.whole_year() };
        let kind_fits = |wanted| column.kind.is_none_or(|kind| kind.spoken() == wanted);
        self.year.is_none_or(|wanted| year == Some(wanted)) && self.kind.is_none_or(kind_fits)
    }
}

/// The periods of a sentence, whose words and figures these are; `text` is what they were read from.
pub fn periods(text: &str, words: &[Word], claims: &[Claim]) -> Vec<Mention> {
    let kind = |word: &Word| PeriodKind::SPOKEN.into_iter().find(|kind| word.text.contains(kind.word()));
    let is_amount = |word: &Word| {
        let here = |claim: &Claim| claim.range.start <= word.range.start && word.range.end <= claim.range.end;
        claims.iter().any(|claim| claim.unit != Unit::None && here(claim))
    };
    let mut found: Vec<Mention> = Vec::new();
    let mut taken = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(year) = year(text, word).filter(|_| !is_amount(word)) else { continue };
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
        found.push(Mention { range: start..end, kind: named.map(|(_, kind)| kind), year: Some(year) });
    }
    // A forecast without year is the forecast; "budget" without year is most often no column at all.
    for (at, word) in words.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        if word.text.starts_with("prognos") && word.text.len() <= "prognosens".len() && !taken.contains(&at) {
            found.push(Mention { range: word.range.clone(), kind: Some(PeriodKind::Forecast), year: None });
        }
    }
    found.sort_by_key(|period| period.range.start);
    found
}

/// A year that stands alone: not the end of a range, and no part of a number.
fn year(text: &str, word: &Word) -> Option<i32> {
    let year = period::year(&word.text)?;
    let before = text[..word.range.start].chars().next_back();
    let mut behind = text[word.range.end..].chars();
    let next = behind.next();
    let digit = behind.next().is_some_and(|c| c.is_ascii_digit());
    let joined = before.is_some_and(|c| matches!(c, '–' | '-' | ':' | ',' | '/'))
        || (next.is_some_and(|c| matches!(c, '–' | '-' | ':' | ',' | '/')) && digit);
    (!joined).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::{Mention, periods};
    use crate::prose::claims::claims;
    use crate::prose::words::words;
    use crate::quantity::period::PeriodKind;
    use crate::quantity::period::names;

    fn found(text: &str) -> Vec<(Option<PeriodKind>, Option<i32>)> {
        periods(text, &words(text), &claims(text)).into_iter().map(|found| (found.kind, found.year)).collect()
    }

    #[test]
    fn periods_are_kinds_and_years() {
        let (forecast, budget) = (Some(PeriodKind::Forecast), Some(PeriodKind::Budget));
        assert_eq!(
            found("Från 2024 års prognos till budgeten för 2025 och programmet 2021–2025."),
            [(forecast, Some(2024)), (budget, Some(2025))]
        );
        assert_eq!(found("Enligt delårsbokslutet 2024."), [(Some(PeriodKind::Interim), Some(2024))]);
        assert_eq!(found("Kostnaden är 1950 tkr, mot 2150 tkr år 1950."), [(None, Some(1950))]);
    }

    #[test]
    fn a_period_is_that_of_a_column() {
        let fits =
            |kind, year, column: &str| Mention { range: 0..0, kind, year: Some(year) }.fits(names::in_id(column), 2025);
        let (forecast, budget, interim) =
            (Some(PeriodKind::Forecast), Some(PeriodKind::Budget), Some(PeriodKind::Interim));
        assert!(fits(forecast, 2024, "prognos_2024") && !fits(forecast, 2024, "budget_2024"));
        assert!(fits(None, 2025, "belopp") && !fits(None, 2024, "belopp"));
        // What is planned or revised is a budget too, and a part of a year is not the year.
        assert!(fits(budget, 2025, "plan_2025") && fits(budget, 2025, "reviderad_budget_2025"));
        assert!(!fits(forecast, 2025, "ram_2025") && !fits(None, 2025, "utfall_jan_aug_2025"));
        assert!(fits(interim, 2024, "delår_2024") && !fits(None, 2024, "delår_2024"));
    }
}
