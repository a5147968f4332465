//! A table of figures as cells: heads with ids, numbers as Swedish text, empty, dash and zero kept apart.

use crate::document::Inline;
use crate::document::table::{Cell, Column, HeadCell, NoteMarker, Row, RowHead, RowKind, Table, TableKind, TableNote};
use crate::figures::{Figures, Line, LineKind, Sheet, rounding};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::{Column as Measured, ColumnKind, Rounding, Table as Source, note_numbers};
use crate::quantity::unit::Unit;
use crate::source::{Id, Spanned};
use crate::swedish::{self, minus};
use crate::views::writing::Writing;

/// Printed under a table whose rounded rows do not add up, where the plan has chosen a note.
const ROUNDING_NOTE: &str =
    "Beloppen är avrundade var för sig. Därför summerar raderna inte alltid till de summor som visas.";

/// Draws a table of the plan.
pub fn table(writing: &mut Writing<'_>, source: &Source, sheet: &Sheet) -> Table {
    let anchor = writing.place(ThingKind::Table, &source.id);
    let notes = notes(source, &anchor);
    let body = Body { source, sheet, figures: writing.figures, notes: &notes, anchor: &anchor };
    let rows = body.rows(writing);
    Table {
        stub: source.stub_heads.len(),
        columns: columns(source),
        head: head(source, sheet, &anchor, &notes),
        rows,
        notes,
        remarks: remarks(writing.figures, source, sheet),
        ..Table::new(TableKind::Figures, anchor, caption(writing.plan, source))
    }
    .aligned()
}

/// The caption of a table, with its number where it is a note of others.
fn caption(plan: &Plan, source: &Source) -> String {
    let caption = &source.caption.value;
    match note_numbers(&plan.tables).get(source.id.value.as_str()) {
        Some(number) => format!("Not {number}. {caption}"),
        None => caption.clone(),
    }
}

/// The remarks under a table: its authors' own, and what it has to say of its figures.
pub fn remarks(figures: &Figures, source: &Source, sheet: &Sheet) -> Vec<String> {
    let mut remarks: Vec<String> = source.remarks.iter().map(|remark| remark.value.clone()).collect();
    if source.rounding == Rounding::Note && !rounding::gaps(figures, sheet).is_empty() {
        remarks.push(ROUNDING_NOTE.to_owned());
    }
    // What differs from the plan that was decided a year ago is told where it is read.
    remarks.extend(source.restatements.iter().map(|restatement| restatement.reason.value.clone()));
    remarks
}

fn columns(source: &Source) -> Vec<Column> {
    let text = source.stub_heads.iter().map(|_| Column::text());
    let shape = |column: &Measured| match column.kind {
        ColumnKind::Figures | ColumnKind::Costs | ColumnKind::Notes => Column::figures(),
        ColumnKind::Text => Column::text(),
    };
    text.chain(source.columns.iter().map(shape)).collect()
}

/// The notes under a table, with their markers.
pub fn notes(source: &Source, anchor: &str) -> Vec<TableNote> {
    source
        .notes
        .iter()
        .enumerate()
        .map(|(at, (_, text))| TableNote {
            marker: (at + 1).to_string(),
            anchor: format!("{anchor}-not-{}", at + 1),
            text: text.value.clone(),
        })
        .collect()
}

/// Rows of heads: one, and one for each level of heads above the columns'.
pub fn head_rows(source: &Source) -> usize {
    1 + source.columns.iter().map(|column| column.above.len()).max().unwrap_or(0)
}

/// The heads, row by row.
pub fn head(source: &Source, sheet: &Sheet, anchor: &str, notes: &[TableNote]) -> Vec<Vec<HeadCell>> {
    let full = head_rows(source);
    let cell = |id: String, text: &str| HeadCell::new(format!("{anchor}-{id}"), vec![Inline::text(text)]);
    let marked = |ids: &[Id]| markers(source, notes, ids);
    let named = stub_head(source, sheet);
    let stubs = source.stub_heads.iter().enumerate().map(|(at, text)| (at, if at == 0 { &named } else { text }));
    let mut rows = vec![Vec::new(); full];
    rows[0].extend(stubs.map(|(at, text)| cell(format!("radhuvud{at}"), text).rows(full)));
    for (at, column) in source.columns.iter().enumerate() {
        for (level, above) in column.above.iter().enumerate() {
            let first = first_under(source, at, level);
            if first == at {
                let span = (at..source.columns.len()).take_while(|&other| first_under(source, other, level) == at);
                let head = cell(above_id(level, at), &above.head).over(span.count()).numeric(true);
                rows[level].push(head.noted(marked(&above.notes)));
            }
        }
        let level = column.above.len();
        let own = cell(format!("kolumn{at}"), &head_text(source, at)).rows(full - level);
        rows[level].push(own.numeric(column.kind != ColumnKind::Text).noted(marked(&column.notes)));
    }
    rows
}

