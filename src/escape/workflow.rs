//! GitHub's workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use crate::escape::terminal;

/// What a command says; it may have lines.
pub fn data(text: &str) -> String {
    // What is said is printed in the log too.
    let lines: Vec<String> = text.split('\n').map(|line| terminal::line(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// A property of a command, such as its file.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn a_command_is_one_line() {
        assert_eq!(data("12 % fel\n::error::x\u{1b}[0m"), "12 %25 fel%0A::error::x‹U+001B›[0m");
        assert_eq!(property("plan/a,b\n::c.yaml"), "plan/a%2Cb%0A%3A%3Ac.yaml");
    }
}
