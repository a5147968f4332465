//! Which thing of one plan is which of the other.
//!
//! By id first; then by an id that is found elsewhere (the thing was moved); then by what it says (it was given
//! another id); and last by likeness. Every step gives the same pairs whichever plan is named first.

use std::collections::HashMap;

use crate::compare::inventory::Inventory;
use crate::compare::kind::Kind;
use crate::compare::object::{Object, Role, Seat};
use crate::compare::paragraphs;
use crate::compare::similarity;
use crate::diff::finding::Node;
use crate::figures::{CellId, Figures, Value};
use crate::swedish;

/// Least likeness, in per cent, of what is taken for the same thing with another id.
const ALIKE: usize = 60;

/// Things of the earlier and of the later plan.
type Both = [Vec<usize>; 2];

/// Scope and parent of a thing, as the earlier plan has them.
type Home = (Option<usize>, Option<usize>);

/// Things and cells of two plans, paired.
pub struct Pairs {
    /// For each thing of the earlier plan, the later plan's.
    pub later: Vec<Option<usize>>,
    /// For each thing of the later plan, the earlier plan's.
    pub earlier: Vec<Option<usize>>,
    /// For each cell of the earlier plan, the later plan's.
    pub later_cell: Vec<Option<CellId>>,
    /// For each cell of the later plan, the earlier plan's.
    pub earlier_cell: Vec<Option<CellId>>,
}

impl Pairs {
    /// Pairs everything that two plans have in common.
    pub fn between(a: &Inventory, b: &Inventory, figures: [&Figures; 2]) -> Self {
        let mut pairs = Self {
            later: vec![None; a.objects.len()],
            earlier: vec![None; b.objects.len()],
            later_cell: vec![None; figures[0].cells.len()],
            earlier_cell: vec![None; figures[1].cells.len()],
        };
        let by_kind = |inventory: &Inventory| {
            let mut found: HashMap<Kind, Vec<usize>> = HashMap::new();
            for (at, object) in inventory.objects.iter().enumerate() {
                found.entry(object.kind).or_default().push(at);
            }
            found
        };
        let (of_a, of_b) = (by_kind(a), by_kind(b));
        for kind in Kind::MATCHED {
            let none = Vec::new();
            let lists = [of_a.get(&kind).unwrap_or(&none), of_b.get(&kind).unwrap_or(&none)];
            pairs.step(a, b, lists, |side, object| pairs_key(side, object));
            pairs.step(a, b, lists, |side, object| moved_key(side, object));
            pairs.by_content(a, b, lists, figures);
        }
        pairs.cells(a, b, figures);
        pairs
    }

    /// A cell of the earlier plan among the cells of both.
    pub fn node(&self, earlier: CellId) -> Node {
        self.later_cell[earlier].unwrap_or(self.earlier_cell.len() + earlier)
    }

    fn join(&mut self, a: usize, b: usize) {
        self.later[a] = Some(b);
        self.earlier[b] = Some(a);
    }

    /// Whether two things are held by the same one.
    pub fn same_parent(&self, a: &Object, b: &Object) -> bool {
        match (a.parent, b.parent) {
            (None, None) => true,
            (Some(a), Some(b)) => self.later[a] == Some(b),
            _ => false,
        }
    }

    /// Pairs what has the same key, where it is one thing's alone on both sides.
    fn step(
        &mut self,
        a: &Inventory,
        b: &Inventory,
        lists: [&Vec<usize>; 2],
        key: impl Fn(&dyn Fn(usize) -> String, &Object) -> Option<String>,
    ) {
        let mut found: HashMap<String, Both> = HashMap::new();
        let as_a = |at: usize| format!("a{at}");
        for &at in lists[0].iter().filter(|&&at| self.later[at].is_none()) {
            if let Some(key) = key(&as_a, &a.objects[at]) {
                found.entry(key).or_default()[0].push(at);
            }
        }
        let as_b = |at: usize| self.earlier[at].map_or_else(|| format!("b{at}"), |at| format!("a{at}"));
        for &at in lists[1].iter().filter(|&&at| self.earlier[at].is_none()) {
            if let Some(key) = key(&as_b, &b.objects[at]) {
                found.entry(key).or_default()[1].push(at);
            }
        }
        for [of_a, of_b] in found.into_values() {
            if let ([a], [b]) = (of_a.as_slice(), of_b.as_slice()) {
                self.join(*a, *b);
            }
        }
    }

    fn scope(&self, object: &Object, is_later: bool) -> Option<usize> {
        let scope = object.scope?;
        if is_later { self.earlier[scope].or(Some(usize::MAX)) } else { Some(scope) }
    }

