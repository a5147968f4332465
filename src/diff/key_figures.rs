//! What a plan comes to, before and after: the sums and results of its tables in its own year.
//!
//! This is what a reader asks first, whatever was written otherwise and wherever.

use crate::compare::sides::{Sides, When};
use crate::diff::cells::same_value;
use crate::diff::comparison::Comparison;
use crate::diff::effects;
use crate::diff::finding::Effect;
use crate::figures::{CellId, Value};

/// The sums and results that are others than before, in the plan's order; nothing when the plans have none in common.
pub fn changed(plans: &Comparison<'_>) -> Option<Vec<Effect>> {
    let pairs = common(plans);
    let is_changed = |cells: &Sides<CellId>| {
        !same_value(plans.figure(When::Before, cells.before), plans.figure(When::After, cells.after))
    };
    let told = pairs.iter().copied().filter(is_changed).map(|cells| effects::figure(plans, cells)).collect();
    (!pairs.is_empty()).then_some(told)
}

/// The cells that both plans have and print, of lines that say what a table comes to and columns of the plan's own year.
fn common(plans: &Comparison<'_>) -> Vec<Sides<CellId>> {
    let (plan, figures) = (plans.sides.after.plan, plans.figures(When::After));
    let mut found = Vec::new();
    for (_, sheet) in figures.tables(plan).filter(|(table, _)| !table.hidden) {
        for line in sheet.results() {
            let own = sheet.own_columns(plan.identity.year);
            let cells = own.map(|column| sheet.cell(line, column));
            found.extend(cells.filter_map(|after| Some(Sides { before: plans.same.cell(When::After, after)?, after })));
        }
    }
    let is_figure = |when: When, cell: CellId| matches!(plans.figure(when, cell).value, Value::Amount(_));
    found.retain(|cells| is_figure(When::Before, cells.before) && is_figure(When::After, cells.after));
    found
}
