//! The plan's tables as a workbook: every sum, formula and fetched figure is the spreadsheet's own formula over cells of
//! the workbook, with the value that the plan has computed stored in it, so that it is right before anything is
//! recalculated: in a preview, in protected view, and in programs that never compute.
//!
//! What is written in the plan may be written in the workbook too; what is computed is locked, without a password.
//! There is no macro and no link out of it, and the same sources give the same bytes. What the workbook was made of
//! stands in a hidden sheet, so that what is changed in it can be brought back to the sources.

pub mod fit;
pub mod formula;
pub mod overview;
pub mod places;
pub mod record;
pub mod styles;
pub mod table;

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use crate::diagnostic::Diagnostic;
use crate::figures::printed::DASH;
use crate::figures::{Figure, Figures, Value};
use crate::model::plan::Plan;
use crate::outputs::edition::Edition;
use crate::outputs::workbook::places::{At, Places};
use crate::outputs::workbook::styles::Styles;
use crate::outputs::{Broken, Files, Link, Make, Output};
use crate::quantity::amount::machine;
use crate::quantity::unit::Unit;

/// The plan's tables as a workbook.
pub const OUTPUT: Output = Output {
    name: "xlsx",
    help: "tabeller.xlsx: tabellerna som arbetsbok, med formler som räknar",
    usual: false,
    names_revision: true,
    reads_earlier: false,
    file: "tabeller.xlsx",
    report: None,
    changes: None,
    link: Some(Link {
        text: "Tabellerna som arbetsbok för Excel",
        form: "arbetsbok",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        everywhere: false,
    }),
    make: Make::Edition(files),
    over: None,
    aged: None,
};

fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    Ok(Files::from([(OUTPUT.file.to_owned(), workbook(edition)?)]))
}

fn workbook(edition: &Edition<'_>) -> Result<Vec<u8>, XlsxError> {
    let book = Book { edition, places: places(edition.plan, edition.figures), styles: Styles::new(edition.document) };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(edition)?);
    overview::write(&book, workbook.add_worksheet())?;
    for sheet in book.shown() {
        table::write(&book, sheet, workbook.add_worksheet())?;
    }
    record::write(&book, workbook.add_worksheet())?;
    workbook.save_to_buffer()
}

/// Where the cells of a plan stand in its workbook.
pub fn places<'a>(plan: &Plan, figures: &'a Figures) -> Places<'a> {
    Places::new(plan, figures, &[overview::NAME, record::NAME])
}

/// What every sheet is written from.
pub struct Book<'a> {
    edition: &'a Edition<'a>,
    places: Places<'a>,
    styles: Styles,
}

impl Book<'_> {
    /// The sheets that have lines.
    fn shown(&self) -> impl Iterator<Item = usize> {
        let sheets = self.edition.figures.sheets.iter().enumerate();
        sheets.filter(|(_, sheet)| !sheet.lines.is_empty() && !sheet.columns.is_empty()).map(|(at, _)| at)
    }
}

fn properties(edition: &Edition<'_>) -> Result<DocProperties, XlsxError> {
    let (meta, date) = (&edition.document.meta, edition.date());
    let year = u16::try_from(date.year).unwrap_or(u16::MAX);
    Ok(DocProperties::new()
        .set_title(&meta.title)
        .set_subject(&meta.description)
        .set_author(&meta.board)
        .set_company(&meta.organisation)
        .set_keywords(meta.keywords.join(", "))
        // Never the clock's, so that the same sources give the same bytes.
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, date.month, date.day)?))
}

/// Writes a figure where it stands: as a formula that holds its value, or as it is written.
fn put(
    sheet: &mut Worksheet,
    (row, column): At,
    figure: &Figure,
    formula: Option<String>,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = match &figure.value {
        Value::Amount(amount) => machine(stored(amount.value, &amount.unit)),
        Value::Dash => DASH.to_owned(),
        Value::Text(text) => text.clone(),
        Value::Empty | Value::Failed => String::new(),
    };
    match formula {
        Some(formula) => {
            sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(text), format)?;
        }
        None if figure.amount().is_some() => {
            sheet.write_number_with_format(row, column, nearest(&text), format)?;
        }
        None if text.is_empty() => {
            sheet.write_blank(row, column, format)?;
        }
        None => {
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

/// A value as a spreadsheet holds it: per cent are parts of one.
fn stored(value: Decimal, unit: &Unit) -> Decimal {
    if *unit == Unit::Percent { value / Decimal::ONE_HUNDRED } else { value }
}

/// A spreadsheet's own number is binary. The one nearest to a decimal is what its text is read as; nothing is computed
/// with it here.
fn nearest(decimal: &str) -> f64 {
    decimal.parse().unwrap_or_default()
}

impl From<XlsxError> for Broken {
    fn from(error: XlsxError) -> Self {
        let problem = Diagnostic::error("arbetsbok", format!("tabellerna ryms inte i en arbetsbok ({error})"));
        Self(vec![
            problem
                .hint("ett kalkylblad har högst 1 048 576 rader och 16 384 kolumner, och en cell högst 32 767 tecken"),
        ])
    }
}
