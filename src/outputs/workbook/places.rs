//! Where every cell of the plan stands in the workbook.

use std::collections::HashSet;

use crate::figures::{CellId, Figures, Sheet};
use crate::model::plan::Plan;
use crate::outputs::workbook::fit::narrow;
use crate::views::figure_table;

/// A row and a column of a worksheet, counted from 0.
pub type At = (u32, u16);

/// Where a plan's sheets stand in the workbook, in their order.
pub struct Places<'a> {
    figures: &'a Figures,
    sheets: Vec<Place>,
}

/// Where one of them stands.
pub struct Place {
    /// The worksheet's name.
    pub name: String,
    /// The worksheet's row of each line; nothing for lines that are not printed.
    pub rows: Vec<Option<u32>>,
    /// The first row under the heads.
    pub first_row: u32,
    /// The first column of figures.
    pub first_column: u16,
}

/// Rows over the heads: the caption, what the sheet is in, the way back, and an empty one.
pub const OVER_HEADS: u32 = 4;

/// Most letters of a worksheet's name.
const LONGEST_NAME: usize = 31;

impl<'a> Places<'a> {
    /// Places for every table of a plan, and for its measures.
    pub fn new(plan: &Plan, figures: &'a Figures, taken: &[&str]) -> Self {
        let mut names: HashSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
        let mut sheets = Vec::with_capacity(figures.sheets.len());
        for (at, sheet) in figures.sheets.iter().enumerate() {
            let table = plan.tables.get(at);
            let stub = table.map_or(1, |table| table.stub_heads.len());
            let heads = table.map_or(1, figure_table::head_rows);
            // Under the heads stands a row of column ids.
            let first_row = OVER_HEADS + u32::from(narrow(heads)) + 1;
            let mut next = first_row;
            let rows = sheet.lines.iter().map(|line| {
                line.is_printed().then(|| {
                    next += 1;
                    next - 1
                })
            });
            sheets.push(Place {
                rows: rows.collect(),
                first_row,
                first_column: narrow(stub),
                name: worksheet_name(&sheet.caption, &mut names),
            });
        }
        Self { figures, sheets }
    }

    /// The place of a sheet.
    pub fn of(&self, sheet: usize) -> &Place {
        &self.sheets[sheet]
    }

    /// The sheet of a cell, and where it stands there; nothing for a cell that is not printed.
    pub fn find(&self, cell: CellId) -> Option<(usize, At)> {
        let at = self.figures.sheets.index_of(cell)?;
        let (sheet, place) = (self.figures.sheets.get(at)?, self.sheets.get(at)?);
        Some((at, place.at(sheet, cell)?))
    }

    /// A cell as a formula of a sheet names it: `C7`, or `'Driftbudget'!C7` in another sheet.
    pub fn reference(&self, from: usize, cell: CellId) -> Option<String> {
        let (sheet, at) = self.find(cell)?;
        Some(self.within(from, sheet, &name(at)))
    }

    /// Cells of one sheet that stand in a row or column after each other: `C7:C9`.
    pub fn range(&self, from: usize, first: CellId, last: CellId) -> Option<String> {
        let ((sheet, first), (_, last)) = (self.find(first)?, self.find(last)?);
        let text = if first == last { name(first) } else { format!("{}:{}", name(first), name(last)) };
        Some(self.within(from, sheet, &text))
    }

    fn within(&self, from: usize, sheet: usize, text: &str) -> String {
        if from == sheet { text.to_owned() } else { format!("{}!{text}", quoted(&self.sheets[sheet].name)) }
    }
}

impl Place {
    fn at(&self, sheet: &Sheet, cell: CellId) -> Option<At> {
        let within = cell.checked_sub(sheet.first)?;
        let width = sheet.columns.len().max(1);
        let row = (*self.rows.get(within / width)?)?;
        Some((row, self.first_column.checked_add(u16::try_from(within % width).ok()?)?))
    }
}

/// A cell's name: `C7`.
pub fn name((row, column): At) -> String {
    format!("{}{}", letters(column), u64::from(row) + 1)
}

/// A column's letters: A to Z, AA …
fn letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A worksheet's name in a formula or a link.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// The caption as a worksheet's name: without the characters that none may have, short enough, and unlike every other's.
fn worksheet_name(caption: &str, taken: &mut HashSet<String>) -> String {
    let plain: String = caption
        .chars()
        .map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let plain = plain.trim_matches('\'');
    let plain = if plain.is_empty() { "Tabell" } else { plain };
    for number in 1usize.. {
        let end = if number == 1 { String::new() } else { format!(" ({number})") };
        let name = format!("{}{end}", shortened(plain, LONGEST_NAME - end.len()));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    plain.to_owned()
}

/// A text that is too long loses its middle: captions begin alike, and end with what they are about.
fn shortened(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let ends = text.match_indices(' ').map(|(space, _)| &text[space + 1..]);
    let end = ends.into_iter().find(|end| length(end) <= most * 2 / 3).unwrap_or_default();
    let room = most - length(end) - if end.is_empty() { 1 } else { 2 };
    let start = cut(text, room);
    if end.is_empty() { format!("{start}…") } else { format!("{start}… {end}") }
}

/// As many characters of a text as there is room for, and no half word where that can be helped.
fn cut(text: &str, most: usize) -> &str {
    let fits = |end: &usize| text.is_char_boundary(*end) && length(&text[..*end]) <= most;
    let end = (0..=text.len()).rev().find(fits).unwrap_or(0);
    let whole = if text[end..].starts_with(' ') { end } else { text[..end].rfind(' ').unwrap_or(end) };
    text[..if whole > end / 2 { whole } else { end }].trim_end_matches(['\'', ' ', ','])
}

/// Characters as a spreadsheet counts them, which is in UTF-16.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{letters, worksheet_name};

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702, 16383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn worksheets_have_names_that_a_spreadsheet_takes() {
        let mut taken = HashSet::new();
        let mut named = |caption| worksheet_name(caption, &mut taken);
        assert_eq!(named("Driftbudget"), "Driftbudget");
        assert_eq!(named("driftbudget"), "driftbudget (2)");
        assert_eq!(named("Kostnader/intäkter [mnkr]: 2025?"), "Kostnader intäkter mnkr 2025");
        assert_eq!(named("Grupperade åtgärder Område fastigheter"), "Grupperade… Område fastigheter");
        assert_eq!(named("Grupperade åtgärder Område försörjning"), "Grupperade… Område försörjning");
        assert_eq!(named("Grupperade möten Område fastigheter"), "Grupper… Område fastigheter (2)");
        assert_eq!(named("''"), "Tabell");
        assert_eq!(named("Personalkostnadsutvecklingsöversikten"), "Personalkostnadsutvecklingsöve…");
    }
}
