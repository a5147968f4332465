//! Amounts: exact decimals with a unit, checked arithmetic, and the one rounding rule.
//!
//! Floats are absent: an amount is read from its text as a decimal and stays one.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::quantity::ratios;
use crate::quantity::unit::Unit;

/// What can go wrong in arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountError {
    /// More digits than a decimal holds (28).
    Overflow,
    /// Division by zero.
    DivisionByZero,
    /// Two units that cannot be added or compared.
    MixedUnits(Unit, Unit),
    /// A result in a unit, and another that it was to be in.
    OtherUnit(Unit, Unit),
    /// A written number beside a share, which says neither the whole nor a number of per cent.
    BareBesideShare(Decimal),
}

/// A decimal number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The exact value.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
}

impl Amount {
    /// A value in a unit.
    pub fn new(value: Decimal, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// A number without unit, as written in a formula.
    pub fn number(value: Decimal) -> Self {
        Self { value, unit: Unit::None }
    }

    /// Sum. Both must have the same unit.
    ///
    /// # Errors
    /// Mixed units, or overflow.
    pub fn plus(&self, other: &Self) -> Result<Self, AmountError> {
        let unit = self.common_unit(other)?;
        let value = self.value.checked_add(other.value).ok_or(AmountError::Overflow)?;
        Ok(Self { value, unit })
    }

    /// Difference. Both must have the same unit.
    ///
    /// # Errors
    /// Mixed units, or overflow.
    pub fn minus(&self, other: &Self) -> Result<Self, AmountError> {
        self.plus(&other.negated())
    }

    /// Product, in the product of the units: a share of an amount is an amount.
    ///
    /// # Errors
    /// Units that cannot be multiplied, or overflow.
    pub fn times(&self, other: &Self) -> Result<Self, AmountError> {
        let (unit, by) = ratios::times(&self.unit, &other.unit).map_err(mixed)?;
        let value = self.value.checked_mul(other.value).and_then(|value| value.checked_mul(by));
        Ok(Self { value: value.ok_or(AmountError::Overflow)?, unit })
    }

    /// Quotient, in the quotient of the units: of equal units a bare number.
    ///
    /// # Errors
    /// Units that cannot be divided, division by zero, or overflow.
    pub fn divided_by(&self, other: &Self) -> Result<Self, AmountError> {
        let (unit, by) = ratios::divide(&self.unit, &other.unit).map_err(mixed)?;
        if other.value.is_zero() {
            return Err(AmountError::DivisionByZero);
        }
        let value = self.value.checked_div(other.value).and_then(|value| value.checked_mul(by));
        Ok(Self { value: value.ok_or(AmountError::Overflow)?, unit })
    }

    /// The same amount with the opposite sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { value: -self.value, unit: self.unit.clone() }
    }

    /// The amount without sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        Self { value: self.value.abs(), unit: self.unit.clone() }
    }

    /// The same amount in another unit of the same kind, exactly.
    ///
    /// # Errors
    /// Units of different kinds, or overflow.
    pub fn converted(&self, to: &Unit) -> Result<Self, AmountError> {
        let factor =
            ratios::conversion(&self.unit, to).ok_or_else(|| AmountError::MixedUnits(self.unit.clone(), to.clone()))?;
        let value = self.value.checked_mul(factor).ok_or(AmountError::Overflow)?;
        Ok(Self { value, unit: to.clone() })
    }

    fn common_unit(&self, other: &Self) -> Result<Unit, AmountError> {
        if self.unit == other.unit {
            Ok(self.unit.clone())
        } else {
            Err(AmountError::MixedUnits(self.unit.clone(), other.unit.clone()))
        }
    }
}

fn mixed(ratios::TwoKinds(one, other): ratios::TwoKinds) -> AmountError {
    AmountError::MixedUnits(one, other)
}

/// Rounds to decimals, or below none to tens, hundreds and so on.
pub fn round_to(value: Decimal, decimals: i32) -> Option<Decimal> {
    if let Ok(decimals) = u32::try_from(decimals) {
        return Some(round(value, decimals));
    }
    let step = Decimal::from(10_i64.checked_pow(decimals.unsigned_abs())?);
    round(value.checked_div(step)?, 0).checked_mul(step)
}

/// The rounding rule: half away from zero, as Swedish accounting rounds (0,05 becomes 0,1 and −0,05 becomes −0,1).
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A value as machines read it, with a point and no more decimals than it has: `-2528.75`.
pub fn machine(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// Not written as a number.
    Malformed,
    /// More than [`LONGEST_NUMBER`] digits.
    TooLong,
}

/// Most digits of a number as written. A decimal holds 28: with 18, no sum of written numbers is ever rounded.
pub const LONGEST_NUMBER: usize = 18;

/// Reads a number as people write it: `2528.8`, `-633,6`, `2 528,8`, `−1`, `+3`.
///
/// Spaces (ordinary, no-break, thin) may separate groups of three digits; the decimal mark is a point or
/// a comma, once; a minus is `-` or `−`. The number of decimals written is kept.
///
/// # Errors
/// When the text is anything else. Exponents, `NaN` and hexadecimal are not numbers here.
pub fn parse_number(text: &str) -> Result<Decimal, NumberError> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−', '\u{2013}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mark = digits.find(['.', ',']);
    let (whole, fraction) = mark.map_or((digits, None), |at| (&digits[..at], Some(&digits[at + 1..])));
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    let grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let plain = groups.concat();
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !grouped || !all_digits(&plain) || fraction.is_some_and(|part| !all_digits(part)) {
        return Err(NumberError::Malformed);
    }
    if plain.trim_start_matches('0').len() + fraction.map_or(0, str::len) > LONGEST_NUMBER {
        return Err(NumberError::TooLong);
    }
    let canonical = format!("{}{plain}.{}", if negative { "-" } else { "" }, fraction.unwrap_or("0"));
    let exact = if fraction.is_some() { canonical.as_str() } else { canonical.trim_end_matches(".0") };
    Decimal::from_str_exact(exact).map_err(|_| NumberError::TooLong)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{NumberError, parse_number, round};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("2528.8", "2528.8"),
            ("-633,6", "-633.6"),
            ("2 528,8", "2528.8"),
            ("−1", "-1"),
            ("1\u{a0}285\u{202f}700", "1285700"),
            ("+3", "3"),
            ("35.0", "35.0"),
        ] {
            assert_eq!(parse_number(text).map(|n| n.to_string()), Ok(value.to_owned()), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for text in ["", "-", "12,3,4", "1 2", "12 34", "1e5", "0x10", ".5", "5.", "1.2.3", "NaN", "1_000", "- 1"] {
            assert_eq!(parse_number(text), Err(NumberError::Malformed), "{text}");
        }
        assert_eq!(parse_number(&"9".repeat(40)), Err(NumberError::TooLong));
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let at = |text: &str| round(text.parse::<Decimal>().expect("a decimal"), 1).to_string();
        assert_eq!(at("0.05"), "0.1");
        assert_eq!(at("-0.05"), "-0.1");
        assert_eq!(at("2.649"), "2.6");
    }

    proptest! {
        #[test]
        fn printing_and_reading_are_inverse(digits in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..6) {
            let value = Decimal::new(digits, scale);
            prop_assert_eq!(parse_number(&value.to_string()), Ok(value));
            prop_assert_eq!(parse_number(&value.to_string().replace('.', ",")), Ok(value));
        }
    }
}
