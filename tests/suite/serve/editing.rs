//! A value is written where it stands: exactly that text of the file, and nothing over what somebody else has saved.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};
use verksamhetsplan::edit::{New, paragraph, scalar};
use verksamhetsplan::read::yaml::{self, Node};
use verksamhetsplan::source::SourceFile;
use walkdir::WalkDir;

use super::{Reply, Server};
use crate::support::project;

const FILE: &str = "plan/2026/budget/drift.yaml";

/// YAML that is written as no program would.
const ODD: [&str; 6] = [
    "# före\na:   ett   # bakom\n\nb: 'två'\nc: \"tre\\n\"   \nd: [1,2 , '3', {e: f}]\n# sist",
    "a: >-\r\n  vikt\r\n  text\r\n\r\n  stycke\r\nb: |2\r\n    rak\r\n   text\r\n\r\nc: x\r\n",
    "a: &x 1\nb: *x\nc: &y {d: 2}\ne: *y\nf: ~\ng:\nh: ''\n",
    "? nyckel\n: värde\n? [a]\n: b\n- inte yaml",
    "rader:\n- {id: å, namn: Öl, belopp: [ -1.5,~ , \"2,5\" ]} #x\n-   id: b\n    not: |-\n      ett\n\n      två\n\n\n# kommentar\n",
    "a: flera\n  rader\n  text\nb: \"i\n  citat\"\nc: 'it''s'\nd: - x\n",
];

fn texts(ending: &str) -> Vec<String> {
    let files =
        WalkDir::new(project("plan")).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
    let own = files.filter(|path: &std::path::PathBuf| Path::new(path).extension().is_some_and(|own| own == ending));
    own.map(|path| std::fs::read_to_string(path).expect("a source is text")).collect()
}

/// Every value of a file with the way to it.
fn leaves(text: &str) -> Option<Vec<(String, String)>> {
    fn walk(node: &Node, path: &str, out: &mut Vec<(String, String)>) {
        match &node.value {
            yaml::Value::Empty => out.push((path.to_owned(), "~".to_owned())),
            yaml::Value::Text(text) => out.push((path.to_owned(), text.trim_end_matches('\n').to_owned())),
            yaml::Value::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}/{at}"), out);
                }
            }
            yaml::Value::Map(entries) => {
                for (key, value) in entries {
                    walk(value, &format!("{path}/{}", key.value), out);
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(&yaml::parse(&Arc::new(SourceFile::new("a.yaml", text)), &mut Vec::new())?, "", &mut out);
    Some(out)
}

fn values() -> impl Strategy<Value = String> {
    let odd = [
        "~",
        "-",
        "–",
        "",
        "= a + b",
        "= max(0, a)",
        "2 528,8",
        "-633.6",
        "a: b",
        "# x",
        "x # y",
        "[",
        "}",
        "\"",
        "'",
        "&a",
        "*a",
        "!x",
        "%",
        "null",
        "ja",
        "a\nb",
        "a\n\nb",
        "  in",
        "- x",
        "? y",
        "|",
        ">-",
        "\\",
        "a\tb",
        "---",
        "…",
        "e\u{301}",
        "ett\r\ntvå",
    ];
    prop_oneof![
        prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        "[a-zåäö ,.:#'\"{}\\[\\]0-9-]{0,40}",
        Just("x ".repeat(90))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    // Whatever is written wherever in YAML, all other bytes are the same and so is every other value.
    #[test]
    fn a_value_is_all_that_changes(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), value in values(), amount in any::<bool>()) {
        let all: Vec<String> = texts("yaml").into_iter().chain(ODD.map(str::to_owned)).collect();
        let text = file.get(&all);
        let scalars = scalar::scalars(text);
        if scalars.is_empty() {
            return Ok(());
        }
        let own = at.get(&scalars);
        let new = if amount { New::Amount(&value) } else { New::Text(&value) };
        let Ok(after) = scalar::replaced(text, own.range.start, new) else { return Ok(()) };
        prop_assert!(after.starts_with(&text[..own.range.start]) && after.ends_with(&text[own.range.end..]));
        let (Some(before), Some(now)) = (leaves(text), leaves(&after)) else { return Ok(()) };
        prop_assert_eq!(before.len(), now.len());
        let changed: Vec<_> = before.iter().zip(&now).filter(|(then, now)| then.1 != now.1).collect();
        prop_assert!(changed.len() <= 1, "{changed:?}");
        // A key is a value of its file too, and one that is renamed leads to what it led to.
        prop_assert!(before.iter().zip(&now).filter(|(then, now)| then.0 != now.0).all(|(then, now)| then.1 == now.1));
        if let [(_, (_, now))] = changed.as_slice() {
            let wanted = value.replace("\r\n", "\n").trim_matches('\n').to_owned();
            let said = [wanted.clone(), wanted.replacen(',', ".", 1), wanted.trim().to_owned()];
            prop_assert!(said.contains(now) || amount && now == "~" && ["", "null"].contains(&wanted.trim()), "{now:?} for {wanted:?}");
        }
    }

    // Whatever is written wherever in a chapter, all other bytes are the same.
    #[test]
    fn a_paragraph_is_all_that_changes(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), value in "[a-zåäö *_{}\n]{1,60}") {
        let all = texts("md");
        let text = file.get(&all);
        let paragraphs = paragraph::paragraphs(text);
        let own = at.get(&paragraphs);
        prop_assert!(paragraphs.windows(2).all(|pair| pair[0].start < pair[1].start));
        let Ok(after) = paragraph::replaced(text, own.start, &value) else { return Ok(()) };
        prop_assert_eq!(after, [&text[..own.start], value.trim_matches('\n'), &text[own.end..]].concat());
    }
}

