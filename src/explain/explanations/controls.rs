//! What figures are held against: control totals and reconciliations, by the cells that they name.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::explain::explanations::Place;
use crate::figures::{CellId, Figures, agreements, controls};
use crate::model::plan::Plan;
use crate::swedish;

/// Something that a figure is held against.
#[derive(Debug, Clone, Serialize)]
pub struct Control {
    /// What it is.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// Why they differ, when that is declared.
    pub deviation: Option<String>,
}

/// Every control of a plan, by cell.
pub fn by_cell(plan: &Plan, figures: &Figures) -> HashMap<CellId, Vec<Control>> {
    let mut found: HashMap<CellId, Vec<Control>> = HashMap::new();
    for table in &plan.tables {
        for control in &table.controls {
            let Ok(cell) = controls::target(table, control, figures) else { continue };
            found.entry(cell).or_default().push(Control {
                text: format!("kontrollsumman {}", stated(figures, cell, control.stated.value)),
                place: Place::of(plan, &control.stated.span),
                deviation: controls::declared(table, control).map(|deviation| deviation.reason.value.clone()),
            });
        }
        for reconciliation in agreements::all(table, figures) {
            let mut cells = Vec::new();
            for term in &reconciliation.terms {
                term.value.references(&mut |reference| cells.extend(figures.refer(reference, None)));
            }
            let control = Control {
                text: format!("avstämningen ”{}”", reconciliation.title()),
                place: Place::of(plan, &reconciliation.name.span),
                deviation: None,
            };
            for cell in cells {
                found.entry(cell).or_default().push(control.clone());
            }
        }
    }
    found
}

/// A stated sum with the decimals that the figure is printed with, so that the two look alike.
fn stated(figures: &Figures, cell: CellId, value: Decimal) -> String {
    let decimals = figures.cells[cell].printed.as_ref().map_or(0, |printed| printed.decimals);
    swedish::number(value, decimals.max(value.normalize().scale()))
}
