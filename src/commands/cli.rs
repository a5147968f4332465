//! The command line. Doc comments are the help text, in Swedish.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diff::report::{self, Report};
use crate::outputs::edition::Archive;
use crate::outputs::{self, Output};

const TEMPLATE: &str = "{about-with-newline}\nAnvändning: {usage}\n\n{all-args}{after-help}";

const DIFF_EXAMPLES: &str = "Exempel:
  vplan diff                        vad jag har ändrat sedan senaste incheckningen
  vplan diff main...HEAD            vad grenen har ändrat sedan den skildes från main
  vplan diff plan/2024 plan/2025    vad som skiljer årets plan från förra årets
  vplan diff HEAD~1 --only figures --format markdown";

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
    #[command(help_template = TEMPLATE, override_usage = "vplan build [PLAN…] [--out MAPP] [--format FORMAT,…] [--archive FORMAT]")]
    Build(Build),
    /// Kontrollerar planerna utan att skriva något
    ///
    /// Slutkod 0: inga fel. 1: planen har fel. 2: fel användning.
    #[command(help_template = TEMPLATE, override_usage = "vplan check [PLAN…] [--format FORMAT] [--list]")]
    Check(Judge),
    /// Visar hur ett tal kom till, eller vad det påverkar
    ///
    /// Slutkod 0: visat. 2: cellen finns inte i någon plan, eller fel användning.
    #[command(help_template = TEMPLATE, override_usage = "vplan explain CELL [PLAN…] [--used-by] [--format FORMAT]")]
    Explain(Explain),
    /// Visar vad en ändring gör med planen: mål, belopp, risker och text, inte rader
    ///
    /// Utan argument jämförs arbetskatalogen med HEAD, med en revision arbetskatalogen med den, och med två revisioner
    /// eller två planer den ena med den andra. Förrådet läses bara; inget checkas ut.
    ///
    /// Slutkod 0: jämfört. Med --exit-code 0: inga ändringar, 1: ändringar, 2: planen har fel. 2: fel användning.
    #[command(help_template = TEMPLATE, override_usage = "vplan diff [REV [REV] | PLAN PLAN] [--plan PLAN] [--format FORMAT,…] [--out MAPP] [--only DEL] [--exit-code]")]
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Skriver JSON-schemat för ett kommandos --format json, eller för plan.json
    #[command(help_template = TEMPLATE, override_usage = "vplan schema check|explain|diff|plan")]
    Schema(Schema),
}

/// Vilka planer.
#[derive(Debug, Args)]
pub struct Plans {
    /// Planer: mappar med plan.yaml, eller mappar som innehåller sådana; förvalt är plan
    #[arg(default_value = "plan", hide_default_value = true, value_name = "PLAN", help_heading = "Argument")]
    pub plans: Vec<PathBuf>,
}

/// Vad som ska kontrolleras, och hur fynden skrivs.
#[derive(Debug, Args)]
pub struct Judge {
    /// Planer att kontrollera
    #[command(flatten)]
    pub plans: Plans,
    /// Hur fynden skrivs: text, json, sarif eller github; förvalt är text
    #[arg(long, value_enum, default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub format: Findings,
    /// Visar alla regler, med skäl och exempel
    #[arg(long, help_heading = "Val")]
    pub list: bool,
}

/// Vilket tal som ska förklaras.
#[derive(Debug, Args)]
pub struct Explain {
    /// Cellens adress: tabell, rad och kolumn med punkt emellan
    #[arg(value_name = "CELL", help_heading = "Argument")]
    pub cell: String,
    /// Planer att söka i: mappar med plan.yaml, eller mappar som innehåller sådana; förvalt är plan
    #[arg(default_value = "plan", hide_default_value = true, value_name = "PLAN", help_heading = "Argument")]
    pub plans: Vec<PathBuf>,
    /// Visar vad talet påverkar: summor, tabeller, kontrollsummor och meningar
    #[arg(long, help_heading = "Val")]
    pub used_by: bool,
    /// Hur svaret skrivs: text eller json; förvalt är text
    #[arg(long, value_enum, default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub format: Shape,
}

/// Hur ett svar skrivs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// För människor
    Text,
    /// För program
    Json,
}

/// Vilket schema som ska skrivas.
#[derive(Debug, Args)]
pub struct Schema {
    /// Det vars JSON beskrivs: check, explain, diff eller plan
    #[arg(value_enum, value_name = "VAD", help_heading = "Argument", hide_possible_values = true)]
    pub of: Described,
}

/// Vad som skrivs som JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// Fynden av vplan check
    Check,
    /// Svaret av vplan explain
    Explain,
    /// Ändringarna av vplan diff
    Diff,
    /// plan.json bredvid planens sidor
    Plan,
}

