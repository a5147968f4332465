//! Plans in memory as what readers get: the PDF of a plan, or of a plan with its changes marked.

use std::io::Write;
use std::process::{Command, Stdio};

use verksamhetsplan::diff::{PlanDiff, Side};
use verksamhetsplan::document::Document;
use verksamhetsplan::outputs::edition::{Archive, Edition};
use verksamhetsplan::outputs::{Files, html, pdf, project};
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, draft, marked};

/// What every plan of these tests has beside its own files.
pub(crate) const PLAN: &str = "nämnd: Provnämnden\norganisation: Provkommunen\nförvaltning: Förvaltningen\når: 2025\ntitel: Plan 2025\nstatus: förslag\n";

/// A plan of files by path, beside its `plan.yaml`.
pub(crate) fn drafted<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Draft {
    let own = std::iter::once(("plan.yaml", PLAN.as_bytes()));
    let (sources, problems) = Sources::from_memory("plan", own.chain(files));
    let mut draft = draft(sources);
    draft.problems.extend(problems);
    draft
}

/// A plan of one chapter.
pub(crate) fn chapter(text: &str) -> Draft {
    drafted([("kapitel/01-a.md", text.as_bytes())])
}

/// The later plan's document with the changes marked.
pub(crate) fn changes(before: &Draft, after: &Draft) -> Document {
    let sides = [("före", before), ("efter", after)].map(|(name, draft)| {
        let Draft { plan, figures, prose, problems, .. } = draft;
        Side { name, plan, figures, prose, problems }
    });
    let diff = PlanDiff::between(&sides[0], &sides[1]);
    marked::marked(&diff, [&sides[0], &sides[1]], [&before.document, &after.document])
}

/// The PDF of a document of a plan, or what is said of it.
pub(crate) fn pdf(draft: &Draft, document: &Document) -> Result<Vec<u8>, String> {
    let edition = Edition::new(&draft.plan, &draft.figures, document);
    let files = project::of(&edition).map_err(|error| error.to_string())?;
    let typeset =
        pdf::typeset(files, "prov", Archive::A2a, &draft.plan.files).map_err(|problems| format!("{problems:?}"))?;
    if typeset.warnings.is_empty() { Ok(typeset.bytes) } else { Err(format!("{:?}", typeset.warnings)) }
}

/// The files of a plan's pages, each by its name.
pub(crate) fn pages(draft: &Draft) -> Files {
    html::plan(&Edition::new(&draft.plan, &draft.figures, &draft.document)).expect("the templates are whole")
}

/// What a program of Poppler or QPDF says of a PDF; nothing where the program is not there.
pub(crate) fn asked(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().ok()?;
    file.write_all(pdf).ok()?;
    let mut command = Command::new(program);
    for argument in arguments {
        if *argument == "FIL" {
            command.arg(file.path())
        } else {
            command.arg(argument)
        };
    }
    let output = command.stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text of a PDF in the order of its content; nothing where it cannot be read here.
pub(crate) fn text(pdf: &[u8]) -> Option<String> {
    asked("pdftotext", &["-raw", "FIL", "-"], pdf)
}
/// The page of a document with the changes marked, or what is said of it.
pub(crate) fn compared_page(draft: &Draft, document: &Document) -> Result<String, String> {
    let edition = Edition::new(&draft.plan, &draft.figures, document);
    let mut files = html::compared::page(&edition).map_err(|error| format!("{error:?}"))?;
    Ok(String::from_utf8_lossy(&files.remove("jamforelse.html").unwrap_or_default()).into_owned())
}
