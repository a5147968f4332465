//! Text → formula.
//!
//! Grammar: `+ - * /`, parentheses, numbers (decimal point), references (`rad`, `rad.kolumn`,
//! `tabell.rad.kolumn`, with one more part for a measure) and functions `namn(a, b)`; a number may be in per cent, `2.8%`. `−`, `×` and `·`
//! may be written for `-` and `*`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use winnow::ascii::multispace0;
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, repeat, separated};
use winnow::error::{AddContext, ErrMode, ParserError};
use winnow::stream::{Stateful, Stream};
use winnow::token::{one_of, take_while};
use winnow::{LocatingSlice, ModalResult, Parser};

use crate::model::formula::{Formula, Operator, Reference};
use crate::model::function::Function;
use crate::quantity::amount::parse_number;
use crate::source::characters::visible;

/// Why a text is not a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// Byte offset in the text.
    pub offset: usize,
    /// What is wrong, for a message.
    pub message: String,
}

/// Deepest nesting of parentheses, calls and signs, so that no text can exhaust the stack.
const DEEPEST: usize = 50;

/// Longest formula in bytes: nobody reads a longer one.
const LONGEST: usize = 4000;

/// Reads a formula.
///
/// # Errors
/// The first thing that cannot be understood, with its place.
pub fn parse(text: &str) -> Result<Formula, FormulaError> {
    let too_long = FormulaError { offset: 0, message: "formeln är för lång eller för djupt nästlad".to_owned() };
    if text.len() > LONGEST {
        return Err(too_long);
    }
    let mut input = Stateful { input: LocatingSlice::new(text), state: Depth(0) };
    let parsed = delimited(multispace0, sum, multispace0).parse_next(&mut input);
    let offset = text.len() - input.len();
    let message = match parsed {
        Ok(formula) if input.is_empty() => return Ok(formula),
        Ok(_) => "här väntades en operator (+ - * /) eller formelns slut".to_owned(),
        Err(ErrMode::Backtrack(reason) | ErrMode::Cut(reason)) => match reason {
            Reason::TooDeep => return Err(too_long),
            Reason::Arguments(message) => message.to_owned(),
            Reason::Expected(what) => format!("här väntades {what}"),
            Reason::Unknown => format!("här väntades {OPERAND}"),
        },
        Err(ErrMode::Incomplete(_)) => "formeln är inte avslutad".to_owned(),
    };
    Err(FormulaError { offset, message })
}

/// What can be operated on, for a message.
const OPERAND: &str = "ett tal, en rad eller en cell";

/// How deep in parentheses, calls and signs the parser is.
#[derive(Debug, Clone, Copy)]
struct Depth(usize);

type Input<'a> = Stateful<LocatingSlice<&'a str>, Depth>;

