//! Every figure of a plan, computed: values with unit, how they came about, and where they were written.
//!
//! [`compute`] is the entry point. A [`Sheet`] is a table laid out as lines × columns; its cells have one
//! global index each, so that formulas, checks, narrative and outputs speak of the same figure. Cells are
//! evaluated in the order of their dependencies, without recursion; what is left over is a cycle.

pub mod controls;
pub mod evaluate;
pub mod layout;
pub mod lookup;
pub mod rounding;

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::quantity::amount::Amount;
use crate::quantity::unit::Unit;
use crate::source::{Id, Span, Spanned};
use crate::swedish;

/// Index of a cell over all sheets.
pub type CellId = usize;

/// All figures of a plan.
#[derive(Debug, Default)]
pub struct Figures {
    /// One per table, in the plan's order, and last the measures.
    pub sheets: Vec<Sheet>,
    /// Every cell.
    pub cells: Vec<Figure>,
    /// Cells of formulas that only add, with the cells added and whether each is added or taken away.
    pub added: HashMap<CellId, Vec<(CellId, bool)>>,
    /// What is printed for each cell: rounded, and adjusted where its table asks for it.
    pub shown: Vec<Option<Decimal>>,
}

/// A table laid out for computing and printing.
#[derive(Debug)]
pub struct Sheet {
    /// The table's id, or `styrtal`.
    pub id: String,
    /// The table's caption.
    pub caption: String,
    /// Columns.
    pub columns: Vec<SheetColumn>,
    /// Lines in printed order; hidden sums last in their group.
    pub lines: Vec<Line>,
    /// Index of the first cell.
    pub first: CellId,
    /// Lines by key, `rad` or `grupp.rad`; a line's whole path comes before lines that only end with it.
    pub index: HashMap<String, Vec<usize>>,
}

/// A column of a sheet.
#[derive(Debug)]
pub struct SheetColumn {
    /// `budget_2025` or `budget_2025.ram`.
    pub id: String,
    /// `Budget 2025` or `Budget 2025, varav budgetram`.
    pub name: String,
    /// Computed from other columns by addition alone, so that its printed rows must add up too.
    pub additive: bool,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A group's heading, without cells.
    Heading,
    /// Cells as written.
    Item,
    /// A *varav*-line: shown, never added.
    OfWhich,
    /// A group's sum, printed.
    Sum,
    /// A group's sum that is not printed.
    HiddenSum,
    /// Computed by a formula.
    Formula,
    /// The table's sum.
    Total,
}

impl LineKind {
    /// Whether the line is a printed sum of other lines.
    pub fn is_sum(self) -> bool {
        matches!(self, Self::Sum | Self::Total)
    }
}

/// A line of a sheet.
#[derive(Debug)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Ids from the outermost group to the line itself.
    pub path: Vec<String>,
    /// Nesting, 0 at top level.
    pub level: usize,
    /// Texts of the stub columns.
    pub names: Vec<Spanned<String>>,
    /// Note under the table.
    pub note: Option<Id>,
    /// Where the line was written.
    pub span: Span,
    /// For sums: the lines added.
    pub parts: Vec<usize>,
    /// Is a cost, for the sign rule.
    pub cost: bool,
    /// The line's own unit, when it has one.
    pub unit: Option<Unit>,
}

impl Line {
    /// The line's own id.
    pub fn id(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The line's name as printed.
    pub fn name(&self) -> String {
        self.names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether the line is printed: all but the sums of groups that have only a heading.
    pub fn is_printed(&self) -> bool {
        self.kind != LineKind::HiddenSum
    }
}

/// A cell's value. Empty, dash and zero are three different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was stated.
    Empty,
    /// A dash was stated, or a ratio has no base.
    Dash,
    /// A figure.
    Amount(Amount),
    /// Could not be computed; reported elsewhere.
    Failed,
}

/// How a figure came about.
#[derive(Debug, Clone)]
pub enum Origin {
    /// Written in the sources.
    Input,
    /// Sum of other cells.
    Sum(Vec<CellId>),
    /// Computed from other cells by a formula.
    Formula(Vec<CellId>),
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Value.
    pub value: Value,
    /// Unit the cell is stated in.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// How it came about.
    pub origin: Origin,
    /// The place to blame or to show: the number, the formula or the sum's label.
    pub span: Span,
}

impl Figure {
    /// The cells that it is summed or computed from, in the order they were written.
    pub fn operands(&self) -> &[CellId] {
        match &self.origin {
            Origin::Input => &[],
            Origin::Sum(parts) | Origin::Formula(parts) => parts,
        }
    }

