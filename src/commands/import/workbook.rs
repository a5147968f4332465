//! The plan's own workbooks, brought back.

use std::path::{Path, PathBuf};

use crate::commands::compared::Compared;
use crate::commands::error::CommandError;
use crate::commands::import::arguments::Arguments;
use crate::commands::import::opened::{book, bytes};
use crate::commands::load::{self, DEFAULT};
use crate::commands::{Outcome, report, saved};
use crate::diagnostic::has_errors;
use crate::diff::text;
use crate::figures::{Figures, Origin};
use crate::import::edits;
use crate::import::spreadsheet::Book;
use crate::import::workbook::found::Record;
use crate::import::workbook::held::Held;
use crate::import::workbook::{Against, Changes, compared};
use crate::outputs::fingerprint::Fingerprint;
use crate::outputs::workbook::{OUTPUT, record};
use crate::source::files::{Sources, find_plans, shown};
use crate::{Draft, swedish};

/// Brings back what has been changed in workbooks.
///
/// # Errors
/// When a file is no workbook, no plan is there, or the sources cannot be written.
pub fn run(arguments: &Arguments, files: &[PathBuf], folders: &[PathBuf]) -> Result<Outcome, CommandError> {
    let books = files.iter().map(|file| book(file, &bytes(file)?)).collect::<Result<Vec<Book>, CommandError>>()?;
    let folder = plan(folders, &books)?;
    let (sources, unread) = Sources::from_disk(&folder);
    let before = load::drafted(sources.clone(), unread);
    if has_errors(&before.problems) {
        report::errors(&before.problems);
        return Ok(Outcome::PlanHasErrors);
    }
    let fingerprint = Fingerprint::of(&before.plan, &before.document, None);
    let against = Against {
        plan: &before.plan,
        figures: &before.figures,
        sources: fingerprint.sources(&OUTPUT),
        delete: arguments.delete,
    };
    let changes = compared(against, &books);
    report::all(&changes.remarks);
    if changes.edits.is_empty() {
        let broken = has_errors(&changes.remarks);
        if !broken {
            report::say("inget belopp i arbetsboken skiljer sig från planen")?;
        }
        return Ok(if broken { Outcome::PlanHasErrors } else { Outcome::Done });
    }
    brought(arguments, files, &folder, &sources, before, &changes)
}

/// Shows what the changes do, and writes them where that is asked for and nothing stands in the way.
fn brought(
    arguments: &Arguments,
    files: &[PathBuf],
    folder: &Path,
    sources: &Sources,
    before: Draft,
    changes: &Changes,
) -> Result<Outcome, CommandError> {
    let edited = match edits::applied(sources, &changes.edits) {
        Ok(edited) => edited,
        Err(problems) => {
            report::all(&problems);
            return Ok(Outcome::PlanHasErrors);
        }
    };
    let after = load::drafted(edited.clone(), Vec::new());
    let broken = has_errors(&after.problems);
    if broken {
        report::errors(&after.problems);
    } else if !is_exact(&before.figures, &after.figures, changes) {
        return Err(CommandError::internal(
            "ändringarna kunde inte skrivas utan att andra belopp ändrades; inget är skrivet",
        ));
    }
    let names: Vec<String> = files.iter().map(|file| shown(file)).collect();
    let of_plan = shown(folder);
    let own = Compared::between([&of_plan, &swedish::join(&names)], before, after);
    report::data(&text::render(&own.diff))?;
    if broken || has_errors(&changes.remarks) {
        report::complain("inget är skrivet: det som står som fel måste rättas först");
        return Ok(Outcome::PlanHasErrors);
    }
    if !arguments.write {
        report::notice("inget är skrivet; vplan import … --write skriver ändringarna i planens filer");
        return Ok(Outcome::Done);
    }
    let rewritten = edited.texts.iter().filter_map(|(path, file)| {
        let old = sources.texts.get(path).filter(|old| old.text != file.text)?;
        Some(saved::New { file: path, before: &old.text, after: &file.text })
    });
    let rewritten: Vec<saved::New<'_>> = rewritten.collect();
    saved::all(folder, &rewritten)?;
    let paths: Vec<String> = rewritten.iter().map(|new| format!("{of_plan}/{}", new.file)).collect();
    report::say(&format!("skrivet i {}", swedish::join(&paths)))?;
    Ok(if has_errors(&own.diff.judged.after) { Outcome::PlanHasErrors } else { Outcome::Done })
}

/// Whether every written cell holds what is wanted, and every other what it held.
fn is_exact(before: &Figures, after: &Figures, changes: &Changes) -> bool {
    let held = |figures: &Figures| {
        let inputs = figures.cells.iter().enumerate().filter(|(_, figure)| matches!(figure.origin, Origin::Input));
        inputs
            .map(|(cell, figure)| (figures.address(cell), Held::of(figure)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let now = held(after);
    let mut wanted = held(before);
    for (cell, held) in &changes.wanted {
        // The same amount may be shown in several tables, of which one was changed.
        let span = &before.cells[*cell].span;
        let same = before
            .cells
            .iter()
            .enumerate()
            .filter(|(_, figure)| figure.span.range == span.range && figure.span.file.path == span.file.path);
        for (cell, _) in same {
            wanted.insert(before.address(cell), held.clone());
        }
    }
    // A row that has gone has no address any more, and one that has come may make another's longer.
    wanted.iter().all(|(address, held)| now.get(address).is_none_or(|own| own.is(held)))
}

/// The plan that workbooks are of: the one that is asked for, else the one that they name.
///
/// # Errors
/// When there is none, or it may be one of several.
pub fn plan(folders: &[PathBuf], books: &[Book]) -> Result<PathBuf, CommandError> {
    let asked = if folders.is_empty() { vec![PathBuf::from(DEFAULT)] } else { folders.to_vec() };
    let plans = find_plans(&asked)?;
    let hidden = books.iter().flat_map(|book| &book.sheets).filter(|sheet| sheet.name == record::NAME);
    let mut named: Vec<String> = hidden.map(|sheet| Record::read(sheet).plan).filter(|name| !name.is_empty()).collect();
    named.sort();
    named.dedup();
    if let [_, _, ..] = named.as_slice() {
        return Err(CommandError::user(format!("arbetsböckerna är av olika planer: {}", swedish::join(&named)))
            .hint("läs in dem var för sig"));
    }
    let is_named = |plan: &&PathBuf| {
        let own = plan.canonicalize().unwrap_or_else(|_| (*plan).clone());
        own.file_name().is_some_and(|own| named.iter().any(|name| **name == *own.to_string_lossy()))
    };
    match (plans.as_slice(), plans.iter().find(is_named)) {
        (_, Some(plan)) => Ok(plan.clone()),
        ([only], None) => Ok(only.clone()),
        (several, None) => {
            let paths: Vec<String> = several.iter().map(|plan| shown(plan)).collect();
            Err(CommandError::user(format!("det finns flera planer: {}", swedish::join(&paths)))
                .hint(format!("ange vilken arbetsboken gäller, till exempel vplan import FIL {}", paths[0])))
        }
    }
}
