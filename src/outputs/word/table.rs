//! Tables: heads that are set again on every page, rows that are kept whole, and figures whose decimal commas stand
//! under each other.

use crate::document::plain_text;
use crate::document::table::{Cell, CellKind, HeadCell, NoteMarker, Row, RowHead, RowKind, Table, TableKind};
use crate::fonts::metrics;
use crate::outputs::word::body::Body;
use crate::outputs::word::format::{Colour, Edge, Face, Layout, Paragraph, Twips, twips};
use crate::outputs::word::look::{HAIR, INK};
use crate::outputs::word::page::{HANG, Sheet};
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::text::run;
use crate::outputs::word::widths::{self, Fit};
use crate::outputs::word::xml::{Element, element, value};

/// Lines of a table that is kept on one page.
const SHORT: usize = 18;

/// A cell as it is drawn.
struct Drawn {
    paragraphs: Vec<Paragraph>,
    columns: usize,
    /// `restart` where it goes on below, `continue` where it does.
    merged: Option<&'static str>,
    edges: Vec<Edge>,
    at_foot: bool,
}

impl<'a> Story<'a> {
    /// A table, with its caption before it and its notes after it.
    pub fn table(&mut self, table: &'a Table, sheet: Sheet, body: &mut Body) {
        // Tables of the plan's own data start at the numbers' edge; a table in the text keeps to the text.
        let hang = if table.table_kind == TableKind::Text { 0 } else { HANG };
        let fit = widths::fit(table, (sheet.measure() + hang) * 5);
        let left = (hang > 0).then_some(-hang);
        if !table.caption.is_empty() {
            let content = self.caption(&table.caption);
            let content = self.marked(&table.anchor, content);
            let layout = Layout { keep_next: true, left, ..self.styled(Style::Caption) };
            body.spaced(Paragraph { layout, content });
        }
        let columns: Vec<Twips> = fit.columns.iter().map(|width| twips(*width)).collect();
        let rows = self.rows(table, &fit, &columns);
        let whole = element("w:tbl")
            .with(self.table_properties(table, &fit, &columns, -hang))
            .with(element("w:tblGrid").with(columns.iter().map(|width| element("w:gridCol").set("w:w", width))))
            .with(rows);
        body.table(whole, self.names);
        self.under(table, left, body);
    }

    fn table_properties(&self, table: &Table, fit: &Fit, columns: &[Twips], indent: Twips) -> Element {
        let length = |name, width: Twips| element(name).set("w:w", width).set("w:type", "dxa");
        let margins =
            element("w:tblCellMar").with([length("w:left", twips(fit.margin)), length("w:right", twips(fit.margin))]);
        let has_stub = table.stub > 0;
        let look = value("w:tblLook", if has_stub { "06A0" } else { "0620" })
            .set("w:firstRow", 1)
            .set("w:lastRow", 0)
            .set("w:firstColumn", i32::from(has_stub))
            .set("w:lastColumn", 0)
            .set("w:noHBand", 1)
            .set("w:noVBand", 1);
        let caption = (!table.caption.is_empty()).then(|| value("w:tblCaption", &table.caption));
        element("w:tblPr")
            .with([value("w:tblStyle", self.names.id(Style::Table)), length("w:tblW", columns.iter().sum())])
            .with([length("w:tblInd", indent), element("w:tblLayout").set("w:type", "fixed"), margins, look])
            .with(caption)
    }

    fn rows(&mut self, table: &'a Table, fit: &Fit, columns: &[Twips]) -> Vec<Element> {
        let mut rows = self.head(table, fit, columns);
        let short = table.rows.iter().map(lines).sum::<usize>() <= SHORT;
        let reserved: Vec<i64> = (0..columns.len()).map(|at| reserve(table, at, fit)).collect();
        for (at, row) in table.rows.iter().enumerate() {
            let next = table.rows.get(at + 1);
            // A sum is never parted from what it sums, and a heading never from what it heads.
            let sums = next.is_some_and(|next| matches!(next.row_kind, RowKind::Subtotal | RowKind::Total));
            let keep = next.is_some() && (short || row.row_kind == RowKind::Group || sums);
            let keep = keep || (next.is_none() && !(table.notes.is_empty() && table.remarks.is_empty()) && short);
            let cells = self.row(table, row, fit, columns, &reserved, next.is_none());
            rows.push(row_element(cells, columns, keep, false));
        }
        rows
    }

