//! The formats of `vplan check` and `vplan explain`: each says the same, each by the rules of its kind.
//!
//! `tests/formats/sarif-2.1.0.json` is the SARIF 2.1.0 schema as Microsoft, its authors, publish it under the MIT
//! licence in the npm package `@microsoft/jest-sarif` 1.0.0-beta.0. But for title, address and dialect it is the one
//! that OASIS publishes.

mod parsed;

use std::collections::BTreeSet;

use crate::support::schema::errors;
use crate::support::told::{self, Severity, Told};
use crate::support::{Run, Sandbox, copy, project};
use parsed::Finding;
use serde_json::{Value, json};

/// The plan's folder: all that a path may hold and that some format has to write in another way.
const PLAN: &str = "planer för åäö, 100 %/2025";

/// What is put at the end of the budget chapter.
const SENTENCES: &str = "
Område försörjning omsätter 327,6 miljoner kronor. Lönekostnadsökningstakten är 7,5 procent.

Område IT omsätter 487,6 miljoner kronor.

Område försörjning omsätter 376,2 miljoner kronor. {# undantag(tal-motsägs): så publicerat, 100 % säkert #}

Kravet på regionens verksamheter är att spara 629 miljoner kronor.
";

/// A plan with a finding of every kind.
fn flawed() -> Sandbox {
    let sandbox = sound();
    sandbox.edit(&format!("{PLAN}/budget/resultatbudget.yaml"), "belopp: [-633.6,", "belopp: [-633.5,");
    let chapter = format!("{PLAN}/kapitel/06-budget.md");
    sandbox.write(&chapter, sandbox.text(&chapter) + SENTENCES);
    // A finding without a place: there is no text to point at.
    #[cfg(unix)]
    std::os::unix::fs::symlink("ingenstans", sandbox.path(&format!("{PLAN}/bild.png"))).expect("a link can be made");
    sandbox
}

/// The plan of 2025, in the odd folder.
fn sound() -> Sandbox {
    let sandbox = Sandbox::empty();
    copy(&project("plan/2025"), &sandbox.path(PLAN));
    sandbox
}

/// A plan with nothing to say of.
fn small() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "plan/plan.yaml",
        "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\n\
         titel: Verksamhetsplan 2025\n",
    );
    sandbox.write("plan/kapitel/01-inledning.md", "# Inledning\n\nPlanen gäller ett år.\n");
    sandbox
}

fn check(sandbox: &Sandbox, format: &str) -> Run {
    sandbox.run(&["check", "--format", format])
}

fn checked(sandbox: &Sandbox, format: &str) -> Run {
    sandbox.run(&["check", "planer för åäö, 100 %", "--format", format])
}

/// The findings of the three formats for programs.
fn told_to_programs(sandbox: &Sandbox) -> [Vec<Finding>; 3] {
    let said = |format| checked(sandbox, format).stdout;
    [
        parsed::json(&parsed::value(&said("json"))),
        parsed::sarif(&parsed::value(&said("sarif"))),
        parsed::github(&said("github")),
    ]
}

