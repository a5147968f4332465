//! Every kind of thing that a plan holds: the one list of them, with the words for each and how chapters show it.
//!
//! Whoever treats all kinds alike loops over [`crate::model::plan::Plan::things`] and asks the kind here.
//!
//! # Adding a kind
//! 1. Its record in the file of `model` where it belongs, and a field where it stands, in `Goal` or `Plan`.
//! 2. A variant here, with its [`Traits`] and its places in [`ThingKind::MATCHED`] and [`ThingKind::TOLD`].
//! 3. What it says, as `thing()` in `model/thing.rs`, and its place in the list there; its keys in `read`.
//! 4. Its form in `outputs/json`. What a goal holds in words is a card; anything else has its own blocks in `views`.
//! 5. The README, and a case.

use schemars::JsonSchema;
use serde::Serialize;

use crate::swedish::grammar::Gender::{self, Common, Neuter};

// The descriptions are read in the schema of `vplan diff --format json`, and are therefore Swedish.
/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(rename = "Kind", description = "Vilket slags sak.")]
#[serde(rename_all = "camelCase")]
pub enum ThingKind {
    /// plan.yaml.
    Plan,
    /// Ett område eller en stödfunktion.
    Unit,
    /// En tabell.
    Table,
    /// En kolumn.
    Column,
    /// En rad, grupp eller summa.
    Row,
    /// Ett belopp, eller ett annat tal i en tabell.
    Cell,
    /// En post: en rads alla belopp.
    Record,
    /// En not under en tabell.
    Note,
    /// En anmärkning under en tabell.
    Remark,
    /// En kontrollsumma.
    Control,
    /// En avstämning.
    Reconciliation,
    /// En förklarad avvikelse.
    Deviation,
    /// En förklarad omräkning.
    Restatement,
    /// Ett mål på någon nivå.
    Goal,
    /// Ett styrtal.
    Measure,
    /// En indikator.
    Indicator,
    /// Ett uppdrag.
    Assignment,
    /// En aktivitet.
    Activity,
    /// En milstolpe.
    Milestone,
    /// En risk.
    Risk,
    /// En åtgärd mot en risk.
    Action,
    /// Ett kapitel.
    Chapter,
    /// Ett stycke, en rubrik eller en punkt i en lista.
    Paragraph,
}

/// How chapters show things of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// By no call of their own.
    Within,
    /// Each by its id: `{{ tabell(id="driftbudget") }}`.
    Each(&'static str),
    /// Those of a goal together: `{{ uppdrag(malomrade="digitalisering") }}`.
    OfGoal(&'static str),
    /// All of them together: `{{ risker() }}`.
    Together(&'static str),
}

impl Shown {
    /// The function that shows them, if there is one.
    pub fn function(self) -> Option<&'static str> {
        match self {
            Self::Within => None,
            Self::Each(function) | Self::OfGoal(function) | Self::Together(function) => Some(function),
        }
    }
}

/// The part of a plan that changes are told of in: figures before words, and last what only guards the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// plan.yaml.
    Identity,
    /// Tables of figures.
    Tables,
    /// Goals and what belongs to them.
    Goals,
    /// The internal-control plan.
    Risks,
    /// Units.
    Organisation,
    /// Running text.
    Chapters,
    /// What figures are held against, and what is declared about that.
    Agreements,
}

/// What holds for all things of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// One: `risk`.
    pub one: &'static str,
    /// The one: `risken`.
    pub the: &'static str,
    /// Several: `risker`.
    pub many: &'static str,
    /// What adjectives agree with.
    pub gender: Gender,
    /// All of them, `riskerna`, where text can count them: `antal(vad="risker")`.
    pub counted: Option<&'static str>,
    /// The word before a thing's id in its anchor, and its key in `se(…)`, where things have anchors.
    pub anchor: Option<&'static str>,
    /// How chapters show them.
    pub shown: Shown,
    /// Whether they may have published numbers.
    pub numbered: bool,
    /// Whether their order among their like is something a reader sees.
    pub ordered: bool,
    /// Where they are told of.
    pub part: Part,
}

impl Traits {
    const fn new(part: Part, one: &'static str, the: &'static str, many: &'static str, gender: Gender) -> Self {
        let shown = Shown::Within;
        Self { one, the, many, gender, counted: None, anchor: None, shown, numbered: false, ordered: true, part }
    }

    const fn counted(self, all: &'static str) -> Self {
        Self { counted: Some(all), ..self }
    }

    const fn anchored(self, word: &'static str) -> Self {
        Self { anchor: Some(word), ..self }
    }

    const fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    const fn numbered(self) -> Self {
        Self { numbered: true, ..self }
    }

    const fn unordered(self) -> Self {
        Self { ordered: false, ..self }
    }
}

impl ThingKind {
    /// Every kind that is matched between two plans, in that order: what others are held by or refer to comes first.
    pub const MATCHED: [Self; 20] = [
        Self::Plan,
        Self::Unit,
        Self::Table,
        Self::Column,
        Self::Row,
        Self::Note,
        Self::Remark,
        Self::Control,
        Self::Reconciliation,
        Self::Deviation,
        Self::Restatement,
        Self::Goal,
        Self::Measure,
        Self::Indicator,
        Self::Assignment,
        Self::Activity,
        Self::Milestone,
        Self::Risk,
        Self::Action,
        Self::Chapter,
    ];

    /// Every kind that has anchors, in the order that readers are told of them.
    pub const TOLD: [Self; 8] = [
        Self::Table,
        Self::Goal,
        Self::Assignment,
        Self::Measure,
        Self::Activity,
        Self::Milestone,
        Self::Indicator,
        Self::Risk,
    ];

