//! The workplace as a browser meets it: a real server, asked over plain connections.

mod editing;
mod following;
mod hostile;
mod versions;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Sandbox;

/// Longest that anything is waited for: builds of a debug program on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A plan that is small enough to be drawn at once.
pub(crate) const PLAN: [(&str, &str); 3] = [
    (
        "plan.yaml",
        "organisation: Region Test\nnämnd: Testnämnden\nförvaltning: Testförvaltningen\når: 2026\n\
         titel: Verksamhetsplan 2026\nstatus: utkast\n",
    ),
    (
        "budget/drift.yaml",
        "# Belopp i mnkr.\ntabell: drift\nrubrik: Driften\nenhet: mnkr\nkolumner: [budget 2025, budget 2026]\nrader:\n\
         \x20 - {id: intäkter, namn: Intäkter, belopp: [10.0, 10.5]} # avgifter\n\
         \x20 - {id: kostnader, namn: Kostnader, belopp: [-9.0, -9.5]}\nsumma: Resultat\n",
    ),
    (
        "kapitel/01-inledning.md",
        "# Inledning\n\nResultatet blir {{ belopp(cell=\"drift.summa.budget_2026\") }}.\n\n{{ tabell(id=\"drift\") }}\n",
    ),
];

/// A server that is stopped when it is no longer needed.
pub(crate) struct Server {
    child: Child,
    pub(crate) sandbox: Sandbox,
    pub(crate) port: u16,
    pub(crate) key: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server answered.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Server {
    /// A server of a small plan.
    pub(crate) fn small() -> Self {
        let sandbox = Sandbox::empty();
        for (path, text) in PLAN {
            sandbox.write(&format!("plan/2026/{path}"), text);
        }
        Self::of(sandbox)
    }

    /// A server of the plans in a folder, on a port that is free.
    pub(crate) fn of(sandbox: Sandbox) -> Self {
        let mut command: Command = sandbox.vplan(&["serve", "--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("the program says where it is");
        let (_, rest) = line.split_once("http://127.0.0.1:").expect("an address on this machine");
        let (port, key) = rest.trim().split_once("/?nyckel=").expect("a key");
        assert_eq!(key.len(), 32, "{line}");
        let (port, key) = (port.parse().expect("a port"), key.to_owned());
        Self { child, sandbox, port, key }
    }

    /// What a browser says with every request to the server.
    pub(crate) fn own_headers(&self) -> String {
        let Self { port, key, .. } = self;
        format!("Host: 127.0.0.1:{port}\r\nCookie: vplan-{port}={key}\r\n")
    }

    /// A connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server is there");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time can be set");
        stream
    }

    /// Sends bytes and no more, and reads until the server has no more to say.
    pub(crate) fn raw(&self, request: &[u8]) -> Option<Reply> {
        self.sent(request, true)
    }

    /// Sends a whole request that closes its connection.
    pub(crate) fn ask(&self, request: &str) -> Option<Reply> {
        self.sent(request.as_bytes(), false)
    }

    fn sent(&self, request: &[u8], then_silent: bool) -> Option<Reply> {
        let mut stream = self.connect();
        // It may hang up while it is written to.
        let _ = stream.write_all(request);
        if then_silent {
            let _ = stream.shutdown(std::net::Shutdown::Write);
        }
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Reply { status, head: head.to_lowercase(), body: body.to_owned() })
    }

    /// Asks for a path as the workplace's own page does.
    pub(crate) fn get(&self, path: &str) -> Reply {
        let request = format!("GET {path} HTTP/1.1\r\n{}Connection: close\r\n\r\n", self.own_headers());
        self.ask(&request).expect("an answer")
    }

    /// What the page is told of a plan.
    pub(crate) fn told(&self, plan: &str) -> Value {
        let reply = self.get(&format!("/-/lage/{plan}"));
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).expect("it is JSON")
    }

    /// Waits until what the page is told is as wanted.
    pub(crate) fn wait(&self, plan: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let told = self.told(plan);
            if wanted(&told) {
                return told;
            }
            assert!(started.elapsed() < PATIENCE, "never as wanted: {told}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the server still runs and answers as it did.
    pub(crate) fn is_well(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none() && self.get("/-/arbete.css").status == 200
    }
}
