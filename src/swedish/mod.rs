//! Figures, dates and counts as Swedish text: true minus, no-break spaces, decimal comma.
//!
//! The only place where a number becomes text for a reader.

pub mod grammar;
pub mod lines;
pub mod minus;
pub mod numerals;
pub mod units;

use fixed_decimal::Decimal as FixedDecimal;
use icu_calendar::Date as CalendarDate;
use icu_datetime::{DateTimeFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::locale;
use rust_decimal::Decimal;

use crate::quantity::amount::{Amount, round};
use crate::quantity::date::Date;

/// Space that does not break.
pub const NBSP: char = '\u{a0}';

thread_local! {
    // Loading the locale's data once a thread rather than once a number; it holds no state.
    static NUMBERS: Option<DecimalFormatter> = DecimalFormatter::try_new(locale!("sv").into(), DecimalFormatterOptions::default()).ok();
}

/// A number rounded to a number of decimals: `−2 528,80`.
pub fn number(value: Decimal, decimals: u32) -> String {
    rounded(round(value, decimals), decimals)
}

/// A number that is rounded already, with its decimals: `−2 528,80`.
pub fn rounded(value: Decimal, decimals: u32) -> String {
    // Minus zero is no figure: −0,04 with one decimal prints as 0,0.
    let value = if value.is_zero() { value.abs() } else { value };
    let power = |decimals: u32| i16::try_from(decimals).map_or(i16::MIN, |decimals| -decimals);
    let mut fixed = FixedDecimal::from(value.mantissa());
    fixed.multiply_pow10(power(value.scale()));
    fixed.trim_end();
    fixed.pad_end(power(decimals));
    NUMBERS.with(|formatter| {
        formatter.as_ref().map_or_else(|| fixed.to_string(), |formatter| formatter.format(&fixed).to_string())
    })
}

/// An exact number with the decimals it has.
pub fn exact(value: Decimal) -> String {
    let value = value.normalize();
    number(value, value.scale())
}

/// A number and its unit, on one line: `1,8 mnkr`, `6,1 %`.
pub fn amount(amount: &Amount, decimals: u32) -> String {
    with_unit(number(amount.value, decimals), amount.unit.symbol())
}

/// A number and its unit in words: `1,8 miljoner kronor`, `6,1 procent`.
pub fn amount_in_words(amount: &Amount, decimals: u32) -> String {
    let rounded = round(amount.value, decimals);
    // "1 miljon" but "1,0 miljoner".
    let one = decimals == 0 && rounded.abs() == Decimal::ONE;
    with_unit(number(amount.value, decimals), units::words(&amount.unit, one))
}

/// An exact amount, for messages where every digit counts.
pub fn exact_amount(amount: &Amount) -> String {
    with_unit(exact(amount.value), amount.unit.symbol())
}

/// A written number and its unit, on one line.
pub fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number}{NBSP}{}", unit.replace(' ', "\u{a0}")) }
}

/// A small count in words, as running text has it; from thirteen in figures. `sex`, `tolv`, `13`.
pub fn count(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];
    WORDS.get(n).map_or_else(|| number(Decimal::from(n), 0), |word| (*word).to_owned())
}

/// A date in words: `20 november 2024`.
pub fn date(date: Date) -> String {
    let iso = date.iso();
    let Ok(calendar) = CalendarDate::try_new_iso(date.year, date.month, date.day) else { return iso };
    DateTimeFormatter::try_new(locale!("sv").into(), fieldsets::YMD::long())
        .map_or(iso, |formatter| formatter.format(&calendar).to_string().replacen(' ', "\u{a0}", 1))
}

/// A time span for a closing line: `0,42 s`.
pub fn seconds(elapsed: std::time::Duration) -> String {
    let hundredths = i64::try_from(elapsed.as_millis() / 10).unwrap_or(i64::MAX);
    format!("{}{NBSP}s", number(Decimal::new(hundredths, 2), 2))
}

/// First letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text's first words, as a title for it: at most sixty characters or so, with an ellipsis where words are left out.
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut length, mut kept) = (0, 0);
    for word in &words {
        length += word.chars().count() + 1;
        if length > LONGEST && kept > 0 {
            break;
        }
        kept += 1;
    }
    let title: String = words[..kept].join(" ").chars().take(2 * LONGEST).collect();
    if kept < words.len() {
        format!("{} …", title.trim_end_matches([',', ':', ';']))
    } else {
        title.trim_end_matches('.').to_owned()
    }
}

/// First letter in lower case, unless the word is an abbreviation: `resultat`, but `IT-utrustning`.
pub fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    if chars.clone().next().is_some_and(|second| second.is_uppercase() || second == '-') {
        return text.to_owned();
    }
    first.to_lowercase().chain(chars).collect()
}

/// Joins names as running text does: `a, b och c`.
pub fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} och {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{amount, amount_in_words, count, date, number, uncapitalised};
    use crate::quantity::amount::{Amount, parse_number, round};
    use crate::quantity::date::Date;
    use crate::quantity::unit::Unit;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn figures_are_printed_as_in_a_swedish_report() {
        assert_eq!(number(decimal("-2528.8"), 2), "\u{2212}2\u{a0}528,80");
        assert_eq!(number(decimal("-0.04"), 1), "0,0");
        assert_eq!(number(decimal("1285700"), 0), "1\u{a0}285\u{a0}700");
        assert_eq!(number(decimal("0.05"), 1), "0,1");
        let result = Amount::new(decimal("1.8"), Unit::MillionKronor);
        assert_eq!(amount(&result, 1), "1,8\u{a0}mnkr");
        assert_eq!(amount_in_words(&result, 1), "1,8\u{a0}miljoner\u{a0}kronor");
        assert_eq!(amount_in_words(&Amount::new(decimal("1"), Unit::MillionKronor), 0), "1\u{a0}miljon\u{a0}kronor");
    }

    #[test]
    fn dates_and_counts_are_words() {
        assert_eq!(date(Date { year: 2024, month: 11, day: 20 }), "20\u{a0}november 2024");
        assert_eq!(count(6), "sex");
        assert_eq!(count(13), "13");
        assert_eq!(uncapitalised("Övriga kostnader"), "övriga kostnader");
        assert_eq!(uncapitalised("IT-utrustning"), "IT-utrustning");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_rounded_figure(digits in -10_000_000_000i64..10_000_000_000, scale in 0u32..5, decimals in 0u32..5) {
            let value = Decimal::new(digits, scale);
            prop_assert_eq!(parse_number(&number(value, decimals)), Ok(round(value, decimals)));
        }
    }
}
