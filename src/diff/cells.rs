//! Cells that were written otherwise: another figure, another formula, a record that came or went.

use std::collections::HashMap;

use crate::compare::correspondence::{Correspondence, cells_of};
use crate::compare::object::{Object, Seat};
use crate::compare::sides::{Sides, When};
use crate::diagnostic::json::place;
use crate::diff::comparison::Comparison;
use crate::diff::finding::{About, Change, Content, Difference, Finding, Order, Stated, UnattributedFinding};
use crate::figures::{CellId, Figure, Figures, Origin, Value};
use crate::model::formula::Formula;
use crate::model::kind::ThingKind;
use crate::swedish;

/// Every cell that people wrote otherwise, in rows and columns that both plans have.
pub fn compare(plans: &Comparison<'_>) -> Vec<UnattributedFinding> {
    let tables = plans.sides.after.plan.tables.len();
    let figures = plans.figures(When::After);
    let mut found = Vec::new();
    for (at, row) in plans.same.inventories.after.objects.iter().enumerate() {
        let (Seat::Line(sheet, line), Some(earlier)) = (row.seat, plans.same.partner(When::After, at)) else {
            continue;
        };
        if row.kind != ThingKind::Row || sheet >= tables {
            continue;
        }
        let own = plans.thing(When::Before, earlier);
        // A row's formula is told as the row's.
        if row.field("formel").is_some() || own.field("formel").is_some() {
            continue;
        }
        let mut changed = Vec::new();
        for column in 0..figures.sheets[sheet].columns.len() {
            let after = figures.sheets[sheet].cell(line, column);
            let Some(before) = plans.same.cell(When::After, after).filter(|_| !plans.is_behind(after)) else {
                continue;
            };
            let order = Order { within: column + 1, ..Order::of(ThingKind::Cell, at) };
            changed.extend(written(plans, Sides { before, after }, order));
        }
        found.extend(record(plans, changed, Sides { before: (earlier, own), after: (at, row) }));
    }
    found
}

/// The finding about one cell, when what is written there is different.
fn written(plans: &Comparison<'_>, cells: Sides<CellId>, order: Order) -> Option<UnattributedFinding> {
    let own = Sides::of(|when| plans.figure(when, cells[when]));
    if !is_rewritten(plans, own) {
        return None;
    }
    let same = same_value(own.before, own.after);
    let finding = Finding {
        texts: Sides::of(|when| Some(text(own[when]))),
        places: own.map(|figure| Some(place(&figure.span))),
        ..about_cell(plans, cells)
    };
    Some(UnattributedFinding {
        // Another formula that comes to the same changes nothing else.
        seeds: if same { Vec::new() } else { vec![cells.after] },
        touches: vec![cells.after],
        files: Sides::of(|when| Some(plans.file(when, &own[when].span))),
        ..UnattributedFinding::of(finding, order)
    })
}

/// A finding that a cell is another, but for what it says and where.
pub fn about_cell(plans: &Comparison<'_>, cells: Sides<CellId>) -> Finding {
    let own = Sides::of(|when| plans.figure(when, cells[when]));
    let addresses = Sides::of(|when| plans.figures(when).address(cells[when]));
    let figures = plans.figures(When::After);
    Finding {
        name: name(plans, cells),
        within: figures.position(cells.after).map(|(sheet, ..)| sheet.caption.clone()),
        earlier_address: Some(addresses.before).filter(|earlier| *earlier != addresses.after),
        address: addresses.after,
        difference: own
            .map(Figure::amount)
            .both()
            .and_then(|amounts| Difference::between(amounts.before, amounts.after, own.after.decimals)),
        about: About { cell: cells.map(Some), ..About::default() },
        ..Finding::of(Change::Changed, ThingKind::Cell)
    }
}

/// A cell's row and column; both columns where it plays the part of one that is called otherwise.
fn name(plans: &Comparison<'_>, cells: Sides<CellId>) -> String {
    let own = plans.figures(When::After).name(cells.after);
    let columns = Sides::of(|when| plans.figures(when).position(cells[when]).map(|(.., column)| column.name.as_str()));
    match columns.both() {
        Some(Sides { before, after }) if before != after => match own.strip_suffix(*after) {
            Some(row) => row.to_owned() + &both_names(before, after),
            None => own,
        },
        _ => own,
    }
}

