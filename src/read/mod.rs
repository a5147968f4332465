//! Text → model. Collects every problem and never stops at the first.
//!
//! [`plan`] is the entry point. Which file is read by which module follows from its name; every other
//! YAML file is a table or a set of records. Ids are resolved where they are used, by `figures` and `views`.

pub mod columns;
pub mod contents;
pub mod fields;
pub mod goals;
pub mod identity;
pub mod ledger;
pub mod markup;
pub mod measures;
pub mod notes;
pub mod odd_spaces;
pub mod organisation;
pub mod record_rows;
pub mod record_tables;
pub mod records;
pub mod risks;
pub mod rows;
pub mod syntax;
pub mod tables;
pub mod targets;
pub mod template;
pub mod theme;
pub mod todos;
pub mod unique;
pub mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::plan::Plan;
use crate::read::contents::Role;
use crate::source::files::{PLAN_FILE, Sources};
use crate::source::{SourceFile, conflicts};

/// Reads a plan from its files.
pub fn plan(sources: Sources) -> (Plan, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut plan = Plan { folder: sources.folder.clone(), ..Plan::default() };
    if !sources.texts.contains_key(PLAN_FILE) {
        problems.push(
            Diagnostic::error("fil-saknas", format!("filen \"{}/{PLAN_FILE}\" saknas", sources.folder))
                .hint("skapa den med minst nämnd, organisation, förvaltning, år, titel och status"),
        );
        plan.incomplete = true;
    }
    // The organisation comes first: tables take names from it.
    let mut files: Vec<(&String, &Arc<SourceFile>)> = sources.texts.iter().collect();
    files.sort_by_key(|(path, _)| (path.as_str() != "organisation.yaml", path.as_str()));
    let mut used = Vec::new();
    for (path, file) in files {
        if sources.unread.contains(path) {
            plan.incomplete = true;
            plan.organisation.broken |= path == "organisation.yaml";
            used.push(path.clone());
            continue;
        }
        // What it says is not decided, which was told when it came in.
        let is_undecided = conflicts::has_any(&file.text);
        plan.incomplete |= is_undecided;
        match contents::role(path, &sources.texts) {
            Role::Chapter => plan.chapters.push(contents::chapter(path, file)),
            Role::Data | Role::Misnamed(_) if is_undecided => plan.organisation.broken |= path == "organisation.yaml",
            Role::Misnamed(name) if !is_table(file) => {
                problems.push(misnamed(file, name));
                plan.incomplete = true;
            }
            Role::Data | Role::Misnamed(_) => read_yaml(path, file, &sources.binaries, &mut plan, &mut problems),
            Role::Own => continue,
            other @ (Role::Copy(_) | Role::NoChapter | Role::NoReport) => {
                problems.extend(contents::complaint(&other, file));
                continue;
            }
            Role::WrongEnding => {
                problems.extend(contents::complaint(&Role::WrongEnding, file));
                plan.incomplete = true;
            }
        }
        used.push(path.clone());
    }
    let template = plan.identity.theme.word.as_ref().map(|template| template.path.as_str());
    contents::unread(&sources, template, &mut problems);
    contents::arrange(&mut plan.chapters, &mut problems);
    if plan.chapters.is_empty() && !plan.incomplete {
        problems.push(
            Diagnostic::error("fil-saknas", format!("planen i \"{}\" har inga kapitel", sources.folder))
                .hint("skapa till exempel kapitel/01-inledning.md med en rubrik på första raden (# Inledning)"),
        );
    }
    targets::settle(&mut plan.goals, plan.identity.year);
    unique::check(&plan, &mut problems);
    plan.files = sources.texts.into_iter().filter(|(path, _)| used.contains(path)).map(|(_, file)| file).collect();
    plan.todos = plan.files.iter().flat_map(todos::written).collect();
    plan.pictures = sources.binaries;
    plan.unread = sources.unread;
    (plan, problems)
}

fn read_yaml(
    path: &str,
    file: &Arc<SourceFile>,
    binaries: &BTreeMap<String, Vec<u8>>,
    plan: &mut Plan,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(node) = yaml::parse(file, problems) else {
        plan.incomplete = true;
        plan.organisation.broken |= path == "organisation.yaml";
        return;
    };
    let before = problems.len();
    match path {
        PLAN_FILE => plan.identity = identity::read(node, binaries, problems),
        "organisation.yaml" => plan.organisation = organisation::read(node, problems),
        "malomraden.yaml" => plan.goals = goals::read(node, problems),
        "risker.yaml" => (plan.risks, plan.yardstick) = risks::read(node, problems),
        _ if records::is_records(&node) => plan.tables.extend(records::read(node, file, &plan.organisation, problems)),
        _ => plan.tables.extend(tables::read(node, file, &plan.organisation, problems)),
    }
    plan.incomplete |= diagnostic::has_errors(problems.get(before..).unwrap_or_default());
}

/// Whether a file is a table of figures, which may have any name.
fn is_table(file: &SourceFile) -> bool {
    file.text.lines().any(|line| line.starts_with("tabell:"))
}

fn misnamed(file: &Arc<SourceFile>, name: &str) -> Diagnostic {
    Diagnostic::error("fel-filnamn", format!("filen ska heta {name} och ligga direkt i planens mapp"))
        .at(&file.start())
        .hint("byt namn på filen, eller flytta den; namnet skrivs med små bokstäver utan å, ä och ö")
}
