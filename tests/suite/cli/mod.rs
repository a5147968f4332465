//! The program as people run it: exit codes, what it says, and what it leaves on the disk.

mod judging;
mod output;
mod reading;
mod telling;
mod watching;

use crate::support::{Run, Sandbox, differences};

/// The file that makes the folder a plan.
const PLAN: &str = "plan/2025/plan.yaml";

/// A chapter of it.
const CHAPTER: &str = "plan/2025/kapitel/01-inledning.md";

// Help and version are results: exit code 0, in Swedish, nothing on standard error.
#[test]
fn help_is_swedish_and_exits_0() {
    let sandbox = Sandbox::empty();
    for (arguments, says) in [
        (&["--help"][..], "Bygger en nämnds verksamhetsplan"),
        (&["-h"], "Bygger planerna"),
        (&["build", "--help"], "Mapp att skriva till"),
        (&["build", "-h"], "Format, ett eller flera"),
        (&["check", "--help"], "Kontrollerar planerna"),
        (&["check", "-h"], "text, json, sarif eller github"),
        (&["check", "-h"], "Visar alla regler"),
        (&["explain", "--help"], "Visar hur ett tal kom till"),
        (&["explain", "-h"], "tabell, rad och kolumn med punkt emellan"),
        (&["schema", "--help"], "Skriver JSON-schemat"),
        (&["schema", "-h"], "check, explain, diff eller plan"),
        (&["licences", "-h"], "Skriver licenserna"),
        (&["new", "-h"], "Börjar en plan"),
        (&["serve", "--help"], "Sidan följer med när en fil sparas"),
        (&["serve", "-h"], "Öppnar sidan i webbläsaren"),
        (&["diff", "--help"], "vad jag har ändrat sedan senaste incheckningen"),
        (&["diff", "-h"], "Slutkod 1 när något har ändrats"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let run = sandbox.run(arguments).silent();
        assert!(run.stdout.contains(says), "{arguments:?} should say \"{says}\":\n{}", run.stdout);
    }
    assert!(sandbox.snapshot("").is_empty());
}

// No word of help, of the rules or of a usage error is English.
#[test]
fn nothing_the_program_says_is_english() {
    let sandbox = Sandbox::empty();
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["check", "--help"],
        &["check", "--list"],
        &["explain", "--help"],
        &["diff", "--help"],
        &["diff", "--only", "siffror"],
        &["diff", "a", "b", "c"],
        &["schema", "--help"],
        &["licences", "--help"],
        &["serve", "--help"],
        &["serve", "--port", "x"],
        &["serve", "--bind", "x"],
        &["new", "--help"],
        &["new", "tjugo"],
        &["bygg"],
        &["build", "--format", "docx"],
        &["build", "--okänd"],
        &["check", "--format", "xml"],
        &["explain"],
        &["explain", "a.b.c", "--format", "sarif"],
        &["schema"],
        &["schema", "build"],
    ] {
        let run = sandbox.run(arguments);
        let said = format!("{}{}", run.stdout, run.stderr);
        for english in
            ["Usage", "Options", "Commands", "Arguments", "Print ", "ossible values", "default", "error:", "For more"]
        {
            assert!(!said.contains(english), "{arguments:?} says \"{english}\":\n{said}");
        }
    }
}

// Checking a plan writes nothing, whether it has errors or not.
#[test]
fn check_writes_nothing() {
    let sandbox = Sandbox::new();
    let before = sandbox.snapshot("");
    sandbox.run(&["check"]).done();
    assert_eq!(differences(&before, &sandbox.snapshot("")), Vec::<String>::new());
    sandbox.edit(PLAN, "år: 2025", "år: tjugo");
    let run = sandbox.run(&["check"]).fails(1, &["1 fel, "]);
    assert_eq!(run.errors().len(), 1, "{}", run.stderr);
    assert_eq!(sandbox.snapshot("").len(), before.len());
}

