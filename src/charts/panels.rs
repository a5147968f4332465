//! Rows by columns: a small bar for every cell, side by side on one scale, as a table that can be seen at a glance.
//!
//! The rows are those of one table, or one row of each of the tables that records make, `handlingsplan_{område}`.

use rust_decimal::Decimal;

use crate::charts::Sketch;
use crate::charts::data::{self, Datum};
use crate::charts::request::{self, Source};
use crate::charts::scale::Axis;
use crate::diagnostic::{Diagnostic, list_names};
use crate::document::drawing::{Align, Drawing, Face, LEADING, PT, Role, TALLEST, WIDTH, count};
use crate::figures::LineKind;
use crate::fonts::metrics;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Most columns that leave room for bars and figures.
const MOST: usize = 4;

/// Thickness of a bar.
const THICK: i64 = 10 * PT;

/// Air between rows.
const AIR: i64 = 7 * PT;

/// Between a bar and its figure.
const GAP: i64 = 4 * PT;

/// Rows by columns.
struct Panels {
    columns: Vec<String>,
    /// Each row's name and its figures, one a column.
    rows: Vec<(String, Vec<Datum>)>,
}

/// Draws rows of `tabell`, or the row `rad` of every table that it means, over `kolumner`.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let id = request::require(writing, site, "tabell")?;
    let sources = match id.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, after)) => several(writing, site, &id, before, after)?,
        None => vec![request::table(writing, site)?],
    };
    let first = *sources.first()?;
    let columns = request::columns(writing, site, first)?;
    if columns.len() > MOST {
        writing.problems.push(
            Diagnostic::error("för-många-kolumner", format!("diagrammet får högst {MOST} kolumner"))
                .at(&site.span)
                .hint("välj några med kolumner=\"2024, 2025\""),
        );
        return None;
    }
    let many = id.contains('{');
    let (lines, what) = if many {
        let key = request::require(writing, site, "rad")?;
        let line = request::line(writing, site, first.sheet, &key)?;
        (vec![line], first.sheet.lines[line].name())
    } else {
        (request::lines(writing, site, first.sheet)?.0, first.table.caption.value.clone())
    };
    let absolute = site.flag("absolut", &mut writing.problems);
    let mut rows = Vec::new();
    for source in &sources {
        for &line in lines.iter().filter(|&&line| line < source.sheet.lines.len()) {
            let own = &source.sheet.lines[line];
            let name = match &source.table.about_name {
                Some(name) if many => name.clone(),
                _ if own.kind == LineKind::Sum => request::group_name(source.sheet, line),
                _ => own.name(),
            };
            rows.push((name, source.sheet, line));
        }
    }
    let cells = |absolute| -> Vec<(String, Vec<Datum>)> {
        let row = |(name, sheet, line): &(String, &crate::figures::Sheet, usize)| {
            let cell = |&column: &usize| {
                Datum::of(writing.figures, sheet.cell(*line, column), sheet.columns[column].name.clone(), absolute)
            };
            (name.clone(), columns.iter().map(cell).collect())
        };
        rows.iter().map(row).collect()
    };
    let signed: Vec<Option<Decimal>> =
        cells(false).iter().flat_map(|(_, data)| data).map(|datum| datum.value).collect();
    let panels = Panels {
        columns: columns.iter().map(|&column| first.sheet.columns[column].name.clone()).collect(),
        rows: cells(absolute),
    };
    let all: Vec<Datum> = panels.rows.iter().flat_map(|(_, data)| data.clone()).collect();
    if !request::is_drawable(writing, site, &all, absolute.then_some(&signed)) {
        return None;
    }
    let frame = panels.frame();
    if frame.width - frame.widest < LEAST {
        request::too_wide(writing, site);
        return None;
    }
    let unit = all.iter().find(|datum| datum.value.is_some()).map_or("", |datum| datum.unit.symbol());
    let over = match panels.columns.as_slice() {
        [first, .., last] => format!("{first}–{}", swedish::uncapitalised(last)),
        other => other.concat(),
    };
    Some(Sketch {
        name: id.replace(['{', '}'], ""),
        title: format!("{what}, {}", swedish::uncapitalised(&over)),
        unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
        alt: format!("Stapeldiagram över {}. {}", swedish::uncapitalised(&what), panels.told()),
        remarks: Vec::new(),
        sources: sources.iter().map(|source| source.place(writing)).collect(),
        drawings: panels.drawings(),
    })
}

/// The tables that records made from one `tabell`, by what stands around the value in their ids.
fn several<'a>(
    writing: &mut Writing<'a>,
    site: &CallSite<'_>,
    id: &str,
    before: &str,
    after: &str,
) -> Option<Vec<Source<'a>>> {
    let (plan, figures) = (writing.plan, writing.figures);
    let made = |table: &crate::model::table::Table| {
        table.about.as_ref().is_some_and(|about| table.id.value == format!("{before}{}{after}", about.value))
    };
    let tables = figures.tables(plan).filter(|(table, _)| made(table));
    let found: Vec<Source<'a>> = tables.map(|(table, sheet)| Source { table, sheet }).collect();
    if found.is_empty() && !plan.incomplete {
        let ids = plan.tables.iter().map(|table| table.id.value.as_str());
        writing.problems.push(
            Diagnostic::error("okänd-tabell", format!("ingen tabell är gjord av \"{id}\""))
                .at(&site.argument_span(id))
                .hint("skriv id:t som det står under tabeller i filen med poster")
                .hint(format!("tabeller: {}", list_names(ids))),
        );
    }
    (!found.is_empty()).then_some(found)
}

