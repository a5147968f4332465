//! rapport.yaml.

use crate::diagnostic::Diagnostic;
use crate::followup::Head;
use crate::followup::economy::{self, Settings};
use crate::model::followup::{Followup, ReportKind};
use crate::model::plan::{Identity, Plan, Status};
use crate::quantity::period::names::{self, MONTHS};
use crate::quantity::period::{Period, PeriodKind, Time};
use crate::read::fields::{Fields, LONGEST_HEADING, Problems, scalar, text, too_long, wrong_type};
use crate::read::identity::decision;
use crate::read::yaml::Node;
use crate::source::Spanned;
use crate::swedish::capitalised;

const KEYS: &[&str] = &[
    "slag",
    "period",
    "titel",
    "status",
    "version",
    "diarienummer",
    "beslutsdatum",
    "paragraf",
    "beskrivning",
    "ekonomi",
];

/// Reads rapport.yaml of a report on a plan. Nothing when it does not say what kind of report it is, or of what time.
pub fn read(node: Node, plan: &Plan, problems: &mut Problems) -> Option<Head> {
    const WHAT: &str = "rapport.yaml";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    fields.complain_of_missing("slag", WHAT, problems);
    let place = fields.place_of("slag").unwrap_or_else(|| fields.span.clone());
    let kind = fields.word("slag", &ReportKind::WORDS, problems);
    let period = fields.require("period", WHAT, problems).and_then(|node| period(&node, plan, problems));
    let title = fields.filled("titel").and_then(|node| text(node, "titel", problems));
    let status_span = fields.place_of("status");
    let decision = decision(status_span, &mut fields, problems);
    let status = fields.word("status", &Status::WORDS, problems).unwrap_or_default();
    let registry_number = fields.optional_text("diarienummer", problems).map(|text| text.value);
    let description = fields.optional_text("beskrivning", problems).map(|text| text.value);
    let settings: Vec<Settings> =
        fields.list("ekonomi").into_iter().filter_map(|node| economy::settings(node, problems)).collect();
    let (kind, period) = (kind?, period?);
    problems.extend(title.as_ref().and_then(|title| too_long(&title.value, &title.span, LONGEST_HEADING)));
    let title = title.map_or_else(|| titled(kind, period.value), |title| title.value);
    let identity = Identity {
        title,
        year_span: Some(period.span.clone()),
        status,
        decision,
        registry_number,
        description,
        deviations_appendix: false,
        ..plan.identity.clone()
    };
    let followup = Followup {
        kind,
        period,
        place,
        plan_title: plan.identity.title.clone(),
        progressed: Vec::new(),
        measured: Vec::new(),
        judged: Vec::new(),
        controlled: Vec::new(),
        economy: Vec::new(),
        previous: None,
    };
    Some((identity, followup, settings))
}

/// The time that a report is about: a part of the plan's year, or all of it.
fn period(node: &Node, plan: &Plan, problems: &mut Problems) -> Option<Spanned<Period>> {
    let year = plan.identity.year;
    let how = || format!("skriv till exempel jan–aug {year}, eller {year} för hela året");
    let Some(text) = scalar(node) else {
        problems.push(wrong_type(node, "period", "en tid").hint(how()));
        return None;
    };
    let read = names::parse(&format!("{} {text}", PeriodKind::Outcome.word()));
    let Some(period) =
        read.ok().filter(|period| matches!(period.time, Time::Year(_) | Time::AsOf { .. } | Time::Months { .. }))
    else {
        problems.push(
            Diagnostic::error("ogiltig-period", format!("\"{text}\" är ingen tid som en rapport kan gälla"))
                .at(&node.span)
                .hint(how()),
        );
        return None;
    };
    if period.year() != Some(year) && !plan.incomplete {
        problems.push(
            Diagnostic::error("ogiltig-period", format!("rapporten gäller {text} men planen är för {year}"))
                .at(&node.span)
                .hint(how()),
        );
    }
    Some(Spanned::new(period, node.span.clone()))
}

/// `Delårsrapport januari–augusti 2025`.
fn titled(kind: ReportKind, period: Period) -> String {
    format!("{} {}", capitalised(kind.word()), in_words(period))
}

/// A report's time in words: `januari–augusti 2025`.
pub fn in_words(period: Period) -> String {
    let month = |at: u8| MONTHS.get(usize::from(at).wrapping_sub(1)).map_or("", |(whole, _)| *whole);
    match period.time {
        // The outcome of a month is that of the year until then.
        Time::AsOf { year, month: 1 } => format!("{} {year}", month(1)),
        Time::AsOf { year, month: last } => format!("{}–{} {year}", month(1), month(last)),
        Time::Months { year, first, last } => format!("{}–{} {year}", month(first), month(last)),
        Time::Year(year) => year.to_string(),
        Time::Years { first, last } => format!("{first}–{last}"),
        Time::Term => String::new(),
    }
}