/// Why the parser stopped where it did.
#[derive(Debug)]
enum Reason {
    /// Nothing fits, and nothing is known of what would.
    Unknown,
    /// What should have stood there.
    Expected(&'static str),
    /// A function has the wrong number of arguments; the whole message.
    Arguments(&'static str),
    /// The formula is nested too deep.
    TooDeep,
}

impl<I: Stream> ParserError<I> for Reason {
    type Inner = Self;

    fn from_input(_: &I) -> Self {
        Self::Unknown
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

impl<I: Stream> AddContext<I, &'static str> for Reason {
    fn add_context(self, _: &I, _: &I::Checkpoint, expected: &'static str) -> Self {
        // What is expected innermost says most.
        if matches!(self, Self::Unknown) { Self::Expected(expected) } else { self }
    }
}

type Parsed<T> = ModalResult<T, Reason>;

/// Parses one level deeper.
fn deeper<T>(input: &mut Input<'_>, inner: impl FnOnce(&mut Input<'_>) -> Parsed<T>) -> Parsed<T> {
    if input.state.0 >= DEEPEST {
        return Err(ErrMode::Cut(Reason::TooDeep));
    }
    input.state.0 += 1;
    let parsed = inner(input);
    input.state.0 -= 1;
    parsed
}

fn sum(input: &mut Input<'_>) -> Parsed<Formula> {
    chain(input, product, &['+', '-', '−'])
}

fn product(input: &mut Input<'_>) -> Parsed<Formula> {
    chain(input, factor, &['*', '/', '×', '·'])
}

/// Left-associative chain of one precedence.
fn chain(
    input: &mut Input<'_>,
    mut operand: fn(&mut Input<'_>) -> Parsed<Formula>,
    operators: &'static [char],
) -> Parsed<Formula> {
    let first = operand.parse_next(input)?;
    let operator = delimited(multispace0, one_of(operators), multispace0).map(|sign| match sign {
        '+' => Operator::Add,
        '*' | '×' | '·' => Operator::Multiply,
        '/' => Operator::Divide,
        _ => Operator::Subtract,
    });
    let rest: Vec<(Operator, Formula)> = repeat(0.., (operator, cut_err(operand))).parse_next(input)?;
    Ok(Formula::chain(first, rest))
}

fn factor(input: &mut Input<'_>) -> Parsed<Formula> {
    alt((negated, parenthesis, number, name)).context(OPERAND).parse_next(input)
}

fn negated(input: &mut Input<'_>) -> Parsed<Formula> {
    let _ = (one_of(['-', '−']), multispace0).parse_next(input)?;
    deeper(input, |input| factor(input).map(|operand| Formula::Negate(Box::new(operand))))
}

fn parenthesis(input: &mut Input<'_>) -> Parsed<Formula> {
    let _ = ('(', multispace0).parse_next(input)?;
    let inner = deeper(input, |input| cut_err(sum).parse_next(input))?;
    let _ = (multispace0, cut_err(')').context("\")\"")).parse_next(input)?;
    Ok(inner)
}

fn number(input: &mut Input<'_>) -> Parsed<Formula> {
    let checkpoint = *input;
    let text: &str = take_while(1.., |c: char| c.is_ascii_digit() || c == '.').parse_next(input)?;
    let followed_by_word = input.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
    match parse_number(text) {
        Ok(value) if !followed_by_word => {
            let percent = opt(preceded(multispace0, '%')).parse_next(input)?;
            Ok(if percent.is_some() { Formula::Share(value) } else { Formula::Number(value) })
        }
        // The column of several years, `2026_2030`, is a name.
        Ok(_) if input.starts_with('_') && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            *input = checkpoint;
            Err(ErrMode::Backtrack(Reason::Unknown))
        }
        _ => {
            *input = checkpoint;
            Err(ErrMode::Cut(Reason::Unknown))
        }
    }
}

fn is_name(word: &str) -> bool {
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(char::is_alphabetic) || behind.len() < word.len() && behind.starts_with('_')
}

/// A reference or a call: names start with a letter, or with digits and an underscore; later parts of an address may
/// start with a digit.
fn name(input: &mut Input<'_>) -> Parsed<Formula> {
    let start = *input;
    let word = |first: bool| {
        take_while(1.., move |c: char| c.is_alphanumeric() || c == '_' || is_combining(c))
            .verify(move |text: &str| !first || is_name(text))
            .map(|text: &str| visible(text).into_owned())
    };
    let ((first, rest), range): ((String, Vec<String>), _) =
        (word(true), repeat(0.., preceded('.', cut_err(word(false).context("nästa del av adressen efter punkten")))))
            .with_span()
            .parse_next(input)?;
    let call = if rest.is_empty() { opt(preceded(multispace0, '(')).parse_next(input)? } else { None };
    if call.is_none() {
        let mut parts = vec![first];
        parts.extend(rest);
        return Ok(Formula::Reference(Reference { parts, range, before: false }));
    }
    let arguments: Vec<Formula> = deeper(input, |input| {
        cut_err(delimited(
            multispace0,
            separated(0.., sum, (multispace0, ',', multispace0)),
            (multispace0, ')'.context("\")\"")),
        ))
        .parse_next(input)
    })?;
    if first == ROUND {
        return rounding(arguments).ok_or_else(|| {
            *input = start;
            ErrMode::Cut(Reason::Arguments(
                "avrunda tar ett värde och ett antal decimaler från −9 till 6, till exempel avrunda(ram, 1)",
            ))
        });
    }
    if first == BEFORE {
        return match <[Formula; 1]>::try_from(arguments) {
            Ok([Formula::Reference(row)]) if !row.before => Ok(Formula::Reference(Reference { before: true, ..row })),
            _ => {
                *input = start;
                Err(ErrMode::Cut(Reason::Arguments("föregående tar en rad, till exempel föregående(utgående)")))
            }
        };
    }
    let known = Function::ALL.iter().find(|(name, ..)| *name == first);
    let wrong = match known {
        Some((_, function, fewest, most)) if (*fewest..=*most).contains(&arguments.len()) => {
            return Ok(Formula::Call(*function, arguments));
        }
        Some((_, Function::Percent, ..)) => Reason::Arguments("procent tar två argument"),
        Some((_, Function::Change, ..)) => Reason::Arguments("förändring tar två argument"),
        Some((_, Function::Sum | Function::Min | Function::Max, ..)) => {
            Reason::Arguments("funktionen behöver minst ett argument")
        }
        Some(_) => Reason::Arguments("funktionen tar ett argument"),
        None => Reason::Expected(
            "en av funktionerna summa, min, max, abs, avrunda, procent, förändring, föregående, kr, tkr, mnkr och mdkr",
        ),
    };
    // The function's name is to blame, not what follows it.
    *input = start;
    Err(ErrMode::Cut(wrong))
}

/// The function that is no computation, but another column.
const BEFORE: &str = "föregående";

/// The function whose second argument is not computed.
const ROUND: &str = "avrunda";

/// `avrunda(x, 1)` by its arguments, when they are what they must be.
fn rounding(arguments: Vec<Formula>) -> Option<Formula> {
    let [value, decimals] = <[Formula; 2]>::try_from(arguments).ok()?;
    let whole = |number: &Decimal| number.is_integer().then(|| number.to_i32()).flatten();
    let decimals = match &decimals {
        Formula::Number(number) => whole(number)?,
        Formula::Negate(inner) => match &**inner {
            Formula::Number(number) => -whole(number)?,
            _ => return None,
        },
        _ => return None,
    };
    (-9..=6).contains(&decimals).then(|| Formula::Round(Box::new(value), decimals))
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::model::formula::{Formula, Function, Operator, Reference};

    fn reference(text: &str, at: usize) -> Formula {
        let parts = text.split('.').map(str::to_owned).collect();
        Formula::Reference(Reference { parts, range: at..at + text.len(), before: false })
    }

    #[test]
    fn precedence_and_references() {
        assert_eq!(
            parse("intäkter + kostnader * 2"),
            Ok(Formula::Chain(
                Box::new(reference("intäkter", 0)),
                vec![(
                    Operator::Add,
                    Formula::Chain(
                        Box::new(reference("kostnader", 12)),
                        vec![(Operator::Multiply, Formula::Number(2.into()))]
                    )
                )]
            ))
        );
        assert_eq!(parse(" a.b.budget_2025.ram "), Ok(reference("a.b.budget_2025.ram", 1)));
        assert_eq!(parse("plan.summa.2024"), Ok(reference("plan.summa.2024", 0)));
        assert_eq!(parse("2026_2030"), Ok(reference("2026_2030", 0)));
        assert_eq!(parse("abs(a)"), Ok(Formula::Call(Function::Abs, vec![reference("a", 4)])));
    }

    #[test]
    fn errors_say_where() {
        for (text, offset) in
            [("", 0), ("a +", 3), ("(a", 2), ("a b", 2), ("12,5", 2), ("a..b", 2), ("1.2.3", 0), ("2a", 0), ("_a", 0)]
        {
            assert_eq!(parse(text).map_err(|e| e.offset), Err(offset), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&"-".repeat(3_000)).is_err());
        assert!(parse("okänd(a)").is_err_and(|e| e.message.contains("summa, min")));
        assert!(parse("procent(a)").is_err_and(|e| e.message == "procent tar två argument" && e.offset == 0));
    }

    /// The stack of the threads that read plans; a debug build needs most of it.
    fn on_small_stack(test: impl FnOnce() + Send + 'static) {
        let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(test).expect("a thread");
        thread.join().expect("no overflow");
    }

    #[test]
    fn depth_is_what_is_nested_and_not_what_is_long() {
        on_small_stack(|| {
            for deep in ["(", "-", "− ", "-\t", "abs(", "-(", "a + (", "a * -("] {
                let text = deep.repeat(2_000);
                let text = text.get(..text.floor_char_boundary(super::LONGEST)).expect("a beginning");
                assert!(parse(text).is_err_and(|e| e.message.contains("djupt")), "{deep}");
                assert!(parse(&deep.repeat(super::DEEPEST + 1)).is_err_and(|e| e.message.contains("djupt")), "{deep}");
                let closed = format!("{}a{}", "(".repeat(super::DEEPEST), ")".repeat(super::DEEPEST));
                assert_eq!(parse(&closed), Ok(reference("a", super::DEEPEST)));
            }
            for wide in ["abs(a)", "(a)", "-a", "a", "a * -(b)", "a                                                  "]
            {
                let text = format!("{}a", format!("{wide}+").repeat(3_990 / (wide.len() + 1)));
                let formula = parse(&text).expect(wide);
                let mut references = 0;
                formula.references(&mut |_| references += 1);
                assert!(references > 70, "{wide}");
                assert_eq!(formula.clone().with_names(&|_| false), formula);
                drop(formula.added());
            }
        });
    }

    #[test]
    fn parentheses_around_the_first_operands_change_nothing() {
        let shape = |text: &str| format!("{:?}", parse(text).map(|formula| formula.added()));
        assert_eq!(shape("(a - b) + c"), shape("a - b + c"));
        assert!(matches!(parse("(a + b) - c"), Ok(Formula::Chain(_, rest)) if rest.len() == 2));
        assert!(matches!(parse("(a + b) * c"), Ok(Formula::Chain(_, rest)) if rest.len() == 1));
        assert!(matches!(parse("a - (b + c)"), Ok(Formula::Chain(_, rest)) if rest.len() == 1));
    }
}
