//! What a written cell holds, in the plan and in a workbook.

use rust_decimal::Decimal;

use crate::figures::printed::DASH;
use crate::figures::{Figure, Value};
use crate::import::number::{self, BEYOND, cleared, same, swedish};
use crate::import::spreadsheet::{Cell, Content};
use crate::quantity::unit::Unit;

/// What a written cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Empty,
    /// A dash.
    Dash,
    /// An amount, in the cell's unit.
    Amount(Decimal),
    /// Words.
    Words(String),
}

/// What a cell of the plan may hold.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// Whether it is words.
    pub words: bool,
}

/// A cell that cannot be read: why, and what to do, in Swedish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Why.
    pub why: String,
    /// What to do.
    pub hint: String,
}

/// A cell that has been read, and what is to be known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What it holds.
    pub held: Held,
    /// What is to be known.
    pub remarks: Vec<String>,
}

impl Held {
    /// What a figure holds.
    pub fn of(figure: &Figure) -> Self {
        match &figure.value {
            Value::Amount(amount) => Self::Amount(amount.value),
            Value::Dash => Self::Dash,
            Value::Text(text) => Self::Words(text.clone()),
            Value::Empty | Value::Failed => Self::Empty,
        }
    }

    /// What a cell held when the workbook was made.
    pub fn recorded(text: &str, words: bool) -> Self {
        match (text, text.parse()) {
            ("", _) => Self::Empty,
            (DASH, _) => Self::Dash,
            (_, Ok(value)) if !words => Self::Amount(value),
            _ => Self::Words(text.to_owned()),
        }
    }

    /// Whether both are the same, as far as a spreadsheet can tell.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Amount(one), Self::Amount(other)) => same(*one, *other),
            (Self::Words(one), Self::Words(other)) => one.split_whitespace().eq(other.split_whitespace()),
            _ => self == other,
        }
    }

    /// It, as messages tell of it.
    pub fn told(&self) -> String {
        match self {
            Self::Empty => "(tomt)".to_owned(),
            Self::Dash => DASH.to_owned(),
            Self::Amount(value) => swedish(*value),
            Self::Words(text) => format!("\"{text}\""),
        }
    }
}

fn unreadable<T>(why: impl Into<String>, hint: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable { why: why.into(), hint: hint.into() })
}

/// Reads a cell in which an amount or words are written. `before` is what it held, and is told of no more.
///
/// # Errors
/// When what stands there is nothing that the plan could hold.
pub fn read(cell: Option<&Cell>, kind: Kind<'_>, before: &Held) -> Result<Read, Unreadable> {
    let nothing = Cell::default();
    let cell = cell.unwrap_or(&nothing);
    let mut remarks = Vec::new();
    let held = match &cell.content {
        Content::Empty if cell.formula.is_some() => {
            return unreadable("formeln har inget uträknat värde", "öppna filen i Excel och spara den");
        }
        Content::Empty => Held::Empty,
        Content::Number(value) if kind.words => Held::Words(swedish(*value)),
        Content::Number(value) => match amount(*value, cell.percent, kind, before)? {
            (value, None) => Held::Amount(value),
            (value, Some(remark)) => {
                remarks.push(remark);
                Held::Amount(value)
            }
        },
        Content::Text(text) => words(text, kind, before)?,
        Content::Huge(text) => {
            return unreadable(format!("{text} är större än något belopp"), "skriv ett rimligt belopp");
        }
        Content::Other(what) => {
            return unreadable(format!("cellen har {what} och inget belopp"), "skriv beloppet som ett tal");
        }
    };
    if let (Some(formula), false) = (&cell.formula, held.is(before)) {
        remarks.push(format!("formeln ={formula} läses som sitt värde, {}", held.told()));
    }
    if let Held::Amount(value) = held
        && value.normalize().scale() > kind.decimals
        && !held.is(before)
    {
        remarks.push(format!(
            "{} har fler decimaler än tabellen skriver ut ({}); alla skrivs i planen",
            swedish(value),
            kind.decimals
        ));
    }
    Ok(Read { held, remarks })
}

