//! What people do to a workbook, one thing at a time.

use super::{Plan, changed, copy, find, number, put, small, text, told};
use verksamhetsplan::diagnostic::has_errors;
use verksamhetsplan::import::spreadsheet::{At, Book, Cell, Content, Sheet};

const DRIFT: &str = "budget/drift.yaml";

/// The lines that a change of the workbook changes in the table's file; and what is told.
fn lines(edit: impl FnOnce(&mut Book)) -> (Vec<String>, String) {
    after(edit, false)
}

fn after(edit: impl FnOnce(&mut Book), delete: bool) -> (Vec<String>, String) {
    let plan = Plan::of(&small());
    let changes = plan.against(&[plan.edited(edit)], delete);
    let told = told(&changes.remarks);
    assert!(!has_errors(&changes.remarks), "{told}");
    let after = plan.written(&changes).unwrap_or_else(|problems| panic!("{problems}"));
    // What is written is a plan, too.
    let _ = Plan::of(&after);
    let own = changed(&plan.files, &after).remove(DRIFT);
    (own.map(|(_, after)| after).unwrap_or_default(), told)
}

/// What stands in the way of a change.
fn refused(edit: impl FnOnce(&mut Book)) -> String {
    let plan = Plan::of(&small());
    let changes = plan.against(&[plan.edited(edit)], false);
    let told = told(&changes.remarks);
    assert!(has_errors(&changes.remarks), "nothing is refused: {told}{:?}", changes.edits);
    told
}

