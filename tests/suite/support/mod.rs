//! What the tests that run the program share: a folder of their own with a copy of plan/2025, runs of the
//! binary in a clean environment, goldens, and saying aloud what is skipped.

pub(crate) mod bump;
pub(crate) mod cases;
pub(crate) mod html;
pub(crate) mod odd;
pub(crate) mod plain;
pub(crate) mod plans;
pub(crate) mod ratchet;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod told;
pub(crate) mod typeset;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use tempfile::TempDir;
use walkdir::WalkDir;

/// The project's folder.
pub(crate) const PROJECT: &str = env!("CARGO_MANIFEST_DIR");

/// A file's path under the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(PROJECT).join(path)
}

/// Paths under a folder with their bytes; a folder has none.
pub(crate) type Snapshot = BTreeMap<String, Option<Vec<u8>>>;

/// A folder with the plan of one year, built as it is by default: built once, for every test that wants it.
pub(crate) fn built(year: &str) -> Sandbox {
    static BUILT: [LazyLock<Snapshot>; 2] = [LazyLock::new(|| build("2024")), LazyLock::new(|| build("2025"))];
    fn build(year: &str) -> Snapshot {
        let sandbox = Sandbox::with(&[year]);
        sandbox.run(&["build"]).done();
        sandbox.snapshot("")
    }
    Sandbox::like(&BUILT[usize::from(year == "2025")])
}

/// A folder of its own, where `plan/2025` is a copy of the project's.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// A folder with the plan of 2025.
    pub(crate) fn new() -> Self {
        Self::with(&["2025"])
    }

    /// A folder with the plans of some years.
    pub(crate) fn with(years: &[&str]) -> Self {
        let sandbox = Self::empty();
        for year in years {
            copy(&project(&format!("plan/{year}")), &sandbox.path(&format!("plan/{year}")));
        }
        sandbox
    }

    /// A folder without a plan.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("the temporary folder can be written") }
    }

    /// A folder with the files of another.
    pub(crate) fn like(snapshot: &Snapshot) -> Self {
        let sandbox = Self::empty();
        for (path, bytes) in snapshot {
            match bytes {
                Some(bytes) => sandbox.write(path, bytes),
                None => std::fs::create_dir_all(sandbox.path(path)).expect("a folder can be made"),
            }
        }
        sandbox
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// A file's text.
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, and the folders it needs.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let target = self.path(path);
        std::fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("a folder can be made");
        std::fs::write(target, content).expect("a file can be written");
    }

    /// Replaces a text that occurs once in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert_eq!(text.matches(from).count(), 1, "{path} should hold \"{from}\" once; has plan/2025 changed?");
        self.write(path, text.replacen(from, to, 1));
    }

    /// Everything under a path, by path relative to it; a folder has no bytes. Nothing when it does not exist.
    pub(crate) fn snapshot(&self, path: &str) -> Snapshot {
        snapshot(&self.path(path))
    }

    /// The program, to be run in the folder with nothing in its environment.
    pub(crate) fn vplan(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vplan"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command
    }

    /// Runs the program in the folder with nothing in its environment.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.vplan(arguments))
    }
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end. What it says must be UTF-8.
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program can be started");
        let text = |bytes| String::from_utf8(bytes).expect("what the program says is UTF-8");
        let run = Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) };
        assert!(!run.stderr.contains("panicked at"), "the program panicked:\n{}", run.stderr);
        run
    }

    /// Asserts success, with nothing to mend: remarks may be told, but no error, and no warning that is not waived.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        let pressing =
            told::in_text(&self.stderr).into_iter().find(|told| !told.waived && told.severity != told::Severity::Note);
        assert!(pressing.is_none() && !self.stderr.contains("fel: "), "{pressing:?} in\n{}", self.stderr);
        self
    }

    /// Asserts success in silence: a result, and nothing beside it.
    pub(crate) fn silent(self) -> Self {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        self
    }

    /// Asserts an exit code, that nothing is given as a result, and that a message says each of the texts.
    pub(crate) fn fails(self, code: i32, says: &[&str]) -> Self {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{self:?}");
        for text in says {
            assert!(self.stderr.contains(text), "the message should say \"{text}\":\n{}", self.stderr);
        }
        self
    }

    /// Place and id of every error told, `plan/2025/plan.yaml:3:1 [okänd-nyckel]`, in the order told.
    pub(crate) fn errors(&self) -> Vec<String> {
        let errors = told::in_text(&self.stderr).into_iter().filter(|told| told.severity == told::Severity::Error);
        errors.filter_map(|told| Some(format!("{} [{}]", told.place?, told.rule))).collect()
    }
}

