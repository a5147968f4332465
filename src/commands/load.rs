//! Plans from disk, through every step before the outputs; each with last year's plan at its side.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::commands::folder;
use crate::diagnostic::{self, Diagnostic};
use crate::model::plan::Plan;
use crate::outputs::edition::Related;
use crate::outputs::fingerprint::Fingerprint;
use crate::source::files::{NoPlan, PLAN_FILE, Sources, find_plans, plans_beside};
use crate::swedish;
use crate::yearly::{Against, against};
use crate::{Draft, draft, judge};

/// Where plans are looked for when nothing is said.
pub const DEFAULT: &str = "plan";

/// Vilka planer.
#[derive(Debug, Clone, Args)]
pub struct Plans {
    /// Planer: mappar med plan.yaml, eller mappar som innehåller sådana; förvalt är plan
    #[arg(default_value = DEFAULT, hide_default_value = true, value_name = "PLAN", help_heading = "Argument")]
    pub plans: Vec<PathBuf>,
}

/// A plan, read and judged.
pub struct Loaded {
    /// Its folder's own name, which its outputs take.
    pub name: String,
    /// What it became.
    pub draft: Draft,
    /// Everything found in it.
    pub problems: Vec<Diagnostic>,
    /// What it is against last year's plan, where that lies beside and is whole.
    pub against: Option<Against>,
    /// What it was made from.
    pub sources: Fingerprint,
    /// The documents that belong to it: a plan's newest report, a report's plan.
    pub related: Vec<Related>,
}

/// The name of a report's outputs: its plan's and its own.
fn report_name(plan: &str, report: &str) -> String {
    format!("{plan}-rapport-{report}")
}

/// Loads every plan at or under the paths.
///
/// # Errors
/// When a path holds no plan.
pub fn plans(asked: &Plans) -> Result<Vec<Loaded>, NoPlan> {
    let folders = find_plans(&asked.plans)?;
    let drafts: Vec<Draft> = folders.par_iter().map(|folder| read(folder)).collect();
    let beside = earlier_plans(&folders, &drafts);
    let loaded = folders.par_iter().zip(&drafts).map(|(folder, own)| {
        let earlier = drafts.iter().chain(&beside).find(|other| is_year_before(&other.plan, &own.plan));
        let path = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let name = path.file_name().map_or_else(|| "plan".to_owned(), |name| name.to_string_lossy().into_owned());
        let whole = earlier.filter(|earlier| !diagnostic::has_errors(&earlier.problems));
        let against = whole.map(|whole| against(&own.plan, &own.figures, &whole.plan, &whole.figures));
        let all = drafts.iter().chain(&beside).filter(|other| is_year_before(&other.plan, &own.plan));
        let mut problems = judge(own, earlier);
        problems.extend(not_compared(&all.collect::<Vec<_>>(), against.as_ref()));
        (name, problems, against, fingerprint(own, earlier))
    });
    let judged: Vec<(String, Vec<Diagnostic>, Option<Against>, Fingerprint)> = loaded.collect();
    let plans = judged.into_iter().zip(drafts);
    let loaded = |((name, problems, against, sources), mut draft): (_, Draft)| {
        let reports = std::mem::take(&mut draft.reports);
        let plan = Loaded { name, draft, problems, against, sources, related: Vec::new() };
        with_reports(plan, reports)
    };
    Ok(plans.flat_map(loaded).collect())
}

/// A plan and the reports on it, each with its way to the other; the plan's is to the newest.
fn with_reports(mut plan: Loaded, reports: Vec<(String, Draft)>) -> Vec<Loaded> {
    let title = |draft: &Draft| draft.document.meta.title.clone();
    let Some((newest, report)) = reports.last() else { return vec![plan] };
    plan.related = vec![Related { folder: report_name(&plan.name, newest), title: title(report) }];
    let of_plan = Related { folder: plan.name.clone(), title: title(&plan.draft) };
    let own = fingerprint(&plan.draft, None);
    let loaded = reports.into_iter().map(|(name, draft)| Loaded {
        name: report_name(&plan.name, &name),
        problems: judge(&draft, None),
        against: None,
        sources: Fingerprint::both(&fingerprint(&draft, None), &own),
        related: vec![of_plan.clone()],
        draft,
    });
    let loaded: Vec<Loaded> = loaded.collect();
    std::iter::once(plan).chain(loaded).collect()
}

