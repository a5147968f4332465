//! Numbers as people write them in spreadsheets, as exact decimals: `1 234,5`, `633,6-`, `(633,6)`, `1.234,5`.
//!
//! A spreadsheet's own numbers are binary. What one shows is fifteen digits; what lies beyond is noise, and is told.

use rust_decimal::Decimal;

use crate::quantity::amount::{NumberError, machine, parse_number};
use crate::quantity::unit::Unit;

/// Digits that a binary number is sure of, and that spreadsheets show.
const SURE: u32 = 15;

/// Decimals that an amount may have beyond those that its table prints.
pub const BEYOND: u32 = 4;

/// Why a text is no number, in Swedish, with what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoNumber {
    /// What is wrong.
    pub why: String,
    /// What to write.
    pub hint: String,
}

impl NoNumber {
    fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }
}

/// A number as it stands in a text, and the unit that is written after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The number.
    pub value: Decimal,
    /// The unit, where there is one.
    pub unit: Option<Unit>,
}

/// Reads a text as a number. `decimals` is how many the place can have, which tells `1,234` from `1 234`.
///
/// # Errors
/// When it is none, or may be two.
pub fn written(text: &str, decimals: u32) -> Result<Written, NoNumber> {
    let plain: String = text.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}')).collect();
    let plain = plain.trim();
    let (body, unit) = unit_after(plain);
    let (negative, body) = sign(body.trim());
    let none = || NoNumber::new(format!("\"{plain}\" är inget tal"), "skriv beloppet som ett tal");
    let body = one_mark(body, decimals).map_err(|both| {
        NoNumber::new(
            format!("\"{plain}\" kan vara {} eller {}", both[0], both[1]),
            "skriv beloppet som ett tal, och inte som text",
        )
    })?;
    // A sign within is one sign too many, or stands among the figures.
    let value = match parse_number(&body) {
        Ok(_) if negative && body.starts_with(['-', '−', '–', '+']) => return Err(none()),
        Ok(value) => value,
        Err(NumberError::TooLong) => {
            return Err(NoNumber::new(format!("\"{plain}\" har för många siffror"), "skriv högst 18 siffror"));
        }
        Err(NumberError::Malformed) => return Err(none()),
    };
    Ok(Written { value: if negative { -value } else { value }, unit })
}

/// A text without the unit that ends it.
fn unit_after(text: &str) -> (&str, Option<Unit>) {
    let end = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    let (word, digits) = (&text[end.len()..], end.trim_end());
    let is_number = digits.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '-' | '−' | '–' | ':'));
    if word.is_empty() || !is_number {
        return (text, None);
    }
    (digits.trim_end_matches(":-"), Some(Unit::parse(&word.to_lowercase())))
}

/// A number without what makes it less than nothing: parentheses, or a minus behind it.
fn sign(text: &str) -> (bool, &str) {
    let minus = ['-', '−', '–'];
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inner.trim());
    }
    if let Some(rest) = text.strip_suffix(minus).filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit() || c == ' '))
    {
        return (true, rest.trim_end());
    }
    match text.strip_prefix(minus) {
        Some(rest) if rest.starts_with([' ', '\u{a0}']) => (true, rest.trim_start()),
        _ => (false, text),
    }
}

/// A number with one mark before its decimals and none between its groups.
///
/// # Errors
/// The two numbers that it may be.
fn one_mark(text: &str, decimals: u32) -> Result<String, [String; 2]> {
    let text: String = text.chars().map(|c| if matches!(c, '\'' | '’') { ' ' } else { c }).collect();
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let Some(&(last, mark)) = marks.last() else { return Ok(text) };
    let other = if mark == ',' { '.' } else { ',' };
    let grouped = |part: &str, by: char| {
        let mut groups = part.trim_start_matches(['-', '−', '+', '–']).split(by);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
    };
    let whole = &text[..last];
    if marks.len() > 1 {
        // Points between groups and a comma before the decimals, or the other way about.
        if marks[..marks.len() - 1].iter().all(|(_, own)| *own == other) && grouped(whole, other) {
            return Ok(format!("{}.{}", whole.replace(other, ""), &text[last + 1..]));
        }
        return Ok(if grouped(&text, mark) { text.replace(mark, "") } else { text });
    }
    let behind = &text[last + 1..];
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let may_be_groups = behind.len() == 3 && digits(behind) && decimals < 3 && grouped(&text, mark);
    if may_be_groups && !whole.trim_start_matches(['-', '−', '+', '–']).starts_with('0') {
        return Err([format!("{whole},{behind}"), format!("{whole} {behind}")]);
    }
    Ok(text)
}

/// A number that a spreadsheet holds, without what is noise in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cleared {
    /// The number.
    pub value: Decimal,
    /// Whether something was left out.
    pub noise: bool,
}

