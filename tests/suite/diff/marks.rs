//! Which change each place of a marked document belongs to: known by what the change is about, and not by like letters.

use verksamhetsplan::checks::EXAMPLE_PLAN as BASE;
use verksamhetsplan::diff::finding::Finding;
use verksamhetsplan::diff::{PlanDiff, json, markdown, text};
use verksamhetsplan::document::{Block, Document};
use verksamhetsplan::marked::marked;
use verksamhetsplan::marked::said::{block_text, row_name};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, draft};

use super::{between, side};

fn plan(files: &[(&str, &str)]) -> Draft {
    let all = BASE.iter().filter(|(path, _)| !files.iter().any(|(own, _)| own == path)).chain(files);
    draft(Sources::from_memory("plan", all.map(|(path, text)| (*path, text.as_bytes()))).0)
}

/// What is different, and the later document with it.
fn compared(before: &[(&str, &str)], after: &[(&str, &str)]) -> (PlanDiff, Document) {
    let (own, later) = (plan(before), plan(after));
    let diff = between(&own, &later);
    let document = marked(&diff, [&side(&own), &side(&later)], [&own.document, &later.document]);
    (diff, document)
}

/// The texts of the marked blocks behind the list, each with the numbers of its changes.
fn places(document: &Document) -> Vec<(String, Vec<usize>)> {
    let blocks = document.chapters.iter().skip(1).flat_map(|chapter| &chapter.blocks);
    let marked = blocks.filter_map(|block| if let Block::Marked(marked) = block { Some(marked) } else { None });
    let place = marked.map(|marked| {
        let text = marked.blocks.iter().map(block_text).collect::<Vec<_>>().join(" ");
        (text, marked.marks.iter().filter_map(|mark| mark.number).collect())
    });
    place.collect()
}

fn number(diff: &PlanDiff, is: impl Fn(&Finding) -> bool) -> usize {
    diff.findings.iter().position(is).expect("it is told") + 1
}

// A chapter that went has words in common with an item that went elsewhere: it is marked as the chapter all the same.
#[test]
fn a_paragraph_is_marked_by_its_own_chapters_changes() {
    const KEPT: &str = "# Inledning\n\nPlanen gäller ett år.\n";
    let listed = format!("{KEPT}\n- uppföljning\n- mål och medel\n");
    let gone = "# Bilaga\n\nVarje nämnd ansvarar för uppföljning av sina mål och medel.\n";
    let (diff, document) = compared(
        &[("kapitel/01-inledning.md", &listed), ("kapitel/02-mer.md", gone)],
        &[("kapitel/01-inledning.md", KEPT)],
    );
    let said = |text: &str| number(&diff, |finding| finding.texts.before.as_deref() == Some(text));
    let chapter = number(&diff, |finding| finding.name == "Bilaga");
    assert_eq!(
        places(&document),
        [
            // Every paragraph of a list is marked at the list.
            ("uppföljning mål och medel".to_owned(), vec![said("uppföljning"), said("mål och medel")]),
            ("Varje nämnd ansvarar för uppföljning av sina mål och medel.".to_owned(), vec![chapter]),
        ]
    );
}

// The same text came in two chapters: each place is marked by its own.
#[test]
fn a_text_that_stands_twice_is_marked_twice() {
    let chapter = |name: &str, text: &str| format!("# {name}\n\nDet här står kvar i {name}.\n{text}");
    let came = "\nEtt stycke som kom till överallt.\n";
    let [first, second] = ["Ett", "Två"].map(|name| (chapter(name, ""), chapter(name, came)));
    let [one, two] = ["kapitel/01-inledning.md", "kapitel/02-mer.md"];
    let (diff, document) = compared(&[(one, &first.0), (two, &second.0)], &[(one, &first.1), (two, &second.1)]);
    assert_eq!(diff.findings.len(), 2);
    let numbers: Vec<Vec<usize>> = places(&document).into_iter().map(|(_, numbers)| numbers).collect();
    assert_eq!(numbers, [[1], [2]]);
}

