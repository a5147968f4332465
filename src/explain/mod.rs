//! Where a figure comes from, down to the lines that an author wrote, and what it reaches.
//!
//! [`named`] finds a cell by what it is called. [`trace`] goes from a cell to its operands and on to the inputs; [`reach`] from a cell to the totals, tables, controls,
//! reconciliations and sentences that change when it does; [`words`] says it in
//! words, and [`explanations`] tells it of every figure to its end.

pub mod explanations;
pub mod named;
pub mod reach;
pub mod trace;
pub mod words;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::json::{Place, place};
use crate::figures::{CellId, Figures};

/// A cell in words.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En cell i ord.")]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// Adressen, `tabell.rad.kolumn`.
    pub address: String,
    /// Raden och kolumnen som de trycks.
    pub name: String,
    /// Tabellens rubrik.
    pub table: String,
    /// Värdet som det skrivs, med enhet.
    pub value: String,
    /// Det exakta värdet med decimalpunkt; saknas för en tom cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
    /// Talets, formelns eller summans plats.
    pub place: Place,
}

impl Cell {
    /// A cell of a plan.
    pub fn of(figures: &Figures, at: CellId) -> Self {
        let figure = &figures.cells[at];
        Self {
            address: figures.address(at),
            name: figures.name(at),
            table: figures.position(at).map(|(sheet, ..)| sheet.caption.clone()).unwrap_or_default(),
            value: figure.text(),
            exact: figure.amount().map(|amount| amount.value.normalize().to_string()),
            place: place(&figure.span),
        }
    }
}
