//! `proportionella-kolumner`: a column that is another column times a constant, to the last digit.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::model::table::{CellInput, Column, Row, RowContent, Table};
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "proportionella-kolumner",
    what: "två periodkolumner där varje belopp i den ena är beloppet i den andra gånger en och samma faktor",
    why: "kolumnen kan vara uppräknad från den andra, eller kopierad, i stället för budgeterad rad för rad",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025, prognos 2024]\nrader:\n  - {id: personal, namn: Personal, belopp: [206.0, 200.0]}\n  - {id: hyror, namn: Lokalhyror, belopp: [126.7, 123.0]}\n  - {id: resor, namn: Resor, belopp: [10.4, 10.1]}\n  - {id: material, namn: Material, belopp: [51.5, 50.0]}\n  - {id: övrigt, namn: Övrigt, belopp: [31.6, 30.7]}\n",
        )],
        blamed: "budget 2025",
    },
    run,
};

/// Fewest rows with amounts in both columns: fewer agree by accident.
const ROWS: usize = 5;

/// How much the change of one row ordinarily differs from another's, as a part of the amount. Rounded amounts leave
/// the factor some room; a small amount leaves so much that it says nothing.
const SPREAD: Decimal = Decimal::from_parts(10, 0, 0, false, 2);

/// The greatest probability that rows with an ordinary spread would fit one factor by accident.
const ACCIDENT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    evidence.plan.tables.iter().flat_map(judge).collect()
}

fn judge(table: &Table) -> Vec<Diagnostic> {
    let mut rows = Vec::new();
    collect(&table.rows, &mut rows);
    let inputs = table.columns.iter().enumerate().filter(|(_, column)| !column.computed);
    let columns: Vec<(usize, &Column, Option<&str>)> =
        inputs.filter_map(|(at, column)| Some((at, column, column.period_and_measure()?.1))).collect();
    let mut found = Vec::new();
    for (at, (left, one, measure)) in columns.iter().enumerate() {
        for (right, other, _) in columns[at + 1..].iter().filter(|(.., other)| other == measure) {
            let pair = |cells: &&[CellInput]| Some((amount(cells.get(*left)?)?, amount(cells.get(*right)?)?));
            let amounts: Vec<(Decimal, Decimal)> = rows.iter().filter_map(pair).collect();
            found.extend(told(one, other, &amounts));
        }
    }
    found
}

/// The cells of every item row, *varav*-lines left out: they are parts of a row that is there.
fn collect<'a>(rows: &'a [Row], out: &mut Vec<&'a [CellInput]>) {
    for row in rows {
        match &row.content {
            RowContent::Item { cells, .. } => out.push(cells),
            RowContent::Group { rows, .. } => collect(rows, out),
            RowContent::Formula { .. } => {}
        }
    }
}

fn amount(cell: &CellInput) -> Option<Decimal> {
    match cell {
        CellInput::Amount(amount) => Some(amount.value),
        _ => None,
    }
}

fn told(one: &Column, other: &Column, amounts: &[(Decimal, Decimal)]) -> Option<Diagnostic> {
    let filled = amounts.iter().filter(|(a, b)| !a.is_zero() && !b.is_zero()).count();
    let varied = amounts.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a != b));
    if filled < ROWS || !varied {
        return None;
    }
    let (head, base, count) = (one.name(), other.name(), swedish::count(filled));
    let hint = "är beloppen budgeterade rad för rad, skriv det: # undantag(proportionella-kolumner): …";
    if amounts.iter().all(|(a, b)| a == b) {
        let message = format!("\"{head}\" och \"{base}\" har samma belopp på alla {count} rader");
        return Some(
            Diagnostic::note(CHECK.id, message).at(&one.id.span).also(&other.id.span, "samma belopp").hint(hint),
        );
    }
    // Which of the two is the computed one nobody can tell: either may be the rounded product of the other.
    let swapped: Vec<(Decimal, Decimal)> = amounts.iter().map(|(a, b)| (*b, *a)).collect();
    let factor = factor(&swapped).or_else(|| Decimal::ONE.checked_div(factor(amounts)?))?;
    let percent = factor.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let decimals = if percent.abs() < Decimal::ONE { 2 } else { 1 };
    let change = swedish::number(percent, decimals);
    let message = format!("alla {count} belopp i \"{head}\" är beloppen i \"{base}\" ändrade med {change} procent");
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&one.id.span)
            .also(&other.id.span, "samma kolumn gånger en faktor")
            .fact(Fact::Value { word: "faktor", value: swedish::number(factor, 4), column: 9 })
            .hint(hint),
    )
}

/// The factor k by which every second amount is the first times k, rounded as written; nothing when there is none,
/// or when the amounts are so roughly rounded that there would be one by accident.
fn factor(amounts: &[(Decimal, Decimal)]) -> Option<Decimal> {
    let (mut low, mut high) = (Decimal::MIN, Decimal::MAX);
    let mut rooms = Vec::new();
    for (a, b) in amounts {
        if a.is_zero() {
            if b.is_zero() {
                continue;
            }
            return None;
        }
        let half = Decimal::try_new(5, b.scale() + 1).ok()?;
        let ends = (b.checked_sub(half)?.checked_div(*a)?, b.checked_add(half)?.checked_div(*a)?);
        let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1));
        let room = half.checked_mul(Decimal::TWO)?.checked_div(b.abs()).unwrap_or(Decimal::ONE);
        rooms.push(room.checked_div(SPREAD)?.min(Decimal::ONE));
        (low, high) = (low.max(from), high.min(to));
    }
    if low > high {
        return None;
    }
    // The finest row says what the factor is; how likely do the others fit it by accident?
    rooms.sort();
    let accident = rooms.iter().skip(1).try_fold(Decimal::ONE, |product, room| product.checked_mul(*room))?;
    if accident > ACCIDENT {
        return None;
    }
    low.checked_add(high)?.checked_div(Decimal::TWO)
}
