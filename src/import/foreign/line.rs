//! A row of a sheet.

use rust_decimal::Decimal;

use crate::quantity::unit::Unit;

/// A row.
#[derive(Debug)]
pub struct Line {
    /// Where it stands.
    pub row: u32,
    /// Its names, one for each column of names.
    pub names: Vec<String>,
    /// Its unit, where it is not the table's.
    pub unit: Option<Unit>,
    /// How far it is indented.
    pub indent: usize,
    /// What it says in each column.
    pub values: Vec<Value>,
}

/// What a row says in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// A dash.
    Dash,
    /// An amount.
    Amount(Decimal),
    /// Words.
    Words(String),
}

impl Line {
    /// Its name in words.
    pub fn name(&self) -> String {
        self.names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// Whether it has nothing but a name.
    pub fn is_heading(&self) -> bool {
        self.values.iter().all(|value| *value == Value::Nothing)
    }

    /// Whether it is a part of the row above it that is shown and not added.
    pub fn is_of_which(&self) -> bool {
        let name = self.name().to_lowercase();
        let name = name.trim_start_matches(['-', '–', '•', ' ']);
        ["varav", "därav"]
            .iter()
            .any(|word| name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':'])))
    }

    /// Its amount in a column.
    pub fn amount(&self, column: usize) -> Option<Decimal> {
        match self.values.get(column)? {
            Value::Amount(value) => Some(*value),
            _ => None,
        }
    }
}
