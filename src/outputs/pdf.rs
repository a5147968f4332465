//! The PDF: a Typst project typeset in process, as PDF/A-2a or PDF/A-3a, and PDF/UA-1, in one file.

use std::sync::Arc;

use typst::diag::Warned;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diagnostic::Diagnostic;
use crate::outputs::edition::{Archive, Edition};
use crate::outputs::world::ProjectWorld;
use crate::outputs::{Broken, Files, Link, Made, Make, Output, remarks};
use crate::source::SourceFile;

/// The PDF of a plan.
pub const OUTPUT: Output = Output {
    name: "pdf",
    help: "verksamhetsplan.pdf (PDF/A-2a och PDF/UA-1)",
    usual: true,
    names_revision: false,
    reads_earlier: false,
    file: "verksamhetsplan.pdf",
    report: Some("rapport.pdf"),
    changes: Some("jamforelse.pdf"),
    link: Some(Link { text: "Hela planen som pdf", form: "pdf", media_type: "application/pdf", everywhere: true }),
    make: Make::Project(files),
    over: None,
    aged: None,
};

fn files(edition: &Edition<'_>, project: &Files) -> Result<Made, Broken> {
    let Some(name) = OUTPUT.file(edition.document) else { return Ok(Made::default()) };
    let Typeset { bytes, warnings } =
        typeset(project.clone(), &edition.identity(), edition.archive, &edition.plan.files)?;
    Ok(Made { files: Files::from([(name.to_owned(), bytes)]), warnings })
}

/// A PDF, and what its readers may miss in it.
#[derive(Debug)]
pub struct Typeset {
    /// The file.
    pub bytes: Vec<u8>,
    /// What Typst had to remark.
    pub warnings: Vec<Diagnostic>,
}

/// Typesets a project. What is said of it is told at its place in `sources`, the texts that it was made from.
///
/// # Errors
/// What Typst refuses, which is a picture that cannot be read or an error of the program.
pub fn typeset(
    project: Files,
    identity: &str,
    archive: Archive,
    sources: &[Arc<SourceFile>],
) -> Result<Typeset, Vec<Diagnostic>> {
    let internal =
        |message: &str| vec![Diagnostic::error("internt-fel", format!("pdf:en kan inte byggas ({message})"))];
    let world =
        ProjectWorld::new(project).ok_or_else(|| internal("typsnitten eller projektets sökvägar kan inte läsas"))?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|errors| remarks::errors(errors.as_slice(), &world, sources))?;
    let archive = match archive {
        Archive::A2a => PdfStandard::A_2a,
        Archive::A3a => PdfStandard::A_3a,
    };
    let standards = PdfStandards::new(&[archive, PdfStandard::Ua_1]).map_err(|error| internal(error.message()))?;
    let options = PdfOptions {
        // Stable over rebuilds, different between plans.
        ident: Smart::Custom(identity.to_owned()),
        standards,
        ..PdfOptions::default()
    };
    let bytes =
        typst_pdf::pdf(&document, &options).map_err(|errors| remarks::errors(errors.as_slice(), &world, sources))?;
    Ok(Typeset { bytes, warnings: remarks::warnings(warnings.as_slice(), &world, sources) })
}
