//! Workbooks that other programs have saved: openpyxl and `LibreOffice`.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::{Plan, find, told};
use crate::support::plans::{self, FOLDERS};
use crate::workbook::{python, recomputed};
use verksamhetsplan::diagnostic::has_errors;
use verksamhetsplan::figures::{Origin, Value};
use verksamhetsplan::import::spreadsheet::xlsx;
use verksamhetsplan::import::workbook::held::Held;
use verksamhetsplan::quantity::unit::Unit;

/// A plan's workbook as a program has saved it: what it is called, and the plan.
struct Saved {
    what: String,
    path: PathBuf,
    plan: usize,
    /// What was changed: the cell's address in the plan, and the amount.
    wanted: Vec<(String, Decimal)>,
}

/// An amount for openpyxl: the sheet, the row, the column and what is written there.
type Put = (String, u32, u32, String);

/// Every ninth written amount of a plan changed: for openpyxl, and as it is to come back.
fn changed(plan: &Plan) -> (Vec<Put>, Vec<(String, Decimal)>) {
    let figures = &plan.draft.figures;
    let mut places = std::collections::BTreeSet::new();
    let (mut edits, mut wanted) = (Vec::new(), Vec::new());
    let inputs = figures.cells.iter().enumerate().filter(|(_, figure)| matches!(figure.origin, Origin::Input));
    for (cell, figure) in inputs.filter(|(_, figure)| matches!(figure.value, Value::Amount(_))).step_by(9) {
        let Some((sheet, line, column)) = figures.position(cell).filter(|(_, line, _)| line.is_printed()) else {
            continue;
        };
        let Value::Amount(amount) = &figure.value else { continue };
        if !places.insert((figure.span.file.path.clone(), figure.span.range.start)) {
            continue;
        }
        let new = amount.value + Decimal::new(1375, 2);
        let (at, (row, own)) = find(&plan.book, &format!("{}.{}", sheet.id, sheet.key(line)), &column.id);
        let stored = if figure.unit == Unit::Percent { new / Decimal::ONE_HUNDRED } else { new };
        edits.push((plan.book.sheets[at].name.clone(), row + 1, u32::from(own) + 1, stored.to_string()));
        wanted.push((figures.address(cell), new));
    }
    (edits, wanted)
}

fn text(path: &Path) -> String {
    path.to_str().expect("temporary folders have plain names").to_owned()
}

// Without changes nothing differs, and with changes exactly they do, whichever program has saved the workbook.
#[test]
fn other_programs_save_what_was_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let all: Vec<Plan> = FOLDERS.iter().map(|own| Plan::of(&plans::plan(own).files)).collect();
    let mut saved = Vec::new();
    for (at, plan) in all.iter().enumerate() {
        let made = folder.path().join(format!("{at}.xlsx"));
        std::fs::write(&made, &plan.bytes).expect("it is written");
        let (edits, wanted) = changed(plan);
        assert!(wanted.len() > 5);
        for (kind, edits, wanted) in [("orörd", Vec::new(), Vec::new()), ("ändrad", edits, wanted)] {
            let path = folder.path().join(format!("{at}-{kind}.xlsx"));
            let edits = serde_json::to_string(&edits).expect("it is JSON");
            let Some(said) = python(&["bare", &text(&made), &text(&path), &edits]) else { return };
            assert!(said.is_empty(), "{said}");
            saved.push(Saved { what: format!("openpyxl, {kind}"), path, plan: at, wanted });
        }
    }
    let paths: Vec<PathBuf> = saved.iter().map(|own| own.path.clone()).collect();
    if let Some(computed) = recomputed(&paths, folder.path()) {
        let again = saved.iter().zip(computed).map(|(own, path)| Saved {
            what: own.what.replace("openpyxl", "LibreOffice"),
            path,
            plan: own.plan,
            wanted: own.wanted.clone(),
        });
        let again: Vec<Saved> = again.collect();
        saved.extend(again);
    }
    for own in &saved {
        let plan = &all[own.plan];
        let bytes = std::fs::read(&own.path).expect("it was saved");
        let book = xlsx::read("tabeller.xlsx", &bytes).unwrap_or_else(|no| panic!("{}: {}", own.what, no.why));
        let changes = plan.against(&[book], false);
        assert!(!has_errors(&changes.remarks), "{}: {}", own.what, told(&changes.remarks));
        let mut found: Vec<(String, Decimal)> = changes
            .wanted
            .iter()
            .map(|(cell, held)| {
                let Held::Amount(value) = held else { panic!("{}: {held:?}", own.what) };
                (plan.draft.figures.address(*cell), value.normalize())
            })
            .collect();
        let mut wanted: Vec<(String, Decimal)> =
            own.wanted.iter().map(|(address, value)| (address.clone(), value.normalize())).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}", own.what);
    }
}
