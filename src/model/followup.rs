//! What a report says became of its plan: statuses, outcomes, judgements and the followed tables.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::kind::ThingKind;
use crate::quantity::period::{Period, Time};
use crate::source::{Id, Span, Spanned};

/// What kind of report it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// Of a part of the year, to the board and the council.
    Interim,
    /// Of the whole year.
    Annual,
    /// Of the months that have gone, for steering.
    Monthly,
}

impl ReportKind {
    /// Every kind with the word used in rapport.yaml.
    pub const WORDS: [(&'static str, Self); 3] =
        [("delårsrapport", Self::Interim), ("verksamhetsberättelse", Self::Annual), ("månadsrapport", Self::Monthly)];

    /// The word used in rapport.yaml.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The one that is meant: `rapporten`.
    pub fn the(self) -> &'static str {
        match self {
            Self::Interim | Self::Monthly => "rapporten",
            Self::Annual => "verksamhetsberättelsen",
        }
    }
}

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Nobody has begun.
    NotBegun,
    /// It is being done.
    UnderWay,
    /// It is done.
    Done,
    /// It was given up.
    Stopped,
}

impl Progress {
    /// Every status with the word used in sources.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("klart", Self::Done),
        ("pågår", Self::UnderWay),
        ("ej påbörjat", Self::NotBegun),
        ("avbrutet", Self::Stopped),
    ];

    /// The word used in sources.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }

    /// A shape that tells it from the others without colour.
    pub fn shape(self) -> char {
        match self {
            Self::NotBegun => '○',
            Self::UnderWay => '▶',
            Self::Done => '✓',
            Self::Stopped => '✗',
        }
    }

    /// Whether something is left to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotBegun | Self::UnderWay)
    }

    /// Whether it cannot have become this after the other.
    pub fn is_behind(self, before: Self) -> bool {
        self.is_open() && (before == Self::Done || before == Self::UnderWay && self == Self::NotBegun)
    }
}

/// How a goal is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is met.
    Met,
    /// It is met in part.
    Partly,
    /// It is not met.
    NotMet,
    /// Nobody can tell.
    Unknown,
}

impl Verdict {
    /// Every judgement with the word used in sources.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("uppfyllt", Self::Met),
        ("delvis", Self::Partly),
        ("inte", Self::NotMet),
        ("kan inte bedömas", Self::Unknown),
    ];

    /// The word used in sources.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, verdict)| *verdict == self).map_or("", |(word, _)| word)
    }

    /// A shape that tells it from the others without colour.
    pub fn shape(self) -> char {
        match self {
            Self::Met => '●',
            Self::Partly => '◆',
            Self::NotMet => '○',
            Self::Unknown => '□',
        }
    }

    /// As it is printed after its shape.
    pub fn told(self) -> &'static str {
        match self {
            Self::Met => "Uppfyllt",
            Self::Partly => "Delvis uppfyllt",
            Self::NotMet => "Inte uppfyllt",
            Self::Unknown => "Kan inte bedömas",
        }
    }
}

/// What a control came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlResult {
    /// Nothing was wrong.
    Clean,
    /// Something was.
    Remark,
    /// It was not made.
    NotMade,
}

impl ControlResult {
    /// Every result with the word used in sources.
    pub const WORDS: [(&'static str, Self); 3] =
        [("utan anmärkning", Self::Clean), ("med anmärkning", Self::Remark), ("inte gjord", Self::NotMade)];

    /// The word used in sources.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, result)| *result == self).map_or("", |(word, _)| word)
    }

    /// A shape that tells it from the others without colour.
    pub fn shape(self) -> char {
        match self {
            Self::Clean => '✓',
            Self::Remark => '▲',
            Self::NotMade => '○',
        }
    }
}

/// Which share of a goal's measures have to meet their targets, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judging {
    /// For the goal to be met.
    pub met: u32,
    /// For it to be met in part.
    pub partly: u32,
}

impl Default for Judging {
    /// All for a goal that is met, any for one that is met in part.
    fn default() -> Self {
        Self { met: 100, partly: 1 }
    }
}

/// What is said of an assignment, an activity, a milestone or an indicator.
#[derive(Debug, Clone)]
pub struct Progressed {
    /// What it is.
    pub kind: ThingKind,
    /// Its id in the plan.
    pub id: Id,
    /// How far it has come, when that is filled in.
    pub status: Option<Spanned<Progress>>,
    /// What has been done.
    pub text: Option<Spanned<String>>,
    /// What is left.
    pub left: Option<Spanned<String>>,
    /// Why it is not followed up, where it is not.
    pub dropped: Option<Spanned<String>>,
}

/// The outcome of a measure.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Its id in the plan.
    pub id: Id,
    /// The value of the period.
    pub value: Option<Spanned<Decimal>>,
    /// The same of parts, for example women and men.
    pub split: Vec<(String, Spanned<Decimal>)>,
    /// The value of the same period last year.
    pub before: Option<Spanned<Decimal>>,
    /// What is said of it.
    pub text: Option<Spanned<String>>,
    /// Why it is not followed up, where it is not.
    pub dropped: Option<Spanned<String>>,
}

