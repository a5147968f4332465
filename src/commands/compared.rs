//! Two states of the plans, read from folders or from git, and held against each other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::commands::error::CommandError;
use crate::commands::{Outcome, load, report};
use crate::compare::sides::Sides;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::diff::{PlanDiff, Side, judged};
use crate::source::files::{PLAN_FILE, Sources, find_plans, shown};
use crate::source::git::{GitError, Meant, Repository, Revision};
use crate::{Draft, draft, review};

/// A plan of one side, drawn and judged; nothing where the side has no such plan.
type Found = Option<Draft>;

/// What the side is called that lies on disk and not in git.
const ON_DISK: &str = "arbetskatalogen";

/// What two sides come to, and the sides themselves.
pub struct Compared {
    /// What is different.
    pub diff: PlanDiff,
    /// The earlier and the later plan.
    pub drafts: [Draft; 2],
}

impl Compared {
    /// Two drafts, by the names of their sides.
    pub fn between(names: [&str; 2], own: Draft, later: Draft) -> Self {
        let mut diff = PlanDiff::between(&side(names[0], &own), &side(names[1], &later));
        let is_whole = |draft: &Draft| !draft.plan.files.is_empty() && !has_errors(&draft.problems);
        if is_whole(&own) && is_whole(&later) {
            let (before, after) = (review(&own, None), review(&later, None));
            let folders = Sides { before: own.plan.folder.as_str(), after: later.plan.folder.as_str() };
            diff.judged = judged::one_sided(Sides { before: &before, after: &after }, folders);
        }
        Self { diff, drafts: [own, later] }
    }
}

/// Says what could not be compared.
pub fn complain(diff: &PlanDiff) {
    for (problems, side) in diff.broken.iter().zip(diff.sides.iter()) {
        if !problems.is_empty() {
            report::pressing(problems);
            report::complain(&format!("{} har fel i {side}; det som gick att läsa är jämfört", diff.plan));
        }
    }
}

/// How the command ended, for those who ask.
pub fn outcome<'a>(as_exit_code: bool, diffs: impl Iterator<Item = &'a PlanDiff> + Clone) -> Outcome {
    let broken = diffs.clone().any(|diff| diff.broken.iter().any(|problems| !problems.is_empty()));
    let mut diffs = diffs;
    match (as_exit_code, broken, diffs.all(PlanDiff::is_empty)) {
        (true, true, _) => Outcome::Partly,
        (true, false, false) => Outcome::Changed,
        _ => Outcome::Done,
    }
}

/// Compares what the command line asks for: the sides as they are written, and the plans that are wanted.
///
/// # Errors
/// When a side or a plan is not there.
pub fn compared(sides: &[String], plans: &[PathBuf]) -> Result<Vec<Compared>, CommandError> {
    let is_plan = |text: &String| Path::new(text).join(PLAN_FILE).is_file();
    if let [before, after] = sides
        && is_plan(before)
        && is_plan(after)
    {
        return Ok(vec![folders(before, after)]);
    }
    let repository = Repository::discover(Path::new("."))?;
    for side in sides {
        refuse(side, &repository)?;
    }
    let (before, after) = match sides {
        [] => (one(&repository, "HEAD")?, None),
        [only] => match repository.meant(only)? {
            Meant::One(before) => (before, None),
            Meant::Two(before, after) => (before, Some(after)),
        },
        [first, second, ..] => (one(&repository, first)?, Some(one(&repository, second)?)),
    };
    if after.is_none() && !repository.has_work_tree() {
        return Err(CommandError::user("förrådet har ingen arbetskatalog (ange två revisioner: vplan diff REV REV)"));
    }
    revisions(&repository, &before, after.as_ref(), plans)
}

/// A folder where a revision is expected: what to write instead.
fn refuse(side: &str, repository: &Repository) -> Result<(), CommandError> {
    let path = Path::new(side);
    let (is_plan, is_folder) = (path.join(PLAN_FILE).is_file(), path.is_dir());
    if is_plan && repository.knows(side) {
        return Err(CommandError::user(format!(
            "\"{side}\" är både en plan och en revision (skriv ./{side} för planen, eller refs/heads/{side} för grenen)"
        )));
    }
    if is_plan {
        return Err(CommandError::user(format!(
            "\"{side}\" är en plan: jämför den med en plan till, eller med en revision (vplan diff HEAD --plan {side})"
        )));
    }
    if is_folder && !repository.knows(side) {
        return Err(CommandError::user(format!(
            "\"{side}\" är en mapp utan {PLAN_FILE} (ange två planer, en revision, eller en mapp med --plan)"
        )));
    }
    Ok(())
}

fn one<'a>(repository: &'a Repository, written: &str) -> Result<Revision<'a>, CommandError> {
    single(repository.meant(written)?, written)
}

fn single<'a>(meant: Meant<'a>, written: &str) -> Result<Revision<'a>, CommandError> {
    match meant {
        Meant::One(revision) => Ok(revision),
        Meant::Two(..) => Err(CommandError::user(format!(
            "\"{written}\" är två revisioner (skriv den ensam: vplan diff {written}, eller två var för sig)"
        ))),
    }
}

