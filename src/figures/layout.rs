//! Tables as sheets: the tree of rows becomes lines, and every cell gets a recipe.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::figures::belonging::{self, Undecided};
use crate::figures::figure::Value;
use crate::figures::sheet::{Line, LineKind, Sheet, SheetColumn, Sheets};
use crate::model::formula::Formula;
use crate::model::goals::Measure;
use crate::model::notes::Notes;
use crate::model::plan::Plan;
use crate::model::table::{CellInput, Column, ColumnKind, Counted, Row, RowContent, SumLine, Table, note_numbers};
use crate::quantity::amount::Amount;
use crate::quantity::unit::Unit;
use crate::source::{Span, Spanned};

/// A plan's tables laid out, before anything is computed.
#[derive(Debug, Default)]
pub struct Laid {
    /// One per table, in the plan's order, and last the measures.
    pub sheets: Sheets,
    /// Every cell.
    pub cells: Vec<Blank>,
}

/// A cell, and how it is to be computed.
#[derive(Debug)]
pub struct Blank {
    /// How it gets its value.
    pub recipe: Recipe,
    /// Unit it is stated in.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// The number, the formula or the sum's label.
    pub span: Span,
}

/// How a cell gets its value.
#[derive(Debug, Clone)]
pub enum Recipe {
    /// It is written.
    Written(Value),
    /// Sum of lines of the same column.
    Sum(Vec<usize>),
    /// A formula, evaluated for this line and column.
    Formula(Spanned<Formula>, Whose),
}

/// Whose a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The cell's or the row's own.
    Row,
    /// The column's: it names columns first.
    Column,
    /// Nobody's: it sums the tables that were made from records.
    Records,
}

/// Id of the sheet that holds the measures.
pub const MEASURES: &str = "styrtal";

/// Lays out every table, and the measures as a sheet of their own.
pub fn lay_out(plan: &Plan) -> (Laid, Vec<Diagnostic>) {
    let mut laid = Laid::default();
    let mut undecided = Vec::new();
    let mut first = 0;
    let sources: Vec<Vec<Option<&Row>>> = plan
        .tables
        .iter()
        .enumerate()
        .map(|(at, table)| {
            let (sheet, rows, open) = sheet(table, plan.identity.year, first);
            first += sheet.lines.len() * sheet.columns.len();
            laid.sheets.0.push(sheet);
            undecided.extend(open.into_iter().filter_map(|(sum, row)| {
                let RowContent::Formula { formula, .. } = &rows.get(row).copied().flatten()?.content else {
                    return None;
                };
                Some(Undecided { sheet: at, sum, row, formula })
            }));
            rows
        })
        .collect();
    // Where a formula refers to can be told when all tables have their lines.
    let numbers = note_numbers(&plan.tables);
    let problems = belonging::decide(&mut laid.sheets, &undecided, plan.incomplete);
    for ((table, sheet), rows) in laid.sheets.of_tables(plan).zip(&sources) {
        for (line, row) in sheet.lines.iter().zip(rows) {
            laid.cells.extend((0..table.columns.len()).map(|at| cell(table, line, *row, at, &numbers)));
        }
    }
    measures(plan, &mut laid);
    (laid, problems)
}

/// A line and where it was written.
struct Draft<'a> {
    line: Line,
    row: Option<&'a Row>,
    /// Of a sum: computed rows of which nobody has said whether they belong to it.
    undecided: Vec<usize>,
}

/// What a sum adds, and computed rows of which nobody has said whether it does.
#[derive(Default)]
struct Parts {
    counted: Vec<usize>,
    undecided: Vec<usize>,
}

/// A table's sheet, what each line was written as, and the sums with computed rows that may belong to them.
type Laying<'a> = (Sheet, Vec<Option<&'a Row>>, Vec<(usize, usize)>);

