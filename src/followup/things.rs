//! What is said of assignments, activities, milestones, indicators, measures and goals.

use crate::diagnostic::Diagnostic;
use crate::followup::known::Known;
use crate::model::followup::{Judged, Measured, Progress, Progressed, Verdict};
use crate::model::kind::ThingKind;
use crate::read::fields::{Fields, Problems, text};
use crate::read::measures::value;
use crate::read::targets::PARTS;
use crate::read::yaml::Node;
use crate::source::Spanned;

/// Why something is not followed up, as a key.
pub const DROPPED: &str = "följs_inte";

/// The kinds of things that are followed up in words, with their keys.
pub const KINDS: [(ThingKind, &str); 4] = [
    (ThingKind::Assignment, "uppdrag"),
    (ThingKind::Activity, "aktiviteter"),
    (ThingKind::Milestone, "milstolpar"),
    (ThingKind::Indicator, "indikatorer"),
];

/// What is said of an assignment and the like.
pub fn progressed(
    node: Node,
    kind: ThingKind,
    known: &Known<'_, Progressed>,
    problems: &mut Problems,
) -> Option<Progressed> {
    let what = kind.traits().the;
    // An indicator is followed up in words, and is neither begun nor done.
    let keys: &[&str] = match kind {
        ThingKind::Indicator => &["id", "text", DROPPED],
        _ => &["id", "status", "text", "återstår", DROPPED],
    };
    let mut fields = Fields::new(node, what, keys, problems)?;
    let id = fields.id("id", what, problems)?;
    let status = word(&mut fields, "status", &Progress::WORDS, problems);
    let said = filled(&mut fields, "text", problems);
    let left = filled(&mut fields, "återstår", problems);
    let dropped = filled(&mut fields, DROPPED, problems);
    if let (Some(left), Some(status)) = (&left, &status)
        && !status.value.is_open()
    {
        problems.push(
            Diagnostic::error(
                "motstridiga-nycklar",
                format!("{what} \"{}\" har status {} och ändå något som återstår", id.value, status.value.word()),
            )
            .at(&left.span)
            .also(&status.span, "statusen står här")
            .hint("ta bort \"återstår\", eller skriv status: pågår"),
        );
    }
    known.takes(kind, &id, problems).then_some(Progressed { kind, id, status, text: said, left, dropped })
}

/// The outcome of a measure.
pub fn measured(node: Node, known: &Known<'_, Measured>, problems: &mut Problems) -> Option<Measured> {
    const WHAT: &str = "styrtalet";
    let keys = ["id", "utfall", "kvinnor", "män", "förra_året", "text", DROPPED];
    let mut fields = Fields::new(node, WHAT, &keys, problems)?;
    let id = fields.id("id", WHAT, problems)?;
    let outcome = value(&mut fields, "utfall", problems);
    let split = PARTS.into_iter().filter_map(|part| Some((part.to_owned(), value(&mut fields, part, problems)?)));
    let split = split.collect();
    let before = value(&mut fields, "förra_året", problems);
    let said = filled(&mut fields, "text", problems);
    let dropped = filled(&mut fields, DROPPED, problems);
    let takes = known.takes(ThingKind::Measure, &id, problems);
    takes.then_some(Measured { id, value: outcome, split, before, text: said, dropped })
}

/// The judgement of a goal.
pub fn judged(node: Node, known: &Known<'_, Judged>, problems: &mut Problems) -> Option<Judged> {
    const WHAT: &str = "målet";
    let mut fields = Fields::new(node, WHAT, &["id", "bedömning", "skäl", "text", DROPPED], problems)?;
    let id = fields.id("id", WHAT, problems)?;
    let verdict = word(&mut fields, "bedömning", &Verdict::WORDS, problems);
    let reason = filled(&mut fields, "skäl", problems);
    let said = filled(&mut fields, "text", problems);
    let dropped = filled(&mut fields, DROPPED, problems);
    known.takes(ThingKind::Goal, &id, problems).then_some(Judged { id, verdict, reason, text: said, dropped })
}

/// One of a few words, with its place; nothing where nothing is filled in yet.
pub fn word<T: Copy>(
    fields: &mut Fields,
    key: &str,
    words: &[(&str, T)],
    problems: &mut Problems,
) -> Option<Spanned<T>> {
    let span = fields.place_of(key)?;
    if !fields.is_filled(key) {
        return None;
    }
    fields.word(key, words, problems).map(|value| Spanned::new(value, span))
}

/// A text that may be left to fill in.
pub fn filled(fields: &mut Fields, key: &str, problems: &mut Problems) -> Option<Spanned<String>> {
    fields.filled(key).and_then(|node| text(node, key, problems))
}
