//! Which line of another year's table a line is.

use crate::figures::{Line, Sheet};

/// The line with the same groups around it.
pub fn same_path(line: &Line, other: &Sheet) -> Option<usize> {
    match other.lines_with(&line.path.join(".")) {
        &[found] => Some(found),
        _ => None,
    }
}

/// The line with the same groups around it, or with an id that only one line of each table has.
pub fn same_line(sheet: &Sheet, line: &Line, other: &Sheet) -> Option<usize> {
    same_path(line, other).or_else(|| match (sheet.lines_with(line.id()), other.lines_with(line.id())) {
        ([_], &[found]) => Some(found),
        _ => None,
    })
}
