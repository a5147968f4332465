//! What follows from a change: computed figures, sentences that print them, and whether totals still agree.
//!
//! A figure is followed from the cells that a change touches to those computed from them, on both sides, as long as
//! they changed. A figure that several changes have a part in is told under each of them; it is told whole once, under
//! the first, and is *repeated* under the others. What changed without any of the changes being seen to cause it is told
//! by itself, so that nothing is lost.

use std::collections::{HashMap, HashSet};

use crate::checks::{control_totals, reconciliations};
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::diagnostic::json::place;
use crate::diff::Side;
use crate::diff::cells::{named, same_value};
use crate::diff::finding::{Change, Consequence, Difference, Draft, Effect, Finding, Node};
use crate::diff::narrative::Echo;
use crate::figures::{CellId, Figure, Figures, Origin, Value, controls};
use crate::model::plan::Plan;
use crate::model::table::{Control, Table};
use crate::source::Span;
use crate::swedish;

/// Something that followed, and the cells that it followed from.
struct Following {
    nodes: Vec<Node>,
    effect: Effect,
}

/// The cells of both sides, and which were changed.
struct Web<'a> {
    figures: [&'a Figures; 2],
    pairs: &'a Pairs,
    users: [Vec<Vec<CellId>>; 2],
    changed: Vec<bool>,
}

