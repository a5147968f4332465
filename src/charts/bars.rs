//! Rows of a table as horizontal bars, with each one's share of the whole: where the money goes.

use rust_decimal::Decimal;

use crate::charts::Sketch;
use crate::charts::data::{self, Datum};
use crate::charts::request;
use crate::charts::scale::Axis;
use crate::diagnostic::{Diagnostic, list_names};
use crate::document::drawing::{Align, Drawing, Face, LEADING, PT, Role, TALLEST, WIDTH, count};
use crate::figures::{LineKind, Sheet, SheetColumn};
use crate::fonts::metrics;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Thickness of a bar.
const THICK: i64 = 11 * PT;

/// Air between rows.
const AIR: i64 = 6 * PT;

/// Between a bar and what is written at it.
const GAP: i64 = 5 * PT;

/// Lines that a name may take.
const LINES: usize = 3;

/// Figures that the text alternative tells one by one.
const TOLD: usize = 12;

/// What is drawn.
struct Bars {
    data: Vec<Datum>,
    shares: Vec<Option<String>>,
    total: Option<Datum>,
}

/// Draws the rows of `tabell` in `kolumn`.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let source = request::table(writing, site)?;
    let sheet = source.sheet;
    let column = request::only_column(writing, site, sheet);
    let (lines, sum) = request::lines(writing, site, sheet)?;
    let column = column?;
    of_comparison(writing, site, sheet, column);
    let absolute = site.flag("absolut", &mut writing.problems);
    let by_size = order(writing, site)?;
    let grouped = site.call.argument("grupper") == Some("true");
    let figures = writing.figures;
    let datum = |line: usize| {
        let name = if sheet.lines[line].kind == LineKind::Sum {
            request::group_name(sheet, line)
        } else {
            sheet.lines[line].name()
        };
        Datum::of(figures, sheet.cell(line, column), name, absolute)
    };
    let signed: Vec<Option<Decimal>> =
        lines.iter().map(|&line| Datum::of(figures, sheet.cell(line, column), String::new(), false).value).collect();
    let mut data: Vec<Datum> = lines.iter().map(|&line| datum(line)).collect();
    if !request::is_drawable(writing, site, &data, absolute.then_some(&signed)) {
        return None;
    }
    // An empty cell states nothing, so nothing is drawn; that it was left out is told.
    let empty: Vec<String> = data.extract_if(.., |datum| datum.text.is_empty()).map(|datum| datum.name).collect();
    if by_size {
        // Of costs with their signs, the largest is the lowest.
        let lowest = !absolute && all_negative(&signed);
        data.sort_by_key(|datum| std::cmp::Reverse(datum.value.map(|value| if lowest { -value } else { value })));
    }
    let total = sum.map(|sum| Datum::of(figures, sheet.cell(sum, column), sheet.lines[sum].name(), absolute));
    let shares = data::shares(&data);
    let bars = Bars { data, shares, total: total.filter(|total| total.value.is_some()) };
    let what = sum.filter(|&sum| sheet.lines[sum].kind != LineKind::Total);
    let what = what.map_or_else(|| source.table.caption.value.clone(), |sum| request::group_name(sheet, sum));
    let of = if sheet.columns.len() > 1 {
        format!(", {}", swedish::uncapitalised(&sheet.columns[column].name))
    } else {
        String::new()
    };
    let unit = bars.data.iter().find(|datum| datum.value.is_some()).map_or("", |datum| datum.unit.symbol());
    let what = if grouped { format!("{what} per grupp") } else { what };
    let remark = (!empty.is_empty()).then(|| format!("Utan belopp: {}.", swedish::join(&empty)));
    Some(Sketch {
        name: format!("{}-{}", source.table.id.value, site.call.argument("rader").unwrap_or_default()),
        title: format!("{what}{of}"),
        unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
        alt: format!("Stapeldiagram över {}{of}. {}", swedish::uncapitalised(&what), bars.told()),
        remarks: remark.into_iter().collect(),
        sources: vec![source.place(writing)],
        drawings: bars.drawings(),
    })
}

fn all_negative(values: &[Option<Decimal>]) -> bool {
    values.iter().flatten().all(|value| value.is_sign_negative() || value.is_zero())
}

