//! Kinds of things in a plan, and the words for them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diff::finding::Gender;

/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(description = "Vilket slags sak.")]
#[serde(rename_all = "camelCase")]
pub enum Kind {
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
    /// En risk.
    Risk,
    /// En åtgärd mot en risk.
    Action,
    /// Ett kapitel.
    Chapter,
    /// Ett stycke, en rubrik eller en punkt i en lista.
    Paragraph,
}

impl Kind {
    /// Every kind of an inventory, in the order they are matched: what others are held by or refer to comes first.
    pub const MATCHED: [Self; 19] = [
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
        Self::Risk,
        Self::Action,
        Self::Chapter,
    ];

    /// The word for one and for several, and what a participle agrees with.
    pub fn words(self) -> (&'static str, &'static str, Gender) {
        use Gender::{Common, Neuter};
        match self {
            Self::Plan => ("plan", "uppgifter om planen", Common),
            Self::Unit => ("område", "områden", Neuter),
            Self::Table => ("tabell", "tabeller", Common),
            Self::Column => ("kolumn", "kolumner", Common),
            Self::Row => ("rad", "rader", Common),
            Self::Cell => ("belopp", "belopp", Neuter),
            Self::Record => ("post", "poster", Common),
            Self::Note => ("not", "noter", Common),
            Self::Remark => ("anmärkning", "anmärkningar", Common),
            Self::Control => ("kontrollsumma", "kontrollsummor", Common),
            Self::Reconciliation => ("avstämning", "avstämningar", Common),
            Self::Deviation => ("avvikelse", "avvikelser", Common),
            Self::Restatement => ("omräkning", "omräkningar", Common),
            Self::Goal => ("mål", "mål", Neuter),
            Self::Measure => ("styrtal", "styrtal", Neuter),
            Self::Indicator => ("indikator", "indikatorer", Common),
            Self::Assignment => ("uppdrag", "uppdrag", Neuter),
            Self::Activity => ("aktivitet", "aktiviteter", Common),
            Self::Risk => ("risk", "risker", Common),
            Self::Action => ("åtgärd", "åtgärder", Common),
            Self::Chapter => ("kapitel", "kapitel", Neuter),
            Self::Paragraph => ("stycke", "stycken", Neuter),
        }
    }

    /// Whether the order among its like is something a reader sees.
    pub fn is_ordered(self) -> bool {
        !matches!(
            self,
            Self::Plan
                | Self::Table
                | Self::Note
                | Self::Control
                | Self::Reconciliation
                | Self::Deviation
                | Self::Restatement
        )
    }

    /// Whether it is part of a table of figures.
    pub fn is_of_tables(self) -> bool {
        self.part() == 1
    }

    /// The part of the plan that it is told of in: figures first.
    pub fn part(self) -> u8 {
        match self {
            Self::Plan => 0,
            Self::Goal | Self::Measure | Self::Indicator | Self::Assignment | Self::Activity => 2,
            Self::Risk | Self::Action => 3,
            Self::Unit => 4,
            Self::Chapter | Self::Paragraph => 5,
            _ => 1,
        }
    }
}
