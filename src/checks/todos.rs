//! `att-göra`: what authors have written down as left to do.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::plan::Status;

/// The rule.
pub const CHECK: Check = Check {
    id: "att-göra",
    what: "en kommentar som börjar med att göra: något som någon ska fylla i, läsa igenom eller bestämma",
    why: "det som är kvar ska synas på ett ställe, och en plan som beslutas ska inte ha något kvar",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\n# att göra: invänta ramen\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n",
        )],
        blamed: "# att göra: invänta ramen",
    },
    run,
};

/// What is left is good to know in a draft, ought to be done in a proposal, and may not be left in what is decided.
fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let (severity, hint) = match evidence.plan.identity.status {
        Status::Draft => (Severity::Note, "ta bort kommentaren när det är gjort"),
        Status::Proposal => (Severity::Warning, "gör det som är kvar före beslutet, och ta bort kommentaren"),
        Status::Decided => (
            Severity::Error,
            if evidence.plan.followup.is_some() {
                "en beslutad rapport kan inte ha något kvar att göra: gör det och ta bort kommentaren, eller skriv status: förslag"
            } else {
                "en beslutad plan kan inte ha något kvar att göra: gör det och ta bort kommentaren, eller skriv status: förslag"
            },
        ),
    };
    let told = evidence.plan.todos.iter().map(|todo| {
        let message =
            if todo.text.is_empty() { "kvar att göra".to_owned() } else { format!("kvar att göra: {}", todo.text) };
        Diagnostic { severity, ..Diagnostic::note(CHECK.id, message) }.at(&todo.span).hint(hint)
    });
    told.collect()
}
