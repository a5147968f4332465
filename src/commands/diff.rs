//! `vplan diff`: what was changed between two states of the plans, and what that did.

use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

use crate::commands::compared::{compared, complain, outcome};
use crate::commands::error::CommandError;
use crate::commands::{Outcome, changes, choice, report};
use crate::diff::PlanDiff;
use crate::diff::finding::Finding;
use crate::diff::report::{ALL, Report};
use crate::model::kind::ThingKind;
use crate::outputs::Output;
use crate::swedish;

/// Exempel, efter hjälpen.
pub const EXAMPLES: &str = "Exempel:
  vplan diff                        vad jag har ändrat sedan senaste incheckningen
  vplan diff main...HEAD            vad grenen har ändrat sedan den skildes från main
  vplan diff plan/2024 plan/2025    vad som skiljer årets plan från förra årets
  vplan diff HEAD~1 --only figures --format markdown";

/// Vad som ska jämföras, och hur ändringarna skrivs.
#[derive(Debug, Args)]
pub struct Arguments {
    /// En eller två revisioner (HEAD~1, main, v2025, main...HEAD), eller två mappar med plan.yaml
    #[arg(value_name = "REV|PLAN", num_args = 0..=2, help_heading = "Argument")]
    pub sides: Vec<String>,
    /// Bara dessa planer: mappar med plan.yaml, eller mappar som innehåller sådana; förvalt är plan
    #[arg(long, value_name = "PLAN", num_args = 1.., help_heading = "Val")]
    pub plan: Vec<PathBuf>,
    /// Hur ändringarna skrivs
    #[arg(long, value_parser = Way::parser(), value_delimiter = ',', default_value = ALL[0].name)]
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
        let told = ALL.iter().map(|report| (report.name, report.help.to_owned(), Self::Told(report)));
        let written = changes::formats().map(|output| {
            let file = output.changes.unwrap_or_default();
            (output.name, format!("{file}: planen med ändringarna på sin plats"), Self::Written(output))
        });
        choice::parser(told.chain(written).collect())
    }

    fn help() -> String {
        let told = choice::either(&ALL.iter().map(|report| report.name).collect::<Vec<_>>());
        let written = choice::either(&changes::formats().map(|output| output.name).collect::<Vec<_>>());
        let usual = ALL[0].name;
        format!("Hur ändringarna skrivs: {told}, eller {written}, eller flera sådana, med --out; förvalt är {usual}")
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

impl Topic {
    /// Whether a finding is about it.
    fn holds(self, finding: &Finding) -> bool {
        let part = match finding.kind {
            _ if finding.kind.is_of_tables() || finding.difference.is_some() => Self::Figures,
            ThingKind::Chapter | ThingKind::Paragraph => Self::Text,
            _ => Self::Objects,
        };
        self == part
    }
}

/// Runs the command.
///
/// # Errors
/// When the options do not agree with each other, a side is not there, or the changes cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let formats = arguments.agree()?;
    let mut compared = compared(&arguments.sides, &arguments.plan)?;
    if let Some(out) = arguments.out.as_ref().filter(|_| !formats.is_empty()) {
        let outcome = outcome(arguments.exit_code, compared.iter().map(|compared| &compared.diff));
        for compared in &mut compared {
            compared.diff.keep(|finding| !finding.is_inward());
        }
        if !changes::write(out, &formats, &compared)? {
            return Ok(Outcome::PlanHasErrors);
        }
        return Ok(outcome);
    }
    let mut diffs: Vec<PlanDiff> = compared.into_iter().map(|compared| compared.diff).collect();
    for diff in &mut diffs {
        diff.keep(|finding| arguments.only.is_none_or(|topic| topic.holds(finding)));
    }
    diffs.iter().for_each(complain);
    for way in &arguments.format {
        if let Way::Told(told) = way {
            report::data(&(told.render)(&diffs, arguments.limit))?;
        }
    }
    Ok(outcome(arguments.exit_code, diffs.iter()))
}

impl Arguments {
    /// The formats in which the changes are to be shown in the plan itself, as they were asked for.
    ///
    /// # Errors
    /// When the options do not agree with each other.
    fn agree(&self) -> Result<Vec<&'static Output>, CommandError> {
        let mut formats: Vec<&'static Output> = Vec::new();
        for way in &self.format {
            if let Way::Written(output) = way
                && !formats.iter().any(|other| other.name == output.name)
            {
                formats.push(output);
            }
        }
        let is_told = |way: &Way| matches!(way, Way::Told(_));
        let told = swedish::join(&ALL.iter().map(|report| report.name.to_owned()).collect::<Vec<_>>());
        let written = swedish::join(&changes::formats().map(|output| output.name.to_owned()).collect::<Vec<_>>());
        Err(CommandError::usage(match (!formats.is_empty(), &self.out) {
            _ if self.format.len() > 1 && self.format.iter().any(is_told) => {
                format!("{told} skrivs var för sig ({written} kan skrivas tillsammans)")
            }
            (true, None) => "ange en mapp att skriva till med --out MAPP".to_owned(),
            (true, Some(_)) if self.only.is_some() => {
                format!("{written} visar alla ändringar (--only gäller {told})")
            }
            (false, Some(_)) => format!("--out gäller bara --format {written}"),
            _ => return Ok(formats),
        }))
    }
}
