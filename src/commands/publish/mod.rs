//! Publishing: the new site in place of the old, in one step where the system can.
//!
//! Everything is written beside the old site first. On Linux the two folders then change places in one step
//! ([`exchange`]), so that whoever looks, or whatever stops the program, finds the old site or the new and never
//! something of each. Where that cannot be done, the parts of the site change places one after another, and back if
//! one fails ([`swap`]). What a stopped build has left is cleared away by the next.

pub mod exchange;
pub mod swap;

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::error::CommandError;
use crate::commands::folder;
use crate::outputs::Files;
use crate::outputs::listed::Listed;
use crate::outputs::manifest::{self, Manifest};
use crate::source::files::shown;

/// What is published.
pub struct Site {
    /// Plans' folders by name, with what is in them.
    pub plans: Vec<(String, Files)>,
    /// Files over all plans; none when no page is left to list.
    pub top: Files,
    /// Whether the site is no site without its files over all plans.
    pub insist: bool,
}

/// A folder to publish to, which no other build publishes to at the same time.
pub struct Target {
    out: PathBuf,
    /// Released when dropped, or when the program is stopped in whatever way.
    _lock: Option<fs::File>,
}

impl Target {
    /// Opens a folder, waits for another build to leave it, and clears away what a stopped build has left.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(out: &Path) -> Result<Self, CommandError> {
        fs::create_dir_all(out).map_err(|error| CommandError::io("skapas", out, &error))?;
        let lock = exchange::around(out).and_then(|parent| gate(&parent).ok());
        // A file system without locks has to do without them, and then what lies there may be another build's.
        let lock = lock.filter(|parent| parent.lock().is_ok());
        if lock.is_some() {
            exchange::clear(out);
            swap::clear(out);
        }
        Ok(Self { out: out.to_owned(), _lock: lock })
    }

    /// The plans that earlier builds have left.
    pub fn listed(&self) -> Vec<Listed> {
        folder::listed(&self.out)
    }

    /// Puts a site in place of the one that is there. What is not the program's own stays, and so do plans that
    /// are not in the new site.
    ///
    /// # Errors
    /// When something is not ours to replace, or cannot be written. Then all is as before.
    pub fn publish(&self, mut site: Site) -> Result<(), CommandError> {
        for (name, files) in &mut site.plans {
            folder::refuse_foreign(&self.out.join(&*name))?;
            add_manifest(files)?;
        }
        if !site.top.is_empty() {
            add_manifest(&mut site.top)?;
        }
        let names = site.top.keys().map(|path| folder::top(path)).chain(["index.html"]);
        let is_foreign = |name: &&str| self.out.join(name).exists() && !folder::is_ours(&self.out, name);
        let foreign = names.into_iter().find(is_foreign).map(str::to_owned);
        match foreign {
            Some(name) if site.insist => {
                return Err(folder::foreign(&format!("\"{}\"", shown(&self.out.join(name)))));
            }
            Some(_) => site.top.clear(),
            None => {}
        }
        // Whatever stands in the way of one step, a folder without the right to write for one, is told of or
        // overcome by the other way.
        if exchange::publish(&self.out, &site).is_ok() { Ok(()) } else { swap::publish(&self.out, &site) }
    }
}

/// What builds to folders in one folder lock: that folder itself.
#[cfg(unix)]
fn gate(parent: &Path) -> Result<fs::File, std::io::Error> {
    fs::File::open(parent)
}

/// What builds to folders in one folder lock. Windows opens no folder, so this is a file of the user's, named by it.
#[cfg(not(unix))]
fn gate(parent: &Path) -> Result<fs::File, std::io::Error> {
    fs::File::create(std::env::temp_dir().join(gate_name(parent)))
}

/// The same name for the same folder, whatever it is called.
#[cfg(any(not(unix), test))]
fn gate_name(parent: &Path) -> String {
    format!("vplan-{}.lock", manifest::checksum(shown(parent).to_lowercase().as_bytes()))
}

fn add_manifest(files: &mut Files) -> Result<(), CommandError> {
    files.insert(manifest::NAME.to_owned(), Manifest::of(files).bytes()?);
    Ok(())
}

/// Writes files under a folder.
fn write_all(folder: &Path, files: &Files) -> Result<(), (PathBuf, std::io::Error)> {
    for (path, bytes) in files {
        let mut target = folder.to_owned();
        target.extend(path.split('/'));
        let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, bytes));
        written.map_err(|error| (target, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::gate_name;

    #[test]
    fn a_folder_has_one_lock_and_no_other_has_it() {
        let names = [r"\\?\C:\Planer", r"C:\planer", r"C:\planer\2025"].map(|path| gate_name(Path::new(path)));
        assert_eq!(names[0], names[1]);
        assert_ne!(names[0], names[2]);
    }
}
