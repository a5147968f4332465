//! Two tables laid over each other: columns and rows of both, with the words around them.

use std::collections::{HashMap, HashSet};

use crate::compare::align::{By, Item, Step, align};
use crate::compare::correspondence::ThingRef;
use crate::compare::sides::When;
use crate::document::mark::{Fate, Mark};
use crate::document::table::{Column, Row, RowKind, Table, TableKind};
use crate::document::{Block, Inline, Marked, plain_text};
use crate::marked::gone::GONE;
use crate::marked::heads::{self, Heads};
use crate::marked::marking::Marking;
use crate::marked::pair::Pair;
use crate::marked::said::{row_name, row_text};
use crate::marked::{inlines, rows};

/// Whether two tables can be laid over each other.
pub fn have_one_shape(before: &Table, after: &Table) -> bool {
    before.stub == after.stub && before.columns.len() >= before.stub && after.columns.len() >= after.stub
}

/// Lays two tables of one shape over each other.
pub fn laid(marking: &mut Marking<'_>, before: &Table, after: &Table) -> Vec<Block> {
    let pair = Pair { before, after, columns: columns(marking, before, after) };
    let steps = row_steps(marking, before, after);
    let found = changes(marking, before, after);
    let mut marks: Vec<Mark> = marking.marks(&found);
    let heads = heads::laid(&pair, &marking.names);
    let words = words(marking, before, after);
    if marks.is_empty() && (!words.is_empty() || heads.changed) {
        let text = plain_text(words.first().map_or(&[][..], Vec::as_slice));
        marks.push(marking.mark_or_follow(None, if text.is_empty() { &after.caption } else { &text }));
    }
    let mut drawn = Table {
        columns: shapes(&pair),
        head: heads.rows.clone(),
        rows: steps.iter().filter_map(|step| rows::laid(marking, &pair, &heads, *step)).collect(),
        compared: true,
        ..after.clone()
    };
    drawn.remarks.retain(|remark| before.remarks.contains(remark));
    keep_known_headers(&mut drawn, &heads);
    let table = Block::Table(drawn);
    if marks.is_empty() {
        return vec![table];
    }
    let fate = if marks.iter().all(|mark| mark.fate == Fate::Caused) { Fate::Caused } else { Fate::Changed };
    let texts = words.into_iter().map(|content| Block::Paragraph { content });
    vec![Block::Marked(Marked { fate, marks, blocks: std::iter::once(table).chain(texts).collect() })]
}

/// The changes that are seen in all of a table of figures.
fn changes(marking: &Marking<'_>, before: &Table, after: &Table) -> Vec<usize> {
    if after.table_kind != TableKind::Figures {
        return Vec::new();
    }
    let table = |when: When, table: &Table| {
        let mut addresses = table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.address.as_deref());
        addresses.find_map(|address| marking.names.table(when, marking.names.row(when, address)?))
    };
    let later = table(When::After, after).or_else(|| marking.names.partner(When::Before, table(When::Before, before)?));
    later.map(|table| marking.index.table(table)).unwrap_or_default()
}

/// The shapes of the columns that are shown.
fn shapes(pair: &Pair<'_>) -> Vec<Column> {
    let stub = pair.after.stub;
    let own = pair.columns.iter().filter_map(|step| match step {
        Step::Both(_, j, _) | Step::Came(j) => pair.after.columns.get(stub + j),
        Step::Gone(i) => pair.before.columns.get(stub + i),
    });
    pair.after.columns.iter().take(stub).chain(own).cloned().collect()
}

/// Columns after the stub: the same when their cells are, or when their heads say the same.
fn columns(marking: &Marking<'_>, before: &Table, after: &Table) -> Vec<Step> {
    let stub = after.stub;
    let names = |table: &Table| -> Vec<String> {
        let leaves = heads::leaves(table);
        (stub..table.columns.len()).map(|at| leaves.get(at).map(heads::name).unwrap_or_default()).collect()
    };
    let earlier = |column: usize| {
        let cells = after.rows.iter().filter_map(|row| row.cells.get(column)?.address.as_deref());
        cells.into_iter().find_map(|address| {
            let cell = marking.names.other_cell(When::After, address)?;
            let (table, at) = marking.shown.before.cells.get(&cell)?;
            (*table == before.anchor).then_some(*at)
        })
    };
    let addressed = |table: &Table| table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.address.is_some());
    let by_cell = after.table_kind == TableKind::Figures && addressed(before) && addressed(after);
    let item = |key: String| Item::new("kolumn", key, By::Key);
    let own = names(before).into_iter().enumerate();
    let own: Vec<Item> = own.map(|(at, name)| item(if by_cell { format!("#{at}") } else { name })).collect();
    let later = names(after).into_iter().enumerate().map(|(at, name)| {
        item(match earlier(at) {
            Some(at) if by_cell => format!("#{at}"),
            _ if by_cell => format!("ny{at}"),
            _ => name,
        })
    });
    align(&own, &later.collect::<Vec<_>>())
}

