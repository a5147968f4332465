//! `vplan new --report`: a report on a plan, with every id to fill in.

use std::path::{Path, PathBuf};

use crate::commands::error::CommandError;
use crate::commands::fresh::{Files, refuse_taken, write};
use crate::commands::load::{DEFAULT, drafted};
use crate::commands::{Outcome, report};
use crate::diagnostic;
use crate::followup::blank::{self, Subject};
use crate::source::files::{PLAN_FILE, REPORTS, Sources, shown};
use crate::swedish;

/// Begins a report, named by its month or year, on the plan in a folder or on the year's own.
///
/// # Errors
/// When the name is no month of the plan's year, when there is no plan, or when the folder is somebody's already.
pub fn begin(name: &str, from: Option<&Path>, out: Option<&Path>) -> Result<Outcome, CommandError> {
    let subject = Subject::read(name).ok_or_else(|| {
        CommandError::usage(format!("\"{name}\" är ingen månad och inget år"))
            .hint("skriv till exempel --report 2025-08, eller --report 2025 för hela året")
    })?;
    let year = name.split('-').next().unwrap_or(name);
    let from = from.map_or_else(|| Path::new(DEFAULT).join(year), PathBuf::from);
    if !from.join(PLAN_FILE).is_file() {
        return Err(CommandError::user(format!("ingen plan i \"{}\" att följa upp", shown(&from)))
            .hint("ange planen med --from"));
    }
    let folder = out.map_or_else(|| from.join(REPORTS).join(name), PathBuf::from);
    refuse_taken(&folder)?;
    let (sources, problems) = Sources::from_disk(&from);
    let draft = drafted(sources, problems);
    if diagnostic::has_errors(&draft.problems) {
        report::errors(&draft.problems);
        report::complain("planen har fel och kan inte följas upp; rätta dem först");
        return Ok(Outcome::PlanHasErrors);
    }
    let own = draft.plan.identity.year;
    if subject.period.year() != Some(own) {
        let message = format!("planen i \"{}\" är för {own}, inte för {year}", shown(&from));
        return Err(
            CommandError::user(message).hint(format!("skriv --report {own}-08, eller en annan plan med --from"))
        );
    }
    let all = draft.reports.iter().filter_map(|(_, report)| report.plan.followup.as_deref());
    let previous = all.rev().find(|followup| followup.period.value < subject.period);
    let texts = blank::files(&draft.plan, subject, previous);
    let files: Files = texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    write(&folder, &files)?;
    tell(&from, &folder, subject, &files)
}

/// Says what was written, and what is wrong with it.
fn tell(from: &Path, folder: &Path, subject: Subject, files: &Files) -> Result<Outcome, CommandError> {
    let mut lines: Vec<String> = files.keys().map(|path| format!("  {}/{path}", shown(folder))).collect();
    lines.push(format!("{}: {} är skriven, i {} filer", shown(folder), subject.title(), swedish::count(files.len())));
    report::say(&lines.join("\n"))?;
    let (sources, problems) = Sources::from_disk(from);
    let draft = drafted(sources, problems);
    let found: Vec<_> = draft.reports.into_iter().flat_map(|(_, report)| report.problems).collect();
    if diagnostic::has_errors(&found) {
        report::errors(&found);
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}