// Wrong use is exit code 2, and a message on standard error.
#[test]
fn wrong_use_exits_2() {
    let sandbox = Sandbox::new();
    let before = sandbox.snapshot("");
    for (arguments, says) in [
        (&[][..], "Bygger"),
        (&["bygg"], "bygg"),
        (&["build", "--okänd"], "--okänd"),
        (&["build", "--out"], "--out"),
        (&["build", "--out", ""], "--out"),
        (&["build", "--format", "odt"], "odt"),
        (&["build", "--format", "pdf,odt"], "odt"),
        (&["build", "--format", ""], "pdf"),
        (&["build", "--format", "odt"], "pdf, html, typst"),
        (&["check", "--out", "x"], "--out"),
        (&["check", "--format", "xml"], "text, json, sarif, github"),
        (&["explain"], "CELL"),
        (&["explain", "a.b.c", "--format", "sarif"], "text, json"),
        (&["schema"], "VAD"),
        (&["schema", "build"], "check, explain, diff, plan"),
    ] {
        sandbox.run(arguments).fails(2, &[says]);
    }
    assert_eq!(differences(&before, &sandbox.snapshot("")), Vec::<String>::new());
}

// A path that does not exist, and a folder without a plan, are exit code 2 and named.
#[test]
fn a_missing_plan_exits_2() {
    let sandbox = Sandbox::empty();
    std::fs::create_dir(sandbox.path("tom")).expect("a folder can be made");
    for command in ["build", "check"] {
        sandbox.run(&[command]).fails(2, &["\"plan\" finns inte"]);
        sandbox.run(&[command, "finns/inte"]).fails(2, &["\"finns/inte\" finns inte"]);
        sandbox.run(&[command, "tom"]).fails(2, &["ingen plan i \"tom\"", "plan.yaml"]);
    }
    assert_eq!(sandbox.snapshot("").keys().collect::<Vec<_>>(), ["tom"]);
}

// A plan is found by its folder, its file, from within, and once when it is named twice.
#[test]
fn a_plan_is_found_however_it_is_named() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build"]).done();
    let expected = sandbox.snapshot("out");
    for paths in [
        &["plan/2025"][..],
        &["plan/2025/"],
        &["./plan"],
        &["plan/2025/plan.yaml"],
        &["plan", "plan/2025", "plan/2025/"],
    ] {
        sandbox.run(&[&["build", "--out", "annan"], paths].concat()).done();
        assert_eq!(differences(&expected, &sandbox.snapshot("annan")), Vec::<String>::new(), "{paths:?}");
    }
    let mut within = sandbox.vplan(&["build", ".", "--out", "../../inifrån"]);
    Run::of(within.current_dir(sandbox.path("plan/2025"))).done();
    assert_eq!(differences(&expected, &sandbox.snapshot("inifrån")), Vec::<String>::new());
}

// One plan named in two ways is one plan.
#[test]
fn a_plan_named_in_two_ways_is_one_plan() {
    let sandbox = Sandbox::new();
    sandbox.run(&["check", "plan/2025", "./plan/2025"]).done();
    sandbox.run(&["build", "plan/2025", "./plan/2025"]).done();
}

// A full disk behind both streams is no reason to panic.
#[test]
#[cfg(target_os = "linux")]
fn a_closed_standard_output_is_no_panic() {
    let sandbox = Sandbox::new();
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has /dev/full");
    for (arguments, code) in
        [(&["check"][..], 0), (&["build"], 0), (&["schema", "check"], 0), (&["check", "finns-inte"], 2)]
    {
        let mut command = sandbox.vplan(arguments);
        let status = command.stdout(full()).stderr(full()).status().expect("the program can be started");
        assert_ne!(status.code(), Some(101), "{arguments:?} panicked; {code} is expected, or 2");
    }
}

