//! A change as its reader is told of it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::kind::Kind;
use crate::compare::words::Word;
use crate::diagnostic::json::Place;
use crate::quantity::amount::{Amount, round};
use crate::quantity::unit::Unit;
use crate::swedish;
use crate::swedish::grammar::Gender;
use rust_decimal::Decimal;

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(description = "Vad som hände.")]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// tillagd: finns bara efteråt.
    Added,
    /// borttagen: fanns bara förut.
    Removed,
    /// ändrad: något i den skrevs om.
    Changed,
    /// flyttad: till något annat, eller till en annan plats i ordningen.
    Moved,
    /// omnumrerad: fick ett annat nummer.
    Renumbered,
    /// omdöpt: fick ett annat namn eller id.
    Renamed,
}

impl Change {
    /// Every change, in the order of the summary.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Removed, Self::Changed, Self::Moved, Self::Renumbered, Self::Renamed];

    /// The word, agreeing with a noun of common gender, a neuter one, or several.
    pub fn word(self, gender: Gender) -> &'static str {
        let words = match self {
            Self::Added => ["tillagd", "tillagt", "tillagda"],
            Self::Removed => ["borttagen", "borttaget", "borttagna"],
            Self::Changed => ["ändrad", "ändrat", "ändrade"],
            Self::Moved => ["flyttad", "flyttat", "flyttade"],
            Self::Renumbered => ["omnumrerad", "omnumrerat", "omnumrerade"],
            Self::Renamed => ["omdöpt", "omdöpt", "omdöpta"],
        };
        gender.of(words)
    }
}

/// One change, with what it caused.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(description = "En ändring som någon har skrivit, och vad den förde med sig.")]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Vad som hände.
    pub change: Change,
    /// Vilket slags sak det gäller.
    pub kind: Kind,
    /// Sakens namn, som en läsare ser det.
    pub name: String,
    /// Var saken hör hemma: tabellens rubrik, målets namn, kapitlets rubrik.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Sakens adress: tabell.rad.kolumn för ett belopp, annars dess id.
    pub address: String,
    /// Adressen förut, när den var en annan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier_address: Option<String>,
    /// Ankaret i det byggda dokumentet, när saken har ett.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Vad i saken som ändrades, till exempel namn eller målvärde.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Vad där stod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Vad där står.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Skillnaden, när båda är tal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Texten ord för ord, när den har skrivits om.
    pub words: Vec<Word>,
    /// Vad en tillagd eller borttagen sak säger: den själv, och sedan vad som hör till den.
    pub content: Vec<Content>,
    /// Platsen förut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_before: Option<Place>,
    /// Platsen nu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_after: Option<Place>,
    /// Vad ändringen förde med sig, det närmaste först.
    pub effects: Vec<Effect>,
}

/// What a thing says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Vad en sak säger.")]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Vilket slags sak.
    pub kind: Kind,
    /// Sakens adress.
    pub address: String,
    /// Sakens namn.
    pub name: String,
    /// Fälten, i den ordning de hör till saken.
    pub fields: Vec<Stated>,
}

/// A field and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Ett fält och dess värde.")]
#[serde(rename_all = "camelCase")]
pub struct Stated {
    /// Fältet; för ett belopp kolumnens id.
    pub name: String,
    /// Värdet.
    pub value: String,
}

impl Finding {
    /// How many things belong to it and came or went with it.
    pub fn parts(&self) -> usize {
        self.content.len().saturating_sub(1)
    }

    /// The place that is there to look at: the later one, if there is any.
    pub fn place(&self) -> Option<&Place> {
        self.place_after.as_ref().or(self.place_before.as_ref())
    }
}

/// What kind of thing follows from a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(description = "Vad som följer av en ändring.")]
#[serde(rename_all = "camelCase")]
pub enum Consequence {
    /// Ett beräknat tal blev ett annat.
    Figure,
    /// En mening skriver ut något annat.
    Sentence,
    /// En kontrollsumma stämmer inte längre.
    ControlBroken,
    /// En kontrollsumma stämmer nu.
    ControlMended,
    /// En avstämning går inte längre ihop.
    ReconciliationBroken,
    /// En avstämning går nu ihop.
    ReconciliationMended,
    /// En förklarad avvikelse avviker inte längre.
    DeviationGone,
    /// Något avviker nu, så som det är förklarat.
    DeviationBack,
}