/// The first of the columns beside each other that stand under the same head as one of them; the column after it where it
/// has no head of that level.
fn first_under(source: &Source, at: usize, level: usize) -> usize {
    let head = |at: usize| source.columns[at].above.get(level).map(|above| &above.id);
    let Some(own) = head(at) else { return at + 1 };
    (0..at).rev().take_while(|&other| head(other) == Some(own)).last().unwrap_or(at)
}

fn above_id(level: usize, first: usize) -> String {
    if level == 0 { format!("period{first}") } else { format!("period{level}-{first}") }
}

/// The markers of notes; one that is not there is told of by its check.
pub fn markers<'a>(source: &Source, notes: &[TableNote], ids: impl IntoIterator<Item = &'a Id>) -> Vec<NoteMarker> {
    let marker = |wanted: &Id| {
        let position = source.notes.iter().position(|(id, _)| id.value == wanted.value)?;
        let note = notes.get(position)?;
        Some(NoteMarker { marker: note.marker.clone(), anchor: note.anchor.clone() })
    };
    ids.into_iter().filter_map(marker).collect()
}

/// A column's head, with its unit when it is not the table's.
fn head_text(source: &Source, at: usize) -> String {
    let column = &source.columns[at];
    match &column.unit {
        Some(unit) if *unit != source.unit => with_unit(&column.head, unit),
        _ => column.head.clone(),
    }
}

fn with_unit(name: &str, unit: &Unit) -> String {
    if unit.symbol().is_empty() || says_unit(name, unit) {
        name.to_owned()
    } else {
        format!("{name}, {}", unit.symbol())
    }
}

/// Whether a text names a unit as a word of its own, in its short or its long form: "kr" is no unit in "skrivare".
fn says_unit(text: &str, unit: &Unit) -> bool {
    let text = text.to_lowercase();
    let forms = [unit.symbol(), swedish::units::words(unit, false), swedish::units::words(unit, true)];
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    forms.into_iter().filter(|form| !form.is_empty()).map(str::to_lowercase).any(|form| {
        text.match_indices(&form)
            .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + form.len()..].chars().next()))
    })
}

/// The first head over the rows' names. Where cells are in the table's unit and nothing at the table says which that is,
/// the head does: a figure without unit could be a thousand times another.
pub fn stub_head(source: &Source, sheet: &Sheet) -> String {
    let head = source.stub_heads.first().cloned().unwrap_or_default();
    let columns = (0..source.columns.len()).map(|at| head_text(source, at));
    let periods = source.columns.iter().flat_map(|column| column.above.iter().map(|above| above.head.clone()));
    let said: Vec<String> = [source.caption.value.clone()]
        .into_iter()
        .chain(source.stub_heads.iter().cloned())
        .chain(columns)
        .chain(periods)
        .chain(source.remarks.iter().map(|remark| remark.value.clone()))
        .collect();
    let uses = source.columns.iter().any(|column| column.unit.is_none())
        && sheet.lines.iter().any(|line| line.kind != LineKind::Heading && line.is_printed() && line.unit.is_none());
    if head.is_empty()
        || !uses
        || source.unit.symbol().is_empty()
        || said.iter().any(|text| says_unit(text, &source.unit))
    {
        head
    } else {
        with_unit(&head, &source.unit)
    }
}

/// The texts that name a line, with its unit when that is not the table's.
pub fn row_texts(source: &Source, line: &Line) -> Vec<String> {
    let unit = line.unit.as_ref().filter(|unit| line.kind != LineKind::Heading && **unit != source.unit);
    // The unit belongs to what is measured, and that is a name in words, not a number or a code beside it.
    let in_words = |name: &Spanned<String>| name.value.chars().any(char::is_lowercase);
    let measured = line.names.iter().position(in_words).unwrap_or(0);
    let texts = line.names.iter().enumerate().map(|(n, name)| match unit {
        Some(unit) if n == measured => with_unit(&name.value, unit),
        _ => name.value.clone(),
    });
    texts.collect()
}

