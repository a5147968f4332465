//! One row of a table over its periods, as columns above and below zero.

use rust_decimal::Decimal;

use crate::charts::Sketch;
use crate::charts::data::{self, Datum};
use crate::charts::request;
use crate::charts::scale::Axis;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, LEADING, PT, Role, WIDTH, count};
use crate::fonts::metrics;
use crate::quantity::period::Period;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Most periods that can be read beside each other.
const MOST: usize = 12;

/// Height of the columns together with what is written at their ends.
const PLOT: i64 = 130 * PT;

/// Room for a figure above or below its column.
const FIGURE: i64 = 15 * PT;

/// A period's column of the picture.
struct Column {
    datum: Datum,
    /// Of the plan's own year, and so what the reader is to look at.
    own: bool,
}

/// Draws the row `rad` of `tabell` over `kolumner`.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let source = request::table(writing, site)?;
    let sheet = source.sheet;
    let key = request::require(writing, site, "rad");
    let columns = request::columns(writing, site, source);
    let line = request::line(writing, site, sheet, &key?)?;
    let columns = columns?;
    let absolute = site.flag("absolut", &mut writing.problems);
    if columns.len() > MOST {
        writing.problems.push(
            Diagnostic::error("för-många-kolumner", format!("diagrammet får högst {MOST} perioder"))
                .at(&site.span)
                .hint("välj några med kolumner=\"budget_2025, prognos_2024\""),
        );
        return None;
    }
    let of = |column: usize, absolute| {
        Datum::of(writing.figures, sheet.cell(line, column), sheet.columns[column].name.clone(), absolute)
    };
    let signed: Vec<Option<Decimal>> = columns.iter().map(|&column| of(column, false).value).collect();
    let own = |column: usize| sheet.columns[column].when.and_then(Period::year) == Some(writing.plan.identity.year);
    let drawn: Vec<Column> =
        columns.iter().map(|&column| Column { datum: of(column, absolute), own: own(column) }).collect();
    let data: Vec<Datum> = drawn.iter().map(|column| column.datum.clone()).collect();
    if !request::is_drawable(writing, site, &data, absolute.then_some(&signed)) {
        return None;
    }
    if data.iter().any(|datum| Face::STRONG.width(&datum.text) > pitch(data.len()) - 4 * PT) {
        request::too_wide(writing, site);
        return None;
    }
    let name = sheet.lines[line].name();
    let unit = data.iter().find(|datum| datum.value.is_some()).map_or("", |datum| datum.unit.symbol());
    let told: Vec<String> = data.iter().map(tell).collect();
    Some(Sketch {
        name: format!("{}-{}", source.table.id.value, sheet.key(&sheet.lines[line])),
        title: name.clone(),
        unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
        alt: format!("Stapeldiagram över {} per period: {}.", swedish::uncapitalised(&name), swedish::join(&told)),
        remarks: Vec::new(),
        sources: vec![source.place(writing)],
        drawings: vec![drawing(&drawn)],
    })
}

fn tell(datum: &Datum) -> String {
    let name = swedish::uncapitalised(&datum.name);
    match (datum.value, datum.text.as_str()) {
        (None, "") => format!("{name} utan belopp"),
        (None, _) => format!("{name} streck"),
        _ => format!("{name} {}", datum.with_unit()),
    }
}

/// From one column to the next.
fn pitch(columns: usize) -> i64 {
    (WIDTH / count(columns).max(1)).min(108 * PT)
}

fn drawing(columns: &[Column]) -> Drawing {
    let mut drawing = Drawing::default();
    let pitch = pitch(columns.len());
    let thick = (pitch * 54 / 100).min(56 * PT);
    let data = columns.iter().map(|column| &column.datum);
    // Upwards is positive on paper too: the axis is laid out from below.
    let values = data::values(data);
    let below = values.iter().any(|value| value.is_sign_negative() && !value.is_zero());
    let axis = Axis::fit(&values, if below { FIGURE } else { 0 }, PLOT - FIGURE);
    let flipped = |y: i64| PLOT - y;
    for (at, Column { datum, own }) in columns.iter().enumerate() {
        let middle = pitch * count(at) + pitch / 2;
        let (start, length) = datum.value.map_or((axis.zero, 0), |value| axis.bar(value));
        drawing.bar(middle - thick / 2, flipped(start + length), thick, length, *own);
        let baseline = if start < axis.zero { flipped(start) + 11 * PT } else { flipped(start + length) - 4 * PT };
        drawing.figure((middle, baseline), Align::Middle, Face::STRONG, datum.text.as_str());
        let lines = metrics::wrap(&datum.name, Face::LABEL.size, false, pitch - 6 * PT, 3);
        for (n, line) in lines.iter().enumerate() {
            let baseline = PLOT + 14 * PT + LEADING * count(n);
            drawing.text((middle, baseline), Align::Middle, Face::LABEL, line.as_str());
        }
        drawing.height = drawing.height.max(PLOT + 7 * PT + LEADING * count(lines.len()));
    }
    let right = pitch * count(columns.len());
    drawing.line((0, flipped(axis.zero)), (right, flipped(axis.zero)), Role::Ink);
    drawing
}
