//! Evaluation in order of dependency: no recursion over cells, and cycles are found and shown.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::figures::layout::Recipe;
use crate::figures::lookup::Here;
use crate::figures::{CellId, Figure, Figures, Origin, Value};
use crate::model::formula::{Formula, Function, Operator};
use crate::quantity::amount::{Amount, AmountError};
use crate::quantity::unit::Unit;
use crate::source::{Span, Spanned};

/// Fills in every cell that has a recipe.
pub fn evaluate(figures: &mut Figures, recipes: &[Recipe], incomplete: bool, problems: &mut Vec<Diagnostic>) {
    let mut broken = vec![false; recipes.len()];
    for (cell, recipe) in recipes.iter().enumerate() {
        figures.cells[cell].origin = match recipe {
            Recipe::Known => Origin::Input,
            Recipe::Sum(lines) => Origin::Sum(same_column(figures, cell, lines)),
            Recipe::Formula(formula, columns_first) => {
                let site = (formula, *columns_first);
                let (operands, complete) = operands(figures, cell, site, incomplete, problems);
                broken[cell] = !complete;
                if let (true, Some(signs)) = (complete, formula.value.added()) {
                    figures.added.insert(cell, operands.iter().copied().zip(signs).collect());
                }
                Origin::Formula(operands)
            }
        };
    }
    let used: HashSet<CellId> = figures.cells.iter().flat_map(Figure::operands).copied().collect();
    let (order, rest) = dependency_order(figures);
    for cell in order {
        let figure = &figures.cells[cell];
        let value = match (&figure.origin, &recipes[cell]) {
            (Origin::Input, _) => continue,
            _ if broken[cell] => Ok(Value::Failed),
            (Origin::Sum(parts), _) => sum(figures, parts),
            (Origin::Formula(operands), Recipe::Formula(formula, _)) => {
                let mut next = operands.iter().copied();
                apply(figures, &formula.value, &mut next)
            }
            (Origin::Formula(_), _) => Ok(Value::Failed),
        };
        let value = value.and_then(|value| in_unit(value, &figure.unit));
        // The sum of a group that has only a heading is nobody's concern until something uses it.
        let unasked = || !used.contains(&cell) && figures.position(cell).is_some_and(|(_, line, _)| !line.is_printed());
        figures.cells[cell].value = match value {
            Ok(value) => value,
            Err(_) if unasked() => Value::Failed,
            Err(error) => {
                problems.push(describe(&error, figures, cell));
                Value::Failed
            }
        };
    }
    for &cell in &rest {
        figures.cells[cell].value = Value::Failed;
    }
    if let Some(cycle) = find_cycle(figures, &rest) {
        problems.push(describe_cycle(figures, &cycle));
    }
}

fn same_column(figures: &Figures, cell: CellId, lines: &[usize]) -> Vec<CellId> {
    let after = figures.sheets.partition_point(|sheet| sheet.first <= cell);
    let Some(sheet) = figures.sheets.get(after.wrapping_sub(1)) else { return Vec::new() };
    let column = (cell - sheet.first) % sheet.columns.len().max(1);
    lines.iter().map(|&line| sheet.cell(line, column)).collect()
}

/// The cells a formula refers to, in order of reference; unknown ones are reported once per formula.
fn operands(
    figures: &Figures,
    cell: CellId,
    (formula, columns_first): (&Spanned<Formula>, bool),
    incomplete: bool,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<CellId>, bool) {
    let after = figures.sheets.partition_point(|sheet| sheet.first <= cell);
    let here = figures.sheets.get(after.wrapping_sub(1)).map(|sheet| {
        let within = cell - sheet.first;
        let width = sheet.columns.len().max(1);
        Here { sheet: after - 1, line: within / width, column: within % width, columns_first }
    });
    let (mut found, mut complete) = (Vec::new(), true);
    let span = &formula.span;
    formula.value.references(&mut |parts, range| match figures.find(parts, here) {
        Ok(cell) => found.push(cell),
        Err(unknown) => {
            complete = false;
            // In a plan that could not be read whole, the missing thing may be ours to miss.
            if !incomplete {
                problems.push(
                    Diagnostic::error(
                        "okänd-cell",
                        format!("formeln hänvisar till \"{}\": {}", parts.join("."), unknown.message),
                    )
                    .at(&within(span, &parts.join("."), range))
                    .hint(unknown.hint),
                );
            }
        }
    });
    (found, complete)
}

/// The place of a reference inside its formula, when the formula stands on one line as written.
pub fn within(span: &Span, written: &str, range: &std::ops::Range<usize>) -> Span {
    let text = span.text();
    let found = text.get(range.start.min(text.len())..).and_then(|rest| rest.find(written)).map(|at| at + range.start);
    match found.or_else(|| text.find(written)) {
        Some(at) => span.file.span(span.range.start + at..span.range.start + at + written.len()),
        None => span.clone(),
    }
}

