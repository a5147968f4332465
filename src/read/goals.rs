//! malomraden.yaml: goals at every level, with what belongs to them.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::goals::{Assignment, Direction, Goal, Measure, Milestone, Outcome, Peer, Point, Target};
use crate::read::fields::{Fields, Problems, number, scalar, wrong_type};
use crate::read::organisation::responsible;
use crate::read::yaml::{Node, Value};
use crate::source::{Span, Spanned};

const GOAL: &[&str] =
    &["id", "slag", "nr", "namn", "styrtal", "indikatorer", "uppdrag", "aktiviteter", "milstolpar", "mål"];
const MEASURE: &[&str] = &[
    "id",
    "nr",
    "namn",
    "beskrivning",
    "enhet",
    "decimaler",
    "riktning",
    "utfall",
    "målvärde",
    "långsiktigt",
    "jämförelser",
];

/// Reads malomraden.yaml.
pub fn read(node: Node, problems: &mut Problems) -> Vec<Goal> {
    let Some(mut fields) = Fields::new(node, "malomraden.yaml", &["målområden"], problems) else { return Vec::new() };
    goals(fields.list("målområden"), problems)
}

fn goals(nodes: Vec<Node>, problems: &mut Problems) -> Vec<Goal> {
    nodes.into_iter().filter_map(|node| goal(node, problems)).collect()
}

fn goal(node: Node, problems: &mut Problems) -> Option<Goal> {
    const WHAT: &str = "målet";
    let mut fields = Fields::new(node, WHAT, GOAL, problems)?;
    let id = fields.id("id", WHAT, problems);
    let kind = fields.optional_text("slag", problems).map(|text| text.value);
    let number = fields.integer("nr", problems);
    let name = fields.text("namn", WHAT, problems);
    let measures = fields.list("styrtal").into_iter().filter_map(|node| measure(node, problems)).collect();
    let indicators = points(fields.list("indikatorer"), "indikatorn", problems);
    let assignments = fields.list("uppdrag").into_iter().filter_map(|node| assignment(node, problems)).collect();
    let activities = points(fields.list("aktiviteter"), "aktiviteten", problems);
    let milestones = fields.list("milstolpar").into_iter().filter_map(|node| milestone(node, problems)).collect();
    let children = goals(fields.list("mål"), problems);
    let (id, name) = (id?, name?);
    Some(Goal { id, kind, number, name, measures, indicators, assignments, activities, milestones, children })
}

fn assignment(node: Node, problems: &mut Problems) -> Option<Assignment> {
    const WHAT: &str = "uppdraget";
    let mut fields = Fields::new(node, WHAT, &["id", "nr", "text", "ansvarig"], problems)?;
    let number = fields.integer::<u32>("nr", problems);
    let id = match &number {
        Some(number) if !fields.has("id") => Some(Spanned::new(number.value.to_string(), number.span.clone())),
        _ => fields.id("id", "ett uppdrag utan nr", problems),
    };
    let text = fields.text("text", WHAT, problems);
    let units = responsible(fields.list("ansvarig"), problems);
    Some(Assignment { id: id?, number, text: text?, responsible: units })
}

fn points(nodes: Vec<Node>, what: &str, problems: &mut Problems) -> Vec<Point> {
    let mut point = |node| {
        let mut fields = Fields::new(node, what, &["id", "text", "ansvarig"], problems)?;
        let id = fields.id("id", what, problems);
        let text = fields.text("text", what, problems);
        let units = responsible(fields.list("ansvarig"), problems);
        Some(Point { id: id?, text: text?, responsible: units })
    };
    nodes.into_iter().filter_map(&mut point).collect()
}

fn milestone(node: Node, problems: &mut Problems) -> Option<Milestone> {
    const WHAT: &str = "milstolpen";
    let mut fields = Fields::new(node, WHAT, &["id", "text", "tidpunkt", "ansvarig"], problems)?;
    let id = fields.id("id", WHAT, problems);
    let text = fields.text("text", WHAT, problems);
    let due = fields.optional_text("tidpunkt", problems);
    let units = responsible(fields.list("ansvarig"), problems);
    Some(Milestone { id: id?, text: text?, due, responsible: units })
}

fn measure(node: Node, problems: &mut Problems) -> Option<Measure> {
    const WHAT: &str = "styrtalet";
    let mut fields = Fields::new(node, WHAT, MEASURE, problems)?;
    let id = fields.id("id", WHAT, problems);
    let number = fields.integer("nr", problems);
    let name = fields.text("namn", WHAT, problems);
    let description = fields.optional_text("beskrivning", problems);
    let unit = fields.stated_unit(WHAT, problems);
    let decimals = fields.decimals(problems).unwrap_or(0);
    let direction = fields.word("riktning", &Direction::WORDS, problems);
    let outcomes: Vec<Outcome> = fields.list("utfall").into_iter().filter_map(|node| outcome(node, problems)).collect();
    if let Some(id) = &id {
        one_outcome_a_year(&id.value, &outcomes, problems);
    }
    let target = fields.take("målvärde").and_then(|node| target(node, problems));
    let long_term = fields.take("långsiktigt").and_then(|node| target_or_none(node, problems));
    let direction = direction.unwrap_or(Direction::Higher);
    for wanted in [&target, &long_term].into_iter().flatten() {
        contradicts(direction, wanted, problems);
    }
    let peers = fields.list("jämförelser").into_iter().filter_map(|node| peer(node, problems)).collect();
    Some(Measure {
        id: id?,
        number,
        name: name?,
        description,
        unit,
        decimals,
        direction,
        outcomes,
        target,
        long_term,
        peers,
    })
}

