//! `vplan build --watch`: built again at each save, and through errors.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::serve::{PATIENCE, PLAN};
use crate::support::Sandbox;

struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_saved_is_built_again_and_an_error_is_waited_out() {
    let sandbox = Sandbox::empty();
    for (path, text) in PLAN {
        sandbox.write(&format!("plan/2026/{path}"), text);
    }
    let mut command = sandbox.vplan(&["build", "--watch", "--format", "html"]);
    let mut watching = Watching(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts"));
    let page = |text: &str| {
        let page = std::fs::read_to_string(sandbox.path("out/2026/index.html")).unwrap_or_default();
        page.contains(text)
    };
    wait("the first build", || page("−9,5"));
    sandbox.edit("plan/2026/budget/drift.yaml", "-9.5", "-9,7x");
    std::thread::sleep(Duration::from_millis(500));
    assert!(page("−9,5"), "an error leaves what was built");
    sandbox.edit("plan/2026/budget/drift.yaml", "-9,7x", "-9.8");
    wait("the next build", || page("−9,8"));
    assert!(watching.0.try_wait().expect("it can be asked").is_none());
}
