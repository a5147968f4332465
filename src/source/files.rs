//! The files of one plan, from disk, from a git revision or from memory: the only module that reads a plan's files.
//!
//! Entry points: [`find_plans`] and [`Sources::from_disk`](crate::source::disk), and [`git`](crate::source::git) for revisions. Everything after this stage is
//! pure.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;
use crate::source::{characters, conflicts, pointer};

/// The file that makes a folder a plan.
pub const PLAN_FILE: &str = "plan.yaml";

/// The file that makes a folder a report on a plan.
pub const REPORT_FILE: &str = "rapport.yaml";

/// The folder of reports in a plan's folder; each report has a folder of its own in it.
pub const REPORTS: &str = "uppföljning";

/// Deepest folder level looked into, so that a mistaken path does not walk a whole disk.
pub(super) const DEEPEST: usize = 12;

/// Largest file read, in bytes: a plan's text is kilobytes, a picture a few megabytes.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// All files of one plan, by path relative to the plan's folder.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The folder as the user wrote it, for messages.
    pub folder: String,
    /// YAML and Markdown.
    pub texts: BTreeMap<String, Arc<SourceFile>>,
    /// Everything else, such as pictures.
    pub binaries: BTreeMap<String, Vec<u8>>,
    /// Files that are there and cannot be read, which has been told.
    pub unread: BTreeSet<String>,
    /// Last year's plan, where this one fetches figures from it.
    pub earlier: Option<Box<Self>>,
    /// The reports on the plan, by the names of their folders.
    pub reports: BTreeMap<String, Self>,
}

