//! Cells by what they are called: `Personalkostnader`, `personalkostnaden budget 2024`.

use std::collections::BTreeSet;

use crate::figures::{CellId, Figures, Line, Sheet};
use crate::prose::words::{has_content, stem, words};

/// The words and numbers of a name in the form that all its inflections share.
fn stems(text: &str) -> BTreeSet<String> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::to_owned);
    let words = words(text);
    words.iter().filter(|word| has_content(&word.text)).map(|word| stem(&word.text)).chain(numbers).collect()
}

/// The cells that a name may mean, in the order of the tables: of each row that has its words, those of the columns that it
/// names too, else that of the plan's own year. Rows that are called that and nothing more come alone.
pub fn cells(figures: &Figures, plan_year: i32, asked: &str) -> Vec<CellId> {
    let asked = stems(asked);
    if asked.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for sheet in &figures.sheets {
        let caption = stems(&sheet.caption);
        let of_columns: Vec<BTreeSet<String>> = sheet.columns.iter().map(|column| stems(&column.name)).collect();
        for (at, line) in sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed()) {
            let own = stems(&line.name());
            // Something of the row itself has to be named.
            if own.is_disjoint(&asked) {
                continue;
            }
            let rest: BTreeSet<&String> = asked.difference(&own).collect();
            let columns = columns(sheet, &of_columns, &rest, &caption, plan_year);
            let whole = own.is_subset(&asked);
            found.extend(columns.into_iter().filter_map(|column| {
                let cell = sheet.cell(at, column);
                is_stated(figures, line, cell).then_some((whole, cell))
            }));
        }
    }
    let whole = found.iter().any(|(whole, _)| *whole);
    found.into_iter().filter(|(own, _)| *own || !whole).map(|(_, cell)| cell).collect()
}

/// The columns in which the rest of the words is named; the plan's own where they are in the caption, or there are none.
fn columns(
    sheet: &Sheet,
    of_columns: &[BTreeSet<String>],
    rest: &BTreeSet<&String>,
    caption: &BTreeSet<String>,
    plan_year: i32,
) -> Vec<usize> {
    let beyond: Vec<&&String> = rest.iter().filter(|word| !caption.contains(**word)).collect();
    if beyond.is_empty() {
        let own = sheet.columns.iter().position(|column| column.is_plans_own(plan_year));
        return own.or((!sheet.columns.is_empty()).then_some(0)).into_iter().collect();
    }
    let names = |column: &BTreeSet<String>| beyond.iter().all(|word| column.contains(**word));
    of_columns.iter().enumerate().filter(|(_, column)| names(column)).map(|(at, _)| at).collect()
}

fn is_stated(figures: &Figures, line: &Line, cell: CellId) -> bool {
    line.kind != crate::figures::LineKind::Heading && figures.cells.get(cell).is_some()
}
