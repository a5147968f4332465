//! What can be written anew where it is drawn: the spots whose text stands alone at its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::edit::spots::{Spot, Target};
use crate::edit::{New, Refused, paragraph, scalar};
use crate::source::SourceFile;

/// What a spot's own text is, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where it begins, by which it is known.
    pub start: usize,
    /// What stands there, as its author would type it.
    pub written: String,
    /// Whether it is an amount, and not a text.
    pub amount: bool,
}

/// The values and paragraphs of the files that have been asked about.
#[derive(Default)]
pub struct Fields {
    files: BTreeMap<String, BTreeMap<usize, (Range<usize>, String)>>,
}

impl Fields {
    /// The field of a spot, when it is one.
    pub fn of(&mut self, spot: &Spot) -> Option<Field> {
        let amount = match &spot.target {
            Target::Cell(cell) => cell.written.then_some(true)?,
            Target::Text { .. } => false,
            Target::Anchor(_) => return None,
        };
        let file = &spot.span.file;
        let all = self.files.entry(file.path.clone()).or_insert_with(|| all(file));
        let at = spot.span.range.start;
        let (&start, (range, written)) = all.range(..=at).next_back()?;
        let own = match &spot.target {
            // A text may be blamed behind its quotes; one that is put together of several values is none of them.
            Target::Text { text, .. } if range.contains(&at) => {
                file.is_markdown() || text.split_whitespace().eq(written.split_whitespace())
            }
            _ => start == at,
        };
        own.then(|| Field { start, written: written.clone(), amount })
    }
}

fn all(file: &Arc<SourceFile>) -> BTreeMap<usize, (Range<usize>, String)> {
    let text = &file.text;
    if file.is_markdown() {
        let own = paragraph::paragraphs(text).into_iter();
        return own.map(|range| (range.start, (range.clone(), text[range].replace("\r\n", "\n")))).collect();
    }
    let scalars = scalar::scalars(text).into_iter();
    scalars.map(|own| (own.range.start, (own.range, own.value.trim_end_matches('\n').to_owned()))).collect()
}

/// A file with another value where a field begins.
///
/// # Errors
/// When there is none, or the value cannot be written there.
pub fn replaced(file: &SourceFile, start: usize, new: New<'_>) -> Result<String, Refused> {
    match new {
        New::Text(new) if file.is_markdown() => paragraph::replaced(&file.text, start, new),
        _ => scalar::replaced(&file.text, start, new),
    }
}
