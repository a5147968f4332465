//! A report on one page: how the goals are judged, how far assignments have come, the economy, and the risks.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::figures::{LineKind, Sheet};
use crate::followup::judgement::is_judged;
use crate::followup::things::KINDS;
use crate::model::followup::{ControlResult, Controlled, DEVIATION, Followup, Progress, Verdict};
use crate::model::kind::ThingKind;
use crate::swedish::capitalised;
use crate::views::cards::goal_title;
use crate::views::followed::goals::judged;
use crate::views::followed::grid::{self, Grid, Head};
use crate::views::followed::risks::numbered;
use crate::views::writing::Writing;

/// The four tables, as far as there is something to tell.
pub fn tables(writing: &mut Writing<'_>, followup: &Followup) -> Vec<Block> {
    let parts =
        [goals(writing, followup), progress(writing, followup), economy(writing, followup), risks(writing, followup)];
    parts.into_iter().flatten().collect()
}

fn goals(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let all: Vec<_> = writing.plan.all_goals().into_iter().filter(|goal| is_judged(goal)).collect();
    let anchor = writing.numbering.anchors.give("tabell-malen-i-korthet");
    let heads = [("Bedömning", false), ("Antal", true), ("Mål", false)];
    let mut grid = Grid::new(TableKind::Followup, &anchor, "Målen i korthet", &heads);
    let verdict = |id: &str| followup.goal(id).and_then(|said| said.verdict.as_ref()).map(|verdict| verdict.value);
    let mut row = |word: String, wanted: Option<Verdict>| {
        let own: Vec<Vec<Inline>> = all
            .iter()
            .filter(|goal| verdict(&goal.id.value) == wanted)
            .map(|goal| vec![Inline::text(goal_title(goal))])
            .collect();
        if !own.is_empty() {
            grid.row(None, vec![Inline::text(word)], vec![Cell::count(own.len().to_string()), Cell::items(own)], 0);
        }
    };
    for (_, wanted) in Verdict::WORDS {
        row(judged(wanted), Some(wanted));
    }
    row("Inte bedömt".to_owned(), None);
    (!grid.is_empty()).then(|| Block::Table(grid.finish(Vec::new())))
}

fn progress(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let things = writing.plan.things();
    let kinds: Vec<ThingKind> = KINDS
        .into_iter()
        .map(|(kind, _)| kind)
        .filter(|kind| *kind != ThingKind::Indicator && things.iter().any(|thing| thing.kind == *kind))
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let anchor = writing.numbering.anchors.give("tabell-lage-i-korthet");
    let names: Vec<String> = kinds.iter().map(|kind| capitalised(kind.traits().many)).collect();
    let heads: Vec<Head<'_>> =
        std::iter::once(("Status", false)).chain(names.iter().map(|name| (name.as_str(), true))).collect();
    let caption = format!("{} i korthet", joined(&names));
    let mut grid = Grid::new(TableKind::Followup, &anchor, &caption, &heads);
    let status = |kind: ThingKind, id: &str| {
        let said = followup.progress(kind, id);
        said.map(|said| (said.status.as_ref().map(|status| status.value), said.dropped.is_some()))
    };
    let mut row = |word: String, wanted: &dyn Fn(Option<(Option<Progress>, bool)>) -> bool, always: bool| {
        let count = |kind: &ThingKind| {
            let own = things.iter().filter(|thing| thing.kind == *kind).filter_map(|thing| thing.id);
            own.filter(|id| wanted(status(*kind, &id.value))).count()
        };
        let counts: Vec<usize> = kinds.iter().map(count).collect();
        if always || counts.iter().any(|count| *count > 0) {
            let cells = counts.into_iter().map(|count| Cell::count(count.to_string())).collect();
            grid.row(None, vec![Inline::text(word)], cells, 0);
        }
    };
    for (_, wanted) in Progress::WORDS {
        row(grid::progress(wanted), &|said| said.is_some_and(|(status, _)| status == Some(wanted)), true);
    }
    row(grid::not_followed(), &|said| said.is_some_and(|(status, dropped)| status.is_none() && dropped), false);
    row("Status saknas".to_owned(), &|said| said.is_none_or(|(status, dropped)| status.is_none() && !dropped), false);
    row("Summa".to_owned(), &|_| true, true);
    Some(Block::Table(grid.finish(Vec::new())))
}

/// `Uppdrag, aktiviteter och milstolpar`.
fn joined(names: &[String]) -> String {
    let rest = names.iter().enumerate().map(|(at, name)| if at == 0 { name.clone() } else { name.to_lowercase() });
    crate::swedish::join(&rest.collect::<Vec<_>>())
}

