//! A table of somebody's own sheet, as a table of a plan: with what was taken for what, and nothing taken in silence.
//!
//! [`grid`] is the sheet's cells, [`columns`] its heads and what stands under them, [`lines`] its rows, [`sums`] which of
//! them are sums of others, [`tree`] how they hang together, and [`written`] the table's file.

pub mod columns;
pub mod grid;
pub mod line;
pub mod lines;
pub mod sums;
pub mod tree;
pub mod written;

use crate::diagnostic::Diagnostic;
use crate::import::foreign::columns::Columns;
pub use crate::import::foreign::grid::Asked;
use crate::import::foreign::grid::Grid;
use crate::import::foreign::lines::Lines;
use crate::import::foreign::tree::Tree;
use crate::import::spreadsheet::Book;

/// A table that was made of a sheet.
#[derive(Debug)]
pub struct Taken {
    /// The table's file.
    pub text: String,
    /// What was taken for what, in Swedish.
    pub told: Vec<String>,
}

/// Makes a table of a sheet.
///
/// # Errors
/// What is no table, by its cell.
pub fn taken(book: &Book, asked: &Asked) -> Result<Taken, Vec<Diagnostic>> {
    let mut told = Vec::new();
    let grid = Grid::of(book, asked, &mut told)?;
    let columns = Columns::of(&grid, asked, &mut told)?;
    let lines = Lines::of(&grid, &columns, &mut told)?;
    let tree = Tree::of(&grid, &columns, &lines, &mut told)?;
    Ok(Taken { text: written::table(&asked.id, &columns, &lines, &tree), told })
}
