//! What has been changed since the last version, and the next one saved: by git itself, in repositories made for the test.

use std::path::Path;

use serde_json::Value;

use super::{PLAN, Reply, Server};
use crate::revisions::{commit, git};
use crate::support::Sandbox;

const BUDGET: &str = "plan/2026/budget/drift.yaml";

const CHANGES: &str = "/-/andringar/2026/version/HEAD";

/// A small plan in a repository, with a file beside it that is somebody else's.
fn repository() -> Sandbox {
    let sandbox = Sandbox::empty();
    for (path, text) in PLAN {
        sandbox.write(&format!("plan/2026/{path}"), text);
    }
    sandbox.write("annat.txt", "ett\n");
    let root = sandbox.path("");
    git(&root, &["init", "-q"]);
    git(&root, &["config", "user.name", "Planerare"]);
    git(&root, &["config", "user.email", "planerare@example.org"]);
    commit(&sandbox, "Planen");
    sandbox
}

fn raise_costs(sandbox: &Sandbox) {
    sandbox.edit(BUDGET, "-9.5", "-9.9");
}

fn save(server: &Server, message: &str) -> Reply {
    let body = serde_json::json!({ "message": message }).to_string();
    let request = format!(
        "POST /-/spara-version/2026 HTTP/1.1\r\n{}Origin: http://127.0.0.1:{}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        server.own_headers(),
        server.port,
        body.len()
    );
    server.ask(&request).expect("an answer")
}

/// What has been changed since the last version, with common spaces.
fn changes(server: &Server) -> Value {
    serde_json::from_str(&server.get(CHANGES).body.replace('\u{a0}', " ")).expect("it is JSON")
}

fn log(root: &Path) -> String {
    git(root, &["log", "-1", "--format=%an: %B"])
}