/// Puts what followed under the changes.
pub fn fold(found: Vec<Draft>, echoes: &[Echo], pairs: &Pairs, sides: [&Side<'_>; 2]) -> Vec<Finding> {
    let web = Web::of(pairs, sides);
    let own: HashSet<Node> =
        found.iter().filter(|draft| draft.finding.kind == Kind::Cell).flat_map(|draft| draft.touches.clone()).collect();
    let mut found = found;
    let mut reached: Vec<Vec<Node>> = found.iter().map(|draft| web.reached(&draft.seeds, &own)).collect();
    let explained: HashSet<Node> = reached.iter().flatten().copied().collect();
    for draft in web.unexplained(&explained, sides) {
        reached.push(web.reached(&draft.seeds, &own));
        found.push(draft);
    }
    let mut all: Vec<Following> = web.figures_in(&reached, &own);
    all.extend(agreements(&web, sides));
    // For each change, what followed from it; and for each thing that followed, from how many.
    let sets: Vec<HashSet<Node>> = found
        .iter()
        .zip(&reached)
        .map(|(draft, reached)| draft.seeds.iter().chain(&draft.touches).chain(reached).copied().collect())
        .collect();
    let mut told = echoes_told(&found, &sets, echoes);
    found.append(&mut told.unexplained);
    let mut effects: Vec<Vec<(usize, Effect)>> = found.iter().map(|_| Vec::new()).collect();
    for following in all {
        let figure = following.effect.consequence == Consequence::Figure;
        let causes: Vec<usize> = (0..sets.len())
            .filter(|&at| {
                let node = |node: &Node| if figure { reached[at].contains(node) } else { sets[at].contains(node) };
                following.nodes.iter().any(node)
            })
            .collect();
        for (n, &at) in causes.iter().enumerate() {
            // Figures of the change's own table first, nearest first.
            let node = following.nodes.first().copied().unwrap_or_default();
            let near = reached[at].iter().position(|own| *own == node).unwrap_or(0);
            let away = !found[at].seeds.iter().any(|seed| web.same_sheet(*seed, node));
            let order = if figure { near + usize::from(away) * sets[at].len() } else { usize::MAX - 1 };
            effects[at].push((order, Effect { causes: causes.len(), repeated: n > 0, ..following.effect.clone() }));
        }
    }
    for (at, effect) in told.told {
        effects[at].push((usize::MAX, effect));
    }
    for (draft, mut effects) in found.iter_mut().zip(effects) {
        effects.sort_by_key(|(order, _)| *order);
        draft.finding.effects = effects.into_iter().map(|(_, effect)| effect).collect();
    }
    found.sort_by_key(|draft| draft.order);
    found.into_iter().map(|draft| draft.finding).collect()
}

impl<'a> Web<'a> {
    fn of(pairs: &'a Pairs, sides: [&Side<'a>; 2]) -> Self {
        let figures = sides.map(|side| side.figures);
        let later = figures[1].cells.iter().enumerate().map(|(cell, figure)| {
            pairs.earlier_cell[cell].is_none_or(|earlier| {
                let own = &figures[0].cells[earlier];
                let failed = own.value == Value::Failed || figure.value == Value::Failed;
                !failed && !same_value(own, figure)
            })
        });
        let changed = later.chain(figures[0].cells.iter().map(|_| true)).collect();
        Self { figures, pairs, users: figures.map(Figures::users), changed }
    }

    fn same_sheet(&self, node: Node, other: Node) -> bool {
        let sheet = |node: Node| {
            let (side, cell) = if node < self.figures[1].cells.len() { (1, node) } else { (0, self.earlier(node)?) };
            self.figures[side].position(cell).map(|(sheet, ..)| sheet.id.as_str())
        };
        sheet(node) == sheet(other)
    }

    fn earlier(&self, node: Node) -> Option<CellId> {
        let count = self.figures[1].cells.len();
        if node < count { self.pairs.earlier_cell[node] } else { Some(node - count) }
    }

    /// The cells that a change reaches through cells that changed, nearest first, itself included. A cell that was written
    /// otherwise is its own cause.
    fn reached(&self, seeds: &[Node], own: &HashSet<Node>) -> Vec<Node> {
        let mut seen: HashSet<Node> = seeds.iter().copied().collect();
        let mut reached: Vec<Node> = seeds.to_vec();
        let mut next = 0;
        while let Some(&node) = reached.get(next) {
            next += 1;
            let later = self.users[1].get(node).into_iter().flatten().copied();
            let earlier = self.earlier(node).and_then(|cell| self.users[0].get(cell));
            let earlier = earlier.into_iter().flatten().map(|&cell| self.pairs.node(cell));
            let users: Vec<Node> = later.chain(earlier).collect();
            reached.extend(
                users.into_iter().filter(|user| self.changed[*user] && !own.contains(user) && seen.insert(*user)),
            );
        }
        reached
    }

    /// Figures that both sides compute, that changed and are printed.
    fn is_told(&self, node: Node) -> Option<(CellId, CellId)> {
        let (earlier, later) = (*self.pairs.earlier_cell.get(node)?, node);
        let computed = |side: usize, cell: CellId| !matches!(self.figures[side].cells[cell].origin, Origin::Input);
        let printed = self.figures[1].position(later).is_some_and(|(_, line, _)| line.is_printed());
        let earlier = earlier.filter(|&earlier| computed(0, earlier) && computed(1, later))?;
        (self.changed[node] && printed).then_some((earlier, later))
    }

    fn figures_in(&self, reached: &[Vec<Node>], own: &HashSet<Node>) -> Vec<Following> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for &node in reached.iter().flatten() {
            if own.contains(&node) || !seen.insert(node) {
                continue;
            }
            if let Some((earlier, later)) = self.is_told(node) {
                found.push(Following { nodes: vec![node], effect: self.figure(earlier, later) });
            }
        }
        found
    }

    fn figure(&self, earlier: CellId, later: CellId) -> Effect {
        let (own, now) = (&self.figures[0].cells[earlier], &self.figures[1].cells[later]);
        let difference = match (own.amount(), now.amount()) {
            (Some(before), Some(after)) => Difference::between(before, after, now.decimals),
            _ => None,
        };
        // As printed, unless that is the same.
        let printed = |figure: &Figure| Some(figure.printed.as_ref()?.with_unit(&figure.unit));
        let (before, after) = match (printed(own), printed(now)) {
            (Some(before), Some(after)) if before != after => (before, after),
            _ => (own.text(), now.text()),
        };
        let caption = self.figures[1].position(later).map(|(sheet, ..)| sheet.caption.as_str()).unwrap_or_default();
        Effect {
            name: format!("{caption}: {}", self.figures[1].name(later)),
            address: self.figures[1].address(later),
            difference,
            ..Effect::of(Consequence::Figure, &now.span, before, after)
        }
    }

    /// Figures that changed, though no change is seen to reach them.
    fn unexplained(&self, explained: &HashSet<Node>, sides: [&Side<'_>; 2]) -> Vec<Draft> {
        let own = (0..self.figures[1].cells.len()).filter(|node| !explained.contains(node));
        let found = own.filter_map(|node| Some((node, self.is_told(node)?))).map(|(node, (earlier, later))| {
            let effect = self.figure(earlier, later);
            let place_before = place(&sides[0].figures.cells[earlier].span);
            let finding = Finding {
                kind: Kind::Cell,
                name: self.figures[1].name(later),
                within: self.figures[1].position(later).map(|(sheet, ..)| sheet.caption.clone()),
                address: effect.address,
                before: Some(effect.before),
                after: Some(effect.after),
                difference: effect.difference,
                place_before: Some(place_before),
                place_after: Some(effect.place),
                ..Finding::empty(Change::Changed)
            };
            let order = (Kind::Cell.part(), usize::MAX, 0, node);
            Draft { finding, seeds: vec![node], order, ..Draft::empty(Change::Changed) }
        });
        found.collect()
    }
}

impl Effect {
    fn of(consequence: Consequence, span: &Span, before: String, after: String) -> Self {
        Self {
            consequence,
            name: String::new(),
            address: String::new(),
            before,
            after,
            difference: None,
            place: place(span),
            causes: 1,
            repeated: false,
        }
    }
}

