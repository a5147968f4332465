//! The internal-control plan: risks, how they are judged, and what is done about them.

use crate::source::{Id, Spanned};

/// What risks are judged by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yardstick {
    /// The steps of probability.
    pub probability: Scale,
    /// The steps of consequence.
    pub consequence: Scale,
    /// From which value a risk has to be dealt with.
    pub threshold: Option<u32>,
}

/// The steps of a scale, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scale {
    /// So many numbers.
    Numbers(u32),
    /// A word for each, the first for 1.
    Words(Vec<String>),
}

impl Default for Scale {
    /// From 1 to 4, the practice in Swedish internal control.
    fn default() -> Self {
        Self::Numbers(4)
    }
}

impl Scale {
    /// How many steps it has.
    pub fn steps(&self) -> u32 {
        match self {
            Self::Numbers(steps) => *steps,
            Self::Words(words) => u32::try_from(words.len()).unwrap_or(u32::MAX),
        }
    }

    /// The word for a step, where steps have words.
    pub fn word(&self, step: u32) -> Option<&str> {
        match self {
            Self::Numbers(_) => None,
            Self::Words(words) => words.get(usize::try_from(step.checked_sub(1)?).ok()?).map(String::as_str),
        }
    }

    /// A step as it is printed: `Hög (4)`, or its number.
    pub fn told(&self, step: u32) -> String {
        self.word(step).map_or_else(|| step.to_string(), |word| format!("{word}\u{a0}({step})"))
    }
}

/// A probability and a consequence.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// How likely it is.
    pub probability: Spanned<u32>,
    /// How bad it is.
    pub consequence: Spanned<u32>,
}

impl Judgement {
    /// The value of the risk: probability × consequence.
    pub fn value(&self) -> u32 {
        self.probability.value.saturating_mul(self.consequence.value)
    }
}

/// What has been decided about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is borne as it is.
    Accepted,
    /// Something is done about it.
    Treated,
}

impl Decision {
    /// Every decision with the word used in sources.
    pub const WORDS: [(&'static str, Self); 2] = [("accepteras", Self::Accepted), ("åtgärdas", Self::Treated)];

    /// The word used in sources.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepteras",
            Self::Treated => "åtgärdas",
        }
    }
}

/// A risk.
#[derive(Debug, Clone)]
pub struct Risk {
    /// Id within the plan.
    pub id: Id,
    /// What its process or area belongs to, outermost first.
    pub categories: Vec<Spanned<String>>,
    /// Process or area.
    pub activity: Spanned<String>,
    /// The event.
    pub text: Spanned<String>,
    /// Common to all boards.
    pub region_wide: bool,
    /// Actions.
    pub actions: Vec<Action>,
    /// Controls that are made again and again.
    pub controls: Vec<Control>,
    /// Probability, a step of its scale.
    pub probability: Option<Spanned<u32>>,
    /// Consequence, a step of its scale.
    pub consequence: Option<Spanned<u32>>,
    /// How it is judged when the actions are done.
    pub after: Option<Judgement>,
    /// What has been decided, and why.
    pub decision: Option<(Decision, Option<Spanned<String>>)>,
    /// Ids of responsible units.
    pub responsible: Vec<Id>,
    /// When the actions are to be done.
    pub due: Option<String>,
}

impl Risk {
    /// Probability × consequence, when both are judged.
    pub fn value(&self) -> Option<u32> {
        Some(self.probability.as_ref()?.value.saturating_mul(self.consequence.as_ref()?.value))
    }

    /// Whether it has been decided that it is borne as it is.
    pub fn is_accepted(&self) -> bool {
        matches!(self.decision, Some((Decision::Accepted, _)))
    }

    /// Whether nothing is done about it although something ought to be: it is neither accepted, nor controlled, nor of
    /// less value than is dealt with.
    pub fn lacks_action(&self, yardstick: &Yardstick) -> bool {
        let is_treated = matches!(self.decision, Some((Decision::Treated, _)));
        let is_small = yardstick.threshold.is_some_and(|threshold| self.value().is_some_and(|value| value < threshold));
        self.actions.is_empty() && !self.is_accepted() && (is_treated || self.controls.is_empty() && !is_small)
    }
}

/// An action against a risk.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is to be done.
    pub text: Spanned<String>,
    /// Common to all boards.
    pub region_wide: bool,
}

/// A control: what is looked at, how and how often, by whom, and when it is reported.
#[derive(Debug, Clone)]
pub struct Control {
    /// What is controlled.
    pub text: Spanned<String>,
    /// How.
    pub method: Option<Spanned<String>>,
    /// How often.
    pub interval: Option<Spanned<String>>,
    /// Ids of the units that do it.
    pub responsible: Vec<Id>,
    /// When, or to whom, it is reported.
    pub report: Option<Spanned<String>>,
}
