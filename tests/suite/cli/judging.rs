//! What is told of a plan that can be built: warnings, remarks, what is waived, and the rules themselves.

use verksamhetsplan::checks::ALL;

use crate::support::told::{self, Severity};
use crate::support::{Sandbox, differences};

/// A chapter that can take a sentence at its end.
const CHAPTER: &str = "plan/2025/kapitel/06-budget.md";

/// A figure typed by hand that the table has: a remark.
const REMARKED: &str = "\nOmråde IT omsätter 487,6 miljoner kronor.\n";

/// A figure that the table has otherwise: a warning.
const WARNED: &str = "\nOmråde IT omsätter 478,6 miljoner kronor.\n";

/// The same, waived.
const WAIVED: &str = "\nOmråde IT omsätter 478,6 miljoner kronor. {# undantag(tal-motsägs): så publicerat #}\n";

/// The plan with a sentence more.
fn with(sentence: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(CHAPTER, sandbox.text(CHAPTER) + sentence);
    sandbox
}

/// The smallest plan.
fn small(sandbox: &Sandbox, folder: &str, year: u32) {
    sandbox.write(
        &format!("{folder}/plan.yaml"),
        format!(
            "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: {year}\n\
             titel: Verksamhetsplan {year}\n"
        ),
    );
    sandbox.write(&format!("{folder}/kapitel/01-inledning.md"), "# Inledning\n\nPlanen gäller ett år.\n");
}

// A plan with nothing to say of is told so in one line, and so are two.
#[test]
fn a_plan_without_remarks_is_told_so() {
    let sandbox = Sandbox::empty();
    small(&sandbox, "plan/2025", 2025);
    assert_eq!(sandbox.run(&["check"]).silent().stdout, "planen är utan anmärkning\n");
    small(&sandbox, "plan/2026", 2026);
    assert_eq!(sandbox.run(&["check"]).silent().stdout, "planerna är utan anmärkning\n");
}

// The plans of the repository have no error and no warning that is not waived.
#[test]
fn the_plans_have_nothing_to_mend() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let run = sandbox.run(&["check"]).done();
    assert!(run.stderr.lines().last().is_some_and(|last| last.starts_with("0 fel, 0 varningar, ")), "{}", run.stderr);
}

// A remark is told by a check and changes no exit code; a build only counts it.
#[test]
fn a_remark_stops_nothing() {
    let sandbox = with(REMARKED);
    let is_told = |stderr: &str| {
        let told = told::in_text(stderr);
        told.iter().any(|told| (told.rule.as_str(), told.severity) == ("tal-för-hand", Severity::Note))
    };
    let run = sandbox.run(&["check"]).done();
    assert!(is_told(&run.stderr), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let run = sandbox.run(&["build"]).done();
    assert!(!is_told(&run.stderr) && run.stderr.contains("(vplan check visar alla)"), "{}", run.stderr);
    assert!(sandbox.path("out/2025/index.html").exists());
}

// A warning is told by a check and by a build, and stops neither.
#[test]
fn a_warning_stops_nothing_and_is_always_told() {
    let sandbox = with(WARNED);
    for command in ["check", "build"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let told = told::in_text(&run.stderr);
        let warnings: Vec<_> = told.iter().filter(|told| told.severity == Severity::Warning && !told.waived).collect();
        assert_eq!(warnings.len(), 1, "{}", run.stderr);
        assert_eq!(warnings[0].rule, "tal-motsägs");
        assert!(run.stderr.contains("0 fel, 1 varning, "), "{}", run.stderr);
    }
    assert!(sandbox.path("out/2025/index.html").exists());
}

// A waived warning is told by a check with its reason, counted apart, and left out of a build and of its documents.
#[test]
fn a_waived_warning_is_told_with_its_reason() {
    let sandbox = with(WAIVED);
    let run = sandbox.run(&["check"]).done();
    let told = told::in_text(&run.stderr);
    assert!(told.iter().any(|told| told.rule == "tal-motsägs" && told.waived), "{}", run.stderr);
    assert!(run.stderr.contains(": så publicerat\n"), "{}", run.stderr);
    let waived = told.iter().filter(|told| told.waived).count();
    let counted = format!(", {waived} undantag{}", if waived == 1 { "en" } else { "na" });
    assert!(run.stderr.trim_end().ends_with(&counted), "\"{counted}\"\n{}", run.stderr);
    let run = sandbox.run(&["build"]).done();
    assert!(!told::in_text(&run.stderr).iter().any(|told| told.rule == "tal-motsägs"), "{}", run.stderr);
    let page = sandbox.text("out/2025/index.html");
    assert!(page.contains("478,6") && !page.contains("undantag("), "the waiver is a comment");
}

// The list has every rule once, with what it finds, why, and its example; it needs no plan.
#[test]
fn the_list_has_every_rule() {
    let sandbox = Sandbox::empty();
    let before = sandbox.snapshot("");
    let list = sandbox.run(&["check", "--list"]).silent().stdout;
    let rules: Vec<&str> = list.split("\n\n").collect();
    let heads: Vec<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')).collect();
    assert_eq!(heads, ALL.iter().map(|check| check.id).collect::<Vec<_>>());
    for check in ALL {
        let start = rules.iter().position(|rule| rule.lines().next() == Some(check.id)).expect("it is listed");
        // An example may have empty lines of its own.
        let end =
            rules[start + 1..].iter().position(|rule| !rule.starts_with(' ')).map_or(rules.len(), |n| start + 1 + n);
        let own = rules[start..end].join("\n\n");
        for (label, text) in [("hittar", check.what), ("därför", check.why)] {
            assert!(own.contains(&format!("\n  {label}   {text}\n")), "{} should say \"{text}\":\n{own}", check.id);
        }
        for (path, content) in check.example.files {
            assert!(own.contains(&format!("\n    {path}\n")), "{}: {path}\n{own}", check.id);
            for line in content.lines().filter(|line| !line.trim().is_empty()) {
                assert!(own.contains(&format!("\n      {}", line.trim_end())), "{}: {line}\n{own}", check.id);
            }
        }
    }
    assert_eq!(differences(&before, &sandbox.snapshot("")), Vec::<String>::new());
}
