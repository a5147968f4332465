//! What happened to the things of a plan: came, went, were moved, and which of their fields were written otherwise.
//!
//! What was written once is told once, wherever the plan shows it: a record's column stands in many tables, and a
//! unit's name in many rows.

use std::collections::{HashMap, HashSet};

use crate::compare::inventory::{Inventory, relative};
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::compare::object::{Field, Object, Role, Seat};
use crate::compare::order;
use crate::compare::words;
use crate::diagnostic::json::place;
use crate::diff::Side;
use crate::diff::cells::{self, same_formula};
use crate::diff::finding::{Change, Content, Difference, Draft, Finding, Node, Stated};
use crate::figures::{CellId, Figures};
use crate::model::counts::Counted;
use crate::model::formula::Formula;
use crate::source::Span;

/// A kind of thing under a parent of the later plan.
type Siblings = (Kind, Option<usize>);

/// A place in a file, as a key.
pub type Spot = (String, usize);

/// Two inventories while they are compared.
pub struct Comparison<'a> {
    /// The earlier and the later inventory.
    pub inventories: [&'a Inventory; 2],
    /// What they have in common.
    pub pairs: &'a Pairs,
    /// The sides.
    pub sides: [&'a Side<'a>; 2],
}

/// Every change of a thing or of a field of it.
pub fn compare(a: &Inventory, b: &Inventory, pairs: &Pairs, sides: [&Side<'_>; 2]) -> Vec<Draft> {
    let comparison = Comparison { inventories: [a, b], pairs, sides };
    let mut found = Vec::new();
    comparison.one_sided(1, &mut found);
    comparison.one_sided(0, &mut found);
    comparison.moved(&mut found);
    comparison.fields(&mut found);
    found
}

impl Comparison<'_> {
    fn partner(&self, side: usize, at: usize) -> Option<usize> {
        if side == 0 { self.pairs.later[at] } else { self.pairs.earlier[at] }
    }

    fn figures(&self, side: usize) -> &Figures {
        self.sides[side].figures
    }

    /// What only one side has. What belongs to it came or went with it.
    fn one_sided(&self, side: usize, found: &mut Vec<Draft>) {
        let objects = &self.inventories[side].objects;
        let change = if side == 1 { Change::Added } else { Change::Removed };
        // For each thing that is alone, the draft that it is told in.
        let mut told: HashMap<usize, usize> = HashMap::new();
        let mut spots: HashMap<(Kind, &str, Spot), usize> = HashMap::new();
        for (at, object) in objects.iter().enumerate().filter(|(at, _)| self.partner(side, *at).is_none()) {
            let mut holders = object.parent.iter().chain(&object.refs);
            let holder = holders.find_map(|holder| told.get(holder)).copied();
            let spot = (object.kind, object.id.as_str(), spot(&object.span));
            // The same lines in another table: made from the same record or dimension.
            if let Some(&draft) = spots.get(&spot) {
                found[draft].seeds.extend(self.nodes(side, object.seat));
                told.insert(at, draft);
                continue;
            }
            let draft = holder.unwrap_or_else(|| {
                let mut draft = self.draft(change, (side == 0).then_some(at), (side == 1).then_some(at));
                let text = self.summary(side, object);
                if side == 1 {
                    draft.finding.after = text;
                } else {
                    draft.finding.before = text;
                }
                draft.asked_by = counted(object).map(str::to_owned).chain([object.id.clone()]).collect();
                found.push(draft);
                found.len() - 1
            });
            told.insert(at, draft);
            spots.insert(spot, draft);
            found[draft].seeds.extend(self.nodes(side, object.seat));
            found[draft].asked_by.extend(counted(object).map(str::to_owned));
            found[draft].finding.content.push(self.content(side, object));
        }
    }

    /// What stands under something else, or elsewhere among its like.
    fn moved(&self, found: &mut Vec<Draft>) {
        let [a, b] = self.inventories;
        let mut groups: HashMap<Siblings, Vec<(usize, usize)>> = HashMap::new();
        let mut spots = HashSet::new();
        let common = self.pairs.later.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?)));
        for (at, other) in common {
            let (own, later) = (&a.objects[at], &b.objects[other]);
            if !own.kind.is_ordered() {
                continue;
            }
            if self.pairs.same_parent(own, later) {
                groups.entry((own.kind, later.parent)).or_default().push((at, other));
            } else if spots.insert((own.kind, spot(&own.span), spot(&later.span))) {
                let name = |side: usize, object: &Object| {
                    object.parent.map(|at| self.inventories[side].objects[at].name.clone())
                };
                let mut draft = self.draft(Change::Moved, Some(at), Some(other));
                (draft.finding.before, draft.finding.after) = (name(0, own), name(1, later));
                draft.seeds = self.nodes(0, own.seat).into_iter().chain(self.nodes(1, later.seat)).collect();
                found.push(draft);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(key, _)| *key);
        for (_, group) in groups {
            let after: Vec<usize> = group.iter().map(|&(_, other)| other).collect();
            if after.is_sorted() {
                continue;
            }
            let weights: Vec<u64> =
                group.iter().map(|&(at, other)| order::weight(&a.objects[at].path, &b.objects[other].path)).collect();
            let moved = order::moved(&after, &weights);
            let mut by_later = group.clone();
            by_later.sort_unstable_by_key(|&(_, other)| other);
            for (&(at, other), _) in group.iter().zip(&moved).filter(|(_, moved)| **moved) {
                if !spots.insert((a.objects[at].kind, spot(&a.objects[at].span), spot(&b.objects[other].span))) {
                    continue;
                }
                let behind = |list: &[(usize, usize)], inventory: &Inventory, pick: fn(&(usize, usize)) -> usize| {
                    let position = list.iter().position(|&(own, _)| own == at)?;
                    let before = position.checked_sub(1).and_then(|position| list.get(position));
                    Some(before.map_or_else(
                        || "först".to_owned(),
                        |pair| format!("efter {}", inventory.objects[pick(pair)].name),
                    ))
                };
                let mut draft = self.draft(Change::Moved, Some(at), Some(other));
                draft.finding.field = Some("ordning".to_owned());
                draft.finding.before = behind(&group, a, |pair| pair.0);
                draft.finding.after = behind(&by_later, b, |pair| pair.1);
                found.push(draft);
            }
        }
    }

    /// What the things say.
    fn fields(&self, found: &mut Vec<Draft>) {
        let [a, b] = self.inventories;
        let mut spots: HashSet<(String, Option<Spot>, Option<Spot>)> = HashSet::new();
        let common = self.pairs.later.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?)));
        for (at, other) in common {
            let (own, later) = (&a.objects[at], &b.objects[other]);
            if own.id != later.id && !(own.derived && later.derived) && own.refs.is_empty() && !own.id.is_empty() {
                let mut draft = self.draft(Change::Renamed, Some(at), Some(other));
                let field = match own.kind {
                    Kind::Chapter => "fil",
                    Kind::Reconciliation => "namn",
                    _ => "id",
                };
                draft.finding.field = Some(field.to_owned());
                (draft.finding.before, draft.finding.after) = (Some(own.id.clone()), Some(later.id.clone()));
                found.push(draft);
            }
            let only_later = later.fields.iter().filter(|field| own.field(&field.name).is_none());
            let both = own.fields.iter().map(|field| (Some(field), later.field(&field.name)));
            for (before, after) in both.chain(only_later.map(|field| (None, Some(field)))) {
                if self.says_the_same(at, other, before, after) {
                    continue;
                }
                let name = before.or(after).map(|field| field.name.clone()).unwrap_or_default();
                let spot_of = |field: Option<&Field>| field.map(|field| spot(&field.span));
                if spots.insert((name, spot_of(before), spot_of(after))) {
                    found.push(self.field(at, other, before, after));
                }
            }
        }
    }

    fn says_the_same(&self, at: usize, other: usize, before: Option<&Field>, after: Option<&Field>) -> bool {
        let (Some(before), Some(after)) = (before, after) else { return false };
        if before.text == after.text {
            return true;
        }
        if let (Role::Formula(own), Role::Formula(later)) = (&before.role, &after.role) {
            let named = |side: usize, formulas: &[Formula]| -> Vec<CellId> {
                formulas.iter().flat_map(|formula| cells::named(formula, self.figures(side))).collect()
            };
            // Terms stand outside every table, and name their cells in full.
            if self.inventories[0].objects[at].kind == Kind::Reconciliation {
                let [before, after] = [named(0, own), named(1, later)];
                return !before.is_empty() && same_formula(own, later, Some([&before, &after]), self.pairs);
            }
            return same_formula(own, later, self.operands(at, other), self.pairs);
        }
        // Another text from the same letters: a name was filled in, and is told where it was written.
        before.placed && after.placed && before.span.text() == after.span.text()
    }

    /// The cells that a row's or column's formula takes, in one of its cells that both sides have.
    fn operands(&self, at: usize, other: usize) -> Option<[&[CellId]; 2]> {
        let seats = [self.inventories[0].objects[at].seat, self.inventories[1].objects[other].seat];
        let cells = cells::of_seat(seats[0], self.figures(0)).into_iter();
        let pair = cells.filter_map(|cell| Some((cell, self.pairs.later_cell[cell]?))).find(|&(cell, later)| {
            !self.figures(0).cells[cell].operands().is_empty() && !self.figures(1).cells[later].operands().is_empty()
        });
        pair.map(|(cell, later)| [self.figures(0).cells[cell].operands(), self.figures(1).cells[later].operands()])
    }

    fn field(&self, at: usize, other: usize, before: Option<&Field>, after: Option<&Field>) -> Draft {
        let (own, later) = (&self.inventories[0].objects[at], &self.inventories[1].objects[other]);
        let role = after.or(before).map_or(&Role::Plain, |field| &field.role);
        let change = match role {
            Role::Name => Change::Renamed,
            Role::Number => Change::Renumbered,
            _ => Change::Changed,
        };
        let mut draft = self.draft(change, Some(at), Some(other));
        let finding = &mut draft.finding;
        finding.field = before.or(after).map(|field| field.name.clone());
        finding.before = before.map(|field| field.text.clone());
        finding.after = after.map(|field| field.text.clone());
        finding.place_before = before.map(|field| place(&field.span)).or(finding.place_before.take());
        finding.place_after = after.map(|field| place(&field.span)).or(finding.place_after.take());
        if let (Some(before), Some(after)) = (before, after) {
            if let (Role::Figure(before, _), Role::Figure(after, decimals)) = (&before.role, &after.role) {
                finding.difference = Difference::between(before, after, *decimals);
            } else if before.text.contains(' ') && after.text.contains(' ') && *role == Role::Plain {
                finding.words = words::compare(&before.text, &after.text);
            }
        }
        // A name and a note are beside the figures; whatever else is said of them reaches into them.
        if *role != Role::Name && finding.field.as_deref() != Some("not") {
            let touched = self.nodes(0, own.seat).into_iter().chain(self.nodes(1, later.seat));
            if matches!(own.kind, Kind::Control | Kind::Reconciliation) {
                draft.touches = self.about(at, other);
            } else {
                draft.seeds = touched.collect();
            }
        }
        if let (Kind::Plan, Some(key)) = (own.kind, &draft.finding.field) {
            draft.asked_by = vec![key.replace(['å', 'ä'], "a").replace('ö', "o")];
        }
        draft
    }

    /// The cells that a control total or a reconciliation is about.
    fn about(&self, at: usize, other: usize) -> Vec<Node> {
        let (own, later) = (&self.inventories[0].objects[at], &self.inventories[1].objects[other]);
        if let &[row, column] = later.refs.as_slice() {
            let of = |at: usize| cells::of_seat(self.inventories[1].objects[at].seat, self.figures(1));
            let in_column: HashSet<CellId> = of(column).into_iter().collect();
            return of(row).into_iter().filter(|cell| in_column.contains(cell)).collect();
        }
        let named = |side: usize, object: &Object| -> Vec<CellId> {
            let formulas = object.fields.iter().filter_map(|field| match &field.role {
                Role::Formula(formula) => Some(formula),
                _ => None,
            });
            formulas.flatten().flat_map(|formula| cells::named(formula, self.figures(side))).collect()
        };
        named(0, own).into_iter().map(|cell| self.pairs.node(cell)).chain(named(1, later)).collect()
    }

    fn nodes(&self, side: usize, seat: Seat) -> Vec<Node> {
        let cells = cells::of_seat(seat, self.figures(side));
        if side == 1 { cells } else { cells.into_iter().map(|cell| self.pairs.node(cell)).collect() }
    }

    /// A thing's text in the list of changes: what it says, or its figures.
    fn summary(&self, side: usize, object: &Object) -> Option<String> {
        if let (Kind::Row, Seat::Line(sheet, line)) = (object.kind, object.seat) {
            return cells::row_text(self.figures(side), sheet, line);
        }
        let wanted: &[&str] = match object.kind {
            Kind::Risk => &["risk"],
            Kind::Control => &["kontrollsumma"],
            Kind::Deviation | Kind::Restatement => &["skäl"],
            _ => &["text"],
        };
        wanted.iter().find_map(|name| object.field(name)).map(|field| field.text.clone())
    }

    fn content(&self, side: usize, object: &Object) -> Content {
        let mut fields: Vec<Stated> =
            object.fields.iter().map(|field| Stated { name: field.name.clone(), value: field.text.clone() }).collect();
        if let (Kind::Row, Seat::Line(sheet, line)) = (object.kind, object.seat) {
            fields.extend(cells::stated(self.figures(side), sheet, line));
        }
        Content { kind: object.kind, address: object.address.clone(), name: object.name.clone(), fields }
    }

    /// A finding about a thing of either side or both.
    fn draft(&self, change: Change, at: Option<usize>, other: Option<usize>) -> Draft {
        let own = at.map(|at| &self.inventories[0].objects[at]);
        let later = other.map(|at| &self.inventories[1].objects[at]);
        let (side, object) = match (own, later) {
            (_, Some(later)) => (1, later),
            (Some(own), None) => (0, own),
            (None, None) => return Draft::empty(change),
        };
        let of_table = matches!(object.scope, Some(at) if self.inventories[side].objects[at].kind == Kind::Table);
        let within = if of_table { object.scope } else { object.parent };
        // What is gone belonged to what is left, under the name that it has now.
        let within = within.map(|at| match self.pairs.later.get(at).copied().flatten() {
            Some(later) if side == 0 => self.inventories[1].objects[later].name.clone(),
            _ => self.inventories[side].objects[at].name.clone(),
        });
        let file = |side: usize, object: Option<&Object>| {
            object.map(|object| relative(&object.span.file.path, &self.sides[side].plan.folder).to_owned())
        };
        let ids = own.into_iter().chain(later).map(|object| object.id.clone());
        Draft {
            finding: Finding {
                change,
                kind: object.kind,
                name: object.name.clone(),
                within,
                address: object.address.clone(),
                earlier_address: own.map(|own| own.address.clone()).filter(|address| *address != object.address),
                anchor: object.anchor.clone(),
                place_before: own.map(|object| place(&object.span)),
                place_after: later.map(|object| place(&object.span)),
                ..Finding::empty(change)
            },
            seeds: Vec::new(),
            touches: Vec::new(),
            asked_by: ids.filter(|id| !id.is_empty()).collect(),
            order: self.order(side, at, other, object.kind),
            files: [file(0, own), file(1, later)],
        }
    }

    /// A thing that is gone stands where it stood: behind the last one before it that is left.
    fn order(&self, side: usize, at: Option<usize>, other: Option<usize>, kind: Kind) -> (u8, usize, u8, usize) {
        let (Some(own), 0) = (at, side) else { return (kind.part(), other.unwrap_or(0), 0, 0) };
        let mut left = (0..own).rev().find_map(|before| self.pairs.later[before]).unwrap_or(0);
        let [earlier, later] = self.inventories;
        let is_top = |object: &Object| object.parent.is_none() && object.scope.is_none();
        if is_top(&earlier.objects[own]) {
            // Behind all that belongs to the one before it.
            left += later.objects.iter().skip(left + 1).take_while(|object| !is_top(object)).count();
        }
        (kind.part(), left, 1, own)
    }
}

/// A place as a key.
fn spot(span: &Span) -> Spot {
    (span.file.path.clone(), span.range.start)
}

/// What text counts when it counts a thing: `antal(vad="risker")`; chapters are numbered.
fn counted(object: &Object) -> impl Iterator<Item = &'static str> {
    let chapters = (object.kind == Kind::Chapter).then_some("kapitel");
    let kind = object.kind;
    Counted::all().filter(move |counted| counted.kind == kind).map(|counted| counted.many).chain(chapters)
}
