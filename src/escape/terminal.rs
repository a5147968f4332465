//! A terminal, and the log of a build: characters steer the one and the beginnings of lines the other.

use std::fmt::Write as _;

use crate::source::characters::is_allowed;

/// How commands to programs that collect logs begin, wherever they stand in a line.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// Text within a line: nothing in it moves the cursor, sets a colour, turns the direction of reading or ends the line.
/// What would do so is seen.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            '\t' => out.push(' '),
            c => push(&mut out, c),
        }
    }
    out
}

/// Lines of text. Beside what [`line()`] sees to, no line is a command to the program that collects the log: those of
/// GitHub begin with two colons, and others are found anywhere.
pub fn lines(text: &str) -> String {
    text.split('\n').map(|line| uncommanded(line, false)).collect::<Vec<_>>().join("\n")
}

/// The same for lines with colours of our own.
pub fn coloured(text: &str) -> String {
    text.split('\n').map(|line| uncommanded(line, true)).collect::<Vec<_>>().join("\n")
}

fn uncommanded(line: &str, colours: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let line = line.strip_suffix('\r').unwrap_or(line);
    for c in line.chars() {
        match c {
            '\u{1b}' if colours => out.push(c),
            '\t' => out.push(c),
            c => push(&mut out, c),
        }
    }
    let out = COMMANDS.iter().fold(out, |out, begins| out.replace(begins, &begins.replace("##", "# #")));
    match out.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}: :{rest}", &out[..out.len() - out.trim_start().len()]),
        None => out,
    }
}

/// A character as it is, or its number where it is none that may stand in a text.
fn push(out: &mut String, c: char) {
    if is_allowed(c) && !matches!(c, '\r' | '\u{61c}' | '\u{200e}' | '\u{200f}') {
        out.push(c);
    } else {
        // A text takes everything.
        let _ = write!(out, "‹U+{:04X}›", u32::from(c));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{line, lines};

    #[test]
    fn what_steers_a_terminal_is_seen() {
        for (text, wanted) in [
            ("Område IT – 12,5 %", "Område IT – 12,5 %"),
            ("m\n::error::x", "m⏎::error::x"),
            ("a\r\u{1b}[31mb", "a‹U+000D›‹U+001B›[31mb"),
            ("\u{9b}2J", "‹U+009B›2J"),
            ("risk\u{202e}gpj.exe", "risk‹U+202E›gpj.exe"),
            ("a\tb", "a b"),
        ] {
            assert_eq!(line(text), wanted);
        }
    }

    #[test]
    fn no_line_is_a_command() {
        for (text, wanted) in [
            ("a\n::error::x", "a\n: :error::x"),
            ("  ::stop-commands::y", "  : :stop-commands::y"),
            ("se ##[add-mask]å", "se # #[add-mask]å"),
            ("##vso[task.setvariable]", "# #vso[task.setvariable]"),
            ("plan/a::b: fel", "plan/a::b: fel"),
            ("## Mål", "## Mål"),
        ] {
            assert_eq!(lines(text), wanted);
        }
    }

    proptest! {
        #[test]
        fn a_line_is_one_line_without_control(text in any::<String>()) {
            prop_assert!(!line(&text).contains(char::is_control));
            prop_assert!(lines(&text).split('\n').all(|line| !line.trim_start().starts_with("::")));
            prop_assert!(!lines(&text).contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
}
