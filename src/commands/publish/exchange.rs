//! One step: a whole new folder beside the old one, and the two change places.
//!
//! The new folder holds the new site and, by hard links, everything else that the old one holds: plans of other
//! years and what is somebody's. A stopped build leaves its folder beside, `.out.vplan-…`, which then holds either
//! the new site that nobody has seen or the old one that nobody needs; the next build clears it away.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::commands::folder::{self, MARK, is_ours};
use crate::commands::publish::{Kept, Written, keep, write_all};

/// In the folder beside: what will be published, and after the exchange what was.
const NEW: &str = "site";

/// In the folder beside: the old site, when it can be removed.
const RETIRED: &str = "gammal";

/// In the folder beside: which folder [`NEW`] was when it was made, to know whether it still is.
const IDENTITY: &str = "identitet";

/// The folder around a folder, where there is one.
pub fn around(out: &Path) -> Option<PathBuf> {
    out.canonicalize().ok()?.parent().map(Path::to_owned)
}

/// Publishes in one step.
///
/// # Errors
/// When that cannot be done here. Then nothing has changed.
pub(super) fn publish(out: &Path, site: &Written, kept: &[Kept]) -> Result<(), Error> {
    // What leads to the folder, a symbolic link for one, stays as it is.
    let out = out.canonicalize()?;
    let parent = around(&out).ok_or(ErrorKind::Unsupported)?;
    refuse(&out)?;
    let beside = tempfile::Builder::new().prefix(&prefix(&out)).tempdir_in(parent)?;
    let new = beside.path().join(NEW);
    fs::create_dir(&new)?;
    fs::write(beside.path().join(IDENTITY), identity(&new)?)?;
    // First, so that what is written in the folder gets its group where the folder says so.
    give_owner_and_mode(&out, &new)?;
    for (name, files) in &site.plans {
        write_all(&new.join(name), files).map_err(|(_, error)| error)?;
    }
    write_all(&new, &site.top).map_err(|(_, error)| error)?;
    keep(&out, &new, kept).map_err(|(_, error)| error)?;
    for entry in fs::read_dir(&out)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_plan = entry.path().join(MARK).is_file();
        // Files of ours over all plans that the new site has no use for are left behind.
        if !new.join(&name).exists() && (is_plan || !is_ours(&out, &name.to_string_lossy())) {
            link(&entry.path(), &new.join(&name))?;
        }
    }
    change_places(&new, &out)?;
    // The new site is in place, whether the old one can be cleared away or not.
    let beside = beside.keep();
    if retire(&new, &out) {
        let _ = fs::remove_dir_all(beside);
    }
    Ok(())
}

