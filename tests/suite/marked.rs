//! Changes in the plan itself: every one marked where it stands and told in the list, and nothing else marked.

use std::collections::BTreeSet;

use crate::support::html::Element;
use crate::support::{self, Sandbox, copy, project, skipped, tool};

/// A plan before and after an edit.
struct Edited {
    sandbox: Sandbox,
}

impl Edited {
    /// The plan of 2025, and a copy that is edited by replacing texts that occur once.
    fn new(edits: &[(&str, &str, &str)]) -> Self {
        let sandbox = Sandbox::new();
        copy(&project("plan/2025"), &sandbox.path("efter/2025"));
        for (file, from, to) in edits {
            sandbox.edit(&format!("efter/2025/{file}"), from, to);
        }
        Self { sandbox }
    }

    /// The page with the changes.
    fn html(&self) -> String {
        let arguments = ["diff", "plan/2025", "efter/2025", "--format", "html", "--out", "ut"];
        assert_eq!(self.sandbox.run(&arguments).code, Some(0));
        let page = self.sandbox.text("ut/2025/jamforelse.html");
        whole(&page);
        page
    }

    /// The text of the PDF; nothing where it cannot be read.
    fn pdf(&self) -> Option<String> {
        let arguments = ["diff", "plan/2025", "efter/2025", "--format", "pdf", "--out", "utpdf"];
        assert_eq!(self.sandbox.run(&arguments).code, Some(0));
        let path = self.sandbox.path("utpdf/2025/jamforelse.pdf");
        tool("the marked PDF's text", "pdftotext", &["-raw", &path.to_string_lossy(), "-"])
    }
}

/// Every link leads somewhere, no id is given twice, every place is in the list and every link of the list has its place.
fn whole(page: &str) {
    let tree = Element::read(page);
    let ids = tree.values("id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    let twice: Vec<&&str> = unique.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
    assert!(twice.is_empty(), "given twice: {twice:?}");
    for target in tree.values("href").into_iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(unique.contains(target), "#{target} leads nowhere");
    }
    for heads in tree.values("headers") {
        let missing = heads.split_whitespace().find(|head| !unique.contains(head));
        assert!(missing.is_none(), "{missing:?} heads a cell and is not there");
    }
    let listed = tree.first(LIST).values("href");
    for place in ids.iter().filter(|id| id.starts_with("plats-") || id.starts_with("foljd-")) {
        assert!(listed.contains(&format!("#{place}").as_str()), "{place} is not in the list");
    }
}

/// The list of changes, which stands before the plan.
const LIST: &str = "section.jamforelse";

/// The list of changes.
fn list(page: &str) -> &str {
    Element::read(page).first(LIST).outer
}

/// The plan behind the list.
fn plan(page: &str) -> &str {
    page.split_once(list(page)).expect("the list is on the page").1
}

/// How often something stands in the plan.
fn count(page: &str, text: &str) -> usize {
    plan(page).matches(text).count()
}

/// The texts of the plan's elements with a name, without markup.
fn texts(page: &str, name: &str) -> Vec<String> {
    let page = Element::read(page);
    let plan = page.first("main").children().filter(|part| !part.is(LIST));
    plan.flat_map(|part| part.all(name)).map(Element::text).collect()
}

// One cell was written otherwise: one mark of a written figure, and its consequences.
#[test]
fn a_changed_cell_is_marked_once_with_its_consequences() {
    let edited = Edited::new(&[("budget/resultatbudget.yaml", "[-633.6,", "[-640.0,")]);
    let page = edited.html();
    assert_eq!(texts(&page, "del"), ["borttaget: −633,6"]);
    assert_eq!(texts(&page, "ins"), ["tillagt: −640,0"]);
    assert_eq!(count(&page, "id=\"plats-"), 1);
    let caused = plan(&page).matches("class=\"foljd\"").count();
    let charts = count(&page, "Ändrat diagram");
    // Four computed cells, and the sentence that prints the result.
    assert_eq!((caused, count(&page, "id=\"foljd-")), (5, 5 + charts));
    let Some(text) = edited.pdf() else { return };
    let plan = text.rsplit("Inledning").next().unwrap_or_default();
    assert_eq!(plan.matches("borttaget:").count(), 1, "{plan}");
    assert_eq!(plan.matches("tillagt:").count(), 1);
    assert_eq!(plan.matches("följdändring:").count(), 5);
}

// Words that were changed are marked, and those around them are not.
#[test]
fn a_reworded_sentence_has_its_words_marked() {
    let edited = Edited::new(&[(
        "kapitel/01-inledning.md",
        "Regionstyrelsen har uppsikt över",
        "Regionstyrelsen har god uppsikt över",
    )]);
    let page = edited.html();
    assert_eq!((texts(&page, "del"), texts(&page, "ins").len()), (Vec::new(), 1));
    assert_eq!(texts(&page, "ins")[0].trim(), "tillagt: god");
    assert_eq!((count(&page, "id=\"plats-"), count(&page, "id=\"foljd-")), (1, 0));
}