/// `Budget 2025 → 2026, omsättning`: what two names have in common is written once where only the year differs.
fn both_names(before: &str, after: &str) -> String {
    let common = before.bytes().zip(after.bytes()).take_while(|(own, later)| own == later).count();
    let start = before.get(..common).map_or("", |head| head.trim_end_matches(|c: char| c.is_ascii_digit()));
    let (own, later) = (before.get(start.len()..), after.get(start.len()..));
    let year = |rest: &str| rest.len() >= 4 && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    match (own, later) {
        (Some(own), Some(later)) if year(own) && year(later) && own[4..] == later[4..] => {
            format!("{start}{} → {later}", &own[..4])
        }
        _ => format!("{before} → {}", swedish::uncapitalised(after)),
    }
}

/// Whether something else is written in a cell, and not only computed.
fn is_rewritten(plans: &Comparison<'_>, own: Sides<&Figure>) -> bool {
    match (&own.before.origin, &own.after.origin) {
        // A failed cell was written as something that could not be read.
        (Origin::Input, Origin::Input) => {
            let failed = own.before.value == Value::Failed && own.before.span.text() == own.after.span.text();
            !failed && !same_value(own.before, own.after)
        }
        (
            Origin::Formula { operands, formula, text },
            Origin::Formula { operands: later_operands, formula: later_formula, text: later_text },
        ) => {
            let formulas = Sides { before: std::slice::from_ref(formula), after: std::slice::from_ref(later_formula) };
            let operands = Sides { before: operands.as_slice(), after: later_operands.as_slice() };
            text != later_text && !same_formula(formulas, operands, plans.same)
        }
        // Sums, also those over the tables that were made from records, are nobody's writing.
        (Origin::Records(_), Origin::Records(_) | Origin::Formula { .. })
        | (Origin::Formula { .. }, Origin::Records(_))
        | (Origin::Sum(_), _)
        | (_, Origin::Sum(_)) => false,
        _ => true,
    }
}

/// A record that is on one side only fills or empties a row that both sides print: that is one change, not one for each
/// cell. Its cells have no places of their own where it is missing.
fn record(
    plans: &Comparison<'_>,
    changed: Vec<UnattributedFinding>,
    rows: Sides<(usize, &Object)>,
) -> Vec<UnattributedFinding> {
    let Some(first) = changed.first() else { return changed };
    let has = Sides::of(|when| !is_missing(plans.figures(when), rows[when].1));
    let (change, when) = match (has.before, has.after) {
        (false, true) => (Change::Added, When::After),
        (true, false) => (Change::Removed, When::Before),
        _ => return changed,
    };
    let (at, object) = rows[when];
    let Seat::Line(sheet, line) = object.seat else { return changed };
    let figures = plans.figures(when);
    let content = Content {
        kind: ThingKind::Record,
        address: object.address.clone(),
        name: object.name.clone(),
        fields: stated(figures, sheet, line),
    };
    let mut finding = Finding {
        name: object.name.clone(),
        within: first.finding.within.clone(),
        address: object.address.clone(),
        content: vec![content],
        about: About { thing: rows.map(|(at, _)| Some(at)), parts: vec![at], ..About::default() },
        ..Finding::of(change, ThingKind::Record)
    };
    finding.texts[when] = row_text(figures, sheet, line);
    finding.places[when] = Some(place(&object.span));
    let seeds = changed.iter().flat_map(|own| own.seeds.clone()).collect();
    vec![UnattributedFinding { seeds, files: first.files.clone(), ..UnattributedFinding::of(finding, first.order) }]
}

/// Whether no cell of a row is written: it has only the row's own place.
fn is_missing(figures: &Figures, row: &Object) -> bool {
    let cells = cells_of(row.seat, figures);
    let is_empty = |cell: &CellId| {
        let figure = &figures.cells[*cell];
        match figure.origin {
            Origin::Input => figure.value == Value::Empty && figure.span.range == row.span.range,
            Origin::Sum(_) | Origin::Records(_) | Origin::Formula { .. } => true,
        }
    };
    matches!(row.seat, Seat::Line(..)) && cells.iter().all(is_empty)
}

