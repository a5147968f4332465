//! The handbook: a plan without faults, whose examples are what they say, and whose commands are the program's own.

use verksamhetsplan::checks::ALL;
use verksamhetsplan::commands::cli;
use verksamhetsplan::commands::handbook::sources::{FILES, sources};
use verksamhetsplan::commands::handbook::{drawn, files};
use verksamhetsplan::diagnostic::terminal::render;
use verksamhetsplan::diagnostic::{Diagnostic, Severity};
use verksamhetsplan::review;

use crate::support::{Run, Sandbox};

const FOUND: &str = "kapitel/14-fel.md";

// The chapter on what is found is full of it, and is no text of ours.
#[test]
fn nothing_is_found_in_the_handbook_that_it_warns_of() {
    let problems = review(&drawn(), None);
    let is_told = |own: &&Diagnostic| own.primary.as_ref().is_some_and(|label| label.span.file.path.ends_with(FOUND));
    let own = problems.iter().filter(|own| own.severity == Severity::Error || !is_told(own));
    let told: Vec<String> = own.map(|problem| render(problem, false)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_rule_is_explained_by_what_it_says() {
    let (sources, _) = sources();
    let chapter = &sources.texts[FOUND].text;
    for check in ALL {
        let (_, own) = chapter.split_once(&format!("### {}\n", check.id)).unwrap_or_default();
        let own = own.split("\n### ").next().unwrap_or_default();
        assert!(own.contains(&format!("[{}]", check.id)), "{} says nothing", check.id);
    }
}

#[test]
fn the_pages_show_files_and_what_they_become() {
    let files = files().expect("it can be drawn");
    let page = |name: &str| String::from_utf8(files[name].clone()).expect("pages are text");
    let tables = page("kapitel-tabeller.html");
    assert!(tables.contains("tabell: resultat\n") && tables.contains("id=\"tabell-resultat\""), "{tables}");
    let text = page("kapitel-text.html");
    assert!(text.contains("{{ belopp(cell=&quot;resultat.summa.budget&quot;") || text.contains("{{ belopp(cell="));
    assert!(text.contains("0,5") && text.contains("miljoner"), "{text}");
    let cover = page("index.html");
    for plans_own in ["Beslutsdatum", "Alla planer", "Hämta", "banderoll"] {
        assert!(!cover.contains(plans_own), "{plans_own}");
    }
    assert!(cover.contains("Sök i handboken"));
}

/// The commands that chapters tell of.
fn commands() -> Vec<&'static str> {
    let lines = FILES.iter().filter(|(path, _)| path.starts_with("kapitel/")).flat_map(|(_, text)| text.lines());
    lines
        .filter(|line| line.starts_with("vplan "))
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .collect()
}

#[test]
fn every_command_is_one_of_the_program() {
    let all = commands();
    assert!(all.len() > 10, "{all:?}");
    for line in all {
        assert!(cli::parse(line.split(' ').map(Into::into)).is_ok(), "{line}");
    }
}

#[test]
fn the_commands_do_what_the_chapters_say() {
    let sandbox = Sandbox::empty();
    let done = ["vplan new", "vplan build", "vplan import out/2027"];
    let lines = commands().into_iter().filter(|line| done.iter().any(|own| line.starts_with(own)));
    let lines: Vec<&str> = lines.collect();
    assert!(lines.len() >= 8, "{lines:?}");
    for line in lines {
        let arguments: Vec<&str> = line.split(' ').skip(1).collect();
        let run = Run::of(&mut sandbox.vplan(&arguments));
        assert_eq!(run.code, Some(0), "{line}\n{}", run.stderr);
    }
    let run = Run::of(&mut sandbox.vplan(&["handbook", "--out", "hb"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(sandbox.path("hb/index.html").exists() && sandbox.path("hb/fonts").is_dir());
    // Once more over itself, and never over what is somebody's.
    assert_eq!(Run::of(&mut sandbox.vplan(&["handbook", "--out", "hb"])).code, Some(0));
    sandbox.write("mitt/index.html", "mitt");
    assert_eq!(Run::of(&mut sandbox.vplan(&["handbook", "--out", "mitt"])).code, Some(2));
    assert_eq!(sandbox.text("mitt/index.html"), "mitt");
}
