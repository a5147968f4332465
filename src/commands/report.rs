//! What commands say. Findings and complaints go to standard error, results to standard output.
//!
//! A reader that is gone has read what it wanted, and is no reason to fail. A result that cannot be written, since the
//! disk behind the stream is full for one, is told of; a complaint that cannot be written has nowhere else to go.

use std::io::{ErrorKind, IsTerminal, Write};

use crate::commands::error::CommandError;
use crate::diagnostic::{Diagnostic, Severity, terminal};
use crate::escape::terminal::{line, lines};

/// Prints every finding, then how many there were; nothing when there were none.
pub fn all(problems: &[Diagnostic]) {
    if !problems.is_empty() {
        print(problems.iter(), &terminal::summary(problems));
    }
}

/// Prints what has to be seen to when a plan is built: errors and warnings that are not waived, and of all other
/// findings how many there were.
pub fn pressing(problems: &[Diagnostic]) {
    let pressing = || problems.iter().filter(|problem| problem.severity != Severity::Note && problem.waived.is_none());
    let rest = problems.len() - pressing().count();
    let summary = terminal::summary(problems);
    match (pressing().count(), rest) {
        (0, 0) => {}
        (_, 0) => print(pressing(), &summary),
        _ => print(pressing(), &format!("{summary} (vplan check visar alla)")),
    }
}

/// Prints the deviations that plans declare: built with them, never silently.
pub fn deviations(problems: &[Diagnostic]) {
    let known: Vec<&Diagnostic> = problems.iter().filter(|problem| problem.declared.is_some()).collect();
    if known.is_empty() {
        return;
    }
    let lines = known.iter().map(|problem| {
        let place = problem.primary.as_ref().map(|label| label.span.place()).unwrap_or_default();
        let facts: Vec<String> =
            problem.all_facts().filter(|(part, _)| !part).map(|(_, fact)| one_line(&fact.text())).collect();
        format!("  {}", line(&format!("{place}: {}; {}", problem.message, facts.join(", "))))
    });
    error_line(&format!("kända avvikelser, förklarade i planen:\n{}", lines.collect::<Vec<_>>().join("\n")));
}

/// A text with every white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn print<'a>(problems: impl Iterator<Item = &'a Diagnostic>, summary: &str) {
    // An older console of Windows has to be asked to understand colours, and may refuse.
    let colour = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none()
        && anstyle_query::windows::enable_ansi_colors() != Some(false);
    let mut rendered: Vec<String> = problems.map(|problem| terminal::render(problem, colour)).collect();
    rendered.push(summary.to_owned());
    error_line(&rendered.join("\n"));
}

/// Prints a result for people.
///
/// # Errors
/// When it cannot be written and somebody is there to read it.
pub fn say(message: &str) -> Result<(), CommandError> {
    data(&lines(message))
}

/// Prints a result for programs as it is, which has been made safe for them.
///
/// # Errors
/// As [`say`].
pub fn data(message: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout();
    match writeln!(out, "{message}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CommandError::standard_output(&error)),
        _ => Ok(()),
    }
}

/// Prints why the command failed.
pub fn complain(message: &str) {
    error_line(&lines(&format!("fel: {message}")));
}

/// Prints what is going on, to those who wait.
pub fn notice(message: &str) {
    error_line(&lines(message));
}

/// Prints help that was not asked for.
pub fn help(text: &str) {
    error_line(text);
}

fn error_line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
