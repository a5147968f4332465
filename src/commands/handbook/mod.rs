//! `vplan handbook`: the handbook for those who write plans, as pages.
//!
//! It is a plan itself, drawn and judged as any other: what it shows of a file is that file, and what stands beneath an
//! example is what the example becomes. The chapter on what is found is made of the rules and what they say.

pub mod code;
pub mod rules;
pub mod sources;

use std::path::PathBuf;

use clap::Args;

use crate::Draft;
use crate::commands::error::CommandError;
use crate::commands::publish::{Site, Target};
use crate::commands::serve::opened;
use crate::commands::{Outcome, load, report};
use crate::outputs::edition::Edition;
use crate::outputs::{Files, html};
use crate::source::files::shown;

/// Vart handboken ska skrivas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Mapp att skriva till; förvalt är handbok
    #[arg(
        long,
        short,
        default_value = "handbok",
        hide_default_value = true,
        value_name = "MAPP",
        help_heading = "Val"
    )]
    pub out: PathBuf,
    /// Öppnar handboken i webbläsaren
    #[arg(long, help_heading = "Val")]
    pub open: bool,
}

/// Runs the command.
///
/// # Errors
/// When the folder holds what is somebody's, or cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let site = Site { plans: Vec::new(), top: files()?, insist: true, force: false };
    Target::open(&arguments.out)?.publish(site)?;
    let page = arguments.out.join(html::OUTPUT.file);
    report::say(&format!("{}: handboken", shown(&page)))?;
    if arguments.open {
        let path = page.canonicalize().map_err(|error| CommandError::io("läsas", &page, &error))?;
        opened::open(&shown(&path));
    }
    Ok(Outcome::Done)
}

/// The handbook, drawn.
pub fn drawn() -> Draft {
    let (sources, problems) = sources::sources();
    load::drafted(sources, problems)
}

/// The pages of the handbook and what they need.
///
/// # Errors
/// When they cannot be drawn, which is an error of the program.
pub fn files() -> Result<Files, CommandError> {
    let draft = drawn();
    let edition = Edition { name: "handbok", ..Edition::new(&draft.plan, &draft.figures, &draft.document) };
    html::handbook(&edition).map_err(|error| CommandError::internal(format!("handboken kan inte ritas ({error})")))
}
