//! `beslut`: a status and what is said of the decision that do not go together.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::plan::Status;
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "beslut",
    what: "en beslutad plan utan beslutsdatum eller paragraf, ett utkast eller förslag som har dem, och ett datum som inte kan vara planens",
    why: "den som läser ska veta vad som är beslutat och när, och förra årets beslut ska inte följa med till nästa plan",
    example: Example {
        files: &[(
            "plan.yaml",
            "nämnd: Servicenämnden\norganisation: Region Örebro län\nförvaltning: Regionservice\når: 2025\ntitel: Verksamhetsplan 2025\nstatus: förslag\nbeslutsdatum: 2024-11-20\n",
        )],
        blamed: "2024-11-20",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let (identity, the) = (&evidence.plan.identity, evidence.plan.the());
    let decision = &identity.decision;
    let date = decision.date.as_ref();
    let mut found = Vec::new();
    if identity.status == Status::Decided {
        let missing = [
            (date.is_none(), "inget beslutsdatum", "beslutsdatum: 2024-11-20", "beslutsdatum: okänt"),
            (decision.paragraph.is_none(), "ingen paragraf", "paragraf: 112", "paragraf: okänd"),
        ];
        for (_, what, example, unknown) in missing.into_iter().filter(|(is_missing, ..)| *is_missing) {
            let problem = Diagnostic::error(CHECK.id, format!("{the} är beslutad men har {what}"))
                .hint(format!("skriv till exempel {example}; är uppgiften inte känd, skriv {unknown}"));
            found.push(match &decision.status {
                Some(span) => problem.at(span),
                None => problem,
            });
        }
    } else {
        let stated = [
            ("beslutsdatum", date.map(|own| &own.span)),
            ("paragraf", decision.paragraph.as_ref().map(|own| &own.span)),
        ];
        let word = if identity.status == Status::Draft { "ett utkast" } else { "ett förslag" };
        found.extend(stated.into_iter().filter_map(|(key, span)| Some(undecided(the, word, key, span?))));
    }
    if let Some(version) = decision.version.as_ref().filter(|_| identity.status == Status::Decided) {
        found.push(
            Diagnostic::error(CHECK.id, format!("{the} är beslutad men har en version"))
                .at(&version.span)
                .hint("ta bort version: den gäller utkast och förslag"),
        );
    }
    // A plan is decided at the end of the year before it, or when the year has begun; a report in its year or the next.
    let is_report = evidence.plan.followup.is_some();
    if let (Some(day), Some(own)) = (decision.day(), date) {
        let year = identity.year;
        let first = if is_report { year } else { year - 1 };
        if year != 0 && !(first..=first + 1).contains(&day.year) {
            let file = if is_report { "perioden i rapport.yaml" } else { "året i plan.yaml" };
            found.push(
                Diagnostic::error(CHECK.id, format!("{the} gäller {year} men beslutades {}", day.iso()))
                    .at(&own.span)
                    .hint(format!("rätta beslutsdatumet, eller {file}")),
            );
        }
    }
    found
}

fn undecided(the: &str, word: &str, key: &str, span: &Span) -> Diagnostic {
    Diagnostic::error(CHECK.id, format!("{the} är {word} men har {key}"))
        .at(span)
        .hint(format!("skriv status: beslutad när {the} är beslutad; ta annars bort {key}"))
}
