//! Tables laid out as lines × columns, and where their cells are.

use std::collections::HashMap;

use crate::diagnostic::names::Names;
use crate::figures::figure::CellId;
use crate::model::notes::Notes;
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::quantity::period::Period;
use crate::quantity::unit::Unit;
use crate::source::{Span, Spanned};

/// All sheets of a plan: one per table, in the plan's order, and last the measures.
#[derive(Debug, Default)]
pub struct Sheets(pub(super) Vec<Sheet>);

impl std::ops::Deref for Sheets {
    type Target = [Sheet];

    fn deref(&self) -> &[Sheet] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Sheets {
    type Item = &'a Sheet;
    type IntoIter = std::slice::Iter<'a, Sheet>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Sheets {
    /// Index of the sheet that a cell stands in.
    pub fn index_of(&self, cell: CellId) -> Option<usize> {
        self.partition_point(|sheet| sheet.first <= cell).checked_sub(1)
    }

    /// The plan's tables, each with its sheet.
    pub fn of_tables<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Table, &'a Sheet)> {
        plan.tables.iter().zip(&self.0)
    }

    /// The sheet of a table.
    pub fn with_id(&self, id: &str) -> Option<&Sheet> {
        self.0.iter().find(|sheet| sheet.id == id)
    }

    /// The sheet, line and column of a cell.
    pub fn position(&self, cell: CellId) -> Option<(&Sheet, &Line, &SheetColumn)> {
        let sheet = self.0.get(self.index_of(cell)?)?;
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
}

/// A table laid out for computing and printing.
#[derive(Debug)]
pub struct Sheet {
    /// The table's id, or `styrtal`.
    pub id: String,
    /// The table's caption.
    pub caption: String,
    /// The year of its plan, which says what the columns are to it.
    pub plan_year: i32,
    /// Columns.
    pub columns: Vec<SheetColumn>,
    /// Lines in printed order; hidden sums last in their group.
    pub lines: Vec<Line>,
    /// Index of the first cell.
    pub first: CellId,
    /// Lines by key, `rad` or `grupp.rad`; a line's whole path comes before lines that only end with it.
    pub index: HashMap<String, Vec<usize>>,
    /// The ids of lines that have cells, for telling which was meant.
    pub names: Names,
}

impl Sheet {
    /// The line that the table comes to: its sum, else the last of its results.
    pub fn result(&self) -> Option<usize> {
        let last = |wanted: LineKind| self.lines.iter().rposition(|line| line.kind == wanted && line.level == 0);
        last(LineKind::Total).or_else(|| last(LineKind::Formula))
    }

    /// The columns of the plan's own year, by index.
    pub fn own_columns(&self, plan_year: i32) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns.len()).filter(move |&at| self.columns[at].is_plans_own(plan_year))
    }

    /// The lines that say what the table comes to: its sum; or else the sums of its groups and its result, where it adds
    /// anything. A table of ratios comes to nothing.
    pub fn results(&self) -> Vec<usize> {
        let result = self.result();
        if result.is_some_and(|at| self.lines[at].kind == LineKind::Total) {
            return result.into_iter().collect();
        }
        let sums: Vec<usize> = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.path.len() == 1 && line.is_printed() && line.kind == LineKind::Sum)
            .map(|(at, _)| at)
            .collect();
        let last = result.filter(|_| !sums.is_empty());
        sums.into_iter().chain(last).collect()
    }
}

/// A column of a sheet.
#[derive(Debug)]
pub struct SheetColumn {
    /// `budget_2025` or `budget_2025.ram`.
    pub id: String,
    /// `Budget 2025` or `Budget 2025, varav budgetram`.
    pub name: String,
    /// What the column is about, when it is about a period.
    pub when: Option<Period>,
    /// The id of the measure that it is of, when its period has several: `ram`.
    pub measure: Option<String>,
    /// Computed from other columns by addition alone, so that its printed rows must add up too.
    pub additive: bool,
}

impl SheetColumn {
    /// Whether the ids of its groups and of its measure are these: `koncernen.ram`.
    pub fn is_of(&self, written: &str) -> bool {
        self.measure.as_deref() == Some(written)
    }

    /// Whether the column is of the plan's own year: its budget, or what is about no period at all.
    pub fn is_plans_own(&self, plan_year: i32) -> bool {
        self.when.is_none_or(|when| when.is_plans_own(plan_year))
    }
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
    /// The notes that it refers to.
    pub notes: Notes,
    /// Where the line was written.
    pub span: Span,
    /// For sums: the lines added.
    pub parts: Vec<usize>,
    /// Is a cost, for the sign rule.
    pub cost: bool,
    /// Is taken away in the sum around it.
    pub subtracted: bool,
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
        self.names.iter().map(|name| name.value.as_str()).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Whether the line is printed: all but the sums of groups that have only a heading.
    pub fn is_printed(&self) -> bool {
        self.kind != LineKind::HiddenSum
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
        self.signed_parts(line).into_iter().map(|(part, _)| part).collect()
    }

    /// The same lines, and whether each is added or taken away.
    pub fn signed_parts(&self, line: usize) -> Vec<(usize, bool)> {
        let parts = |line: usize, plus: bool| {
            let parts = self.lines[line].parts.iter().rev();
            parts.map(move |&part| (part, plus != self.lines[part].subtracted))
        };
        let mut printed = Vec::new();
        let mut stack: Vec<(usize, bool)> = parts(line, true).collect();
        while let Some((part, plus)) = stack.pop() {
            if self.lines[part].is_printed() {
                printed.push((part, plus));
            } else {
                stack.extend(parts(part, plus));
            }
        }
        printed
    }

    /// Whether a sum takes some of its parts away.
    pub fn subtracts(&self, line: usize) -> bool {
        self.lines[line].parts.iter().any(|&part| self.lines[part].subtracted)
    }
}
