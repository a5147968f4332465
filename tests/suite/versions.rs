//! What is told of two versions of a small plan, to those who write it and to the board that reads it.

use crate::support::Sandbox;

const PLAN: &str =
    "nämnd: Nämnden\norganisation: Kommunen\nförvaltning: Kontoret\når: 2025\ntitel: Plan 2025\nstatus: utkast\n";

const TABLE: &str = "tabell: drift\nrubrik: Driftbudget\nenhet: mnkr\ndecimaler: 1\nkolumner: [budget 2025, budget 2024]\nrader:\n  - {id: it, namn: Datorer, belopp: [12.5, 11.0]}\n  - {id: hus, namn: Lokaler, belopp: [7.0, 8.0]}\nsumma: Summa\n";

/// Two folders with a plan each, `a` before and `b` after.
fn two(chapters: [&str; 2]) -> Sandbox {
    let sandbox = Sandbox::empty();
    for (folder, chapter) in ["a", "b"].into_iter().zip(chapters) {
        sandbox.write(&format!("{folder}/plan.yaml"), PLAN);
        sandbox.write(&format!("{folder}/budget/drift.yaml"), TABLE);
        sandbox.write(&format!("{folder}/kapitel/01-budget.md"), chapter);
    }
    sandbox
}

/// The page of changes, from the list on.
fn page(sandbox: &Sandbox) -> String {
    let run = sandbox.run(&["diff", "a", "b", "--format", "html", "--out", "ut"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let files = sandbox.snapshot("ut");
    let pages =
        files.iter().filter(|(path, _)| std::path::Path::new(path).extension().is_some_and(|ending| ending == "html"));
    let texts = pages.filter_map(|(_, bytes)| Some(String::from_utf8_lossy(bytes.as_ref()?).into_owned()));
    texts.collect()
}

#[test]
fn another_picture_in_the_same_file_is_a_change() {
    let chapter = "# Budget\n\n![Karta](karta.svg)\n\n{{ tabell(id=\"drift\") }}\n";
    let sandbox = two([chapter, chapter]);
    let picture =
        |shape: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{shape}</svg>");
    sandbox.write("a/karta.svg", picture("<rect width=\"9\" height=\"9\" fill=\"red\"/>"));
    sandbox.write("b/karta.svg", picture("<rect width=\"9\" height=\"9\" fill=\"red\"/>"));
    assert_eq!(sandbox.run(&["diff", "a", "b", "--exit-code"]).code, Some(0));
    sandbox.write("b/karta.svg", picture("<circle r=\"4\" fill=\"blue\"/>"));
    let run = sandbox.run(&["diff", "a", "b", "--exit-code"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(run.stdout.contains("Bilden ”Karta”{+ har nytt innehåll+}"), "{}", run.stdout);
    let page = page(&sandbox);
    assert!(page.contains("har nytt innehåll"), "the page tells it");
    assert!(!page.contains("syns inte i dokumentet"), "the picture is marked where it stands");
}

// A board reads no ids and no files; where the change is shown is told.
#[test]
fn a_board_is_told_in_its_own_words() {
    let sandbox = two(["# Budget\n\n{{ tabell(id=\"drift\") }}\n"; 2]);
    std::fs::rename(sandbox.path("b/kapitel/01-budget.md"), sandbox.path("b/kapitel/02-budget.md")).expect("renamed");
    sandbox.edit("b/budget/drift.yaml", "12.5", "13.0");
    let page = page(&sandbox);
    for text in ["drift.it", "01-budget", ".yaml", "syns inte i dokumentet", "Från a till b"] {
        assert!(!page.contains(text), "{text}");
    }
    assert!(page.contains("Från den tidigare versionen av planen till den här"));
}

#[test]
fn what_the_checks_say_now_and_no_longer_is_told() {
    let sandbox = two(["# Budget\n\n{{ tabell(id=\"drift\") }}\n", "# Budget\n\nTabellen visas inte.\n"]);
    let run = sandbox.run(&["diff", "a", "b"]);
    assert!(run.stdout.contains("Kontrollerna säger nu"), "{}", run.stdout);
    let back = sandbox.run(&["diff", "b", "a"]);
    assert!(back.stdout.contains("Kontrollerna säger inte längre"), "{}", back.stdout);
    assert!(!sandbox.run(&["diff", "a", "a"]).stdout.contains("Kontrollerna"));
}

#[test]
fn last_years_plan_that_cannot_be_compared_with_is_told() {
    let sandbox = Sandbox::empty();
    let plan = |year: &str| PLAN.replace("2025", year);
    for (folder, year) in [("2024", "2024"), ("2025", "2025")] {
        sandbox.write(&format!("plan/{folder}/plan.yaml"), plan(year));
        sandbox.write(&format!("plan/{folder}/kapitel/01-a.md"), "# Inledning\n\nText.\n");
    }
    let said = |words: &[&str]| {
        let run = sandbox.run(&["check", "plan/2025"]);
        let all = format!("{}{}", run.stdout, run.stderr);
        words.iter().all(|word| all.contains(word))
    };
    assert!(!said(&["jämförs inte"]) && !said(&["flera planer"]));
    sandbox.write("plan/2024/budget/x.yaml", "tabell: [\n");
    assert!(said(&["planen för 2024", "har fel", "jämförs inte", "vplan check plan/2024"]));
    std::fs::remove_file(sandbox.path("plan/2024/budget/x.yaml")).expect("removed");
    sandbox.write("plan/gammal/plan.yaml", plan("2024"));
    sandbox.write("plan/gammal/kapitel/01-a.md", "# Inledning\n\nText.\n");
    assert!(said(&["flera planer är för 2024", "plan/2024", "plan/gammal"]));
}
