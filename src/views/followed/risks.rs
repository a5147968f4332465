//! The internal-control plan with what was done: actions, controls, and how the risks are judged now.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::model::followup::{ControlResult, Controlled, Followup, Numbered};
use crate::model::kind::ThingKind;
use crate::model::risks::Risk;
use crate::source::Spanned;
use crate::views::followed::grid::{self, Grid, Head};
use crate::views::writing::Writing;

/// All risks; nothing when there are none.
pub fn table(writing: &mut Writing<'_>, followup: &Followup) -> Option<Block> {
    let plan = writing.plan;
    if plan.risks.is_empty() {
        return None;
    }
    let anchor = writing.numbering.anchors.give("tabell-internkontrollplan");
    let has_controls = plan.risks.iter().any(|risk| !risk.controls.is_empty());
    let is_valued = plan.risks.iter().any(|risk| risk.value().is_some());
    let said = |risk: &Risk| followup.risk(&risk.id.value);
    let mut heads: Vec<Head<'_>> = vec![("Risk", false), ("Åtgärder", false)];
    heads.extend(has_controls.then_some(("Kontroller", false)));
    if is_valued {
        heads.extend([("Riskvärde i planen", true), ("Riskvärde nu", true)]);
    }
    let mut grid = Grid::new(TableKind::Risks, &anchor, "Uppföljning av internkontrollplanen", &heads);
    for risk in &plan.risks {
        let said = said(risk);
        let mut cells = vec![actions(risk, said)];
        cells.extend(has_controls.then(|| controls(risk, said)));
        if is_valued {
            cells.push(risk.value().map_or_else(Cell::empty, |value| Cell::count(value.to_string())));
            cells.push(now(said));
        }
        let names = grid::answered(&writing.names(&risk.responsible));
        let name = Inline::Strong { content: vec![Inline::text(&risk.activity.value)] };
        let comment = said.and_then(|said| said.text.as_ref().or(said.dropped.as_ref()));
        let comment = comment.map(|text| grid::labelled("Kommentar", text));
        let head = [vec![name], vec![Inline::text(&risk.text.value)]].into_iter().chain(names).chain(comment);
        let head = grid::lines(head);
        let place = writing.place(ThingKind::Risk, &risk.id);
        grid.row(Some((place, &risk.id.value)), head, cells, 0);
    }
    Some(Block::Table(grid.finish(Vec::new())))
}

fn actions(risk: &Risk, said: Option<&Controlled>) -> Cell {
    let items = risk.actions.iter().enumerate().map(|(at, action)| {
        let own = said.and_then(|said| numbered(&said.actions, at));
        item(&action.text, own, said, grid::progress)
    });
    if risk.actions.is_empty() { Cell::dash() } else { Cell::items(items.collect()) }
}

fn controls(risk: &Risk, said: Option<&Controlled>) -> Cell {
    let items = risk.controls.iter().enumerate().map(|(at, control)| {
        let own = said.and_then(|said| numbered(&said.controls, at));
        let told = |result: ControlResult| grid::shaped(result.shape(), &grid::whole(result.word()));
        item(&control.text, own, said, told)
    });
    if risk.controls.is_empty() { Cell::dash() } else { Cell::items(items.collect()) }
}

/// What is said of the action or control at a place.
pub fn numbered<T>(said: &[Numbered<T>], at: usize) -> Option<&Numbered<T>> {
    said.iter().find(|own| own.number.value == at + 1)
}

/// An action or a control after what became of it: `✓ Klart: Utbilda alla. Hölls i maj.`
fn item<T: Copy>(
    text: &Spanned<String>,
    own: Option<&Numbered<T>>,
    said: Option<&Controlled>,
    told: impl Fn(T) -> String,
) -> Vec<Inline> {
    let result = own.and_then(|own| own.result.as_ref());
    let word = match result {
        Some(result) => told(result.value),
        None if said.is_some_and(|said| said.dropped.is_some()) => grid::not_followed(),
        None => "Saknas".to_owned(),
    };
    let comment = own.and_then(|own| own.text.as_ref()).map(|text| format!(" {}", text.value)).unwrap_or_default();
    let what = text.value.trim_end_matches('.');
    vec![Inline::Strong { content: vec![Inline::text(format!("{word}:"))] }, Inline::text(format!(" {what}.{comment}"))]
}

fn now(said: Option<&Controlled>) -> Cell {
    match said {
        Some(said) if said.value().is_some() => Cell::count(said.value().unwrap_or_default().to_string()),
        Some(said) if said.dropped.is_some() => Cell::dash(),
        _ => grid::missing(),
    }
}
