//! What is at hand while a document is written.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::anchor::Anchors;
use crate::document::inline::{Inline, plain_text};
use crate::figures::Figures;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::source::{Id, Span};

/// What all chapters of a document share while they are written: what is given, what is numbered, and what is found.
pub struct Writing<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its figures.
    pub figures: &'a Figures,
    /// Anchors and numbers.
    pub numbering: Numbering,
    /// What the chapters hold.
    pub found: Found,
    /// Problems found.
    pub problems: Vec<Diagnostic>,
}

/// Anchors and numbers, of which chapters and objects have theirs before anything is written.
#[derive(Default)]
pub struct Numbering {
    /// Anchors given out so far.
    pub anchors: Anchors,
    /// Anchor of every object, by kind and id.
    pub objects: HashMap<(ThingKind, String), String>,
    /// Number and anchor of each chapter by stem and by short name, for cross-references.
    pub numbers: HashMap<String, (String, String)>,
    /// Footnotes numbered so far: they are numbered through the document, as the PDF sets them.
    pub notes: usize,
}

/// What the chapters written so far hold, to be checked when all are written.
#[derive(Default)]
pub struct Found {
    /// Internal links and where they were written.
    pub links: Vec<(String, Span)>,
    /// Anchors that stand in the document.
    pub placed: HashSet<String>,
    /// Where each table, list of assignments and so on was shown, to refuse it a second time.
    pub shown: HashMap<String, Span>,
    /// The text, for the checks of prose.
    pub prose: Vec<Passage>,
}

impl Writing<'_> {
    /// The anchor of an object, which from now on stands in the document.
    pub fn place(&mut self, kind: ThingKind, id: &Id) -> String {
        let anchor = self.numbering.objects.get(&(kind, id.value.clone())).cloned().unwrap_or_default();
        self.found.placed.insert(anchor.clone());
        anchor
    }

    /// Words that lead to an object, where it stands in the document.
    pub fn link_to(&mut self, kind: ThingKind, id: &Id, content: Vec<Inline>) -> Inline {
        let Some(target) = self.numbering.objects.get(&(kind, id.value.clone())).cloned() else {
            // That there is none of the id is told of by its check.
            return Inline::Text { text: plain_text(&content) };
        };
        self.found.links.push((target.clone(), id.span.clone()));
        Inline::Link { target, internal: true, content }
    }

    /// Official names of units; an unknown one is reported by its check.
    pub fn names(&self, ids: &[Id]) -> Vec<String> {
        ids.iter().filter_map(|id| self.plan.answerer(&id.value)).map(str::to_owned).collect()
    }
}
