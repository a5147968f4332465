//! Publishing: whatever happens, a reader finds one whole site, and nobody loses what is theirs.

mod formats;
mod strained;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::support::{Run, Sandbox, Snapshot, differences, skipped, snapshot};
use verksamhetsplan::outputs::manifest::{Manifest, checksum};

/// How many builds are killed; `KILLS` in the environment for another number.
const KILLS: usize = 100;

/// What every plan of the test has beside its plan.yaml.
const TABLE: &str = "tabell: drift\nrubrik: Drift ORD\nenhet: mnkr\nkolumner: [budget ÅR]\nrader:\n  - {id: a, namn: ORD, belopp: [1.5]}\n  - {id: b, namn: B, belopp: [2.5]}\nsumma: Summa\n";

/// A number from the environment, to do more once than the suite does every time.
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(usual)
}

/// Two plans under a folder, where every page, table and list says the word.
fn write_plans(sandbox: &Sandbox, folder: &str, word: &str) {
    for year in ["2024", "2025"] {
        let write = |path: &str, text: &str| {
            sandbox.write(&format!("{folder}/{year}/{path}"), text.replace("ORD", word).replace("ÅR", year));
        };
        write(
            "plan.yaml",
            "nämnd: Servicenämnden\norganisation: Regionen\nförvaltning: Service\når: ÅR\ntitel: Plan ÅR ORD\nstatus: beslutad\nbeslutsdatum: okänt\nparagraf: okänd\n",
        );
        write("budget/drift.yaml", TABLE);
        write("kapitel/01-inledning.md", "# Inledning\n\nTexten är ORD.\n\n{{ tabell(id=\"drift\") }}\n");
    }
}

/// A folder with the sources of two sites, `old` and `new`, and the bytes of both.
fn two_sites() -> (Sandbox, Snapshot, Snapshot) {
    let sandbox = Sandbox::empty();
    let built = |word: &str| {
        write_plans(&sandbox, word, word);
        sandbox.run(&["build", word, "--format", "html", "--out", "out"]).done();
        sandbox.snapshot("out")
    };
    let (old, new) = (built("gammal"), built("färsk"));
    (sandbox, old, new)
}

/// Numbers that look random, the same for the same seed.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH.elapsed().map_or(1, |now| now.subsec_nanos());
        let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
        Self(given.unwrap_or(u64::from(now)).max(1))
    }

    /// Less than a limit.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

/// Folders that stopped builds have left beside the site.
fn left_beside(sandbox: &Sandbox) -> usize {
    let entries = fs::read_dir(sandbox.path("")).expect("a folder can be read");
    entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(".out.vplan-")).count()
}

