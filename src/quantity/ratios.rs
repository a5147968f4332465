//! Units that are multiplied and divided: a share of an amount, an amount for each of something.
//!
//! A quotient of two units is a unit with a name of its own, `kr/plats`, and so is a product, `kr·plats`. Nothing is
//! guessed: a cell that says what unit it is in takes a quotient of that name and no other.

use rust_decimal::Decimal;

use crate::quantity::unit::Unit;

/// Two kinds of money, of which one divides the other: what they come to depends on which is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoKinds(pub Unit, pub Unit);

/// What a unit is made of: units that are multiplied, over units that they are divided by.
#[derive(Debug, Default)]
struct Factors {
    over: Vec<Unit>,
    under: Vec<Unit>,
}

impl Factors {
    fn of(unit: &Unit) -> Self {
        let names = |text: &str| {
            let parts = text.split('·').map(str::trim).filter(|part| !part.is_empty() && *part != "1");
            parts.map(Unit::parse).collect()
        };
        match unit {
            Unit::None => Self::default(),
            Unit::Other(name) => match name.split_once('/').or_else(|| name.split_once(" per ")) {
                Some((over, under)) => Self { over: names(over), under: names(under) },
                None => Self { over: names(name), under: Vec::new() },
            },
            simple => Self { over: vec![simple.clone()], under: Vec::new() },
        }
    }

    /// The unit that they are, when what stands both over and under is struck out.
    fn unit(mut self) -> Result<Unit, TwoKinds> {
        let mut at = 0;
        while let Some(above) = self.over.get(at) {
            if let Some(below) = self.under.iter().position(|below| is_same(above, below)) {
                self.under.remove(below);
                self.over.remove(at);
            } else if let Some(below) = self.under.iter().find(|below| above.is_money() && below.is_money()) {
                return Err(TwoKinds(above.clone(), below.clone()));
            } else {
                at += 1;
            }
        }
        let joined = |units: &[Unit]| units.iter().map(Unit::symbol).collect::<Vec<_>>().join("·");
        Ok(match (self.over.as_slice(), self.under.as_slice()) {
            ([], []) => Unit::None,
            ([only], []) => only.clone(),
            (over, []) => Unit::Other(joined(over)),
            ([], under) => Unit::Other(format!("1/{}", joined(under))),
            (over, under) => Unit::Other(format!("{}/{}", joined(over), joined(under))),
        })
    }
}

/// The unit of a product, and what the product of the values is multiplied by.
///
/// # Errors
/// Two kinds of money, one of which divides.
pub fn times(left: &Unit, right: &Unit) -> Result<(Unit, Decimal), TwoKinds> {
    let hundredth = Decimal::new(1, 2);
    Ok(match (left, right) {
        (unit, Unit::None) | (Unit::None, unit) => (unit.clone(), Decimal::ONE),
        (unit, Unit::Percent | Unit::Points) | (Unit::Percent | Unit::Points, unit) => (unit.clone(), hundredth),
        // So many of a thing is a number that multiplies.
        (unit, count) | (count, unit) if is_count(count) => (unit.clone(), Decimal::ONE),
        _ => {
            let (mut product, other) = (Factors::of(left), Factors::of(right));
            product.over.extend(other.over);
            product.under.extend(other.under);
            (product.unit()?, Decimal::ONE)
        }
    })
}

/// The unit of a quotient, and what the quotient of the values is multiplied by.
///
/// # Errors
/// Two kinds of money.
pub fn divide(left: &Unit, right: &Unit) -> Result<(Unit, Decimal), TwoKinds> {
    Ok(match (left, right) {
        (left, right) if left == right || left.is_share() && right.is_share() => (Unit::None, Decimal::ONE),
        (unit, Unit::None) => (unit.clone(), Decimal::ONE),
        (unit, Unit::Percent) => (unit.clone(), Decimal::ONE_HUNDRED),
        _ => {
            let (mut quotient, other) = (Factors::of(left), Factors::of(right));
            quotient.over.extend(other.under);
            quotient.under.extend(other.over);
            (quotient.unit()?, Decimal::ONE)
        }
    })
}

