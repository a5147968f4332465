//! What a formula comes to: arithmetic in which empty cells and dashes have a meaning, and every result a unit.
//!
//! A number that is written takes the unit of what it is added to or compared with; what is computed never does.

use rust_decimal::Decimal;

use crate::figures::figure::Value;
use crate::model::formula::{Formula, Function, Operator};
use crate::quantity::amount::{Amount, AmountError, round_to};
use crate::quantity::ratios;
use crate::quantity::unit::Unit;

/// A part of a formula, computed.
#[derive(Debug, Clone)]
enum Term {
    /// Only of written numbers: what it comes to, and what it is instead where nothing but what is missing has been
    /// added to it.
    Written(Decimal, Option<Value>),
    /// Of cells.
    Computed(Value),
}

impl Term {
    /// The value, where nothing says what unit a written number is in.
    fn value(self) -> Value {
        match self {
            Self::Written(_, Some(missing)) => missing,
            Self::Written(number, None) => Value::Amount(Amount::number(number)),
            Self::Computed(value) => value,
        }
    }
}

/// Computes a formula from the values that it refers to, left to right. What is only of written numbers is in the unit of
/// the cell that it is for.
pub(super) fn compute<'a>(
    formula: &Formula,
    next: &mut impl Iterator<Item = &'a Value>,
    unit: Option<&Unit>,
) -> Result<Value, AmountError> {
    // What is only fetched is what it is, words too.
    if let Formula::Reference(..) = formula {
        return Ok(next.next().map_or(Value::Failed, Value::clone));
    }
    Ok(match (term(formula, next)?, unit) {
        (Term::Written(number, None), Some(unit)) => Value::Amount(Amount::new(number, unit.clone())),
        (term, _) => term.value(),
    })
}

fn term<'a>(formula: &Formula, next: &mut impl Iterator<Item = &'a Value>) -> Result<Term, AmountError> {
    Ok(match formula {
        Formula::Number(value) => Term::Written(*value, None),
        Formula::Share(value) => Term::Computed(Value::Amount(Amount::new(*value, Unit::Percent))),
        Formula::Reference(..) => Term::Computed(next.next().map_or(Value::Failed, counted)),
        Formula::Negate(inner) => map(term(inner, next)?, |amount| Ok(amount.negated()))?,
        Formula::Round(inner, decimals) => map(term(inner, next)?, |amount| {
            let value = round_to(amount.value, *decimals).ok_or(AmountError::Overflow)?;
            Ok(Amount { value, ..amount.clone() })
        })?,
        Formula::Chain(first, rest) => {
            let mut left = term(first, next)?;
            for (operator, right) in rest {
                left = operate(*operator, left, term(right, next)?)?;
            }
            left
        }
        Formula::Call(function, arguments) => {
            let mut terms = Vec::with_capacity(arguments.len());
            for argument in arguments {
                terms.push(term(argument, next)?);
            }
            call(*function, terms)?
        }
    })
}

fn operate(operator: Operator, left: Term, right: Term) -> Result<Term, AmountError> {
    match operator {
        Operator::Add => beside(left, right, add),
        Operator::Subtract => beside(left, right, subtract),
        Operator::Multiply => by(left, right, Amount::times),
        Operator::Divide => by(left, right, Amount::divided_by),
    }
}

fn call(function: Function, terms: Vec<Term>) -> Result<Term, AmountError> {
    let mut terms = terms.into_iter();
    let first = terms.next().unwrap_or(Term::Computed(Value::Empty));
    let mut second = || terms.next().unwrap_or(Term::Computed(Value::Empty));
    match function {
        Function::Sum => terms.try_fold(first, |sum, term| beside(sum, term, add)),
        Function::Min => terms.try_fold(first, |best, term| beside(best, term, |a, b| extreme(a, b, |a, b| a <= b))),
        Function::Max => terms.try_fold(first, |best, term| beside(best, term, |a, b| extreme(a, b, |a, b| a >= b))),
        Function::Abs => map(first, |amount| Ok(amount.absolute())),
        Function::Percent => beside(first, second(), |a, b| both(a, b, percent)),
        Function::Change => beside(first, second(), |a, b| both(a, b, |a, b| percent(&a.minus(b)?, &b.absolute()))),
        Function::Krona => money(first, &Unit::Krona),
        Function::ThousandKronor => money(first, &Unit::ThousandKronor),
        Function::MillionKronor => money(first, &Unit::MillionKronor),
        Function::BillionKronor => money(first, &Unit::BillionKronor),
    }
}

