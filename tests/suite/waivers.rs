//! What is a comment in YAML and what is text: only a comment can be a waiver.
//!
//! How waivers read to an author is shown by `tests/cases/waivers.md`, which can be rewritten by `UPDATE=1`; what must
//! hold whatever the program says stands here.

use verksamhetsplan::diagnostic::Diagnostic;
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{draft, review};

const PLAN: &str =
    "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\ntitel: Plan 2025\n";
const TABLE: &str = "tabell: t\nrubrik: T\nenhet: mnkr\ntecken: kostnader_negativa\nkolumner: [budget 2025]\n";

/// What is found in a table of one cost with the wrong sign, written as a row and with lines behind it: whether the
/// sign is waived, and the ids of what the waivers themselves have wrong.
fn found(row: &str, behind: &str) -> (bool, Vec<&'static str>) {
    let table = format!("{TABLE}rader:\n  {row}\n{behind}");
    let files = [
        ("plan.yaml", PLAN),
        ("budget/t.yaml", table.as_str()),
        ("kapitel/01-t.md", "# Tabell\n\n{{ tabell(id=\"t\") }}\n"),
    ];
    let (sources, unread) = Sources::from_memory("plan", files.map(|(path, text)| (path, text.as_bytes())));
    assert!(unread.is_empty(), "{unread:?}");
    let problems = review(&draft(sources), None);
    let signs: Vec<&Diagnostic> = problems.iter().filter(|problem| problem.id == "fel-tecken").collect();
    let [sign] = signs.as_slice() else { unreachable!("one wrong sign in {table}: {problems:?}") };
    let of_waivers = ["okänd-regel", "undantag-utan-skäl", "undantag-utan-verkan"];
    let ids = problems.iter().map(|problem| problem.id).filter(|id| of_waivers.contains(id));
    (sign.waived.is_some(), ids.collect())
}

// Text in quotes of either kind, or over several lines, is text: it waives nothing and is not told of.
#[test]
fn text_that_looks_like_a_waiver_is_text() {
    let rows = [
        (r#"- {id: a, namn: "A # undantag(fel-tecken): nej", slag: kostnad, belopp: [7.0]}"#, ""),
        ("- {id: a, namn: 'A # undantag(fel-tecken): nej', slag: kostnad, belopp: [7.0]}", ""),
        (r#"- {id: a, namn: "A\" # undantag(fel-tecken): nej", slag: kostnad, belopp: [7.0]}"#, ""),
        ("- {id: a, namn: 'A '' # undantag(fel-tecken): nej', slag: kostnad, belopp: [7.0]}", ""),
        (
            "- {id: a, namn: A, slag: kostnad, belopp: [7.0]}",
            "anmärkningar:\n  - >-\n    Skriv så:\n    # undantag(fel-tecken): skäl\n",
        ),
        (
            "- {id: a, namn: A, slag: kostnad, belopp: [7.0]}",
            "anmärkningar:\n  - |\n    Skriv så:\n    # undantag(fel-teckn)\n",
        ),
        (
            "- {id: a, namn: A, slag: kostnad, belopp: [7.0]}",
            "anmärkningar:\n  - \"Skriv så:\n    # undantag(fel-tecken): skäl\"\n",
        ),
        ("- {id: a, namn: A#undantag(fel-tecken), slag: kostnad, belopp: [7.0]}", ""),
    ];
    let wrong = rows.into_iter().map(|(row, behind)| (row, behind, found(row, behind)));
    let wrong: Vec<_> = wrong.filter(|(_, _, found)| *found != (false, vec![])).collect();
    assert!(wrong.is_empty(), "(waived, told of waivers):\n{wrong:#?}");
}

// A comment is a comment whatever the text before it holds.
#[test]
fn a_waiver_behind_quotes_is_a_waiver() {
    let names = [
        "A",
        r#""A""#,
        "'A'",
        "Bob's",
        r#"3" skruv"#,
        r#""3\" skruv""#,
        "'Bob''s'",
        r#"'3" skruv'"#,
        r#""A # B""#,
        "'A # B'",
    ];
    let rows = names
        .map(|name| format!("- {{id: a, namn: {name}, slag: kostnad, belopp: [7.0]}} # undantag(fel-tecken): skäl"));
    let wrong: Vec<&String> = rows.iter().filter(|row| found(row, "") != (true, vec![])).collect();
    assert!(wrong.is_empty(), "the sign should be waived, and nothing told of waivers:\n{wrong:#?}");
}
