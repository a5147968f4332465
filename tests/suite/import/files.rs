//! Files that are no workbooks, or want to be more than one; and the command itself.

use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Plan, small};
use crate::support::{Sandbox, snapshot};
use verksamhetsplan::import::spreadsheet::xlsx;

/// Longest that a hostile file may take in a build for tests.
const LONGEST: Duration = Duration::from_secs(20);

/// A workbook with its parts changed: by name and text.
fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is an archive");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("it is there");
        let name = part.name().expect("it has a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("it is text");
        let text = change(&name, text);
        let way = if text.len() > 1 << 20 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        out.start_file(&name, SimpleFileOptions::default().compression_method(way)).expect("it begins");
        out.write_all(text.as_bytes()).expect("it is written");
    }
    out.finish().expect("it ends").into_inner()
}

/// The workbook with another text in the sheet of a table.
fn with_sheet(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    changed(bytes, |name, text| if name.ends_with("sheet2.xml") { text.replacen(from, to, 1) } else { text })
}

#[test]
fn files_that_are_no_workbooks_are_told_and_bounded() {
    let plan = Plan::of(&small());
    let bytes = &plan.bytes;
    let zeros = |size: usize| " ".repeat(size);
    let bomb =
        |part: &str, size: usize| {
            changed(bytes, |name, text| {
                if name.ends_with(part) { text.replacen("?>", &format!("?>{}", zeros(size)), 1) } else { text }
            })
        };
    let mut rows = String::new();
    for row in 1..=210_000 {
        let row = row.to_string();
        rows.extend(["<row r=\"", &row, "\"><c r=\"A", &row, "\"><v>1</v></c></row>"]);
    }
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "filen är tom"),
        ("a PDF", b"%PDF-1.7 ...".to_vec(), "filen är en pdf"),
        ("an older workbook", [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat(), "äldre formatet .xls"),
        ("words", b"tabell;1;2\n".to_vec(), "ingen Excel-arbetsbok"),
        ("cut off", bytes[..bytes.len() / 2].to_vec(), "skadad"),
        ("cut off early", bytes[..20].to_vec(), "skadad"),
        ("a bomb in a sheet", bomb("sheet2.xml", 70 << 20), "packas upp till mer"),
        ("a bomb in the styles", bomb("styles.xml", 5 << 20), "packas upp till mer"),
        (
            "entities within entities",
            changed(bytes, |name, text| {
                let own = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
                if name.ends_with("workbook.xml") { text.replacen("?>", &format!("?>{own}"), 1) } else { text }
            }),
            "DOCTYPE",
        ),
        (
            "an entity from a file",
            with_sheet(bytes, "?>", "?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"),
            "DOCTYPE",
        ),
        ("too many cells", with_sheet(bytes, "<sheetData>", &format!("<sheetData>{rows}")), "fler än 200000 celler"),
        (
            "a formula like the last of thousands of millions",
            with_sheet(
                bytes,
                "<sheetData>",
                "<sheetData><row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"4000000000\">1</f></c></row>",
            ),
            "skadad",
        ),
        ("broken XML", with_sheet(bytes, "</row>", "</rad>"), "skadad"),
        (
            "no workbook",
            changed(bytes, |name, text| if name.ends_with("workbook.xml") { String::new() } else { text }),
            "utan arbetsbok",
        ),
    ];
    for (what, bytes, wanted) in files {
        let began = Instant::now();
        let read = xlsx::read("a.xlsx", &bytes).map(|book| book.sheets.len());
        let took = began.elapsed();
        let why = read.expect_err(what).why;
        assert!(why.contains(wanted), "{what}: {why}");
        assert!(took < LONGEST, "{what}: {took:?}");
    }
    // One cell in the last corner takes no more room than one.
    let far =
        with_sheet(bytes, "</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>");
    let book = xlsx::read("a.xlsx", &far).expect("it is a workbook");
    assert_eq!(book.sheets[1].cells.len(), plan.book.sheets[1].cells.len() + 1);
}

// Whatever byte of a workbook is another: it is read, or it is refused, and nothing stops.
#[test]
fn no_damage_stops_the_reading() {
    let plan = Plan::of(&small());
    let mut refused = 0;
    for at in 0..400 {
        let damaged = changed(&plan.bytes, |name, text| {
            let own = name.bytes().map(usize::from).sum::<usize>();
            let wanted = (at * 7919 + own * 31) % text.len();
            let place = text.floor_char_boundary(wanted);
            let (before, after) = text.split_at(place);
            let rest: String = after.chars().skip(1 + at % 5).collect();
            if own % 3 == at % 3 {
                format!("{before}{}{rest}", ["", "<", "\"", "9999999999", "</c>", "/"][at % 6])
            } else {
                text.clone()
            }
        });
        refused += usize::from(xlsx::read("a.xlsx", &damaged).is_err());
    }
    assert!(refused > 50, "only {refused} were damaged enough");
}

#[test]
fn the_command_shows_first_and_writes_when_it_is_asked_to() {
    let sandbox = Sandbox::empty();
    for (path, bytes) in small() {
        sandbox.write(&format!("plan/2025/{path}"), bytes);
    }
    sandbox.run(&["build", "--format", "xlsx"]).done();
    let same = sandbox.run(&["import", "out/2025/tabeller.xlsx"]).done();
    assert_eq!(same.stdout.trim(), "inget belopp i arbetsboken skiljer sig från planen");
    let bytes = std::fs::read(sandbox.path("out/2025/tabeller.xlsx")).expect("it is there");
    let edited = with_sheet(&bytes, "<v>90.5</v>", "<v>95.5</v>");
    assert_ne!(edited, bytes);
    sandbox.write("ändrad.xlsx", &edited);
    let before = snapshot(&sandbox.path("plan"));
    let shown = sandbox.run(&["import", "ändrad.xlsx"]).done();
    assert!(shown.stdout.contains("90,5 → 95,5"), "{}", shown.stdout);
    assert!(shown.stdout.contains("Ändring"), "with its effects: {}", shown.stdout);
    assert!(shown.stderr.contains("inget är skrivet"), "{}", shown.stderr);
    assert_eq!(snapshot(&sandbox.path("plan")), before);
    // A byte order mark and line ends of another system stay.
    let path = "plan/2025/budget/drift.yaml";
    let old = format!("\u{feff}{}", sandbox.text(path).replace('\n', "\r\n"));
    sandbox.write(path, &old);
    sandbox.run(&["import", "ändrad.xlsx", "--write"]).done();
    assert_eq!(sandbox.text(path), old.replace("90.5", "95.5"));
    let same = sandbox.run(&["import", "ändrad.xlsx"]).done();
    assert!(same.stdout.contains("inget belopp"), "{}", same.stdout);
    let broken = with_sheet(&bytes, "<v>90.5</v>", "<v>0.333333333333</v>");
    sandbox.write("bruten.xlsx", &broken);
    let before = snapshot(&sandbox.path("plan"));
    sandbox.run(&["import", "bruten.xlsx", "--write"]).fails(1, &["Driftbudget!C7", "avrunda i Excel"]);
    sandbox.run(&["import", "plan/2025/plan.yaml"]).fails(2, &["ingen Excel-arbetsbok"]);
    sandbox.run(&["import", "saknas.xlsx"]).fails(2, &["saknas.xlsx"]);
    sandbox.run(&["import", "plan"]).fails(2, &["ange en arbetsbok"]);
    assert_eq!(snapshot(&sandbox.path("plan")), before);
}
