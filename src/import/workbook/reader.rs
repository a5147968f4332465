//! A workbook as it is looked through, beside the plan that it was made of.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::figures::{CellId, Figures};
use crate::import::edits::Edit;
use crate::import::spreadsheet::{At, Book};
use crate::import::workbook::found::{Addresses, Found, Record};
use crate::import::workbook::held::Held;
use crate::model::plan::Plan;
use crate::outputs::workbook::places::name;
use crate::outputs::workbook::{overview, record};
use crate::source::Span;

/// The plan that workbooks are held against.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// What the authors decided.
    pub plan: &'a Plan,
    /// What was computed from it.
    pub figures: &'a Figures,
    /// Its sources in short.
    pub sources: &'a str,
    /// Whether rows that are gone are to go from the sources, too.
    pub delete: bool,
}

/// What workbooks say otherwise.
#[derive(Debug, Default)]
pub struct Changes {
    /// What is to be written.
    pub edits: Vec<Edit>,
    /// What each written cell is to hold then.
    pub wanted: Vec<(CellId, Held)>,
    /// What is to be known, and what stands in the way.
    pub remarks: Vec<Diagnostic>,
}

/// One change of a written cell, with where it was made.
pub struct Change {
    /// The cell.
    pub cell: CellId,
    /// What it holds now.
    pub held: Held,
    /// Where.
    pub place: String,
}

/// A workbook as it is looked through.
pub struct Reader<'a> {
    /// The plan.
    pub against: Against<'a>,
    /// The addresses of its rows.
    pub addresses: &'a Addresses,
    /// The workbook.
    pub book: &'a Book,
    /// What it was made of, where it says so.
    pub record: Option<Record>,
    /// Whether it was made of other sources.
    pub stale: bool,
    /// Its sheets that are the plan's.
    pub found: Vec<Found<'a>>,
}

impl<'a> Reader<'a> {
    /// Looks through a workbook, and tells of sheets that cannot be read.
    pub fn of(against: Against<'a>, addresses: &'a Addresses, book: &'a Book, remarks: &mut Vec<Diagnostic>) -> Self {
        let record = book.sheets.iter().find(|sheet| sheet.name == record::NAME && sheet.hidden).map(Record::read);
        let record = record.filter(|record| !record.sources.is_empty());
        let stale = record.as_ref().is_some_and(|record| record.sources != against.sources);
        let mut own = Self { against, addresses, book, record, stale, found: Vec::new() };
        for sheet in book.sheets.iter().filter(|sheet| sheet.name != record::NAME && sheet.name != overview::NAME) {
            match Found::of(sheet, against.figures, addresses) {
                Some(Ok(found)) => own.found.push(found),
                Some(Err(lost)) => {
                    remarks.push(own.error("flyttad-kolumn", &sheet.name, lost.at, &lost.why).hint(lost.hint));
                }
                None if sheet.cells.is_empty() => {}
                None => remarks.push(
                    Diagnostic::warning(
                        "främmande-blad",
                        format!("{}: bladet \"{}\" hör inte till planen och läses inte", book.file, sheet.name),
                    )
                    .hint("läs in en ny tabell för sig, med --sheet, --range och --new"),
                ),
            }
        }
        own
    }

    /// A place in the workbook.
    pub fn place(&self, sheet: &str, at: At) -> String {
        let mut place = format!("{}: ", self.book.file);
        let _ = write!(place, "{sheet}!{}", name(at));
        place
    }

    /// What stands in the way, at a place.
    pub fn error(&self, id: &'static str, sheet: &str, at: At, why: &str) -> Diagnostic {
        Diagnostic::error(id, format!("{}: {why}", self.place(sheet, at)))
    }

    /// What ought to be seen to, at a place.
    pub fn warning(&self, id: &'static str, sheet: &str, at: At, why: &str) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..self.error(id, sheet, at, why) }
    }

    /// What is to be known, at a place.
    pub fn note(&self, id: &'static str, sheet: &str, at: At, why: &str) -> Diagnostic {
        Diagnostic { severity: Severity::Note, ..self.error(id, sheet, at, why) }
    }

    /// What concerns the whole workbook.
    pub fn others(&self, remarks: &mut Vec<Diagnostic>) {
        let file = &self.book.file;
        if self.found.is_empty() {
            remarks.push(
                Diagnostic::error("ingen-tabell", format!("{file}: inget blad har planens adresser bredvid raderna"))
                    .hint("läs in arbetsboken som vplan build --format xlsx har gjort (tabeller.xlsx)")
                    .hint("ett eget kalkylblad läses in med --sheet, --range och --new"),
            );
            return;
        }
        match &self.record {
            None => remarks.push(
                Diagnostic::error(
                    "okänt-underlag",
                    format!("{file}: det dolda bladet \"{}\" är borta, och med det vad planen var när arbetsboken gjordes", record::NAME),
                )
                .hint("gör en ny arbetsbok med vplan build --format xlsx och för över ändringarna till den"),
            ),
            Some(_) if self.stale => remarks.push(Diagnostic::note(
                "äldre-arbetsbok",
                format!("{file}: planens filer har ändrats sedan arbetsboken gjordes; bara det som är ändrat i arbetsboken läses in"),
            )),
            Some(_) => {}
        }
        let sheets = self.against.figures.sheets.iter().enumerate();
        for (at, sheet) in sheets.filter(|(_, sheet)| !sheet.lines.is_empty() && !sheet.columns.is_empty()) {
            if !self.found.iter().any(|found| found.at == at) {
                remarks.push(Diagnostic::note(
                    "tabell-utan-blad",
                    format!("{file}: tabellen \"{}\" ({}) har inget blad och lämnas orörd", sheet.caption, sheet.id),
                ));
            }
        }
    }

    /// What a row is called by.
    pub fn address(&self, found: &Found<'_>, line: usize) -> String {
        let sheet = &self.against.figures.sheets[found.at];
        format!("{}.{}", sheet.id, sheet.key(&sheet.lines[line]))
    }
}

/// Where something of the plan is written, for those who have to write there.
pub fn written_at(span: &Span) -> String {
    let (line, _) = span.file.line_column(span.range.start);
    format!("{} rad {line}", span.file.path)
}
