//! Which cells a spreadsheet's own formula adds up.

use crate::import::foreign::columns::Columns;
use crate::import::foreign::grid::Grid;
use crate::import::foreign::line::Line;
use crate::import::workbook::formulas::{Named, addressed};
use crate::quantity::unit::Unit;

/// A cell, and whether it is taken away.
type Signed = ((u32, u16), bool);

/// How a column is computed from others of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Across {
    /// Columns added, or taken away.
    Sum(Vec<(usize, bool)>),
    /// How much a column has changed against another, in per cent.
    Change(usize, usize),
    /// A column in per cent of another.
    Share(usize, usize),
}

impl Across {
    /// It as a column's formula.
    pub fn formula(&self, columns: &Columns) -> String {
        let id = |column: usize| columns.columns[column].id.as_str();
        match self {
            Self::Sum(parts) => signed(parts.iter().map(|(column, minus)| (id(*column).to_owned(), *minus))),
            Self::Change(now, before) => format!("förändring({}, {})", id(*now), id(*before)),
            Self::Share(part, whole) => format!("procent({}, {})", id(*part), id(*whole)),
        }
    }
}

/// Names with the signs between them: `a + b - c`.
pub fn signed(parts: impl Iterator<Item = (String, bool)>) -> String {
    let mut text = String::new();
    for (name, minus) in parts {
        match (text.is_empty(), minus) {
            (true, true) => text.push('-'),
            (true, false) => {}
            (false, true) => text.push_str(" - "),
            (false, false) => text.push_str(" + "),
        }
        text.push_str(&name);
    }
    text
}

/// The sheet that formulas stand in.
struct Own<'a>(&'a Grid<'a>);

impl Named for Own<'_> {
    fn block(&self, sheet: Option<&str>, from: (u32, u16), until: (u32, u16)) -> Vec<String> {
        if sheet.is_some_and(|sheet| sheet != self.0.sheet.name) {
            return Vec::new();
        }
        // A cell outside the part of the sheet is named, so that it is missed.
        if from == until && self.0.sheet.cells.contains_key(&from) {
            return vec![format!("R{}C{}", from.0, from.1)];
        }
        let rows = self.0.rows.iter().filter(|row| (from.0..=until.0).contains(row));
        let columns = || self.0.columns.iter().filter(|column| (from.1..=until.1).contains(column));
        rows.flat_map(|row| columns().map(move |column| format!("R{row}C{column}"))).collect()
    }
}

/// The rows that a cell's formula adds or takes away, where it does nothing else.
pub fn down(grid: &Grid<'_>, row: u32, column: u16) -> Option<Vec<(u32, bool)>> {
    let parts = parts(grid, row, column)?;
    parts
        .iter()
        .all(|((_, own), _)| *own == column)
        .then(|| parts.iter().map(|((row, _), minus)| (*row, *minus)).collect())
}

/// How a column is computed, when all its rows but sums are computed alike.
pub fn across(grid: &Grid<'_>, columns: &Columns, lines: &[Line], column: usize) -> Option<Across> {
    let own = &columns.columns[column];
    let index = |at: u16| columns.columns.iter().position(|column| column.at == at && !column.words);
    let mut found = None;
    for line in lines.iter().filter(|line| line.amount(column).is_some()) {
        if down(grid, line.row, own.at).is_some() {
            continue;
        }
        let formula = grid.cell(line.row, own.at)?.formula.as_ref()?;
        let text = addressed(formula, &Own(grid));
        let same = of_row(&text, line.row, &index).or_else(|| {
            let share = own.unit == Some(Unit::Percent);
            share.then(|| ratio(&text, line.row, &index)).flatten()
        })?;
        if found.as_ref().is_some_and(|found| *found != same) {
            return None;
        }
        found = Some(same);
    }
    found
}

fn of_row(text: &str, row: u32, index: &dyn Fn(u16) -> Option<usize>) -> Option<Across> {
    let parts = parsed(text)?;
    let columns: Option<Vec<(usize, bool)>> =
        parts.iter().map(|((own, column), minus)| (*own == row).then(|| Some((index(*column)?, *minus)))?).collect();
    columns.filter(|columns| columns.len() > 1).map(Across::Sum)
}