// A result that cannot be written, on a full disk for one, is told of and is exit code 2; what is built is built.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_told() {
    let sandbox = Sandbox::new();
    for arguments in [&["schema", "check"][..], &["--help"], &["check", "--list"], &["build", "--format", "typst"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has /dev/full");
        let output = sandbox.vplan(arguments).stdout(full).output().expect("the program can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("kan inte skrivas på standard ut (disken är full)"), "{arguments:?}: {said}");
    }
    assert!(sandbox.path("out/2025/typst/main.typ").exists());
}

// How a command is used is told with all that it takes.
#[test]
fn a_command_tells_how_it_is_used() {
    let sandbox = Sandbox::empty();
    for (command, usage) in [
        (
            "build",
            "vplan build [PLAN…] [--out MAPP] [--format FORMAT,…] [--force] [--quiet] [--watch] [--archive FORMAT]",
        ),
        ("check", "vplan check [PLAN…] [--format FORMAT] [--all] [--quiet] [--list]"),
        ("explain", "vplan explain CELL [PLAN…] [--used-by] [--format FORMAT]"),
        ("schema", "vplan schema check|explain|diff|plan"),
        ("diff", "vplan diff [REV|PLAN [REV|PLAN]] [--plan PLAN] [--format FORMAT,…] [--out MAPP] [--only DEL]"),
    ] {
        let help = sandbox.run(&[command, "--help"]).silent().stdout;
        assert!(help.contains(&format!("Användning: {usage}")), "{help}");
    }
}

// The day that reproducible builds give is the PDF's day when the plan has none; another value is refused.
#[test]
fn source_date_epoch_is_the_documents_day() {
    let sandbox = Sandbox::new();
    let build = |value: &str| Run::of(sandbox.vplan(&["build", "--format", "pdf"]).env("SOURCE_DATE_EPOCH", value));
    build("1732060800").done();
    let pdf = sandbox.snapshot("out").remove("2025/verksamhetsplan.pdf").flatten().expect("it is built");
    let has = |needle: &[u8]| pdf.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"D:20241120"), "the PDF should be dated 20 November 2024");
    for value in ["", "i dag", "1e9", "99999999999999999999"] {
        build(value).fails(2, &["SOURCE_DATE_EPOCH"]);
    }
}

// The same day is that of a PDF of changes.
#[test]
fn source_date_epoch_is_the_day_of_a_pdf_of_changes() {
    let sandbox = Sandbox::empty();
    for (year, said) in [(2024, "ett"), (2025, "två")] {
        let folder = format!("plan/{year}");
        sandbox.write(
            &format!("{folder}/plan.yaml"),
            format!("nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: {year}\ntitel: Verksamhetsplan {year}\n"),
        );
        sandbox
            .write(&format!("{folder}/kapitel/01-inledning.md"), format!("# Inledning\n\nPlanen gäller {said} år.\n"));
    }
    let diff = |value: &str| {
        let mut command = sandbox.vplan(&["diff", "plan/2024", "plan/2025", "--format", "pdf", "--out", "ut"]);
        Run::of(command.env("SOURCE_DATE_EPOCH", value))
    };
    let pdf = |value: &str| {
        diff(value).done();
        sandbox.snapshot("ut").remove("2025/jamforelse.pdf").flatten().expect("it is written")
    };
    let november = pdf("1732060800");
    assert!(november.windows(10).any(|window| window == b"D:20241120"), "it should be dated 20 November 2024");
    assert_ne!(november, pdf("1735689600"), "another day is another file");
    diff("i dag").fails(2, &["SOURCE_DATE_EPOCH"]);
}

// No colour and no environment is needed: the program says the same with all of it gone or odd.
#[test]
fn what_is_said_does_not_hang_on_the_environment() {
    let sandbox = Sandbox::new();
    sandbox.edit(PLAN, "år: 2025", "år: tjugo");
    let plain = sandbox.run(&["check"]).fails(1, &["fel["]);
    let odd = [("LC_ALL", "tr_TR.UTF-8"), ("TERM", "xterm-256color"), ("COLUMNS", "20"), ("CLICOLOR", "1")];
    let other = Run::of(sandbox.vplan(&["check"]).envs(odd));
    assert_eq!(plain.stderr, other.stderr);
    assert!(!plain.stderr.contains('\u{1b}'), "no colour outside a terminal");
}
