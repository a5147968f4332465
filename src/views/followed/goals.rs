//! Goals with their judgements, and what their measures propose.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::followup::judgement::{is_judged, proposed, rule, tally};
use crate::model::followup::{Followup, Verdict};
use crate::model::goals::Goal;
use crate::swedish::uncapitalised;
use crate::views::cards::goal_title;
use crate::views::followed::grid::{self, Grid};
use crate::views::writing::Writing;

/// Every goal that is judged, under those that hold them; nothing when there are none.
pub fn table(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let plan = writing.plan;
    let anchor = writing.numbering.anchors.give("tabell-malen");
    let heads = [("Mål", false), ("Styrtal som når målvärdet", false), ("Bedömning", false), ("Kommentar", false)];
    let mut grid = Grid::new(TableKind::Followup, &anchor, "Bedömning av målen", &heads);
    let mut walk = Walk { grid: &mut grid, followup, judging: plan.identity.judging };
    plan.goals.iter().for_each(|goal| walk.goal(goal, 0));
    (!grid.is_empty()).then(|| Block::Table(grid.finish(vec![rule(plan.identity.judging)])))
}

struct Walk<'a> {
    grid: &'a mut Grid,
    followup: &'a Followup,
    judging: crate::model::followup::Judging,
}

impl Walk<'_> {
    fn goal(&mut self, goal: &Goal, level: usize) {
        if is_judged(goal) {
            let head = vec![Inline::text(goal_title(goal))];
            let cells = vec![self.counted(goal), self.verdict(goal), self.told(goal)];
            self.grid.row(None, head, cells, level.min(1));
        } else {
            self.grid.group(&goal_title(goal));
        }
        goal.children.iter().for_each(|child| self.goal(child, level + 1));
    }

    fn counted(&self, goal: &Goal) -> Cell {
        let tally = tally(goal, self.followup);
        if tally.all == 0 {
            return Cell::dash();
        }
        let missing = tally.all - tally.known;
        let text = format!("{} av {}", tally.met, tally.known);
        let without = (missing > 0).then(|| vec![Inline::text(format!("{missing} kan inte bedömas"))]);
        Cell::text(grid::lines(std::iter::once(vec![Inline::text(text)]).chain(without)))
    }

    fn verdict(&self, goal: &Goal) -> Cell {
        let said = self.followup.goal(&goal.id.value);
        let Some(verdict) = said.and_then(|said| said.verdict.as_ref()).map(|verdict| verdict.value) else {
            return if said.is_some_and(|said| said.dropped.is_some()) { grid::dropped() } else { grid::missing() };
        };
        let other = proposed(goal, self.followup, self.judging).filter(|other| *other != verdict);
        let other = other.map(|other| vec![Inline::text(format!("Styrtalen visar: {}", uncapitalised(other.told())))]);
        Cell::text(grid::lines(std::iter::once(vec![Inline::text(judged(verdict))]).chain(other)))
    }

    fn told(&self, goal: &Goal) -> Cell {
        let Some(said) = self.followup.goal(&goal.id.value) else { return Cell::empty() };
        let parts = [
            said.text.as_ref().map(grid::written),
            said.reason.as_ref().map(|reason| grid::labelled("Skäl", reason)),
            said.dropped.as_ref().map(grid::written),
        ];
        Cell::text(grid::lines(parts.into_iter().flatten()))
    }
}

/// A judgement in a shape and words.
pub fn judged(verdict: Verdict) -> String {
    grid::shaped(verdict.shape(), verdict.told())
}
