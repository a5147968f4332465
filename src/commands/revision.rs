//! Which version of the sources a plan was built from, by git's own account.
//!
//! Absent where the plan lies in no repository, or in one without a commit. The clock and the user are never asked.

use std::collections::BTreeMap;
use std::path::Path;

use gix::objs::Kind;
use gix::traverse::tree::Recorder;
use walkdir::WalkDir;

use crate::outputs::Revision;
use crate::quantity::date::Date;
use crate::source::files::{is_hidden_name, shown};
use crate::swedish;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Files of the plan's folder by path, each with the id git gives its content.
type Blobs = BTreeMap<String, gix::ObjectId>;

/// The revision of a plan's folder.
pub fn of(folder: &Path) -> Option<Revision> {
    let folder = folder.canonicalize().ok()?;
    let repository = gix::discover(&folder).ok()?;
    let commit = repository.head_commit().ok()?;
    let inside = folder.strip_prefix(repository.workdir()?.canonicalize().ok()?).ok()?.to_owned();
    let tree = commit.tree().ok()?;
    let committed = committed(tree, &inside).unwrap_or_default();
    let days =
        commit.time().ok().and_then(|time| i32::try_from((time.seconds + i64::from(time.offset)).div_euclid(DAY)).ok());
    Some(Revision {
        id: commit.short_id().ok()?.to_string(),
        date: days.and_then(Date::of_day).map(swedish::date),
        changed: on_disk(&folder, repository.object_hash(), &committed).is_none_or(|blobs| blobs != committed),
    })
}

/// What the commit has of a folder.
fn committed(tree: gix::Tree<'_>, inside: &Path) -> Option<Blobs> {
    let tree = if inside.as_os_str().is_empty() {
        tree
    } else {
        tree.lookup_entry_by_path(inside).ok()??.object().ok()?.try_into_tree().ok()?
    };
    let mut recorder = Recorder::default();
    tree.traverse().breadthfirst(&mut recorder).ok()?;
    let blobs = recorder.records.into_iter().filter(|entry| !entry.mode.is_tree());
    Some(blobs.map(|entry| (entry.filepath.to_string(), entry.oid)).filter(|(path, _)| !is_hidden(path)).collect())
}

/// What lies in a folder now. Hidden files are no sources. Line ends that git made for Windows when it checked a file
/// out are no change.
fn on_disk(folder: &Path, hash: gix::hash::Kind, committed: &Blobs) -> Option<Blobs> {
    let id = |bytes: &[u8]| gix::objs::compute_hash(hash, Kind::Blob, bytes).ok();
    let mut blobs = Blobs::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.ok()?;
        let path = shown(entry.path().strip_prefix(folder).ok()?);
        if entry.file_type().is_file() && !is_hidden(&path) {
            let bytes = std::fs::read(entry.path()).ok()?;
            let own = id(&bytes)?;
            let checked_out =
                || std::str::from_utf8(&bytes).ok().and_then(|text| id(text.replace("\r\n", "\n").as_bytes()));
            let same = committed.get(&path).filter(|known| **known == own || checked_out() == Some(**known));
            blobs.insert(path, same.copied().unwrap_or(own));
        }
    }
    Some(blobs)
}

fn is_hidden(path: &str) -> bool {
    path.split('/').any(is_hidden_name)
}
