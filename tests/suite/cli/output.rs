//! What a build writes, and what it never touches.

use std::process::Command;

use super::{CHAPTER, PLAN};
use crate::support::{Sandbox, allow, copy, differences, forbid, permissions_are_ignored, skipped};

// A sound plan builds with exit code 0, one line said, and a second time to the same bytes.
#[test]
fn a_build_says_one_line_and_can_be_repeated() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(&["build"]).done();
    let before = sandbox.snapshot("out");
    assert_eq!(first.stdout.lines().count(), 1, "{}", first.stdout);
    assert!(first.stdout.starts_with("out/2025: verksamhetsplan.pdf, index.html ("), "{}", first.stdout);
    let second = sandbox.run(&["build"]).done();
    assert!((1..=2).contains(&second.stdout.lines().count()), "{}", second.stdout);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
}

// Two plans are two folders and one list of both, the newest first.
#[test]
fn several_plans_share_one_list() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let run = sandbox.run(&["build"]).done();
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    let list = sandbox.text("out/index.html");
    let links: Vec<usize> =
        ["2025/index.html", "2024/index.html"].map(|link| list.find(link).expect("it is listed")).into();
    assert!(links.is_sorted(), "the newest plan should be first:\n{list}");
}

// Two plans whose folders have one name would be written to one folder: exit code 2, nothing written.
#[test]
fn two_plans_of_one_name_are_refused() {
    let sandbox = Sandbox::new();
    copy(&sandbox.path("plan/2025"), &sandbox.path("annan/2025"));
    sandbox.run(&["build", "plan", "annan"]).fails(2, &["två planer heter \"2025\""]);
    assert!(!sandbox.path("out").exists());
}

// A plan with errors leaves the previous output as it was, byte for byte; so does one broken plan of two.
#[test]
fn a_plan_with_errors_leaves_the_previous_output() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "pdf,html,typst"]).done();
    let before = sandbox.snapshot("out");
    copy(&sandbox.path("plan/2025"), &sandbox.path("plan/2026"));
    sandbox.write("plan/2026/budget/resultatbudget.yaml", "tabell: resultatbudget\nrader: [");
    sandbox.run(&["build"]).fails(1, &["plan/2026/budget/resultatbudget.yaml:", "inget har skrivits"]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
    sandbox.edit(PLAN, "år: 2025", "år: 2025\nokänd: 1");
    sandbox.run(&["build", "plan/2025"]).fails(1, &["plan/2025/plan.yaml:5:1: fel[", "inget har skrivits"]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
}

// A folder that the program has not written is refused and left as it is, and so is a file in its place.
#[test]
fn a_foreign_folder_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("out/2025/anteckningar.txt", "mina\n");
    sandbox.write("out/annat.txt", "mitt\n");
    let before = sandbox.snapshot("out");
    sandbox.run(&["build"]).fails(2, &["\"out/2025\"", "inte skriven av vplan", "--out"]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());

    // The sources themselves, above all.
    let before = sandbox.snapshot("plan");
    sandbox.run(&["build", "--out", "plan"]).fails(2, &["\"plan/2025\"", "inte skriven av vplan"]);
    assert_eq!(differences(&before, &sandbox.snapshot("plan")), Vec::<String>::new());

    sandbox.write("fil/2025", "mitt\n");
    sandbox.run(&["build", "--out", "fil"]).fails(2, &["\"fil/2025\" finns redan och är ingen mapp"]);
    sandbox.run(&["build", "--out", "fil/2025"]).fails(2, &["\"fil/2025\" kan inte skapas"]);
    assert_eq!(sandbox.text("fil/2025"), "mitt\n");
}

// A list of plans that the program has not written is somebody's too.
#[test]
fn a_foreign_index_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("out/index.html", "<!DOCTYPE html><title>Min webbplats</title>");
    let before = sandbox.snapshot("out");
    sandbox.run(&["build"]).fails(2, &["\"out/index.html\""]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
}

// When the list of plans cannot be written, the plans' folders stay as they were.
#[test]
fn output_appears_whole_or_not_at_all() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build"]).done();
    std::fs::remove_file(sandbox.path("out/index.html")).expect("it can be removed");
    sandbox.write("out/index.html/mitt.txt", "mitt\n");
    let before = sandbox.snapshot("out");
    sandbox.edit(CHAPTER, "# Inledning", "# Inledning\n\nNytt.");
    sandbox.run(&["build"]).fails(2, &["\"out/index.html\""]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
}

