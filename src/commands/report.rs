//! What commands say. Findings and complaints go to standard error, results to standard output.
//!
//! A reader that is gone has read what it wanted, and is no reason to fail. A result that cannot be written, since the
//! disk behind the stream is full for one, is told of; a complaint that cannot be written has nowhere else to go.

use std::io::{ErrorKind, IsTerminal, Write};

use crate::commands::error::CommandError;
use crate::diagnostic::{self, Diagnostic, Severity, terminal};
use crate::escape::terminal::{line, lines};

/// How much is told of what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Errors alone.
    Errors,
    /// So many that they can be read: the worst.
    Readable,
    /// All.
    All,
}

/// Most findings that are read.
const MOST: usize = 200;

/// Prints every finding, then how many there were; nothing when there were none.
pub fn all(problems: &[Diagnostic]) {
    findings(problems, Extent::Readable);
}

/// Prints findings to some extent, then how many there were; nothing when there were none.
pub fn findings(problems: &[Diagnostic], extent: Extent) {
    if problems.is_empty() {
        return;
    }
    let told: Vec<&Diagnostic> = match extent {
        Extent::All => problems.iter().collect(),
        Extent::Errors => worst(problems.iter().filter(|problem| problem.severity == Severity::Error)),
        Extent::Readable => worst(problems.iter()),
    };
    let wanted = problems.iter().filter(|problem| extent != Extent::Errors || problem.severity == Severity::Error);
    let left = wanted.count() - told.len();
    print(told.into_iter(), &with_left(left, terminal::summary(problems)));
}

/// Prints what has to be seen to when a plan is built: errors and warnings that are not waived, and of all other
/// findings how many there were.
pub fn pressing(problems: &[Diagnostic]) {
    let is_pressing = |problem: &&Diagnostic| problem.severity != Severity::Note && problem.waived.is_none();
    let pressing = problems.iter().filter(is_pressing).count();
    let told = worst(problems.iter().filter(is_pressing));
    let summary = with_left(pressing - told.len(), terminal::summary(problems));
    match (pressing, problems.len() - pressing) {
        (0, 0) => {}
        (_, 0) => print(told.into_iter(), &summary),
        _ => print(told.into_iter(), &format!("{summary} (vplan check visar alla)")),
    }
}

/// Prints the errors alone, and how many other findings there were.
pub fn errors(problems: &[Diagnostic]) {
    if diagnostic::has_errors(problems) {
        findings(problems, Extent::Errors);
    }
}

/// The worst of many findings, as many as can be read, in the order in which they stand.
fn worst<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> Vec<&'a Diagnostic> {
    let mut all: Vec<(usize, &Diagnostic)> = problems.enumerate().collect();
    if all.len() > MOST {
        all.sort_by_key(|(at, problem)| (problem.waived.is_some(), problem.severity, *at));
        all.truncate(MOST);
        all.sort_by_key(|(at, _)| *at);
    }
    all.into_iter().map(|(_, problem)| problem).collect()
}

/// The last line, after one that says how much was left out.
fn with_left(left: usize, summary: String) -> String {
    if left == 0 { summary } else { format!("… och {left} fynd till (vplan check --all visar alla)\n{summary}") }
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

#[cfg(test)]
mod tests {
    use super::{MOST, worst};
    use crate::diagnostic::{Diagnostic, Severity};

    #[test]
    fn the_worst_of_many_are_told_in_their_order() {
        let note = |at: usize| Diagnostic::note("a", at.to_string());
        let mut all: Vec<Diagnostic> = (0..MOST).map(note).collect();
        assert_eq!(worst(all.iter()).len(), MOST);
        all.push(Diagnostic::warning("b", "sist"));
        all.insert(7, Diagnostic::error("c", "tidigt"));
        let told = worst(all.iter());
        assert_eq!(told.len(), MOST);
        assert_eq!((told[7].severity, told[MOST - 1].severity), (Severity::Error, Severity::Warning));
        assert_eq!(told[MOST - 2].message, (MOST - 3).to_string());
    }
}
