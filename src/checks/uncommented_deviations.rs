//! `avvikelse-utan-kommentar`: a deviation from the budget that is larger than the report itself lets pass in silence.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::{Figures, LineKind, Sheet};
use crate::model::followup::{Bound, DEVIATION, Economy};
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "avvikelse-utan-kommentar",
    what: "en avvikelse mot budget som är större än den gräns som rapporten har satt, utan kommentar",
    why: "nämnden ska få veta vad en stor avvikelse beror på",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Driftbudget\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [40.0]}\n  - {id: inköp, område: inköp, belopp: [20.0]}\nsumma: Summa\n",
            ),
            (
                "uppföljning/2025-08/rapport.yaml",
                "slag: delårsrapport\nperiod: jan–aug 2025\nekonomi:\n  - {tabell: drift, slag: kostnad, gräns: 5 %}\n",
            ),
            (
                "uppföljning/2025-08/ekonomi.yaml",
                "ekonomi:\n  - tabell: drift\n    rader:\n      it: {utfall: 29.0, prognos: 43.5}\n      inköp: {utfall: 13.0, prognos: 20.0}\n      summa: {kommentar: IT blir dyrare än väntat.}\n",
            ),
            ("uppföljning/2025-08/kapitel/01-ekonomi.md", "# Ekonomi\n\n{{ tabell(id=\"drift_uppföljning\") }}\n"),
        ],
        blamed: "it:",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some(followup) = &evidence.plan.followup else { return Vec::new() };
    let figures = evidence.figures;
    let mut found = Vec::new();
    for economy in &followup.economy {
        let (Some(sheet), Some(bound)) = (figures.sheet(&economy.own), economy.bound) else { continue };
        for (at, line) in sheet.lines.iter().enumerate() {
            // A sum of rows that are yet to be filled in deviates by what is missing.
            if !economy.is_filled && line.kind != LineKind::Item {
                continue;
            }
            let path = line.path.join(".");
            let row = economy.rows.iter().find(|row| row.path == path);
            if !line.is_printed() || line.kind == LineKind::Heading || row.is_some_and(|row| row.is_commented) {
                continue;
            }
            let Some((deviation, most)) = beyond(figures, sheet, at, economy, bound) else { continue };
            let place = row.map_or(&economy.table.span, |row| &row.span);
            found.push(
                Diagnostic::warning(
                    CHECK.id,
                    format!("\"{}\" avviker med {deviation} från budget och har ingen kommentar", line.name()),
                )
                .at(place)
                .fact(format!("gränsen är {most}"))
                .hint(format!(
                    "skriv {}: {{kommentar: …}} under raderna för \"{}\"",
                    sheet.key(line),
                    economy.table.value
                )),
            );
        }
    }
    found
}

/// The deviation of a line and the bound, in words, when it is beyond.
fn beyond(figures: &Figures, sheet: &Sheet, line: usize, economy: &Economy, bound: Bound) -> Option<(String, String)> {
    let cell = |id: &str| Some(&figures.cells[sheet.cell(line, sheet.exact_column(id)?)]);
    let (deviation, budget) = (cell(DEVIATION)?, cell(economy.columns.first()?)?);
    let amount = deviation.amount()?;
    let most = match bound {
        Bound::Amount(most) => most,
        Bound::Share(share) => budget.amount()?.value.abs().checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)?,
    };
    let told = match bound {
        Bound::Amount(most) => swedish::with_unit(swedish::exact(most), deviation.unit.symbol()),
        Bound::Share(share) => format!("{}\u{a0}% av budgeten", swedish::exact(share)),
    };
    (amount.value.abs() > most).then(|| (deviation.text(), told))
}