/// Control totals, reconciliations and deviations that agree otherwise than before.
fn agreements(web: &Web<'_>, sides: [&Side<'_>; 2]) -> Vec<Following> {
    let mut found = Vec::new();
    let before = controlled(sides[0].plan, sides[0].figures);
    let mut after: Vec<_> = controlled(sides[1].plan, sides[1].figures).into_iter().collect();
    after.sort_unstable_by_key(|(cell, _)| *cell);
    for (cell, (table, control)) in after {
        let earlier = web.pairs.earlier_cell[cell].and_then(|cell| Some((cell, before.get(&cell)?)));
        let Some((own, (own_table, own_control))) = earlier else { continue };
        let held = control_totals::agrees(own_table, own_control, own, sides[0].figures);
        let holds = control_totals::agrees(table, control, cell, sides[1].figures);
        let consequence = match (held, holds) {
            (false, true) if controls::declared(own_table, own_control).is_some() => Consequence::DeviationGone,
            (true, false) if controls::declared(table, control).is_some() => Consequence::DeviationBack,
            (true, false) => Consequence::ControlBroken,
            (false, true) => Consequence::ControlMended,
            _ => continue,
        };
        let figure = &sides[1].figures.cells[cell];
        let stated = swedish::amount(
            &crate::quantity::amount::Amount::new(control.stated.value, figure.unit.clone()),
            control.stated.value.scale(),
        );
        let effect = Effect {
            name: format!("{}: {}", table.caption.value, sides[1].figures.name(cell)),
            address: sides[1].figures.address(cell),
            ..Effect::of(consequence, &control.stated.span, stated, figure.text())
        };
        found.push(Following { nodes: vec![cell], effect });
    }
    let earlier = reconciled(sides[0].plan, sides[0].figures);
    for table in &sides[1].plan.tables {
        for reconciliation in &table.reconciliations {
            let name = &reconciliation.name;
            let holds = reconciliations::holds(reconciliation, sides[1].figures);
            let (Some(&(own_table, Some(held))), Some(holds)) = (earlier.get(name.value.as_str()), holds) else {
                continue;
            };
            let declared = |table: &Table| table.deviations.iter().any(|deviation| deviation.about.value == name.value);
            let consequence = match (held, holds) {
                (false, true) if declared(own_table) => Consequence::DeviationGone,
                (true, false) if declared(table) => Consequence::DeviationBack,
                (true, false) => Consequence::ReconciliationBroken,
                (false, true) => Consequence::ReconciliationMended,
                _ => continue,
            };
            let nodes = reconciliation.terms.iter().flat_map(|term| named(&term.value, sides[1].figures)).collect();
            let effect = Effect {
                name: name.value.clone(),
                ..Effect::of(consequence, &name.span, String::new(), String::new())
            };
            found.push(Following { nodes, effect });
        }
    }
    found
}

fn controlled<'a>(plan: &'a Plan, figures: &Figures) -> HashMap<CellId, (&'a Table, &'a Control)> {
    let all = plan.tables.iter().flat_map(|table| table.controls.iter().map(move |control| (table, control)));
    all.filter_map(|(table, control)| Some((controls::target(table, control, figures).ok()?, (table, control))))
        .collect()
}

/// Reconciliations by name: where they are declared, and whether they hold.
fn reconciled<'a>(plan: &'a Plan, figures: &Figures) -> HashMap<&'a str, (&'a Table, Option<bool>)> {
    let all = plan.tables.iter().flat_map(|table| table.reconciliations.iter().map(move |own| (table, own)));
    all.map(|(table, own)| (own.name.value.as_str(), (table, reconciliations::holds(own, figures)))).collect()
}

/// Sentences under the changes that they print, and those that none explains.
struct Told {
    told: Vec<(usize, Effect)>,
    unexplained: Vec<Draft>,
}

fn echoes_told(found: &[Draft], sets: &[HashSet<Node>], echoes: &[Echo]) -> Told {
    let mut told = Told { told: Vec::new(), unexplained: Vec::new() };
    for echo in echoes {
        let causes: Vec<usize> = found
            .iter()
            .enumerate()
            .filter(|(at, draft)| {
                let prints = echo.nodes.iter().any(|node| sets[*at].contains(node));
                prints || draft.asked_by.iter().any(|word| echo.asks.contains(word))
            })
            .map(|(at, _)| at)
            .collect();
        let finding = &echo.draft.finding;
        let (Some(span), Some(before), Some(after)) = (&finding.place_after, &finding.before, &finding.after) else {
            continue;
        };
        if causes.is_empty() {
            let draft = &echo.draft;
            told.unexplained.push(Draft {
                finding: draft.finding.clone(),
                order: draft.order,
                files: draft.files.clone(),
                ..Draft::empty(Change::Changed)
            });
        }
        for (n, &at) in causes.iter().enumerate() {
            let effect = Effect {
                consequence: Consequence::Sentence,
                name: finding.within.clone().unwrap_or_default(),
                address: finding.address.clone(),
                before: before.clone(),
                after: after.clone(),
                difference: None,
                place: span.clone(),
                causes: causes.len(),
                repeated: n > 0,
            };
            told.told.push((at, effect));
        }
    }
    told
}