/// Applies to two terms that are to be in one unit: a written number takes the other's, and zero is zero in all units.
fn beside(
    left: Term,
    right: Term,
    f: impl FnOnce(Value, Value) -> Result<Value, AmountError>,
) -> Result<Term, AmountError> {
    let bare = |number: Decimal| Value::Amount(Amount::number(number));
    Ok(match (left, right) {
        (Term::Written(a, one), Term::Written(b, other)) => match f(bare(a), bare(b))? {
            Value::Amount(Amount { value, unit: Unit::None }) => Term::Written(value, one.or(other)),
            other => Term::Computed(other),
        },
        (Term::Written(number, _), Term::Computed(value)) => match alike(number, value)? {
            Ok((number, value)) => Term::Computed(f(number, value)?),
            Err(missing) => {
                Term::Written(f(bare(number), missing.clone())?.amount().map_or(number, |a| a.value), Some(missing))
            }
        },
        (Term::Computed(value), Term::Written(number, _)) => match alike(number, value)? {
            Ok((number, value)) => Term::Computed(f(value, number)?),
            Err(missing) => {
                Term::Written(f(missing.clone(), bare(number))?.amount().map_or(number, |a| a.value), Some(missing))
            }
        },
        (Term::Computed(a), Term::Computed(b)) => Term::Computed(f(a, b)?),
    })
}

/// A written number and a value in one unit; or that the value is missing. Beside a share, one is the whole, and the sum a
/// factor: what else was meant cannot be told.
fn alike(number: Decimal, value: Value) -> Result<Result<(Value, Value), Value>, AmountError> {
    let amount = match value {
        Value::Amount(amount) => amount,
        Value::Failed => return Ok(Ok((Value::Failed, Value::Failed))),
        missing @ (Value::Dash | Value::Text(_) | Value::Empty) => return Ok(Err(missing)),
    };
    let share = amount.unit.is_share();
    let (number, amount) = if share && number == Decimal::ONE {
        let factor = amount.value.checked_div(Decimal::ONE_HUNDRED).ok_or(AmountError::Overflow)?;
        (Amount::number(number), Amount::number(factor))
    } else if share && !number.is_zero() {
        return Err(AmountError::BareBesideShare(number));
    } else {
        (Amount::new(number, amount.unit.clone()), amount)
    };
    Ok(Ok((Value::Amount(number), Value::Amount(amount))))
}

/// Applies to two terms whose units are multiplied or divided.
fn by(
    left: Term,
    right: Term,
    f: impl Fn(&Amount, &Amount) -> Result<Amount, AmountError>,
) -> Result<Term, AmountError> {
    if let (Term::Written(a, one), Term::Written(b, other)) = (&left, &right) {
        let missing = one.clone().or(other.clone());
        return Ok(Term::Written(f(&Amount::number(*a), &Amount::number(*b))?.value, missing));
    }
    let value = |term: Term| match term {
        Term::Written(number, _) => Value::Amount(Amount::number(number)),
        Term::Computed(value) => value,
    };
    both(value(left), value(right), |a, b| f(a, b).map(Value::Amount)).map(Term::Computed)
}

/// Converted to a kind of money, which a written number then is in.
fn money(term: Term, unit: &Unit) -> Result<Term, AmountError> {
    let convert = |amount: &Amount| match ratios::with_money(&amount.unit, unit) {
        Some(to) => amount.converted(&to),
        None => amount.converted(unit),
    };
    Ok(match term {
        Term::Written(number, None) => Term::Computed(Value::Amount(Amount::new(number, unit.clone()))),
        Term::Computed(Value::Amount(amount)) => Term::Computed(Value::Amount(convert(&amount)?)),
        term => Term::Computed(term.value()),
    })
}

fn map(term: Term, f: impl Fn(&Amount) -> Result<Amount, AmountError>) -> Result<Term, AmountError> {
    Ok(match term {
        Term::Written(number, missing) => Term::Written(f(&Amount::number(number))?.value, missing),
        Term::Computed(Value::Amount(amount)) => Term::Computed(Value::Amount(f(&amount)?)),
        other @ Term::Computed(_) => other,
    })
}

