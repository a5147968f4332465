//! `vplan build`: plans to PDF and HTML, all of them or none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Instant;

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

use crate::commands::error::CommandError;
use crate::commands::load::{self, Loaded, Plans};
use crate::commands::publish::parts::{self, Age, Beside, Folder, Part};
use crate::commands::publish::{Site, Target};
use crate::commands::{Outcome, choice, epoch, report, revision, watch};
use crate::diagnostic::{self, Diagnostic};
use crate::outputs::edition::{Archive, Edition};
use crate::outputs::listed::Listed;
use crate::outputs::{self, Broken, Files, Formats, Output};
use crate::quantity::date::Date;
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
    /// Skriver bara fel, och vad som är byggt
    #[arg(long, short, help_heading = "Val")]
    pub quiet: bool,
    /// Bygger om när en fil i planen sparas, tills du trycker Ctrl+C
    #[arg(long, help_heading = "Val")]
    pub watch: bool,
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

/// A plan built, and the formats that stay beside it.
struct Built {
    plan: Loaded,
    made: Made,
    beside: Vec<Beside>,
}

/// The files of a plan's formats.
type Made = Vec<(&'static Output, Files)>;

/// What to build, beside the plans.
struct Asked<'a> {
    out: &'a Path,
    formats: Vec<&'static Output>,
    archive: Archive,
    epoch: Option<Date>,
}

impl Asked<'_> {
    /// The formats that earlier builds have left of a plan.
    fn beside(&self, plan: &Loaded) -> Vec<Beside> {
        parts::beside(&self.out.join(&plan.name), &self.formats, &plan.sources)
    }

    /// A plan in all its formats.
    fn made(&self, plan: &Loaded, beside: &[Beside]) -> Result<Formats, Broken> {
        let names_revision = self.formats.iter().any(|output| output.names_revision);
        let revision = if names_revision { revision::of(Path::new(&plan.draft.plan.folder)) } else { None };
        outputs::formats(&Edition {
            problems: &plan.problems,
            against: plan.against.as_ref(),
            revision: revision.as_ref(),
            name: &plan.name,
            epoch: self.epoch,
            archive: self.archive,
            outputs: &self.formats,
            beside: &parts::same(beside),
            related: &plan.related,
            ..Edition::new(&plan.draft.plan, &plan.draft.figures, &plan.draft.document)
        })
    }
}

/// Runs the command.
///
/// # Errors
/// When there is no plan to build, or something cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    if arguments.watch { again_and_again(arguments) } else { once(arguments) }
}

/// Builds whenever something was saved, until somebody stops it. What stands in the way is told and may be mended; only
/// what was wrong from the start ends it.
fn again_and_again(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let plans = &arguments.plans.plans;
    let (sender, saved) = channel();
    let mut watching = watch::start(move || {
        let _ = sender.send(());
    });
    let mut looks = watch::look(&watch::folders(plans));
    once(arguments)?;
    loop {
        report::notice("väntar på att något sparas; avsluta med Ctrl+C");
        loop {
            let folders = watch::folders(plans);
            watching.follow(&folders);
            match saved.recv_timeout(watch::LOOK) {
                // All that was told of one save is one save.
                Ok(()) => while saved.recv_timeout(watch::QUIET).is_ok() {},
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(watch::LOOK),
            }
            let now = watch::look(&folders);
            if now != looks {
                looks = now;
                break;
            }
        }
        if let Err(error) = once(arguments) {
            report::complain(&error.to_string());
        }
    }
}

fn once(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let loaded = load::plans(&arguments.plans)?;
    let problems = load::problems(&loaded);
    if arguments.quiet {
        report::errors(&problems);
    } else {
        report::pressing(&problems);
    }
    if diagnostic::has_errors(&problems) {
        report::complain("planen har fel; inget har skrivits");
        return Ok(Outcome::PlanHasErrors);
    }
    let asked = Asked {
        out: &arguments.out,
        formats: outputs::ALL.iter().copied().filter(|output| arguments.format.contains(output)).collect(),
        archive: arguments.archive.into(),
        epoch: epoch::given()?,
    };
    let left: Vec<String> = loaded.iter().filter_map(left).collect();
    let mut plans: Vec<Built> = Vec::new();
    for plan in loaded {
        if plans.iter().any(|other| other.plan.name == plan.name) {
            let message = format!("två planer heter \"{}\" och skulle skrivas till samma mapp", plan.name);
            return Err(CommandError::user(message));
        }
        let beside = asked.beside(&plan);
        match asked.made(&plan, &beside) {
            Ok(Formats { made, warnings }) => {
                if !arguments.quiet {
                    report::pressing(&warnings);
                }
                plans.push(Built { plan, made, beside });
            }
            Err(Broken(problems)) => {
                report::all(&problems);
                report::complain("planen kunde inte byggas; inget har skrivits");
                return Ok(Outcome::PlanHasErrors);
            }
        }
    }
    let Published { lines, notes } = publish(&asked, plans, arguments.force)?;
    if !arguments.quiet {
        report::deviations(&problems);
    }
    let seconds = crate::swedish::seconds(started.elapsed());
    for line in lines {
        report::say(&format!("{line} ({seconds})"))?;
    }
    for note in left.into_iter().chain(notes).filter(|_| !arguments.quiet) {
        report::say(&note)?;
    }
    Ok(Outcome::Done)
}

