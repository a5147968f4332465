//! `kontroll-saknas`: a sum that nothing is held against, or that was controlled in last year's plan.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, list_names};
use crate::figures::{Figures, Line, LineKind, Sheet};
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::quantity::amount::machine;

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
    if evidence.plan.incomplete {
        return Vec::new();
    }
    let tables = evidence.figures.tables(evidence.plan);
    tables.filter_map(|(table, sheet)| judge(evidence, table, sheet)).collect()
}

fn judge(evidence: &Evidence<'_>, table: &Table, sheet: &Sheet) -> Option<Diagnostic> {
    let figures = evidence.figures;
    let open: Vec<(usize, &Line)> = sheet
        .lines
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            is_result(sheet, *at, line, figures) && !is_held(evidence.plan, table, sheet, *at, figures)
        })
        .collect();
    let earlier = evidence.earlier.and_then(|(plan, _)| plan.table(&table.id.value));
    let was = |line: &Line| {
        earlier.is_some_and(|earlier| {
            earlier.controls.iter().any(|control| line.path.join(".").ends_with(&control.row.value))
        })
    };
    let lost: Vec<&Line> = open.iter().map(|(_, line)| *line).filter(|line| was(line)).collect();
    let names = |lines: &[&Line]| {
        let names: Vec<String> = lines.iter().map(|line| line.name()).collect();
        list_names(names.iter().map(String::as_str))
    };
    let write = |lines: &[&Line]| {
        let rows = lines.iter().map(|line| format!("{}: [{}]", sheet.key(line), amounts(sheet, line, figures)));
        format!("kontroll: {{{}}}", rows.collect::<Vec<_>>().join(", "))
    };
    let advice = "skriv vad ekonomisystemet eller beslutet anger, med dessa belopp om de stämmer med det:";
    if let Some(first) = lost.first() {
        let message = format!("{} har ingen kontrollsumma, men hade det i förra årets plan", names(&lost));
        return Some(Diagnostic::warning(CHECK.id, message).at(&first.span).hint(format!("{advice} {}", write(&lost))));
    }
    let lines: Vec<&Line> = open.iter().map(|(_, line)| *line).collect();
    let first = lines.first()?;
    let message = if table.controls.is_empty() {
        format!("ingenting i \"{}\" hålls mot en kontrollsumma eller en avstämning", table.caption.value)
    } else {
        format!("{} har ingen kontrollsumma, fast andra summor i tabellen har det", names(&lines))
    };
    Some(Diagnostic::note(CHECK.id, message).at(&first.span).hint(format!("{advice} {}", write(&lines))))
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

/// Whether a control or an identity, here or in another table, is about the line.
fn is_held(plan: &Plan, table: &Table, sheet: &Sheet, at: usize, figures: &Figures) -> bool {
    let is_line = |row: &str| sheet.lines_with(row) == [at];
    if table.controls.iter().any(|control| is_line(&control.row.value)) {
        return true;
    }
    let terms = plan.tables.iter().flat_map(|table| &table.reconciliations).flat_map(|own| &own.terms);
    let mut named = false;
    for term in terms {
        term.value.references(&mut |reference| {
            let cell = figures.refer(reference, None);
            named |= cell.is_ok_and(|cell| sheet.line_of(cell) == Some(at));
        });
    }
    // What another table fetches is held where that table is.
    named || fetched(sheet, at, figures)
}

/// Whether a sum of another table takes the line's cells.
fn fetched(sheet: &Sheet, at: usize, figures: &Figures) -> bool {
    let cells: Vec<usize> = (0..sheet.columns.len()).map(|column| sheet.cell(at, column)).collect();
    let others = figures.cells.iter().enumerate().filter(|(cell, _)| sheet.line_of(*cell).is_none());
    others.flat_map(|(_, figure)| figure.operands()).any(|operand| cells.contains(operand))
}

fn amounts(sheet: &Sheet, line: &Line, figures: &Figures) -> String {
    let at = sheet.lines.iter().position(|own| std::ptr::eq(own, line)).unwrap_or_default();
    let cell = |column: usize| {
        figures.cells[sheet.cell(at, column)].amount().map_or("~".to_owned(), |amount| machine(amount.value))
    };
    (0..sheet.columns.len()).map(cell).collect::<Vec<_>>().join(", ")
}
