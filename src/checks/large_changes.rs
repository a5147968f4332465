//! `stor-förändring`: a row of the budget that is far from what it is in the columns beside it.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::{CellId, Figures, LineKind, Origin, Sheet};
use crate::model::table::Table;
use crate::quantity::period::Role;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "stor-förändring",
    what: "en rad i årets budget som är mer än tre gånger så stor eller så liten som i en annan period, eller byter tecken",
    why: "så stora skillnader är ofta en förväxlad enhet, ett glömt minustecken eller en siffra för mycket",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025, prognos 2024]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [125.0, 12.0]}\n  - {id: resor, namn: Resor, belopp: [1.5, 1.4]}\n",
        )],
        blamed: "125.0",
    },
    run,
};

/// How many times as large an amount may be as another without being told. Budgets move by per cents; a wrong unit
/// moves them a thousand times and a wrong digit ten, and a new assignment seldom more than doubles a row.
const FACTOR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// How one amount is far from another.
enum Change {
    Sign,
    /// The larger is so many times the smaller.
    Times(Decimal),
}

/// An amount of the plan's year, one beside it, and how they are far apart.
type Found = (CellId, CellId, Change);

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = *evidence;
    let mut found = Vec::new();
    for (table, sheet) in figures.tables(plan) {
        let pairs = pairs(table, plan.identity.year);
        if pairs.is_empty() {
            continue;
        }
        let judged = [LineKind::Item, LineKind::OfWhich, LineKind::Sum, LineKind::Total];
        let lines = sheet.lines.iter().enumerate().filter(|(_, line)| judged.contains(&line.kind));
        let told: Vec<(usize, Vec<Found>)> = lines.map(|(at, _)| (at, changes(sheet, at, &pairs, figures))).collect();
        let changed: HashSet<usize> = told.iter().filter(|(_, found)| !found.is_empty()).map(|(at, _)| *at).collect();
        let of_parts = |at: usize| sheet.printed_parts(at).iter().any(|part| is_within(sheet, *part, &changed));
        let own = told.iter().filter(|(at, _)| changed.contains(at) && !of_parts(*at));
        found.extend(own.filter_map(|(at, all)| row(sheet, *at, all, figures)));
    }
    found
}

/// Whether a line or a part of it is among some: what is told of a row is not told again of its sums.
fn is_within(sheet: &Sheet, line: usize, some: &HashSet<usize>) -> bool {
    some.contains(&line) || sheet.printed_parts(line).into_iter().any(|part| is_within(sheet, part, some))
}

/// The plan year's columns, each with the column of the same measure of another whole year or kind.
fn pairs(table: &Table, plan_year: i32) -> Vec<(usize, usize)> {
    let inputs = table.columns.iter().enumerate().filter(|(_, column)| !column.computed);
    let of_years = inputs.filter_map(|(at, column)| {
        let (period, measure) = column.period_and_measure()?;
        period.whole_year().map(|_| (at, period.role(plan_year) == Some(Role::OwnBudget), measure))
    });
    let of_years: Vec<(usize, bool, Option<&str>)> = of_years.collect();
    let mut pairs = Vec::new();
    for (own, _, measure) in of_years.iter().filter(|(_, is_own, _)| *is_own) {
        let others = of_years.iter().filter(|(_, is_own, other)| !is_own && other == measure);
        pairs.extend(others.map(|(other, ..)| (*own, *other)));
    }
    pairs
}

fn changes(sheet: &Sheet, at: usize, pairs: &[(usize, usize)], figures: &Figures) -> Vec<Found> {
    let cells = pairs.iter().map(|&(own, other)| (sheet.cell(at, own), sheet.cell(at, other)));
    cells.filter_map(|(own, other)| Some((own, other, change(own, other, figures)?))).collect()
}

fn row(sheet: &Sheet, at: usize, changes: &[Found], figures: &Figures) -> Option<Diagnostic> {
    let (own, other, first) = changes.first()?;
    let column = |cell: CellId| figures.position(cell).map_or("", |(_, _, column)| column.name.as_str());
    let name = sheet.lines[at].name();
    let (own_head, other_head) = (column(*own), column(*other));
    let message = match first {
        Change::Sign => format!("\"{name}\" byter tecken mellan {own_head} och {other_head}"),
        Change::Times(times) => {
            let amount = |cell: CellId| figures.cells[cell].amount().map(|amount| amount.value.abs());
            let ends = if amount(*own) > amount(*other) { (own_head, other_head) } else { (other_head, own_head) };
            let times = swedish::number(*times, 1);
            format!("\"{name}\" är {times} gånger så stor i {} som i {}", ends.0, ends.1)
        }
    };
    let mut problem = Diagnostic::note(CHECK.id, message).at(&figures.cells[*own].span);
    let mut told = None;
    for (own, other, change) in changes {
        let fact = |cell: CellId, how: &str| {
            let figure = &figures.cells[cell];
            Fact::amount(figure.text(), format!("{} ({}){how}", column(cell), figure.span.place()))
        };
        if told != Some(own) {
            problem = problem.fact(fact(*own, ""));
            told = Some(own);
        }
        let how = match change {
            Change::Sign => ", annat tecken".to_owned(),
            Change::Times(times) => format!(", faktor {}", swedish::number(*times, 1)),
        };
        problem = problem.fact(fact(*other, &how));
    }
    Some(problem.hint("kontrollera enhet, tecken och decimaler; stämmer beloppet, förklara förändringen i texten och skriv varför: # undantag(stor-förändring): …"))
}

/// Whether two amounts are far apart; nothing when one is nothing, or cannot be compared.
fn change(own: CellId, other: CellId, figures: &Figures) -> Option<Change> {
    // A result is a difference, and may be anything; a share or a rate has no size of its own.
    let judged = |cell: CellId| {
        !matches!(figures.cells[cell].origin, Origin::Formula { .. } | Origin::Records(_))
            || figures.added.contains_key(&cell)
    };
    let (a, b) = (figures.cells[own].amount()?, figures.cells[other].amount()?);
    if !judged(own) || !judged(other) || a.unit != b.unit || a.unit.is_share() {
        return None;
    }
    if a.value.is_zero() || b.value.is_zero() {
        return None;
    }
    if a.value.is_sign_negative() != b.value.is_sign_negative() {
        return Some(Change::Sign);
    }
    let (a, b) = (a.value.abs(), b.value.abs());
    let times = a.max(b).checked_div(a.min(b))?;
    (times > FACTOR).then_some(Change::Times(times))
}