/// Whether the largest comes first, which it does unless the order of the table is asked for.
fn order(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<bool> {
    match site.call.argument("ordning") {
        None | Some("storlek") => Some(true),
        Some("tabell") => Some(false),
        Some(other) => {
            writing.problems.push(
                Diagnostic::error("okänt-värde", format!("\"{other}\" är inte ett giltigt värde för \"ordning\""))
                    .at(&site.argument_span(other))
                    .hint(format!("skriv {}", list_names(["storlek", "tabell"]).replace(" och ", " eller "))),
            );
            None
        }
    }
}

impl Bars {
    fn told(&self) -> String {
        let share = |at: usize| self.shares[at].as_ref().map(|share| format!("{share}\u{a0}procent"));
        let mut by_size: Vec<usize> = (0..self.data.len()).filter(|&at| self.data[at].value.is_some()).collect();
        by_size.sort_by_key(|&at| std::cmp::Reverse(self.data[at].value.map(|value| value.abs())));
        let tell = |at: &usize| self.data[*at].told(share(*at));
        let told: Vec<String> = by_size.iter().take(TOLD).map(tell).collect();
        let Some((first, rest)) = told.split_first() else { return String::new() };
        let then = if rest.is_empty() { String::new() } else { format!(", sedan {}", swedish::join(rest)) };
        let more = by_size.len() - told.len();
        let last = by_size
            .last()
            .filter(|_| more > 0)
            .map(|last| format!(". Ytterligare {} är mindre; minst är {}", swedish::count(more), tell(last)));
        let total = self.total.as_ref();
        let total = total.map(|it| format!(" {}: {}.", swedish::capitalised(&it.name), it.with_unit()));
        format!("Störst är {first}{then}{}.{}", last.unwrap_or_default(), total.unwrap_or_default())
    }

    /// As many pictures as are needed, with one scale.
    fn drawings(&self) -> Vec<Drawing> {
        let names = || self.data.iter().chain(&self.total).map(|datum| datum.name.as_str());
        let natural = names().map(|name| Face::LABEL.width(name)).max().unwrap_or(0);
        let piece = names().map(|name| metrics::widest_piece(name, Face::STRONG.size, true)).max().unwrap_or(0);
        let column = natural.min(WIDTH * 36 / 100).max(piece.min(WIDTH * 48 / 100));
        let figure = |datum: &Datum| Face::STRONG.width(&datum.text);
        let widest = self.data.iter().chain(&self.total).map(figure).max().unwrap_or(0) + GAP;
        let share = self.shares.iter().flatten().map(|share| Face::LABEL.width(share)).max();
        let share = share.map_or(0, |share| share + Face::LABEL.width("\u{a0}%") + 2 * GAP);
        let from = column + 10 * PT;
        let axis = Axis::fit(&data::values(&self.data), from, WIDTH - widest - share);
        let mut drawings = Vec::new();
        let (mut drawing, mut y) = (Drawing::default(), 0);
        for (at, datum) in self.data.iter().enumerate() {
            let lines = metrics::wrap(&datum.name, Face::LABEL.size, false, column, LINES);
            let height = THICK.max(LEADING * count(lines.len())) + AIR;
            if y + height > TALLEST {
                drawings.push(finished(std::mem::take(&mut drawing), axis, y));
                y = 0;
            }
            let middle = y + height / 2;
            drawing.lines((0, middle), Align::Start, Face::LABEL, &lines);
            bar(&mut drawing, axis, middle, datum, self.shares[at].as_deref());
            y += height;
        }
        let mut drawing = finished(drawing, axis, y);
        if let Some(total) = &self.total {
            let lines = metrics::wrap(&total.name, Face::STRONG.size, true, column, LINES);
            let height = LEADING * count(lines.len()) + AIR;
            drawing.line((0, y + PT), (WIDTH, y + PT), Role::Hair);
            let middle = y + PT + height / 2 + PT;
            drawing.lines((0, middle), Align::Start, Face::STRONG, &lines);
            let at = (axis.zero.max(from) + GAP, middle + Face::STRONG.drop());
            drawing.figure(at, Align::Start, Face::STRONG, total.text.as_str());
            drawing.height = y + height + 2 * PT;
        }
        drawings.push(drawing);
        drawings
    }
}

/// A picture with its axis at zero.
fn finished(mut drawing: Drawing, axis: Axis, height: i64) -> Drawing {
    drawing.line((axis.zero, 0), (axis.zero, height), Role::Ink);
    drawing.height = height;
    drawing
}

/// A bar with its figure at its end, and its share behind. What is written at a bar below zero stands at zero, where it
/// takes no room from the bars.
fn bar(drawing: &mut Drawing, axis: Axis, middle: i64, datum: &Datum, share: Option<&str>) {
    let (x, width) = datum.value.map_or((axis.zero, 0), |value| axis.bar(value));
    drawing.bar(x, middle - THICK / 2, width, THICK, true);
    let baseline = middle + Face::STRONG.drop();
    let at = (x + width).max(axis.zero) + GAP;
    drawing.figure((at, baseline), Align::Start, Face::STRONG, datum.text.as_str());
    if let Some(share) = share {
        let at = at + Face::STRONG.width(&datum.text) + GAP + PT;
        let face = Face { role: Role::Quiet, ..Face::LABEL };
        drawing.text((at, baseline), Align::Start, face, format!("{share}\u{a0}%"));
    }
}

/// Tells of a picture of a comparison column, where the table has one of the plan's own and the caption says nothing.
fn of_comparison(writing: &mut Writing<'_>, site: &CallSite<'_>, sheet: &Sheet, column: usize) {
    let year = writing.plan.identity.year;
    let drawn = &sheet.columns[column];
    let Some(when) = drawn.when.filter(|when| !when.is_plans_own(year)) else { return };
    let alike = |own: &SheetColumn| own.when.is_some_and(|own| own.is_plans_own(year)) && own.measure == drawn.measure;
    let Some(own) = sheet.columns.iter().position(alike) else { return };
    let says = |caption: &str| when.year().is_some_and(|year| caption.contains(&year.to_string()));
    if site.call.argument("rubrik").is_some_and(says) {
        return;
    }
    let id = sheet.role_id(own).unwrap_or_else(|| sheet.columns[own].id.clone());
    writing.problems.push(
        Diagnostic::warning(
            "diagram-jämförelse",
            format!("diagrammet visar {}, men planen gäller {year}", drawn.name.to_lowercase()),
        )
        .at(&site.part_span(site.call.argument("kolumn").unwrap_or_default()))
        .hint(format!(
            "skriv kolumn=\"{id}\"; är det jämförelsen som ska visas, skriv en rubrik med dess årtal: rubrik=\"…\""
        )),
    );
}