/// Lays out one table, whose cells begin at an index.
fn sheet(table: &Table, plan_year: i32, first: usize) -> Laying<'_> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let Parts { counted, undecided } = lines(&table.rows, &[], 0, table, &mut drafts);
    if let Some(total) = &table.total {
        drafts.push(Draft {
            line: Line {
                kind: LineKind::Total,
                path: vec![total.id.value.clone()],
                level: 0,
                names: vec![total.label.clone()],
                notes: total.notes.clone(),
                span: total.label.span.clone(),
                parts: counted,
                cost: false,
                subtracted: false,
                unit: None,
            },
            row: None,
            undecided,
        });
    }
    let open = drafts.iter().enumerate();
    let open = open.flat_map(|(sum, draft)| draft.undecided.iter().map(move |&row| (sum, row))).collect();
    let (lines, rows): (Vec<Line>, Vec<_>) = drafts.into_iter().map(|draft| (draft.line, draft.row)).unzip();
    let sheet = Sheet {
        id: table.id.value.clone(),
        caption: table.caption.value.clone(),
        plan_year,
        columns: table
            .columns
            .iter()
            .map(|column| SheetColumn {
                id: column.id.value.clone(),
                name: column.name(),
                when: column.when,
                measure: column.measure().map(str::to_owned),
                additive: column.formula.as_ref().is_some_and(|formula| formula.value.added().is_some()),
            })
            .collect(),
        index: Sheet::index(&lines),
        names: Sheet::names(&lines),
        lines,
        first,
    };
    (sheet, rows, open)
}

/// Appends lines and returns the indices of those that count, or may count, in the sum around them.
fn lines<'a>(rows: &'a [Row], path: &[String], level: usize, table: &Table, out: &mut Vec<Draft<'a>>) -> Parts {
    let mut parts = Parts::default();
    for row in rows {
        let own: Vec<String> = path.iter().cloned().chain([row.id.value.clone()]).collect();
        let line = |kind, names: Vec<Spanned<String>>, parts| Line {
            kind,
            path: own.clone(),
            level,
            names,
            notes: row.notes.clone(),
            span: row.span.clone(),
            parts,
            cost: row.cost,
            subtracted: row.counted == Some(Counted::Subtracted) && kind != LineKind::Heading,
            unit: row.unit.as_ref().map(|unit| unit.value.clone()),
        };
        let at = match &row.content {
            RowContent::Item { of_which, .. } => {
                let at = out.len();
                push(out, line(LineKind::Item, row.names.clone(), Vec::new()), row);
                let first = out.len();
                let _ = lines(of_which, &own, level + 1, table, out);
                for draft in &mut out[first..] {
                    if draft.line.kind == LineKind::Item {
                        draft.line.kind = LineKind::OfWhich;
                    }
                }
                at
            }
            RowContent::Formula { formula, .. } => {
                // A computed row that is a part of its sum is a row like the others, and so is an opening balance.
                let is_opening = matches!(&formula.value, Formula::Reference(reference) if reference.before);
                let counts = is_opening || matches!(row.counted, Some(Counted::Added | Counted::Subtracted));
                let kind = if counts { LineKind::Item } else { LineKind::Formula };
                push(out, line(kind, row.names.clone(), Vec::new()), row)
            }
            RowContent::Group { rows, sum } => {
                let before = out.len();
                let kind = if matches!(sum, SumLine::Before) { LineKind::Sum } else { LineKind::Heading };
                push(out, line(kind, row.names.clone(), Vec::new()), row);
                let Parts { counted, undecided } = lines(rows, &own, level + 1, table, out);
                let sum = match sum {
                    SumLine::Before => {
                        out[before].line.parts = counted;
                        before
                    }
                    SumLine::After(label) => {
                        // The heading is not addressed, and a note is the sum's, unless the sum has one by itself.
                        out[before].line.path.clear();
                        let mut sum = line(LineKind::Sum, vec![label.text.clone()], counted);
                        if label.notes.is_empty() {
                            out[before].line.notes = Notes::default();
                        } else {
                            sum.notes = label.notes.clone();
                        }
                        push(out, sum, row)
                    }
                    SumLine::Hidden => {
                        out[before].line.path.clear();
                        push(out, line(LineKind::HiddenSum, row.names.clone(), counted), row)
                    }
                };
                out[sum].undecided = undecided;
                sum
            }
        };
        match (row.counted, &row.content) {
            (Some(Counted::Not), _) => {}
            // What cannot be added to the others is none of their parts.
            (None, RowContent::Formula { .. })
                if row.unit.as_ref().is_some_and(|unit| !unit.value.adds_to(&table.unit)) => {}
            (None, RowContent::Formula { .. }) => parts.undecided.push(at),
            (Some(Counted::Added | Counted::Subtracted) | None, _) => parts.counted.push(at),
        }
    }
    parts
}

