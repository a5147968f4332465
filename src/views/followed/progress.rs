//! Assignments, activities, milestones and indicators with what has been done.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::model::followup::{Followup, Progressed};
use crate::model::goals::Goal;
use crate::model::kind::ThingKind;
use crate::swedish::{self, capitalised, uncapitalised};
use crate::views::cards::{goal_title, label};
use crate::views::followed::grid::{self, Grid, Head};
use crate::views::writing::Writing;

/// A goal's things of a kind; nothing when it has none.
pub fn table(writing: &mut Writing<'_>, goal: &Goal, kind: ThingKind, followup: &Followup) -> Option<Block> {
    let own: Vec<_> = goal.things().filter(|thing| thing.kind == kind).collect();
    if own.is_empty() {
        return None;
    }
    let traits = kind.traits();
    let anchor = writing.numbering.anchors.give(&format!("tabell-{}-{}", traits.many, goal.id.value));
    let has_status = kind != ThingKind::Indicator;
    let is_answered = own.iter().any(|thing| !thing.responsible.is_empty());
    let one = capitalised(traits.one);
    let mut heads: Vec<Head<'_>> = vec![(one.as_str(), false)];
    heads.extend(has_status.then_some(("Status", false)));
    let said = |id: &str| followup.progress(kind, id);
    let is_said = |said: &Progressed| said.text.is_some() || said.left.is_some() || said.dropped.is_some();
    let is_told = own.iter().filter_map(|thing| said(&thing.id?.value)).any(is_said) || !has_status;
    heads.extend(is_told.then_some((if has_status { "Läge och vad som återstår" } else { "Läge" }, false)));
    heads.extend(is_answered.then_some(("Ansvarig", false)));
    let title = goal_title(goal);
    let title = goal.kind.as_deref().map_or_else(|| title.clone(), |_| uncapitalised(&title));
    let caption = format!("{} för {title}", capitalised(traits.many));
    let mut grid = Grid::new(TableKind::Followup, &anchor, &caption, &heads);
    for thing in &own {
        let Some(id) = thing.id else { continue };
        let said = said(&id.value);
        let mut cells: Vec<Cell> = has_status.then(|| status(said)).into_iter().collect();
        cells.extend(is_told.then(|| told(said, !has_status)));
        if is_answered {
            let names = writing.names(thing.responsible);
            cells.push(Cell::text(if names.is_empty() {
                Vec::new()
            } else {
                vec![Inline::text(swedish::join(&names))]
            }));
        }
        let name = Inline::Strong { content: vec![Inline::text(label(thing))] };
        let head = vec![name, Inline::Break, Inline::text(&thing.text.value)];
        let place = writing.place(kind, id);
        grid.row(Some((place, &id.value)), head, cells, 0);
    }
    Some(Block::Table(grid.finish(Vec::new())))
}

/// How far something has come.
pub fn status(said: Option<&Progressed>) -> Cell {
    match said {
        Some(Progressed { status: Some(status), .. }) => Cell::text(vec![Inline::text(grid::progress(status.value))]),
        Some(Progressed { dropped: Some(_), .. }) => grid::dropped(),
        _ => grid::missing(),
    }
}

/// What has been done and what is left; `is_wanted` where nothing else tells of it.
fn told(said: Option<&Progressed>, is_wanted: bool) -> Cell {
    let Some(said) = said else { return if is_wanted { grid::missing() } else { Cell::empty() } };
    let parts = [
        said.text.as_ref().map(grid::written),
        said.left.as_ref().map(|left| grid::labelled("Återstår", left)),
        said.dropped.as_ref().map(grid::written),
    ];
    let content = grid::lines(parts.into_iter().flatten());
    if content.is_empty() && is_wanted { grid::missing() } else { Cell::text(content) }
}
