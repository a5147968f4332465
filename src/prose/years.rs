//! Years in a text, as far as they say which year something is about.

use std::ops::Range;

use crate::prose::words::spelled;
use crate::quantity::period::{is_year, year};

/// A year that stands by itself: no part of a range that goes on, a date, a law's number or a decade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year; of a range such as 2021–2024, the last.
    pub last: i32,
    /// Where it stands; a range's first year.
    pub range: Range<usize>,
}

/// Every year of a text, in order.
pub fn years(text: &str) -> Vec<Year> {
    let mut found: Vec<Year> = Vec::new();
    let mut after = 0;
    for (range, word) in spelled(text) {
        let Some(year) = year(word).filter(|_| range.start >= after) else { continue };
        let rest = &text[range.end..];
        // 2018:1174 is a law and 1990-talet a decade.
        if rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("-tal") {
            continue;
        }
        match continued(rest, year) {
            Some((0, length)) => after = range.end + length,
            Some((last, length)) => {
                after = range.end + length;
                found.push(Year { last, range });
            }
            None => found.push(Year { last: year, range }),
        }
    }
    found
}

/// What follows a year and belongs to it: the last year of a range with the length of what follows, or zero for a
/// date or a registry number.
fn continued(rest: &str, year: i32) -> Option<(i32, usize)> {
    let joined = rest.trim_start();
    let mark = ["–", "—", "-", "/", "till ", "t.o.m. "].into_iter().find(|mark| joined.starts_with(mark))?;
    let behind = joined[mark.len()..].trim_start();
    let digits: &str = &behind[..behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len())];
    let length = rest.len() - behind.len() + digits.len();
    let number: i32 = digits.parse().ok()?;
    let goes_on = behind[digits.len()..].starts_with(['-', ':']);
    match digits.len() {
        4 if is_year(number) && number >= year => Some((number, length)),
        // 2024–26, but not 2024-11-20 nor 2023/24:1.
        2 if !goes_on && number > year % 100 && mark != "till " => Some((year - year % 100 + number, length)),
        2 if goes_on => Some((0, length)),
        _ if mark == "/" => Some((0, length)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::years;

    fn found(text: &str) -> Vec<i32> {
        years(text).into_iter().map(|year| year.last).collect()
    }

    #[test]
    fn years_stand_by_themselves() {
        assert_eq!(found("Budget 2024, utfall 2023 och 12024 i 202"), [2024, 2023]);
        assert_eq!(found("Region24 2024års år2024 2024."), [2024]);
    }

    #[test]
    fn a_range_is_its_last_year() {
        assert_eq!(found("2021–2025, 2024-2026, 2023 – 2024, 2022 till 2023"), [2025, 2026, 2024, 2023]);
        assert_eq!(found("2024–26 och 2024/25"), [2026, 2025]);
    }

    #[test]
    fn laws_dates_decades_and_registry_numbers_are_no_years() {
        assert_eq!(found("lagen (2018:1174), 1990-talet, 2024-11-20, prop. 2023/24:1, dnr 2024/123"), [0; 0]);
    }
}