    /// The rows of the head; a cell that is higher than one of them goes on below.
    fn head(&mut self, table: &'a Table, fit: &Fit, columns: &[Twips]) -> Vec<Element> {
        let last = table.head.len().saturating_sub(1);
        // For each column: how many rows the cell from above goes on, and how many columns it has.
        let mut above: Vec<(usize, usize)> = vec![(0, 1); columns.len()];
        let mut rows = Vec::new();
        for (level, cells) in table.head.iter().enumerate() {
            let mut drawn = Vec::new();
            let mut cells = cells.iter();
            let mut at = 0;
            while at < columns.len() {
                if above[at].0 > 0 {
                    let span = above[at].1;
                    above[at].0 -= 1;
                    drawn.push(head_edges(Drawn::empty(self.styled(Style::Head), span, Some("continue")), level, last));
                    at += span;
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let span = cell.colspan.clamp(1, columns.len() - at);
                above[at] = (cell.rowspan.saturating_sub(1), span);
                let own = self.head_cell(table, cell, at == 0 && level == 0, span, fit);
                let ends = level + cell.rowspan.max(1) > last;
                let mut own = head_edges(own, level, if ends { level } else { last });
                if cell.group {
                    own.edges.push(edge("w:bottom", 4, INK));
                }
                drawn.push(own);
                at += span;
            }
            rows.push(row_element(drawn, columns, true, true));
        }
        rows
    }

    fn head_cell(&mut self, table: &'a Table, cell: &'a HeadCell, first: bool, span: usize, fit: &Fit) -> Drawn {
        let face = face(fit, None);
        let mut content = self.runs(&cell.content, &face);
        content.extend(self.markers(&cell.notes, &face));
        // A table without a caption is led to by its first head.
        if first && table.caption.is_empty() {
            content = self.marked(&table.anchor, content);
        }
        let align = if cell.group { Some("center") } else { cell.numeric.then_some("right") };
        let layout = Layout { align, whole_words: cell.numeric, ..self.styled(Style::Head) };
        let merged = (cell.rowspan > 1).then_some("restart");
        let paragraphs = vec![Paragraph { layout, content }];
        Drawn { paragraphs, columns: span, merged, edges: Vec::new(), at_foot: true }
    }

    fn row(
        &mut self,
        table: &'a Table,
        row: &'a Row,
        fit: &Fit,
        columns: &[Twips],
        reserved: &[i64],
        last: bool,
    ) -> Vec<Drawn> {
        let group = row.row_kind == RowKind::Group;
        let bold = (row.row_kind != RowKind::Item).then_some(true);
        let foot = table.table_kind == TableKind::Figures && table.stub == 1;
        let mut edges = match row.row_kind {
            RowKind::Group => vec![],
            RowKind::Item | RowKind::Formula => vec![edge("w:top", 4, HAIR)],
            RowKind::Subtotal => vec![edge("w:top", 4, INK)],
            RowKind::Total => vec![edge("w:top", 8, INK)],
        };
        edges.extend(last.then(|| edge("w:bottom", 4, INK)));
        let mut drawn: Vec<Drawn> = Vec::new();
        let count = columns.len();
        for (at, head) in row.heads.iter().enumerate() {
            let content = self.row_head(row, head, at == 0, fit, bold);
            let indent =
                (at == 0 && row.level > 0).then(|| twips(widths::INDENT) * i64::try_from(row.level).unwrap_or(0));
            let mut layout = Layout { left: indent, ..self.styled(Style::Cell) };
            if group {
                layout = Layout { before: Some(160), keep_next: true, ..layout };
            }
            let columns = if at == 0 { columns_of(row, &fit.columns, fit) } else { 1 };
            if drawn.iter().map(|cell| cell.columns).sum::<usize>() > at {
                continue;
            }
            let paragraphs = vec![Paragraph { layout, content }];
            drawn.push(Drawn { paragraphs, columns, merged: None, edges: edges.clone(), at_foot: foot });
        }
        for cell in &row.cells {
            let at = drawn.iter().map(|cell| cell.columns).sum::<usize>();
            let Some(column) = table.columns.get(at) else { break };
            let paragraphs = self.cell(cell, column.numeric, fit, bold, reserved[at]);
            drawn.push(Drawn { paragraphs, columns: 1, merged: None, edges: edges.clone(), at_foot: foot });
        }
        // Cells that merely fill the row, so that it needs no merged ones.
        for _ in drawn.iter().map(|cell| cell.columns).sum::<usize>()..count {
            drawn.push(Drawn { edges: edges.clone(), ..Drawn::empty(self.styled(Style::Cell), 1, None) });
        }
        drawn
    }

    fn row_head(
        &mut self,
        row: &'a Row,
        head: &'a RowHead,
        first: bool,
        fit: &Fit,
        bold: Option<bool>,
    ) -> Vec<Element> {
        let colour = (row.row_kind == RowKind::Group).then(|| self.accent());
        let face = Face { colour, ..face(fit, bold) };
        let mut content = self.runs(&head.content, &face);
        content.extend(self.markers(&head.notes, &face));
        match &row.anchor {
            Some(anchor) if first => self.marked(anchor, content),
            _ => content,
        }
    }

    fn cell(&mut self, cell: &'a Cell, numeric: bool, fit: &Fit, bold: Option<bool>, reserved: i64) -> Vec<Paragraph> {
        let face = face(fit, bold);
        if cell.cell_kind == CellKind::Items {
            let points = cell.items.iter().map(|item| {
                let content = self.runs(item, &face);
                Paragraph { layout: self.styled(Style::Point), content }
            });
            let points: Vec<Paragraph> = points.collect();
            if !points.is_empty() {
                return points;
            }
        }
        let face = Face { italic: (cell.cell_kind == CellKind::Missing).then_some(true), ..face };
        let mut content = self.runs(&cell.content, &face);
        content.extend(self.markers(&cell.notes, &face));
        let is_figure = numeric && cell.cell_kind != CellKind::Missing;
        let right = (reserved - room_after(cell, fit) + pad(cell, fit)).max(0);
        let layout = if is_figure {
            Layout { right: (right > 0).then(|| twips(right)), ..self.styled(Style::Figure) }
        } else {
            let align = numeric.then_some("right");
            Layout { align, ..self.styled(Style::Cell) }
        };
        vec![Paragraph { layout, content }]
    }

    /// References to the notes under the table.
    fn markers(&mut self, notes: &[NoteMarker], face: &Face) -> Vec<Element> {
        let face = Face { raised: true, ..face.clone() };
        let mut markers = Vec::new();
        for (at, note) in notes.iter().enumerate() {
            markers.extend((at > 0).then(|| run(",", &face)));
            markers.push(self.way(&note.anchor, &note.marker, &face));
        }
        markers
    }

    fn under(&mut self, table: &'a Table, left: Option<Twips>, body: &mut Body) {
        let plain = Face::default();
        let mut lines = Vec::new();
        for note in &table.notes {
            let raised = Face { raised: true, ..Face::default() };
            let content = vec![run(&note.marker, &raised), run(&format!(" {}", note.text), &plain)];
            lines.push(self.marked(&note.anchor, content));
        }
        lines.extend(table.remarks.iter().map(|remark| vec![run(remark, &plain)]));
        let count = lines.len();
        for (at, content) in lines.into_iter().enumerate() {
            let mut layout = Layout { left, ..self.styled(Style::Under) };
            layout.before = (at == 0).then_some(120);
            layout.after = (at + 1 == count).then_some(320);
            body.spaced(Paragraph { layout, content });
        }
    }

    fn accent(&self) -> Colour {
        Colour::Theme("accent1", self.pictures.colours.0.clone())
    }
}

impl Drawn {
    fn empty(layout: Layout, columns: usize, merged: Option<&'static str>) -> Self {
        let paragraphs = vec![Paragraph { layout, content: Vec::new() }];
        Self { paragraphs, columns, merged, edges: Vec::new(), at_foot: true }
    }