/// The sum of cells.
pub(super) fn sum<'a>(mut parts: impl Iterator<Item = &'a Value>) -> Result<Value, AmountError> {
    parts.try_fold(Value::Empty, |total, value| add(total, counted(value)))
}

/// A value as it is computed with: words stand for no amount, as a dash does.
fn counted(value: &Value) -> Value {
    if let Value::Text(_) = value { Value::Dash } else { value.clone() }
}

/// Addition in which empty cells and dashes count as nothing, and nothing plus nothing stays nothing.
fn add(left: Value, right: Value) -> Result<Value, AmountError> {
    Ok(match (left, right) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        (Value::Amount(a), Value::Amount(b)) => {
            let (a, b) = shares(a, b);
            Value::Amount(a.plus(&b)?)
        }
        (amount @ Value::Amount(_), _) | (_, amount @ Value::Amount(_)) => amount,
        (Value::Dash | Value::Text(_), _) | (_, Value::Dash | Value::Text(_)) => Value::Dash,
        (Value::Empty, Value::Empty) => Value::Empty,
    })
}

/// Subtraction; two shares differ by *procentenheter*.
fn subtract(left: Value, right: Value) -> Result<Value, AmountError> {
    let share = |value: &Value| value.amount().is_some_and(|amount| amount.unit == Unit::Percent);
    let points = share(&left) && share(&right);
    let right = match right {
        Value::Amount(amount) => Value::Amount(amount.negated()),
        other => other,
    };
    Ok(match add(left, right)? {
        Value::Amount(amount) if points => Value::Amount(Amount { unit: Unit::Points, ..amount }),
        difference => difference,
    })
}

/// A share, and what it differs by, are shares together.
fn shares(a: Amount, b: Amount) -> (Amount, Amount) {
    let share = |amount: Amount| Amount { unit: Unit::Percent, ..amount };
    match (&a.unit, &b.unit) {
        (Unit::Percent, Unit::Points) | (Unit::Points, Unit::Percent) => (share(a), share(b)),
        _ => (a, b),
    }
}

/// A ratio without base is a dash, as printed tables show it.
fn percent(part: &Amount, whole: &Amount) -> Result<Value, AmountError> {
    if whole.value.is_zero() {
        return Ok(Value::Dash);
    }
    let ratio = part.divided_by(whole)?;
    if ratio.unit != Unit::None {
        return Err(AmountError::MixedUnits(part.unit.clone(), whole.unit.clone()));
    }
    let value = ratio.value.checked_mul(Decimal::ONE_HUNDRED).ok_or(AmountError::Overflow)?;
    Ok(Value::Amount(Amount::new(value, Unit::Percent)))
}

/// Applies to two amounts; where one is missing, so is the result.
fn both(
    left: Value,
    right: Value,
    f: impl FnOnce(&Amount, &Amount) -> Result<Value, AmountError>,
) -> Result<Value, AmountError> {
    Ok(match (left, right) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        (Value::Amount(a), Value::Amount(b)) => f(&a, &b)?,
        (Value::Dash | Value::Text(_), _) | (_, Value::Dash | Value::Text(_)) => Value::Dash,
        (Value::Empty, _) | (_, Value::Empty) => Value::Empty,
    })
}

fn extreme(best: Value, value: Value, keeps: impl FnOnce(Decimal, Decimal) -> bool) -> Result<Value, AmountError> {
    Ok(match (best, value) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        (Value::Amount(a), Value::Amount(b)) => {
            let (a, b) = shares(a, b);
            if a.unit != b.unit {
                return Err(AmountError::MixedUnits(a.unit, b.unit));
            }
            Value::Amount(if keeps(a.value, b.value) { a } else { b })
        }
        (amount @ Value::Amount(_), _) | (_, amount @ Value::Amount(_)) => amount,
        (Value::Dash | Value::Text(_), _) | (_, Value::Dash | Value::Text(_)) => Value::Dash,
        (Value::Empty, Value::Empty) => Value::Empty,
    })
}

/// A result must be in the unit that its cell says.
pub(super) fn in_unit(value: Value, unit: &Unit) -> Result<Value, AmountError> {
    match value {
        Value::Amount(amount) if ratios::can_be(&amount.unit, unit) => {
            Ok(Value::Amount(Amount::new(amount.value, unit.clone())))
        }
        Value::Amount(amount) => Err(AmountError::OtherUnit(amount.unit, unit.clone())),
        other => Ok(other),
    }
}
