//! Who last wrote a line, and when, by git's own account.
//!
//! The line is followed from the last commit back through those that have it word for word in the same file. That is
//! simpler than what `git blame` does: of two equal lines in a file the older one is told.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::json::Place;
use crate::quantity::date::Date;
use crate::source::git::version::day;
use crate::swedish;

/// Most commits that are looked through.
const MOST: usize = 20_000;

/// Who wrote a line, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Vem som skrev raden, och när.")]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// Vem.
    pub by: String,
    /// När, ÅÅÅÅ-MM-DD.
    pub date: String,
    /// Incheckningens id, förkortat.
    pub commit: String,
}

impl Written {
    /// `raden skrevs 3 mars 2025 av Anna Ek (1a2b3c4)`.
    pub fn in_words(&self) -> String {
        let date = Date::parse(&self.date).map_or_else(|| self.date.clone(), swedish::date);
        format!("raden skrevs {date} av {} ({})", self.by, self.commit)
    }
}

/// Who wrote the line of a place; nothing where git does not know, since it is not committed yet for one.
pub fn of(place: &Place) -> Option<Written> {
    let path = Path::new(&place.file).canonicalize().ok()?;
    let line = std::fs::read_to_string(&path).ok()?.lines().nth(place.line.checked_sub(1)?)?.trim_end().to_owned();
    let repository = gix::discover(path.parent()?).ok()?;
    let inside = path.strip_prefix(repository.workdir()?.canonicalize().ok()?).ok()?;
    let mut commit = repository.head_commit().ok()?;
    let mut own = blob(&commit, inside)?;
    if !has(&repository, own, &line)? {
        return None;
    }
    for _ in 0..MOST {
        let parents = commit.parent_ids().filter_map(|id| id.object().ok()?.try_into_commit().ok());
        let older = parents.into_iter().find_map(|parent| {
            let theirs = blob(&parent, inside)?;
            (theirs == own || has(&repository, theirs, &line)?).then_some((parent, theirs))
        });
        match older {
            Some((parent, theirs)) => (commit, own) = (parent, theirs),
            None => return written(&commit),
        }
    }
    None
}

fn blob(commit: &gix::Commit<'_>, inside: &Path) -> Option<gix::ObjectId> {
    Some(commit.tree().ok()?.lookup_entry_by_path(inside).ok()??.object_id())
}

fn has(repository: &gix::Repository, blob: gix::ObjectId, line: &str) -> Option<bool> {
    let object = repository.find_object(blob).ok()?;
    let text = String::from_utf8_lossy(&object.data);
    Some(text.lines().any(|other| other.trim_end() == line))
}

fn written(commit: &gix::Commit<'_>) -> Option<Written> {
    let author = commit.author().ok()?;
    let day = day(author.time().ok()?)?;
    Some(Written { by: author.name.to_string(), date: day.iso(), commit: commit.short_id().ok()?.to_string() })
}
