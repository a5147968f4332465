//! Publishing: the new site in place of the old, in one step where the system can.
//!
//! Everything is written beside the old site first. On Linux the two folders then change places in one step
//! ([`exchange`]), so that whoever looks, or whatever stops the program, finds the old site or the new and never
//! something of each. Where that cannot be done, the parts of the site change places one after another, and back if
//! one fails ([`swap`]). What a stopped build has left is cleared away by the next.

pub mod exchange;
pub mod parts;
pub mod swap;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::commands::error::CommandError;
use crate::commands::folder::{self, Others};
use crate::commands::publish::parts::Folder;
use crate::commands::report;
use crate::outputs::Files;
use crate::outputs::listed::Listed;
use crate::outputs::manifest::{self, Manifest};
use crate::source::files::shown;

/// What is published.
pub struct Site {
    /// Plans' folders.
    pub plans: Vec<Folder>,
    /// Files over all plans; none when no page is left to list.
    pub top: Files,
    /// Whether the site is no site without its files over all plans.
    pub insist: bool,
    /// Whether files that somebody has changed since they were written are replaced all the same.
    pub force: bool,
}

/// Every file that is written: plans' folders by name, and files over all plans.
struct Written {
    plans: Vec<(String, Files)>,
    top: Files,
}

/// Files in a plan's folder that go with it into the new site: somebody's, and those of formats that are not made anew.
struct Kept {
    plan: String,
    paths: Vec<PathBuf>,
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
        let lock = lock.filter(|parent| patiently(parent, out).is_ok());
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

    /// Puts a site in place of the one that is there. What is not the program's own stays, in the plans' folders too, and
    /// so do plans that are not in the new site. Tells what somebody else's stays in the folders of the new plans.
    ///
    /// # Errors
    /// When something is not ours to replace, or cannot be written. Then all is as before.
    pub fn publish(&self, site: Site) -> Result<Vec<PathBuf>, CommandError> {
        let Site { plans, top, insist, force } = site;
        let mut site = Written { plans: Vec::new(), top };
        let (mut kept, mut others_kept) = (Vec::new(), Vec::new());
        for folder in plans {
            let target = self.out.join(&folder.name);
            folder::refuse_foreign(&target)?;
            refuse_mounted(&self.out, &target)?;
            let others = folder::others(&target)?;
            refuse_unknown(&target, &others, force)?;
            let (files, stays) = folder.files(&target, &others)?;
            refuse_changed(&target, &others, &files, &stays, force)?;
            let added = others.added.into_iter().filter(|path| !files.contains_key(&folder::name(path)));
            let added: Vec<PathBuf> = added.collect();
            others_kept.extend(added.iter().map(|path| target.join(path)));
            kept.push(Kept { plan: folder.name.clone(), paths: added.into_iter().chain(stays).collect() });
            site.plans.push((folder.name, files));
        }
        if !site.top.is_empty() {
            let manifest = Manifest::of(&site.top).bytes()?;
            site.top.insert(manifest::NAME.to_owned(), manifest);
        }
        let names = site.top.keys().map(|path| folder::top(path)).chain(["index.html"]);
        let is_foreign = |name: &&str| self.out.join(name).exists() && !folder::is_ours(&self.out, name);
        let foreign = names.into_iter().find(is_foreign).map(str::to_owned);
        match foreign {
            Some(name) if insist => {
                return Err(folder::foreign(&format!("\"{}\"", shown(&self.out.join(name)))));
            }
            Some(_) => site.top.clear(),
            None => {}
        }
        // Whatever stands in the way of one step, a folder without the right to write for one, is told of or
        // overcome by the other way.
        if exchange::publish(&self.out, &site, &kept).is_err() {
            swap::publish(&self.out, &site, &kept)?;
        }
        Ok(others_kept)
    }
}

/// Locks, and says so when another build has to be waited for.
fn patiently(parent: &fs::File, out: &Path) -> Result<(), std::io::Error> {
    match parent.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            let waited = std::time::Instant::now();
            while waited.elapsed() < PATIENCE {
                std::thread::sleep(PAUSE);
                if parent.try_lock().is_ok() {
                    return Ok(());
                }
            }
            report::notice(&format!("väntar på ett annat bygge till \"{}\" …", shown(out)));
            parent.lock()
        }
        Err(fs::TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// How long another build is waited for without a word, and how long between looks.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

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

/// Where no manifest says what the program has written, anything may be somebody's.
fn refuse_unknown(target: &Path, others: &Others, force: bool) -> Result<(), CommandError> {
    if !others.unknown || force || others.added.is_empty() {
        return Ok(());
    }
    let manifest = target.join(manifest::NAME);
    Err(CommandError::user(format!("\"{}\" saknas, som säger vad i mappen vplan har skrivit", shown(&manifest)))
        .hint("flytta mappen, eller skriv över det som ska få nytt innehåll med --force"))
}

/// What somebody has changed, or put in the place of something new, is replaced only when that is asked for. What stays
/// is not replaced.
fn refuse_changed(
    target: &Path,
    others: &Others,
    files: &Files,
    stays: &[PathBuf],
    force: bool,
) -> Result<(), CommandError> {
    // A folder of somebody's where a file is to be, and the other way round, is in the way too.
    let in_the_way = |path: &&PathBuf| {
        let own = folder::name(path);
        files
            .keys()
            .any(|file| *file == own || own.starts_with(&format!("{file}/")) || file.starts_with(&format!("{own}/")))
    };
    if let Some(path) = others.added.iter().find(in_the_way).filter(|_| !others.unknown) {
        return Err(folder::foreign(&format!("\"{}\"", shown(&target.join(path)))));
    }
    let is_as_new = |path: &PathBuf| {
        let there = folder::read(&target.join(path));
        files.get(&folder::name(path)).is_some_and(|new| there.as_ref() == Some(new))
    };
    match others.changed.iter().find(|path| !stays.contains(path) && !is_as_new(path)) {
        Some(path) if !force => Err(CommandError::user(format!(
            "\"{}\" har ändrats sedan vplan skrev den; inget har skrivits",
            shown(&target.join(path))
        ))
        .hint("spara ändringen någon annanstans, eller skriv över den med --force")),
        _ => Ok(()),
    }
}

/// A plan's folder that another file system is mounted on cannot change places with a new one, and would be emptied.
#[cfg(unix)]
fn refuse_mounted(out: &Path, target: &Path) -> Result<(), CommandError> {
    use std::os::unix::fs::MetadataExt;

    let device = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    if target.is_dir() && device(out) != device(target) {
        return Err(CommandError::user(format!("mappen \"{}\" är en egen volym och kan inte bytas ut", shown(target)))
            .hint("montera volymen på mappen ovanför, eller välj en annan mapp med --out"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_mounted(_: &Path, _: &Path) -> Result<(), CommandError> {
    Ok(())
}

/// Gives somebody's files in a plan's folder a second place in the new one: as links, or as copies where there are none.
fn keep(out: &Path, new: &Path, kept: &[Kept]) -> Result<(), (PathBuf, std::io::Error)> {
    for Kept { plan, paths } in kept {
        for path in paths {
            let (from, to) = (out.join(plan).join(path), new.join(plan).join(path));
            let linked = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
                fs::hard_link(&from, &to).or_else(|error| {
                    let is_file = fs::symlink_metadata(&from).is_ok_and(|meta| meta.is_file());
                    if is_file { fs::copy(&from, &to).map(drop) } else { Err(error) }
                })
            });
            linked.map_err(|error| (from, error))?;
        }
    }
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
