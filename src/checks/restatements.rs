//! `omräkning-saknar-skäl`: a comparison column that states another figure than last year's plan decided.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::fact::Fact;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::figures::{CellId, Figures, LineKind, Sheet};
use crate::model::plan::Plan;
use crate::model::table::{Deviation, Table};
use crate::quantity::amount::round;
use crate::quantity::period::Period;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "omräkning-saknar-skäl",
    what: "en jämförelsekolumn med andra belopp än förra årets plan har för samma sak: budget, utfall, bokslut eller prognos",
    why: "den som jämför planerna ska inte behöva undra vilket belopp som gäller",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025, budget 2024]\nrader:\n  - {id: it, område: it, belopp: [12.5, 11.9]}\n",
            ),
            (
                "../2024/plan.yaml",
                "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2024\ntitel: Verksamhetsplan 2024\n",
            ),
            ("../2024/organisation.yaml", "områden:\n  - {id: it, namn: Område IT}\n"),
            (
                "../2024/budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2024]\nrader:\n  - {id: it, område: it, belopp: [11.0]}\n",
            ),
            ("../2024/kapitel/01-inledning.md", "# Inledning\n\nPlanen gäller ett år.\n"),
        ],
        blamed: "11.9",
    },
    run,
};

/// Most rows listed in a message.
const LISTED: usize = 12;

/// A cell and what last year's plan says in its place.
struct Difference {
    cell: CellId,
    earlier: CellId,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let tables = evidence.figures.tables(evidence.plan);
    let mut found: Vec<Diagnostic> = tables.flat_map(|(table, sheet)| unknown(table, sheet)).collect();
    found.extend(compare(evidence));
    found
}

/// Restatements of what is neither a column of the table nor one of its cells.
fn unknown(table: &Table, sheet: &Sheet) -> Vec<Diagnostic> {
    let is_column = |id: &str| sheet.columns.iter().any(|column| column.id == id);
    let is_cell = |id: &str| {
        let mut splits = id.match_indices('.').map(|(at, _)| (&id[..at], &id[at + 1..]));
        splits.any(|(row, column)| sheet.lines_with(row).len() == 1 && is_column(column))
    };
    let wrong = table.restatements.iter().map(|restatement| &restatement.about);
    wrong
        .filter(|about| !is_column(&about.value) && !is_cell(&about.value))
        .map(|about| {
            Diagnostic::error(
                CHECK.id,
                format!("omräkningen gäller \"{}\", som varken är en kolumn eller rad.kolumn i tabellen", about.value),
            )
            .at(&about.span)
            .maybe_hint(did_you_mean(&about.value, sheet.columns.iter().map(|column| column.id.as_str())))
        })
        .collect()
}

fn compare(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some((earlier_plan, earlier)) = evidence.earlier.filter(|(plan, _)| !plan.incomplete) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let sheets = evidence.figures.tables(evidence.plan);
    for (table, sheet) in sheets.filter(|_| !evidence.plan.incomplete) {
        let Some(other) = earlier.sheet(&sheet.id) else { continue };
        for (at, column) in sheet.columns.iter().enumerate() {
            // What both state of a year that was known then: its budget, an outcome, accounts, a forecast.
            let year = column.when.filter(|when| when.kind.is_some()).and_then(Period::whole_year);
            let is_past = year.is_some_and(|year| year <= earlier_plan.identity.year);
            let Some(there) = other.column_like(column, 0).filter(|_| is_past) else { continue };
            let differences = differences(evidence.figures, (sheet, at), earlier, (other, there));
            found.extend(judge(table, sheet, at, &differences, evidence.figures, (earlier_plan, earlier)));
        }
    }
    found
}

/// The printed cells of a column that state something else in last year's plan, to the decimals both print.
fn differences(
    figures: &Figures,
    (sheet, column): (&Sheet, usize),
    earlier: &Figures,
    (other, there): (&Sheet, usize),
) -> Vec<Difference> {
    let lines = sheet.lines.iter().enumerate();
    lines
        .filter(|(_, line)| line.is_printed() && line.kind != LineKind::Heading)
        .filter_map(|(at, line)| {
            let found = other.line_with_path_of(line)?;
            let (cell, earlier_cell) = (sheet.cell(at, column), other.cell(found, there));
            let (now, before) = (&figures.cells[cell], &earlier.cells[earlier_cell]);
            let decimals = now.decimals.min(before.decimals);
            let before_amount = before.amount()?.converted(&now.unit).ok()?;
            let differs = round(now.amount()?.value, decimals) != round(before_amount.value, decimals);
            differs.then_some(Difference { cell, earlier: earlier_cell })
        })
        .collect()
}