/// Names of cells in a formula, of a sheet, moved: each column and row to another. `own` says whether the formula stands in
/// that sheet.
fn moved(formula: &str, sheet: &str, own: bool, to: &dyn Fn(char, u32) -> (char, u32)) -> String {
    let other = format!("'{sheet}'!");
    let mut out = String::new();
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        let digits: String = rest[c.len_utf8()..].chars().take_while(char::is_ascii_digit).collect();
        let bare = !out.ends_with(|before: char| before.is_alphanumeric() || before == '!');
        let is_own = if own { bare } else { out.ends_with(&other) };
        if c.is_ascii_uppercase() && !digits.is_empty() && is_own {
            let (column, row) = to(c, digits.parse().expect("a row"));
            out.push(column);
            out.push_str(&row.to_string());
            rest = &rest[1 + digits.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Moves the cells of a sheet, as a spreadsheet does: formulas follow, wherever they stand.
fn moving(book: &mut Book, index: usize, to: &dyn Fn(u16, u32) -> (u16, u32)) {
    let name = book.sheets[index].name.clone();
    let letters = |column: char, row: u32| {
        let (column, row) = to(column as u16 - 'A' as u16, row - 1);
        (char::from(u8::try_from(column).expect("it is small") + b'A'), row + 1)
    };
    for (at, sheet) in book.sheets.iter_mut().enumerate() {
        for cell in sheet.cells.values_mut() {
            cell.formula = cell.formula.take().map(|own| moved(&own, &name, at == index, &letters));
        }
    }
    let sheet = &mut book.sheets[index];
    let cells = std::mem::take(&mut sheet.cells);
    let place = |(row, column): At| {
        let (column, row) = to(column, row);
        (row, column)
    };
    sheet.cells = cells.into_iter().map(|(at, cell)| (place(at), cell)).collect();
    sheet.merged = sheet.merged.iter().map(|(first, last)| (place(*first), place(*last))).collect();
}

/// A new row under the row with an address.
fn insert(book: &mut Book, above: &str, name: &str, amounts: &[Content]) -> At {
    let (sheet, (row, first)) = find(book, above, "budget_2025");
    moving(book, sheet, &|column, own| (column, if own > row { own + 1 } else { own }));
    let sheet = &mut book.sheets[sheet];
    let cell = |content| Cell { content, ..Cell::default() };
    sheet.cells.insert((row + 1, 0), cell(text(name)));
    for (column, content) in (first..).zip(amounts) {
        sheet.cells.insert((row + 1, column), cell(content.clone()));
    }
    (row + 1, first)
}

#[test]
fn amounts_are_written_as_the_file_writes_them() {
    let cases: [(&str, &str, Content, &str); 9] = [
        (
            "drift.intäkter",
            "budget_2025",
            number("12345"),
            "- {id: intäkter, namn: Intäkter, belopp: [12 345.0, 90.5, 12.5, 2026]}  # från ekonomi",
        ),
        (
            "drift.intäkter",
            "budget_2025",
            text("1 234,5"),
            "- {id: intäkter, namn: Intäkter, belopp: [1 234.5, 90.5, 12.5, 2026]}  # från ekonomi",
        ),
        (
            "drift.intäkter",
            "andel",
            number("0.2"),
            "- {id: intäkter, namn: Intäkter, belopp: [1 100.0, 90.5, 20.0, 2026]}  # från ekonomi",
        ),
        (
            "drift.intäkter",
            "klart",
            text("hösten"),
            "- {id: intäkter, namn: Intäkter, belopp: [1 100.0, 90.5, 12.5, hösten]}  # från ekonomi",
        ),
        (
            "drift.personal",
            "budget_2025",
            text("(640,1)"),
            "- {id: personal, namn: Personal, belopp: [-640.1, \"–\", ~, våren]}",
        ),
        (
            "drift.personal",
            "budget_2025",
            Content::Empty,
            "- {id: personal, namn: Personal, belopp: [~, \"–\", ~, våren]}",
        ),
        (
            "drift.personal",
            "andel",
            text("12,5 %"),
            "- {id: personal, namn: Personal, belopp: [-633.6, \"–\", 12.5, våren]}",
        ),
        ("drift.lokaler", "budget_2025", number("-21.75"), "belopp: [\"-21,75\", -19.0, 3.0, ~]  # hyra"),
        ("drift.lokaler", "utfall", text("–"), "belopp: [\"-20,5\", –, 3.0, ~]  # hyra"),
    ];
    for (row, column, content, wanted) in cases {
        let (lines, told) = lines(|book| put(book, row, column, content.clone()));
        assert_eq!(lines, [wanted], "{row}.{column} {content:?}: {told}");
    }
}

#[test]
fn noise_and_decimals_are_told() {
    let (lines, told) = lines(|book| put(book, "drift.lokaler", "utfall", number("-7.000000000000001")));
    assert_eq!(lines, ["belopp: [\"-20,5\", -7.0, 3.0, ~]  # hyra"]);
    assert!(told.contains("tabeller.xlsx: Driftbudget!C") && told.contains("räknebrus"), "{told}");
    let (_, told) = self::lines(|book| put(book, "drift.lokaler", "utfall", number("-7.125")));
    assert!(told.contains("−7,125 har fler decimaler än tabellen skriver ut (1)"), "{told}");
    let (lines, told) = self::lines(|book| {
        let (sheet, at) = find(book, "drift.lokaler", "utfall");
        let cell = Cell { content: number("12"), formula: Some("10+2".to_owned()), ..Cell::default() };
        book.sheets[sheet].cells.insert(at, cell);
    });
    assert_eq!(lines, ["belopp: [\"-20,5\", 12.0, 3.0, ~]  # hyra"]);
    assert!(told.contains("=10+2 läses som sitt värde, 12"), "{told}");
}

#[test]
fn what_cannot_be_read_is_refused_by_its_cell() {
    let cases: [(&str, Content, &str); 7] = [
        ("utfall", text("ca 12"), "\"ca 12\" är inget tal"),
        ("utfall", text("1,234"), "kan vara 1,234 eller 1 234"),
        ("utfall", text("12 tkr"), "i en annan enhet än cellen, som är mnkr i planen"),
        ("utfall", Content::Other("felet #DIV/0!".to_owned()), "felet #DIV/0!"),
        ("utfall", Content::Other("datumet 2025-01-02".to_owned()), "datumet 2025-01-02 och inget belopp"),
        ("utfall", number("333.3333333333333"), "avrunda i Excel"),
        ("utfall", Content::Huge("9".repeat(40)), "större än något belopp"),
    ];
    for (column, content, wanted) in cases {
        let told = refused(|book| put(book, "drift.intäkter", column, content.clone()));
        assert!(told.contains("Driftbudget!C7: ") && told.contains(wanted), "{content:?}: {told}");
    }
    let told = refused(|book| {
        put(book, "drift.intäkter", "utfall", number("0.12"));
        let (sheet, at) = find(book, "drift.intäkter", "utfall");
        book.sheets[sheet].cells.get_mut(&at).expect("it was put there").percent = true;
    });
    assert!(told.contains("cellen visar procent, men beloppet är mnkr i planen"), "{told}");
    let told = refused(|book| {
        put(book, "drift.intäkter", "utfall", number("1"));
        let (sheet, (row, column)) = find(book, "drift.intäkter", "utfall");
        book.sheets[sheet].merged.push(((row, column), (row + 1, column)));
    });
    assert!(told.contains("sammanslagen med andra (C7:C8)"), "{told}");
    let told = refused(|book| put(book, "drift.kostnader", "klart", text("nu")));
    assert!(told.contains("ingen egen plats"), "{told}");
}

#[test]
fn computed_cells_stay_computed() {
    let told = refused(|book| put(book, "drift.summa", "budget_2025", number("500")));
    assert!(told.contains("här står 500 i stället för formeln; planen räknar ut 445,9 mnkr"), "{told}");
    let told = refused(|book| {
        let (sheet, at) = find(book, "nyckeltal.dubbelt", "budget_2025");
        let cell = book.sheets[sheet].cells.get_mut(&at).expect("it has a formula");
        cell.formula = cell.formula.take().map(|own| own.replace("*2", "*3"));
    });
    assert!(told.contains("formeln är ändrad till =") && told.contains("budget/nyckeltal.yaml rad 9"), "{told}");
    // Pasted as values, what is the same is the same.
    let plan = Plan::of(&small());
    let book = plan.edited(|book| {
        let cells = book.sheets.iter_mut().flat_map(|sheet| sheet.cells.values_mut());
        cells.for_each(|cell| cell.formula = None);
    });
    let changes = plan.against(&[book], false);
    assert!(changes.edits.is_empty() && changes.remarks.is_empty(), "{}", super::told(&changes.remarks));
}

#[test]
fn names_units_and_strange_sheets_are_told() {
    let (lines, told) = lines(|book| {
        put(book, "drift.lokaler", "utfall", number("-18"));
        let (sheet, (row, _)) = find(book, "drift.personal", "utfall");
        book.sheets[sheet].cells.insert((row, 0), Cell { content: text("Löner"), ..Cell::default() });
        book.sheets.push(Sheet {
            name: "Mina anteckningar".to_owned(),
            cells: [((0, 0), Cell { content: number("1"), ..Cell::default() })].into(),
            ..Sheet::default()
        });
    });
    assert_eq!(lines, ["belopp: [\"-20,5\", -18.0, 3.0, ~]  # hyra"]);
    assert!(
        told.contains(
            "varning[ändrat-namn]: tabeller.xlsx: Driftbudget!A9: namnet är ändrat från \"Personal\" till \"Löner\""
        ),
        "{told}"
    );
    assert!(told.contains("bladet \"Mina anteckningar\" hör inte till planen"), "{told}");
    let told = refused(|book| {
        let cell = book.sheets[1].cells.get_mut(&(1, 0)).expect("the unit stands there");
        cell.content = text("I tusental kronor, där inget annat står.");
    });
    assert!(told.contains("enheten är ändrad"), "{told}");
    let told = refused(|book| {
        let (sheet, (row, _)) = find(book, "drift.övrigt", "utfall");
        book.sheets[sheet].cells.insert((row, 0), Cell { content: text("Övrigt"), ..Cell::default() });
    });
    assert!(told.contains("utan enheten tkr"), "{told}");
}

#[test]
fn rows_and_columns_may_be_moved_and_not_lost() {
    // Two rows change places, with all that stands in them; formulas follow.
    let (lines, told) = lines(|book| {
        put(book, "drift.personal", "utfall", number("-5"));
        let (index, (one, _)) = find(book, "drift.personal", "utfall");
        let (_, (other, _)) = find(book, "drift.lokaler", "utfall");
        let swapped = |row: u32| {
            if row == one {
                other
            } else if row == other {
                one
            } else {
                row
            }
        };
        moving(book, index, &|column, row| (column, swapped(row)));
        // A column comes in, before the amounts.
        moving(book, index, &|column, row| (if column >= 1 { column + 1 } else { column }, row));
    });
    assert_eq!(lines, ["- {id: personal, namn: Personal, belopp: [-633.6, \"-5.0\", ~, våren]}"]);
    assert!(told.contains("annan ordning"), "{told}");
    let told = refused(|book| {
        let (sheet, (_, column)) = find(book, "drift.intäkter", "utfall");
        book.sheets[sheet].cells.retain(|(_, own), _| *own != column);
    });
    assert!(told.contains("kolumnen Utfall känns inte igen"), "{told}");
    let told = refused(|book| {
        let (sheet, (row, _)) = find(book, "drift.lokaler", "utfall");
        book.sheets[sheet].cells.retain(|(own, _), _| *own != row);
    });
    assert!(told.contains("raden \"Lokaler\" (drift.lokaler) är borttagen") && told.contains("--delete"), "{told}");
}

#[test]
fn a_new_row_stands_where_it_was_put() {
    let new = || [number("-3.5"), Content::Empty, text("–"), Content::Empty, text("maj: eller juni")];
    for (above, after) in [
        ("drift.personal", "- {id: personal, namn: Personal, belopp: [-633.6, \"–\", ~, våren]}"),
        ("drift.lokaler", "        belopp: [\"-20,5\", -19.0, 3.0, ~]  # hyra"),
    ] {
        let plan = Plan::of(&small());
        let book = plan.edited(|book| {
            insert(book, above, "Resor & möten", &new());
        });
        let changes = plan.against(&[book], false);
        assert!(!has_errors(&changes.remarks), "{}", told(&changes.remarks));
        let written = plan.written(&changes).expect("it can be written");
        let now = String::from_utf8(written[DRIFT].clone()).expect("it is text");
        let row = "      - {id: resor_möten, namn: \"Resor & möten\", belopp: [-3.5, ~, –, \"maj: eller juni\"]}";
        assert!(now.contains(&format!("{after}\n{row}\n")), "{now}");
        let drawn = Plan::of(&written);
        let cell =
            drawn.draft.figures.sheets[0].lines.iter().position(|line| line.path == ["kostnader", "resor_möten"]);
        assert!(cell.is_some(), "{now}");
    }
    // Under a heading it is the first of its group, and under the group's sum it is beside the group.
    let (lines, _) = lines(|book| {
        let (sheet, (row, first)) = find(book, "drift.personal", "budget_2025");
        moving(book, sheet, &|column, own| (column, if own >= row { own + 1 } else { own }));
        let sheet = &mut book.sheets[sheet];
        sheet.cells.insert((row, 0), Cell { content: text("Konsulter"), ..Cell::default() });
        sheet.cells.insert((row, first), Cell { content: number("-1"), ..Cell::default() });
    });
    assert_eq!(lines, ["- {id: konsulter, namn: Konsulter, belopp: [-1.0, ~, ~, ~]}"]);
    let (lines, told) = self::lines(|book| {
        insert(book, "drift.kostnader", "Bidrag", &[number("5")]);
    });
    assert_eq!(lines, ["- {id: bidrag, namn: Bidrag, belopp: [5.0, ~, ~, ~]}"]);
    assert!(told.contains("ny rad \"Bidrag\" i tabellen \"drift\", med id bidrag"), "{told}");
}

#[test]
fn a_new_row_without_a_place_is_refused() {
    let told = refused(|book| {
        insert(book, "drift.summa", "Efter summan", &[number("1")]);
    });
    assert!(told.contains("var i planen raden hör hemma"), "{told}");
    let told = refused(|book| {
        insert(book, "drift.personal", "", &[number("1")]);
    });
    assert!(told.contains("har belopp men inget namn"), "{told}");
    let told = refused(|book| {
        let (row, _) = insert(book, "drift.personal", "Kopia", &[number("1")]);
        let (sheet, (_, column)) = find(book, "drift.personal", "Adress i planen");
        book.sheets[sheet].cells.insert((row, column), Cell { content: text("drift.personal"), ..Cell::default() });
    });
    assert!(told.contains("adressen står också på rad 9"), "{told}");
}

#[test]
fn a_row_goes_when_that_is_asked_for() {
    let gone = |book: &mut Book| {
        let (sheet, (row, _)) = find(book, "drift.lokaler", "utfall");
        let sheet = &mut book.sheets[sheet];
        sheet.cells.retain(|(own, _), _| *own != row);
    };
    let plan = Plan::of(&small());
    let changes = plan.against(&[plan.edited(gone)], true);
    assert!(!has_errors(&changes.remarks), "{}", told(&changes.remarks));
    let written = plan.written(&changes).expect("it can be written");
    let before = String::from_utf8(plan.files[DRIFT].clone()).expect("it is text");
    let wanted = before.replace(
        "      - id: lokaler\n        namn: Lokaler\n        belopp: [\"-20,5\", -19.0, 3.0, ~]  # hyra\n",
        "",
    );
    assert_eq!(String::from_utf8(written[DRIFT].clone()).expect("it is text"), wanted);
}

#[test]
fn two_people_may_change_one_plan_and_not_one_amount() {
    let plan = Plan::of(&small());
    let with = |file: &str, column: &str, value: &str| {
        let mut book = plan.edited(|book| put(book, "drift.intäkter", column, number(value)));
        file.clone_into(&mut book.file);
        book
    };
    let changes = plan.against(&[with("anna.xlsx", "utfall", "95"), with("bo.xlsx", "budget_2025", "1200")], false);
    assert!(changes.remarks.is_empty(), "{}", told(&changes.remarks));
    let written = plan.written(&changes).expect("it can be written");
    let text = String::from_utf8(written[DRIFT].clone()).expect("it is text");
    assert!(text.contains("[1 200.0, 95.0, 12.5, 2026]"), "{text}");
    let changes = plan.against(&[with("anna.xlsx", "utfall", "95"), with("bo.xlsx", "utfall", "96")], false);
    let told = told(&changes.remarks);
    assert!(told.contains("anna.xlsx: Driftbudget!C7: här står 95, men bo.xlsx: Driftbudget!C7 har 96"), "{told}");
    // Both have come to the same.
    let changes = plan.against(&[with("anna.xlsx", "utfall", "95"), with("bo.xlsx", "utfall", "95")], false);
    assert_eq!((changes.edits.len(), changes.remarks.len()), (1, 0));
}

#[test]
fn an_old_workbook_changes_only_what_was_changed_in_it() {
    let old = Plan::of(&small());
    let mut files = small();
    let text = String::from_utf8(files[DRIFT].clone()).expect("it is text");
    let newer = text.replace("90.5", "93.5").replace("Lokaler", "Hyror");
    files.insert(DRIFT.to_owned(), newer.into_bytes());
    let plan = Plan::of(&files);
    let changes = plan.against(&[copy(&old.book)], false);
    assert!(changes.edits.is_empty() && !has_errors(&changes.remarks), "{}", told(&changes.remarks));
    assert!(told(&changes.remarks).contains("planens filer har ändrats sedan arbetsboken gjordes"));
    let changes = plan.against(&[old.edited(|book| put(book, "drift.lokaler", "utfall", number("-18")))], false);
    assert_eq!(changes.edits.len(), 1);
    assert!(!has_errors(&changes.remarks), "{}", told(&changes.remarks));
    let changes = plan.against(&[old.edited(|book| put(book, "drift.intäkter", "utfall", number("97")))], false);
    let said = told(&changes.remarks);
    assert!(
        said.contains(
            "Driftbudget!C7: här står 97, men planen har ändrats sedan arbetsboken gjordes: från 90,5 till 93,5"
        ),
        "{said}"
    );
    // What it was made of is not known.
    let changes = plan.against(&[old.edited(|book| book.sheets.retain(|sheet| sheet.name != "Underlag"))], false);
    assert!(told(&changes.remarks).contains("det dolda bladet \"Underlag\" är borta"));
}
