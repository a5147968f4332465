//! `vplan diff --format html,pdf`: the later plan with its changes marked, as pages to be read.

use std::path::Path;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::commands::compared::{Compared, complain, side};
use crate::commands::error::CommandError;
use crate::commands::publish::parts::{self, Folder, Part};
use crate::commands::publish::{Site, Target};
use crate::commands::{epoch, folder, load, report};
use crate::diagnostic::Diagnostic;
use crate::diff::wording;
use crate::outputs::edition::Edition;
use crate::outputs::fingerprint::Fingerprint;
use crate::outputs::{self, Broken, Files, Formats, Output};
use crate::quantity::date::Date;
use crate::source::files::shown;

/// What marks a folder as this program's, and as no plan.
const NO_PLAN: &[u8] = b"{}\n";

/// The formats that show the changes in the plan itself.
pub fn formats() -> impl Iterator<Item = &'static Output> {
    outputs::ALL.iter().copied().filter(|output| output.changes.is_some())
}

/// Writes the marked plans and says so; whether they could be made, which has been told when not.
///
/// # Errors
/// When something cannot be written.
pub fn write(out: &Path, formats: &[&'static Output], compared: &[Compared]) -> Result<bool, CommandError> {
    refuse(out)?;
    let epoch = epoch::given()?;
    for compared in compared {
        complain(&compared.diff);
    }
    let mut names: Vec<String> = Vec::new();
    for compared in compared {
        names.push(name(&compared.diff.plan, &names));
    }
    let drawn = compared.par_iter().zip(&names).map(|(compared, name)| folder(compared, name, out, formats, epoch));
    let drawn: Vec<Result<(Folder, Vec<Diagnostic>), Broken>> = drawn.collect();
    let mut plans: Vec<Folder> = Vec::new();
    for folder in drawn {
        match folder {
            Ok((folder, warnings)) => {
                report::pressing(&warnings);
                plans.push(folder);
            }
            Err(Broken(problems)) => {
                report::all(&problems);
                report::complain("ändringarna kunde inte skrivas; inget har skrivits");
                return Ok(false);
            }
        }
    }
    Target::open(out)?.publish(Site { plans, top: Files::new(), insist: false, force: false })?;
    let written = formats.iter().filter_map(|output| output.changes).collect::<Vec<_>>().join(", ");
    for (compared, name) in compared.iter().zip(names) {
        report::say(&wording::summary(&compared.diff))?;
        report::say(&format!("{}: {written}", shown(&out.join(name))))?;
    }
    Ok(true)
}

/// A folder of published plans is no place for changes, which nobody should find there.
fn refuse(out: &Path) -> Result<(), CommandError> {
    if folder::listed(out).is_empty() && !out.join("index.html").exists() {
        return Ok(());
    }
    Err(CommandError::user(format!("\"{}\" innehåller byggda planer", shown(out)))
        .hint("ange en egen mapp för ändringarna med --out"))
}

/// The plan's own folder, with a number where two have the same name.
fn name(plan: &str, taken: &[String]) -> String {
    let last = Path::new(plan).file_name().map(|name| name.to_string_lossy().into_owned());
    let base = last.filter(|name| name != "..").unwrap_or_else(|| "plan".to_owned());
    let has = |name: &String| taken.contains(name);
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !has(name)).unwrap_or(base)
}

/// A comparison in its formats, beside those that an earlier one has left.
fn folder(
    compared: &Compared,
    folder: &str,
    out: &Path,
    formats: &[&'static Output],
    epoch: Option<Date>,
) -> Result<(Folder, Vec<Diagnostic>), Broken> {
    let [own, later] = &compared.drafts;
    let sources = Fingerprint::both(&load::fingerprint(own, None), &load::fingerprint(later, None));
    let beside = parts::beside(&out.join(folder), formats, &sources);
    let Formats { made, warnings } = drawn(compared, formats, &parts::same(&beside), epoch)?;
    let part = |(output, files)| Part { output, sources: sources.sources(output).to_owned(), files };
    let parts = made.into_iter().map(part).collect();
    Ok((Folder { name: folder.to_owned(), parts, beside, mark: NO_PLAN.to_vec() }, warnings))
}

/// The later plan with its changes marked, in some formats.
///
/// # Errors
/// What stands in the way of a format.
pub fn drawn(
    compared: &Compared,
    formats: &[&'static Output],
    beside: &[&'static Output],
    epoch: Option<Date>,
) -> Result<Formats, Broken> {
    let Compared { diff, drafts: [own, later] } = compared;
    let sides = [side(&diff.sides.before, own), side(&diff.sides.after, later)];
    let marked = crate::marked::marked(diff, [&sides[0], &sides[1]], [&own.document, &later.document]);
    let draft = if later.plan.files.is_empty() { own } else { later };
    let name = format!("{}…{}", diff.sides.before, diff.sides.after);
    outputs::formats(&Edition {
        problems: &draft.problems,
        name: &name,
        epoch,
        outputs: formats,
        beside,
        ..Edition::new(&draft.plan, &draft.figures, &marked)
    })
}
