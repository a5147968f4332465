//! Plans at a revision, read from git's object database: nothing is checked out and nothing is written.
//!
//! [`Repository::discover`] finds the repository around a folder, [`Repository::meant`] says which two trees an
//! expression means, and [`Revision::sources`] reads a plan's files as the disk reader would have read them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Display, Formatter};
use std::path::{Component, Path, PathBuf};

use gix::objs::tree::EntryKind;
use gix::revision::plumbing::Spec;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::names::closest;
use crate::source::disk::leads_out;
use crate::source::files::{DEEPEST, LARGEST, PLAN_FILE, Sources, is_hidden_name, shown, too_large};

/// A repository, and where in it the program was started.
pub struct Repository {
    inner: gix::Repository,
    /// The folder of the program in the work tree, with `/`; empty at its root.
    prefix: String,
}

/// A tree of a repository.
pub struct Revision<'a> {
    /// What the user called it.
    pub name: String,
    tree: gix::Tree<'a>,
}

/// Why there is nothing to read in git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The folder lies in no repository.
    NoRepository(PathBuf),
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
        /// What to do, with the space before it; empty where nothing can be done.
        hint: String,
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
            Self::NoFiles(name) => {
                write!(out, "\"{name}\" är ingen revision med filer (skriv till exempel HEAD~1, main eller en tagg)")
            }
        }
    }
}

impl Error for GitError {}

/// What an expression means.
pub enum Meant<'a> {
    /// One revision.
    One(Revision<'a>),
    /// `A..B`, or with three dots from where they parted.
    Two(Revision<'a>, Revision<'a>),
}

impl Repository {
    /// The repository around a folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn discover(folder: &Path) -> Result<Self, GitError> {
        let inner = gix::discover(folder)
            .map_err(|_| GitError::NoRepository(folder.canonicalize().unwrap_or_else(|_| folder.to_owned())))?;
        let root = inner.workdir().and_then(|root| root.canonicalize().ok());
        let own = folder.canonicalize().ok();
        let prefix = root.zip(own).and_then(|(root, own)| own.strip_prefix(root).ok().map(shown)).unwrap_or_default();
        Ok(Self { inner, prefix })
    }

    /// Whether there are files beside the history; a bare repository has none.
    pub fn has_work_tree(&self) -> bool {
        self.inner.workdir().is_some()
    }

    /// A path as given, from the root of the repository. Nothing when it leads out of it.
    pub fn within(&self, path: &Path) -> Option<String> {
        let root = self.inner.workdir().and_then(|root| root.canonicalize().ok());
        if let (Some(root), true) = (&root, path.is_absolute()) {
            let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            return path.strip_prefix(root).ok().map(shown);
        }
        let mut parts: Vec<String> =
            self.prefix.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        for part in path.components() {
            match part {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                Component::ParentDir => drop(parts.pop()?),
                Component::CurDir => {}
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(parts.join("/"))
    }

    /// A path from the root of the repository, as it is reached from where the program was started.
    pub fn reached(&self, path: &str) -> PathBuf {
        let own: Vec<&str> = self.prefix.split('/').filter(|part| !part.is_empty()).collect();
        let parts: Vec<&str> = path.split('/').collect();
        let shared = own.iter().zip(&parts).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", own.len() - shared);
        let path: PathBuf = up.chain(parts[shared..].iter().copied()).collect();
        if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
    }

    /// Whether an expression names anything.
    pub fn knows(&self, written: &str) -> bool {
        self.inner.rev_parse(written).is_ok()
    }

    /// What an expression means: `HEAD~2`, `main`, `v2025`, `main..HEAD`, `origin/main...HEAD`.
    ///
    /// # Errors
    /// When it means nothing that can be compared, with what may be meant.
    pub fn meant(&self, written: &str) -> Result<Meant<'_>, GitError> {
        let spec = self.inner.rev_parse(written).map_err(|_| self.unknown(written))?.detach();
        let halves = |dots: &str| {
            let (first, second) = written.split_once(dots).unwrap_or((written, written));
            let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
            (or_head(first), or_head(second))
        };
        match spec {
            Spec::Include(id) => Ok(Meant::One(self.revision(written, id)?)),
            Spec::Range { from, to } => {
                let (first, second) = halves("..");
                Ok(Meant::Two(self.revision(&first, from)?, self.revision(&second, to)?))
            }
            Spec::Merge { theirs, ours } => {
                let base = self.inner.merge_base(theirs, ours).ok().flatten();
                let base = base.ok_or_else(|| GitError::NoCommonAncestor {
                    written: written.to_owned(),
                    hint: self.shallow_hint(),
                })?;
                let (_, second) = halves("...");
                let name = format!("{} (där grenarna skildes)", base.shorten_or_id());
                Ok(Meant::Two(self.revision(&name, base.detach())?, self.revision(&second, ours)?))
            }
            _ => Err(GitError::NotComparable(written.to_owned())),
        }
    }

    fn revision(&self, name: &str, id: gix::ObjectId) -> Result<Revision<'_>, GitError> {
        let gone = |_| GitError::Unreadable { name: name.to_owned(), hint: self.shallow_hint() };
        let object = self.inner.find_object(id).map_err(gone)?;
        let tree = object.peel_to_tree().map_err(|_| GitError::NoFiles(name.to_owned()))?;
        Ok(Revision { name: name.to_owned(), tree })
    }

    fn unknown(&self, written: &str) -> GitError {
        let names = self.names();
        let root = written.split(['~', '^', ':', '@']).next().unwrap_or(written);
        let known = names.iter().any(|name| name == root) || root.is_empty();
        let hint = closest(root, names.iter().map(String::as_str)).filter(|_| !known);
        let hint = hint.map(|best| format!(" (menade du \"{best}\"?)"));
        let hint = hint.unwrap_or_else(|| {
            let shallow = self.shallow_hint();
            if !shallow.is_empty() {
                shallow
            } else if known {
                " (så långt tillbaka går inte historiken)".to_owned()
            } else {
                " (skriv en gren, en tagg, ett id eller till exempel HEAD~1; en plan är en mapp med plan.yaml)"
                    .to_owned()
            }
        });
        GitError::NoSuchRevision { written: written.to_owned(), hint }
    }

    /// What to do about history that was not fetched; empty where all of it was.
    fn shallow_hint(&self) -> String {
        if self.inner.is_shallow().unwrap_or(false) {
            " (förrådet är en grund klon och har inte hela historiken: kör git fetch --unshallow, eller sätt fetch-depth: 0 i GitHub Actions och GIT_DEPTH: 0 i GitLab)".to_owned()
        } else {
            String::new()
        }
    }

    /// Names of branches and tags, and `HEAD`.
    fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::from(["HEAD".to_owned()]);
        if let Ok(platform) = self.inner.references()
            && let Ok(all) = platform.all()
        {
            names.extend(all.flatten().map(|reference| reference.name().shorten().to_string()));
        }
        names
    }
}

