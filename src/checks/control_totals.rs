//! `summa-avviker`: a control total that the computed figure does not agree with.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::controls::{declared, target};
use crate::figures::ranges::{Range, of_control};
use crate::figures::{CellId, Figures};
use crate::model::table::{Control, Table};
use crate::quantity::amount::{Amount, round};
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "summa-avviker",
    what: "en kontrollsumma som inte stämmer med den beräknade summan",
    why: "den publicerade eller bokförda summan och planens poster säger olika saker; en av dem är fel",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n  - {id: inköp, område: inköp, belopp: [7.0]}\nsumma: Summa\nkontroll:\n  summa: [19.0]\n",
        )],
        blamed: "19.0",
    },
    run,
};

/// Most operands listed in a message; a longer list is counted.
const LISTED: usize = 40;

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let mut found = Vec::new();
    for table in &plan.tables {
        for control in &table.controls {
            match controlled(table, control, figures) {
                Ok(cell) => found.extend(compare(table, control, cell, figures)),
                // In a plan that could not be read whole, the missing row may be ours to miss.
                Err(_) if plan.incomplete => {}
                Err(problem) => found.push(*problem),
            }
        }
    }
    found
}

/// The cell that a control total is about; a message for the author when there is none.
fn controlled(table: &Table, control: &Control, figures: &Figures) -> Result<CellId, Box<Diagnostic>> {
    target(table, control, figures).map_err(|unknown| {
        let message = format!("kontrollsumman gäller \"{}\": {}", control.row.value, unknown.message);
        Box::new(Diagnostic::error("okänd-cell", message).at(&control.row.span).hint(unknown.hint))
    })
}

/// Whether the stated figure is the computed one, to the decimals stated, or may be it where the table says that its parts
/// are rounded.
pub fn agrees(table: &Table, control: &Control, cell: CellId, figures: &Figures) -> bool {
    is_equal(control, cell, figures) || accepted(table, control, cell, figures).is_some()
}

/// Whether the stated figure is the computed one, to the decimals stated.
fn is_equal(control: &Control, cell: CellId, figures: &Figures) -> bool {
    let stated = control.stated.value;
    figures.cells[cell].amount().is_some_and(|amount| round(amount.value, stated.scale()) == stated)
}

/// A difference that rounding can make, and is taken for that.
pub struct Accepted {
    /// Computed less stated, in the cell's unit.
    pub difference: Decimal,
    /// Whether roundings hardly ever make so much.
    pub improbable: bool,
}

/// How far a stated figure is from the computed one, where the table says that its parts are rounded and their rounding
/// can be the reason.
pub fn accepted(table: &Table, control: &Control, cell: CellId, figures: &Figures) -> Option<Accepted> {
    if !table.rounded_parts || is_equal(control, cell, figures) {
        return None;
    }
    let stated = control.stated.value;
    let (own, stated_range) = (of_control(table, control, cell, figures)?, Range::rounded(stated, stated.scale())?);
    let difference = figures.cells[cell].amount()?.value.checked_sub(stated)?;
    own.meets(&stated_range).then(|| Accepted { difference, improbable: own.is_improbable(&stated_range, difference) })
}

fn compare(table: &Table, control: &Control, cell: CellId, figures: &Figures) -> Option<Diagnostic> {
    let figure = &figures.cells[cell];
    if matches!(figure.value, crate::figures::Value::Failed) || agrees(table, control, cell, figures) {
        return None;
    }
    let computed = figure.amount().map_or(Decimal::ZERO, |amount| amount.value);
    let stated = Amount::new(control.stated.value, figure.unit.clone());
    let decimals = stated.value.scale().max(computed.normalize().scale().min(figure.decimals + 4));
    let difference = computed.checked_sub(stated.value).map(|value| Amount::new(value, figure.unit.clone()));
    let name = figures.name(cell);
    let mut problem = Diagnostic::error(CHECK.id, format!("kontrollsumman för \"{name}\" stämmer inte med posterna"))
        .at_with(&control.stated.span, "kontrollsumman")
        .fact(Fact::value("väntat", swedish::amount(&stated, decimals)))
        .fact(Fact::value("beräknat", figure.text()))
        .made_of(operands(cell, figures));
    if let (Some(_), Some(difference)) = (figure.amount(), difference) {
        problem = problem.fact(Fact::value("skillnad", swedish::amount(&difference, decimals)));
    }
    Some(match declared(table, control) {
        Some(deviation) => problem.declared("känd-avvikelse", &deviation.reason.value),
        None => problem.hint(format!(
            "rätta posten som är fel, eller kontrollsumman; är avvikelsen känd, lägg till under avvikelser: {{gäller: {}.{}, skäl: …}}",
            control.row.value, table.columns[control.column].id.value
        )),
    })
}

/// The cells that a sum or formula takes, with their places. A group's sum that is not printed is
/// represented by its own rows: the author sees no other.
fn operands(cell: CellId, figures: &Figures) -> Vec<Fact> {
    let parts = parts(cell, figures);
    let mut found: Vec<Fact> = parts
        .iter()
        .filter(|&&part| figures.cells[part].amount().is_some())
        .take(LISTED)
        .map(|&part| {
            let (figure, name) = (&figures.cells[part], figures.name_beside(part, cell));
            Fact::amount(figure.text(), format!("{name} ({})", figure.span.place()))
        })
        .collect();
    if parts.len() > LISTED {
        found.push(Fact::More(parts.len() - LISTED, ""));
    }
    found
}

fn parts(cell: CellId, figures: &Figures) -> Vec<CellId> {
    let as_printed = |&part: &CellId| {
        let hidden = figures.position(part).filter(|(_, line, _)| !line.is_printed());
        let own = hidden.and_then(|(sheet, ..)| Some((sheet, sheet.line_of(part)?)));
        own.map_or_else(
            || vec![part],
            |(sheet, line)| {
                let first = sheet.cell(line, 0);
                sheet.printed_parts(line).into_iter().map(|row| sheet.cell(row, part - first)).collect()
            },
        )
    };
    figures.cells[cell].operands().iter().flat_map(as_printed).collect()
}
