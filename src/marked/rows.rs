//! The rows of two tables laid over each other, every cell with what it held before.

use crate::compare::align::Step;
use crate::compare::sides::When;
use crate::document::mark::{Fate, Mark, RowChange};
use crate::document::table::{Cell, Row, RowHead, RowKind};
use crate::marked::gone::Alone;
use crate::marked::heads::Heads;
use crate::marked::marking::Marking;
use crate::marked::pair::Pair;
use crate::marked::said::{Said, row_name, row_text};
use crate::marked::{cells, inlines};

/// A row of both, or of one side; nothing for one that stands in another table now.
pub fn laid(marking: &mut Marking<'_>, pair: &Pair<'_>, heads: &Heads, step: Step) -> Option<Row> {
    match step {
        Step::Both(i, j, moved) => Some(both(marking, pair, heads, (&pair.before.rows[i], &pair.after.rows[j]), moved)),
        Step::Came(j) => {
            let later = &pair.after.rows[j];
            let own = later.anchor.as_deref().and_then(|anchor| marking.names.other_anchor(When::After, anchor));
            match own.and_then(|anchor| marking.shown.before.rows.get(anchor).copied()) {
                // It stood in another table.
                Some(own) => Some(both(marking, pair, heads, (own, later), true)),
                None => Some(alone(marking, pair, heads, later, Alone::Came)),
            }
        }
        Step::Gone(i) => {
            let own = &pair.before.rows[i];
            let stays = own.anchor.as_deref().is_some_and(|anchor| marking.has_row(anchor));
            (!stays).then(|| alone(marking, pair, heads, own, Alone::Gone))
        }
    }
}

fn alone(marking: &mut Marking<'_>, pair: &Pair<'_>, heads: &Heads, row: &Row, side: Alone) -> Row {
    let mut drawn = side.row(row);
    let found = marking.changes_of_row(side.when(), row, side.fate());
    let marks = if found.is_empty() {
        marking.marks_of_lone_text(&Said::row(row), side.fate(), &row_name(row))
    } else {
        marking.marks(&found)
    };
    drawn.change = Some(RowChange { fate: side.fate(), marks });
    if row.row_kind == RowKind::Group {
        return drawn;
    }
    let around = heads.around(row, side);
    let cells = std::mem::take(&mut drawn.cells);
    let shown = pair.columns.iter().enumerate().map(|(at, step)| {
        let own = match (step, side) {
            (Step::Both(i, ..) | Step::Gone(i), Alone::Gone) => Some(*i),
            (Step::Both(_, j, _) | Step::Came(j), Alone::Came) => Some(*j),
            _ => None,
        };
        let cell = own.and_then(|own| cells.get(own)).cloned().unwrap_or_else(Cell::empty);
        cell.headed(heads.of_cell(at, &around))
    });
    drawn.cells = shown.collect();
    drawn
}

/// A row of both tables, the earlier one first.
fn both(marking: &mut Marking<'_>, pair: &Pair<'_>, heads: &Heads, (own, later): (&Row, &Row), moved: bool) -> Row {
    let mut drawn = later.clone();
    let mut edited = false;
    for (at, head) in drawn.heads.iter_mut().enumerate() {
        let empty = RowHead::empty("");
        let before = own.heads.get(at).unwrap_or(&empty);
        let compared = inlines::compare(&before.content, &head.content, &marking.names);
        edited |= compared.edited || compared.caused;
        head.content = compared.content;
    }
    let found = marking.changes_of_row(When::After, later, Fate::Changed);
    let mut marks = marking.marks(&found);
    let told = !marks.is_empty();
    let around = heads.around(later, Alone::Came);
    let columns = if later.row_kind == RowKind::Group { &[][..] } else { pair.columns.as_slice() };
    let mut other = false;
    let cells = columns.iter().enumerate().map(|(at, step)| {
        let cell = match step {
            Step::Both(i, j, _) => match (own.cells.get(*i), later.cells.get(*j)) {
                (Some(before), Some(after)) => {
                    let (cell, changed) = cells::laid(marking, pair.after.table_kind, before, after, told);
                    other |= changed;
                    cell
                }
                (_, after) => after.cloned().unwrap_or_else(Cell::empty),
            },
            Step::Came(j) => later.cells.get(*j).map_or_else(Cell::empty, |cell| Alone::Came.cell(cell)),
            Step::Gone(i) => own.cells.get(*i).map_or_else(Cell::empty, |cell| Alone::Gone.cell(cell)),
        };
        cell.headed(heads.of_cell(at, &around))
    });
    drawn.cells = cells.collect();
    if marks.is_empty() && (edited || moved || other) {
        marks.push(explained(marking, own, later, moved));
    }
    if !marks.is_empty() {
        drawn.change = Some(RowChange { fate: if moved { Fate::Moved } else { Fate::Changed }, marks });
    }
    drawn
}

/// The mark of a row that has no changes of its own: that of the paragraph it is, of a text that it shows and something
/// else says, or of what it followed from.
fn explained(marking: &mut Marking<'_>, own: &Row, later: &Row, moved: bool) -> Mark {
    let said = Said::row(later);
    let thing = later.cells.iter().find_map(|cell| marking.names.row(When::After, cell.address.as_deref()?));
    let change = marking
        .change_of_text(&said)
        .or_else(|| marking.index.shown_by(thing?))
        .or_else(|| marking.index.wording(&row_text(own), &row_text(later)))
        .or_else(|| if moved { marking.move_of_text(&said) } else { None });
    if let Some(change) = change {
        return marking.mark(change);
    }
    let cause = marking.cause_of_text(&said);
    marking.follow(cause, &row_name(later))
}