/// What is better and which side of the target is met must be the same side.
fn contradicts(direction: Direction, target: &Spanned<Target>, problems: &mut Problems) {
    let (word, side) = match (direction, &target.value) {
        (Direction::Lower, Target::AtLeast(_)) => ("lägre", "minst"),
        (Direction::Higher, Target::AtMost(_)) => ("högre", "högst"),
        _ => return,
    };
    problems.push(
        Diagnostic::error("motstridiga-nycklar", format!("målvärdet är \"{side}\" men riktningen är \"{word}\""))
            .at(&target.span)
            .hint("ändra riktning eller målvärde, så att de säger samma sak"),
    );
}

fn one_outcome_a_year(id: &str, outcomes: &[Outcome], problems: &mut Problems) {
    for (at, outcome) in outcomes.iter().enumerate() {
        if let Some(first) = outcomes[..at].iter().find(|earlier| earlier.year.value == outcome.year.value) {
            problems.push(
                Diagnostic::error(
                    "dubbelt-år",
                    format!("styrtalet \"{id}\" har två utfall för {}", outcome.year.value),
                )
                .at(&outcome.year.span)
                .also(&first.year.span, "första gången här")
                .hint("ta bort det ena"),
            );
        }
    }
}

fn outcome(node: Node, problems: &mut Problems) -> Option<Outcome> {
    const WHAT: &str = "utfallet";
    let mut fields = Fields::new(node, WHAT, &["år", "värde", "kvinnor", "män"], problems)?;
    let year = fields.year(WHAT, problems);
    let value = value(&mut fields, "värde", problems);
    let split = ["kvinnor", "män"]
        .into_iter()
        .filter_map(|part| self::value(&mut fields, part, problems).map(|value| (part.to_owned(), value)))
        .collect();
    Some(Outcome { year: year?, value, split })
}

fn peer(node: Node, problems: &mut Problems) -> Option<Peer> {
    const WHAT: &str = "jämförelsen";
    let mut fields = Fields::new(node, WHAT, &["namn", "år", "värde"], problems)?;
    let name = fields.text("namn", WHAT, problems);
    let year = fields.year(WHAT, problems);
    let value = value(&mut fields, "värde", problems);
    Some(Peer { name: name?.value, year: year?.value, value: value? })
}

/// A number that may be absent or left empty.
fn value(fields: &mut Fields, key: &str, problems: &mut Problems) -> Option<Spanned<Decimal>> {
    let node = fields.take(key).filter(|node| !matches!(node.value, Value::Empty))?;
    number(&node, key, problems)
}

fn target_or_none(node: Node, problems: &mut Problems) -> Option<Spanned<Target>> {
    if matches!(node.value, Value::Empty) { None } else { target(node, problems) }
}

fn target(node: Node, problems: &mut Problems) -> Option<Spanned<Target>> {
    let span = node.span.clone();
    if matches!(node.value, Value::Map(_)) {
        return limits(node, &span, problems).map(|target| Spanned::new(target, span));
    }
    let before = problems.len();
    let value = number(&node, "målvärde", problems);
    // Whoever writes "minst 90" needs to know how that is written here.
    if let (None, Some(problem)) = (&value, problems.get_mut(before)) {
        problem.hints = vec!["skriv ett tal, {minst: 90}, {högst: 5.5} eller {intervall: [77, 80]}".to_owned()];
    }
    Some(Spanned::new(Target::Value(value?.value), span))
}

/// A target with its operator: exactly one of `minst`, `högst` and `intervall`.
fn limits(node: Node, span: &Span, problems: &mut Problems) -> Option<Target> {
    const KEYS: [&str; 3] = ["minst", "högst", "intervall"];
    let mut fields = Fields::new(node, "målvärdet", &KEYS, problems)?;
    let present: Vec<&str> = KEYS.into_iter().filter(|key| fields.has(key)).collect();
    if let [first, second, ..] = present.as_slice() {
        let (low, high) = (fields.take(first), fields.take(second));
        let written = |node: Option<Node>| node.as_ref().and_then(scalar).unwrap_or("…").to_owned();
        problems.push(
            Diagnostic::error("motstridiga-nycklar", format!("målvärdet har både \"{first}\" och \"{second}\""))
                .at(span)
                .hint(format!("skriv {{intervall: [{}, {}]}}", written(low), written(high))),
        );
        return None;
    }
    if let Some(node) = fields.take("minst") {
        return Some(Target::AtLeast(number(&node, "minst", problems)?.value));
    }
    if let Some(node) = fields.take("högst") {
        return Some(Target::AtMost(number(&node, "högst", problems)?.value));
    }
    let node = fields.require("intervall", "målvärdet", problems)?;
    let ends = match &node.value {
        Value::List(ends) => ends.as_slice(),
        _ => &[],
    };
    let [low, high] = ends else {
        problems.push(wrong_type(&node, "intervall", "två tal, till exempel [77, 80]"));
        return None;
    };
    let (low, high) = (number(low, "intervall", problems)?, number(high, "intervall", problems)?);
    if low.value > high.value {
        problems.push(
            Diagnostic::error("ogiltigt-intervall", "intervallets första tal är större än det andra")
                .at(&low.span)
                .hint("skriv det mindre talet först"),
        );
    }
    Some(Target::Between(low.value, high.value))
}
