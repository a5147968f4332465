//! Which thing and which cell of one plan is which of the other.
//!
//! By id first; then by an id that is found elsewhere (the thing was moved); then by what it says (it was given
//! another id); and last by likeness. Every step gives the same pairs whichever plan is named first.

use std::collections::HashMap;

use crate::compare::inventory::Inventory;
use crate::compare::matching::{self, OTHER_ID, Text};
use crate::compare::object::{Object, Role, Seat};
use crate::compare::paragraphs;
use crate::compare::sides::{Sides, When};
use crate::compare::years::Years;
use crate::figures::{CellId, Figures, Value};
use crate::model::kind::ThingKind;
use crate::swedish;

/// Position of a thing in its own plan's inventory.
pub type ThingRef = usize;

/// A cell of either plan: the later plan's cells, and behind them those that only the earlier plan has.
pub type Node = usize;

/// Scope and parent of a thing, as the earlier plan has them; a thing that only the later plan has is no one's.
type Home = (Option<ThingRef>, Option<ThingRef>);

/// Columns of a sheet of each plan that are the same, by the two sheets.
type PairedColumns = HashMap<(usize, usize), Vec<(usize, usize)>>;

/// Things that were too many to be told apart by what they say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untried {
    /// What they are.
    pub kind: ThingKind,
    /// The table, goal or chapter that holds them.
    pub within: Option<String>,
    /// How many of the earlier plan and of the later plan.
    pub counts: (usize, usize),
}

/// What two plans hold, and what is the same in both.
#[derive(Debug, Default)]
pub struct Correspondence {
    /// What each plan holds.
    pub inventories: Sides<Inventory>,
    /// For each thing of a plan, the other plan's.
    things: Sides<Vec<Option<ThingRef>>>,
    /// For each cell of a plan, the other plan's.
    cells: Sides<Vec<Option<CellId>>>,
    /// What was not paired by likeness, as it was too much.
    pub untried: Vec<Untried>,
    /// The plans' years, where these differ.
    pub years: Option<Years>,
}

impl Correspondence {
    /// Pairs everything that two plans have in common; of plans of different years, what each says of its own.
    pub fn between(inventories: Sides<Inventory>, figures: Sides<&Figures>, years: Option<Years>) -> Self {
        let (things, mut untried) = Matcher::matched(inventories.as_ref(), figures, years);
        let cells = figures.map(|figures| vec![None; figures.cells.len()]);
        untried.sort_unstable();
        let mut same = Self { inventories, things, cells, untried, years };
        same.pair_cells(figures);
        same
    }

    /// A thing.
    pub fn thing(&self, when: When, at: ThingRef) -> &Object {
        &self.inventories[when].objects[at]
    }

    /// The same thing in the other plan.
    pub fn partner(&self, when: When, at: ThingRef) -> Option<ThingRef> {
        self.things[when].get(at).copied().flatten()
    }

    /// The same cell in the other plan.
    pub fn cell(&self, when: When, cell: CellId) -> Option<CellId> {
        self.cells[when].get(cell).copied().flatten()
    }

    /// Things that both plans have, in the earlier plan's order.
    pub fn common(&self) -> impl Iterator<Item = Sides<ThingRef>> {
        let partners = self.things.before.iter().enumerate();
        partners.filter_map(|(before, after)| Some(Sides { before, after: (*after)? }))
    }

    /// A cell among the cells of both plans.
    pub fn node(&self, when: When, cell: CellId) -> Node {
        match when {
            When::Before => self.cells.before[cell].unwrap_or(self.cells.after.len() + cell),
            When::After => cell,
        }
    }

    /// The earlier plan's cell of a cell of both, where it has one.
    pub fn earlier(&self, node: Node) -> Option<CellId> {
        let count = self.cells.after.len();
        if node < count { self.cells.after[node] } else { Some(node - count) }
    }

    /// Whether two texts say the same, each of its own plan's time.
    pub fn say_alike(&self, texts: Sides<&str>) -> bool {
        texts.before == texts.after || self.years.is_some_and(|years| years.say_alike(texts))
    }

    /// A text by which both plans know the same.
    pub fn known(&self, when: When, text: &str) -> String {
        self.years.map_or_else(|| text.to_owned(), |years| years.relative(when, text).into_owned())
    }