// What is refused is what no text could stand in: every value of both plans can be another word.
#[test]
fn every_value_of_the_plans_can_be_written() {
    let all: Vec<String> = texts("yaml");
    let mut written = 0;
    for text in &all {
        for own in scalar::scalars(text) {
            let after = scalar::replaced(text, own.range.start, New::Text("prov"));
            assert!(after.is_ok(), "{}: {after:?}", &text[own.range.clone()]);
            written += 1;
        }
    }
    assert!(written > 1000, "{written}");
}

fn post(server: &Server, path: &str, body: &str) -> Reply {
    let Server { port, .. } = server;
    let head =
        format!("Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}", body.len());
    let request = format!("POST {path} HTTP/1.1\r\n{}{head}\r\nConnection: close\r\n\r\n{body}", server.own_headers());
    server.ask(&request).expect("an answer")
}

/// The place of a value, as the page knows it, and its file.
fn place(told: &Value, written: &str) -> (Value, Value) {
    let places = told["plan"]["places"].as_array().expect("a list");
    let place = places.iter().find(|place| place["value"] == written && place["start"].is_u64());
    let place = place.unwrap_or_else(|| panic!("no field says {written}: {told}"));
    let at = usize::try_from(place["file"].as_u64().expect("a number")).expect("a small one");
    (place.clone(), told["plan"]["files"][at].clone())
}

fn write(server: &Server, told: &Value, from: &str, to: &str) -> Reply {
    let (place, file) = place(told, from);
    let amount = place["headers"].is_string();
    let change =
        json!({"file": file["name"], "start": place["start"], "hash": file["hash"], "amount": amount, "value": to});
    post(server, "/-/andra/2026", &change.to_string())
}

// An amount is written, all that follows from it follows, and it is taken back and made again.
#[test]
fn an_amount_is_written_and_taken_back() {
    let server = Server::small();
    let before = server.sandbox.text(FILE);
    let told = server.told("2026");
    assert_eq!(told["steps"], json!([null, null]));
    let reply = write(&server, &told, "10.5", "12,25");
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(reply.body.contains("budget/drift.yaml rad 7"), "{}", reply.body);
    let after = before.replace("10.5", "12.25");
    assert_eq!(server.sandbox.text(FILE), after);
    // The answer comes when the page is there.
    assert!(server.get("/2026/index.html").body.contains("value=\"2.75\""));
    assert_eq!(server.told("2026")["steps"], json!(["budget/drift.yaml rad 7", null]));
    assert_eq!(post(&server, "/-/angra", "").status, 200);
    assert_eq!(server.sandbox.text(FILE), before);
    assert!(
        server.get("/2026/index.html").body.contains("value=\"1\"")
            || server.get("/2026/index.html").body.contains("value=\"1.0\"")
    );
    assert_eq!(post(&server, "/-/angra", "").status, 422);
    assert_eq!(post(&server, "/-/gor-om", "").status, 200);
    assert_eq!(server.sandbox.text(FILE), after);
    assert!(!server.sandbox.snapshot("plan").keys().any(|path| path.contains(".vplan")), "nothing is left beside it");
}

