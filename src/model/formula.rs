//! Formulas: text → expression. Evaluation is in [`crate::figures`].
//!
//! Grammar: `+ - * /`, parentheses, numbers (decimal point), references (`rad`, `rad.kolumn`,
//! `tabell.rad.kolumn`, with one more part for a measure) and functions `namn(a, b)`. `−`, `×` and `·`
//! may be written for `-` and `*`.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;
use winnow::ascii::multispace0;
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, repeat, separated};
use winnow::error::{ContextError, ErrMode, StrContext, StrContextValue};
use winnow::token::{one_of, take_while};
use winnow::{LocatingSlice, ModalResult, Parser};

use crate::quantity::amount::parse_number;
use crate::source::Spanned;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// A number without unit.
    Number(Decimal),
    /// A cell, row or column by its address, with the byte range in the formula's text.
    Reference(Vec<String>, std::ops::Range<usize>),
    /// Change of sign.
    Negate(Box<Formula>),
    /// Two operands.
    Binary(Operator, Box<Formula>, Box<Formula>),
    /// A function's value.
    Call(Function, Vec<Formula>),
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

/// A function of formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Sum of all arguments; empty cells count as nothing.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Without sign.
    Abs,
    /// First in per cent of the second.
    Percent,
    /// Change from the second to the first, in per cent of the second's absolute value.
    Change,
    /// Converted to kronor.
    Krona,
    /// Converted to thousand kronor.
    ThousandKronor,
    /// Converted to million kronor.
    MillionKronor,
    /// Converted to billion kronor.
    BillionKronor,
}

impl Function {
    /// Every function: its name, itself, fewest and most arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 10] = [
        ("summa", Self::Sum, 1, usize::MAX),
        ("min", Self::Min, 1, usize::MAX),
        ("max", Self::Max, 1, usize::MAX),
        ("abs", Self::Abs, 1, 1),
        ("procent", Self::Percent, 2, 2),
        ("förändring", Self::Change, 2, 2),
        ("kr", Self::Krona, 1, 1),
        ("tkr", Self::ThousandKronor, 1, 1),
        ("mnkr", Self::MillionKronor, 1, 1),
        ("mdkr", Self::BillionKronor, 1, 1),
    ];
}

/// Why a text is not a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// Byte offset in the text.
    pub offset: usize,
    /// What is wrong, for a message.
    pub message: String,
}

/// Deepest nesting of parentheses and signs, so that no text can exhaust the stack.
const DEEPEST: usize = 50;

/// Longest formula in bytes, for the same reason.
const LONGEST: usize = 4000;

/// Reads a formula.
///
/// # Errors
/// The first thing that cannot be understood, with its place.
pub fn parse(text: &str) -> Result<Formula, FormulaError> {
    let nested = text.chars().filter(|c| *c == '(').count() > DEEPEST;
    let signs = text.as_bytes().windows(DEEPEST).any(|w| w.iter().all(|b| matches!(b, b'-' | b' ')));
    if nested || signs || text.len() > LONGEST {
        return Err(FormulaError { offset: 0, message: "formeln är för lång eller för djupt nästlad".to_owned() });
    }
    let mut input = LocatingSlice::new(text);
    let parsed = delimited(multispace0, sum, multispace0).parse_next(&mut input);
    match parsed {
        Ok(formula) if input.is_empty() => Ok(formula),
        Ok(_) => Err(FormulaError {
            offset: text.len() - input.len(),
            message: "här väntades en operator (+ - * /) eller formelns slut".to_owned(),
        }),
        Err(ErrMode::Backtrack(error) | ErrMode::Cut(error)) => {
            let offset = text.len() - input.len();
            Err(FormulaError { offset, message: describe(&error) })
        }
        Err(ErrMode::Incomplete(_)) => {
            Err(FormulaError { offset: text.len(), message: "formeln är inte avslutad".to_owned() })
        }
    }
}