impl Sources {
    /// A plan held in memory, for tests and previews. Paths are relative to the plan's folder.
    pub fn from_memory<'a>(
        folder: &str,
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut sources = Self { folder: folder.to_owned(), ..Self::default() };
        let mut problems = Vec::new();
        for (path, bytes) in files {
            sources.insert(path, bytes.to_vec(), &mut problems);
        }
        (sources, problems)
    }

    /// Whether a file says that something is fetched from last year's plan.
    pub(super) fn fetches(&self) -> bool {
        self.texts.values().any(|file| !file.is_markdown() && file.text.contains("hämta:"))
    }

    /// Whether a plan.yaml is that of the same board's plan for the year before.
    pub(super) fn comes_after(&self, other: &str) -> bool {
        let own = self.texts.get(PLAN_FILE).map_or("", |file| file.text.as_str());
        let year = |text: &str| stated(text, "år").and_then(|year| year.parse::<i32>().ok());
        let same = |key| stated(own, key) == stated(other, key);
        year(own).is_some_and(|own| year(other) == Some(own - 1)) && same("nämnd") && same("organisation")
    }

    /// A text more, by its path in the plan's folder; what is wrong with its letters.
    pub fn add(&mut self, path: &str, text: &str) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        self.insert(path, text.as_bytes().to_vec(), &mut problems);
        problems
    }

    pub(super) fn insert(&mut self, path: &str, bytes: Vec<u8>, problems: &mut Vec<Diagnostic>) {
        let path: String = path.nfc().collect();
        if let Some((report, path)) = self.report(&path) {
            return report.insert(&path, bytes, problems);
        }
        if pointer::target(&bytes).is_some() {
            return self.insert_unread(&path, pointer::not_fetched(&self.shown(&path)), problems);
        }
        if !is_text(&path) {
            self.check_drawing(&path, &bytes, problems);
            self.binaries.insert(path, bytes);
            return;
        }
        let shown = self.shown(&path);
        let utf16 = two_bytes_a_character(&bytes);
        let valid = std::str::from_utf8(&bytes).is_ok();
        let text = match &utf16 {
            // Read as what it is, so that nothing else is told of it.
            Some(text) => text.clone(),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        };
        // The mark says what is so anyway: that the text is UTF-8.
        let file = Arc::new(SourceFile::new(shown, text.strip_prefix('\u{feff}').unwrap_or(&text)));
        if utf16.is_some() {
            problems.push(
                Diagnostic::error("ogiltig-utf-8", "filen är sparad som UTF-16 (\"Unicode\") och inte som UTF-8")
                    .at(&file.start())
                    .hint("spara filen med teckenkodningen UTF-8"),
            );
        } else if valid {
            characters::check_file(&file, problems);
            conflicts::check_file(&file, problems);
        } else {
            let at = file.text.find('\u{fffd}').unwrap_or(0);
            problems.push(
                Diagnostic::error("ogiltig-utf-8", "filen är inte giltig UTF-8 (första felet här)")
                    .at(&file.span(at..at + '\u{fffd}'.len_utf8()))
                    .hint("spara filen med teckenkodningen UTF-8"),
            );
        }
        self.texts.insert(path, file);
    }

    /// The plan alone, for one whose figures are all that is wanted.
    #[must_use]
    pub fn without_reports(self) -> Self {
        Self { reports: BTreeMap::new(), ..self }
    }

    /// The report that a path belongs to, and the path in its folder.
    fn report(&mut self, path: &str) -> Option<(&mut Self, String)> {
        let (name, rest) = path.strip_prefix(REPORTS)?.strip_prefix('/')?.split_once('/')?;
        let folder = self.shown(&format!("{REPORTS}/{name}"));
        let report = self.reports.entry(name.to_owned()).or_insert_with(|| Self { folder, ..Self::default() });
        Some((report, rest.to_owned()))
    }

    /// A file's path as messages name it.
    fn shown(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// A drawing is text to git, which may have left its conflict there.
    fn check_drawing(&self, path: &str, bytes: &[u8], problems: &mut Vec<Diagnostic>) {
        let is_text = Path::new(path)
            .extension()
            .is_some_and(|ending| ["svg", "csv", "json"].into_iter().any(|text| ending.eq_ignore_ascii_case(text)));
        if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| is_text && conflicts::has_any(text)) {
            conflicts::check_file(&Arc::new(SourceFile::new(self.shown(path), text)), problems);
        }
    }

    /// A file that is there and cannot be read. The problem of a text stands in it, so that nobody takes what the file
    /// says for removed.
    pub(super) fn insert_unread(&mut self, path: &str, problem: Diagnostic, problems: &mut Vec<Diagnostic>) {
        let path: String = path.nfc().collect();
        if let Some((report, path)) = self.report(&path) {
            return report.insert_unread(&path, problem, problems);
        }
        if is_text(&path) {
            let file = Arc::new(SourceFile::new(self.shown(&path), ""));
            problems.push(problem.at(&file.start()));
            self.texts.insert(path.clone(), file);
        } else {
            problems.push(problem);
        }
        self.unread.insert(path);
    }
}

/// What a key at the beginning of a line says, without quotes and comment.
fn stated(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'))?;
    let value = line.split(" #").next().unwrap_or(line);
    Some(value.trim().trim_matches(['"', '\'']).nfc().collect())
}

/// The text of a file that is saved as UTF-16, which its mark tells.
fn two_bytes_a_character(bytes: &[u8]) -> Option<String> {
    let (read, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    let (pairs, _) = rest.as_chunks::<2>();
    Some(String::from_utf16_lossy(&pairs.iter().map(|pair| read(*pair)).collect::<Vec<_>>()))
}

pub(super) fn too_large(path: &str) -> Diagnostic {
    Diagnostic::error("fil-för-stor", format!("filen \"{path}\" är större än 64 MB"))
        .hint("ta bort filen ur planens mapp eller spara bilden i mindre format")
}

/// Why there is no plan at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// Nothing is there.
    NoSuchPath(PathBuf),
    /// No plan is there, nor under it.
    NoPlanUnder(PathBuf),
    /// A report on a plan is there, which is read with its plan.
    Report(PathBuf),
    /// A folder cannot be read, and may hold a plan.
    Unreadable(PathBuf, String),
}

