//! Which cells of two plans are computed from which, and which of them changed.

use std::collections::HashSet;

use crate::compare::correspondence::Node;
use crate::compare::sides::{Sides, When};
use crate::diff::cells::same_value;
use crate::diff::comparison::Comparison;
use crate::figures::{CellId, Figures, Origin, Value};

/// The cells of both plans, with those that depend on each.
pub struct Dependents<'a> {
    plans: &'a Comparison<'a>,
    /// For each cell of a plan, the cells computed from it.
    users: Sides<Vec<Vec<CellId>>>,
    /// Whether each cell of both has another value than before.
    changed: Vec<bool>,
    /// Cells that were written otherwise: each is its own cause.
    written: HashSet<Node>,
}

impl<'a> Dependents<'a> {
    /// The cells of two plans, of which some were written otherwise.
    pub fn of(plans: &'a Comparison<'a>, written: HashSet<Node>) -> Self {
        let figures = plans.sides.map(|side| side.figures);
        let later = figures.after.cells.iter().enumerate().map(|(cell, figure)| {
            plans.same.cell(When::After, cell).is_none_or(|earlier| {
                let own = &figures.before.cells[earlier];
                let failed = own.value == Value::Failed || figure.value == Value::Failed;
                !failed && !same_value(own, figure)
            })
        });
        let changed = later.chain(figures.before.cells.iter().map(|_| true)).collect();
        Self { plans, users: figures.map(Figures::users), changed, written }
    }

    /// Whether a cell was written otherwise.
    pub fn is_written(&self, node: Node) -> bool {
        self.written.contains(&node)
    }

    /// The cells that a change reaches through cells that changed, nearest first, itself included.
    pub fn reached(&self, seeds: &[Node]) -> Vec<Node> {
        let mut seen = HashSet::new();
        let mut reached: Vec<Node> = seeds.iter().copied().filter(|seed| seen.insert(*seed)).collect();
        let mut next = 0;
        while let Some(&node) = reached.get(next) {
            next += 1;
            let later = self.users.after.get(node).into_iter().flatten().copied();
            let earlier = self.plans.same.earlier(node).and_then(|cell| self.users.before.get(cell));
            let earlier = earlier.into_iter().flatten().map(|&cell| self.plans.same.node(When::Before, cell));
            let users = later.chain(earlier).filter(|&user| self.changed[user] && !self.is_written(user));
            reached.extend(users.filter(|user| seen.insert(*user)));
        }
        reached
    }

    /// The cell of a node in both plans, when both compute it, it changed and is printed.
    pub fn reported(&self, node: Node) -> Option<Sides<CellId>> {
        let figures = self.plans.sides.map(|side| side.figures);
        let cells = Sides { before: self.plans.same.cell(When::After, node)?, after: node };
        let computed = |when: When| !matches!(figures[when].cells[cells[when]].origin, Origin::Input);
        let printed = figures.after.position(cells.after).is_some_and(|(_, line, _)| line.is_printed());
        let told = printed && !self.plans.is_behind(cells.after);
        (computed(When::Before) && computed(When::After) && self.changed[node] && told).then_some(cells)
    }

    /// The id of the sheet that a cell is in.
    pub fn sheet(&self, node: Node) -> Option<&'a str> {
        let figures = self.plans.sides.map(|side| side.figures);
        let position = if node < figures.after.cells.len() {
            figures.after.position(node)
        } else {
            figures.before.position(self.plans.same.earlier(node)?)
        };
        position.map(|(sheet, ..)| sheet.id.as_str())
    }
}
