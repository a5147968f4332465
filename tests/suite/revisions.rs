//! `vplan diff` in repositories made for the test by git itself: every kind of clone, and no file touched.

use std::path::Path;
use std::process::Command;

use crate::support::{self, Run, Sandbox, differences, skipped};

/// A table of the plan of 2025.
pub(crate) const TABLE: &str = "plan/2025/budget/resultatbudget.yaml";

/// A chapter of it.
pub(crate) const CHAPTER: &str = "plan/2025/kapitel/02-vision-och-vardegrund.md";

/// Git in a folder, with nobody's settings.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"])
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "core.autocrlf=false",
            "-c",
            "gc.auto=0",
            "-c",
            "core.precomposeunicode=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git can be started");
    assert!(output.status.success(), "git {arguments:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A repository with the plan of 2025 in its first commit; nothing, and told, where there is no git.
pub(crate) fn repository() -> Option<Sandbox> {
    if Command::new("git").arg("--version").output().is_err() {
        skipped("reading revisions", "git cannot be run");
        return None;
    }
    let sandbox = Sandbox::new();
    git(&sandbox.path(""), &["init", "-q"]);
    commit(&sandbox, "Planen");
    Some(sandbox)
}

pub(crate) fn commit(sandbox: &Sandbox, message: &str) {
    git(&sandbox.path(""), &["add", "-A"]);
    git(&sandbox.path(""), &["commit", "-q", "--allow-empty", "-m", message]);
}

/// Runs `vplan diff` and asserts that no file, of the plan or of git, is another afterwards.
pub(crate) fn diff(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> Run {
    let before = sandbox.snapshot("");
    let mut command = sandbox.vplan(&[&["diff"], arguments].concat());
    command.current_dir(sandbox.path(folder));
    let run = Run::of(&mut command);
    let changed = differences(&before, &sandbox.snapshot(""));
    assert!(changed.is_empty(), "vplan diff {arguments:?} touched {changed:?}");
    Run { stdout: run.stdout.replace('\u{a0}', " "), ..run }
}

pub(crate) fn says(run: &Run, texts: &[&str]) {
    for text in texts {
        assert!(run.stdout.contains(text), "should say \"{text}\":\n{}\n{}", run.stdout, run.stderr);
    }
}

pub(crate) const CELL: &str = "Personalkostnader, Budget 2025: −633,6 → −640,0 mnkr (−6,4; −1,0 %)";
const ONE: &str = "plan/2025: 1 ändring (1 ändrad)";

#[test]
fn the_work_tree_is_compared_with_a_revision() {
    let Some(sandbox) = repository() else { return };
    let run = diff(&sandbox, "", &[]).silent();
    says(&run, &["plan/2025: HEAD → arbetskatalogen", "plan/2025: inga ändringar"]);
    assert_eq!(diff(&sandbox, "", &["--exit-code"]).code, Some(0));
    sandbox.edit(TABLE, "-633.6", "-640.0");
    says(&diff(&sandbox, "", &[]).silent(), &[CELL, ONE, "plan/2025/budget/resultatbudget.yaml:17"]);
    assert_eq!(diff(&sandbox, "", &["--exit-code"]).code, Some(1));
    // From within the plan, and with the plan named.
    says(&diff(&sandbox, "plan/2025", &["--plan", "."]).silent(), &[CELL]);
    says(
        &diff(&sandbox, "plan", &["HEAD", "--plan", "2025"]).silent(),
        &[CELL, "(2025/budget/resultatbudget.yaml:17)"],
    );
    commit(&sandbox, "Mer personal");
    says(&diff(&sandbox, "", &["HEAD~1"]).silent(), &[CELL, "HEAD~1 → arbetskatalogen"]);
    says(&diff(&sandbox, "", &["HEAD~1", "HEAD"]).silent(), &[CELL, "HEAD~1 → HEAD"]);
    says(&diff(&sandbox, "", &["HEAD~1..HEAD"]).silent(), &[CELL]);
    says(&diff(&sandbox, "", &["HEAD", "HEAD~1"]).silent(), &["−640,0 → −633,6 mnkr (+6,4; +1,0 %)"]);
    says(&diff(&sandbox, "", &["HEAD~1", "--only", "text"]).silent(), &["plan/2025: inga ändringar"]);
}

// Renamed files, line ends, a name in decomposed letters, a submodule and a link: only what a reader meets is told.
#[test]
fn what_git_stores_is_read_as_the_disk_is() {
    let Some(sandbox) = repository() else { return };
    let head = git(&sandbox.path(""), &["rev-parse", "HEAD"]);
    // ö as o and a combining diaeresis, as some systems write names.
    sandbox.write(
        "plan/2025/kapitel/10-o\u{308}versikt.md",
        "# Översikt\n\nEn översikt över allt som planen innehåller.\n",
    );
    git(&sandbox.path(""), &["add", "-A"]);
    git(&sandbox.path(""), &["update-index", "--add", "--cacheinfo", &format!("160000,{head},plan/2025/modul")]);
    git(&sandbox.path(""), &["commit", "-q", "-m", "Översikt och en modul"]);
    let name = |path: &str| sandbox.path(path);
    std::fs::rename(name("plan/2025/kapitel/10-o\u{308}versikt.md"), name("plan/2025/kapitel/10-\u{f6}versikt.md"))
        .expect("renamed");
    let crlf = sandbox.text(TABLE).replace('\n', "\r\n");
    sandbox.write(TABLE, crlf);
    let chapter = sandbox.text(CHAPTER).replace('\n', "\r\n");
    sandbox.write(CHAPTER, chapter);
    std::fs::rename(name("plan/2025/budget/nyckeltal.yaml"), name("plan/2025/budget/ekonomiska_nyckeltal.yaml"))
        .expect("renamed");
    says(&diff(&sandbox, "", &[]).silent(), &["plan/2025: inga ändringar"]);
    commit(&sandbox, "Byter radslut och namn");
    says(&diff(&sandbox, "", &["HEAD~1", "HEAD"]).silent(), &["plan/2025: inga ändringar"]);
    // A chapter's number is in its file's name, and is told.
    git(&sandbox.path(""), &["mv", "plan/2025/kapitel/10-\u{f6}versikt.md", "plan/2025/kapitel/11-\u{f6}versikt.md"]);
    let run = diff(&sandbox, "", &[]).silent();
    says(&run, &["Omdöpt kapitel: 10-översikt → 11-översikt", ONE.replace("ändrad", "omdöpt").as_str()]);
}

#[test]
fn a_merge_is_compared_with_each_of_its_parents() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    git(&root, &["checkout", "-q", "-b", "gren"]);
    sandbox.edit(TABLE, "-633.6", "-640.0");
    commit(&sandbox, "Ett tal");
    git(&root, &["checkout", "-q", "main"]);
    sandbox.write("plan/2025/kapitel/11-mer.md", "# Mer\n\nHär står det som inte fick plats förut.\n");
    commit(&sandbox, "Ett kapitel");
    // What the branch did since it parted, and not what main did meanwhile.
    let run = diff(&sandbox, "", &["main...gren"]).silent();
    says(&run, &[CELL, ONE, "(där grenarna skildes) → gren"]);
    git(&root, &["merge", "-q", "--no-ff", "-m", "Sammanslagning", "gren"]);
    says(&diff(&sandbox, "", &["HEAD^1", "HEAD"]).silent(), &[CELL, ONE]);
    let run = diff(&sandbox, "", &["HEAD^2", "HEAD"]).silent();
    says(&run, &["Tillagt kapitel: Mer", "plan/2025: 1 ändring (1 tillagd)"]);
}

#[test]
fn every_kind_of_clone_is_read() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    sandbox.edit(TABLE, "-633.6", "-640.0");
    commit(&sandbox, "Ett tal");
    // A work tree linked to the repository.
    git(&root, &["worktree", "add", "-q", "--detach", "bredvid", "HEAD~1"]);
    says(&diff(&sandbox, "bredvid", &["main"]).silent(), &["−640,0 → −633,6 mnkr"]);
    git(&root, &["worktree", "remove", "bredvid"]);
    // A clone without files, of packed objects.
    git(&root, &["gc", "-q"]);
    git(&root, &["clone", "-q", "--bare", ".", "naken.git"]);
    says(&diff(&sandbox, "naken.git", &["HEAD~1", "HEAD"]).silent(), &[CELL, ONE]);
    diff(&sandbox, "naken.git", &[]).fails(2, &["förrådet har ingen arbetskatalog", "ange två revisioner"]);
    // A clone without history.
    let url = format!("file://{}", root.display());
    git(&root, &["clone", "-q", "--depth", "1", &url, "grund"]);
    says(&diff(&sandbox, "grund", &[]).silent(), &["plan/2025: inga ändringar"]);
    diff(&sandbox, "grund", &["HEAD~1"]).fails(2, &["revisionen \"HEAD~1\" finns inte", "git fetch --unshallow"]);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    git(&root, &["branch", "utskick"]);
    git(&root, &["tag", "v2025"]);
    diff(&sandbox, "", &["utskikc"]).fails(2, &["revisionen \"utskikc\" finns inte (menade du \"utskick\"?)"]);
    diff(&sandbox, "", &["HEAD~7"]).fails(2, &["så långt tillbaka går inte historiken"]);
    diff(&sandbox, "", &["v2025", "maim"]).fails(2, &["menade du \"main\"?"]);
    diff(&sandbox, "", &["plan/2025"]).fails(2, &["\"plan/2025\" är en plan", "vplan diff HEAD --plan plan/2025"]);
    diff(&sandbox, "", &["plan"]).fails(2, &["\"plan\" är en mapp utan plan.yaml"]);
    diff(&sandbox, "", &["--plan", "budget"])
        .fails(2, &["ingen plan i \"budget\", varken i \"HEAD\" eller i arbetskatalogen"]);
    diff(&sandbox, "", &["--plan", "../annat"]).fails(2, &["ligger utanför git-förrådet"]);
    // A branch that is called what a plan is.
    git(&root, &["branch", "2025"]);
    diff(&sandbox, "plan", &["2025"]).fails(2, &["\"2025\" är både en plan och en revision (skriv ./2025"]);
    // A plan that is new, and one that is gone.
    support::copy(&sandbox.path("plan/2025"), &sandbox.path("plan/2026"));
    says(&diff(&sandbox, "", &[]).silent(), &["Tillagd plan: Verksamhetsplan med budget 2025", "plan/2026: 1 ändring"]);
    commit(&sandbox, "En ny plan");
    says(&diff(&sandbox, "", &["HEAD", "HEAD~1"]).silent(), &["Borttagen plan: Verksamhetsplan med budget 2025"]);
    let outside = Sandbox::new();
    diff(&outside, "", &[]).fails(2, &["ligger inte i något git-förråd", "vplan diff PLAN_A PLAN_B"]);
}