impl Measured {
    /// Whether it has an outcome.
    pub fn is_known(&self) -> bool {
        self.value.is_some() || !self.split.is_empty()
    }
}

/// The judgement of a goal.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its id in the plan.
    pub id: Id,
    /// How it is judged, when that is filled in.
    pub verdict: Option<Spanned<Verdict>>,
    /// Why that is another judgement than the measures propose.
    pub reason: Option<Spanned<String>>,
    /// What is said of it.
    pub text: Option<Spanned<String>>,
    /// Why it is not followed up, where it is not.
    pub dropped: Option<Spanned<String>>,
}

/// What became of one of a risk's actions or controls, which are known by their number in the plan.
#[derive(Debug, Clone)]
pub struct Numbered<T> {
    /// Its number, from 1.
    pub number: Spanned<usize>,
    /// What became of it, when that is filled in.
    pub result: Option<Spanned<T>>,
    /// What is said of it.
    pub text: Option<Spanned<String>>,
}

/// What became of a risk.
#[derive(Debug, Clone)]
pub struct Controlled {
    /// Its id in the plan.
    pub id: Id,
    /// Its actions.
    pub actions: Vec<Numbered<Progress>>,
    /// Its controls.
    pub controls: Vec<Numbered<ControlResult>>,
    /// Its probability now.
    pub probability: Option<Spanned<u32>>,
    /// Its consequence now.
    pub consequence: Option<Spanned<u32>>,
    /// What is said of it.
    pub text: Option<Spanned<String>>,
    /// Why it is not followed up, where it is not.
    pub dropped: Option<Spanned<String>>,
}

impl Controlled {
    /// Its value now, when both are judged anew.
    pub fn value(&self) -> Option<u32> {
        Some(self.probability.as_ref()?.value.saturating_mul(self.consequence.as_ref()?.value))
    }
}

/// From which deviation a comment is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// So many per cent of the budget.
    Share(Decimal),
    /// So much in the table's unit.
    Amount(Decimal),
}

/// A table of the plan that is followed up.
#[derive(Debug, Clone)]
pub struct Economy {
    /// The table's id in the plan.
    pub table: Id,
    /// The id of the table of outcomes and forecasts.
    pub own: String,
    /// The ids of its columns, in the order budget, outcome, forecast where there is one.
    pub columns: Vec<String>,
    /// From which deviation a comment is wanted.
    pub bound: Option<Bound>,
    /// Whether all its rows have their outcomes and forecasts.
    pub is_filled: bool,
    /// What is said of single rows: the row's whole path, and where it is said.
    pub rows: Vec<EconomyRow>,
}

/// Id of the column of deviations in a followed table.
pub const DEVIATION: &str = "avvikelse";

/// Id of the column of the share used in a followed table.
pub const USED: &str = "förbrukat";

/// What is said of a row of a followed table.
#[derive(Debug, Clone)]
pub struct EconomyRow {
    /// Its groups and its id, `kostnader.personal`.
    pub path: String,
    /// Where it is said.
    pub span: Span,
    /// Whether it has a comment.
    pub is_commented: bool,
}

/// What a report says became of its plan.
#[derive(Debug, Clone)]
pub struct Followup {
    /// What kind of report it is.
    pub kind: ReportKind,
    /// The time that it is about, as the period of its outcomes.
    pub period: Spanned<Period>,
    /// Where the report as a whole is spoken of.
    pub place: Span,
    /// The title of its plan.
    pub plan_title: String,
    /// Assignments, activities, milestones and indicators.
    pub progressed: Vec<Progressed>,
    /// Measures.
    pub measured: Vec<Measured>,
    /// Goals.
    pub judged: Vec<Judged>,
    /// Risks.
    pub controlled: Vec<Controlled>,
    /// Tables.
    pub economy: Vec<Economy>,
    /// The report before this one.
    pub previous: Option<Arc<Followup>>,
}

impl Followup {
    /// What is said of an assignment and the like.
    pub fn progress(&self, kind: ThingKind, id: &str) -> Option<&Progressed> {
        self.progressed.iter().find(|own| own.kind == kind && own.id.value == id)
    }

    /// The outcome of a measure.
    pub fn measure(&self, id: &str) -> Option<&Measured> {
        self.measured.iter().find(|own| own.id.value == id)
    }

    /// The judgement of a goal.
    pub fn goal(&self, id: &str) -> Option<&Judged> {
        self.judged.iter().find(|own| own.id.value == id)
    }

    /// What became of a risk.
    pub fn risk(&self, id: &str) -> Option<&Controlled> {
        self.controlled.iter().find(|own| own.id.value == id)
    }

    /// How many months of the year it is about, from January.
    pub fn months(&self) -> u8 {
        match self.period.value.time {
            Time::AsOf { month, .. } => month,
            Time::Months { first, last, .. } => (last + 1).saturating_sub(first),
            Time::Year(_) | Time::Years { .. } | Time::Term => 12,
        }
    }
}