    /// Whether two things are held by the same one.
    pub fn same_parent(&self, own: &Object, later: &Object) -> bool {
        match (own.parent, later.parent) {
            (None, None) => true,
            (Some(own), Some(later)) => self.partner(When::Before, own) == Some(later),
            _ => false,
        }
    }

    /// Pairs cells: of the same row and the same column.
    fn pair_cells(&mut self, figures: Sides<&Figures>) {
        /// A measure's columns are its outcomes and its targets, in every plan.
        const OF_MEASURES: [(usize, usize); 3] = [(0, 0), (1, 1), (2, 2)];
        let common: Vec<Sides<ThingRef>> = self.common().collect();
        let seat = |same: &Self, when: When, pair: &Sides<ThingRef>| same.thing(when, pair[when]).seat;
        let mut columns = PairedColumns::new();
        for pair in &common {
            if let (Seat::Column(before, own), Seat::Column(after, later)) =
                (seat(self, When::Before, pair), seat(self, When::After, pair))
            {
                columns.entry((before, after)).or_default().push((own, later));
            }
        }
        for pair in &common {
            let (Seat::Line(before, own), Seat::Line(after, later)) =
                (seat(self, When::Before, pair), seat(self, When::After, pair))
            else {
                continue;
            };
            let of_measure = self.thing(When::Before, pair.before).kind == ThingKind::Measure;
            let found = columns.get(&(before, after)).map_or(&[][..], Vec::as_slice);
            for &(own_column, later_column) in if of_measure { &OF_MEASURES[..] } else { found } {
                let cell = figures.before.sheets[before].cell(own, own_column);
                let other = figures.after.sheets[after].cell(later, later_column);
                self.cells.before[cell] = Some(other);
                self.cells.after[other] = Some(cell);
            }
        }
    }
}

/// Things of two plans while they are paired, kind by kind.
struct Matcher<'a> {
    inventories: Sides<&'a Inventory>,
    figures: Sides<&'a Figures>,
    years: Option<Years>,
    things: Sides<Vec<Option<ThingRef>>>,
    untried: Vec<Untried>,
}

/// Things of one kind that have no partner yet, with what each says.
type Left = Sides<Vec<(ThingRef, String)>>;

impl<'a> Matcher<'a> {
    fn matched(
        inventories: Sides<&'a Inventory>,
        figures: Sides<&'a Figures>,
        years: Option<Years>,
    ) -> (Sides<Vec<Option<ThingRef>>>, Vec<Untried>) {
        let things = inventories.map(|inventory| vec![None; inventory.objects.len()]);
        let mut matcher = Self { inventories, figures, years, things, untried: Vec::new() };
        let by_kind = inventories.map(|inventory| {
            let mut found: HashMap<ThingKind, Vec<ThingRef>> = HashMap::new();
            for (at, object) in inventory.objects.iter().enumerate() {
                found.entry(object.kind).or_default().push(at);
            }
            found
        });
        for kind in ThingKind::MATCHED {
            let lists = by_kind.as_ref().map(|found| found.get(&kind).map_or(&[][..], Vec::as_slice));
            if kind == ThingKind::Column {
                matcher.by_role(lists);
            }
            // From one year to the next a number is no identity: the council numbers its assignments anew.
            let is_known = |object: &Object| years.is_none() || !object.is_known_by_number();
            matcher.by_key(lists, |_, name, object| identity(name, object).filter(|_| is_known(object)));
            if let (ThingKind::Reconciliation, Some(years)) = (kind, years) {
                matcher.by_key(lists, |when, name, object| {
                    let table = object.scope.map(name).unwrap_or_default();
                    Some(format!("{table} {}", years.relative(when, &object.path)))
                });
            }
            // What is about a row and a column is about these, whatever it says: it is known otherwise only where one side
            // has lost them.
            let free = Sides::of(|when| {
                let own = lists[when].iter().copied();
                own.filter(|&at| inventories[when].objects[at].refs.is_empty()).collect::<Vec<_>>()
            });
            let lists = Sides { before: free.before.as_slice(), after: lists.after };
            matcher.by_key(lists, |_, name, object| moved(name, object).filter(|_| is_known(object)));
            matcher.by_content(kind, lists);
            if free.before.len() < by_kind.before.get(&kind).map_or(0, Vec::len) {
                let lists =
                    Sides { before: by_kind.before.get(&kind).map_or(&[][..], Vec::as_slice), after: &free.after };
                matcher.by_key(lists, |_, name, object| moved(name, object).filter(|_| is_known(object)));
                matcher.by_content(kind, lists);
            }
        }
        (matcher.things, matcher.untried)
    }

