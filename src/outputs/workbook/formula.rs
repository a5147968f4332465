//! The plan's sums and formulas as a spreadsheet's own, over cells of the workbook.
//!
//! In the plan an empty cell, a dash and zero are three things, and a ratio without base is a dash; in a spreadsheet an
//! empty cell is zero and a dash is a text. What is written here gives the plan's values in the spreadsheet too: a text
//! is kept out of what adds, and what is no amount today is asked for before it is computed.
//!
//! Per cent are parts of one, as spreadsheets have them. *Procentenheter* are not: no format of a spreadsheet shows parts
//! of one as hundredths without the sign, so that they are divided where they are used, and multiplied where they come out.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::figures::printed::DASH;
use crate::figures::{CellId, Figures, Origin, Value};
use crate::model::formula::{Formula, Function, Operator};
use crate::outputs::workbook::places::Places;
use crate::quantity::amount::{Amount, machine};
use crate::quantity::ratios;
use crate::quantity::unit::Unit;

/// Longest formula that a spreadsheet takes, in characters.
const LONGEST: usize = 8192;

/// Most arguments of a function in a spreadsheet.
const MOST_ARGUMENTS: usize = 255;

/// Writes formulas for the cells of one sheet.
pub struct Writer<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// Where they stand.
    pub places: &'a Places<'a>,
    /// The sheet that the formulas stand in.
    pub sheet: usize,
}

