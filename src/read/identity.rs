//! plan.yaml.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::decision::{Decision, Fact};
use crate::model::followup::Judging;
use crate::model::plan::{Identity, Layout, Status};
use crate::quantity::date::Date;
use crate::read::fields::{Fields, Problems, scalar, text, wrong_type};
use crate::read::theme;
use crate::read::yaml::Node;
use crate::source::{Span, Spanned};

const KEYS: &[&str] = &[
    "nämnd",
    "organisation",
    "förvaltning",
    "år",
    "titel",
    "status",
    "version",
    "diarienummer",
    "beslutsdatum",
    "paragraf",
    "tillgänglighetsredogörelse",
    "beskrivning",
    "ämnesord",
    "avvikelsebilaga",
    "tabellnummer",
    "tema",
    "webb",
    "målbedömning",
];

/// Letters of the longest name or title of a plan: it stands at the head of every page.
const LONGEST_NAME: usize = 120;

/// Reads plan.yaml; `files` are those of the plan's folder that are no text.
pub fn read(node: Node, files: &BTreeMap<String, Vec<u8>>, problems: &mut Problems) -> Identity {
    const WHAT: &str = "plan.yaml";
    let Some(mut fields) = Fields::new(node, WHAT, KEYS, problems) else { return Identity::default() };
    let mut required =
        |key: &str| fields.title(key, WHAT, LONGEST_NAME, problems).map(|text| text.value).unwrap_or_default();
    let (board, organisation) = (required("nämnd"), required("organisation"));
    let (administration, title) = (required("förvaltning"), required("titel"));
    let year = fields.year(WHAT, problems);
    let status_span = fields.place_of("status");
    Identity {
        organisation,
        board,
        administration,
        title,
        year_span: year.as_ref().map(|year| year.span.clone()),
        year: year.map_or(0, |year| year.value),
        decision: decision(status_span, &mut fields, problems),
        status: fields.word("status", &Status::WORDS, problems).unwrap_or_default(),
        registry_number: fields.optional_text("diarienummer", problems).map(|text| text.value),
        accessibility_statement: link(&mut fields, problems),
        deviations_appendix: fields.flag("avvikelsebilaga", false, problems),
        numbered: fields.flag("tabellnummer", false, problems),
        layout: layout(&mut fields, problems),
        description: fields.optional_text("beskrivning", problems).map(|text| text.value),
        keywords: fields
            .list("ämnesord")
            .into_iter()
            .filter_map(|word| text(word, "ämnesord", problems))
            .map(|word| word.value)
            .collect(),
        judging: fields.take("målbedömning").map(|node| judging(node, problems)).unwrap_or_default(),
        theme: fields.take("tema").map(|node| theme::read(node, files, problems)).unwrap_or_default(),
    }
}

/// How the web pages are divided: `webb: {sidor: kapitel}`.
fn layout(fields: &mut Fields, problems: &mut Problems) -> Layout {
    let web = fields.take("webb").and_then(|node| Fields::new(node, "webb", &["sidor"], problems));
    web.and_then(|mut web| web.word("sidor", &Layout::WORDS, problems)).unwrap_or_default()
}

/// The rule by which reports judge goals: `målbedömning: {uppfyllt: 80 %, delvis: 50 %}`.
fn judging(node: Node, problems: &mut Problems) -> Judging {
    const WHAT: &str = "målbedömning";
    let usual = Judging::default();
    let span = node.span.clone();
    let Some(mut fields) = Fields::new(node, WHAT, &["uppfyllt", "delvis"], problems) else { return usual };
    let mut share = |key: &str, usual: u32| {
        let Some(node) = fields.take(key) else { return usual };
        let read = scalar(&node).and_then(|text| text.trim().trim_end_matches('%').trim().parse().ok());
        let share = read.filter(|share| (1..=100).contains(share));
        if share.is_none() {
            problems.push(wrong_type(&node, key, "en andel, 1 % till 100 %").hint("skriv till exempel 80 %"));
        }
        share.unwrap_or(usual)
    };
    let judging = Judging { met: share("uppfyllt", usual.met), partly: share("delvis", usual.partly) };
    if judging.partly > judging.met {
        problems.push(
            Diagnostic::error("motstridiga-nycklar", "\"delvis\" är en större andel än \"uppfyllt\"")
                .at(&span)
                .hint("skriv den större andelen för uppfyllt"),
        );
    }
    judging
}

fn link(fields: &mut Fields, problems: &mut Problems) -> Option<String> {
    let address = fields.optional_text("tillgänglighetsredogörelse", problems)?;
    if !(address.value.starts_with("https://") || address.value.starts_with("http://")) {
        problems.push(
            Diagnostic::error("ogiltig-länk", format!("\"{}\" är inte en webbadress", address.value))
                .at(&address.span)
                .hint("skriv hela adressen, till exempel https://…"),
        );
    }
    Some(address.value)
}

/// What is said of the decision.
pub fn decision(status: Option<Span>, fields: &mut Fields, problems: &mut Problems) -> Decision {
    Decision {
        status,
        version: fields.integer("version", problems),
        date: fields.take("beslutsdatum").and_then(|node| date(&node, problems)),
        paragraph: fields.optional_text("paragraf", problems).map(|text| text.map(|text| paragraph(&text))),
    }
}

/// The number of a paragraph, with or without its sign; or that nobody knows it.
fn paragraph(text: &str) -> Fact<String> {
    let number = text.trim().trim_start_matches('§').trim();
    if number == "okänd" { Fact::Unknown } else { Fact::Known(number.to_owned()) }
}

fn date(node: &Node, problems: &mut Problems) -> Option<Spanned<Fact<Date>>> {
    let parsed = match scalar(node)?.trim() {
        "okänt" => Some(Fact::Unknown),
        written => Date::parse(written).map(Fact::Known),
    };
    if parsed.is_none() {
        problems.push(
            wrong_type(node, "beslutsdatum", "ett datum")
                .hint("skriv år-månad-dag, till exempel 2024-11-20, eller okänt"),
        );
    }
    Some(Spanned::new(parsed?, node.span.clone()))
}
