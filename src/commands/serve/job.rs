//! What there is to do for the one who reads, draws and writes the plans.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot::Sender;

use crate::commands::serve::against::{Against, Changes};

/// Something to do.
pub enum Job {
    /// Something may have been saved.
    Look,
    /// Writes a value, and says how that went.
    Write(Change, Sender<Written>),
    /// Takes back the last change, or makes it again.
    Step(Step, Sender<Written>),
    /// Says what has been changed in a plan, or why nobody can tell.
    Compare(Comparing, Sender<Result<Arc<Changes>, String>>),
    /// Saves a version of a plan.
    Save(Save, Sender<Written>),
}

/// Which way through the changes that have been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Back.
    Undo,
    /// On.
    Redo,
}

/// What is to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparing {
    /// The plan.
    pub plan: String,
    /// What it is held against.
    pub against: Against,
    /// What of it is wanted.
    pub wanted: Wanted,
}

/// What of a comparison is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The list of changes.
    List,
    /// The page of the marked plan.
    Page,
    /// What that page needs beside itself, of the same comparison.
    Beside,
}

/// A version to be saved, as the page sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// The plan; told by the address and not by the page.
    #[serde(skip)]
    pub plan: String,
    /// What it says of itself.
    pub message: String,
}

/// A value to be written, as the page sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The plan; told by the address and not by the page.
    #[serde(skip)]
    pub plan: String,
    /// The file, in the plan's folder.
    pub file: String,
    /// Where the value begins.
    pub start: usize,
    /// The file as the page knows it.
    pub hash: String,
    /// Whether it is an amount, and not a text.
    pub amount: bool,
    /// What is to be written.
    pub value: String,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "blev", rename_all = "lowercase")]
pub enum Written {
    /// It is written.
    #[serde(rename = "skrivet")]
    Done {
        /// What was changed, in words.
        what: String,
    },
    /// The file is no longer what the page shows; the page is to look again.
    #[serde(rename = "krock")]
    Conflict {
        /// What happened.
        why: String,
    },
    /// It cannot be written, and why.
    #[serde(rename = "nekat")]
    Refused {
        /// Why.
        why: String,
    },
}