impl Writer<'_> {
    /// The formula of a computed cell; nothing of a written one, and of one that no spreadsheet takes.
    pub fn of(&self, cell: CellId) -> Option<String> {
        let figure = self.figures.cells.get(cell)?;
        let text = match &figure.origin {
            Origin::Input => return None,
            Origin::Sum(parts) | Origin::Records(parts) => {
                let sum = self.sum(parts)?;
                self.asked(parts, &figure.value, &sum, true)?
            }
            Origin::Formula { operands, formula, .. } => {
                let mut next = operands.iter().copied();
                let text = self.alone(formula, &mut next)?;
                let text = match (&figure.unit, operands.is_empty()) {
                    (Unit::Points, false) => format!("({text})*100"),
                    // Written numbers alone are in the unit of their cell.
                    (Unit::Percent, true) => format!("({text})/100"),
                    _ => text,
                };
                self.asked(operands, &figure.value, &text, formula.added().is_some())?
            }
        };
        Some(format!("={text}")).filter(|text| text.encode_utf16().count() <= LONGEST)
    }

    /// Where the cell is no amount today, its formula asks whether there is anything to compute it from.
    fn asked(&self, operands: &[CellId], value: &Value, text: &str, adds: bool) -> Option<String> {
        let otherwise = match value {
            Value::Amount(_) => return Some(text.to_owned()),
            Value::Dash => DASH,
            Value::Text(_) | Value::Empty | Value::Failed => "",
        };
        let cells = self.arguments(operands)?;
        if adds {
            return Some(format!("IF(COUNT({cells})=0,\"{otherwise}\",{text})"));
        }
        let all = operands.len();
        Some(format!("IF(COUNT({cells})<{all},\"{otherwise}\",IFERROR({text},\"{otherwise}\"))"))
    }

    /// A sum of cells, of which those after each other in a column are one range.
    fn sum(&self, parts: &[CellId]) -> Option<String> {
        Some(format!("SUM({})", self.arguments(parts)?))
    }

    fn arguments(&self, parts: &[CellId]) -> Option<String> {
        // What is not printed is represented by what it adds.
        let mut shown = Vec::with_capacity(parts.len());
        let mut stack: Vec<CellId> = parts.iter().rev().copied().collect();
        while let Some(part) = stack.pop() {
            if self.places.find(part).is_some() {
                shown.push(part);
            } else {
                stack.extend(self.figures.cells.get(part)?.operands().iter().rev());
            }
        }
        let mut ranges: Vec<(CellId, CellId)> = Vec::new();
        for part in shown {
            match ranges.last_mut() {
                Some((_, last)) if self.is_below(*last, part) => *last = part,
                _ => ranges.push((part, part)),
            }
        }
        let named: Option<Vec<String>> =
            ranges.into_iter().map(|(first, last)| self.places.range(self.sheet, first, last)).collect();
        let named = named?;
        if named.is_empty() {
            return Some("0".to_owned());
        }
        if named.len() <= MOST_ARGUMENTS {
            return Some(named.join(","));
        }
        Some(named.chunks(MOST_ARGUMENTS).map(|some| format!("SUM({})", some.join(","))).collect::<Vec<_>>().join(","))
    }

    /// Whether a cell stands directly below another in its column.
    fn is_below(&self, above: CellId, below: CellId) -> bool {
        match (self.places.find(above), self.places.find(below)) {
            (Some((a, (row, column))), Some((b, at))) => a == b && at == (row + 1, column),
            _ => false,
        }
    }

    /// A whole formula, which may come out as a text.
    fn alone(&self, formula: &Formula, next: &mut impl Iterator<Item = CellId>) -> Option<String> {
        match formula {
            Formula::Call(function @ (Function::Percent | Function::Change), arguments) => {
                self.call(*function, arguments, next)
            }
            formula => Some(self.expression(formula, next)?.0),
        }
    }

    /// An expression with the cells it refers to, and how tightly its parts hang together.
    fn expression(&self, formula: &Formula, next: &mut impl Iterator<Item = CellId>) -> Option<(String, Binding)> {
        Some(match formula {
            Formula::Number(value) => {
                (machine(*value), if value.is_sign_negative() { Binding::Sign } else { Binding::One })
            }
            Formula::Share(value) => (machine(*value / Decimal::ONE_HUNDRED), Binding::One),
            Formula::Round(inner, decimals) => {
                let operands: Vec<CellId> = next.by_ref().take(references(inner)).collect();
                let is_share =
                    self.figures.value_of(inner, &operands).amount().is_some_and(|amount| amount.unit.is_share());
                let decimals = decimals + if is_share { 2 } else { 0 };
                let inner = self.expression(inner, &mut operands.into_iter())?.0;
                (format!("ROUND({inner},{decimals})"), Binding::One)
            }
            Formula::Reference(..) => (self.reference(next.next()?)?, Binding::One),
            Formula::Negate(inner) => {
                let inner = self.expression(inner, next)?;
                (format!("-{}", within(inner, Binding::One)), Binding::Sign)
            }
            Formula::Chain(first, rest) => {
                let first = self.expression(first, next)?;
                let sums = rest.first().is_some_and(|(operator, _)| operator.is_sum());
                // A sign binds tightly enough to begin with, and nothing else may stand bare after an operator.
                let (mut text, own) = if sums {
                    (within(first, Binding::Sum), Binding::Sum)
                } else {
                    (within(first, Binding::Product), Binding::Product)
                };
                for (operator, operand) in rest {
                    let operand = self.expression(operand, next)?;
                    let operand = match operator {
                        // A product may stand bare in a sum.
                        Operator::Add | Operator::Subtract => {
                            if operand.1 == Binding::Product {
                                operand.0
                            } else {
                                within(operand, Binding::One)
                            }
                        }
                        Operator::Multiply | Operator::Divide => within(operand, Binding::One),
                    };
                    text.push_str(sign(*operator));
                    text.push_str(&operand);
                }
                (text, own)
            }
            // A ratio without base is a text, and counts as nothing among amounts.
            Formula::Call(function @ (Function::Percent | Function::Change), arguments) => {
                (format!("N({})", self.call(*function, arguments, next)?), Binding::One)
            }
            Formula::Call(function, arguments) => (self.call(*function, arguments, next)?, Binding::One),
        })
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Formula],
        next: &mut impl Iterator<Item = CellId>,
    ) -> Option<String> {
        let money = match function {
            Function::Krona => Some(Unit::Krona),
            Function::ThousandKronor => Some(Unit::ThousandKronor),
            Function::MillionKronor => Some(Unit::MillionKronor),
            Function::BillionKronor => Some(Unit::BillionKronor),
            _ => None,
        };
        if let Some(unit) = money {
            return self.converted(arguments.first()?, &unit, next);
        }
        let arguments: Option<Vec<String>> =
            arguments.iter().map(|argument| Some(self.expression(argument, next)?.0)).collect();
        let arguments = arguments?;
        let (first, second) = (arguments.first()?, arguments.get(1));
        Some(match function {
            Function::Sum => format!("SUM({})", arguments.join(",")),
            Function::Min => format!("MIN({})", arguments.join(",")),
            Function::Max => format!("MAX({})", arguments.join(",")),
            Function::Abs => format!("ABS({first})"),
            Function::Percent => {
                let whole = second?;
                format!("IF(({whole})=0,\"{DASH}\",({first})/({whole}))")
            }
            Function::Change => {
                let base = second?;
                format!("IF(({base})=0,\"{DASH}\",(({first})-({base}))/ABS({base}))")
            }
            // Told above.
            Function::Krona | Function::ThousandKronor | Function::MillionKronor | Function::BillionKronor => {
                return None;
            }
        })
    }

    /// An amount of money in another unit: what it is in today says what it is multiplied by.
    fn converted(&self, amount: &Formula, to: &Unit, next: &mut impl Iterator<Item = CellId>) -> Option<String> {
        let operands: Vec<CellId> = next.by_ref().take(references(amount)).collect();
        let value = self.figures.value_of(amount, &operands);
        let text = self.expression(amount, &mut operands.iter().copied())?;
        let factor = match value.amount() {
            Some(Amount { unit, .. }) if *unit != Unit::None => {
                let to = ratios::with_money(unit, to).unwrap_or_else(|| to.clone());
                ratios::conversion(unit, &to)?
            }
            // A written number is in the unit that it is converted to.
            _ => Decimal::ONE,
        };
        let (text, factor) = (within(text, Binding::One), factor.normalize());
        Some(match factor.cmp(&Decimal::ONE) {
            Ordering::Equal => text,
            Ordering::Less => format!("({text}/{})", machine(Decimal::ONE / factor)),
            Ordering::Greater => format!("({text}*{})", machine(factor)),
        })
    }

    /// A cell; a text where there is no amount counts as nothing.
    fn reference(&self, cell: CellId) -> Option<String> {
        let figure = self.figures.cells.get(cell)?;
        let name = match self.places.reference(self.sheet, cell) {
            Some(name) if figure.amount().is_some() => name,
            Some(name) => format!("N({name})"),
            None => self.sum(&[cell])?,
        };
        Some(if figure.unit == Unit::Points { format!("({name}/100)") } else { name })
    }
}

/// How tightly an expression's parts hang together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Sum,
    Product,
    Sign,
    One,
}

/// An expression, in parentheses where it would come apart beside others.
fn within((text, own): (String, Binding), least: Binding) -> String {
    let holds = match least {
        Binding::Sum => true,
        Binding::Product => own != Binding::Sum,
        Binding::Sign | Binding::One => own == Binding::One,
    };
    if holds { text } else { format!("({text})") }
}

const fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
    }
}

fn references(formula: &Formula) -> usize {
    let mut count = 0;
    formula.references(&mut |_| count += 1);
    count
}
