//! Goals, measures, assignments, activities, indicators and risks against last year's.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::compare::likeness::Words;
use crate::document::Inline;
use crate::document::anchor::slug;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::model::goals::{Assignment, Goal, Measure, Point};
use crate::model::kind::{ACTIVITY, ASSIGNMENT, GOAL, INDICATOR, MEASURE, RISK};
use crate::model::plan::Plan;
use crate::model::risks::Risk;
use crate::source::Id;
use crate::swedish;
use crate::views::measures::target_text;
use crate::yearly::pairs::{Known, pair};
use crate::yearly::{Before, Kind, Listed, Standing, State};

/// Anchors by kind and id.
type Anchors = BTreeMap<(&'static str, String), String>;

/// The kinds in the order they are listed: word of the anchor, plural, and the word in the singular, to agree with.
const KINDS: [(&str, &str, Gender); 6] = [
    (GOAL, "Mål", Gender::Neuter),
    (ASSIGNMENT, "Uppdrag", Gender::Neuter),
    (MEASURE, "Styrtal", Gender::Neuter),
    (INDICATOR, "Indikatorer", Gender::Common),
    (ACTIVITY, "Aktiviteter", Gender::Common),
    (RISK, "Risker", Gender::Common),
];

/// Kinds among which an object may move: what was an indicator last year may be a measure now.
const FOLLOWED_UP: [&str; 4] = [MEASURE, INDICATOR, ACTIVITY, ASSIGNMENT];

#[derive(Clone, Copy)]
enum Gender {
    Common,
    Neuter,
}

/// An object of any kind, as far as it is compared.
struct Thing {
    kind: &'static str,
    id: String,
    /// What it is called, for example `Uppdrag 31`.
    label: String,
    text: String,
    /// What else is said of it, by name.
    details: Vec<(&'static str, Vec<String>)>,
    known: Known,
}

/// What each object is against last year, by anchor; and the same by kind.
pub fn compare(plan: &Plan, earlier: &Plan, anchors: &Anchors) -> (BTreeMap<String, Standing>, Vec<Kind>) {
    let (now, before) = (things(plan), things(earlier));
    let matched = matches(&now, &before);
    let years = (plan.identity.year, earlier.identity.year);
    let mut standings = BTreeMap::new();
    let mut kinds = Vec::new();
    for (kind, name, gender) in KINDS {
        let mut list = Kind {
            name,
            plural: name.to_lowercase(),
            anchor: format!("andringar-{}", slug(name)),
            ended_heading: format!("Avslutade {}", name.to_lowercase()),
            new: Vec::new(),
            changed: Vec::new(),
            continued: Vec::new(),
            ended: Vec::new(),
        };
        for (at, thing) in now.iter().enumerate().filter(|(_, thing)| thing.kind == kind) {
            let anchor = anchors.get(&(kind, thing.id.clone())).cloned();
            let standing = standing(thing, matched[at].and_then(|found| before.get(found)), gender, years);
            let listed = Listed { anchor: anchor.clone(), label: thing.label.clone(), text: thing.text.clone() };
            match standing.state {
                State::New => list.new.push(listed),
                State::Changed => list.changed.push(listed),
                State::Continued => list.continued.push(listed),
            }
            standings.extend(anchor.map(|anchor| (anchor, standing)));
        }
        let ended = before.iter().enumerate().filter(|(at, thing)| thing.kind == kind && !matched.contains(&Some(*at)));
        list.ended = ended
            .map(|(_, thing)| Listed { anchor: None, label: thing.label.clone(), text: thing.text.clone() })
            .collect();
        if [&list.new, &list.changed, &list.continued, &list.ended].iter().any(|list| !list.is_empty()) {
            kinds.push(list);
        }
    }
    (standings, kinds)
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
        Row::item(RowHead::new(head, vec![Inline::text(kind.name)]), cells)
    });
    let head = HEADS
        .iter()
        .enumerate()
        .map(|(at, text)| HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]).numeric(at > 0));
    Table {
        columns: (0..HEADS.len()).map(|at| if at > 0 { Column::figures() } else { Column::text(1) }).collect(),
        head: vec![head.collect()],
        rows: rows.collect(),
        ..Table::new(
            TableKind::Comparison,
            anchor,
            format!("Mål, uppdrag och risker jämförda med planen för {earlier}"),
        )
    }
}

/// Which of last year's objects each is: within its kind first, then among all that are followed up, by id.
fn matches(now: &[Thing], before: &[Thing]) -> Vec<Option<usize>> {
    let mut matched = vec![None; now.len()];
    for (kind, ..) in KINDS {
        let of_kind = |things: &[Thing]| -> Vec<usize> {
            let own = things.iter().enumerate().filter(|(_, thing)| thing.kind == kind);
            own.map(|(at, _)| at).collect()
        };
        let (own, other) = (of_kind(now), of_kind(before));
        let known_now: Vec<&Known> = own.iter().map(|&at| &now[at].known).collect();
        let known_before: Vec<&Known> = other.iter().map(|&at| &before[at].known).collect();
        for (n, found) in pair(&known_now, &known_before).into_iter().enumerate() {
            matched[own[n]] = found.map(|found| other[found]);
        }
    }
    for (at, thing) in now.iter().enumerate().filter(|(_, thing)| FOLLOWED_UP.contains(&thing.kind)) {
        if matched[at].is_some() || thing.known.id.is_none() {
            continue;
        }
        let is_same = |other: &Thing| FOLLOWED_UP.contains(&other.kind) && other.known.id == thing.known.id;
        let mut free = before.iter().enumerate().filter(|(found, _)| !matched.contains(&Some(*found)));
        matched[at] = free.find(|(_, other)| is_same(other)).map(|(found, _)| found);
    }
    matched
}

