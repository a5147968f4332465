//! A change as its reader is told of it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::correspondence::{Node, ThingRef};
use crate::compare::sides::{Sides, When};
use crate::compare::words::Word;
use crate::diagnostic::json::{Place, place};
use crate::figures::CellId;
use crate::model::kind::ThingKind;
use crate::quantity::amount::{Amount, round};
use crate::quantity::unit::Unit;
use crate::source::Span;
use crate::swedish;
use crate::swedish::grammar::Gender;

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

/// Position of a passage in its own plan's running text.
pub type PassageRef = usize;

/// One change that a person wrote, with what it caused.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What happened.
    pub change: Change,
    /// What kind of thing it happened to.
    pub kind: ThingKind,
    /// The thing's name, as a reader sees it.
    pub name: String,
    /// Where the thing belongs: its table's caption, its goal's name, its chapter's heading.
    pub within: Option<String>,
    /// The thing's address: `tabell.rad.kolumn` of a cell, and else its id.
    pub address: String,
    /// Its address before, where that was another.
    pub earlier_address: Option<String>,
    /// Its anchor in the built document, where it has one.
    pub anchor: Option<String>,
    /// What of the thing was changed.
    pub aspect: Option<Aspect>,
    /// What it said and says.
    pub texts: Sides<Option<String>>,
    /// The difference, where both are figures.
    pub difference: Option<Difference>,
    /// The text word by word, where it was rewritten.
    pub words: Vec<Word>,
    /// What a thing that came or went says: itself, and then what belongs to it.
    pub content: Vec<Content>,
    /// Where it was and is written.
    pub places: Sides<Option<Place>>,
    /// What it caused, the nearest first.
    pub effects: Vec<Effect>,
    /// What it is about, for whoever shows it where it stands.
    pub about: About,
}

/// What a finding is about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The thing; of a paragraph its chapter.
    pub thing: Sides<Option<ThingRef>>,
    /// Other things that say the same from the same place: a unit's name is that of its rows.
    pub also: Vec<Sides<ThingRef>>,
    /// Things that came or went with it, on the side that has them.
    pub parts: Vec<ThingRef>,
    /// The cell.
    pub cell: Sides<Option<CellId>>,
    /// The paragraphs.
    pub paragraphs: Sides<Vec<ParagraphRef>>,
}

/// A paragraph of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParagraphRef {
    /// As its readers meet it: its passages, in order.
    Printed(Vec<PassageRef>),
    /// As it is written, where nothing of it is running text: code, a picture.
    Written(String),
}

/// What of a thing was changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Its place among its like.
    Order,
    /// Its id.
    Id,
    /// The name of its file.
    File,
    /// One of its fields.
    Field(String),
}

impl Aspect {
    /// The word for it.
    pub fn word(&self) -> &str {
        match self {
            Self::Order => "ordning",
            Self::Id => "id",
            Self::File => "fil",
            Self::Field(name) => name,
        }
    }
}

/// What a thing says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Vad en sak säger.")]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Vilket slags sak.
    pub kind: ThingKind,
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

    /// Whether it is about what only those who write the plan see: an id, or the name of a file.
    pub fn is_inward(&self) -> bool {
        matches!(self.aspect, Some(Aspect::Id | Aspect::File))
    }

    /// The place that is there to look at: the later one, if there is any.
    pub fn place(&self) -> Option<&Place> {
        self.places.last()
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
    /// The figure that became another.
    #[serde(skip)]
    pub cell: Option<CellId>,
    /// The passage that prints something else.
    #[serde(skip)]
    pub passage: Option<PassageRef>,
}

