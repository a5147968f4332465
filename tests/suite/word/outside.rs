//! The Word document as other programs have it: python-docx, pandoc, `LibreOffice`, and the format's own schema.
//!
//! `tests/run` fetches what can be fetched; what is not there is skipped, and said.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use verksamhetsplan::Draft;

use super::read::spaced;
use super::{PLANS, made, said};
use crate::support::plans::{self, FOLDERS};
use crate::support::typeset::chapter;
use crate::support::{project, skipped};

/// The plans as files, and one with everything that a chapter can have.
fn files(folder: &Path) -> Vec<PathBuf> {
    let everything = chapter(
        "# A[^n]\n\n> Citat med **fet [länk](https://x.se)** och `kod`.\n\n- punkt\n\n  1. steg\n\n\
         Ord\n\n: Förklaring\n\n| a | b |\n|---|--:|\n| c | 1,5 |\n\n| e |\n|---|\n| g[^n] |\n\n---\n\n```\nrad\n```\n\n\
         ~~Struket~~\\\n*lutat* \u{1f600} \u{5d0}\u{5d1}.\n\n[^n]: Not med [länk](https://x.se).\n",
    );
    assert!(everything.problems.is_empty(), "{:?}", everything.problems);
    let all = PLANS.iter().cloned().chain([made(&everything)]).enumerate();
    let written = all.map(|(at, bytes)| {
        let path = folder.join(format!("{at}.docx"));
        std::fs::write(&path, bytes).expect("it is written");
        path
    });
    written.collect()
}

fn drafts() -> impl Iterator<Item = &'static Draft> {
    FOLDERS.iter().map(|folder| &plans::plan(folder).draft)
}

/// What a program says, or nothing when it cannot be run, of which is told.
fn asked(what: &str, command: &mut Command) -> Option<String> {
    match command.output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("No module named"), "{what}: {said}");
            skipped(what, "a module of Python is not installed");
            None
        }
        Err(error) => {
            skipped(what, &format!("it cannot be run ({error})"));
            None
        }
    }
}

/// What python-docx reads.
#[derive(Debug, Deserialize)]
struct Docx {
    title: String,
    language: String,
    author: String,
    headings: Vec<(usize, String)>,
    captions: Vec<String>,
    tables: Vec<Vec<String>>,
    styles: Vec<String>,
}

#[test]
fn python_reads_the_same_headings_tables_and_captions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = project("target/python/bin/python3");
    let program = if own.is_file() { own } else { PathBuf::from("python3") };
    let mut command = Command::new(program);
    command.arg(project("tests/word/read.py")).args(&files(folder.path())[..FOLDERS.len()]);
    let Some(told) = asked("Word documents read by python-docx", &mut command) else { return };
    let read: Vec<Docx> = serde_json::from_str(&told).expect("it writes JSON");
    for (draft, read) in drafts().zip(read) {
        let document = &draft.document;
        assert_eq!((read.title, read.author), (document.meta.title.clone(), document.meta.board.clone()));
        assert_eq!(read.language, "sv-SE");
        assert!(["Normal", "Heading 1", "Caption"].iter().all(|name| read.styles.iter().any(|own| own == name)));
        let headings: Vec<(usize, String)> = read.headings.iter().map(|(level, text)| (*level, spaced(text))).collect();
        assert_eq!(headings, said::headings(document));
        let captions: Vec<String> = read.captions.iter().map(|text| spaced(text)).collect();
        assert_eq!(captions, said::captions(document));
        let tables: Vec<Vec<String>> = read.tables.iter().map(|cells| texts(cells)).collect();
        assert_eq!(tables, document.tables().map(said::cells).collect::<Vec<_>>());
    }
}

fn texts(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| spaced(text)).filter(|text| !text.is_empty()).collect()
}

#[test]
fn pandoc_reads_the_same_headings_notes_and_alternatives() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = files(folder.path());
    for (draft, file) in drafts().zip(&files) {
        let mut command = Command::new("pandoc");
        command.args(["-f", "docx", "-t", "json"]).arg(file);
        let Some(told) = asked("Word documents read by pandoc", &mut command) else { return };
        let read: Value = serde_json::from_str(&told).expect("it writes JSON");
        let (mut headings, mut notes, mut alternatives, mut tables) = (Vec::new(), Vec::new(), Vec::new(), 0);
        each(&read["blocks"], &mut |kind, content| match kind {
            "Header" => headings.push(plain(&content[2])),
            "Note" => notes.push(plain(content)),
            "Image" => alternatives.push(plain(&content[1])),
            "Table" => tables += 1,
            _ => {}
        });
        let document = &draft.document;
        let own: Vec<String> = said::headings(document).into_iter().map(|(_, text)| text).collect();
        assert_eq!(headings, own);
        let own: Vec<String> =
            document.chapters.iter().flat_map(|chapter| &chapter.footnotes).map(said::note).collect();
        assert_eq!(notes, own);
        assert_eq!(alternatives, said::alternatives(document));
        assert_eq!(tables, document.tables().count());
    }
}

/// Visits the elements of pandoc's tree in order of reading.
fn each(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| each(value, visit)),
        Value::Object(fields) => {
            if let Some(kind) = fields.get("t").and_then(Value::as_str) {
                visit(kind, &fields.get("c").cloned().unwrap_or_default());
            }
            fields.values().for_each(|value| each(value, visit));
        }
        _ => {}
    }
}

fn plain(value: &Value) -> String {
    let mut text = String::new();
    each(value, &mut |kind, content| match kind {
        "Str" => text.push_str(content.as_str().unwrap_or_default()),
        "Space" | "SoftBreak" | "LineBreak" => text.push(' '),
        _ => {}
    });
    spaced(&text)
}

// LibreOffice opens every document, and what it prints has every text that is longer than a few words.
#[test]
fn libreoffice_prints_every_text() {
    const WHAT: &str = "Word documents printed by LibreOffice";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = files(folder.path());
    let mut command = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}/profil", folder.path().display());
    command.args([&profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]);
    if asked(WHAT, command.arg(folder.path()).args(&files)).is_none() {
        return;
    }
    if !files[0].with_extension("txt").is_file() {
        return skipped(WHAT, "it has no word processor; it is in libreoffice-writer-nogui");
    }
    for (draft, file) in drafts().zip(&files) {
        let printed = std::fs::read_to_string(file.with_extension("txt")).expect("it is printed");
        let printed = spaced(&printed.replace('\u{ad}', ""));
        let texts = said::paragraphs(&draft.document);
        assert!(texts.len() > 50);
        for text in texts {
            assert!(printed.contains(&text.replace('\u{ad}', "")), "{text}");
        }
    }
}

#[test]
fn it_is_valid_by_the_schema() {
    const WHAT: &str = "Word documents held against their schema";
    let classes = project("target/word");
    if !classes.join("poi-ooxml-full-5.4.1.jar").is_file() {
        return skipped(WHAT, "Apache POI is not in target/word; tests/run fetches it where Java and Maven are");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new("java");
    command.arg("-cp").arg(classes.join("*")).arg(project("tests/word/Validate.java")).args(files(folder.path()));
    asked(WHAT, &mut command);
}
