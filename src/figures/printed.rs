//! A figure as it is printed: rounded once, and the same text in every output.

use rust_decimal::Decimal;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::quantity::amount::{machine, round};
use crate::quantity::unit::Unit;
use crate::swedish;

/// A figure that has been rounded and written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// As it is printed: `−2 528,8`.
    pub text: String,
    /// What it is, exactly.
    pub value: Decimal,
    /// What it is printed as: rounded, and adjusted where its table asks for it.
    pub rounded: Decimal,
    /// Decimals printed.
    pub decimals: u32,
}

impl Printed {
    /// A value rounded to some decimals.
    pub fn new(value: Decimal, decimals: u32) -> Self {
        Self::adjusted(value, round(value, decimals), decimals)
    }

    /// A value that is printed as another, which is rounded already.
    pub fn adjusted(value: Decimal, rounded: Decimal, decimals: u32) -> Self {
        Self { text: swedish::rounded(rounded, decimals), value, rounded, decimals }
    }

    /// A change: with a plus where it is one.
    pub fn change(value: Decimal, decimals: u32) -> Self {
        let printed = Self::new(value, decimals);
        if printed.rounded > Decimal::ZERO { Self { text: format!("+{}", printed.text), ..printed } } else { printed }
    }

    /// The same figure without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        Self::adjusted(self.value.abs(), self.rounded.abs(), self.decimals)
    }

    /// The figure and a unit, on one line.
    pub fn with_unit(&self, unit: &Unit) -> String {
        swedish::with_unit(self.text.clone(), unit.symbol())
    }

    /// The exact value as machines read it: `-2528.75`.
    pub fn exact(&self) -> String {
        machine(self.value)
    }
}

impl Serialize for Printed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Printed", 2)?;
        fields.serialize_field("text", &self.text)?;
        fields.serialize_field("exact", &self.exact())?;
        fields.end()
    }
}

/// A cell as it is printed in its table.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// A figure.
    Amount(&'a Printed),
    /// A dash.
    Dash,
    /// Words.
    Text(&'a str),
    /// Nothing.
    Empty,
}

/// What is printed for a dash.
pub const DASH: &str = "–";

impl<'a> Shown<'a> {
    /// The text.
    pub fn text(self) -> &'a str {
        match self {
            Self::Amount(printed) => &printed.text,
            Self::Dash => DASH,
            Self::Text(text) => text,
            Self::Empty => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::Printed;

    #[test]
    fn a_figure_is_rounded_once_and_keeps_what_it_is() {
        let printed = |text: &str, decimals| {
            let Printed { text, value, rounded, decimals } =
                Printed::new(text.parse::<Decimal>().expect("a decimal"), decimals);
            (text.replace('\u{a0}', " "), value.to_string(), rounded.to_string(), decimals)
        };
        let is = |text: &str, value: &str, rounded: &str, decimals| {
            (text.to_owned(), value.to_owned(), rounded.to_owned(), decimals)
        };
        // Rounded twice, 0,0449 would be 0,1: first 0,05 and then up.
        assert_eq!(printed("0.0449", 1), is("0,0", "0.0449", "0.0", 1));
        assert_eq!(printed("-2528.75", 1), is("−2 528,8", "-2528.75", "-2528.8", 1));
        assert_eq!(printed("-0.04", 1), is("0,0", "-0.04", "0.0", 1));
        assert_eq!(printed("12", 2), is("12,00", "12", "12", 2));
        assert_eq!(printed("79228162514264337593543950335", 0).0, "79 228 162 514 264 337 593 543 950 335");
    }

    #[test]
    fn a_change_says_which_way() {
        let change = |text: &str| Printed::change(text.parse::<Decimal>().expect("a decimal"), 1).text;
        assert_eq!(["0.75", "-0.75", "0.04"].map(change), ["+0,8", "−0,8", "0,0"]);
    }
}