    /// Pairs what says the same, and then what says almost the same; first within the same parent.
    fn by_content(&mut self, a: &Inventory, b: &Inventory, lists: [&Vec<usize>; 2], figures: [&Figures; 2]) {
        let left_a: Vec<usize> = lists[0].iter().copied().filter(|&at| self.later[at].is_none()).collect();
        let left_b: Vec<usize> = lists[1].iter().copied().filter(|&at| self.earlier[at].is_none()).collect();
        if left_a.is_empty() || left_b.is_empty() {
            return;
        }
        let content = |inventory: &Inventory, figures: &Figures, list: &[usize]| -> HashMap<usize, String> {
            list.iter().map(|&at| (at, said(inventory, at, figures))).collect()
        };
        let (said_a, said_b) = (content(a, figures[0], &left_a), content(b, figures[1], &left_b));
        for near in [true, false] {
            let mut found: HashMap<(Home, &str), Both> = HashMap::new();
            for &at in left_a.iter().filter(|&&at| self.later[at].is_none() && !said_a[&at].is_empty()) {
                let object = &a.objects[at];
                let key = ((self.scope(object, false), near.then_some(object.parent).flatten()), said_a[&at].as_str());
                found.entry(key).or_default()[0].push(at);
            }
            for &at in left_b.iter().filter(|&&at| self.earlier[at].is_none() && !said_b[&at].is_empty()) {
                let object = &b.objects[at];
                let parent = object.parent.map(|parent| self.earlier[parent].unwrap_or(usize::MAX));
                let key = ((self.scope(object, true), near.then_some(parent).flatten()), said_b[&at].as_str());
                found.entry(key).or_default()[1].push(at);
            }
            for [of_a, of_b] in found.into_values() {
                of_a.into_iter().zip(of_b).for_each(|(a, b)| self.join(a, b));
            }
        }
        // A column is its period: one with other figures is another column.
        if left_a.first().is_some_and(|&at| a.objects[at].kind == Kind::Column) {
            return;
        }
        let mut groups: HashMap<Home, Both> = HashMap::new();
        for &at in left_a.iter().filter(|&&at| self.later[at].is_none()) {
            let object = &a.objects[at];
            groups.entry((self.scope(object, false), object.parent)).or_default()[0].push(at);
        }
        for &at in left_b.iter().filter(|&&at| self.earlier[at].is_none()) {
            let object = &b.objects[at];
            let parent = object.parent.map(|parent| self.earlier[parent].unwrap_or(usize::MAX));
            groups.entry((self.scope(object, true), parent)).or_default()[1].push(at);
        }
        for [of_a, of_b] in groups.into_values() {
            let texts = |said: &'_ HashMap<usize, String>, list: &[usize]| -> Vec<String> {
                list.iter().map(|at| said[at].clone()).collect()
            };
            let (texts_a, texts_b) = (texts(&said_a, &of_a), texts(&said_b, &of_b));
            let (texts_a, texts_b): (Vec<&str>, Vec<&str>) =
                (texts_a.iter().map(String::as_str).collect(), texts_b.iter().map(String::as_str).collect());
            for (i, j) in similarity::pair(&texts_a, &texts_b, ALIKE) {
                self.join(of_a[i], of_b[j]);
            }
        }
    }

    /// Pairs cells: of the same row and the same column.
    fn cells(&mut self, a: &Inventory, b: &Inventory, figures: [&Figures; 2]) {
        // Columns of each sheet, as positions on either side.
        let mut columns: HashMap<(usize, usize), Vec<(usize, usize)>> = HashMap::new();
        let paired: Vec<(usize, usize)> = self.later.iter().enumerate().filter_map(|(a, b)| Some((a, (*b)?))).collect();
        for &(own, other) in &paired {
            if let (Seat::Column(sheet_a, at_a), Seat::Column(sheet_b, at_b)) =
                (a.objects[own].seat, b.objects[other].seat)
            {
                columns.entry((sheet_a, sheet_b)).or_default().push((at_a, at_b));
            }
        }
        for (own, other) in paired {
            let (Seat::Line(sheet_a, line_a), Seat::Line(sheet_b, line_b)) =
                (a.objects[own].seat, b.objects[other].seat)
            else {
                continue;
            };
            let measures = [(0, 0), (1, 1), (2, 2)];
            let of_measure = a.objects[own].kind == Kind::Measure;
            let found = columns.get(&(sheet_a, sheet_b)).map_or(&[][..], Vec::as_slice);
            for &(column_a, column_b) in if of_measure { &measures[..] } else { found } {
                let cell_a = figures[0].sheets[sheet_a].cell(line_a, column_a);
                let cell_b = figures[1].sheets[sheet_b].cell(line_b, column_b);
                self.later_cell[cell_a] = Some(cell_b);
                self.earlier_cell[cell_b] = Some(cell_a);
            }
        }
    }
}

/// Identity: what it is about, or else its scope and its id from the top.
fn pairs_key(side: &dyn Fn(usize) -> String, object: &Object) -> Option<String> {
    if !object.refs.is_empty() {
        return Some(object.refs.iter().map(|&at| side(at)).collect::<Vec<_>>().join(" "));
    }
    let scope = object.scope.map(side).unwrap_or_default();
    (!object.id.is_empty() || object.kind == Kind::Plan).then(|| format!("{scope} {}", object.path))
}

/// The same id elsewhere in the same scope. A chapter is the same whatever number its file begins with.
fn moved_key(side: &dyn Fn(usize) -> String, object: &Object) -> Option<String> {
    let scope = object.scope.map(side).unwrap_or_default();
    let id = if object.kind == Kind::Chapter {
        object.id.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
    } else {
        object.id.as_str()
    };
    (!id.is_empty()).then(|| format!("{scope} {id}"))
}

/// What a thing says, all but its number: by this it is known when its id is another.
fn said(inventory: &Inventory, at: usize, figures: &Figures) -> String {
    let object = &inventory.objects[at];
    if object.kind == Kind::Chapter {
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
