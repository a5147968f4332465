//! `uppföljt-belopp`: figures of a report that cannot be those of the plan's rows.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::{Figures, LineKind, Sheet};
use crate::model::followup::{Economy, Followup};

/// The rule.
pub const CHECK: Check = Check {
    id: "uppföljt-belopp",
    what: "ett utfall eller en prognos med annat tecken än budgeten på samma rad, eller en summa av budgeten som inte är planens",
    why: "ett glömt minustecken ändrar avvikelsen med dubbla beloppet",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Resultat\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: intäkter, namn: Intäkter, belopp: [60.0]}\n  - {id: kostnader, namn: Kostnader, belopp: [-60.0]}\nsumma: Resultat\n",
            ),
            (
                "uppföljning/2025-08/rapport.yaml",
                "slag: delårsrapport\nperiod: jan–aug 2025\nekonomi:\n  - {tabell: drift, slag: resultat}\n",
            ),
            (
                "uppföljning/2025-08/ekonomi.yaml",
                "ekonomi:\n  - tabell: drift\n    rader:\n      intäkter: {utfall: 41.0, prognos: 61.0}\n      kostnader: {utfall: -39.5, prognos: 60.5}\n",
            ),
            ("uppföljning/2025-08/kapitel/01-ekonomi.md", "# Ekonomi\n\n{{ tabell(id=\"drift_uppföljning\") }}\n"),
        ],
        blamed: "60.5",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some(followup) = &evidence.plan.followup else { return Vec::new() };
    let tables = followup.economy.iter().filter_map(|economy| Some((economy, evidence.figures.sheet(&economy.own)?)));
    let found = tables.flat_map(|(economy, sheet)| {
        let mut found = signs(evidence.figures, sheet, economy);
        found.extend(budget(evidence, followup, sheet, economy));
        found
    });
    found.collect()
}

/// Outcomes and forecasts that have another sign than the budget of their row.
fn signs(figures: &Figures, sheet: &Sheet, economy: &Economy) -> Vec<Diagnostic> {
    let columns: Vec<usize> = economy.columns.iter().filter_map(|id| sheet.exact_column(id)).collect();
    let Some((budget, said)) = columns.split_first() else { return Vec::new() };
    let items = sheet.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Item);
    let found = items.flat_map(|(at, line)| {
        let own = figures.cells[sheet.cell(at, *budget)].amount().filter(|amount| !amount.value.is_zero());
        said.iter().filter_map(move |column| {
            let figure = &figures.cells[sheet.cell(at, *column)];
            let amount = figure.amount().filter(|amount| !amount.value.is_zero())?;
            let own = own?;
            (amount.value.is_sign_negative() != own.value.is_sign_negative()).then(|| {
                let budget = &figures.cells[sheet.cell(at, *budget)];
                Diagnostic::warning(
                    CHECK.id,
                    format!(
                        "\"{}\" har budgeten {} men {} är {}",
                        line.name(),
                        budget.text(),
                        crate::swedish::uncapitalised(&sheet.columns[*column].name),
                        figure.text()
                    ),
                )
                .at(&figure.span)
                .hint(format!("skriv {}, om tecknet är fel", -amount.value))
            })
        })
    });
    found.collect()
}

/// A budget that is summed to something else than it is in the plan.
fn budget(evidence: &Evidence<'_>, followup: &Followup, sheet: &Sheet, economy: &Economy) -> Option<Diagnostic> {
    let figures = evidence.figures;
    let (own, source) = (sheet.exact_column(economy.columns.first()?)?, figures.sheet(&economy.table.value)?);
    let id = &sheet.columns[own].id;
    let column = source.columns.iter().position(|column| column.id.replace('.', "_") == *id)?;
    let differs = |(at, line): (usize, &crate::figures::Line)| {
        let other = source.line_with_path_of(line)?;
        let (here, there) = (&figures.cells[sheet.cell(at, own)], &figures.cells[source.cell(other, column)]);
        let (one, two) = (here.amount()?, there.amount()?);
        (one.value != two.value).then_some((at, here, there))
    };
    let (at, here, there) = sheet.lines.iter().enumerate().find_map(differs)?;
    Some(
        Diagnostic::error(
            CHECK.id,
            format!(
                "budgeten för \"{}\" blir {} i rapporten men är {} i planen",
                sheet.lines[at].name(),
                here.text(),
                there.text()
            ),
        )
        .at(&economy.table.span)
        .also(&followup.place, "rapporten")
        .hint("skriv räknas: ja eller räknas: nej på de beräknade raderna i planens tabell"),
    )
}
