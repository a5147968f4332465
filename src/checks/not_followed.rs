//! `inte-uppföljt`: what the plan has and its report says nothing of.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, Severity};
use crate::figures::{LineKind, Value};
use crate::followup::judgement::is_judged;
use crate::followup::things::KINDS;
use crate::model::followup::Followup;
use crate::model::kind::ThingKind;
use crate::model::plan::Status;
use crate::source::Span;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "inte-uppföljt",
    what: "ett mål, styrtal, uppdrag, en aktivitet, milstolpe, risk, åtgärd, kontroll eller budgetrad som rapporten inte säger något om",
    why: "det som planen lovar ska följas upp, eller sägas inte följas upp och varför",
    example: Example {
        files: &[
            (
                "malomraden.yaml",
                "målområden:\n  - id: service\n    namn: Servicen är god\n    uppdrag:\n      - {nr: 1, text: Inför ett ärendesystem., ansvarig: it}\n",
            ),
            ("uppföljning/2025-08/rapport.yaml", "slag: delårsrapport\nperiod: jan–aug 2025\n"),
            ("uppföljning/2025-08/mål.yaml", "mål:\n  - {id: service, bedömning: kan inte bedömas}\n"),
            ("uppföljning/2025-08/kapitel/01-mal.md", "# Målen\n\n{{ mal() }}\n"),
        ],
        blamed: "slag: delårsrapport",
    },
    run,
};

/// What is left is good to know in a draft, ought to be said in a proposal, and may not be left in what is decided.
fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Some(followup) = &evidence.plan.followup else { return Vec::new() };
    if !evidence.is_whole() {
        return Vec::new();
    }
    let severity = match evidence.plan.identity.status {
        Status::Draft => Severity::Note,
        Status::Proposal => Severity::Warning,
        Status::Decided => Severity::Error,
    };
    let mut found = unsaid(evidence, followup);
    found.extend(unfilled(evidence, followup));
    found.extend(rows(evidence, followup));
    found.into_iter().map(|problem| Diagnostic { severity, ..problem }).collect()
}

/// Things of which nothing is said at all, a finding for each kind.
fn unsaid(evidence: &Evidence<'_>, followup: &Followup) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let is_said = |kind: ThingKind, id: &str| match kind {
        ThingKind::Goal => followup.goal(id).is_some() || plan.goal(id).is_some_and(|goal| !is_judged(goal)),
        ThingKind::Measure => followup.measure(id).is_some(),
        ThingKind::Risk => followup.risk(id).is_some(),
        kind => followup.progress(kind, id).is_some(),
    };
    let kinds =
        [ThingKind::Goal, ThingKind::Measure].into_iter().chain(KINDS.map(|(kind, _)| kind)).chain([ThingKind::Risk]);
    let things = plan.things();
    let of_kind = |kind: ThingKind| {
        let own = things.iter().filter(|thing| thing.kind == kind);
        let unsaid = own.filter(|thing| thing.id.is_some_and(|id| !is_said(kind, &id.value)));
        let unsaid: Vec<_> = unsaid.filter_map(|thing| thing.id).collect();
        let first = unsaid.first()?;
        let traits = kind.traits();
        let message = match unsaid.len() {
            1 => {
                let form = traits.gender.of(["uppföljd", "uppföljt", "uppföljda"]);
                format!("{} \"{}\" är inte {form} i rapporten", traits.the, first.value)
            }
            many => format!("{} {} är inte uppföljda i rapporten", swedish::count(many), traits.many),
        };
        let key = if kind == ThingKind::Measure { "styrtal" } else { traits.many };
        Some(
            Diagnostic::note(CHECK.id, message)
                .at(&followup.place)
                .listing(unsaid.iter().map(|id| format!("{} ({})", id.value, id.span.place())))
                .hint(format!("skriv under {key}: i en av rapportens filer, eller följs_inte: … med skälet")),
        )
    };
    kinds.filter_map(of_kind).collect()
}

