//! `vplan diff --format html,pdf`: the later plan with its changes marked, as pages to be read.

use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::commands::cli::{Changes, Diff};
use crate::commands::diff::{Compared, complain, outcome, side};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, folder, report};
use crate::diagnostic::Diagnostic;
use crate::diff::wording;
use crate::document::Document;
use crate::outputs::html::compared::{PAGE, page as compared_page};
use crate::outputs::pdf::Archive;
use crate::outputs::{Files, pdf, project};
use crate::quantity::date::Date;
use crate::source::files::shown;

/// The PDF's name.
const PDF: &str = "jamforelse.pdf";

/// What marks a folder as this program's, and as no plan.
const NO_PLAN: &[u8] = b"{}\n";

/// Whether the changes are to be shown in the plan itself.
pub fn is_rendered(arguments: &Diff) -> bool {
    arguments.format.iter().any(|format| is_page(*format))
}

fn is_page(format: Changes) -> bool {
    matches!(format, Changes::Html | Changes::Pdf)
}

/// Whether the options agree with each other.
///
/// # Errors
/// A message for the user when they do not.
pub fn agree(arguments: &Diff) -> Result<(), String> {
    let alone = arguments.format.len() == 1 || arguments.format.iter().all(|format| is_page(*format));
    match (is_rendered(arguments), &arguments.out) {
        _ if !alone => {
            Err("text, markdown och json skrivs var för sig (html och pdf kan skrivas tillsammans)".to_owned())
        }
        (true, None) => Err("ange en mapp att skriva till med --out MAPP".to_owned()),
        (true, Some(_)) if arguments.only.is_some() => {
            Err("html och pdf visar alla ändringar (--only gäller text, markdown och json)".to_owned())
        }
        (false, Some(_)) => Err("--out gäller bara --format html och pdf".to_owned()),
        _ => Ok(()),
    }
}

/// Writes the marked plans.
pub fn run(arguments: &Diff, compared: &[Compared]) -> Outcome {
    let Some(out) = &arguments.out else { return Outcome::Failed("ange en mapp med --out".to_owned()) };
    if let Err(message) = refuse(out) {
        return Outcome::Failed(message);
    }
    for compared in compared {
        complain(&compared.diff);
    }
    let drawn: Vec<Result<Files, Vec<Diagnostic>>> =
        compared.par_iter().map(|compared| files(compared, arguments)).collect();
    let mut plans: Vec<(String, Files)> = Vec::new();
    for (compared, files) in compared.iter().zip(drawn) {
        match files {
            Ok(files) => plans.push((name(&compared.diff.plan, &plans), files)),
            Err(problems) => {
                report::all(&problems);
                report::complain("ändringarna kunde inte skrivas; inget har skrivits");
                return Outcome::PlanHasErrors;
            }
        }
    }
    let names: Vec<String> = plans.iter().map(|(name, _)| name.clone()).collect();
    let published =
        Target::open(out).and_then(|target| target.publish(Site { plans, top: Files::new(), insist: false }));
    if let Err(message) = published {
        return Outcome::Failed(message);
    }
    for (compared, name) in compared.iter().zip(names) {
        let wanted = [(Changes::Html, PAGE), (Changes::Pdf, PDF)];
        let written = wanted.iter().filter(|(format, _)| arguments.format.contains(format)).map(|(_, name)| *name);
        let written = written.collect::<Vec<_>>().join(", ");
        report::say(&wording::summary(&compared.diff));
        report::say(&format!("{}: {written}", shown(&out.join(name))));
    }
    outcome(arguments, compared.iter().map(|compared| &compared.diff))
}

/// A folder of published plans is no place for changes, which nobody should find there.
fn refuse(out: &Path) -> Result<(), String> {
    if folder::listed(out).is_empty() && !out.join("index.html").exists() {
        return Ok(());
    }
    Err(format!("\"{}\" innehåller byggda planer; ange en egen mapp för ändringarna med --out", shown(out)))
}

/// The plan's own folder, with a number where two have the same name.
fn name(plan: &str, taken: &[(String, Files)]) -> String {
    let last = Path::new(plan).file_name().map(|name| name.to_string_lossy().into_owned());
    let base = last.filter(|name| name != "..").unwrap_or_else(|| "plan".to_owned());
    let has = |name: &String| taken.iter().any(|(other, _)| other == name);
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !has(name)).unwrap_or(base)
}

fn files(compared: &Compared, arguments: &Diff) -> Result<Files, Vec<Diagnostic>> {
    let Compared { diff, drafts: [own, later] } = compared;
    let sides = [side(&diff.sides[0], own), side(&diff.sides[1], later)];
    let marked = crate::marked::marked(diff, [&sides[0], &sides[1]], [&own.document, &later.document]);
    let draft = if later.plan.files.is_empty() { own } else { later };
    let (html, typeset) = rayon::join(
        || {
            if arguments.format.contains(&Changes::Html) {
                let pdf = arguments.format.contains(&Changes::Pdf);
                compared_page(&marked, pdf.then_some(PDF)).map_err(|error| broken(&error))
            } else {
                Ok(Files::new())
            }
        },
        || {
            if arguments.format.contains(&Changes::Pdf) {
                typeset(&marked, draft, diff.sides.join("…").as_str()).map(Some)
            } else {
                Ok(None)
            }
        },
    );
    let mut files = html?;
    if arguments.format.contains(&Changes::Html) {
        for path in marked.pictures() {
            if let Some(bytes) = draft.plan.pictures.get(path) {
                files.insert(path.to_owned(), bytes.clone());
            }
        }
    }
    files.extend(typeset?.map(|bytes| (PDF.to_owned(), bytes)));
    files.insert(folder::MARK.to_owned(), NO_PLAN.to_vec());
    Ok(files)
}

fn typeset(marked: &Document, draft: &crate::Draft, sides: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let identity = &draft.plan.identity;
    let first_day = Date { year: identity.year, month: 1, day: 1 };
    let date = identity.decision_date.unwrap_or(first_day);
    let project = project::files(marked, date, &draft.plan.pictures, &[]).map_err(|error| broken(&error))?;
    let name = format!("{}/{}/{}/{sides}", identity.organisation, identity.board, marked.meta.title);
    pdf::pdf(project, &name, Archive::A2a)
}

fn broken(error: &tera::Error) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("internt-fel", format!("programmets mall är trasig ({error})"))
            .hint("det här är ett fel i vplan eller i templates/, inte i planen"),
    ]
}