/// What an amount is multiplied by to be in another unit: of money, or of money for each of the same thing.
pub fn conversion(from: &Unit, to: &Unit) -> Option<Decimal> {
    if let Some(factor) = from.factor_to(to) {
        return Some(factor);
    }
    let (from, to) = (Factors::of(from), Factors::of(to));
    let alike = from.under.len() == to.under.len() && from.under.iter().zip(&to.under).all(|(a, b)| is_same(a, b));
    match (from.over.as_slice(), to.over.as_slice()) {
        ([from], [to]) if alike => from.factor_to(to),
        _ => None,
    }
}

/// A unit with another kind of money over what it is divided by: `kr/plats` of `mnkr/plats` and `kr`.
pub fn with_money(unit: &Unit, money: &Unit) -> Option<Unit> {
    let mut factors = Factors::of(unit);
    match factors.over.as_mut_slice() {
        [only] if only.is_money() => *only = money.clone(),
        _ => return None,
    }
    factors.unit().ok()
}

/// The kind of money that a unit is, for each of something or not.
pub fn money(unit: &Unit) -> Option<Unit> {
    Factors::of(unit).over.into_iter().find(Unit::is_money)
}

/// Whether a cell that says what unit it is in can hold a result. A bare number may stand for a count, but not for money
/// or per cent; a quotient has the name that the cell gives it, when that is what was divided by what.
pub fn can_be(result: &Unit, stated: &Unit) -> bool {
    let (own, wanted) = (Factors::of(result), Factors::of(stated));
    let named = matches!(stated, Unit::Other(_));
    match (result, own.over.as_slice(), own.under.as_slice()) {
        _ if result == stated => true,
        // A difference of shares may be told in per cent too.
        (Unit::Points, ..) => *stated == Unit::Percent,
        (Unit::None, ..) => named && !wanted.over.iter().any(Unit::is_money),
        (_, over, []) => named && wanted.under.is_empty() && all_same(over, &wanted.over),
        // Each of a count is the same unit.
        (_, [over], [under]) if is_count(under) && over == stated => true,
        (_, over, under) if !wanted.under.is_empty() => {
            let over = all_same(over, &wanted.over) || all_counts(over, &wanted.over);
            over && (all_same(under, &wanted.under) || all_counts(under, &wanted.under))
        }
        // So many of a thing for each of another may have a name of its own, or none.
        (_, over, under) => {
            let counts = over.iter().chain(under).all(|unit| matches!(unit, Unit::Other(_)));
            let part = |unit: &Unit| wanted.over.iter().any(|stated| is_same(unit, stated));
            let own_name = named || *stated == Unit::None;
            counts && own_name && !over.iter().chain(under).any(part)
        }
    }
}

fn all_same(units: &[Unit], stated: &[Unit]) -> bool {
    units.len() == stated.len() && units.iter().zip(stated).all(|(unit, stated)| is_same(unit, stated))
}

/// Whether units that only say how many are called what they are of: `antal` is `elever` where that is stated.
fn all_counts(units: &[Unit], stated: &[Unit]) -> bool {
    let things = stated.iter().all(|unit| matches!(unit, Unit::Other(_)));
    units.len() == stated.len() && units.iter().all(is_count) && things
}

/// Whether a unit says only how many, and not of what.
fn is_count(unit: &Unit) -> bool {
    matches!(unit, Unit::Other(name) if ["antal", "st", "st.", "styck", "stycken"].contains(&name.to_lowercase().as_str()))
}

/// Whether two units are one, whatever number they are named in: `plats` and `platser`.
fn is_same(one: &Unit, other: &Unit) -> bool {
    match (one, other) {
        (Unit::Other(one), Unit::Other(other)) => is_same_word(&one.to_lowercase(), &other.to_lowercase()),
        _ => one == other,
    }
}

