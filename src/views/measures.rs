//! A goal's measures as a table: outcomes, targets, how others stand, and in words whether the target is met.
//!
//! Where no measure has more than one outcome and one target, a cell has room for each. Otherwise the years are columns.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::document::{Block, Inline};
use crate::figures::Printed;
use crate::figures::layout::MEASURES;
use crate::model::goals::{Aim, Goal, Measure, Outcome, Peer, Standing, Target, Trend};
use crate::model::kind::ThingKind;
use crate::quantity::unit::Unit;
use crate::source::Spanned;
use crate::swedish::{self, NBSP};
use crate::views::cards::goal_title;
use crate::views::writing::Writing;

/// How the trend is decided, said under a table that has it.
const TREND_RULE: &str = "Trend: det senaste utfallet jämfört med det närmast tidigare som är känt. Pilen visar om värdet \
    har gått upp eller ned, och ordet om det är åt rätt håll.";

/// What a column after the first shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot<'a> {
    /// All outcomes and peers, on a line each.
    Outcomes,
    /// The outcome of a year.
    Outcome(i32),
    /// A peer, with the year when all measures have it for the same one.
    Peer(&'a str, Option<i32>),
    /// Where the outcomes are going.
    Trend,
    /// The target of the plan's year, alone in its table.
    OwnTarget,
    /// The target of a year.
    Target(i32),
    /// The long-term target, with the year when all have the same one.
    LongTerm(Option<i32>),
    /// Whether this year's target is met.
    Status,
}

impl Slot<'_> {
    fn head(self) -> String {
        match self {
            Self::Outcomes => "Senast kända utfall".to_owned(),
            Self::Outcome(year) => format!("Utfall {year}"),
            Self::Peer(name, Some(year)) => format!("{name} {year}"),
            Self::Peer(name, None) => name.to_owned(),
            Self::Trend => "Trend".to_owned(),
            Self::OwnTarget => "Årets målvärde".to_owned(),
            Self::Target(year) => format!("Målvärde {year}"),
            Self::LongTerm(Some(year)) => format!("Långsiktigt målvärde {year}"),
            Self::LongTerm(None) => "Långsiktigt målvärde".to_owned(),
            Self::Status => "Läge".to_owned(),
        }
    }

    fn is_numeric(self) -> bool {
        !matches!(self, Self::Trend | Self::Status)
    }
}

/// The columns of a goal's table.
fn slots(measures: &[Measure], own: i32) -> Vec<Slot<'_>> {
    let has_years =
        |measure: &Measure| measure.outcomes.len() > 1 || !measure.peers.is_empty() || !measure.aims.is_empty();
    let long_terms = || measures.iter().filter(|measure| measure.long_term.is_some());
    let long_term = || Slot::LongTerm(only(long_terms().map(|measure| measure.long_term_year)).flatten());
    if !measures.iter().any(has_years) {
        return vec![Slot::Outcomes, Slot::OwnTarget, long_term(), Slot::Status];
    }
    let outcomes = measures.iter().flat_map(|measure| &measure.outcomes).map(|outcome| outcome.year.value);
    let mut slots: Vec<Slot<'_>> = outcomes.collect::<BTreeSet<i32>>().into_iter().map(Slot::Outcome).collect();
    let peers = || measures.iter().flat_map(|measure| &measure.peers);
    for peer in peers() {
        let years = peers().filter(|other| other.name == peer.name).map(|other| other.year);
        let slot = Slot::Peer(&peer.name, only(years));
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }
    if measures.iter().any(|measure| measure.trend().is_some()) {
        slots.push(Slot::Trend);
    }
    let mut years: BTreeSet<i32> =
        measures.iter().flat_map(|measure| &measure.aims).map(|(year, _)| year.value).collect();
    if measures.iter().any(Measure::has_target) {
        years.insert(own);
    }
    slots.extend(years.into_iter().map(Slot::Target));
    if long_terms().next().is_some() {
        slots.push(long_term());
    }
    slots.push(Slot::Status);
    slots
}

