//! A plan in the list of plans.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::outputs::{ALL, Link, Output};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Nature {
    /// A plan.
    #[default]
    Plan,
    /// A report on a plan.
    Report,
}

impl Nature {
    /// Whether it is a plan.
    pub fn is_plan(&self) -> bool {
        *self == Self::Plan
    }
}

/// A plan in the list of plans, as its folder remembers it between builds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listed {
    /// Folder beside the list.
    pub folder: String,
    /// Whether the folder has a page.
    pub html: bool,
    /// Whether the folder has the file of each output that the list can lead to, by the output's name.
    #[serde(flatten)]
    pub files: BTreeMap<String, bool>,
    /// Whether its page has colours or type of its own.
    #[serde(default)]
    pub theme: bool,
    /// Whether its page was made from older sources than the rest of the folder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub older: bool,
    /// What it is.
    #[serde(default, skip_serializing_if = "Nature::is_plan")]
    pub nature: Nature,
    /// Title.
    pub title: String,
    /// Board.
    pub board: String,
    /// Region or municipality.
    pub organisation: String,
    /// Year of the plan.
    pub year: i32,
    /// The status in words, empty when decided.
    pub status_label: String,
    /// One sentence.
    pub description: String,
}

impl Listed {
    /// What the list says of a document that is written in some formats.
    pub fn new(folder: &str, outputs: &[&Output], document: &Document) -> Self {
        let meta = &document.meta;
        let has = |name: &str| outputs.iter().any(|output| output.name == name);
        Self {
            folder: folder.to_owned(),
            html: outputs.iter().any(|output| output.over.is_some()),
            files: linked().map(|(output, _)| (output.name.to_owned(), has(output.name))).collect(),
            theme: document.theme.is_own,
            older: false,
            nature: if meta.is_report { Nature::Report } else { Nature::Plan },
            title: meta.title.clone(),
            board: meta.board.clone(),
            organisation: meta.organisation.clone(),
            year: meta.year,
            status_label: meta.status_label.clone(),
            description: meta.description.clone(),
        }
    }

    /// Whether there is anything to lead to.
    pub fn is_shown(&self) -> bool {
        self.html || self.links().next().is_some()
    }

    /// The files that the list leads to.
    pub fn links(&self) -> impl Iterator<Item = (&'static str, &'static Link)> {
        let has = |output: &Output| self.files.get(output.name).copied().unwrap_or_default();
        linked()
            .filter(move |(output, _)| has(output))
            .map(|(output, link)| (output.file_of(!self.nature.is_plan()), link))
    }
}

/// The outputs that the list can lead to.
fn linked() -> impl Iterator<Item = (&'static Output, &'static Link)> {
    let links = ALL.iter().filter_map(|output| Some((*output, output.link.as_ref()?)));
    links.filter(|(_, link)| link.everywhere)
}
