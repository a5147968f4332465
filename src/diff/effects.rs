//! What follows from a change: computed figures, sentences that print them, and whether totals still agree.
//!
//! A figure is followed from the cells that a change touches to those computed from them, on both sides, as long as
//! they changed. A figure that several changes have a part in is told under each of them; it is told whole once, under
//! the first, and is *repeated* under the others. What changed without any of the changes being seen to cause it is told
//! by itself, so that nothing is lost.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::compare::correspondence::Node;
use crate::compare::sides::{Sides, When};
use crate::diagnostic::has_errors;
use crate::diagnostic::json::place;
use crate::diff::agreements;
use crate::diff::cells::about_cell;
use crate::diff::comparison::Comparison;
use crate::diff::dependents::Dependents;
use crate::diff::finding::{Consequence, Difference, Effect, Finding, Order, UnattributedFinding};
use crate::diff::narrative::FollowingSentence;
use crate::figures::{CellId, Figure};
use crate::model::kind::ThingKind;

/// Where an effect stands among those of one change: figures of the change's own table first, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Figure { elsewhere: bool, distance: usize },
    Agreement,
    Sentence,
}

/// The changes that reach or touch each cell, and those that are asked for by each word.
#[derive(Default)]
struct Causes<'a> {
    /// By cell, the changes that reach it, in order, and how far away it is.
    reaching: HashMap<Node, Vec<(usize, usize)>>,
    /// By cell, the changes that are about it without changing it.
    touching: HashMap<Node, Vec<usize>>,
    /// By word, the changes of what it names.
    named: HashMap<&'a str, Vec<usize>>,
}

/// Puts what followed under the changes.
pub fn attribute_effects(
    mut found: Vec<UnattributedFinding>,
    sentences: &[FollowingSentence],
    plans: &Comparison<'_>,
) -> Vec<Finding> {
    let cells = found.iter().filter(|own| own.finding.kind == ThingKind::Cell);
    let dependents = Dependents::of(plans, cells.flat_map(|own| own.touches.clone()).collect());
    let mut reached: Vec<Vec<Node>> = found.iter().map(|own| dependents.reached(&own.seeds)).collect();
    // What a file that cannot be read would have said is no change without a cause.
    let is_whole = plans.sides.iter().all(|side| !side.plan.incomplete && !has_errors(side.problems));
    if is_whole {
        let explained: HashSet<Node> = reached.iter().flatten().copied().collect();
        for own in unexplained_figures(plans, &dependents, &explained) {
            reached.push(dependents.reached(&own.seeds));
            found.push(own);
        }
    }
    let causes = Causes::of(&found, &reached);
    let mut effects: Vec<Vec<(Rank, Effect)>> = vec![Vec::new(); found.len()];
    follow_figures(plans, &dependents, &found, &reached, &causes, &mut effects);
    for (nodes, effect) in agreements::changed(plans) {
        share(&causes.of_any(&nodes), |_| Rank::Agreement, &effect, &mut effects);
    }
    let mut unexplained = Vec::new();
    for sentence in sentences {
        let mut own = causes.of_any(&sentence.nodes);
        // Text prints figures, and nothing of what they are held against.
        own.retain(|at| !matches!(found[*at].finding.kind, ThingKind::Control | ThingKind::Reconciliation));
        own.extend(sentence.asks.iter().filter_map(|word| causes.named.get(word.as_str())).flatten());
        let Some(effect) = sentence.effect() else { continue };
        if own.is_empty() && is_whole {
            unexplained.push(sentence.finding.clone());
        }
        share(&own, |_| Rank::Sentence, &effect, &mut effects);
    }
    drop(causes);
    for (own, mut effects) in found.iter_mut().zip(effects) {
        effects.sort_by_key(|(rank, _)| *rank);
        own.finding.effects = effects.into_iter().map(|(_, effect)| effect).collect();
    }
    found.append(&mut unexplained);
    found.sort_by_key(|own| own.order);
    found.into_iter().map(|own| own.finding).collect()
}

impl<'a> Causes<'a> {
    fn of(found: &'a [UnattributedFinding], reached: &[Vec<Node>]) -> Self {
        let mut causes = Self::default();
        for (at, (own, reached)) in found.iter().zip(reached).enumerate() {
            for (distance, node) in reached.iter().enumerate() {
                causes.reaching.entry(*node).or_default().push((at, distance));
            }
            for node in &own.touches {
                causes.touching.entry(*node).or_default().push(at);
            }
            for word in &own.asked_by {
                causes.named.entry(word).or_default().push(at);
            }
        }
        causes
    }

