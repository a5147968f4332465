//! Which commit the files of a folder are those of, by git's own account.

use gix::status::{Item, UntrackedFiles};

use crate::quantity::date::Date;
use crate::source::files::{PLAN_FILE, is_hidden_name};
use crate::source::git::Repository;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Digits of a commit's id. Git itself writes more or fewer after how many objects a clone has, and the same plan is to
/// give the same bytes everywhere.
const DIGITS: usize = 10;

/// A commit, and whether a folder's files are those of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The beginning of the commit's id.
    pub id: String,
    /// The day it was made, where it was made.
    pub date: Option<Date>,
    /// Whether the folder's files are others.
    pub changed: bool,
}

/// The day of a time, where it was noted.
pub(crate) fn day(time: gix::date::Time) -> Option<Date> {
    i32::try_from((time.seconds + i64::from(time.offset)).div_euclid(DAY)).ok().and_then(Date::of_day)
}

impl Repository {
    /// The version of the plan in the folder that the repository was found from. Nothing where there is no commit.
    pub fn version(&self) -> Option<Version> {
        self.inner.workdir()?;
        let commit = self.inner.head_commit().ok()?;
        let (id, date) = self.last()?;
        let plan = std::path::Path::new(&self.prefix).join(PLAN_FILE);
        let committed = commit.tree().and_then(|tree| tree.lookup_entry_by_path(plan)).is_ok_and(|plan| plan.is_some());
        Some(Version {
            id,
            date,
            // Where git cannot tell, nothing is said to be what may be something else.
            changed: !committed || self.is_changed().unwrap_or(true),
        })
    }

    /// The beginning of the last commit's id, and the day it was made. Nothing where there is none.
    pub fn last(&self) -> Option<(String, Option<Date>)> {
        let commit = self.inner.head_commit().ok()?;
        Some((commit.id.to_hex_with_len(DIGITS).to_string(), commit.time().ok().and_then(day)))
    }

    /// Whether `git status` tells of a file of the folder that is a source: nobody reads the lock that an office program
    /// leaves, though git does not know it.
    fn is_changed(&self) -> Result<bool, gix::Error> {
        let folder = format!(":(top,literal){}", self.prefix);
        let patterns = (!self.prefix.is_empty()).then(|| folder.into());
        let status = self.inner.status(gix::progress::Discard)?.untracked_files(UntrackedFiles::Files);
        for item in status.into_iter(patterns)? {
            let item = item?;
            let told = match &item {
                Item::TreeIndex(_) => true,
                Item::IndexWorktree(item) => item.summary().is_some(),
            };
            let path = item.location().to_string();
            let within = path.strip_prefix(&self.prefix).unwrap_or(&path);
            if told && !within.split('/').any(is_hidden_name) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