/// A number as the amount that it is, and what was done to it.
fn amount(
    value: Decimal,
    percent: bool,
    kind: Kind<'_>,
    before: &Held,
) -> Result<(Decimal, Option<String>), Unreadable> {
    let wanted = *kind.unit == Unit::Percent;
    let own = if wanted { value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value) } else { value };
    // What is as it was may look as it will.
    if let Held::Amount(before) = before
        && same(own, *before)
    {
        return Ok((*before, None));
    }
    if wanted && !percent {
        return unreadable(
            format!("cellen är i procent i planen men visar talet {} utan procent", swedish(value)),
            "ge cellen procentformat igen och skriv beloppet på nytt",
        );
    }
    if percent && !wanted {
        let unit = if kind.unit.symbol().is_empty() { "utan enhet" } else { kind.unit.symbol() };
        return unreadable(
            format!("cellen visar procent, men beloppet är {unit} i planen"),
            "ge cellen talformat och skriv beloppet på nytt",
        );
    }
    match cleared(own, kind.decimals) {
        Ok(cleared) if cleared.noise => {
            let told = format!("{} läses som {}", swedish(own), swedish(cleared.value));
            Ok((cleared.value, Some(format!("{told} (resten är räknebrus i kalkylprogrammet)"))))
        }
        Ok(cleared) => Ok((cleared.value, None)),
        Err(no) => unreadable(no.why, no.hint),
    }
}

/// Words: a number that is written as words, a dash, or words where words may stand.
fn words(text: &str, kind: Kind<'_>, before: &Held) -> Result<Held, Unreadable> {
    let text = text.trim();
    match text {
        "" => return Ok(Held::Empty),
        "-" | "–" | "—" | "−" => return Ok(Held::Dash),
        _ if kind.words => return Ok(Held::Words(text.to_owned())),
        _ => {}
    }
    match number::written(text, kind.decimals) {
        Ok(written) if written.unit.as_ref().is_some_and(|unit| unit != kind.unit) => {
            let own = kind.unit.symbol();
            let own = if own.is_empty() { "utan enhet" } else { own };
            unreadable(
                format!("\"{text}\" är i en annan enhet än cellen, som är {own} i planen"),
                "skriv beloppet i cellens enhet",
            )
        }
        Ok(written) if written.value.normalize().scale() > kind.decimals + BEYOND => unreadable(
            format!("\"{text}\" har fler decimaler än ett belopp kan ha här (högst {})", kind.decimals + BEYOND),
            "avrunda beloppet",
        ),
        Ok(written) => Ok(Held::Amount(written.value)),
        Err(_) if matches!(before, Held::Words(_)) => Ok(Held::Words(text.to_owned())),
        Err(no) => unreadable(no.why, no.hint),
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, Kind, read};
    use crate::import::spreadsheet::{Cell, Content};
    use crate::quantity::unit::Unit;

    fn cell(content: Content, percent: bool) -> Cell {
        Cell { content, percent, ..Cell::default() }
    }

    fn number(text: &str) -> Content {
        Content::Number(text.parse().expect("a decimal"))
    }

    #[test]
    fn per_cent_is_read_where_it_belongs() {
        let before = Held::Amount(5.into());
        let own = |unit: &Unit, text: &str, percent| {
            let kind = Kind { unit, decimals: 1, words: false };
            read(Some(&cell(number(text), percent)), kind, &before).map(|read| read.held).map_err(|no| no.why)
        };
        assert_eq!(own(&Unit::Percent, "0.125", true), Ok(Held::Amount("12.5".parse().expect("a decimal"))));
        assert!(own(&Unit::Percent, "12.5", false).is_err());
        assert_eq!(own(&Unit::Percent, "0.05", false), Ok(before.clone()));
        assert!(own(&Unit::MillionKronor, "0.12", true).is_err());
        assert_eq!(own(&Unit::MillionKronor, "5", true), Ok(before.clone()));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let kind = Kind { unit: &Unit::MillionKronor, decimals: 1, words: false };
        let own = |content| read(Some(&cell(content, false)), kind, &Held::Empty).map(|read| read.held).ok();
        assert_eq!(own(Content::Text(" – ".to_owned())), Some(Held::Dash));
        assert_eq!(own(Content::Text("1 234,5".to_owned())), Some(Held::Amount("1234.5".parse().expect("a decimal"))));
        for text in ["ca 12", "12 tkr", "1,234", "12 %"] {
            assert_eq!(own(Content::Text(text.to_owned())), None, "{text}");
        }
        assert_eq!(own(Content::Other("felet #DIV/0!".to_owned())), None);
        assert_eq!(read(None, kind, &Held::Dash).map(|read| read.held), Ok(Held::Empty));
    }
}