fn describe(error: &ContextError) -> String {
    let expected = error.context().find_map(|context| match context {
        StrContext::Expected(StrContextValue::Description(text)) => Some(*text),
        _ => None,
    });
    // A description that begins with an exclamation mark is the whole message.
    match expected.unwrap_or("ett tal, en rad eller en cell").split_once('!') {
        Some((_, message)) => message.to_owned(),
        None => format!("här väntades {}", expected.unwrap_or("ett tal, en rad eller en cell")),
    }
}

type Input<'a> = LocatingSlice<&'a str>;

fn sum(input: &mut Input<'_>) -> ModalResult<Formula> {
    chain(input, product, &['+', '-', '−'])
}

fn product(input: &mut Input<'_>) -> ModalResult<Formula> {
    chain(input, factor, &['*', '/', '×', '·'])
}

/// Left-associative chain of one precedence.
fn chain(
    input: &mut Input<'_>,
    mut operand: fn(&mut Input<'_>) -> ModalResult<Formula>,
    operators: &'static [char],
) -> ModalResult<Formula> {
    let first = operand.parse_next(input)?;
    let rest: Vec<(char, Formula)> =
        repeat(0.., (delimited(multispace0, one_of(operators), multispace0), cut_err(operand))).parse_next(input)?;
    Ok(rest.into_iter().fold(first, |left, (operator, right)| {
        let operator = match operator {
            '+' => Operator::Add,
            '*' | '×' | '·' => Operator::Multiply,
            '/' => Operator::Divide,
            _ => Operator::Subtract,
        };
        Formula::Binary(operator, Box::new(left), Box::new(right))
    }))
}

fn factor(input: &mut Input<'_>) -> ModalResult<Formula> {
    alt((
        preceded((one_of(['-', '−']), multispace0), factor).map(|formula| Formula::Negate(Box::new(formula))),
        delimited(('(', multispace0), cut_err(sum), (multispace0, cut_err(')').context(expected("\")\"")))),
        number,
        name,
    ))
    .context(expected("ett tal, en rad eller en cell"))
    .parse_next(input)
}

fn expected(text: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(text))
}

fn number(input: &mut Input<'_>) -> ModalResult<Formula> {
    let checkpoint = *input;
    let text: &str = take_while(1.., |c: char| c.is_ascii_digit() || c == '.').parse_next(input)?;
    let followed_by_word = input.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
    match parse_number(text) {
        Ok(value) if !followed_by_word => Ok(Formula::Number(value)),
        _ => {
            *input = checkpoint;
            Err(ErrMode::Cut(ContextError::new()))
        }
    }
}

/// A reference or a call: names start with a letter; later parts of an address may start with a digit.
fn name(input: &mut Input<'_>) -> ModalResult<Formula> {
    let start = *input;
    let word = |first: bool| {
        take_while(1.., move |c: char| c.is_alphanumeric() || c == '_' || is_combining(c))
            .verify(move |text: &str| !first || text.starts_with(char::is_alphabetic))
            .map(|text: &str| text.nfc().collect::<String>())
    };
    let ((first, rest), range): ((String, Vec<String>), _) = (
        word(true),
        repeat(0.., preceded('.', cut_err(word(false).context(expected("nästa del av adressen efter punkten"))))),
    )
        .with_span()
        .parse_next(input)?;
    let call = if rest.is_empty() { opt(preceded(multispace0, '(')).parse_next(input)? } else { None };
    if call.is_none() {
        let mut parts = vec![first];
        parts.extend(rest);
        return Ok(Formula::Reference(parts, range));
    }
    let arguments: Vec<Formula> = cut_err(delimited(
        multispace0,
        separated(0.., sum, (multispace0, ',', multispace0)),
        (multispace0, ')'.context(expected("\")\""))),
    ))
    .parse_next(input)?;
    let known = Function::ALL.iter().find(|(name, ..)| *name == first);
    let wrong = match known {
        Some((_, function, fewest, most)) if (*fewest..=*most).contains(&arguments.len()) => {
            return Ok(Formula::Call(*function, arguments));
        }
        Some((_, Function::Percent, ..)) => "!procent tar två argument",
        Some((_, Function::Change, ..)) => "!förändring tar två argument",
        Some((_, Function::Sum | Function::Min | Function::Max, ..)) => "!funktionen behöver minst ett argument",
        Some(_) => "!funktionen tar ett argument",
        None => "en av funktionerna summa, min, max, abs, procent, förändring, kr, tkr, mnkr och mdkr",
    };
    // The function's name is to blame, not what follows it.
    *input = start;
    Err(ErrMode::Cut(labelled(wrong)))
}

