//! Figures that people typed in running text: amounts, percentages and bare numbers, with the words around them.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::quantity::amount::{parse_number, round};
use crate::quantity::unit::Unit;
use crate::swedish::numerals;

/// How exactly a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// As written: the truth rounded to the decimals written.
    Exact,
    /// `avrundat`: the truth rounded to the last digit that is no zero.
    Rounded,
    /// `cirka`, `omkring`: within one of the last digit that is no zero.
    About,
    /// `drygt`, `mer än`: the truth is a little more.
    Over,
    /// `knappt`, `närmare`: the truth is a little less.
    Under,
    /// `hälften`, `en tredjedel`: within a few per cent.
    Fraction,
    /// `upp till`, `högst`: a bound, which the truth need not be.
    Bound,
}

/// How far from the truth a fraction in words may be, in percentage points.
const FRACTION_MARGIN: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// Fractions in words, in per cent.
const FRACTIONS: &[(&str, u32)] = &[("tredjedel", 33), ("fjärdedel", 25), ("femtedel", 20), ("tiondel", 10)];

/// A figure in text.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The number with its unit, and sign.
    pub range: Range<usize>,
    /// Without sign, in `unit`.
    pub value: Decimal,
    /// What it counts.
    pub unit: Unit,
    /// How exactly it is meant.
    pub precision: Precision,
    /// `−`, `minus` or `plus` before it.
    pub negative: Option<bool>,
}

/// How far before a figure the words about it stand, in bytes.
const NEAR: usize = 40;

/// The fraction that is a word by itself.
const HALF: &str = "hälften";

/// Words before a figure, and what they make of it.
const PRECISIONS: &[(&str, Precision)] = &[
    ("avrundat", Precision::Rounded),
    ("i runda tal", Precision::Rounded),
    ("upp till", Precision::Bound),
    ("högst", Precision::Bound),
    ("minst", Precision::Bound),
    ("maximalt", Precision::Bound),
    ("i storleksordningen", Precision::About),
    ("storleksordningen", Precision::About),
    ("cirka", Precision::About),
    ("ca", Precision::About),
    ("ca.", Precision::About),
    ("omkring", Precision::About),
    ("ungefär", Precision::About),
    ("runt", Precision::About),
    ("drygt", Precision::Over),
    ("mer än", Precision::Over),
    ("över", Precision::Over),
    ("knappt", Precision::Under),
    ("närmare", Precision::Under),
    ("nästan", Precision::Under),
    ("uppemot", Precision::Under),
    ("strax under", Precision::Under),
    ("mindre än", Precision::Under),
];

/// Units behind a number, longest first within a beginning.
const UNITS: &[(&str, Unit)] = &[
    ("miljarder kronor", Unit::BillionKronor),
    ("miljard kronor", Unit::BillionKronor),
    ("miljarder kr", Unit::BillionKronor),
    ("miljarder", Unit::BillionKronor),
    ("miljard", Unit::BillionKronor),
    ("mdkr", Unit::BillionKronor),
    ("miljoner kronor", Unit::MillionKronor),
    ("miljon kronor", Unit::MillionKronor),
    ("miljoner kr", Unit::MillionKronor),
    ("miljoner", Unit::MillionKronor),
    ("miljon", Unit::MillionKronor),
    ("mnkr", Unit::MillionKronor),
    ("mkr", Unit::MillionKronor),
    ("msek", Unit::MillionKronor),
    ("tusen kronor", Unit::ThousandKronor),
    ("tkr", Unit::ThousandKronor),
    ("kronor", Unit::Krona),
    ("kr", Unit::Krona),
    ("procent", Unit::Percent),
    ("%", Unit::Percent),
];

/// The unit of people, as plans count them.
const PEOPLE: &str = "årsarbetare";

/// Words that may follow a bare `miljoner`: anything else is what there are millions of.
const AFTER_MILLIONS: &[&str] = &[
    "för", "i", "till", "från", "av", "och", "men", "per", "under", "mer", "mindre", "högre", "lägre", "som", "år",
    "samt", "på", "är", "varav", "vilket",
];

impl Claim {
    /// One of the last digit that is no zero, or of the last decimal written.
    pub fn step(&self) -> Decimal {
        if self.value.scale() > 0 || self.value.is_zero() {
            return Decimal::new(1, self.value.scale());
        }
        let (mut step, ten) = (Decimal::ONE, Decimal::TEN);
        while (self.value % (step * ten)).is_zero() {
            step *= ten;
        }
        step
    }

