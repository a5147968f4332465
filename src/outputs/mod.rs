//! A plan's edition → bytes. Pure: no figure is computed and no wording invented here.
//!
//! Adding an output: write `src/outputs/<output>.rs` with an [`Output`] whose files are made by a pure function of an
//! [`Edition`], and add its module and its line in [`ALL`]. `vplan build` then has it as a format with its help, tells of
//! its file, and the plan's pages and the list of plans lead to it where it has a [`Link`]; `vplan diff` writes the
//! plan with its changes marked in it where it says how that file is named.

pub mod attachments;
pub mod csv;
pub mod edition;
pub mod findings;
pub mod fingerprint;
pub mod html;
pub mod json;
pub mod lines;
pub mod listed;
pub mod manifest;
pub mod pdf;
pub mod project;
pub mod remarks;
pub mod sheets;
pub mod svg;
pub mod word;
pub mod workbook;
pub mod world;

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::outputs::edition::Edition;
use crate::outputs::listed::Listed;

/// Files of an output, by path with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where the sources stood when the outputs were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// The commit's id, shortened.
    pub id: String,
    /// The commit's date, in words.
    pub date: Option<String>,
    /// The plan's files are not those of the commit.
    pub changed: bool,
}

/// A format that a plan can be written in.
#[derive(Debug)]
pub struct Output {
    /// Its name on the command line.
    pub name: &'static str,
    /// What is written, in Swedish.
    pub help: &'static str,
    /// Whether it is written when nobody asks for anything else.
    pub usual: bool,
    /// Whether it names the revision of the sources, which git then has to be asked for.
    pub names_revision: bool,
    /// Whether it tells of last year's plan too, whose sources it then depends on.
    pub reads_earlier: bool,
    /// The file to be opened first.
    pub file: &'static str,
    /// The same of a report, where that is called otherwise.
    pub report: Option<&'static str>,
    /// The same of a plan with its changes marked, in formats that show them.
    pub changes: Option<&'static str>,
    /// What pages say of a link to the file; nothing of the pages themselves and of what is no reader's.
    pub link: Option<Link>,
    /// Makes the files.
    pub make: Make,
    /// Makes the files over all plans that are listed, when it has any.
    pub over: Option<Over>,
    /// Makes a file of it say whether it is older than what lies beside it, where it can; nothing when it says so already.
    pub aged: Option<Aged>,
}

/// There is one of each name.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Makes a file, by its path and bytes, say that it is made from older sources than what lies beside it, or no longer.
pub type Aged = fn(&str, &[u8], bool) -> Option<Vec<u8>>;

/// Makes the files over all plans that are listed.
pub type Over = fn(&[Listed]) -> Result<Files, Broken>;

/// How an output's files are made.
#[derive(Debug)]
pub enum Make {
    /// From the edition.
    Edition(fn(&Edition<'_>) -> Result<Files, Broken>),
    /// From the edition and its Typst project, which is rendered once for all outputs that need it.
    Project(fn(&Edition<'_>, &Files) -> Result<Made, Broken>),
}

/// What an output has made.
#[derive(Debug, Default)]
pub struct Made {
    /// The files.
    pub files: Files,
    /// What their readers may miss in them.
    pub warnings: Vec<Diagnostic>,
}

impl From<Files> for Made {
    fn from(files: Files) -> Self {
        Self { files, warnings: Vec::new() }
    }
}

/// The files of each format, and what was found when they were made.
#[derive(Debug)]
pub struct Formats {
    /// In the edition's order.
    pub made: Vec<(&'static Output, Files)>,
    /// What readers may miss.
    pub warnings: Vec<Diagnostic>,
}

/// A link to an output's file, in Swedish.
#[derive(Debug)]
pub struct Link {
    /// What it is: `Hela planen som pdf`.
    pub text: &'static str,
    /// The form alone, after the word *som*: `pdf`.
    pub form: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Whether every page and the list of plans have it, and not only the list of what can be fetched.
    pub everywhere: bool,
}

/// Every output.
pub const ALL: &[&Output] =
    &[&pdf::OUTPUT, &html::OUTPUT, &project::OUTPUT, &word::OUTPUT, &workbook::OUTPUT, &findings::OUTPUT];

impl Output {
    /// The file to be opened first, of a plan, a report, or a plan with its changes marked.
    pub fn file(&self, document: &Document) -> Option<&'static str> {
        if document.compared { self.changes } else { Some(self.file_of(document.meta.is_report)) }
    }

    /// The file to be opened first, of a report or of a plan.
    pub fn file_of(&self, is_report: bool) -> &'static str {
        self.report.filter(|_| is_report).unwrap_or(self.file)
    }
}

/// The files of an edition in all its formats, together.
///
/// # Errors
/// As [`formats`].
pub fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    Ok(formats(edition)?.made.into_iter().flat_map(|(_, files)| files).collect())
}

/// The files of an edition in each of its formats.
///
/// # Errors
/// What stands in the way, which is a picture that cannot be read or an error of the program.
pub fn formats(edition: &Edition<'_>) -> Result<Formats, Broken> {
    let needs_project = edition.outputs.iter().any(|output| matches!(output.make, Make::Project(_)));
    let project = if needs_project { project::of(edition)? } else { Files::new() };
    let made = edition.outputs.par_iter().map(|output| match output.make {
        Make::Edition(make) => make(edition).map(Made::from),
        Make::Project(make) => make(edition, &project),
    });
    let made: Vec<Result<Made, Broken>> = made.collect();
    let mut formats = Formats { made: Vec::new(), warnings: Vec::new() };
    for (output, made) in edition.outputs.iter().zip(made) {
        let Made { files, warnings } = made?;
        formats.made.push((*output, files));
        formats.warnings.extend(warnings);
    }
    Ok(formats)
}

/// Why an output could not be made.
#[derive(Debug)]
pub struct Broken(pub Vec<Diagnostic>);

impl From<Vec<Diagnostic>> for Broken {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self(problems)
    }
}

impl From<tera::Error> for Broken {
    fn from(error: tera::Error) -> Self {
        Self(vec![
            Diagnostic::error("internt-fel", format!("programmets mall är trasig ({error})"))
                .hint("det här är ett fel i vplan eller i templates/, inte i planen"),
        ])
    }
}
