//! Next year's plan: what becomes of every file, that it can be built, and that nothing in it speaks of last year where it
//! should not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::support::plans::{self, Files, drafted};
use crate::support::{Sandbox, cases, typeset};
use verksamhetsplan::diagnostic::{Diagnostic, Severity, terminal};
use verksamhetsplan::outputs::{csv, edition::Edition, json, project};
use verksamhetsplan::prose::years::years;
use verksamhetsplan::renewal::{Original, renew};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::source::is_markdown;
use verksamhetsplan::{Draft, draft, review};

/// The files that every case has.
const BASE: [(&str, &str); 3] = [
    (
        "plan.yaml",
        "nämnd: Servicenämnden\norganisation: Region Norr\nförvaltning: Service\når: 2025\ntitel: Plan 2025\n",
    ),
    ("organisation.yaml", "områden:\n  - {id: it, namn: Område IT}\n"),
    ("kapitel/01-inledning.md", "# Inledning\n\nPlanen gäller ett år.\n"),
];

/// The plan for a later year, by path.
fn renewed(files: &BTreeMap<String, Vec<u8>>, year: i32) -> Files {
    let own = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let (sources, problems) = Sources::from_memory("plan", own);
    let texts = sources.texts.iter().map(|(path, file)| (path.clone(), Arc::clone(file))).collect();
    let draft = draft(sources);
    let errors: Vec<String> = errors(problems.iter().chain(&draft.problems));
    assert!(errors.is_empty(), "the plan that there is has errors:\n{}", errors.join("\n"));
    let original = Original { plan: &draft.plan, figures: &draft.figures, prose: &draft.prose };
    let renewal = renew(original, &texts, year, false);
    let texts = renewal.texts.into_iter().map(|(path, text)| (path, text.into_bytes()));
    texts.chain(draft.plan.pictures.clone()).collect()
}

fn read(files: &Files) -> Draft {
    drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

fn errors<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> Vec<String> {
    let errors = problems.filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| terminal::render(problem, false)).collect()
}

// Each file of a case becomes what the case says, and the plan for the new year has no errors.
#[test]
fn every_case_becomes_what_it_says() {
    let count = cases::judge(&["tests/renewal/cases.md".to_owned()], &["blir"], |case, fail| {
        let mut files: Files = BASE.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        files.extend(case.files.iter().map(|given| (given.path.clone(), given.text.clone().into_bytes())));
        let new = renewed(&files, 2026);
        for error in errors(review(&read(&new), None).iter()) {
            fail(&format!("has an error:\n{error}"));
        }
        let given = case.files.iter().map(|given| given.path.as_str());
        let text = |path: &str| String::from_utf8(new[path].clone()).expect("it is text");
        let shown: Vec<String> = given.map(|path| format!("=== {path}\n{}", text(path))).collect();
        vec![shown.concat(); case.expected.len()]
    });
    assert!(count > 0, "there are no cases");
}

// Line ends are the author's, and so is a file that has nothing to change.
#[test]
fn what_is_not_changed_is_the_same_bytes() {
    let mut files: Files = BASE.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let table = "tabell: t\r\nrubrik: T\r\nenhet: mnkr\r\nkolumner: [budget 2025]\r\nrader:\r\n  - {id: a, namn: A, belopp: [1.0]} # här\r\nkontroll:\r\n  a: [1.0]\r\n";
    files.insert("budget/t.yaml".to_owned(), table.as_bytes().to_vec());
    let new = renewed(&files, 2026);
    for path in ["organisation.yaml", "kapitel/01-inledning.md"] {
        assert_eq!(new[path], files[path], "{path}");
    }
    let expected = "tabell: t\r\nrubrik: T\r\nenhet: mnkr\r\nkolumner: [budget 2026]\r\n# att göra: fyll i ”Budget 2026”; skriv nya kontrollsummor när beloppen är fastställda\r\nrader:\r\n  - {id: a, namn: A, belopp: [~]} # här\r\n";
    assert_eq!(String::from_utf8_lossy(&new["budget/t.yaml"]), expected);
}

/// A plan of the project, and the year after it.
const ROLLED: [(&str, i32); 2] = [("plan/2024", 2025), ("plan/2025", 2026)];

