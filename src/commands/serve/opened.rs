//! The page in the reader's own browser.

use std::process::{Command, Stdio};

use crate::commands::report;

/// Opens an address in the browser that the system has for such. One that cannot be opened can be copied.
pub fn open(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        report::notice("webbläsaren kunde inte öppnas; öppna adressen ovan i den själv");
    }
}
