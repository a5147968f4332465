//! A new table of somebody's own sheet.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::error::CommandError;
use crate::commands::import::arguments::Arguments;
use crate::commands::import::opened::{STANDARD_INPUT, book, bytes, text};
use crate::commands::import::workbook::plan;
use crate::commands::{Outcome, load, report};
use crate::diagnostic::has_errors;
use crate::import::foreign::{Asked, Taken, grid, taken};
use crate::quantity::unit::Unit;
use crate::source::files::{Sources, is_hidden_name, shown};

/// Makes a table of a sheet, and writes it where nothing is yet.
///
/// # Errors
/// When the file cannot be read, or the new one is there already or cannot be written.
pub fn run(arguments: &Arguments, files: &[PathBuf], folders: &[PathBuf], new: &str) -> Result<Outcome, CommandError> {
    let [file] = files else {
        return Err(CommandError::usage("--new gör en tabell av en fil i taget"));
    };
    let id = id(new)?;
    let range = match &arguments.range {
        Some(text) => Some(grid::range(text).ok_or_else(|| {
            CommandError::usage(format!("\"{text}\" är inget område (skriv till exempel --range A3:F28)"))
        })?),
        None => None,
    };
    let folder = plan(folders, &[])?;
    let target = folder.join(new);
    if target.symlink_metadata().is_ok() {
        return Err(
            CommandError::user(format!("\"{}\" finns redan", shown(&target))).hint("välj ett annat namn med --new")
        );
    }
    let bytes = bytes(file)?;
    let is_text = file == Path::new(STANDARD_INPUT)
        || file
            .extension()
            .is_some_and(|ending| ["csv", "tsv", "txt"].iter().any(|own| ending.eq_ignore_ascii_case(own)));
    // What is copied into a program's input may be a workbook, too.
    let book = if is_text && !bytes.starts_with(b"PK") { text(file, &bytes)? } else { book(file, &bytes)? };
    let unit = arguments.unit.as_deref().map(Unit::parse);
    let asked = Asked { sheet: arguments.sheet.clone(), range, unit, id };
    let Taken { text, told } = match taken(&book, &asked) {
        Ok(taken) => taken,
        Err(problems) => {
            report::all(&problems);
            report::complain("inget är skrivet");
            return Ok(Outcome::PlanHasErrors);
        }
    };
    for line in &told {
        report::notice(&format!("  {line}"));
    }
    let (mut sources, _) = Sources::from_disk(&folder);
    let before = load::drafted(sources.clone(), Vec::new());
    let problems = sources.add(new, &text);
    let after = load::drafted(sources, problems);
    let own = shown(&target);
    let of_file = |problem: &&crate::diagnostic::Diagnostic| {
        problem.primary.as_ref().is_some_and(|label| label.span.file.path == own)
    };
    let review = crate::review(&after, None);
    let of_table: Vec<_> = review.iter().filter(of_file).cloned().collect();
    if has_errors(&of_table) || (has_errors(&after.problems) && !has_errors(&before.problems)) {
        report::errors(&of_table);
        report::errors(&after.problems);
        report::data(&text)?;
        report::complain("inget är skrivet: tabellen ovan går inte ihop");
        return Ok(Outcome::PlanHasErrors);
    }
    let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&target)?;
        std::io::Write::write_all(&mut file, text.as_bytes())
    });
    written.map_err(|error| CommandError::io("skrivas", &target, &error))?;
    report::say(&format!(
        "{own}: ny tabell \"{}\"; skriv {{{{ tabell(id=\"{}\") }}}} i ett kapitel för att visa den",
        asked.id, asked.id
    ))?;
    Ok(Outcome::Done)
}

/// The id of a table in a file: the file's own name.
fn id(new: &str) -> Result<String, CommandError> {
    let path = Path::new(new);
    let inside = path
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(name) if !is_hidden_name(&name.to_string_lossy())));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let is_id = stem.starts_with(char::is_alphabetic) && stem.chars().all(|c| c.is_alphanumeric() || c == '_');
    let in_folder = path.parent().is_some_and(|parent| !parent.as_os_str().is_empty());
    if inside && is_yaml && is_id && in_folder {
        return Ok(stem);
    }
    Err(CommandError::usage(format!(
        "\"{new}\" kan inte bli en tabell (skriv mapp och namn i planen, till exempel --new budget/egen.yaml; namnet blir tabellens id)"
    )))
}
