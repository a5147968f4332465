//! `blandade-decimaler`: amounts of one column that are written with different numbers of decimals.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, list_names};
use crate::model::table::{CellInput, Column, Row, RowContent, Table};
use crate::source::Spanned;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "blandade-decimaler",
    what: "belopp i samma kolumn som är skrivna med olika många decimaler",
    why: "tabellen trycker dem lika noggrant, fast ett av dem kan vara avrundat eller sakna en siffra",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12.5]}\n  - {id: resor, namn: Resor, belopp: [7]}\n",
        )],
        blamed: "7",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    evidence.plan.tables.iter().filter_map(judge).collect()
}

fn judge(table: &Table) -> Option<Diagnostic> {
    let mut columns: Vec<Vec<&Spanned<Decimal>>> = vec![Vec::new(); table.columns.len()];
    collect(&table.rows, &mut columns);
    let mixed: Vec<(&Column, u32, Vec<&Spanned<Decimal>>)> = table
        .columns
        .iter()
        .zip(columns)
        .filter_map(|(column, amounts)| {
            let usual = usual(&amounts)?;
            let others: Vec<_> = amounts.into_iter().filter(|amount| amount.value.scale() != usual).collect();
            (!others.is_empty()).then_some((column, usual, others))
        })
        .collect();
    let first = mixed.iter().flat_map(|(_, _, others)| others).min_by_key(|amount| amount.span.range.start)?;
    let message = match mixed.as_slice() {
        [(column, ..)] => format!("beloppen i kolumnen \"{}\" har olika många decimaler", column.name()),
        _ => format!("beloppen i {} av tabellens kolumner har olika många decimaler", swedish::count(mixed.len())),
    };
    let told = mixed.iter().map(|(column, usual, others)| {
        let written = list_names(others.iter().map(|amount| amount.span.text().trim_matches(['"', '\''])));
        format!("{}: oftast {}, men {written}", column.name(), decimals(*usual))
    });
    Some(
        Diagnostic::note(CHECK.id, message).at(&first.span).listing(told).hint(
            "skriv alla belopp i kolumnen lika noggrant, till exempel 35.0 i stället för 35 om beloppet är jämnt",
        ),
    )
}

/// The amounts of every column. Zero is as exact with any decimals, and a row with decimals of its own is of
/// another kind than the rest.
fn collect<'a>(rows: &'a [Row], columns: &mut [Vec<&'a Spanned<Decimal>>]) {
    for row in rows {
        if let RowContent::Item { cells, .. } = &row.content
            && row.unit.is_none()
            && row.decimals.is_none()
        {
            for (cell, column) in cells.iter().zip(columns.iter_mut()) {
                if let CellInput::Amount(amount) = cell
                    && !amount.value.is_zero()
                {
                    column.push(amount);
                }
            }
        }
        collect(row.inner(), columns);
    }
}

/// The number of decimals that most amounts have; of two as common, the larger.
fn usual(amounts: &[&Spanned<Decimal>]) -> Option<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for amount in amounts {
        *counts.entry(amount.value.scale()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(scale, count)| (count, scale)).map(|(scale, _)| scale)
}

fn decimals(scale: u32) -> String {
    match scale {
        0 => "utan decimaler".to_owned(),
        1 => "en decimal".to_owned(),
        n => format!("{n} decimaler"),
    }
}
