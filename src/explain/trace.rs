//! From a cell to its operands and on to the inputs.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::explain::Cell;
use crate::explain::words::OVER_TABLES;
use crate::figures::{CellId, Figures, Origin, Value};

/// A cell, how it came about, and its operands.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En cell, hur den kom till, och de celler den beräknas ur.")]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// Cellen.
    #[serde(flatten)]
    pub cell: Cell,
    /// Hur den kom till.
    pub origin: Kind,
    /// Formeln som den är skriven, eller summan i ord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Cellerna som formeln eller summan tar, i den ordning de står.
    pub operands: Vec<Trace>,
    /// Cellen har redan visats i trädet, och visas inte en gång till.
    pub repeated: bool,
}

/// How a figure came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Hur ett tal kom till.")]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Skriven i källorna.
    Input,
    /// Summan av rader.
    Sum,
    /// Beräknad med en formel.
    Formula,
}

/// Deepest level shown: nobody reads on, and no plan can exhaust the stack.
const DEEPEST: usize = 200;

/// How a cell came about.
pub fn down(figures: &Figures, cell: CellId) -> Trace {
    descend(figures, cell, &mut HashSet::new(), 0)
}

fn descend(figures: &Figures, at: CellId, seen: &mut HashSet<CellId>, depth: usize) -> Trace {
    let figure = &figures.cells[at];
    let (origin, formula) = match &figure.origin {
        Origin::Input => (Kind::Input, None),
        Origin::Sum(_) => (Kind::Sum, Some("summan av raderna".to_owned())),
        Origin::Records(_) => (Kind::Formula, Some(OVER_TABLES.to_owned())),
        Origin::Formula { text, .. } => (Kind::Formula, Some(text.clone())),
    };
    let operands = figure.operands();
    let repeated = !operands.is_empty() && (!seen.insert(at) || depth >= DEEPEST);
    let stated = |part: &&CellId| !matches!(figures.cells[**part].value, Value::Empty);
    Trace {
        cell: Cell::of(figures, at),
        origin,
        formula,
        // Empty cells add nothing and tell nothing.
        operands: if repeated {
            Vec::new()
        } else {
            operands.iter().filter(stated).map(|&part| descend(figures, part, seen, depth + 1)).collect()
        },
        repeated,
    }
}