// A build that is killed, whenever it is, leaves the old site or the new, to the last byte, and all that is not ours.
#[test]
fn a_killed_build_leaves_one_whole_site() {
    if cfg!(not(target_os = "linux")) {
        return skipped("killing builds", "folders change places in one step on Linux only");
    }
    let (sandbox, mut old, mut new) = two_sites();
    let same: Vec<&String> = old.keys().filter(|path| old[*path].is_some() && old[*path] == new[*path]).collect();
    let shared = ["fonts/", "ikon.svg", "vplan.css", "vplan.js"];
    assert!(
        same.iter().all(|path| shared.iter().any(|shared| path.contains(shared))),
        "both sites should differ in all but style, script and fonts: {same:?}"
    );
    sandbox.write("out/robots.txt", "User-agent: *\n");
    sandbox.write("out/bilder/logga.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    sandbox.write("out/2025/bilagor/protokoll.pdf", "viktigt");
    for site in [&mut old, &mut new] {
        site.extend(
            sandbox
                .snapshot("out")
                .into_iter()
                .filter(|(path, _)| ["robots.txt", "bilder", "2025/bilagor"].iter().any(|own| path.starts_with(own))),
        );
    }
    let started = Instant::now();
    sandbox.run(&["build", "gammal", "--format", "html"]).done();
    let whole = u64::try_from(started.elapsed().as_micros()).expect("a short time");
    let mut random = Random::new();
    let seed = random.0;
    println!("SEED={seed}");
    let (mut early, mut within, mut late) = (0, 0, 0);
    for kill in 0..number("KILLS", KILLS) {
        let word = if sandbox.snapshot("out") == old { "färsk" } else { "gammal" };
        let mut command = sandbox.vplan(&["build", word, "--format", "html"]);
        let mut build = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        // Half of them at any moment, and half while the site is written and changes places.
        if kill % 2 == 0 {
            sleep(Duration::from_micros(random.below(whole + whole / 4)));
        } else {
            while left_beside(&sandbox) == 0 && build.try_wait().expect("it can be asked").is_none() {
                std::hint::spin_loop();
            }
            sleep(Duration::from_micros(random.below(20_000)));
        }
        let ended = build.try_wait().expect("it can be asked").is_some();
        build.kill().expect("it can be killed");
        build.wait().expect("it ends");
        match (ended, left_beside(&sandbox)) {
            (true, _) => late += 1,
            (false, 0) => early += 1,
            (false, _) => within += 1,
        }
        let found = sandbox.snapshot("out");
        assert!(
            found == old || found == new,
            "SEED={seed}, kill {kill}: a mixture; against the old site {:?}, against the new {:?}",
            differences(&found, &old),
            differences(&found, &new)
        );
    }
    println!("killed before publishing {early}, while publishing {within}, after {late}");
    assert!(early > 0 && within > 0, "SEED={seed}: {early} were killed before publishing and {within} meanwhile");
    sandbox.run(&["build", "färsk", "--format", "html"]).done();
    assert_eq!(differences(&sandbox.snapshot("out"), &new), Vec::<String>::new());
    assert_eq!(left_beside(&sandbox), 0, "the next build clears away what killed ones left");
}

// The manifest of a plan names every file of its folder with its checksum, and that over all plans the list of plans.
#[test]
fn manifests_name_every_file() {
    let (sandbox, ..) = two_sites();
    let files = sandbox.snapshot("out");
    let mut checked = 0;
    for (folder, of_plan) in [("", false), ("2024/", true), ("2025/", true)] {
        let bytes = files[&format!("{folder}manifest.json")].as_deref().expect("it is a file");
        let manifest = Manifest::read(bytes).expect("it is a manifest");
        let below = |path: &String| {
            let path = path.strip_prefix(folder)?;
            (of_plan || !path.contains('/')).then(|| path.to_owned())
        };
        let present: BTreeMap<String, String> = files
            .iter()
            .filter_map(|(path, bytes)| Some((below(path)?, checksum(bytes.as_deref()?))))
            .filter(|(path, _)| path != "manifest.json")
            .collect();
        assert_eq!(manifest.files, present, "{folder}manifest.json");
        checked += present.len();
    }
    assert!(checked > 10, "only {checked} files");
}

// Files, folders, links and rights that are somebody's are there after the build, and so is a plan of another year.
#[test]
#[cfg(unix)]
fn what_is_not_ours_stays_as_it_is() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    let (sandbox, ..) = two_sites();
    sandbox.write("out/.htaccess", "Options -Indexes\n");
    sandbox.write("out/bilder/djupt/logga.svg", "<svg/>");
    symlink("2025/index.html", sandbox.path("out/senaste")).expect("a link can be made");
    let mode = |path: &str, mode| {
        fs::set_permissions(sandbox.path(path), fs::Permissions::from_mode(mode)).expect("rights can be set");
    };
    mode("out", 0o2751);
    mode("out/.htaccess", 0o640);
    mode("out/bilder/djupt", 0o700);
    let rights = || -> Vec<(u32, u32, SystemTime)> {
        let paths = ["out/.htaccess", "out/bilder", "out/bilder/djupt", "out/bilder/djupt/logga.svg"];
        let metas = paths.map(|path| fs::metadata(sandbox.path(path)).expect("it is there"));
        metas.iter().map(|meta| (meta.mode(), meta.gid(), meta.modified().expect("a time"))).collect()
    };
    let (before, kept) = (rights(), snapshot(&sandbox.path("out/2024")));
    sandbox.edit("färsk/2025/kapitel/01-inledning.md", "Texten är", "Ny text är");
    sandbox.run(&["build", "färsk/2025", "--format", "html"]).done();
    assert!(sandbox.text("out/2025/index.html").contains("Ny text är"));
    assert_eq!(before, rights());
    assert_eq!(fs::metadata(sandbox.path("out")).expect("it is there").mode() & 0o7777, 0o2751);
    assert_eq!(fs::read_link(sandbox.path("out/senaste")).expect("it is a link"), Path::new("2025/index.html"));
    assert_eq!(kept, snapshot(&sandbox.path("out/2024")));
    assert!(sandbox.text("out/index.html").contains("2024/index.html"), "the other plan is listed still");
}

