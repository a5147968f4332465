//! Which version of the sources a page says that it was built from: as `git status` tells of the plan's folder.

use crate::revisions::{CHAPTER, TABLE, git, repository};
use crate::support::Sandbox;

/// Whether the page says that the sources are not those of the commit, and whether git tells of the folder.
fn changed(sandbox: &Sandbox) -> (bool, bool) {
    let run = sandbox.run(&["build", "plan/2025", "--format", "html"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = sandbox.text("out/2025/talen.html");
    assert!(page.contains("Källornas version: <code>"), "the page names no revision");
    let told = git(&sandbox.path(""), &["status", "--porcelain", "--", "plan/2025"]);
    (page.contains("med ändringar som gjorts därefter"), !told.is_empty())
}

/// Asserts that page and git agree that the folder is as wanted.
fn is_changed(sandbox: &Sandbox, wanted: bool, what: &str) {
    assert_eq!(changed(sandbox), (wanted, wanted), "{what}");
}

/// Everything checked out anew, by the settings that are made.
fn check_out(sandbox: &Sandbox) {
    std::fs::remove_dir_all(sandbox.path("plan")).expect("removed");
    git(&sandbox.path(""), &["checkout", "-q", "-f", "."]);
}

fn set(sandbox: &Sandbox, key: &str, value: &str) {
    let run = std::process::Command::new("git").args(["config", key, value]).current_dir(sandbox.path("")).status();
    assert!(run.expect("git can be started").success());
}

#[test]
fn what_git_makes_of_a_file_when_it_is_checked_out_is_no_change() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    is_changed(&sandbox, false, "as committed");
    sandbox.write(".gitattributes", "*.md text eol=crlf ident\nutkast.csv text working-tree-encoding=ISO-8859-1\n");
    sandbox.write("plan/2025/utkast.csv", b"l\xf6n;hyra\r\n");
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-q", "-m", "Radslut"]);
    check_out(&sandbox);
    assert!(sandbox.text(CHAPTER).contains("\r\n"), "the line ends are those of Windows");
    is_changed(&sandbox, false, "line ends and encodings");
    // A filter of one's own, as Git LFS is one.
    sandbox.write(".gitattributes", "*.svg filter=pekare\n");
    set(&sandbox, "filter.pekare.clean", "sed s/hela/pekaren/");
    set(&sandbox, "filter.pekare.smudge", "sed s/pekaren/hela/");
    sandbox.write("plan/2025/bilder/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- hela --></svg>\n");
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-q", "-m", "Filter"]);
    check_out(&sandbox);
    is_changed(&sandbox, false, "a filter");
    sandbox.edit("plan/2025/bilder/x.svg", "<!--", "<!-- och mer,");
    is_changed(&sandbox, true, "a file with a filter");
}

#[test]
fn what_git_ignores_is_no_change_and_what_it_does_not_is() {
    let Some(sandbox) = repository() else { return };
    sandbox.write(".git/info/exclude", "*.log\n");
    sandbox.write("plan/2025/kapitel/bygge.log", "x");
    is_changed(&sandbox, false, "an ignored file");
    sandbox.write("plan/2025/bilaga.txt", "x");
    is_changed(&sandbox, true, "a new file");
    std::fs::remove_file(sandbox.path("plan/2025/bilaga.txt")).expect("removed");
    sandbox.write("plan/annat.txt", "x");
    is_changed(&sandbox, false, "a file beside the plan");
    // What office programs and systems leave is never read, though git tells of it.
    for name in ["~$plan.docx", "Thumbs.db"] {
        sandbox.write(&format!("plan/2025/{name}"), "x");
        assert_eq!(changed(&sandbox), (false, true), "{name}");
        std::fs::remove_file(sandbox.path(&format!("plan/2025/{name}"))).expect("removed");
    }
}

#[test]
fn the_index_is_heeded_as_git_heeds_it() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    let edited = sandbox.text(CHAPTER) + "\nEn mening till.\n";
    let saved = sandbox.text(CHAPTER);
    sandbox.write(CHAPTER, &edited);
    is_changed(&sandbox, true, "a changed file");
    git(&root, &["add", CHAPTER]);
    is_changed(&sandbox, true, "a staged file");
    sandbox.write(CHAPTER, &saved);
    is_changed(&sandbox, true, "a staged file that is as it was");
    git(&root, &["reset", "-q"]);
    is_changed(&sandbox, false, "as committed");
    sandbox.write(TABLE, sandbox.text(TABLE) + "# mer\n");
    git(&root, &["update-index", "--skip-worktree", TABLE]);
    is_changed(&sandbox, false, "a file that git is told not to look at");
    git(&root, &["update-index", "--no-skip-worktree", TABLE]);
    is_changed(&sandbox, true, "and told to look at again");
    git(&root, &["checkout", "-q", "."]);
    sandbox.write("plan/2025/bilaga.txt", "x");
    git(&root, &["add", "-N", "plan/2025/bilaga.txt"]);
    is_changed(&sandbox, true, "a file that is to be added");
}

#[cfg(unix)]
#[test]
fn links_modes_and_linked_work_trees_are_those_of_git() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    symlink("resultatbudget.yaml", sandbox.path("plan/2025/budget/lank.txt")).expect("linked");
    is_changed(&sandbox, true, "a new link");
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-q", "-m", "En länk"]);
    is_changed(&sandbox, false, "a link");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path(CHAPTER), executable).expect("made executable");
    is_changed(&sandbox, true, "another mode");
    set(&sandbox, "core.fileMode", "false");
    is_changed(&sandbox, false, "another mode that nobody minds");
    git(&root, &["worktree", "add", "-q", "--detach", "bredvid"]);
    let run = sandbox.run(&["build", "bredvid/plan/2025", "--format", "html", "--out", "bredvid/out"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!sandbox.text("bredvid/out/2025/talen.html").contains("med ändringar"));
}
