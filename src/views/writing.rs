//! What is at hand while a document is written.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::anchor::Anchors;
use crate::figures::Figures;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::source::{Id, Span};

/// What all chapters of a document share while they are written.
pub struct Writing<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its figures.
    pub figures: &'a Figures,
    /// Anchors given out so far.
    pub anchors: Anchors,
    /// Internal links and where they were written, to be checked when all anchors are known.
    pub links: Vec<(String, Span)>,
    /// Anchor of every object, by kind and id.
    pub objects: HashMap<(ThingKind, String), String>,
    /// Anchors that stand in the document.
    pub placed: HashSet<String>,
    /// Where each table, list of assignments and so on was shown, to refuse it a second time.
    pub shown: HashMap<String, Span>,
    /// Footnotes numbered so far: they are numbered through the document, as the PDF sets them.
    pub notes: usize,
    /// Number of each chapter by stem and by short name, for cross-references.
    pub numbers: HashMap<String, (String, String)>,
    /// The text written so far, for the checks of prose.
    pub prose: Vec<Passage>,
    /// Problems found.
    pub problems: Vec<Diagnostic>,
}

impl Writing<'_> {
    /// The anchor of an object, which from now on stands in the document.
    pub fn place(&mut self, kind: ThingKind, id: &Id) -> String {
        let anchor = self.objects.get(&(kind, id.value.clone())).cloned().unwrap_or_default();
        self.placed.insert(anchor.clone());
        anchor
    }

    /// Official names of units; an unknown one is reported by its check.
    pub fn names(&self, ids: &[Id]) -> Vec<String> {
        let units = ids.iter().filter_map(|id| self.plan.organisation.unit(&id.value));
        units.map(|unit| unit.name.value.clone()).collect()
    }
}