impl Display for NoPlan {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchPath(path) => {
                write!(out, "sökvägen \"{}\" finns inte (ange en mapp som innehåller {PLAN_FILE})", shown(path))
            }
            Self::Report(path) => {
                write!(out, "\"{}\" är en rapport, som läses med sin plan (ange planens mapp i stället)", shown(path))
            }
            Self::Unreadable(path, why) => write!(out, "mappen \"{}\" kan inte läsas ({why})", shown(path)),
            Self::NoPlanUnder(path) => write!(
                out,
                "ingen plan i \"{}\": en plan är en mapp med filen {PLAN_FILE} (se README, \"The plan format\")",
                shown(path)
            ),
        }
    }
}

impl Error for NoPlan {}

/// The plan folders at or under the given paths, in alphabetical order, each once.
///
/// # Errors
/// When a path does not exist or holds no plan.
pub fn find_plans(paths: &[PathBuf]) -> Result<Vec<PathBuf>, NoPlan> {
    let mut plans = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(NoPlan::NoSuchPath(path.clone()));
        }
        let before = plans.len();
        let walk = WalkDir::new(path).max_depth(DEEPEST).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
            let entry = match entry {
                Ok(entry) => entry,
                // What cannot be read inside a plan is told when the plan is read.
                Err(error) if error.path().is_some_and(is_in_plan) => continue,
                Err(error) => {
                    let why = error.io_error().map_or_else(|| error.to_string(), reason);
                    return Err(NoPlan::Unreadable(error.path().unwrap_or(path).to_owned(), why));
                }
            };
            // A plan may be a link in the folder of plans; other links are not followed.
            let linked = entry.path_is_symlink() && entry.path().join(PLAN_FILE).is_file();
            if linked {
                plans.push(entry.path().to_owned());
            } else if entry.file_name() == PLAN_FILE
                && let Some(folder) = entry.path().parent()
            {
                plans.push(folder.to_owned());
            }
        }
        if plans.len() == before {
            let is_report = path.join(REPORT_FILE).is_file();
            return Err(if is_report { NoPlan::Report(path.clone()) } else { NoPlan::NoPlanUnder(path.clone()) });
        }
    }
    plans.sort();
    // One plan may be named in several ways.
    let mut seen = std::collections::HashSet::new();
    plans.retain(|plan| seen.insert(plan.canonicalize().unwrap_or_else(|_| plan.clone())));
    Ok(plans)
}

/// Whether a path lies in a plan's folder.
fn is_in_plan(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| folder.join(PLAN_FILE).is_file())
}

/// The other plan folders in the folder that holds a plan.
pub fn plans_beside(folder: &Path) -> Vec<PathBuf> {
    // A path that was given as "." has no parent to be read off.
    let Ok(own) = folder.canonicalize() else { return Vec::new() };
    let Some(entries) = own.parent().and_then(|parent| std::fs::read_dir(parent).ok()) else { return Vec::new() };
    let shown = |name: std::ffi::OsString| folder.parent().unwrap_or(folder).join(name);
    entries
        .flatten()
        .filter(|entry| entry.path() != own && !is_hidden(&entry.file_name()) && entry.path().join(PLAN_FILE).is_file())
        .map(|entry| {
            let path = shown(entry.file_name());
            if path.join(PLAN_FILE).is_file() { path } else { entry.path() }
        })
        .collect()
}

/// A path as messages show it: `/` on every system, and without what Windows sets before a path that it has resolved.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    let plain = match path.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => path.strip_prefix(r"\\?\").unwrap_or(&path).to_owned(),
    };
    plain.replace('\\', "/")
}

/// The operating system's reason, in Swedish where it is a common one.
pub fn reason(error: &std::io::Error) -> String {
    reason_on(error, cfg!(windows))
}

/// Whether a file is open in another program, which only Windows lets stand in the way. Where the file lies in a folder
/// that is to be moved, Windows says no more than that access is denied.
pub fn may_be_in_use(error: &std::io::Error, windows: bool) -> bool {
    windows && (error.kind() == std::io::ErrorKind::PermissionDenied || is_in_use(error))
}

/// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`.
fn is_in_use(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(32 | 33))
}