/// The sum of each table that is followed: budget, outcome, forecast and deviation.
fn economy(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let first = followup.economy.first()?;
    let (plan, figures) = (writing.plan, writing.figures);
    let anchor = writing.numbering.anchors.give("tabell-ekonomin-i-korthet");
    let columns = plan.table(&first.own).map(|table| &table.columns)?;
    let shown: Vec<&str> = first.columns.iter().map(String::as_str).chain([DEVIATION]).collect();
    let head =
        |id: &&str| columns.iter().find(|column| column.id.value == *id).map_or("", |column| column.head.as_str());
    let heads: Vec<Head<'_>> =
        std::iter::once(("Tabell", false)).chain(shown.iter().map(|id| (head(id), true))).collect();
    let mut grid = Grid::new(TableKind::Followup, &anchor, "Ekonomin i korthet", &heads);
    for own in &followup.economy {
        let (Some(sheet), Some(source)) = (figures.sheet(&own.own), plan.table(&own.table.value)) else { continue };
        let Some(line) = last(sheet) else { continue };
        let ids = own.columns.iter().map(String::as_str).chain([DEVIATION]);
        let cells = ids.map(|id| {
            let Some(column) = sheet.exact_column(id) else { return Cell::empty() };
            if !own.is_filled && Some(id) != own.columns.first().map(String::as_str) {
                return grid::missing();
            }
            let at = sheet.cell(line, column);
            Cell::shown(figures.cells[at].shown()).of(at, figures.address(at))
        });
        let cells = cells.collect();
        let name = format!("{} ({})", source.caption.value, source.unit.symbol());
        grid.row(None, vec![Inline::text(name)], cells, 0);
    }
    let remark = "Avvikelsen är mot budget: plus är bättre och minus sämre.".to_owned();
    (!grid.is_empty()).then(|| Block::Table(grid.finish(vec![remark]).aligned()))
}

/// The line that a table comes to: its sum, else its last result or group.
fn last(sheet: &Sheet) -> Option<usize> {
    let of = |wanted: &[LineKind]| sheet.lines.iter().rposition(|line| line.level == 0 && wanted.contains(&line.kind));
    of(&[LineKind::Total]).or_else(|| of(&[LineKind::Formula, LineKind::Sum])).or_else(|| of(&[LineKind::Item]))
}

fn risks(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let plan = writing.plan;
    if plan.risks.is_empty() {
        return None;
    }
    let anchor = writing.numbering.anchors.give("tabell-riskerna-i-korthet");
    let mut grid = Grid::new(TableKind::Followup, &anchor, "Riskerna i korthet", &[("Vad", false), ("Antal", true)]);
    let mut row = |what: String, count: String| grid.row(None, vec![Inline::text(what)], vec![Cell::count(count)], 0);
    row("Risker".to_owned(), plan.risks.len().to_string());
    let said = || plan.risks.iter().map(|risk| (risk, followup.risk(&risk.id.value)));
    let actions: usize = plan.risks.iter().map(|risk| risk.actions.len()).sum();
    let is_done = |said: &Controlled, at: usize| {
        let result = numbered(&said.actions, at).and_then(|own| own.result.as_ref());
        result.is_some_and(|result| result.value == Progress::Done)
    };
    let done = said().filter_map(|(risk, said)| Some((risk, said?)));
    let done: usize = done.map(|(risk, said)| (0..risk.actions.len()).filter(|at| is_done(said, *at)).count()).sum();
    if actions > 0 {
        row("Åtgärder som är klara".to_owned(), format!("{done} av {actions}"));
    }
    let controls: usize = plan.risks.iter().map(|risk| risk.controls.len()).sum();
    let results = [
        ("Kontroller utan anmärkning", ControlResult::Clean),
        ("Kontroller med anmärkning", ControlResult::Remark),
        ("Kontroller som inte är gjorda", ControlResult::NotMade),
    ];
    for (word, wanted) in results {
        let all = followup.controlled.iter().flat_map(|own| &own.controls);
        let count = all.filter(|own| own.result.as_ref().is_some_and(|result| result.value == wanted)).count();
        if controls > 0 {
            row(word.to_owned(), format!("{count} av {controls}"));
        }
    }
    if let Some(threshold) = plan.yardstick.threshold {
        let planned = plan.risks.iter().filter(|risk| risk.value().is_some_and(|value| value >= threshold)).count();
        let now = said().filter(|(risk, said)| {
            let value = said.and_then(Controlled::value).or_else(|| risk.value());
            value.is_some_and(|value| value >= threshold)
        });
        row(format!("Risker med värdet {threshold} eller mer i planen"), planned.to_string());
        row(format!("Risker med värdet {threshold} eller mer nu"), now.count().to_string());
    }
    Some(Block::Table(grid.finish(Vec::new())))
}
