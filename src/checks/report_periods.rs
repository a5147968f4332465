//! `rapportens-period`: a report on another part of the year than its kind is about.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::followup::ReportKind;
use crate::quantity::period::Time;

/// The rule.
pub const CHECK: Check = Check {
    id: "rapportens-period",
    what: "en delårsrapport som inte omfattar hälften till två tredjedelar av året från januari, en verksamhetsberättelse som inte omfattar hela året, eller en månadsrapport som gör det",
    why: "lagen om kommunal bokföring och redovisning säger vilken tid en delårsrapport ska omfatta, och utfallen ska gå att jämföra",
    example: Example {
        files: &[
            ("uppföljning/2025-04/rapport.yaml", "slag: delårsrapport\nperiod: jan–apr 2025\n"),
            ("uppföljning/2025-04/kapitel/01-laget.md", "# Läget\n\nRapporten gäller {{ period() }}.\n"),
        ],
        blamed: "jan–apr 2025",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some(followup) = &evidence.plan.followup else { return Vec::new() };
    let (months, year) = (followup.months(), evidence.plan.identity.year);
    let is_whole = followup.period.value.whole_year().is_some() || months == 12;
    let from_january = !matches!(followup.period.value.time, Time::Months { first, .. } if first != 1);
    let problem =
        |message: String, hint: String| Diagnostic::warning(CHECK.id, message).at(&followup.period.span).hint(hint);
    let found = match followup.kind {
        ReportKind::Interim if is_whole => Some(problem(
            "en delårsrapport omfattar en del av året, men perioden är hela året".to_owned(),
            "skriv slag: verksamhetsberättelse, eller en kortare period".to_owned(),
        )),
        ReportKind::Interim if !(6..=8).contains(&months) => Some(problem(
            format!("en delårsrapport omfattar sex till åtta månader, men perioden är {months}"),
            format!("skriv till exempel period: jan–aug {year}, eller slag: månadsrapport"),
        )),
        ReportKind::Interim if !from_january => Some(problem(
            "en delårsrapport omfattar tiden från årets början".to_owned(),
            format!("skriv till exempel period: jan–aug {year}"),
        )),
        ReportKind::Annual if !is_whole => Some(problem(
            format!("en verksamhetsberättelse omfattar hela året, men perioden är {months} månader"),
            format!("skriv period: {year}, eller slag: delårsrapport"),
        )),
        ReportKind::Monthly if is_whole => Some(problem(
            "en månadsrapport omfattar en del av året, men perioden är hela året".to_owned(),
            "skriv slag: verksamhetsberättelse, eller en kortare period".to_owned(),
        )),
        _ => None,
    };
    found.into_iter().collect()
}
