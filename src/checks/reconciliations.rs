//! `avstämning-brister`: figures that are declared equal and are not.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::fact::Fact;
use crate::diagnostic::{Diagnostic, Severity};
use rust_decimal::Decimal;

use crate::figures::agreements;
use crate::figures::evaluate::within;
use crate::figures::ranges::{Range, of_formula};
use crate::figures::{CellId, Figures, Value};
use crate::model::formula::Formula;
use crate::model::plan::Plan;
use crate::model::table::{Reconciliation, Table};
use crate::quantity::amount::Amount;
use crate::source::Spanned;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "avstämning-brister",
    what: "en avstämning vars led inte är lika",
    why: "samma sak ska ha samma belopp var den än står i planen",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n  - {id: inköp, område: inköp, belopp: [7.0]}\navstämningar:\n  - {namn: områdena är lika stora, lika: [drift.it.budget_2025, drift.inköp.budget_2025]}\n",
        )],
        blamed: "områdena är lika stora",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let mut found = Vec::new();
    for table in &plan.tables {
        for reconciliation in agreements::all(table, figures) {
            found.extend(compare(plan, table, &reconciliation, figures));
        }
    }
    found
}

/// Whether a reconciliation holds wherever it is declared to; nothing when that cannot be computed.
pub fn holds_everywhere(table: &Table, declared: &Reconciliation, figures: &Figures) -> Option<bool> {
    let held = agreements::of(table, declared, figures).into_iter().map(|own| holds(table, &own, figures));
    let held: Vec<bool> = held.collect::<Option<_>>()?;
    Some(held.into_iter().all(|held| held))
}

