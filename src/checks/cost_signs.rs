//! `fel-tecken`: a cost or income with the wrong sign for its table.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::LineKind;
use crate::model::table::{Column, ColumnKind, CostSign};

/// The rule.
pub const CHECK: Check = Check {
    id: "fel-tecken",
    what: "en kostnad med fel tecken i en tabell som har sagt vilket tecken kostnader har",
    why: "ett glömt minustecken ändrar resultatet med dubbla beloppet",
    example: Example {
        files: &[(
            "budget/resultat.yaml",
            "tabell: resultat\nrubrik: Resultat\nenhet: mnkr\ntecken: kostnader_negativa\nkolumner: [budget 2025]\nrader:\n  - {id: personal, namn: Personal, slag: kostnad, belopp: [12.5]}\n",
        )],
        blamed: "12.5",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let mut found = Vec::new();
    for (table, sheet) in figures.tables(plan) {
        let Some(sign) = table.cost_sign else { continue };
        for (at, line) in sheet.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Item) {
            let costs = |column: &Column| line.cost || column.kind == ColumnKind::Costs;
            for column in (0..table.columns.len()).filter(|&column| costs(&table.columns[column])) {
                let cell = sheet.cell(at, column);
                let figure = &figures.cells[cell];
                let Some(amount) = figure.amount().filter(|amount| !amount.value.is_zero()) else { continue };
                let (wrong, word) = match sign {
                    CostSign::Negative => (amount.value.is_sign_positive(), "negativa"),
                    CostSign::Positive => (amount.value.is_sign_negative(), "positiva"),
                };
                if wrong {
                    found.push(
                        Diagnostic::warning(
                            CHECK.id,
                            format!(
                                "\"{}\" är {} men kostnader är {word} i tabellen",
                                figures.name(cell),
                                figure.text()
                            ),
                        )
                        .at(&figure.span)
                        .hint(format!("skriv {}", -amount.value)),
                    );
                }
            }
        }
    }
    found
}