/// Clears a spreadsheet's number of noise.
///
/// # Errors
/// When it has more decimals than an amount that is printed with so many can have.
pub fn cleared(value: Decimal, decimals: u32) -> Result<Cleared, NoNumber> {
    let most = decimals + BEYOND;
    let shown = value.round_sf(SURE).unwrap_or(value).normalize();
    let rounded = shown.round_dp(most).normalize();
    // What is taken from each other leaves noise in digits that are shown, too.
    let noise = (shown - rounded).abs() < Decimal::new(1, most + 5);
    if !noise {
        return Err(NoNumber::new(
            format!("{} har fler decimaler än ett belopp kan ha här (högst {most})", swedish(shown)),
            format!("avrunda i Excel, till exempel =AVRUNDA(…;{decimals})"),
        ));
    }
    Ok(Cleared { value: rounded, noise: rounded != value.normalize() })
}

/// Whether two numbers are the same as far as a binary number can tell.
pub fn same(one: Decimal, other: Decimal) -> bool {
    one == other || one.round_sf(SURE) == other.round_sf(SURE)
}

/// A number as it is written in Swedish, with all its decimals.
pub fn swedish(value: Decimal) -> String {
    machine(value).replace('.', ",").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{cleared, same, written};
    use crate::quantity::unit::Unit;

    fn read(text: &str) -> Option<String> {
        written(text, 1).ok().map(|written| written.value.to_string())
    }

    #[test]
    fn numbers_are_read_in_the_ways_that_people_write_them() {
        for (text, value) in [
            ("1 234,5", "1234.5"),
            ("1234.5", "1234.5"),
            ("1\u{a0}234,5", "1234.5"),
            ("633,6-", "-633.6"),
            ("633,6 -", "-633.6"),
            ("(633,6)", "-633.6"),
            ("( 633,6 )", "-633.6"),
            ("- 633,6", "-633.6"),
            ("−633,6", "-633.6"),
            ("–633,6", "-633.6"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1'234.5", "1234.5"),
            ("0,125", "0.125"),
            ("12 %", "12"),
            ("633,6 mnkr", "633.6"),
            ("1 234,5- tkr", "-1234.5"),
        ] {
            assert_eq!(read(text).as_deref(), Some(value), "{text}");
        }
        assert_eq!(written("12,5 mnkr", 1).map(|own| own.unit), Ok(Some(Unit::MillionKronor)));
    }

    #[test]
    fn what_may_be_two_numbers_is_none() {
        for text in ["1.234", "1,234", "-1,234", "12.345"] {
            assert!(written(text, 1).is_err_and(|no| no.why.contains("kan vara")), "{text}");
            assert!(written(text, 3).is_ok(), "{text}");
        }
        for text in ["ca 12", "12 eller 13", "1-2", "", "--5", "(-5)", "12,3,4", "1 2", "x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn noise_is_cleared_and_decimals_are_not() {
        let of =
            |text: &str| cleared(text.parse().expect("a decimal"), 1).map(|own| (own.value.to_string(), own.noise));
        assert_eq!(of("7.000000000000001"), Ok(("7".to_owned(), true)));
        assert_eq!(of("0.30000000000000004"), Ok(("0.3".to_owned(), true)));
        assert_eq!(of("0.20000000000436557"), Ok(("0.2".to_owned(), true)));
        assert_eq!(of("2528.75"), Ok(("2528.75".to_owned(), false)));
        assert_eq!(of("-633.6"), Ok(("-633.6".to_owned(), false)));
        assert!(of("333.3333333333333").is_err() && of("0.0000005684").is_err());
    }

    proptest! {
        // However a spreadsheet's noise falls, what was typed is what is read.
        #[test]
        fn what_was_typed_is_read(digits in -1_000_000_000i64..1_000_000_000, scale in 0u32..5, noise in -4i64..4) {
            let typed = Decimal::new(digits, scale);
            let held = typed + Decimal::new(noise, 13);
            let read = cleared(held, 2).map(|own| own.value);
            prop_assert_eq!(read, Ok(typed.normalize()));
            prop_assert!(same(typed, typed.normalize()));
        }

        #[test]
        fn a_number_is_read_however_it_is_grouped(digits in 0i64..1_000_000_000, negative: bool) {
            let plain = format!("{:.1}", Decimal::new(digits, 1));
            let wanted: Decimal = plain.parse().expect("a decimal");
            let wanted = if negative { -wanted } else { wanted };
            let (whole, decimal) = plain.split_once('.').expect("one decimal");
            let grouped = |mark: &str| {
                let letters: Vec<char> = whole.chars().collect();
                letters.rchunks(3).rev().map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(mark)
            };
            for text in [format!("{},{decimal}", grouped(" ")), format!("{},{decimal}", grouped(".")), format!("{},{decimal}", grouped("\u{a0}"))] {
                let signed = if negative { [format!("-{text}"), format!("{text}-"), format!("({text})")] } else { [text.clone(), format!("+{text}"), format!(" {text} ")] };
                for text in signed {
                    prop_assert_eq!(written(&text, 1).map(|own| own.value), Ok(wanted), "{}", text);
                }
            }
        }
    }
}