fn reason_on(error: &std::io::Error, windows: bool) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        _ if windows && is_in_use(error) => "den är öppen i ett annat program".to_owned(),
        ErrorKind::PermissionDenied if windows => {
            "behörighet saknas, eller något i den är öppet i ett annat program".to_owned()
        }
        ErrorKind::NotFound => "den finns inte".to_owned(),
        ErrorKind::PermissionDenied => "behörighet saknas".to_owned(),
        ErrorKind::StorageFull => "disken är full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "filsystemet är skrivskyddat".to_owned(),
        ErrorKind::NotADirectory => "en del av sökvägen är ingen mapp".to_owned(),
        ErrorKind::AlreadyExists => "den finns redan och är ingen mapp".to_owned(),
        ErrorKind::IsADirectory => "det är en mapp".to_owned(),
        ErrorKind::DirectoryNotEmpty => "mappen är inte tom".to_owned(),
        _ => error.raw_os_error().map_or_else(|| error.to_string(), |code| format!("systemfel {code}")),
    }
}

/// Whether a file's bytes are used: texts, pictures, typefaces, templates. Other files are known by their names alone.
pub(super) fn is_needed(path: &str) -> bool {
    const NEEDED: [&str; 24] = [
        "avif", "bmp", "csv", "docx", "dotx", "drawio", "eps", "gif", "icc", "jfif", "jpeg", "jpg", "json", "otc",
        "otf", "pdf", "png", "svg", "svgz", "tif", "tiff", "ttc", "ttf", "webp",
    ];
    let ending = Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    is_text(path) || ending.is_some_and(|ending| NEEDED.contains(&ending.as_str()) || ending.starts_with("woff"))
}

fn is_text(path: &str) -> bool {
    let ending = Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), Some("yaml" | "yml" | "md"))
}

/// Hidden files, the locks that office programs leave beside an open file, the copies that editors keep, and what
/// Windows keeps in a folder.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    is_hidden_name(&name.to_string_lossy())
}

/// Whether what has this name is no source.
pub fn is_hidden_name(name: &str) -> bool {
    const WINDOWS: [&str; 2] = ["desktop.ini", "thumbs.db"];
    let name = name.to_lowercase();
    let is_copy = Path::new(&name).extension().is_some_and(|ending| ending == "bak");
    let kept = name.ends_with('~') || is_copy || (name.starts_with('#') && name.ends_with('#'));
    kept || name.starts_with('.') || name.starts_with("~$") || WINDOWS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};
    use std::path::Path;

    use super::{is_hidden_name, may_be_in_use, reason_on, shown};

    #[test]
    fn a_path_is_shown_alike_on_every_system() {
        for (path, wanted) in [
            ("plan/2025", "plan/2025"),
            (r"plan\2025\kapitel", "plan/2025/kapitel"),
            (r"\\?\C:\planer\2025", "C:/planer/2025"),
            (r"\\?\UNC\server\planer", "//server/planer"),
            (r"\\server\planer", "//server/planer"),
        ] {
            assert_eq!(shown(Path::new(path)), wanted);
        }
    }

    // Windows says by a number of its own that a file is open elsewhere; on other systems that number is another error.
    #[test]
    fn an_open_file_is_named_as_the_reason_on_windows() {
        let open = Error::from_raw_os_error(32);
        assert_eq!(reason_on(&open, true), "den är öppen i ett annat program");
        assert_ne!(reason_on(&open, false), reason_on(&open, true));
        let denied = Error::from(ErrorKind::PermissionDenied);
        assert_eq!(reason_on(&denied, true), "behörighet saknas, eller något i den är öppet i ett annat program");
        assert_eq!(reason_on(&denied, false), "behörighet saknas");
        for (error, windows, wanted) in [
            (&open, true, true),
            (&denied, true, true),
            (&denied, false, false),
            (&Error::from(ErrorKind::NotFound), true, false),
        ] {
            assert_eq!(may_be_in_use(error, windows), wanted, "{error}");
        }
    }

    #[test]
    fn what_a_system_keeps_in_a_folder_is_no_source() {
        for name in [".DS_Store", "~$plan.docx", "Thumbs.db", "desktop.ini", "01-a.md~", "#01-a.md#"] {
            assert!(is_hidden_name(name), "{name}");
        }
        assert!(!is_hidden_name("thumbs.db.md"));
    }
}