/// Rows: the same when their cells are, when their anchors are, or when their heads say the same.
fn row_steps(marking: &Marking<'_>, before: &Table, after: &Table) -> Vec<Step> {
    let is_text = after.table_kind == TableKind::Text;
    let item = |row: &Row, key: Option<String>| {
        let said = || if is_text { row_text(row) } else { format!("{:?} {}", row.row_kind, row_name(row)) };
        let (class, is_group) = if row.row_kind == RowKind::Group { ("grupp", true) } else { ("rad", false) };
        let by = if is_text || is_group { By::Text(row_text(row)) } else { By::Key };
        Item::new(class, key.unwrap_or_else(said), by)
    };
    let thing =
        |when: When, row: &Row| row.cells.iter().find_map(|cell| marking.names.row(when, cell.address.as_deref()?));
    let address = |when: When, at: ThingRef| marking.names.address(when, at).to_owned();
    let own = before.rows.iter().map(|row| {
        let known = || thing(When::Before, row).map(|at| address(When::Before, at));
        item(row, row.anchor.clone().or_else(known))
    });
    let later = after.rows.iter().map(|row| {
        let known = match &row.anchor {
            Some(anchor) => Some((marking.names.other_anchor(When::After, anchor).map(str::to_owned), anchor.clone())),
            None => thing(When::After, row).map(|at| {
                let own = marking.names.partner(When::After, at);
                (own.map(|own| address(When::Before, own)), address(When::After, at))
            }),
        };
        item(row, known.map(|(own, known)| own.unwrap_or_else(|| format!("ny {known}"))))
    });
    align(&own.collect::<Vec<_>>(), &later.collect::<Vec<_>>())
}

/// The caption, notes and remarks that became others, in the order of the table.
fn words(marking: &Marking<'_>, before: &Table, after: &Table) -> Vec<Vec<Inline>> {
    let mut found = Vec::new();
    let mut tell = |label: &str, own: &[Inline], later: &[Inline]| {
        let compared = inlines::compare(own, later, &marking.names);
        if compared.edited {
            let label = Inline::Strong { content: vec![Inline::text(format!("{label}:"))] };
            found.push([vec![label, Inline::text(" ")], compared.content].concat());
        }
    };
    let text = |text: &str| if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
    tell("Rubrik", &text(&before.caption), &text(&after.caption));
    let notes = |table: &Table| table.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    let both = [("Not", notes(before), notes(after)), ("Anmärkning", before.remarks.clone(), after.remarks.clone())];
    for (label, own, later) in both {
        let items = |texts: &[String]| texts.iter().map(|text| Item::text("text", text)).collect::<Vec<_>>();
        for step in align(&items(&own), &items(&later)) {
            match step {
                Step::Both(i, j, _) => tell(label, &text(&own[i]), &text(&later[j])),
                Step::Gone(i) => tell(label, &text(&own[i]), &[]),
                Step::Came(j) => tell(label, &[], &text(&later[j])),
            }
        }
    }
    found
}

/// Leaves in `headers` only what heads a cell of this table.
fn keep_known_headers(table: &mut Table, heads: &Heads) {
    let mut ids: HashSet<String> = heads.rows.iter().flatten().map(|cell| cell.id.clone()).collect();
    ids.extend(table.rows.iter().flat_map(|row| &row.heads).map(|head| head.id.clone()));
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let own = cell.headers.split_whitespace().filter_map(|head| {
            let found = known.entry(head.to_owned()).or_insert_with(|| {
                let bare = head.strip_prefix(GONE).unwrap_or(head);
                [head, bare].into_iter().find(|id| ids.contains(*id)).map(str::to_owned)
            });
            found.clone()
        });
        cell.headers = own.collect::<Vec<_>>().join(" ");
    }
}