/// How the width of a picture is shared out.
struct Frame {
    /// Width of the rows' names.
    label: i64,
    /// Where the first panel begins.
    from: i64,
    /// From one panel to the next.
    pitch: i64,
    /// Width of a panel.
    width: i64,
    /// Width of the widest figure with the gap before it.
    widest: i64,
}

/// Least room for the bars of a panel.
const LEAST: i64 = 8 * PT;

impl Panels {
    /// Every row with its figures, the columns in order.
    fn told(&self) -> String {
        let row = |(name, data): &(String, Vec<Datum>)| {
            let figures: Vec<String> = data
                .iter()
                .map(|datum| match (datum.value, datum.text.as_str()) {
                    (None, "") => format!("inget belopp {}", swedish::uncapitalised(&datum.name)),
                    _ => format!("{} {}", datum.with_unit(), swedish::uncapitalised(&datum.name)),
                })
                .collect();
            format!("{name}: {}.", figures.join(", "))
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join(" ")
    }

    /// How the width is shared out.
    fn frame(&self) -> Frame {
        let names = || self.rows.iter().map(|(name, _)| name.as_str());
        let natural = names().map(|name| Face::LABEL.width(name)).max().unwrap_or(0);
        let piece = names().map(|name| metrics::widest_piece(name, Face::LABEL.size, false)).max().unwrap_or(0);
        let label = natural.min(WIDTH * 30 / 100).max(piece.min(WIDTH * 38 / 100));
        let from = label + 12 * PT;
        let pitch = (WIDTH - from) / count(self.columns.len()).max(1);
        let all = self.rows.iter().flat_map(|(_, data)| data);
        let widest = all.map(|datum| Face::LABEL.width(&datum.text)).max().unwrap_or(0) + GAP;
        Frame { label, from, pitch, width: pitch - 8 * PT, widest }
    }

    fn drawings(&self) -> Vec<Drawing> {
        let Frame { label, from, pitch, width, widest } = self.frame();
        let axis = Axis::fit(&data::values(self.rows.iter().flat_map(|(_, data)| data)), 0, width - widest);
        let mut drawings = Vec::new();
        let (mut drawing, mut y) = self.begun(from, pitch, width);
        let top = y;
        for (name, data) in &self.rows {
            let lines = metrics::wrap(name, Face::LABEL.size, false, label, 3);
            let height = THICK.max(LEADING * count(lines.len())) + AIR;
            if y + height > TALLEST {
                let next = self.begun(from, pitch, width);
                drawings.push(self.finished(std::mem::replace(&mut drawing, next.0), from, pitch, axis, (top, y)));
                y = next.1;
            }
            let middle = y + height / 2;
            drawing.lines((0, middle), Align::Start, Face::LABEL, &lines);
            for (at, datum) in data.iter().enumerate() {
                let zero = from + pitch * count(at);
                let (x, length) = datum.value.map_or((axis.zero, 0), |value| axis.bar(value));
                drawing.bar(zero + x, middle - THICK / 2, length, THICK, true);
                // What is written at a bar below zero stands at zero, where it takes no room from the bars.
                let at = (zero + (x + length).max(axis.zero) + GAP, middle + Face::LABEL.drop());
                drawing.figure(at, Align::Start, Face::LABEL, datum.text.as_str());
            }
            y += height;
        }
        drawings.push(self.finished(drawing, from, pitch, axis, (top, y)));
        drawings
    }

    /// A picture with the heads of its columns, and where its rows begin.
    fn begun(&self, from: i64, pitch: i64, width: i64) -> (Drawing, i64) {
        let mut drawing = Drawing::default();
        let heads: Vec<Vec<String>> =
            self.columns.iter().map(|head| metrics::wrap(head, Face::STRONG.size, true, width, 3)).collect();
        let lines = count(heads.iter().map(Vec::len).max().unwrap_or(1));
        let bottom = LEADING * lines + 5 * PT;
        for (at, head) in heads.iter().enumerate() {
            let x = from + pitch * count(at);
            for (n, line) in head.iter().rev().enumerate() {
                let baseline = bottom - 7 * PT - LEADING * count(n);
                drawing.text((x, baseline), Align::Start, Face::STRONG, line.as_str());
            }
        }
        drawing.line((0, bottom), (WIDTH, bottom), Role::Hair);
        (drawing, bottom + 2 * PT)
    }

    fn finished(&self, mut drawing: Drawing, from: i64, pitch: i64, axis: Axis, (top, bottom): (i64, i64)) -> Drawing {
        for at in 0..self.columns.len() {
            let x = from + pitch * count(at) + axis.zero;
            drawing.line((x, top), (x, bottom), Role::Ink);
        }
        drawing.height = bottom + PT;
        drawing
    }
}