/// Something computed that a change caused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Något beräknat som en ändring förde med sig.")]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// Vad för slags följd.
    pub consequence: Consequence,
    /// Namnet: raden och kolumnen, avstämningens namn, kapitlets rubrik.
    pub name: String,
    /// Cellens adress, när det gäller en cell.
    pub address: String,
    /// Förut.
    pub before: String,
    /// Nu.
    pub after: String,
    /// Skillnaden, när båda är tal. Den är hela skillnaden, också när flera ändringar har del i den.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Platsen nu.
    pub place: Place,
    /// Hur många ändringar som har del i följden.
    pub causes: usize,
    /// Följden har redan nämnts under en tidigare ändring.
    pub repeated: bool,
}

/// How much a figure changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Hur mycket ett tal ändrades.")]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Skillnaden som den skrivs, med tecken och enhet.
    pub text: String,
    /// Exakt, med decimalpunkt.
    pub exact: String,
    /// I procent av det tidigare talet, som den skrivs; saknas när det var noll eller självt är en andel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
}

impl Difference {
    /// The difference between two amounts of one unit; nothing between others, or where nothing changed.
    pub fn between(before: &Amount, after: &Amount, decimals: u32) -> Option<Self> {
        let difference = after.minus(before).ok().filter(|difference| !difference.value.is_zero())?;
        // A difference that is smaller than what is printed is told with the digits it takes.
        let scale = if round(difference.value, decimals).is_zero() { decimals + 4 } else { decimals };
        let scale = difference.value.normalize().scale().min(scale).max(decimals);
        let sign = if difference.value > Decimal::ZERO { "+" } else { "" };
        let share = difference.unit == Unit::Percent;
        let unit = if share { Unit::Other("procentenheter".to_owned()) } else { difference.unit };
        let text = format!("{sign}{}", swedish::amount(&Amount::new(difference.value, unit), scale));
        // A share of a share says nothing, and neither does one of nothing or of the opposite.
        let same_side = before.value.is_sign_negative() == after.value.is_sign_negative() || after.value.is_zero();
        let percent = (!share && same_side && !before.value.is_zero())
            .then(|| difference.value.checked_div(before.value.abs())?.checked_mul(Decimal::ONE_HUNDRED))
            .flatten()
            .filter(|percent| !round(*percent, 1).is_zero())
            .map(|percent| format!("{sign}{}", swedish::amount(&Amount::new(percent, Unit::Percent), 1)));
        Some(Self { text, exact: difference.value.normalize().to_string(), percent })
    }
}

/// A cell of either side: the later side's cells, and behind them those that only the earlier side has.
pub type Node = usize;

/// Where in the order of reading a finding stands: part of the plan, position, and field.
pub type Order = (u8, usize, u8, usize);

/// A finding before its consequences are known.
pub struct Draft {
    /// The finding.
    pub finding: Finding,
    /// The cells that it touches by itself.
    pub seeds: Vec<Node>,
    /// Cells that it is about without changing them, such as a control total's.
    pub touches: Vec<Node>,
    /// Words by which text asks for it: its ids, or what is counted.
    pub asked_by: Vec<String>,
    /// Where it stands among the others.
    pub order: Order,
    /// Paths of the files it was and is in, relative to the plan.
    pub files: [Option<String>; 2],
}

impl Draft {
    /// Whether a thing that one side lacks is really lacking: a file that could not be read may hold it.
    pub fn can_be_told(&self, unread: &[BTreeSet<String>; 2]) -> bool {
        let lacking = match self.finding.change {
            Change::Added => 0,
            Change::Removed => 1,
            _ => return true,
        };
        self.files.iter().flatten().all(|file| !unread[lacking].contains(file))
    }
}

impl Finding {
    /// A finding of nothing yet.
    pub fn empty(change: Change) -> Self {
        Self {
            change,
            kind: Kind::Plan,
            name: String::new(),
            within: None,
            address: String::new(),
            earlier_address: None,
            anchor: None,
            field: None,
            before: None,
            after: None,
            difference: None,
            words: Vec::new(),
            content: Vec::new(),
            place_before: None,
            place_after: None,
            effects: Vec::new(),
        }
    }
}

impl Draft {
    /// A draft of nothing yet.
    pub fn empty(change: Change) -> Self {
        Self {
            finding: Finding::empty(change),
            seeds: Vec::new(),
            touches: Vec::new(),
            asked_by: Vec::new(),
            order: (u8::MAX, 0, 0, 0),
            files: [None, None],
        }
    }
}