/// A file of a tree.
struct Blob {
    path: String,
    id: gix::ObjectId,
}

impl Revision<'_> {
    /// The plans at or under folders of the tree, in alphabetical order.
    pub fn plans(&self, under: &[String]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for folder in under {
            let (blobs, _) = self.blobs(folder).unwrap_or_default();
            for blob in blobs {
                let path = blob.path.as_str();
                if path == PLAN_FILE {
                    found.insert(folder.clone());
                } else if let Some(inner) = path.strip_suffix(PLAN_FILE).and_then(|inner| inner.strip_suffix('/')) {
                    found.insert(if folder.is_empty() { inner.to_owned() } else { format!("{folder}/{inner}") });
                }
            }
        }
        found
    }

    /// A plan's files, by the folder's path in the tree; messages name it as `shown`. Nothing when the folder is not there.
    pub fn sources(&self, folder: &str, shown: &str) -> Option<(Sources, Vec<Diagnostic>)> {
        let (blobs, out) = self.blobs(folder)?;
        let mut sources = Sources { folder: shown.to_owned(), ..Sources::default() };
        let mut problems: Vec<Diagnostic> = out.iter().map(|path| leads_out(&format!("{shown}/{path}"))).collect();
        for blob in blobs {
            let path = || format!("{shown}/{}", blob.path);
            if self.tree.repo.find_header(blob.id).is_ok_and(|header| header.size() > LARGEST) {
                problems.push(too_large(&path()));
                continue;
            }
            match self.tree.repo.find_object(blob.id) {
                Ok(mut object) => sources.insert(&blob.path, std::mem::take(&mut object.data), &mut problems),
                Err(_) => problems.push(
                    Diagnostic::error(
                        "fil-kan-inte-läsas",
                        format!("filen \"{}\" kan inte läsas ur git ({}: objektet saknas)", path(), self.name),
                    )
                    .hint("hämta det som saknas med git fetch"),
                ),
            }
        }
        Some((sources, problems))
    }

    /// The files under a folder of the tree that the disk reader would read, with paths relative to the folder. Submodules
    /// are no files of the plan; a link to a file of it is that file. Then the links that lead to none of its files.
    fn blobs(&self, folder: &str) -> Option<(Vec<Blob>, Vec<String>)> {
        let tree = if folder.is_empty() {
            self.tree.clone()
        } else {
            let entry = self.tree.lookup_entry_by_path(folder).ok().flatten()?;
            entry.object().ok()?.try_into_tree().ok()?
        };
        let (mut found, mut out) = (Vec::new(), Vec::new());
        let mut folders = vec![(tree, String::new(), 1)];
        while let Some((tree, above, depth)) = folders.pop() {
            for entry in tree.iter().flatten() {
                let name = entry.filename().to_string();
                if is_hidden_name(&name) {
                    continue;
                }
                let path = if above.is_empty() { name } else { format!("{above}/{name}") };
                match entry.mode().kind() {
                    EntryKind::Blob | EntryKind::BlobExecutable => found.push(Blob { path, id: entry.object_id() }),
                    EntryKind::Tree if depth < DEEPEST => {
                        let inner = entry.object().ok().and_then(|object| object.try_into_tree().ok());
                        folders.extend(inner.map(|inner| (inner, path, depth + 1)));
                    }
                    EntryKind::Link => match self.linked(&entry, folder, &path) {
                        Some(id) => found.push(Blob { path, id }),
                        None => out.push(path),
                    },
                    EntryKind::Tree | EntryKind::Commit => {}
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        out.sort();
        Some((found, out))
    }

    /// The file that a symbolic link in a folder of the tree leads to, when that is in the folder too.
    fn linked(&self, entry: &gix::object::tree::EntryRef<'_, '_>, folder: &str, path: &str) -> Option<gix::ObjectId> {
        let object = entry.object().ok()?;
        let target = std::str::from_utf8(&object.data).ok().filter(|target| !target.starts_with('/'))?;
        let from = format!("{folder}/{path}");
        let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
        parts.pop();
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                name => parts.push(name),
            }
        }
        let own: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let within = parts.strip_prefix(own.as_slice())?;
        if within.iter().any(|part| is_hidden_name(part)) {
            return None;
        }
        let found = self.tree.lookup_entry_by_path(parts.join("/")).ok().flatten()?;
        matches!(found.mode().kind(), EntryKind::Blob | EntryKind::BlobExecutable).then(|| found.object_id())
    }
}