    fn join(&mut self, before: ThingRef, after: ThingRef) {
        self.things.before[before] = Some(after);
        self.things.after[after] = Some(before);
    }

    fn is_left(&self, when: When, at: ThingRef) -> bool {
        self.things[when][at].is_none()
    }

    /// A thing that others are known by, as both plans name it.
    fn name(&self, when: When, at: ThingRef) -> String {
        match (when, self.things[when][at]) {
            (When::Before, _) => format!("a{at}"),
            (When::After, Some(own)) => format!("a{own}"),
            (When::After, None) => format!("b{at}"),
        }
    }

    /// Pairs columns of plans of different years that play the same part.
    fn by_role(&mut self, lists: Sides<&[ThingRef]>) {
        let Some(years) = self.years else { return };
        let seats = |when: When| {
            let inventory = self.inventories[when];
            lists[when].iter().map(move |&at| (inventory.objects[at].seat, at))
        };
        let earlier: HashMap<(usize, usize), ThingRef> = seats(When::Before)
            .filter_map(
                |(seat, at)| if let Seat::Column(sheet, column) = seat { Some(((sheet, column), at)) } else { None },
            )
            .collect();
        let mut pairs = Vec::new();
        for (seat, after) in seats(When::After) {
            let Seat::Column(sheet, column) = seat else { continue };
            let table = self.inventories.after.objects[after].scope.and_then(|table| self.things.after[table]);
            let Some(Seat::Sheet(there)) = table.map(|table| self.inventories.before.objects[table].seat) else {
                continue;
            };
            let own = &self.figures.after.sheets[sheet].columns[column];
            let found = self.figures.before.sheets[there].column_like(own, years.to_earlier(own.when));
            pairs.extend(found.and_then(|found| Some((*earlier.get(&(there, found))?, after))));
        }
        for (before, after) in pairs {
            if self.is_left(When::Before, before) && self.is_left(When::After, after) {
                self.join(before, after);
            }
        }
    }

    /// Pairs what has the same key, where it is one thing's alone on both sides.
    fn by_key(
        &mut self,
        lists: Sides<&[ThingRef]>,
        key: impl Fn(When, &dyn Fn(ThingRef) -> String, &Object) -> Option<String>,
    ) {
        let mut found: HashMap<String, Sides<Vec<ThingRef>>> = HashMap::new();
        for when in When::BOTH {
            for &at in lists[when].iter().filter(|&&at| self.is_left(when, at)) {
                if let Some(key) = key(when, &|at| self.name(when, at), &self.inventories[when].objects[at]) {
                    found.entry(key).or_default()[when].push(at);
                }
            }
        }
        for own in found.into_values() {
            if let ([before], [after]) = (own.before.as_slice(), own.after.as_slice()) {
                self.join(*before, *after);
            }
        }
    }

    /// What holds a thing; `near` where its parent counts, and not only its scope.
    fn home(&self, when: When, at: ThingRef, near: bool) -> Home {
        let object = &self.inventories[when].objects[at];
        let known = |at: ThingRef| match when {
            When::Before => at,
            When::After => self.things.after[at].unwrap_or(usize::MAX),
        };
        (object.scope.map(known), object.parent.filter(|_| near).map(known))
    }

