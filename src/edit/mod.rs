//! A plan as it is worked on: what is drawn where each text is written, and a written value replaced by another.
//!
//! [`spots`] joins places in the sources and places in the document. [`fields`] are the spots whose text can be written
//! anew, and [`scalar`] and [`paragraph`] write it: everything outside the place is the same bytes; [`rows`] puts rows of
//! tables beside others. Nothing here touches
//! a disk.

pub mod fields;
pub mod paragraph;
pub mod rows;
pub mod scalar;
pub mod spots;

use crate::source::characters;

/// What is written instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New<'a> {
    /// An amount as authors write it: `2 528,8`, `-633.6`, `~`, `–`, `= formel`.
    Amount(&'a str),
    /// A text.
    Text(&'a str),
}

/// Why a value is not replaced, in Swedish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

/// A text without a line break at its end, its others as one character.
fn tidied(text: &str) -> Result<String, Refused> {
    if let Some((_, c)) = characters::first_forbidden(text) {
        return Err(Refused(format!("texten innehåller det otillåtna tecknet {}; ta bort det", characters::name(c))));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").trim_matches('\n').to_owned())
}

/// The line break of a file.
fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
