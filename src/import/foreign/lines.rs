//! A sheet's rows under its heads: headings, rows of amounts, and texts below.

use crate::diagnostic::Diagnostic;
use crate::import::foreign::columns::{Columns, without_unit};
use crate::import::foreign::grid::{Grid, Said};
use crate::import::foreign::line::{Line, Value};
use crate::import::foreign::sums::{self, Across};
use crate::import::spreadsheet::Content;
use crate::quantity::unit::Unit;

/// The rows of a table.
#[derive(Debug)]
pub struct Lines {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Texts under the table.
    pub remarks: Vec<String>,
    /// Decimals that its amounts have.
    pub decimals: u32,
    /// How each column is computed from others of its row, where it is.
    pub computed: Vec<Option<Across>>,
}

impl Lines {
    /// Reads the rows of a sheet.
    ///
    /// # Errors
    /// What is no amount, and amounts without a name, by their cells.
    pub fn of(grid: &Grid<'_>, columns: &Columns, told: &mut Vec<String>) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut lines = Vec::new();
        for row in &grid.rows[columns.first..] {
            if is_repeated(grid, columns, *row) {
                told.push(format!("rad {}: huvudet en gång till, som hoppas över", row + 1));
                continue;
            }
            let line = line(grid, columns, *row, &mut problems);
            if line.names.iter().all(String::is_empty) && !line.is_heading() {
                let column = columns.stub.last().copied().unwrap_or(0);
                problems.push(
                    grid.error("inget-namn", (*row, column), "raden har belopp men inget namn")
                        .hint("skriv radens namn, eller ange ett område utan den"),
                );
            }
            lines.push(line);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // What stands under the last amounts is no heading of anything.
        let last = lines.iter().rposition(|line| !line.is_heading()).map_or(0, |last| last + 1);
        let remarks: Vec<String> =
            lines.split_off(last).iter().map(Line::name).filter(|text| !text.is_empty()).collect();
        told.extend(remarks.iter().map(|text| format!("anmärkning under tabellen: {text}")));
        lines.retain(|line| !line.is_heading() || !line.name().is_empty());
        for line in &lines {
            if let Some(unit) = &line.unit {
                told.push(format!("rad {}: {} är i {}", line.row + 1, line.name(), unit.symbol()));
            }
        }
        let all = 0..columns.columns.len();
        let computed: Vec<Option<Across>> =
            all.clone().map(|column| sums::across(grid, columns, &lines, column)).collect();
        let written = || all.clone().filter(|column| computed[*column].is_none());
        let amounts = lines.iter().flat_map(|line| written().filter_map(|column| line.amount(column)));
        let decimals = amounts.map(|amount| amount.normalize().scale()).max().unwrap_or(0).min(3);
        for (column, across) in columns.columns.iter().zip(&computed) {
            if let Some(across) = across {
                told.push(format!("kolumnen {}: räknas ut, {}", column.id, across.formula(columns)));
            }
        }
        Ok(Self { lines, remarks, decimals, computed })
    }
}

/// Whether a row is the table's head once more, or the number of a page: a report that goes on.
fn is_repeated(grid: &Grid<'_>, columns: &Columns, row: u32) -> bool {
    let texts: Vec<String> = grid.columns.iter().map(|column| grid.text(row, *column)).collect();
    let full: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    let page = |text: &str| {
        let mut words = text.split_whitespace();
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("sida"))
            && words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    texts == columns.heads || matches!(full.as_slice(), [only] if page(only))
}

fn line(grid: &Grid<'_>, columns: &Columns, row: u32, problems: &mut Vec<Diagnostic>) -> Line {
    let mut names: Vec<String> = columns.stub.iter().map(|column| grid.text(row, *column)).collect();
    let raw = columns.stub.iter().find_map(|column| grid.cell(row, *column));
    let spaces = raw
        .and_then(|cell| cell.content.text())
        .map_or(0, |text| text.chars().take_while(|c| c.is_whitespace()).count());
    let indent = raw.map_or(0, |cell| usize::from(cell.indent)).max(spaces.div_ceil(2));
    let mut unit = None;
    if let Some(name) = names.iter_mut().rfind(|name| !name.is_empty()) {
        let (plain, own) = without_unit(name);
        if let Some(own) = own.filter(|own| *own != columns.unit) {
            *name = plain;
            unit = Some(own);
        } else if name.to_lowercase().starts_with("antal ") {
            unit = Some(Unit::Other("antal".to_owned()));
        }
    }
    let mut values = Vec::new();
    for column in &columns.columns {
        let at = (row, column.at);
        if column.words {
            let text = grid.text(row, column.at);
            values.push(if text.is_empty() { Value::Nothing } else { Value::Words(text) });
            continue;
        }
        values.push(match grid.said(row, column.at) {
            Said::Nothing => Value::Nothing,
            Said::Dash => Value::Dash,
            Said::Words(text) => Value::Words(text),
            Said::Bad(why, hint) => {
                problems.push(grid.error("oläsbart-belopp", at, &why).hint(hint));
                Value::Nothing
            }
            Said::Number(value, percent, own) => {
                let of_column = column.unit.as_ref().unwrap_or(&columns.unit);
                if percent && *of_column != Unit::Percent && unit.as_ref().is_none_or(|unit| *unit == Unit::Percent) {
                    unit = Some(Unit::Percent);
                }
                let expected = unit.as_ref().filter(|_| column.unit.is_none()).unwrap_or(of_column);
                let other = own.filter(|own| own != expected);
                let mixed = percent != (*expected == Unit::Percent)
                    && matches!(grid.cell(row, column.at).map(|cell| &cell.content), Some(Content::Number(_)));
                if other.is_some() || mixed {
                    let own = other.map_or_else(
                        || if percent { "procent".to_owned() } else { "ett tal".to_owned() },
                        |own| own.symbol().to_owned(),
                    );
                    problems.push(
                        grid.error(
                            "annan-enhet",
                            at,
                            &format!("beloppet är {own}, men raden och kolumnen är {}", expected.symbol()),
                        )
                        .hint("skriv beloppet i samma enhet som de andra"),
                    );
                }
                Value::Amount(value)
            }
        });
    }
    Line { row, names, unit, indent, values }
}
