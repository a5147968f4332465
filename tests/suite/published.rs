//! The plan of 2024: the built documents against the published figures, and what the publication itself gets wrong.

use crate::support::{self, Sandbox, built, rows};
use serde_json::Value;

/// The published rows of figures.
const PUBLISHED: &str = "tests/documents/published-2024.tsv";
const ACTIONS: &str = "plan/2024/handlingsplan.yaml";

/// What the publication's summary of the action plan states, as the plan's control totals have it, against what its
/// seven tables come to: place, stated, computed, difference, and how many figures take part.
const DEVIATIONS: [(&str, &str, &str, &str, usize); 4] = [
    ("personal: [⟨27039⟩", "27 039 tkr", "27 579 tkr", "540 tkr", 6),
    ("övrigt: [⟨53801⟩", "53 801 tkr", "55 856 tkr", "2 055 tkr", 7),
    ("summa: [⟨84754⟩", "84 754 tkr", "87 349 tkr", "2 595 tkr", 3),
    ("110387, ⟨49⟩", "49,0 årsarbetare", "47,5 årsarbetare", "−1,5 årsarbetare", 1),
];

// The data holds as many rows as the publication has rows with figures.
#[test]
fn the_published_rows_are_all_there() {
    let rows = rows::published(PUBLISHED);
    assert_eq!(rows::counts(&rows), [1, 11, 8, 5, 18, 10, 5, 4, 4, 4, 4, 3, 3, 3, 4]);
}

// Every published row, and no other row of figures, is in the page and in the PDF: label and figures, in order.
#[test]
fn the_documents_have_the_published_figures() {
    let sandbox = built("2024");
    let rows = rows::published(PUBLISHED);
    rows::assert_page_has(&sandbox, "2024", &rows);
    rows::assert_pdf_has(&sandbox, "2024", &rows, "the published figures of 2024 in the PDF");
}

// Undeclared, the publication's four wrong totals stop the build, each with what is stated, what it comes to, the
// difference and what takes part; there is no other error.
#[test]
fn the_wrong_totals_are_errors_until_they_are_declared() {
    let sandbox = Sandbox::with(&["2024"]);
    let text = sandbox.text(ACTIONS);
    let (before, after) = text.split_once("    avvikelser:\n").expect("the deviations are declared");
    assert!(after.lines().all(|line| line.starts_with("      ")), "the deviations are the last of the file");
    sandbox.write(ACTIONS, before);
    let run = sandbox.run(&["check", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let errors: Vec<&Value> = findings.iter().filter(|finding| finding["severity"] == "error").collect();
    assert_eq!(errors.len(), DEVIATIONS.len(), "{errors:#?}");
    for (error, (place, stated, computed, difference, operands)) in errors.into_iter().zip(DEVIATIONS) {
        assert_eq!(error["rule"], "summa-avviker");
        assert_eq!(shown(&error["place"]), place_of(before, place), "{place}");
        let facts: Vec<String> = error["facts"]
            .as_array()
            .expect("facts")
            .iter()
            .map(|fact| fact.as_str().expect("a text").replace('\u{a0}', " "))
            .collect();
        let (told, taking_part) = facts.split_at(3);
        let told: Vec<Vec<&str>> = told.iter().map(|fact| fact.splitn(2, ' ').map(str::trim).collect()).collect();
        assert_eq!(told, [["väntat", stated], ["beräknat", computed], ["skillnad", difference]]);
        assert_eq!(taking_part.len(), operands, "{taking_part:#?}");
        for line in taking_part {
            assert!(line.contains(&format!("({ACTIONS}:")), "{line}");
        }
    }
    sandbox.run(&["build"]).fails(1, &["fel[summa-avviker]", "inget har skrivits"]);
    assert!(!sandbox.path("out").exists());
}

// Declared, they stop nothing, and every build lists them with what they are, and why.
#[test]
fn the_declared_totals_are_listed_at_every_build() {
    let sandbox = Sandbox::with(&["2024"]);
    let text = sandbox.text(ACTIONS);
    let reasons = reasons(&text);
    assert_eq!(reasons.len(), DEVIATIONS.len());
    for _ in 0..2 {
        let run = sandbox.run(&["build"]).done();
        let said = run.stderr.replace('\u{a0}', " ");
        let (_, listed) = said.split_once("kända avvikelser").expect("they are listed");
        let lines: Vec<&str> = listed.lines().skip(1).collect();
        assert_eq!(lines.len(), DEVIATIONS.len(), "{said}");
        for ((line, (place, stated, computed, difference, _)), reason) in lines.iter().zip(DEVIATIONS).zip(&reasons) {
            let (line_number, column) = place_of(&text, place);
            assert!(line.starts_with(&format!("  {ACTIONS}:{line_number}:{column}: ")), "{line}");
            for part in [
                format!("väntat {stated}"),
                format!("beräknat {computed}"),
                format!("skillnad {difference}"),
                format!("skäl {reason}"),
            ] {
                assert!(line.contains(&part), "the line should say \"{part}\":\n{line}");
            }
        }
    }
}

/// The reasons under `avvikelser`, each on one line.
fn reasons(text: &str) -> Vec<String> {
    let (_, declared) = text.split_once("    avvikelser:\n").expect("the deviations are declared");
    declared
        .split("skäl:")
        .skip(1)
        .map(|reason| {
            let reason = reason.split("- gäller:").next().unwrap_or_default();
            reason.split_whitespace().filter(|word| *word != ">-").collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Line and column of what stands between ⟨ and ⟩ in a text that occurs once.
fn place_of(text: &str, marked: &str) -> (u64, u64) {
    let (before, _) = marked.split_once('⟨').expect("it is marked");
    let plain = marked.replace(['⟨', '⟩'], "");
    let (line, column) = support::position(text, &plain)
        .split_once(':')
        .map_or((0, 0), |(line, column)| (line.parse().expect("a line"), column.parse::<u64>().expect("a column")));
    (line, column + u64::try_from(before.chars().count()).expect("small"))
}

/// Line and column of a place in JSON.
fn shown(place: &Value) -> (u64, u64) {
    (place["line"].as_u64().expect("a line"), place["column"].as_u64().expect("a column"))
}
