//! Several steps: each part of the site changes place with the old one, and back if one of them fails.

use std::fs;
use std::io::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::commands::error::CommandError;
use crate::commands::folder::{is_ours, manifest, top};
use crate::commands::publish::{Kept, Written, keep, write_all};
use crate::outputs::manifest::NAME;
use crate::source::files::{may_be_in_use, shown};

/// How the folder's name begins, in the folder of the site, where everything is written before the first part of the
/// site is touched.
const STAGING: &str = ".vplan-";

/// Publishes part by part.
///
/// # Errors
/// When something cannot be written. Then all is as before.
pub(super) fn publish(out: &Path, site: &Written, kept: &[Kept]) -> Result<(), CommandError> {
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(out)
        .map_err(|error| CommandError::io("skapas", out, &error))?;
    let (new, old) = (staging.path().join("new"), staging.path().join("old"));
    for folder in [&new, &old] {
        fs::create_dir(folder).map_err(|error| CommandError::io("skapas", folder, &error))?;
    }
    let written = |folder: PathBuf, files| {
        write_all(&folder, files).map_err(|(path, error)| CommandError::io("skrivas", &path, &error))
    };
    for (name, files) in &site.plans {
        written(new.join(name), files)?;
    }
    written(new.clone(), &site.top)?;
    keep(out, &new, kept).map_err(|(path, error)| CommandError::io("behållas", &path, &error))?;
    let plans = site.plans.iter().map(|(name, _)| name.clone());
    let mut names: Vec<String> = plans.chain(site.top.keys().map(|path| top(path).to_owned())).collect();
    names.extend(left_behind(out));
    names.dedup();
    let swaps: Vec<Swap> = names
        .iter()
        .enumerate()
        .filter(|(at, name)| !names[..*at].contains(name))
        .map(|(_, name)| Swap {
            new: Some(new.join(name)).filter(|new| new.exists()),
            target: out.join(name),
            old: old.join(name),
        })
        .collect();
    if let Err(error) = perform(&swaps) {
        // What could not be put back must not be thrown away with the staging folder.
        let stranded = fs::read_dir(&old).is_ok_and(|mut left| left.next().is_some());
        return Err(if stranded {
            let kept = staging.keep();
            error.hint(format!("det som fanns förut ligger kvar i \"{}\"", shown(&kept.join("old"))))
        } else {
            error
        });
    }
    // What is left in the staging folder is the old output. The new is in place whether it can be removed or not.
    let _ = staging.close();
    Ok(())
}

/// Puts back what a stopped build had taken away and not replaced, and clears away the rest of what it left.
pub fn clear(out: &Path) {
    for entry in fs::read_dir(out).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(STAGING) {
            continue;
        }
        let mut back = true;
        for taken in fs::read_dir(entry.path().join("old")).into_iter().flatten().flatten() {
            let target = out.join(taken.file_name());
            back &= target.exists() || fs::rename(taken.path(), target).is_ok();
        }
        if back {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The program's own files over all plans that are there already.
fn left_behind(out: &Path) -> Vec<String> {
    let listed = manifest(out);
    let files = listed.into_iter().flat_map(|manifest| manifest.files.into_keys());
    let names = files.map(|path| top(&path).to_owned()).chain(["index.html".to_owned(), NAME.to_owned()]);
    names.filter(|name| is_ours(out, name)).collect()
}

/// Something new in place of something old, or nothing in place of it.
struct Swap {
    new: Option<PathBuf>,
    target: PathBuf,
    old: PathBuf,
}

/// All swaps or none: when one fails, those before it are undone.
fn perform(swaps: &[Swap]) -> Result<(), CommandError> {
    for (at, swap) in swaps.iter().enumerate() {
        if let Err(error) = swap.perform() {
            swaps[..at].iter().rev().for_each(Swap::undo);
            return Err(error);
        }
    }
    Ok(())
}

impl Swap {
    fn perform(&self) -> Result<(), CommandError> {
        if self.target.exists() {
            moved(&self.target, &self.old).map_err(|error| CommandError::io("ersättas", &self.target, &error))?;
        }
        let Some(new) = &self.new else { return Ok(()) };
        moved(new, &self.target).map_err(|error| {
            self.undo();
            CommandError::io("skrivas", &self.target, &error)
        })
    }

    /// Puts the old back. Nothing more can be done if this fails too; the first error is the one to tell.
    fn undo(&self) {
        if let Some(new) = &self.new {
            let _ = moved(&self.target, new);
        }
        if self.old.exists() {
            let _ = moved(&self.old, &self.target);
        }
    }
}

/// Moves a file or folder, and on Windows waits for programs that look into what has just been written, such as those
/// that search for viruses.
fn moved(from: &Path, to: &Path) -> Result<(), Error> {
    const PAUSE: Duration = Duration::from_millis(100);
    patiently(|| fs::rename(from, to), |error| may_be_in_use(error, cfg!(windows)), || std::thread::sleep(PAUSE))
}

/// Attempts something again while it fails for a reason that may pass, ten times at most.
fn patiently(
    mut attempt: impl FnMut() -> Result<(), Error>,
    may_pass: impl Fn(&Error) -> bool,
    wait: impl Fn(),
) -> Result<(), Error> {
    for _ in 1..10 {
        match attempt() {
            Err(error) if may_pass(&error) => wait(),
            other => return other,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::{Error, ErrorKind};

    use super::patiently;

    #[test]
    fn only_what_may_pass_is_waited_for() {
        for (failures, kind, attempts, done) in [
            (0, ErrorKind::PermissionDenied, 1, true),
            (3, ErrorKind::PermissionDenied, 4, true),
            (9, ErrorKind::PermissionDenied, 10, true),
            (10, ErrorKind::PermissionDenied, 10, false),
            (3, ErrorKind::NotFound, 1, false),
        ] {
            let (made, waited) = (Cell::new(0), Cell::new(0));
            let outcome = patiently(
                || {
                    made.set(made.get() + 1);
                    if made.get() > failures { Ok(()) } else { Err(Error::from(kind)) }
                },
                |error| error.kind() == ErrorKind::PermissionDenied,
                || waited.set(waited.get() + 1),
            );
            assert_eq!((made.get(), outcome.is_ok()), (attempts, done), "{failures} {kind}");
            assert_eq!(waited.get(), attempts - 1);
        }
    }
}
