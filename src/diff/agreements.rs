//! Control totals, reconciliations and deviations that agree otherwise than before.

use std::collections::HashMap;

use crate::checks::{control_totals, reconciliations};
use crate::compare::correspondence::{Node, ThingRef};
use crate::compare::sides::When;
use crate::diff::cells::named_in;
use crate::diff::comparison::{Comparison, Spot, spot};
use crate::diff::finding::{Consequence, Effect};
use crate::figures::{CellId, Figures, agreements, controls};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::{Control, Table};
use crate::quantity::amount::Amount;
use crate::swedish;

/// A table and a control total of it.
type Controlled<'a> = (&'a Table, &'a Control);

/// What agrees otherwise than before, with the cells that it is about.
pub fn changed(plans: &Comparison<'_>) -> Vec<(Vec<Node>, Effect)> {
    let mut found = control_totals_changed(plans);
    found.extend(reconciliations_changed(plans));
    found
}

fn control_totals_changed(plans: &Comparison<'_>) -> Vec<(Vec<Node>, Effect)> {
    let before = controlled(plans.sides.before.plan, plans.figures(When::Before));
    let figures = plans.figures(When::After);
    let mut after: Vec<(CellId, Controlled<'_>)> = controlled(plans.sides.after.plan, figures).into_iter().collect();
    after.sort_unstable_by_key(|(cell, _)| *cell);
    let mut found = Vec::new();
    for (cell, (table, control)) in after {
        let earlier = plans.same.cell(When::After, cell).and_then(|cell| Some((cell, before.get(&cell)?)));
        let Some((own, (own_table, own_control))) = earlier else { continue };
        let held = control_totals::agrees(own_table, own_control, own, plans.figures(When::Before));
        let holds = control_totals::agrees(table, control, cell, figures);
        let consequence = match (held, holds) {
            (false, true) if controls::declared(own_table, own_control).is_some() => Consequence::DeviationGone,
            (true, false) if controls::declared(table, control).is_some() => Consequence::DeviationBack,
            (true, false) => Consequence::ControlBroken,
            (false, true) => Consequence::ControlMended,
            _ => continue,
        };
        let figure = &figures.cells[cell];
        let stated = Amount::new(control.stated.value, figure.unit.clone());
        let stated = swedish::amount(&stated, control.stated.value.scale());
        let effect = Effect {
            name: format!("{}: {}", table.caption.value, figures.name(cell)),
            address: figures.address(cell),
            ..Effect::of(consequence, &control.stated.span, stated, figure.text())
        };
        found.push((vec![cell], effect));
    }
    found
}

fn reconciliations_changed(plans: &Comparison<'_>) -> Vec<(Vec<Node>, Effect)> {
    let earlier = reconciled(plans.sides.before.plan, plans.figures(When::Before));
    let objects = plans.same.inventories.after.objects.iter().enumerate();
    let places = objects.filter(|(_, object)| object.kind == ThingKind::Reconciliation);
    let places: HashMap<Spot<'_>, ThingRef> = places.map(|(at, object)| (spot(&object.span), at)).collect();
    let figures = plans.figures(When::After);
    let mut found = Vec::new();
    for table in &plans.sides.after.plan.tables {
        for reconciliation in &table.reconciliations {
            let name = &reconciliation.name;
            let holds = reconciliations::holds_everywhere(table, reconciliation, figures);
            let own = places.get(&spot(&name.span)).and_then(|at| plans.same.partner(When::After, *at));
            let own = own.and_then(|at| earlier.get(&spot(&plans.thing(When::Before, at).span)));
            let (Some(&(own_table, own_name, Some(held))), Some(holds)) = (own, holds) else { continue };
            let declared = |table: &Table, name: &str| table.deviations.iter().any(|own| own.about.value == name);
            let consequence = match (held, holds) {
                (false, true) if declared(own_table, own_name) => Consequence::DeviationGone,
                (true, false) if declared(table, &name.value) => Consequence::DeviationBack,
                (true, false) => Consequence::ReconciliationBroken,
                (false, true) => Consequence::ReconciliationMended,
                _ => continue,
            };
            let everywhere = agreements::of(table, reconciliation, figures);
            let terms = everywhere.iter().flat_map(|own| &own.terms);
            let nodes = terms.flat_map(|term| named_in(std::slice::from_ref(&term.value), figures)).collect();
            let effect = Effect {
                name: name.value.clone(),
                ..Effect::of(consequence, &name.span, String::new(), String::new())
            };
            found.push((nodes, effect));
        }
    }
    found
}

fn controlled<'a>(plan: &'a Plan, figures: &Figures) -> HashMap<CellId, Controlled<'a>> {
    let all = plan.tables.iter().flat_map(|table| table.controls.iter().map(move |control| (table, control)));
    all.filter_map(|(table, control)| Some((controls::target(table, control, figures).ok()?, (table, control))))
        .collect()
}

/// Reconciliations by where they are written: the table and the name, and whether they hold.
fn reconciled<'a>(plan: &'a Plan, figures: &Figures) -> HashMap<Spot<'a>, (&'a Table, &'a str, Option<bool>)> {
    let all = plan.tables.iter().flat_map(|table| table.reconciliations.iter().map(move |own| (table, own)));
    let held = |table, own| reconciliations::holds_everywhere(table, own, figures);
    all.map(|(table, own)| (spot(&own.name.span), (table, own.name.value.as_str(), held(table, own)))).collect()
}