// A paragraph is written as its Markdown, with its calls, in a file with its own line ends and its mark.
#[test]
fn a_paragraph_is_written() {
    let server = Server::small();
    let path = "plan/2026/kapitel/01-inledning.md";
    let before = format!("\u{feff}{}", server.sandbox.text(path).replace('\n', "\r\n"));
    server.sandbox.write(path, &before);
    let written = "Resultatet blir {{ belopp(cell=\"drift.summa.budget_2026\") }}.";
    let told = server.wait("2026", |told| told["number"].as_u64() > Some(1));
    let reply =
        write(&server, &told, written, "Vi räknar med {{ belopp(cell=\"drift.summa.budget_2026\") }},\noch inget mer.");
    assert_eq!(reply.status, 200, "{}", reply.body);
    let after = before.replace("Resultatet blir ", "Vi räknar med ").replace("}}.", "}},\r\noch inget mer.");
    assert_eq!(server.sandbox.text(path), after);
    assert!(server.get("/2026/index.html").body.contains("Vi räknar med "));
    assert_eq!(post(&server, "/-/angra", "").status, 200);
    assert_eq!(server.sandbox.text(path), before);
}

// A file that somebody has saved since is never overwritten, neither by a change nor by the way back.
#[test]
fn what_somebody_saved_is_kept() {
    let server = Server::small();
    let told = server.told("2026");
    assert_eq!(write(&server, &told, "10.5", "11").status, 200);
    // The page has not looked since: it knows another file.
    let stale = write(&server, &told, "-9.5", "-8");
    assert_eq!(stale.status, 409, "{}", stale.body);
    let now = server.told("2026");
    server.sandbox.edit(FILE, "-9.5", "-7.5");
    let saved = server.sandbox.text(FILE);
    for reply in [write(&server, &now, "11", "12"), post(&server, "/-/angra", "")] {
        assert_eq!(reply.status, 409, "{}", reply.body);
        assert_eq!(server.sandbox.text(FILE), saved);
    }
    let now = server.wait("2026", |told| told.to_string().contains("-7.5"));
    assert_eq!(write(&server, &now, "-7.5", "-6").status, 200);
    assert_eq!(server.sandbox.text(FILE), saved.replace("-7.5", "-6"));
}

// What is no change of a value that the page can know changes nothing.
#[test]
fn wrong_changes_change_nothing() {
    let mut server = Server::small();
    server.sandbox.write("plan/hemlig.yaml", "x: 1\n");
    let before = server.sandbox.snapshot("plan");
    let told = server.told("2026");
    let (place, file) = place(&told, "10.5");
    let change = |key: &str, value: Value| {
        let mut change =
            json!({"file": file["name"], "start": place["start"], "hash": file["hash"], "amount": true, "value": "1"});
        change[key] = value;
        change.to_string()
    };
    let start = place["start"].as_u64().expect("a number");
    for body in [
        change("start", json!(start + 1)),
        change("start", json!(u64::MAX)),
        change("start", json!(-1)),
        change("hash", json!("")),
        change("file", json!("../hemlig.yaml")),
        change("file", json!("/etc/passwd")),
        change("file", json!("")),
        change("value", json!("1\u{7}")),
        change("value", json!("x".repeat(300_000))),
        change("okänd", json!(1)),
        "{".to_owned(),
        String::new(),
        "[".repeat(100_000),
    ] {
        let reply = post(&server, "/-/andra/2026", &body);
        assert!(reply.status >= 400, "{}: {}", &body[..body.len().min(200)], reply.status);
    }
    assert!(post(&server, "/-/andra/2025", &change("value", json!("1"))).status >= 400);
    let form =
        format!("POST /-/andra/2026 HTTP/1.1\r\n{}Origin: http://127.0.0.1:{}\r\n", server.own_headers(), server.port);
    let body = change("value", json!("1"));
    let form =
        format!("{form}Content-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    assert_eq!(server.ask(&form).expect("an answer").status, 415);
    assert_eq!(server.sandbox.snapshot("plan"), before);
    assert!(server.is_well());
}
