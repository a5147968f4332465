//! Which computed rows belong to the sum around them.
//!
//! A row that fetches its figures from elsewhere is a part like any other: the result of the year among what equity
//! consists of. A row that is computed from the rows of the sum, or from the sum, is not: it would be counted twice. Where
//! a formula takes from both it cannot be told, and the author says it: `räknas: ja` or `nej`.

use crate::diagnostic::Diagnostic;
use crate::figures::lookup::Here;
use crate::figures::sheet::{LineKind, Sheet, Sheets};
use crate::model::formula::Formula;
use crate::source::Spanned;

/// A computed row of which its author does not say whether it belongs to the sum around it.
pub struct Undecided<'a> {
    /// Index of the sheet.
    pub sheet: usize,
    /// The sum's line.
    pub sum: usize,
    /// The row's line.
    pub row: usize,
    /// How the row is computed.
    pub formula: &'a Spanned<Formula>,
}

/// Where the operands of a row come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The sum's own rows, the sum itself, or a sum that it is part of.
    Within,
    /// Another table, or rows that no sum has in common with this one.
    Elsewhere,
    /// Rows outside the sum that a larger sum adds to it: counted here they would be counted there twice.
    Beside,
}

/// Adds to their sums the rows that belong to them, as rows like the others. In a plan that could not be read whole nothing
/// is said of what cannot be told.
pub fn decide(sheets: &mut Sheets, undecided: &[Undecided<'_>], incomplete: bool) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for one in undecided {
        let from = origins(sheets, one);
        let Some(sheet) = sheets.0.get_mut(one.sheet) else { continue };
        if from.iter().all(|&from| from == From::Elsewhere) {
            sheet.lines[one.row].kind = LineKind::Item;
            let parts = &mut sheet.lines[one.sum].parts;
            parts.insert(parts.partition_point(|&part| part < one.row), one.row);
        } else if from.iter().any(|&from| from != From::Within) && sheet.lines[one.sum].is_printed() && !incomplete {
            problems.push(untold(sheet, one, &from));
        }
    }
    problems
}

/// Where each operand comes from; what refers to nothing is reported where it is computed.
fn origins(sheets: &Sheets, one: &Undecided<'_>) -> Vec<From> {
    let here = Here { sheet: one.sheet, line: Some(one.row), column: 0, columns_first: false };
    let mut found = Vec::new();
    one.formula.value.references(&mut |reference| {
        if reference.before {
            // Another column's figures are no part of this one's.
            found.push(From::Elsewhere);
            return;
        }
        let Ok(cell) = sheets.refer(reference, Some(here)) else { return };
        let Some(at) = sheets.index_of(cell) else { return };
        let sheet = &sheets[at];
        let line = (cell - sheet.first) / sheet.columns.len().max(1);
        found.push(if at == one.sheet { origin(sheet, one.sum, line) } else { From::Elsewhere });
    });
    found
}

fn origin(sheet: &Sheet, sum: usize, line: usize) -> From {
    let sums = || (0..sheet.lines.len()).filter(|&at| !sheet.lines[at].parts.is_empty());
    if line == sum || holds(sheet, sum, line) || (holds(sheet, line, sum) && sums().any(|at| at == line)) {
        From::Within
    } else if sums().any(|around| holds(sheet, around, sum) && holds(sheet, around, line)) {
        From::Beside
    } else {
        From::Elsewhere
    }
}

/// Whether a sum adds a line, by itself or through sums and wholes within it.
fn holds(sheet: &Sheet, sum: usize, line: usize) -> bool {
    match sheet.lines[sum].kind {
        LineKind::Total => line != sum,
        LineKind::Sum | LineKind::HiddenSum => {
            let (outer, inner) = (&sheet.lines[sum].path, &sheet.lines[line].path);
            inner.len() > outer.len() && inner.starts_with(outer)
        }
        _ => false,
    }
}

fn untold(sheet: &Sheet, one: &Undecided<'_>, from: &[From]) -> Diagnostic {
    let (row, sum) = (sheet.lines[one.row].name(), sheet.lines[one.sum].name());
    let why = if from.contains(&From::Within) {
        "formeln hämtar både från summans egna rader och från annat håll"
    } else {
        "formeln hämtar från rader som en större summa lägger ihop med den"
    };
    Diagnostic::error("oklar-summa", format!("det framgår inte om \"{row}\" ska räknas med i \"{sum}\": {why}"))
        .at(&one.formula.span)
        .hint("skriv räknas: ja på raden om summan ska ta med den, och räknas: nej om den bara ska visas")
}
