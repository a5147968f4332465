//! The formats of a plan beside each other, made at once or one after another.

use std::fs;

use crate::publish::write_plans;
use crate::support::{Sandbox, differences};

// A build of one format leaves the others as they are, and from the same sources all lead to each other, in whatever
// order they were made.
#[test]
fn formats_stay_beside_each_other() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "ord");
    sandbox.run(&["build"]).done();
    let all = sandbox.snapshot("out");
    for format in ["pdf", "html"] {
        let said = sandbox.run(&["build", "--format", format]).done().stdout;
        assert!(!said.contains("äldre"), "{format}: {said}");
        assert_eq!(differences(&sandbox.snapshot("out"), &all), Vec::<String>::new(), "{format}");
    }
    sandbox.run(&["build", "--format", "findings"]).done();
    sandbox.run(&["build", "--format", "pdf,html,findings", "--out", "hela"]).done();
    sandbox.run(&["build", "--format", "html"]).done();
    assert_eq!(differences(&sandbox.snapshot("out"), &sandbox.snapshot("hela")), Vec::<String>::new());
}

// What stays and is made from older sources is never served as new: pages say so, the list of plans too, and no new page
// leads to an old PDF. Sources that are as they were make it new again.
#[test]
fn older_formats_are_told() {
    let sandbox = Sandbox::empty();
    let older = "gjord av äldre källor";
    write_plans(&sandbox, "plan", "gammal");
    sandbox.run(&["build"]).done();
    let old = sandbox.snapshot("out");

    write_plans(&sandbox, "plan", "färsk");
    let said = sandbox.run(&["build", "plan/2025", "--format", "pdf"]).done().stdout;
    assert!(said.contains("\"out/2025/index.html\" är gjord av äldre källor"), "{said}");
    for page in ["out/2025/index.html", "out/2025/talen.html", "out/index.html"] {
        assert_eq!(sandbox.text(page).matches(older).count(), 1, "{page}");
    }
    assert!(!sandbox.text("out/2024/index.html").contains(older));
    // Once more, and still once on each page.
    sandbox.run(&["build", "plan/2025", "--format", "pdf"]).done();
    assert_eq!(sandbox.text("out/2025/index.html").matches(older).count(), 1);

    write_plans(&sandbox, "plan", "gammal");
    sandbox.run(&["build", "plan/2025", "--format", "pdf"]).done();
    assert_eq!(differences(&sandbox.snapshot("out"), &old), Vec::<String>::new());

    write_plans(&sandbox, "plan", "färsk");
    let said = sandbox.run(&["build", "--format", "html"]).done().stdout;
    assert!(said.contains("\"out/2025/verksamhetsplan.pdf\" är gjord av äldre källor"), "{said}");
    for page in ["out/2025/index.html", "out/index.html"] {
        assert!(!sandbox.text(page).contains("verksamhetsplan.pdf"), "{page} leads to an old PDF");
    }
    assert!(sandbox.path("out/2025/verksamhetsplan.pdf").exists());
    sandbox.run(&["build"]).done();
    sandbox.run(&["build", "--out", "hela"]).done();
    assert_eq!(differences(&sandbox.snapshot("out"), &sandbox.snapshot("hela")), Vec::<String>::new());
}

// Last year's plan is a source of the pages, which tell what has changed since, and not of the PDF.
#[test]
fn last_years_sources_are_those_of_the_pages_alone() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "ord");
    sandbox.run(&["build", "plan/2025"]).done();
    sandbox.edit("plan/2024/budget/drift.yaml", "[1.5]", "[3.5]");
    let said = sandbox.run(&["build", "plan/2025", "--format", "pdf"]).done().stdout;
    assert!(said.contains("index.html\" är gjord av äldre källor"), "{said}");
    let said = sandbox.run(&["build", "plan/2025", "--format", "html"]).done().stdout;
    assert!(!said.contains("äldre"), "{said}");
    assert!(sandbox.text("out/2025/index.html").contains("verksamhetsplan.pdf"));
}

// A manifest from before it told of formats is read by the names of the files; and where there is none, nothing is lost.
#[test]
fn folders_of_earlier_versions_keep_their_formats() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "ord");
    sandbox.run(&["build", "--format", "pdf,html,typst"]).done();
    let mut manifest: serde_json::Value =
        serde_json::from_str(&sandbox.text("out/2025/manifest.json")).expect("it is JSON");
    manifest.as_object_mut().expect("an object").remove("outputs").expect("it tells of formats");
    sandbox.write("out/2025/manifest.json", manifest.to_string());
    let said = sandbox.run(&["build", "plan/2025", "--format", "html"]).done().stdout;
    assert!(said.contains("verksamhetsplan.pdf\" är gjord av en äldre vplan"), "{said}");
    for file in ["verksamhetsplan.pdf", "typst/main.typ", "index.html"] {
        assert!(sandbox.path("out/2025").join(file).exists(), "{file}");
    }
    assert!(!sandbox.text("out/2025/index.html").contains("verksamhetsplan.pdf"));

    fs::remove_file(sandbox.path("out/2025/manifest.json")).expect("it can be removed");
    sandbox.write("out/2025/anteckning.txt", "min");
    let before = sandbox.snapshot("out");
    sandbox.run(&["build", "plan/2025", "--format", "html"]).fails(2, &["manifest.json", "--force"]);
    assert_eq!(differences(&sandbox.snapshot("out"), &before), Vec::<String>::new());
    sandbox.run(&["build", "plan/2025", "--format", "html", "--force"]).done();
    assert_eq!(sandbox.text("out/2025/anteckning.txt"), "min");
    assert!(sandbox.path("out/2025/verksamhetsplan.pdf").exists());
}

// What somebody has changed in a format that stays is left as it is, without a word of force.
#[test]
fn a_changed_file_of_a_format_that_stays_is_left() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "gammal");
    sandbox.run(&["build"]).done();
    let page = sandbox.text("out/2025/index.html") + "<!-- signerad -->";
    sandbox.write("out/2025/index.html", &page);
    write_plans(&sandbox, "plan", "färsk");
    sandbox.run(&["build", "--format", "pdf"]).done();
    assert_eq!(sandbox.text("out/2025/index.html"), page);
    // It is still known to be changed.
    sandbox.run(&["build"]).fails(2, &["\"out/2025/index.html\" har ändrats", "--force"]);
}

// A comparison in one format leaves that in the other.
#[test]
fn formats_of_a_comparison_stay_beside_each_other() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "gammal", "gammal");
    write_plans(&sandbox, "färsk", "färsk");
    let diff = |format: &str| {
        sandbox.run(&["diff", "gammal/2025", "färsk/2025", "--out", "ut", "--format", format]).done();
        sandbox.snapshot("ut")
    };
    let both = diff("html,pdf");
    assert_eq!(differences(&diff("pdf"), &both), Vec::<String>::new());
    assert_eq!(differences(&diff("html"), &both), Vec::<String>::new());
    sandbox.edit("färsk/2025/kapitel/01-inledning.md", "Texten är", "Orden är");
    diff("pdf");
    assert!(sandbox.text("ut/2025/jamforelse.html").contains("gjord av äldre källor"));
}
