//! `bedömning-utan-skäl`: a goal that is judged otherwise than its measures show, and nobody says why.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::followup::judgement::{Tally, proposed, tally};
use crate::swedish::uncapitalised;

/// The rule.
pub const CHECK: Check = Check {
    id: "bedömning-utan-skäl",
    what: "ett mål som i en rapport bedöms på annat sätt än dess styrtal visar, utan skäl",
    why: "den som läser jämför bedömningen med utfallen och ska få veta varför de skiljer sig",
    example: Example {
        files: &[
            (
                "malomraden.yaml",
                "målområden:\n  - id: service\n    namn: Servicen är god\n    styrtal:\n      - {id: nöjda, namn: Nöjda kunder, enhet: \"%\", målvärde: {minst: 80}, ansvarig: it}\n",
            ),
            ("uppföljning/2025-08/rapport.yaml", "slag: delårsrapport\nperiod: jan–aug 2025\n"),
            (
                "uppföljning/2025-08/mål.yaml",
                "styrtal:\n  - {id: nöjda, utfall: 71}\nmål:\n  - {id: service, bedömning: uppfyllt}\n",
            ),
            ("uppföljning/2025-08/kapitel/01-mal.md", "# Målen\n\n{{ mal() }}\n"),
        ],
        blamed: "uppfyllt",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let Some(followup) = &plan.followup else { return Vec::new() };
    let judging = plan.identity.judging;
    let found = followup.judged.iter().filter_map(|said| {
        let verdict = said.verdict.as_ref().filter(|_| said.reason.is_none())?;
        let goal = plan.goal(&said.id.value)?;
        let proposed = proposed(goal, followup, judging).filter(|other| *other != verdict.value)?;
        let Tally { met, known, all } = tally(goal, followup);
        let shown = (known > 0).then(|| format!("{met} av {known} styrtal med utfall når målvärdet"));
        let without = (all > known).then(|| format!("{} styrtal har inget utfall", all - known));
        let problem = Diagnostic::warning(
            CHECK.id,
            format!(
                "målet \"{}\" bedöms som \"{}\" men styrtalen visar \"{}\"",
                said.id.value,
                uncapitalised(verdict.value.told()),
                uncapitalised(proposed.told())
            ),
        )
        .at(&verdict.span);
        let problem = shown.into_iter().chain(without).fold(problem, Diagnostic::fact);
        Some(problem.hint(format!("skriv skäl: … vid målet, eller bedömning: {}", proposed.word())))
    });
    found.collect()
}