/// `(A-B)/B`, `A/B-1` or `A/B`.
fn ratio(text: &str, row: u32, index: &dyn Fn(u16) -> Option<usize>) -> Option<Across> {
    let one = |text: &str| match parsed(text.trim_start_matches('(').trim_end_matches(')'))?.as_slice() {
        [((own, column), false)] if *own == row => index(*column),
        _ => None,
    };
    let (above, below) = text.split_once('/')?;
    if let Some(below) = below.strip_suffix("-1") {
        return Some(Across::Change(one(above)?, one(below)?));
    }
    let whole = one(below)?;
    if let Some((now, before)) =
        above.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).and_then(|inner| inner.split_once('-'))
    {
        return (one(before)? == whole).then(|| Some(Across::Change(one(now)?, whole)))?;
    }
    Some(Across::Share(one(above)?, whole))
}

fn parts(grid: &Grid<'_>, row: u32, column: u16) -> Option<Vec<Signed>> {
    let formula = grid.cell(row, column)?.formula.as_ref()?;
    let mut parts = parsed(&addressed(formula, &Own(grid)))?;
    parts.retain(|(at, _)| *at != (row, column));
    (!parts.is_empty()).then_some(parts)
}

/// The cells of a formula that does nothing but add and take away.
fn parsed(text: &str) -> Option<Vec<Signed>> {
    let text: Vec<char> = text.chars().collect();
    let mut parts = Vec::new();
    let end = sum(&text, 0, false, &mut parts)?;
    (end == text.len() && !parts.is_empty()).then_some(parts)
}

fn sum(text: &[char], start: usize, minus: bool, parts: &mut Vec<Signed>) -> Option<usize> {
    let mut at = start;
    let mut own = minus;
    if let Some(sign) = text.get(at).filter(|c| matches!(c, '+' | '-')) {
        own = minus != (*sign == '-');
        at += 1;
    }
    loop {
        at = term(text, at, own, parts)?;
        match text.get(at) {
            Some('+') => own = minus,
            Some('-') => own = !minus,
            _ => return Some(at),
        }
        at += 1;
    }
}

fn term(text: &[char], at: usize, minus: bool, parts: &mut Vec<Signed>) -> Option<usize> {
    if text.get(at) == Some(&'(') {
        let end = sum(text, at + 1, minus, parts)?;
        return (text.get(end) == Some(&')')).then_some(end + 1);
    }
    let rest: String = text[at..].iter().take(16).collect();
    let function = ["SUM(", "SUMMA(", "SUBTOTAL(9,", "SUBTOTAL(109,", "DELSUMMA(9,"]
        .into_iter()
        .find(|name| rest.starts_with(name));
    if let Some(name) = function {
        let mut at = at + name.len();
        loop {
            at = sum(text, at, minus, parts)?;
            match text.get(at)? {
                ',' => at += 1,
                ')' => return Some(at + 1),
                _ => return None,
            }
        }
    }
    let number = |from: usize| {
        let end = text[from..].iter().position(|c| !c.is_ascii_digit()).map_or(text.len(), |end| from + end);
        let digits: String = text[from..end].iter().collect();
        Some((digits.parse::<u32>().ok()?, end))
    };
    (text.get(at) == Some(&'R')).then_some(())?;
    let (row, end) = number(at + 1)?;
    (text.get(end) == Some(&'C')).then_some(())?;
    let (column, end) = number(end + 1)?;
    parts.push(((row, u16::try_from(column).ok()?), minus));
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::{Across, of_row, parsed, ratio, signed};

    #[test]
    fn sums_are_told_from_other_formulas() {
        assert_eq!(parsed("SUM(R1C2,R2C2)-R3C2"), Some(vec![((1, 2), false), ((2, 2), false), ((3, 2), true)]));
        assert_eq!(parsed("-(R1C2-R2C2)"), Some(vec![((1, 2), true), ((2, 2), false)]));
        assert_eq!(parsed("SUBTOTAL(9,R1C1)"), Some(vec![((1, 1), false)]));
        assert_eq!([parsed("R1C2*2"), parsed("ROUND(R1C2,1)"), parsed("?+R1C1"), parsed("")], [const { None }; 4]);
        assert_eq!(signed([("a".to_owned(), false), ("b".to_owned(), true)].into_iter()), "a - b");
    }

    #[test]
    fn columns_are_computed_from_others() {
        let index = |at: u16| Some(usize::from(at) - 1);
        assert_eq!(of_row("R5C1-R5C2", 5, &index), Some(Across::Sum(vec![(0, false), (1, true)])));
        assert_eq!(of_row("R5C1-R4C2", 5, &index), None);
        assert_eq!(ratio("(R5C1-R5C2)/R5C2", 5, &index), Some(Across::Change(0, 1)));
        assert_eq!(ratio("R5C1/R5C2-1", 5, &index), Some(Across::Change(0, 1)));
        assert_eq!(ratio("R5C1/R5C2", 5, &index), Some(Across::Share(0, 1)));
    }
}
