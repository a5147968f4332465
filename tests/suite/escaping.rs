//! What people write in a plan, and call its files, steers nothing that reads what the program says: no terminal, no log
//! of a build, no comment and no spreadsheet.

use crate::support::{Run, Sandbox};

/// What each of them would act on, in a text that may stand in a plan's strings.
const STEERING: &str = r"a\n::error file=x::b\e[31m\r##[add-mask]c ##vso[task.x]d\u202e\x9b2J";

/// A plan that has it in an id, a key, a name, a call and the name of a file.
fn steering() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "plan/2025/plan.yaml",
        format!("nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: \"{STEERING}\"\nstatus: förslag\n"),
    );
    sandbox
        .write("plan/2025/malomraden.yaml", format!("målområden:\n  - {{id: \"{STEERING}\", namn: \"{STEERING}\"}}\n"));
    sandbox.write("plan/2025/risker.yaml", format!("risker:\n  - {{id: r, \"{STEERING}\": x}}\n"));
    sandbox.write(
        "plan/2025/kapitel/01-k.md",
        "# K\n\n{{ belopp(cell=\"a.b\n::stop-commands::x\n.c\") }}\n\n##[group] \u{1b}[2J \u{202e}\n",
    );
    #[cfg(unix)]
    sandbox.write("plan/2025/budget/b\u{1b}[31m\n::error::y.yaml", "x: 1\n");
    sandbox
}

/// Whether nothing in a text steers a terminal or is a command to the program that collects a log.
#[track_caller]
fn assert_harmless(text: &str, commands_are_meant: bool) {
    let steers = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(u32::from(c), 0x202a..=0x202e);
    assert!(!text.contains(steers), "{text:?}");
    let starts = |line: &str| line.trim_start().starts_with("::");
    let commands: Vec<&str> = text.lines().filter(|line| starts(line)).collect();
    let meant = |line: &&str| commands_are_meant && line.contains("title=");
    assert_eq!(commands.iter().find(|line| !meant(line)), None);
    assert!(!text.lines().any(|line| !starts(line) && (line.contains("##[") || line.contains("##vso["))), "{text}");
}

/// Everything that a run says.
fn said(run: &Run) -> String {
    format!("{}\n{}", run.stdout, run.stderr)
}

// All formats of what is found, and of all that is said of commands that fail.
#[test]
fn nothing_that_is_written_steers_a_terminal_or_a_log() {
    let sandbox = steering();
    for format in ["text", "json", "sarif", "github"] {
        let run = sandbox.run(&["check", "--format", format]);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert_harmless(&said(&run), format == "github");
        if format == "json" {
            let findings: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
            let told = findings["findings"].to_string();
            assert!(told.contains("\\u001b[31m"), "the data is as it was written: {told}");
        }
    }
    for arguments in [
        &["build"][..],
        &["explain", "a\n::error::x\u{1b}[31m"],
        &["check", "finns\u{1b}[2J\n::error::inte"],
        &["check", "--format", "x\n::error::y\u{1b}"],
        &["x\n::error::y\u{1b}[0m"],
        &["diff", "a\n::error::x\u{1b}[31m"],
    ] {
        let run = sandbox.run(arguments);
        assert!(run.code == Some(1) || run.code == Some(2), "{run:?}");
        assert_harmless(&said(&run), false);
    }
}

/// What a code host acts on, each a word.
const CALLS: [&str; 13] = [
    "@anna",
    "@org/grupp",
    "#12",
    "org/projekt#3",
    "!4",
    "GH-1",
    "ABC-123",
    "deadbeefdeadbeef",
    "post@exempel.se",
    "https://exempel.se",
    "www.exempel.se",
    ":tada:",
    "~etikett",
];

// A comment shows what was written, and none of it calls, refers or links.
#[test]
fn nothing_that_is_written_acts_in_a_comment() {
    let sandbox = Sandbox::empty();
    let write = |folder: &str, extra: &str| {
        sandbox.write(
            &format!("{folder}/plan.yaml"),
            "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\nstatus: förslag\n",
        );
        sandbox.write(&format!("{folder}/kapitel/01-k.md"), format!("# K\n\nTexten är här.{extra}\n"));
        let rows = format!("rader:\n  - {{id: a, namn: \"A{extra}\", belopp: [1]}}\n");
        let head = format!("tabell: t\nrubrik: \"T{extra}\"\nenhet: mnkr\nkolumner: [budget 2025]\n");
        sandbox.write(&format!("{folder}/budget/t.yaml"), head + &rows);
    };
    write("a@anna_b", "");
    write("b", &format!(" {}", CALLS.join(" ")));
    let comment = sandbox.run(&["diff", "a@anna_b", "b", "--format", "markdown"]).done().stdout;
    for call in CALLS {
        assert!(!comment.contains(call), "{call} acts in\n{comment}");
    }
    let seen = comment.replace(['\u{200b}', '\\'], "");
    for call in CALLS {
        assert!(seen.contains(call), "{call} is not in\n{seen}");
    }
}

// A cell of a table that is opened in a spreadsheet is a text, however its formula is hidden.
#[test]
fn nothing_that_is_written_is_a_formula() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "plan/2025/plan.yaml",
        "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\nstatus: förslag\n",
    );
    sandbox.write("plan/2025/kapitel/01-k.md", "# K\n\n{{ tabell(id=\"t\") }}\n");
    sandbox.write(
        "plan/2025/budget/t.yaml",
        "tabell: t\nrubrik: T\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n\
         \x20 - {id: a, namn: \"=HYPERLINK(\\\"x\\\")\", belopp: [1]}\n\
         \x20 - {id: b, namn: \"\\xa0=1+1\", belopp: [-2.5]}\n\
         \x20 - {id: c, namn: \"@SUM(A1)\", belopp: [3]}\n",
    );
    sandbox.run(&["build", "--format", "html"]).done();
    let tables = sandbox.snapshot("out/2025/tabeller");
    assert!(!tables.is_empty());
    for bytes in tables.into_values().flatten() {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for cell in text.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(';')) {
            let cell = cell.trim_matches('"').trim_start();
            let is_number = cell.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '＝']), "{cell} in\n{text}");
        }
    }
}
