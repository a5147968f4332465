//! Units as they are written.

use crate::quantity::unit::Unit;
use crate::swedish::capitalised;

/// The head of a table's first column when nothing else is written.
pub fn head(unit: &Unit) -> String {
    match unit {
        Unit::None => String::new(),
        Unit::Percent => "Procent".to_owned(),
        Unit::Points => "Procentenheter".to_owned(),
        Unit::Other(name) => capitalised(name),
        money => format!("Belopp i {}", money.symbol()),
    }
}

/// The name in running text, which agrees with `one` (exactly one of it).
pub fn words(unit: &Unit, one: bool) -> &str {
    match unit {
        Unit::None => "",
        Unit::Krona => {
            if one {
                "krona"
            } else {
                "kronor"
            }
        }
        Unit::ThousandKronor => "tusen kronor",
        Unit::MillionKronor if one => "miljon kronor",
        Unit::MillionKronor => "miljoner kronor",
        Unit::BillionKronor if one => "miljard kronor",
        Unit::BillionKronor => "miljarder kronor",
        Unit::Percent => "procent",
        Unit::Points if one => "procentenhet",
        Unit::Points => "procentenheter",
        Unit::Other(name) => name,
    }
}