/// What all are, when they are alike.
fn only<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// A goal's measures; nothing when it has none.
pub fn table(writing: &mut Writing<'_>, goal: &Goal) -> Option<Block> {
    if goal.measures.is_empty() {
        return None;
    }
    let anchor = writing.numbering.anchors.give(&format!("tabell-styrtal-{}", goal.id.value));
    let slots = slots(&goal.measures, writing.plan.identity.year);
    let rows = goal.measures.iter().map(|measure| row(writing, measure, &anchor, &slots)).collect();
    let heads =
        std::iter::once(("Styrtal".to_owned(), false)).chain(slots.iter().map(|slot| (slot.head(), slot.is_numeric())));
    let head = heads.enumerate().map(|(at, (text, numeric))| {
        HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(text)]).numeric(numeric)
    });
    let shape = |slot: &Slot<'_>| if slot.is_numeric() { Column::figures() } else { Column::text() };
    Some(Block::Table(Table {
        columns: std::iter::once(Column::text()).chain(slots.iter().map(shape)).collect(),
        head: vec![head.collect()],
        rows,
        remarks: slots.contains(&Slot::Trend).then(|| TREND_RULE.to_owned()).into_iter().collect(),
        ..Table::new(TableKind::Measures, &anchor, caption(goal))
    }))
}

/// The caption of a goal's table of measures.
pub fn caption(goal: &Goal) -> String {
    let title = goal_title(goal);
    format!("Styrtal för {}", goal.kind.as_deref().map_or_else(|| title.clone(), |_| swedish::uncapitalised(&title)))
}

fn row(writing: &mut Writing<'_>, measure: &Measure, table: &str, slots: &[Slot<'_>]) -> Row {
    let anchor = writing.place(ThingKind::Measure, &measure.id);
    let head = format!("{anchor}-rad");
    let number = measure.number.as_ref().map(|number| format!("{}. ", number.value)).unwrap_or_default();
    // Where the years are columns a unit in each cell would be as wide as the figures.
    let bare = !slots.contains(&Slot::Outcomes);
    let unit = if bare { unit_in_head(measure) } else { String::new() };
    let name = format!("{number}{}{unit}", measure.name.value);
    let mut content = vec![Inline::Strong { content: vec![Inline::text(name)] }];
    if let Some(description) = &measure.description {
        content.extend([Inline::Break, Inline::text(&description.value)]);
    }
    let responsible = writing.names(&measure.responsible);
    if !responsible.is_empty() {
        content.extend([Inline::Break, Inline::text(format!("Ansvarig: {}", swedish::join(&responsible)))]);
    }
    let cells = slots.iter().enumerate().map(|(at, slot)| {
        let cell = of_plan(writing, measure, *slot, cell(measure, *slot, writing.plan.identity.year, bare));
        cell.headed(format!("{table}-kolumn{} {head}", at + 1))
    });
    let cells = cells.collect();
    Row::item(RowHead::new(&head, content), cells).of(anchor, &measure.id.value)
}

/// The unit after a measure's name, where its cells have none: ` (%)`.
pub fn unit_in_head(measure: &Measure) -> String {
    if is_bare(&measure.unit) { String::new() } else { format!(" ({})", measure.unit.symbol()) }
}

/// This year's target without its unit.
pub fn own_target(measure: &Measure) -> Cell {
    of_aim(measure, measure.target.as_ref(), &measure.target_split, bare_target)
}

/// A cell as that of the plan's figures, where it is one.
fn of_plan(writing: &Writing<'_>, measure: &Measure, slot: Slot<'_>, cell: Cell) -> Cell {
    let latest = measure.latest().map(|(outcome, _)| outcome.year.value);
    let is_stated = cell.figure.is_some() || !matches!(slot, Slot::Outcome(_) | Slot::Target(_));
    let column = match slot {
        Slot::Outcomes => "utfall",
        Slot::Outcome(year) if Some(year) == latest => "utfall",
        Slot::OwnTarget if measure.target.is_some() => "målvärde",
        Slot::Target(year) if year == writing.plan.identity.year && measure.target.is_some() => "målvärde",
        Slot::LongTerm(_) if measure.long_term.is_some() => "långsiktigt",
        _ => return cell,
    };
    let address = [MEASURES, &measure.id.value, column].map(str::to_owned);
    match writing.figures.find(&address, None) {
        Ok(at) if is_stated => cell.of(at, address.join(".")),
        _ => cell,
    }
}

