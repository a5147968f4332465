//! What is said of a name that means no revision: why it does not, and what may be meant.

use std::collections::BTreeSet;

use gix::revision::spec::parse;

use crate::diagnostic::names::closest;
use crate::source::git::{GitError, Repository};

/// Most commits that are told of those that an id may mean.
const TOLD: usize = 4;

impl Repository {
    /// Why an expression means nothing.
    pub(super) fn unknown(&self, written: &str, error: &gix::Error) -> GitError {
        let prefix = error.iter_errors().find_map(|error| match error.downcast_ref() {
            Some(parse::Error::AmbiguousPrefix { candidates, .. }) => Some(candidates),
            _ => None,
        });
        if let Some(candidates) = prefix {
            return GitError::Ambiguous { written: written.to_owned(), hint: of_several(candidates) };
        }
        let part = halves(written).find(|half| !self.knows(half)).unwrap_or(written);
        let (root, rest) = part.split_at(part.find(['~', '^', ':', '@']).unwrap_or(part.len()));
        let root = if root.is_empty() { "HEAD" } else { root };
        if root == "HEAD" && self.inner.head().is_ok_and(|head| head.is_unborn()) {
            return GitError::NoCommits;
        }
        if !self.knows(root) {
            // A branch whose commit is gone.
            if self.inner.try_find_reference(root).is_ok_and(|found| found.is_some()) {
                return self.unreadable(part);
            }
            return GitError::NoSuchRevision { written: part.to_owned(), hint: self.name_hint(root) };
        }
        let hint = if let Some((_, path)) = part.split_once(':') {
            format!(" (\"{path}\" finns inte i \"{root}\")")
        } else if rest.contains("@{") {
            " (skriv i stället ett id ur git log)".to_owned()
        } else {
            match self.history(root) {
                History::Whole if rest.trim_start_matches('~').starts_with('^') => {
                    " (incheckningen har inte så många föräldrar)".to_owned()
                }
                History::Whole => " (så långt tillbaka går inte historiken)".to_owned(),
                History::CutOff => self.shallow_hint(),
                History::Damaged => return self.unreadable(part),
            }
        };
        GitError::NoSuchRevision { written: part.to_owned(), hint }
    }

    /// A name of a branch that is a tag's too, or the like, where they are not the same.
    pub(super) fn refuse_namesakes(&self, written: &str) -> Result<(), GitError> {
        for half in halves(written) {
            let name = half.split(['~', '^', ':', '@']).next().unwrap_or(half);
            let kinds = [("refs/tags/", "taggen"), ("refs/heads/", "grenen"), ("refs/remotes/", "fjärrgrenen")];
            let found: Vec<(String, gix::ObjectId)> = kinds
                .iter()
                .filter_map(|(above, kind)| {
                    let full = format!("{above}{name}");
                    let reference = self.inner.try_find_reference(full.as_str()).ok()??;
                    Some((format!("{full} för {kind}"), reference.into_fully_peeled_id().ok()?.detach()))
                })
                .collect();
            if found.iter().any(|(_, id)| *id != found[0].1) {
                let told: Vec<String> = found.into_iter().map(|(told, _)| told).collect();
                let hint = format!(" (skriv {})", told.join(" eller "));
                return Err(GitError::Ambiguous { written: name.to_owned(), hint });
            }
        }
        Ok(())
    }

    /// What may be meant by a name that nothing has.
    fn name_hint(&self, name: &str) -> String {
        let names = self.names();
        let elsewhere = names.iter().find(|other| other.ends_with(&format!("/{name}"))).map(String::as_str);
        if let Some(best) = elsewhere.or_else(|| closest(name, names.iter().map(String::as_str))) {
            return format!(" (menade du \"{best}\"?)");
        }
        let is_id = name.len() >= 7 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let shallow = self.shallow_hint();
        if is_id && !shallow.is_empty() {
            return shallow;
        }
        let remote = self.inner.remote_names().first().map(ToString::to_string);
        let fetch = remote.filter(|_| !is_id).map(|remote| {
            format!("; en gren eller tagg som bara finns i \"{remote}\" hämtas med git fetch {remote} {name}:{name}")
        });
        format!(
            " (skriv en gren, en tagg, ett id eller till exempel HEAD~1{}; en plan är en mapp med plan.yaml)",
            fetch.unwrap_or_default()
        )
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

    /// How much of the history behind a revision is there.
    fn history(&self, written: &str) -> History {
        let commit = self.inner.rev_parse_single(written).and_then(|id| id.object()?.peel_to_commit());
        let Ok(walk) = commit.and_then(|commit| commit.ancestors().all()) else { return History::Damaged };
        let boundary = self.inner.shallow_commits().ok().flatten();
        for commit in walk {
            match commit {
                Err(_) => return History::Damaged,
                Ok(commit) if boundary.as_ref().is_some_and(|boundary| boundary.contains(&commit.id)) => {
                    return History::CutOff;
                }
                Ok(_) => {}
            }
        }
        History::Whole
    }
}

/// How much of the history behind a revision is there.
enum History {
    Whole,
    /// A shallow clone has only its later part.
    CutOff,
    /// A commit of it cannot be read.
    Damaged,
}

/// The one or two revisions of an expression.
pub(super) fn halves(written: &str) -> impl Iterator<Item = &str> {
    let (first, second) = match written.split_once("...").or_else(|| written.split_once("..")) {
        Some((first, second)) => (first, Some(second)),
        None => (written, None),
    };
    let or_head = |name| if str::is_empty(name) { "HEAD" } else { name };
    std::iter::once(or_head(first)).chain(second.map(or_head))
}

/// The commits that an id may mean.
fn of_several(candidates: &[(gix::hash::Prefix, parse::CandidateInfo)]) -> String {
    let commits = candidates.iter().filter_map(|(id, what)| match what {
        parse::CandidateInfo::Commit { title, .. } => Some(format!("{id} \"{title}\"")),
        _ => None,
    });
    let commits: Vec<String> = commits.take(TOLD).collect();
    if commits.is_empty() {
        " (fler än ett objekt i git har ett id som börjar så; skriv fler tecken)".to_owned()
    } else {
        format!(" (fler än ett objekt i git har ett id som börjar så; skriv fler tecken: {})", commits.join(" eller "))
    }
}
