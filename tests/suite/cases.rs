//! The cases under `tests/cases/`: small plans in Markdown files, with what the program says about them.
//!
//! # Adding a case
//! Write it in the `tests/cases/<topic>.md` it belongs to (a new file there is found by itself):
//! - How cases are written is told in `support/cases.rs`. A file of a case replaces or is added to the files of
//!   [`BASE`]; a fence with the info `saknas` leaves a file out.
//!   `⟨10000 × [⟩` in it is `[` ten thousand times, `⟨U+FEFF⟩` a character, `⟨0xE5⟩` a byte and `⟨fil x⟩` the
//!   file x of the project.
//! - Paths that begin with `../2024/` are the same board's plan of the year before; it has only those files.
//! - A case without chapters of its own shows its tables (lines that begin with `tabell:`) in a made
//!   `kapitel/02-tabeller.md`, so that they are drawn too.
//!
//! What is expected is at least one of these fenced blocks, where a no-break space is an ordinary one:
//! - `meddelanden`: every diagnostic as the terminal shows it, but the rules' remarks. Without this block there
//!   may be none.
//! - `fynd`: the same with the rules' remarks (anmärkningar), instead of `meddelanden`.
//! - `figurer`: lines `tabell.rad.kolumn = −2 257,0 mnkr`; `(tom)` is an empty cell and `–` a dash.
//! - `dokument`: the chapters of the case as plain text, table cells separated by `|`.
//! - `rapport`: the same of the newest report on the plan.
//!
//! `UPDATE=1 cargo test --test suite cases` writes what the program says into the blocks that are there (all
//! figures into an empty `figurer`). Then read each message as the person who has to mend the plan.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::support::plans::{drafted, drafted_after};
use crate::support::{cases, plain, project};
use verksamhetsplan::checks::ALL;
use verksamhetsplan::diagnostic::terminal::render;
use verksamhetsplan::diagnostic::{Diagnostic, Severity};
use verksamhetsplan::figures::{Figures, LineKind};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, review};

/// The folder that messages name.
const FOLDER: &str = "plan";

/// What paths of last year's plan begin with.
const EARLIER: &str = "../2024/";

/// The plan that every case starts from.
const BASE: [(&str, &str); 3] = [
    (
        "plan.yaml",
        "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\n\
         titel: Verksamhetsplan 2025\nstatus: utkast\n",
    ),
    (
        "organisation.yaml",
        "områden:\n  - {id: fastigheter, namn: Område fastigheter}\n  - {id: it, namn: Område IT}\n\
         stödfunktioner:\n  - {id: stab, namn: Regionservice stab}\n",
    ),
    ("kapitel/01-inledning.md", "# Inledning\n\nPlanen gäller ett år.\n"),
];

/// The plan of a case.
struct Case {
    /// Its files; the case's own and those of [`BASE`] that it keeps.
    files: BTreeMap<String, Vec<u8>>,
    replaces_chapter: bool,
}

#[test]
fn every_case_gives_what_it_says() {
    let kinds = ["meddelanden", "fynd", "figurer", "dokument", "rapport"];
    let count = cases::judge(&case_files(), &kinds, |written, fail| {
        let case = Case::of(written);
        let draft = made(&case);
        let told = |expected: &cases::Expected| ["meddelanden", "fynd"].contains(&expected.kind.as_str());
        if !written.expected.iter().any(told) && !messages(&draft, false).is_empty() {
            fail(&format!("has no block for its messages:\n{}", messages(&draft, false)));
        }
        let out = written.expected.iter().map(|expected| match expected.kind.as_str() {
            "meddelanden" => messages(&draft, false),
            "fynd" => messages(&draft, true),
            "figurer" => listed(&draft.figures, &expected.text),
            "rapport" => {
                draft.reports.last().map_or_else(String::new, |(_, report)| plain::document(&report.document, true))
            }
            _ => plain::document(&draft.document, case.replaces_chapter),
        });
        out.collect()
    });
    assert!(count > 0, "tests/cases holds no case");
}

