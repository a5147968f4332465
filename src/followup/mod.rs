//! Reports on a plan: delårsrapport, verksamhetsberättelse and månadsrapport, each in a folder of its own in the plan's.
//!
//! [`read`] makes of a report's files a plan to be computed, drawn and judged like any other: the goals, risks, units and
//! tables of its plan, with the report's identity and chapters, what it says became of them ([`Followup`]), and a table of
//! outcomes and forecasts for each table that it follows. It can speak of nothing that the plan does not have.

pub mod blank;
pub mod direction;
pub mod economy;
pub mod follow;
pub mod judgement;
pub mod known;
pub mod paths;
pub mod report;
pub mod risks;
pub mod table;
pub mod things;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::followup::economy::Settings;
use crate::followup::known::Known;
use crate::model::followup::{Controlled, Followup, Judged, Measured, Progressed};
use crate::model::goals::{Goal, Outcome};
use crate::model::plan::{Identity, Plan};
use crate::read::contents::{self, Role};
use crate::read::fields::{Fields, Problems};
use crate::read::{todos, yaml};
use crate::source::files::{REPORT_FILE, Sources};
use crate::source::{SourceFile, Spanned, conflicts};

/// Keys of a file of statuses.
pub const KEYS: &[&str] =
    &["uppdrag", "aktiviteter", "milstolpar", "indikatorer", "styrtal", "mål", "risker", "ekonomi"];

/// Reads the reports on a plan by the names of their folders, the oldest first, each with what the one before it said.
pub fn all(plan: &Plan, reports: BTreeMap<String, Sources>) -> Vec<(String, Plan, Vec<Diagnostic>)> {
    let read = reports.into_iter().map(|(name, sources)| {
        let (report, problems) = read(plan, sources);
        (name, report, problems)
    });
    let mut all: Vec<(String, Plan, Vec<Diagnostic>)> = read.collect();
    // The whole year comes after its parts, whatever the folders are called.
    all.sort_by_key(|(_, report, _)| report.followup.as_ref().map(|followup| followup.period.value));
    let mut previous = None;
    for (_, report, _) in &mut all {
        if let Some(followup) = &mut report.followup {
            let own = Arc::clone(followup);
            Arc::make_mut(followup).previous = previous.replace(own);
        }
    }
    all
}

/// Reads a report on a plan from its files.
pub fn read(plan: &Plan, sources: Sources) -> (Plan, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut own = Plan {
        folder: sources.folder.clone(),
        identity: plan.identity.clone(),
        organisation: plan.organisation.clone(),
        goals: plan.goals.clone(),
        risks: plan.risks.clone(),
        yardstick: plan.yardstick.clone(),
        tables: plan.tables.clone(),
        incomplete: plan.incomplete,
        ..Plan::default()
    };
    let Some(head) = sources.texts.get(REPORT_FILE) else {
        problems.push(
            Diagnostic::error("fil-saknas", format!("filen \"{}/{REPORT_FILE}\" saknas", sources.folder))
                .hint("skapa den med minst slag, period och status"),
        );
        own.incomplete = true;
        return (own, problems);
    };
    let before = problems.len();
    let head = yaml::parse(head, &mut problems).and_then(|node| report::read(node, plan, &mut problems));
    own.incomplete |= head.is_none() || diagnostic::has_errors(&problems[before..]);
    let mut used = vec![REPORT_FILE.to_owned()];
    let mut said = Said::default();
    for (path, file) in sources.texts.iter().filter(|(path, _)| path.as_str() != REPORT_FILE) {
        if sources.unread.contains(path) || conflicts::has_any(&file.text) {
            own.incomplete = true;
            used.push(path.clone());
            continue;
        }
        match contents::role(path, &sources.texts) {
            Role::Chapter => own.chapters.push(contents::chapter(path, file)),
            Role::Data | Role::Misnamed(_) => own.incomplete |= !data(file, plan, &mut said, &mut problems),
            Role::Own => continue,
            other => {
                problems.extend(contents::complaint(&other, file));
                own.incomplete |= other == Role::WrongEnding;
                continue;
            }
        }
        used.push(path.clone());
    }
    contents::unread(&sources, None, &mut problems);
    contents::arrange(&mut own.chapters, &mut problems);
    if own.chapters.is_empty() && !own.incomplete {
        problems.push(
            Diagnostic::error("fil-saknas", format!("rapporten i \"{}\" har inga kapitel", sources.folder)).hint(
                "skapa till exempel kapitel/01-sammanfattning.md med en rubrik på första raden (# Sammanfattning)",
            ),
        );
    }
    if let Some((identity, mut followup, settings)) = head {
        own.identity = identity;
        own.incomplete |= !follow::follow(&settings, plan, &mut own.tables, &mut followup, said.rows, &mut problems);
        followup.progressed = said.progressed;
        followup.measured = said.measured;
        followup.judged = said.judged;
        followup.controlled = said.controlled;
        own.goals.iter_mut().for_each(|goal| fill_in(goal, &followup, own.identity.year));
        own.followup = Some(Arc::new(followup));
    }
    // The sender's mark is the plan's; other pictures are the report's own.
    let mark = own.identity.theme.logotype.as_ref().map(|mark| mark.path.clone());
    let mark = mark.and_then(|path| plan.pictures.get(&path).map(|bytes| (path, bytes.clone())));
    own.files = sources.texts.into_iter().filter(|(path, _)| used.contains(path)).map(|(_, file)| file).collect();
    own.todos = own.files.iter().flat_map(todos::written).collect();
    own.pictures = sources.binaries.into_iter().chain(mark).collect();
    own.unread = sources.unread;
    (own, problems)
}