    fn element(self, width: Twips, keep: bool) -> Element {
        let columns = (self.columns > 1).then(|| value("w:gridSpan", self.columns));
        let order = |side: &str| ["w:top", "w:left", "w:bottom", "w:right"].iter().position(|own| *own == side);
        let mut edges = self.edges;
        edges.sort_by_key(|edge| order(edge.side));
        let edges = (!edges.is_empty()).then(|| element("w:tcBorders").with(edges.iter().map(Edge::element)));
        let properties = element("w:tcPr")
            .with(element("w:tcW").set("w:w", width).set("w:type", "dxa"))
            .with(columns)
            .with(self.merged.map(|merged| value("w:vMerge", merged)))
            .with(edges)
            .with(self.at_foot.then(|| value("w:vAlign", "bottom")));
        let paragraphs = self.paragraphs.into_iter().map(|mut paragraph| {
            paragraph.layout.keep_next |= keep;
            paragraph.element()
        });
        element("w:tc").with(properties).with(paragraphs)
    }
}

fn face(fit: &Fit, bold: Option<bool>) -> Face {
    Face { bold, size: (fit.size != 19).then_some(fit.size), ..Face::default() }
}

fn row_element(cells: Vec<Drawn>, columns: &[Twips], keep: bool, head: bool) -> Element {
    let properties = element("w:trPr").with(element("w:cantSplit")).with(head.then(|| element("w:tblHeader")));
    let mut at = 0;
    let cells = cells.into_iter().map(|cell| {
        let width = columns.iter().skip(at).take(cell.columns).sum();
        at += cell.columns;
        cell.element(width, keep)
    });
    element("w:tr").with(properties).with(cells.collect::<Vec<_>>())
}

fn head_edges(mut cell: Drawn, level: usize, last: usize) -> Drawn {
    cell.edges.extend((level == 0).then(|| edge("w:top", 8, INK)));
    cell.edges.extend((level == last).then(|| edge("w:bottom", 4, INK)));
    cell
}

fn edge(side: &'static str, thickness: u32, colour: &str) -> Edge {
    Edge { side, thickness, space: 0, colour: colour.to_owned() }
}

/// How many columns a row's first head takes: its own, and those without words beside it where it does not fit.
fn columns_of(row: &Row, columns: &[i64], fit: &Fit) -> usize {
    let Some(first) = row.heads.first() else { return 1 };
    let free = if row.row_kind == RowKind::Group {
        columns.len()
    } else {
        1 + row.heads.iter().skip(1).take_while(|head| plain_text(&head.content).is_empty()).count()
    };
    let room = columns.first().map_or(0, |width| width - 2 * fit.margin);
    let asked = metrics::width(&first.readable(), i64::from(fit.size) * 50, true);
    if row.row_kind == RowKind::Item || asked <= room { 1 } else { free }
}

/// Lines that a row has, in about.
fn lines(row: &Row) -> usize {
    let heads = row.heads.iter().map(|head| plain_text(&head.content));
    let cells = row.cells.iter().map(|cell| plain_text(&cell.content));
    let texts = heads.chain(cells).map(|text| text.chars().count().div_ceil(30));
    let items =
        row.cells.iter().map(|cell| cell.items.iter().map(|item| plain_text(item).chars().count().div_ceil(24)).sum());
    texts.chain(items).max().unwrap_or(1).max(1)
}

/// Room that figures of a column leave at their right, for notes that hang there.
fn reserve(table: &Table, at: usize, fit: &Fit) -> i64 {
    if !table.columns[at].numeric {
        return 0;
    }
    widths::column(table, at).map(|cell| room_after(cell, fit)).max().unwrap_or(0)
}

/// The width of a cell's references to notes.
fn room_after(cell: &Cell, fit: &Fit) -> i64 {
    // Raised text is two thirds as large.
    metrics::width(&widths::markers(cell), i64::from(fit.size) * 50 * 2 / 3, false)
}

/// The width of the decimals that others have and a figure has not.
fn pad(cell: &Cell, fit: &Fit) -> i64 {
    metrics::width(cell.pad.as_deref().unwrap_or_default(), i64::from(fit.size) * 50, false)
}
