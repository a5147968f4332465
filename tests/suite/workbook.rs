//! The workbook as other programs read it: openpyxl what is stored in it, `LibreOffice` what its formulas come to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::support::plans::{self, FOLDERS, Files, drafted};
use crate::support::{Sandbox, project, skipped};
use verksamhetsplan::Draft;
use verksamhetsplan::figures::{CellId, Figure, Figures, LineKind, Origin, Value};
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::{Make, workbook};
use verksamhetsplan::quantity::unit::Unit;

/// A cell of a workbook, as openpyxl reads it.
#[derive(Debug, Clone, Deserialize)]
struct Read {
    file: PathBuf,
    sheet: String,
    row: u32,
    column: u32,
    number: Option<String>,
    text: Option<String>,
    formula: Option<String>,
    locked: bool,
}

#[test]
fn every_figure_is_stored_as_it_was_computed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut compared = 0;
    for year in FOLDERS {
        let draft = &plans::plan(year).draft;
        let file = folder.path().join("plan.xlsx");
        std::fs::write(&file, made(draft)).expect("the workbook is written");
        let Some(read) = show(&[&file]) else { return };
        let addressed = addressed(&read);
        for (cell, figure) in printed(&draft.figures) {
            let address = draft.figures.address(cell);
            let there = addressed.get(&address);
            assert!(agrees(&figure.value, &figure.unit, there), "{year}: {address} is {:?}, {there:?}", figure.value);
            let computed = !matches!(figure.origin, Origin::Input);
            if let Some(there) = there {
                assert_eq!(there.formula.is_some(), computed, "{year}: {address}: {there:?}");
                assert_eq!(there.locked, computed, "{year}: {address}: {there:?}");
            }
            compared += 1;
        }
        let strange = read.iter().filter_map(|cell| cell.formula.as_ref()).find(|formula| formula.contains('['));
        assert_eq!(strange, None, "no formula leads out of the workbook");
    }
    assert!(compared > 350, "only {compared} figures were compared");
}

// Without the stored values, LibreOffice has to compute everything: it comes to the plan's own figures. The same when
// written amounts are changed in the workbook and in the plan alike, whatever stands between them and a sum.
#[test]
fn a_spreadsheet_computes_what_the_plan_computes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut wanted: Vec<(String, Draft)> = Vec::new();
    let mut files = Vec::new();
    let hard = hard();
    let sources: [(&str, &Files); 3] =
        [("2024", &plans::plan(FOLDERS[0]).files), ("2025", &plans::plan(FOLDERS[1]).files), ("svår", &hard)];
    for (name, sources) in sources {
        let draft = draft_of(sources);
        let file = folder.path().join(format!("{name}.xlsx"));
        std::fs::write(&file, made(&draft)).expect("the workbook is written");
        let Some(read) = show(&[&file]) else { return };
        let (edits, changed) = changed(&draft, sources, &addressed(&read));
        for (kind, edits) in [("orörd", Vec::new()), ("ändrad", edits)] {
            let bare = folder.path().join(format!("{name}-{kind}.xlsx"));
            let edits = serde_json::to_string(&edits).expect("it is JSON");
            let run = python(&["bare", &path(&file), &path(&bare), &edits]).expect("it ran a moment ago");
            assert!(run.is_empty(), "{run}");
            files.push(bare);
        }
        wanted.extend([(format!("{name}-orörd"), draft), (format!("{name}-ändrad"), changed)]);
    }
    let Some(computed) = recomputed(&files, folder.path()) else { return };
    let Some(read) = show(&computed.iter().map(PathBuf::as_path).collect::<Vec<_>>()) else { return };
    for (name, draft) in &wanted {
        let is_own = |cell: &&Read| cell.file.file_stem().is_some_and(|stem| *stem == **name);
        let own: Vec<Read> = read.iter().filter(is_own).cloned().collect();
        let addressed = addressed(&own);
        for (cell, figure) in printed(&draft.figures) {
            let address = draft.figures.address(cell);
            let there = addressed.get(&address);
            assert!(
                agrees(&figure.value, &figure.unit, there),
                "{name}: {address} is {:?}; LibreOffice: {there:?}",
                figure.value
            );
        }
    }
}

