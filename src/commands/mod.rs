//! One file per command: the only code that prints, reads the environment or decides the exit code.

pub mod build;
pub mod changes;
pub mod check;
pub mod cli;
pub mod diff;
pub mod epoch;
pub mod explain;
pub mod folder;
pub mod load;
pub mod publish;
pub mod report;
pub mod revision;
pub mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::commands::cli::{Cli, Command, Described};
use crate::commands::usage::Usage;
use crate::diagnostic::json;
use crate::outputs::json as plan_json;

/// How a command ended.
pub enum Outcome {
    /// Done.
    Done,
    /// The plan has errors; they have been told.
    PlanHasErrors,
    /// Something was changed, and that was asked for as an exit code.
    Changed,
    /// What was asked for was done as far as it could be, and why no further has been told.
    Partly,
    /// Something could not be read or written, or was used wrongly.
    Failed(String),
}

/// Runs the program with its command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            match usage::explain(&error) {
                Usage::Asked(text) => {
                    report::say(text.trim_end());
                    return ExitCode::SUCCESS;
                }
                Usage::Missing(text) => report::help(text.trim_end()),
                Usage::Wrong(message) => report::complain(&message),
            }
            return ExitCode::from(2);
        }
    };
    let outcome = match cli.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => {
            report::say(&match arguments.of {
                Described::Check => json::schema(),
                Described::Diff => crate::diff::json::schema(),
                Described::Explain => explain::schema(),
                Described::Plan => plan_json::schema(),
            });
            Outcome::Done
        }
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::PlanHasErrors | Outcome::Changed => ExitCode::from(1),
        Outcome::Partly => ExitCode::from(2),
        Outcome::Failed(message) => {
            report::complain(&message);
            ExitCode::from(2)
        }
    }
}
