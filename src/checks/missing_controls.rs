//! `kontroll-saknas`: a sum that nothing is held against, or that was controlled in last year's plan.

use std::collections::HashSet;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, list_names};
use crate::figures::{CellId, Figure, Figures, Line, LineKind, Sheet};
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::quantity::amount::{machine, round};

/// The rule.
pub const CHECK: Check = Check {
    id: "kontroll-saknas",
    what: "en tabell vars summor inte har någon kontrollsumma, eller färre kontrollsummor än i förra årets plan",
    why: "utan det som ekonomisystemet eller beslutet anger finns det inget som säger ifrån när ett belopp är fel",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: lön, namn: Löner, belopp: [12.5]}\n  - {id: hyra, namn: Hyror, belopp: [7.0]}\n  - {id: övrigt, namn: Övrigt, belopp: [3.2]}\nsumma: Summa\n",
        )],
        blamed: "Summa",
    },
    run,
};

/// Fewest written rows of a sum that is worth a control.
const ROWS: usize = 3;

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    // The tables that a report has more than its plan are made of the plan's, which are held against something.
    if evidence.plan.incomplete || evidence.plan.followup.is_some() {
        return Vec::new();
    }
    let held = held_elsewhere(evidence.plan, evidence.figures);
    let tables = evidence.figures.tables(evidence.plan);
    tables.filter_map(|(table, sheet)| judge(evidence, table, sheet, &held)).collect()
}

fn judge(evidence: &Evidence<'_>, table: &Table, sheet: &Sheet, held: &HashSet<CellId>) -> Option<Diagnostic> {
    let figures = evidence.figures;
    let open: Vec<(usize, &Line)> = sheet
        .lines
        .iter()
        .enumerate()
        .filter(|(at, line)| is_result(sheet, *at, line, figures) && !is_held(table, sheet, *at, held))
        .collect();
    let earlier = evidence.earlier.and_then(|(plan, _)| plan.table(&table.id.value));
    let was = |line: &Line| {
        earlier.is_some_and(|earlier| {
            earlier.controls.iter().any(|control| line.path.join(".").ends_with(&control.row.value))
        })
    };
    let lost: Vec<(usize, &Line)> = open.iter().copied().filter(|(_, line)| was(line)).collect();
    let names = |lines: &[(usize, &Line)]| {
        let names: Vec<String> = lines.iter().map(|(_, line)| line.name()).collect();
        list_names(names.iter().map(String::as_str))
    };
    let write = |lines: &[(usize, &Line)]| {
        let rows =
            lines.iter().map(|(at, line)| format!("{}: [{}]", sheet.key(line), amounts(table, sheet, *at, figures)));
        format!("kontroll: {{{}}}", rows.collect::<Vec<_>>().join(", "))
    };
    let advice = "skriv vad ekonomisystemet eller beslutet anger, med dessa belopp om de stämmer med det:";
    if let Some((_, first)) = lost.first() {
        let message = format!("{} har ingen kontrollsumma, men hade det i förra årets plan", names(&lost));
        return Some(Diagnostic::warning(CHECK.id, message).at(&first.span).hint(format!("{advice} {}", write(&lost))));
    }
    let (_, first) = open.first()?;
    let message = if table.controls.is_empty() {
        format!("ingenting i \"{}\" hålls mot en kontrollsumma eller en avstämning", table.caption.value)
    } else {
        format!("{} har ingen kontrollsumma, fast andra summor i tabellen har det", names(&open))
    };
    Some(Diagnostic::note(CHECK.id, message).at(&first.span).hint(format!("{advice} {}", write(&open))))
}

/// Whether a line is a sum, or a result computed from sums, of enough that somebody wrote.
fn is_result(sheet: &Sheet, at: usize, line: &Line, figures: &Figures) -> bool {
    let kind = line.is_printed() && matches!(line.kind, LineKind::Sum | LineKind::Total | LineKind::Formula);
    let cells = (0..sheet.columns.len()).map(|column| sheet.cell(at, column));
    kind && cells.filter(|cell| figures.added.contains_key(cell) || line.kind.is_sum()).any(|cell| {
        let own = |input: &usize| sheet.line_of(*input).is_some();
        let inputs = figures.inputs(cell);
        inputs.iter().filter(|input| own(input)).count() >= ROWS
    })
}

/// The cells that an identity names, and those that another table takes: these are held where that table is.
fn held_elsewhere(plan: &Plan, figures: &Figures) -> HashSet<CellId> {
    let mut held = HashSet::new();
    for term in plan.tables.iter().flat_map(|table| &table.reconciliations).flat_map(|own| &own.terms) {
        term.value.references(&mut |reference| held.extend(figures.refer(reference, None)));
    }
    for sheet in &figures.sheets {
        let cells = sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len();
        let operands = figures.cells[cells].iter().flat_map(Figure::operands);
        held.extend(operands.filter(|operand| sheet.line_of(**operand).is_none()));
    }
    held
}

/// Whether a control of its table, an identity or another table is about the line.
fn is_held(table: &Table, sheet: &Sheet, at: usize, held: &HashSet<CellId>) -> bool {
    let is_line = |row: &str| sheet.lines_with(row) == [at];
    table.controls.iter().any(|control| is_line(&control.row.value))
        || (0..sheet.columns.len()).any(|column| held.contains(&sheet.cell(at, column)))
}

/// The amounts of a line as a list of control totals has them: those of columns that are neither computed nor text, not
/// longer than somebody states them.
fn amounts(table: &Table, sheet: &Sheet, at: usize, figures: &Figures) -> String {
    let cell = |column: usize| {
        let figure = &figures.cells[sheet.cell(at, column)];
        figure.amount().map_or("~".to_owned(), |amount| {
            let long = amount.value.normalize().scale() > figure.decimals + 1;
            machine(if long { round(amount.value, figure.decimals) } else { amount.value })
        })
    };
    let columns = table.columns.iter().enumerate().filter(|(_, column)| !column.computed && !column.kind.is_words());
    columns.map(|(column, _)| cell(column)).collect::<Vec<_>>().join(", ")
}