#[test]
fn what_was_changed_is_told_and_saved_as_a_version() {
    let sandbox = repository();
    raise_costs(&sandbox);
    sandbox.write("plan/2026/kapitel/02-nytt.md", "# Nytt\n\nText.\n");
    sandbox.write("annat.txt", "två\n");
    let root = sandbox.path("");
    git(&root, &["add", "annat.txt"]);
    let server = Server::of(sandbox);
    let told = changes(&server);
    assert_eq!(told["figures"][0]["address"], "drift.summa.budget_2026", "{told}");
    assert_eq!(told["figures"][0]["before"], "1,0 mnkr");
    assert_eq!(told["figures"][0]["after"], "0,6 mnkr");
    let change = &told["changes"][0];
    assert_eq!(change["what"], "Driften: Kostnader, Budget 2026: −9,5 → −9,9 mnkr (−0,4; −4,2 %)");
    assert_eq!((&change["file"], &change["line"]), (&"budget/drift.yaml".into(), &8.into()));
    assert!(change["followed"].to_string().contains("Resultatet blir"), "{change}");
    let message = told["message"].as_str().expect("a message");
    let marked = server.get("/-/jamforelse/2026/version/HEAD/jamforelse.html");
    assert!(marked.status == 200 && marked.body.contains("−9,9"), "{}", marked.status);
    let reply = save(&server, &format!("{message}\n\n#112 är beslutad"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let log = log(&root);
    assert!(log.starts_with("Planerare: ") && log.contains("#112 är beslutad"), "{log}");
    // All of the plan, and nothing that somebody else has put aside.
    assert_eq!(git(&root, &["status", "--porcelain"]), "M  annat.txt");
    assert_eq!(
        git(&root, &["show", "--name-only", "--format=", "HEAD"]),
        format!("{BUDGET}\nplan/2026/kapitel/02-nytt.md")
    );
    assert_eq!(changes(&server)["changes"], Value::Array(Vec::new()));
    assert!(save(&server, "Igen").body.contains("har ändrats sedan senast sparade version"));
}

#[test]
fn no_version_is_saved_that_should_not_be() {
    let sandbox = repository();
    let root = sandbox.path("");
    let first = log(&root);
    raise_costs(&sandbox);
    let server = Server::of(sandbox);
    let refused = |message: &str, why: &str| {
        let reply = save(&server, message);
        assert!(reply.status == 422 && reply.body.contains(why), "{why}: {}", reply.body);
        assert_eq!(log(&root), first);
    };
    refused("  \n ", "med några ord");
    let head = git(&root, &["rev-parse", "HEAD"]);
    server.sandbox.write(".git/MERGE_HEAD", format!("{head}\n"));
    refused("Mitt i", "sammanslagning");
    std::fs::remove_file(root.join(".git/MERGE_HEAD")).expect("it is there");
    git(&root, &["checkout", "-q", "--detach"]);
    refused("Ingenstans", "ingen gren");
    git(&root, &["checkout", "-q", "main"]);
    server.sandbox.write(".git/index.lock", "");
    refused("Upptaget", "ett annat program");
    std::fs::remove_file(root.join(".git/index.lock")).expect("it is there");
    // A draft may be saved with errors in it, and a proposal not.
    server.sandbox.edit(BUDGET, "-9.9", "-9,9x");
    server.sandbox.edit("plan/2026/plan.yaml", "status: utkast", "status: förslag");
    refused("Fel", "bara ett utkast sparas med fel");
    server.sandbox.edit("plan/2026/plan.yaml", "status: förslag", "status: utkast");
    let reply = save(&server, "Ett utkast med fel");
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[test]
fn where_there_is_nothing_to_compare_with_that_is_said() {
    let server = Server::small();
    let says = |path: &str, why: &str| {
        let reply = server.get(path);
        assert!(
            reply.status == 200 && reply.body.starts_with("{\"why\"") && reply.body.contains(why),
            "{}",
            reply.body
        );
    };
    says(CHANGES, "git");
    says("/-/andringar/2026/plan/2025", "finns inte");
    says("/-/andringar/2026/plan/..", "finns inte");
    says("/-/andringar/2027/version/HEAD", "finns inte längre");
    assert_eq!(server.get("/-/jamforelse/2026/version/HEAD/jamforelse.html").status, 422);
    assert!(save(&server, "Första").status == 422);
}

#[test]
fn the_first_version_of_all_is_saved_too() {
    let sandbox = Sandbox::empty();
    for (path, text) in PLAN {
        sandbox.write(&format!("plan/2026/{path}"), text);
    }
    let root = sandbox.path("");
    git(&root, &["init", "-q"]);
    git(&root, &["config", "user.name", "Planerare"]);
    git(&root, &["config", "user.email", "planerare@example.org"]);
    let server = Server::of(sandbox);
    let told = changes(&server);
    assert_eq!(told["changes"][0]["what"], "Tillagd plan: Verksamhetsplan 2026", "{told}");
    assert_eq!(told["since"], "ingen version är sparad än");
    let reply = save(&server, "Första versionen");
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(log(&root).contains("Första versionen"));
    assert_eq!(changes(&server)["changes"], Value::Array(Vec::new()));
}

#[test]
fn a_plan_is_held_against_the_one_beside_it() {
    let sandbox = repository();
    for (path, text) in PLAN {
        sandbox.write(
            &format!("plan/2025/{path}"),
            text.replace("2025", "2024").replace("2026", "2025").replace("-9.5", "-9.1"),
        );
    }
    let server = Server::of(sandbox);
    let told = server.told("2026");
    assert_eq!(told["plan"]["beside"], serde_json::json!(["2025"]));
    assert_eq!(told["plan"]["figures"][0]["text"], "1,0\u{a0}mnkr", "{told}");
    let reply = server.get("/-/andringar/2026/plan/2025");
    assert!(reply.status == 200 && reply.body.contains("Verksamhetsplan 2025"), "{}", reply.body);
}