// Rule, severity, place, message, waiver, facts, hints and other places are one and the same, in one order.
#[test]
fn every_format_tells_the_same_findings() {
    let sandbox = flawed();
    let text = checked(&sandbox, "text");
    let [json, sarif, github] = told_to_programs(&sandbox);
    let shared = |findings: &[Finding]| findings.iter().map(|finding| finding.told.clone()).collect::<Vec<Told>>();
    assert_eq!(told::in_text(&text.stderr), shared(&json), "text and JSON");
    assert_eq!(json, sarif, "JSON and SARIF");
    let without_related = |findings: Vec<Finding>| {
        findings.into_iter().map(|finding| Finding { related: Vec::new(), ..finding }).collect::<Vec<_>>()
    };
    assert_eq!(without_related(json.clone()), github, "JSON and GitHub");

    // What is under a finding in text; of one that is waived only its reason is told.
    let lines: Vec<String> = text.stderr.lines().map(parsed::unpadded).collect();
    for finding in &json {
        let told = if finding.told.waived { vec![] } else { finding.more.clone() };
        for line in told.iter().chain(&finding.reason) {
            assert!(
                lines.iter().any(|said| said.contains(line.as_str())),
                "the text should say \"{line}\":\n{}",
                text.stderr
            );
        }
    }

    // The plan has what it was made to have.
    let rules = |severity, waived| -> BTreeSet<&str> {
        let told = json.iter().map(|finding| &finding.told);
        told.filter(|told| (told.severity, told.waived) == (severity, waived)).map(|told| told.rule.as_str()).collect()
    };
    let errors = rules(Severity::Error, false);
    for rule in ["summa-avviker", "avstämning-brister"] {
        assert!(errors.contains(rule), "{errors:?}");
    }
    let warnings = rules(Severity::Warning, false);
    assert!(warnings.contains("tal-motsägs") && warnings.contains("uppgifter-skiljer-sig"), "{warnings:?}");
    assert!(rules(Severity::Note, false).contains("tal-för-hand"));
    assert!(rules(Severity::Warning, true).contains("tal-motsägs"));
    assert!(json.iter().any(|finding| !finding.related.is_empty()));
    assert_eq!(json.iter().any(|finding| finding.told.place.is_none()), cfg!(unix));
}

// Every place is in its file, and the text that is given is what stands there.
#[test]
fn places_hold_the_text_that_is_given() {
    let sandbox = flawed();
    let report = parsed::value(&checked(&sandbox, "json").stdout);
    let log = parsed::value(&checked(&sandbox, "sarif").stdout);
    let mut compared = 0;
    let mut places = Vec::new();
    for finding in report["findings"].as_array().expect("findings") {
        places.extend(finding.get("place"));
        places.extend(finding.get("waived").map(|waived| &waived["place"]));
        places.extend(finding["related"].as_array().into_iter().flatten().map(|related| &related["place"]));
    }
    for place in places {
        let file = sandbox.text(place["file"].as_str().expect("a path"));
        let at = |line: &str, column: &str| offset(&file, &place[line], &place[column]);
        let standing: String = file[at("line", "column")..at("endLine", "endColumn")].chars().take(200).collect();
        assert_eq!(place["text"].as_str(), Some(standing.as_str()), "{place}");
        compared += 1;
    }
    assert!(compared > 8, "only {compared} places");
    // SARIF has the same places, as the formats agree; its snippets are the same texts.
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let Some(location) = result.get("locations") else { continue };
        let region = &location[0]["physicalLocation"]["region"];
        let same = report["findings"].as_array().expect("findings").iter().any(|finding| {
            finding["place"]["text"] == region["snippet"]["text"]
                && finding["place"]["line"] == region["startLine"]
                && finding["place"]["column"] == region["startColumn"]
        });
        assert!(same, "{region}");
    }
}

/// Byte of a line and column, both from 1; one that is outside the file is an error.
fn offset(file: &str, line: &Value, column: &Value) -> usize {
    let index = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small").checked_sub(1);
    let (line, column) = (index(line).expect("lines are from 1"), index(column).expect("columns are from 1"));
    let start: usize = file.split_inclusive('\n').take(line).map(str::len).sum();
    let content = file.split('\n').nth(line).expect("the line is in the file");
    let within = content.char_indices().map(|(at, _)| at).chain([content.len()]).nth(column);
    start + within.expect("the column is in the line")
}