#[test]
fn the_same_sources_give_the_same_workbook() {
    let draft = &plans::plan(FOLDERS[1]).draft;
    assert_eq!(made(draft), made(draft));
}

#[test]
fn the_workbook_is_written_beside_the_page_that_leads_to_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "html,xlsx"]).done();
    assert!(sandbox.path("out/2025/tabeller.xlsx").is_file());
    assert!(sandbox.text("out/2025/index.html").contains("<a href=\"tabeller.xlsx\""));
}

/// A plan with everything that a formula can be made of, and with cells that hold no amount.
fn hard() -> Files {
    const FIRST: &str = r#"
kolumner:
  - budget 2025
  - prognos 2024
  - {id: ändring, namn: Ändring, formel: "budget_2025 - prognos_2024"}
  - {id: andel, namn: Andel, enhet: "%", formel: "förändring(budget_2025, prognos_2024)"}
rader:
  - {id: a, namn: A, belopp: [12.35, 11]}
  - {id: b, namn: B, belopp: [~, –]}
  - {id: c, namn: C, belopp: [-3.1, ~]}
  - {id: noll, namn: Noll, belopp: [0, 0]}
  - id: g
    namn: Grupp
    rader:
      - {id: d, namn: D, belopp: [7, 8.5]}
      - {id: e, namn: E, belopp: [1.5, –]}
summa: Summa
"#;
    const SECOND: &str = r#"
kolumner: [budget 2025]
rader:
  - {id: minst, namn: Minst, formel: "min(svår.a.budget_2025, svår.c.budget_2025, svår.b.budget_2025)"}
  - {id: störst, namn: Störst, formel: "max(svår.a.budget_2025, svår.d.budget_2025)"}
  - {id: utan, namn: Utan tecken, formel: "abs(svår.c.budget_2025) * 2"}
  - {id: minus, namn: Minus, formel: "svår.a.budget_2025 - (svår.c.budget_2025 - svår.d.budget_2025)"}
  - {id: tecken, namn: Tecken, formel: "-(svår.a.budget_2025 + svår.c.budget_2025) / 4"}
  - {id: grupp, namn: Gruppen, formel: "svår.g.budget_2025 * 2 - svår.b.budget_2025"}
  - {id: inget, namn: Inget, formel: "svår.b.budget_2025"}
  - {id: streck, namn: Streck, formel: "svår.b.prognos_2024 * 2"}
  - {id: tusental, namn: Tusental, enhet: tkr, formel: "tkr(svår.a.budget_2025 + svår.d.budget_2025)"}
  - {id: åter, namn: Åter, formel: "mnkr(två.tusental.budget_2025) - 2 * svår.a.budget_2025"}
  - {id: andel, namn: Andel, enhet: "%", formel: "procent(svår.a.budget_2025, svår.summa.budget_2025)"}
  - {id: tom_andel, namn: Andel av noll, enhet: "%", formel: "procent(svår.a.budget_2025, svår.noll.budget_2025)"}
  - {id: summor, namn: Summor, formel: "summa(svår.a.budget_2025, svår.b.budget_2025, 2 * svår.d.budget_2025)"}
  - {id: enheter, namn: Skillnad, enhet: procentenheter, formel: "två.andel.budget_2025 - två.typad.budget_2025"}
  - {id: ändrad_andel, namn: Ändrad andel, enhet: "%", formel: "två.andel.budget_2025 + två.enheter.budget_2025 + 2.8%"}
  - {id: uppräknat, namn: Uppräknat, formel: "svår.a.budget_2025 * (1 + två.typad.budget_2025) * 2.5%"}
  - {id: avrundat, namn: Avrundat, formel: "avrunda(svår.a.budget_2025 / 7, 1)"}
  - {id: avrundad_andel, namn: Avrundad andel, enhet: "%", formel: "avrunda(två.andel.budget_2025, 1)"}
  - {id: tiotal, namn: Tiotal, formel: "avrunda(svår.summa.budget_2025, -1)"}
  - {id: golv, namn: Golv, formel: "max(0, svår.c.budget_2025) + min(1.5, svår.a.budget_2025)"}
  - {id: tal, namn: Bara tal, enhet: "%", formel: "2 * 3"}
  - {id: platser, namn: Platser, enhet: platser, belopp: [8]}
  - {id: per_plats, namn: Per plats, enhet: kr/plats, formel: "kr(svår.a.budget_2025) / två.platser.budget_2025"}
  - {id: typad, namn: Skriven andel, enhet: "%", belopp: [12.5]}
"#;
    let head = |id: &str, caption: &str| format!("tabell: {id}\nrubrik: {caption}\nenhet: mnkr\ndecimaler: 2");
    let chapter = "# Text\n\n{{ tabell(id=\"svår\") }}\n\n{{ tabell(id=\"två\") }}\n";
    let files = [
        ("plan.yaml", "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n".to_owned()),
        ("kapitel/01-text.md", chapter.to_owned()),
        // Names of worksheets hold neither colon nor stroke, and are alike whatever their case.
        ("budget/svår.yaml", head("svår", "\"Kostnader/intäkter: 'svår'\"") + FIRST),
        ("budget/två.yaml", head("två", "\"kostnader intäkter 'svår'\"") + SECOND),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect()
}

fn draft_of(files: &Files) -> Draft {
    let draft = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let wrong: Vec<&str> = draft.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(wrong, Vec::<&str>::new());
    draft
}

/// An amount to be written in a workbook: sheet, row, column and number.
type Edit = (String, u32, u32, String);

/// Every seventh written amount of a plan changed, in the workbook and in the sources.
fn changed(draft: &Draft, files: &Files, addressed: &BTreeMap<String, Read>) -> (Vec<Edit>, Draft) {
    let is_plain = |c: char| c.is_ascii_digit() || "-.".contains(c);
    let inputs: Vec<(CellId, &Figure)> = printed(&draft.figures)
        .filter(|(_, figure)| matches!(figure.origin, Origin::Input) && figure.amount().is_some())
        .filter(|(_, figure)| figure.span.text().chars().all(is_plain))
        .collect();
    // A record's amount can stand in several tables: it is one place in the sources, and written in all of them. From
    // the end, so that what is before stays where it is.
    let places: BTreeSet<(Reverse<usize>, &str)> = inputs
        .iter()
        .step_by(7)
        .map(|(_, figure)| (Reverse(figure.span.range.start), figure.span.file.path.as_str()))
        .collect();
    let mut edits = Vec::new();
    let mut files = files.clone();
    for (Reverse(start), path) in places {
        let mut range = None;
        for (cell, figure) in &inputs {
            let span = &figure.span;
            if (span.range.start, span.file.path.as_str()) != (start, path) {
                continue;
            }
            let Value::Amount(amount) = &figure.value else { continue };
            let new = amount.value + Decimal::new(1375, 2);
            let there = &addressed[&draft.figures.address(*cell)];
            edits.push((there.sheet.clone(), there.row, there.column, stored(new, &figure.unit).to_string()));
            range = Some((span.range.clone(), new.to_string()));
        }
        let (range, new) = range.expect("a cell is written there");
        let bytes = files.get_mut(path.trim_start_matches("plan/")).expect("the file is the plan's");
        bytes.splice(range, new.into_bytes());
    }
    assert!(!edits.is_empty());
    let changed = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    (edits, changed)
}

fn made(draft: &Draft) -> Vec<u8> {
    let edition = Edition::new(&draft.plan, &draft.figures, &draft.document);
    let Make::Edition(make) = workbook::OUTPUT.make else { panic!("a workbook is made of an edition") };
    let mut files = make(&edition).unwrap_or_else(|broken| panic!("{:?}", broken.0));
    files.remove(workbook::OUTPUT.file).expect("it is made")
}

/// The cells that are printed, but for headings.
fn printed(figures: &Figures) -> impl Iterator<Item = (CellId, &Figure)> {
    figures.cells.iter().enumerate().filter(|(cell, _)| {
        figures.position(*cell).is_some_and(|(_, line, _)| line.is_printed() && line.kind != LineKind::Heading)
    })
}

/// Cells by their address in the plan, which the workbook has beside and above them.
fn addressed(cells: &[Read]) -> BTreeMap<String, Read> {
    let mut sheets: BTreeMap<&str, Vec<&Read>> = BTreeMap::new();
    for cell in cells {
        sheets.entry(&cell.sheet).or_default().push(cell);
    }
    let mut addressed = BTreeMap::new();
    for cells in sheets.values() {
        let head = cells.iter().find(|cell| cell.text.as_deref() == Some("Adress i planen"));
        let Some(head) = head else { continue };
        let rows: BTreeMap<u32, &str> = cells
            .iter()
            .filter(|cell| cell.column == head.column && cell.row > head.row)
            .filter_map(|cell| Some((cell.row, cell.text.as_deref()?)))
            .collect();
        let first = *rows.keys().next().expect("a table has rows");
        // The columns' ids stand directly under the heads, so they are the last texts above the rows.
        let mut ids: BTreeMap<u32, (u32, &str)> = BTreeMap::new();
        for cell in cells.iter().filter(|cell| cell.row < first && cell.column < head.column) {
            let Some(text) = cell.text.as_deref() else { continue };
            let last = ids.entry(cell.column).or_insert((cell.row, text));
            if cell.row > last.0 {
                *last = (cell.row, text);
            }
        }
        for cell in cells {
            if let (Some(row), Some(column)) = (rows.get(&cell.row), ids.get(&cell.column)) {
                addressed.insert(format!("{row}.{}", column.1), (*cell).clone());
            }
        }
    }
    addressed
}

/// Whether a spreadsheet's cell is what the plan has computed, as far as a binary number can be.
fn agrees(value: &Value, unit: &Unit, there: Option<&Read>) -> bool {
    let text = there.and_then(|cell| cell.text.as_deref()).unwrap_or_default();
    let number = there.and_then(|cell| cell.number.as_deref());
    match (value, number) {
        (Value::Amount(amount), Some(number)) => {
            let number = Decimal::from_str_exact(number).or_else(|_| Decimal::from_scientific(number));
            let wanted = stored(amount.value, unit);
            number.is_ok_and(|number| number.round_sf(14) == wanted.round_sf(14) || (number - wanted).abs() < NOTHING)
        }
        (Value::Dash, None) => text == "–",
        (Value::Empty, None) => text.is_empty(),
        _ => false,
    }
}

/// What is left when binary numbers that are equal in decimals are taken from each other.
const NOTHING: Decimal = Decimal::from_parts(1, 0, 0, false, 11);

/// Per cent are parts of one in a spreadsheet.
fn stored(value: Decimal, unit: &Unit) -> Decimal {
    if *unit == Unit::Percent { value / Decimal::ONE_HUNDRED } else { value }
}

/// The workbooks as `LibreOffice` writes them when it has computed them; nothing, and told, where it is missing.
pub(crate) fn recomputed(files: &[PathBuf], folder: &Path) -> Option<Vec<PathBuf>> {
    let to = folder.join("räknade");
    let profile = format!("-env:UserInstallation=file://{}", path(&folder.join("profil")));
    let mut command = Command::new("soffice");
    command
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&to)
        .args(files);
    match command.output() {
        Ok(output) => {
            let made: Vec<PathBuf> = files.iter().filter_map(|file| Some(to.join(file.file_name()?))).collect();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(made.iter().all(|file| file.is_file()), "LibreOffice: {said}");
            Some(made)
        }
        Err(error) => {
            skipped(
                "workbooks computed by LibreOffice",
                &format!("soffice cannot be run ({error}); it is in libreoffice-calc-nogui"),
            );
            None
        }
    }
}

/// The cells of workbooks; nothing, and told, where openpyxl is missing.
fn show(files: &[&Path]) -> Option<Vec<Read>> {
    let paths: Vec<String> = files.iter().map(|file| path(file)).collect();
    let arguments: Vec<&str> = std::iter::once("show").chain(paths.iter().map(String::as_str)).collect();
    let told = python(&arguments)?;
    Some(serde_json::from_str(&told).expect("cells.py writes JSON"))
}

pub(crate) fn python(arguments: &[&str]) -> Option<String> {
    let own = project("target/python/bin/python3");
    let program = if own.is_file() { own } else { PathBuf::from("python3") };
    let output = Command::new(program).arg(project("tests/workbook/cells.py")).args(arguments).output();
    let reason = match output {
        Ok(output) if output.status.success() => return Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("No module named 'openpyxl'"), "{said}");
            "openpyxl is not installed".to_owned()
        }
        Err(error) => format!("python3 cannot be run ({error})"),
    };
    skipped("workbooks read by another program", &reason);
    None
}

fn path(path: &Path) -> String {
    path.to_str().expect("temporary folders have plain names").to_owned()
}