/// The sources of a draft in short, with those of last year's plan.
pub fn fingerprint(own: &Draft, earlier: Option<&Draft>) -> Fingerprint {
    let earlier = earlier.map(|earlier| Fingerprint::of(&earlier.plan, &earlier.document, None));
    Fingerprint::of(&own.plan, &own.document, earlier.as_ref())
}

/// The plan of the year before that lies beside a plan, when it can be read without errors.
pub fn beside(plan: &Loaded) -> Option<Draft> {
    let folder = PathBuf::from(&plan.draft.plan.folder);
    let found = earlier_plans(std::slice::from_ref(&folder), std::slice::from_ref(&plan.draft));
    let is_earlier = |other: &Draft| is_year_before(&other.plan, &plan.draft.plan);
    found.into_iter().find(|other| is_earlier(other) && !diagnostic::has_errors(&other.problems))
}

/// Why the plan is not held against last year's, or against which of several.
fn not_compared(earlier: &[&Draft], against: Option<&Against>) -> Option<Diagnostic> {
    let folder = |draft: &Draft| format!("\"{}\"", draft.plan.folder);
    let first = earlier.first()?;
    let year = first.plan.identity.year;
    if earlier.len() > 1 {
        let all = swedish::join(&earlier.iter().map(|draft| folder(draft)).collect::<Vec<_>>());
        return Some(
            Diagnostic::note(
                "flera-planer-för-året",
                format!("flera planer är för {year}: {all}; jämförelsen är med {}", folder(first)),
            )
            .hint("flytta den som inte gäller ur mappen med planer"),
        );
    }
    if against.is_none() {
        let message = format!("planen för {year} i {} har fel, och planen jämförs inte med den", folder(first));
        let hint = format!("se felen med vplan check {}", first.plan.folder);
        return Some(Diagnostic::note("förra-årets-plan-har-fel", message).hint(hint));
    }
    let untried = swedish::join(&against?.untried);
    (!untried.is_empty()).then(|| {
        Diagnostic::note(
            "för-många-att-jämföra",
            format!("{untried} är för många för att jämföras med planen för {year} efter ordalydelsen"),
        )
        .hint("ge dem id, så att de känns igen från år till år")
    })
}

/// All problems of several plans, in order.
pub fn problems(plans: &[Loaded]) -> Vec<Diagnostic> {
    plans.iter().flat_map(|plan| plan.problems.iter().cloned()).collect()
}

fn read(folder: &Path) -> Draft {
    let (sources, problems) = Sources::from_disk(folder);
    drafted(sources, problems)
}

/// A draft with the problems of reading its sources before its own.
pub fn drafted(sources: Sources, mut problems: Vec<Diagnostic>) -> Draft {
    let mut draft = draft(sources);
    problems.append(&mut draft.problems);
    Draft { problems, ..draft }
}

/// The same board's plan for the year before.
pub fn is_year_before(other: &Plan, own: &Plan) -> bool {
    let (a, b) = (&other.identity, &own.identity);
    a.year + 1 == b.year && a.board == b.board && a.organisation == b.organisation
}

/// Plans that were not asked for, but lie beside those that were and are of the year before. Their own problems are
/// nobody's concern now.
fn earlier_plans(folders: &[PathBuf], drafts: &[Draft]) -> Vec<Draft> {
    let alone = |own: &Draft| !drafts.iter().any(|other| is_year_before(&other.plan, &own.plan));
    let wanted = folders.iter().zip(drafts).filter(|(_, draft)| alone(draft));
    let mut found: Vec<PathBuf> = wanted
        .flat_map(|(folder, draft)| {
            let year = (draft.plan.identity.year - 1).to_string();
            // The year stands in the file of the plan that is looked for: others need no reading.
            let says = move |path: &PathBuf| {
                folder::read(&path.join(PLAN_FILE)).is_some_and(|text| String::from_utf8_lossy(&text).contains(&year))
            };
            plans_beside(folder).into_iter().filter(says)
        })
        .collect();
    found.sort();
    found.dedup();
    let alone = |folder: &PathBuf| {
        let (sources, problems) = Sources::from_disk(folder);
        drafted(sources.without_reports(), problems)
    };
    found.iter().map(alone).collect()
}
