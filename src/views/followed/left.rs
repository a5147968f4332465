//! What each unit has left: assignments and the like that are not done, measures without outcome, and actions that wait.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::followup::things::KINDS;
use crate::model::followup::{Followup, Progress};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::read::organisation;
use crate::source::{Id, Spanned};
use crate::views::call_site::CallSite;
use crate::views::cards::label;
use crate::views::followed::grid::{self, Grid};
use crate::views::followed::progress;
use crate::views::followed::risks::numbered;
use crate::views::writing::Writing;

/// Something that is left.
struct Left<'a> {
    responsible: &'a [Id],
    head: Vec<Inline>,
    status: Cell,
    told: Vec<Inline>,
}

/// What is left, by unit; of one unit where the call names it.
pub fn table(writing: &mut Writing<'_>, site: &CallSite<'_>, followup: &Followup) -> Option<Block> {
    let plan = writing.plan;
    let wanted = site.call.argument("omrade");
    if let Some(id) = wanted.filter(|id| plan.organisation.unit(id).is_none()) {
        let id = Spanned::new(id.to_owned(), site.argument_span(id));
        writing.problems.push(organisation::unknown(&plan.organisation, &id));
        return None;
    }
    let unit = wanted.and_then(|id| plan.organisation.unit(id));
    let (anchor, caption) = match unit {
        Some(unit) => (format!("tabell-kvar-{}", unit.id.value), format!("Kvar att göra för {}", unit.name.value)),
        None => ("tabell-kvar".to_owned(), "Kvar att göra".to_owned()),
    };
    let anchor = writing.numbering.anchors.give(&anchor);
    let heads = [("Vad", false), ("Status", false), ("Återstår", false)];
    let mut grid = Grid::new(TableKind::Followup, &anchor, &caption, &heads);
    let all = left(plan, followup);
    let named = |own: &Left<'_>, id: &str| own.responsible.iter().any(|other| other.value == id);
    let mut add = |name: Option<&str>, own: Vec<&Left<'_>>| {
        if own.is_empty() {
            return;
        }
        if let Some(name) = name {
            grid.group(name);
        }
        for left in own {
            let cells = vec![left.status.clone(), Cell::text(left.told.clone())];
            grid.row(None, left.head.clone(), cells, usize::from(name.is_some()));
        }
    };
    if let Some(unit) = unit {
        add(None, all.iter().filter(|left| named(left, &unit.id.value)).collect());
    } else {
        for unit in plan.organisation.all() {
            add(Some(&unit.name.value), all.iter().filter(|left| named(left, &unit.id.value)).collect());
        }
        let is_units = |left: &&Left<'_>| plan.organisation.all().any(|unit| named(left, &unit.id.value));
        add(Some("Utan ansvarigt område"), all.iter().filter(|left| !is_units(left)).collect());
    }
    if grid.is_empty() {
        return Some(Block::Paragraph { content: vec![Inline::text("Allt är klart.")] });
    }
    Some(Block::Table(grid.finish(Vec::new())))
}

fn left<'a>(plan: &'a Plan, followup: &Followup) -> Vec<Left<'a>> {
    let mut all = Vec::new();
    for thing in plan.things() {
        let Some(id) = thing.id else { continue };
        let name = Inline::Strong { content: vec![Inline::text(label(&thing))] };
        let head = vec![name, Inline::text(format!(" {}", thing.text.value))];
        let is_followed = KINDS.iter().any(|(kind, _)| *kind == thing.kind) && thing.kind != ThingKind::Indicator;
        let (status, told) = if is_followed {
            let said = followup.progress(thing.kind, &id.value);
            let is_settled = |said: &crate::model::followup::Progressed| {
                said.dropped.is_some() || said.status.as_ref().is_some_and(|status| !status.value.is_open())
            };
            if said.is_some_and(is_settled) {
                continue;
            }
            (progress::status(said), said.and_then(|said| said.left.as_ref()).map(grid::written).unwrap_or_default())
        } else if thing.kind == ThingKind::Measure {
            let said = followup.measure(&id.value);
            if said.is_some_and(|said| said.is_known() || said.dropped.is_some()) {
                continue;
            }
            (Cell::missing(vec![Inline::text("Utfall saknas")]), Vec::new())
        } else {
            continue;
        };
        all.push(Left { responsible: thing.responsible, head, status, told });
    }
    for risk in &plan.risks {
        let said = followup.risk(&risk.id.value);
        if said.is_some_and(|said| said.dropped.is_some()) {
            continue;
        }
        for (at, action) in risk.actions.iter().enumerate() {
            let own = said.and_then(|said| numbered(&said.actions, at));
            let status = own.and_then(|own| own.result.as_ref()).map(|status| status.value);
            if status.is_some_and(|status| !status.is_open()) {
                continue;
            }
            let cell = status
                .map_or_else(grid::missing, |status: Progress| Cell::text(vec![Inline::text(grid::progress(status))]));
            let name = Inline::Strong { content: vec![Inline::text("Åtgärd mot risk")] };
            let head = vec![name, Inline::text(format!(" {}", action.text.value))];
            let told = own.and_then(|own| own.text.as_ref()).map(grid::written).unwrap_or_default();
            all.push(Left { responsible: &risk.responsible, head, status: cell, told });
        }
    }
    all
}
