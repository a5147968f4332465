//! `vplan check`: reads, computes and judges, and writes nothing.

use crate::checks::{self, Check};
use crate::commands::cli::{Findings, Judge};
use crate::commands::load;
use crate::commands::{Outcome, report};
use crate::diagnostic::sarif::{self, Rule};
use crate::diagnostic::{self, Diagnostic, github, json};

/// Runs the command.
pub fn run(arguments: &Judge) -> Outcome {
    if arguments.list {
        report::say(&list());
        return Outcome::Done;
    }
    let plans = match load::plans(&arguments.plans.plans) {
        Ok(plans) => plans,
        Err(message) => return Outcome::Failed(message),
    };
    let problems = load::problems(&plans);
    match arguments.format {
        Findings::Text => {
            report::all(&problems);
            if problems.is_empty() {
                report::say(if plans.len() == 1 {
                    "planen är utan anmärkning"
                } else {
                    "planerna är utan anmärkning"
                });
            }
        }
        Findings::Json => report::say(&json::pretty(&json::report(&problems))),
        Findings::Sarif => report::say(&sarif::log(&problems, &described())),
        Findings::Github => {
            let commands: Vec<String> = problems.iter().map(github::command).collect();
            if !commands.is_empty() {
                report::say(&commands.join("\n"));
            }
        }
    }
    outcome(&problems)
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
