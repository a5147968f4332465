//! Two plans while they are compared, and what is the same in both.

use crate::compare::correspondence::{Correspondence, Node, ThingRef, cells_of};
use crate::compare::inventory::relative;
use crate::compare::object::{Object, Seat};
use crate::compare::sides::{Sides, When};
use crate::compare::years::Years;
use crate::diagnostic::Diagnostic;
use crate::figures::{CellId, Figure, Figures};
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::source::Span;

/// A plan as one side of a comparison.
pub struct Side<'a> {
    /// What it is called, for example `HEAD` or `plan/2024`.
    pub name: &'a str,
    /// What the authors decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
    /// Its running text, figures filled in.
    pub prose: &'a [Passage],
    /// Everything found in it.
    pub problems: &'a [Diagnostic],
}

/// Where something is written, as a key: the file and the byte.
pub type Spot<'a> = (&'a str, usize);

/// A place as a key.
pub fn spot(span: &Span) -> Spot<'_> {
    (&span.file.path, span.range.start)
}

/// Two plans while they are compared.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// The plans.
    pub sides: Sides<&'a Side<'a>>,
    /// What is the same in both.
    pub same: &'a Correspondence,
}

impl<'a> Comparison<'a> {
    /// A plan's figures.
    pub fn figures(&self, when: When) -> &'a Figures {
        self.sides[when].figures
    }

    /// A cell's figure.
    pub fn figure(&self, when: When, cell: CellId) -> &'a Figure {
        &self.figures(when).cells[cell]
    }

    /// Whether a later cell's column only repeats, beside the plan's own figures, what earlier plans and accounts have: of
    /// plans of different years such columns are not held against each other.
    pub fn is_behind(&self, cell: CellId) -> bool {
        let of = |years: Years| {
            let (.., column) = self.figures(When::After).position(cell)?;
            Some(years.is_behind(column.when))
        };
        self.same.years.and_then(of).unwrap_or(false)
    }

    /// A thing.
    pub fn thing(&self, when: When, at: ThingRef) -> &'a Object {
        self.same.thing(when, at)
    }

    /// The file of a place, in its plan's folder.
    pub fn file(&self, when: When, span: &Span) -> String {
        relative(&span.file.path, &self.sides[when].plan.folder).to_owned()
    }

    /// The cells of a thing, among those of both plans.
    pub fn nodes(&self, when: When, seat: Seat) -> Vec<Node> {
        let cells = cells_of(seat, self.figures(when)).into_iter();
        cells.map(|cell| self.same.node(when, cell)).collect()
    }
}
