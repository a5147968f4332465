//! How a figure came about, in words and the names that are printed.

use crate::figures::{CellId, Figures, Origin};
use crate::model::formula::{Formula, Function, Operator};

/// What a sum is that nobody wrote.
pub(super) const OVER_TABLES: &str = "summan över tabellerna";

/// How a computed cell came about, in words and the names that are printed: `Verksamhetens nettokostnader +
/// Finansnetto`.
pub fn in_words(figures: &Figures, at: CellId) -> String {
    match &figures.cells[at].origin {
        Origin::Input => "skrivet i källan".to_owned(),
        Origin::Sum(parts) => sum_in_words(figures, at, parts),
        Origin::Records(_) => OVER_TABLES.to_owned(),
        Origin::Formula { operands, formula, text } => {
            let mut references = 0;
            formula.references(&mut |_| references += 1);
            // Where something is missing only the author's own words are sure.
            if references == operands.len() {
                words(formula, &mut operands.iter().map(|&operand| name_seen_from(figures, operand, at)))
            } else {
                text.clone()
            }
        }
    }
}

fn sum_in_words(figures: &Figures, at: CellId, parts: &[CellId]) -> String {
    /// More names than this are no longer read.
    const MOST: usize = 4;
    if parts.len() > MOST {
        return format!("summan av {} rader", crate::swedish::count(parts.len()));
    }
    let names: Vec<String> = parts.iter().map(|&part| name_seen_from(figures, part, at)).collect();
    format!("summan av {}", crate::swedish::join(&names))
}

/// What a cell is called beside another: of the same column by its row, of the same row by its column.
pub fn name_seen_from(figures: &Figures, cell: CellId, other: CellId) -> String {
    match (figures.position(cell), figures.position(other)) {
        (Some((sheet, line, column)), Some((other_sheet, other_line, other_column))) if sheet.id == other_sheet.id => {
            if column.id == other_column.id {
                line.name()
            } else if std::ptr::eq(line, other_line) {
                column.name.clone()
            } else {
                figures.name(cell)
            }
        }
        _ => figures.name_beside(cell, other),
    }
}

fn words(formula: &Formula, names: &mut impl Iterator<Item = String>) -> String {
    let inner = |formula: &Formula, names: &mut _, loose: bool| {
        let text = words(formula, names);
        if loose { format!("({text})") } else { text }
    };
    match formula {
        Formula::Number(value) => crate::swedish::exact(*value),
        Formula::Share(value) => crate::swedish::with_unit(crate::swedish::exact(*value), "%"),
        Formula::Reference(..) => names.next().unwrap_or_default(),
        Formula::Negate(operand) => format!("−{}", inner(operand, names, operand.is_sum())),
        Formula::Chain(first, rest) => {
            let tight = !formula.is_sum();
            let mut text = inner(first, names, tight && first.is_sum());
            for (operator, part) in rest {
                let (sign, loose) = match operator {
                    Operator::Add => ("+", false),
                    Operator::Subtract => ("−", part.is_sum()),
                    Operator::Multiply => ("×", part.is_sum()),
                    Operator::Divide => ("/", matches!(part, Formula::Chain(..))),
                };
                text = format!("{text} {sign} {}", inner(part, names, loose));
            }
            text
        }
        Formula::Round(value, decimals) => {
            let value = words(value, names);
            match u32::try_from(*decimals) {
                Ok(0) => format!("{value} avrundat till heltal"),
                Ok(1) => format!("{value} avrundat till en decimal"),
                Ok(decimals) => format!("{value} avrundat till {decimals} decimaler"),
                Err(_) => {
                    let step = 10_i64.pow(decimals.unsigned_abs());
                    format!("{value} avrundat till hela {}", crate::swedish::exact(step.into()))
                }
            }
        }
        Formula::Call(function, arguments) => {
            let all: Vec<String> = arguments.iter().map(|argument| words(argument, names)).collect();
            let first = all.first().cloned().unwrap_or_default();
            let last = all.last().cloned().unwrap_or_default();
            match function {
                Function::Sum => format!("summan av {}", crate::swedish::join(&all)),
                Function::Min => format!("det minsta av {}", crate::swedish::join(&all)),
                Function::Max => format!("det största av {}", crate::swedish::join(&all)),
                Function::Abs => format!("{first} utan tecken"),
                Function::Percent => format!("{first} i procent av {last}"),
                Function::Change => format!("förändringen från {last} till {first} i procent"),
                Function::Krona => format!("{first} i kronor"),
                Function::ThousandKronor => format!("{first} i tusental kronor"),
                Function::MillionKronor => format!("{first} i miljoner kronor"),
                Function::BillionKronor => format!("{first} i miljarder kronor"),
            }
        }
    }
}
