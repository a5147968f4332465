//! The computed cells of the plan as they stand in a workbook: they have to be computed as they were.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::figures::printed::DASH;
use crate::figures::{Figure, LineKind};
use crate::import::number::{same, swedish};
use crate::import::spreadsheet::{Cell, Content};
use crate::import::workbook::formulas::{Named, addressed};
use crate::import::workbook::found::Found;
use crate::import::workbook::held::Held;
use crate::import::workbook::reader::{Reader, written_at};
use crate::outputs::workbook;
use crate::outputs::workbook::formula::Writer;
use crate::outputs::workbook::places::Places;
use crate::quantity::unit::Unit;

/// Looks at the computed cells of a sheet: they are computed by what the plan computes them by.
pub fn changed(reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
    let figures = reader.against.figures;
    let places = workbook::places(reader.against.plan, figures);
    let writer = Writer { figures, places: &places, sheet: found.at };
    let expected = Expected { reader, places: &places, own: found.at };
    let there = There { reader, own: found };
    let sheet = &figures.sheets[found.at];
    for (&row, &line) in &found.rows {
        for (&column, &own) in &found.columns {
            let cell = sheet.cell(line, own);
            let figure = &figures.cells[cell];
            let nothing = Cell::default();
            let at = (row, column);
            let now = found.sheet.cells.get(&at).unwrap_or(&nothing);
            let Some(formula) = writer.of(cell) else {
                if !figure.is_written_in(reader.against.plan) && !shows(now, figure) {
                    remarks.push(overwritten(reader, found, at, figure, now));
                }
                continue;
            };
            match &now.formula {
                Some(own) if addressed(own, &there) == addressed(&formula, &expected) => {}
                Some(own) => {
                    let why = format!("formeln är ändrad till ={}", shortened(own));
                    let remark = if reader.stale {
                        reader.warning("ändrad-formel", &found.sheet.name, at, &why)
                    } else {
                        reader.error("ändrad-formel", &found.sheet.name, at, &why)
                    };
                    remarks.push(
                        remark
                            .fact(format!("planens formel är {}", shortened(&formula)))
                            .hint(format!("lägg tillbaka den, eller ändra uträkningen i {}", written_at(&figure.span))),
                    );
                }
                None if shows(now, figure) => {}
                None => remarks.push(overwritten(reader, found, at, figure, now)),
            }
        }
    }
}

fn overwritten(reader: &Reader<'_>, found: &Found<'_>, at: (u32, u16), figure: &Figure, now: &Cell) -> Diagnostic {
    let stands = match &now.content {
        Content::Empty => "ingenting".to_owned(),
        Content::Number(value) => swedish(*value),
        Content::Text(text) | Content::Huge(text) | Content::Other(text) => format!("\"{}\"", shortened(text)),
    };
    let why = format!("här står {stands} i stället för formeln; planen räknar ut {}", figure.text());
    reader
        .error("överskriven-formel", &found.sheet.name, at, &why)
        .hint("lägg tillbaka formeln och ändra i de celler som den bygger på")
        .hint(format!("uträkningen står i {}", written_at(&figure.span)))
}

/// Whether a cell shows what the plan has computed.
fn shows(cell: &Cell, figure: &Figure) -> bool {
    let text = cell.content.text().unwrap_or_default().trim();
    match (Held::of(figure), &cell.content) {
        (Held::Amount(value), Content::Number(there)) => {
            let value = if figure.unit == Unit::Percent { value / Decimal::ONE_HUNDRED } else { value };
            same(value.round_sf(12).unwrap_or(value), there.round_sf(12).unwrap_or(*there))
        }
        (Held::Amount(_), _) => false,
        (Held::Empty, content) => *content == Content::Empty,
        (Held::Dash, _) => text == DASH,
        (Held::Words(words), _) => text == words,
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// What the plan's formulas name.
struct Expected<'a, 'p> {
    reader: &'a Reader<'a>,
    places: &'a Places<'p>,
    own: usize,
}

impl Named for Expected<'_, '_> {
    fn block(&self, sheet: Option<&str>, from: (u32, u16), until: (u32, u16)) -> Vec<String> {
        let figures = self.reader.against.figures;
        let named = |name: &str| (0..figures.sheets.len()).find(|at| self.places.of(*at).name == name);
        let Some(at) = sheet.map_or(Some(self.own), named) else { return Vec::new() };
        let (place, sheet) = (self.places.of(at), &figures.sheets[at]);
        let lines =
            place.rows.iter().enumerate().filter(|(_, row)| row.is_some_and(|row| (from.0..=until.0).contains(&row)));
        let columns = (from.1..=until.1).filter_map(|column| column.checked_sub(place.first_column)).map(usize::from);
        let columns: Vec<usize> = columns.filter(|column| *column < sheet.columns.len()).collect();
        // A row that is gone from the workbook is gone from its formulas.
        let gone = |line: usize| {
            self.reader.found.iter().any(|own| own.at == at && !own.rows.values().any(|own| *own == line))
        };
        let lines =
            lines.map(|(line, _)| line).filter(|line| sheet.lines[*line].kind != LineKind::Heading && !gone(*line));
        lines.flat_map(|line| columns.iter().map(move |column| figures.address(sheet.cell(line, *column)))).collect()
    }
}

/// What a workbook's formulas name.
struct There<'a> {
    reader: &'a Reader<'a>,
    own: &'a Found<'a>,
}

impl Named for There<'_> {
    fn block(&self, sheet: Option<&str>, from: (u32, u16), until: (u32, u16)) -> Vec<String> {
        let figures = self.reader.against.figures;
        let named = |name: &str| self.reader.found.iter().find(|found| found.sheet.name == name);
        let Some(found) = sheet.map_or(Some(self.own), named) else { return Vec::new() };
        let sheet = &figures.sheets[found.at];
        let rows = found.rows.range(from.0..=until.0.max(from.0)).map(|(_, line)| *line);
        let columns: Vec<usize> =
            found.columns.range(from.1..=until.1.max(from.1)).map(|(_, column)| *column).collect();
        rows.flat_map(|line| columns.iter().map(move |column| figures.address(sheet.cell(line, *column)))).collect()
    }
}
