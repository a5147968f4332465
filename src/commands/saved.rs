//! The files of a plan as they are written: whole or not at all, and never over what somebody else has saved since.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::commands::error::CommandError;
use crate::source::files::{is_hidden_name, shown};

/// The mark that some editors put first in a file.
pub const BOM: &str = "\u{feff}";

/// A file of a plan that is to be written.
pub struct New<'a> {
    /// Its path in the plan's folder.
    pub file: &'a str,
    /// What it was when it was read, without its mark.
    pub before: &'a str,
    /// What it is to be.
    pub after: &'a str,
}

/// A file that lies ready beside the one that it is to stand instead of.
struct Ready {
    path: PathBuf,
    before: Vec<u8>,
    beside: NamedTempFile,
}

/// Writes files of a plan, all of them or none.
///
/// # Errors
/// When one of them has been changed since it was read, or cannot be written.
pub fn all(folder: &Path, files: &[New<'_>]) -> Result<(), CommandError> {
    let ready: Result<Vec<Ready>, CommandError> = files.iter().map(|file| ready(folder, file)).collect();
    let mut done: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for Ready { path, before, beside } in ready? {
        if let Err(error) = beside.persist(&path) {
            // What has been written goes back; that it was there a moment ago says that it can.
            for (path, before) in &done {
                let _ = put(path, before);
            }
            return Err(CommandError::io("skrivas", &path, &error.error).hint("inget är skrivet"));
        }
        done.push((path, before));
    }
    Ok(())
}

fn ready(folder: &Path, file: &New<'_>) -> Result<Ready, CommandError> {
    let changed = || {
        CommandError::user(format!("\"{}\" har ändrats medan arbetsboken lästes in; inget är skrivet", file.file))
            .hint("kör kommandot igen")
    };
    let path = on_disk(folder, file.file).ok_or_else(changed)?;
    let before = fs::read(&path).map_err(|error| CommandError::io("läsas", &path, &error))?;
    let text = std::str::from_utf8(&before).map_err(|_| changed())?;
    let (mark, text) = text.strip_prefix(BOM).map_or(("", text), |text| (BOM, text));
    if text != file.before {
        return Err(changed());
    }
    let bytes = [mark, file.after].concat().into_bytes();
    let beside = written_beside(&path, &bytes).map_err(|error| CommandError::io("skrivas", &path, &error))?;
    Ok(Ready { path, before, beside })
}

/// A file of a plan on the disk: itself where it is a link, and never outside the plan's folder or hidden in it.
pub fn on_disk(folder: &Path, file: &str) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let visible = |path: &Path| path.iter().all(|part| !is_hidden_name(&part.to_string_lossy()));
    let named = |path: &Path| path.strip_prefix(&folder).is_ok_and(|own| shown(own).nfc().eq(file.chars()));
    // A name may be written with its accents apart from their letters.
    let entries = WalkDir::new(&folder).into_iter().flatten();
    let found = entries.map(walkdir::DirEntry::into_path).find(|path| named(path))?;
    let target = found.canonicalize().ok()?;
    let inside = target.strip_prefix(&folder).is_ok_and(visible);
    (inside && target.is_file()).then_some(target)
}

/// Writes a file whole or not at all, with the rights that it had.
pub fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    written_beside(path, bytes)?.persist(path)?;
    Ok(())
}

fn written_beside(path: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".vplan-").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    fs::set_permissions(beside.path(), fs::metadata(path)?.permissions())?;
    Ok(beside)
}
