//! A workbook that has been worked on, brought back to the sources.

mod cases;
mod files;
mod foreign;
mod programs;
mod round;

use std::collections::BTreeMap;

use crate::support::plans::{Files, drafted};
use verksamhetsplan::Draft;
use verksamhetsplan::diagnostic::{Diagnostic, Severity, terminal};
use verksamhetsplan::import::edits;
use verksamhetsplan::import::spreadsheet::{At, Book, Cell, Content, Sheet, xlsx};
use verksamhetsplan::import::workbook::{Against, Changes, compared};
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::fingerprint::Fingerprint;
use verksamhetsplan::outputs::{Make, workbook};
use verksamhetsplan::source::files::Sources;

/// A plan with its workbook.
pub(crate) struct Plan {
    pub(crate) files: Files,
    pub(crate) draft: Draft,
    pub(crate) bytes: Vec<u8>,
    pub(crate) book: Book,
}

impl Plan {
    pub(crate) fn of(files: &Files) -> Self {
        let draft = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        let errors: Vec<&Diagnostic> =
            draft.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let bytes = made(&draft);
        let book = xlsx::read("tabeller.xlsx", &bytes).expect("our own workbook can be read");
        Self { files: files.clone(), draft, bytes, book }
    }

    /// What workbooks say otherwise than the plan.
    pub(crate) fn against(&self, books: &[Book], delete: bool) -> Changes {
        let fingerprint = Fingerprint::of(&self.draft.plan, &self.draft.document, None);
        let sources = fingerprint.sources(&workbook::OUTPUT);
        let Draft { plan, figures, .. } = &self.draft;
        compared(Against { plan, figures, sources, delete }, books)
    }

    /// The plan's files with the changes written in them.
    pub(crate) fn written(&self, changes: &Changes) -> Result<Files, String> {
        let (sources, _) =
            Sources::from_memory("plan", self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        let edited = edits::applied(&sources, &changes.edits).map_err(|problems| told(&problems))?;
        let mut files = self.files.clone();
        for (path, file) in edited.texts {
            files.insert(path, file.text.clone().into_bytes());
        }
        Ok(files)
    }

    /// The workbook with some of its cells changed.
    pub(crate) fn edited(&self, edit: impl FnOnce(&mut Book)) -> Book {
        let mut book = copy(&self.book);
        edit(&mut book);
        book
    }
}

pub(crate) fn copy(book: &Book) -> Book {
    let sheets = book.sheets.iter().map(|sheet| Sheet {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        cells: sheet.cells.clone(),
        merged: sheet.merged.clone(),
        hidden_rows: sheet.hidden_rows.clone(),
        hidden_columns: sheet.hidden_columns.clone(),
    });
    Book { file: book.file.clone(), sheets: sheets.collect() }
}

/// The workbook of a plan.
pub(crate) fn made(draft: &Draft) -> Vec<u8> {
    let edition = Edition::new(&draft.plan, &draft.figures, &draft.document);
    let Make::Edition(make) = workbook::OUTPUT.make else { panic!("a workbook is made of an edition") };
    let mut files = make(&edition).unwrap_or_else(|broken| panic!("{:?}", broken.0));
    files.remove(workbook::OUTPUT.file).expect("it is made")
}

/// The index of a sheet that has an address, and where a cell stands in it.
pub(crate) fn find(book: &Book, row: &str, column: &str) -> (usize, At) {
    for (index, sheet) in book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.name != "Underlag") {
        let text =
            |wanted: &str| sheet.cells.iter().find(|(_, cell)| cell.content.text() == Some(wanted)).map(|(at, _)| *at);
        if let (Some((row, _)), Some((_, column))) = (text(row), text(column)) {
            return (index, (row, column));
        }
    }
    panic!("no sheet has {row} and {column}");
}

/// Puts something in the cell with an address.
pub(crate) fn put(book: &mut Book, row: &str, column: &str, content: Content) {
    let (sheet, at) = find(book, row, column);
    let percent = book.sheets[sheet].cells.get(&at).is_some_and(|cell| cell.percent);
    book.sheets[sheet].cells.insert(at, Cell { content, percent, ..Cell::default() });
}

pub(crate) fn number(text: &str) -> Content {
    Content::Number(text.parse().expect("a decimal"))
}

pub(crate) fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

/// Problems as a terminal shows them.
pub(crate) fn told(problems: &[Diagnostic]) -> String {
    problems.iter().map(|problem| terminal::render(problem, false).replace('\u{a0}', " ")).collect()
}

/// A small plan with what a table can have.
pub(crate) fn small() -> Files {
    const DRIFT: &str = r#"# Budgeten. Kommentarer och uppställning är kvar.
tabell: drift
rubrik: Driftbudget
enhet: mnkr
decimaler: 1
kolumner:
  - budget 2025
  - {id: utfall, namn: Utfall}
  - {id: andel, namn: Andel, enhet: "%"}
  - {id: ändring, namn: Ändring, formel: "budget_2025 - utfall"}
  - {id: klart, namn: Klart, slag: text}
rader:
  - {id: intäkter, namn: Intäkter, belopp: [1 100.0, 90.5, 12.5, 2026]}  # från ekonomi
  - grupp: Kostnader
    id: kostnader
    summa: Summa kostnader
    rader:
      - {id: personal, namn: Personal, belopp: [-633.6, "–", ~, våren]}
      - id: lokaler
        namn: Lokaler
        belopp: ["-20,5", -19.0, 3.0, ~]  # hyra
  - {id: övrigt, namn: Övrigt, enhet: tkr, belopp: [avgiftsfritt, 7.0, ~, ~], räknas: nej}
summa: Resultat
"#;
    const FETCHED: &str = r#"
tabell: nyckeltal
rubrik: Nyckeltal
enhet: mnkr
decimaler: 1
kolumner: [budget 2025]
rader:
  - {id: hämtat, namn: Hämtat resultat, formel: drift.summa.budget_2025}
  - {id: dubbelt, namn: Dubbelt, formel: "drift.kostnader.budget_2025 * 2 + nyckeltal.fast.budget_2025"}
  - {id: fast, namn: Fast, belopp: [3.0]}
"#;
    let files = [
        ("plan.yaml", "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n"),
        ("kapitel/01-text.md", "# Text\n\n{{ tabell(id=\"drift\") }}\n\n{{ tabell(id=\"nyckeltal\") }}\n"),
        ("budget/drift.yaml", DRIFT),
        ("budget/nyckeltal.yaml", FETCHED),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

/// The lines of the files that are not the same: before and after.
pub(crate) fn changed(before: &Files, after: &Files) -> BTreeMap<String, (Vec<String>, Vec<String>)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is text");
    let mut changed = BTreeMap::new();
    for (path, bytes) in after {
        if before[path] == *bytes {
            continue;
        }
        let (old, new) = (text(&before[path]), text(bytes));
        let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let only = |one: &[&str], other: &[&str]| {
            one.iter().filter(|line| !other.contains(line)).map(|line| line.trim().to_owned()).collect()
        };
        changed.insert(path.clone(), (only(&old_lines, &new_lines), only(&new_lines, &old_lines)));
    }
    changed
}
