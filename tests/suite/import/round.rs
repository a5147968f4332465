//! There and back: what is not changed is not changed, and what is changed is exactly that.

use proptest::prelude::{ProptestConfig, prop, prop_assert, prop_assert_eq, proptest};
use rust_decimal::Decimal;

use super::{Plan, find, small};
use crate::support::plans::{self, FOLDERS, drafted};
use verksamhetsplan::figures::{Figure, Origin, Value};
use verksamhetsplan::import::spreadsheet::{Cell, Content};
use verksamhetsplan::quantity::unit::Unit;

#[test]
fn without_changes_nothing_differs() {
    for files in FOLDERS.map(|folder| plans::plan(folder).files.clone()).into_iter().chain([small()]) {
        let plan = Plan::of(&files);
        let changes = plan.against(&[super::copy(&plan.book)], false);
        assert_eq!(super::told(&changes.remarks), "");
        assert!(changes.edits.is_empty(), "{:?}", changes.edits);
    }
}

/// Amounts that are printed in one table alone and stand in a row of its file.
fn inputs(plan: &Plan) -> Vec<(String, String, &Figure)> {
    let figures = &plan.draft.figures;
    let own = figures.cells.iter().enumerate().filter(|(_, figure)| matches!(figure.origin, Origin::Input));
    let own = own.filter(|(_, figure)| matches!(figure.value, Value::Amount(_)));
    own.filter_map(|(cell, figure)| {
        let (sheet, line, column) = figures.position(cell)?;
        line.is_printed().then(|| (format!("{}.{}", sheet.id, sheet.key(line)), column.id.clone(), figure))
    })
    .collect()
}

/// A text cut at places: what stands around them.
fn around(text: &str, places: &[std::ops::Range<usize>]) -> Vec<String> {
    let mut from = 0;
    let mut parts = Vec::new();
    for place in places {
        parts.push(text[from..place.start].to_owned());
        from = place.end;
    }
    parts.push(text[from..].to_owned());
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    // Random edits of random written amounts: exactly those are written, and everything around them is the same bytes.
    #[test]
    fn exactly_what_was_changed_is_written(
        which in 0usize..2,
        picked in prop::collection::btree_map(0usize..10_000, (-9_999_999i64..9_999_999, 0u32..3), 1..12),
    ) {
        let plan = Plan::of(&plans::plan(FOLDERS[which]).files);
        let all = inputs(&plan);
        // A record may stand in several tables; one of them is changed.
        let mut places = std::collections::BTreeMap::new();
        for (at, (digits, scale)) in picked {
            let (row, column, figure) = &all[at % all.len()];
            let span = &figure.span;
            let new = Decimal::new(digits, scale);
            let same = matches!(&figure.value, Value::Amount(own) if own.value == new);
            if !same {
                places.entry((span.file.path.clone(), span.range.start)).or_insert((row, column, *figure, new));
            }
        }
        let book = plan.edited(|book| {
            for (row, column, figure, new) in places.values() {
                let stored = if figure.unit == Unit::Percent { *new / Decimal::ONE_HUNDRED } else { *new };
                let (sheet, at) = find(book, row, column);
                let cell = book.sheets[sheet].cells.get(&at).cloned().unwrap_or_default();
                book.sheets[sheet].cells.insert(at, Cell { content: Content::Number(stored), ..cell });
            }
        });
        let changes = plan.against(&[book], false);
        prop_assert!(!verksamhetsplan::diagnostic::has_errors(&changes.remarks), "{}", super::told(&changes.remarks));
        prop_assert_eq!(changes.edits.len(), places.len());
        let after = plan.written(&changes).expect("it can be written");
        for (path, bytes) in &plan.files {
            let own = places.iter().filter(|((file, _), _)| file.strip_prefix("plan/") == Some(path));
            let ranges: Vec<_> = own.map(|(_, (.., figure, _))| figure.span.range.clone()).collect();
            if ranges.is_empty() {
                prop_assert_eq!(&after[path], bytes);
                continue;
            }
            let before = String::from_utf8(bytes.clone()).expect("it is text");
            let now = String::from_utf8(after[path].clone()).expect("it is text");
            let mut rest = now.as_str();
            for (at, part) in around(&before, &ranges).iter().enumerate() {
                if at > 0 {
                    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "-−.,\u{a0} ".contains(c));
                    let trimmed = part.trim_start_matches(|c: char| c.is_ascii_digit() || "-−.,\u{a0} ".contains(c));
                    prop_assert!(rest.starts_with(trimmed), "{path}: {trimmed:?} is not before {rest:?}");
                    rest = &rest[trimmed.len()..];
                } else {
                    prop_assert!(rest.starts_with(part.as_str()));
                    rest = &rest[part.len()..];
                }
            }
            prop_assert_eq!(rest, "");
        }
        let drawn = drafted("plan", after.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        for (cell, figure) in plan.draft.figures.cells.iter().enumerate() {
            if !matches!(figure.origin, Origin::Input) {
                continue;
            }
            let key = (figure.span.file.path.clone(), figure.span.range.start);
            let now = &drawn.figures.cells[cell].value;
            match (places.get(&key), now) {
                (Some((.., new)), Value::Amount(own)) => prop_assert_eq!(own.value, *new),
                (Some(_), other) => prop_assert!(false, "{:?}", other),
                (None, now) => prop_assert_eq!(now, &figure.value),
            }
        }
    }
}
