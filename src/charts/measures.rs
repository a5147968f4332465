//! Each measure on a line of its own: where it is, what this year's target is, and the long-term one.
//!
//! The three marks have three shapes and a line of text each, so that none can hide another and nothing hangs on
//! colour. What meets this year's target lies on a tinted ground.

use rust_decimal::Decimal;

use crate::charts::Sketch;
use crate::charts::scale::length;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, LEADING, Mark, PT, Role, TALLEST, WIDTH, count};
use crate::fonts::metrics;
use crate::model::goals::{Direction, Goal, Measure, Target};
use crate::model::kind::ThingKind;
use crate::swedish;
use crate::views::call_site::{CallSite, goal};
use crate::views::cards::goal_title;
use crate::views::measures::{caption, target_text, value_text};
use crate::views::writing::Writing;

/// Where the lines of values begin.
const FROM: i64 = 156 * PT;

/// Room at both ends of a line, for marks at its ends.
const INSET: i64 = 12 * PT;

/// From the top of a measure's part to its line of values.
const ABOVE: i64 = 24 * PT;

/// Height of a measure's part.
const HEIGHT: i64 = 66 * PT;

/// Draws the measures of `malomrade`, or all of the plan.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let plan = writing.plan;
    let only = match site.call.argument("malomrade") {
        Some(_) => Some(goal(writing, site, "malomrade")?),
        None => None,
    };
    let of: Vec<&Goal> = only.map_or_else(|| plan.all_goals(), |goal| vec![goal]);
    let measures: Vec<&Measure> = of.iter().flat_map(|goal| &goal.measures).collect();
    if measures.is_empty() {
        if !plan.incomplete {
            writing.problems.push(
                Diagnostic::error("inget-att-visa", "det finns inga styrtal att visa")
                    .at(&site.span)
                    .hint("lägg till styrtal i malomraden.yaml, eller ta bort diagrammet"),
            );
        }
        return None;
    }
    let what = only.map_or_else(String::new, |goal| format!(" för {}", swedish::uncapitalised(&goal_title(goal))));
    let told: Vec<String> = measures.iter().map(|measure| tell(measure, plan.identity.year)).collect();
    let sources = of.iter().filter_map(|goal| {
        let anchor = writing.numbering.objects.get(&(ThingKind::Measure, goal.measures.first()?.id.value.clone()))?;
        Some((anchor.clone(), caption(goal)))
    });
    let sources = sources.collect();
    Some(Sketch {
        name: only.map_or_else(|| "alla".to_owned(), |goal| goal.id.value.clone()),
        unit: None,
        title: format!("Styrtal: utfall och målvärden{what}"),
        alt: format!("Diagram över utfall, årets målvärde och långsiktigt målvärde{what}. {}", told.join(" ")),
        remarks: Vec::new(),
        sources,
        drawings: drawings(&measures, plan.identity.year),
    })
}

/// `Sjukfrånvaron ska minska: utfall 6,1 % 2023, målvärde 2025 5,5 %, långsiktigt 4,9 %; lägre är bättre.`
fn tell(measure: &Measure, year: i32) -> String {
    let target = |target: Option<&Target>| target.map_or_else(|| "saknas".to_owned(), |it| target_text(measure, it));
    format!(
        "{}: {}, målvärde {year} {}, långsiktigt målvärde {}; {}.",
        measure.name.value,
        swedish::uncapitalised(&outcome(measure)),
        target(measure.target.as_ref().map(|target| &target.value)),
        target(measure.long_term.as_ref().map(|target| &target.value)),
        direction(measure.direction)
    )
}

/// `Utfall 6,1 % (2023)`, or that it is missing.
fn outcome(measure: &Measure) -> String {
    match measure.latest() {
        Some((outcome, value)) => format!("Utfall {} ({})", value_text(measure, value), outcome.year.value),
        None => match measure.outcomes.iter().map(|outcome| outcome.year.value).max() {
            Some(year) => format!("Utfall saknas ({year})"),
            None => "Utfall saknas".to_owned(),
        },
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "högre är bättre",
        Direction::Lower => "lägre är bättre",
        Direction::Inside => "inom målet är bäst",
    }
}

fn drawings(measures: &[&Measure], year: i32) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let (mut drawing, mut y) = (Drawing::default(), 0);
    for measure in measures {
        let number = measure.number.as_ref().map(|number| format!("{}. ", number.value)).unwrap_or_default();
        let name = format!("{number}{}", measure.name.value);
        let lines = metrics::wrap(&name, Face::STRONG.size, true, FROM - 18 * PT, 4);
        let height = HEIGHT.max(LEADING * count(lines.len() + 1) + 14 * PT);
        if y + height > TALLEST {
            drawing.height = y;
            drawings.push(std::mem::take(&mut drawing));
            y = 0;
        }
        if y > 0 {
            drawing.line((0, y), (WIDTH, y), Role::Hair);
        }
        let mut baseline = y + 14 * PT;
        for line in &lines {
            drawing.text((0, baseline), Align::Start, Face::STRONG, line.as_str());
            baseline += LEADING;
        }
        drawing.text((0, baseline), Align::Start, Face::QUIET, swedish::capitalised(direction(measure.direction)));
        values(&mut drawing, measure, year, y);
        y += height;
    }
    drawing.height = y;
    drawings.push(drawing);
    drawings
}

