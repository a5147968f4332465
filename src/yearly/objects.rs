//! Goals, what belongs to them, and risks against last year's.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::Inline;
use crate::document::anchor::slug;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::model::goals::{Measure, Target};
use crate::model::kind::{Shown, ThingKind};
use crate::model::plan::Plan;
use crate::model::risks::Risk;
use crate::model::thing::{Says, Thing};
use crate::source::characters::visible;
use crate::source::{Id, Spanned};
use crate::swedish;
use crate::views::cards::label;
use crate::views::measures::target_text;
use crate::yearly::pairs::{Known, pair};
use crate::yearly::{Before, Kind, Listed, Standing, State};

/// Anchors by kind and id.
type Anchors = BTreeMap<(ThingKind, String), String>;

/// What a plan decides is listed first, then how it is followed up; other kinds as readers are told of them.
const FIRST: [ThingKind; 4] = [ThingKind::Goal, ThingKind::Assignment, ThingKind::Measure, ThingKind::Indicator];

/// The kinds in the order they are listed; tables of figures are compared by themselves.
fn compared() -> impl Iterator<Item = ThingKind> {
    let others = ThingKind::TOLD.into_iter().filter(|kind| !FIRST.contains(kind) && !kind.is_of_tables());
    FIRST.into_iter().chain(others)
}

/// A thing and what it is known by.
struct Own<'a> {
    thing: Thing<'a>,
    /// What it is called, for example `Uppdrag 31`.
    label: String,
    /// What else is said of it, by name.
    details: Vec<(String, Vec<String>)>,
    known: Known,
}

impl Own<'_> {
    /// Whether it may move among kinds: what was an indicator last year may be a measure now.
    fn is_followed_up(&self) -> bool {
        matches!(self.thing.kind.traits().shown, Shown::OfGoal(_))
    }
}

/// What each object is against last year, by anchor; the same by kind; and the kinds that were too many to be compared by
/// what they say.
pub fn compare(plan: &Plan, earlier: &Plan, anchors: &Anchors) -> (BTreeMap<String, Standing>, Vec<Kind>, Vec<String>) {
    let (now, before) = (things(plan), things(earlier));
    let (matched, untried) = matches(&now, &before);
    let years = (plan.identity.year, earlier.identity.year);
    let mut standings = BTreeMap::new();
    let mut kinds = Vec::new();
    for kind in compared() {
        let many = kind.traits().many;
        let mut list = Kind {
            name: swedish::capitalised(many),
            plural: many.to_owned(),
            anchor: format!("andringar-{}", slug(many)),
            ended_heading: format!("Avslutade {many}"),
            new: Vec::new(),
            changed: Vec::new(),
            continued: Vec::new(),
            ended: Vec::new(),
        };
        for (at, own) in now.iter().enumerate().filter(|(_, own)| own.thing.kind == kind) {
            let anchor = anchors.get(&(kind, own.thing.key().to_owned())).cloned();
            let standing = standing(own, matched[at].and_then(|found| before.get(found)), years);
            let listed = listed(own, anchor.clone());
            match standing.state {
                State::New => list.new.push(listed),
                State::Changed => list.changed.push(listed),
                State::Continued => list.continued.push(listed),
            }
            standings.extend(anchor.map(|anchor| (anchor, standing)));
        }
        let ended =
            before.iter().enumerate().filter(|(at, own)| own.thing.kind == kind && !matched.contains(&Some(*at)));
        list.ended = ended.map(|(_, own)| listed(own, None)).collect();
        if [&list.new, &list.changed, &list.continued, &list.ended].iter().any(|list| !list.is_empty()) {
            kinds.push(list);
        }
    }
    (standings, kinds, untried)
}

fn listed(own: &Own<'_>, anchor: Option<String>) -> Listed {
    Listed { anchor, label: own.label.clone(), text: own.thing.text.value.clone() }
}

