//! One file per command, with its arguments: the only code that prints, reads the environment or decides the exit code.

pub mod build;
pub mod changes;
pub mod check;
pub mod choice;
pub mod cli;
pub mod compared;
pub mod diff;
pub mod epoch;
pub mod error;
pub mod explain;
pub mod first;
pub mod folder;
pub mod followup;
pub mod fresh;
pub mod handbook;
pub mod history;
pub mod import;
pub mod licences;
pub mod load;
pub mod new;
pub mod publish;
pub mod report;
pub mod revision;
pub mod saved;
pub mod schema;
pub mod serve;
pub mod threads;
pub mod usage;
pub mod watch;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::commands::cli::Command;
use crate::commands::error::{CommandError, ErrorKind};
use crate::commands::load::DEFAULT;
use crate::commands::usage::Usage;
use crate::source::files::find_plans;

/// How a command ended that could do what was asked, as far as the plan let it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// The plan has errors; they have been told.
    PlanHasErrors,
    /// Something was changed, and that was asked for as an exit code.
    Changed,
    /// What was asked for was done as far as it could be, and why no further has been told.
    Partly,
}

/// Runs the program with its command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let ended = match cli::parse(arguments) {
        Ok(command) => threads::with(|| perform(&command)).and_then(|ended| ended),
        Err(Usage::Asked(text)) => report::say(text.trim_end()).map(|()| Outcome::Done),
        Err(Usage::Missing(text)) => {
            report::help(text.trim_end());
            if find_plans(&[PathBuf::from(DEFAULT)]).is_err() {
                report::help(&format!("\nHär finns ingen plan. {}", error::BEGIN));
            }
            return ExitCode::from(code(ErrorKind::Usage));
        }
        Err(Usage::Wrong(error)) => Err(error),
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::PlanHasErrors | Outcome::Changed) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(2),
        Err(error) => {
            report::complain(&error.to_string());
            ExitCode::from(code(error.kind))
        }
    }
}

fn perform(command: &Command) -> Result<Outcome, CommandError> {
    match command {
        Command::Build(arguments) => build::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Handbook(arguments) => handbook::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Licences => licences::run(),
        Command::New(arguments) => new::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
    }
}

/// The exit code of an error: 1 is kept for what is wrong with the plan.
fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::User | ErrorKind::Config | ErrorKind::Usage | ErrorKind::Io | ErrorKind::Internal => 2,
    }
}
