//! The head of two tables laid over each other, and which heads each cell has.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::compare::align::Step;
use crate::compare::sides::Sides;
use crate::document::table::{HeadCell, Row, Table};
use crate::document::{Inline, plain_text};
use crate::marked::gone::Alone;
use crate::marked::inlines;
use crate::marked::names::Names;
use crate::marked::pair::Pair;

/// The head that is shown.
pub struct Heads {
    /// Its rows.
    pub rows: Vec<Vec<HeadCell>>,
    /// Whether a head says something else than before, or came or went.
    pub changed: bool,
    /// For each column after the stub, the ids of its heads.
    columns: Vec<String>,
    /// Ids of the heads of columns, by side.
    ids: Sides<HashSet<String>>,
}

/// A column's head, with the head over its group; heads over each other are one, in words.
pub type Leaf<'a> = (Option<Cow<'a, HeadCell>>, &'a HeadCell);

/// The heads of all columns, left to right.
pub fn leaves<'a>(table: &'a Table) -> Vec<Leaf<'a>> {
    let leaf = |heads: Vec<&'a HeadCell>| {
        let (leaf, above) = heads.split_last()?;
        let joined = || {
            let words: Vec<String> = above.iter().map(|head| plain_text(&head.content)).collect();
            let (first, notes) = (above.first()?, above.iter().flat_map(|head| head.notes.clone()).collect());
            Some(HeadCell { content: vec![Inline::text(words.join(", "))], notes, ..(*first).clone() })
        };
        let group = match above {
            [] => None,
            [group] => Some(Cow::Borrowed(*group)),
            _ => joined().map(Cow::Owned),
        };
        Some((group, *leaf))
    };
    table.heads_of_columns().into_iter().filter_map(leaf).collect()
}

/// What a column is called.
pub fn name(leaf: &Leaf<'_>) -> String {
    let group = leaf.0.as_ref().map(|group| plain_text(&group.content)).unwrap_or_default();
    format!("{group} {}", plain_text(&leaf.1.content)).trim().to_owned()
}

/// A column as it is shown: its head, the head of its group, and what its group is called.
struct Shown {
    leaf: HeadCell,
    group: Option<(HeadCell, String)>,
}

/// Lays the heads of two tables over each other.
pub fn laid(pair: &Pair<'_>, names: &Names<'_>) -> Heads {
    let (columns, changed) = columns(pair, names);
    let (rows, mut ids) = set(columns);
    let of = |table: &Table| table.head.iter().flatten().map(|cell| cell.id.clone()).collect();
    Heads {
        rows,
        changed,
        columns: ids.split_off(pair.after.stub.min(ids.len())),
        ids: Sides { before: of(pair.before), after: of(pair.after) },
    }
}

/// The columns in the order they are shown, and whether any of them is another than before.
fn columns(pair: &Pair<'_>, names: &Names<'_>) -> (Vec<Shown>, bool) {
    let (own, later) = (leaves(pair.before), leaves(pair.after));
    let stub = pair.after.stub;
    let mut changed = false;
    let mut both = |before: &HeadCell, after: &HeadCell| {
        let compared = inlines::compare(&before.content, &after.content, names);
        changed |= compared.edited;
        HeadCell { content: compared.content, ..after.clone() }
    };
    let mut one_sided = false;
    let stubs = (0..stub).map(|at| (own.get(at), later.get(at)));
    let rest = pair.columns.iter().map(|step| match step {
        Step::Both(i, j, _) => (own.get(stub + i), later.get(stub + j)),
        Step::Gone(i) => (own.get(stub + i), None),
        Step::Came(j) => (None, later.get(stub + j)),
    });
    let mut columns = Vec::new();
    for sides in stubs.chain(rest) {
        columns.push(match sides {
            (Some(before), Some(after)) => Shown {
                leaf: both(before.1, after.1),
                group: after.0.as_deref().map(|group| {
                    let own = before.0.as_deref();
                    (own.map_or_else(|| group.clone(), |own| both(own, group)), plain_text(&group.content))
                }),
            },
            (None, Some(leaf)) => {
                one_sided = true;
                alone(leaf, Alone::Came)
            }
            (Some(leaf), None) => {
                one_sided = true;
                alone(leaf, Alone::Gone)
            }
            (None, None) => continue,
        });
    }
    (columns, changed || one_sided)
}

/// Sets columns under the heads of their groups, neighbours of one group under one head. Returns the rows of the head, and
/// for each column the ids of its heads.
fn set(columns: Vec<Shown>) -> (Vec<Vec<HeadCell>>, Vec<String>) {
    let two = columns.iter().any(|column| column.group.is_some());
    let (mut first, mut second, mut ids): (Vec<HeadCell>, Vec<HeadCell>, Vec<String>) =
        (Vec::new(), Vec::new(), Vec::new());
    let mut open: Option<String> = None;
    let mut used = HashSet::new();
    for Shown { mut leaf, group } in columns {
        leaf.colspan = 1;
        let Some((mut group, called)) = group else {
            leaf.rowspan = if two { 2 } else { 1 };
            open = None;
            ids.push(leaf.id.clone());
            first.push(leaf);
            continue;
        };
        leaf.rowspan = 1;
        if let Some(last) = first.last_mut().filter(|_| open.as_ref() == Some(&called)) {
            last.colspan += 1;
        } else {
            group.colspan = 1;
            while !used.insert(group.id.clone()) {
                group.id.push_str("-igen");
            }
            first.push(group);
        }
        open = Some(called);
        let over = first.last().map(|group| group.id.clone()).unwrap_or_default();
        ids.push(format!("{over} {}", leaf.id));
        second.push(leaf);
    }
    (if two { vec![first, second] } else { vec![first] }, ids)
}

/// A column of one side. Its group's own words are only marked where the group is nobody else's.
fn alone(leaf: &Leaf<'_>, side: Alone) -> Shown {
    let group = leaf
        .0
        .as_deref()
        .map(|group| (HeadCell { id: side.anchor(&group.id), ..group.clone() }, plain_text(&group.content)));
    Shown { leaf: side.head(leaf.1), group }
}

impl Heads {
    /// The heads of a row's cells that are no heads of columns.
    pub fn around(&self, row: &Row, side: Alone) -> String {
        let ids = &self.ids[side.when()];
        let headers = row.cells.first().map_or("", |cell| cell.headers.as_str());
        let own = headers.split_whitespace().filter(|head| !ids.contains(*head)).map(|head| side.anchor(head));
        own.collect::<Vec<_>>().join(" ")
    }

    /// What heads a cell.
    pub fn of_cell(&self, column: usize, around: &str) -> String {
        format!("{} {around}", self.columns.get(column).map_or("", String::as_str))
    }
}
