//! What archives and screen readers demand: every PDF that is built here passes veraPDF, for PDF/A and PDF/UA.
//!
//! `tests/run` fetches the validator with Maven into `target/verapdf`; without it or Java this is skipped, and said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::plans::drafted;
use crate::support::{Sandbox, copy, odd, project, skipped, tool};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use verksamhetsplan::diagnostic;
use verksamhetsplan::outputs::edition::Archive;
use verksamhetsplan::outputs::{pdf, project as typst_project};
use verksamhetsplan::quantity::date::Date;

const WHAT: &str = "validation by veraPDF";

/// How many plans of odd content are made.
const PLANS: u64 = 20;

// Both plans, as they are built by default: PDF/A-2a and PDF/UA-1 in one file.
#[test]
fn the_plans_pass_as_pdf_a_2a_and_pdf_ua_1() {
    let sandbox = sandbox();
    sandbox.run(&["build", "--format", "pdf"]).done();
    let built = ["2024", "2025"].map(|year| sandbox.path(&format!("out/{year}/verksamhetsplan.pdf")));
    validate("2a", &built);
    validate("ua1", &built);
    check_syntax(&built);
}

// With the sources and the tables in it, which PDF/A-3a allows and PDF/A-2a does not.
#[test]
fn the_plans_carry_their_data_in_pdf_a_3a() {
    let sandbox = sandbox();
    sandbox.run(&["build", "--format", "pdf", "--archive", "a-3a"]).done();
    let built = ["2024", "2025"].map(|year| sandbox.path(&format!("out/{year}/verksamhetsplan.pdf")));
    validate("3a", &built);
    validate("ua1", &built);
    check_syntax(&built);
    let Some(list) = tool("the list of attachments", "pdfdetach", &["-list", &built[1].to_string_lossy()]) else {
        return;
    };
    for name in ["plan.yaml", "kapitel_06-budget.md", "tabell-driftbudget-2025-mnkr.csv"] {
        assert!(list.contains(name), "{name} is not attached:\n{list}");
    }
    // What comes out is what went in, byte by byte.
    let out = sandbox.path("ut");
    std::fs::create_dir(&out).expect("a folder");
    let arguments = ["-saveall", "-o", &out.to_string_lossy(), &built[1].to_string_lossy()];
    if tool("the attachments themselves", "pdfdetach", &arguments).is_some() {
        let saved = walk(&out);
        let source = std::fs::read(project("plan/2025/plan.yaml")).expect("the source");
        assert!(saved.values().any(|bytes| *bytes == source), "plan.yaml is not among {:?}", saved.keys());
    }
}

// Long tables over pages, empty sections, deep lists, notes, very long words, many pictures.
#[test]
fn plans_of_odd_content_pass() {
    if validator().is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths: Vec<PathBuf> = (0..PLANS)
        .into_par_iter()
        .map(|seed| {
            let path = folder.path().join(format!("{seed}.pdf"));
            std::fs::write(&path, typeset(seed)).expect("written");
            path
        })
        .collect();
    validate("2a", &paths);
    validate("ua1", &paths);
    check_syntax(&paths);
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    copy(&project("plan/2024"), &sandbox.path("plan/2024"));
    sandbox
}

fn walk(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.path().is_file());
    files.map(|entry| (entry.path().to_owned(), std::fs::read(entry.path()).expect("read"))).collect()
}

fn typeset(seed: u64) -> Vec<u8> {
    let files = odd::plan(seed);
    let made = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    assert!(!diagnostic::has_errors(&made.problems), "seed {seed}: {:?}", made.problems);
    let date = Date { year: 2025, month: 1, day: 1 };
    let project = typst_project::files(&made.document, date, &made.plan.pictures, &[]).expect("the template is whole");
    pdf::typeset(project, "odd", Archive::A2a, &[]).unwrap_or_else(|problems| panic!("seed {seed}: {problems:?}")).bytes
}

/// The folder with the validator's classes; nothing, and told, when it cannot be run.
fn validator() -> Option<PathBuf> {
    let classes = project("target/verapdf");
    if !classes.join("greenfield-apps-1.28.2.jar").exists() {
        skipped(WHAT, "veraPDF is not in target/verapdf; tests/run fetches it where Java and Maven are");
        return None;
    }
    match Command::new("java").arg("-version").output() {
        Ok(output) if output.status.success() => Some(classes),
        _ => {
            skipped(WHAT, "java cannot be run");
            None
        }
    }
}

/// Fails when qpdf finds the syntax of a file, its cross-references or its streams wrong.
fn check_syntax(files: &[PathBuf]) {
    for file in files {
        match Command::new("qpdf").arg("--check").arg(file).output() {
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stdout);
                let sound = output.status.success() && said.contains("No syntax or stream encoding errors found");
                assert!(sound, "{}:\n{said}{}", file.display(), String::from_utf8_lossy(&output.stderr));
            }
            Err(error) => {
                skipped("the syntax of the PDFs", &format!("qpdf cannot be run ({error})"));
                return;
            }
        }
    }
}

/// Fails when a file does not keep a standard.
fn validate(flavour: &str, files: &[PathBuf]) {
    let Some(classes) = validator() else { return };
    let output = Command::new("java")
        .arg("-cp")
        .arg(classes.join("*"))
        .args(["org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text"])
        .args(files)
        .output()
        .expect("java runs");
    let said = String::from_utf8_lossy(&output.stdout);
    for file in files {
        let passed = format!("PASS {} {flavour}", file.display());
        assert!(said.contains(&passed), "{flavour}: {}\n{said}", file.display());
    }
}
