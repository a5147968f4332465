//! `tecken-utan-typsnitt`: a character that no typeface of the PDF has, so that a box is printed in its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::fonts::info::Info;
use crate::fonts::metrics;
use crate::source::{SourceFile, characters};

/// The rule.
pub const CHECK: Check = Check {
    id: "tecken-utan-typsnitt",
    what: "ett tecken som PDF:ens typsnitt saknar",
    why: "pdf:en trycker en tom ruta i stället för tecknet",
    example: Example { files: &[("kapitel/02-mål.md", "# Mål\n\nSteg ① är klart.\n")], blamed: "①" },
    run,
};

/// The most findings in one file.
const MOST: usize = 20;

/// The most characters that one finding names.
const NAMED: usize = 5;

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Ok(document) = serde_json::to_value(evidence.document) else { return Vec::new() };
    let mut undrawn = BTreeSet::new();
    gather(&document, &mut undrawn);
    for font in evidence.plan.identity.theme.typeface.iter().flat_map(|typeface| &typeface.fonts) {
        if let Some(info) = Info::of(&font.bytes) {
            undrawn.retain(|c| !info.lacking(&c.to_string()).is_empty());
        }
    }
    if undrawn.is_empty() {
        return Vec::new();
    }
    let files = &evidence.plan.files;
    files.iter().flat_map(|file| told(file, &undrawn)).collect()
}

/// Characters of all texts that are drawn; a picture's own text is looked at with the picture.
fn gather(value: &Value, undrawn: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => undrawn.extend(metrics::undrawn(text)),
        Value::Array(values) => values.iter().for_each(|value| gather(value, undrawn)),
        Value::Object(fields) if fields.get("kind").is_some_and(|kind| kind == "picture") => {}
        Value::Object(fields) => fields.values().for_each(|value| gather(value, undrawn)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The lines of a file where such characters stand, however they are written there.
fn told(file: &Arc<SourceFile>, undrawn: &BTreeSet<char>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let places = places(line, undrawn);
        if let Some((at, _)) = places.first() {
            let end = places.iter().take_while(|(other, _)| other == at).map(|(_, length)| at + length).max();
            let mut own: Vec<char> = undrawn.iter().copied().filter(|c| !places_of(line, *c).is_empty()).collect();
            own.sort_by_key(|c| places_of(line, *c).first().map(|(at, _)| *at));
            found.push(finding(&own).at(&file.span(start + at..start + end.unwrap_or(*at))));
        }
        start += line.len();
    }
    found.truncate(MOST);
    found
}

/// Where such characters stand in a line, and how long they are there.
fn places(line: &str, undrawn: &BTreeSet<char>) -> Vec<(usize, usize)> {
    // Most lines are plain, and a character is written with others only behind one of these.
    if line.is_ascii() && !line.contains(['&', '\\']) {
        return Vec::new();
    }
    let mut places: Vec<(usize, usize)> = undrawn.iter().flat_map(|c| places_of(line, *c)).collect();
    places.sort_unstable();
    places
}

fn places_of(line: &str, c: char) -> Vec<(usize, usize)> {
    let code = u32::from(c);
    let plain = line.match_indices(c).map(|(at, way)| (at, way.len()));
    let escaped = [format!("&#x{code:x};"), format!("&#{code};"), format!("\\u{code:04x}"), format!("\\U{code:08x}")];
    // Digits are written in both cases; what is no ASCII letter is as long in both.
    let lower = line.to_ascii_lowercase();
    let escaped = escaped.iter().filter_map(|way| Some((lower.find(&way.to_ascii_lowercase())?, way.len())));
    plain.chain(escaped).collect()
}

fn finding(own: &[char]) -> Diagnostic {
    let named: Vec<String> = own.iter().take(NAMED).map(|c| format!("{c} ({})", characters::name(*c))).collect();
    let named = named.join(", ");
    let what = match own.len() {
        0 | 1 => format!("tecknet {named} finns inte i PDF:ens typsnitt och trycks som en tom ruta"),
        2..=NAMED => format!("tecknen {named} finns inte i PDF:ens typsnitt och trycks som tomma rutor"),
        more => {
            format!("{more} olika tecken finns inte i PDF:ens typsnitt och trycks som tomma rutor, bland dem {named}")
        }
    };
    Diagnostic::warning(CHECK.id, what)
        .hint("skriv med andra tecken, till exempel → för en pil, • för en punkt och (1) för en siffra i ring")
}
