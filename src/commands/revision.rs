//! Which version of the sources a plan was built from, by git's own account.
//!
//! Absent where the plan lies in no repository, or in one without a commit. The clock and the user are never asked.

use std::path::Path;

use crate::outputs::Revision;
use crate::source::git::Repository;
use crate::swedish;

/// The revision of a plan's folder.
pub fn of(folder: &Path) -> Option<Revision> {
    let version = Repository::discover(folder).ok()?.version()?;
    Some(Revision { id: version.id, date: version.date.map(swedish::date), changed: version.changed })
}