/// `line:column` of a text that occurs once in a file's text, counted in characters from one.
pub(crate) fn position(text: &str, needle: &str) -> String {
    assert_eq!(text.matches(needle).count(), 1, "\"{needle}\" should occur once");
    let (before, _) = text.split_once(needle).expect("it occurs");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.path().strip_prefix(from).expect("it is in the folder"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder can be made");
        } else {
            std::fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}

/// Everything under a folder, by path relative to it; a folder has no bytes.
pub(crate) fn snapshot(folder: &Path) -> Snapshot {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let entries = WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("the folder can be read"));
    entries
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it is in the folder").to_string_lossy().into_owned();
            let bytes = entry.file_type().is_file().then(|| std::fs::read(entry.path()).expect("a file can be read"));
            (path, bytes)
        })
        .collect()
}

/// Which paths of two snapshots have other bytes, or are in one only.
pub(crate) fn differences<T: PartialEq>(a: &BTreeMap<String, T>, b: &BTreeMap<String, T>) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Compares a text with a golden file; `UPDATE=1` rewrites the file.
pub(crate) fn golden(path: &str, actual: &str) {
    let file = project(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
        std::fs::write(&file, actual).expect("the golden can be written");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if expected == actual {
        return;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let first = old.iter().zip(&new).position(|(old, new)| old != new).unwrap_or(old.len().min(new.len()));
    let shown = |mark: char, lines: &[&str]| -> String {
        let lines = lines.iter().enumerate().skip(first).take(5);
        lines.map(|(at, line)| format!("{mark}{:5}  {line}\n", at + 1)).collect::<Vec<_>>().concat()
    };
    panic!(
        "{path} is no longer what the program builds; the first lines that differ (- golden, + built):\n{}{}\
         if the change is meant, run UPDATE=1 cargo test and read the diff of the golden",
        shown('-', &old),
        shown('+', &new)
    );
}

/// Says that a test, or a part of one, was not run. Past the capture of the test harness, so that it is always seen.
pub(crate) fn skipped(what: &str, reason: &str) {
    let mut stderr = std::io::stderr();
    writeln!(stderr, "SKIPPED: {what}: {reason}").expect("standard error can be written");
}

/// What a tool that may be missing says on standard output; nothing, and told, when it cannot be run.
pub(crate) fn tool(what: &str, program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => panic!("{program} {arguments:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => {
            skipped(what, &format!("{program} cannot be run ({error}); it is in the package poppler-utils"));
            None
        }
    }
}

/// Whether this process may read and write what permissions forbid, as root does.
pub(crate) fn permissions_are_ignored() -> bool {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    forbid(folder.path());
    let ignored = std::fs::write(folder.path().join("file"), "").is_ok();
    allow(folder.path());
    ignored
}

/// Takes all permissions from a file or folder.
pub(crate) fn forbid(path: &Path) {
    set_mode(path, 0o000, 0o500);
}

/// Gives a file or folder back to its owner.
pub(crate) fn allow(path: &Path) {
    set_mode(path, 0o600, 0o700);
}

#[cfg(unix)]
fn set_mode(path: &Path, file: u32, folder: u32) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { folder } else { file };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions can be set");
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32, _: u32) {}
