//! Goals, measures, assignments, activities and indicators.
//!
//! One recursive type carries every goal model: målområde → målsättning → styrtal, and perspektiv →
//! strategi → mål → indikator alike. What a level is called is the author's word (`slag`).

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::quantity::unit::Unit;
use crate::source::{Id, Span, Spanned};

/// A goal, or an area or perspective that holds goals.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Id within the plan.
    pub id: Id,
    /// What it is called before its number, for example `Målsättning`.
    pub kind: Option<String>,
    /// Its published number.
    pub number: Option<Spanned<u32>>,
    /// Its text.
    pub name: Spanned<String>,
    /// Measures followed up with figures.
    pub measures: Vec<Measure>,
    /// Indicators followed up in words.
    pub indicators: Vec<Point>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
    /// Activities.
    pub activities: Vec<Point>,
    /// Milestones on the way.
    pub milestones: Vec<Milestone>,
    /// Goals under this one.
    pub children: Vec<Goal>,
}

/// An assignment from the council (numbered) or from the board itself.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// Id: the given one, else the number as text.
    pub id: Id,
    /// The council's number; none for the board's own assignment.
    pub number: Option<Spanned<u32>>,
    /// What is to be done.
    pub text: Spanned<String>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
}

/// An activity or indicator: a text with an id.
#[derive(Debug, Clone)]
pub struct Point {
    /// Id within its kind.
    pub id: Id,
    /// The text.
    pub text: Spanned<String>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
}

/// A milestone: something that is to be reached on the way to a goal.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// Id within its kind.
    pub id: Id,
    /// What is to be reached.
    pub text: Spanned<String>,
    /// When.
    pub due: Option<Spanned<String>>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
}

/// What is better for a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Inside an interval is best.
    Inside,
}

impl Direction {
    /// Every direction with the word used in sources.
    pub const WORDS: [(&'static str, Self); 3] =
        [("högre", Self::Higher), ("lägre", Self::Lower), ("intervall", Self::Inside)];
}

/// A target: a value with its operator, or words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A value; the measure's direction says on which side it is met.
    Value(Decimal),
    /// At least.
    AtLeast(Decimal),
    /// At most.
    AtMost(Decimal),
    /// Within, ends included.
    Between(Decimal, Decimal),
    /// No value: `enligt plan`.
    Words(String),
}

impl Target {
    /// The one figure of a target; an interval and words have none.
    pub fn single(&self) -> Option<Decimal> {
        match self {
            Self::Value(value) | Self::AtLeast(value) | Self::AtMost(value) => Some(*value),
            Self::Between(..) | Self::Words(_) => None,
        }
    }

    /// The lowest and the highest value that meet it most closely; words have none.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Value(value) | Self::AtLeast(value) | Self::AtMost(value) => Some((*value, *value)),
            Self::Between(low, high) => Some((*low, *high)),
            Self::Words(_) => None,
        }
    }

    /// Whether a value meets it; nothing where words decide.
    fn is_met(&self, value: Decimal, direction: Direction) -> Option<bool> {
        Some(match self {
            Self::Value(wanted) => match direction {
                Direction::Higher => value >= *wanted,
                Direction::Lower => value <= *wanted,
                Direction::Inside => value == *wanted,
            },
            Self::AtLeast(wanted) => value >= *wanted,
            Self::AtMost(wanted) => value <= *wanted,
            Self::Between(low, high) => (*low..=*high).contains(&value),
            Self::Words(_) => return None,
        })
    }
}

/// What is to be reached in a year: by all, by women and by men.
#[derive(Debug, Clone, Default)]
pub struct Aim {
    /// By all together.
    pub all: Option<Spanned<Target>>,
    /// By parts, for example women and men.
    pub split: Vec<(String, Spanned<Target>)>,
}

impl Aim {
    /// Whether nothing is to be reached.
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.split.is_empty()
    }

    /// Its targets: that of all, then those of parts with their names.
    pub fn targets(&self) -> impl Iterator<Item = (Option<&str>, &Spanned<Target>)> {
        let parts = self.split.iter().map(|(part, target)| (Some(part.as_str()), target));
        self.all.iter().map(|target| (None, target)).chain(parts)
    }
}

/// An outcome of a year; without value it is missing.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The year measured.
    pub year: Spanned<i32>,
    /// The value, unless missing.
    pub value: Option<Spanned<Decimal>>,
    /// The same measure for parts, for example women and men.
    pub split: Vec<(String, Spanned<Decimal>)>,
}

/// A peer's value for comparison.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Who, for example `Riket`.
    pub name: String,
    /// The year measured.
    pub year: i32,
    /// How it stands there.
    pub standing: Standing,
}

/// How a measure stands elsewhere, or among others.
#[derive(Debug, Clone)]
pub enum Standing {
    /// Another's value.
    Value(Spanned<Decimal>),
    /// One's own place among so many.
    Rank {
        /// The place, from 1.
        place: Spanned<u32>,
        /// Among how many.
        of: Spanned<u32>,
    },
}

impl Standing {
    /// Where it is written.
    pub fn span(&self) -> &Span {
        match self {
            Self::Value(value) => &value.span,
            Self::Rank { place, .. } => &place.span,
        }
    }
}

