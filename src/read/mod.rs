//! Text → model. Collects every problem and never stops at the first.
//!
//! [`plan`] is the entry point. Which file is read by which module follows from its name; every other
//! YAML file is a table or a set of records. Ids are resolved where they are used, by `figures` and `views`.

pub mod columns;
pub mod fields;
pub mod goals;
pub mod identity;
pub mod ledger;
pub mod organisation;
pub mod record_tables;
pub mod records;
pub mod risks;
pub mod rows;
pub mod syntax;
pub mod tables;
pub mod theme;
pub mod unique;
pub mod yaml;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::plan::{ChapterSource, Plan};
use crate::source::SourceFile;
use crate::source::files::{PLAN_FILE, Sources};

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
    for (path, file) in files {
        if path.strip_prefix("kapitel/").is_some_and(|name| !name.contains('/')) && has_extension(path, "md") {
            plan.chapters.push(chapter(path, file));
        } else if has_extension(path, "md") {
            // A README beside the plan is the authors' own.
            if !path.to_lowercase().contains("readme") {
                problems.push(
                    Diagnostic::warning("fil-används-inte", "filen är inget kapitel och används inte")
                        .at(&file.start())
                        .hint("kapitel ligger direkt i mappen kapitel, till exempel kapitel/06-budget.md"),
                );
            }
        } else if has_extension(path, "yml") {
            problems.push(
                Diagnostic::error("okänd-filändelse", "planens datafiler heter .yaml, inte .yml")
                    .at(&file.start())
                    .hint("byt namn på filen"),
            );
            plan.incomplete = true;
        } else {
            read_yaml(path, file, &sources.binaries, &mut plan, &mut problems);
        }
    }
    plan.chapters.sort_by(|a, b| (a.appendix, &a.stem).cmp(&(b.appendix, &b.stem)));
    if plan.chapters.is_empty() && !plan.incomplete {
        problems.push(
            Diagnostic::error("fil-saknas", format!("planen i \"{}\" har inga kapitel", sources.folder))
                .hint("skapa till exempel kapitel/01-inledning.md med en rubrik på första raden (# Inledning)"),
        );
    }
    unique::check(&plan, &mut problems);
    plan.files = sources.texts.into_values().collect();
    plan.pictures = sources.binaries;
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
        "risker.yaml" => plan.risks = risks::read(node, problems),
        _ if records::is_records(&node) => plan.tables.extend(records::read(node, file, &plan.organisation, problems)),
        _ => plan.tables.extend(tables::read(node, file, &plan.organisation, problems)),
    }
    plan.incomplete |= diagnostic::has_errors(problems.get(before..).unwrap_or_default());
}

fn chapter(path: &str, file: &Arc<SourceFile>) -> ChapterSource {
    let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    ChapterSource { appendix: stem.starts_with("bilaga"), stem, file: Arc::clone(file) }
}

fn has_extension(path: &str, wanted: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