    /// Pairs what says the same, and then what says almost the same; first within the same parent.
    fn by_content(&mut self, kind: ThingKind, lists: Sides<&[ThingRef]>) {
        let left: Left = Sides::of(|when| {
            let own = lists[when].iter().copied().filter(|&at| self.is_left(when, at));
            let said = own.map(|at| (at, said(self.inventories[when], at, self.figures[when])));
            said.map(|(at, said)| match self.years {
                Some(years) => (at, years.relative(when, &said).into_owned()),
                None => (at, said),
            })
            .collect()
        });
        if left.iter().any(Vec::is_empty) {
            return;
        }
        for near in [true, false] {
            let mut found: HashMap<(Home, &str), Sides<Vec<ThingRef>>> = HashMap::new();
            for when in When::BOTH {
                for (at, said) in left[when].iter().filter(|(at, said)| self.is_left(when, *at) && !said.is_empty()) {
                    found.entry((self.home(when, *at, near), said)).or_default()[when].push(*at);
                }
            }
            for own in found.into_values() {
                own.before.into_iter().zip(own.after).for_each(|(before, after)| self.join(before, after));
            }
        }
        // A column is its period: one with other figures is another column. A reconciliation is its terms.
        if !matches!(kind, ThingKind::Column | ThingKind::Reconciliation) {
            self.by_likeness(kind, &left);
        }
    }

    fn by_likeness(&mut self, kind: ThingKind, left: &Left) {
        let mut groups: HashMap<Home, Sides<Vec<(ThingRef, Text<'_>)>>> = HashMap::new();
        for when in When::BOTH {
            for (at, said) in left[when].iter().filter(|(at, _)| self.is_left(when, *at)) {
                groups.entry(self.home(when, *at, true)).or_default()[when].push((*at, Text::of(said)));
            }
        }
        for group in groups.into_values() {
            let group = group.map(|own| own.into_iter().unzip::<_, _, Vec<ThingRef>, Vec<Text<'_>>>());
            let paired = matching::pair(group.as_ref().map(|(_, texts)| texts.as_slice()), OTHER_ID);
            if paired.untried {
                let holder = group.after.0.first().and_then(|&at| self.inventories.after.objects[at].parent);
                let within = holder.map(|at| self.inventories.after.objects[at].name.clone());
                let counts = (group.before.0.len(), group.after.0.len());
                self.untried.push(Untried { kind, within, counts });
            }
            for (before, after) in paired.pairs {
                self.join(group.before.0[before], group.after.0[after]);
            }
        }
    }
}

/// Identity: what it is about, or else its scope and its id from the top.
fn identity(name: &dyn Fn(ThingRef) -> String, object: &Object) -> Option<String> {
    if !object.refs.is_empty() {
        return Some(object.refs.iter().map(|&at| name(at)).collect::<Vec<_>>().join(" "));
    }
    let scope = object.scope.map(name).unwrap_or_default();
    (!object.id.is_empty() || object.kind == ThingKind::Plan).then(|| format!("{scope} {}", object.path))
}

/// The same id elsewhere in the same scope. A chapter is the same whatever number its file begins with.
fn moved(name: &dyn Fn(ThingRef) -> String, object: &Object) -> Option<String> {
    let scope = object.scope.map(name).unwrap_or_default();
    let id = if object.kind == ThingKind::Chapter {
        object.id.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
    } else {
        object.id.as_str()
    };
    (!id.is_empty()).then(|| format!("{scope} {id}"))
}

/// What a thing says, all but its number: by this it is known when its id is another.
fn said(inventory: &Inventory, at: usize, figures: &Figures) -> String {
    let object = &inventory.objects[at];
    if object.kind == ThingKind::Chapter {
        return paragraphs::split(&object.span.file).into_iter().map(|part| part.text + "\n").collect();
    }
    let own = object.fields.iter().filter(|field| field.role != Role::Number && field.name != "decimaler");
    let mut texts: Vec<String> = own.map(|field| field.text.clone()).collect();
    let value = |cell: CellId| match &figures.cells[cell].value {
        Value::Amount(amount) => Some(swedish::exact(amount.value)),
        _ => None,
    };
    match object.seat {
        Seat::Line(sheet, line) => {
            let sheet = &figures.sheets[sheet];
            texts.extend((0..sheet.columns.len()).filter_map(|column| value(sheet.cell(line, column))));
        }
        // A column is known by its figures alone.
        Seat::Column(sheet, column) => {
            let sheet = &figures.sheets[sheet];
            texts = (0..sheet.lines.len()).filter_map(|line| value(sheet.cell(line, column))).collect();
        }
        Seat::Sheet(sheet) => texts.extend(figures.sheets[sheet].lines.iter().map(crate::figures::Line::name)),
        Seat::None => {}
    }
    texts.join("\n")
}

/// The cells of a sheet, line or column.
pub fn cells_of(seat: Seat, figures: &Figures) -> Vec<CellId> {
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