// An assignment that came, one that went and one that stands elsewhere: each on its card, and no other card.
#[test]
fn assignments_that_came_went_and_moved_are_marked_on_their_cards() {
    const FIRST: &str =
        "      - {nr: 44, text: \"Verka för att data kommer till nytta i forskning och innovation.\"}\n";
    const LAST: &str =
        "      - {nr: 57, text: \"Beakta frågor om beredskap och säkerhet i de sammanhang som kräver det.\"}\n";
    let cards = |page: &str, fate: &str| {
        let page = Element::read(page);
        let cards = page.all("li.andring").into_iter().filter(|card| card.attribute("data-andring") == Some(fate));
        cards.filter_map(|card| card.attribute("id").map(str::to_owned)).collect::<Vec<_>>()
    };
    let fates = |page: &str| ["inserted", "deleted", "changed", "moved"].map(|fate| cards(page, fate));
    let none = Vec::<String>::new;
    let added = format!("{LAST}      - {{nr: 99, text: \"Ta fram en ny plan.\"}}\n");
    let page = Edited::new(&[("malomraden.yaml", LAST, &added)]).html();
    assert_eq!(fates(&page), [vec!["uppdrag-99".to_owned()], none(), none(), none()]);
    let page = Edited::new(&[("malomraden.yaml", FIRST, "")]).html();
    assert_eq!(fates(&page), [none(), vec!["forut-uppdrag-44".to_owned()], none(), none()]);
    let moved = format!("{LAST}{FIRST}");
    let page = Edited::new(&[("malomraden.yaml", FIRST, ""), ("malomraden.yaml", LAST, &moved)]).html();
    assert_eq!(fates(&page), [none(), none(), none(), vec!["uppdrag-44".to_owned()]]);
}

#[test]
fn plans_that_are_the_same_have_no_changes() {
    let edited = Edited::new(&[]);
    let page = edited.html();
    assert!(list(&page).contains("Inga ändringar."));
    for mark in ["<ins", "<del", "class=\"foljd\"", "class=\"plats\"", "data-andring"] {
        assert_eq!(count(&page, mark), 0, "{mark}");
    }
}

// Text is text, also where it came and went.
#[test]
fn hostile_text_stays_text() {
    let edited = Edited::new(&[(
        "kapitel/01-inledning.md",
        "Regionstyrelsen har uppsikt över",
        "</ins><script>alert(1)</script> #let x = 1 \\\"); över",
    )]);
    let page = edited.html();
    assert!(!page.contains("<script"), "the page has a script");
    assert!(texts(&page, "ins").iter().any(|text| text.contains("<script>")));
    let Some(text) = edited.pdf() else { return };
    assert!(text.contains("#let x = 1"), "{text}");
}

// From one year's plan to the next, everything at once.
#[test]
fn two_years_are_laid_over_each_other() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let arguments = ["diff", "plan/2024", "plan/2025", "--format", "html,pdf", "--out", "ut"];
    assert_eq!(sandbox.run(&arguments).code, Some(0));
    let page = sandbox.text("ut/2025/jamforelse.html");
    whole(&page);
    for word in ["Borttaget kapitel", "Omnumrerat uppdrag", "Flyttad åtgärd"] {
        let is_told = list(&page).contains(word);
        assert!(!is_told || plan(&page).contains(word), "{word} is in the list and not in the plan");
    }
    // The same sources give the same bytes.
    let first = sandbox.snapshot("ut");
    assert_eq!(sandbox.run(&arguments).code, Some(0));
    assert!(support::differences(&first, &sandbox.snapshot("ut")).is_empty());
    validate(&[sandbox.path("ut/2025/jamforelse.pdf")]);
}

// What is somebody's is not replaced, and neither is a built plan.
#[test]
fn nothing_foreign_is_replaced() {
    let edited =
        Edited::new(&[("kapitel/01-inledning.md", "Regionstyrelsen har uppsikt över", "Ingen har uppsikt över")]);
    let arguments = ["diff", "plan/2025", "efter/2025", "--format", "html", "--out", "ut"];
    edited.sandbox.write("ut/2025/anteckningar.txt", "mina");
    edited.sandbox.run(&arguments).fails(2, &["inte skriven av vplan"]);
    assert_eq!(edited.sandbox.snapshot("ut").len(), 2);
    edited.sandbox.write("byggt/index.html", "en sida");
    edited
        .sandbox
        .run(&["diff", "plan/2025", "efter/2025", "--format", "html", "--out", "byggt"])
        .fails(2, &["byggda planer"]);
    edited.sandbox.run(&["diff", "plan/2025", "efter/2025", "--format", "html"]).fails(2, &["--out"]);
    edited
        .sandbox
        .run(&["diff", "plan/2025", "efter/2025", "--format", "html,json", "--out", "x"])
        .fails(2, &["var för sig"]);
}

/// Fails when a PDF does not keep PDF/A-2a and PDF/UA-1.
fn validate(files: &[std::path::PathBuf]) {
    let classes = project("target/verapdf");
    if !classes.join("greenfield-apps-1.28.2.jar").exists() {
        skipped("validation of marked PDFs", "veraPDF is not in target/verapdf; tests/run fetches it");
        return;
    }
    for flavour in ["2a", "ua1"] {
        let output = std::process::Command::new("java")
            .arg("-cp")
            .arg(classes.join("*"))
            .args(["org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text"])
            .args(files)
            .output();
        let Ok(output) = output else {
            skipped("validation of marked PDFs", "java cannot be run");
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        for file in files {
            assert!(said.contains(&format!("PASS {} {flavour}", file.display())), "{flavour}: {said}");
        }
    }
}
