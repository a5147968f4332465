//! Everything that was found in a plan, as a file beside it: a line for each finding, with its place in the plan's own
//! folder, so that the same sources give the same file wherever they lie.

use crate::diagnostic::terminal;
use crate::escape::terminal::line;
use crate::outputs::edition::Edition;
use crate::outputs::{Broken, Files, Link, Make, Output};

/// The findings of a plan.
pub const OUTPUT: Output = Output {
    name: "findings",
    help: "granskning.txt: allt som kontrollen hittar i planen",
    usual: false,
    names_revision: false,
    reads_earlier: true,
    file: "granskning.txt",
    report: None,
    changes: None,
    link: Some(Link {
        text: "Granskningen av planen som text",
        form: "granskning",
        media_type: "text/plain",
        everywhere: false,
    }),
    make: Make::Edition(files),
    over: None,
    aged: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every output's files can fail to be made")]
fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    let lines = edition.problems.iter().map(|problem| {
        let place = problem.primary.as_ref().map_or_else(String::new, |label| {
            let (row, column) = label.span.file.line_column(label.span.range.start);
            format!("{}:{row}:{column}: ", edition.source_path(&label.span))
        });
        let waiver = problem.waived.as_ref().map(|waiver| format!(" (undantag: {})", waiver.text)).unwrap_or_default();
        let message = line(&format!("{place}{}[{}]: {}{waiver}", problem.severity.word(), problem.id, problem.message));
        format!("{message}\n")
    });
    let title = line(&format!("{}, {}", edition.document.meta.title, edition.document.meta.board));
    let title = format!("{title}\n\n");
    let summary = format!("{}\n", terminal::summary(edition.problems));
    let text: String = std::iter::once(title).chain(lines).chain([summary]).collect();
    Ok(Files::from([(OUTPUT.file.to_owned(), text.into_bytes())]))
}
