//! The cases of `tests/diff/cases.md`: a plan, its files as they were and as they are, and what is said of the change.
//!
//! - `## name` starts a case. A paragraph that is a path in backticks and `före` or `efter`, followed by a fenced block, is
//!   a file on that side; with only the path it is on both. Every case has the files of [`BASE`] too.
//! - The fenced block `ändringar` is the comparison as the terminal shows it, a no-break space being an ordinary one.
//!
//! `UPDATE=1 cargo test --test diff` writes what the program says into the blocks. Then read it as a controller would.

use std::collections::BTreeMap;

use super::between;
use verksamhetsplan::checks::EXAMPLE_PLAN as BASE;
use verksamhetsplan::diff::text;
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, draft};

const FILE: &str = "tests/diff/cases.md";

type Files = BTreeMap<String, String>;

fn read(files: &Files) -> Draft {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let (sources, mut problems) = Sources::from_memory("plan", files);
    let mut draft = draft(sources);
    problems.append(&mut draft.problems);
    Draft { problems, ..draft }
}

#[test]
fn every_case_is_told_as_it_says() {
    let cases = std::fs::read_to_string(crate::support::project(FILE)).expect("the cases");
    let base = || BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<Files>();
    let (mut out, mut failures, mut told) = (String::new(), Vec::new(), 0);
    let (mut name, mut sides, mut file) = ("", [base(), base()], None);
    let mut lines = cases.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(own) = line.strip_prefix("## ") {
            (name, sides) = (own, [base(), base()]);
        } else if let Some(rest) = line.strip_prefix('`').filter(|_| !line.starts_with("```")) {
            file = rest.split_once('`').map(|(path, side)| (path.to_owned(), side.trim().to_owned()));
        } else if line.starts_with("```") {
            let body: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
            if let Some((path, side)) = file.take() {
                for at in [("före", 0), ("efter", 1)]
                    .into_iter()
                    .filter(|(word, _)| side.is_empty() || side == *word)
                    .map(|(_, at)| at)
                {
                    sides[at].insert(path.clone(), body.clone());
                }
                out.push_str(&body);
            } else {
                assert_eq!(line, "```ändringar", "{name}");
                let diff = between(&read(&sides[0]), &read(&sides[1]));
                let said = text::render(&diff).replace('\u{a0}', " ") + "\n";
                if said != body {
                    failures.push(format!("{name}: expected\n{body}and is told\n{said}"));
                }
                told += 1;
                out.push_str(&said);
            }
            out.push_str("```\n");
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(crate::support::project(FILE), out).expect("the cases can be written");
        return;
    }
    assert!(told > 5, "there are cases");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