/// Ids of the heads of a column, outermost first.
fn column_heads(source: &Source, anchor: &str, at: usize) -> String {
    let above = (0..source.columns[at].above.len()).map(|level| above_id(level, first_under(source, at, level)));
    let ids = above.chain([format!("kolumn{at}")]).map(|id| format!("{anchor}-{id}"));
    ids.collect::<Vec<_>>().join(" ")
}

struct Body<'a> {
    source: &'a Source,
    sheet: &'a Sheet,
    figures: &'a Figures,
    notes: &'a [TableNote],
    anchor: &'a str,
}

impl Body<'_> {
    fn rows(&self, writing: &mut Writing<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        // Heads of the groups around the current line, by level.
        let mut groups: Vec<(usize, String)> = Vec::new();
        for (at, line) in self.sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed()) {
            while groups.last().is_some_and(|(level, _)| *level >= line.level) {
                groups.pop();
            }
            let key = if line.path.is_empty() { format!("grupp-{}", line.name()) } else { self.sheet.key(line) };
            let id = writing.numbering.anchors.give(&format!("{}-{key}", self.anchor));
            let heads = self.heads(at, &id);
            if line.kind == LineKind::Heading {
                groups.push((line.level, id));
                rows.push(Row::new(RowKind::Group, heads, Vec::new()).level(line.level));
                continue;
            }
            // An empty head is printed as an empty cell, and heads nothing.
            let ids = heads.iter().filter(|head| !head.content.is_empty()).map(|head| head.id.as_str());
            let around: Vec<&str> = groups.iter().map(|(_, id)| id.as_str()).chain(ids).collect();
            let headers = around.join(" ");
            let cells = (0..self.sheet.columns.len()).map(|column| self.cell(at, column, &headers, writing)).collect();
            if line.kind == LineKind::Sum && self.is_before(at) {
                groups.push((line.level, id));
            }
            let row_kind = match line.kind {
                LineKind::Total => RowKind::Total,
                LineKind::Sum => RowKind::Subtotal,
                LineKind::Formula => RowKind::Formula,
                _ => RowKind::Item,
            };
            rows.push(Row::new(row_kind, heads, cells).level(line.level));
        }
        rows
    }

    /// A sum printed before its parts heads them too.
    fn is_before(&self, at: usize) -> bool {
        self.sheet.lines[at].parts.iter().any(|&part| part > at)
    }

    fn heads(&self, at: usize, id: &str) -> Vec<RowHead> {
        let line = &self.sheet.lines[at];
        let stub = self.source.stub_heads.len();
        let marked = markers(self.source, self.notes, &line.notes.own);
        let last = line.names.iter().rposition(|name| !name.value.is_empty()).unwrap_or(0);
        let mut heads: Vec<RowHead> = row_texts(self.source, line)
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let id = if n == 0 { id.to_owned() } else { format!("{id}-{n}") };
                if text.is_empty() {
                    return RowHead::empty(id);
                }
                let notes = if n == last { marked.clone() } else { Vec::new() };
                RowHead { notes, ..RowHead::new(id, vec![Inline::text(minus::in_words(&text))]) }
            })
            .collect();
        // A group's heading spans the table; a sum's label leaves the other name columns empty.
        while line.kind != LineKind::Heading && heads.len() < stub {
            let n = heads.len();
            heads.push(RowHead::empty(format!("{id}-{n}")));
        }
        heads
    }

    fn cell(&self, at: usize, column: usize, row_heads: &str, writing: &mut Writing<'_>) -> Cell {
        let cell = self.sheet.cell(at, column);
        let heads = column_heads(self.source, self.anchor, column);
        let notes = &self.sheet.lines[at].notes;
        let shown = Cell::shown(self.figures.cells[cell].shown());
        let shown = match &notes.table {
            Some(note) if self.source.columns[column].kind == ColumnKind::Notes => {
                let content = vec![writing.link_to(ThingKind::Table, &note.table, shown.content)];
                Cell::text(content)
            }
            _ => shown,
        };
        let shown = shown.noted(markers(self.source, self.notes, notes.on(column)));
        shown.headed(format!("{heads} {row_heads}")).of(cell, self.figures.address(cell))
    }
}
