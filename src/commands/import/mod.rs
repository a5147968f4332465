//! `vplan import`: what has been changed in a spreadsheet, brought back to the sources; or a table of somebody's own sheet.

pub mod arguments;
pub mod opened;
pub mod table;
pub mod workbook;

use std::path::PathBuf;

use crate::commands::Outcome;
use crate::commands::error::CommandError;
pub use crate::commands::import::arguments::{Arguments, EXAMPLES};

/// Runs the command.
///
/// # Errors
/// When a file is none that can be read, no plan is there, or the sources cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
        arguments.files.iter().cloned().partition(|path| path.is_dir());
    if files.is_empty() {
        return Err(CommandError::usage("ange en arbetsbok att läsa in (vplan import tabeller.xlsx)"));
    }
    match &arguments.new {
        Some(new) => table::run(arguments, &files, &folders, new),
        None => workbook::run(arguments, &files, &folders),
    }
}