/// A plan as it lies on disk, against a revision of the repository that it lies in. Where nothing was ever committed, all
/// of the plan is new.
///
/// # Errors
/// When it lies in none, or the revision is not there or cannot be read.
pub fn since(plan: &Path, written: &str) -> Result<Compared, CommandError> {
    let repository = Repository::discover(plan)?;
    let before = match repository.meant(written) {
        Err(GitError::NoCommits) => None,
        meant => Some(single(meant?, written)?),
    };
    let folder = plan.canonicalize().ok().and_then(|path| repository.within(&path));
    let folder = folder.ok_or_else(|| CommandError::user("planens mapp är inte med i git"))?;
    let found = before.as_ref().map(|before| before.sources(&folder, &shown(plan))).transpose()?.flatten();
    let own = found.filter(|(sources, _)| sources.texts.contains_key(PLAN_FILE));
    let (sources, problems) = Sources::from_disk(plan);
    let earlier = || own.map_or_else(nothing, |(sources, problems)| load::drafted(sources, problems));
    let (own, later) = rayon::join(earlier, || load::drafted(sources, problems));
    Ok(Compared::between([before.as_ref().map_or(written, |before| &before.name), ON_DISK], own, later))
}

/// Two plans on disk.
pub fn folders(before: &str, after: &str) -> Compared {
    let read = |folder: &str| {
        let (sources, problems) = Sources::from_disk(Path::new(folder));
        load::drafted(sources, problems)
    };
    let (own, later) = rayon::join(|| read(before), || read(after));
    Compared::between([before, after], own, later)
}

/// Every plan at a revision, against the same plan at another or as it lies on disk.
fn revisions(
    repository: &Repository,
    before: &Revision<'_>,
    after: Option<&Revision<'_>>,
    plans: &[PathBuf],
) -> Result<Vec<Compared>, CommandError> {
    let asked = if plans.is_empty() { vec![PathBuf::from("plan")] } else { plans.to_vec() };
    let mut folders = BTreeSet::new();
    for path in &asked {
        let folder = repository
            .within(path)
            .ok_or_else(|| CommandError::user(format!("\"{}\" ligger utanför git-förrådet", shown(path))))?;
        let under = [folder];
        let mut found = before.plans(&under)?;
        match after {
            Some(after) => found.extend(after.plans(&under)?),
            None if path.exists() => found.extend(
                find_plans(std::slice::from_ref(path))
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|plan| repository.within(plan)),
            ),
            None => {}
        }
        if found.is_empty() {
            let sides = after.map_or_else(|| ON_DISK.to_owned(), |after| format!("\"{}\"", after.name));
            return Err(CommandError::user(format!(
                "ingen plan i \"{}\", varken i \"{}\" eller i {sides} (en plan är en mapp med filen {PLAN_FILE})",
                shown(path),
                before.name
            )));
        }
        folders.append(&mut found);
    }
    let later = after.map_or(ON_DISK, |after| after.name.as_str());
    // Reading git is one thread's work; building is not.
    let mut read = Vec::new();
    for folder in &folders {
        let path = repository.reached(folder);
        let name = shown(&path);
        let plan = format!("{folder}/{PLAN_FILE}");
        if after.is_none() && !path.join(PLAN_FILE).exists() && repository.leaves_out(plan.trim_start_matches('/')) {
            let hint = format!("hämta den med git sparse-checkout add {folder}, eller jämför med en revision till");
            return Err(CommandError::user(format!("\"{name}\" är inte utcheckad i arbetskatalogen")).hint(hint));
        }
        let own = before.sources(folder, &name)?.filter(|(sources, _)| sources.texts.contains_key(PLAN_FILE));
        let other = match after {
            Some(after) => after.sources(folder, &name)?,
            None => path.join(PLAN_FILE).exists().then(|| Sources::from_disk(&path)),
        };
        read.push((own, other.filter(|(sources, _)| sources.texts.contains_key(PLAN_FILE))));
    }
    let drafts = read.into_par_iter().map(|(own, other)| {
        let build = |found: Option<(Sources, Vec<Diagnostic>)>| -> Found {
            found.map(|(sources, problems)| load::drafted(sources, problems))
        };
        rayon::join(|| build(own), || build(other))
    });
    let drafts: Vec<(Found, Found)> = drafts.collect();
    let sides = [before.name.as_str(), later];
    let compared = drafts
        .into_iter()
        .map(|(own, other)| Compared::between(sides, own.unwrap_or_else(nothing), other.unwrap_or_else(nothing)));
    Ok(compared.collect())
}

/// A plan that is not there, which has no problems either.
fn nothing() -> Draft {
    Draft { problems: Vec::new(), ..draft(Sources::default()) }
}

/// A draft as a side of a comparison.
pub fn side<'a>(name: &'a str, draft: &'a Draft) -> Side<'a> {
    let Draft { plan, figures, prose, problems, .. } = draft;
    Side { name, plan, figures, prose, problems }
}