/// Vad som ska jämföras, och hur ändringarna skrivs.
#[derive(Debug, Args)]
pub struct Diff {
    /// En eller två revisioner (HEAD~1, main, v2025, main...HEAD), eller två mappar med plan.yaml
    #[arg(value_name = "REV|PLAN", num_args = 0..=2, help_heading = "Argument")]
    pub sides: Vec<String>,
    /// Bara dessa planer: mappar med plan.yaml, eller mappar som innehåller sådana; förvalt är plan
    #[arg(long, value_name = "PLAN", num_args = 1.., help_heading = "Val")]
    pub plan: Vec<PathBuf>,
    /// Hur ändringarna skrivs
    #[arg(long, value_parser = Way::parser(), value_delimiter = ',', default_value = report::ALL[0].name)]
    #[arg(help = Way::help(), hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT,…", help_heading = "Val")]
    pub format: Vec<Way>,
    /// Mapp att skriva html och pdf till: planen med ändringarna på sin plats, i en mapp för varje plan
    #[arg(long, short, value_name = "MAPP", help_heading = "Val")]
    pub out: Option<PathBuf>,
    /// Bara en del: figures (budget och tabeller), objects (mål, styrtal, uppdrag, risker) eller text (kapitlen)
    #[arg(long, value_enum, hide_possible_values = true, value_name = "DEL", help_heading = "Val")]
    pub only: Option<Topic>,
    /// Längsta text i tecken med --format markdown; förvalt är 65000, som ryms i en kommentar på GitHub
    #[arg(long, default_value_t = 65_000, hide_default_value = true, value_name = "TECKEN", help_heading = "Val")]
    pub limit: usize,
    /// Slutkod 1 när något har ändrats, 2 när en plan har fel
    #[arg(long, help_heading = "Val")]
    pub exit_code: bool,
}

/// Hur ändringar skrivs.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// På standard ut
    Told(&'static Report),
    /// I planen själv, som filer
    Written(&'static Output),
}

impl Way {
    fn parser() -> impl TypedValueParser<Value = Self> {
        let told = report::ALL.iter().map(|report| (report.name, report.help.to_owned(), Self::Told(report)));
        let written = rendering().map(|output| {
            let file = output.changes.unwrap_or_default();
            (output.name, format!("{file}: planen med ändringarna på sin plats"), Self::Written(output))
        });
        named(told.chain(written).collect())
    }

    fn help() -> String {
        let told = either(report::ALL.iter().map(|report| report.name));
        let written = either(rendering().map(|output| output.name));
        let usual = report::ALL[0].name;
        format!("Hur ändringarna skrivs: {told}, eller {written}, eller flera sådana, med --out; förvalt är {usual}")
    }
}

/// De format som visar ändringarna i planen själv.
pub fn rendering() -> impl Iterator<Item = &'static Output> {
    outputs::ALL.iter().copied().filter(|output| output.changes.is_some())
}

fn formats() -> impl TypedValueParser<Value = &'static Output> {
    named(outputs::ALL.iter().map(|&output| (output.name, output.help.to_owned(), output)).collect())
}

fn usual_formats() -> Vec<&'static str> {
    outputs::ALL.iter().filter(|output| output.usual).map(|output| output.name).collect()
}

fn format_help() -> String {
    let names: Vec<&str> = outputs::ALL.iter().map(|output| output.name).collect();
    let (names, usual) = (names.join(", "), usual_formats().join(","));
    format!("Format, ett eller flera med komma emellan: {names}; förvalt är {usual}")
}

/// Reads a name as what has it, for lists that are made elsewhere.
fn named<T: Copy + Send + Sync + 'static>(list: Vec<(&'static str, String, T)>) -> impl TypedValueParser<Value = T> {
    let values = list.iter().map(|(name, help, _)| PossibleValue::new(*name).help(help.clone()));
    PossibleValuesParser::new(values.collect::<Vec<_>>()).try_map(move |asked| {
        let found = list.iter().find(|(name, ..)| *name == asked);
        found.map(|(.., value)| *value).ok_or("namnet finns inte i listan")
    })
}

/// `a, b eller c`.
fn either(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<String> = names.map(str::to_owned).collect();
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} eller {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// En del av det som jämförs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Topic {
    /// Budget och tabeller, och styrtalens värden
    Figures,
    /// Mål, styrtal, uppdrag, risker och organisation
    Objects,
    /// Kapitlens text
    Text,
}

/// Hur fynd skrivs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Findings {
    /// För människor
    Text,
    /// För program; formen beskrivs av vplan schema
    Json,
    /// För kodvärdar och redigerare (SARIF 2.1.0)
    Sarif,
    /// För GitHub Actions: kommentarer vid raderna
    Github,
}

/// Vad som ska byggas.
#[derive(Debug, Args)]
pub struct Build {
    /// Planer att bygga
    #[command(flatten)]
    pub plans: Plans,
    /// Mapp att skriva till; förvalt är out
    #[arg(long, short, default_value = "out", hide_default_value = true, value_name = "MAPP", help_heading = "Val")]
    pub out: PathBuf,
    /// Format, ett eller flera
    #[arg(long, value_parser = formats(), value_delimiter = ',', default_values = usual_formats())]
    #[arg(help = format_help(), hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT,…", help_heading = "Val")]
    pub format: Vec<&'static Output>,
    /// Arkivformat för PDF:en: a-2a, eller a-3a med planens källor och tabeller bifogade; förvalt är a-2a
    #[arg(long, value_enum, default_value = "a-2a", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub archive: ArchiveFormat,
}

impl From<ArchiveFormat> for Archive {
    fn from(format: ArchiveFormat) -> Self {
        match format {
            ArchiveFormat::A2a => Self::A2a,
            ArchiveFormat::A3a => Self::A3a,
        }
    }
}

/// Arkivformat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ArchiveFormat {
    /// PDF/A-2a: dokumentet ensamt
    #[value(name = "a-2a")]
    A2a,
    /// PDF/A-3a: med källor och tabeller bifogade
    #[value(name = "a-3a")]
    A3a,
}
