//! Two tables laid over each other: columns and rows of both, every cell with what it held before.

use std::collections::{HashMap, HashSet};

use crate::compare::align::{By, Item, Step, align};
use crate::document::mark::{Fate, RowChange};
use crate::document::table::{Cell, Row, RowHead, RowKind, Table, TableKind};
use crate::document::{Block, Inline, Marked, plain_text};
use crate::marked::book::Book;
use crate::marked::cells;
use crate::marked::gone::{self, Alone};
use crate::marked::heads::{self, Heads};
use crate::marked::inlines;

/// Two tables, and what is where in them.
pub struct Pair<'a> {
    /// The earlier table.
    pub a: &'a Table,
    /// The later one.
    pub b: &'a Table,
    /// Columns after the stub, in the order they are shown.
    pub columns: Vec<Step>,
}

/// Compares two tables that are the same one.
pub fn compare(book: &mut Book<'_>, a: &Table, b: &Table) -> Vec<Block> {
    if a.stub != b.stub || a.columns.len() < a.stub || b.columns.len() < b.stub {
        let gone = book.alone(Alone::Gone, &Block::Table(a.clone()));
        return gone.into_iter().chain(book.alone(Alone::Came, &Block::Table(b.clone()))).collect();
    }
    let (columns, rows) = (columns(book, a, b), rows(book, a, b));
    let pair = Pair { a, b, columns };
    let id = b.rows.iter().chain(&a.rows).flat_map(|row| &row.cells).find_map(|cell| cell.address.as_deref());
    let id = id.and_then(|address| address.split('.').next()).filter(|_| b.table_kind == TableKind::Figures);
    let findings = id.map(|id| book.pen.table(id)).unwrap_or_default();
    let mut marks = book.pen.marks(&findings);
    let heads = heads::laid(&pair, book.pen.links);
    let words = words(book, a, b);
    if marks.is_empty() && (!words.is_empty() || heads.changed) {
        let text = plain_text(words.first().map_or(&[][..], Vec::as_slice));
        marks.push(book.pen.mark_or_follow(None, if text.is_empty() { &b.caption } else { &text }));
    }
    let mut drawn = Table {
        columns: shapes(&pair),
        head: heads.rows.clone(),
        rows: rows.iter().filter_map(|step| row(book, &pair, &heads, *step)).collect(),
        compared: true,
        ..b.clone()
    };
    drawn.remarks.retain(|remark| a.remarks.contains(remark));
    settle(&mut drawn, &heads);
    let table = Block::Table(drawn);
    if marks.is_empty() {
        return vec![table];
    }
    let fate = if marks.iter().all(|mark| mark.fate == Fate::Caused) { Fate::Caused } else { Fate::Changed };
    let texts = words.into_iter().map(|content| Block::Paragraph { content });
    vec![Block::Marked(Marked { fate, marks, blocks: std::iter::once(table).chain(texts).collect() })]
}

/// The shapes of the columns that are shown.
fn shapes(pair: &Pair<'_>) -> Vec<crate::document::table::Column> {
    let stub = pair.b.stub;
    let own = pair.columns.iter().filter_map(|step| match step {
        Step::Both(_, j, _) | Step::Came(j) => pair.b.columns.get(stub + j),
        Step::Gone(i) => pair.a.columns.get(stub + i),
    });
    pair.b.columns.iter().take(stub).chain(own).cloned().collect()
}

/// Columns after the stub: the same when their cells are, or when their heads say the same.
fn columns(book: &Book<'_>, a: &Table, b: &Table) -> Vec<Step> {
    let stub = b.stub;
    let names = |table: &Table| -> Vec<String> {
        let leaves = heads::leaves(table);
        (stub..table.columns.len()).map(|at| leaves.get(at).map(heads::name).unwrap_or_default()).collect()
    };
    let same = |column: usize| {
        let cells = b.rows.iter().filter_map(|row| row.cells.get(column)?.address.as_deref());
        cells.into_iter().find_map(|address| {
            let (table, _, at) = book.before.cells.get(book.pen.links.earlier_cell(address)?)?;
            (*table == a.anchor).then_some(*at)
        })
    };
    let addressed = |table: &Table| table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.address.is_some());
    let by_cell = b.table_kind == TableKind::Figures && addressed(a) && addressed(b);
    let (own, later) = (names(a), names(b));
    let item = |key: String| Item { key, class: "kolumn", by: By::Key };
    let before: Vec<Item> =
        own.iter().enumerate().map(|(at, name)| item(if by_cell { format!("#{at}") } else { name.clone() })).collect();
    let after: Vec<Item> = later
        .iter()
        .enumerate()
        .map(|(at, name)| {
            item(match same(at) {
                Some(at) if by_cell => format!("#{at}"),
                _ if by_cell => format!("ny{at}"),
                _ => name.clone(),
            })
        })
        .collect();
    align(&before, &after)
}