/// What all files of statuses say together.
#[derive(Debug, Default)]
struct Said {
    progressed: Vec<Progressed>,
    measured: Vec<Measured>,
    judged: Vec<Judged>,
    controlled: Vec<Controlled>,
    rows: Vec<economy::Rows>,
}

/// Reads a file of statuses; whether it could be read.
fn data(file: &Arc<SourceFile>, plan: &Plan, said: &mut Said, problems: &mut Problems) -> bool {
    let before = problems.len();
    let node = yaml::parse(file, problems);
    let Some(mut fields) = node.and_then(|node| Fields::new(node, "uppföljningen", KEYS, problems)) else {
        // A file that has only comments so far says nothing.
        return !diagnostic::has_errors(&problems[before..]);
    };
    for (kind, key) in things::KINDS {
        for node in fields.list(key) {
            said.progressed.extend(things::progressed(node, kind, &Known { plan, said: &said.progressed }, problems));
        }
    }
    for node in fields.list("styrtal") {
        said.measured.extend(things::measured(node, &Known { plan, said: &said.measured }, problems));
    }
    for node in fields.list("mål") {
        said.judged.extend(things::judged(node, &Known { plan, said: &said.judged }, problems));
    }
    for node in fields.list("risker") {
        said.controlled.extend(risks::controlled(node, &Known { plan, said: &said.controlled }, problems));
    }
    said.rows.extend(fields.list("ekonomi").into_iter().filter_map(|node| economy::rows(node, problems)));
    !diagnostic::has_errors(&problems[before..])
}

/// Gives measures the outcomes of the report, as those of the plan's year.
fn fill_in(goal: &mut Goal, followup: &Followup, year: i32) {
    for measure in &mut goal.measures {
        let Some(measured) = followup.measure(&measure.id.value).filter(|measured| measured.is_known()) else {
            continue;
        };
        measure.outcomes.retain(|outcome| outcome.year.value < year);
        measure.outcomes.push(Outcome {
            year: Spanned::new(year, measured.id.span.clone()),
            value: measured.value.clone(),
            split: measured.split.clone(),
        });
    }
    goal.children.iter_mut().for_each(|child| fill_in(child, followup, year));
}

/// What is said of the tables that are followed, and of the report as a whole.
pub type Head = (Identity, Followup, Vec<Settings>);