    /// Whether the figure says the truth, which is without sign and in the figure's unit.
    pub fn says(&self, truth: Decimal) -> bool {
        let step = self.step();
        let Some(distance) = truth.checked_sub(self.value).map(|distance| distance.abs()) else { return false };
        match self.precision {
            Precision::Exact | Precision::Bound => round(truth, self.value.scale()) == self.value,
            // Half a step at most, and half away from zero, as the plan rounds.
            Precision::Rounded => distance.checked_mul(Decimal::TWO).is_some_and(|twice| twice <= step),
            Precision::About => distance <= step,
            Precision::Over => truth >= self.value && distance < step,
            Precision::Under => truth <= self.value && distance < step,
            Precision::Fraction => distance <= FRACTION_MARGIN,
        }
    }

    /// How many digits the figure has from its first to its last that is no zero.
    pub fn digits(&self) -> usize {
        let digits = self.value.mantissa().unsigned_abs().to_string();
        if self.value.scale() > 0 { digits.len() } else { digits.trim_end_matches('0').len() }
    }

    /// The digits alone.
    pub fn written_digits(&self) -> String {
        self.value.mantissa().unsigned_abs().to_string()
    }
}

/// The figures of a text, in order.
pub fn claims(text: &str) -> Vec<Claim> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((range, value)) = next_number(text, at) {
        at = range.end;
        if text[range.clone()].eq_ignore_ascii_case(HALF) {
            let precision = Precision::Fraction;
            found.push(Claim { range, value: Decimal::from(50), unit: Unit::Percent, precision, negative: None });
            continue;
        }
        // A range, a date or a number with a letter at it is no figure of its own.
        let Some((unit, end)) = unit(text, range.end) else { continue };
        let (start, negative) = sign(text, range.start);
        at = end;
        // "En tredjedel" is one third, not one.
        if let Some((end, share)) = fraction(text, range.end) {
            at = end;
            let value = value * Decimal::from(share);
            found.push(Claim {
                range: start..end,
                value,
                unit: Unit::Percent,
                precision: Precision::Fraction,
                negative,
            });
            continue;
        }
        found.push(Claim { precision: precision(&text[..start]), range: start..end, value, unit, negative });
    }
    found
}

/// The fraction that follows a number, in per cent, and where it ends.
fn fraction(text: &str, end: usize) -> Option<(usize, u32)> {
    let rest = text.get(end..)?.strip_prefix(' ')?;
    let word = rest.split(|c: char| !c.is_alphabetic()).next()?;
    let (_, share) = FRACTIONS.iter().find(|(name, _)| word.trim_end_matches("ar") == *name)?;
    Some((end + 1 + word.len(), *share))
}

/// The next number in digits or words from an offset.
fn next_number(text: &str, from: usize) -> Option<(Range<usize>, Decimal)> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let word: usize = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
        let end = start + word;
        if text[start..].starts_with(|c: char| c.is_ascii_digit()) {
            let (end, value) = digits(text, start, end);
            if let Some(value) = value {
                return Some((start..end, value));
            }
            at = end;
            continue;
        }
        let word = text[start..end].to_lowercase();
        if let Some(value) = numerals::parse(&word).or((word == HALF).then_some(50)) {
            return Some((start..end, Decimal::from(value)));
        }
        at = end;
    }
}

/// A number that starts with a digit; nothing when letters, a colon or another number hang on it.
fn digits(text: &str, start: usize, word_end: usize) -> (usize, Option<Decimal>) {
    let own = &text[start..word_end];
    if !own.bytes().all(|byte| byte.is_ascii_digit()) {
        return (word_end, None);
    }
    let mut end = word_end;
    // Groups of three digits behind one to three.
    if own.len() <= 3 {
        while let Some(space) =
            text[end..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        {
            let group = end + space.len_utf8();
            let length = text[group..].bytes().take_while(u8::is_ascii_digit).count();
            let closed = !text[group + length..].starts_with(char::is_alphanumeric);
            if length != 3 || !closed {
                break;
            }
            end = group + 3;
        }
    }
    let mut decimals = text[end..].chars();
    if matches!(decimals.next(), Some(',' | '.')) {
        let length = decimals.as_str().bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            end += 1 + length;
        }
    }
    let before = text[..start].chars().next_back();
    let hangs = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '/' | '§' | '.' | ','));
    let part_of_more = |c: char, rest: &str| {
        matches!(c, '–' | '-' | '/' | ':') && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    let mut after = text[end..].chars();
    let more = after.next().is_some_and(|c| c.is_alphabetic() || part_of_more(c, after.as_str()));
    let range = before.is_some_and(|c| matches!(c, '–' | '-'))
        && text[..start].trim_end_matches(['–', '-']).ends_with(|c: char| c.is_alphanumeric());
    if hangs(before) || more || range {
        return (end, None);
    }
    (end, parse_number(&text[start..end]).ok())
}

