//! A goal's measures with the outcome of the report's period: against the target, and against the same period last year.

use crate::document::table::{Cell, TableKind};
use crate::document::{Block, Inline};
use crate::followup::judgement;
use crate::model::followup::{Followup, Measured};
use crate::model::goals::{Goal, Measure, Outcome};
use crate::model::kind::ThingKind;
use crate::quantity::period::names;
use crate::quantity::period::{Period, PeriodKind};
use crate::source::Spanned;
use crate::swedish::capitalised;
use crate::views::followed::grid::{self, Grid, Head};
use crate::views::measures::{caption, of_outcome, own_target, status, told, unit_in_head};
use crate::views::writing::Writing;

/// How the trend is decided.
const TREND: &str = "Trend: utfallet jämfört med samma period förra året. Pilen visar om värdet har gått upp eller ned, \
    och ordet om det är åt rätt håll.";

/// A goal's measures; nothing when it has none.
pub fn table(writing: &mut Writing<'_>, goal: &Goal, followup: &Followup) -> Option<Block> {
    if goal.measures.is_empty() {
        return None;
    }
    let anchor = writing.numbering.anchors.give(&format!("tabell-styrtal-{}", goal.id.value));
    let said: Vec<Option<&Measured>> =
        goal.measures.iter().map(|measure| followup.measure(&measure.id.value)).collect();
    let is_compared = said.iter().flatten().any(|said| said.before.is_some());
    let period = followup.period.value;
    let outcome = capitalised(&names::name(period));
    let before = capitalised(&names::name(Period { kind: Some(PeriodKind::Outcome), ..period.moved(-1) }));
    let mut heads: Vec<Head<'_>> = vec![("Styrtal", false), ("Målvärde", true), (&outcome, true)];
    if is_compared {
        heads.extend([(before.as_str(), true), ("Trend", false)]);
    }
    heads.push(("Läge", false));
    let mut grid = Grid::new(TableKind::Measures, &anchor, &caption(goal), &heads);
    for (measure, said) in goal.measures.iter().zip(said) {
        let mut cells = vec![own_target(measure), became(measure, said)];
        if is_compared {
            cells.extend(compared(measure, said));
        }
        cells.push(standing(measure, said, followup));
        let place = writing.place(ThingKind::Measure, &measure.id);
        grid.row(Some((place, &measure.id.value)), head(writing, measure), cells, 0);
    }
    Some(Block::Table(grid.finish(is_compared.then(|| TREND.to_owned()).into_iter().collect()).aligned()))
}

fn head(writing: &Writing<'_>, measure: &Measure) -> Vec<Inline> {
    let number = measure.number.as_ref().map(|number| format!("{}. ", number.value)).unwrap_or_default();
    let name = format!("{number}{}{}", measure.name.value, unit_in_head(measure));
    let responsible = grid::answered(&writing.names(&measure.responsible));
    grid::lines(std::iter::once(vec![Inline::Strong { content: vec![Inline::text(name)] }]).chain(responsible))
}

/// The outcome of the period, of all and of parts.
fn became(measure: &Measure, said: Option<&Measured>) -> Cell {
    match said {
        Some(said) if said.is_known() => {
            let year = Spanned::new(0, said.id.span.clone());
            of_outcome(measure, &Outcome { year, value: said.value.clone(), split: said.split.clone() })
        }
        Some(Measured { dropped: Some(_), .. }) => Cell::dash(),
        _ => grid::missing(),
    }
}

/// The outcome of the same period last year, and where the measure has gone since.
fn compared(measure: &Measure, said: Option<&Measured>) -> [Cell; 2] {
    let Some(before) = said.and_then(|said| said.before.as_ref()) else { return [Cell::empty(), Cell::empty()] };
    let year = Spanned::new(0, before.span.clone());
    let cell = of_outcome(measure, &Outcome { year, value: Some(before.clone()), split: Vec::new() });
    let now = said.and_then(|said| said.value.as_ref());
    let trend = now.and_then(|now| measure.moved(before.value, now.value));
    [cell, trend.map_or_else(Cell::empty, |trend| Cell::text(vec![Inline::text(told(trend))]))]
}

/// Whether the target is met, in a shape and words, and what is said of it.
fn standing(measure: &Measure, said: Option<&Measured>, followup: &Followup) -> Cell {
    let known = said.is_some_and(Measured::is_known);
    let text = match judgement::meets(measure, followup) {
        Some(true) => grid::shaped('●', "Når målvärdet"),
        Some(false) => grid::shaped('○', "Når inte målvärdet"),
        None if said.is_some_and(|said| said.dropped.is_some()) => grid::not_followed(),
        None if known || !measure.has_target() => grid::shaped('□', &status(measure)),
        None => grid::shaped('□', "Kan inte bedömas"),
    };
    let texts = said.into_iter().flat_map(|said| said.text.iter().chain(&said.dropped));
    Cell::text(grid::lines(std::iter::once(vec![Inline::text(text)]).chain(texts.map(grid::written))))
}