/// Rows: the same when their cells are, when their anchors are, or when their heads say the same.
fn rows(book: &Book<'_>, a: &Table, b: &Table) -> Vec<Step> {
    let links = book.pen.links;
    let text = |row: &Row| row.heads.iter().map(|head| plain_text(&head.content)).collect::<Vec<_>>().join(" ");
    let whole = |row: &Row| {
        let cells = row.cells.iter().map(|cell| plain_text(&cell.content));
        std::iter::once(text(row)).chain(cells).collect::<Vec<_>>().join(" ")
    };
    let is_text = b.table_kind == TableKind::Text;
    let item = |row: &Row, key: Option<String>| Item {
        key: key.unwrap_or_else(|| if is_text { whole(row) } else { format!("{:?} {}", row.row_kind, text(row)) }),
        class: if row.row_kind == RowKind::Group { "grupp" } else { "rad" },
        by: if is_text || row.row_kind == RowKind::Group { By::Text(whole(row)) } else { By::Key },
    };
    let address = |side: usize, row: &Row| {
        row.cells.iter().find_map(|cell| links.row(side, cell.address.as_deref()?)).map(str::to_owned)
    };
    let before = a.rows.iter().map(|row| item(row, row.anchor.clone().or_else(|| address(0, row))));
    let after = b.rows.iter().map(|row| {
        let known = row.anchor.clone().or_else(|| address(1, row));
        let own = match &row.anchor {
            Some(anchor) => links.earlier_anchor(anchor),
            None => known.as_deref().and_then(|address| links.earlier_row(address)),
        };
        item(row, own.map(str::to_owned).or_else(|| known.map(|known| format!("ny {known}"))))
    });
    align(&before.collect::<Vec<_>>(), &after.collect::<Vec<_>>())
}

/// A row of both, or of one side; nothing for one that stands in another table now.
fn row(book: &mut Book<'_>, pair: &Pair<'_>, heads: &Heads, step: Step) -> Option<Row> {
    match step {
        Step::Both(i, j, moved) => Some(both(book, pair, heads, &pair.a.rows[i], &pair.b.rows[j], moved)),
        Step::Came(j) => {
            let later = &pair.b.rows[j];
            let own = later.anchor.as_deref().and_then(|anchor| book.pen.links.earlier_anchor(anchor));
            match own.and_then(|anchor| book.before.rows.get(anchor).copied()) {
                // It stood in another table.
                Some(own) => Some(both(book, pair, heads, own, later, true)),
                None => Some(alone(book, pair, heads, later, Alone::Came)),
            }
        }
        Step::Gone(i) => {
            let own = &pair.a.rows[i];
            let stays = own.anchor.as_deref().is_some_and(|anchor| book.has_row(anchor));
            (!stays).then(|| alone(book, pair, heads, own, Alone::Gone))
        }
    }
}

fn alone(book: &mut Book<'_>, pair: &Pair<'_>, heads: &Heads, row: &Row, side: Alone) -> Row {
    let mut drawn = side.row(row);
    let findings = book.findings_of_row(row, side.fate(), usize::from(side == Alone::Came));
    let text = row.heads.iter().map(|head| plain_text(&head.content)).collect::<Vec<_>>().join(" ");
    let marks = if findings.is_empty() {
        let change = book.pen.paragraph_alone(&whole_text(row), side.fate());
        vec![book.pen.mark_or_follow(change, &text)]
    } else {
        book.pen.marks(&findings)
    };
    drawn.change = Some(RowChange { fate: side.fate(), marks });
    if row.row_kind == RowKind::Group {
        return drawn;
    }
    let around = heads.around(row, side);
    let cells = std::mem::take(&mut drawn.cells);
    drawn.cells = pair
        .columns
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let own = match (step, side) {
                (Step::Both(i, ..) | Step::Gone(i), Alone::Gone) => Some(*i),
                (Step::Both(_, j, _) | Step::Came(j), Alone::Came) => Some(*j),
                _ => None,
            };
            let headers = heads.of_cell(at, &around);
            match own.and_then(|own| cells.get(own)) {
                Some(cell) => Cell { headers, ..cell.clone() },
                None => Cell::empty().headed(headers),
            }
        })
        .collect();
    drawn
}

