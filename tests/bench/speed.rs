//! `cargo bench`: whole-process time and memory of `vplan build` on plan/2025 and on the same content ×10 and ×50,
//! against the stock `typst compile` of the generated project where that program is installed; and the time of comparing
//! plans against that of reading them.
//!
//! Prints medians of several runs and ratios within one run of the benchmark. It asserts nothing: a time is
//! no test. `TYPST=/path/to/typst` names the compiler; peak memory needs GNU time at /usr/bin/time.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a benchmark prints seconds and ratios, and stops at what it does not expect"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use verksamhetsplan::diff::{PlanDiff, Side, text};
use verksamhetsplan::draft;
use verksamhetsplan::source::files::Sources;

const RUNS: usize = 5;
const SIZES: [usize; 3] = [1, 10, 50];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // For tests/browser/measure.mjs: only writes the large plan where it is wanted.
    if let Some(plan) = std::env::var_os("PLAN_X50") {
        return multiply(&root.join("plan/2025"), Path::new(&plan), 50);
    }
    let work = tempfile::tempdir().expect("a temporary folder");
    let typst = typst();
    println!("{:<34}{:>12}{:>12}{:>12}", "median av 5", "tid, s", "minne, MB", "tid/×1");
    let mut base = None;
    for size in SIZES {
        let plan = work.path().join(format!("plan-x{size}"));
        multiply(&root.join("plan/2025"), &plan, size);
        let out = work.path().join(format!("out-x{size}"));
        let vplan = |formats: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_vplan"));
            command.arg("build").arg(&plan).arg("--out").arg(&out).arg("--format").arg(formats);
            command
        };
        let both = measure(&|| vplan("pdf,html"));
        row(&format!("vplan build, innehåll ×{size}"), &both, base.unwrap_or(both.time));
        base.get_or_insert(both.time);
        let page = measure(&|| vplan("html"));
        row("  därav enbart HTML", &page, page.time);
        run(&mut vplan("typst"));
        let project = out.join(plan.file_name().expect("a name")).join("typst");
        if let Some(typst) = &typst {
            let stock = measure(&|| {
                let mut command = Command::new(typst);
                command.current_dir(&project).args([
                    "compile",
                    "--features",
                    "a11y-extras",
                    "--ignore-system-fonts",
                    "--font-path",
                    "fonts",
                    "--pdf-standard",
                    "a-2a,ua-1",
                    "main.typ",
                    "main.pdf",
                ]);
                command
            });
            row("  typst compile av projektet", &stock, stock.time);
            println!(
                "  vplan / typst: tid {:.2}, minne {:.2}",
                both.time.as_secs_f64() / stock.time.as_secs_f64(),
                both.memory as f64 / stock.memory.max(1) as f64
            );
        }
    }
    comparisons(root, work.path());
    if typst.is_none() {
        println!("SKIPPED: jämförelsen med typst compile (programmet typst finns inte; ange TYPST=…)");
    }
}

/// Time of comparing plans, against that of reading and drawing both of them.
fn comparisons(root: &Path, work: &Path) {
    let fifty = work.join("plan-x50");
    let edited = work.join("plan-x50-edited");
    multiply(&root.join("plan/2025"), &edited, 50);
    let mut changed = 0;
    for (name, text) in files(&edited, &["budget"]) {
        let new = text.replace("-633.6", "-640.0");
        changed += usize::from(new != text);
        fs::write(edited.join("budget").join(name), new).expect("written");
    }
    assert_eq!(changed, 50, "the edited copy has one changed number a table");
    let pairs = [
        ("vplan diff, 2024 mot 2025", root.join("plan/2024"), root.join("plan/2025")),
        ("vplan diff, ×50 mot en ändrad kopia", fifty, edited),
    ];
    for (name, before, after) in pairs {
        let mut times: Vec<(Duration, Duration)> = (0..RUNS).map(|_| compared(&before, &after)).collect();
        times.sort_by_key(|(load, diff)| *load + *diff);
        let (load, diff) = times[RUNS / 2];
        let (load, diff) = (load.as_secs_f64(), diff.as_secs_f64());
        println!(
            "{name}: läsa båda {load:.3} s, jämföra {diff:.3} s, tillsammans {:.2} av att läsa",
            (load + diff) / load
        );
    }
}

/// How long it takes to read and draw both plans, and then to compare them.
fn compared(before: &Path, after: &Path) -> (Duration, Duration) {
    let started = Instant::now();
    let drafts = [before, after].map(|folder| draft(Sources::from_disk(folder).0));
    let load = started.elapsed();
    let started = Instant::now();
    let sides = drafts.each_ref().map(|draft| Side {
        name: "sida",
        plan: &draft.plan,
        figures: &draft.figures,
        prose: &draft.prose,
        problems: &draft.problems,
    });
    let diff = PlanDiff::between(&sides[0], &sides[1]);
    let text = text::render(&diff);
    assert!(!diff.is_empty() && !text.is_empty());
    (load, started.elapsed())
}

/// Median wall time, and peak memory in kilobytes of the largest process.
struct Measured {
    time: Duration,
    memory: u64,
}

fn measure(command: &dyn Fn() -> Command) -> Measured {
    run(&mut command());
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            run(&mut command());
            started.elapsed()
        })
        .collect();
    times.sort();
    Measured { time: times[RUNS / 2], memory: peak(&command()) }
}

