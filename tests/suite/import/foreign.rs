//! Somebody's own sheets, in the ways that people make them: each becomes a table that builds, or is refused at its cell.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::told;
use crate::support::Sandbox;
use crate::support::plans::drafted;
use verksamhetsplan::Draft;
use verksamhetsplan::diagnostic::has_errors;
use verksamhetsplan::import::foreign::{Asked, Taken, grid, taken};
use verksamhetsplan::import::spreadsheet::{Book, pasted, xlsx};
use verksamhetsplan::quantity::unit::Unit;

/// Puts rows of cells with `|` between in a sheet: numbers, `%` before per cent, `'` before words that look like numbers,
/// formulas with what they come to after `→`, and spaces before a name for its indent.
fn fill(sheet: &mut Worksheet, rows: &str) {
    for (row, line) in (0..).zip(rows.trim_matches('\n').lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            let text = cell.trim_end();
            let plain = text.trim_start();
            let number = plain.parse::<f64>();
            let written = match (plain.chars().next(), number) {
                (None, _) => continue,
                (Some('='), _) => {
                    let (formula, value) = plain.split_once('→').expect("a formula has a value");
                    sheet.write_formula(row, column, Formula::new(formula).set_result(value))
                }
                (Some('\''), _) => sheet.write_string(row, column, &plain[1..]),
                (Some('%'), _) => {
                    let share = plain[1..].parse::<f64>().expect("a number");
                    sheet.write_number_with_format(row, column, share, &Format::new().set_num_format("0.0%"))
                }
                (_, Ok(number)) => sheet.write_number(row, column, number),
                _ => {
                    let indent = u8::try_from((text.len() - plain.len()) / 2).expect("it is small");
                    sheet.write_string_with_format(row, column, plain, &Format::new().set_indent(indent))
                }
            };
            written.expect("it fits");
        }
    }
}

fn made(rows: &str, more: impl FnOnce(&mut Worksheet)) -> Book {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Budget").expect("it is a name");
    fill(sheet, rows);
    more(sheet);
    let bytes = workbook.save_to_buffer().expect("it is saved");
    xlsx::read("egen.xlsx", &bytes).expect("it is a workbook")
}

fn asked() -> Asked {
    Asked { id: "egen".to_owned(), ..Asked::default() }
}

