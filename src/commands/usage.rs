//! How commands are used, from what the command line knows of itself; and wrong use of it, in Swedish.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::commands::error::CommandError;
use crate::diagnostic::did_you_mean;

/// What to say of a command line that asks for no command.
pub enum Usage {
    /// Help or version, as asked for.
    Asked(String),
    /// Help, since nothing was asked for.
    Missing(String),
    /// What is wrong.
    Wrong(CommandError),
}

/// A command line whose commands all show how they are used, and their help by a template.
pub fn described(program: Command, template: &'static str) -> Command {
    let mut built = program.clone();
    built.build();
    let lines: Vec<(String, String)> =
        built.get_subcommands().map(|command| (command.get_name().to_owned(), line(&built, command))).collect();
    lines.into_iter().fold(program, |program, (name, line)| {
        program.mut_subcommand(name, |command| command.override_usage(line).help_template(template))
    })
}

/// `vplan build [PLAN…] [--out MAPP]`.
fn line(program: &Command, command: &Command) -> String {
    let own = |arg: &&Arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str());
    let positional = command.get_positionals().filter(own).map(positional);
    let options = command.get_arguments().filter(own).filter(|arg| !arg.is_positional()).map(option);
    let names = [program.get_name().to_owned(), command.get_name().to_owned()];
    names.into_iter().chain(positional).chain(options).collect::<Vec<_>>().join(" ")
}

fn value_name(arg: &Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

fn most(arg: &Arg) -> usize {
    arg.get_num_args().map_or(1, |count| count.max_values())
}

fn positional(arg: &Arg) -> String {
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let name = if values.is_empty() { value_name(arg) } else { values.join("|") };
    let text = match most(arg) {
        0 | 1 => name,
        2 => format!("{name} [{name}]"),
        _ => format!("{name}…"),
    };
    if arg.is_required_set() { text } else { format!("[{text}]") }
}

fn option(arg: &Arg) -> String {
    let long = arg.get_long().unwrap_or_default();
    if arg.get_action().takes_values() { format!("[--{long} {}]", value_name(arg)) } else { format!("[--{long}]") }
}

/// Explains why there is no command to run.
pub fn explain(error: &clap::Error, program: &Command) -> Usage {
    let written = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        _ => String::new(),
    };
    let argument = written(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or("");
    Usage::Wrong(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Usage::Asked(error.to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return Usage::Missing(error.to_string()),
        ErrorKind::InvalidSubcommand => {
            let command = written(ContextKind::InvalidSubcommand);
            let known: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            let hint = did_you_mean(&command, known.iter().copied())
                .unwrap_or_else(|| format!("kommandon: {}", known.join(", ")));
            CommandError::usage(format!("kommandot \"{command}\" finns inte")).hint(hint)
        }
        ErrorKind::UnknownArgument => {
            let suggested = written(ContextKind::SuggestedArg);
            CommandError::usage(format!("\"{argument}\" är inget val här")).hint(if suggested.is_empty() {
                "vplan KOMMANDO --help visar valen".to_owned()
            } else {
                format!("menade du {suggested}?")
            })
        }
        ErrorKind::InvalidValue => {
            let value = written(ContextKind::InvalidValue);
            let valid = written(ContextKind::ValidValue);
            if value.is_empty() && valid.is_empty() {
                CommandError::usage(format!("{argument} saknar värde"))
            } else {
                CommandError::usage(format!("\"{value}\" är inget giltigt värde för {argument}"))
                    .hint(format!("giltiga värden: {valid}"))
            }
        }
        ErrorKind::ValueValidation => {
            let value = written(ContextKind::InvalidValue);
            CommandError::usage(format!("\"{value}\" är inget giltigt värde för {argument}"))
        }
        ErrorKind::ArgumentConflict => CommandError::usage(format!("{argument} anges två gånger")),
        _ => CommandError::usage(format!("kommandot kan inte läsas vid \"{argument}\""))
            .hint("vplan --help visar hjälpen"),
    })
}