fn standing(thing: &Thing, before: Option<&Thing>, gender: Gender, (year, earlier): (i32, i32)) -> Standing {
    let Some(before) = before else {
        let word = match gender {
            Gender::Common => "Ny",
            Gender::Neuter => "Nytt",
        };
        return Standing { state: State::New, label: format!("{word} i planen för {year}"), before: Vec::new() };
    };
    let said = |what: &str| format!("{what} i planen för {earlier}");
    let mut differs = Vec::new();
    if normalised(&thing.text) != normalised(&before.text) {
        differs.push(Before { label: said(&before.label), texts: vec![before.text.clone()] });
    } else if thing.kind != before.kind {
        differs.push(Before { label: said("Kallades"), texts: vec![before.label.clone()] });
    }
    if thing.kind == before.kind {
        for (name, texts) in &before.details {
            let same = |texts: &[String]| texts.iter().map(|text| normalised(text)).collect::<Vec<_>>();
            let now = thing.details.iter().find(|(other, _)| other == name).map(|(_, texts)| same(texts));
            if now.is_none_or(|now| now != same(texts)) {
                let texts = if texts.is_empty() { vec!["Inget".to_owned()] } else { texts.clone() };
                differs.push(Before { label: said(name), texts });
            }
        }
    }
    if differs.is_empty() {
        // Another number before the same words is no change of what is to be done, but good to know.
        if thing.known.number != before.known.number && before.known.number.is_some() {
            differs.push(Before { label: said("Kallades"), texts: vec![before.label.clone()] });
        }
        let label = format!("Fortsätter från planen för {earlier}");
        return Standing { state: State::Continued, label, before: differs };
    }
    let word = match gender {
        Gender::Common => "Ändrad",
        Gender::Neuter => "Ändrat",
    };
    Standing { state: State::Changed, label: format!("{word} sedan planen för {earlier}"), before: differs }
}

/// A text as it is compared: how it was broken into lines is nothing to tell of.
fn normalised(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn things(plan: &Plan) -> Vec<Thing> {
    let mut things = Vec::new();
    for goal in plan.all_goals() {
        things.push(self::goal(goal));
        things.extend(goal.assignments.iter().map(|assignment| self::assignment(plan, assignment)));
        things.extend(goal.measures.iter().map(measure));
        things.extend(goal.indicators.iter().map(|point| self::point(plan, point, INDICATOR, "Indikator")));
        things.extend(goal.activities.iter().map(|point| self::point(plan, point, ACTIVITY, "Aktivitet")));
    }
    things.extend(plan.risks.iter().map(risk));
    things
}

fn thing(kind: &'static str, id: &Id, label: String, text: &str, number: Option<u32>) -> Thing {
    // An assignment that is known by its number only has the number for an id.
    let given = number.is_none_or(|number| id.value != number.to_string());
    let known = Known { id: given.then(|| id.value.clone()), number, words: Words::folded(text) };
    Thing { kind, id: id.value.clone(), label, text: text.to_owned(), details: Vec::new(), known }
}

fn goal(goal: &Goal) -> Thing {
    let number = goal.number.as_ref().map(|number| number.value);
    let kind = goal.kind.clone().unwrap_or_else(|| "Mål".to_owned());
    thing(GOAL, &goal.id, numbered(&kind, number), &goal.name.value, number)
}

fn measure(measure: &Measure) -> Thing {
    let number = measure.number.as_ref().map(|number| number.value);
    let mut thing = thing(MEASURE, &measure.id, numbered("Styrtal", number), &measure.name.value, number);
    let target = |target: &Option<_>| -> Vec<String> {
        target
            .as_ref()
            .map(|target: &crate::source::Spanned<_>| target_text(measure, &target.value))
            .into_iter()
            .collect()
    };
    thing.details = vec![
        ("Beskrivning", measure.description.iter().map(|text| text.value.clone()).collect()),
        ("Årets målvärde", target(&measure.target)),
        ("Långsiktigt målvärde", target(&measure.long_term)),
    ];
    thing
}

fn assignment(plan: &Plan, assignment: &Assignment) -> Thing {
    let number = assignment.number.as_ref().map(|number| number.value);
    let label = number.map_or_else(|| "Nämnduppdrag".to_owned(), |number| numbered("Uppdrag", Some(number)));
    let mut thing = thing(ASSIGNMENT, &assignment.id, label, &assignment.text.value, number);
    thing.details = vec![("Ansvarig", names(plan, &assignment.responsible))];
    thing
}

fn point(plan: &Plan, point: &Point, kind: &'static str, label: &str) -> Thing {
    let mut thing = thing(kind, &point.id, label.to_owned(), &point.text.value, None);
    thing.details = vec![("Ansvarig", names(plan, &point.responsible))];
    thing
}

fn risk(risk: &Risk) -> Thing {
    let mut thing = thing(RISK, &risk.id, risk.activity.value.clone(), &risk.text.value, None);
    thing.details = vec![("Åtgärder", risk.actions.iter().map(|action| action.text.value.clone()).collect())];
    thing
}

fn numbered(kind: &str, number: Option<u32>) -> String {
    number.map_or_else(|| kind.to_owned(), |number| format!("{kind}{}{number}", swedish::NBSP))
}

fn names(plan: &Plan, ids: &[Id]) -> Vec<String> {
    let units = ids.iter().filter_map(|id| plan.organisation.unit(&id.value));
    units.map(|unit| unit.name.value.clone()).collect()
}
