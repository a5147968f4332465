//! `vplan schema`: what the JSON of another command looks like.

use clap::{Args, ValueEnum};

use crate::commands::error::CommandError;
use crate::commands::{Outcome, explain, report};
use crate::diagnostic::json;
use crate::outputs::json as plan_json;

/// Vilket schema som ska skrivas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Det vars JSON beskrivs: check, explain, diff eller plan
    #[arg(value_enum, value_name = "VAD", help_heading = "Argument", hide_possible_values = true)]
    pub of: Described,
}

/// Vad som skrivs som JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// Fynden av vplan check
    Check,
    /// Svaret av vplan explain
    Explain,
    /// Ändringarna av vplan diff
    Diff,
    /// plan.json bredvid planens sidor
    Plan,
}

/// Runs the command.
///
/// # Errors
/// When the schema cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    report::data(&match arguments.of {
        Described::Check => json::schema(),
        Described::Diff => crate::diff::json::schema(),
        Described::Explain => explain::schema(),
        Described::Plan => plan_json::schema(),
    })?;
    Ok(Outcome::Done)
}
