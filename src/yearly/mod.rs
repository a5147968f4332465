//! The plan against last year's: what every figure was, and what is new, changed, continued and ended.
//!
//! A pure function of two plans and their figures. It is for readers of the pages: the PDF is the document as it was
//! decided, and compares nothing that its authors did not.

pub mod objects;
pub mod pairs;
pub mod tables;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::table::Table;
use crate::figures::Figures;
use crate::model::plan::Plan;
use crate::narrative;

/// A plan held against the year before.
#[derive(Debug, Serialize)]
pub struct Against {
    /// Year of the plan.
    pub year: i32,
    /// Year of the earlier plan.
    pub earlier_year: i32,
    /// Title of the earlier plan.
    pub earlier_title: String,
    /// Tables of figures that both plans have, in the plan's order.
    pub tables: Vec<Compared>,
    /// How many objects of each kind are new, changed, continued and ended.
    pub summary: Table,
    /// What each object is against last year, by its anchor.
    pub standings: BTreeMap<String, Standing>,
    /// The same kind by kind, and what has ended.
    pub kinds: Vec<Kind>,
    /// Kinds of which there are too many to be known by what they say: `uppdrag`.
    #[serde(skip)]
    pub untried: Vec<String>,
}

/// A table held against last year's.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// Anchor of the plan's own table.
    pub anchor: String,
    /// Its caption.
    pub caption: String,
    /// One table for each column that is compared.
    pub tables: Vec<Table>,
}

/// What an object is against last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not in last year's plan.
    New,
    /// In last year's plan, with other words or another target.
    Changed,
    /// In last year's plan, and the same.
    Continued,
}

/// What an object is against last year, in words.
#[derive(Debug, Serialize)]
pub struct Standing {
    /// What it is.
    pub state: State,
    /// The same in words: `Nytt i planen för 2025`.
    pub label: String,
    /// What last year's plan says where it differs.
    pub before: Vec<Before>,
}

/// A piece of last year's plan.
#[derive(Debug, Serialize)]
pub struct Before {
    /// What it is, for example `Årets målvärde i planen för 2024`.
    pub label: String,
    /// What it says.
    pub texts: Vec<String>,
}

/// All objects of a kind.
#[derive(Debug, Serialize)]
pub struct Kind {
    /// In the plural, for example `Uppdrag`.
    pub name: String,
    /// The same within a sentence.
    pub plural: String,
    /// Stable anchor.
    pub anchor: String,
    /// Heading of those that have ended: `Avslutade uppdrag`.
    pub ended_heading: String,
    /// Those that are new.
    pub new: Vec<Listed>,
    /// Those that are changed.
    pub changed: Vec<Listed>,
    /// Those that are the same.
    pub continued: Vec<Listed>,
    /// Those that last year's plan has, and this one has not.
    pub ended: Vec<Listed>,
}

/// An object in a list.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Anchor, in this year's plan.
    pub anchor: Option<String>,
    /// What it is called, for example `Uppdrag 31`.
    pub label: String,
    /// Its text.
    pub text: String,
}

/// Holds a plan against the one of the year before.
pub fn against(plan: &Plan, figures: &Figures, earlier: &Plan, earlier_figures: &Figures) -> Against {
    let anchors = narrative::anchors(plan, figures);
    let (standings, kinds, untried) = objects::compare(plan, earlier, &anchors);
    Against {
        year: plan.identity.year,
        earlier_year: earlier.identity.year,
        earlier_title: earlier.identity.title.clone(),
        tables: tables::compare((plan, figures), (earlier, earlier_figures), &anchors),
        summary: objects::summary(&kinds, earlier.identity.year),
        standings,
        kinds,
        untried,
    }
}