// Both plans can be made into next year's, which can be built as a draft, and that into the next again.
#[test]
fn the_plans_become_next_years() {
    for (folder, year) in ROLLED {
        let new = renewed(&plans::plan(folder).files, year);
        assert_eq!(new, renewed(&plans::plan(folder).files, year), "{folder} becomes the same each time");
        let own = read(&new);
        let found = errors(review(&own, Some(&plans::plan(folder).draft)).iter());
        assert!(found.is_empty(), "{folder}:\n{}", found.join("\n"));
        assert!(own.plan.todos.len() > 20, "{folder}: {} left to do", own.plan.todos.len());
        let after = read(&renewed(&new, year + 1));
        let found = errors(after.problems.iter());
        assert!(found.is_empty(), "{folder} twice:\n{}", found.join("\n"));
    }
}

/// A number for each place, the same each time.
fn number(seed: usize) -> String {
    let digits = (seed + 1).wrapping_mul(2_654_435_761) % 90_000 + 10_000;
    format!("{}.{}", digits / 10, digits % 10)
}

/// The plan with every empty cell filled in, and with nothing left to do: what somebody is asked to read is taken out.
fn filled(files: &Files) -> Files {
    let mut seed = 0;
    let fill = |text: &str, seed: &mut usize| {
        let mut out = String::new();
        for line in text.split_inclusive('\n').filter(|line| !line.contains("# att göra")) {
            let mut line = line.to_owned();
            while line.contains("belopp: [") && line.contains('~') {
                *seed += 1;
                line = line.replacen('~', &number(*seed), 1);
            }
            out.push_str(&line);
        }
        out
    };
    let mut new = files.clone();
    for (path, bytes) in &mut new {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if is_markdown(path) {
            let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.contains("{# att göra"));
            *bytes = paragraphs.collect::<Vec<_>>().join("\n\n").into_bytes();
        } else {
            *bytes = fill(text, &mut seed).into_bytes();
        }
    }
    new
}

/// The reconciliations say that filled figures do not agree; that is what they are for.
fn without_agreements(mut files: Files) -> Files {
    for bytes in files.values_mut() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if let Some(at) = text.find("avstämningar:\n") {
            *bytes = text.as_bytes()[..at].to_vec();
        }
    }
    files
}

