//! Columns that are fetched from last year's plan: each row has the figure that the same row has there, and its place.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::figures::Figures;
use crate::figures::figure::{CellId, Value};
use crate::figures::layout::{Laid, Recipe};
use crate::figures::sheet::{Line, LineKind, Sheet, SheetColumn};
use crate::model::formula::Formula;
use crate::model::plan::Plan;
use crate::model::table::{Column, Table};
use crate::quantity::amount::Amount;
use crate::quantity::period::Role;
use crate::source::Span;

/// Last year's plan with its figures.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// What was decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
}

/// Fills in every column that is fetched.
pub(super) fn fill(plan: &Plan, earlier: Option<Earlier<'_>>, laid: &mut Laid) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (at, table) in plan.tables.iter().enumerate() {
        for (column, own) in table.columns.iter().enumerate().filter(|(_, own)| own.fetched) {
            let Some(sheet) = laid.sheets.get(at) else { continue };
            let found = source(plan, table, own, &sheet.columns[column], earlier);
            let lines: Vec<(CellId, Wanted)> = rows(sheet, column, own, table, found.as_ref().ok());
            problems.extend(found.err().map(|problem| *problem));
            for (cell, wanted) in lines {
                let blank = &mut laid.cells[cell];
                if is_decided(&blank.recipe) {
                    continue;
                }
                match wanted {
                    Wanted::Stated(value, span) => {
                        blank.recipe = Recipe::Written(Value::Amount(Amount::new(value, blank.unit.clone())));
                        blank.span = span;
                    }
                    Wanted::Found(there) => {
                        let Some(figure) = earlier.and_then(|earlier| earlier.figures.cells.get(there)) else {
                            continue;
                        };
                        blank.span = figure.span.clone();
                        let value = match figure.amount().map(|amount| amount.converted(&blank.unit)) {
                            None => figure.value.clone(),
                            Some(Ok(amount)) => Value::Amount(amount),
                            Some(Err(_)) => {
                                problems.push(other_unit(own, &figure.unit.to_string(), &blank.unit.to_string()));
                                Value::Failed
                            }
                        };
                        blank.recipe = Recipe::Written(value);
                    }
                    Wanted::Missing(problem) => {
                        problems.extend(problem.map(|problem| *problem));
                        blank.recipe = Recipe::Written(Value::Empty);
                    }
                    Wanted::Failed => blank.recipe = Recipe::Written(Value::Failed),
                }
            }
        }
    }
    problems
}

/// Whether a cell is written, or computed from others of this plan: all but a first opening balance.
fn is_decided(recipe: &Recipe) -> bool {
    match recipe {
        Recipe::Formula(formula, _) => !matches!(&formula.value, Formula::Reference(reference) if reference.before),
        Recipe::Written(value) => *value != Value::Empty,
        Recipe::Sum(_) => true,
    }
}

/// What a cell is to have.
enum Wanted {
    /// What is stated instead, as a restatement.
    Stated(Decimal, Span),
    /// What a cell of last year's plan has.
    Found(CellId),
    /// Nothing: last year's plan has no such row.
    Missing(Option<Box<Diagnostic>>),
    /// Nothing that could be known.
    Failed,
}

/// Last year's table, and which column of it is fetched.
type Source<'a> = (Earlier<'a>, &'a Sheet, usize);

fn source<'a>(
    plan: &Plan,
    table: &Table,
    own: &Column,
    column: &SheetColumn,
    earlier: Option<Earlier<'a>>,
) -> Result<Source<'a>, Box<Diagnostic>> {
    let wrong = |why: String, hint: &str| {
        let message = format!("kolumnen \"{}\" hämtas ur föregående plan, men {why}", own.name());
        Box::new(Diagnostic::error("kan-inte-hämtas", message).at(&own.id.span).hint(hint))
    };
    let year = plan.identity.year - 1;
    let write = "ta annars bort hämta, och skriv beloppen";
    let Some(earlier) = earlier else {
        let why = format!("planen för {year} ligger inte i mappen bredvid, eller kan inte läsas");
        return Err(Box::new((*wrong(why, "lägg den där")).hint(write)));
    };
    let year = earlier.plan.identity.year;
    let Some(sheet) = earlier.figures.sheet(&table.id.value) else {
        return Err(wrong(format!("planen för {year} har ingen tabell \"{}\"", table.id.value), write));
    };
    // What was that plan's own budget is the comparison of this one, whatever word it has here.
    let decided = || {
        let is_previous = column.when.and_then(|when| when.role(year + 1)) == Some(Role::PreviousBudget);
        let is_own = |other: &SheetColumn| {
            other.when.and_then(|when| when.role(year)) == Some(Role::OwnBudget) && other.measure == column.measure
        };
        is_previous.then(|| sheet.columns.iter().position(is_own)).flatten()
    };
    let found = sheet.column_like(column, 0).or_else(decided);
    let why = || format!("tabellen \"{}\" i planen för {year} har ingen sådan kolumn", sheet.caption);
    found.map(|found| (earlier, sheet, found)).ok_or_else(|| wrong(why(), write))
}

/// What each row of a column is to have. Sums and computed rows are computed here too.
fn rows(
    sheet: &Sheet,
    column: usize,
    own: &Column,
    table: &Table,
    source: Option<&Source<'_>>,
) -> Vec<(CellId, Wanted)> {
    let lines = sheet.lines.iter().enumerate();
    let lines = lines.filter(|(_, line)| matches!(line.kind, LineKind::Item | LineKind::OfWhich));
    let wanted = |(at, line): (usize, &Line)| {
        let about = format!("{}.{}", sheet.key(line), own.id.value);
        let stated = table.restatements.iter().find(|restatement| restatement.about.value == about);
        let stated = stated.and_then(|restatement| restatement.amount.as_ref());
        let wanted = match (stated, source) {
            (Some(amount), _) => Wanted::Stated(amount.value, amount.span.clone()),
            (None, None) => Wanted::Failed,
            (None, Some((earlier, there, column))) => match there.line_like(line, sheet) {
                Some(found) => Wanted::Found(there.cell(found, *column)),
                None => Wanted::Missing(Some(Box::new(missing(line, &about, earlier.plan.identity.year)))),
            },
        };
        (sheet.cell(at, column), wanted)
    };
    lines.map(wanted).collect()
}

fn missing(line: &Line, about: &str, year: i32) -> Diagnostic {
    Diagnostic::warning("rad-saknas-i-föregående-plan", format!("\"{}\" finns inte i planen för {year}", line.name()))
        .at(&line.span)
        .hint(format!("är raden ny, delad eller flyttad: skriv omräkningar: [{{gäller: {about}, belopp: …, skäl: …}}]"))
}

fn other_unit(own: &Column, there: &str, here: &str) -> Diagnostic {
    let message =
        format!("kolumnen \"{}\" hämtas ur föregående plan, men är där i {there} och här i {here}", own.name());
    Diagnostic::error("kan-inte-hämtas", message).at(&own.id.span).hint("skriv samma slags enhet i båda tabellerna")
}