// After a build the folder holds the plans and the list, and the plan's folder nothing of the build before but the
// formats that were not made anew.
#[test]
fn nothing_is_left_over() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "html,pdf,typst"]).done();
    sandbox.run(&["build"]).done();
    std::fs::remove_dir_all(sandbox.path("out/2025/typst")).expect("it stayed");
    sandbox.run(&["build"]).done();
    let entries = |path: &str| -> Vec<String> {
        let entries = std::fs::read_dir(sandbox.path(path)).expect("a folder can be read");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(entries("out"), ["2025", "index.html", "manifest.json"]);
    let site = [
        "diagram",
        "fonts",
        "ikon.svg",
        "index.html",
        "manifest.json",
        "omraden.html",
        "plan.json",
        "sokindex.js",
        "tabeller",
        "tal",
    ];
    let beside = ["talen.html", "verksamhetsplan.pdf", "vplan.css", "vplan.js"];
    let all: Vec<&str> = [".vplan"].into_iter().chain(site).chain(beside).collect();
    assert_eq!(entries("out/2025"), all);
    sandbox.edit(PLAN, "år: 2025", "år: tjugo");
    sandbox.run(&["build"]).fails(1, &[]);
    assert_eq!(entries("out"), ["2025", "index.html", "manifest.json"]);
}

// A format alone gives that format, and no link to what is not there.
#[test]
fn one_format_is_that_format_only() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "pdf", "--out", "pdf"]).done();
    assert_eq!(
        sandbox.snapshot("pdf").into_keys().collect::<Vec<_>>(),
        ["2025", "2025/.vplan", "2025/manifest.json", "2025/verksamhetsplan.pdf"]
    );
    sandbox.run(&["build", "--format", "html", "--out", "html"]).done();
    assert!(!sandbox.path("html/2025/verksamhetsplan.pdf").exists());
    for page in ["html/index.html", "html/2025/index.html"] {
        assert!(!sandbox.text(page).contains(".pdf"), "{page} links to a PDF that is not built");
    }
}

// Building less than last time leaves no list that links to pages which are gone.
#[test]
fn a_smaller_build_leaves_no_dead_list() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build"]).done();
    sandbox.run(&["build", "--format", "pdf"]).done();
    assert!(!sandbox.path("out/index.html").exists() || sandbox.path("out/2025/index.html").exists());
}

// The Typst project is complete: the stock compiler makes a document of it.
#[test]
fn the_typst_project_compiles() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "typst"]).done();
    let project = sandbox.path("out/2025/typst");
    let files = sandbox.snapshot("out/2025/typst");
    for file in ["main.typ", "house.typ", "fonts/SourceSans3_400Regular.ttf", "fonts/SourceSans3-OFL.txt"] {
        assert!(files.contains_key(file), "{file} should be in the project");
    }
    let typst = std::env::var_os("TYPST").unwrap_or_else(|| "typst".into());
    let mut command = Command::new(&typst);
    command.current_dir(&project).args(["compile", "--features", "a11y-extras", "--ignore-system-fonts"]);
    command.args(["--font-path", "fonts", "main.typ", "main.pdf"]);
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert!(project.join("main.pdf").exists());
        }
        Err(error) => skipped(
            "typst compile of the project",
            &format!("{} cannot be run ({error}); put it on PATH or name it in $TYPST", typst.to_string_lossy()),
        ),
    }
}

// A folder that may not be written is named, and keeps what it has.
#[test]
fn a_read_only_folder_is_named() {
    if permissions_are_ignored() {
        return skipped("a read-only out folder", "this user may write everywhere");
    }
    let sandbox = Sandbox::new();
    sandbox.run(&["build"]).done();
    let before = sandbox.snapshot("out");
    forbid(&sandbox.path("out"));
    let run = sandbox.run(&["build"]);
    allow(&sandbox.path("out"));
    run.fails(2, &["\"out\"", "behörighet saknas"]);
    assert_eq!(differences(&before, &sandbox.snapshot("out")), Vec::<String>::new());
}

// The findings are a file beside the plan: as many as a check tells, with places in the plan's own folder; pages lead to
// it when it is made from the same sources.
#[test]
fn the_findings_can_be_a_file_beside_the_plan() {
    let sandbox = Sandbox::new();
    sandbox.write(CHAPTER, sandbox.text(CHAPTER) + "\nOmråde IT omsätter 478,6 miljoner kronor.\n");
    let told = sandbox.run(&["check"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    let summary = told.stderr.lines().last().expect("it ends with how many there are").to_owned();
    assert_eq!(sandbox.run(&["build", "--format", "html,findings"]).code, Some(0));
    let findings = sandbox.text("out/2025/granskning.txt");
    assert!(findings.ends_with(&format!("\n{summary}\n")), "{summary}\n{findings}");
    assert!(
        findings.contains("\nkapitel/01-inledning.md:") && findings.contains(": varning[tal-motsägs]: "),
        "{findings}"
    );
    let link = "<a href=\"granskning.txt\" type=\"text/plain\">Granskningen av planen som text</a>";
    assert!(sandbox.text("out/2025/index.html").contains(link));
    assert_eq!(sandbox.run(&["build"]).code, Some(0));
    assert!(sandbox.text("out/2025/index.html").contains(link), "it stays, and is still of these sources");
    sandbox.edit(CHAPTER, "Område IT omsätter", "Området IT omsätter");
    assert_eq!(sandbox.run(&["build"]).code, Some(0));
    assert!(!sandbox.text("out/2025/index.html").contains("granskning.txt"));
}