/// Kahn's algorithm: an order in which every cell comes after those it needs, and the cells in or behind cycles.
fn dependency_order(figures: &Figures) -> (Vec<CellId>, Vec<CellId>) {
    let count = figures.cells.len();
    let mut waiting: Vec<usize> = figures.cells.iter().map(|figure| figure.operands().len()).collect();
    let users = figures.users();
    let mut order: Vec<CellId> = (0..count).filter(|&cell| waiting[cell] == 0).collect();
    let mut next = 0;
    while let Some(&cell) = order.get(next) {
        next += 1;
        for &user in &users[cell] {
            waiting[user] -= 1;
            if waiting[user] == 0 {
                order.push(user);
            }
        }
    }
    let rest = (0..count).filter(|&cell| waiting[cell] > 0).collect();
    (order, rest)
}

/// One cycle among cells that could not be ordered: follow operands until a cell repeats.
fn find_cycle(figures: &Figures, rest: &[CellId]) -> Option<Vec<CellId>> {
    let stuck: HashSet<CellId> = rest.iter().copied().collect();
    let mut path = vec![*rest.first()?];
    let mut position = HashMap::from([(path[0], 0)]);
    loop {
        let last = *path.last()?;
        let next = *figures.cells[last].operands().iter().find(|cell| stuck.contains(cell))?;
        if let Some(&start) = position.get(&next) {
            return Some(path[start..].to_vec());
        }
        position.insert(next, path.len());
        path.push(next);
    }
}

fn describe_cycle(figures: &Figures, cycle: &[CellId]) -> Diagnostic {
    let mut addresses: Vec<String> = cycle.iter().take(12).map(|&cell| figures.address(cell)).collect();
    if cycle.len() > 12 {
        addresses.push("…".to_owned());
    }
    addresses.extend(cycle.first().map(|&cell| figures.address(cell)));
    let mut problem = Diagnostic::error("formel-cirkel", format!("formlerna går i cirkel: {}", addresses.join(" → ")))
        .hint("låt en av formlerna hänvisa till de poster som ingår i stället för till summan");
    if let Some(&first) = cycle.first() {
        problem = problem.at(&figures.cells[first].span);
    }
    for &cell in cycle.iter().skip(1).take(8) {
        problem = problem.also(&figures.cells[cell].span, figures.address(cell));
    }
    problem
}

/// Evaluates a formula that stands outside every table, such as a reconciliation's term.
///
/// # Errors
/// What went wrong in arithmetic. A reference to no cell gives [`Value::Failed`].
pub fn free(figures: &Figures, formula: &Formula) -> Result<Value, AmountError> {
    let mut cells = Vec::new();
    let mut complete = true;
    formula.references(&mut |parts, _| match figures.find(parts, None) {
        Ok(cell) => cells.push(cell),
        Err(_) => complete = false,
    });
    if !complete {
        return Ok(Value::Failed);
    }
    apply(figures, formula, &mut cells.into_iter())
}

fn sum(figures: &Figures, parts: &[CellId]) -> Result<Value, AmountError> {
    parts.iter().try_fold(Value::Empty, |total, &cell| add(total, figures.cells[cell].value.clone()))
}

/// Addition in which empty cells and dashes count as nothing, and nothing plus nothing stays nothing.
fn add(left: Value, right: Value) -> Result<Value, AmountError> {
    Ok(match (left, right) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        (Value::Amount(a), Value::Amount(b)) => Value::Amount(a.plus(&b)?),
        (amount @ Value::Amount(_), _) | (_, amount @ Value::Amount(_)) => amount,
        (Value::Dash, _) | (_, Value::Dash) => Value::Dash,
        (Value::Empty, Value::Empty) => Value::Empty,
    })
}

fn apply(figures: &Figures, formula: &Formula, next: &mut impl Iterator<Item = CellId>) -> Result<Value, AmountError> {
    Ok(match formula {
        Formula::Number(value) => Value::Amount(Amount::number(*value)),
        Formula::Reference(..) => next.next().map_or(Value::Failed, |cell| figures.cells[cell].value.clone()),
        Formula::Negate(inner) => negate(apply(figures, inner, next)?),
        Formula::Binary(operator, left, right) => {
            let left = apply(figures, left, next)?;
            let right = apply(figures, right, next)?;
            match operator {
                Operator::Add => add(left, right)?,
                Operator::Subtract => add(left, negate(right))?,
                Operator::Multiply => both(left, right, |a, b| a.times(b).map(Value::Amount))?,
                Operator::Divide => both(left, right, |a, b| a.divided_by(b).map(Value::Amount))?,
            }
        }
        Formula::Call(function, arguments) => {
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                values.push(apply(figures, argument, next)?);
            }
            call(*function, values)?
        }
    })
}