/// Appends a line, and tells its index.
fn push<'a>(out: &mut Vec<Draft<'a>>, line: Line, row: &'a Row) -> usize {
    out.push(Draft { line, row: Some(row), undecided: Vec::new() });
    out.len() - 1
}

fn cell(table: &Table, line: &Line, row: Option<&Row>, at: usize, numbers: &HashMap<&str, usize>) -> Blank {
    let column = &table.columns[at];
    let row_unit = row.and_then(|row| row.unit.as_ref()).map(|unit| unit.value.clone());
    let row_decimals = row.and_then(|row| row.decimals);
    // A column that has a unit of its own, as a rank among units, is in that unit whatever the row holds.
    // Only shares differ by procentenheter: in such a column other rows keep the unit that they have.
    let points = column.unit == Some(Unit::Points)
        && !row_unit.as_ref().unwrap_or(&table.unit).is_share()
        && !differs_by_shares(table, column);
    let own = column.unit.is_some() && !points;
    let row_unit = if points { row_unit.or_else(|| Some(table.unit.clone())) } else { row_unit };
    let unit = if own { column.unit.clone() } else { row_unit.or_else(|| column.unit.clone()) };
    let unit = unit.unwrap_or_else(|| table.unit.clone());
    let decimals = if own { column.decimals.or(row_decimals) } else { row_decimals.or(column.decimals) };
    let (recipe, span) = match (column.kind, &line.notes.table) {
        (ColumnKind::Notes, Some(note)) => {
            let number = numbers.get(note.table.value.as_str()).map_or(Value::Empty, |n| Value::Text(n.to_string()));
            (Recipe::Written(number), &note.table.span)
        }
        (ColumnKind::Notes, None) => (Recipe::Written(Value::Empty), &line.span),
        _ => recipe(table, line, row, at, &unit),
    };
    Blank { recipe, unit, decimals: decimals.unwrap_or(table.decimals), span: span.clone() }
}

/// Whether a column is computed from columns that are shares by themselves, whatever the rows hold.
fn differs_by_shares(table: &Table, column: &Column) -> bool {
    let mut found = false;
    let is_share = |address: &str| {
        let own = table.columns.iter().find(|column| column.id.value == address);
        own.and_then(|own| own.unit.as_ref()).is_some_and(Unit::is_share)
    };
    if let Some(formula) = &column.formula {
        formula.value.references(&mut |reference| found |= is_share(&reference.parts.join(".")));
    }
    found
}