// Nothing of the build before is kept: no page in a plan, and no file over all plans.
#[test]
fn nothing_stale_is_kept() {
    let (sandbox, ..) = two_sites();
    let extra = TABLE.replace("tabell: drift", "tabell: extra").replace("ÅR", "2025");
    sandbox.write("gammal/2025/budget/extra.yaml", &extra);
    sandbox.write("gammal/2025/kapitel/02-mer.md", "# Mer\n\n{{ tabell(id=\"extra\") }}\n");
    sandbox.run(&["build", "gammal", "--format", "html"]).done();
    assert!(sandbox.path("out/2025/tabeller/tabell-extra-2025-mnkr.csv").exists());
    sandbox.run(&["build", "färsk", "--format", "html"]).done();
    assert!(
        !sandbox.path("out/2025/tabeller/tabell-extra-2025-mnkr.csv").exists(),
        "what vplan wrote and no longer does goes"
    );
    for plan in ["out/2024", "out/2025"] {
        fs::remove_dir_all(sandbox.path(plan)).expect("it can be removed");
    }
    sandbox.run(&["build", "färsk/2025", "--format", "pdf"]).done();
    let left: Vec<String> = sandbox.snapshot("out").into_keys().filter(|path| !path.starts_with("2025")).collect();
    assert_eq!(left, Vec::<String>::new(), "without pages there is nothing over all plans");
}

// What somebody has put in a plan's folder stays there and is named; what somebody has changed is not lost without being
// asked for, and nothing is written then.
#[test]
fn what_is_somebodys_in_a_plans_folder_is_kept() {
    let (sandbox, _, new) = two_sites();
    sandbox.write("out/2025/bilagor/protokoll.pdf", "viktigt");
    sandbox.write("out/2025/anteckning.txt", "mitt");
    let run = sandbox.run(&["build", "gammal", "--format", "html"]).done();
    assert!(
        run.stdout.contains("\"out/2025/bilagor/protokoll.pdf\" är inte skriven av vplan och ligger kvar"),
        "{run:?}"
    );
    assert_eq!(sandbox.text("out/2025/bilagor/protokoll.pdf"), "viktigt");
    assert_eq!(sandbox.text("out/2025/anteckning.txt"), "mitt");

    let page = sandbox.text("out/2025/index.html") + "<!-- signerad -->";
    sandbox.write("out/2025/index.html", &page);
    let before = sandbox.snapshot("out");
    sandbox.run(&["build", "färsk", "--format", "html"]).fails(2, &["\"out/2025/index.html\" har ändrats", "--force"]);
    assert_eq!(differences(&sandbox.snapshot("out"), &before), Vec::<String>::new());
    sandbox.run(&["build", "färsk", "--format", "html", "--force"]).done();
    let mut found = sandbox.snapshot("out");
    found.retain(|path, _| !path.starts_with("2025/bilagor") && path != "2025/anteckning.txt");
    assert_eq!(differences(&found, &new), Vec::<String>::new());

    // Something of somebody's where a file is to be written is in the way, and stays.
    fs::remove_file(sandbox.path("out/2025/tabeller/tabell-drift-2025-mnkr.csv")).expect("it can be removed");
    sandbox.write("out/2025/tabeller/tabell-drift-2025-mnkr.csv/min.txt", "min");
    sandbox.run(&["build", "färsk", "--format", "html"]).fails(2, &["tabell-drift-2025-mnkr.csv"]);
    assert_eq!(sandbox.text("out/2025/tabeller/tabell-drift-2025-mnkr.csv/min.txt"), "min");
}