/// How many objects of each kind are new, changed, continued and ended.
pub fn summary(kinds: &[Kind], earlier: i32) -> Table {
    const HEADS: [&str; 5] = ["Slag", "Nya", "Ändrade", "Fortsätter", "Avslutade"];
    let anchor = "tabell-andringar";
    let rows = kinds.iter().map(|kind| {
        let head = format!("{}-rad", kind.anchor);
        let lists = [&kind.new, &kind.changed, &kind.continued, &kind.ended];
        let cells = lists.iter().enumerate().map(|(at, list)| {
            let count = swedish::number(Decimal::from(list.len()), 0);
            Cell::count(count).headed(format!("{anchor}-kolumn{} {head}", at + 1))
        });
        let cells = cells.collect();
        Row::item(RowHead::new(head, vec![Inline::text(&kind.name)]), cells)
    });
    let head = HEADS
        .iter()
        .enumerate()
        .map(|(at, text)| HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]).numeric(at > 0));
    Table {
        columns: (0..HEADS.len()).map(|at| if at > 0 { Column::figures() } else { Column::text() }).collect(),
        head: vec![head.collect()],
        rows: rows.collect(),
        ..Table::new(
            TableKind::Comparison,
            anchor,
            format!("Mål, uppdrag och risker jämförda med planen för {earlier}"),
        )
    }
}

/// Which of last year's objects each is: within its kind first, then among all that are followed up, by id. Then the
/// kinds of which there are too many to be known by what they say.
fn matches(now: &[Own<'_>], before: &[Own<'_>]) -> (Vec<Option<usize>>, Vec<String>) {
    let mut untried = Vec::new();
    let mut matched = vec![None; now.len()];
    for kind in compared() {
        let of_kind = |things: &[Own<'_>]| -> Vec<usize> {
            let own = things.iter().enumerate().filter(|(_, own)| own.thing.kind == kind);
            own.map(|(at, _)| at).collect()
        };
        let (own, other) = (of_kind(now), of_kind(before));
        let known_now: Vec<&Known> = own.iter().map(|&at| &now[at].known).collect();
        let known_before: Vec<&Known> = other.iter().map(|&at| &before[at].known).collect();
        let (paired, too_many) = pair(&known_now, &known_before);
        untried.extend(too_many.then(|| kind.traits().many.to_owned()));
        for (n, found) in paired.into_iter().enumerate() {
            matched[own[n]] = found.map(|found| other[found]);
        }
    }
    for (at, own) in now.iter().enumerate().filter(|(_, own)| own.is_followed_up()) {
        if matched[at].is_some() || own.known.id.is_none() {
            continue;
        }
        let is_same = |other: &Own<'_>| other.is_followed_up() && other.known.id == own.known.id;
        let mut free = before.iter().enumerate().filter(|(found, _)| !matched.contains(&Some(*found)));
        matched[at] = free.find(|(_, other)| is_same(other)).map(|(found, _)| found);
    }
    (matched, untried)
}

fn standing(own: &Own<'_>, before: Option<&Own<'_>>, (year, earlier): (i32, i32)) -> Standing {
    let gender = own.thing.kind.traits().gender;
    let Some(before) = before else {
        let word = gender.of(["Ny", "Nytt", "Nya"]);
        return Standing { state: State::New, label: format!("{word} i planen för {year}"), before: Vec::new() };
    };
    let said = |what: &str| format!("{what} i planen för {earlier}");
    let mut differs = Vec::new();
    let is_same_kind = own.thing.kind == before.thing.kind;
    let [text, text_before] = [own, before].map(|own| own.thing.text.value.as_str());
    if normalised(text) != normalised(text_before) {
        differs.push(Before { label: said(&before.label), texts: vec![text_before.to_owned()] });
    } else if !is_same_kind {
        differs.push(Before { label: said("Kallades"), texts: vec![before.label.clone()] });
    }
    if is_same_kind {
        for (name, texts) in &before.details {
            let same = |texts: &[String]| texts.iter().map(|text| normalised(text)).collect::<Vec<_>>();
            let now = own.details.iter().find(|(other, _)| other == name).map(|(_, texts)| same(texts));
            if now.is_none_or(|now| now != same(texts)) {
                let texts = if texts.is_empty() { vec!["Inget".to_owned()] } else { texts.clone() };
                differs.push(Before { label: said(name), texts });
            }
        }
    }
    if differs.is_empty() {
        // Another number before the same words is no change of what is to be done, but good to know.
        if own.known.number != before.known.number && before.known.number.is_some() {
            differs.push(Before { label: said("Kallades"), texts: vec![before.label.clone()] });
        }
        let label = format!("Fortsätter från planen för {earlier}");
        return Standing { state: State::Continued, label, before: differs };
    }
    let word = gender.of(["Ändrad", "Ändrat", "Ändrade"]);
    Standing { state: State::Changed, label: format!("{word} sedan planen för {earlier}"), before: differs }
}

