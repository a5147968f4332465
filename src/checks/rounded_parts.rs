//! `avrundade-delar`: control totals that agree only because their parts are rounded.

use crate::checks::control_totals::{Accepted, accepted};
use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::controls::{declared, target};
use crate::figures::{CellId, Figures};
use crate::model::table::{Control, Table};
use crate::quantity::amount::Amount;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "avrundade-delar",
    what: "kontrollsummor som godtas fast de skiljer sig från posterna, eftersom tabellens delar är avrundade",
    why: "det som godtas ska synas, och en stor skillnad är oftare ett fel än många avrundningar åt samma håll",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\ndelar: avrundade\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n  - {id: inköp, område: inköp, belopp: [7.0]}\nsumma: Summa\nkontroll:\n  summa: [19.6]\n",
        )],
        blamed: "19.6",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    plan.tables.iter().filter(|table| table.rounded_parts).flat_map(|table| of_table(table, figures)).collect()
}

/// One remark on all that roundings explain, and a warning for each that they hardly do.
fn of_table(table: &Table, figures: &Figures) -> Vec<Diagnostic> {
    let found: Vec<(&Control, CellId, Accepted)> = table
        .controls
        .iter()
        .filter_map(|control| {
            let cell = target(table, control, figures).ok()?;
            Some((control, cell, accepted(table, control, cell, figures)?))
        })
        .collect();
    let told = |cell: CellId, accepted: &Accepted, control: &Control| {
        let difference = Amount::new(accepted.difference, figures.cells[cell].unit.clone());
        swedish::amount(&difference, control.stated.value.scale().max(figures.cells[cell].decimals))
    };
    let (improbable, usual): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(control, _, own)| own.improbable && declared(table, control).is_none());
    let mut problems: Vec<Diagnostic> = improbable
        .iter()
        .map(|(control, cell, own)| {
            let name = figures.name(*cell);
            Diagnostic::warning(
                CHECK.id,
                format!("kontrollsumman för \"{name}\" skiljer sig mer från posterna än avrundningar brukar göra"),
            )
            .at_with(&control.stated.span, "kontrollsumman")
            .fact(Fact::value("beräknat", figures.cells[*cell].text()))
            .fact(Fact::value("skillnad", told(*cell, own, control)))
            .hint("alla avrundningar skulle behöva gå åt samma håll; kontrollera posterna mot underlaget")
        })
        .collect();
    if let Some((control, cell, own)) = usual.iter().max_by_key(|(_, _, own)| own.difference.abs()) {
        let largest = format!("{} ({})", told(*cell, own, control), figures.name(*cell));
        let message = match usual.len() {
            1 => format!("en kontrollsumma skiljer sig från posterna inom avrundningen: {largest}"),
            n => format!(
                "{} kontrollsummor skiljer sig från posterna inom avrundningen, mest {largest}",
                swedish::count(n)
            ),
        };
        problems.push(Diagnostic::note(CHECK.id, message).at(&control.stated.span));
    }
    problems
}