fn cell(measure: &Measure, slot: Slot<'_>, own: i32, bare: bool) -> Cell {
    match slot {
        Slot::Outcomes => {
            let lines = lines(outcome_lines(measure));
            match measure.latest() {
                Some((_, value)) => Cell::amounts(lines, Some(printed(measure, value))),
                None if measure.outcomes.iter().any(|outcome| !outcome.split.is_empty()) => Cell::amounts(lines, None),
                None => Cell::missing(lines),
            }
        }
        Slot::Outcome(year) => {
            let outcome = measure.outcomes.iter().find(|outcome| outcome.year.value == year);
            outcome.map_or_else(Cell::empty, |outcome| of_outcome(measure, outcome))
        }
        Slot::Peer(name, year) => {
            let peer = measure.peers.iter().filter(|peer| peer.name == name).max_by_key(|peer| peer.year);
            peer.map_or_else(Cell::empty, |peer| of_peer(measure, peer, year))
        }
        Slot::Trend => measure.trend().map_or_else(Cell::empty, |trend| Cell::text(vec![Inline::text(told(trend))])),
        Slot::OwnTarget => of_aim(measure, measure.target.as_ref(), &measure.target_split, target_text),
        Slot::Target(year) if year == own => {
            of_aim(measure, measure.target.as_ref(), &measure.target_split, bare_target)
        }
        Slot::Target(year) => {
            let aim = measure.aims.iter().find(|(other, _)| other.value == year).map(|(_, aim)| aim);
            aim.map_or_else(Cell::empty, |Aim { all, split }| of_aim(measure, all.as_ref(), split, bare_target))
        }
        Slot::LongTerm(year) => {
            let when = measure.long_term_year.filter(|_| year.is_none());
            let text = |measure: &Measure, target: &Target| {
                let when = when.map_or_else(String::new, |year| format!(" ({year})"));
                let text = if bare { bare_target(measure, target) } else { target_text(measure, target) };
                format!("{text}{when}")
            };
            of_aim(measure, measure.long_term.as_ref(), &[], text)
        }
        Slot::Status => Cell::text(vec![Inline::text(status(measure) + &judged_by(measure))]),
    }
}

/// An outcome, of all and of parts.
pub fn of_outcome(measure: &Measure, outcome: &Outcome) -> Cell {
    let mut texts: Vec<String> = outcome.value.iter().map(|value| printed(measure, value.value).text).collect();
    let split =
        |(part, value): &(String, Spanned<Decimal>)| format!("{part}{NBSP}{}", printed(measure, value.value).text);
    texts.extend(outcome.split.iter().map(split));
    match &outcome.value {
        Some(value) => Cell::amounts(lines(texts), Some(printed(measure, value.value))),
        None if texts.is_empty() => Cell::missing(vec![Inline::text("Saknas")]),
        None => Cell::amounts(lines(texts), None),
    }
}

fn of_peer(measure: &Measure, peer: &Peer, year: Option<i32>) -> Cell {
    // What the head says of the year needs no repeating.
    let when = if year.is_some() { String::new() } else { format!(" ({})", peer.year) };
    match &peer.standing {
        Standing::Value(value) => {
            let printed = printed(measure, value.value);
            Cell::amounts(vec![Inline::text(format!("{}{when}", printed.text))], Some(printed))
        }
        Standing::Rank { place, of } => {
            Cell::amounts(vec![Inline::text(format!("{}{NBSP}av{NBSP}{}{when}", place.value, of.value))], None)
        }
    }
}

/// What is to be reached, by all and by parts; words are no figure.
fn of_aim(
    measure: &Measure,
    all: Option<&Spanned<Target>>,
    split: &[(String, Spanned<Target>)],
    text: impl Fn(&Measure, &Target) -> String,
) -> Cell {
    let mut texts: Vec<String> = all.map(|target| text(measure, &target.value)).into_iter().collect();
    texts.extend(split.iter().map(|(part, target)| format!("{part}{NBSP}{}", text(measure, &target.value))));
    match all {
        None if texts.is_empty() => Cell::empty(),
        all => {
            let single = all.and_then(|target| target.value.single());
            Cell::amounts(lines(texts), single.map(|value| printed(measure, value)))
        }
    }
}

