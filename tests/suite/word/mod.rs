//! The Word document: what is in it is what the document says, whoever reads it.

mod outside;
mod read;
mod said;
mod template;

use std::sync::LazyLock;

use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert_eq, proptest};
use verksamhetsplan::Draft;
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::{Make, word};

use crate::support::plans::{self, FOLDERS};
use crate::support::typeset::chapter;
use read::Read;

/// The Word document of a plan.
fn made(draft: &Draft) -> Vec<u8> {
    let edition = Edition::new(&draft.plan, &draft.figures, &draft.document);
    let Make::Edition(make) = word::OUTPUT.make else { panic!("it is made of an edition") };
    let mut files = make(&edition).unwrap_or_else(|broken| panic!("{:?}", broken.0));
    files.remove(word::OUTPUT.file).expect("it is made")
}

/// The project's plans as Word documents.
static PLANS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| FOLDERS.iter().map(|folder| made(&plans::plan(folder).draft)).collect());

#[test]
fn it_says_what_the_document_says_in_order() {
    for (folder, bytes) in FOLDERS.iter().zip(PLANS.iter()) {
        let draft = &plans::plan(folder).draft;
        let read = Read::of(bytes);
        let (own, there) = (said::said(&draft.document), read.said());
        for (own, there) in own.iter().zip(&there) {
            assert_eq!(own, there, "{folder}");
        }
        assert_eq!(own.len(), there.len(), "{folder}");
        let notes: usize = draft.document.chapters.iter().map(|chapter| chapter.footnotes.len()).sum();
        assert_eq!(read.notes.len(), notes, "{folder}");
    }
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let draft = &plans::plan(FOLDERS[1]).draft;
    assert!(made(draft) == PLANS[1], "another document of the same plan");
}

// Every link leads to one bookmark, every id is given once, and every way leads to a file of the package.
#[test]
fn nothing_leads_nowhere() {
    for bytes in PLANS.iter() {
        let read = Read::of(bytes);
        assert!(read.links.len() > 20, "only {} links", read.links.len());
        for link in &read.links {
            assert_eq!(read.bookmarks.iter().filter(|name| *name == link).count(), 1, "{link}");
        }
        for ids in [&read.drawings, &read.bookmark_ids] {
            let mut once = ids.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "an id is given twice");
        }
        assert_eq!(read.astray(), Vec::<String>::new());
    }
}

// A reader with a screen reader: language, title, heads of tables that are set again, and a text for every picture.
#[test]
fn it_is_accessible() {
    for bytes in PLANS.iter() {
        let read = Read::of(bytes);
        assert!(read.text("docProps/core.xml").contains("<dc:language>sv-SE</dc:language>"));
        assert!(read.text("docProps/core.xml").contains("<dc:title>Verksamhetsplan"));
        assert!(read.text("word/styles.xml").contains("<w:lang w:val=\"sv-SE\""));
        assert!(read.heads.iter().all(|heads| *heads > 0), "a table without a head");
        assert!(read.heads.len() > 5);
        assert!(read.alternatives.iter().all(|text| !text.is_empty()), "a picture says nothing");
        assert_eq!(read.empty, 0, "no room is made of empty paragraphs");
    }
}

// Figures of a column stand with their decimal commas under each other: what lacks decimals is moved in by as much.
#[test]
fn decimal_commas_stand_under_each_other() {
    let draft = chapter("# A\n\n| Post | Tal |\n|---|--:|\n| a | 1 |\n| b | 2,50 |\n| c | −3,5 |\n");
    let read = Read::of(&made(&draft));
    let indents: Vec<i64> = read.indents.iter().map(|(_, indent)| *indent).collect();
    assert_eq!(read.indents.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["1", "2,50", "−3,5"]);
    assert!(indents[0] > indents[2] && indents[2] > indents[1] && indents[1] == 0, "{indents:?}");
}

#[test]
fn headings_are_numbered_as_they_are_printed() {
    for (folder, bytes) in FOLDERS.iter().zip(PLANS.iter()) {
        let draft = &plans::plan(folder).draft;
        assert_eq!(Read::of(bytes).numbers(), said::numbers(&draft.document), "{folder}");
    }
}

// The list of contents stands there before anything is computed.
#[test]
fn the_contents_are_filled_in() {
    for (folder, bytes) in FOLDERS.iter().zip(PLANS.iter()) {
        let draft = &plans::plan(folder).draft;
        let numbers = said::numbers(&draft.document);
        assert_eq!(Read::of(bytes).contents, numbers, "{folder}");
    }
}

#[test]
fn whatever_stands_in_whatever_is_a_document() {
    let draft = chapter(
        "# A[^n]\n\n> Citat med **fet [länk](https://x.se)** och `kod`.\n>\n> - punkt\n>\n>   1. steg\n>   2. steg[^n]\n\n\
         Ord\n\n: Förklaring\n\n  - i lista\n\n| a | b |\n|---|---|\n| c | d |\n\n| e | f |\n|---|---|\n| g | h |\n\n---\n\n\
         ```\nrad 1\n  rad 2\n```\n\n7. sju\n8. åtta\n\n   stycke\n\nRad ett\\\nrad två.\n\n[^n]: Noten < 5 & \"mer\".\n",
    );
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let read = Read::of(&made(&draft));
    assert_eq!(read.said(), said::said(&draft.document));
    assert_eq!(read.notes, ["Noten < 5 & \"mer\"."]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    // Whatever people write, the document can be read, and no word of it is another.
    #[test]
    fn any_text_comes_out_as_it_is(words in proptest::collection::vec(any::<String>(), 1..6)) {
        let text: String = words.join(" \u{5d0}\u{1f600}\u{ad}x ");
        let draft = chapter(&format!("# Rubrik\n\nText {text}\n\n| {} |\n|---|\n| c |\n", text.replace(['|', '\n', '\r'], " ")));
        let read = Read::of(&made(&draft));
        prop_assert_eq!(read.said(), said::said(&draft.document));
    }
}