/// How a cell gets its value, and the place where that is written.
fn recipe<'a>(table: &'a Table, line: &'a Line, row: Option<&'a Row>, at: usize, unit: &Unit) -> (Recipe, &'a Span) {
    let column = &table.columns[at];
    let formula = |formula: &'a Spanned<Formula>, whose| (Recipe::Formula(formula.clone(), whose), &formula.span);
    let label = line.names.first().map_or(&line.span, |name| &name.span);
    if line.kind == LineKind::Heading {
        return (Recipe::Written(Value::Empty), label);
    }
    let written = match row.map(|row| &row.content) {
        Some(RowContent::Item { cells: written, .. } | RowContent::Formula { written, .. }) => written.get(at),
        _ => None,
    };
    // Words are neither summed nor computed.
    if column.kind == ColumnKind::Text && written.is_none() {
        return (Recipe::Written(Value::Empty), label);
    }
    // A row that writes what the column computes stands outside the column's formula.
    let outside =
        matches!(written, Some(CellInput::Amount(_) | CellInput::Dash(_) | CellInput::Text(_) | CellInput::Formula(_)));
    if let Some(own) = column.formula.as_ref().filter(|_| !outside) {
        return formula(own, Whose::Column);
    }
    if column.computed && !column.fetched && !outside {
        return (Recipe::Written(Value::Failed), label);
    }
    match (row.map(|row| &row.content), written) {
        (Some(RowContent::Group { .. }) | None, _) => (Recipe::Sum(line.parts.clone()), label),
        (Some(RowContent::Formula { formula: own, .. }), None | Some(CellInput::Empty(_)))
            if column.kind != ColumnKind::Text =>
        {
            formula(own, Whose::Row)
        }
        (_, Some(CellInput::Amount(amount))) => {
            (Recipe::Written(Value::Amount(Amount::new(amount.value, unit.clone()))), &amount.span)
        }
        (_, Some(CellInput::Dash(span))) => (Recipe::Written(Value::Dash), span),
        (_, Some(CellInput::Text(text))) => (Recipe::Written(Value::Text(text.value.clone())), &text.span),
        (_, Some(CellInput::Formula(own))) => formula(own, Whose::Row),
        (_, Some(CellInput::Records(sum))) => formula(sum, Whose::Records),
        (_, Some(CellInput::Empty(span))) => (Recipe::Written(Value::Empty), span),
        (_, Some(CellInput::Unreadable(span))) => (Recipe::Written(Value::Failed), span),
        (_, None) => (Recipe::Written(Value::Empty), label),
    }
}

/// The measures as a sheet: `styrtal.<id>.utfall`, `.målvärde` and `.långsiktigt`.
fn measures(plan: &Plan, laid: &mut Laid) {
    let first = laid.cells.len();
    let goals = plan.all_goals();
    let all: Vec<&Measure> = goals.iter().flat_map(|goal| &goal.measures).collect();
    let mut lines = Vec::new();
    for measure in all {
        let stated = |value: Option<rust_decimal::Decimal>, span: &Span| Blank {
            recipe: Recipe::Written(
                value.map_or(Value::Empty, |value| Value::Amount(Amount::new(value, measure.unit.clone()))),
            ),
            unit: measure.unit.clone(),
            decimals: value.map_or(measure.decimals, |value| measure.decimals.max(value.normalize().scale())),
            span: span.clone(),
        };
        let outcome = measure.latest().and_then(|(outcome, _)| outcome.value.as_ref());
        let place = &measure.name.span;
        laid.cells.push(stated(outcome.map(|value| value.value), outcome.map_or(place, |value| &value.span)));
        for target in [&measure.target, &measure.long_term] {
            let value = target.as_ref().and_then(|target| target.value.single());
            laid.cells.push(stated(value, target.as_ref().map_or(place, |target| &target.span)));
        }
        lines.push(Line {
            kind: LineKind::Item,
            path: vec![measure.id.value.clone()],
            level: 0,
            names: vec![measure.name.clone()],
            notes: Notes::default(),
            span: measure.id.span.clone(),
            parts: Vec::new(),
            cost: false,
            subtracted: false,
            unit: None,
        });
    }
    let column = |id: &str, name: &str| SheetColumn {
        id: id.to_owned(),
        name: name.to_owned(),
        when: None,
        measure: None,
        additive: false,
    };
    laid.sheets.0.push(Sheet {
        id: MEASURES.to_owned(),
        caption: "Styrtal".to_owned(),
        plan_year: plan.identity.year,
        columns: vec![
            column("utfall", "utfall"),
            column("målvärde", "årets målvärde"),
            column("långsiktigt", "långsiktigt målvärde"),
        ],
        index: Sheet::index(&lines),
        names: Sheet::names(&lines),
        lines,
        first,
    });
}
