//! Whatever is sent, nothing outside the plans is answered, nobody waits for somebody else, and the server lives on.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, proptest};

use super::Server;

/// A text in a file that no answer may have in it.
const SECRET: &str = "hemligheten-utanför";

fn served() -> Server {
    let server = Server::small();
    server.sandbox.write("hemlig.txt", SECRET);
    server.sandbox.write("plan/hemlig.yaml", SECRET);
    server.sandbox.write("plan/2026/.git/config", SECRET);
    server.sandbox.write("plan/2026/anteckningar.txt", SECRET);
    server
}

// Every way out of the plan's folder that is known, plain and escaped.
#[test]
fn no_path_leads_out() {
    let mut server = served();
    let ups = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "..%2f",
        "..%5c",
        "..\\",
        "....//",
        "%c0%ae%c0%ae",
        "..;",
        "%252e%252e",
        "..%00",
    ];
    let files = ["hemlig.txt", "hemlig.yaml", "etc/passwd", ".git/config", "anteckningar.txt", "plan.yaml"];
    let starts = ["/", "//", "/2026/", "/-/kalla/2026/", "/-/kalla/", "/-/lage/", "/-/", "/2026/fonts/", "/2026//"];
    let mut asked = 0;
    for start in starts {
        for up in ups {
            for file in files {
                let path = format!("{start}{up}/{up}/{file}");
                let request = format!("GET {path} HTTP/1.1\r\n{}Connection: close\r\n\r\n", server.own_headers());
                if let Some(reply) = server.ask(&request) {
                    assert!(reply.status >= 300, "{path}: {}", reply.status);
                    assert!(!reply.body.contains(SECRET) && !reply.body.contains("root:"), "{path}");
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 600 && server.is_well());
}

// A link out of the plan is no part of it.
#[cfg(unix)]
#[test]
fn no_link_leads_out() {
    let server = served();
    let link = |name: &str, to: &str| {
        std::os::unix::fs::symlink(server.sandbox.path(to), server.sandbox.path(name)).expect("a link can be made");
    };
    link("plan/2026/ut.yaml", "plan/hemlig.yaml");
    link("plan/2026/bild.png", "hemlig.txt");
    server.wait("2026", |told| told["plan"]["errors"].as_u64() > Some(1));
    for path in ["/-/kalla/2026/ut.yaml", "/2026/ut.yaml", "/2026/bild.png", "/-/kalla/2026/bild.png"] {
        let reply = server.get(path);
        assert!(!reply.body.contains(SECRET), "{path}");
    }
}

// Only the own host, the own pages and the key are answered, whatever the method.
#[test]
fn strangers_are_refused() {
    let mut server = served();
    let (port, key) = (server.port, server.key.clone());
    let own = format!("127.0.0.1:{port}");
    let hosts = ["evil.example", "evil.example:80", "localhost", "0.0.0.0", "[::1]", "127.0.0.1:1", "127.0.0.1", ""];
    let froms = [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ];
    let methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "HEAD", "BREW"];
    let cookie = format!("Cookie: vplan-{port}={key}\r\n");
    let refused = |method: &str, host: &str, rest: &str| {
        for path in [
            "/2026/index.html",
            "/-/lage/2026",
            "/-/andra/2026",
            "/-/spara-version/2026",
            "/-/andringar/2026/version/HEAD",
            "/-/nyheter",
        ] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{rest}Connection: close\r\n\r\n");
            if let Some(reply) = server.ask(&request) {
                assert!(reply.status >= 400, "{request}: {}", reply.status);
                assert!(!reply.body.contains("Testnämnden"), "{request}");
            }
        }
    };
    for method in methods {
        for host in hosts {
            refused(method, host, &cookie);
        }
        for from in froms {
            refused(method, &own, &format!("{cookie}{from}"));
        }
        refused(method, &own, "");
        refused(method, &own, &format!("Cookie: vplan-{port}={}\r\n", "0".repeat(32)));
        refused(method, &own, &format!("Cookie: vplan={key}\r\n"));
        refused(method, &own, &format!("Host: evil.example\r\n{cookie}"));
    }
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        refused(method, &own, &cookie);
    }
    assert!(server.is_well());
}

// Bytes that are no request at all, and requests that are nearly one.
#[test]
fn bytes_do_no_harm() {
    let mut server = served();
    {
        let server = &server;
        proptest!(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() }, |(
            start in prop::sample::select(vec!["", "GET ", "POST /-/andra/2026 HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: "]),
            bytes in prop::collection::vec(any::<u8>(), 0..400),
        )| {
            let mut request = start.as_bytes().to_vec();
            request.extend(bytes);
            if let Some(reply) = server.raw(&request) {
                prop_assert!(reply.status >= 400, "{}", reply.head);
            }
        });
    }
    let long = "a".repeat(200_000);
    for request in [
        format!("GET /{long} HTTP/1.1\r\n{}Connection: close\r\n\r\n", server.own_headers()),
        format!("GET / HTTP/1.1\r\n{}X: {long}\r\n\r\n", server.own_headers()),
        format!("GET / HTTP/1.1\r\n{}{}\r\n", server.own_headers(), "X: y\r\n".repeat(5000)),
    ] {
        if let Some(reply) = server.ask(&request) {
            assert!(reply.status >= 400, "{}", reply.status);
        }
    }
    assert!(server.is_well());
}

// Those who begin and never end, and those who never read, keep nobody waiting, and are hung up on.
#[test]
fn the_slow_hold_up_nobody() {
    let mut server = served();
    let half: Vec<_> = (0..150)
        .map(|at| {
            let mut stream = server.connect();
            let begun = ["", "G", "GET / HTTP/1.1\r\n", "POST /-/andra/2026 HTTP/1.1\r\nContent-Length: 99\r\n\r\n"];
            let _ = stream.write_all(begun[at % begun.len()].as_bytes());
            stream
        })
        .collect();
    let mut deaf = server.connect();
    let many = format!("GET /2026/vplan.css HTTP/1.1\r\n{}\r\n", server.own_headers()).repeat(200);
    deaf.set_write_timeout(Some(Duration::from_millis(500))).expect("a time can be set");
    let _ = deaf.write_all(many.as_bytes());
    let started = Instant::now();
    for _ in 0..20 {
        assert_eq!(server.get("/2026/index.html").status, 200);
    }
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    // The head of a request is waited for a while, and no longer.
    for mut stream in half.into_iter().take(3) {
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time can be set");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    assert!(started.elapsed() < Duration::from_secs(45), "{:?}", started.elapsed());
    assert!(server.is_well());
}
