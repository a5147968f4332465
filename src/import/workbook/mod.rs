//! The plan's own workbook, worked on by somebody, held against the plan: what is written in it otherwise.
//!
//! Three things meet: what a cell held when the workbook was made, what it holds now, and what the plan says now. So a
//! workbook may be old, and there may be several: what each of them has changed is taken, and where two have changed the
//! same cell, or the plan has, somebody is asked. Nothing but written amounts and words is taken; whatever else is changed
//! is told with what to do.

pub mod cells;
pub mod computed;
pub mod formulas;
pub mod found;
pub mod held;
pub mod names;
pub mod reader;
pub mod rows;

use crate::import::spreadsheet::Book;
use crate::import::workbook::found::Addresses;
pub use crate::import::workbook::reader::{Against, Changes};
use crate::import::workbook::reader::{Change, Reader};

/// Holds workbooks against a plan.
pub fn compared(against: Against<'_>, books: &[Book]) -> Changes {
    let addresses = Addresses::of(against.figures);
    let mut changes = Changes::default();
    let mut written: Vec<Change> = Vec::new();
    let mut rows = rows::Rows::default();
    for book in books {
        let reader = Reader::of(against, &addresses, book, &mut changes.remarks);
        reader.others(&mut changes.remarks);
        for found in &reader.found {
            cells::written(&reader, found, &mut written, &mut changes.remarks);
            computed::changed(&reader, found, &mut changes.remarks);
            names::changed(&reader, found, &mut changes.remarks);
            rows.read(&reader, found, &mut changes.remarks);
        }
    }
    cells::agreed(against, written, &mut changes);
    rows.settled(against, &mut changes);
    changes
}
