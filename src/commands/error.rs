//! Why a command could not do what was asked: one kind of error for all of them.
//!
//! A reader of standard output that is gone is none: it has read what it wanted (see [`crate::commands::report`]).

use std::fmt::{Display, Formatter};
use std::path::Path;

use crate::escape::terminal::line;
use crate::source::files::{NoPlan, reason, shown};
use crate::source::git::GitError;

/// How a plan is begun.
pub const BEGIN: &str =
    "vplan new ÅR börjar en plan, till exempel vplan new 2027; vplan handbook --open visar hur man gör";

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Something that was asked for is not there, or is not what was expected.
    User,
    /// The environment is set to what cannot be used.
    Config,
    /// The command line cannot be read, or its options do not agree with each other.
    Usage,
    /// Something could not be read or written.
    Io,
    /// A fault of the program.
    Internal,
}

/// An error with its message for the user, in Swedish, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandError {
    /// What kind it is.
    pub kind: ErrorKind,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// What it is made of, a line each.
    pub lines: Vec<String>,
}

impl CommandError {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), lines: Vec::new() }
    }

    /// Something that was asked for is not there, or is not what was expected.
    pub fn user(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::User, message)
    }

    /// The environment is set to what cannot be used.
    pub fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// The command line cannot be read, or its options do not agree with each other.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// What could not be done with a path, and why.
    pub fn io(what: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("\"{}\" kan inte {what} ({})", shown(path), reason(error)))
    }

    /// What was to be read on standard output could not be written, and why.
    pub fn standard_output(error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("resultatet kan inte skrivas på standard ut ({})", reason(error)))
    }

    /// A fault of the program.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// With what it is made of.
    #[must_use]
    pub fn listing(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl Display for CommandError {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", line(&self.message))?;
        self.hints.iter().try_for_each(|hint| write!(out, "; {}", line(hint)))?;
        self.lines.iter().try_for_each(|text| write!(out, "\n  {}", line(text)))
    }
}

impl From<NoPlan> for CommandError {
    fn from(error: NoPlan) -> Self {
        let own = Self::user(error.to_string());
        match error {
            NoPlan::Unreadable(..) | NoPlan::Report(_) => own,
            NoPlan::NoSuchPath(_) | NoPlan::NoPlanUnder(_) => own.hint(BEGIN),
        }
    }
}

impl From<GitError> for CommandError {
    fn from(error: GitError) -> Self {
        Self::user(error.to_string())
    }
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error.to_string())
    }
}