/// The words around each place in a text where a year stands.
fn around(text: &str, year: i32) -> BTreeSet<String> {
    let found = years(text).into_iter().filter(|found| found.last == year && !text[found.range.clone()].is_empty());
    let place = |at: usize| {
        let start = text[..at].char_indices().rev().nth(24).map_or(0, |(start, _)| start);
        let end = text[at..].char_indices().nth(12).map_or(text.len(), |(end, _)| at + end);
        text[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    found.map(|found| place(found.range.start)).collect()
}

// In a plan that is filled in, with what somebody was asked about decided, no output speaks of last year but where a column
// compares with it, and none of the year before that.
#[test]
fn no_output_speaks_of_last_year() {
    for (folder, year) in ROLLED {
        let files = without_agreements(filled(&renewed(&plans::plan(folder).files, year)));
        let own = read(&files);
        let found = errors(own.problems.iter());
        assert!(found.is_empty(), "{folder}:\n{}", found.join("\n"));
        let edition = Edition::new(&own.plan, &own.figures, &own.document);
        let mut outputs: Vec<(String, String)> = vec![("plan.json".to_owned(), text(&json::file(&edition)))];
        let tables = csv::tables(&own.plan, &own.document).into_iter();
        outputs.extend(tables.map(|(path, bytes)| (path, text(&bytes))));
        let typst = project::of(&edition).expect("the templates are whole").into_iter();
        outputs.extend(typst.filter(|(path, _)| is_of(path, "typ")).map(|(path, bytes)| (path, text(&bytes))));
        let pages = typeset::pages(&own).into_iter().filter(|(path, _)| is_of(path, "html"));
        outputs.extend(pages.map(|(path, bytes)| (path, text(&bytes))));
        assert!(outputs.len() > 10, "{} outputs", outputs.len());
        let mut wrong = Vec::new();
        for (path, text) in &outputs {
            let compared = |words: &str| {
                let words = words.to_lowercase();
                ["budget 20", "prognos 20", "budget_20", "prognos_20", "prognosen för 20", "budget-20", "prognos-20"]
                    .iter()
                    .any(|column| words.contains(column))
            };
            // The year that a measure was last measured is said with it.
            let measured =
                |words: &str| ["saknas (20", "\"year\":20"].iter().any(|own| words.to_lowercase().contains(own));
            let last = around(text, year - 1).into_iter().filter(|words| !compared(words) && !measured(words));
            let before = around(text, year - 2).into_iter().filter(|words| !measured(words));
            wrong.extend(last.chain(before).map(|words| format!("{path}: {words}")));
        }
        assert!(wrong.is_empty(), "{folder}:\n{}", wrong.join("\n"));
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

// The command writes the plan beside the other, tells what is left at its line, and never writes over what is there.
#[test]
fn the_command_writes_next_years_plan() {
    let sandbox = Sandbox::new();
    let said = sandbox.run(&["new", "2026"]).silent().stdout;
    assert!(said.contains("plan/2026/budget/resultatbudget.yaml:7: fyll i ”Budget 2026” och ”Prognos 2025”"), "{said}");
    assert!(said.contains("plan/2026: planen för 2026 är skriven, med"), "{said}");
    // What repeats this year's plan is fetched from it, down to its lines.
    let table = sandbox.text("plan/2026/budget/resultatbudget.yaml");
    assert!(
        table.contains("kolumner: [budget 2026, prognos 2025, {period: budget 2025, hämta: föregående plan}]"),
        "{table}"
    );
    assert!(table.contains("{id: personal, namn: Personalkostnader, belopp: [~, ~]}"), "{table}");
    let why = sandbox.run(&["explain", "resultatbudget.personal.budget_2025", "plan/2026"]).silent().stdout;
    assert!(why.contains("= −633,6") && why.contains("plan/2025/budget/resultatbudget.yaml:17:58"), "{why}");
    let why = sandbox.run(&["explain", "resultatbudget.resultat.budget_2025", "plan/2026"]).silent().stdout;
    assert!(why.starts_with("resultatbudget.resultat.budget_2025 = 1,8"), "{why}");
    let built = sandbox.run(&["build", "plan/2026"]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    assert!(built.stdout.contains("kvar att göra"), "{}", built.stdout);
    sandbox.run(&["new", "2026", "--from", "plan/2025"]).fails(2, &["\"plan/2026\" finns redan"]);
    sandbox.run(&["new", "2025", "--from", "plan/2025", "--out", "x"]).fails(2, &["ett senare år"]);
    sandbox.run(&["new", "2027", "--from", "plan"]).fails(2, &["ingen plan"]);
    sandbox.edit("plan/2025/budget/resultatbudget.yaml", "-633.6", "-633.5");
    sandbox.run(&["new", "2027", "--from", "plan/2025"]).silent();
    sandbox.edit("plan/2025/budget/resultatbudget.yaml", "-633.5", "x");
    sandbox.run(&["new", "2028", "--from", "plan/2025"]).fails(1, &["rätta dem först"]);
    let left: Vec<String> = sandbox.snapshot("plan").into_keys().filter(|path| path.contains("2028")).collect();
    assert!(left.is_empty(), "{left:?}");
    sandbox.edit("plan/2026/plan.yaml", "utkast", "beslutad");
    sandbox.run(&["build", "plan/2026"]).fails(1, &["kvar att göra"]);
}

// A first plan can be built at once, says what is left in it, and keeps what is there.
#[test]
fn the_command_begins_a_boards_first_plan() {
    let sandbox = Sandbox::empty();
    sandbox.write(".gitattributes", "* text\n");
    let said = sandbox.run(&["new", "2027", "--board", "Nämnden för \"kultur\": fritid # och skola"]).silent().stdout;
    assert!(said.contains("plan/2027/budget/resultatbudget.yaml:6: fyll i beloppen"), "{said}");
    assert!(said.contains(".gitlab-ci.yml: skriven") && !said.contains(".gitattributes: skriven"), "{said}");
    assert_eq!(sandbox.text(".gitattributes"), "* text\n");
    let built = sandbox.run(&["build"]).done();
    assert!(built.stdout.contains("kvar att göra"), "{}", built.stdout);
    let page = sandbox.text("out/2027/index.html");
    assert!(page.contains("Nämnden för &quot;kultur&quot;: fritid # och skola") && !page.contains("NÄMND"), "{said}");
    sandbox.run(&["new", "2028", "--board", " "]).fails(2, &["nämndens namn"]);
    sandbox.run(&["new", "2028", "--board", "A", "--from", "plan/2027"]).fails(2, &["--from"]);
    sandbox.run(&["new", "2028", "--board", "A", "--out", "annan"]).silent();
    let all = sandbox.snapshot("").into_keys().filter(|path| path.starts_with("annan/."));
    assert_eq!(all.count(), 0);
}

/// Whether a file has an ending.
fn is_of(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}