/// Whether two cells hold the same figure. The unit is their row's, column's or table's, and told there.
pub fn same_value(own: &Figure, later: &Figure) -> bool {
    match (&own.value, &later.value) {
        (Value::Amount(own), Value::Amount(later)) => own.value == later.value,
        (own, later) => own == later,
    }
}

fn text(figure: &Figure) -> String {
    match &figure.origin {
        Origin::Formula { text, .. } => format!("{} (= {text})", figure.text()),
        _ => figure.text(),
    }
}

/// Whether two formulas compute the same from the same cells, whatever the cells are called.
pub fn same_formula(formulas: Sides<&[Formula]>, operands: Sides<&[CellId]>, same: &Correspondence) -> bool {
    let own = operands.before.iter().map(|&cell| same.cell(When::Before, cell));
    let paired = own.eq(operands.after.iter().map(|&cell| Some(cell)));
    let Sides { before, after } = formulas;
    paired && before.len() == after.len() && before.iter().zip(after).all(|(own, later)| same_shape(own, later))
}

fn same_shape(own: &Formula, later: &Formula) -> bool {
    match (own, later) {
        (Formula::Number(a), Formula::Number(b)) | (Formula::Share(a), Formula::Share(b)) => a == b,
        (Formula::Round(a, one), Formula::Round(b, other)) => one == other && same_shape(a, b),
        (Formula::Reference(..), Formula::Reference(..)) => true,
        (Formula::Negate(a), Formula::Negate(b)) => same_shape(a, b),
        (Formula::Chain(one, a), Formula::Chain(other, b)) => {
            let rest = a.iter().zip(b).all(|((sign, a), (other, b))| sign == other && same_shape(a, b));
            a.len() == b.len() && same_shape(one, other) && rest
        }
        (Formula::Call(one, a), Formula::Call(other, b)) => {
            one == other && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_shape(a, b))
        }
        _ => false,
    }
}

/// The cells that formulas outside every table name.
pub fn named_in(formulas: &[Formula], figures: &Figures) -> Vec<CellId> {
    let mut found = Vec::new();
    for formula in formulas {
        formula.references(&mut |reference| found.extend(figures.refer(reference, None)));
    }
    found
}

/// A row's figures in one line: `−633,6; −672,1 mnkr`. Nothing when it has none.
pub fn row_text(figures: &Figures, sheet: usize, line: usize) -> Option<String> {
    let cells = cells_of(Seat::Line(sheet, line), figures);
    let mut units: HashMap<&str, usize> = HashMap::new();
    let mut texts = Vec::new();
    for cell in &cells {
        let figure = &figures.cells[*cell];
        texts.push(match &figure.value {
            Value::Amount(amount) => {
                *units.entry(amount.unit.symbol()).or_default() += 1;
                swedish::number(amount.value, figure.decimals.max(amount.value.normalize().scale().min(6)))
            }
            _ => figure.text(),
        });
    }
    if units.is_empty() {
        return None;
    }
    // One unit for all is written once, and several with each figure.
    Some(match units.keys().collect::<Vec<_>>().as_slice() {
        [unit] => format!("{}{}{unit}", texts.join("; "), swedish::NBSP).trim_end().to_owned(),
        _ => cells.iter().map(|cell| figures.cells[*cell].text()).collect::<Vec<_>>().join("; "),
    })
}

/// A row's cells as they are written: a figure, a dash, nothing, or the cell's own formula.
pub fn stated(figures: &Figures, sheet: usize, line: usize) -> Vec<Stated> {
    let columns = figures.sheets[sheet].columns.iter().enumerate();
    let written = columns.filter_map(|(column, head)| {
        let cell = figures.sheets[sheet].cell(line, column);
        let figure = &figures.cells[cell];
        let value = match &figure.origin {
            Origin::Input => figure.text(),
            Origin::Formula { text, .. } => format!("= {text}"),
            Origin::Sum(_) | Origin::Records(_) => return None,
        };
        Some(Stated { name: head.id.clone(), value })
    });
    written.collect()
}