/// Things of which something is said, and not what became of them.
fn unfilled(evidence: &Evidence<'_>, followup: &Followup) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let told = |the: &str, id: &str, key: &str, at: &Span| {
        Diagnostic::note(CHECK.id, format!("{the} \"{id}\" saknar {key}"))
            .at(at)
            .hint(format!("fyll i {key}, eller skriv följs_inte: … med skälet"))
    };
    let mut found = Vec::new();
    for own in followup.progressed.iter().filter(|own| own.dropped.is_none()) {
        let (key, is_filled) = match own.kind {
            ThingKind::Indicator => ("text", own.text.is_some()),
            _ => ("status", own.status.is_some()),
        };
        found.extend((!is_filled).then(|| told(own.kind.traits().the, &own.id.value, key, &own.id.span)));
    }
    for own in followup.measured.iter().filter(|own| own.dropped.is_none() && !own.is_known()) {
        found.push(told("styrtalet", &own.id.value, "utfall", &own.id.span));
    }
    for own in followup.judged.iter().filter(|own| own.dropped.is_none() && own.verdict.is_none()) {
        found.push(told("målet", &own.id.value, "bedömning", &own.id.span));
    }
    for own in followup.controlled.iter().filter(|own| own.dropped.is_none()) {
        let Some(risk) = plan.risks.iter().find(|risk| risk.id.value == own.id.value) else { continue };
        let is_done = |at: &usize| own.actions.iter().any(|said| said.number.value == *at && said.result.is_some());
        let is_made = |at: &usize| own.controls.iter().any(|said| said.number.value == *at && said.result.is_some());
        let actions = (1..=risk.actions.len()).filter(|at| !is_done(at)).map(|at| format!("status för åtgärd {at}"));
        let controls =
            (1..=risk.controls.len()).filter(|at| !is_made(at)).map(|at| format!("resultat för kontroll {at}"));
        let value = (risk.value().is_some() && own.value().is_none()).then(|| "sannolikhet och konsekvens".to_owned());
        let missing: Vec<String> = actions.chain(controls).chain(value).collect();
        if !missing.is_empty() {
            found.push(told("risken", &own.id.value, &swedish::join(&missing), &own.id.span));
        }
    }
    found
}

/// Rows with a budget that have no outcome or no forecast.
fn rows(evidence: &Evidence<'_>, followup: &Followup) -> Vec<Diagnostic> {
    let figures = evidence.figures;
    let mut found = Vec::new();
    for economy in &followup.economy {
        let Some(sheet) = figures.sheet(&economy.own) else { continue };
        let columns: Vec<usize> = economy.columns.iter().filter_map(|id| sheet.exact_column(id)).collect();
        let Some((budget, said)) = columns.split_first() else { continue };
        let mut unsaid = Vec::new();
        for (at, line) in sheet.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Item) {
            if figures.cells[sheet.cell(at, *budget)].amount().is_none() {
                continue;
            }
            let missing =
                said.iter().filter(|column| matches!(figures.cells[sheet.cell(at, **column)].value, Value::Empty));
            let missing: Vec<String> =
                missing.map(|column| crate::swedish::uncapitalised(&sheet.columns[*column].name)).collect();
            if missing.is_empty() {
                continue;
            }
            let path = line.path.join(".");
            match economy.rows.iter().find(|row| row.path == path) {
                Some(row) => found.push(
                    Diagnostic::note(CHECK.id, format!("raden \"{path}\" saknar {}", swedish::join(&missing)))
                        .at(&row.span)
                        .hint("fyll i beloppet; 0 är också ett belopp"),
                ),
                None => unsaid.push(path),
            }
        }
        if let Some(first) = unsaid.first() {
            let message = match unsaid.len() {
                1 => format!("raden \"{first}\" i tabellen \"{}\" är inte uppföljd", economy.table.value),
                many => {
                    format!("{} rader i tabellen \"{}\" är inte uppföljda", swedish::count(many), economy.table.value)
                }
            };
            found.push(
                Diagnostic::note(CHECK.id, message)
                    .at(&economy.table.span)
                    .listing(unsaid)
                    .hint("skriv raderna under ekonomi i en av rapportens filer"),
            );
        }
    }
    found
}
