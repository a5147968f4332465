//! Cases in Markdown files: what goes in and what is expected to come out, as fenced blocks.
//!
//! - `## name` starts a case; names are unique over the files. Prose is free.
//! - A paragraph that is one path in backticks, with or without a word of [`SIDES`] behind it, names the fenced block
//!   that follows: a file that goes in.
//! - A fenced block without a name is what is expected, of the kind that its info says. A no-break space in what comes
//!   out is an ordinary one there. `UPDATE=1` writes what comes out into these blocks.

use std::collections::HashMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{plain, project};

/// What may stand behind a file's path, where a case has a plan before and a plan after.
const SIDES: [&str; 3] = ["", "före", "efter"];

/// A case as it is written.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// File and line.
    pub(crate) place: String,
    /// What goes in.
    pub(crate) files: Vec<Given>,
    /// What is to come out.
    pub(crate) expected: Vec<Expected>,
}

/// A file that goes in.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) path: String,
    /// A word of [`SIDES`].
    pub(crate) side: String,
    /// What stands after the fence.
    pub(crate) info: String,
    pub(crate) text: String,
}

/// A block that says what is to come out.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) kind: String,
    pub(crate) text: String,
    /// Lines of the text in the file.
    lines: Range<usize>,
}

/// The cases of a file under the project.
pub(crate) fn read(path: &str) -> Vec<Case> {
    parse(path, &written(path))
}

/// Asserts that what comes out of every case of the files is what its blocks, of these kinds, say; gives how many
/// cases there are. `come_out` gives a text for each of a case's blocks, in order, and may tell of what else is wrong.
pub(crate) fn judge(
    paths: &[String],
    kinds: &[&str],
    come_out: impl Fn(&Case, &mut dyn FnMut(&str)) -> Vec<String>,
) -> usize {
    let update = std::env::var_os("UPDATE").is_some();
    let (mut failures, mut names) = (Vec::new(), HashMap::new());
    for path in paths {
        let text = written(path);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        // From the end, so that the lines of what is left stay where they are.
        for case in parse(path, &text).iter().rev() {
            let mut fail = |text: &str| failures.push(format!("{}: \"{}\" {text}\n", case.place, case.name));
            if let Some(other) = names.insert(case.name.clone(), case.place.clone()) {
                fail(&format!("has the name of {other}"));
            }
            for block in case.expected.iter().filter(|block| !kinds.contains(&block.kind.as_str())) {
                fail(&format!("has a block \"{}\" that is neither a file nor expected of it", block.kind));
            }
            if case.expected.is_empty() {
                fail("expects nothing");
            }
            let Ok(out) = catch_unwind(AssertUnwindSafe(|| come_out(case, &mut fail))) else {
                fail("panics");
                continue;
            };
            assert_eq!(out.len(), case.expected.len(), "{}: a text for each block", case.place);
            for (expected, out) in case.expected.iter().zip(&out).rev() {
                let out = out.replace('\u{a0}', " ");
                if update {
                    lines.splice(expected.lines.clone(), out.lines().map(str::to_owned));
                } else if out != expected.text {
                    fail(&format!("{}:\n{}", expected.kind, plain::difference(&expected.text, &out)));
                }
            }
        }
        if update && lines.iter().ne(text.lines()) {
            std::fs::write(project(path), lines.join("\n") + "\n").expect("case files are writable");
        }
    }
    assert!(failures.is_empty(), "\n{}\n{} failures in {} cases", failures.join("\n"), failures.len(), names.len());
    names.len()
}

fn written(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn parse(path: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut named = None;
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let place = format!("{path}:{}", at + 1);
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.trim().to_owned(), place, files: Vec::new(), expected: Vec::new() });
        } else if ticks >= 3 {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim_end() != "`".repeat(ticks)).collect();
            let case = cases.last_mut().unwrap_or_else(|| panic!("{place}: a block before the first case"));
            let (info, text) = (line[ticks..].trim().to_owned(), body.iter().flat_map(|line| [line, "\n"]).collect());
            match named.take() {
                Some((path, side)) => case.files.push(Given { path, side, info, text }),
                None => case.expected.push(Expected { kind: info, text, lines: at + 1..at + 1 + body.len() }),
            }
        } else if !line.trim().is_empty() {
            let path = line.strip_prefix('`').and_then(|rest| rest.split_once('`'));
            let path = path.map(|(path, side)| (path.to_owned(), side.trim().to_owned()));
            named = path.filter(|(_, side)| SIDES.contains(&side.as_str()));
        }
    }
    cases
}