// Each reason is the one that is so, and what is advised helps.
#[test]
fn a_repository_that_cannot_be_asked_says_why() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    let set = |folder: &str, key: &str, value: &str| {
        std::fs::create_dir_all(sandbox.path(folder)).expect("made");
        git(&sandbox.path(folder), &["init", "-q"]);
        git(&sandbox.path(folder), &["config", "core.repositoryFormatVersion", "1"]);
        git(&sandbox.path(folder), &["config", key, value]);
    };
    git(&root, &["init", "-q", "tomt"]);
    diff(&sandbox, "tomt", &[]).fails(2, &["ingen incheckning än", "git commit"]);
    set("tabell", "extensions.refStorage", "reftable");
    diff(&sandbox, "tabell", &["HEAD~1"]).fails(2, &["reftable", "git refs migrate --ref-format=files"]);
    sandbox.write("borta/.git", "gitdir: ../finns/inte/.git/worktrees/borta\n");
    diff(&sandbox, "borta", &[]).fails(2, &["filen .git pekar på", "som inte finns", "git worktree repair"]);
    sandbox.write("trasigt/.git/config", "[core\n");
    sandbox.write("trasigt/.git/HEAD", "ref: refs/heads/main\n");
    sandbox.write("trasigt/.git/objects/x", "");
    sandbox.write("trasigt/.git/refs/x", "");
    diff(&sandbox, "trasigt", &[]).fails(2, &["kan inte öppnas"]);
    // Other ids, which are read as they are.
    git(&root, &["init", "-q", "--object-format=sha256", "lång"]);
    support::copy(&sandbox.path("plan/2025"), &sandbox.path("lång/plan/2025"));
    git(&sandbox.path("lång"), &["add", "-A"]);
    git(&sandbox.path("lång"), &["commit", "-q", "-m", "Planen"]);
    says(&diff(&sandbox, "lång", &[]).silent(), &["plan/2025: inga ändringar"]);
}

