//! The cases of `tests/diff/cases.md`: a plan, its files as they were and as they are, and what is said of the change.
//!
//! - A file whose path has `före` or `efter` behind it is on that side; with only the path it is on both. Every case has
//!   the files of [`BASE`] too. How else cases are written is told in `support/cases.rs`.
//! - The block `ändringar` is the comparison as the terminal shows it.
//!
//! `UPDATE=1 cargo test --test suite diff::cases` writes what the program says into the blocks. Then read it as a
//! controller would.

use std::collections::BTreeMap;

use super::between;
use crate::support::cases::{Case, judge};
use crate::support::plans::drafted;
use verksamhetsplan::Draft;
use verksamhetsplan::checks::EXAMPLE_PLAN as BASE;
use verksamhetsplan::diff::text;

const FILE: &str = "tests/diff/cases.md";

#[test]
fn every_case_is_told_as_it_says() {
    let count = judge(&[FILE.to_owned()], &["ändringar"], |case, _| {
        let told = text::render(&between(&side(case, "före"), &side(case, "efter"))) + "\n";
        case.expected.iter().map(|_| told.clone()).collect()
    });
    assert!(count > 5, "there are cases");
}

/// The plan on one side of a case.
fn side(case: &Case, side: &str) -> Draft {
    let base = BASE.iter().map(|(path, text)| (*path, *text));
    let own = case.files.iter().filter(|file| file.side.is_empty() || file.side == side);
    let files: BTreeMap<&str, &str> = base.chain(own.map(|file| (file.path.as_str(), file.text.as_str()))).collect();
    drafted("plan", files.iter().map(|(path, text)| (*path, text.as_bytes())))
}
