//! Where text stands on the printed pages: nothing outside the margins or over other text, no heading and no head of
//! a table alone at the foot of a page, no sum alone at the top, no word divided where it should not be; in both plans and in plans of odd content.

mod faults;
mod page;

use std::path::Path;

use crate::support::plans::{self, FOLDERS, drafted};
use crate::support::{odd, project, snapshot};
use faults::{Expected, Known};
use page::{Line, Page, Word};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use verksamhetsplan::outputs::edition::Archive;
use verksamhetsplan::outputs::{Files, pdf, project as typst_project};
use verksamhetsplan::quantity::date::Date;
use verksamhetsplan::{Draft, diagnostic};

const WHAT: &str = "where text stands on the pages";

/// How many plans of odd content are looked at.
const PLANS: u64 = 20;

#[test]
fn the_plans_are_laid_out_without_a_fault() {
    for folder in FOLDERS {
        assert_eq!(faults_of(&plans::plan(folder).draft), Vec::<String>::new(), "{folder}");
    }
}

// Measures with the years as columns, and risks with values, decisions and controls: the widest tables of words. And
// the tables of accounts and budgets: notes, groups of columns, texts among figures.
#[test]
fn the_tables_that_plans_have_are_laid_out_without_a_fault() {
    for folder in ["tests/shown/2026", "tests/shown/tables"] {
        let files = snapshot(&project(folder));
        let files = files.iter().filter_map(|(path, bytes)| Some((path.as_str(), bytes.as_deref()?)));
        assert_eq!(faults_of(&drafted("plan", files)), Vec::<String>::new(), "{folder}");
    }
}

// Reports on a made-up plan: statuses, judgements, outcomes and forecasts.
#[test]
fn reports_are_laid_out_without_a_fault() {
    let files = snapshot(&project("tests/shown/2027"));
    let files = files.iter().filter_map(|(path, bytes)| Some((path.as_str(), bytes.as_deref()?)));
    for (name, report) in drafted("plan", files).reports {
        assert_eq!(faults_of(&report), Vec::<String>::new(), "{name}");
    }
}

// Tables over pages, long words, many columns: what comes out by chance has no fault either.
#[test]
fn plans_of_odd_content_are_laid_out_without_a_fault() {
    let found: Vec<String> = (0..PLANS)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let files = odd::plan(seed);
            let draft = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
            faults_of(&draft).into_iter().map(move |fault| format!("plan {seed}, {fault}"))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

fn faults_of(draft: &Draft) -> Vec<String> {
    assert!(!diagnostic::has_errors(&draft.problems), "{:?}", draft.problems);
    let date = Date { year: 2025, month: 1, day: 1 };
    let files = typst_project::files(&draft.document, date, &draft.plan.pictures, &[]).expect("the template is whole");
    pages_of(files).map_or_else(Vec::new, |pages| faults::all(&pages, &Expected::of(&draft.document)))
}

fn pages_of(files: Files) -> Option<Vec<Page>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plan.pdf");
    let bytes =
        pdf::typeset(files, "layout", Archive::A2a, &[]).unwrap_or_else(|problems| panic!("{problems:?}")).bytes;
    std::fs::write(&path, bytes).expect("written");
    page::pages(WHAT, Path::new(&path))
}

