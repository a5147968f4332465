//! Writing whole folders: beside the old ones first, then renamed into place.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outputs::Files;
use crate::sources::{reason, shown};

/// Says that a folder was written by this program and may be replaced by it.
const MARK: &str = ".vplan";

/// Replaces the folders under `out`, and its index page, by new ones.
///
/// Everything is written under a temporary name before the first folder is touched, so that a full disk or a
/// stopped program leaves the old output as it was.
///
/// # Errors
/// A message for the user when a folder is not ours to replace, or when something cannot be written.
pub fn replace(out: &Path, folders: &[(String, Files)], index: Option<&[u8]>) -> Result<(), String> {
    for (name, _) in folders {
        refuse_foreign(&out.join(name))?;
    }
    fs::create_dir_all(out).map_err(|error| cannot("skapas", out, &error))?;
    let staging =
        tempfile::Builder::new().prefix(".vplan-").tempdir_in(out).map_err(|error| cannot("skapas", out, &error))?;
    let new = staging.path().join("new");
    let old = staging.path().join("old");
    for folder in [&new, &old] {
        fs::create_dir(folder).map_err(|error| cannot("skapas", folder, &error))?;
    }
    for (name, files) in folders {
        write_all(&new.join(name), files)?;
    }
    if let Some(index) = index {
        write(&new.join("index.html"), index)?;
    }
    for (name, _) in folders {
        swap(&new.join(name), &out.join(name), &old.join(name))?;
    }
    if index.is_some() {
        let target = out.join("index.html");
        fs::rename(new.join("index.html"), &target).map_err(|error| cannot("skrivas", &target, &error))?;
    }
    // What is left in the staging folder is the old output, and goes with it.
    staging.close().map_err(|error| cannot("tas bort", out, &error))
}

/// Puts a new folder in place of an old one, and the old one back if that fails.
fn swap(new: &Path, target: &Path, old: &Path) -> Result<(), String> {
    let had = target.exists();
    if had {
        fs::rename(target, old).map_err(|error| cannot("ersättas", target, &error))?;
    }
    fs::rename(new, target).map_err(|error| {
        if had {
            // Nothing more can be done if this fails too; the first error is the one to tell.
            let _ = fs::rename(old, target);
        }
        cannot("skrivas", target, &error)
    })
}

/// A folder with content that this program has not written is somebody's, and stays.
fn refuse_foreign(target: &Path) -> Result<(), String> {
    let Ok(mut entries) = fs::read_dir(target) else {
        return if target.exists() {
            Err(format!("\"{}\" finns redan och är ingen mapp", shown(target)))
        } else {
            Ok(())
        };
    };
    if entries.next().is_none() || target.join(MARK).exists() {
        return Ok(());
    }
    Err(format!(
        "mappen \"{}\" finns redan och är inte skriven av vplan; flytta den eller välj en annan mapp med --out",
        shown(target)
    ))
}

fn write_all(folder: &Path, files: &Files) -> Result<(), String> {
    for (path, bytes) in files {
        let mut target = PathBuf::from(folder);
        target.extend(path.split('/'));
        write(&target, bytes)?;
    }
    write(&folder.join(MARK), b"Mappen skrivs om av vplan.\n")
}

fn write(target: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| cannot("skapas", folder, &error))?;
    }
    fs::write(target, bytes).map_err(|error| cannot("skrivas", target, &error))
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("\"{}\" kan inte {what} ({})", shown(path), reason(error))
}
