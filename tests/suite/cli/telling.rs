//! How much is told, and to whom: those who want only errors, those who have thousands of findings, those who have
//! nothing yet, and those who know a figure by its name.

use std::process::Command;

use crate::support::{Sandbox, skipped};

// Of hundreds of findings as many are printed as can be read; the rest is counted, and `--all` prints it. Programs get all.
#[test]
fn findings_beyond_what_can_be_read_are_counted() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "plan/2025/plan.yaml",
        "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\nstatus: förslag\n",
    );
    let links: Vec<String> = (0..300).map(|at| format!("[sidan {at}](finns-inte-{at}.md)\n")).collect();
    sandbox.write("plan/2025/kapitel/01-k.md", format!("# K\n\n{}", links.join("\n")));
    let heads = |text: &str| text.lines().filter(|line| line.starts_with("plan/2025/")).count();
    let some = sandbox.run(&["check"]);
    assert_eq!(heads(&some.stderr), 200);
    let all = sandbox.run(&["check", "--all"]);
    assert!(heads(&all.stderr) >= 300 && !all.stderr.contains("--all"), "{}", all.stderr);
    let left = format!("… och {} fynd till (vplan check --all visar alla)", heads(&all.stderr) - 200);
    assert!(some.stderr.contains(&left), "\"{left}\" is not in\n{}", some.stderr);
    let json = sandbox.run(&["check", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert!(json["findings"].as_array().is_some_and(|findings| findings.len() >= 300));
}

// Those who want quiet are told what was built, and nothing else; and errors.
#[test]
fn quiet_is_errors_and_the_result() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--quiet"]).silent();
    sandbox.write("out/2025/anteckning.txt", "min");
    let run = sandbox.run(&["build", "-q", "--format", "html"]).silent();
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("out/2025: index.html ("), "{}", run.stdout);
    sandbox.write("plan/2025/budget/fel.yaml", "x: 1\n");
    let run = sandbox.run(&["build", "--quiet"]).fails(1, &["fel["]);
    assert!(!run.stderr.contains("anmärkning["), "{}", run.stderr);
}

// In an empty folder the program leads on, and what it leads to is a plan that can be built.
#[test]
fn an_empty_folder_leads_to_a_first_plan() {
    let sandbox = Sandbox::empty();
    for arguments in [&[][..], &["build"], &["check"], &["explain", "x"]] {
        sandbox.run(arguments).fails(2, &["vplan new"]);
    }
    sandbox.run(&["new", "2027"]).silent();
    sandbox.run(&["check"]).done();
    let built = sandbox.run(&["build"]).done().stdout;
    assert!(built.contains("out/2027: verksamhetsplan.pdf, index.html"), "{built}");
    let help = sandbox.run(&[]);
    assert!(!help.stderr.contains("Här finns ingen plan"), "{}", help.stderr);
    // What is somebody's is not written over, and a year is a year.
    sandbox.run(&["new", "2027"]).fails(2, &["\"plan/2027\" finns redan"]);
    sandbox.run(&["new", "tjugo"]).fails(2, &["tjugo"]);
    sandbox.run(&["new", "2028", "--out", "annan"]).silent();
    sandbox.run(&["check", "annan"]).done();
}

// A figure is found by its name, however it is written; of several the addresses are told.
#[test]
fn a_figure_is_found_by_its_name() {
    let sandbox = Sandbox::new();
    for name in ["Personalkostnader", "personalkostnaderna", "PERSONALKOSTNADER budget 2025"] {
        let said = sandbox.run(&["explain", name]).silent().stdout;
        assert!(said.starts_with("resultatbudget.personal.budget_2025 = "), "{name}: {said}");
    }
    let earlier = sandbox.run(&["explain", "personalkostnader budget 2024"]).silent().stdout;
    assert!(earlier.starts_with("resultatbudget.personal.budget_2024 = "), "{earlier}");
    let several = sandbox.run(&["explain", "avskrivningar"]).silent().stdout;
    for address in ["resultatbudget.avskrivningar_inventarier.", "resultatbudget.avskrivningar_fastigheter."] {
        assert!(several.contains(address), "{address} is not in\n{several}");
    }
    sandbox.run(&["explain", "luftslott"]).fails(2, &["\"luftslott\" finns inte"]);
}

// Last year's value stands beside this year's, whether that plan was asked for or only lies beside.
#[test]
fn last_years_value_is_told() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    for plans in [&["plan"][..], &["plan/2025"]] {
        let arguments = [&["explain", "resultatbudget.personal.budget_2025"], plans].concat();
        let said = sandbox.run(&arguments).silent().stdout;
        assert!(said.contains("förra årets plan: "), "{said}");
        assert!(said.contains("plan/2024/budget/resultatbudget.yaml:"), "{said}");
    }
}

// Git tells who wrote the line of a figure, and when; of a line that is not committed it knows nothing.
#[test]
fn git_tells_who_wrote_a_figure() {
    let sandbox = Sandbox::new();
    let git = |name: &str, date: &str, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "init.defaultBranch=main"]).args(arguments).current_dir(sandbox.path(""));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), name).env(format!("GIT_{role}_EMAIL"), "a@example.org");
            command.env(format!("GIT_{role}_DATE"), date);
        }
        command.output().is_ok_and(|output| output.status.success())
    };
    if !git("", "", &["init", "-q"]) {
        return skipped("who wrote a figure", "git cannot be run");
    }
    let commit = |name: &str, date: &str| {
        assert!(git(name, date, &["add", "-A"]) && git(name, date, &["commit", "-q", "-m", "ändring"]));
    };
    let explained = || {
        let said = sandbox.run(&["explain", "resultatbudget.personal.budget_2025"]).silent().stdout;
        said.replace('\u{a0}', " ")
    };
    let sheet = "plan/2025/budget/resultatbudget.yaml";
    commit("Första Handen", "2024-10-01T12:00:00+0200");
    sandbox.edit(sheet, "id: finansnetto, namn", "id: finansnetto, namn ");
    commit("Andra Handen", "2024-11-02T12:00:00+0100");
    let said = explained();
    assert!(said.contains("raden skrevs 1 oktober 2024 av Första Handen ("), "another line was changed since: {said}");
    let line = sandbox.text(sheet).lines().find(|line| line.contains("id: personal,")).expect("a row").to_owned();
    sandbox.edit(sheet, &line, &line.replace("belopp: [", "belopp:  ["));
    assert!(!explained().contains("Handen"), "the line is not committed");
    commit("Andra Handen", "2024-11-03T12:00:00+0100");
    assert!(explained().contains("raden skrevs 3 november 2024 av Andra Handen ("), "{}", explained());
}
