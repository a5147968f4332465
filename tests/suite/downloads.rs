//! Tables taken away as CSV: read back, they are the computed figures to the last digit.

use crate::support::plans::{self, FOLDERS, drafted};
use csv::ReaderBuilder;
use rust_decimal::Decimal;
use verksamhetsplan::document::anchor::slug;
use verksamhetsplan::figures::{Figures, Line, LineKind, Value};
use verksamhetsplan::model::goals::Goal;
use verksamhetsplan::outputs::csv::{FOLDER, tables};

#[test]
fn every_table_reads_back_as_the_computed_figures() {
    let mut compared = 0;
    for plan in FOLDERS {
        let draft = &plans::plan(plan).draft;
        let files = tables(&draft.plan, &draft.document);
        let own: Vec<&str> = files
            .keys()
            .map(String::as_str)
            .filter(|path| !path.contains("styrtal") && !path.contains("internkontroll"))
            .collect();
        assert_eq!(own.len(), draft.plan.tables.len(), "{plan}: one file per table");
        for (table, sheet) in draft.plan.tables.iter().zip(&draft.figures.sheets) {
            let begins =
                format!("{FOLDER}/{}-{}-", slug(&format!("tabell {}", table.id.value)), draft.plan.identity.year);
            let file = files.iter().find(|(path, _)| path.starts_with(&begins));
            let (path, bytes) = file.unwrap_or_else(|| panic!("{plan}: {begins} is missing"));
            let rows = exactly(read(bytes));
            let stub = table.stub_heads.len();
            assert_eq!(rows[0].len(), stub + sheet.columns.len(), "{path}: a head for each column");
            let printed: Vec<(usize, &Line)> =
                sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed()).collect();
            assert_eq!(rows.len() - 1, printed.len(), "{path}: a row for each line");
            for (row, (at, line)) in rows[1..].iter().zip(printed) {
                if line.kind == LineKind::Heading {
                    continue;
                }
                for (column, text) in row[stub..].iter().enumerate() {
                    let cell = sheet.cell(at, column);
                    assert_eq!(text, &written(&draft.figures, cell), "{plan}: {}", draft.figures.address(cell));
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 300, "only {compared} cells were compared");
}

// A table in a quotation, a list or an explanation is a table to take away like any other, and the page links to it.
#[test]
fn a_table_within_other_blocks_is_taken_away_too() {
    let identity = "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n".to_owned();
    let table = |id: &str| {
        let table = format!("tabell: {id}\nrubrik: Tabell {id}\nenhet: mnkr\nkolumner: [budget 2025]\n");
        (format!("budget/{id}.yaml"), format!("{table}rader:\n  - {{id: a, namn: A, belopp: [1.25]}}\n"))
    };
    let chapter = "# Text\n\n> Ett citat:\n>\n> {{ tabell(id=\"citat\") }}\n\n- En punkt.\n\n  {{ tabell(id=\"punkt\") }}\n\n\
                   Ord\n: Betyder något.\n\n  {{ tabell(id=\"ord\") }}\n";
    let mut files = vec![("plan.yaml".to_owned(), identity), ("kapitel/01-text.md".to_owned(), chapter.to_owned())];
    files.extend(["citat", "punkt", "ord"].map(table));
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let draft = drafted("plan", files);
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let made = tables(&draft.plan, &draft.document);
    for id in ["citat", "punkt", "ord"] {
        let path = format!("{FOLDER}/tabell-{id}-2025-mnkr.csv");
        let rows = read(made.get(&path).unwrap_or_else(|| panic!("{path} is missing")));
        assert_eq!(rows[0][1..], ["Budget 2025", "Budget 2025, exakt"], "{path}");
        assert_eq!(rows[1], ["A", "1.3", "1.25"], "{path}");
    }
}

// A spreadsheet runs what begins as a formula: a name that does is written as the text that it is.
#[test]
fn no_name_is_run_as_a_formula() {
    let identity = "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n";
    let names = ["=1+1", "- varav hyror", "+ tillägg", "@SUM(A1:A9)", "-", "Hyror = lokaler"];
    let rows = names.map(|name| format!("  - {{namn: \"{name}\", belopp: [-1.5]}}\n")).concat();
    let table = format!(
        "tabell: t\nrubrik: T\nenhet: mnkr\nradhuvud: \"=HYPERLINK(1)\"\nkolumner: [budget 2025]\nrader:\n{rows}"
    );
    let chapter = "# Text\n\n{{ tabell(id=\"t\") }}\n";
    let files = [("plan.yaml", identity), ("budget/t.yaml", &table), ("kapitel/01-text.md", chapter)];
    let draft = drafted("plan", files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let made = tables(&draft.plan, &draft.document);
    let rows = read(made.values().next().expect("there is a table"));
    assert!(rows[0][0].starts_with("'=HYPERLINK(1)"), "{:?}", rows[0]);
    let firsts: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(firsts, ["'=1+1", "'- varav hyror", "'+ tillägg", "'@SUM(A1:A9)", "-", "Hyror = lokaler"]);
    assert!(rows[1..].iter().all(|row| row[1] == "-1.5"), "an amount stays a number: {rows:?}");
}

// Measures and risks are taken away too, and the page leads to the files of both.
#[test]
fn measures_and_risks_are_taken_away() {
    let draft = &plans::plan(FOLDERS[1]).draft;
    let files = tables(&draft.plan, &draft.document);
    let rows_of = |part: &str| -> usize {
        let own = files.iter().filter(|(path, _)| path.contains(part));
        own.map(|(_, bytes)| read(bytes).len() - 1).sum()
    };
    assert_eq!(rows_of("internkontrollplan-2025.csv"), draft.plan.risks.len());
    let measures = draft.plan.goals.iter().map(measures).sum::<usize>();
    assert!(measures > 0);
    assert_eq!(rows_of("tabell-styrtal-"), measures);
}

/// How many measures a goal has, and those under it.
fn measures(goal: &Goal) -> usize {
    goal.measures.len() + goal.children.iter().map(measures).sum::<usize>()
}

/// The rows of a file with every figure exact: the column beside takes the place of a rounded one.
fn exactly(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let beside: Vec<usize> =
        rows[0].iter().enumerate().filter(|(_, head)| head.ends_with(", exakt")).map(|(at, _)| at).collect();
    let rounded = |at: usize| beside.contains(&(at + 1));
    let own = |row: Vec<String>| {
        let exact =
            |at: usize| if rounded(at) && !row[at + 1].is_empty() { row[at + 1].clone() } else { row[at].clone() };
        (0..row.len()).filter(|at| !beside.contains(at)).map(exact).collect()
    };
    rows.into_iter().map(own).collect()
}

/// What a cell should read back as: numbers compared as numbers, so that `12,50` is `12,5`.
fn written(figures: &Figures, cell: usize) -> String {
    match &figures.cells[cell].value {
        Value::Amount(amount) => amount.value.normalize().to_string(),
        Value::Empty => String::new(),
        Value::Dash => "–".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Failed => panic!("{} failed", figures.address(cell)),
    }
}

/// The rows of a file as a Swedish spreadsheet reads them: the byte order mark away, decimal commas as points.
fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.expect("a record of even length");
            record
                .iter()
                .map(|field| match field.replace(',', ".").parse::<Decimal>() {
                    Ok(number) if !field.contains('.') => number.normalize().to_string(),
                    _ => field.to_owned(),
                })
                .collect()
        })
        .collect()
}
