//! `vplan check`: reads, computes and judges, and writes nothing.

use clap::{Args, ValueEnum};

use crate::checks::{self, Check};
use crate::commands::error::CommandError;
use crate::commands::load::{self, Plans};
use crate::commands::report::Extent;
use crate::commands::{Outcome, report};
use crate::diagnostic::sarif::{self, Rule};
use crate::diagnostic::{self, Diagnostic, github, json};

/// Vad som ska kontrolleras, och hur fynden skrivs.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Planer att kontrollera
    #[command(flatten)]
    pub plans: Plans,
    /// Hur fynden skrivs: text, json, sarif eller github; förvalt är text
    #[arg(long, value_enum, default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub format: Findings,
    /// Skriver alla fynd; annars skrivs de 200 allvarligaste
    #[arg(long, help_heading = "Val")]
    pub all: bool,
    /// Skriver bara fel, och hur många fynden är
    #[arg(long, short, help_heading = "Val")]
    pub quiet: bool,
    /// Visar alla regler, med skäl och exempel
    #[arg(long, help_heading = "Val")]
    pub list: bool,
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

/// Runs the command.
///
/// # Errors
/// When there is no plan to check, or the findings cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    if arguments.list {
        report::say(&list())?;
        return Ok(Outcome::Done);
    }
    let plans = load::plans(&arguments.plans)?;
    let problems = load::problems(&plans);
    match arguments.format {
        Findings::Text => {
            report::findings(&problems, arguments.extent());
            if problems.is_empty() {
                report::say(if plans.len() == 1 {
                    "planen är utan anmärkning"
                } else {
                    "planerna är utan anmärkning"
                })?;
            }
        }
        Findings::Json => report::data(&json::pretty(&json::report(&problems)))?,
        Findings::Sarif => report::data(&sarif::log(&problems, &described()))?,
        Findings::Github => {
            let commands: Vec<String> = problems.iter().map(github::command).collect();
            if !commands.is_empty() {
                report::data(&commands.join("\n"))?;
            }
        }
    }
    Ok(outcome(&problems))
}

impl Arguments {
    const fn extent(&self) -> Extent {
        match (self.quiet, self.all) {
            (true, _) => Extent::Errors,
            (false, true) => Extent::All,
            (false, false) => Extent::Readable,
        }
    }
}

fn outcome(problems: &[Diagnostic]) -> Outcome {
    if diagnostic::has_errors(problems) { Outcome::PlanHasErrors } else { Outcome::Done }
}

fn described() -> Vec<Rule> {
    checks::ALL.iter().map(|check| Rule { id: check.id, what: check.what, why: check.why }).collect()
}

/// Every rule with its reason and its example.
fn list() -> String {
    checks::ALL.iter().map(|check| rule(check)).collect::<Vec<_>>().join("\n\n")
}

fn rule(check: &Check) -> String {
    let mut lines = vec![
        check.id.to_owned(),
        format!("  hittar   {}", check.what),
        format!("  därför   {}", check.why),
        "  exempel".to_owned(),
    ];
    for (path, text) in check.example.files {
        lines.push(format!("    {path}"));
        lines.extend(text.lines().map(|line| format!("      {line}").trim_end().to_owned()));
    }
    lines.join("\n")
}
