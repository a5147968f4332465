//! The command line. Doc comments are the help text, in Swedish.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Bygger en nämnds verksamhetsplan som PDF och HTML ur Markdown och YAML.
///
/// Alla belopp beräknas; en plan vars summor inte stämmer byggs inte.
#[derive(Debug, Parser)]
#[command(
    name = "vplan",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// Vad som ska göras
    #[command(subcommand)]
    pub command: Command,
}

/// Kommandon.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bygger planerna
    ///
    /// Slutkod 0: byggt. 1: planen har fel, inget är skrivet. 2: fel användning, eller något kunde inte läsas eller skrivas.
    Build(Build),
    /// Kontrollerar planerna utan att skriva något
    Check(Plans),
}

/// Vilka planer.
#[derive(Debug, Args)]
pub struct Plans {
    /// Planer: mappar med plan.yaml, eller mappar som innehåller sådana
    #[arg(default_value = "plan", value_name = "PLAN")]
    pub plans: Vec<PathBuf>,
}

/// Vad som ska byggas.
#[derive(Debug, Args)]
pub struct Build {
    /// Planer att bygga
    #[command(flatten)]
    pub plans: Plans,
    /// Mapp att skriva till
    #[arg(long, short, default_value = "out", value_name = "MAPP")]
    pub out: PathBuf,
    /// Format, ett eller flera med komma emellan
    #[arg(long, value_enum, value_delimiter = ',', default_value = "pdf,html", value_name = "FORMAT")]
    pub format: Vec<Format>,
}

/// Format att bygga.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// verksamhetsplan.pdf (PDF/A-2a och PDF/UA-1)
    Pdf,
    /// index.html med stilmall och typsnitt
    Html,
    /// typst/: projektet som PDF:en sätts från
    Typst,
}