/// A text as it is compared: how it was broken into lines is nothing to tell of.
fn normalised(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn things(plan: &Plan) -> Vec<Own<'_>> {
    let all = plan.things();
    let own = all.iter().filter(|thing| compared().any(|kind| kind == thing.kind)).map(|thing| {
        let number = thing.number.map(|number| number.value);
        // An assignment that is known by its number only has the number for an id.
        let given = number.is_none_or(|number| thing.key() != number.to_string());
        let known = Known { id: given.then(|| thing.key().to_owned()), number, text: thing.text.value.to_lowercase() };
        Own { label: label(thing), details: details(plan, thing), known, thing: thing.clone() }
    });
    own.collect()
}

/// What is compared of a thing beside its text.
fn details(plan: &Plan, thing: &Thing<'_>) -> Vec<(String, Vec<String>)> {
    let id = thing.key();
    match thing.kind {
        ThingKind::Goal => Vec::new(),
        ThingKind::Measure => plan.measure(id).map(|own| of_measure(plan, own)).unwrap_or_default(),
        ThingKind::Risk => {
            let risk = plan.risks.iter().find(|risk| risk.id.value == id);
            let actions = risk.iter().flat_map(|risk| &risk.actions).map(|action| action.text.value.clone());
            let controls = risk.iter().flat_map(|risk| &risk.controls).map(|control| control.text.value.clone());
            let value = risk.and_then(Risk::value).map(|value| value.to_string());
            let decision = risk.and_then(|risk| risk.decision.as_ref()).map(|(decision, _)| decision.word().to_owned());
            vec![
                ("Åtgärder".to_owned(), actions.collect()),
                ("Kontroller".to_owned(), controls.collect()),
                ("Riskvärde".to_owned(), value.into_iter().collect()),
                ("Beslut".to_owned(), decision.into_iter().collect()),
            ]
        }
        _ => {
            let stated = thing.fields.iter().filter_map(|field| match &field.says {
                Says::Stated(text) => Some((swedish::capitalised(&field.name), vec![text.to_string()])),
                _ => None,
            });
            std::iter::once(("Ansvarig".to_owned(), names(plan, thing.responsible))).chain(stated).collect()
        }
    }
}

fn of_measure(plan: &Plan, measure: &Measure) -> Vec<(String, Vec<String>)> {
    let target = |target: &Option<Spanned<Target>>| -> Vec<String> {
        target.iter().map(|target| target_text(measure, &target.value)).collect()
    };
    let split = measure.target_split.iter().map(|(part, it)| format!("{part} {}", target_text(measure, &it.value)));
    vec![
        ("Beskrivning".to_owned(), measure.description.iter().map(|text| text.value.clone()).collect()),
        ("Årets målvärde".to_owned(), target(&measure.target).into_iter().chain(split).collect()),
        ("Långsiktigt målvärde".to_owned(), target(&measure.long_term)),
        ("Ansvarig".to_owned(), names(plan, &measure.responsible)),
    ]
}

fn names(plan: &Plan, ids: &[Id]) -> Vec<String> {
    ids.iter().filter_map(|id| plan.answerer(&id.value)).map(str::to_owned).collect()
}
