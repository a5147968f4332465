//! `vplan diff --format html,pdf`: the later plan with its changes marked, as pages to be read.

use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::commands::cli::{Diff, Way, rendering};
use crate::commands::diff::{Compared, complain, outcome, side};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, epoch, folder, report as told};
use crate::diff::{report, wording};
use crate::outputs::edition::Edition;
use crate::outputs::{self, Broken, Files, Output};
use crate::quantity::date::Date;
use crate::source::files::shown;
use crate::swedish;

/// What marks a folder as this program's, and as no plan.
const NO_PLAN: &[u8] = b"{}\n";

/// Whether the options agree with each other.
///
/// # Errors
/// A message for the user when they do not.
pub fn agree(arguments: &Diff) -> Result<(), String> {
    let pages = written(arguments);
    let alone = arguments.format.len() == 1 || pages.len() == arguments.format.len();
    let named = |names: Vec<&str>| swedish::join(&names.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let told = named(report::ALL.iter().map(|report| report.name).collect());
    let formats = named(rendering().map(|output| output.name).collect());
    match (!pages.is_empty(), &arguments.out) {
        _ if !alone => Err(format!("{told} skrivs var för sig ({formats} kan skrivas tillsammans)")),
        (true, None) => Err("ange en mapp att skriva till med --out MAPP".to_owned()),
        (true, Some(_)) if arguments.only.is_some() => {
            Err(format!("{formats} visar alla ändringar (--only gäller {told})"))
        }
        (false, Some(_)) => Err(format!("--out gäller bara --format {formats}")),
        _ => Ok(()),
    }
}

/// The formats in which the changes are to be shown in the plan itself, in order.
pub fn written(arguments: &Diff) -> Vec<&'static Output> {
    let asked = |output: &Output| {
        let is = |way: &Way| matches!(way, Way::Written(other) if other.name == output.name);
        arguments.format.iter().any(is)
    };
    rendering().filter(|output| asked(output)).collect()
}

/// Writes the marked plans.
pub fn run(arguments: &Diff, compared: &[Compared]) -> Outcome {
    let Some(out) = &arguments.out else { return Outcome::Failed("ange en mapp med --out".to_owned()) };
    if let Err(message) = refuse(out) {
        return Outcome::Failed(message);
    }
    let formats = written(arguments);
    let epoch = match epoch::given() {
        Ok(date) => date,
        Err(message) => return Outcome::Failed(message),
    };
    for compared in compared {
        complain(&compared.diff);
    }
    let drawn: Vec<Result<Files, Broken>> =
        compared.par_iter().map(|compared| files(compared, &formats, epoch)).collect();
    let mut plans: Vec<(String, Files)> = Vec::new();
    for (compared, files) in compared.iter().zip(drawn) {
        match files {
            Ok(files) => plans.push((name(&compared.diff.plan, &plans), files)),
            Err(Broken(problems)) => {
                told::all(&problems);
                told::complain("ändringarna kunde inte skrivas; inget har skrivits");
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
    let written = formats.iter().filter_map(|output| output.changes).collect::<Vec<_>>().join(", ");
    for (compared, name) in compared.iter().zip(names) {
        told::say(&wording::summary(&compared.diff));
        told::say(&format!("{}: {written}", shown(&out.join(name))));
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

fn files(compared: &Compared, formats: &[&'static Output], epoch: Option<Date>) -> Result<Files, Broken> {
    let Compared { diff, drafts: [own, later] } = compared;
    let sides = [side(&diff.sides[0], own), side(&diff.sides[1], later)];
    let marked = crate::marked::marked(diff, [&sides[0], &sides[1]], [&own.document, &later.document]);
    let draft = if later.plan.files.is_empty() { own } else { later };
    let name = diff.sides.join("…");
    let mut files = outputs::files(&Edition {
        problems: &draft.problems,
        name: &name,
        epoch,
        outputs: formats,
        ..Edition::new(&draft.plan, &draft.figures, &marked)
    })?;
    files.insert(folder::MARK.to_owned(), NO_PLAN.to_vec());
    Ok(files)
}