    /// What holds for all things of the kind.
    pub const fn traits(self) -> Traits {
        match self {
            Self::Plan => Traits::new(Part::Identity, "plan", "planen", "uppgifter om planen", Common).unordered(),
            Self::Unit => Traits::new(Part::Organisation, "område", "området", "områden", Neuter).counted("områdena"),
            Self::Table => Traits::new(Part::Tables, "tabell", "tabellen", "tabeller", Common)
                .anchored("tabell")
                .shown(Shown::Each("tabell"))
                .unordered(),
            Self::Column => Traits::new(Part::Tables, "kolumn", "kolumnen", "kolumner", Common),
            Self::Row => Traits::new(Part::Tables, "rad", "raden", "rader", Common),
            Self::Cell => Traits::new(Part::Tables, "belopp", "beloppet", "belopp", Neuter),
            Self::Record => Traits::new(Part::Tables, "post", "posten", "poster", Common),
            Self::Note => Traits::new(Part::Tables, "not", "noten", "noter", Common).unordered(),
            Self::Remark => Traits::new(Part::Tables, "anmärkning", "anmärkningen", "anmärkningar", Common),
            Self::Control => {
                Traits::new(Part::Agreements, "kontrollsumma", "kontrollsumman", "kontrollsummor", Common).unordered()
            }
            Self::Reconciliation => {
                Traits::new(Part::Agreements, "avstämning", "avstämningen", "avstämningar", Common).unordered()
            }
            Self::Deviation => {
                Traits::new(Part::Agreements, "avvikelse", "avvikelsen", "avvikelser", Common).unordered()
            }
            Self::Restatement => {
                Traits::new(Part::Agreements, "omräkning", "omräkningen", "omräkningar", Common).unordered()
            }
            Self::Goal => {
                Traits::new(Part::Goals, "mål", "målet", "mål", Neuter).counted("målen").anchored("mal").numbered()
            }
            Self::Measure => Traits::new(Part::Goals, "styrtal", "styrtalet", "styrtal", Neuter)
                .counted("styrtalen")
                .anchored("styrtal")
                .shown(Shown::OfGoal("styrtal"))
                .numbered(),
            Self::Indicator => Traits::new(Part::Goals, "indikator", "indikatorn", "indikatorer", Common)
                .counted("indikatorerna")
                .anchored("indikator")
                .shown(Shown::OfGoal("indikatorer")),
            Self::Assignment => Traits::new(Part::Goals, "uppdrag", "uppdraget", "uppdrag", Neuter)
                .counted("uppdragen")
                .anchored("uppdrag")
                .shown(Shown::OfGoal("uppdrag"))
                .numbered(),
            Self::Activity => Traits::new(Part::Goals, "aktivitet", "aktiviteten", "aktiviteter", Common)
                .counted("aktiviteterna")
                .anchored("aktivitet")
                .shown(Shown::OfGoal("aktiviteter")),
            Self::Milestone => Traits::new(Part::Goals, "milstolpe", "milstolpen", "milstolpar", Common)
                .counted("milstolparna")
                .anchored("milstolpe")
                .shown(Shown::OfGoal("milstolpar")),
            Self::Risk => Traits::new(Part::Risks, "risk", "risken", "risker", Common)
                .counted("riskerna")
                .anchored("risk")
                .shown(Shown::Together("risker")),
            Self::Action => Traits::new(Part::Risks, "åtgärd", "åtgärden", "åtgärder", Common).counted("åtgärderna"),
            Self::Chapter => Traits::new(Part::Chapters, "kapitel", "kapitlet", "kapitel", Neuter),
            Self::Paragraph => Traits::new(Part::Chapters, "stycke", "stycket", "stycken", Neuter),
        }
    }

    /// The kind whose anchors begin with a word, which is also its key in `se(…)`.
    pub fn anchored(word: &str) -> Option<Self> {
        Self::TOLD.into_iter().find(|kind| kind.traits().anchor == Some(word))
    }

    /// The kind that a function shows.
    pub fn shown_by(function: &str) -> Option<Self> {
        Self::TOLD.into_iter().find(|kind| kind.traits().shown.function() == Some(function))
    }

    /// The word for one and for several, and what a participle agrees with.
    pub fn words(self) -> (&'static str, &'static str, Gender) {
        let Traits { one, many, gender, .. } = self.traits();
        (one, many, gender)
    }

    /// Whether the order among its like is something a reader sees.
    pub fn is_ordered(self) -> bool {
        self.traits().ordered
    }

    /// Whether it is part of a table of figures, or one.
    pub fn is_of_tables(self) -> bool {
        matches!(self.traits().part, Part::Tables | Part::Agreements)
    }

    /// The part of the plan that it is told of in.
    pub fn part(self) -> u8 {
        self.traits().part as u8
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, ThingKind};

    #[test]
    fn the_lists_hold_every_kind_once() {
        for kind in ThingKind::MATCHED {
            let told = ThingKind::TOLD.iter().filter(|told| **told == kind).count();
            assert_eq!(told, usize::from(kind.traits().anchor.is_some()), "{kind:?} in TOLD");
            assert_eq!(ThingKind::MATCHED.iter().filter(|other| **other == kind).count(), 1, "{kind:?} in MATCHED");
            let shown = kind.traits().shown;
            assert!(shown == Shown::Within || kind.traits().anchor.is_some(), "{kind:?} is shown without an anchor");
        }
        assert!(ThingKind::TOLD.iter().all(|kind| ThingKind::MATCHED.contains(kind)));
    }
}