/// Clears away what stopped builds have left beside a folder.
pub fn clear(out: &Path) {
    let Ok(out) = out.canonicalize() else { return };
    let Some(entries) = out.parent().and_then(|parent| fs::read_dir(parent).ok()) else { return };
    let prefix = prefix(&out);
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
        let new = entry.path().join(NEW);
        // Before the exchange it is the new site that nobody has seen, and after it the old one.
        let was = folder::read(&entry.path().join(IDENTITY)).and_then(|bytes| String::from_utf8(bytes).ok());
        let exchanged = was.is_some() && new.exists() && identity(&new).ok() != was;
        if !exchanged || retire(&new, &out) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn prefix(out: &Path) -> String {
    format!(".{}.vplan-", out.file_name().unwrap_or_default().to_string_lossy())
}

/// Makes an old site, beside the new one, ready to be removed; whether it is. What is not the program's own is in the
/// new site too, by a link; what has come or changed since it was linked is brought over, unless something newer
/// stands in its place.
fn retire(old: &Path, out: &Path) -> bool {
    for entry in fs::read_dir(old).into_iter().flatten().flatten() {
        if !is_ours(old, &entry.file_name().to_string_lossy()) {
            bring_over(&entry.path(), &out.join(entry.file_name()));
            if fs::symlink_metadata(entry.path()).is_ok() {
                return false;
            }
        }
    }
    // By this name it is known to hold nothing of worth, even when it is half removed.
    fs::rename(old, old.with_file_name(RETIRED)).is_ok()
}

/// Removes a file or folder of an old site that the new one links to, and brings over what it does not.
fn bring_over(old: &Path, new: &Path) {
    for entry in WalkDir::new(old).contents_first(true).into_iter().flatten() {
        let Ok(below) = entry.path().strip_prefix(old) else { continue };
        // Joining nothing would end the path with a separator.
        let target = if below.as_os_str().is_empty() { new.to_owned() } else { new.join(below) };
        if entry.file_type().is_dir() {
            let _ = fs::create_dir_all(&target);
            let _ = fs::remove_dir(entry.path());
        } else if is_newer(entry.path(), &target) {
            let _ = target.parent().map(fs::create_dir_all);
            let _ = fs::rename(entry.path(), &target);
        } else {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is another than the one in its place, and not older.
fn is_newer(old: &Path, target: &Path) -> bool {
    let (Ok(a), Ok(b)) = (fs::symlink_metadata(old), fs::symlink_metadata(target)) else { return true };
    let same = identity(old).ok() == identity(target).ok();
    !same && a.modified().ok() >= b.modified().ok()
}

/// Makes everything at and under a path stand in a second place too.
fn link(from: &Path, to: &Path) -> Result<(), Error> {
    let mut folders = Vec::new();
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let below = entry.path().strip_prefix(from).map_err(|_| ErrorKind::Other)?;
        let target = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
        if entry.file_type().is_dir() {
            refuse(entry.path())?;
            fs::create_dir(&target)?;
            folders.push((entry.into_path(), target));
        } else {
            fs::hard_link(entry.path(), &target)?;
        }
    }
    // Innermost first, and after its content: a folder may be one that nobody writes in.
    for (from, to) in folders.iter().rev() {
        give_owner_and_mode(from, to)?;
        let modified = fs::metadata(from)?.modified()?;
        fs::File::open(to)?.set_modified(modified)?;
    }
    Ok(())
}

/// Refuses a folder that cannot be replaced by one like it: without the right to write in it, with rights beyond
/// owner and mode, or with the program standing in it.
#[cfg(target_os = "linux")]
fn refuse(folder: &Path) -> Result<(), Error> {
    use rustix::fs::{Access, access, listxattr};

    access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
    let mut names = vec![0; 64 * 1024];
    let length = listxattr(folder, &mut names).unwrap_or(0);
    let lists_rights = names[..length].split(|byte| *byte == 0).any(|name| name.starts_with(b"system.posix_acl"));
    let stands_in_it = std::env::current_dir().is_ok_and(|current| current.starts_with(folder));
    if lists_rights || stands_in_it { Err(ErrorKind::Unsupported.into()) } else { Ok(()) }
}

#[cfg(target_os = "linux")]
fn change_places(a: &Path, b: &Path) -> Result<(), Error> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(target_os = "linux")]
fn give_owner_and_mode(from: &Path, to: &Path) -> Result<(), Error> {
    use std::os::unix::fs::{MetadataExt, chown};

    let (wanted, has) = (fs::metadata(from)?, fs::metadata(to)?);
    if (wanted.uid(), wanted.gid()) != (has.uid(), has.gid()) {
        chown(to, Some(wanted.uid()), Some(wanted.gid()))?;
    }
    fs::set_permissions(to, wanted.permissions())
}

/// What tells a file or folder from every other.
#[cfg(target_os = "linux")]
fn identity(path: &Path) -> Result<String, Error> {
    use std::os::unix::fs::MetadataExt;

    fs::symlink_metadata(path).map(|meta| format!("{}:{}", meta.dev(), meta.ino()))
}

#[cfg(not(target_os = "linux"))]
fn refuse(_: &Path) -> Result<(), Error> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn change_places(_: &Path, _: &Path) -> Result<(), Error> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn give_owner_and_mode(_: &Path, _: &Path) -> Result<(), Error> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn identity(_: &Path) -> Result<String, Error> {
    Err(ErrorKind::Unsupported.into())
}
