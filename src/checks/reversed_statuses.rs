//! `status-bakåt`: what was done or begun in the report before this one, and is not any longer.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;

/// The rule.
pub const CHECK: Check = Check {
    id: "status-bakåt",
    what: "ett uppdrag, en aktivitet eller en milstolpe som har kommit kortare än i förra rapporten, utan text om varför",
    why: "det som var klart eller påbörjat blir det sällan ogjort, och annars ska läsaren få veta det",
    example: Example {
        files: &[
            (
                "malomraden.yaml",
                "målområden:\n  - id: service\n    namn: Servicen är god\n    uppdrag:\n      - {nr: 1, text: Inför ett ärendesystem., ansvarig: it}\n",
            ),
            ("uppföljning/2025-04/rapport.yaml", "slag: månadsrapport\nperiod: jan–apr 2025\n"),
            ("uppföljning/2025-04/it.yaml", "uppdrag:\n  - {id: 1, status: klart}\n"),
            ("uppföljning/2025-04/kapitel/01-laget.md", "# Läget\n\n{{ uppdrag(malomrade=\"service\") }}\n"),
            ("uppföljning/2025-08/rapport.yaml", "slag: delårsrapport\nperiod: jan–aug 2025\n"),
            ("uppföljning/2025-08/it.yaml", "uppdrag:\n  - {id: 1, status: pågår}\n"),
            ("uppföljning/2025-08/kapitel/01-laget.md", "# Läget\n\n{{ uppdrag(malomrade=\"service\") }}\n"),
        ],
        blamed: "pågår",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some(followup) = &evidence.plan.followup else { return Vec::new() };
    let Some(previous) = &followup.previous else { return Vec::new() };
    let found = followup.progressed.iter().filter(|own| own.text.is_none()).filter_map(|own| {
        let status = own.status.as_ref()?;
        let before = previous.progress(own.kind, &own.id.value)?.status.as_ref()?;
        status.value.is_behind(before.value).then(|| {
            Diagnostic::warning(
                CHECK.id,
                format!(
                    "{} \"{}\" har status {} men hade {} i förra rapporten",
                    own.kind.traits().the,
                    own.id.value,
                    status.value.word(),
                    before.value.word()
                ),
            )
            .at(&status.span)
            .also(&before.span, "förra rapporten")
            .hint("rätta statusen, eller skriv text: … om varför")
        })
    });
    found.collect()
}