/// A table of a book, and the plan with it: it builds, and its sums are the sheet's.
fn table(book: &Book, asked: &Asked) -> (Taken, Draft) {
    let taken = taken(book, asked).unwrap_or_else(|problems| panic!("{}", told(&problems)));
    let files = [
        ("plan.yaml", "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n"),
        ("kapitel/01-text.md", "# Text\n\n{{ tabell(id=\"egen\") }}\n"),
        ("budget/egen.yaml", taken.text.as_str()),
    ];
    let draft = drafted("plan", files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let problems = verksamhetsplan::review(&draft, None);
    assert!(!has_errors(&problems), "{}\n{}", taken.text, told(&problems));
    (taken, draft)
}

/// What a cell of the table comes to.
fn value(draft: &Draft, row: &str, column: &str) -> String {
    let figures = &draft.figures;
    let cell = (0..figures.cells.len()).find(|cell| figures.address(*cell) == format!("egen.{row}.{column}"));
    let cell = cell.unwrap_or_else(|| panic!("no cell egen.{row}.{column}"));
    figures.cells[cell].text().replace('\u{a0}', " ")
}

fn refused(book: &Book, asked: &Asked, says: &[&str]) {
    match taken(book, asked) {
        Ok(taken) => panic!("it was taken:\n{}", taken.text),
        Err(problems) => {
            let told = told(&problems);
            for part in says {
                assert!(told.contains(part), "{part:?} is not in {told}");
            }
        }
    }
}

#[test]
fn sums_by_formula_under_a_heading() {
    let book = made(
        "
Driftbudget
Belopp i tkr

|Budget 2025|Utfall 2024
Intäkter|1200|1150.5
Kostnader
  Personal|-633.6|-600
  Lokaler|-20|-19.5
Summa kostnader|=SUM(B7:B8)→-653.6|=SUM(C7:C8)→-619.5
Resultat|=B5+B9→546.4|=C5+C9→531
Preliminära belopp.
",
        |_| {},
    );
    let (taken, draft) = table(&book, &asked());
    let wanted = "\
tabell: egen
rubrik: Driftbudget
enhet: tkr
decimaler: 1
kolumner:
  - budget 2025
  - utfall 2024
rader:
  - {id: intäkter, namn: Intäkter, belopp: [1200.0, 1150.5]}
  - grupp: Kostnader
    id: summa_kostnader
    summa: Summa kostnader
    rader:
      - {id: personal, namn: Personal, belopp: [-633.6, -600.0]}
      - {id: lokaler, namn: Lokaler, belopp: [-20.0, -19.5]}
summa: Resultat
anmärkningar:
  - \"Preliminära belopp.\"
kontroll:
  summa_kostnader: [-653.6, -619.5]
  summa: [546.4, 531.0]
";
    assert_eq!(
        taken.text.replace("id: kostnader\n", "id: summa_kostnader\n").replace("  kostnader:", "  summa_kostnader:"),
        wanted
    );
    assert_eq!(value(&draft, "summa", "budget_2025"), "546,4 tkr");
    for line in [
        "enhet: tkr",
        "rad 4: tabellens huvud",
        "kolumn B: Budget 2025 (budget_2025)",
        "rad 9: \"Summa kostnader\" är summan av rad 7, 8 (enligt formeln)",
        "tabellens summa, \"Resultat\"",
    ] {
        assert!(taken.told.iter().any(|told| told.contains(line)), "{line:?} is not in {:#?}", taken.told);
    }
}

#[test]
fn typed_sums_are_found_by_arithmetic() {
    let book = made(
        "
mnkr|Budget 2025
Avgifter|100.5
Bidrag|20
Summa intäkter|120.5
Personal|-90
Lokaler|-10.5
Summa kostnader|-100.5
Nettoresultat|20
",
        |_| {},
    );
    let (taken, draft) = table(&book, &asked());
    assert!(taken.text.contains("formel: \"avgifter + bidrag\", räknas: nej"), "{}", taken.text);
    assert!(taken.text.contains("summa: Nettoresultat"), "{}", taken.text);
    assert_eq!(value(&draft, "summa_kostnader", "budget_2025"), "−100,5 mnkr");
    // Costs without a sign are taken from the incomes.
    let book = made("mnkr|Budget 2025\nIntäkter|120.5\nKostnader|100.5\nResultat|20\n", |_| {});
    let (taken, draft) = table(&book, &asked());
    assert!(taken.text.contains("formel: \"intäkter - kostnader\""), "{}", taken.text);
    assert_eq!(value(&draft, "resultat", "budget_2025"), "20,0 mnkr");
}

#[test]
fn a_sum_that_is_none_is_refused_at_its_cell() {
    let book = made("tkr|Budget 2025\nPersonal|10\nLokaler|20\nSumma|31.5\n", |_| {});
    refused(&book, &asked(), &["egen.xlsx: Budget!B4", "de ger 30, här står 31,5"]);
    let book = made("tkr|Budget 2025\nPersonal|10\nLokaler|20\nSumma|=SUM(B2:B3)→33\n", |_| {});
    refused(&book, &asked(), &["Budget!B4: summan stämmer inte: raderna ger 30, här står 33"]);
    let book = made("Annat|5\ntkr|Budget 2025\nPersonal|10\nSumma|=B1+B3→15\n", |_| {});
    let part = Asked { range: grid::range("A2:B4"), ..asked() };
    refused(&book, &part, &["Budget!B4: formeln räknar med rader som inte står ovanför"]);
}

#[test]
fn heads_on_two_levels_merged_or_not() {
    let rows = "
Belopp i mnkr|Budget 2025||Prognos 2024|
|Omsättning|Varav ram|Omsättning|Varav ram
Fastigheter|1261.8|21|1265|21
Inköp|16.4|0.8|16.4|0.8
Summa|1278.2|21.8|1281.4|21.8
";
    let merged = made(rows, |sheet| {
        let bold = Format::new().set_bold();
        sheet.merge_range(0, 1, 0, 2, "Budget 2025", &bold).expect("it is merged");
        sheet.merge_range(0, 3, 0, 4, "Prognos 2024", &bold).expect("it is merged");
    });
    for book in [merged, made(rows, |_| {})] {
        let (taken, draft) = table(&book, &asked());
        let head =
            "  - {period: budget 2025, mått: [{id: omsättning, namn: Omsättning}, {id: varav_ram, namn: Varav ram}]}\n";
        assert!(taken.text.contains(head), "{}", taken.text);
        assert_eq!(value(&draft, "summa", "prognos_2024.varav_ram"), "21,8 mnkr");
    }
    let book =
        made("Belopp i mnkr|Budget||Kommunen|\n|2025|2024|Budget 2025|Avvikelse\nHyror|1.5|2.5|3.5|4.5\n", |_| {});
    let (taken, _) = table(&book, &asked());
    assert!(taken.text.contains("  - budget 2025\n  - budget 2024\n"), "{}", taken.text);
    assert!(
        taken.text.contains("  - {grupp: Kommunen, kolumner: [budget 2025, {id: avvikelse, namn: Avvikelse}]}"),
        "{}",
        taken.text
    );
}

#[test]
fn units_are_said_or_asked_for() {
    let book = made("|Budget 2025 (tkr)|Budget 2025, mnkr|Andel\nHyror|1500|1.5|%0.125\nEl|500.5|0.5|%0.05\n", |_| {});
    let refusal = "två kolumner är \"Budget 2025\"";
    refused(&book, &asked(), &["Budget!C1", refusal]);
    let book = made("|Budget 2025 (tkr)|Utfall 2024, mnkr|Andel\nHyror|1500|1.5|%0.125\nEl|500.5|0.5|%0.05\n", |_| {});
    let (taken, draft) = table(&book, &Asked { unit: Some(Unit::ThousandKronor), ..asked() });
    assert!(
        taken.text.contains("{period: utfall 2024, enhet: mnkr}") && taken.text.contains("enhet: \"%\""),
        "{}",
        taken.text
    );
    assert_eq!(value(&draft, "hyror", "andel"), "12,5 %");
    let book = made("|Budget 2025\nHyror|1500.5\n", |_| {});
    refused(&book, &asked(), &["Budget!A1: bladet säger inte vad beloppen är i", "--unit tkr"]);
    let book = made("Alla belopp i tkr|\n(mnkr)|Budget 2025\nHyror|1500.5\n", |_| {});
    refused(&book, &asked(), &["både tkr och mnkr"]);
    let book = made("tkr|Budget 2025\nHyror|1500.5\nElevpeng, kr|90000\nAndel|%0.5\n", |_| {});
    let (taken, _) = table(&book, &asked());
    assert!(
        taken.text.contains("namn: Elevpeng, enhet: kr, belopp: [90000.0]")
            && taken.text.contains("enhet: \"%\", belopp: [50.0]"),
        "{}",
        taken.text
    );
}

#[test]
fn numbers_that_are_words() {
    let book = made(
        "
tkr|Budget 2025|Utfall 2024
Intäkter|'1 234,5|'1.234,5
Personal|'633,6-|'(633,6)
Lokaler|'−20|–
Avgift|avgiftsfritt|'1 000
Summa|'580,9|'1 600,9
",
        |_| {},
    );
    let (taken, draft) = table(&book, &asked());
    assert!(
        taken.text.contains("belopp: [-633.6, -633.6]") && taken.text.contains("belopp: [avgiftsfritt, 1000.0]"),
        "{}",
        taken.text
    );
    assert_eq!(value(&draft, "summa", "budget_2025"), "580,9 tkr");
    let book = made("tkr|Budget 2025\nHyror|12.5\nEl|'ca 12\n", |_| {});
    refused(&book, &asked(), &["Budget!B3: \"ca 12\" är inget tal"]);
    let book = made("tkr|Budget 2025\nHyror|12.5\nEl|'1,234\n", |_| {});
    refused(&book, &asked(), &["Budget!B3", "kan vara 1,234 eller 1 234"]);
}

#[test]
fn hidden_rows_and_columns_are_told() {
    let book = made("tkr|Budget 2025|Utfall 2024|Plan 2026\nHyror|12.5|12|13\nEl|3|2|4\nVatten|1|1|1\n", |sheet| {
        sheet.set_column_hidden(2).expect("it is hidden");
        sheet.set_row_hidden(2).expect("it is hidden");
    });
    let (taken, _) = table(&book, &asked());
    assert!(taken.told.iter().any(|told| told.contains("kolumnerna C är dolda")), "{:#?}", taken.told);
    assert!(taken.told.iter().any(|told| told.contains("raderna 3 är dolda")), "{:#?}", taken.told);
}

#[test]
fn notes_stand_beside_and_columns_are_computed() {
    let book = made(
        "
tkr|Budget 2025|Utfall 2024|Skillnad|Förändring|Kommentar
Hyror|12.5|10|=B2-C2→2.5|=(B2-C2)/C2→0.25|Nytt avtal
El|3|2|=B3-C3→1|=(B3-C3)/C3→0.5|
Summa|=SUM(B2:B3)→15.5|=SUM(C2:C3)→12|=B4-C4→3.5|=(B4-C4)/C4→0.2917|
",
        |sheet| {
            let percent = Format::new().set_num_format("0.0%");
            for (row, formula, value) in
                [(1, "=(B2-C2)/C2", "0.25"), (2, "=(B3-C3)/C3", "0.5"), (3, "=(B4-C4)/C4", "0.2917")]
            {
                sheet
                    .write_formula_with_format(row, 4, Formula::new(formula).set_result(value), &percent)
                    .expect("it fits");
            }
        },
    );
    let (taken, draft) = table(&book, &asked());
    assert!(taken.text.contains("formel: \"budget_2025 - utfall_2024\""), "{}", taken.text);
    assert!(taken.text.contains("formel: \"förändring(budget_2025, utfall_2024)\""), "{}", taken.text);
    assert!(taken.text.contains("{id: kommentar, namn: Kommentar, slag: text}"), "{}", taken.text);
    assert!(taken.text.contains("belopp: [12.5, 10.0, Nytt avtal]"), "{}", taken.text);
    assert_eq!(value(&draft, "summa", "skillnad"), "3,5 tkr");
}

#[test]
fn several_tables_on_a_sheet_are_told_apart_by_their_range() {
    let rows = "
Drift, tkr|Budget 2025
Hyror|12.5
El|3
Summa|15.5

Investering, mnkr|Budget 2025
Byggnader|7.5
";
    let book = made(rows, |_| {});
    for (range, wanted) in [("A1:B4", "summa: Summa"), ("A6:B7", "namn: Byggnader, belopp: [7.5]")] {
        let (taken, _) = table(&book, &Asked { range: grid::range(range), ..asked() });
        assert!(taken.text.contains(wanted), "{}", taken.text);
    }
    // Both at once: the second head is no row of amounts.
    refused(&book, &asked(), &["Budget!B6"]);
}

#[test]
fn an_export_with_codes_and_blank_names() {
    let book = made(
        "
tkr|Slag|Budget 2025
Fastigheter|Löner|10.5
|Hyror|5
Inköp|Löner|2
|Hyror|1
Totalt||18.5
",
        |_| {},
    );
    let (taken, draft) = table(&book, &asked());
    assert!(taken.text.contains("namn: [~, Hyror]"), "{}", taken.text);
    assert_eq!(value(&draft, "summa", "budget_2025"), "18,5 tkr");
    let book = made("Konto|Benämning|Budget 2025, tkr\n3011|Avgifter|10.5\n4010|Inköp|-5\nSumma||5.5\n", |_| {});
    let (taken, _) = table(&book, &Asked { unit: Some(Unit::ThousandKronor), ..asked() });
    assert!(taken.text.contains("namn: [\"3011\", Avgifter]"), "{}", taken.text);
}

#[test]
fn a_report_of_a_system() {
    let text = "Rapport;;\nBelopp i tkr;Budget 2025;Utfall 2024\nIntäkter;1 200,0;1 150,5\nPersonal;633,6-;600,0-\nSida 2;;\n\
                Belopp i tkr;Budget 2025;Utfall 2024\nLokaler;20,0-;19,5-\n  varav hyra;15,0-;15,0-\nSumma;546,4;531,0\n";
    let book = pasted::read("rapport.csv", text.as_bytes()).expect("it is text");
    let (taken, draft) = table(&book, &asked());
    assert!(taken.text.contains("varav:") && taken.text.contains("belopp: [-15.0, -15.0]"), "{}", taken.text);
    assert!(taken.told.iter().any(|told| told.contains("huvudet en gång till")), "{:#?}", taken.told);
    assert_eq!(value(&draft, "summa", "budget_2025"), "546,4 tkr");
}

#[test]
fn errors_dates_and_rows_without_names() {
    for (cell, says) in [("=1/0→#DIV/0!", "felet #DIV/0!"), ("12.123456789", "fler decimaler")] {
        let book = made(&format!("tkr|Budget 2025\nHyror|1.5\nEl|{cell}\n"), |_| {});
        refused(&book, &asked(), &["Budget!B3", says]);
    }
    let book = made("tkr|Budget 2025\nHyror|1.5\nEl|2\n|3.5\n", |_| {});
    refused(&book, &asked(), &["Budget!A4: raden har belopp men inget namn"]);
    let book = made("tkr|Budget 2025|\nHyror|1.5|2\n", |_| {});
    refused(&book, &asked(), &["Budget!C1: kolumnen har belopp men inget huvud"]);
    let book = made("Hyror|1.5|2\n", |_| {});
    refused(&book, &asked(), &["har inget huvud ovanför sig"]);
    refused(&made("Bara ord|och ord\n", |_| {}), &asked(), &["området har inga belopp"]);
    let wrong = Asked { sheet: Some("Blad9".to_owned()), ..asked() };
    refused(&made("tkr|Budget 2025\nHyror|1.5\n", |_| {}), &wrong, &["det finns inget blad \"Blad9\"", "\"Budget\""]);
}

#[test]
fn rounded_sums_are_declared() {
    let book = made("tkr|Budget 2025\nHyror|1.4\nEl|1.4\nSumma|2.9\n", |_| {});
    let (taken, _) = table(&book, &asked());
    assert!(taken.text.contains("delar: avrundade"), "{}", taken.text);
}

#[test]
fn the_command_writes_a_table_once() {
    let sandbox = Sandbox::empty();
    for (path, bytes) in super::small() {
        sandbox.write(&format!("plan/2025/{path}"), bytes);
    }
    sandbox.write("egen.csv", "Personal, tkr;Budget 2025\nLöner;10,5\nResor;2\nSumma;12,5\n");
    let arguments = ["import", "egen.csv", "--new", "budget/löner.yaml", "--unit", "tkr"];
    let done = sandbox.run(&arguments).done();
    assert!(
        done.stdout.contains("ny tabell \"löner\"") && done.stderr.contains("tabellens huvud"),
        "{}{}",
        done.stdout,
        done.stderr
    );
    assert!(sandbox.text("plan/2025/budget/löner.yaml").contains("kontroll:\n  summa: [12.5]\n"));
    assert_eq!(sandbox.run(&["check"]).code, Some(0));
    sandbox.run(&arguments).fails(2, &["finns redan"]);
    sandbox.run(&["import", "egen.csv", "--new", "../ute.yaml"]).fails(2, &["kan inte bli en tabell"]);
    sandbox.run(&["import", "egen.csv", "--new", "budget/x.yaml", "--range", "3A"]).fails(2, &["inget område"]);
    sandbox.write("fel.csv", "Personal, tkr;Budget 2025\nLöner;10,5\nSumma;12,5\n");
    sandbox.run(&["import", "fel.csv", "--new", "budget/fel.yaml"]).fails(1, &["fel.csv: B3", "inget är skrivet"]);
    assert!(!sandbox.path("plan/2025/budget/fel.yaml").exists());
}