fn labelled(text: &'static str) -> ContextError {
    let mut error = ContextError::new();
    error.push(expected(text));
    error
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

impl Formula {
    /// Whether nothing but addition and subtraction of cells happens, and with which sign each reference is added.
    pub fn added(&self) -> Option<Vec<bool>> {
        fn walk(formula: &Formula, plus: bool, out: &mut Vec<bool>) -> bool {
            match formula {
                Formula::Reference(..) => {
                    out.push(plus);
                    true
                }
                Formula::Negate(inner) => walk(inner, !plus, out),
                Formula::Binary(Operator::Add, a, b) => walk(a, plus, out) && walk(b, plus, out),
                Formula::Binary(Operator::Subtract, a, b) => walk(a, plus, out) && walk(b, !plus, out),
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
            Self::Number(value) if is_name(&value.to_string()) => Self::Reference(vec![value.to_string()], 0..0),
            Self::Negate(inner) => Self::Negate(Box::new(inner.with_names(is_name))),
            Self::Binary(operator, a, b) => {
                Self::Binary(operator, Box::new(a.with_names(is_name)), Box::new(b.with_names(is_name)))
            }
            Self::Call(function, all) => Self::Call(function, all.into_iter().map(|a| a.with_names(is_name)).collect()),
            other => other,
        }
    }

    /// Calls back with every reference, left to right.
    pub fn references<'a>(&'a self, visit: &mut impl FnMut(&'a [String], &std::ops::Range<usize>)) {
        match self {
            Self::Number(_) => {}
            Self::Reference(parts, range) => visit(parts, range),
            Self::Negate(inner) => inner.references(visit),
            Self::Binary(_, left, right) => {
                left.references(visit);
                right.references(visit);
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

#[cfg(test)]
mod tests {
    use super::{Formula, Function, Operator, parse};

    fn reference(text: &str, at: usize) -> Formula {
        Formula::Reference(text.split('.').map(str::to_owned).collect(), at..at + text.len())
    }

    #[test]
    fn precedence_and_references() {
        assert_eq!(
            parse("intäkter + kostnader * 2"),
            Ok(Formula::Binary(
                Operator::Add,
                Box::new(reference("intäkter", 0)),
                Box::new(Formula::Binary(
                    Operator::Multiply,
                    Box::new(reference("kostnader", 12)),
                    Box::new(Formula::Number(2.into()))
                ))
            ))
        );
        assert_eq!(parse(" a.b.budget_2025.ram "), Ok(reference("a.b.budget_2025.ram", 1)));
        assert_eq!(parse("plan.summa.2024"), Ok(reference("plan.summa.2024", 0)));
        assert_eq!(parse("abs(a)"), Ok(Formula::Call(Function::Abs, vec![reference("a", 4)])));
    }

    #[test]
    fn errors_say_where() {
        for (text, offset) in [("", 0), ("a +", 3), ("(a", 2), ("a b", 2), ("12,5", 2), ("a..b", 2), ("1.2.3", 0)] {
            assert_eq!(parse(text).map_err(|e| e.offset), Err(offset), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&"-".repeat(3_000)).is_err());
        assert!(parse("okänd(a)").is_err_and(|e| e.message.contains("summa, min")));
    }
}
