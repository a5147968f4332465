//! What happened to the things of a plan: came, went, were moved, and which of their fields were written otherwise.
//!
//! What was written once is told once, wherever the plan shows it: a record's column stands in many tables, and a
//! unit's name in many rows.

use std::collections::{HashMap, HashSet};

use crate::compare::correspondence::{Node, ThingRef, cells_of};
use crate::compare::object::{Field, Object, Role, Seat};
use crate::compare::order;
use crate::compare::sides::{Sides, When};
use crate::compare::words;
use crate::diagnostic::json::place;
use crate::diff::cells::{self, same_formula};
use crate::diff::comparison::{Comparison, Spot, spot};
use crate::diff::finding::{About, Aspect, Change, Content, Difference, Finding, Order, Stated, UnattributedFinding};
use crate::figures::CellId;
use crate::model::counts::Counted;
use crate::model::formula::Formula;
use crate::model::kind::ThingKind;
use crate::quantity::amount::round;

/// A kind of thing under a parent of the later plan.
type Siblings = (ThingKind, Option<ThingRef>);

/// A field and its places in both plans, as a key.
type FieldSpot<'a> = (&'a str, Sides<Option<Spot<'a>>>);

/// Every change of a thing or of a field of it.
pub fn compare(plans: &Comparison<'_>) -> Vec<UnattributedFinding> {
    let mut found = Vec::new();
    let things = Things { plans };
    things.one_sided(When::After, &mut found);
    things.one_sided(When::Before, &mut found);
    let mut moved = HashSet::new();
    things.moved_elsewhere(&mut moved, &mut found);
    things.moved_in_order(&mut moved, &mut found);
    things.fields(&mut found);
    found
}

/// The things of two plans while they are compared.
struct Things<'a> {
    plans: &'a Comparison<'a>,
}

