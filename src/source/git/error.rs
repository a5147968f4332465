//! Why there is nothing to read in git, in Swedish, with what to do about it.

use std::error::Error;
use std::fmt::{Display, Formatter};
use std::path::PathBuf;

use crate::source::files::shown;

/// Why there is nothing to read in git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The folder lies in no repository.
    NoRepository(PathBuf),
    /// A repository is there, and cannot be opened.
    Unopened {
        /// Its folder.
        folder: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// There is no commit yet.
    NoCommits,
    /// A name means several things; a hint in parentheses says which.
    Ambiguous {
        /// As written.
        written: String,
        /// What to write instead, with the space before it.
        hint: String,
    },
    /// Nothing has the name that was written; a hint in parentheses says what may be meant.
    NoSuchRevision {
        /// As written.
        written: String,
        /// What to do, with the space before it.
        hint: String,
    },
    /// The two sides have nothing in common to start from.
    NoCommonAncestor {
        /// As written.
        written: String,
        /// What to do, with the space before it; empty where nothing can be done.
        hint: String,
    },
    /// It is an expression, but not of one or two revisions.
    NotComparable(String),
    /// Objects of the revision are not in the repository.
    Unreadable {
        /// As written.
        name: String,
        /// What to do, with the space before it.
        hint: String,
    },
    /// It is a folder of a revision, in which no plan has the place that it has in the work tree.
    Folder {
        /// The revision.
        revision: String,
        /// The folder in it.
        folder: String,
    },
    /// What has the name holds no files.
    NoFiles(String),
}

impl Display for GitError {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoRepository(folder) => write!(
                out,
                "\"{}\" ligger inte i något git-förråd (jämför två mappar med vplan diff PLAN_A PLAN_B, eller börja med git init)",
                shown(folder)
            ),
            Self::Unopened { folder, why } => {
                write!(out, "git-förrådet i \"{}\" kan inte öppnas: {why}", shown(folder))
            }
            Self::NoCommits => write!(
                out,
                "git-förrådet har ingen incheckning än (gör den första med git add och git commit, eller jämför två mappar med vplan diff PLAN_A PLAN_B)"
            ),
            Self::Ambiguous { written, hint } => write!(out, "\"{written}\" är flertydigt{hint}"),
            Self::NoSuchRevision { written, hint } => write!(out, "revisionen \"{written}\" finns inte{hint}"),
            Self::NoCommonAncestor { written, hint } => {
                write!(out, "\"{written}\" har ingen gemensam föregångare{hint}")
            }
            Self::NotComparable(written) => {
                write!(out, "\"{written}\" är ingen revision att jämföra med (skriv till exempel HEAD~1 eller main)")
            }
            Self::Unreadable { name, hint } => {
                write!(out, "revisionen \"{name}\" kan inte läsas: objekt saknas i förrådet{hint}")
            }
            Self::Folder { revision, folder } => write!(
                out,
                "\"{revision}:{folder}\" är en mapp i en revision (skriv revisionen, och mappen med --plan: vplan diff {revision} --plan {folder})"
            ),
            Self::NoFiles(name) => {
                write!(out, "\"{name}\" är ingen revision med filer (skriv till exempel HEAD~1, main eller en tagg)")
            }
        }
    }
}

impl Error for GitError {}
