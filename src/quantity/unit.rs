//! Units of figures. Money converts into money, exactly; nothing else converts.

use rust_decimal::Decimal;

/// A unit of measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A bare number: a quotient, or a number in a formula.
    None,
    /// Swedish krona.
    Krona,
    /// Thousand kronor.
    ThousandKronor,
    /// Million kronor.
    MillionKronor,
    /// Billion kronor.
    BillionKronor,
    /// Per cent.
    Percent,
    /// What two shares in per cent differ by.
    Points,
    /// Any other unit, by its printed name, such as `årsarbetare`, `antal` or `index`.
    Other(String),
}

impl Unit {
    /// Reads a unit as written in a plan. Any word is a unit, and no word is none; money has several spellings.
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "kr" | "kronor" => Self::Krona,
            "tkr" => Self::ThousandKronor,
            "mnkr" | "mkr" => Self::MillionKronor,
            "mdkr" => Self::BillionKronor,
            "%" | "procent" => Self::Percent,
            "procentenheter" | "procentenhet" => Self::Points,
            "" => Self::None,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether amounts of both units can be added: the same unit, or both money.
    pub fn adds_to(&self, other: &Self) -> bool {
        self == other || (self.is_money() && other.is_money())
    }

    /// Whether it is kronor, of whatever size.
    pub fn is_money(&self) -> bool {
        self.money_exponent().is_some()
    }

    /// Whether it is a share, or what shares differ by.
    pub fn is_share(&self) -> bool {
        matches!(self, Self::Percent | Self::Points)
    }

    /// The short name printed after a figure; empty for a bare number.
    pub fn symbol(&self) -> &str {
        match self {
            Self::None => "",
            Self::Krona => "kr",
            Self::ThousandKronor => "tkr",
            Self::MillionKronor => "mnkr",
            Self::BillionKronor => "mdkr",
            Self::Percent => "%",
            Self::Points => "procentenheter",
            Self::Other(name) => name,
        }
    }

    /// What an amount in this unit is multiplied by to be in the other, when they are of one kind.
    pub fn factor_to(&self, other: &Self) -> Option<Decimal> {
        if self == other {
            return Some(Decimal::ONE);
        }
        let (from, to) = (self.money_exponent()?, other.money_exponent()?);
        let power = |exponent: u32| Decimal::from(10u64.pow(exponent));
        Some(if from >= to { power(from - to) } else { Decimal::new(1, to - from) })
    }

    fn money_exponent(&self) -> Option<u32> {
        match self {
            Self::Krona => Some(0),
            Self::ThousandKronor => Some(3),
            Self::MillionKronor => Some(6),
            Self::BillionKronor => Some(9),
            Self::None | Self::Percent | Self::Points | Self::Other(_) => None,
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if *self == Self::None { "(utan enhet)" } else { self.symbol() })
    }
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn money_converts_exactly_and_nothing_else_converts() {
        let factor = |from: &str, to: &str| Unit::parse(from).factor_to(&Unit::parse(to)).map(|f| f.to_string());
        assert_eq!(factor("mnkr", "tkr").as_deref(), Some("1000"));
        assert_eq!(factor("tkr", "mnkr").as_deref(), Some("0.001"));
        assert_eq!(factor("%", "mnkr"), None);
        assert_eq!(factor("årsarbetare", "årsarbetare").as_deref(), Some("1"));
    }
}