// The counts of the last line of text, of JSON's summary and of what SARIF and GitHub list agree.
#[test]
fn counts_agree() {
    for sandbox in [flawed(), sound()] {
        let text = checked(&sandbox, "text").stderr;
        let report = parsed::value(&checked(&sandbox, "json").stdout);
        let [json, sarif, github] = told_to_programs(&sandbox);
        for findings in [&json, &sarif, &github] {
            let count = |severity| {
                findings.iter().filter(|finding| !finding.told.waived && finding.told.severity == severity).count()
            };
            let waived = findings.iter().filter(|finding| finding.told.waived).count();
            let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
            let expected = json!({"errors": errors, "warnings": warnings, "notes": notes, "waived": waived});
            assert_eq!(report["summary"], expected);
            let word = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
            let line = [
                word(errors, "fel", "fel"),
                word(warnings, "varning", "varningar"),
                word(notes, "anmärkning", "anmärkningar"),
                word(waived, "undantagen", "undantagna"),
            ]
            .join(", ");
            let last = text.lines().last();
            assert!(last == Some(line.as_str()) || (findings.is_empty() && last.is_none()), "{line}\n{text}");
        }
    }
}

// The exit code says whether the plan has errors, and does not hang on the format.
#[test]
fn every_format_ends_with_the_same_code() {
    let (flawed, sound) = (flawed(), sound());
    for format in ["text", "json", "sarif", "github"] {
        assert_eq!(checked(&flawed, format).code, Some(1), "{format}");
        assert_eq!(checked(&sound, format).code, Some(0), "{format}");
        flawed.run(&["check", "finns-inte", "--format", format]).fails(2, &["\"finns-inte\" finns inte"]);
    }
    // Results go to standard output, and only those.
    for format in ["json", "sarif", "github"] {
        assert_eq!(checked(&flawed, format).stderr, "", "{format}");
    }
}

// Nothing found is a whole report, not an empty one.
#[test]
fn nothing_found_is_told_in_every_format() {
    let sandbox = small();
    assert_eq!(check(&sandbox, "text").silent().stdout, "planen är utan anmärkning\n");
    let report = parsed::value(&check(&sandbox, "json").silent().stdout);
    let summary = json!({"errors": 0, "warnings": 0, "notes": 0, "waived": 0});
    assert_eq!(report, json!({"version": 1, "findings": [], "summary": summary}));
    let log = parsed::value(&check(&sandbox, "sarif").silent().stdout);
    assert_eq!(log["runs"][0]["results"], json!([]));
    assert_valid(&sarif_schema(), &log);
    assert_eq!(check(&sandbox, "github").silent().stdout, "");
}

// What `check --format json` writes is what `schema check` describes, and nothing beside it.
#[test]
fn the_findings_follow_their_schema() {
    let sandbox = flawed();
    let schema = closed(parsed::value(&sandbox.run(&["schema", "check"]).silent().stdout));
    let report = parsed::value(&checked(&sandbox, "json").stdout);
    assert_valid(&schema, &report);
    assert_valid(&schema, &parsed::value(&check(&small(), "json").stdout));
    // The schema can say no.
    for (path, wrong) in
        [("/findings/0/severity", json!("fel")), ("/summary/errors", json!(-1)), ("/version", json!("1"))]
    {
        let mut other = report.clone();
        *other.pointer_mut(path).expect("it is there") = wrong;
        assert!(!errors(&schema, &other).is_empty(), "{path}");
    }
    let mut other = report;
    other["findings"][0].as_object_mut().expect("a finding").remove("rule");
    assert!(!errors(&schema, &other).is_empty(), "a finding without its rule");
}

// What `explain --format json` writes is what `schema explain` describes, and nothing beside it.
#[test]
fn the_explanations_follow_their_schema() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let schema = closed(parsed::value(&sandbox.run(&["schema", "explain"]).silent().stdout));
    for cell in [
        "resultatbudget.resultat.budget_2025",
        "resultatbudget.personal.budget_2024",
        "investeringsbudget.summa.budget_2025",
        "investeringsbudget.immateriellt.budget_2025",
        "nyckeltal.lönekostnadsökningstakt.budget_2025",
        "handlingsplan.summa.2024",
    ] {
        for more in [&[][..], &["--used-by"]] {
            let run = sandbox.run(&[&["explain", cell, "--format", "json"], more].concat()).silent();
            let explained = parsed::value(&run.stdout);
            assert_valid(&schema, &explained);
            let mut other = explained;
            other[0].as_object_mut().expect("an explanation").remove("plan");
            assert!(!errors(&schema, &other).is_empty(), "an explanation without its plan");
        }
    }
}

