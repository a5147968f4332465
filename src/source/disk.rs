//! A plan's folder on a disk. Nothing outside the folder is read: a link out of it is an error, and what is no ordinary
//! file is told and never opened.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Diagnostic;
use crate::source::files::{
    DEEPEST, LARGEST, PLAN_FILE, Sources, is_hidden_name, is_needed, plans_beside, reason, shown, too_large,
};

/// Most bytes read for one plan: its pictures and texts are held in memory together.
const MOST: u64 = 512 * 1024 * 1024;

impl Sources {
    /// Reads a plan's folder. What cannot be read is a problem; the rest is returned.
    pub fn from_disk(folder: &Path) -> (Self, Vec<Diagnostic>) {
        let mut reader = Reader {
            folder: folder.to_owned(),
            root: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
            sources: Sources { folder: shown(folder), ..Sources::default() },
            problems: Vec::new(),
            left: MOST,
        };
        let walk = WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name();
        let visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden_name(&entry.file_name().to_string_lossy());
        for entry in walk.into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) => reader.entry(&entry),
                Err(error) => reader.problems.push(walk_problem(&error)),
            }
        }
        let Reader { mut sources, problems, .. } = reader;
        if sources.fetches() {
            let is_earlier = |beside: &PathBuf| {
                std::fs::read_to_string(beside.join(PLAN_FILE)).is_ok_and(|text| sources.comes_after(&text))
            };
            // Its own problems are told where it is asked for.
            let earlier = plans_beside(folder).into_iter().find(is_earlier);
            sources.earlier = earlier.map(|earlier| Box::new(Self::from_disk(&earlier).0));
        }
        (sources, problems)
    }
}

struct Reader {
    folder: PathBuf,
    /// The folder without links.
    root: PathBuf,
    sources: Sources,
    problems: Vec<Diagnostic>,
    /// Bytes that may yet be read.
    left: u64,
}

impl Reader {
    fn entry(&mut self, entry: &DirEntry) {
        let kind = entry.file_type();
        if kind.is_file() {
            self.file(entry.path(), entry.path());
        } else if kind.is_symlink() && entry.depth() > 0 {
            self.link(entry.path());
        } else if !kind.is_dir() && !kind.is_symlink() {
            self.problems.push(not_a_file(entry.path()));
        }
    }

    /// A link to a file of the plan is that file.
    fn link(&mut self, path: &Path) {
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(error) => return self.unread(path, unreadable(path, &reason(&error))),
        };
        let within = target
            .strip_prefix(&self.root)
            .ok()
            .filter(|within| within.components().all(|part| !is_hidden_name(&part.as_os_str().to_string_lossy())));
        let above = path.parent().and_then(|above| above.canonicalize().ok());
        if above.is_some_and(|above| above.starts_with(&target)) {
            self.problems.push(circle(path));
        } else if within.is_none() {
            self.problems.push(leads_out(&shown(path)));
        } else if target.is_dir() {
            self.problems.push(to_a_folder(&shown(path)));
        } else if target.is_file() {
            self.file(path, &target);
        } else {
            self.problems.push(not_a_file(path));
        }
    }

    /// Reads a file that has a name in the plan.
    fn file(&mut self, path: &Path, target: &Path) {
        let relative = shown(path.strip_prefix(&self.folder).unwrap_or(path));
        if !is_needed(&relative) {
            // It is known by its name, and nobody asks for its bytes.
            self.sources.insert(&relative, Vec::new(), &mut self.problems);
            return;
        }
        match bytes(target, LARGEST.min(self.left)) {
            Ok(Some(bytes)) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                self.sources.insert(&relative, bytes, &mut self.problems);
            }
            Ok(None) if self.left < LARGEST => self.unread(
                path,
                Diagnostic::error(
                    "planen-för-stor",
                    format!("planens filer är tillsammans större än {} MB", MOST >> 20),
                )
                .hint("ta bort filer som planen inte använder, eller spara bilderna i mindre format"),
            ),
            Ok(None) => self.unread(path, too_large(&shown(path))),
            Err(error) => self.unread(path, unreadable(path, &reason(&error))),
        }
    }

    fn unread(&mut self, path: &Path, problem: Diagnostic) {
        let relative = shown(path.strip_prefix(&self.folder).unwrap_or(path));
        self.sources.insert_unread(&relative, problem, &mut self.problems);
    }
}

/// A file's bytes, or nothing when there are more than may be read: a file may grow while it is read.
fn bytes(path: &Path, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("fil-kan-inte-läsas", format!("filen \"{}\" kan inte läsas ({why})", shown(path)))
}

fn not_a_file(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "ingen-vanlig-fil",
        format!("\"{}\" är ingen vanlig fil utan ett rör, en sockel eller en enhet", shown(path)),
    )
    .hint("ta bort den ur planens mapp")
}

/// A link that leaves the plan's folder, from disk or in a revision.
pub(super) fn leads_out(path: &str) -> Diagnostic {
    Diagnostic::error(
        "länk-ut-ur-planen",
        format!("den symboliska länken \"{path}\" leder ut ur planens mapp eller till en dold fil"),
    )
    .hint("lägg filen själv i planens mapp i stället för länken")
}

/// A link to a folder, which would be read twice.
pub(super) fn to_a_folder(path: &str) -> Diagnostic {
    Diagnostic::error("länk-till-mapp", format!("den symboliska länken \"{path}\" leder till en mapp"))
        .hint("länka till filerna en och en, eller lägg dem i mappen")
}

fn circle(path: &Path) -> Diagnostic {
    let path = shown(path);
    Diagnostic::error("länk-i-cirkel", format!("den symboliska länken \"{path}\" leder tillbaka till sig själv"))
        .hint("ta bort länken ur planens mapp")
}

fn walk_problem(error: &walkdir::Error) -> Diagnostic {
    let path = error.path().map(shown).unwrap_or_default();
    let why = error.io_error().map_or_else(|| error.to_string(), reason);
    Diagnostic::error("fil-kan-inte-läsas", format!("\"{path}\" kan inte läsas ({why})"))
}
