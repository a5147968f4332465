//! Goals, measures, assignments, activities and indicators.
//!
//! One recursive type carries every goal model: målområde → målsättning → styrtal, and perspektiv →
//! strategi → mål → indikator alike. What a level is called is the author's word (`slag`).

use rust_decimal::Decimal;

use crate::quantity::unit::Unit;
use crate::source::{Id, Spanned};

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

/// A target value with its operator.
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
}

impl Target {
    /// The one figure of a target; an interval has none.
    pub fn single(&self) -> Option<Decimal> {
        match self {
            Self::Value(value) | Self::AtLeast(value) | Self::AtMost(value) => Some(*value),
            Self::Between(..) => None,
        }
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
    /// The value.
    pub value: Spanned<Decimal>,
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
    /// Long-term target.
    pub long_term: Option<Spanned<Target>>,
    /// Peers.
    pub peers: Vec<Peer>,
}

impl Measure {
    /// The latest outcome that has a value.
    pub fn latest(&self) -> Option<(&Outcome, Decimal)> {
        self.outcomes
            .iter()
            .filter_map(|outcome| outcome.value.as_ref().map(|value| (outcome, value.value)))
            .max_by_key(|(outcome, _)| outcome.year.value)
    }

    /// Whether the latest outcome meets a target; nothing when there is no outcome.
    pub fn meets(&self, target: &Target) -> Option<bool> {
        let (_, value) = self.latest()?;
        Some(match target {
            Target::Value(wanted) => match self.direction {
                Direction::Higher => value >= *wanted,
                Direction::Lower => value <= *wanted,
                Direction::Inside => value == *wanted,
            },
            Target::AtLeast(wanted) => value >= *wanted,
            Target::AtMost(wanted) => value <= *wanted,
            Target::Between(low, high) => (*low..=*high).contains(&value),
        })
    }
}
