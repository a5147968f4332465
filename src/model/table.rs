//! One general table: budget tables, lists and pivoted records are all of this type.
//!
//! Columns are periods, or periods × measures, or computed; rows are items, groups and formulas. A cell is
//! addressed `tabell.rad.kolumn`. Invariant: sums are not stored; a control total is compared, never used.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::formula::Formula;
use crate::model::notes::Notes;
use crate::quantity::period::Period;
use crate::quantity::unit::Unit;
use crate::source::{Id, SourceFile, Span, Spanned};

/// A table of figures.
#[derive(Debug, Clone)]
pub struct Table {
    /// Id, first part of every address.
    pub id: Id,
    /// Caption.
    pub caption: Spanned<String>,
    /// Unit of every cell that has no unit of its own.
    pub unit: Unit,
    /// Decimals printed where row and column say nothing else.
    pub decimals: u32,
    /// Heads of the columns that name the rows.
    pub stub_heads: Vec<String>,
    /// Columns of figures, left to right.
    pub columns: Vec<Column>,
    /// Rows, as a tree.
    pub rows: Vec<Row>,
    /// The sum of all top-level rows that count, when the table has one.
    pub total: Option<Total>,
    /// Notes that rows refer to.
    pub notes: Vec<(Id, Spanned<String>)>,
    /// Remarks under the table.
    pub remarks: Vec<Spanned<String>>,
    /// What the ledger or the adopted document states.
    pub controls: Vec<Control>,
    /// Controls and reconciliations known not to hold, with the reason.
    pub deviations: Vec<Deviation>,
    /// Columns or cells that state another figure than last year's plan did, with the reason.
    pub restatements: Vec<Deviation>,
    /// Identities that must hold.
    pub reconciliations: Vec<Reconciliation>,
    /// What is done when printed rows do not add up to a printed sum.
    pub rounding: Rounding,
    /// Whether it is only for formulas and text to use, and is printed in no chapter.
    pub hidden: bool,
    /// Inputs are themselves rounded, so that a control may differ by their rounding.
    pub rounded_parts: bool,
    /// Sign that costs have in this table, when declared.
    pub cost_sign: Option<CostSign>,
    /// The value of a dimension that the table is about, where records make one table for each.
    pub about: Option<Id>,
    /// That value as printed.
    pub about_name: Option<String>,
    /// The file, for messages about the whole table.
    pub file: Arc<SourceFile>,
}

/// A table's last row.
#[derive(Debug, Clone)]
pub struct Total {
    /// Id, `summa` unless given.
    pub id: Id,
    /// Label.
    pub label: Spanned<String>,
    /// The notes that it refers to.
    pub notes: Notes,
}

/// A column of figures.
#[derive(Debug, Clone)]
pub struct Column {
    /// `budget_2025`, or `budget_2025.ram` for a measure under a period.
    pub id: Id,
    /// Head, for example `Budget 2025` or `Varav budgetram`.
    pub head: String,
    /// Where the head was written, when it is a name of its own and no period.
    pub named: Option<Span>,
    /// What the column is about; nothing where it is about no period, as a column with a name of its own most often is.
    pub when: Option<Period>,
    /// The heads above it, the outermost first: groups of columns, and its period where that has several measures.
    pub above: Vec<Above>,
    /// What tells it from other columns of its period: the ids of its groups and of its measure, `koncernen.ram`.
    pub measure: Option<String>,
    /// Unit, when not the table's.
    pub unit: Option<Unit>,
    /// Decimals printed, when not the table's.
    pub decimals: Option<u32>,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether the column is computed, and so takes no input.
    pub computed: bool,
    /// Whether its rows are fetched from last year's plan; then it takes no input either.
    pub fetched: bool,
    /// Computes every cell of the column from others of the same row; nothing when it could not be read.
    pub formula: Option<Spanned<Formula>>,
    /// Ids of notes under the table that the head refers to.
    pub notes: Vec<Id>,
}

/// A head above several columns.
#[derive(Debug, Clone)]
pub struct Above {
    /// The beginning of the ids of all columns under it.
    pub id: String,
    /// Its text.
    pub head: String,
    /// Ids of notes under the table that it refers to.
    pub notes: Vec<Id>,
    /// Whether it is a period with several measures, and not a group of columns.
    pub is_period: bool,
}

