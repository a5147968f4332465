//! Folders that a command writes new files to: whole, or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::commands::error::CommandError;
use crate::source::files::shown;

/// Files by path in a folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Refuses a folder that has something in it.
pub fn refuse_taken(folder: &Path) -> Result<(), CommandError> {
    if folder.exists() && !fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none()) {
        return Err(CommandError::user(format!("\"{}\" finns redan och är inte tom", shown(folder)))
            .hint("välj ett annat år, eller en annan mapp med --out"));
    }
    Ok(())
}

/// Writes a folder whole, or nothing of it: it is made beside its place and put there when all is written.
pub fn write(folder: &Path, files: &Files) -> Result<(), CommandError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let making = folder.with_file_name(format!(".{name}.görs-{}", std::process::id()));
    let written = files.iter().try_for_each(|(path, bytes)| {
        let target = making.join(path);
        let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, bytes));
        written.map_err(|error| CommandError::io("skrivas", &folder.join(path), &error))
    });
    // An empty folder gives way; on Windows it would stand in it.
    let placed = written.and_then(|()| {
        let moved = if folder.exists() { fs::remove_dir(folder) } else { Ok(()) };
        let moved = moved.and_then(|()| fs::rename(&making, folder));
        moved.map_err(|error| CommandError::io("skrivas", folder, &error))
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&making);
    }
    placed
}
