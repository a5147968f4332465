//! The page is always that of the sources as they are now.

use std::io::{BufRead, BufReader, Write};

use serde_json::Value;

use super::Server;
use crate::support::Sandbox;

fn messages(told: &Value) -> Vec<String> {
    let findings = told["plan"]["findings"].as_array().expect("a list").iter();
    findings.map(|finding| finding["message"].as_str().unwrap_or_default().to_owned()).collect()
}

fn errors(told: &Value) -> u64 {
    told["plan"]["errors"].as_u64().expect("a number")
}

// The address with the key gives the browser a cookie, and leads on without the key.
#[test]
fn the_key_is_exchanged_for_a_cookie() {
    let server = Server::small();
    let Server { port, key, .. } = &server;
    let ask = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let reply = server.ask(&ask(&format!("/2026/index.html?nyckel={key}"))).expect("an answer");
    assert_eq!(reply.status, 303);
    assert!(reply.head.contains("location: /2026/index.html\r\n"), "{}", reply.head);
    assert!(reply.head.contains(&format!("set-cookie: vplan-{port}={key}; path=/; httponly; samesite=strict")));
    assert_eq!(server.ask(&ask("/")).expect("an answer").status, 403);
    let away = server.ask(&ask(&format!("//evil.example/?nyckel={key}"))).expect("an answer");
    assert!(away.head.contains("location: /\r\n"), "{}", away.head);
}

// One plan is shown at once; of several there is a list.
#[test]
fn the_plans_are_led_to() {
    let server = Server::small();
    let reply = server.get("/");
    assert_eq!(reply.status, 303);
    assert!(reply.head.contains("location: /2026/index.html\r\n"), "{}", reply.head);
    let page = server.get("/2026/index.html");
    assert_eq!(page.status, 200);
    for part in ["/-/arbete.js", "id=\"arbete\"", "Testnämnden", "vplan.js"] {
        assert!(page.body.contains(part), "{part}");
    }
    for header in ["content-security-policy: default-src 'none'", "x-frame-options: deny", "cache-control: no-store"] {
        assert!(page.head.contains(header), "{header} in {}", page.head);
    }
    for name in ["/2026/vplan.css", "/2026/tabeller/tabell-drift-2025-2026-mnkr.csv", "/-/arbete.js", "/2026/plan.json"]
    {
        assert!([200, 404].contains(&server.get(name).status), "{name}");
    }
    let sandbox = Sandbox::empty();
    for year in ["2026", "2027"] {
        for (path, text) in super::PLAN {
            sandbox.write(&format!("plan/{year}/{path}"), text.replace("2026", year));
        }
    }
    let two = Server::of(sandbox);
    let list = two.get("/");
    assert_eq!(list.status, 200);
    assert!(list.body.contains("2026/index.html") && list.body.contains("2027/index.html"));
    assert_eq!(two.get("/2027/index.html").status, 200);
}

// A saved file is told of at once, and page and findings are of the same moment.
#[test]
fn what_is_saved_is_shown() {
    let server = Server::small();
    let mut stream = server.connect();
    write!(stream, "GET /-/nyheter HTTP/1.1\r\n{}\r\n", server.own_headers()).expect("it can be asked");
    let mut news = BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data: "));
    assert_eq!(news.next().as_deref(), Some("data: 1"));
    assert!(server.get("/2026/index.html").body.contains(">1,0</data>"));
    server.sandbox.edit("plan/2026/budget/drift.yaml", "10.5", "11.5");
    assert_eq!(news.next().as_deref(), Some("data: 2"));
    let page = server.get("/2026/index.html");
    assert!(page.body.contains(">2,0</data>") && page.head.contains("vplan-nummer: 2"), "{}", page.head);
    assert_eq!(server.told("2026")["number"], 2);
}

// With errors the plan is shown as far as it goes, each finding leads to its place and its line, and it goes when it is mended.
#[test]
fn errors_come_and_go_at_their_places() {
    let server = Server::small();
    assert_eq!(errors(&server.told("2026")), 0);
    server.sandbox.edit("plan/2026/budget/drift.yaml", "10.5", "1o.5");
    let told = server.wait("2026", |told| errors(told) > 0);
    let finding = &told["plan"]["findings"][0];
    assert_eq!((&finding["file"], &finding["place"]["line"]), (&"budget/drift.yaml".into(), &7.into()));
    assert_eq!(finding["place"]["text"], "1o.5");
    let headers = finding["target"]["headers"].as_str().expect("the cell");
    let page = server.get("/2026/index.html").body;
    assert!(page.contains(&format!("headers=\"{headers}\"")), "{headers}");
    assert!(page.contains("Kostnader"), "the rest is drawn");
    let editor = finding["editor"].as_str().expect("a link");
    assert!(editor.starts_with("vscode://file/") && editor.ends_with("/plan/2026/budget/drift.yaml:7:51"), "{editor}");
    // A file that is no YAML, and one that is gone.
    server.sandbox.write("plan/2026/budget/drift.yaml", "rader: [\n");
    let told = server.wait("2026", |told| !messages(told).iter().any(|text| text.contains("1o.5")));
    assert!(errors(&told) > 0);
    assert!(server.get("/2026/index.html").body.contains("Inledning"));
    std::fs::remove_file(server.sandbox.path("plan/2026/budget/drift.yaml")).expect("it can be removed");
    server.wait("2026", |told| messages(told).iter().any(|text| text.contains("drift")));
    server.sandbox.write("plan/2026/budget/drift.yaml", super::PLAN[1].1);
    server.wait("2026", |told| errors(told) == 0);
    assert!(server.get("/2026/index.html").body.contains(">1,0</data>"));
}

// A plan that is renamed while it is shown is told of as gone, with the old page marked as such, until it is back.
#[test]
fn a_plan_that_goes_away_is_told_of() {
    let server = Server::small();
    let (here, there) = (server.sandbox.path("plan"), server.sandbox.path("annan"));
    std::fs::rename(&here, &there).expect("it can be renamed");
    server.wait("2026", |told| told["trouble"].as_str().is_some_and(|text| text.contains("plan")));
    assert_eq!(server.get("/2026/index.html").status, 200);
    std::fs::rename(&there, &here).expect("it can be renamed");
    server.wait("2026", |told| told["trouble"].is_null());
}

// A source is shown as it is, by its path in the plan, and nothing else is.
#[test]
fn sources_are_shown_and_nothing_else() {
    let server = Server::small();
    server.sandbox.write("plan/2026/.hemlig.yaml", "x: 1\n");
    server.sandbox.write("hemlig.yaml", "x: 1\n");
    let source: Value = serde_json::from_str(&server.get("/-/kalla/2026/budget/drift.yaml").body).expect("it is JSON");
    assert_eq!(source["text"], super::PLAN[1].1);
    for path in
        [".hemlig.yaml", "../hemlig.yaml", "../../hemlig.yaml", "%2e%2e/hemlig.yaml", "/etc/passwd", "", "budget"]
    {
        assert_eq!(server.get(&format!("/-/kalla/2026/{path}")).status, 404, "{path}");
    }
}

// A port that is taken is told of, and so is a folder without a plan.
#[test]
fn what_cannot_be_served_is_told_of() {
    let server = Server::small();
    let run = server.sandbox.run(&["serve", "--port", &server.port.to_string()]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains(&format!("port {} är upptagen", server.port)), "{}", run.stderr);
    let run = Sandbox::empty().run(&["serve", "--port", "0"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("vplan new"), "{}", run.stderr);
}
