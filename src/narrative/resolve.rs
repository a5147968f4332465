//! What a call in narrative means: a figure, a name, a link, or a block.

use crate::charts;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::{Block, Inline, ListItem};
use crate::figures::{CellId, Figures};
use crate::followup::report::in_words;
use crate::model::goals::Goal;
use crate::model::kind::ThingKind;
use crate::narrative::amounts;
use crate::narrative::functions::FUNCTIONS;
use crate::narrative::references;
use crate::read::organisation;
use crate::source::Spanned;
use crate::source::characters::visible;
use crate::views::call_site::{Call, CallSite, find_table, goal};
use crate::views::cards::goal_title;
use crate::views::writing::Writing;
use crate::views::{cards, figure_table, followed, measures, risks};

/// Reports arguments that a function does not know.
pub fn check_arguments(writing: &mut Writing<'_>, site: &CallSite<'_>) {
    let Some((_, known)) = FUNCTIONS.iter().find(|(name, _)| *name == site.call.name) else { return };
    for (key, _) in site.call.arguments.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        writing.problems.push(
            Diagnostic::error("okänt-argument", format!("{}(…) har inget argument \"{key}\"", site.call.name))
                .at(&site.key_span(key))
                .maybe_hint(did_you_mean(key, known.iter().copied()))
                .hint(if known.is_empty() {
                    "funktionen tar inga argument".to_owned()
                } else {
                    format!("argument: {}", known.join(", "))
                }),
        );
    }
}

/// The cells that a call prints or compares.
pub fn cells(figures: &Figures, call: &Call) -> Vec<CellId> {
    let parts = |address: &str| visible(address).split('.').map(str::to_owned).collect::<Vec<_>>();
    let named = ["cell", "mot"].into_iter().filter_map(|key| call.argument(key));
    named.filter_map(|address| figures.find(&parts(address), None).ok()).collect()
}

/// The inline content of a call; nothing when it cannot be resolved, which is then a problem.
pub fn inline(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Vec<Inline> {
    check_arguments(writing, site);
    let identity = &writing.plan.identity;
    let found = match site.call.name {
        "namnd" => Some(vec![Inline::text(&identity.board)]),
        "forvaltning" => Some(vec![Inline::text(&identity.administration)]),
        "organisation" => Some(vec![Inline::text(&identity.organisation)]),
        "belopp" => cell(writing, site, "cell").and_then(|cell| amounts::figure(writing, site, cell, None)),
        "skillnad" => match (cell(writing, site, "cell"), cell(writing, site, "mot")) {
            (Some(cell), Some(base)) => amounts::figure(writing, site, cell, Some(base)),
            _ => None,
        },
        "antal" => amounts::count(writing, site),
        "period" => period(writing, site),
        "namn" => unit_name(writing, site),
        "rubrik" => goal(writing, site, "id").map(|goal| vec![Inline::text(goal_title(goal))]),
        "se" => references::see(writing, site),
        _ => None,
    };
    found.unwrap_or_default()
}

/// The blocks of a call that stands alone.
pub fn blocks(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Vec<Block> {
    check_arguments(writing, site);
    let key = format!("{} {:?}", site.call.name, site.call.arguments);
    if site.call.name != "omraden"
        && let Some(first) = writing.found.shown.insert(key, site.span.clone())
    {
        writing.problems.push(
            Diagnostic::error("visas-två-gånger", format!("{}(…) visas två gånger", site.call.name))
                .at(&site.span)
                .also(&first, "första gången här")
                .hint("ta bort den ena, eller hänvisa med {{ se(…) }}"),
        );
        return Vec::new();
    }
    let followup = writing.plan.followup.clone();
    match site.call.name {
        name if followed::CALLS.contains(&name) => match &followup {
            Some(followup) => followed::own(writing, site, followup),
            None => only_in_reports(writing, site),
        },
        "tabell" => table(writing, site),
        "diagram" => charts::charts(writing, site),
        "risker" => match &followup {
            Some(followup) => followed::risks::table(writing, followup).into_iter().collect(),
            None => risks::table(writing, site).into_iter().collect(),
        },
        "omraden" => units(writing),
        name => match (ThingKind::shown_by(name), goal(writing, site, "malomrade")) {
            (Some(kind), Some(goal)) => of_goal(writing, site, kind, goal),
            _ => Vec::new(),
        },
    }
}

fn of_goal(writing: &mut Writing<'_>, site: &CallSite<'_>, kind: ThingKind, goal: &Goal) -> Vec<Block> {
    let found = match (kind, writing.plan.followup.clone()) {
        (kind, Some(followup)) => followed::of_goal(writing, goal, kind, &followup),
        (ThingKind::Measure, None) => measures::table(writing, goal),
        (kind, None) => cards::cards(writing, goal, kind),
    };
    let name = site.call.name;
    if found.is_none() {
        writing.problems.push(
            Diagnostic::error("inget-att-visa", format!("målet \"{}\" har inga {name}", goal.id.value))
                .at(&site.span)
                .also(&goal.id.span, "målet står här")
                .hint(format!("ta bort {{{{ {name}(…) }}}} eller lägg till {name} i malomraden.yaml")),
        );
    }
    found.into_iter().collect()
}

/// Tells of a call that only a report has.
fn only_in_reports(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Vec<Block> {
    writing.problems.push(
        Diagnostic::error("gäller-bara-rapport", format!("{}(…) finns bara i rapporter", site.call.name))
            .at(&site.span)
            .hint("en rapport är en mapp med rapport.yaml under planens mapp uppföljning"),
    );
    Vec::new()
}

/// The time of a report in words: `januari–augusti 2025`.
fn period(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Vec<Inline>> {
    let Some(followup) = &writing.plan.followup else {
        only_in_reports(writing, site);
        return None;
    };
    Some(vec![Inline::text(in_words(followup.period.value))])
}

fn table(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Vec<Block> {
    let found = site.require("id", &mut writing.problems).and_then(|id| find_table(writing, site, &id));
    found.map(|(table, sheet)| Block::Table(figure_table::table(writing, table, sheet))).into_iter().collect()
}

fn units(writing: &Writing<'_>) -> Vec<Block> {
    let items = writing
        .plan
        .organisation
        .units
        .iter()
        .map(|unit| ListItem { blocks: vec![Block::Paragraph { content: vec![Inline::text(&unit.name.value)] }] });
    vec![Block::List { ordered: false, start: 1, items: items.collect() }]
}

fn cell(writing: &mut Writing<'_>, site: &CallSite<'_>, key: &str) -> Option<CellId> {
    let address = site.require(key, &mut writing.problems)?;
    let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
    match writing.figures.find(&parts, None) {
        Ok(cell) => Some(cell),
        Err(unknown) => {
            if !writing.plan.incomplete {
                writing.problems.push(
                    Diagnostic::error("okänd-cell", format!("cellen \"{address}\" finns inte: {}", unknown.message))
                        .at(&site.argument_span(&address))
                        .hint(unknown.hint),
                );
            }
            None
        }
    }
}

fn unit_name(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Vec<Inline>> {
    let id = site.require("omrade", &mut writing.problems)?;
    if let Some(unit) = writing.plan.organisation.unit(&id) {
        return Some(vec![Inline::text(&unit.name.value)]);
    }
    if writing.plan.organisation.broken {
        return None;
    }
    let span = site.argument_span(&id);
    writing.problems.push(organisation::unknown(&writing.plan.organisation, &Spanned::new(id, span)));
    None
}
