//! The project's plans, each read and drafted once for all tests that only look at it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{project, snapshot};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, draft};

/// Files of a plan by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A plan of the project as it is.
pub(crate) struct Plan {
    /// Its folder in the project, which messages name.
    pub(crate) folder: &'static str,
    pub(crate) files: Files,
    pub(crate) draft: Draft,
}

/// The folders of the plans, the earlier first.
pub(crate) const FOLDERS: [&str; 2] = ["plan/2024", "plan/2025"];

static PLANS: [LazyLock<Plan>; 2] =
    [LazyLock::new(|| Plan::read(FOLDERS[0])), LazyLock::new(|| Plan::read(FOLDERS[1]))];

/// The plan in a folder of the project.
pub(crate) fn plan(folder: &str) -> &'static Plan {
    let at = FOLDERS.iter().position(|own| *own == folder);
    &PLANS[at.unwrap_or_else(|| panic!("{folder} is no plan of the project"))]
}

/// A plan from its files, with what reading them told first among its problems.
pub(crate) fn drafted<'a>(folder: &str, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Draft {
    drafted_after(folder, files, None)
}

/// The same beside last year's plan, from which it may fetch figures.
pub(crate) fn drafted_after<'a>(
    folder: &str,
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    earlier: Option<Sources>,
) -> Draft {
    let (sources, mut problems) = Sources::from_memory(folder, files);
    let mut draft = draft(Sources { earlier: earlier.map(Box::new), ..sources });
    problems.append(&mut draft.problems);
    Draft { problems, ..draft }
}

impl Plan {
    fn read(folder: &'static str) -> Self {
        let found = snapshot(&project(folder)).into_iter();
        let files: Files = found.filter_map(|(path, bytes)| Some((path, bytes?))).collect();
        let draft = whole(folder, borrowed(&files));
        Self { folder, files, draft }
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).expect("it is text")
    }

    /// The plan with some files written otherwise.
    pub(crate) fn edited(&self, edits: &[(String, String)]) -> Draft {
        let mut files: BTreeMap<&str, &[u8]> = borrowed(&self.files).collect();
        files.extend(edits.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
        whole(self.folder, files.into_iter())
    }
}

/// A plan whose files can all be read.
fn whole<'a>(folder: &str, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Draft {
    let (sources, problems) = Sources::from_memory(folder, files);
    assert!(problems.is_empty(), "{problems:?}");
    draft(sources)
}

fn borrowed(files: &Files) -> impl Iterator<Item = (&str, &[u8])> {
    files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}