fn both(book: &mut Book<'_>, pair: &Pair<'_>, heads: &Heads, own: &Row, later: &Row, moved: bool) -> Row {
    let fate = if moved { Fate::Moved } else { Fate::Changed };
    let mut drawn = later.clone();
    let mut edited = false;
    for (at, head) in drawn.heads.iter_mut().enumerate() {
        let empty = RowHead::empty("");
        let before = own.heads.get(at).unwrap_or(&empty);
        let compared = inlines::compare(&before.content, &head.content, book.pen.links);
        edited |= compared.edited || compared.caused;
        head.content = compared.content;
    }
    let findings = book.findings_of_row(later, Fate::Changed, 1);
    let mut marks = book.pen.marks(&findings);
    let around = heads.around(later, Alone::Came);
    let shown = if later.row_kind == RowKind::Group { &[][..] } else { pair.columns.as_slice() };
    let mut other = false;
    let cells = shown.iter().enumerate().map(|(at, step)| {
        let headers = heads.of_cell(at, &around);
        let cell = match step {
            Step::Both(i, j, _) => match (own.cells.get(*i), later.cells.get(*j)) {
                (Some(before), Some(after)) => {
                    let (cell, changed) = cells::compare(book, pair.b.table_kind, before, after, !marks.is_empty());
                    other |= changed;
                    cell
                }
                (_, after) => after.cloned().unwrap_or_else(Cell::empty),
            },
            Step::Came(j) => later.cells.get(*j).map_or_else(Cell::empty, |cell| Alone::Came.cell(cell)),
            Step::Gone(i) => own.cells.get(*i).map_or_else(Cell::empty, |cell| Alone::Gone.cell(cell)),
        };
        Cell { headers, ..cell }
    });
    drawn.cells = cells.collect();
    if marks.is_empty() && (edited || moved || other) {
        let text = later.heads.iter().map(|head| plain_text(&head.content)).collect::<Vec<_>>().join(" ");
        let change = book
            .pen
            .paragraph(Some(&whole_text(own)), Some(&whole_text(later)))
            .or_else(|| book.pen.wording(&whole_text(own), &whole_text(later)))
            .or_else(|| moved.then(|| book.pen.moved(&whole_text(later))).flatten());
        marks.push(if let Some(change) = change {
            book.pen.mark(change)
        } else {
            let cause = book.pen.sentence(&whole_text(later));
            book.pen.follow(cause, &text)
        });
    }
    if !marks.is_empty() {
        drawn.change = Some(RowChange { fate, marks });
    }
    drawn
}

fn whole_text(row: &Row) -> String {
    let heads = row.heads.iter().map(|head| plain_text(&head.content));
    let cells = row.cells.iter().flat_map(|cell| {
        std::iter::once(plain_text(&cell.content)).chain(cell.items.iter().map(|item| plain_text(item)))
    });
    heads.chain(cells).collect::<Vec<_>>().join(" ")
}

/// The caption, notes and remarks that became others, in the order of the table.
fn words(book: &Book<'_>, a: &Table, b: &Table) -> Vec<Vec<Inline>> {
    let mut found = Vec::new();
    let mut tell = |label: &str, before: &[Inline], after: &[Inline]| {
        let compared = inlines::compare(before, after, book.pen.links);
        if compared.edited {
            let label = Inline::Strong { content: vec![Inline::text(format!("{label}:"))] };
            found.push([vec![label, Inline::text(" ")], compared.content].concat());
        }
    };
    let text = |text: &str| if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
    tell("Rubrik", &text(&a.caption), &text(&b.caption));
    let item = |text: &str| Item { key: text.to_owned(), class: "text", by: By::Text(text.to_owned()) };
    let notes = |table: &Table| table.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    for (label, own, later) in [("Not", notes(a), notes(b)), ("Anmärkning", a.remarks.clone(), b.remarks.clone())] {
        let [before, after] = [&own, &later].map(|texts| texts.iter().map(|text| item(text)).collect::<Vec<_>>());
        for step in align(&before, &after) {
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
fn settle(table: &mut Table, heads: &Heads) {
    let mut ids: HashSet<String> = heads.rows.iter().flatten().map(|cell| cell.id.clone()).collect();
    ids.extend(table.rows.iter().flat_map(|row| &row.heads).map(|head| head.id.clone()));
    let mut known: HashMap<String, String> = HashMap::new();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let own = cell.headers.split_whitespace().filter_map(|head| {
            let settled = known.entry(head.to_owned()).or_insert_with(|| {
                let bare = head.strip_prefix(gone::GONE).unwrap_or(head);
                let found = [head, bare].into_iter().find(|id| ids.contains(*id));
                found.map(str::to_owned).unwrap_or_default()
            });
            (!settled.is_empty()).then(|| settled.clone())
        });
        cell.headers = own.collect::<Vec<_>>().join(" ");
    }
}
