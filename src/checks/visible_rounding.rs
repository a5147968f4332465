//! `avrundning-syns`: printed rows that do not add up to a printed sum, without a declared rule.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::rounding;
use crate::model::table::Rounding;
use crate::quantity::amount::Amount;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "avrundning-syns",
    what: "avrundade rader som inte summerar till den avrundade summan",
    why: "den som lägger ihop de tryckta talen får en annan summa än den tryckta",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\ndecimaler: 0\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.4]}\n  - {id: inköp, område: inköp, belopp: [7.4]}\nsumma: Summa drift\n",
        )],
        blamed: "Summa drift",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let mut found = Vec::new();
    for (table, sheet) in figures.tables(plan) {
        // Adjusted rows that still do not add up could not be adjusted: they have unlike decimals.
        if table.rounding == Rounding::Note {
            continue;
        }
        for gap in rounding::gaps(figures, sheet) {
            let figure = &figures.cells[gap.sum];
            let fact = |word, value| {
                let value = swedish::amount(&Amount::new(value, figure.unit.clone()), figure.decimals);
                Fact::Value { word, value, column: 16 }
            };
            found.push(
                Diagnostic::error(CHECK.id, format!("de avrundade raderna summerar inte till \"{}\" som den trycks", figures.name(gap.sum)))
                    .at(&figure.span)
                    .fact(fact("tryckt summa", gap.shown))
                    .fact(fact("tryckta rader", gap.rows))
                    .hint("visa fler decimaler, eller ange avrundning: not (en not skrivs under tabellen) eller avrundning: största_rest (raderna jämkas)"),
            );
        }
    }
    found
}
