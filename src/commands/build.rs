//! `vplan build`: plans to PDF and HTML, all of them or none.

use std::path::Path;
use std::time::Instant;

use crate::Draft;
use crate::commands::cli::Build;
use crate::commands::load::{self, Loaded};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, epoch, folder, report, revision};
use crate::diagnostic::{self, Diagnostic};
use crate::outputs::edition::Edition;
use crate::outputs::listed::Listed;
use crate::outputs::{self, Broken, Files, Output};
use crate::source::files::shown;

/// A plan built: its folder's name, the draft it came from, and its files.
struct Built {
    name: String,
    draft: Draft,
    files: Files,
}

/// Runs the command.
pub fn run(arguments: &Build) -> Outcome {
    let started = Instant::now();
    let loaded = match load::plans(&arguments.plans.plans) {
        Ok(loaded) => loaded,
        Err(message) => return Outcome::Failed(message),
    };
    let problems = load::problems(&loaded);
    report::pressing(&problems);
    if diagnostic::has_errors(&problems) {
        report::complain("planen har fel; inget har skrivits");
        return Outcome::PlanHasErrors;
    }
    let epoch = match epoch::given() {
        Ok(date) => date,
        Err(message) => return Outcome::Failed(message),
    };
    let asked = |output: &&Output| arguments.format.iter().any(|asked| asked.name == output.name);
    let formats: Vec<&'static Output> = outputs::ALL.iter().copied().filter(asked).collect();
    let mut plans: Vec<Built> = Vec::new();
    for Loaded { name, draft, problems: found, against } in loaded {
        if plans.iter().any(|other| other.name == name) {
            return Outcome::Failed(format!("två planer heter \"{name}\" och skulle skrivas till samma mapp"));
        }
        let given = Edition {
            problems: &found,
            against: against.as_ref(),
            name: &name,
            epoch,
            archive: arguments.archive.into(),
            outputs: &formats,
            ..Edition::new(&draft.plan, &draft.figures, &draft.document)
        };
        match written(given) {
            Ok(files) => plans.push(Built { name, draft, files }),
            Err(Broken(problems)) => {
                report::all(&problems);
                report::complain("planen kunde inte byggas; inget har skrivits");
                return Outcome::PlanHasErrors;
            }
        }
    }
    match publish(&arguments.out, plans, &formats) {
        Ok(lines) => {
            report::deviations(&problems);
            let seconds = crate::swedish::seconds(started.elapsed());
            for line in lines {
                report::say(&format!("{line} ({seconds})"));
            }
            Outcome::Done
        }
        Err(message) => Outcome::Failed(message),
    }
}

/// The files of one plan.
fn written(edition: Edition<'_>) -> Result<Files, Broken> {
    let names_revision = edition.outputs.iter().any(|output| output.names_revision);
    let revision = if names_revision { revision::of(Path::new(&edition.plan.folder)) } else { None };
    outputs::files(&Edition { revision: revision.as_ref(), ..edition })
}

/// Puts the plans and the list of plans in place; a line of each plan.
fn publish(out: &Path, plans: Vec<Built>, formats: &[&'static Output]) -> Result<Vec<String>, String> {
    let listed = |plan: &Built| Listed::new(&plan.name, formats, &plan.draft.document);
    let target = Target::open(out)?;
    let mut all: Vec<Listed> = plans.iter().map(listed).collect();
    all.extend(target.listed().into_iter().filter(|other| !plans.iter().any(|plan| plan.name == other.folder)));
    all.retain(Listed::is_shown);
    all.sort_by(|a, b| (b.year, &a.folder).cmp(&(a.year, &b.folder)));
    let mut top = Files::new();
    for over in outputs::ALL.iter().filter_map(|output| output.over) {
        top.extend(over(&all).map_err(|Broken(problems)| told(&problems))?);
    }
    let (mut lines, mut folders) = (Vec::new(), Vec::new());
    for mut plan in plans {
        let names: Vec<&str> = formats.iter().map(|output| output.file).collect();
        lines.push(format!("{}: {}", shown(&out.join(&plan.name)), names.join(", ")));
        let mark = serde_json::to_vec_pretty(&listed(&plan)).map_err(|error| error.to_string())?;
        plan.files.insert(folder::MARK.to_owned(), mark);
        folders.push((plan.name, plan.files));
    }
    let insist = formats.iter().any(|output| output.over.is_some());
    target.publish(Site { plans: folders, top, insist })?;
    Ok(lines)
}

fn told(problems: &[Diagnostic]) -> String {
    problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")
}
