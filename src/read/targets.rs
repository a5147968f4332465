//! Targets: a value with its operator, or words; for the plan's year or for several, for all or by sex.

use crate::diagnostic::Diagnostic;
use crate::model::goals::{Aim, Goal, Target};
use crate::quantity::period::is_year;
use crate::read::fields::{Fields, Problems, number, scalar, wrong_type};
use crate::read::yaml::{Node, Value};
use crate::source::{Span, Spanned};

/// The parts that an outcome or a target may have.
pub const PARTS: [&str; 2] = ["kvinnor", "män"];

/// What the value of a target is called in messages.
const WHAT: &str = "målvärdet";

/// The operators, of which a target has at most one.
const LIMITS: [&str; 3] = ["minst", "högst", "intervall"];

/// How a target is written, for whoever wrote it otherwise.
const HOW: &str = "skriv ett tal, {minst: 90}, {högst: 5.5} eller {intervall: [77, 80]}";

/// What stands under `målvärde`.
#[derive(Default)]
pub struct Targets {
    /// What has no year, and is the plan's.
    pub own: Aim,
    /// What is for a year that is named.
    pub years: Vec<(Spanned<i32>, Aim)>,
    /// Whether there is to be no target.
    pub only_followed: bool,
}

/// Reads `målvärde`.
pub fn own(node: Option<Node>, problems: &mut Problems) -> Targets {
    let Some(node) = node else { return Targets::default() };
    if scalar(&node) == Some("nej") {
        return Targets { only_followed: true, ..Targets::default() };
    }
    let mut years = match node.value {
        Value::Map(entries) if entries.iter().any(|(key, _)| year_of(&key.value).is_some()) => {
            by_year(entries, problems)
        }
        Value::List(items) => items.into_iter().filter_map(|item| dated(item, problems)).collect(),
        Value::Map(ref entries) if entries.iter().any(|(key, _)| key.value == "år") => {
            dated(node, problems).into_iter().collect()
        }
        _ => return Targets { own: aim(node, problems), ..Targets::default() },
    };
    once_a_year(&years, problems);
    years.sort_by_key(|(year, _)| year.value);
    Targets { years, ..Targets::default() }
}

/// Reads `långsiktigt`, which may say its year.
pub fn long_term(node: Option<Node>, problems: &mut Problems) -> (Option<Spanned<Target>>, Option<i32>) {
    let Some(node) = node.filter(|node| !matches!(node.value, Value::Empty)) else { return (None, None) };
    let is_dated = matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.value == "år"));
    if !is_dated {
        return (target(node, problems), None);
    }
    match dated(node, problems) {
        Some((year, aim)) => (aim.all, Some(year.value)),
        None => (None, None),
    }
}

/// Makes the aims of the plan's own year the measures' targets.
pub fn settle(goals: &mut [Goal], year: i32) {
    for goal in goals {
        settle(&mut goal.children, year);
        for measure in &mut goal.measures {
            let Some(at) = measure.aims.iter().position(|(own, _)| own.value == year) else { continue };
            let (_, Aim { all, split }) = measure.aims.remove(at);
            measure.target = all;
            measure.target_split = split;
        }
    }
}

fn year_of(key: &str) -> Option<i32> {
    key.parse().ok().filter(|year| is_year(*year))
}

/// `{2026: {minst: 72}, 2027: 73}`
fn by_year(entries: Vec<(Spanned<String>, Node)>, problems: &mut Problems) -> Vec<(Spanned<i32>, Aim)> {
    let mut years = Vec::new();
    for (key, node) in entries {
        match year_of(&key.value) {
            Some(year) => years.push((Spanned::new(year, key.span), aim(node, problems))),
            None => problems.push(
                Diagnostic::error("okänd-nyckel", format!("okänd nyckel \"{}\" bland målvärdets år", key.value))
                    .at(&key.span)
                    .hint("skriv ett målvärde för varje år: {2026: {minst: 72}, 2027: {minst: 73}}"),
            ),
        }
    }
    years.retain(|(_, aim)| !aim.is_empty());
    years
}