#[test]
fn every_finding_points_at_a_line_of_the_plan() {
    let mut failures = Vec::new();
    for written in case_files().iter().flat_map(|path| cases::read(path)) {
        let case = Case::of(&written);
        for problem in made(&case).problems {
            for label in problem.primary.iter().chain(&problem.secondary) {
                let file = &label.span.file;
                let (line, _) = file.line_column(label.span.range.start);
                let path = file.path.strip_prefix(FOLDER).map_or("", |path| path.trim_start_matches('/'));
                if !case.files.contains_key(path) || line > file.text.lines().count().max(1) {
                    let cases::Case { place, name, .. } = &written;
                    failures.push(format!("{place}: \"{name}\": {} [{}]", label.span.place(), problem.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Paths of the files of cases, in order.
fn case_files() -> Vec<String> {
    let found = std::fs::read_dir(project("tests/cases")).expect("tests/cases exists");
    let names = found.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    let names = names.filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "md"));
    let mut paths: Vec<String> = names.map(|name| format!("tests/cases/{name}")).collect();
    paths.sort();
    paths
}

impl Case {
    /// The plan as the case has it written.
    fn of(written: &cases::Case) -> Self {
        let mut files = BTreeMap::from(BASE.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let mut replaces_chapter = false;
        for given in &written.files {
            if given.info == "saknas" {
                files.remove(&given.path);
            } else {
                replaces_chapter |= given.path == BASE[2].0;
                files.insert(given.path.clone(), expanded(&given.text));
            }
        }
        let mut case = Self { files, replaces_chapter };
        show_tables(&mut case);
        case
    }
}

/// Replaces `⟨…⟩`, for what cannot be seen or would take too much room in a case file.
fn expanded(content: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (n, piece) in content.split('⟨').enumerate() {
        let (marked, plain) = if n == 0 { ("", piece) } else { piece.split_once('⟩').expect("⟨ is closed by ⟩") };
        if let Some((times, text)) = marked.split_once(" × ") {
            out.extend(text.repeat(times.parse().expect("a number before ×")).bytes());
        } else if let Some(code) = marked.strip_prefix("U+") {
            let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character");
            out.extend(c.to_string().bytes());
        } else if let Some(path) = marked.strip_prefix("fil ") {
            out.extend(std::fs::read(project(path)).expect("a file of the project"));
        } else if let Some(byte) = marked.strip_prefix("0x") {
            out.push(u8::from_str_radix(byte, 16).expect("a byte"));
        }
        out.extend(plain.bytes());
    }
    out
}

fn show_tables(case: &mut Case) {
    if case.files.keys().filter(|path| path.starts_with("kapitel/")).any(|path| path != BASE[2].0)
        || case.replaces_chapter
    {
        return;
    }
    let mut chapter = "# Tabeller\n".to_owned();
    for (_, bytes) in case.files.iter().filter(|(path, _)| {
        !path.starts_with(EARLIER) && Path::new(path).extension().is_some_and(|extension| extension == "yaml")
    }) {
        let text = String::from_utf8_lossy(bytes);
        for id in text.lines().filter_map(|line| line.strip_prefix("tabell: ")) {
            let _ = write!(chapter, "\n{{{{ tabell(id=\"{}\") }}}}\n", id.trim());
        }
    }
    if chapter.contains("tabell(") {
        case.files.insert("kapitel/02-tabeller.md".to_owned(), chapter.into_bytes());
    }
}

/// The case's plan with everything found in it; files of last year's plan are read beside it.
fn made(case: &Case) -> Draft {
    let earlier = files(case).filter_map(|(path, bytes)| path.strip_prefix(EARLIER).map(|path| (path, bytes)));
    let earlier: Vec<_> = earlier.collect();
    let sources = (!earlier.is_empty()).then(|| Sources::from_memory("earlier", earlier.clone()).0);
    let earlier = (!earlier.is_empty()).then(|| drafted("earlier", earlier.into_iter()));
    let own = drafted_after(FOLDER, files(case).filter(|(path, _)| !path.starts_with(EARLIER)), sources);
    let problems = review(&own, earlier.as_ref());
    Draft { problems, ..own }
}

fn files(case: &Case) -> impl Iterator<Item = (&str, &[u8])> {
    case.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

fn messages(draft: &Draft, remarks: bool) -> String {
    let is_remark =
        |problem: &Diagnostic| problem.severity == Severity::Note && ALL.iter().any(|check| check.id == problem.id);
    let told = draft.problems.iter().filter(|problem| remarks || !is_remark(problem));
    told.map(|problem| render(problem, false)).collect::<Vec<_>>().join("\n")
}

/// The figures that a block lists, as they are; all of them when it lists none.
fn listed(figures: &Figures, block: &str) -> String {
    let given = block.lines().map(|line| line.split(" = ").next().unwrap_or(line).to_owned());
    let cells = (0..figures.cells.len())
        .filter(|&cell| figures.position(cell).is_some_and(|(_, line, _)| line.kind != LineKind::Heading));
    let addresses: Vec<String> =
        if block.is_empty() { cells.map(|cell| figures.address(cell)).collect() } else { given.collect() };
    let mut out = String::new();
    for address in addresses {
        let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
        let value =
            figures.find(&parts, None).map_or_else(|unknown| unknown.message, |cell| figures.cells[cell].text());
        let _ = writeln!(out, "{address} = {value}");
    }
    out
}
