//! One file per command: the only code that prints, reads the environment or decides the exit code.

pub mod build;
pub mod check;
pub mod folder;
pub mod report;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// How a command ended.
pub enum Outcome {
    /// Done.
    Done,
    /// The plan has errors; they have been told.
    PlanHasErrors,
    /// Something could not be read or written, or was used wrongly.
    Failed(String),
}

/// Runs one command.
pub fn run(cli: Cli) -> ExitCode {
    let outcome = match cli.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(plans) => check::run(&plans),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::PlanHasErrors => ExitCode::from(1),
        Outcome::Failed(message) => {
            report::complain(&message);
            ExitCode::from(2)
        }
    }
}
