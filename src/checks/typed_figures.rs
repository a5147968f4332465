//! `tal-för-hand`: a figure typed in running text that a cell of a table holds.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::prose::claims::Precision;
use crate::prose::verdict::{Truth, Verdict, Way};
use crate::quantity::unit::Unit;

/// The rule.
pub const CHECK: Check = Check {
    id: "tal-för-hand",
    what: "ett tal som är skrivet för hand fast det står i en tabell",
    why: "när tabellen ändras står det gamla talet kvar i texten",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n",
            ),
            (
                "kapitel/02-budget.md",
                "# Budget\n\nKostnaden för Område IT är 12,5 mnkr.\n\n{{ tabell(id=\"drift\") }}\n",
            ),
        ],
        blamed: "12,5 mnkr",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for reading in &evidence.readings {
        let Verdict::Says(Truth { cells, way, value, unit }) = &reading.verdict else { continue };
        let Some(passage) = evidence.prose.get(reading.passage) else { continue };
        let (Some(span), Some(written)) =
            (passage.span(&reading.claim.range), passage.text.get(reading.claim.range.clone()))
        else {
            continue;
        };
        let addresses: Vec<String> = cells.iter().map(|cell| evidence.figures.sheets.lasting_address(*cell)).collect();
        let about =
            if matches!(reading.claim.precision, Precision::Over | Precision::Under) { ", ungefar=true" } else { "" };
        let words = if reading.claim.unit == Unit::Percent { "" } else { ", form=\"ord\"" };
        // What is written without a minus, and in another unit than the table's, is to be printed so.
        let unsigned = if value.is_sign_negative() && reading.claim.negative.is_none() { ", absolut=true" } else { "" };
        let other = cells.first().is_some_and(|cell| evidence.figures.cells[*cell].unit != *unit);
        let symbol =
            if other && *unit != Unit::None { format!(", enhet=\"{}\"", unit.symbol()) } else { String::new() };
        let write = match (way, addresses.as_slice()) {
            (Way::Direct, [cell, ..]) => format!("{{{{ belopp(cell=\"{cell}\"{symbol}{words}{about}{unsigned}) }}}}"),
            (Way::Change, [cell, base]) => {
                format!("{{{{ skillnad(cell=\"{cell}\", mot=\"{base}\"{words}, absolut=true) }}}}")
            }
            (Way::ChangeInPercent, [cell, base]) => {
                format!("{{{{ skillnad(cell=\"{cell}\", mot=\"{base}\", procent=true, absolut=true) }}}}")
            }
            // No function adds or divides in text.
            _ => continue,
        };
        found.push(
            Diagnostic::note(CHECK.id, format!("\"{written}\" står i en tabell och är här skrivet för hand"))
                .at(&span)
                .hint(format!("skriv {write}")),
        );
    }
    found
}