/// Whether all terms are equal, or may be where the table says that its parts are rounded; nothing when one of them cannot
/// be computed.
pub fn holds(table: &Table, reconciliation: &Reconciliation, figures: &Figures) -> Option<bool> {
    let amounts: Vec<Amount> = reconciliation
        .terms
        .iter()
        .map(|term| match figures.evaluate(&term.value) {
            Ok(Value::Amount(amount)) => Some(amount),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let (first, rest) = amounts.split_first()?;
    let equal = |amount: &Amount| amount.converted(&first.unit).is_ok_and(|amount| amount.value == first.value);
    Some(rest.iter().all(equal) || (table.rounded_parts && may_be_equal(table, reconciliation, &amounts, figures)))
}

/// Whether the terms, each with its rounded parts anywhere within their half units, may have one value.
fn may_be_equal(table: &Table, reconciliation: &Reconciliation, amounts: &[Amount], figures: &Figures) -> bool {
    let ranges: Option<Vec<Range>> = reconciliation
        .terms
        .iter()
        .zip(amounts)
        .map(|(term, amount)| {
            let range = of_formula(table, &term.value, figures)?;
            let unit = &amounts.first()?.unit;
            let converted = |value: Decimal| Some(Amount::new(value, amount.unit.clone()).converted(unit).ok()?.value);
            Some(Range { low: converted(range.low)?, high: converted(range.high)?, ..range })
        })
        .collect();
    let Some(ranges) = ranges else { return false };
    let low = ranges.iter().map(|range| range.low).max();
    low <= ranges.iter().map(|range| range.high).min()
}

fn compare(plan: &Plan, table: &Table, reconciliation: &Reconciliation, figures: &Figures) -> Vec<Diagnostic> {
    let problems = unknown_cells(plan, table, reconciliation, figures);
    // A term that cannot be computed was reported where the figure itself failed.
    let failed = |term: &Spanned<Formula>| matches!(figures.evaluate(&term.value), Ok(Value::Failed));
    if !problems.is_empty()
        || holds(table, reconciliation, figures) == Some(true)
        || reconciliation.terms.iter().any(failed)
    {
        return problems;
    }
    let name = &reconciliation.name;
    let is_awaited = is_awaited(plan, reconciliation, figures);
    let (severity, message) = if is_awaited {
        (Severity::Warning, "går inte ihop än: allt är inte ifyllt")
    } else {
        (Severity::Error, "går inte ihop")
    };
    let problem = Diagnostic::error(CHECK.id, format!("avstämningen \"{}\" {message}", reconciliation.title()));
    let problem = Diagnostic { severity, ..problem }.at(&name.span);
    let problem = with_difference(problem, reconciliation, figures)
        .made_of(reconciliation.terms.iter().map(|term| Fact::amount(shown(term, figures), origin(term, figures))));
    vec![match agreements::deviation(table, reconciliation) {
        Some(deviation) => problem.declared("känd-avvikelse", &deviation.reason.value),
        None if is_awaited => problem.hint("fyll i det som är tomt"),
        None => problem.hint(format!(
            "rätta den tabell som är fel; är avvikelsen känd, lägg till under avvikelser: {{gäller: \"{}\", skäl: …}}",
            reconciliation.title()
        )),
    }]
}

/// Whether a term comes from a cell that is still to be filled in.
fn is_awaited(plan: &Plan, reconciliation: &Reconciliation, figures: &Figures) -> bool {
    let mut cells = Vec::new();
    for term in &reconciliation.terms {
        term.value.references(&mut |reference| cells.extend(figures.refer(reference, None)));
    }
    let is_open = |input: CellId| {
        let figure = &figures.cells[input];
        figure.value == Value::Empty && plan.is_awaited(&figure.span.file)
    };
    cells.into_iter().any(|cell| figures.inputs(cell).into_iter().any(is_open))
}

/// What the terms name that is no cell.
fn unknown_cells(plan: &Plan, table: &Table, reconciliation: &Reconciliation, figures: &Figures) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for term in &reconciliation.terms {
        term.value.references(&mut |reference| {
            let is_cell = |at: usize| figures.refer(reference, agreements::here(table, at, figures)).is_ok();
            // A short name is most likely a row of the table that is misspelt.
            let here = agreements::here(table, 0, figures).filter(|_| reference.parts.len() <= 2);
            if !(0..table.columns.len()).any(is_cell)
                && let Err(unknown) = figures.refer(reference, here)
                && !plan.incomplete
            {
                let address = reference.parts.join(".");
                problems.push(
                    Diagnostic::error(
                        "okänd-cell",
                        format!("avstämningen hänvisar till \"{address}\": {}", unknown.message),
                    )
                    .at(&within(&term.span, &address, &reference.range))
                    .hint(unknown.hint),
                );
            }
        });
    }
    problems
}

/// With how far the first two terms are apart, where both are amounts.
fn with_difference(problem: Diagnostic, reconciliation: &Reconciliation, figures: &Figures) -> Diagnostic {
    let mut terms = reconciliation.terms.iter().map(|term| figures.evaluate(&term.value));
    let (Some(Ok(Value::Amount(first))), Some(Ok(Value::Amount(second)))) = (terms.next(), terms.next()) else {
        return problem;
    };
    match second.converted(&first.unit).and_then(|second| first.minus(&second)) {
        Ok(difference) => problem
            .fact(Fact::value("väntat", swedish::exact_amount(&second)))
            .fact(Fact::value("beräknat", swedish::exact_amount(&first)))
            .fact(Fact::value("skillnad", swedish::exact_amount(&difference))),
        Err(_) => problem.fact("leden har olika enheter och kan inte jämföras"),
    }
}

/// A term's value as text.
fn shown(term: &Spanned<Formula>, figures: &Figures) -> String {
    figures.evaluate(&term.value).unwrap_or(Value::Failed).told(swedish::exact_amount)
}

/// A term in words: a cell by its name and its own place, anything else as it was written.
fn origin(term: &Spanned<Formula>, figures: &Figures) -> String {
    if let Formula::Reference(reference) = &term.value
        && let Ok(cell) = figures.refer(reference, None)
        && let Some((sheet, ..)) = figures.position(cell)
    {
        return format!("{}: {} ({})", sheet.caption, figures.name(cell), figures.cells[cell].span.place());
    }
    format!("{} ({})", term.span.text().trim_matches(['"', '\'']), term.span.place())
}