impl Effect {
    /// An effect of one change at a place.
    pub fn of(consequence: Consequence, span: &Span, before: String, after: String) -> Self {
        Self {
            consequence,
            name: String::new(),
            address: String::new(),
            before,
            after,
            difference: None,
            place: place(span),
            causes: 1,
            repeated: false,
            cell: None,
            passage: None,
        }
    }
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
        Self::printed(before, after, decimals, None)
    }

    /// The same of two figures that are told as they are printed: a reader who subtracts the one from the other comes to
    /// what is told.
    pub fn printed(before: &Amount, after: &Amount, decimals: u32, printed: Option<Sides<Decimal>>) -> Option<Self> {
        let exact = after.minus(before).ok().filter(|difference| !difference.value.is_zero())?;
        let told = printed.map(|printed| printed.after - printed.before).filter(|told| !told.is_zero());
        let difference = Amount::new(told.unwrap_or(exact.value), exact.unit.clone());
        // With the digits that the figures themselves are told with.
        let digits = |value: Decimal| value.normalize().scale().min(decimals + 4);
        let scale = match printed {
            Some(_) => decimals,
            None => digits(before.value).max(digits(after.value)).max(decimals),
        };
        let sign = if difference.value > Decimal::ZERO { "+" } else { "" };
        let share = difference.unit == Unit::Percent;
        let unit = if share { Unit::Points } else { difference.unit };
        let text = format!("{sign}{}", swedish::amount(&Amount::new(difference.value, unit), scale));
        // A share of a share says nothing, and neither does one of nothing or of the opposite.
        let same_side = before.value.is_sign_negative() == after.value.is_sign_negative() || after.value.is_zero();
        let percent = (!share && same_side && !before.value.is_zero())
            .then(|| exact.value.checked_div(before.value.abs())?.checked_mul(Decimal::ONE_HUNDRED))
            .flatten()
            .filter(|percent| !round(*percent, 1).is_zero())
            .map(|percent| format!("{sign}{}", swedish::amount(&Amount::new(percent, Unit::Percent), 1)));
        Some(Self { text, exact: exact.value.normalize().to_string(), percent })
    }
}

/// Where in the order of reading a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// The part of the plan, by [`ThingKind::part`].
    pub part: u8,
    /// The later plan's thing that it is about, or the one that what is gone stood behind.
    pub thing: usize,
    /// Whether the thing is gone: it stands behind what is left before it.
    pub gone: bool,
    /// The column or the paragraph within the thing; for what is gone, the thing's own position before.
    pub within: usize,
    /// For a paragraph that is gone, its own position before.
    pub behind: usize,
}

impl Order {
    /// That of something in a thing that both plans have.
    pub fn of(kind: ThingKind, thing: usize) -> Self {
        Self { part: kind.part(), thing, gone: false, within: 0, behind: 0 }
    }
}

/// A finding before its consequences are known.
#[derive(Debug, Clone)]
pub struct UnattributedFinding {
    /// The finding.
    pub finding: Finding,
    /// The cells that it changes by itself.
    pub seeds: Vec<Node>,
    /// Cells that it is about without changing them, such as a control total's.
    pub touches: Vec<Node>,
    /// Words by which text asks for it: its ids, or what is counted.
    pub asked_by: Vec<String>,
    /// Where it stands among the others.
    pub order: Order,
    /// Paths of the files it was and is in, relative to the plan.
    pub files: Sides<Option<String>>,
}

impl UnattributedFinding {
    /// A finding that touches no figure.
    pub fn of(finding: Finding, order: Order) -> Self {
        Self { finding, seeds: Vec::new(), touches: Vec::new(), asked_by: Vec::new(), order, files: Sides::default() }
    }

    /// Whether what one side lacks is really lacking: a file that could not be read may hold it. `unread` may hold more
    /// than could be read, and nothing of `unknown` could be.
    pub fn can_be_told(&self, unread: &Sides<BTreeSet<String>>, unknown: &Sides<&BTreeSet<String>>) -> bool {
        if self.files.iter().flatten().any(|file| unknown.iter().any(|unknown| unknown.contains(file))) {
            return false;
        }
        let lacking = match self.finding.change {
            Change::Added => When::Before,
            Change::Removed => When::After,
            _ => return true,
        };
        self.files.iter().flatten().all(|file| !unread[lacking].contains(file))
    }
}

impl Finding {
    /// A finding of which nothing is known yet but what happened to what.
    pub fn of(change: Change, kind: ThingKind) -> Self {
        Self {
            change,
            kind,
            name: String::new(),
            within: None,
            address: String::new(),
            earlier_address: None,
            anchor: None,
            aspect: None,
            texts: Sides::default(),
            difference: None,
            words: Vec::new(),
            content: Vec::new(),
            places: Sides::default(),
            effects: Vec::new(),
            about: About::default(),
        }
    }
}
