//! `vplan new`: the first files of a plan, small and whole, to write on from.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::commands::error::CommandError;
use crate::commands::{Outcome, report};
use crate::source::files::shown;

/// Vilken plan som ska börjas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Planens år
    #[arg(value_name = "ÅR", help_heading = "Argument", value_parser = clap::value_parser!(i32).range(1900..=2999))]
    pub year: i32,
    /// Mapp att skriva till; förvalt är plan/ÅR
    #[arg(long, short, value_name = "MAPP", help_heading = "Val")]
    pub out: Option<PathBuf>,
}

/// The files, with `ÅR` for the plan's year and `FÖRRA` for the year before.
const FILES: [(&str, &str); 3] = [
    (
        "plan.yaml",
        "# Vad planen är. README.md i vplan beskriver alla nycklar.\n\
         nämnd: Nämndens namn\norganisation: Regionens eller kommunens namn\nförvaltning: Förvaltningens namn\n\
         år: ÅR\ntitel: Verksamhetsplan ÅR\nstatus: utkast\n",
    ),
    (
        "budget/resultatbudget.yaml",
        "# Belopp i miljoner kronor, kostnader med minus. Summan räknas ut.\n\
         tabell: resultatbudget\nrubrik: Resultatbudget\nenhet: mnkr\nkolumner: [budget FÖRRA, budget ÅR]\nrader:\n\
         \x20 - {id: intäkter, namn: Intäkter, belopp: [10.0, 10.5]}\n\
         \x20 - {id: kostnader, namn: Kostnader, belopp: [-10.0, -10.5]}\n\
         summa: Resultat\n",
    ),
    (
        "kapitel/01-inledning.md",
        "# Inledning\n\nSkriv vad nämnden ansvarar för och vad den ska göra under året.\n\n\
         {{ tabell(id=\"resultatbudget\") }}\n",
    ),
];

/// Runs the command.
///
/// # Errors
/// When the folder is somebody's already, or cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let Arguments { year, out } = arguments;
    let folder = out.clone().unwrap_or_else(|| PathBuf::from(format!("plan/{year}")));
    if folder.exists() && !fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none()) {
        return Err(CommandError::user(format!("\"{}\" finns redan och är inte tom", shown(&folder)))
            .hint("välj ett annat år, eller en annan mapp med --out"));
    }
    for (path, text) in FILES {
        let target = folder.join(path);
        let text = text.replace("FÖRRA", &(year - 1).to_string()).replace("ÅR", &year.to_string());
        let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
        written.map_err(|error| CommandError::io("skrivas", &target, &error))?;
    }
    let names = FILES.map(|(path, _)| path).join(", ");
    report::say(&format!(
        "{}: {names}\nfyll i plan.yaml, skriv kapitel i kapitel/ och tabeller i budget/; vplan build bygger planen",
        shown(&folder)
    ))?;
    Ok(Outcome::Done)
}
