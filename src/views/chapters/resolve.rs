//! What a call in narrative means: a figure, a name, a link, or a block.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::figures::{CellId, Figures, Sheet};
use crate::model::goals::Goal;
use crate::model::table::Table;
use crate::source::Span;
use crate::views::cards::goal_title;
use crate::views::chapters::calls::Call;
use crate::views::chapters::functions::FUNCTIONS;
use crate::views::chapters::{amounts, references};
use crate::views::desk::Desk;
use crate::views::document::{Block, Inline, ListItem};
use crate::views::{cards, charts, figure_table, measures, risks};

/// A call at its place.
pub struct Site<'a> {
    /// The call.
    pub call: &'a Call,
    /// The whole tag in the chapter.
    pub span: Span,
}

impl Site<'_> {
    /// The place of an argument's value within the tag.
    pub fn argument_span(&self, value: &str) -> Span {
        let quoted = |quote: char| self.span.text().find(&format!("{quote}{value}{quote}")).map(|at| at + 1);
        self.within(quoted('"').or_else(|| quoted('\'')).filter(|_| !value.is_empty()), value)
    }

    /// The place of one of the values that an argument lists between commas.
    pub fn part_span(&self, part: &str) -> Span {
        let text = self.span.text();
        let ends = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
        let alone = |at: &usize| ends(text[..*at].chars().next_back()) && ends(text[at + part.len()..].chars().next());
        self.within(text.match_indices(part).map(|(at, _)| at).find(alone), part)
    }

    /// The place of an argument's name within the tag.
    pub fn key_span(&self, key: &str) -> Span {
        let text = self.span.text();
        let place =
            text.match_indices(key).map(|(at, _)| at).find(|at| text[at + key.len()..].trim_start().starts_with('='));
        self.within(place, key)
    }

    fn within(&self, at: Option<usize>, text: &str) -> Span {
        let Some(at) = at else { return self.span.clone() };
        let start = self.span.range.start + at;
        self.span.file.span(start..start + text.len())
    }

    /// An argument that has to be there.
    pub fn require(&self, key: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        let found = self.call.argument(key).map(|text| text.nfc().collect());
        if found.is_none() {
            problems.push(
                Diagnostic::error("argument-saknas", format!("{}(…) saknar \"{key}\"", self.call.name))
                    .at(&self.span)
                    .hint(format!("skriv {{{{ {}({key}=\"…\") }}}}", self.call.name)),
            );
        }
        found
    }

    /// An argument that is `true` or `false`; absent is false.
    pub fn flag(&self, key: &str, problems: &mut Vec<Diagnostic>) -> bool {
        match self.call.argument(key) {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                problems.push(
                    Diagnostic::error("okänt-värde", format!("\"{other}\" är inte ett giltigt värde för \"{key}\""))
                        .at(&self.argument_span(other))
                        .hint(format!("skriv {key}=true, utan citattecken")),
                );
                false
            }
        }
    }
}