#[test]
fn a_name_that_means_nothing_or_too_much_is_told_with_its_reason() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    git(&root, &["branch", "utskick"]);
    sandbox.edit(TABLE, "-633.6", "-640.0");
    commit(&sandbox, "Ett tal");
    git(&root, &["tag", "utskick"]);
    git(&root, &["tag", "samma"]);
    git(&root, &["branch", "samma"]);
    diff(&sandbox, "", &["utskick~0..HEAD"])
        .fails(2, &["\"utskick\" är flertydigt", "refs/tags/utskick för taggen", "refs/heads/utskick för grenen"]);
    says(&diff(&sandbox, "", &["refs/heads/utskick"]).silent(), &[CELL]);
    says(&diff(&sandbox, "", &["samma"]).silent(), &["plan/2025: inga ändringar"]);
    diff(&sandbox, "", &["HEAD^2"]).fails(2, &["\"HEAD^2\" finns inte", "inte så många föräldrar"]);
    diff(&sandbox, "", &["main..HEAD~9"]).fails(2, &["\"HEAD~9\" finns inte", "så långt tillbaka"]);
    diff(&sandbox, "", &["HEAD:plan"]).fails(2, &["är en mapp i en revision", "vplan diff HEAD --plan plan"]);
    diff(&sandbox, "", &["HEAD:borta"]).fails(2, &["\"borta\" finns inte i \"HEAD\""]);
    // A branch that only others have, and what lies behind what was fetched.
    git(&root, &["branch", "förslag"]);
    git(&root, &["clone", "-q", ".", "hel"]);
    diff(&sandbox, "hel", &["förslag"]).fails(2, &["menade du \"origin/förslag\"?"]);
    let url = format!("file://{}", root.display());
    git(&root, &["clone", "-q", "--depth", "1", &url, "grund"]);
    let advice = "git fetch origin förslag:förslag";
    diff(&sandbox, "grund", &["förslag"]).fails(2, &["\"förslag\" finns inte", advice]);
    git(&sandbox.path("grund"), &["fetch", "-q", "origin", "förslag:förslag"]);
    says(&diff(&sandbox, "grund", &["förslag"]).silent(), &["plan/2025: inga ändringar"]);
    let first = git(&root, &["rev-parse", "HEAD~1"]);
    diff(&sandbox, "grund", &[&first]).fails(2, &["grund klon", "git fetch --unshallow"]);
}