// Where the folder cannot change places, the parts do: in the folder one stands in, and through a link to it.
#[test]
#[cfg(unix)]
fn any_folder_can_be_published_to() {
    let (sandbox, _, new) = two_sites();
    let sources = sandbox.path("färsk");
    let sources = sources.to_str().expect("a path in Unicode");
    fs::create_dir(sandbox.path("här")).expect("a folder can be made");
    sandbox.write("här/mitt.txt", "mitt\n");
    for _ in 0..2 {
        Run::of(sandbox.vplan(&["build", sources, "--format", "html", "--out", "."]).current_dir(sandbox.path("här")))
            .done();
        let mut found = sandbox.snapshot("här");
        assert_eq!(found.remove("mitt.txt"), Some(Some(b"mitt\n".to_vec())));
        assert_eq!(differences(&found, &new), Vec::<String>::new());
    }
    fs::create_dir(sandbox.path("verklig")).expect("a folder can be made");
    std::os::unix::fs::symlink("verklig", sandbox.path("länk")).expect("a link can be made");
    sandbox.run(&["build", "färsk", "--format", "html", "--out", "länk"]).done();
    assert!(fs::symlink_metadata(sandbox.path("länk")).expect("it is there").is_symlink());
    assert_eq!(differences(&sandbox.snapshot("verklig"), &new), Vec::<String>::new());
}

// What a build that was killed between two parts has taken away is put back, and its folder cleared away.
#[test]
fn what_a_stopped_build_took_away_is_put_back() {
    let (sandbox, ..) = two_sites();
    fs::create_dir_all(sandbox.path("out/.vplan-abc/old")).expect("a folder can be made");
    fs::create_dir_all(sandbox.path("out/.vplan-abc/new/2025")).expect("a folder can be made");
    fs::rename(sandbox.path("out/2024"), sandbox.path("out/.vplan-abc/old/2024")).expect("it can be moved");
    sandbox.run(&["build", "färsk/2025", "--format", "html"]).done();
    assert!(sandbox.path("out/2024/index.html").exists());
    assert!(!sandbox.path("out/.vplan-abc").exists());
    assert!(sandbox.text("out/index.html").contains("2024/index.html"));
}

// Where something else than a file stands in the place of one, a pipe that nobody writes to or a folder, the build says
// so and waits for nothing; and what stands elsewhere stays.
#[test]
#[cfg(unix)]
fn pipes_and_folders_in_the_way_are_told() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "ord");
    let put = |path: &str, is_pipe: bool| {
        let path = sandbox.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        let _ = fs::remove_file(&path);
        if is_pipe {
            assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is there").success());
        } else {
            fs::create_dir(&path).expect("it can be made");
        }
    };
    sandbox.run(&["build", "--format", "html", "--out", "annan"]).done();
    for is_pipe in [true, false] {
        let _ = fs::remove_dir_all(sandbox.path("out"));
        put("out/annat/.vplan", is_pipe);
        put("out/annat/manifest.json", is_pipe);
        sandbox.run(&["build", "--format", "html"]).done();
        assert!(fs::symlink_metadata(sandbox.path("out/annat/.vplan")).is_ok());
        for path in
            ["out/index.html", "out/manifest.json", "out/2025/index.html", "out/2025/manifest.json", "out/2025/.vplan"]
        {
            put(path, is_pipe);
            sandbox.run(&["build", "--format", "html"]).fails(2, &["out/", "fel: "]);
            assert!(fs::symlink_metadata(sandbox.path(path)).is_ok_and(|there| !there.is_file()), "{path} is gone");
            let _ = fs::remove_file(sandbox.path(path));
            let _ = fs::remove_dir(sandbox.path(path));
            fs::copy(sandbox.path(&path.replace("out/", "annan/")), sandbox.path(path)).expect("it can be put back");
        }
        fs::remove_dir_all(sandbox.path("out")).expect("it can be removed");
    }
    put("out/2025", true);
    sandbox.run(&["build", "--format", "html"]).fails(2, &["out/2025", "ingen mapp"]);
    // Another plan beside, of which only the year is looked for.
    put("plan/2023/plan.yaml", true);
    sandbox.run(&["build", "plan/2024", "--format", "html", "--out", "annan"]).done();
}

// A file of somebody else's with a name that the site needs is refused where there is a site, and left in peace.
#[test]
fn a_foreign_manifest_is_refused() {
    let sandbox = Sandbox::empty();
    write_plans(&sandbox, "plan", "ord");
    sandbox.write("out/manifest.json", "{\"name\": \"Min app\"}");
    sandbox.run(&["build", "--format", "html"]).fails(2, &["\"out/manifest.json\"", "inte skriven av vplan"]);
    sandbox.run(&["build", "--format", "pdf"]).done();
    assert_eq!(sandbox.text("out/manifest.json"), "{\"name\": \"Min app\"}");
}