/// Reports arguments that a function does not know.
pub fn check_arguments(desk: &mut Desk<'_>, site: &Site<'_>) {
    let Some((_, known)) = FUNCTIONS.iter().find(|(name, _)| *name == site.call.name) else { return };
    for (key, _) in site.call.arguments.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        desk.problems.push(
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
    let parts = |address: &str| address.nfc().collect::<String>().split('.').map(str::to_owned).collect::<Vec<_>>();
    let named = ["cell", "mot"].into_iter().filter_map(|key| call.argument(key));
    named.filter_map(|address| figures.find(&parts(address), None).ok()).collect()
}

/// The inline content of a call; nothing when it cannot be resolved, which is then a problem.
pub fn inline(desk: &mut Desk<'_>, site: &Site<'_>) -> Vec<Inline> {
    check_arguments(desk, site);
    let identity = &desk.plan.identity;
    let found = match site.call.name {
        "namnd" => Some(vec![Inline::text(&identity.board)]),
        "forvaltning" => Some(vec![Inline::text(&identity.administration)]),
        "organisation" => Some(vec![Inline::text(&identity.organisation)]),
        "belopp" => cell(desk, site, "cell").and_then(|cell| amounts::figure(desk, site, cell, None)),
        "skillnad" => match (cell(desk, site, "cell"), cell(desk, site, "mot")) {
            (Some(cell), Some(base)) => amounts::figure(desk, site, cell, Some(base)),
            _ => None,
        },
        "antal" => amounts::count(desk, site),
        "namn" => unit_name(desk, site),
        "rubrik" => goal(desk, site, "id").map(|goal| vec![Inline::text(goal_title(goal))]),
        "se" => references::see(desk, site),
        _ => None,
    };
    found.unwrap_or_default()
}

/// The blocks of a call that stands alone.
pub fn blocks(desk: &mut Desk<'_>, site: &Site<'_>) -> Vec<Block> {
    check_arguments(desk, site);
    let key = format!("{} {:?}", site.call.name, site.call.arguments);
    if site.call.name != "omraden"
        && let Some(first) = desk.shown.insert(key, site.span.clone())
    {
        desk.problems.push(
            Diagnostic::error("visas-två-gånger", format!("{}(…) visas två gånger", site.call.name))
                .at(&site.span)
                .also(&first, "första gången här")
                .hint("ta bort den ena, eller hänvisa med {{ se(…) }}"),
        );
        return Vec::new();
    }
    match site.call.name {
        "tabell" => table(desk, site),
        "diagram" => charts::charts(desk, site),
        "risker" => risks::table(desk).into_iter().collect(),
        "omraden" => units(desk),
        name => match goal(desk, site, "malomrade") {
            Some(goal) => of_goal(desk, site, name, goal),
            None => Vec::new(),
        },
    }
}

fn of_goal(desk: &mut Desk<'_>, site: &Site<'_>, name: &str, goal: &Goal) -> Vec<Block> {
    let found = match name {
        "uppdrag" => cards::assignments(desk, goal),
        "styrtal" => measures::table(desk, goal),
        "aktiviteter" => cards::activities(desk, goal),
        _ => cards::indicators(desk, goal),
    };
    if found.is_none() {
        desk.problems.push(
            Diagnostic::error("inget-att-visa", format!("målet \"{}\" har inga {name}", goal.id.value))
                .at(&site.span)
                .also(&goal.id.span, "målet står här")
                .hint(format!("ta bort {{{{ {name}(…) }}}} eller lägg till {name} i malomraden.yaml")),
        );
    }
    found.into_iter().collect()
}

fn table(desk: &mut Desk<'_>, site: &Site<'_>) -> Vec<Block> {
    let found = site.require("id", &mut desk.problems).and_then(|id| find_table(desk, site, &id));
    found.map(|(table, sheet)| Block::Table(figure_table::table(desk, table, sheet))).into_iter().collect()
}

/// The table with an id, as written and as computed; an unknown one is a problem.
pub fn find_table<'a>(desk: &mut Desk<'a>, site: &Site<'_>, id: &str) -> Option<(&'a Table, &'a Sheet)> {
    let (plan, figures) = (desk.plan, desk.figures);
    let found = plan.tables.iter().zip(&figures.sheets).find(|(table, _)| table.id.value == id);
    if found.is_none() && !plan.incomplete {
        let ids = || plan.tables.iter().map(|table| table.id.value.as_str());
        desk.problems.push(
            Diagnostic::error("okänd-tabell", format!("tabellen \"{id}\" finns inte"))
                .at(&site.argument_span(id))
                .hint(did_you_mean(id, ids()).unwrap_or_else(|| format!("tabeller: {}", list_names(ids())))),
        );
    }
    found
}

fn units(desk: &Desk<'_>) -> Vec<Block> {
    let items = desk
        .plan
        .organisation
        .units
        .iter()
        .map(|unit| ListItem { blocks: vec![Block::Paragraph { content: vec![Inline::text(&unit.name.value)] }] });
    vec![Block::List { ordered: false, start: 1, items: items.collect() }]
}

fn cell(desk: &mut Desk<'_>, site: &Site<'_>, key: &str) -> Option<CellId> {
    let address = site.require(key, &mut desk.problems)?;
    let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
    match desk.figures.find(&parts, None) {
        Ok(cell) => Some(cell),
        Err(unknown) => {
            if !desk.plan.incomplete {
                desk.problems.push(
                    Diagnostic::error("okänd-cell", format!("cellen \"{address}\" finns inte: {}", unknown.message))
                        .at(&site.argument_span(&address))
                        .hint(unknown.hint),
                );
            }
            None
        }
    }
}

fn unit_name(desk: &mut Desk<'_>, site: &Site<'_>) -> Option<Vec<Inline>> {
    let id = site.require("omrade", &mut desk.problems)?;
    if let Some(unit) = desk.plan.organisation.unit(&id) {
        return Some(vec![Inline::text(&unit.name.value)]);
    }
    if desk.plan.organisation.broken {
        return None;
    }
    let span = site.argument_span(&id);
    desk.problems.push(desk.plan.organisation.unknown(&crate::source::Spanned::new(id, span)));
    None
}

/// The goal that an argument names; an unknown one is a problem.
pub fn goal<'a>(desk: &mut Desk<'a>, site: &Site<'_>, key: &str) -> Option<&'a Goal> {
    let id = site.require(key, &mut desk.problems)?;
    let plan = desk.plan;
    let found = plan.goal(&id);
    if found.is_none() && !plan.incomplete {
        let goals = plan.all_goals();
        let ids = || goals.iter().map(|goal| goal.id.value.as_str());
        desk.problems.push(
            Diagnostic::error("okänt-mål", format!("målet \"{id}\" finns inte i malomraden.yaml"))
                .at(&site.argument_span(&id))
                .hint(did_you_mean(&id, ids()).unwrap_or_else(|| format!("mål: {}", list_names(ids())))),
        );
    }
    found
}
