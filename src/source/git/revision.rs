//! The files of plans in a tree of a repository. What cannot be read is an error and never a file that is not there:
//! a comparison would tell it as removed.

use std::collections::BTreeSet;
use std::path::Path;

use gix::objs::tree::{EntryKind, EntryMode};

use crate::diagnostic::Diagnostic;
use crate::source::disk::leads_out;
use crate::source::files::{DEEPEST, LARGEST, PLAN_FILE, Sources, is_hidden_name, is_needed, too_large};
use crate::source::git::{GitError, Repository};
use crate::source::pointer;

/// A tree of a repository.
pub struct Revision<'a> {
    /// What the user called it.
    pub name: String,
    pub(super) repository: &'a Repository,
    pub(super) tree: gix::Tree<'a>,
}

/// A file of a tree.
struct Blob {
    path: String,
    id: gix::ObjectId,
}

/// The files of a folder.
#[derive(Default)]
struct Listing {
    files: Vec<Blob>,
    /// Links that lead to none of them.
    astray: Vec<String>,
}

impl<'a> Revision<'a> {
    /// The plans at or under folders of the tree, in alphabetical order.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn plans(&self, under: &[String]) -> Result<BTreeSet<String>, GitError> {
        let mut found = BTreeSet::new();
        for folder in under {
            for blob in self.listing(folder)?.unwrap_or_default().files {
                let path = blob.path.as_str();
                if path == PLAN_FILE {
                    found.insert(folder.clone());
                } else if let Some(inner) = path.strip_suffix(PLAN_FILE).and_then(|inner| inner.strip_suffix('/')) {
                    found.insert(if folder.is_empty() { inner.to_owned() } else { format!("{folder}/{inner}") });
                }
            }
        }
        Ok(found)
    }

    /// A plan's files, by the folder's path in the tree; messages name it as `shown`. Nothing when the folder is not there.
    ///
    /// # Errors
    /// When a folder or a file cannot be read.
    pub fn sources(&self, folder: &str, shown: &str) -> Result<Option<(Sources, Vec<Diagnostic>)>, GitError> {
        let Some(Listing { files, astray }) = self.listing(folder)? else { return Ok(None) };
        let mut sources = Sources { folder: shown.to_owned(), ..Sources::default() };
        let mut problems: Vec<Diagnostic> = astray.iter().map(|path| leads_out(&format!("{shown}/{path}"))).collect();
        for Blob { path, id } in files {
            if !is_needed(&path) {
                // It is known by its name, and nobody asks for its bytes, which may not have been fetched.
                sources.insert(&path, Vec::new(), &mut problems);
                continue;
            }
            let size = self.tree.repo.find_header(id).map_err(|_| self.unreadable())?.size();
            if size > LARGEST {
                sources.insert_unread(&path, too_large(&format!("{shown}/{path}")), &mut problems);
                continue;
            }
            let mut object = self.tree.repo.find_object(id).map_err(|_| self.unreadable())?;
            let bytes = std::mem::take(&mut object.data);
            let bytes = self.stored_elsewhere(&bytes).unwrap_or(bytes);
            sources.insert(&path, bytes, &mut problems);
        }
        if sources.fetches() {
            sources.earlier = self.earlier(folder, shown, &sources)?.map(Box::new);
        }
        Ok(Some((sources, problems)))
    }

    /// Last year's plan in the folder beside a plan's.
    fn earlier(&self, folder: &str, shown: &str, own: &Sources) -> Result<Option<Sources>, GitError> {
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let Some(tree) = self.folder(above)? else { return Ok(None) };
        for entry in tree.iter() {
            let entry = entry.map_err(|_| self.unreadable())?;
            let beside = entry.filename().to_string();
            if !entry.mode().is_tree() || beside == name || is_hidden_name(&beside) {
                continue;
            }
            let Some((_, id)) = self.named(&self.tree_of(entry.object_id())?, PLAN_FILE)? else { continue };
            let object = self.tree.repo.find_object(id).map_err(|_| self.unreadable())?;
            if own.comes_after(&String::from_utf8_lossy(&object.data)) {
                let path = if above.is_empty() { beside.clone() } else { format!("{above}/{beside}") };
                let shown = shown.strip_suffix(name).map_or_else(|| path.clone(), |above| format!("{above}{beside}"));
                return Ok(self.sources(&path, &shown)?.map(|(sources, _)| sources));
            }
        }
        Ok(None)
    }

    /// The file that a pointer stands for, where Git LFS has fetched it.
    fn stored_elsewhere(&self, pointer: &[u8]) -> Option<Vec<u8>> {
        let id = pointer::target(pointer)?;
        let store = self.tree.repo.common_dir().join("lfs").join("objects");
        let file = store.join(id.get(..2)?).join(id.get(2..4)?).join(id);
        let is_small = std::fs::metadata(&file).is_ok_and(|file| file.len() <= LARGEST);
        is_small.then(|| std::fs::read(file).ok()).flatten()
    }

    fn unreadable(&self) -> GitError {
        GitError::Unreadable { name: self.name.clone(), hint: self.repository.missing_hint() }
    }

    /// The tree of a folder. Nothing when there is no such folder.
    fn folder(&self, folder: &str) -> Result<Option<gix::Tree<'a>>, GitError> {
        let mut tree = self.tree.clone();
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            match self.named(&tree, name)? {
                Some((mode, id)) if mode.is_tree() => tree = self.tree_of(id)?,
                _ => return Ok(None),
            }
        }
        Ok(Some(tree))
    }

    fn tree_of(&self, id: gix::ObjectId) -> Result<gix::Tree<'a>, GitError> {
        self.tree.repo.find_tree(id).map_err(|_| self.unreadable())
    }

    /// The entry of a tree that has a name.
    fn named(&self, tree: &gix::Tree<'_>, name: &str) -> Result<Option<(EntryMode, gix::ObjectId)>, GitError> {
        for entry in tree.iter() {
            let entry = entry.map_err(|_| self.unreadable())?;
            if entry.filename() == name {
                return Ok(Some((entry.mode(), entry.object_id())));
            }
        }
        Ok(None)
    }

    /// The files under a folder of the tree that the disk reader would read, with paths relative to the folder. Submodules
    /// are no files of the plan; a link to a file of it is that file.
    fn listing(&self, folder: &str) -> Result<Option<Listing>, GitError> {
        let Some(tree) = self.folder(folder)? else { return Ok(None) };
        let mut found = Listing::default();
        let mut folders = vec![(tree, String::new(), 1)];
        while let Some((tree, above, depth)) = folders.pop() {
            for entry in tree.iter() {
                let entry = entry.map_err(|_| self.unreadable())?;
                let name = entry.filename().to_string();
                if is_hidden_name(&name) {
                    continue;
                }
                let path = if above.is_empty() { name } else { format!("{above}/{name}") };
                let id = entry.object_id();
                match entry.mode().kind() {
                    EntryKind::Blob | EntryKind::BlobExecutable => found.files.push(Blob { path, id }),
                    EntryKind::Tree if depth < DEEPEST => folders.push((self.tree_of(id)?, path, depth + 1)),
                    EntryKind::Link => match self.linked(id, folder, &path)? {
                        Some(id) => found.files.push(Blob { path, id }),
                        None => found.astray.push(path),
                    },
                    EntryKind::Tree | EntryKind::Commit => {}
                }
            }
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        found.astray.sort();
        Ok(Some(found))
    }

    /// The file that a symbolic link in a folder of the tree leads to, when that is in the folder too.
    fn linked(&self, link: gix::ObjectId, folder: &str, path: &str) -> Result<Option<gix::ObjectId>, GitError> {
        let object = self.tree.repo.find_object(link).map_err(|_| self.unreadable())?;
        let Some(target) = std::str::from_utf8(&object.data).ok().and_then(|target| meant(target, folder, path)) else {
            return Ok(None);
        };
        let (above, name) = target.rsplit_once('/').unwrap_or(("", &target));
        let Some(tree) = self.folder(above)? else { return Ok(None) };
        let found = self.named(&tree, name)?.filter(|(mode, _)| mode.is_blob());
        Ok(found.map(|(_, id)| id))
    }
}

/// What the target of a link in a folder means from the root of the tree, when that is a file of the folder.
fn meant(target: &str, folder: &str, path: &str) -> Option<String> {
    if Path::new(target).has_root() {
        return None;
    }
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
    let hidden = within.iter().any(|part| is_hidden_name(part));
    (!hidden && !within.is_empty()).then(|| parts.join("/"))
}
