//! The ways in which a comparison is told on standard output.

use crate::diff::{PlanDiff, json, markdown, text};

/// A way of telling what was changed.
#[derive(Debug)]
pub struct Report {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whom it is for, in Swedish.
    pub help: &'static str,
    /// Tells of several plans, in at most so many characters where that matters.
    pub render: fn(&[PlanDiff], usize) -> String,
}

/// Every way; the first is the usual one.
pub const ALL: &[&Report] = &[
    &Report {
        name: "text",
        help: "för terminalen",
        render: |diffs, _| diffs.iter().map(text::render).collect::<Vec<_>>().join("\n\n"),
    },
    &Report { name: "markdown", help: "för en kommentar till en sammanslagning", render: markdown::render },
    &Report {
        name: "json",
        help: "för program; formen beskrivs av vplan schema diff",
        render: |diffs, _| json::render(diffs),
    },
];
