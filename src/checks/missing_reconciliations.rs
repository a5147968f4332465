//! `avstämning-saknas`: an identity that last year's plan declared and this one does not, and sums of two tables that are
//! equal without anybody having said that they must be.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::{CellId, Figures, LineKind};
use crate::model::plan::Plan;
use crate::model::table::{Reconciliation, Table};
use crate::quantity::amount::Amount;
use crate::quantity::unit::Unit;

/// The rule.
pub const CHECK: Check = Check {
    id: "avstämning-saknas",
    what: "en avstämning som fanns i förra årets plan, eller två tabellers summor som är lika utan att det är sagt",
    why: "det som gick ihop utan att vara sagt slutar gå ihop utan att någon får veta det",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [112.5]}\n  - {id: inköp, område: inköp, belopp: [7.0]}\nsumma: Summa\nkontroll:\n  summa: [119.5]\n",
            ),
            (
                "budget/slag.yaml",
                "tabell: slag\nrubrik: Kostnader efter slag\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: lön, namn: Löner, belopp: [100.0]}\n  - {id: hyra, namn: Hyror, belopp: [19.5]}\nsumma: Summa slag\nkontroll:\n  summa: [119.5]\n",
            ),
        ],
        blamed: "Summa slag",
    },
    run,
};

/// Digits of an amount that two tables have in common by more than accident.
const DIGITS: usize = 4;

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    // A report's tables have the sums of the plan's in them, which nobody has to say.
    if evidence.plan.incomplete || evidence.plan.followup.is_some() {
        return Vec::new();
    }
    let mut found = lost(evidence);
    found.extend(undeclared(evidence));
    found
}

/// The name of an identity without what changes from year to year.
fn lasting(own: &Reconciliation) -> String {
    own.name.value.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn lost(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some((earlier, _)) = evidence.earlier else { return Vec::new() };
    let mut found = Vec::new();
    for table in &evidence.plan.tables {
        let Some(before) = earlier.table(&table.id.value) else { continue };
        let missing = before.reconciliations.len().saturating_sub(table.reconciliations.len());
        let names: Vec<String> = table.reconciliations.iter().map(lasting).collect();
        let gone = before.reconciliations.iter().filter(|own| !names.contains(&lasting(own)));
        for own in gone.take(missing) {
            let message =
                format!("avstämningen \"{}\" fanns i förra årets plan men finns inte i den här", own.name.value);
            let written = own.terms.iter().map(|term| term.span.text()).collect::<Vec<_>>().join(", ");
            found.push(Diagnostic::warning(CHECK.id, message).at(&table.id.span).hint(format!(
                "skriv den under avstämningar, med årets kolumner: {{namn: \"{}\", lika: [{written}]}}",
                own.name.value
            )));
        }
    }
    found
}

/// A sum that another table might have too.
struct Sum<'a> {
    table: &'a Table,
    cell: CellId,
    kronor: Amount,
}

fn undeclared(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let (plan, figures) = (evidence.plan, evidence.figures);
    let sums = sums(plan, figures);
    let mut found = Vec::new();
    let mut of_value: HashMap<Decimal, Vec<&Sum<'_>>> = HashMap::new();
    for own in &sums {
        let before = of_value.entry(own.kronor.value).or_default();
        let equal = before
            .iter()
            .copied()
            .find(|other| other.table.id.value != own.table.id.value && !is_joined(plan, figures, other, own));
        before.push(own);
        let Some(other) = equal else { continue };
        let Some((_, line, _)) = figures.position(own.cell) else { continue };
        let address = |cell| figures.sheets.lasting_address(cell);
        let message = format!(
            "\"{}\" är lika med \"{}\" i \"{}\", men det är inte sagt att de ska vara det",
            line.name(),
            figures.name(other.cell),
            other.table.caption.value
        );
        found.push(Diagnostic::note(CHECK.id, message).at(&line.span).hint(format!(
            "ska de alltid vara lika, skriv under avstämningar: {{namn: \"{} i de båda tabellerna\", lika: [{}, {}]}}",
            line.name(),
            address(own.cell),
            address(other.cell)
        )));
    }
    found
}

/// The sums and results of the plan's own year that have digits enough.
fn sums<'a>(plan: &'a Plan, figures: &'a Figures) -> Vec<Sum<'a>> {
    let mut found = Vec::new();
    for (table, sheet) in figures.tables(plan) {
        for (at, line) in sheet.lines.iter().enumerate() {
            if !line.is_printed() || !matches!(line.kind, LineKind::Total | LineKind::Sum | LineKind::Formula) {
                continue;
            }
            for (column, own) in
                sheet.columns.iter().enumerate().filter(|(_, own)| own.is_plans_own(plan.identity.year))
            {
                let cell = sheet.cell(at, column);
                let Some(amount) = figures.cells[cell].amount() else { continue };
                let digits = amount.value.normalize().mantissa().unsigned_abs().to_string().len();
                let Ok(kronor) = amount.absolute().converted(&Unit::Krona) else { continue };
                if digits >= DIGITS && !own.id.is_empty() {
                    found.push(Sum { table, cell, kronor });
                }
            }
        }
    }
    found
}

/// Whether one comes of the other, both come of the same, or somebody has said that they are equal.
fn is_joined(plan: &Plan, figures: &Figures, one: &Sum<'_>, other: &Sum<'_>) -> bool {
    let inputs = [figures.inputs(one.cell), figures.inputs(other.cell)];
    if inputs[0].iter().any(|input| inputs[1].contains(input)) {
        return true;
    }
    let declared = plan.tables.iter().flat_map(|table| &table.reconciliations);
    declared.into_iter().any(|own| {
        let mut cells = Vec::new();
        for term in &own.terms {
            term.value.references(&mut |reference| cells.extend(figures.refer(reference, None)));
        }
        let line = |cell: CellId| {
            figures.sheets.index_of(cell).zip(figures.position(cell).and_then(|(sheet, ..)| sheet.line_of(cell)))
        };
        let lines: Vec<_> = cells.iter().map(|cell| line(*cell)).collect();
        // Rows that are named without column are equal in all that they share.
        (cells.contains(&one.cell) && cells.contains(&other.cell))
            || (lines.contains(&line(one.cell)) && lines.contains(&line(other.cell)))
    })
}