/// How much a plan has left to do.
fn left(plan: &Loaded) -> Option<String> {
    let todos = plan.draft.plan.todos.len();
    (todos > 0).then(|| format!("{}: {todos} kvar att göra (vplan check visar vad)", plan.draft.plan.folder))
}

/// What was published.
struct Published {
    /// A line of each plan.
    lines: Vec<String>,
    /// What else lies in the plans' folders.
    notes: Vec<String>,
}

/// Most files of somebody's that are named.
const LISTED: usize = 5;

/// Puts the plans and the list of plans in place.
fn publish(asked: &Asked<'_>, mut plans: Vec<Built>, force: bool) -> Result<Published, CommandError> {
    let target = Target::open(asked.out)?;
    // Another build may have been here while this one was made, and its pages would then lead to what is not there.
    for Built { plan, made, beside } in &mut plans {
        let now = asked.beside(plan);
        if parts::same(&now) != parts::same(beside) {
            *made = asked.made(plan, &now).map_err(|Broken(problems)| internal(&problems))?.made;
        }
        *beside = now;
    }
    let before = target.listed();
    let listed = |built: &Built| {
        let before = before.iter().find(|other| other.folder == built.plan.name);
        listed(built, &asked.formats, before)
    };
    let mut all: Vec<Listed> = plans.iter().map(listed).collect();
    let is_built = |other: &&Listed| plans.iter().any(|built| built.plan.name == other.folder);
    all.extend(before.iter().filter(|other| !is_built(other)).cloned());
    all.retain(Listed::is_shown);
    all.sort_by(|a, b| (b.year, &a.folder).cmp(&(a.year, &b.folder)));
    let mut top = Files::new();
    for over in outputs::ALL.iter().filter_map(|output| output.over) {
        top.extend(over(&all).map_err(|Broken(problems)| internal(&problems))?);
    }
    let (mut lines, mut notes, mut folders) = (Vec::new(), Vec::new(), Vec::new());
    for built in plans {
        let mark = serde_json::to_vec_pretty(&listed(&built))?;
        let Built { plan: Loaded { name, sources, draft, .. }, made, beside } = built;
        let names: Vec<&str> = asked.formats.iter().filter_map(|output| output.file(&draft.document)).collect();
        let folder = asked.out.join(&name);
        lines.push(format!("{}: {}", shown(&folder), names.join(", ")));
        notes.extend(beside.iter().filter_map(|beside| staleness(&folder, beside)));
        let part = |(output, files): (&'static Output, Files)| {
            let sources = sources.sources(output).to_owned();
            Part { output, sources, files }
        };
        folders.push(Folder { name, parts: made.into_iter().map(part).collect(), beside, mark });
    }
    let insist = asked.formats.iter().any(|output| output.over.is_some());
    let kept = target.publish(Site { plans: folders, top, insist, force })?;
    let named = kept.iter().take(LISTED);
    notes.extend(named.map(|path| format!("\"{}\" är inte skriven av vplan och ligger kvar", shown(path))));
    if let Some(more) = kept.len().checked_sub(LISTED).filter(|more| *more > 0) {
        notes.push(format!("… och {more} till"));
    }
    Ok(Published { lines, notes })
}

/// A plan in the list of plans: what is made of it, and what stays and is as new. A page that stays is led to when it is
/// older too, and says so.
fn listed(built: &Built, formats: &[&'static Output], before: Option<&Listed>) -> Listed {
    let same = parts::same(&built.beside);
    let there: Vec<&Output> = formats.iter().chain(&same).copied().collect();
    let mut listed = Listed::new(&built.plan.name, &there, &built.plan.draft.document);
    if let Some(pages) = built.beside.iter().find(|beside| beside.output.over.is_some()) {
        listed.html = true;
        listed.older = pages.age != Age::Same;
        listed.theme = before.map_or(listed.theme, |before| before.theme);
    }
    listed
}

/// What to say of a format that stays and is not made from what the others are.
fn staleness(folder: &Path, beside: &Beside) -> Option<String> {
    let why = match beside.age {
        Age::Same => return None,
        Age::Older => "är gjord av äldre källor",
        Age::Unknown => "är gjord av en äldre vplan, som inte säger av vilka källor",
    };
    let Beside { output, .. } = beside;
    let file = shown(&folder.join(beside.file()?));
    let then = if output.over.is_some() { "sidorna säger det" } else { "ingen sida länkar till den" };
    Some(format!("\"{file}\" {why}; {then} (bygg om med --format {})", output.name))
}

fn internal(problems: &[Diagnostic]) -> CommandError {
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    CommandError::internal(messages.join("; "))
}