// A plan that cannot be read whole on one side: what can be compared is, and the errors of that side are told.
#[test]
fn a_broken_side_is_compared_as_far_as_it_goes() {
    let Some(sandbox) = repository() else { return };
    sandbox.edit(TABLE, "-633.6", "-640.0");
    sandbox.edit("plan/2025/budget/driftbudget.yaml", "enhet: mnkr", "enhet: mnkr\nenhte: mnkr");
    sandbox.edit("plan/2025/risker.yaml", "risker:", "risker: [");
    let run = diff(&sandbox, "", &[]);
    assert_eq!(run.code, Some(0));
    says(&run, &[CELL, ONE]);
    for text in ["okänd-nyckel", "risker.yaml", "plan/2025 har fel i arbetskatalogen; det som gick att läsa är jämfört"]
    {
        assert!(run.stderr.contains(text), "{text}: {}", run.stderr);
    }
    assert!(!run.stdout.contains("Borttagen"), "{}", run.stdout);
    assert_eq!(diff(&sandbox, "", &["--exit-code"]).code, Some(2));
}

#[test]
fn two_plans_are_compared_without_a_repository() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let run = diff(&sandbox, "", &["plan/2024", "plan/2025"]).silent();
    says(
        &run,
        &[
            "plan/2025: plan/2024 → plan/2025",
            "Borttagen tabell: Summering av samtliga åtgärder",
            "Planerna gäller 2024 och 2025.",
        ],
    );
    assert_eq!(diff(&sandbox, "", &["plan/2025", "plan/2025", "--exit-code"]).code, Some(0));
}

