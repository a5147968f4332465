//! `förväxlad-enhet`: a table whose amounts are a thousand times those of the same rows in other tables, or a thousandth.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::{CellId, Figures, LineKind, Sheet};
use crate::model::table::Table;
use crate::quantity::period::Period;
use crate::quantity::unit::Unit;
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "förväxlad-enhet",
    what: "en tabell vars belopp är omkring tusen gånger så stora eller små som samma rader i andra tabeller",
    why: "en enhet som är fel för en hel tabell syns inte i tabellen själv: alla rader och summor stämmer med varandra",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12.5]}\n",
            ),
            (
                "budget/slag.yaml",
                "tabell: slag\nrubrik: Per slag\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12500]}\n",
            ),
        ],
        blamed: "mnkr",
    },
    run,
};

/// What a row is called and when it is of: what two tables may both say.
type Subject = (String, Period);

/// How the amounts of one table are to another's, where both say the same.
enum Relation {
    /// Some are about as large.
    Alike,
    /// All are about a thousand or a million times as large or as small; a pair of them, as an example.
    Apart(CellId, CellId),
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = *evidence;
    let tables: Vec<(&Table, HashMap<Subject, CellId>)> =
        figures.tables(plan).map(|(table, sheet)| (table, subjects(table, sheet, figures))).collect();
    let mut apart: Vec<Vec<(usize, CellId, CellId)>> = tables.iter().map(|_| Vec::new()).collect();
    let mut alike = vec![0_usize; tables.len()];
    for (at, (_, own)) in tables.iter().enumerate() {
        for (other, (_, others)) in tables.iter().enumerate().filter(|(other, _)| *other != at) {
            match relation(own, others, figures) {
                Some(Relation::Alike) => alike[at] += 1,
                Some(Relation::Apart(one, two)) => apart[at].push((other, one, two)),
                None => {}
            }
        }
    }
    let mut found = Vec::new();
    for (at, (table, _)) in tables.iter().enumerate() {
        // Of two tables that are apart, the one is wrong that fewer others bear out; of two alone, the later.
        let doubt = |at: usize| (apart[at].len(), std::cmp::Reverse(alike[at]), at);
        let example = apart[at].iter().find(|(other, ..)| doubt(at) > doubt(*other));
        if let Some(&(other, one, two)) = example {
            found.push(told(table, tables[other].0, one, two, figures));
        }
    }
    found
}

/// The amounts of money of a table by what they are about. A row that is only called a sum says nothing of what it sums.
fn subjects(table: &Table, sheet: &Sheet, figures: &Figures) -> HashMap<Subject, CellId> {
    let mut found = HashMap::new();
    for (at, line) in
        sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed() && line.kind != LineKind::Heading)
    {
        let name = line.name().to_lowercase();
        if name.starts_with("summa") || name.starts_with("total") || line.kind == LineKind::Total {
            continue;
        }
        for (column, own) in sheet.columns.iter().enumerate() {
            let Some(when) = own.when.filter(|_| table.columns[column].measure.is_none()) else { continue };
            let cell = sheet.cell(at, column);
            let is_money = |cell: &CellId| figures.cells[*cell].amount().is_some_and(|amount| amount.unit.is_money());
            found.extend(Some(cell).filter(is_money).map(|cell| ((name.clone(), when), cell)));
        }
    }
    found
}

fn relation(own: &HashMap<Subject, CellId>, others: &HashMap<Subject, CellId>, figures: &Figures) -> Option<Relation> {
    let mut both: Vec<(CellId, CellId)> =
        own.iter().filter_map(|(subject, cell)| Some((*cell, *others.get(subject)?))).collect();
    both.sort_unstable();
    let mut apart = None;
    for (one, two) in both {
        let Some(times) = times(one, two, figures) else { continue };
        let near = |wanted: i64| {
            let wanted = Decimal::from(wanted);
            times * Decimal::ONE_HUNDRED >= wanted * Decimal::from(95)
                && times * Decimal::from(95) <= wanted * Decimal::ONE_HUNDRED
        };
        if near(1_000) || near(1_000_000) {
            apart = apart.or(Some(Relation::Apart(one, two)));
        } else if times < Decimal::from(300) {
            return Some(Relation::Alike);
        }
    }
    apart
}

/// How many times the smaller the larger of two amounts is; nothing where one of them is zero.
fn times(one: CellId, two: CellId, figures: &Figures) -> Option<Decimal> {
    let kronor = |cell: CellId| Some(figures.cells[cell].amount()?.converted(&Unit::Krona).ok()?.value.abs());
    let (one, two) = (kronor(one)?, kronor(two)?);
    one.max(two).checked_div(one.min(two))
}

fn told(table: &Table, other: &Table, one: CellId, two: CellId, figures: &Figures) -> Diagnostic {
    let size = |cell: CellId| figures.cells[cell].amount().and_then(|amount| amount.converted(&Unit::Krona).ok());
    let larger = size(one).map(|amount| amount.value.abs()) > size(two).map(|amount| amount.value.abs());
    let how = if larger { "större" } else { "mindre" };
    let fact = |cell: CellId| {
        Fact::amount(
            figures.cells[cell].text(),
            format!("{} ({})", figures.name_beside(cell, one), figures.cells[cell].span.place()),
        )
    };
    Diagnostic::warning(
        CHECK.id,
        format!(
            "beloppen i tabellen \"{}\" är omkring tusen gånger {how} än samma rader i \"{}\"",
            table.id.value, other.id.value
        ),
    )
    .at(&place(table))
    .made_of([fact(one), fact(two)])
    .hint(format!("kontrollera tabellens enhet, som är {}: är beloppen skrivna i den?", table.unit))
}

/// Where a table says its unit, else its caption.
fn place(table: &Table) -> Span {
    let text = &table.file.text;
    let line = |(at, line): (usize, &str)| {
        let value = line.strip_prefix("enhet:")?.split('#').next()?.trim();
        let start = at + line.find(value)?;
        (!value.is_empty()).then(|| table.file.span(start..start + value.len()))
    };
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.zip(text.lines()).find_map(line).unwrap_or_else(|| table.caption.span.clone())
}