    /// The amount, when there is one.
    pub fn amount(&self) -> Option<&Amount> {
        match &self.value {
            Value::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// The cell as a message shows it, with unit. A quotient has no end; four decimals more than are printed
    /// tell enough.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Amount(amount) => {
                let scale = amount.value.normalize().scale().min(self.decimals + 4);
                swedish::amount(amount, self.decimals.max(scale))
            }
            Value::Empty => "(tom)".to_owned(),
            Value::Dash => "–".to_owned(),
            Value::Failed => "(kan inte beräknas)".to_owned(),
        }
    }
}

/// Computes every figure of a plan.
pub fn compute(plan: &Plan) -> (Figures, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (mut figures, recipes) = layout::lay_out(plan);
    evaluate::evaluate(&mut figures, &recipes, plan.incomplete, &mut problems);
    figures.shown = rounding::shown(&figures, plan);
    (figures, problems)
}

impl Figures {
    /// The sheet of a table.
    pub fn sheet(&self, id: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.id == id)
    }

    /// The sheet, line and column of a cell.
    pub fn position(&self, cell: CellId) -> Option<(&Sheet, &Line, &SheetColumn)> {
        let after = self.sheets.partition_point(|sheet| sheet.first <= cell);
        let sheet = self.sheets.get(after.checked_sub(1)?)?;
        let within = cell - sheet.first;
        let width = sheet.columns.len().max(1);
        Some((sheet, sheet.lines.get(within / width)?, sheet.columns.get(within % width)?))
    }

    /// A cell's address, `tabell.rad.kolumn`, in its shortest unambiguous form.
    pub fn address(&self, cell: CellId) -> String {
        self.position(cell)
            .map_or_else(String::new, |(sheet, line, column)| format!("{}.{}.{}", sheet.id, sheet.key(line), column.id))
    }

    /// A cell in words: `Summa kostnader, Budget 2025`.
    pub fn name(&self, cell: CellId) -> String {
        self.position(cell).map_or_else(String::new, |(_, line, column)| format!("{}, {}", line.name(), column.name))
    }

    /// A cell in words, with its table where that is not another cell's own.
    pub fn name_beside(&self, cell: CellId, other: CellId) -> String {
        let sheet = |cell| self.position(cell).map(|(sheet, ..)| sheet);
        match (sheet(cell), sheet(other)) {
            (Some(own), Some(other)) if own.id != other.id => format!("{}: {}", own.caption, self.name(cell)),
            _ => self.name(cell),
        }
    }

    /// For each cell, the cells that take it as an operand, once for each time they do.
    pub fn users(&self) -> Vec<Vec<CellId>> {
        let mut users = vec![Vec::new(); self.cells.len()];
        for (cell, figure) in self.cells.iter().enumerate() {
            for &operand in figure.operands() {
                users[operand].push(cell);
            }
        }
        users
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

impl Sheet {
    /// Global index of a cell.
    pub fn cell(&self, line: usize, column: usize) -> CellId {
        self.first + line * self.columns.len() + column
    }

    /// The line that a cell of this sheet stands in.
    pub fn line_of(&self, cell: CellId) -> Option<usize> {
        let line = cell.checked_sub(self.first)? / self.columns.len().max(1);
        (line < self.lines.len()).then_some(line)
    }

    /// The lines that a sum adds as a reader sees them, in reading order: a sum that is not printed is represented by
    /// its own parts.
    pub fn printed_parts(&self, line: usize) -> Vec<usize> {
        let mut printed = Vec::new();
        let mut stack: Vec<usize> = self.lines[line].parts.iter().rev().copied().collect();
        while let Some(part) = stack.pop() {
            if self.lines[part].is_printed() {
                printed.push(part);
            } else {
                stack.extend(self.lines[part].parts.iter().rev());
            }
        }
        printed
    }
}
