//! Plans that cannot be read as they are.

use super::{CHAPTER, PLAN};
use crate::support::{Sandbox, allow, forbid, permissions_are_ignored, skipped};

// A folder that is a plan by an empty plan.yaml only is told all that is missing, in one run.
#[test]
fn an_empty_plan_is_told_what_it_lacks() {
    let sandbox = Sandbox::empty();
    sandbox.write("plan/2025/plan.yaml", "");
    let run = sandbox.run(&["build"]).fails(1, &["inget har skrivits"]);
    assert!(!run.errors().is_empty() || run.stderr.contains("fel["), "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}

// All errors of all files are told in one run.
#[test]
fn all_errors_are_told_at_once() {
    let sandbox = Sandbox::new();
    sandbox.edit(PLAN, "år: 2025", "år: tjugo");
    sandbox.edit("plan/2025/budget/driftbudget.yaml", "kontroll:", "kontrol:");
    sandbox.write("plan/2025/kapitel/02-vision-och-vardegrund.md", "# Vision\n\n{{ finns_inte() }}\n");
    let run = sandbox.run(&["build"]).fails(1, &["inget har skrivits"]);
    for file in ["plan.yaml:", "budget/driftbudget.yaml:", "kapitel/02-vision-och-vardegrund.md:"] {
        let told = run.errors().iter().any(|error| error.starts_with(&format!("plan/2025/{file}")));
        assert!(told, "{file} should be told:\n{}", run.stderr);
    }
}

// A file that is no UTF-8 is an error at its place, in YAML and in Markdown.
#[test]
fn invalid_utf_8_is_an_error_at_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write(CHAPTER, b"# Inledning\n\nF\xf6rvaltningen.\n");
    let last = sandbox.text(PLAN).lines().count() + 1;
    sandbox.write(PLAN, [sandbox.text(PLAN).as_bytes(), b"# f\xf6rslag\n"].concat());
    let run = sandbox.run(&["build"]).fails(1, &["teckenkodningen UTF-8"]);
    assert!(run.errors().contains(&format!("{CHAPTER}:3:2 [ogiltig-utf-8]")), "{}", run.stderr);
    assert!(run.errors().contains(&format!("{PLAN}:{last}:4 [ogiltig-utf-8]")), "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}

// A byte order mark says what is so anyway, and changes nothing.
#[test]
fn a_byte_order_mark_is_read() {
    let sandbox = Sandbox::new();
    for file in [CHAPTER, PLAN] {
        sandbox.write(file, format!("\u{feff}{}", sandbox.text(file)));
    }
    sandbox.run(&["check"]).done();
}

// No link leads out of the plan's folder, nor to what is hidden in it; one to another file of the plan is that file.
#[test]
#[cfg(unix)]
fn a_link_out_of_the_plan_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("hemligt.txt", "aldrig synligt");
    sandbox.write("plan/2025/.dold", "aldrig synligt");
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, sandbox.path(&format!("plan/2025/{name}"))).expect("a link can be made");
    };
    link("../../../hemligt.txt", "kapitel/99-ut.md");
    link("/etc", "etc");
    link(".dold", "bild.png");
    link("plan.yaml", "underlag.txt");
    let run = sandbox
        .run(&["build"])
        .fails(1, &["kapitel/99-ut.md\" leder ut", "2025/etc\" leder ut", "bild.png\" leder ut"]);
    assert!(!run.stderr.contains("aldrig synligt") && !run.stderr.contains("underlag"), "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}

// What would wait for ever to be read is told and never opened.
#[test]
#[cfg(unix)]
fn a_socket_is_told_and_not_opened() {
    let sandbox = Sandbox::new();
    let path = sandbox.path("plan/2025/kapitel/98-rör.md");
    let _socket = std::os::unix::net::UnixListener::bind(&path).expect("a socket can be made");
    sandbox.run(&["check"]).fails(1, &["fel[ingen-vanlig-fil]", "98-rör.md"]);
}

// A link that leads back to its own folder ends in a message, and so does one that leads nowhere.
#[test]
#[cfg(unix)]
fn a_link_in_a_circle_or_to_nothing_is_an_error() {
    let sandbox = Sandbox::new();
    std::os::unix::fs::symlink(".", sandbox.path("plan/2025/slinga")).expect("a link can be made");
    sandbox.run(&["build"]).fails(1, &["fel[länk-i-cirkel]", "plan/2025/slinga"]);
    std::fs::remove_file(sandbox.path("plan/2025/slinga")).expect("it can be removed");
    std::os::unix::fs::symlink("ingenstans", sandbox.path("plan/2025/bild.png")).expect("a link can be made");
    let run = sandbox.run(&["build"]);
    assert!(matches!(run.code, Some(1 | 2)), "{run:?}");
    assert!(run.stderr.contains("plan/2025/bild.png\" kan inte läsas (den finns inte)"), "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}

// A plan that is a link in the folder of plans is a plan.
#[test]
#[cfg(unix)]
fn a_linked_plan_is_built() {
    let sandbox = Sandbox::new();
    std::fs::rename(sandbox.path("plan/2025"), sandbox.path("2025")).expect("it can be moved");
    std::os::unix::fs::symlink("../2025", sandbox.path("plan/2025")).expect("a link can be made");
    sandbox.run(&["build"]).done();
}

// A file that may not be read is named, and nothing is written.
#[test]
fn an_unreadable_file_is_named() {
    if permissions_are_ignored() {
        return skipped("an unreadable file", "this user may read every file");
    }
    let sandbox = Sandbox::new();
    forbid(&sandbox.path(CHAPTER));
    let run = sandbox.run(&["build"]);
    allow(&sandbox.path(CHAPTER));
    assert!(matches!(run.code, Some(1 | 2)), "{run:?}");
    assert!(run.stderr.contains(&format!("\"{CHAPTER}\" kan inte läsas (behörighet saknas)")), "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}
