//! Every figure of a plan, computed: values with unit, how they came about, and where they were written.
//!
//! [`compute`] is the entry point. A [`Sheet`] is a table laid out as lines × columns; its cells have one
//! global index each, so that formulas, checks, narrative and outputs speak of the same figure. Cells are
//! evaluated in the order of their dependencies, without recursion; what is left over is a cycle.

pub mod agreements;
mod arithmetic;
pub mod before;
pub mod belonging;
pub mod controls;
pub mod evaluate;
pub mod fetched;
pub mod figure;
pub mod layout;
pub mod lookup;
pub mod printed;
pub mod ranges;
mod roles;
pub mod rounding;
pub mod sheet;

use std::collections::{HashMap, HashSet};

pub use crate::figures::fetched::Earlier;
pub use crate::figures::figure::{CellId, Figure, Origin, Value};
pub use crate::figures::printed::{Printed, Shown};
pub use crate::figures::sheet::{Line, LineKind, Sheet, SheetColumn, Sheets};

use crate::diagnostic::Diagnostic;
use crate::figures::evaluate::users;
use crate::figures::lookup::{Here, Unknown};
use crate::model::followup::DEVIATION;
use crate::model::formula::{Formula, Reference};
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::quantity::amount::AmountError;
use crate::swedish;

/// All figures of a plan.
#[derive(Debug)]
pub struct Figures {
    /// One per table, in the plan's order, and last the measures.
    pub sheets: Sheets,
    /// Every cell.
    pub cells: Vec<Figure>,
    /// Cells of formulas that only add, with the cells added and whether each is added or taken away.
    pub added: HashMap<CellId, Vec<(CellId, bool)>>,
}

/// Computes every figure of a plan: laid out, fetched from last year's plan, evaluated, rounded.
pub fn compute(plan: &Plan, earlier: Option<Earlier<'_>>) -> (Figures, Vec<Diagnostic>) {
    let (mut laid, mut problems) = layout::lay_out(plan);
    problems.extend(fetched::fill(plan, earlier, &mut laid));
    let (computed, wrong) = evaluate::evaluate(laid, plan.incomplete);
    problems.extend(once(wrong));
    let printed = rounding::printed(&computed, plan);
    let signed = signed(&computed.sheets, plan);
    let printed = printed.into_iter().enumerate().map(|(at, printed)| match printed {
        Some(own) if signed.contains(&at) => Some(Printed::change(own.value, own.decimals)),
        other => other,
    });
    let cells = computed.cells.into_iter().zip(printed).map(|(cell, printed)| Figure {
        value: cell.value,
        unit: cell.unit,
        decimals: cell.decimals,
        origin: cell.origin,
        span: cell.span,
        printed,
    });
    (Figures { cells: cells.collect(), sheets: computed.sheets, added: computed.added }, problems)
}

/// The cells that are printed with their sign: what a report's tables deviate by.
fn signed(sheets: &Sheets, plan: &Plan) -> HashSet<CellId> {
    let tables = plan.followup.iter().flat_map(|followup| &followup.economy);
    let columns = tables.filter_map(|economy| {
        let sheet = sheets.with_id(&economy.own)?;
        Some((sheet, sheet.exact_column(DEVIATION)?))
    });
    columns.flat_map(|(sheet, column)| (0..sheet.lines.len()).map(move |line| sheet.cell(line, column))).collect()
}

/// The error of a formula whose units do not go together.
const MIXED_UNITS: &str = "blandade-enheter";

/// A formula that mixes units in every row of its column is told of once, with how often.
fn once(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    let mut first: HashMap<(String, usize), usize> = HashMap::new();
    for problem in problems {
        let place = problem.primary.as_ref().filter(|_| problem.id == MIXED_UNITS);
        let place = place.map(|label| (label.span.file.path.clone(), label.span.range.start));
        if let Some((_, more)) = place.as_ref().and_then(|place| first.get(place)).and_then(|at| kept.get_mut(*at)) {
            *more += 1;
            continue;
        }
        first.extend(place.map(|place| (place, kept.len())));
        kept.push((problem, 0));
    }
    let told = |(problem, more): (Diagnostic, usize)| match more {
        0 => problem,
        1 => problem.fact("likadant på en rad till".to_owned()),
        more => problem.fact(format!("likadant på {} rader till", swedish::count(more))),
    };
    kept.into_iter().map(told).collect()
}

impl Figures {
    /// The plan's tables, each with its sheet.
    pub fn tables<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Table, &'a Sheet)> {
        self.sheets.of_tables(plan)
    }

    /// The sheet of a table.
    pub fn sheet(&self, id: &str) -> Option<&Sheet> {
        self.sheets.with_id(id)
    }

    /// The sheet, line and column of a cell.
    pub fn position(&self, cell: CellId) -> Option<(&Sheet, &Line, &SheetColumn)> {
        self.sheets.position(cell)
    }

    /// A cell's address, `tabell.rad.kolumn`, in its shortest unambiguous form.
    pub fn address(&self, cell: CellId) -> String {
        self.sheets.address(cell)
    }

    /// A cell in words: `Summa kostnader, Budget 2025`.
    pub fn name(&self, cell: CellId) -> String {
        self.sheets.name(cell)
    }

    /// A cell in words, with its table where that is not another cell's own.
    pub fn name_beside(&self, cell: CellId, other: CellId) -> String {
        self.sheets.name_beside(cell, other)
    }

    /// Evaluates a formula that stands outside every table, such as a reconciliation's term.
    ///
    /// # Errors
    /// What went wrong in arithmetic. A reference to no cell gives [`Value::Failed`].
    pub fn evaluate(&self, formula: &Formula) -> Result<Value, AmountError> {
        evaluate::free(formula, |reference| self.refer(reference, None).ok(), |cell| &self.cells[cell].value)
    }

    /// What a part of a cell's formula comes to, with the cells it refers to in the order they are written.
    pub fn value_of(&self, formula: &Formula, operands: &[CellId]) -> Value {
        let mut values = operands.iter().filter_map(|&cell| self.cells.get(cell)).map(|figure| &figure.value);
        arithmetic::compute(formula, &mut values, None).unwrap_or(Value::Failed)
    }

    /// The cell that an address means.
    ///
    /// # Errors
    /// When it means none, or several.
    pub fn find(&self, parts: &[String], here: Option<Here>) -> Result<CellId, Unknown> {
        self.sheets.find(parts, here)
    }

    /// The cell that a formula's reference means.
    ///
    /// # Errors
    /// When it means none, or several.
    pub fn refer(&self, reference: &Reference, here: Option<Here>) -> Result<CellId, Unknown> {
        self.sheets.refer(reference, here)
    }

    /// For each cell, the cells that take it as an operand, once for each time they do.
    pub fn users(&self) -> Vec<Vec<CellId>> {
        users(self.cells.iter().map(Figure::operands))
    }

    /// The inputs that a cell comes from, each once, in order of address; itself when it is an input.
    pub fn inputs(&self, cell: CellId) -> Vec<CellId> {
        let mut inputs = std::collections::BTreeSet::new();
        let mut seen = std::collections::HashSet::new();
        let mut stack = vec![cell];
        while let Some(cell) = stack.pop() {
            if !seen.insert(cell) {
                continue;
            }
            match self.cells.get(cell) {
                Some(Figure { origin: Origin::Input, .. }) => drop(inputs.insert(cell)),
                Some(figure) => stack.extend(figure.operands()),
                None => {}
            }
        }
        inputs.into_iter().collect()
    }
}
