//! `okänd-not`: a reference to a note that is not there, or a note that nothing refers to.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, did_you_mean};

/// The rule.
pub const CHECK: Check = Check {
    id: "okänd-not",
    what: "en nothänvisning utan not, eller en not utan hänvisning",
    why: "läsaren letar annars efter en not som inte finns",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, not: ram, belopp: [12.5]}\n",
        )],
        blamed: "ram",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for table in &evidence.plan.tables {
        let ids = || table.notes.iter().map(|(id, _)| id.value.as_str());
        let used = table.notes_used();
        for note in used.iter().filter(|note| !ids().any(|id| id == note.value)) {
            found.push(
                Diagnostic::error(
                    CHECK.id,
                    format!("noten \"{}\" finns inte i tabellen \"{}\"", note.value, table.id.value),
                )
                .at(&note.span)
                .maybe_hint(did_you_mean(&note.value, ids()))
                .hint(format!("lägg till under noter: {{{}: \"…\"}}", note.value)),
            );
        }
        for (id, _) in table.notes.iter().filter(|(id, _)| !used.iter().any(|note| note.value == id.value)) {
            found.push(
                Diagnostic::warning(CHECK.id, format!("inget i tabellen hänvisar till noten \"{}\"", id.value))
                    .at(&id.span)
                    .hint(format!("skriv \"not: {}\" på raden, eller flytta texten till anmärkningar", id.value)),
            );
        }
    }
    found
}