// No word of what the schemas say of themselves is English.
#[test]
fn the_schemas_speak_swedish() {
    let sandbox = Sandbox::empty();
    for of in ["check", "explain"] {
        let schema = sandbox.run(&["schema", of]).silent().stdout;
        for line in schema.lines().filter(|line| line.contains("\"description\"") || line.contains("\"title\"")) {
            let english = ["a", "of", "the", "what", "how", "one", "from", "and", "with", "that", "array"];
            let mut words = line.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
            let found = words.find(|word| english.contains(&word.as_str()));
            assert_eq!(found, None, "vplan schema {of} says {}", line.trim());
        }
    }
}

// The log is SARIF by the schema, and by what the schema cannot say.
#[test]
fn the_log_is_sarif() {
    let sandbox = flawed();
    let log = parsed::value(&checked(&sandbox, "sarif").stdout);
    let schema = sarif_schema();
    assert_valid(&schema, &log);
    let mut other = log.clone();
    other["runs"][0]["results"][0]["level"] = json!("fel");
    assert!(!errors(&schema, &other).is_empty(), "the schema can say no");

    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "each rule is listed once");
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().map_or(&[][..], Vec::as_slice);
        let distinct: BTreeSet<Option<u64>> = related.iter().map(|location| location["id"].as_u64()).collect();
        assert_eq!(distinct.len(), related.len(), "3.28.2: ids are unique within a result");
    }
    for check in verksamhetsplan::checks::ALL {
        let Some(rule) = rules.iter().find(|rule| rule["id"] == check.id) else { continue };
        assert_eq!(rule["shortDescription"]["text"], check.what);
        assert_eq!(rule["fullDescription"]["text"], check.why);
    }
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
}

// SARIF 2.1.0, 3.27.23: "The suppressions values for all result objects in theRun SHALL be either all null or all
// non-null"; an empty array is a result that is not suppressed.
#[test]
fn either_all_results_or_none_have_suppressions() {
    for sandbox in [flawed(), sound()] {
        let log = parsed::value(&checked(&sandbox, "sarif").stdout);
        let results = log["runs"][0]["results"].as_array().expect("results");
        let stated = results.iter().filter(|result| result.get("suppressions").is_some()).count();
        assert!(stated == 0 || stated == results.len(), "{stated} of {} results have suppressions", results.len());
    }
}

// A finding is one line of workflow commands, whatever its path and message hold.
#[test]
fn a_finding_is_one_command_for_github() {
    let sandbox = flawed();
    let output = checked(&sandbox, "github").stdout;
    assert!(!output.contains('\r'));
    assert!(output.contains("file=planer för åäö%2C 100 %25/2025/"), "{output}");
    assert!(output.contains("100 %25 säkert"), "{output}");
    let findings = parsed::github(&output);
    assert_eq!(findings.len(), output.lines().count());
    for finding in findings {
        let Some(place) = finding.told.place else { continue };
        let text = sandbox.text(&place.file);
        let (end, _) = finding.end.expect("a place has an end");
        assert!((1..=text.lines().count()).contains(&place.line) && place.line <= end, "{place}");
    }
}

fn sarif_schema() -> Value {
    let text = std::fs::read_to_string(project("tests/formats/sarif-2.1.0.json")).expect("the schema is there");
    parsed::value(&text)
}

/// A schema in which every object has the properties that are described and no others.
fn closed(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.contains_key("properties") {
                    map.insert("additionalProperties".to_owned(), json!(false));
                }
                map.values_mut().for_each(close);
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    schema
}

fn assert_valid(schema: &Value, instance: &Value) {
    let errors = errors(schema, instance);
    assert!(errors.is_empty(), "\n{}\n{instance:#}", errors.join("\n"));
}
