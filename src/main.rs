//! The program `vplan`.

use std::process::ExitCode;

use clap::Parser;
use verksamhetsplan::cli::Cli;
use verksamhetsplan::commands;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