/// A trend in a shape and a word: `↑ Bättre`.
pub fn told(trend: Trend) -> String {
    let shape = match trend.moved {
        Ordering::Greater => '↑',
        Ordering::Less => '↓',
        Ordering::Equal => '→',
    };
    let word = match trend.better {
        Some(true) => "Bättre",
        Some(false) => "Sämre",
        None => "Oförändrat",
    };
    format!("{shape}{NBSP}{word}")
}

/// Texts on a line each.
fn lines(texts: Vec<String>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    for text in texts {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        content.push(Inline::text(text));
    }
    content
}

/// Whether this year's target is met, in words and never by colour alone.
pub fn status(measure: &Measure) -> String {
    let words = match (&measure.target, measure.meets_own()) {
        _ if measure.only_followed => "Följs utan målvärde",
        _ if !measure.has_target() => "Målvärde saknas",
        (Some(target), _) if matches!(target.value, Target::Words(_)) => "Bedöms i ord",
        (_, None) => "Kan inte bedömas",
        (_, Some(true)) => "Når målvärdet",
        (_, Some(false)) => "Når inte målvärdet",
    };
    words.to_owned()
}

/// The year that a target is judged by, said where a later year stands beside it as missing.
fn judged_by(measure: &Measure) -> String {
    let last = measure.outcomes.iter().map(|outcome| outcome.year.value).max();
    match (measure.latest(), &measure.target) {
        (Some((outcome, _)), Some(_)) if Some(outcome.year.value) != last => format!(" ({})", outcome.year.value),
        _ => String::new(),
    }
}

/// Outcomes, latest first; a year without value is said to be missing.
fn outcome_lines(measure: &Measure) -> Vec<String> {
    let mut outcomes: Vec<&Outcome> = measure.outcomes.iter().collect();
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.year.value));
    let mut lines: Vec<String> = Vec::new();
    for outcome in outcomes {
        let year = outcome.year.value;
        match &outcome.value {
            Some(value) => lines.push(format!("{}{NBSP}({year})", value_text(measure, value.value))),
            None if outcome.split.is_empty() => lines.push(format!("Saknas{NBSP}({year})")),
            // What is known only of parts says its year with each.
            None => {
                let dated = |value: &Spanned<Decimal>| format!("{}{NBSP}({year})", value_text(measure, value.value));
                lines.extend(outcome.split.iter().map(|(part, value)| format!("{part} {}", dated(value))));
                continue;
            }
        }
        lines.extend(outcome.split.iter().map(|(part, value)| format!("{part} {}", value_text(measure, value.value))));
    }
    if lines.is_empty() { vec!["Saknas".to_owned()] } else { lines }
}

/// A target as it is printed: `högst 5,5 %`.
pub fn target_text(measure: &Measure, target: &Target) -> String {
    target_with(measure, target, |figure| with_unit(measure, figure))
}

/// A target without its unit, in a table that has it elsewhere.
fn bare_target(measure: &Measure, target: &Target) -> String {
    target_with(measure, target, |figure| figure)
}

/// A target, with its last figure as it is to be.
fn target_with(measure: &Measure, target: &Target, last: impl Fn(String) -> String) -> String {
    let text = |value: &Decimal| last(printed(measure, *value).text);
    match target {
        Target::Value(value) => text(value),
        Target::AtLeast(value) => format!("minst {}", text(value)),
        Target::AtMost(value) => format!("högst {}", text(value)),
        Target::Between(low, high) => {
            let decimals = measure.decimals.max(low.normalize().scale()).max(high.normalize().scale());
            format!("{}–{}", swedish::number(*low, decimals), last(swedish::number(*high, decimals)))
        }
        Target::Words(words) => words.clone(),
    }
}

/// A value of a measure, with the decimals that it has.
fn printed(measure: &Measure, value: Decimal) -> Printed {
    Printed::new(value, measure.decimals.max(value.normalize().scale()))
}

/// A value of a measure as printed.
pub fn value_text(measure: &Measure, value: Decimal) -> String {
    with_unit(measure, printed(measure, value).text)
}

fn with_unit(measure: &Measure, text: String) -> String {
    match &measure.unit {
        unit if is_bare(unit) => text,
        unit => format!("{text}\u{a0}{}", unit.symbol()),
    }
}

/// An index is a bare number to its readers, and so is what has no unit.
fn is_bare(unit: &Unit) -> bool {
    matches!(unit, Unit::Other(name) if name == "index")
}
