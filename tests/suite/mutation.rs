//! Every amount that is written in a plan, changed by one unit in its last digit, one at a time: is it found, and does
//! the message name it?
//!
//! An amount is found when an error is told that was not there before, which names the amount's own place. What is told
//! as a remark, such as a deviation that the plan declares, stops nobody and does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::support::bump::bumped;
use crate::support::plans::{self, Plan};
use crate::support::ratchet;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rust_decimal::Decimal;
use verksamhetsplan::diagnostic::{Diagnostic, Severity};
use verksamhetsplan::model::table::{CellInput, Row, RowContent};
use verksamhetsplan::source::{Span, Spanned};
use verksamhetsplan::{Draft, review};

/// A number as it is written in one place of a plan's files.
struct Written {
    /// Path in the plan's folder.
    path: String,
    span: Span,
    value: Decimal,
    /// What it stands for: table and row.
    name: String,
}

/// What came of changing an amount.
enum Outcome {
    /// An error names the amount.
    Named,
    /// There is an error, by these rules, but it does not name the amount.
    Unnamed(Vec<String>),
    /// Nothing stops the build.
    Silent,
}

// At least 98 per cent of the amounts are found when they are wrong, and those that were found once are found.
#[test]
fn a_changed_amount_is_found_and_named() {
    let mut report = String::new();
    let mut counts = Vec::new();
    let (mut named, mut all) = (0, 0);
    for (plan, earlier) in [("plan/2024", None), ("plan/2025", Some("plan/2024"))] {
        let own = plans::plan(plan);
        let earlier = earlier.map(|earlier| &plans::plan(earlier).draft);
        let before: BTreeSet<String> = errors(&own.draft, earlier).iter().map(identity).collect();
        let amounts = amounts(&own.draft, plan);
        let outcomes: Vec<(&Written, Outcome)> =
            amounts.par_iter().map(|amount| (amount, changed(own, amount, earlier, &before))).collect();
        let mut found = 0;
        for (amount, outcome) in &outcomes {
            let what = format!("{} {} ({})", amount.span.text(), amount.name, amount.span.place());
            let _ = match outcome {
                Outcome::Named => {
                    found += 1;
                    Ok(())
                }
                Outcome::Unnamed(rules) => writeln!(report, "  not named, only {}: {what}", rules.join(", ")),
                Outcome::Silent => writeln!(report, "  not found: {what}"),
            };
        }
        let _ = writeln!(report, "{plan}: {found} of {} changed amounts are found and named", outcomes.len());
        assert_eq!(outcomes.len(), numbers_in_rows(own), "{plan}: every written amount should be tried");
        let wrong = (outcomes.len() - found, outcomes.len());
        counts.push((format!("{plan}: changed amounts not found and named"), wrong));
        (named, all) = (named + found, all + outcomes.len());
    }
    let _ = std::io::stderr().write_all(report.as_bytes());
    assert!(named * 100 >= all * 98, "{named} of {all} changed amounts are found and named\n{report}");
    ratchet::assert_held(&counts);
}

/// How many numbers stand between the brackets of `belopp: […]`, counted in the text by itself.
fn numbers_in_rows(plan: &Plan) -> usize {
    let is_yaml = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "yaml");
    let texts = plan.files.keys().filter(|path| is_yaml(path)).map(|path| plan.text(path));
    let lists = texts.flat_map(|text| {
        let lists = text.split("belopp: [").skip(1).filter_map(|rest| rest.split(']').next().map(str::to_owned));
        lists.collect::<Vec<_>>()
    });
    lists.map(|list| list.split(", ").filter(|item| item.parse::<Decimal>().is_ok()).count()).sum()
}

/// What comes of changing an amount.
fn changed(plan: &Plan, amount: &Written, earlier: Option<&Draft>, before: &BTreeSet<String>) -> Outcome {
    let text = &amount.span.file.text;
    let (start, end) = (amount.span.range.start, amount.span.range.end);
    let edited = [&text[..start], &bumped(&text[start..end]), &text[end..]].concat();
    let draft = plan.edited(&[(amount.path.clone(), edited)]);
    // An edit that breaks the file, or changes something else, would be found for the wrong reason.
    let own = amounts(&draft, plan.folder).into_iter().find(|other| other.span.place() == amount.span.place());
    let unit = Decimal::new(1, amount.value.scale());
    let own = own.unwrap_or_else(|| panic!("{} is no longer an amount", amount.span.place()));
    assert_eq!((own.value.abs() - amount.value.abs()).abs(), unit, "{}", amount.span.place());
    let found = errors(&draft, earlier);
    let found: Vec<&Diagnostic> = found.iter().filter(|problem| !before.contains(&identity(problem))).collect();
    if found.iter().any(|problem| names(problem, &amount.span.place())) {
        Outcome::Named
    } else if found.is_empty() {
        Outcome::Silent
    } else {
        let rules: BTreeSet<String> = found.iter().map(|problem| problem.id.to_owned()).collect();
        Outcome::Unnamed(rules.into_iter().collect())
    }
}

/// Everything that stops the build.
fn errors(draft: &Draft, earlier: Option<&Draft>) -> Vec<Diagnostic> {
    let mut found = review(draft, earlier);
    found.retain(|problem| problem.severity == Severity::Error);
    found
}

/// What makes an error the same before and after a change.
fn identity(problem: &Diagnostic) -> String {
    let place = problem.primary.as_ref().map(|label| label.span.place()).unwrap_or_default();
    let facts: Vec<String> = problem.all_facts().map(|(_, fact)| fact.text()).collect();
    format!("{} {place} {} {}", problem.id, problem.message, facts.join("\n"))
}

/// Whether a place is blamed, takes part, or stands in the facts.
fn names(problem: &Diagnostic, place: &str) -> bool {
    let mut labels = problem.primary.iter().chain(&problem.secondary);
    let closed = format!("({place})");
    labels.any(|label| label.span.place() == place)
        || problem.all_facts().any(|(_, fact)| fact.text().contains(&closed))
}

/// Every amount of the plan's tables, each place once: a record stands in several tables but is written once.
fn amounts(draft: &Draft, folder: &str) -> Vec<Written> {
    let mut written: BTreeMap<(String, usize), Written> = BTreeMap::new();
    for table in &draft.plan.tables {
        let mut rows: Vec<&Row> = table.rows.iter().collect();
        while let Some(row) = rows.pop() {
            let cells: &[CellInput] = match &row.content {
                RowContent::Item { cells, of_which } => {
                    rows.extend(of_which);
                    cells
                }
                RowContent::Group { rows: inner, .. } => {
                    rows.extend(inner);
                    &[]
                }
                RowContent::Formula { .. } => &[],
            };
            for cell in cells {
                let CellInput::Amount(Spanned { value, span }) = cell else { continue };
                let path = span.file.path.strip_prefix(folder).expect("it is in the plan").trim_start_matches('/');
                written.entry((path.to_owned(), span.range.start)).or_insert_with(|| Written {
                    path: path.to_owned(),
                    span: span.clone(),
                    value: *value,
                    name: format!("{}.{}", table.id.value, row.id.value),
                });
            }
        }
    }
    written.into_values().collect()
}

#[test]
fn one_unit_is_added_in_the_last_written_digit() {
    for (written, expected) in
        [("-633.6", "-633.7"), ("1.9", "2.0"), ("-99", "-100"), ("0", "1"), ("\"2 399,9\"", "\"2 400,0\"")]
    {
        assert_eq!(bumped(written), expected);
    }
}