fn run(command: &mut Command) {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Peak resident memory by GNU time; 0 where it is not installed.
fn peak(command: &Command) -> u64 {
    let mut timed = Command::new("/usr/bin/time");
    timed.arg("-f").arg("%M").arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    let Ok(output) = timed.stdout(Stdio::null()).output() else { return 0 };
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().last().and_then(|line| line.trim().parse().ok()).unwrap_or(0)
}

fn row(name: &str, measured: &Measured, base: Duration) {
    println!(
        "{name:<34}{:>12.3}{:>12.0}{:>12.1}",
        measured.time.as_secs_f64(),
        measured.memory as f64 / 1024.0,
        measured.time.as_secs_f64() / base.as_secs_f64()
    );
}

fn typst() -> Option<PathBuf> {
    let named = std::env::var_os("TYPST").map(PathBuf::from);
    let program = named.unwrap_or_else(|| PathBuf::from("typst"));
    Command::new(&program).arg("--version").output().ok().map(|_| program)
}

/// Writes a plan with the content of another `times` times: every table, chapter, goal and risk again, with ids
/// and references of its own.
fn multiply(from: &Path, to: &Path, times: usize) {
    let read = |path: &str| fs::read_to_string(from.join(path)).expect("plan/2025 is whole");
    fs::create_dir_all(to.join("kapitel")).expect("a folder");
    fs::create_dir_all(to.join("budget")).expect("a folder");
    for file in ["plan.yaml", "organisation.yaml"] {
        fs::write(to.join(file), read(file)).expect("written");
    }
    let tables = files(from, &["budget", "investeringar"]);
    let ids: Vec<String> = tables
        .iter()
        .filter_map(|(_, text)| text.split("tabell: ").nth(1)?.lines().next().map(str::to_owned))
        .collect();
    let (goals, risks) = (read("malomraden.yaml"), read("risker.yaml"));
    let (mut all_goals, mut all_risks) = ("målområden:\n".to_owned(), "risker:\n".to_owned());
    for copy in 0..times {
        let renamed = |text: &str| rename(text, &ids, copy);
        for (name, text) in &tables {
            fs::write(to.join(format!("budget/{copy:02}_{name}")), renamed(text)).expect("written");
        }
        for (name, text) in files(from, &["kapitel"]) {
            let (order, rest) =
                if name.starts_with("bilaga") { ("bilaga-", name.as_str()) } else { ("", name.as_str()) };
            fs::write(to.join(format!("kapitel/{order}{copy:02}-{rest}")), renamed(&text)).expect("written");
        }
        all_goals.push_str(&renamed(goals.split_once("målområden:\n").map_or("", |(_, rest)| rest)));
        all_risks.push_str(&renamed(risks.split_once("risker:\n").map_or("", |(_, rest)| rest)));
    }
    fs::write(to.join("malomraden.yaml"), all_goals).expect("written");
    fs::write(to.join("risker.yaml"), all_risks).expect("written");
}

fn files(from: &Path, folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(from.join(folder)).expect("plan/2025 is whole") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
    found.sort();
    found
}

/// Gives ids and references of a text the number of the copy.
fn rename(text: &str, tables: &[String], copy: usize) -> String {
    let mut out = text.to_owned();
    for id in tables {
        for (before, after) in [("tabell: ", "\n"), ("\"", "\""), ("\"", "."), ("[", "."), (" ", "."), ("(", ".")] {
            out = out.replace(&format!("{before}{id}{after}"), &format!("{before}{id}_{copy}{after}"));
        }
    }
    let mut renamed = String::new();
    for line in out.split_inclusive('\n') {
        // A table's rows keep their ids: the table's own id is enough to tell copies apart.
        let is_table = text.starts_with("tabell: ");
        let line = if is_table { line.to_owned() } else { suffix_ids(line, copy) };
        renamed.push_str(&renumber(&line, copy));
    }
    // All risks stand in one table, in the first copy.
    // What is shown of the whole plan is shown once.
    let once = |line: &&str| copy == 0 || !(line.contains("{{ risker()") || line.contains("{{ diagram("));
    let renamed: String = renamed.split_inclusive('\n').filter(once).collect();
    renamed.replace("kapitel=\"bilaga-1", &format!("kapitel=\"bilaga-{copy:02}-bilaga-1"))
}

fn suffix_ids(line: &str, copy: usize) -> String {
    for (open, close) in [("id: ", &[',', '\n'][..]), ("malomrade=\"", &['"'][..]), ("rubrik(id=\"", &['"'][..])] {
        if let Some(at) = line.find(open) {
            let start = at + open.len();
            if let Some(length) = line[start..].find(close) {
                return format!("{}_{copy}{}", &line[..start + length], &line[start + length..]);
            }
        }
    }
    line.to_owned()
}

/// Numbered assignments are known by their number, which must differ between copies.
fn renumber(line: &str, copy: usize) -> String {
    let Some(at) = line.find("nr: ") else { return line.to_owned() };
    let start = at + "nr: ".len();
    let digits: String = line[start..].chars().take_while(char::is_ascii_digit).collect();
    let Ok(number) = digits.parse::<usize>() else { return line.to_owned() };
    format!("{}{}{}", &line[..start], number + 1000 * copy, &line[start + digits.len()..])
}