    /// The changes that have to do with any of some cells, in order.
    fn of_any(&self, nodes: &[Node]) -> BTreeSet<usize> {
        let reaching = nodes.iter().filter_map(|node| self.reaching.get(node)).flatten().map(|(at, _)| *at);
        let touching = nodes.iter().filter_map(|node| self.touching.get(node)).flatten().copied();
        reaching.chain(touching).collect()
    }
}

/// Tells an effect under each of its causes: whole under the first.
fn share(causes: &BTreeSet<usize>, rank: impl Fn(usize) -> Rank, effect: &Effect, effects: &mut [Vec<(Rank, Effect)>]) {
    for (n, &at) in causes.iter().enumerate() {
        effects[at].push((rank(at), Effect { causes: causes.len(), repeated: n > 0, ..effect.clone() }));
    }
}

/// Every figure that the changes reach, under those that do.
fn follow_figures(
    plans: &Comparison<'_>,
    dependents: &Dependents<'_>,
    found: &[UnattributedFinding],
    reached: &[Vec<Node>],
    causes: &Causes<'_>,
    effects: &mut [Vec<(Rank, Effect)>],
) {
    let sheets = |own: &UnattributedFinding| own.seeds.iter().map(|seed| dependents.sheet(*seed)).collect();
    let sheets: Vec<HashSet<Option<&str>>> = found.iter().map(sheets).collect();
    let mut seen = HashSet::new();
    for &node in reached.iter().flatten() {
        if dependents.is_written(node) || !seen.insert(node) {
            continue;
        }
        let Some(cells) = dependents.reported(node) else { continue };
        let (effect, sheet) = (figure(plans, cells), dependents.sheet(node));
        let reaching: HashMap<usize, usize> = causes.reaching.get(&node).into_iter().flatten().copied().collect();
        let rank = |at: usize| Rank::Figure {
            elsewhere: !sheets[at].contains(&sheet),
            distance: reaching.get(&at).copied().unwrap_or(0),
        };
        share(&reaching.keys().copied().collect(), rank, &effect, effects);
    }
}

/// A figure that became another.
pub fn figure(plans: &Comparison<'_>, cells: Sides<CellId>) -> Effect {
    let own = Sides::of(|when| plans.figure(when, cells[when]));
    // As printed, unless that is the same.
    let printed = |figure: &Figure| Some(figure.printed.as_ref()?.with_unit(&figure.unit));
    let mut about = about_cell(plans, cells);
    let (before, after) = match (printed(own.before), printed(own.after)) {
        (Some(before), Some(after)) if before != after => {
            let rounded = own.map(|figure| figure.printed.as_ref().map(|printed| printed.rounded));
            let rounded = rounded.both().map(|rounded| rounded.map(|rounded| *rounded));
            if let Some(amounts) = own.map(Figure::amount).both() {
                let decimals = own.after.decimals;
                about.difference = Difference::printed(amounts.before, amounts.after, decimals, rounded);
            }
            (before, after)
        }
        _ => (own.before.text(), own.after.text()),
    };
    Effect {
        name: format!("{}: {}", about.within.unwrap_or_default(), about.name),
        address: about.address,
        difference: about.difference,
        cell: Some(cells.after),
        ..Effect::of(Consequence::Figure, &own.after.span, before, after)
    }
}

/// Figures that changed, though no change is seen to reach them.
fn unexplained_figures(
    plans: &Comparison<'_>,
    dependents: &Dependents<'_>,
    explained: &HashSet<Node>,
) -> Vec<UnattributedFinding> {
    let own = (0..plans.figures(When::After).cells.len()).filter(|node| !explained.contains(node));
    let found = own.filter_map(|node| Some((node, dependents.reported(node)?))).map(|(node, cells)| {
        let effect = figure(plans, cells);
        let finding = Finding {
            earlier_address: None,
            texts: Sides { before: Some(effect.before), after: Some(effect.after) },
            places: Sides {
                before: Some(place(&plans.figure(When::Before, cells.before).span)),
                after: Some(effect.place),
            },
            ..about_cell(plans, cells)
        };
        let order = Order { within: node, ..Order::of(ThingKind::Cell, usize::MAX) };
        UnattributedFinding { seeds: vec![node], ..UnattributedFinding::of(finding, order) }
    });
    found.collect()
}

impl FollowingSentence {
    /// The sentence as it is told under a change.
    fn effect(&self) -> Option<Effect> {
        let finding = &self.finding.finding;
        Some(Effect {
            consequence: Consequence::Sentence,
            name: finding.within.clone().unwrap_or_default(),
            address: finding.address.clone(),
            before: finding.texts.before.clone()?,
            after: finding.texts.after.clone()?,
            difference: None,
            place: finding.places.after.clone()?,
            causes: 1,
            repeated: false,
            cell: None,
            passage: Some(self.passage),
        })
    }
}