/// A measure's scale: the place of a value between the least and the greatest of its own.
struct Scale {
    low: Decimal,
    span: Decimal,
}

impl Scale {
    fn of(measure: &Measure) -> Option<Self> {
        let targets = [&measure.target, &measure.long_term];
        let ends =
            targets.into_iter().flatten().filter_map(|target| target.value.ends()).flat_map(|(low, high)| [low, high]);
        let all: Vec<Decimal> = ends.chain(measure.latest().map(|(_, value)| value)).collect();
        let (low, high) = (all.iter().min()?, all.iter().max()?);
        Some(Self { low: *low, span: high.checked_sub(*low)? })
    }

    fn place(&self, value: Decimal) -> i64 {
        let (from, room) = (FROM + INSET, WIDTH - FROM - 2 * INSET);
        if self.span.is_zero() {
            return from + room / 2;
        }
        from + value.checked_sub(self.low).map_or(0, |above| length(above, self.span, room))
    }
}

fn values(drawing: &mut Drawing, measure: &Measure, year: i32, top: i64) {
    let y = top + ABOVE;
    let scale = Scale::of(measure);
    let place = |value| scale.as_ref().map_or(FROM + INSET, |scale| scale.place(value));
    let target = measure.target.as_ref().map(|target| &target.value);
    if let Some((from, to)) = target.and_then(|target| met(target, measure.direction, &place)) {
        drawing.ground(from, y - 7 * PT, to - from, 14 * PT, Role::Tint);
    }
    drawing.line((FROM, y), (WIDTH, y), Role::Ink);
    // The long-term target is the widest shape and the outcome the smallest: all are seen when they are in one place.
    if let Some(wanted) = measure.long_term.as_ref().map(|target| &target.value)
        && let Some((low, high)) = wanted.ends()
    {
        mark_ends(drawing, (place(low), place(high)), y);
        for at in [place(low), place(high)] {
            drawing.marks.push(Mark::Circle { at: (at, y), radius: 6 * PT, fill: Role::Paper, stroke: Role::Accent });
        }
        let text = format!("Långsiktigt målvärde: {}", target_text(measure, wanted));
        label(drawing, place(high), y + 33 * PT, &text, Face::QUIET);
    }
    if let Some(wanted) = target
        && let Some((low, high)) = wanted.ends()
    {
        mark_ends(drawing, (place(low), place(high)), y);
        for at in [place(low), place(high)] {
            drawing.marks.push(Mark::Diamond { at: (at, y), radius: 5 * PT, fill: Role::Shade, stroke: Role::Accent });
        }
        let text = format!("Målvärde {year}: {}", target_text(measure, wanted));
        label(drawing, place(high), y + 19 * PT, &text, Face::QUIET);
    }
    let text = outcome(measure);
    match measure.latest() {
        Some((_, value)) => {
            drawing.marks.push(Mark::Circle {
                at: (place(value), y),
                radius: 5 * PT / 2,
                fill: Role::Accent,
                stroke: Role::Accent,
            });
            label(drawing, place(value), y - 10 * PT, &text, Face { size: Face::QUIET.size, ..Face::STRONG });
        }
        None => drawing.text((FROM, y - 10 * PT), Align::Start, Face::QUIET, text),
    }
}

/// A bar along the line between the ends of an interval.
fn mark_ends(drawing: &mut Drawing, (from, to): (i64, i64), y: i64) {
    if to > from {
        drawing.ground(from, y - PT, to - from, 2 * PT, Role::Accent);
    }
}

/// What meets a target, from one place to another on the line.
fn met(target: &Target, direction: Direction, place: &impl Fn(Decimal) -> i64) -> Option<(i64, i64)> {
    let (low, high) = target.ends()?;
    Some(match (target, direction) {
        (Target::AtLeast(_), _) | (Target::Value(_), Direction::Higher) => (place(low), WIDTH),
        (Target::AtMost(_), _) | (Target::Value(_), Direction::Lower) => (FROM, place(high)),
        _ => (place(low), place(high)),
    })
}

/// A text centred at a place, and moved where it would leave the picture.
fn label(drawing: &mut Drawing, at: i64, baseline: i64, text: &str, face: Face) {
    let half = face.width(text) / 2;
    let middle = at.min(WIDTH - half).max(FROM + half);
    drawing.text((middle, baseline), Align::Middle, face, text);
}
