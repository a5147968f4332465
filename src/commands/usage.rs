//! Wrong use of the command line, in Swedish.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::did_you_mean;

/// Every command.
const COMMANDS: [&str; 5] = ["build", "check", "diff", "explain", "schema"];

/// What to say of a command line that asks for no command.
pub enum Usage {
    /// Help or version, as asked for.
    Asked(String),
    /// Help, since nothing was asked for.
    Missing(String),
    /// What is wrong.
    Wrong(String),
}

/// Explains why there is no command to run.
pub fn explain(error: &clap::Error) -> Usage {
    let written = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        _ => String::new(),
    };
    let argument = written(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or("");
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Usage::Asked(error.to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return Usage::Missing(error.to_string()),
        ErrorKind::InvalidSubcommand => {
            let command = written(ContextKind::InvalidSubcommand);
            let hint =
                did_you_mean(&command, COMMANDS).unwrap_or_else(|| format!("kommandon: {}", COMMANDS.join(", ")));
            format!("kommandot \"{command}\" finns inte; {hint}")
        }
        ErrorKind::UnknownArgument => {
            let suggested = written(ContextKind::SuggestedArg);
            let hint = if suggested.is_empty() {
                "vplan KOMMANDO --help visar valen".to_owned()
            } else {
                format!("menade du {suggested}?")
            };
            format!("\"{argument}\" är inget val här; {hint}")
        }
        ErrorKind::InvalidValue => {
            let value = written(ContextKind::InvalidValue);
            let valid = written(ContextKind::ValidValue);
            if value.is_empty() && valid.is_empty() {
                format!("{argument} saknar värde")
            } else {
                format!("\"{value}\" är inget giltigt värde för {argument}; giltiga värden: {valid}")
            }
        }
        ErrorKind::ArgumentConflict => format!("{argument} anges två gånger"),
        _ => format!("kommandot kan inte läsas vid \"{argument}\"; vplan --help visar hjälpen"),
    };
    Usage::Wrong(message)
}