/// `{år: 2030, minst: 75}`, where a plain value is under `värde`.
fn dated(node: Node, problems: &mut Problems) -> Option<(Spanned<i32>, Aim)> {
    let span = node.span.clone();
    let known = [&["år", "värde"][..], &LIMITS, &PARTS].concat();
    let mut fields = Fields::new(node, WHAT, &known, problems)?;
    let year = fields.year(WHAT, problems);
    let aim = match fields.take("värde") {
        Some(node) => Aim { all: target(node, problems), split: parts(&mut fields, problems) },
        None => of_fields(fields, &span, problems),
    };
    Some((year?, aim))
}

/// A target, or one for each sex.
fn aim(node: Node, problems: &mut Problems) -> Aim {
    let of_parts = |entries: &[(Spanned<String>, Node)]| {
        entries.iter().any(|(key, _)| PARTS.contains(&key.value.as_str()) || key.value == "värde")
    };
    if !matches!(&node.value, Value::Map(entries) if of_parts(entries)) {
        return Aim { all: target(node, problems), split: Vec::new() };
    }
    let span = node.span.clone();
    let known = [&["värde"][..], &LIMITS, &PARTS].concat();
    let Some(mut fields) = Fields::new(node, WHAT, &known, problems) else { return Aim::default() };
    match fields.take("värde") {
        Some(node) => Aim { all: target(node, problems), split: parts(&mut fields, problems) },
        None => of_fields(fields, &span, problems),
    }
}

/// What stands beside a year: an operator, women and men, or both.
fn of_fields(mut fields: Fields, span: &Span, problems: &mut Problems) -> Aim {
    let split = parts(&mut fields, problems);
    let has_limit = LIMITS.iter().any(|key| fields.has(key));
    let all = if split.is_empty() || has_limit { limits(fields, span, problems) } else { None };
    Aim { all: all.map(|target| Spanned::new(target, span.clone())), split }
}

fn parts(fields: &mut Fields, problems: &mut Problems) -> Vec<(String, Spanned<Target>)> {
    let mut part = |part: &str| Some((part.to_owned(), target(fields.take(part)?, problems)?));
    PARTS.into_iter().filter_map(&mut part).collect()
}

fn once_a_year(years: &[(Spanned<i32>, Aim)], problems: &mut Problems) {
    for (at, (year, _)) in years.iter().enumerate() {
        if let Some((first, _)) = years[..at].iter().find(|(earlier, _)| earlier.value == year.value) {
            problems.push(
                Diagnostic::error("dubbelt-år", format!("det finns två målvärden för {}", year.value))
                    .at(&year.span)
                    .also(&first.span, "första gången här")
                    .hint("ta bort det ena"),
            );
        }
    }
}

fn target(node: Node, problems: &mut Problems) -> Option<Spanned<Target>> {
    let span = node.span.clone();
    if matches!(node.value, Value::Map(_)) {
        let fields = Fields::new(node, WHAT, &LIMITS, problems)?;
        return limits(fields, &span, problems).map(|target| Spanned::new(target, span));
    }
    if let Some(words) = scalar(&node).filter(|text| is_words(text)) {
        return Some(Spanned::new(Target::Words(words.trim().to_owned()), span));
    }
    let before = problems.len();
    let value = number(&node, "målvärde", problems);
    // Whoever writes "minst 90" needs to know how that is written here.
    if let (None, Some(problem)) = (&value, problems.get_mut(before)) {
        problem.hints = vec![HOW.to_owned()];
    }
    Some(Spanned::new(Target::Value(value?.value), span))
}

/// Whether a target is words rather than a figure that is written otherwise than figures are.
fn is_words(text: &str) -> bool {
    let starts = text.trim_start().chars().next().is_some_and(char::is_alphabetic);
    let is_limit = LIMITS.iter().any(|word| text.to_lowercase().starts_with(word));
    starts && !is_limit && !text.contains(|c: char| c.is_numeric() || c == '%')
}

/// A target with its operator: exactly one of `minst`, `högst` and `intervall`.
fn limits(mut fields: Fields, span: &Span, problems: &mut Problems) -> Option<Target> {
    let present: Vec<&str> = LIMITS.into_iter().filter(|key| fields.has(key)).collect();
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
    let node = fields.require("intervall", WHAT, problems)?;
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
