//! The PDF: a Typst project typeset in process, as PDF/A-2a or PDF/A-3a, and PDF/UA-1, in one file.

use typst::WorldExt;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diagnostic::Diagnostic;
use crate::outputs::edition::{Archive, Edition};
use crate::outputs::world::ProjectWorld;
use crate::outputs::{Broken, Files, Link, Make, Output};

/// The PDF of a plan.
pub const OUTPUT: Output = Output {
    name: "pdf",
    help: "verksamhetsplan.pdf (PDF/A-2a och PDF/UA-1)",
    usual: true,
    names_revision: false,
    reads_earlier: false,
    file: "verksamhetsplan.pdf",
    changes: Some("jamforelse.pdf"),
    link: Some(Link { text: "Hela planen som pdf", form: "pdf", media_type: "application/pdf", everywhere: true }),
    make: Make::Project(files),
    over: None,
    aged: None,
};

fn files(edition: &Edition<'_>, project: &Files) -> Result<Files, Broken> {
    let Some(name) = OUTPUT.file(edition.document) else { return Ok(Files::new()) };
    let bytes = pdf(project.clone(), &edition.identity(), edition.archive)?;
    Ok(Files::from([(name.to_owned(), bytes)]))
}

/// Typesets a project.
///
/// # Errors
/// What Typst refuses, which is a picture that cannot be read or an error of the program.
pub fn pdf(project: Files, identity: &str, archive: Archive) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let internal =
        |message: &str| vec![Diagnostic::error("internt-fel", format!("pdf:en kan inte byggas ({message})"))];
    let world =
        ProjectWorld::new(project).ok_or_else(|| internal("typsnitten eller projektets sökvägar kan inte läsas"))?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|errors| describe(errors.as_slice(), &world))?;
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
    typst_pdf::pdf(&document, &options).map_err(|errors| describe(errors.as_slice(), &world))
}

/// Typst speaks of the generated file; the author is told of the picture, or that the fault is ours.
fn describe(errors: &[SourceDiagnostic], world: &ProjectWorld) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = errors
        .iter()
        .filter(|error| error.severity == TypstSeverity::Error)
        .map(|error| {
            let picture = generated(error, world).and_then(|text| picture_in(&text));
            match picture {
                Some(path) => Diagnostic::error("bild-kan-inte-läsas", format!("bilden \"{path}\" kan inte läsas ({})", error.message))
                    .hint("öppna bilden i ett bildprogram och spara den på nytt, som SVG eller PNG"),
                None => Diagnostic::error("internt-fel", format!("pdf:en kan inte byggas ({})", error.message))
                    .hint("det här är ett fel i vplan eller i templates/pdf; bygg med --format typst och kör typst compile för att se var"),
            }
        })
        .collect();
    problems.dedup_by(|a, b| a.message == b.message);
    problems
}

fn generated(error: &SourceDiagnostic, world: &ProjectWorld) -> Option<String> {
    use typst::World;
    let range = world.range(error.span)?;
    let source = world.source(error.span.id()?).ok()?;
    source.text().get(range).map(str::to_owned)
}

/// The path in `image("bilder/x.png", …)` or in the string alone.
fn picture_in(text: &str) -> Option<String> {
    let at = text.find('"')?;
    let path = text.get(at + 1..)?.split('"').next()?;
    let known = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"];
    known.iter().any(|ending| path.to_lowercase().ends_with(ending)).then(|| path.to_owned())
}