// Two chapters with one short name have different anchors: the change has that of its own chapter.
#[test]
fn a_change_has_the_anchor_of_its_chapter_in_the_document() {
    let chapters = |text| [("kapitel/06-budget.md", "# Budget\n\nText.\n"), ("kapitel/10-budget.md", text)];
    let (diff, document) = compared(
        &chapters("# Budget igen\n\nEtt stycke som ska skrivas om.\n"),
        &chapters("# Budget igen\n\nEtt stycke som är skrivet om.\n"),
    );
    let [finding] = diff.findings.as_slice() else { panic!("{}", text::render(&diff)) };
    let anchor = finding.anchor.as_deref().expect("a paragraph is in a chapter");
    let chapter = document.chapters.iter().find(|chapter| chapter.anchor == anchor).expect("it is in the document");
    assert_eq!(chapter.title_text, "Budget igen");
    assert_eq!(places(&document).len(), 1);
}

fn table(rows: usize, row: impl Fn(usize) -> String) -> String {
    let head = "tabell: stor\nrubrik: Stor tabell\nenhet: mnkr\ndecimaler: 1\nkolumner: [budget 2025]\nrader:\n";
    (0..rows).fold(head.to_owned(), |text, at| text + &row(at))
}

const SHOWN: (&str, &str) = ("kapitel/02-budget.md", "# Budget\n\n{{ tabell(id=\"stor\") }}\n");

// Two thousand rows with other names: each is one change, marked at its own row.
#[test]
fn every_one_of_many_renamed_rows_is_marked_at_its_own_row() {
    const ROWS: usize = 2_000;
    let rows =
        |word: &str| table(ROWS, |at| format!("  - {{id: r{at}, namn: \"Rad {at}{word}\", belopp: [{at}.5]}}\n"));
    let (before, after) = (rows(""), rows(" ny"));
    let (diff, document) = compared(&[("budget/stor.yaml", &before), SHOWN], &[("budget/stor.yaml", &after), SHOWN]);
    assert_eq!(diff.findings.len(), ROWS);
    let tables = document.blocks().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let changed = tables.flat_map(|table| &table.rows).filter_map(|row| Some((row, row.change.as_ref()?)));
    let told = changed.map(|(row, change)| {
        let [mark] = change.marks.as_slice() else { panic!("{} has {} marks", row_name(row), change.marks.len()) };
        let finding = &diff.findings[mark.number.expect("it was written") - 1];
        let name = row_name(row);
        assert!(name.contains(finding.name.trim_end_matches(" ny")), "{name}: {}", finding.name);
        mark.number
    });
    assert_eq!(told.collect::<std::collections::BTreeSet<_>>().len(), ROWS);
}

// Rows without ids whose names have most words in common, and too many of them: that they were not paired is told.
#[test]
fn what_is_too_much_to_be_paired_is_told() {
    let rows = |count: usize, word: &str, amount: &str| {
        table(count, |at| format!("  - {{namn: \"Samma långa rad i registret {word}{at}\", belopp: [{at}{amount}]}}\n"))
    };
    let told = |count: usize| {
        let (before, after) = (rows(count, "a", ".1"), rows(count, "b", ".2"));
        let (diff, _) = compared(&[("budget/stor.yaml", &before)], &[("budget/stor.yaml", &after)]);
        (diff.correspondence.untried.clone(), diff)
    };
    let (untried, diff) = told(3);
    assert!(untried.is_empty() && !text::render(&diff).contains("för många"));
    let (untried, diff) = told(1_100);
    assert_eq!(untried.len(), 1);
    let said = text::render(&diff).replace('\u{a0}', " ");
    assert!(said.contains("1 100 rader förut och 1 100 nu i ”Stor tabell” är för många för att jämföras"), "{said}");
    assert!(markdown::render(std::slice::from_ref(&diff), 65_000).contains("är för många för att jämföras"));
    assert!(json::render(&[diff]).contains("\"untried\""));
}
