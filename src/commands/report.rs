//! What commands say. Findings and complaints go to standard error, results to standard output.
//!
//! A reader that is gone, or a full disk behind the stream, is no reason to fail: what was built is built.

use std::io::{IsTerminal, Write};

use crate::diagnostic::{Diagnostic, terminal};

/// Prints every finding, then how many there were; nothing when there were none.
pub fn findings(problems: &[Diagnostic]) {
    if problems.is_empty() {
        return;
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let rendered: Vec<String> = problems.iter().map(|problem| terminal::render(problem, colour)).collect();
    error_line(&format!("{}\n{}", rendered.join("\n"), terminal::summary(problems)));
}

/// Prints a result.
pub fn say(message: &str) {
    let _ = writeln!(std::io::stdout(), "{message}");
}

/// Prints why the command failed.
pub fn complain(message: &str) {
    error_line(&format!("fel: {message}"));
}

/// Prints help that was not asked for.
pub fn help(text: &str) {
    error_line(text);
}

fn error_line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
