//! Repositories that lack objects: what cannot be read is an error, and never something that came or went.

use std::path::Path;

use crate::revisions::{CELL, CHAPTER, TABLE, commit, diff, git, repository, says};
use crate::support::Sandbox;

const PARTIAL: &str = "git fetch --refetch --no-filter";

/// Two commits, of which the second changes a figure, and clones may leave objects out.
fn two_commits() -> Option<Sandbox> {
    let sandbox = repository()?;
    sandbox.edit(TABLE, "-633.6", "-640.0");
    commit(&sandbox, "Ett tal");
    git(&sandbox.path(""), &["config", "uploadpack.allowFilter", "true"]);
    Some(sandbox)
}

/// Removes an object from a repository that keeps each in a file of its own.
fn lose(repository: &Path, written: &str) {
    let id = git(repository, &["rev-parse", written]);
    std::fs::remove_file(repository.join(".git/objects").join(&id[..2]).join(&id[2..])).expect("a loose object");
}

#[test]
fn a_clone_without_files_or_folders_is_refused_until_it_has_them() {
    let Some(sandbox) = two_commits() else { return };
    let url = format!("file://{}", sandbox.path("").display());
    for filter in ["blob:none", "tree:0"] {
        git(&sandbox.path(""), &["clone", "-q", "--filter", filter, &url, "delvis"]);
        let missing = ["revisionen \"HEAD~1\" kan inte läsas: objekt saknas", "delvis klon", PARTIAL];
        for format in ["text", "markdown", "json"] {
            let run = diff(&sandbox, "delvis", &["HEAD~1", "HEAD", "--format", format]).fails(2, &missing);
            assert_eq!(run.stdout, "", "{filter}");
        }
        // The later side too, and a folder of a commit that is nobody's work tree.
        diff(&sandbox, "delvis", &["HEAD", "HEAD~1"]).fails(2, &missing);
        let fetch: Vec<&str> = PARTIAL.split(' ').skip(1).chain(["-q"]).collect();
        git(&sandbox.path("delvis"), &fetch);
        says(&diff(&sandbox, "delvis", &["HEAD~1", "HEAD"]).silent(), &[CELL]);
        std::fs::remove_dir_all(sandbox.path("delvis")).expect("removed");
    }
}

#[test]
fn a_damaged_repository_says_that_it_is() {
    let Some(sandbox) = two_commits() else { return };
    let root = sandbox.path("");
    let folder = TABLE.rsplit_once('/').expect("a folder").0;
    for lost in [TABLE, folder, "plan/2025", "plan", ""] {
        let kept = sandbox.snapshot(".git/objects");
        lose(&root, &format!("HEAD~1:{lost}"));
        diff(&sandbox, "", &["HEAD~1"]).fails(2, &["\"HEAD~1\" kan inte läsas", "förrådet är skadat", "git fsck"]);
        for (path, bytes) in kept {
            let path = sandbox.path(".git/objects").join(path);
            if let Some(bytes) = bytes.filter(|_| !path.exists()) {
                std::fs::write(path, bytes).expect("written");
            }
        }
    }
}

#[test]
fn a_repository_that_borrows_from_one_that_is_gone_says_so() {
    let Some(sandbox) = two_commits() else { return };
    git(&sandbox.path(""), &["clone", "-q", "--bare", ".", "långivare.git"]);
    git(&sandbox.path(""), &["clone", "-q", "--shared", "långivare.git", "lånar"]);
    says(&diff(&sandbox, "lånar", &["HEAD~1"]).silent(), &[CELL]);
    std::fs::rename(sandbox.path("långivare.git"), sandbox.path("flyttad.git")).expect("moved");
    diff(&sandbox, "lånar", &["HEAD~1"]).fails(2, &["lånar objekt ur", "långivare.git", "som inte finns"]);
}

// A pointer is not the file: neither a text nor a picture of it is compared, and both are told.
#[test]
fn a_file_that_lies_in_git_lfs_is_said_to_lie_there() {
    let Some(sandbox) = repository() else { return };
    let pointer = |id: char| {
        let id = id.to_string().repeat(64);
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{id}\nsize 12345\n")
    };
    let chapter = sandbox.text(CHAPTER);
    sandbox.write(CHAPTER, pointer('a'));
    sandbox.write("plan/2025/bilder/karta.svg", pointer('b'));
    sandbox.write("plan/2025/kapitel/12-karta.md", "# Karta\n\n![Var vi finns](bilder/karta.svg)\n");
    commit(&sandbox, "Pekare");
    sandbox.write(CHAPTER, &chapter);
    let run = diff(&sandbox, "", &["--exit-code"]);
    assert_eq!(run.code, Some(2));
    says(&run, &["plan/2025: inga ändringar"]);
    for text in ["karta.svg\" finns i Git LFS", "md\" finns i Git LFS", "git lfs fetch --all"] {
        assert!(run.stderr.contains(text), "{text}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("finns inte i planens mapp"), "{}", run.stderr);
    // Where it was fetched, it is read from where Git LFS keeps it.
    let kept = |id: &str| sandbox.path(&format!(".git/lfs/objects/{}/{}/{}", &id[..2], &id[2..4], id));
    let (text, picture) = (kept(&"a".repeat(64)), kept(&"b".repeat(64)));
    for (path, bytes) in [(text, chapter.as_str()), (picture, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")] {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    says(&diff(&sandbox, "", &["HEAD", "HEAD"]).silent(), &["plan/2025: inga ändringar"]);
}

// A plan whose plan.yaml cannot be read is there all the same.
#[test]
fn a_plan_that_cannot_be_read_has_not_gone() {
    let Some(sandbox) = repository() else { return };
    let large = format!("# {}\n", "x".repeat(1 << 16)).repeat(1025);
    for file in ["plan/2025/plan.yaml", CHAPTER] {
        let before = sandbox.text(file);
        sandbox.write(file, &large);
        let run = diff(&sandbox, "", &["--exit-code"]);
        assert_eq!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
        says(&run, &["plan/2025: inga ändringar"]);
        assert!(run.stderr.contains("är större än 64 MB"), "{}", run.stderr);
        sandbox.write(file, before);
    }
}
