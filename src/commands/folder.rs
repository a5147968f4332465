//! What in a folder of published plans is this program's own, and what is somebody's.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::commands::error::CommandError;
use crate::outputs::listed::Listed;
use crate::outputs::manifest::{self, Manifest};
use crate::source::files::shown;

/// The file that says that a folder was written by this program, and what plan is in it.
pub const MARK: &str = ".vplan";

/// What a page of this program says of its maker.
const MAKER: &str = "name=\"generator\" content=\"vplan\"";

/// The bytes of an ordinary file. Whatever else stands in its place, a pipe that nobody writes to or a device that never
/// ends, is not opened.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    path.is_file().then(|| fs::read(path).ok()).flatten()
}

/// The plans that earlier builds have left under a folder.
pub fn listed(out: &Path) -> Vec<Listed> {
    let Ok(entries) = fs::read_dir(out) else { return Vec::new() };
    let mark = |entry: fs::DirEntry| read(&entry.path().join(MARK)).zip(entry.file_name().into_string().ok());
    entries
        .flatten()
        .filter_map(mark)
        .filter_map(|(bytes, name)| serde_json::from_slice(&bytes).ok().map(|plan| Listed { folder: name, ..plan }))
        .collect()
}

/// Whether something directly under a folder of published plans was written by this program: a plan, the list of
/// plans, or what the manifest beside it names.
pub fn is_ours(out: &Path, name: &str) -> bool {
    let path = out.join(name);
    if path.join(MARK).is_file() {
        return true;
    }
    match name {
        "index.html" => read(&path).is_some_and(|page| String::from_utf8_lossy(&page).contains(MAKER)),
        manifest::NAME => manifest(out).is_some(),
        _ => manifest(out).is_some_and(|manifest| manifest.files.keys().any(|path| top(path) == name)),
    }
}

/// A path below a folder with `/`, as manifests have it.
pub fn name(below: &Path) -> String {
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The first part of a path with `/`.
pub fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// A folder with content that this program has not written is somebody's, and stays.
///
/// # Errors
/// When the folder, or what stands in its place, is somebody's.
pub fn refuse_foreign(target: &Path) -> Result<(), CommandError> {
    let Ok(mut entries) = fs::read_dir(target) else {
        return if target.exists() {
            Err(CommandError::user(format!("\"{}\" finns redan och är ingen mapp", shown(target))))
        } else {
            Ok(())
        };
    };
    if entries.next().is_none() || target.join(MARK).is_file() {
        return Ok(());
    }
    Err(foreign(&format!("mappen \"{}\"", shown(target))))
}

/// The manifest of a folder, where it has one that this program wrote.
pub fn manifest(folder: &Path) -> Option<Manifest> {
    read(&folder.join(manifest::NAME)).and_then(|bytes| Manifest::read(&bytes))
}

/// What a plan's folder holds beside what this program wrote there, by paths under it.
#[derive(Debug, Default)]
pub struct Others {
    /// What somebody has put there.
    pub added: Vec<PathBuf>,
    /// Files of this program's that somebody has changed since.
    pub changed: Vec<PathBuf>,
    /// Whether nothing says what this program has written, so that all may be somebody's.
    pub unknown: bool,
}

/// What somebody has put in a plan's folder, or changed there, since it was written; everything where the folder has no
/// manifest to tell it by.
///
/// # Errors
/// When the folder cannot be read: then nobody knows what would be lost.
pub fn others(target: &Path) -> Result<Others, CommandError> {
    let mut others = Others::default();
    if !target.is_dir() {
        return Ok(others);
    }
    let manifest = manifest(target);
    others.unknown = manifest.is_none();
    let written = manifest.map(|manifest| manifest.files).unwrap_or_default();
    for entry in WalkDir::new(target).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(target).to_owned();
            CommandError::io("läsas", &path, &error.into())
        })?;
        let Ok(below) = entry.path().strip_prefix(target) else { continue };
        let name = name(below);
        let is_file = entry.file_type().is_file();
        match written.get(&name) {
            _ if name == manifest::NAME || name == MARK => {}
            Some(written) if is_file => {
                let bytes = fs::read(entry.path()).map_err(|error| CommandError::io("läsas", entry.path(), &error))?;
                if manifest::checksum(&bytes) != *written {
                    others.changed.push(below.to_owned());
                }
            }
            Some(_) => others.changed.push(below.to_owned()),
            // A folder is kept with what is in it.
            None if entry.file_type().is_dir() => {}
            None => others.added.push(below.to_owned()),
        }
    }
    Ok(others)
}

/// Something is in the way that this program has not written.
pub fn foreign(what: &str) -> CommandError {
    CommandError::user(format!("{what} finns redan och är inte skriven av vplan"))
        .hint("flytta den eller välj en annan mapp med --out")
}