fn call(function: Function, values: Vec<Value>) -> Result<Value, AmountError> {
    let mut values = values.into_iter();
    let first = values.next().unwrap_or(Value::Empty);
    match function {
        Function::Sum => values.try_fold(first, add),
        Function::Min => values.try_fold(first, |best, value| extreme(best, value, |a, b| a.value <= b.value)),
        Function::Max => values.try_fold(first, |best, value| extreme(best, value, |a, b| a.value >= b.value)),
        Function::Abs => map(first, |amount| Ok(amount.absolute())),
        Function::Percent => both(first, values.next().unwrap_or(Value::Empty), percent),
        Function::Change => {
            both(first, values.next().unwrap_or(Value::Empty), |a, b| percent(&a.minus(b)?, &b.absolute()))
        }
        Function::Krona => map(first, |amount| amount.converted(&Unit::Krona)),
        Function::ThousandKronor => map(first, |amount| amount.converted(&Unit::ThousandKronor)),
        Function::MillionKronor => map(first, |amount| amount.converted(&Unit::MillionKronor)),
        Function::BillionKronor => map(first, |amount| amount.converted(&Unit::BillionKronor)),
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
    let hundred = Amount::number(rust_decimal::Decimal::ONE_HUNDRED);
    Ok(Value::Amount(Amount { unit: Unit::Percent, ..ratio.times(&hundred)? }))
}

fn negate(value: Value) -> Value {
    match value {
        Value::Amount(amount) => Value::Amount(amount.negated()),
        other => other,
    }
}

fn map(value: Value, f: impl FnOnce(&Amount) -> Result<Amount, AmountError>) -> Result<Value, AmountError> {
    Ok(match value {
        Value::Amount(amount) => Value::Amount(f(&amount)?),
        other => other,
    })
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
        (Value::Dash, _) | (_, Value::Dash) => Value::Dash,
        (Value::Empty, _) | (_, Value::Empty) => Value::Empty,
    })
}

fn extreme(best: Value, value: Value, keeps: impl FnOnce(&Amount, &Amount) -> bool) -> Result<Value, AmountError> {
    Ok(match (best, value) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        (Value::Amount(a), Value::Amount(b)) => {
            if a.unit != b.unit {
                return Err(AmountError::MixedUnits(a.unit, b.unit));
            }
            Value::Amount(if keeps(&a, &b) { a } else { b })
        }
        (amount @ Value::Amount(_), _) | (_, amount @ Value::Amount(_)) => amount,
        (Value::Dash, _) | (_, Value::Dash) => Value::Dash,
        (Value::Empty, Value::Empty) => Value::Empty,
    })
}

/// A result must be in the cell's unit; a bare number may stand for a count, but not for money or per cent.
fn in_unit(value: Value, unit: &Unit) -> Result<Value, AmountError> {
    match value {
        Value::Amount(amount) if amount.unit == *unit => Ok(Value::Amount(amount)),
        Value::Amount(amount) if amount.unit == Unit::None && matches!(unit, Unit::Other(_)) => {
            Ok(Value::Amount(Amount::new(amount.value, unit.clone())))
        }
        Value::Amount(amount) => Err(AmountError::MixedUnits(amount.unit, unit.clone())),
        other => Ok(other),
    }
}

fn describe(error: &AmountError, figures: &Figures, cell: CellId) -> Diagnostic {
    let figure = &figures.cells[cell];
    let row = figures.position(cell).map_or_else(String::new, |(_, line, _)| line.name());
    let problem = match error {
        AmountError::MixedUnits(a, b) => {
            let hint = if [a, b].contains(&&Unit::Percent) {
                "andelar räknas med procent(a, b) eller förändring(a, b), i en rad eller kolumn med enhet: \"%\""
            } else {
                "räkna om den ena med kr(…), tkr(…) eller mnkr(…), eller ange radens eller kolumnens enhet"
            };
            Diagnostic::error("blandade-enheter", format!("\"{row}\" blandar enheterna {a} och {b}")).hint(hint)
        }
        AmountError::DivisionByZero => Diagnostic::error("division-med-noll", format!("\"{row}\" delar med noll"))
            .hint("använd procent(a, b) eller förändring(a, b), som ger ett streck när basen är noll"),
        AmountError::Overflow => Diagnostic::error(
            "för-stort-tal",
            format!("\"{row}\" blir större än vad som kan räknas exakt (28 siffror)"),
        )
        .hint("kontrollera beloppen; står de i rätt enhet?"),
    };
    let mut problem = problem.at(&figure.span);
    let mut told = HashSet::new();
    for &operand in figure.operands().iter().filter(|&&operand| told.insert(operand)).take(12) {
        let part = &figures.cells[operand];
        if part.amount().is_some() {
            problem = problem.fact(format!("{} ({}, {})", part.text(), figures.name(operand), part.span.place()));
        }
    }
    problem
}
