//! Writing whole folders: beside the old ones first, then renamed into place, and back if anything fails.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outputs::Files;
use crate::outputs::html::Listed;
use crate::sources::{reason, shown};

/// The file that says that a folder was written by this program, and what is in it.
pub const MARK: &str = ".vplan";

/// What a page of this program says of its maker.
const MAKER: &str = "name=\"generator\" content=\"vplan\"";

/// The plans that earlier builds have left under a folder.
pub fn listed(out: &Path) -> Vec<Listed> {
    let Ok(entries) = fs::read_dir(out) else { return Vec::new() };
    let mark = |entry: fs::DirEntry| fs::read(entry.path().join(MARK)).ok().zip(entry.file_name().into_string().ok());
    entries
        .flatten()
        .filter_map(mark)
        .filter_map(|(bytes, name)| serde_json::from_slice(&bytes).ok().map(|plan| Listed { folder: name, ..plan }))
        .collect()
}

/// Replaces folders under `out`, and its list of plans, by new ones. Without a new list, the program's own old
/// one is removed; `insist` refuses to go on when the list is somebody else's.
///
/// Everything is written under a temporary name before the first folder is touched, so that a full disk or a
/// stopped program leaves the old output as it was.
///
/// # Errors
/// A message for the user when something is not ours to replace, or cannot be written. Then all is as before.
pub fn replace(out: &Path, folders: &[(String, Files)], index: Option<&[u8]>, insist: bool) -> Result<(), String> {
    for (name, _) in folders {
        refuse_foreign(&out.join(name))?;
    }
    let list = out.join("index.html");
    let foreign = list.exists() && !is_ours(&list);
    if foreign && insist {
        return Err(format!(
            "\"{}\" finns redan och är inte skriven av vplan; flytta den eller välj en annan mapp med --out",
            shown(&list)
        ));
    }
    fs::create_dir_all(out).map_err(|error| cannot("skapas", out, &error))?;
    let staging =
        tempfile::Builder::new().prefix(".vplan-").tempdir_in(out).map_err(|error| cannot("skapas", out, &error))?;
    let (new, old) = (staging.path().join("new"), staging.path().join("old"));
    for folder in [&new, &old] {
        fs::create_dir(folder).map_err(|error| cannot("skapas", folder, &error))?;
    }
    let mut swaps: Vec<Swap> = Vec::new();
    for (name, files) in folders {
        let written = new.join(name);
        for (path, bytes) in files {
            let mut target = written.clone();
            target.extend(path.split('/'));
            write(&target, bytes)?;
        }
        swaps.push(Swap { new: Some(written), target: out.join(name), old: old.join(name) });
    }
    if !foreign {
        let written = new.join("index.html");
        if let Some(bytes) = index {
            write(&written, bytes)?;
        }
        swaps.push(Swap { new: index.map(|_| written), target: list, old: old.join("index.html") });
    }
    if let Err(message) = perform(&swaps) {
        // What could not be put back must not be thrown away with the staging folder.
        let stranded = fs::read_dir(&old).is_ok_and(|mut left| left.next().is_some());
        return Err(if stranded {
            let kept = staging.keep();
            format!("{message}; det som fanns förut ligger kvar i \"{}\"", shown(&kept.join("old")))
        } else {
            message
        });
    }
    // What is left in the staging folder is the old output. The new is in place whether it can be removed or not.
    let _ = staging.close();
    Ok(())
}

/// Something new in place of something old, or nothing in place of it.
struct Swap {
    new: Option<PathBuf>,
    target: PathBuf,
    old: PathBuf,
}

/// All swaps or none: when one fails, those before it are undone.
fn perform(swaps: &[Swap]) -> Result<(), String> {
    for (at, swap) in swaps.iter().enumerate() {
        if let Err(message) = swap.perform() {
            swaps[..at].iter().rev().for_each(Swap::undo);
            return Err(message);
        }
    }
    Ok(())
}

impl Swap {
    fn perform(&self) -> Result<(), String> {
        if self.target.exists() {
            fs::rename(&self.target, &self.old).map_err(|error| cannot("ersättas", &self.target, &error))?;
        }
        let Some(new) = &self.new else { return Ok(()) };
        fs::rename(new, &self.target).map_err(|error| {
            self.undo();
            cannot("skrivas", &self.target, &error)
        })
    }

    /// Puts the old back. Nothing more can be done if this fails too; the first error is the one to tell.
    fn undo(&self) {
        if let Some(new) = &self.new {
            let _ = fs::rename(&self.target, new);
        }
        if self.old.exists() {
            let _ = fs::rename(&self.old, &self.target);
        }
    }
}

fn is_ours(list: &Path) -> bool {
    fs::read_to_string(list).is_ok_and(|page| page.contains(MAKER))
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

fn write(target: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| cannot("skapas", folder, &error))?;
    }
    fs::write(target, bytes).map_err(|error| cannot("skrivas", target, &error))
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("\"{}\" kan inte {what} ({})", shown(path), reason(error))
}
