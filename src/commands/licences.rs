//! `vplan licences`: the licences of all that is in the program, which whoever hands it on hands on with it.

use crate::commands::error::CommandError;
use crate::commands::{Outcome, report};

/// Made from what cargo says is in the program; tests/suite/licences.rs compares and rewrites it.
const ALL: &str = include_str!("licences.txt");

/// Runs the command.
///
/// # Errors
/// When they cannot be written.
pub fn run() -> Result<Outcome, CommandError> {
    report::data(ALL.trim_end())?;
    Ok(Outcome::Done)
}
