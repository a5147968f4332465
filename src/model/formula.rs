//! Formulas: what a cell is computed by. [`crate::model::grammar`] reads them; evaluation is in [`crate::figures`].

use rust_decimal::Decimal;

pub use crate::model::function::Function;
use crate::source::Spanned;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// A number that is written, which takes the unit of what it is added to or compared with.
    Number(Decimal),
    /// A number that is written in per cent, `2.8%`.
    Share(Decimal),
    /// A cell, row or column by its address.
    Reference(Reference),
    /// Change of sign.
    Negate(Box<Formula>),
    /// Operands of one precedence, from left to right: the first, and what each operator adds to it. A long sum is
    /// wide and not deep, so that walking it takes no stack.
    Chain(Box<Formula>, Vec<(Operator, Formula)>),
    /// A function's value.
    Call(Function, Vec<Formula>),
    /// Rounded to a number of decimals, or below none to tens, hundreds and so on: `avrunda(ram, 1)`.
    Round(Box<Formula>, i32),
}

/// A cell, row or column as a formula names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The parts of the address.
    pub parts: Vec<String>,
    /// Byte range of the address in the formula's text.
    pub range: std::ops::Range<usize>,
    /// Whether it is in the column before in time, `föregående(rad)`.
    pub before: bool,
}

impl Reference {
    /// A reference that nobody wrote.
    pub fn made(parts: Vec<String>) -> Self {
        Self { parts, range: 0..0, before: false }
    }
}

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
}

impl Operator {
    /// Whether it binds as loosely as a sum.
    pub const fn is_sum(self) -> bool {
        matches!(self, Self::Add | Self::Subtract)
    }
}

impl Formula {
    /// Operands of one precedence; parentheses around the first of them change nothing, and are not kept.
    pub(super) fn chain(first: Self, rest: Vec<(Operator, Self)>) -> Self {
        let Some((operator, _)) = rest.first() else { return first };
        match first {
            Self::Chain(first, mut parts)
                if parts.first().is_some_and(|(other, _)| other.is_sum() == operator.is_sum()) =>
            {
                parts.extend(rest);
                Self::Chain(first, parts)
            }
            first => Self::Chain(Box::new(first), rest),
        }
    }

    /// A sum of references that nobody wrote, each added or taken away.
    pub fn signed(signs: &[bool]) -> Self {
        let reference = || Self::Reference(Reference::made(Vec::new()));
        let first = if signs.first() == Some(&false) { Self::Negate(Box::new(reference())) } else { reference() };
        let operator = |plus: &bool| if *plus { Operator::Add } else { Operator::Subtract };
        Self::chain(first, signs.iter().skip(1).map(|plus| (operator(plus), reference())).collect())
    }

    /// Whether it is a sum or a difference.
    pub fn is_sum(&self) -> bool {
        matches!(self, Self::Chain(_, rest) if rest.iter().all(|(operator, _)| operator.is_sum()))
    }

    /// Whether nothing but addition and subtraction of cells happens, and with which sign each reference is added.
    pub fn added(&self) -> Option<Vec<bool>> {
        fn walk(formula: &Formula, plus: bool, out: &mut Vec<bool>) -> bool {
            match formula {
                Formula::Reference(..) => {
                    out.push(plus);
                    true
                }
                Formula::Negate(inner) => walk(inner, !plus, out),
                Formula::Chain(first, rest) => {
                    formula.is_sum()
                        && walk(first, plus, out)
                        && rest.iter().all(|(sign, part)| walk(part, plus == (*sign == Operator::Add), out))
                }
                Formula::Call(Function::Sum, all) => all.iter().all(|part| walk(part, plus, out)),
                _ => false,
            }
        }
        let mut out = Vec::new();
        walk(self, true, &mut out).then_some(out)
    }

    /// The same formula where a bare whole number that is a name, such as the column `2025`, is a reference.
    #[must_use]
    pub fn with_names(self, is_name: &dyn Fn(&str) -> bool) -> Self {
        match self {
            Self::Number(value) if is_name(&value.to_string()) => {
                Self::Reference(Reference::made(vec![value.to_string()]))
            }
            Self::Negate(inner) => Self::Negate(Box::new(inner.with_names(is_name))),
            Self::Round(inner, decimals) => Self::Round(Box::new(inner.with_names(is_name)), decimals),
            Self::Chain(first, rest) => Self::Chain(
                Box::new(first.with_names(is_name)),
                rest.into_iter().map(|(operator, part)| (operator, part.with_names(is_name))).collect(),
            ),
            Self::Call(function, all) => Self::Call(function, all.into_iter().map(|a| a.with_names(is_name)).collect()),
            other => other,
        }
    }

    /// The same formula with every reference replaced; nothing when one of them cannot be.
    pub fn with_references(&self, to: &mut impl FnMut(&Reference) -> Option<Reference>) -> Option<Self> {
        Some(match self {
            Self::Number(_) | Self::Share(_) => self.clone(),
            Self::Reference(reference) => Self::Reference(to(reference)?),
            Self::Negate(inner) => Self::Negate(Box::new(inner.with_references(to)?)),
            Self::Round(inner, decimals) => Self::Round(Box::new(inner.with_references(to)?), *decimals),
            Self::Chain(first, rest) => {
                let first = Box::new(first.with_references(to)?);
                let rest = rest.iter().map(|(operator, part)| Some((*operator, part.with_references(to)?)));
                Self::Chain(first, rest.collect::<Option<_>>()?)
            }
            Self::Call(function, all) => {
                Self::Call(*function, all.iter().map(|part| part.with_references(to)).collect::<Option<_>>()?)
            }
        })
    }

    /// Calls back with every reference, left to right.
    pub fn references<'a>(&'a self, visit: &mut impl FnMut(&'a Reference)) {
        match self {
            Self::Number(_) | Self::Share(_) => {}
            Self::Reference(reference) => visit(reference),
            Self::Negate(inner) | Self::Round(inner, _) => inner.references(visit),
            Self::Chain(first, rest) => {
                first.references(visit);
                for (_, part) in rest {
                    part.references(visit);
                }
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.references(visit)),
        }
    }
}

/// A formula as its author wrote it, on one line.
pub fn written(formula: &Spanned<Formula>) -> String {
    let text = formula.span.text().trim().trim_matches(['"', '\'']).trim_start_matches('=').trim();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
