//! `avvikelse-saknas`: a declared deviation about nothing, or about something that agrees.

use crate::checks::{Check, Evidence, Example, control_totals, reconciliations};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::figures::controls::{declared, target};
use crate::figures::{Figures, agreements};
use crate::model::table::{Deviation, Reconciliation, Table};

/// The rule.
pub const CHECK: Check = Check {
    id: "avvikelse-saknas",
    what: "en förklarad avvikelse som inte längre avviker",
    why: "en förklaring som ligger kvar döljer nästa fel på samma ställe",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\nsumma: Summa\nkontroll:\n  summa: [12.5]\navvikelser:\n  - {gäller: summa.budget_2025, skäl: avrundat i beslutet}\n",
        )],
        blamed: "summa.budget_2025",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let mut found = Vec::new();
    for table in &plan.tables {
        found.extend(table.deviations.iter().filter_map(|deviation| judge(table, deviation, figures)));
    }
    found
}

fn judge(table: &Table, deviation: &Deviation, figures: &Figures) -> Option<Diagnostic> {
    let about = &deviation.about;
    let all = agreements::all(table, figures);
    let named = |own: &&Reconciliation| own.name.value == about.value || own.title() == about.value;
    let reconciled: Vec<&Reconciliation> = all.iter().filter(named).collect();
    let control = table
        .controls
        .iter()
        .find(|control| declared(table, control).is_some_and(|found| found.about.value == about.value));
    let agrees = match (control, reconciled.as_slice()) {
        (Some(control), _) => {
            target(table, control, figures).is_ok_and(|cell| control_totals::agrees(table, control, cell, figures))
        }
        (None, [_, ..]) => reconciled.iter().all(|own| reconciliations::holds(table, own, figures) == Some(true)),
        (None, []) => {
            let keys: Vec<String> = table
                .controls
                .iter()
                .map(|control| format!("{}.{}", control.row.value, table.columns[control.column].id.value))
                .chain(all.iter().map(Reconciliation::title))
                .collect();
            return Some(
                Diagnostic::error(
                    CHECK.id,
                    format!(
                        "avvikelsen gäller \"{}\", som varken är en kontrollsumma eller en avstämning",
                        about.value
                    ),
                )
                .at(&about.span)
                .maybe_hint(did_you_mean(&about.value, keys.iter().map(String::as_str)))
                .hint("skriv rad.kolumn för en kontrollsumma i samma tabell, eller avstämningens namn"),
            );
        }
    };
    agrees.then(|| {
        Diagnostic::warning(CHECK.id, format!("avvikelsen \"{}\" är förklarad men avviker inte längre", about.value))
            .at(&about.span)
            .hint("ta bort avvikelsen")
    })
}