// A page of each fault, set by Typst and read by poppler, so that all who take part are part of the proof.
#[test]
fn each_fault_is_found_where_it_is() {
    let expected = Expected {
        headings: vec!["1.1Rubriken".to_owned(), "Tabellen".to_owned()],
        tables: vec![Known {
            caption: "Tabellen".to_owned(),
            head: ["Belopp", "Budget", "2025"].map(str::to_owned).into(),
            sums: vec!["Summa".to_owned()],
        }],
        words: ["inte", "bedömningen", "samhällsstörningen"].map(str::to_owned).into(),
    };
    let sound = "#at(0mm)[Text som hör hemma här] #at(60mm)[1.1 Rubriken] #at(66mm)[Text under den]";
    for (content, fault) in [
        (sound, None),
        ("#at(0mm, x: 130mm)[utanför]", Some("\"utanför\" is outside the margins")),
        ("#at(0mm, x: -30mm)[utanför]", Some("\"utanför\" is outside the margins")),
        ("#at(262mm)[nedanför]", Some("\"nedanför\" is outside the margins")),
        ("#at(0mm)[12345] #at(0mm, x: 6mm)[67890]", Some("are printed over each other")),
        ("#at(0mm)[Text] #at(60mm)[1.1 Rubriken]", Some("\"1.1Rubriken\" is the last line")),
        // Notes at the foot are not what a heading stands over.
        ("#at(60mm)[1.1 Rubriken] #at(200mm)[#text(9pt)[1 En not]]", Some("\"1.1Rubriken\" is the last line")),
        ("#at(60mm)[Tabellen] #at(66mm)[Belopp] #at(66mm, x: 60mm)[Budget 2025]", Some("has no row under it")),
        ("#at(0mm)[Belopp] #at(0mm, x: 60mm)[Budget 2025]", Some("has no row under it")),
        ("#at(0mm)[Belopp] #at(0mm, x: 60mm)[Budget 2025] #at(6mm)[Post] #at(6mm, x: 60mm)[12]", None),
        (
            "#at(0mm)[Belopp] #at(0mm, x: 60mm)[Budget 2025] #at(6mm)[Summa] #at(6mm, x: 60mm)[−12,5] #at(12mm)[Text]",
            Some("the sum \"Summa\" is the first row"),
        ),
        ("#at(0mm)[Belopp] #at(0mm, x: 60mm)[Budget 2025] #at(6mm)[Post] #at(12mm)[Summa] #at(12mm, x: 60mm)[3]", None),
        ("#at(0mm)[#text(9pt)[blir in-\\ te]]", Some("\"in-te\" is divided there")),
        ("#at(0mm)[#text(9pt)[bedöm-\\ ningen]]", Some("\"bedöm-ningen\" is divided there")),
        ("#at(0mm)[#text(9pt)[samhällsstörning-\\ en]]", Some("\"samhällsstörning-en\" is divided there")),
        ("#at(0mm)[#text(9pt)[samhälls-\\ störningen]]", None),
    ] {
        let main = format!(
            "#import \"measures.typ\": fonts
             #set document(title: \"Prov\", date: datetime(year: 2025, month: 1, day: 1))
             #set page(\"a4\", margin: (left: 56mm, right: 35mm, top: 30mm, bottom: 28mm))
             #set text(font: fonts, size: 11pt, lang: \"sv\")
             #let at(y, x: 0mm, it) = place(top + left, dx: x, dy: y, box(it))
             Omslag #pagebreak() {content} #pagebreak() Sist"
        );
        let house = std::fs::read(project("templates/pdf/measures.typ")).expect("the house style");
        let theme = "#let own-fonts = ()\n#let sheet = (width: 210mm, height: 297mm, left: 56mm, right: 35mm, hang: 20mm)\n\
             #let unbroken = false";
        let files = Files::from([
            ("main.typ".to_owned(), main.into_bytes()),
            ("measures.typ".to_owned(), house),
            ("theme.typ".to_owned(), theme.as_bytes().to_vec()),
        ]);
        let Some(pages) = pages_of(files) else { return };
        let found = faults::all(&pages, &expected);
        match fault {
            None => assert_eq!(found, Vec::<String>::new(), "{content}"),
            Some(fault) => {
                assert!(found.len() == 1 && found[0].contains(fault), "{content}: {found:?}, not {fault}");
                assert!(found[0].starts_with("page 2: "), "{found:?}");
            }
        }
    }
}

// Words that stand side by side are a line, from the left, whatever the order they were drawn in.
#[test]
fn words_side_by_side_are_a_line() {
    let word =
        |left, top, text: &str| Word { left, top, right: left + 2000, bottom: top + 1300, text: text.to_owned() };
    let words = vec![word(20_000, 20_100, "12,5"), word(11_000, 20_000, "Post"), word(11_000, 21_500, "Nästa")];
    let page = Page { number: 2, width: 59_528, height: 84_189, words };
    let lines: Vec<String> = page.body().iter().map(Line::squeezed).collect();
    assert_eq!(lines, ["Post12,5", "Nästa"]);
}
