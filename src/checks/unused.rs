//! `används-inte`: units that nothing refers to, and pictures that no chapter shows.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::organisation::Unit;
use crate::model::plan::Plan;
use crate::model::table::Row;
use crate::pictures::FORMATS;
use crate::source::SourceFile;
use crate::source::characters::visible;
use crate::source::tags::{TagKind, tags};
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "används-inte",
    what: "ett område som ingenting hänvisar till, eller en bild som inget kapitel visar",
    why: "det som har blivit över förvillar den som underhåller planen, och ibland saknas det i dokumentet",
    example: Example {
        files: &[
            ("organisation.yaml", "områden:\n  - {id: it, namn: Område IT}\n  - {id: arkiv, namn: Område arkiv}\n"),
            ("kapitel/02-organisation.md", "# Organisation\n\nVäxeln hör till {{ namn(omrade=\"it\") }}.\n"),
        ],
        blamed: "arkiv",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    if !evidence.is_whole() {
        return Vec::new();
    }
    units(evidence).into_iter().chain(pictures(evidence)).collect()
}

/// The units that are not used, when some are: a plan that names none has not come that far.
fn units(evidence: &Evidence<'_>) -> Option<Diagnostic> {
    let plan = evidence.plan;
    let referred = referred(plan);
    let listed = lists_units(plan);
    let named = |unit: &Unit| {
        let name = visible(&unit.name.value);
        evidence.prose.iter().any(|passage| visible(&passage.text).contains(&*name))
    };
    let is_used = |unit: &&Unit| referred.contains(unit.id.value.as_str()) || named(unit);
    let units = plan.organisation.units.iter().filter(|unit| !listed && !is_used(unit));
    let unused: Vec<&Unit> = units.chain(plan.organisation.support.iter().filter(|unit| !is_used(unit))).collect();
    let (first, others) = unused.split_first().filter(|_| unused.len() < plan.organisation.all().count())?;
    let message = if others.is_empty() {
        format!("ingenting hänvisar till området \"{}\"", first.name.value)
    } else {
        format!("ingenting hänvisar till {} av områdena", swedish::count(unused.len()))
    };
    let id = &first.id.value;
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&first.id.span)
            .listing(others.iter().map(|unit| format!("också \"{}\" ({})", unit.name.value, unit.id.span.place())))
            .hint(format!(
                "hänvisa med område: {id}, ansvarig: [{id}] eller {{{{ namn(omrade=\"{id}\") }}}}, eller ta bort området"
            )),
    )
}

/// Ids of units that tables and rows are about, and that answer for things.
fn referred(plan: &Plan) -> HashSet<&str> {
    fn of_rows<'a>(rows: &'a [Row], ids: &mut HashSet<&'a str>) {
        for row in rows {
            ids.extend(row.about.as_ref().map(|id| id.value.as_str()));
            of_rows(row.inner(), ids);
        }
    }
    let mut ids = HashSet::new();
    for table in &plan.tables {
        ids.extend(table.about.as_ref().map(|id| id.value.as_str()));
        of_rows(&table.rows, &mut ids);
    }
    ids.extend(plan.answerers().into_iter().map(|id| id.value.as_str()));
    ids
}

/// Whether a chapter lists every unit with `{{ omraden() }}`.
fn lists_units(plan: &Plan) -> bool {
    plan.chapters.iter().any(|chapter| {
        let text = &chapter.file.text;
        let calls = tags(text).filter(|tag| tag.kind == TagKind::Value);
        calls.filter_map(|tag| tag.content(text).strip_prefix("omraden")).any(|rest| rest.trim_start().starts_with('('))
    })
}

/// The pictures in the plan's folder that are not shown.
fn pictures(evidence: &Evidence<'_>) -> Option<Diagnostic> {
    let shown = evidence.document.pictures();
    let is_picture = |path: &&String| {
        Path::new(path.as_str())
            .extension()
            .is_some_and(|ending| FORMATS.contains(&ending.to_string_lossy().to_lowercase().as_str()))
    };
    let all = evidence.plan.pictures.keys().filter(is_picture);
    // One that a chapter names and that is not shown has its message there.
    let named = |path: &str| evidence.plan.chapters.iter().any(|chapter| chapter.file.text.contains(path));
    let hidden: Vec<&String> = all.filter(|path| !shown.contains(path.as_str()) && !named(path)).collect();
    let (first, others) = hidden.split_first()?;
    let message = if others.is_empty() {
        format!("bilden \"{first}\" visas inte i något kapitel")
    } else {
        format!("{} bilder visas inte i något kapitel", swedish::count(hidden.len()))
    };
    // A picture has no lines; the place is the file itself.
    let folder = &evidence.plan.folder;
    let path = if folder.is_empty() { (*first).clone() } else { format!("{folder}/{first}") };
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&Arc::new(SourceFile::new(path, "")).start())
            .listing(others.iter().map(|path| format!("också \"{path}\"")))
            .hint(format!("visa den med ![vad bilden visar]({first}), eller ta bort filen")),
    )
}
