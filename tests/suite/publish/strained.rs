//! Publishing where it is hard: many builds at once, and disks that fill.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use crate::publish::{number, two_sites};
use crate::support::{Run, Snapshot, differences, skipped, snapshot};

// Many builds to one folder, of two sites, one plan of each and one format of each: it ends as one whole site, and no
// build fails.
#[test]
fn many_builds_at_once_leave_one_whole_site() {
    let (sandbox, old, new) = two_sites();
    sandbox.write("out/robots.txt", "User-agent: *\n");
    sandbox.write("out/2025/bilagor/protokoll.pdf", "viktigt");
    let builds = number("BUILDS", 12);
    let start = |at: usize| {
        let word = if at.is_multiple_of(2) { "gammal" } else { "färsk" };
        let arguments = ["build", word, "--format", "html"];
        sandbox.vplan(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts")
    };
    let running: Vec<_> = (0..builds).map(start).collect();
    for build in running {
        let ended = build.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let mut found = sandbox.snapshot("out");
    assert_eq!(found.remove("robots.txt"), Some(Some(b"User-agent: *\n".to_vec())));
    assert_eq!(found.remove("2025/bilagor/protokoll.pdf"), Some(Some(b"viktigt".to_vec())));
    found.remove("2025/bilagor");
    assert!(found == old || found == new, "{:?}", differences(&found, &new));
    let beside: BTreeSet<String> = sandbox.snapshot("").into_keys().filter(|path| path.starts_with(".out")).collect();
    assert_eq!(beside, BTreeSet::new(), "no build has left anything");
}

/// A small disk, unmounted when dropped.
struct Disk(std::path::PathBuf);

impl Disk {
    /// A disk at a folder, where this machine lets us have one.
    fn at(folder: &std::path::Path, bytes: usize) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"]).arg(folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(folder.to_owned()))
    }

    /// The disk with another size.
    fn sized(&self, bytes: usize) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={bytes}")]).arg(&self.0);
        mount.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

// A disk that fills, at whatever byte: the old site is whole, or the new one is, and a build that fails says why.
#[test]
fn a_full_disk_leaves_one_whole_site() {
    let (sandbox, old, new) = two_sites();
    let folder = sandbox.path("disk");
    let Some(disk) = Disk::at(&folder, 64 << 20) else {
        return skipped("a full disk", "this user may mount none");
    };
    let out = folder.join("out");
    let build = |word: &str| {
        let out = out.to_str().expect("a path in Unicode");
        Run::of(&mut sandbox.vplan(&["build", word, "--format", "html", "--out", out]))
    };
    build("gammal").done();
    fs::write(out.join("robots.txt"), "User-agent: *\n").expect("it can be written");
    let site = |of: &Snapshot| {
        let mut of = of.clone();
        of.insert("robots.txt".to_owned(), Some(b"User-agent: *\n".to_vec()));
        of
    };
    let (old, new) = (site(&old), site(&new));
    let used = usize::try_from(walk(&folder)).expect("a small number");
    let sizes = number("SIZES", 8);
    let (mut failed, mut done) = (0, 0);
    for at in 0..sizes {
        assert!(disk.sized(64 << 20), "it can grow");
        build("gammal").done();
        // From no byte free to room for all.
        let free = 2 * used * at / sizes;
        assert!(disk.sized(used + free), "it can shrink to {}", used + free);
        let run = build("färsk");
        let found = snapshot(&out);
        if run.code == Some(0) {
            done += 1;
            assert_eq!(differences(&found, &new), Vec::<String>::new());
        } else {
            failed += 1;
            run.fails(2, &["disk"]);
            assert_eq!(differences(&found, &old), Vec::<String>::new());
        }
        let left = fs::read_dir(&folder).expect("it can be read").flatten().count();
        assert_eq!(left, 1, "nothing is left beside the site");
    }
    println!("{failed} builds found the disk full, {done} had room");
    assert!(failed > 0 && done > 0, "{failed} of {sizes} failed");
}

/// Bytes of a folder, in the blocks that they take.
fn walk(folder: &std::path::Path) -> u64 {
    let all = snapshot(folder);
    let blocks = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, |bytes| bytes.len().div_ceil(4096) * 4096);
    all.values().map(blocks).map(|bytes| bytes as u64).sum()
}
