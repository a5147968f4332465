//! Cells that were written otherwise: another figure, another formula, a record that came or went.

use std::collections::HashMap;

use crate::compare::inventory::{Inventory, relative};
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::compare::object::{Object, Seat};
use crate::diagnostic::json::place;
use crate::diff::Side;
use crate::diff::finding::{Change, Content, Difference, Draft, Finding, Stated};
use crate::figures::{CellId, Figure, Figures, Origin, Value};
use crate::model::formula::Formula;
use crate::swedish;

/// Every cell that people wrote otherwise, in rows and columns that both plans have.
pub fn compare(a: &Inventory, b: &Inventory, pairs: &Pairs, sides: [&Side<'_>; 2]) -> Vec<Draft> {
    let tables = sides[1].plan.tables.len();
    let mut found = Vec::new();
    for (at, row) in b.objects.iter().enumerate() {
        let (Seat::Line(sheet, line), Some(earlier)) = (row.seat, pairs.earlier[at]) else { continue };
        if row.kind != Kind::Row || sheet >= tables {
            continue;
        }
        let own = &a.objects[earlier];
        // A row's formula is told as the row's.
        if row.field("formel").is_some() || own.field("formel").is_some() {
            continue;
        }
        let width = sides[1].figures.sheets[sheet].columns.len();
        let cells = (0..width).map(|column| sides[1].figures.sheets[sheet].cell(line, column));
        let mut changed: Vec<Draft> = Vec::new();
        for (column, cell) in cells.enumerate() {
            let Some(before) = pairs.earlier_cell[cell] else { continue };
            if let Some(draft) = written(before, cell, pairs, sides) {
                changed.push(Draft { order: (Kind::Cell.part(), at, 0, column + 1), ..draft });
            }
        }
        found.extend(record(changed, own, row, sides));
    }
    found
}

/// The finding about one cell, when what is written there is different.
fn written(before: CellId, after: CellId, pairs: &Pairs, sides: [&Side<'_>; 2]) -> Option<Draft> {
    let [own, later] = [(0, before), (1, after)].map(|(side, cell): (usize, CellId)| &sides[side].figures.cells[cell]);
    match (&own.origin, &later.origin) {
        // A failed cell was written as something that could not be read.
        (Origin::Input, Origin::Input) if same_value(own, later) => return None,
        (Origin::Input, Origin::Input) if own.value == Value::Failed && own.span.text() == later.span.text() => {
            return None;
        }
        (
            Origin::Formula { operands, formula, text },
            Origin::Formula { operands: others, formula: other, text: later },
        ) => {
            let alike = || {
                same_formula(
                    std::slice::from_ref(formula),
                    std::slice::from_ref(other),
                    Some([operands, others]),
                    pairs,
                )
            };
            if text == later || alike() {
                return None;
            }
        }
        // Sums over the tables that were made from records are nobody's writing.
        (Origin::Records(_), Origin::Records(_) | Origin::Formula { .. })
        | (Origin::Formula { .. }, Origin::Records(_)) => {
            return None;
        }
        (Origin::Sum(_), _) | (_, Origin::Sum(_)) => return None,
        _ => {}
    }
    let [address, earlier_address] = [sides[1].figures.address(after), sides[0].figures.address(before)];
    let difference = match (own.amount(), later.amount()) {
        (Some(before), Some(after)) => Difference::between(before, after, later.decimals),
        _ => None,
    };
    let file =
        |side: usize, figure: &Figure| Some(relative(&figure.span.file.path, &sides[side].plan.folder).to_owned());
    Some(Draft {
        finding: Finding {
            kind: Kind::Cell,
            name: sides[1].figures.name(after),
            within: sides[1].figures.position(after).map(|(sheet, ..)| sheet.caption.clone()),
            earlier_address: Some(earlier_address).filter(|earlier| *earlier != address),
            address,
            before: Some(text(own)),
            after: Some(text(later)),
            difference,
            place_before: Some(place(&own.span)),
            place_after: Some(place(&later.span)),
            ..Finding::empty(Change::Changed)
        },
        // Another formula that comes to the same changes nothing else.
        seeds: if same_value(own, later) { Vec::new() } else { vec![after] },
        touches: vec![after],
        files: [file(0, own), file(1, later)],
        ..Draft::empty(Change::Changed)
    })
}

/// A record that is on one side only fills or empties a row that both sides print: that is one change, not one for each
/// cell. Its cells have no places of their own where it is missing.
fn record(changed: Vec<Draft>, own: &Object, row: &Object, sides: [&Side<'_>; 2]) -> Vec<Draft> {
    let missing = |side: usize, object: &Object| {
        let Seat::Line(sheet, line) = object.seat else { return false };
        let figures = sides[side].figures;
        let mut cells = (0..figures.sheets[sheet].columns.len()).map(|column| figures.sheets[sheet].cell(line, column));
        cells.all(|cell| {
            let figure = &figures.cells[cell];
            match figure.origin {
                Origin::Input => figure.value == Value::Empty && figure.span.range == object.span.range,
                Origin::Sum(_) | Origin::Records(_) | Origin::Formula { .. } => true,
            }
        })
    };
    let (gone, came) = (missing(1, row), missing(0, own));
    let Some(first) = changed.first() else { return changed };
    let change = match (came && !gone, gone && !came) {
        (true, _) => Change::Added,
        (_, true) => Change::Removed,
        _ => return changed,
    };
    let (side, object) = if change == Change::Added { (1, row) } else { (0, own) };
    let Seat::Line(sheet, line) = object.seat else { return changed };
    let figures = sides[side].figures;
    let text = row_text(figures, sheet, line);
    let content = Content {
        kind: Kind::Record,
        address: object.address.clone(),
        name: object.name.clone(),
        fields: stated(figures, sheet, line),
    };
    let finding = Finding {
        kind: Kind::Record,
        name: object.name.clone(),
        within: first.finding.within.clone(),
        address: object.address.clone(),
        before: text.clone().filter(|_| change == Change::Removed),
        after: text.filter(|_| change == Change::Added),
        place_before: (change == Change::Removed).then(|| place(&own.span)),
        place_after: (change == Change::Added).then(|| place(&row.span)),
        content: vec![content],
        ..Finding::empty(change)
    };
    let seeds = changed.iter().flat_map(|draft| draft.seeds.clone()).collect();
    let (order, files) = (first.order, first.files.clone());
    vec![Draft { finding, seeds, order, files, ..Draft::empty(change) }]
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
pub fn same_formula(own: &[Formula], later: &[Formula], operands: Option<[&[CellId]; 2]>, pairs: &Pairs) -> bool {
    let Some([before, after]) = operands else { return false };
    let paired = before.iter().map(|&cell| pairs.later_cell[cell]).eq(after.iter().map(|&cell| Some(cell)));
    paired && own.len() == later.len() && own.iter().zip(later).all(|(own, later)| same_shape(own, later))
}

fn same_shape(own: &Formula, later: &Formula) -> bool {
    match (own, later) {
        (Formula::Number(a), Formula::Number(b)) => a == b,
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

/// The cells that a formula outside every table names.
pub fn named(formula: &Formula, figures: &Figures) -> Vec<CellId> {
    let mut found = Vec::new();
    formula.references(&mut |parts, _| found.extend(figures.find(parts, None)));
    found
}

/// The cells of a sheet, line or column.
pub fn of_seat(seat: Seat, figures: &Figures) -> Vec<CellId> {
    match seat {
        Seat::None => Vec::new(),
        Seat::Sheet(sheet) => {
            let sheet = &figures.sheets[sheet];
            (sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len()).collect()
        }
        Seat::Line(sheet, line) => {
            let sheet = &figures.sheets[sheet];
            (0..sheet.columns.len()).map(|column| sheet.cell(line, column)).collect()
        }
        Seat::Column(sheet, column) => {
            let sheet = &figures.sheets[sheet];
            (0..sheet.lines.len()).map(|line| sheet.cell(line, column)).collect()
        }
    }
}

/// A row's figures in one line: `−633,6; −672,1 mnkr`. Nothing when it has none.
pub fn row_text(figures: &Figures, sheet: usize, line: usize) -> Option<String> {
    let cells = of_seat(Seat::Line(sheet, line), figures);
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
