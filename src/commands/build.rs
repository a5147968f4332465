//! `vplan build`: plans to PDF and HTML, all of them or none.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

use crate::Draft;
use crate::commands::error::CommandError;
use crate::commands::load::{self, Loaded, Plans};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, choice, epoch, folder, report, revision};
use crate::diagnostic::{self, Diagnostic};
use crate::outputs::edition::{Archive, Edition};
use crate::outputs::listed::Listed;
use crate::outputs::{self, Broken, Files, Output};
use crate::source::files::shown;

/// Vad som ska byggas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Planer att bygga
    #[command(flatten)]
    pub plans: Plans,
    /// Mapp att skriva till; förvalt är out
    #[arg(long, short, default_value = "out", hide_default_value = true, value_name = "MAPP", help_heading = "Val")]
    pub out: PathBuf,
    /// Format, ett eller flera
    #[arg(long, value_parser = formats(), value_delimiter = ',', default_values = usual_formats())]
    #[arg(help = format_help(), hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT,…", help_heading = "Val")]
    pub format: Vec<&'static Output>,
    /// Skriv över filer som någon har ändrat sedan vplan skrev dem
    #[arg(long, help_heading = "Val")]
    pub force: bool,
    /// Arkivformat för PDF:en: a-2a, eller a-3a med planens källor och tabeller bifogade; förvalt är a-2a
    #[arg(long, value_enum, default_value = "a-2a", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub archive: ArchiveFormat,
}

/// Arkivformat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ArchiveFormat {
    /// PDF/A-2a: dokumentet ensamt
    #[value(name = "a-2a")]
    A2a,
    /// PDF/A-3a: med källor och tabeller bifogade
    #[value(name = "a-3a")]
    A3a,
}

impl From<ArchiveFormat> for Archive {
    fn from(format: ArchiveFormat) -> Self {
        match format {
            ArchiveFormat::A2a => Self::A2a,
            ArchiveFormat::A3a => Self::A3a,
        }
    }
}

fn formats() -> impl TypedValueParser<Value = &'static Output> {
    choice::parser(outputs::ALL.iter().map(|&output| (output.name, output.help.to_owned(), output)).collect())
}

fn usual_formats() -> Vec<&'static str> {
    outputs::ALL.iter().filter(|output| output.usual).map(|output| output.name).collect()
}

fn format_help() -> String {
    let names: Vec<&str> = outputs::ALL.iter().map(|output| output.name).collect();
    let (names, usual) = (names.join(", "), usual_formats().join(","));
    format!("Format, ett eller flera med komma emellan: {names}; förvalt är {usual}")
}

/// A plan built: its folder's name, the draft it came from, and its files.
struct Built {
    name: String,
    draft: Draft,
    files: Files,
}

/// Runs the command.
///
/// # Errors
/// When there is no plan to build, or something cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let loaded = load::plans(&arguments.plans)?;
    let problems = load::problems(&loaded);
    report::pressing(&problems);
    if diagnostic::has_errors(&problems) {
        report::complain("planen har fel; inget har skrivits");
        return Ok(Outcome::PlanHasErrors);
    }
    let epoch = epoch::given()?;
    let asked = |output: &&Output| arguments.format.iter().any(|asked| asked.name == output.name);
    let formats: Vec<&'static Output> = outputs::ALL.iter().copied().filter(asked).collect();
    let mut plans: Vec<Built> = Vec::new();
    for Loaded { name, draft, problems: found, against } in loaded {
        if plans.iter().any(|other| other.name == name) {
            let message = format!("två planer heter \"{name}\" och skulle skrivas till samma mapp");
            return Err(CommandError::user(message));
        }
        let edition = Edition {
            problems: &found,
            against: against.as_ref(),
            name: &name,
            epoch,
            archive: arguments.archive.into(),
            outputs: &formats,
            ..Edition::new(&draft.plan, &draft.figures, &draft.document)
        };
        match written(edition) {
            Ok(files) => plans.push(Built { name, draft, files }),
            Err(Broken(problems)) => {
                report::all(&problems);
                report::complain("planen kunde inte byggas; inget har skrivits");
                return Ok(Outcome::PlanHasErrors);
            }
        }
    }
    let Published { lines, kept } = publish(&arguments.out, plans, &formats, arguments.force)?;
    report::deviations(&problems);
    let seconds = crate::swedish::seconds(started.elapsed());
    for line in lines {
        report::say(&format!("{line} ({seconds})"))?;
    }
    for path in kept.iter().take(LISTED) {
        report::say(&format!("\"{}\" är inte skriven av vplan och ligger kvar", shown(path)))?;
    }
    if let Some(more) = kept.len().checked_sub(LISTED).filter(|more| *more > 0) {
        report::say(&format!("… och {more} till"))?;
    }
    Ok(Outcome::Done)
}

/// The files of one plan.
fn written(edition: Edition<'_>) -> Result<Files, Broken> {
    let names_revision = edition.outputs.iter().any(|output| output.names_revision);
    let revision = if names_revision { revision::of(Path::new(&edition.plan.folder)) } else { None };
    outputs::files(&Edition { revision: revision.as_ref(), ..edition })
}

/// What was published.
struct Published {
    /// A line of each plan.
    lines: Vec<String>,
    /// Files of somebody's that stay in the plans' folders.
    kept: Vec<PathBuf>,
}

/// Most files of somebody's that are named.
const LISTED: usize = 5;

/// Puts the plans and the list of plans in place.
fn publish(out: &Path, plans: Vec<Built>, formats: &[&'static Output], force: bool) -> Result<Published, CommandError> {
    let listed = |plan: &Built| Listed::new(&plan.name, formats, &plan.draft.document);
    let target = Target::open(out)?;
    let mut all: Vec<Listed> = plans.iter().map(listed).collect();
    all.extend(target.listed().into_iter().filter(|other| !plans.iter().any(|plan| plan.name == other.folder)));
    all.retain(Listed::is_shown);
    all.sort_by(|a, b| (b.year, &a.folder).cmp(&(a.year, &b.folder)));
    let mut top = Files::new();
    for over in outputs::ALL.iter().filter_map(|output| output.over) {
        top.extend(over(&all).map_err(|Broken(problems)| internal(&problems))?);
    }
    let (mut lines, mut folders) = (Vec::new(), Vec::new());
    for mut plan in plans {
        let names: Vec<&str> = formats.iter().map(|output| output.file).collect();
        lines.push(format!("{}: {}", shown(&out.join(&plan.name)), names.join(", ")));
        let mark = serde_json::to_vec_pretty(&listed(&plan))?;
        plan.files.insert(folder::MARK.to_owned(), mark);
        folders.push((plan.name, plan.files));
    }
    let insist = formats.iter().any(|output| output.over.is_some());
    let kept = target.publish(Site { plans: folders, top, insist, force })?;
    Ok(Published { lines, kept })
}

fn internal(problems: &[Diagnostic]) -> CommandError {
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    CommandError::internal(messages.join("; "))
}
