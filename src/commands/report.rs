//! What commands say. Findings and complaints go to standard error, results to standard output.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that prints")]

use std::io::IsTerminal;

use crate::diagnostic::{Diagnostic, terminal};

/// Prints every finding, then how many there were; nothing when there were none.
pub fn findings(problems: &[Diagnostic]) {
    if problems.is_empty() {
        return;
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for problem in problems {
        eprintln!("{}", terminal::render(problem, colour));
    }
    eprintln!("{}", terminal::summary(problems));
}

/// Prints a result.
pub fn say(message: &str) {
    println!("{message}");
}

/// Prints why the command failed.
pub fn complain(message: &str) {
    eprintln!("fel: {message}");
}