/// A part of the README between two texts.
fn readme(from: &str, to: &str) -> String {
    let readme = std::fs::read_to_string(support::project("README.md")).expect("the README");
    let (_, rest) = readme.split_once(from).unwrap_or_else(|| panic!("the README has {from}"));
    rest.split_once(to).map(|(part, _)| part.to_owned()).expect("it ends")
}

#[test]
fn the_example_in_the_readme_is_what_is_said() {
    let Some(sandbox) = repository() else { return };
    sandbox.edit(TABLE, "-633.6", "-640.0");
    let said = diff(&sandbox, "", &[]).silent().stdout;
    let section = readme("## What a change does\n", "\n## ");
    let example = section.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let lines = example.lines().filter(|line| line.trim() != "…");
    for line in lines {
        assert!(said.lines().any(|own| own == line), "{line}\nis not said:\n{said}");
    }
}

// The commands of the README's jobs, run as the hosts run them, but for those that send.
#[test]
fn the_jobs_in_the_readme_make_a_comment() {
    let Some(sandbox) = repository() else { return };
    let root = sandbox.path("");
    let base = git(&root, &["rev-parse", "HEAD"]);
    git(&root, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    sandbox.edit(TABLE, "-633.6", "-640.0");
    commit(&sandbox, "Ett tal");
    let section = readme("## What a change does\n", "\n## ");
    let commands = section.lines().filter_map(|line| {
        let command = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
        (command.starts_with("vplan diff \"") || command.starts_with("cat plan.md")).then(|| command.to_owned())
    });
    let commands: Vec<String> = commands.collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    let program = Path::new(env!("CARGO_BIN_EXE_vplan")).parent().expect("a folder").display();
    for command in commands {
        let output = Command::new("bash")
            .args(["-euc", &command])
            .current_dir(&root)
            .env("PATH", format!("{program}:/usr/bin:/bin"))
            .env("GITHUB_BASE_REF", "main")
            .env("GITHUB_STEP_SUMMARY", root.join("summary.md"))
            .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)
            .output()
            .expect("bash can be started");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let comment = sandbox.text("plan.md").replace('\u{a0}', " ");
        assert!(comment.starts_with("## Vad ändringen gör med planen\n") && comment.contains(CELL), "{comment}");
    }
    assert_eq!(sandbox.text("summary.md").matches("## Vad ändringen").count(), 1);
}

#[test]
fn the_attributes_in_the_readme_are_attributes() {
    let Some(sandbox) = repository() else { return };
    let lines = readme("In `.gitattributes`", "\n## ");
    let lines: Vec<&str> = lines.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    sandbox.write(".gitattributes", lines.join("\n") + "\n");
    let said = git(&sandbox.path(""), &["check-attr", "eol", "diff", "--", TABLE, CHAPTER]);
    assert_eq!(said.matches("eol: lf").count(), 2, "{said}");
    assert_eq!(said.matches("diff: markdown").count(), 1, "{said}");
    sandbox.write(CHAPTER, sandbox.text(CHAPTER).replace('\n', "\r\n"));
    git(&sandbox.path(""), &["add", "--renormalize", "."]);
    says(&diff(&sandbox, "", &[]).silent(), &["plan/2025: inga ändringar"]);
}