impl Column {
    /// A column of inputs in the table's own unit.
    pub fn new(id: Id, head: String) -> Self {
        Self {
            id,
            head,
            named: None,
            when: None,
            above: Vec::new(),
            measure: None,
            unit: None,
            decimals: None,
            kind: ColumnKind::Figures,
            computed: false,
            fetched: false,
            formula: None,
            notes: Vec::new(),
        }
    }
}

impl Column {
    /// The head with the period above it: `Budget 2025`, or `Budget 2025, varav budgetram`.
    pub fn name(&self) -> String {
        let mut heads = self.above.iter().map(|above| above.head.as_str()).chain([self.head.as_str()]);
        let first = heads.next().unwrap_or_default().to_owned();
        heads.fold(first, |name, head| format!("{name}, {}", head.to_lowercase()))
    }

    /// The id of the measure that the column is of, when its period has several: `ram`.
    pub fn measure(&self) -> Option<&str> {
        self.measure.as_deref()
    }

    /// The period, and the measure under it, of a column that is named by its period.
    pub fn period_and_measure(&self) -> Option<(Period, Option<&str>)> {
        let of_period = self.named.is_none() || self.above.iter().any(|above| above.is_period);
        self.when.filter(|_| of_period).map(|when| (when, self.measure()))
    }
}

/// What a column's cells hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Figures.
    Figures,
    /// Figures that are costs, for the sign rule.
    Costs,
    /// Words: a year of completion, who is responsible, a comment.
    Text,
    /// The numbers of the tables that specify the rows, which nobody writes.
    Notes,
}

impl ColumnKind {
    /// Every kind with the word used in sources.
    pub const WORDS: [(&'static str, Self); 3] =
        [("kostnad", Self::Costs), ("intäkt", Self::Figures), ("text", Self::Text)];

    /// Whether it is words, and neither summed nor computed.
    pub fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::Notes)
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Id, unique within its group.
    pub id: Id,
    /// One text per stub column.
    pub names: Vec<Spanned<String>>,
    /// Unit, when not the table's.
    pub unit: Option<Spanned<Unit>>,
    /// Decimals printed, when not the table's.
    pub decimals: Option<u32>,
    /// The notes that the row, or the sum of its group, refers to.
    pub notes: Notes,
    /// The unit of the organisation that the row is about, or the value of its dimension.
    pub about: Option<Id>,
    /// Whether the row is part of the sum around it, where the author says so. What is written is; of a computed row that
    /// nobody has decided on, what it is computed from tells.
    pub counted: Option<Counted>,
    /// Whether the row is a cost, for the sign rule.
    pub cost: bool,
    /// Where the row was written.
    pub span: Span,
    /// What it holds.
    pub content: RowContent,
}

impl Table {
    /// The notes under the table that are referred to, in the order of their references.
    pub fn notes_used(&self) -> Vec<&Id> {
        let heads = self
            .columns
            .iter()
            .flat_map(|column| column.above.iter().flat_map(|above| &above.notes).chain(&column.notes));
        let lines = self.lines_with_notes();
        heads.chain(lines.into_iter().flat_map(Notes::used)).collect()
    }

    /// What each row and sum refers to, from top to bottom.
    pub fn lines_with_notes(&self) -> Vec<&Notes> {
        fn of_rows<'a>(rows: &'a [Row], found: &mut Vec<&'a Notes>) {
            for row in rows {
                found.push(&row.notes);
                of_rows(row.inner(), found);
                if let RowContent::Group { sum: SumLine::After(sum), .. } = &row.content {
                    found.push(&sum.notes);
                }
            }
        }
        let mut found = Vec::new();
        of_rows(&self.rows, &mut found);
        found.extend(self.total.as_ref().map(|total| &total.notes));
        found
    }
}

/// The numbers of tables that are notes, in the order in which lines refer to them.
pub fn note_numbers(tables: &[Table]) -> HashMap<&str, usize> {
    let mut numbers = HashMap::new();
    for note in tables.iter().flat_map(Table::lines_with_notes).filter_map(|notes| notes.table.as_ref()) {
        let next = numbers.len() + 1;
        numbers.entry(note.table.value.as_str()).or_insert(next);
    }
    numbers
}

impl Row {
    /// The rows under this one: a group's, or an item's *varav*-lines.
    pub fn inner(&self) -> &[Self] {
        match &self.content {
            RowContent::Item { of_which: rows, .. } | RowContent::Group { rows, .. } => rows,
            RowContent::Formula { .. } => &[],
        }
    }
}

