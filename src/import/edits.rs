//! What is to be written otherwise in the sources, written in memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::edit::rows::{self, Beside};
use crate::edit::{New, Refused, fields};
use crate::quantity::amount::{machine, parse_number};
use crate::source::files::Sources;
use crate::source::{SourceFile, Span};

/// Something to be written otherwise.
#[derive(Debug, Clone)]
pub enum Edit {
    /// An amount, as authors write it.
    Amount {
        /// The amount that is there.
        at: Span,
        /// The new one.
        text: String,
    },
    /// Words.
    Words {
        /// The words that are there.
        at: Span,
        /// The new ones.
        text: String,
    },
    /// Rows that come in.
    Rows {
        /// The row that they stand beside.
        at: Span,
        /// On which side of it.
        side: Beside,
        /// The rows, each on a line.
        rows: Vec<String>,
    },
    /// A row that goes.
    Gone {
        /// The row.
        at: Span,
    },
}

impl Edit {
    fn at(&self) -> &Span {
        match self {
            Self::Amount { at, .. } | Self::Words { at, .. } | Self::Rows { at, .. } | Self::Gone { at } => at,
        }
    }
}

/// The sources with everything written in them.
///
/// # Errors
/// What cannot be written, at its place in the sources.
pub fn applied(sources: &Sources, edits: &[Edit]) -> Result<Sources, Vec<Diagnostic>> {
    // From the end, so that what is before stays where it is; a row that goes or gets neighbours begins before its
    // amounts.
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.at().file.path.clone(), Reverse(edit.at().range.start)));
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut problems = Vec::new();
    for edit in ordered {
        let file = &edit.at().file;
        let text = texts.entry(&file.path).or_insert_with(|| file.text.clone());
        match written(&file.path, text, edit) {
            Ok(new) => *text = new,
            Err(Refused(why)) => problems.push(Diagnostic::error("kan-inte-skrivas", why).at(edit.at())),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut changed = sources.clone();
    for file in changed.texts.values_mut() {
        if let Some(text) = texts.remove(file.path.as_str()).filter(|text| *text != file.text) {
            *file = Arc::new(SourceFile::new(&file.path, text));
        }
    }
    Ok(changed)
}

fn written(path: &str, text: &str, edit: &Edit) -> Result<String, Refused> {
    let start = edit.at().range.start;
    let file = || SourceFile::new(path, text);
    match edit {
        Edit::Amount { text, .. } => fields::replaced(&file(), start, New::Amount(text)),
        Edit::Words { text, .. } => fields::replaced(&file(), start, New::Text(text)),
        Edit::Rows { side, rows, .. } => rows::inserted(text, start, *side, rows),
        Edit::Gone { .. } => rows::removed(text, start),
    }
}

/// An amount in the way that another is written which it stands instead of, with as many decimals at least.
pub fn like(old: &str, value: Decimal, decimals: u32) -> String {
    let old = old.trim_matches(['"', '\'']);
    let before = parse_number(old).ok();
    let scale = before.map_or(decimals, |before| before.scale()).max(value.normalize().scale());
    let plain = machine(value);
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let sign = if old.contains('−') { sign.replace('-', "−") } else { sign.to_owned() };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let width = usize::try_from(scale).unwrap_or(0);
    let fraction = format!("{fraction:0<width$}");
    let between =
        old.chars().find(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')).filter(|_| before.is_some());
    let whole = between.map_or_else(|| whole.to_owned(), |between| grouped(whole, between));
    let mark = if before.is_some() && old.contains(',') { "," } else { "." };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
}

fn grouped(digits: &str, between: char) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(between);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn amounts_are_written_as_those_before() {
        for (old, new, wanted) in [
            ("-633.6", "-640", "-640.0"),
            ("-633,6", "1640.25", "1640,25"),
            ("2 528,8", "12345.5", "12 345,5"),
            ("\"−3\"", "-4", "−4"),
            ("~", "7", "7.0"),
            ("–", "-7.25", "-7.25"),
            ("7", "8", "8"),
            ("1\u{a0}000", "2000000", "2\u{a0}000\u{a0}000"),
        ] {
            assert_eq!(like(old, new.parse().expect("a decimal"), 1), wanted, "{old}");
        }
    }
}