/// The unit behind a number, and where it ends; a bare number ends where it ends.
fn unit(text: &str, end: usize) -> Option<(Unit, usize)> {
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let behind: String = rest[gap..].chars().take(20).collect::<String>().replace('\u{a0}', " ").to_lowercase();
    for (name, unit) in UNITS {
        let Some(after) = behind.strip_prefix(name) else { continue };
        if after.starts_with(char::is_alphanumeric) && *name != "%" {
            continue;
        }
        let bare_millions = name.starts_with("milj") && !name.contains(' ');
        let next = after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let counts_something = bare_millions
            && after.starts_with(' ')
            && next.chars().any(char::is_alphabetic)
            && !AFTER_MILLIONS.contains(&next);
        if counts_something {
            return None;
        }
        let length: usize = rest[gap..].chars().take(name.chars().count()).map(char::len_utf8).sum();
        return Some((unit.clone(), end + gap + length));
    }
    // "30,5 årsarbetare", "33 färre årsarbetare".
    let people =
        ["", "färre ", "fler "].iter().find_map(|word| behind.strip_prefix(word)?.strip_prefix(PEOPLE).map(|_| word));
    let length = |word: &str| {
        rest[gap..].chars().take(word.chars().count() + PEOPLE.chars().count()).map(char::len_utf8).sum::<usize>()
    };
    Some(people.map_or((Unit::None, end), |word| (Unit::Other(PEOPLE.to_owned()), end + gap + length(word))))
}

/// The sign before a number, and where the number begins with it.
fn sign(text: &str, start: usize) -> (usize, Option<bool>) {
    let near = text.floor_char_boundary(start.saturating_sub(NEAR));
    let before = &text[near..start];
    for (word, negative) in [("minus", true), ("plus", false)] {
        let trimmed = before.trim_end();
        if trimmed.len() < before.len() && trimmed.to_lowercase().ends_with(word) {
            return (near + trimmed.len() - word.len(), Some(negative));
        }
    }
    match before.chars().next_back() {
        Some(c @ ('−' | '-' | '–')) => (start - c.len_utf8(), Some(true)),
        Some('+') => (start - 1, Some(false)),
        _ => (start, None),
    }
}

fn precision(before: &str) -> Precision {
    let near = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    let before = before[near..].trim_end().to_lowercase();
    PRECISIONS
        .iter()
        .find(|(word, _)| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
        .map_or(Precision::Exact, |(_, precision)| *precision)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Precision, claims};

    fn found(text: &str) -> Vec<String> {
        claims(text).iter().map(|claim| format!("{} {}", claim.value, claim.unit.symbol()).trim().to_owned()).collect()
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(
            found("intäkter på 2 528,8 miljoner kronor, 633 600 tkr och 2,5 miljarder"),
            ["2528.8 mnkr", "633600 tkr", "2.5 mdkr"]
        );
        assert_eq!(found("etthundratrettio miljoner kronor och 5,7 %"), ["130 mnkr", "5.7 %"]);
        assert_eq!(found("lagen (2018:1174), 2021–2025, kl. 9.30 och M365, 3 miljoner invånare"), ["9.30"]);
    }

    #[test]
    fn words_say_how_exact_a_figure_is() {
        let truth = |text: &str, truth: &str| claims(text)[0].says(truth.parse::<Decimal>().expect("a decimal"));
        assert!(truth("knappt 634 mnkr", "633.6") && !truth("drygt 634 mnkr", "633.6"));
        assert!(truth("cirka 630 mnkr", "633.6") && !truth("630 mnkr", "633.6"));
        assert!(truth("avrundat 634 mnkr", "633.6") && !truth("633 mnkr", "633.6"));
        assert_eq!(claims("ca 5 mnkr")[0].precision, Precision::About);
    }
}
