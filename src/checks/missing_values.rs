//! `värde-saknas`: outcomes and targets that are not filled in, and cells left empty among filled ones.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::{Figures, LineKind, Origin, Sheet, Value};
use crate::model::goals::{Measure, Outcome};
use crate::model::table::Table;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "värde-saknas",
    what: "ett styrtal utan utfall eller målvärde, eller en tom cell där raden och de flesta andra rader har belopp",
    why: "det som skulle fyllas i senare blir lätt kvar, och en tom cell går inte att skilja från noll",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025, prognos 2024]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12.5, 12.0]}\n  - {id: resor, namn: Resor, belopp: [1.5, ~]}\n",
        )],
        blamed: "~",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = *evidence;
    if !evidence.is_whole() {
        return Vec::new();
    }
    let goals = plan.all_goals();
    let measures: Vec<&Measure> = goals.iter().flat_map(|goal| &goal.measures).collect();
    let mut found: Vec<Diagnostic> = measures.iter().filter_map(|measure| without_outcome(measure)).collect();
    found.extend(without_target(&measures, plan.identity.year));
    for (table, sheet) in figures.tables(plan) {
        found.extend((0..sheet.columns.len()).filter_map(|column| of_column(table, sheet, column, figures)));
    }
    found
}

fn without_outcome(measure: &Measure) -> Option<Diagnostic> {
    let is_missing = |outcome: &&Outcome| outcome.value.is_none() && outcome.split.is_empty();
    let missing: Vec<&Outcome> = measure.outcomes.iter().filter(is_missing).collect();
    let first = missing.first()?.year.value;
    let years: Vec<String> = missing.iter().map(|outcome| outcome.year.value.to_string()).collect();
    let message = format!("styrtalet \"{}\" saknar utfall för {}", measure.name.value, swedish::join(&years));
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&missing.first()?.year.span)
            .hint(format!("skriv {{år: {first}, värde: …}}; utan värde trycks \"Saknas\"")),
    )
}

/// The measures that say neither what is to be reached this year nor that nothing is, gathered.
fn without_target(measures: &[&Measure], year: i32) -> Option<Diagnostic> {
    let open: Vec<&&Measure> = measures.iter().filter(|own| !own.has_target() && !own.only_followed).collect();
    let (first, others) = open.split_first()?;
    let message = if others.is_empty() {
        format!("styrtalet \"{}\" saknar målvärde för {year}", first.name.value)
    } else {
        format!("{} styrtal saknar målvärde för {year}", swedish::count(open.len()))
    };
    let listed = others.iter().map(|own| format!("också \"{}\" ({})", own.name.value, own.name.span.place()));
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&first.name.span)
            .listing(listed)
            .hint("lägg till målvärde: ett tal, {minst: 90}, {högst: 5.5} eller {intervall: [77, 80]}")
            .hint("ska det bara följas, skriv målvärde: nej"),
    )
}

/// The empty cells of a column, gathered, where the column is otherwise filled in.
fn of_column(table: &Table, sheet: &Sheet, column: usize, figures: &Figures) -> Option<Diagnostic> {
    if table.columns.get(column)?.computed {
        return None;
    }
    let figure = |line: usize, column: usize| &figures.cells[sheet.cell(line, column)];
    let rows =
        || (0..sheet.lines.len()).filter(|&at| matches!(sheet.lines[at].kind, LineKind::Item | LineKind::OfWhich));
    let has_amount = |line: usize, column: usize| figure(line, column).amount().is_some();
    // What is counted in another unit, such as the number of employees, need not be known for every row.
    let alike = |line: usize, other: usize| {
        !table.columns[other].computed && figure(line, other).unit == figure(line, column).unit
    };
    let elsewhere = |line: usize| (0..sheet.columns.len()).any(|other| alike(line, other) && has_amount(line, other));
    let is_empty = |line: usize| {
        matches!((&figure(line, column).value, &figure(line, column).origin), (Value::Empty, Origin::Input))
    };
    let empty: Vec<usize> = rows().filter(|&line| is_empty(line) && elsewhere(line)).collect();
    let filled = rows().filter(|&line| has_amount(line, column)).count();
    // A column that only some rows are to fill has more gaps than amounts.
    if filled < empty.len() || filled * 2 + 1 < rows().count() {
        return None;
    }
    let (&first, others) = empty.split_first()?;
    let head = &sheet.columns[column].name;
    let name = |line: usize| sheet.lines[line].name();
    let message = if others.is_empty() {
        format!("\"{}\" är tom i kolumnen \"{head}\" men har belopp i andra kolumner", name(first))
    } else {
        format!("{} rader är tomma i kolumnen \"{head}\" men har belopp i andra kolumner", swedish::count(empty.len()))
    };
    let listed = others.iter().map(|&line| format!("också \"{}\" ({})", name(line), figure(line, column).span.place()));
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&figure(first, column).span)
            .listing(listed)
            .hint("skriv beloppet; är det noll skriv 0, och gäller kolumnen inte raden skriv \"–\""),
    )
}
