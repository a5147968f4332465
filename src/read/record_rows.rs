//! The rows of tables that are made from records: a level for each dimension, with the records at the innermost.

use std::sync::Arc;

use crate::model::formula::{Formula, Function, Reference};
use crate::model::notes::Notes;
use crate::model::table::{CellInput, Column, Row, RowContent, SumLabel, SumLine};
use crate::quantity::unit::Unit;
use crate::source::{Id, SourceFile, Span, Spanned};
use crate::swedish::uncapitalised;

/// A dimension with its values in order.
pub struct Dimension {
    /// Its id.
    pub id: Id,
    /// Ids and names.
    pub values: Vec<(Id, Spanned<String>)>,
}

/// One record: a value per dimension, and its cells.
pub struct Record {
    /// The value in each dimension, by the dimension's id.
    pub keys: Vec<(String, Id)>,
    /// One for each column.
    pub cells: Vec<CellInput>,
    /// Where it is written.
    pub span: Span,
}

/// What all tables of one file share.
pub struct Set<'a> {
    /// The file.
    pub file: &'a Arc<SourceFile>,
    /// Unit of all amounts.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// The columns.
    pub columns: Vec<Column>,
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The records.
    pub records: Vec<Record>,
}

/// A row where records stand: what it is about, and its address.
pub struct Place {
    keys: Vec<(String, String)>,
    address: Vec<String>,
}

/// Where rows are to be made: what all of them are about, and the beginning of their addresses.
pub struct Spot {
    keys: Vec<(String, String)>,
    address: Vec<String>,
    table: Span,
}

impl Spot {
    /// The top of a table.
    pub fn of(table: &Id) -> Self {
        Self { keys: Vec::new(), address: vec![table.value.clone()], table: table.span.clone() }
    }

    /// The same, about one value of a dimension.
    #[must_use]
    pub fn under(&self, dimension: &Dimension, value: &Id) -> Self {
        let own = (dimension.id.value.clone(), value.value.clone());
        Self {
            keys: self.keys.iter().cloned().chain([own]).collect(),
            address: self.address.clone(),
            table: self.table.clone(),
        }
    }

    /// The same, in a row of that value.
    fn row(&self, dimension: &Dimension, value: &Id) -> Self {
        let mut spot = self.under(dimension, value);
        spot.address.push(value.value.clone());
        spot
    }
}

/// Makes the rows of one view.
pub struct Rows<'a> {
    set: &'a Set<'a>,
    /// Whether sums stand before what they sum.
    before: bool,
    /// Whether rows stand in groups, where only those that have records are shown.
    nested: bool,
    /// Where the records stand already.
    held: Option<&'a [Place]>,
    /// Where they stand in the rows made so far.
    pub places: Vec<Place>,
}

impl<'a> Rows<'a> {
    /// Rows of a set, of which the records stand elsewhere or are to stand here.
    pub fn new(set: &'a Set<'a>, dimensions: &[&Dimension], before: bool, held: Option<&'a [Place]>) -> Self {
        Self { set, before, nested: dimensions.len() > 1, held, places: Vec::new() }
    }

    /// The rows of the dimensions that are left, the outermost first.
    pub fn of(&mut self, dimensions: &[&Dimension], spot: &Spot) -> Vec<Row> {
        let Some((dimension, rest)) = dimensions.split_first() else { return Vec::new() };
        let rows = dimension.values.iter().filter_map(|(value, name)| {
            let own = spot.row(dimension, value);
            if rest.is_empty() { self.leaf(value, name, own) } else { self.group(value, name, rest, &own) }
        });
        rows.collect()
    }

    fn group(&mut self, value: &Id, name: &Spanned<String>, rest: &[&Dimension], spot: &Spot) -> Option<Row> {
        let rows = self.of(rest, spot);
        let label = || name.clone().map(|name| format!("Summa {}", uncapitalised(&name)));
        let sum = if self.before {
            SumLine::Before
        } else {
            SumLine::After(SumLabel { text: label(), notes: Notes::default() })
        };
        (!rows.is_empty()).then(|| row(value, name, spot.table.clone(), RowContent::Group { rows, sum }))
    }

    fn leaf(&mut self, value: &Id, name: &Spanned<String>, spot: Spot) -> Option<Row> {
        let Some(held) = self.held else { return self.record(value, name, spot) };
        let is_part = |place: &&Place| spot.keys.iter().all(|key| place.keys.contains(key));
        let parts: Vec<&Place> = held.iter().filter(is_part).collect();
        if parts.is_empty() && self.nested {
            return None;
        }
        let cell = |column: &Column| {
            let address = |place: &&Place| {
                let parts = place.address.iter().cloned().chain(column.id.value.split('.').map(str::to_owned));
                Formula::Reference(Reference::made(parts.collect()))
            };
            let sum = Formula::Call(Function::Sum, parts.iter().map(address).collect());
            CellInput::Records(Spanned::new(sum, spot.table.clone()))
        };
        let cells = self.set.columns.iter().map(cell).collect();
        Some(row(value, name, spot.table.clone(), RowContent::Item { cells, of_which: Vec::new() }))
    }

    /// The row of one record; where there is none, of empty cells.
    fn record(&mut self, value: &Id, name: &Spanned<String>, spot: Spot) -> Option<Row> {
        let is_about = |record: &&Record| {
            spot.keys.iter().all(|(key, id)| record.keys.iter().any(|(own, value)| own == key && value.value == *id))
        };
        let found = self.set.records.iter().find(is_about);
        if found.is_none() && self.nested {
            return None;
        }
        let span = found.map_or_else(|| value.span.clone(), |record| record.span.clone());
        let empty = || self.set.columns.iter().map(|_| CellInput::Empty(span.clone())).collect();
        let cells = found.map_or_else(empty, |record| record.cells.clone());
        self.places.push(Place { keys: spot.keys, address: spot.address });
        Some(row(value, name, span, RowContent::Item { cells, of_which: Vec::new() }))
    }
}

fn row(id: &Id, name: &Spanned<String>, span: Span, content: RowContent) -> Row {
    Row {
        id: id.clone(),
        names: vec![name.clone()],
        unit: None,
        decimals: None,
        notes: Notes::default(),
        about: Some(id.clone()),
        counted: None,
        cost: false,
        span,
        content,
    }
}