fn judge(
    table: &Table,
    sheet: &Sheet,
    column: usize,
    differences: &[Difference],
    figures: &Figures,
    (earlier_plan, earlier): (&Plan, &Figures),
) -> Vec<Diagnostic> {
    let id = &sheet.columns[column].id;
    let key = |difference: &Difference| {
        figures
            .position(difference.cell)
            .map(|(sheet, line, _)| format!("{}.{id}", sheet.key(line)))
            .unwrap_or_default()
    };
    let about = |deviation: &&Deviation, difference: &Difference| {
        deviation.about.value == *id || deviation.about.value == key(difference)
    };
    let mut found = Vec::new();
    for declared in table.restatements.iter().filter(|declared| declared.is_in_column(id)) {
        let own: Vec<&Difference> = differences.iter().filter(|difference| about(&declared, difference)).collect();
        let row = declared.about.value.strip_suffix(id.as_str()).map(|row| row.trim_end_matches('.'));
        let is_new = earlier.sheet(&sheet.id).zip(row).is_some_and(|(there, row)| there.lines_with(row).is_empty());
        found.push(if own.is_empty() && declared.amount.is_some() && is_new {
            let year = earlier_plan.identity.year;
            Diagnostic::note(CHECK.id, format!("\"{}\" finns inte i planen för {year}", declared.about.value))
                .at(&declared.about.span)
                .declared("känd-omräkning", &declared.reason.value)
        } else if own.is_empty() {
            Diagnostic::warning(
                CHECK.id,
                format!("omräkningen \"{}\" är förklarad men inget är omräknat", declared.about.value),
            )
            .at(&declared.about.span)
            .hint("ta bort omräkningen")
        } else {
            let note = describe(table, column, &own, figures, (earlier_plan, earlier));
            note.at(&declared.about.span).declared("känd-omräkning", &declared.reason.value)
        });
    }
    let is_declared = |difference: &Difference| table.restatements.iter().any(|declared| about(&declared, difference));
    let declared: Vec<CellId> =
        differences.iter().filter(|difference| is_declared(difference)).map(|difference| difference.cell).collect();
    // A sum differs because its rows do: when they are declared, so is the sum.
    let follows = |cell: CellId| figures.inputs(cell).iter().any(|input| declared.contains(input));
    let undeclared: Vec<&Difference> =
        differences.iter().filter(|difference| !is_declared(difference) && !follows(difference.cell)).collect();
    if let Some(first) = undeclared.first() {
        found.push(
            describe(table, column, &undeclared, figures, (earlier_plan, earlier))
                .at(&figures.cells[first.cell].span)
                .hint(format!("rätta beloppen, eller förklara i tabellen: omräkningar: [{{gäller: {id}, skäl: …}}]; för en enda rad {{gäller: rad.{id}, skäl: …}}")),
        );
    }
    found
}

fn describe(
    table: &Table,
    column: usize,
    differences: &[&Difference],
    figures: &Figures,
    (earlier_plan, earlier): (&Plan, &Figures),
) -> Diagnostic {
    let head = &table.columns[column].head;
    let year = earlier_plan.identity.year;
    let row = |difference: &&Difference| {
        let (now, before) = (&figures.cells[difference.cell], &earlier.cells[difference.earlier]);
        let change = now.amount().zip(before.amount()).and_then(|(now, before)| now.minus(before).ok());
        let change = change.map_or_else(String::new, |change| format!(" ({})", swedish::exact_amount(&change)));
        let name = figures.position(difference.cell).map(|(_, line, _)| line.name()).unwrap_or_default();
        Fact::Text(format!("{name}: {} → {}{change} ({})", before.text(), now.text(), before.span.place()))
    };
    let more = differences.len().checked_sub(LISTED).filter(|more| *more > 0);
    Diagnostic::error(
        CHECK.id,
        format!("\"{}\" i \"{}\" stämmer inte med planen för {year}", head, table.caption.value),
    )
    .made_of(differences.iter().take(LISTED).map(row))
    .made_of(more.map(|more| Fact::More(more, "rader")))
}
