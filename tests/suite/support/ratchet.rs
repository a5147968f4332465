//! What is found today of all that could be, counted exactly in `tests/ratchet.tsv`, which may only get better: a worse
//! count fails, and so does a better one until it is written there.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::project;

/// Where the counts are.
const FILE: &str = "tests/ratchet.tsv";

/// What the file begins with.
const HEAD: &str =
    "# What goes wrong today, out of how many; see tests/suite/support/ratchet.rs. May only get better.\n";

/// One test at a time has the file.
static HELD: Mutex<()> = Mutex::new(());

/// How many out of how many go wrong.
pub(crate) type Count = (usize, usize);

/// Asserts that the counts, by name, are those of the file; `UPDATE=1` writes better ones there, and none that is worse.
pub(crate) fn assert_held(counts: &[(String, Count)]) {
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let path = project(FILE);
    let mut known = read(&std::fs::read_to_string(&path).unwrap_or_default());
    let told = judged(&mut known, counts, std::env::var_os("UPDATE").is_some());
    if told.is_empty() && std::env::var_os("UPDATE").is_some() {
        let lines = known.iter().map(|(name, (wrong, all))| format!("{name}\t{wrong}\t{all}\n"));
        std::fs::write(&path, HEAD.to_owned() + &lines.collect::<String>()).expect("the counts can be written");
    }
    drop(held);
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// What is to be said of new counts against known ones, where they are not the same or, when that is wanted, written.
fn judged(known: &mut BTreeMap<String, Count>, counts: &[(String, Count)], update: bool) -> Vec<String> {
    let mut told = Vec::new();
    for (name, count) in counts {
        let (wrong, all) = count;
        match known.get(name) {
            Some(before) if before == count => {}
            // With fewer tried, or more wrong among more, it takes a person to say that this is better.
            Some((before, of)) if wrong > before || all < of => told.push(format!(
                "worse: {name}: {wrong} of {all} go wrong, and it was {before} of {of}; if that is meant, write it in {FILE}"
            )),
            before => {
                if update {
                    known.insert(name.clone(), *count);
                } else {
                    let before = before.map_or("unknown".to_owned(), |(before, of)| format!("{before} of {of}"));
                    told.push(format!(
                        "better: {name}: {wrong} of {all} go wrong, and it was {before}; run UPDATE=1 cargo test --test suite"
                    ));
                }
            }
        }
    }
    told
}

fn read(text: &str) -> BTreeMap<String, Count> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, wrong, all] = fields.as_slice() else { panic!("{FILE}: three fields in {line}") };
            let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{FILE}: {text} in {line}"));
            ((*name).to_owned(), (number(wrong), number(all)))
        })
        .collect()
}

#[test]
fn a_count_may_only_get_better() {
    let known = || read("a\t2\t10\n");
    let judged = |count: Count, update: bool| {
        let mut known = known();
        let told = judged(&mut known, &[("a".to_owned(), count)], update);
        (told.first().map_or("", |told| told.split(':').next().unwrap_or_default()).to_owned(), known["a"])
    };
    assert_eq!(judged((2, 10), false), (String::new(), (2, 10)));
    for worse in [(3, 10), (3, 20), (2, 9), (1, 9)] {
        assert_eq!([judged(worse, false), judged(worse, true)], ["worse"; 2].map(|told| (told.to_owned(), (2, 10))));
    }
    for better in [(1, 10), (2, 11)] {
        assert_eq!(judged(better, false), ("better".to_owned(), (2, 10)));
        assert_eq!(judged(better, true), (String::new(), better));
    }
}
