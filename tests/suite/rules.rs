//! Every rule's example is a plan in which the rule finds exactly one thing, where the example says.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use verksamhetsplan::checks::{ALL, Check, EXAMPLE_PLAN};
use verksamhetsplan::diagnostic::terminal::render;
use verksamhetsplan::diagnostic::{Diagnostic, Label, Severity};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, draft, review};

/// The folder that messages name.
const FOLDER: &str = "plan";

/// What paths of last year's plan begin with.
const EARLIER: &str = "../2024/";

// The example is what `vplan check --list` prints, and has to be true.
#[test]
fn every_rule_finds_one_thing_in_its_example() {
    let mut failures = Vec::new();
    for check in ALL {
        let problems = found(check, &[]);
        let (own, others): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.id == check.id);
        for error in others.iter().filter(|problem| problem.severity == Severity::Error) {
            failures.push(format!("{}: the example has another error:\n{}", check.id, render(error, false)));
        }
        match own.as_slice() {
            [one] => {
                failures
                    .extend(misplaced(check, one).map(|why| format!("{}: {why}\n{}", check.id, render(one, false))));
            }
            _ => failures.push(format!("{}: {} findings in the example", check.id, own.len())),
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Rules about how texts are written, which find something else in a text that is written otherwise.
const ABOUT_WRITING: [&str; 0] = [];

// Å as one character or two, soft hyphens and spaces without width: a reader sees the same text, and so does every rule.
#[test]
fn rules_find_the_same_however_letters_are_written() {
    let mut failures = Vec::new();
    for check in ALL.iter().filter(|check| !ABOUT_WRITING.contains(&check.id)) {
        let rewritten: Vec<(&str, String)> = check
            .example
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("kapitel/"))
            .map(|(path, text)| (*path, otherwise(text)))
            .collect();
        if rewritten.is_empty() {
            continue;
        }
        let lines = |problems: Vec<Diagnostic>| -> Vec<Option<(String, usize)>> {
            let own = problems.into_iter().filter(|problem| problem.id == check.id);
            let line =
                |label: &Label| (label.span.file.path.clone(), label.span.file.line_column(label.span.range.start).0);
            own.map(|problem| problem.primary.as_ref().map(line)).collect()
        };
        let (written, found) = (lines(found(check, &[])), lines(found(check, &rewritten)));
        if written != found {
            failures.push(format!("{}: {written:?} as it is written, {found:?} otherwise", check.id));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// The same text to its readers, in other characters: letters apart from their marks, and between them what nobody sees.
fn otherwise(text: &str) -> String {
    let mut out = String::new();
    let mut within = 0_usize;
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '{' | '(' | '[' => within += 1,
            '}' | ')' | ']' => within = within.saturating_sub(1),
            _ => {}
        }
        if within == 0 && before.is_alphabetic() && c.is_alphabetic() {
            out.push('\u{ad}');
        }
        if within == 0 {
            out.extend(c.nfd());
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

/// Why a finding does not point at what the example blames.
fn misplaced(check: &Check, problem: &Diagnostic) -> Option<String> {
    let Some(label) = &problem.primary else { return Some("it points at nothing".to_owned()) };
    let file = &label.span.file;
    let path = file.path.strip_prefix(FOLDER).map_or("", |path| path.trim_start_matches('/'));
    if !check.example.files.iter().any(|(own, _)| *own == path) {
        return Some(format!("{path} is no file of the example"));
    }
    let (number, _) = file.line_column(label.span.range.start);
    let Some(line) = file.text.lines().nth(number - 1) else { return Some(format!("there is no line {number}")) };
    let blamed = check.example.blamed;
    let holds = label.span.text().contains(blamed) || line.contains(blamed);
    (!holds).then(|| format!("neither the place nor its line holds \"{blamed}\""))
}

/// Everything found in a rule's example, with some of its files rewritten.
fn found(check: &Check, rewritten: &[(&str, String)]) -> Vec<Diagnostic> {
    let mut files: BTreeMap<&str, &str> = EXAMPLE_PLAN.iter().copied().collect();
    files.extend(check.example.files.iter().copied());
    files.extend(rewritten.iter().map(|(path, text)| (*path, text.as_str())));
    let (earlier, own): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.starts_with(EARLIER));
    let earlier = (!earlier.is_empty()).then(|| read("earlier", earlier));
    review(&read(FOLDER, own), earlier.as_ref())
}

fn read(folder: &str, files: Vec<(&str, &str)>) -> Draft {
    let bytes = files.into_iter().map(|(path, text)| (path.trim_start_matches(EARLIER), text.as_bytes()));
    let (sources, mut problems) = Sources::from_memory(folder, bytes);
    let mut draft = draft(sources);
    problems.append(&mut draft.problems);
    Draft { problems, ..draft }
}
