//! The program `vplan`.

use std::process::ExitCode;

fn main() -> ExitCode {
    verksamhetsplan::commands::run(std::env::args_os())
}
