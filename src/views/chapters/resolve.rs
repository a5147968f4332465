//! What a call in narrative means: a figure, a name, a link, or a block.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::amount::{Amount, round};
use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::figures::{CellId, Value};
use crate::model::goals::Goal;
use crate::source::Span;
use crate::swedish;
use crate::unit::Unit;
use crate::views::chapters::Desk;
use crate::views::chapters::calls::{Call, FUNCTIONS};
use crate::views::chapters::links::{ASSIGNMENT, GOAL, MEASURE, RISK, TABLE};
use crate::views::document::{Block, Inline, ListItem};
use crate::views::{cards, figure_table, measures, risks};

/// Functions whose result stands alone in its paragraph.
pub const BLOCKS: &[&str] = &["tabell", "uppdrag", "styrtal", "aktiviteter", "indikatorer", "risker", "omraden"];

/// A call at its place.
pub struct Site<'a> {
    /// The call.
    pub call: &'a Call,
    /// The whole tag in the chapter.
    pub span: Span,
}

impl Site<'_> {
    /// The place of an argument's value within the tag.
    fn argument_span(&self, value: &str) -> Span {
        let quoted = |quote: char| self.span.text().find(&format!("{quote}{value}{quote}")).map(|at| at + 1);
        self.within(quoted('"').or_else(|| quoted('\'')).filter(|_| !value.is_empty()), value)
    }

    /// The place of an argument's name within the tag.
    fn key_span(&self, key: &str) -> Span {
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
    fn require(&self, key: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
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
    fn flag(&self, key: &str, problems: &mut Vec<Diagnostic>) -> bool {
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

/// The inline content of a call; nothing when it cannot be resolved, which is then a problem.
pub fn inline(desk: &mut Desk<'_>, site: &Site<'_>) -> Vec<Inline> {
    check_arguments(desk, site);
    let identity = &desk.plan.identity;
    let found = match site.call.name {
        "namnd" => Some(vec![Inline::text(&identity.board)]),
        "forvaltning" => Some(vec![Inline::text(&identity.administration)]),
        "organisation" => Some(vec![Inline::text(&identity.organisation)]),
        "belopp" => cell(desk, site, "cell").and_then(|cell| figure(desk, site, cell, None)),
        "skillnad" => match (cell(desk, site, "cell"), cell(desk, site, "mot")) {
            (Some(cell), Some(base)) => figure(desk, site, cell, Some(base)),
            _ => None,
        },
        "antal" => count(desk, site),
        "namn" => unit_name(desk, site),
        "rubrik" => goal(desk, site, "id").map(|goal| vec![Inline::text(goal_title(goal))]),
        "se" => see(desk, site),
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
    let Some(id) = site.require("id", &mut desk.problems) else { return Vec::new() };
    let found = desk.plan.tables.iter().zip(&desk.figures.sheets).find(|(table, _)| table.id.value == id);
    let Some((table, sheet)) = found else {
        let ids = || desk.plan.tables.iter().map(|table| table.id.value.as_str());
        if !desk.plan.incomplete {
            desk.problems.push(
                Diagnostic::error("okänd-tabell", format!("tabellen \"{id}\" finns inte"))
                    .at(&site.argument_span(&id))
                    .hint(did_you_mean(&id, ids()).unwrap_or_else(|| format!("tabeller: {}", list_names(ids())))),
            );
        }
        return Vec::new();
    };
    vec![Block::Table(figure_table::table(desk, table, sheet))]
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

/// A figure, or the change from `base` to it.
fn figure(desk: &mut Desk<'_>, site: &Site<'_>, cell: CellId, base: Option<CellId>) -> Option<Vec<Inline>> {
    let [percent, absolute, approximate] =
        ["procent", "absolut", "ungefar"].map(|key| site.flag(key, &mut desk.problems));
    let figure = &desk.figures.cells[cell];
    let problem =
        |text: String, hint: &str| Diagnostic::error("inget-belopp", text).at(&site.span).hint(hint.to_owned());
    for cell in [Some(cell), base].into_iter().flatten() {
        if matches!(desk.figures.cells[cell].value, Value::Empty | Value::Dash) {
            let address = desk.figures.address(cell);
            let problem = problem(format!("cellen \"{address}\" är tom"), "fyll i cellen eller skriv om meningen")
                .also(&desk.figures.cells[cell].span, "cellen står här");
            desk.problems.push(problem);
        }
    }
    // A failed cell was reported where it failed.
    let amount = figure.amount()?.clone();
    let changed = match base.map(|base| desk.figures.cells[base].amount().cloned()) {
        None => Ok(amount),
        Some(None) => return None,
        Some(Some(base)) => change(&amount, &base, percent),
    };
    let converted = changed.and_then(|amount| match site.call.argument("enhet") {
        Some(unit) => amount.converted(&Unit::parse(unit)),
        None => Ok(amount),
    });
    let Ok(mut amount) = converted else {
        desk.problems.push(problem(
            format!("\"{}\" kan inte räknas om till den enheten", desk.figures.address(cell)),
            "bara kr, tkr, mnkr och mdkr kan räknas om till varandra",
        ));
        return None;
    };
    if absolute {
        amount = amount.absolute();
    }
    let default = if approximate { 0 } else { figure.decimals };
    let decimals = site.call.argument("decimaler").map_or(Some(default), |text| text.parse().ok().filter(|d| *d <= 6));
    let form = site.call.argument("form").unwrap_or("kort");
    let (Some(decimals), "kort" | "ord" | "tal") = (decimals, form) else {
        desk.problems.push(problem(
            format!("{}(…) har ett ogiltigt värde för \"form\" eller \"decimaler\"", site.call.name),
            "form är \"kort\" (1,8 mnkr), \"ord\" (1,8 miljoner kronor) eller \"tal\" (1,8); decimaler är 0 till 6",
        ));
        return None;
    };
    let number = match form {
        "ord" => swedish::amount_in_words(&amount, decimals),
        "tal" => swedish::number(amount.value, decimals),
        _ => swedish::amount(&amount, decimals),
    };
    let word = if approximate { approximation(amount.value, decimals) } else { "" };
    Some(vec![Inline::Figure {
        text: format!("{word}{number}"),
        exact: amount.value.normalize().to_string(),
        address: desk.figures.address(cell),
    }])
}

fn change(amount: &Amount, base: &Amount, percent: bool) -> Result<Amount, crate::amount::AmountError> {
    let difference = amount.minus(base)?;
    if !percent {
        return Ok(difference);
    }
    let hundred = Amount::number(Decimal::ONE_HUNDRED);
    let ratio = difference.divided_by(&base.absolute())?.times(&hundred)?;
    Ok(Amount { unit: Unit::Percent, ..ratio })
}

/// `drygt` when rounding takes away, `knappt` when it adds.
fn approximation(value: Decimal, decimals: u32) -> &'static str {
    match round(value, decimals).abs().cmp(&value.abs()) {
        std::cmp::Ordering::Less => "drygt ",
        std::cmp::Ordering::Greater => "knappt ",
        std::cmp::Ordering::Equal => "",
    }
}

fn count(desk: &mut Desk<'_>, site: &Site<'_>) -> Option<Vec<Inline>> {
    const KINDS: &[&str] =
        &["områden", "risker", "åtgärder", "mål", "styrtal", "uppdrag", "nämnduppdrag", "aktiviteter"];
    let what = site.require("vad", &mut desk.problems)?;
    let plan = desk.plan;
    let goals = plan.all_goals();
    let n = match what.as_str() {
        "områden" => plan.organisation.units.len(),
        "risker" => plan.risks.len(),
        "åtgärder" => plan.risks.iter().map(|risk| risk.actions.len()).sum(),
        "mål" => goals.len(),
        "styrtal" => goals.iter().map(|goal| goal.measures.len()).sum(),
        "uppdrag" => goals.iter().map(|goal| goal.assignments.len()).sum(),
        "nämnduppdrag" => goals.iter().flat_map(|goal| &goal.assignments).filter(|a| a.number.is_none()).count(),
        "aktiviteter" => goals.iter().map(|goal| goal.activities.len()).sum(),
        _ => {
            desk.problems.push(
                Diagnostic::error("okänt-värde", format!("\"{what}\" går inte att räkna"))
                    .at(&site.argument_span(&what))
                    .hint(
                        did_you_mean(&what, KINDS.iter().copied())
                            .unwrap_or_else(|| format!("går att räkna: {}", KINDS.join(", "))),
                    ),
            );
            return None;
        }
    };
    Some(vec![Inline::Figure { text: swedish::count(n), exact: n.to_string(), address: what }])
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

fn goal<'a>(desk: &mut Desk<'a>, site: &Site<'_>, key: &str) -> Option<&'a Goal> {
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

/// `Målsättning 5: Forskning …`
pub fn goal_title(goal: &Goal) -> String {
    let number = goal.number.as_ref().map(|number| number.value.to_string());
    let label: Vec<&str> = goal.kind.as_deref().into_iter().chain(number.as_deref()).collect();
    if label.is_empty() { goal.name.value.clone() } else { format!("{}: {}", label.join("\u{a0}"), goal.name.value) }
}

/// A cross-reference: a link with the thing's name.
fn see(desk: &mut Desk<'_>, site: &Site<'_>) -> Option<Vec<Inline>> {
    let [(key, id)] = site.call.arguments.as_slice() else {
        desk.problems.push(
            Diagnostic::error("argument-saknas", "se(…) tar ett argument")
                .at(&site.span)
                .hint("skriv till exempel {{ se(tabell=\"driftbudget\") }} eller {{ se(uppdrag=\"31\") }}"),
        );
        return None;
    };
    let id: String = id.nfc().collect();
    let plan = desk.plan;
    let goals = plan.all_goals();
    let measure = || goals.iter().flat_map(|goal| &goal.measures).find(|measure| measure.id.value == id);
    let assignment = || goals.iter().flat_map(|goal| &goal.assignments).find(|assignment| assignment.id.value == id);
    let (kind, text) = match key.as_str() {
        "tabell" => (TABLE, plan.table(&id).map(|table| format!("tabellen ”{}”", table.caption.value))),
        "uppdrag" => (
            ASSIGNMENT,
            assignment().map(|found| {
                found.number.as_ref().map_or_else(
                    || format!("nämnduppdraget ”{}”", found.text.value),
                    |number| format!("uppdrag\u{a0}{}", number.value),
                )
            }),
        ),
        "styrtal" => (MEASURE, measure().map(|measure| format!("styrtalet ”{}”", measure.name.value))),
        "risk" => (
            RISK,
            plan.risks
                .iter()
                .find(|risk| risk.id.value == id)
                .map(|risk| format!("risken inom {}", risk.activity.value)),
        ),
        "mal" => (GOAL, plan.goal(&id).map(goal_title)),
        _ => (
            "",
            desk.numbers.get(&id).map(|(number, _)| {
                if let Some(n) = number.strip_prefix("Bilaga ") {
                    format!("bilaga\u{a0}{n}")
                } else {
                    format!("kapitel\u{a0}{number}")
                }
            }),
        ),
    };
    let target = match kind {
        "" => desk.numbers.get(&id).map(|(_, anchor)| anchor.clone()),
        kind => desk.objects.get(&(kind, id.clone())).cloned(),
    };
    let (Some(text), Some(target)) = (text, target) else {
        if !plan.incomplete {
            let known: Vec<String> = match kind {
                "" => desk.numbers.keys().cloned().collect(),
                kind => desk.objects.keys().filter(|(k, _)| *k == kind).map(|(_, id)| id.clone()).collect(),
            };
            desk.problems.push(
                Diagnostic::error("okänd-hänvisning", format!("{key} \"{id}\" finns inte"))
                    .at(&site.argument_span(&id))
                    .maybe_hint(did_you_mean(&id, known.iter().map(String::as_str))),
            );
        }
        return None;
    };
    desk.links.push((target.clone(), site.span.clone()));
    Some(vec![Inline::Link { target, internal: true, content: vec![Inline::text(text)] }])
}
