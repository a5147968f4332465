//! From a cell to what changes when it does.

use std::collections::{BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::json::{Place, place};
use crate::explain::Cell;
use crate::figures::{CellId, Figures};
use crate::figures::{agreements, controls};
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::prose::sentences::sentences;
use crate::source::Span;

/// What a cell reaches.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Vad en cell påverkar.")]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// Cellen.
    pub cell: Cell,
    /// Celler som beräknas ur den, närmast först.
    pub cells: Vec<Cell>,
    /// Rubrikerna för de tabeller som de står i.
    pub tables: Vec<String>,
    /// Kontrollsummor för någon av cellerna.
    pub controls: Vec<Mention>,
    /// Avstämningar med någon av cellerna.
    pub reconciliations: Vec<Mention>,
    /// Meningar där någon av cellerna står.
    pub sentences: Vec<Mention>,
}

/// A place that names a cell.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett ställe som nämner en cell.")]
#[serde(rename_all = "camelCase")]
pub struct Mention {
    /// Cellens adress.
    pub address: String,
    /// Texten: kontrollsumman, avstämningens namn eller meningen.
    pub text: String,
    /// Platsen.
    pub place: Place,
}

/// What a cell reaches.
pub fn up(plan: &Plan, figures: &Figures, prose: &[Passage], from: CellId) -> Reach {
    let reached = users(figures, from);
    let is_reached = |at: &CellId| reached.contains(at);
    let captions: BTreeSet<usize> =
        reached.iter().filter_map(|at| figures.sheets.iter().rposition(|sheet| sheet.first <= *at)).collect();
    let mention =
        |at: CellId, text: String, span: &Span| Mention { address: figures.address(at), text, place: place(span) };
    let mut reach = Reach {
        cell: Cell::of(figures, from),
        cells: reached.iter().skip(1).map(|&at| Cell::of(figures, at)).collect(),
        tables: captions.iter().map(|&sheet| figures.sheets[sheet].caption.clone()).collect(),
        controls: Vec::new(),
        reconciliations: Vec::new(),
        sentences: Vec::new(),
    };
    for table in &plan.tables {
        for control in &table.controls {
            if let Ok(at) = controls::target(table, control, figures)
                && is_reached(&at)
            {
                reach.controls.push(mention(at, figures.name(at), &control.stated.span));
            }
        }
        for reconciliation in agreements::all(table, figures) {
            let mut named = None;
            for term in &reconciliation.terms {
                term.value.references(&mut |reference| {
                    named = named.or(figures.refer(reference, None).ok().filter(is_reached));
                });
            }
            if let Some(at) = named {
                reach.reconciliations.push(mention(at, reconciliation.title(), &reconciliation.name.span));
            }
        }
    }
    for passage in prose {
        for (at, range) in passage.cells.iter().filter(|(at, _)| is_reached(at)) {
            let sentence = sentences(&passage.text).into_iter().find(|sentence| sentence.contains(&range.start));
            let text = sentence.and_then(|sentence| passage.text.get(sentence)).unwrap_or(&passage.text);
            if let Some(span) = passage.span(range) {
                reach.sentences.push(mention(*at, text.trim().to_owned(), &span));
            }
        }
    }
    reach
}

/// The cell and every cell computed from it, breadth first.
fn users(figures: &Figures, from: CellId) -> Vec<CellId> {
    let users = figures.users();
    let (mut reached, mut seen, mut next) = (vec![from], HashSet::from([from]), 0);
    while let Some(&at) = reached.get(next) {
        next += 1;
        reached.extend(users[at].iter().copied().filter(|user| seen.insert(*user)));
    }
    // A group's sum that is not printed is no news to a reader, but what is computed from it is.
    let printed = |at: &CellId| *at == from || figures.position(*at).is_some_and(|(_, line, _)| line.is_printed());
    reached.retain(printed);
    reached
}