/// What a row holds.
#[derive(Debug, Clone)]
pub enum RowContent {
    /// Cells as written, one per column, and *varav*-lines that are not added.
    Item {
        /// One per column.
        cells: Vec<CellInput>,
        /// Parts that are shown but not added.
        of_which: Vec<Row>,
    },
    /// Cells computed by one formula.
    Formula {
        /// The formula.
        formula: Spanned<Formula>,
        /// What is written instead of what the formula gives, one per column; where all is computed, none.
        written: Vec<CellInput>,
    },
    /// Rows with their sum.
    Group {
        /// The rows.
        rows: Vec<Row>,
        /// Where and how the sum is printed.
        sum: SumLine,
    },
}

/// Whether a row is part of the sum around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It is added.
    Added,
    /// It is printed as it is, and taken away: *avgår*.
    Subtracted,
    /// It is not part of the sum.
    Not,
}

impl Counted {
    /// Every choice with the word used in sources.
    pub const WORDS: [(&'static str, Self); 3] = [("ja", Self::Added), ("nej", Self::Not), ("avgår", Self::Subtracted)];
}

/// What a group's sum is called, and the notes that it refers to by itself.
#[derive(Debug, Clone)]
pub struct SumLabel {
    /// Label.
    pub text: Spanned<String>,
    /// The notes.
    pub notes: Notes,
}

/// Where a group's sum is printed.
#[derive(Debug, Clone)]
pub enum SumLine {
    /// Nowhere; it can still be addressed.
    Hidden,
    /// After the items, with this label.
    After(SumLabel),
    /// On the group's own line, before the items (*därav*).
    Before,
}

/// A cell as written. Empty, dash and zero are three different things.
#[derive(Debug, Clone)]
pub enum CellInput {
    /// Nothing.
    Empty(Span),
    /// A dash.
    Dash(Span),
    /// Words instead of an amount, which are shown but not added.
    Text(Spanned<String>),
    /// An amount in the cell's unit.
    Amount(Spanned<Decimal>),
    /// A formula of its own.
    Formula(Spanned<Formula>),
    /// A sum that nobody wrote, over the tables that were made from records.
    Records(Spanned<Formula>),
    /// Something that could not be read, which has been reported.
    Unreadable(Span),
}

/// A figure that the ledger or the adopted document states.
#[derive(Debug, Clone)]
pub struct Control {
    /// The row controlled.
    pub row: Id,
    /// Index of the column controlled.
    pub column: usize,
    /// The stated figure, with the decimals stated.
    pub stated: Spanned<Decimal>,
}

/// An identity: all terms equal.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// What it says, for messages.
    pub name: Spanned<String>,
    /// Two or more terms.
    pub terms: Vec<Spanned<Formula>>,
    /// The column that it is about, of one that holds in several.
    pub column: Option<String>,
}

impl Reconciliation {
    /// Its name, with the column that it is about.
    pub fn title(&self) -> String {
        let name = &self.name.value;
        self.column.as_ref().map_or_else(|| name.clone(), |column| format!("{name}, {column}"))
    }
}

/// A control or reconciliation known not to hold, or a comparison known to be restated.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// A cell (`rad.kolumn`), a reconciliation's name, or for a restatement a column.
    pub about: Id,
    /// Why the stated figure is known not to agree.
    pub reason: Spanned<String>,
    /// The amount of a restated cell in a column that is fetched.
    pub amount: Option<Spanned<Decimal>>,
}

impl Deviation {
    /// Whether a restatement is about a column, or about a cell of it.
    pub fn is_in_column(&self, id: &str) -> bool {
        let row = self.about.value.strip_suffix(id);
        row.is_some_and(|row| row.is_empty() || row.ends_with('.'))
    }
}

/// What is done when printed rows do not add up to a printed sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rounding {
    /// It is an error: the author has to choose.
    #[default]
    Undeclared,
    /// A note is printed under the table.
    Note,
    /// Printed rows are adjusted by the largest-remainder method.
    LargestRemainder,
}

impl Rounding {
    /// Every rule with the word used in sources.
    pub const WORDS: [(&'static str, Self); 2] = [("not", Self::Note), ("största_rest", Self::LargestRemainder)];
}

/// Sign of costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostSign {
    /// Costs are negative.
    Negative,
    /// Costs are positive.
    Positive,
}

impl CostSign {
    /// Every sign with the word used in sources.
    pub const WORDS: [(&'static str, Self); 2] =
        [("kostnader_negativa", Self::Negative), ("kostnader_positiva", Self::Positive)];
}