/// Whether two nouns are one in different forms, told by their ends.
fn is_same_word(one: &str, other: &str) -> bool {
    /// What may follow on the stem of a noun.
    const ENDS: [&str; 13] = ["", "a", "e", "o", "n", "r", "t", "ar", "en", "er", "et", "or", "na"];
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let ends = [&one[shared..], &other[shared..]];
    one == other
        || one.get(..shared).is_some_and(|stem| stem.chars().count() >= 3) && ends.iter().all(|end| ENDS.contains(end))
}

#[cfg(test)]
mod tests {
    use super::{can_be, conversion, divide, times};
    use crate::quantity::unit::Unit;

    fn unit(text: &str) -> Unit {
        if text.is_empty() { Unit::None } else { Unit::parse(text) }
    }

    #[test]
    fn units_multiply_and_divide() {
        let product = |a: &str, b: &str| times(&unit(a), &unit(b)).map(|(unit, by)| format!("{} {by}", unit.symbol()));
        assert_eq!(product("mnkr", "%").as_deref(), Ok("mnkr 0.01"));
        assert_eq!(product("%", "besök").as_deref(), Ok("besök 0.01"));
        assert_eq!(product("%", "%").as_deref(), Ok("% 0.01"));
        assert_eq!(product("platser", "kr/plats").as_deref(), Ok("kr 1"));
        assert_eq!(product("antal", "kr").as_deref(), Ok("kr 1"));
        assert_eq!(product("platser", "kr").as_deref(), Ok("platser·kr 1"));
        let quotient =
            |a: &str, b: &str| divide(&unit(a), &unit(b)).map(|(unit, by)| format!("{} {by}", unit.symbol()));
        assert_eq!(quotient("kr", "platser").as_deref(), Ok("kr/platser 1"));
        assert_eq!(quotient("kr", "kr/plats").as_deref(), Ok("plats 1"));
        assert_eq!(quotient("besök", "årsarbetare").as_deref(), Ok("besök/årsarbetare 1"));
        assert_eq!(quotient("mnkr", "%").as_deref(), Ok("mnkr 100"));
        assert_eq!(quotient("mnkr", "mnkr").as_deref(), Ok(" 1"));
        assert!(quotient("mnkr", "tkr").is_err());
        assert!(quotient("mnkr", "kr/plats").is_err());
    }

    #[test]
    fn a_quotient_is_what_it_is_said_to_be() {
        for (result, stated) in [
            ("kr/platser", "kr/plats"),
            ("kr/timmar", "kr per timme"),
            ("kr/antal", "kr/elev"),
            ("kr/antal", "kr"),
            ("besök/årsarbetare", "besök/årsarbetare"),
            ("besök/årsarbetare", "kvot"),
            ("besök/årsarbetare", ""),
            ("plats", "platser"),
            ("", "besök"),
            ("procentenheter", "%"),
        ] {
            assert!(can_be(&unit(result), &unit(stated)), "{result} as {stated}");
        }
        for (result, stated) in [
            ("mnkr/platser", "kr/plats"),
            ("kr/platser", "kr/invånare"),
            ("kr/platser", "kr"),
            ("kr/platser", "platser"),
            ("kr/platser", ""),
            ("kr/platser", "kostnad"),
            ("besök/årsarbetare", "besök"),
            ("besök", "besökare"),
            ("", "mnkr"),
            ("", "%"),
            ("", "kr/plats"),
            ("", "procentenheter"),
            ("%", "procentenheter"),
        ] {
            assert!(!can_be(&unit(result), &unit(stated)), "{result} as {stated}");
        }
    }

    #[test]
    fn money_for_each_of_something_converts_as_money() {
        let by = |from: &str, to: &str| conversion(&unit(from), &unit(to)).map(|by| by.to_string());
        assert_eq!(by("mnkr/platser", "kr/plats").as_deref(), Some("1000000"));
        assert_eq!(by("mnkr/platser", "kr/elev"), None);
        assert_eq!(by("besök/dag", "kr/dag"), None);
    }
}
