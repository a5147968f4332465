//! `vplan new`: next year's plan made of this year's, or the first files of a plan, small and whole, to write on from.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::commands::error::CommandError;
use crate::commands::fresh::{Files, refuse_taken, write};
use crate::commands::load::{DEFAULT, drafted};
use crate::commands::{Outcome, first, followup, report};
use crate::diagnostic;
use crate::renewal::{Original, renew};
use crate::source::characters;
use crate::source::files::{PLAN_FILE, Sources, shown};
use crate::swedish;

/// Vilken plan som ska börjas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Planens år
    #[arg(value_name = "ÅR", help_heading = "Argument", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    #[arg(required_unless_present = "report", conflicts_with = "report")]
    pub year: Option<i32>,
    /// Planen som den nya görs av; förvalt är plan för året före, om den finns
    #[arg(long, value_name = "PLAN", help_heading = "Val")]
    pub from: Option<PathBuf>,
    /// Rapport om en plan i stället för en plan: månaden som den gäller till och med (2025-08), eller året (2025)
    #[arg(long, value_name = "MÅNAD", help_heading = "Val", conflicts_with = "board")]
    pub report: Option<String>,
    /// Nämnden som en första plan börjas för, utan någon plan som den görs av
    #[arg(long, value_name = "NAMN", help_heading = "Val")]
    pub board: Option<String>,
    /// Mapp att skriva till; förvalt är ÅR bredvid planen som den görs av, annars plan/ÅR
    #[arg(long, short, value_name = "MAPP", help_heading = "Val")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the folder is somebody's already, or cannot be written, or when there is no plan to make it of.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let Arguments { year, from, report, board, out } = arguments;
    let year = match (year, report) {
        (_, Some(name)) => return followup::begin(name, from.as_deref(), out.as_deref()),
        (Some(year), None) => year,
        // The year is asked for where no report is.
        (None, None) => return Err(CommandError::usage("året saknas").hint("skriv till exempel vplan new 2026")),
    };
    let own = || out.clone().unwrap_or_else(|| Path::new(DEFAULT).join(year.to_string()));
    if from.is_some() && board.is_some() {
        let message = "--from och --board går inte ihop: en plan görs av en annan eller börjas för en nämnd";
        return Err(CommandError::usage(message).hint("skriv det ena"));
    }
    if let Some(board) = board {
        return first(*year, board, &own(), out.is_none());
    }
    let before = Path::new(DEFAULT).join((year - 1).to_string());
    let before = before.join(PLAN_FILE).is_file().then_some(before);
    let beside = |plan: &Path| plan.parent().unwrap_or(Path::new("")).join(year.to_string());
    match from.clone().or(before) {
        Some(from) => next(&from, *year, &out.clone().unwrap_or_else(|| beside(&from))),
        None => first(*year, BOARD, &own(), out.is_none()),
    }
}

/// The board of a plan of which nobody has said whose it is.
const BOARD: &str = "Nämndens namn";

/// The files of a first plan; in the usual folder of plans also what stands beside that, as far as it is not there.
fn first(year: i32, board: &str, folder: &Path, is_usual: bool) -> Result<Outcome, CommandError> {
    if board.trim().is_empty() || characters::first_forbidden(board).is_some() || board.contains(['\n', '\r', '\t']) {
        return Err(
            CommandError::usage("nämndens namn ska vara en rad text").hint("skriv till exempel --board Servicenämnden")
        );
    }
    refuse_taken(folder)?;
    let files = first::files(year, board.trim());
    write(folder, &files)?;
    let mut lines = Vec::new();
    for (path, text) in first::BESIDE.iter().filter(|(path, _)| is_usual && !Path::new(path).exists()) {
        let target = Path::new(path);
        let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(target, text));
        written.map_err(|error| CommandError::io("skrivas", target, &error))?;
        lines.push(format!("{path}: skriven"));
    }
    lines.push(format!("{}: {}", shown(folder), files.keys().cloned().collect::<Vec<_>>().join(", ")));
    tell(folder, lines)
}

/// The plan of a later year, made of one that there is.
fn next(from: &Path, year: i32, folder: &Path) -> Result<Outcome, CommandError> {
    if !from.join(PLAN_FILE).is_file() {
        let message = format!("\"{}\" är ingen plan: där finns ingen {PLAN_FILE}", shown(from));
        return Err(CommandError::user(message).hint("ange planens mapp, till exempel --from plan/2025"));
    }
    refuse_taken(folder)?;
    let (sources, problems) = Sources::from_disk(from);
    let (texts, pictures) = (sources.texts.clone(), sources.binaries.clone());
    let draft = drafted(sources, problems);
    if diagnostic::has_errors(&draft.problems) {
        report::errors(&draft.problems);
        report::complain("planen har fel och kan inte bli nästa års plan; rätta dem först");
        return Ok(Outcome::PlanHasErrors);
    }
    let old = draft.plan.identity.year;
    if year <= old {
        let message = format!("planen i \"{}\" är för {old}; den nya ska vara för ett senare år", shown(from));
        return Err(CommandError::user(message).hint(format!("skriv vplan new {}", old + 1)));
    }
    let original = Original { plan: &draft.plan, figures: &draft.figures, prose: &draft.prose };
    let home = |path: &Path| path.parent().unwrap_or(Path::new("")).join(".").canonicalize().ok();
    let lie_beside = from.canonicalize().ok().and_then(|from| home(&from)).is_some_and(|own| home(folder) == Some(own));
    let renewal = renew(original, &texts, year, lie_beside);
    let own = renewal.texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let files: Files = own.chain(pictures).collect();
    write(folder, &files)?;
    let mut lines = Vec::new();
    if !renewal.left.is_empty() {
        lines.push(format!("kvar i {}:", shown(from)));
        let left = renewal.left.iter();
        lines.extend(left.map(|left| format!("  {}/{}:{}: {}", shown(from), left.path, left.line, left.name)));
    }
    tell(folder, lines)
}

/// Says what is left to do in a plan that is written, after what else there is to say.
fn tell(folder: &Path, mut lines: Vec<String>) -> Result<Outcome, CommandError> {
    let (sources, problems) = Sources::from_disk(folder);
    let draft = drafted(sources, problems);
    let todos = &draft.plan.todos;
    if !todos.is_empty() {
        lines.push("att göra:".to_owned());
        lines.extend(todos.iter().map(|todo| {
            let (line, _) = todo.span.file.line_column(todo.span.range.start);
            format!("  {}:{line}: {}", todo.span.file.path, todo.text)
        }));
    }
    let count = swedish::count(todos.len());
    lines.push(format!(
        "{}: planen för {} är skriven, med {count} ställen kvar att göra",
        shown(folder),
        draft.plan.identity.year
    ));
    report::say(&lines.join("\n"))?;
    if diagnostic::has_errors(&draft.problems) {
        report::errors(&draft.problems);
        return Ok(Outcome::Partly);
    }
    Ok(Outcome::Done)
}
