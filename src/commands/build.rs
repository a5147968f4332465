//! `vplan build`: plans to PDF and HTML, all of them or none.

use std::path::Path;
use std::time::Instant;

use crate::Draft;
use crate::commands::cli::{ArchiveFormat, Build, Format};
use crate::commands::load::{self, Loaded};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, folder, report, revision};
use crate::diagnostic::{self, Diagnostic};
use crate::outputs::html::{Edition, Listed};
use crate::outputs::pdf::Archive;
use crate::outputs::{Files, attachments, csv, html, pdf, project};
use crate::quantity::date::Date;
use crate::source::files::shown;
use crate::yearly::Against;

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
    let epoch = match source_date() {
        Ok(date) => date,
        Err(message) => return Outcome::Failed(message),
    };
    let mut plans: Vec<Built> = Vec::new();
    for Loaded { name, draft, against, .. } in loaded {
        if plans.iter().any(|other| other.name == name) {
            return Outcome::Failed(format!("två planer heter \"{name}\" och skulle skrivas till samma mapp"));
        }
        match outputs(&draft, against.as_ref(), &name, arguments, epoch) {
            Ok(files) => plans.push(Built { name, draft, files }),
            Err(problems) => {
                report::all(&problems);
                report::complain("planen kunde inte byggas; inget har skrivits");
                return Outcome::PlanHasErrors;
            }
        }
    }
    match publish(&arguments.out, plans, arguments) {
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
fn outputs(
    draft: &Draft,
    against: Option<&Against>,
    name: &str,
    arguments: &Build,
    epoch: Option<Date>,
) -> Result<Files, Vec<Diagnostic>> {
    let wants = |format| arguments.format.contains(&format);
    let date = document_date(draft, epoch);
    let tables = csv::tables(&draft.document);
    let (archive, attached) = match arguments.archive {
        ArchiveFormat::A2a => (Archive::A2a, Vec::new()),
        ArchiveFormat::A3a => {
            (Archive::A3a, attachments::all(&draft.document, &tables, &draft.plan.files, &draft.plan.folder))
        }
    };
    let project = project::files(&draft.document, date, &draft.plan.pictures, &attached);
    let project = project.map_err(|error| broken(&error))?;
    let (typeset, page) = rayon::join(
        || {
            if wants(Format::Pdf) {
                pdf::pdf(project.clone(), &identity(draft, name), archive).map(Some)
            } else {
                Ok(None)
            }
        },
        || {
            if wants(Format::Html) {
                let revision = revision::of(Path::new(&draft.plan.folder));
                let Draft { plan, figures, document, .. } = draft;
                let edition =
                    Edition { plan, figures, document, revision: revision.as_ref(), pdf: wants(Format::Pdf), against };
                html::plan(&edition).map_err(|error| broken(&error))
            } else {
                Ok(Files::new())
            }
        },
    );
    let mut files = page?;
    if let Some(bytes) = typeset? {
        files.insert("verksamhetsplan.pdf".to_owned(), bytes);
    }
    if wants(Format::Html) {
        files.extend(tables);
        for path in draft.document.pictures() {
            if let Some(bytes) = draft.plan.pictures.get(path) {
                files.insert(path.to_owned(), bytes.clone());
            }
        }
    }
    if wants(Format::Typst) {
        let project = project.into_iter().chain(project::font_files());
        files.extend(project.map(|(path, bytes)| (format!("typst/{path}"), bytes)));
    }
    Ok(files)
}

/// What makes one document's identifier another than the next one's.
fn identity(draft: &Draft, name: &str) -> String {
    let identity = &draft.plan.identity;
    format!("{}/{}/{}/{name}", identity.organisation, identity.board, identity.title)
}

/// The decision date, else `SOURCE_DATE_EPOCH`, else the first day of the plan's year: never the clock.
fn document_date(draft: &Draft, epoch: Option<Date>) -> Date {
    let first_day = Date { year: draft.plan.identity.year, month: 1, day: 1 };
    draft.plan.identity.decision_date.or(epoch).unwrap_or(first_day)
}

/// The date of <https://reproducible-builds.org/specs/source-date-epoch/>, in UTC.
fn source_date() -> Result<Option<Date>, String> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let text = value.to_string_lossy().into_owned();
    let days = text.parse::<i64>().ok().and_then(|seconds| i32::try_from(seconds.div_euclid(86_400)).ok());
    days.and_then(Date::of_day)
        .map(Some)
        .ok_or_else(|| format!("SOURCE_DATE_EPOCH är \"{text}\" men ska vara antalet sekunder sedan 1970"))
}

fn publish(out: &Path, plans: Vec<Built>, arguments: &Build) -> Result<Vec<String>, String> {
    let wants = |format| arguments.format.contains(&format);
    let listed = |plan: &Built| Listed::new(&plan.name, wants(Format::Html), wants(Format::Pdf), &plan.draft.document);
    let target = Target::open(out)?;
    let mut all: Vec<Listed> = plans.iter().map(listed).collect();
    all.extend(target.listed().into_iter().filter(|other| !plans.iter().any(|plan| plan.name == other.folder)));
    all.retain(|plan| plan.html || plan.pdf);
    all.sort_by(|a, b| (b.year, &a.folder).cmp(&(a.year, &b.folder)));
    let mut top = Files::new();
    if all.iter().any(|plan| plan.html) {
        let index = html::index(&all).map_err(|error| format!("programmets mall är trasig ({error})"))?;
        top.insert("index.html".to_owned(), index);
    }
    let (mut lines, mut folders) = (Vec::new(), Vec::new());
    for mut plan in plans {
        let names: Vec<&str> = ["verksamhetsplan.pdf", "index.html", "typst/main.typ"]
            .into_iter()
            .filter(|name| plan.files.contains_key(*name))
            .collect();
        lines.push(format!("{}: {}", shown(&out.join(&plan.name)), names.join(", ")));
        let mark = serde_json::to_vec_pretty(&listed(&plan)).map_err(|error| error.to_string())?;
        plan.files.insert(folder::MARK.to_owned(), mark);
        folders.push((plan.name, plan.files));
    }
    target.publish(Site { plans: folders, top, insist: wants(Format::Html) })?;
    Ok(lines)
}

fn broken(error: &tera::Error) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("internt-fel", format!("programmets mall är trasig ({error})"))
            .hint("det här är ett fel i vplan eller i templates/, inte i planen"),
    ]
}
