//! Plans at a revision, read from git's object database: nothing is checked out and nothing is written.
//!
//! [`Repository::discover`] finds the repository around a folder, [`Repository::meant`] says which two trees an
//! expression means, and [`Revision::sources`] reads a plan's files as the disk reader would have read them.

pub mod error;
pub mod names;
pub mod revision;
pub mod version;

use std::path::{Component, Path, PathBuf};

use gix::revision::plumbing::Spec;
use gix::revision::spec::parse::{ObjectKindHint, Options};

use crate::source::files::shown;
pub use crate::source::git::error::GitError;
use crate::source::git::names::halves;
pub use crate::source::git::revision::Revision;

/// A repository, and where in it the program was started.
pub struct Repository {
    inner: gix::Repository,
    /// The folder of the program in the work tree, with `/`; empty at its root.
    prefix: String,
}

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
    /// When there is none, or it cannot be opened.
    pub fn discover(folder: &Path) -> Result<Self, GitError> {
        let own = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if let Some((root, target)) = astray(&own) {
            let why = format!(
                "filen .git pekar på \"{}\", som inte finns (har huvudförrådet flyttats, kör git worktree repair \"{}\" där)",
                shown(&target),
                shown(&root)
            );
            return Err(GitError::Unopened { folder: root, why });
        }
        let inner = gix::discover(folder).map_err(|error| unopened(&own, &error))?;
        let root = inner.workdir().and_then(|root| root.canonicalize().ok());
        let storage = inner.config_snapshot().string("extensions.refStorage").map(|storage| storage.to_string());
        if let Some(storage) = storage.filter(|storage| storage != "files") {
            let why = format!(
                "grenarna är lagrade som {storage}, som vplan inte kan läsa (kör git refs migrate --ref-format=files, som kräver git 2.46 eller nyare)"
            );
            return Err(GitError::Unopened { folder: root.unwrap_or(own), why });
        }
        let prefix = root.and_then(|root| own.strip_prefix(root).ok().map(shown)).unwrap_or_default();
        Ok(Self { inner, prefix })
    }

    /// Whether there are files beside the history; a bare repository has none.
    pub fn has_work_tree(&self) -> bool {
        self.inner.workdir().is_some()
    }

    /// What somebody has begun in the work tree and not ended, in Swedish; nothing when all is done.
    pub fn in_progress(&self) -> Option<&'static str> {
        use gix::state::InProgress;
        Some(match self.inner.state()? {
            InProgress::Merge => "en sammanslagning (merge)",
            InProgress::Rebase | InProgress::RebaseInteractive => "en omläggning av versioner (rebase)",
            InProgress::CherryPick | InProgress::CherryPickSequence => "en hämtning av en version (cherry-pick)",
            InProgress::Revert | InProgress::RevertSequence => "ett återtagande av en version (revert)",
            InProgress::Bisect => "en felsökning (bisect)",
            InProgress::ApplyMailbox | InProgress::ApplyMailboxRebase => "en inläsning av ändringar (am)",
        })
    }

    /// Whether what is committed now belongs to a branch.
    pub fn is_on_branch(&self) -> bool {
        self.inner.head().is_ok_and(|head| !head.is_detached())
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

    /// Whether the work tree is a sparse one that leaves a file out, which is no less in the repository.
    pub fn leaves_out(&self, path: &str) -> bool {
        let Ok(index) = self.inner.index_or_empty() else { return false };
        let entry = index.entry_by_path(path.into());
        entry.is_some_and(|entry| entry.flags.contains(gix::index::entry::Flags::SKIP_WORKTREE))
    }

    /// Whether an expression names anything.
    pub fn knows(&self, written: &str) -> bool {
        self.parsed(written).is_ok()
    }

    /// What an expression means: `HEAD~2`, `main`, `v2025`, `main..HEAD`, `origin/main...HEAD`.
    ///
    /// # Errors
    /// When it means nothing that can be compared, with what may be meant.
    pub fn meant(&self, written: &str) -> Result<Meant<'_>, GitError> {
        self.refuse_namesakes(written)?;
        let spec = self.parsed(written).map_err(|error| self.unknown(written, &error))?;
        let mut halves = halves(written);
        let mut half = || halves.next().unwrap_or(written);
        match spec {
            Spec::Include(id) => Ok(Meant::One(self.revision(written, id)?)),
            Spec::Range { from, to } => {
                let (first, second) = (half(), half());
                Ok(Meant::Two(self.revision(first, from)?, self.revision(second, to)?))
            }
            Spec::Merge { theirs, ours } => {
                let base = self.inner.merge_bases_many(theirs, &[ours]).map_err(|_| self.unreadable(written))?;
                let base = base.first().copied().ok_or_else(|| GitError::NoCommonAncestor {
                    written: written.to_owned(),
                    hint: self.shallow_hint(),
                })?;
                let (_, second) = (half(), half());
                let name = format!("{} (där grenarna skildes)", base.shorten_or_id());
                Ok(Meant::Two(self.revision(&name, base.detach())?, self.revision(second, ours)?))
            }
            _ => Err(GitError::NotComparable(written.to_owned())),
        }
    }

    fn revision(&self, name: &str, id: gix::ObjectId) -> Result<Revision<'_>, GitError> {
        let gone = |_| self.unreadable(name);
        let object = self.inner.find_object(id).map_err(gone)?.peel_tags_to_end().map_err(gone)?;
        if object.kind.is_blob() {
            return Err(GitError::NoFiles(name.to_owned()));
        }
        if let Some((revision, folder)) =
            name.split_once(':').filter(|(above, within)| !above.is_empty() && !within.is_empty())
        {
            return Err(GitError::Folder { revision: revision.to_owned(), folder: folder.to_owned() });
        }
        let tree = object.peel_to_tree().map_err(gone)?;
        Ok(Revision { name: name.to_owned(), repository: self, tree })
    }

    fn unreadable(&self, name: &str) -> GitError {
        GitError::Unreadable { name: name.to_owned(), hint: self.missing_hint() }
    }

    fn parsed(&self, written: &str) -> Result<Spec, gix::Error> {
        // The beginning of an id is that of a commit's, where it is that of another object's too.
        let hint = Some(ObjectKindHint::Committish);
        let options = Options { object_kind_hint: hint, ..Options::default() };
        Ok(gix::revision::Spec::from_bstr(written, &self.inner, options)?.detach())
    }

    /// What to do about history that was not fetched; empty where all of it was.
    fn shallow_hint(&self) -> String {
        if self.inner.is_shallow().unwrap_or(false) {
            " (förrådet är en grund klon och har inte hela historiken: kör git fetch --unshallow, eller sätt fetch-depth: 0 i GitHub Actions och GIT_DEPTH: 0 i GitLab)".to_owned()
        } else {
            String::new()
        }
    }

    /// What to do about objects that are not in the repository, though its history names them.
    pub(crate) fn missing_hint(&self) -> String {
        if let Some(lender) = self.absent_lender() {
            return format!(
                " (förrådet lånar objekt ur \"{}\", som inte finns: lägg tillbaka den mappen eller klona om)",
                shown(&lender)
            );
        }
        let shallow = self.shallow_hint();
        if self.is_partial() {
            " (förrådet är en delvis klon och har inte alla filer: hämta dem med git fetch --refetch --no-filter, som kräver git 2.36 eller nyare, eller klona om utan --filter)"
                .to_owned()
        } else if shallow.is_empty() {
            " (förrådet är skadat: git fsck visar vad som saknas; klona om, eller hämta det ur ett helt förråd)"
                .to_owned()
        } else {
            shallow
        }
    }

    /// Whether a remote was promised to hand out objects when they are asked for, which only git itself does.
    fn is_partial(&self) -> bool {
        let config = self.inner.config_snapshot();
        let mut remotes = config.plumbing().sections_by_name("remote").into_iter().flatten();
        remotes.any(|remote| ["promisor", "partialclonefilter"].iter().any(|key| remote.value(key).is_some()))
    }

    /// A folder that the repository borrows objects from, and that is gone.
    fn absent_lender(&self) -> Option<PathBuf> {
        let objects = self.inner.common_dir().join("objects");
        let lenders = std::fs::read_to_string(objects.join("info").join("alternates")).ok()?;
        let lenders = lenders.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lenders.map(|lender| objects.join(lender)).find(|lender| !lender.is_dir())
    }
}

/// Why there is no repository around a folder, or none that can be opened.
fn unopened(folder: &Path, error: &gix::Error) -> GitError {
    let found = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok());
    let Some(root) = found else { return GitError::NoRepository(folder.to_owned()) };
    let git = root.join(".git");
    let why = if git.is_dir() && !git.join("HEAD").exists() {
        "filen .git/HEAD saknas (klona om, eller börja om med git init)".to_owned()
    } else {
        format!(
            "git-biblioteket säger \"{}\" (kör git status där: git säger vad som behöver rättas)",
            error.probable_cause().to_string().trim_end()
        )
    };
    GitError::Unopened { folder: root.to_owned(), why }
}

/// A work tree around a folder whose repository is not where its file says that it is, and where that says.
fn astray(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let root = folder.ancestors().find(|above| above.join(".git").exists())?;
    let text = std::fs::read_to_string(root.join(".git")).ok()?;
    let target = root.join(text.strip_prefix("gitdir:")?.trim());
    (!target.exists()).then(|| (root.to_owned(), target))
}