/// Where the outcomes of a measure are going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trend {
    /// How the value has moved.
    pub moved: Ordering,
    /// Whether that is the better way; nothing when it has not moved.
    pub better: Option<bool>,
}

/// A measure (styrtal).
#[derive(Debug, Clone)]
pub struct Measure {
    /// Id within the plan.
    pub id: Id,
    /// Its published number.
    pub number: Option<Spanned<u32>>,
    /// Its name.
    pub name: Spanned<String>,
    /// An explanation.
    pub description: Option<Spanned<String>>,
    /// Unit of all its values.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// What is better.
    pub direction: Direction,
    /// Outcomes, latest last.
    pub outcomes: Vec<Outcome>,
    /// Target of the plan's year.
    pub target: Option<Spanned<Target>>,
    /// The same for parts, for example women and men.
    pub target_split: Vec<(String, Spanned<Target>)>,
    /// Whether it is followed without a target, and is meant to be.
    pub only_followed: bool,
    /// What is to be reached in other years, earliest first.
    pub aims: Vec<(Spanned<i32>, Aim)>,
    /// Long-term target.
    pub long_term: Option<Spanned<Target>>,
    /// The year of the long-term target, where it has one.
    pub long_term_year: Option<i32>,
    /// Peers.
    pub peers: Vec<Peer>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
}

impl Measure {
    /// The latest outcome that has a value.
    pub fn latest(&self) -> Option<(&Outcome, Decimal)> {
        self.outcomes
            .iter()
            .filter_map(|outcome| outcome.value.as_ref().map(|value| (outcome, value.value)))
            .max_by_key(|(outcome, _)| outcome.year.value)
    }

    /// Whether the latest outcome meets a target; nothing when there is no outcome, or words decide.
    pub fn meets(&self, target: &Target) -> Option<bool> {
        let (_, value) = self.latest()?;
        target.is_met(value, self.direction)
    }

    /// Whether the latest outcome meets this year's target: that of all, or where there is none those of every part.
    pub fn meets_own(&self) -> Option<bool> {
        if let Some(target) = &self.target {
            return self.meets(&target.value);
        }
        let outcome = self.outcomes.iter().max_by_key(|outcome| outcome.year.value)?;
        let met = self.target_split.iter().map(|(part, target)| {
            let (_, value) = outcome.split.iter().find(|(own, _)| own == part)?;
            target.value.is_met(value.value, self.direction)
        });
        met.collect::<Option<Vec<bool>>>().filter(|met| !met.is_empty()).map(|met| met.iter().all(|met| *met))
    }

    /// Every target with the words for when and for whom it is: `målvärde`, `målvärde 2027`, `målvärde 2027, kvinnor`.
    pub fn all_targets(&self) -> Vec<(String, &Spanned<Target>)> {
        let named = |when: &str, part: Option<&str>| match part {
            Some(part) => format!("{when}, {part}"),
            None => when.to_owned(),
        };
        let own = self.target.iter().map(|target| (None, target));
        let split = self.target_split.iter().map(|(part, target)| (Some(part.as_str()), target));
        let own = own.chain(split).map(|(part, target)| (named("målvärde", part), target));
        let aims = self.aims.iter().flat_map(|(year, aim)| {
            aim.targets().map(move |(part, target)| (named(&format!("målvärde {}", year.value), part), target))
        });
        let long = self.long_term_year.map_or_else(String::new, |year| format!(" {year}"));
        let long_term = self.long_term.iter().map(move |target| (format!("långsiktigt målvärde{long}"), target));
        own.chain(aims).chain(long_term).collect()
    }

    /// Whether there is something to reach in the plan's year.
    pub fn has_target(&self) -> bool {
        self.target.is_some() || !self.target_split.is_empty()
    }

    /// Where it is going: the latest outcome against the one before it that has a value. Where a span is best it is
    /// better to come nearer to this year's target.
    pub fn trend(&self) -> Option<Trend> {
        let mut known: Vec<(i32, Decimal)> = self
            .outcomes
            .iter()
            .filter_map(|outcome| Some((outcome.year.value, outcome.value.as_ref()?.value)))
            .collect();
        known.sort_unstable();
        let [.., (_, before), (_, latest)] = known[..] else { return None };
        self.moved(before, latest)
    }

    /// Where a value has gone from another.
    pub fn moved(&self, before: Decimal, latest: Decimal) -> Option<Trend> {
        let moved = latest.cmp(&before);
        if moved == Ordering::Equal {
            return Some(Trend { moved, better: None });
        }
        let better = match self.direction {
            Direction::Higher => moved == Ordering::Greater,
            Direction::Lower => moved == Ordering::Less,
            Direction::Inside => {
                let (low, high) = self.target.as_ref()?.value.ends()?;
                let off = |value: Decimal| (low - value).max(value - high).max(Decimal::ZERO);
                match off(latest).cmp(&off(before)) {
                    Ordering::Equal => return None,
                    nearer => nearer == Ordering::Less,
                }
            }
        };
        Some(Trend { moved, better: Some(better) })
    }
}