impl<'a> Things<'a> {
    /// What only one side has. What belongs to it came or went with it.
    fn one_sided(&self, when: When, found: &mut Vec<UnattributedFinding>) {
        let objects = &self.plans.same.inventories[when].objects;
        let change = if when == When::After { Change::Added } else { Change::Removed };
        // For each thing that is alone, the finding that it is told in.
        let mut told: HashMap<ThingRef, usize> = HashMap::new();
        let mut spots: HashMap<(ThingKind, &str, Spot<'_>), usize> = HashMap::new();
        for (at, object) in objects.iter().enumerate().filter(|(at, _)| self.plans.same.partner(when, *at).is_none()) {
            let mut holders = object.parent.iter().chain(&object.refs);
            let holder = holders.find_map(|holder| told.get(holder)).copied();
            let spot = (object.kind, object.id.as_str(), spot(&object.span));
            // The same lines in another table: made from the same record or dimension.
            if let Some(&own) = spots.get(&spot) {
                found[own].seeds.extend(self.plans.nodes(when, object.seat));
                told.insert(at, own);
                continue;
            }
            let own = holder.unwrap_or_else(|| {
                let mut own = self.about(change, Sides::only(when, at));
                own.finding.texts[when] = self.summary(when, object);
                own.asked_by = counted(object).map(str::to_owned).chain([object.id.clone()]).collect();
                found.push(own);
                found.len() - 1
            });
            told.insert(at, own);
            spots.insert(spot, own);
            found[own].seeds.extend(self.plans.nodes(when, object.seat));
            found[own].asked_by.extend(counted(object).map(str::to_owned));
            found[own].finding.content.push(self.content(when, object));
            found[own].finding.about.parts.push(at);
        }
    }

    /// What stands under something else.
    fn moved_elsewhere(&self, told: &mut HashSet<(ThingKind, Sides<Spot<'a>>)>, found: &mut Vec<UnattributedFinding>) {
        for pair in self.plans.same.common() {
            let own = Sides::of(|when| self.plans.thing(when, pair[when]));
            if !own.before.kind.is_ordered() || self.plans.same.same_parent(own.before, own.after) {
                continue;
            }
            if told.insert((own.before.kind, own.map(|object| spot(&object.span)))) {
                let mut moved = self.about(Change::Moved, pair.map(Some));
                moved.finding.texts =
                    Sides::of(|when| own[when].parent.map(|at| self.plans.thing(when, at).name.clone()));
                let nodes = When::BOTH.into_iter().flat_map(|when| self.plans.nodes(when, own[when].seat));
                moved.seeds = nodes.collect();
                found.push(moved);
            }
        }
    }

    /// What stands elsewhere among its like.
    fn moved_in_order(&self, told: &mut HashSet<(ThingKind, Sides<Spot<'a>>)>, found: &mut Vec<UnattributedFinding>) {
        let mut groups: HashMap<Siblings, Vec<Sides<ThingRef>>> = HashMap::new();
        for pair in self.plans.same.common() {
            let own = Sides::of(|when| self.plans.thing(when, pair[when]));
            if own.before.kind.is_ordered() && self.plans.same.same_parent(own.before, own.after) {
                groups.entry((own.before.kind, own.after.parent)).or_default().push(pair);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(key, _)| *key);
        for (_, group) in groups {
            let after: Vec<ThingRef> = group.iter().map(|pair| pair.after).collect();
            if after.is_sorted() {
                continue;
            }
            let path = |when: When, pair: &Sides<ThingRef>| self.plans.thing(when, pair[when]).path.as_str();
            let weights = group.iter().map(|pair| order::weight(path(When::Before, pair), path(When::After, pair)));
            let moved = order::moved(&after, &weights.collect::<Vec<_>>());
            let neighbours = Neighbours::of(&group);
            for pair in group.iter().zip(moved).filter(|(_, moved)| *moved).map(|(pair, _)| *pair) {
                let kind = self.plans.thing(When::Before, pair.before).kind;
                if told.insert((kind, Sides::of(|when| spot(&self.plans.thing(when, pair[when]).span)))) {
                    let mut moved = self.about(Change::Moved, pair.map(Some));
                    moved.finding.aspect = Some(Aspect::Order);
                    moved.finding.texts = Sides::of(|when| Some(self.behind(when, neighbours.before(when, pair))));
                    found.push(moved);
                }
            }
        }
    }

    /// Where a thing stands, by the one before it.
    fn behind(&self, when: When, before: Option<ThingRef>) -> String {
        before.map_or_else(|| "först".to_owned(), |at| format!("efter {}", self.plans.thing(when, at).name))
    }

    /// What the things say.
    fn fields(&self, found: &mut Vec<UnattributedFinding>) {
        let mut told: HashMap<FieldSpot<'_>, usize> = HashMap::new();
        for pair in self.plans.same.common() {
            let own = Sides::of(|when| self.plans.thing(when, pair[when]));
            found.extend(self.renamed(pair, own));
            let only_later = own.after.fields.iter().filter(|field| own.before.field(&field.name).is_none());
            let only_later = only_later.map(|field| Sides { before: None, after: Some(field) });
            let both = own.before.fields.iter();
            let both = both.map(|field| Sides { before: Some(field), after: own.after.field(&field.name) });
            for fields in both.chain(only_later) {
                if self.says_the_same(pair, fields) {
                    continue;
                }
                let name = fields.before.or(fields.after).map(|field| field.name.as_str()).unwrap_or_default();
                let key = (name, fields.map(|field| field.map(|field| spot(&field.span))));
                if let Some(&at) = told.get(&key) {
                    found[at].finding.about.also.push(pair);
                } else {
                    told.insert(key, found.len());
                    found.push(self.field(pair, own, fields));
                }
            }
        }
    }

    /// The finding of a thing that was given another id.
    fn renamed(&self, pair: Sides<ThingRef>, own: Sides<&Object>) -> Option<UnattributedFinding> {
        let derived = own.before.derived && own.after.derived;
        let same_id = self.plans.same.say_alike(own.map(|object| object.id.as_str()));
        if same_id || derived || !own.before.refs.is_empty() || own.before.id.is_empty() {
            return None;
        }
        let mut renamed = self.about(Change::Renamed, pair.map(Some));
        renamed.finding.aspect = Some(match own.before.kind {
            ThingKind::Chapter => Aspect::File,
            ThingKind::Reconciliation => Aspect::Field("namn".to_owned()),
            _ => Aspect::Id,
        });
        renamed.finding.texts = own.map(|object| Some(object.id.clone()));
        Some(renamed)
    }

    fn says_the_same(&self, pair: Sides<ThingRef>, fields: Sides<Option<&Field>>) -> bool {
        let Some(fields) = fields.both().map(|fields| fields.map(|field| *field)) else { return false };
        if self.plans.same.say_alike(fields.map(|field| field.text.as_str())) || self.follows_its_year(pair, fields) {
            return true;
        }
        if let (Role::Formula(own), Role::Formula(later)) = (&fields.before.role, &fields.after.role) {
            let formulas = Sides { before: own.as_slice(), after: later.as_slice() };
            // Terms stand outside every table, and name their cells in full.
            if self.plans.thing(When::Before, pair.before).kind == ThingKind::Reconciliation {
                let named = Sides::of(|when| cells::named_in(formulas[when], self.plans.figures(when)));
                let operands = named.as_ref().map(Vec::as_slice);
                return !named.before.is_empty() && same_formula(formulas, operands, self.plans.same);
            }
            return self.operands(pair).is_some_and(|operands| same_formula(formulas, operands, self.plans.same));
        }
        // Another text from the same letters: a name was filled in, and is told where it was written.
        let placed = fields.before.placed && fields.after.placed;
        placed && fields.before.span.text() == fields.after.span.text()
    }

    /// Whether another text is only what the other year brings: a column's name, and what a figure is held against.
    fn follows_its_year(&self, pair: Sides<ThingRef>, fields: Sides<&Field>) -> bool {
        let kind = self.plans.thing(When::After, pair.after).kind;
        let named = fields.before.placed && fields.after.placed;
        self.plans.same.years.is_some()
            && (kind == ThingKind::Control || (kind == ThingKind::Column && fields.after.role == Role::Name && !named))
    }

    /// The cells that a row's or column's formula takes, in one of its cells that both sides have.
    fn operands(&self, pair: Sides<ThingRef>) -> Option<Sides<&[CellId]>> {
        let seat = self.plans.thing(When::Before, pair.before).seat;
        let own = cells_of(seat, self.plans.figures(When::Before)).into_iter();
        let mut both =
            own.filter_map(|before| Some(Sides { before, after: self.plans.same.cell(When::Before, before)? }));
        both.find_map(|cells| {
            let operands = Sides::of(|when| self.plans.figure(when, cells[when]).operands());
            operands.iter().all(|operands| !operands.is_empty()).then_some(operands)
        })
    }

    fn field(&self, pair: Sides<ThingRef>, own: Sides<&Object>, fields: Sides<Option<&Field>>) -> UnattributedFinding {
        let role = fields.last().map_or(&Role::Plain, |field| &field.role);
        let change = match role {
            Role::Name => Change::Renamed,
            Role::Number => Change::Renumbered,
            _ => Change::Changed,
        };
        let mut changed = self.about(change, pair.map(Some));
        let finding = &mut changed.finding;
        let name = fields.before.or(fields.after).map(|field| field.name.clone());
        for when in When::BOTH {
            finding.texts[when] = fields[when].map(|field| field.shown().to_owned());
            let near = finding.places[when].take();
            finding.places[when] = fields[when].map(|field| place(&field.span)).or(near);
        }
        if let Some(Sides { before, after }) = fields.both() {
            if let (Role::Figure(before, _), Role::Figure(after, decimals)) = (&before.role, &after.role) {
                let rounded = Sides { before, after }.map(|amount| round(amount.value, *decimals));
                finding.difference = Difference::printed(before, after, *decimals, Some(rounded));
            } else if before.text.contains(' ') && after.text.contains(' ') && *role == Role::Plain {
                finding.words = words::compare(&before.text, &after.text);
            }
        }
        // A name and a note are beside the figures; whatever else is said of them reaches into them.
        if *role != Role::Name && name.as_deref() != Some("not") {
            if matches!(own.before.kind, ThingKind::Control | ThingKind::Reconciliation) {
                changed.touches = self.controlled(own);
            } else {
                changed.seeds =
                    When::BOTH.into_iter().flat_map(|when| self.plans.nodes(when, own[when].seat)).collect();
            }
        }
        if let (ThingKind::Plan, Some(key)) = (own.before.kind, &name) {
            changed.asked_by = vec![key.replace(['å', 'ä'], "a").replace('ö', "o")];
        }
        changed.finding.aspect = name.map(Aspect::Field);
        changed
    }

    /// The cells that a control total or a reconciliation is about.
    fn controlled(&self, own: Sides<&Object>) -> Vec<Node> {
        if let &[row, column] = own.after.refs.as_slice() {
            let of = |at: ThingRef| cells_of(self.plans.thing(When::After, at).seat, self.plans.figures(When::After));
            let in_column: HashSet<CellId> = of(column).into_iter().collect();
            return of(row).into_iter().filter(|cell| in_column.contains(cell)).collect();
        }
        let named = |when: When| {
            let formulas = own[when].fields.iter().filter_map(|field| match &field.role {
                Role::Formula(formulas) => Some(formulas.as_slice()),
                _ => None,
            });
            let cells =
                formulas.flat_map(move |formulas: &[Formula]| cells::named_in(formulas, self.plans.figures(when)));
            cells.map(move |cell| self.plans.same.node(when, cell))
        };
        named(When::Before).chain(named(When::After)).collect()
    }

    /// A thing's text in the list of changes: what it says, or its figures.
    fn summary(&self, when: When, object: &Object) -> Option<String> {
        if let (ThingKind::Row, Seat::Line(sheet, line)) = (object.kind, object.seat) {
            return cells::row_text(self.plans.figures(when), sheet, line);
        }
        if object.kind == ThingKind::Measure {
            let is_value = |name: &str| !["enhet", "decimaler", "riktning", "nr"].contains(&name);
            let said = object.fields.iter().filter(|field| field.role != Role::Name && is_value(&field.name));
            let said = said.map(|field| format!("{}: {}", field.name, field.shown()));
            return Some(said.collect::<Vec<_>>().join("; ")).filter(|said| !said.is_empty());
        }
        let field = match object.kind {
            ThingKind::Risk => "risk",
            ThingKind::Control => "kontrollsumma",
            ThingKind::Deviation | ThingKind::Restatement => "skäl",
            _ => "text",
        };
        object.field(field).map(|field| field.text.clone())
    }

    fn content(&self, when: When, object: &Object) -> Content {
        let mut fields: Vec<Stated> = object
            .fields
            .iter()
            .map(|field| Stated { name: field.name.clone(), value: field.shown().to_owned() })
            .collect();
        if let (ThingKind::Row, Seat::Line(sheet, line)) = (object.kind, object.seat) {
            fields.extend(cells::stated(self.plans.figures(when), sheet, line));
        }
        Content { kind: object.kind, address: object.address.clone(), name: object.name.clone(), fields }
    }

    /// A finding about a thing of either side or both.
    fn about(&self, change: Change, thing: Sides<Option<ThingRef>>) -> UnattributedFinding {
        let own = Sides::of(|when| thing[when].map(|at| self.plans.thing(when, at)));
        let (when, object) = match (own.before, own.after) {
            (_, Some(later)) => (When::After, later),
            (Some(own), None) => (When::Before, own),
            (None, None) => {
                let order = Order::of(ThingKind::Plan, 0);
                return UnattributedFinding::of(Finding::of(change, ThingKind::Plan), order);
            }
        };
        let finding = Finding {
            name: object.name.clone(),
            within: self.within(when, object),
            address: object.address.clone(),
            earlier_address: own.before.map(|own| own.address.clone()).filter(|address| *address != object.address),
            anchor: object.anchor.clone(),
            places: own.map(|object| object.map(|object| place(&object.span))),
            about: About { thing, ..About::default() },
            ..Finding::of(change, object.kind)
        };
        let ids = own.iter().flatten().map(|object| object.id.clone());
        UnattributedFinding {
            asked_by: ids.filter(|id| !id.is_empty()).collect(),
            files: Sides::of(|when| own[when].map(|object| self.plans.file(when, &object.span))),
            ..UnattributedFinding::of(finding, self.order(object.kind, thing))
        }
    }

    /// What holds a thing, for a reader. What is gone belonged to what is left, under the name that it has now.
    fn within(&self, when: When, object: &Object) -> Option<String> {
        let of_table = object.scope.is_some_and(|at| self.plans.thing(when, at).kind == ThingKind::Table);
        let holder = if of_table { object.scope } else { object.parent }?;
        let later = if when == When::Before { self.plans.same.partner(When::Before, holder) } else { None };
        let named = later.map_or_else(|| self.plans.thing(when, holder), |later| self.plans.thing(When::After, later));
        Some(named.name.clone())
    }

    /// A thing that is gone stands where it stood: behind the last one before it that is left.
    fn order(&self, kind: ThingKind, thing: Sides<Option<ThingRef>>) -> Order {
        let (Some(own), None) = (thing.before, thing.after) else {
            return Order::of(kind, thing.after.unwrap_or(0));
        };
        let mut left = (0..own).rev().find_map(|before| self.plans.same.partner(When::Before, before)).unwrap_or(0);
        let is_top = |object: &Object| object.parent.is_none() && object.scope.is_none();
        if is_top(self.plans.thing(When::Before, own)) {
            // Behind all that belongs to the one before it.
            let behind = self.plans.same.inventories.after.objects.iter().skip(left + 1);
            left += behind.take_while(|object| !is_top(object)).count();
        }
        Order { gone: true, within: own, ..Order::of(kind, left) }
    }
}

/// What stands before each of some siblings, in either plan.
struct Neighbours(Sides<HashMap<ThingRef, ThingRef>>);

impl Neighbours {
    /// Those of things that both plans have, in the earlier plan's order.
    fn of(group: &[Sides<ThingRef>]) -> Self {
        Self(Sides::of(|when| {
            let mut own: Vec<ThingRef> = group.iter().map(|pair| pair[when]).collect();
            own.sort_unstable();
            own.windows(2).map(|pair| (pair[1], pair[0])).collect()
        }))
    }

    fn before(&self, when: When, pair: Sides<ThingRef>) -> Option<ThingRef> {
        self.0[when].get(&pair[when]).copied()
    }
}

/// What text counts when it counts a thing: `antal(vad="risker")`; chapters are numbered.
fn counted(object: &Object) -> impl Iterator<Item = &'static str> {
    let chapters = (object.kind == ThingKind::Chapter).then_some("kapitel");
    let kind = object.kind;
    Counted::all().filter(move |counted| counted.kind == kind).map(|counted| counted.many).chain(chapters)
}
