//! `årtal-stämmer-inte`: a plan whose year, title, folder and budget columns speak of different years.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::table::Column;
use crate::quantity::period::{self, Period, PeriodKind};

/// The rule.
pub const CHECK: Check = Check {
    id: "årtal-stämmer-inte",
    what: "en plan vars år, titel, mapp och budgetkolumner gäller olika år",
    why: "förra årets plan har kopierats och något av årtalen har blivit kvar",
    example: Example {
        files: &[(
            "plan.yaml",
            "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\ntitel: Verksamhetsplan 2024\n",
        )],
        blamed: "2025",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let year = plan.identity.year;
    if plan.incomplete || year == 0 {
        return Vec::new();
    }
    let warn = |message: String| Diagnostic::warning(CHECK.id, message);
    let mut found = Vec::new();
    let identity = &plan.identity.year_span;
    let blame = |problem: Diagnostic| match identity {
        Some(span) => problem.at(span),
        None => problem,
    };
    let in_title = years(&plan.identity.title);
    if !in_title.is_empty() && !in_title.contains(&year) {
        found.push(
            blame(warn(format!("planens år är {year} men titeln är \"{}\"", plan.identity.title)))
                .hint("rätta titeln eller året i plan.yaml"),
        );
    }
    let folder = plan.folder.rsplit('/').next().unwrap_or("");
    if let ([other], true) = (years(folder).as_slice(), folder.len() == 4)
        && *other != year
    {
        found.push(
            blame(warn(format!("planens år är {year} men mappen heter \"{folder}\"")))
                .hint("rätta året eller byt namn på mappen"),
        );
    }
    let columns = plan.tables.iter().flat_map(|table| &table.columns);
    let budgets: Vec<(&Column, Period)> = columns
        .filter_map(|column| column.when.map(|when| (column, when)))
        .filter(|(_, when)| when.kind.is_some_and(PeriodKind::is_budget))
        .collect();
    if let Some((first, _)) = budgets.first()
        && !budgets.iter().any(|(_, when)| when.covers(year))
    {
        found.push(
            warn(format!("ingen tabell har en kolumn för budget {year}, som är planens år"))
                .at(&first.id.span)
                .hint("rätta kolumnernas årtal, eller året i plan.yaml"),
        );
    }
    found
}

/// The years in a text.
fn years(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(period::year).collect()
}
