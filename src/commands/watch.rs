//! What tells that something was saved: the system where it can, and a look of our own now and then, since a folder on
//! a network tells nobody.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::source::files::{find_plans, is_hidden_name, plans_beside};

/// How long a save is waited for to be whole: editors write a file in several steps.
pub const QUIET: Duration = Duration::from_millis(15);

/// How often a folder is looked at where nothing tells of changes.
pub const LOOK: Duration = Duration::from_secs(2);

/// The folders that are watched.
pub struct Watching {
    /// None where the system cannot tell, and looks have to do.
    watcher: Option<RecommendedWatcher>,
    folders: Vec<PathBuf>,
}

/// Begins to watch; no folder yet. What is to be done when something was saved may be called often, and from any thread.
pub fn start(saved: impl Fn() + Send + 'static) -> Watching {
    let told = move |event: Result<Event, notify::Error>| {
        // Our own reading is told of too. What the system lost count of is looked at.
        if event.is_ok_and(|event| event.kind.is_access()) {
            return;
        }
        saved();
    };
    Watching { watcher: notify::recommended_watcher(told).ok(), folders: Vec::new() }
}

impl Watching {
    /// Watches these folders and no others.
    pub fn follow(&mut self, folders: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        for gone in self.folders.iter().filter(|own| !folders.contains(own)) {
            let _ = watcher.unwatch(gone);
        }
        self.folders.retain(|own| folders.contains(own));
        for new in folders {
            if !self.folders.contains(new) && watcher.watch(new, RecursiveMode::Recursive).is_ok() {
                self.folders.push(new.clone());
            }
        }
    }
}

/// The folders of plans, and of those beside that they may be compared with.
pub fn folders(asked: &[PathBuf]) -> Vec<PathBuf> {
    let Ok(plans) = find_plans(asked) else { return asked.to_vec() };
    let mut all: Vec<PathBuf> = plans.iter().flat_map(|plan| plans_beside(plan)).chain(plans.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// What folders look like from outside: each file's name, length and time. Another look tells whether to read again.
pub type Looks = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// Looks at folders.
pub fn look(folders: &[PathBuf]) -> Looks {
    let visible = |name: &std::ffi::OsStr| !is_hidden_name(&name.to_string_lossy());
    let files = folders.iter().flat_map(|folder: &PathBuf| {
        let walk = WalkDir::new(folder as &Path).sort_by_file_name().into_iter();
        walk.filter_entry(move |entry| entry.depth() == 0 || visible(entry.file_name())).flatten()
    });
    let seen = files.filter_map(|entry| {
        let data = entry.metadata().ok()?;
        // A folder's own time tells nothing that its files do not.
        data.is_file().then(|| (entry.path().to_owned(), data.len(), data.modified().ok()))
    });
    seen.collect()
}
