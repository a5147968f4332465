//! What the outputs of a plan are made from, whichever they are.

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::figures::Figures;
use crate::model::plan::Plan;
use crate::outputs::{ALL, Link, Output, Revision};
use crate::quantity::date::Date;
use crate::source::Span;
use crate::yearly::Against;

/// The archive standard that a PDF keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archive {
    /// PDF/A-2a: the document alone.
    A2a,
    /// PDF/A-3a: the document with its sources and tables as files in it.
    A3a,
}

/// Another document that pages lead to: a plan's newest report, or a report's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its folder beside this one's.
    pub folder: String,
    /// Its title.
    pub title: String,
}

/// A plan as it is written: the input of every output. Its document may be the plan's own, or the plan with its changes
/// marked.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// What the authors decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
    /// What is printed.
    pub document: &'a Document,
    /// Everything that was found in the plan.
    pub problems: &'a [Diagnostic],
    /// What the plan is against last year's.
    pub against: Option<&'a Against>,
    /// Where the sources stood, when that is known.
    pub revision: Option<&'a Revision>,
    /// What the edition is called beside others of the same plan: the plan's folder, or the two sides of a comparison.
    pub name: &'a str,
    /// The day that reproducible builds give.
    pub epoch: Option<Date>,
    /// The archive standard of its PDF.
    pub archive: Archive,
    /// The formats that it is written in, which lead to each other.
    pub outputs: &'a [&'static Output],
    /// The formats that lie where it will be written, made from the same sources, which it leads to as well.
    pub beside: &'a [&'static Output],
    /// Documents in folders beside, which its pages lead to.
    pub related: &'a [Related],
}

impl<'a> Edition<'a> {
    /// An edition in no format yet, of which nothing is known but what is printed.
    pub fn new(plan: &'a Plan, figures: &'a Figures, document: &'a Document) -> Self {
        Self {
            plan,
            figures,
            document,
            problems: &[],
            against: None,
            revision: None,
            name: "plan",
            epoch: None,
            archive: Archive::A2a,
            outputs: &[],
            beside: &[],
            related: &[],
        }
    }

    /// Its day: the decision date, else the day that reproducible builds give, else the first day of the plan's year.
    /// Never the clock's.
    pub fn date(&self) -> Date {
        let identity = &self.plan.identity;
        let first_day = Date { year: identity.year, month: 1, day: 1 };
        identity.decision.day().or(self.epoch).unwrap_or(first_day)
    }

    /// What makes its identifier another than the next one's, and the same at every build.
    pub fn identity(&self) -> String {
        let identity = &self.plan.identity;
        format!("{}/{}/{}/{}", identity.organisation, identity.board, self.document.meta.title, self.name)
    }

    /// Where a source lies in the plan's own folder: the same wherever the plan was built from.
    pub fn source_path<'s>(&self, span: &'s Span) -> &'s str {
        span.path_within(self.plan.home())
    }

    /// The files that its pages lead to.
    pub fn links(&self) -> impl Iterator<Item = (&'static str, &'static Link)> {
        let there = |output: &&&'static Output| self.outputs.contains(output) || self.beside.contains(output);
        let link = |output: &&'static Output| Some((output.file(self.document)?, output.link.as_ref()?));
        ALL.iter().filter(there).filter_map(link)
    }
}
