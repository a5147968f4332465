//! The command line: the list of commands. Doc comments are the help text, in Swedish; the arguments of each command
//! stand beside it.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::usage::{self, Usage};
use crate::commands::{build, check, diff, explain, handbook, import, new, schema, serve};

const TEMPLATE: &str = "{about-with-newline}\nAnvändning: {usage}\n\n{all-args}{after-help}";

/// Bygger en nämnds verksamhetsplan som PDF och HTML ur Markdown och YAML
///
/// Alla belopp beräknas; en plan vars summor inte stämmer byggs inte.
#[derive(Debug, Parser)]
#[command(name = "vplan", version, help_template = TEMPLATE, arg_required_else_help = true)]
#[command(disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
#[command(subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO", next_help_heading = "Val")]
#[command(override_usage = "vplan KOMMANDO [VAL]")]
pub struct Cli {
    /// Vad som ska göras
    #[command(subcommand)]
    pub command: Command,
    /// Visar hjälpen
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "Val")]
    help: Option<bool>,
    /// Visar programmets version
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "Val")]
    version: Option<bool>,
}

/// Kommandon.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bygger planerna
    ///
    /// Slutkod 0: byggt. 1: planen har fel, inget är skrivet. 2: fel användning, eller något kunde inte skrivas.
    Build(build::Arguments),
    /// Kontrollerar planerna utan att skriva något
    ///
    /// Slutkod 0: inga fel. 1: planen har fel. 2: fel användning.
    Check(check::Arguments),
    /// Visar hur ett tal kom till, eller vad det påverkar
    ///
    /// Talet anges med sin adress eller sitt namn. Har flera tal namnet visas deras adresser.
    ///
    /// Slutkod 0: visat. 2: cellen finns inte i någon plan, eller fel användning.
    Explain(explain::Arguments),
    /// Visar vad en ändring gör med planen: mål, belopp, risker och text, inte rader
    ///
    /// Utan argument jämförs arbetskatalogen med HEAD, med en revision arbetskatalogen med den, och med två revisioner
    /// eller två planer den ena med den andra. Förrådet läses bara; inget checkas ut.
    ///
    /// Slutkod 0: jämfört. Med --exit-code 0: inga ändringar, 1: ändringar, 2: planen har fel. 2: fel användning.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Arguments),
    /// Skriver handboken: så gör du en verksamhetsplan, med exempel
    ///
    /// Slutkod 0: skriven. 2: mappen är någon annans, eller kan inte skrivas.
    Handbook(handbook::Arguments),
    /// Läser in det som är ändrat i en arbetsbok (.xlsx), och visar vad det gör med planen innan något skrivs
    ///
    /// Bara skrivna belopp läses. Ändrade namn, formler, enheter och rader sägs, med blad och cell. Inget skrivs utan
    /// --write, och då exakt beloppen: kommentarer och uppställning i filerna är kvar.
    ///
    /// Slutkod 0: visat, eller skrivet. 1: något i arbetsboken kan inte läsas in, och inget är skrivet; eller planen får
    /// fel av det som är skrivet. 2: fel användning.
    #[command(after_help = import::EXAMPLES)]
    Import(import::Arguments),
    /// Börjar en plan: nästa års plan ur årets, eller de första filerna till en ny; med --report en rapport om en plan
    ///
    /// Finns en plan för året före blir den nästa års plan: kolumner, årtal och hänvisningar flyttas, beloppen töms och
    /// årets budget blir jämförelse. Det som någon måste se till får en kommentar, att göra, och listas med sin rad. Det som
    /// har kommentaren ej nästa år följer inte med.
    ///
    /// Med --report 2025-08 blir det en rapport i planens mapp, uppföljning/2025-08, med allt i planen att fylla i: en fil
    /// för varje område, och förra rapportens status att utgå från.
    ///
    /// Slutkod 0: skrivet. 1: planen har fel, inget är skrivet. 2: mappen finns redan, eller fel användning.
    New(new::Arguments),
    /// Skriver JSON-schemat för ett kommandos --format json, eller för plan.json
    Schema(schema::Arguments),
    /// Öppnar arbetsplatsen: planen i webbläsaren bredvid allt som kontrollen hittar, så som källorna är just nu
    ///
    /// Sidan följer med när en fil sparas. Servern svarar bara den här datorn och avslutas med Ctrl+C.
    ///
    /// Slutkod 2: ingen plan, upptagen port eller fel användning.
    Serve(serve::Arguments),
    /// Skriver licenserna för allt som ingår i programmet
    Licences,
}

/// Reads the command line.
///
/// # Errors
/// What to say when it asks for no command.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Usage> {
    let program = usage::described(Cli::command(), TEMPLATE);
    let matches = program.clone().try_get_matches_from(arguments);
    let read = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    read.map(|cli| cli.command).map_err(|error| usage::explain(&error, &program))
}
