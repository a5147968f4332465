//! One table on its worksheet.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, ProtectionOptions, Url, Worksheet, XlsxError};

use crate::document::table::{HeadCell, Table as Drawn, TableKind, TableNote};
use crate::figures::{Line, LineKind, Sheet};
use crate::model::table::{Rounding, Table};
use crate::outputs::workbook::fit::{height, narrow, width};
use crate::outputs::workbook::formula::Writer;
use crate::outputs::workbook::places::{At, OVER_HEADS, Place};
use crate::outputs::workbook::{Book, overview, put};
use crate::quantity::unit::Unit;
use crate::swedish;
use crate::views::figure_table;

/// From so many columns a table is printed on a page that lies down.
const LYING: usize = 6;

/// The head over the addresses of the rows.
pub const ADDRESSES: &str = "Adress i planen";

/// Said under a table whose printed rows are adjusted.
const ADJUSTED: &str = "I planen är raderna utskrivna så att de summerar till de avrundade summorna. Här är de exakta, \
                        och kan därför visas med en annan sista siffra.";

/// Writes a table on its worksheet.
pub fn write(book: &Book<'_>, at: usize, to: &mut Worksheet) -> Result<(), XlsxError> {
    let sheet = &book.edition.figures.sheets[at];
    let table = book.edition.plan.tables.get(at);
    let notes = table.map(|table| figure_table::notes(table, "")).unwrap_or_default();
    let mut page = Page { book, at, sheet, table, place: book.places.of(at), notes, widths: Vec::new() };
    page.widths = page.fitted();
    to.set_name(&page.place.name)?;
    // A formula that comes to nothing holds an empty text, and not 0.
    to.set_formula_result_default("");
    for (column, width) in (0..).zip(&page.widths) {
        to.set_column_width(column, *width)?;
    }
    page.top(to)?;
    page.heads(to)?;
    page.lines(to)?;
    page.foot(to)?;
    page.set_up(to)
}

/// A head, over the cells from one to another.
struct Head {
    from: At,
    until: At,
    text: String,
    figures: bool,
}

impl Head {
    /// A head of the table, where it stands.
    fn of(cell: &HeadCell, from: At, until: At) -> Self {
        Self { from, until, text: cell.readable(), figures: cell.numeric }
    }
}

struct Page<'a> {
    book: &'a Book<'a>,
    at: usize,
    sheet: &'a Sheet,
    /// Nothing of the measures, which are no table of the plan.
    table: Option<&'a Table>,
    place: &'a Place,
    /// The notes under the table.
    notes: Vec<TableNote>,
    /// Width of each column, in characters.
    widths: Vec<u16>,
}

impl Page<'_> {
    /// Wide enough for what stands in each column; long names and heads are broken into lines.
    fn fitted(&self) -> Vec<u16> {
        let figures = self.book.edition.figures;
        let lines = || {
            let lines = self.sheet.lines.iter().enumerate();
            lines.filter(|(_, line)| line.is_printed() && line.kind != LineKind::Heading)
        };
        let names = (0..usize::from(self.place.first_column)).map(|column| {
            let texts =
                lines().filter_map(|(_, line)| Some(self.texts(line).get(column)?.chars().count() + 2 * line.level));
            width(texts, 12, 52)
        });
        let amounts = self.sheet.columns.iter().enumerate().map(|(column, own)| {
            let texts =
                lines().map(|(at, _)| figures.cells[self.sheet.cell(at, column)].shown().text().chars().count());
            let words = own.name.split_whitespace().map(|word| word.chars().count());
            width(texts.chain(words), 11, 30)
        });
        let addresses = lines().map(|(_, line)| self.sheet.id.len() + self.sheet.key(line).len());
        names.chain(amounts).chain([width(addresses, 14, 60)]).collect()
    }

    /// The width of some columns together.
    fn room(&self, columns: std::ops::Range<u16>) -> usize {
        let columns = usize::from(columns.start)..usize::from(columns.end);
        self.widths.get(columns).unwrap_or_default().iter().map(|width| usize::from(*width)).sum()
    }

    fn top(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        let styles = &self.book.styles;
        to.write_string_with_format(0, 0, &self.sheet.caption, &styles.title())?;
        if let Some(unit) = self.table.and_then(unit_line) {
            to.write_string_with_format(1, 0, unit, &styles.text())?;
        }
        let back = Url::new(format!("internal:'{}'!A1", overview::NAME)).set_text("Till översikten");
        to.write_url_with_format(2, 0, back, &styles.link())?;
        Ok(())
    }

    /// The heads, and under them the ids of the columns.
    fn heads(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        let styles = &self.book.styles;
        let ids = self.place.first_row - 1;
        let heads = self.table.map_or_else(|| self.heads_of_measures(), |table| self.heads_of(table));
        let mut heights = BTreeMap::new();
        for head in &heads {
            let format = if head.figures { styles.figure_head() } else { styles.head() };
            merged(to, head.from, head.until, &head.text, &format)?;
            // Bold letters take more room.
            let height = height(&head.text, self.room(head.from.1..head.until.1 + 1) * 9 / 10);
            // A head over two rows has room enough.
            if head.from.0 == head.until.0 {
                let highest = heights.entry(head.until.0).or_insert(0);
                *highest = height.max(*highest);
            }
        }
        for (row, height) in heights {
            to.set_row_height(row, height)?;
        }
        for (column, own) in (self.place.first_column..).zip(&self.sheet.columns) {
            to.write_string_with_format(ids, column, &own.id, &styles.id())?;
        }
        Ok(())
    }

    fn heads_of(&self, table: &Table) -> Vec<Head> {
        let head = figure_table::head(table, self.sheet, "", &self.notes);
        let drawn = Drawn { head, ..Drawn::new(TableKind::Figures, "", "") };
        let columns = drawn.heads_of_columns();
        let mut heads = Vec::new();
        for (column, over) in columns.iter().enumerate() {
            let left = column.checked_sub(1).and_then(|left| columns.get(left));
            for (level, cell) in over.iter().enumerate() {
                // A head over several columns stands at the first of them.
                if left.and_then(|left| left.get(level)).is_some_and(|other| std::ptr::eq(*other, *cell)) {
                    continue;
                }
                let (row, first) = (OVER_HEADS + u32::from(narrow(level)), narrow(column));
                let below = if cell.group { row } else { self.place.first_row - 2 };
                heads.push(Head::of(cell, (row, first), (below, first + narrow(cell.colspan).max(1) - 1)));
            }
        }
        let address = self.address_column();
        let until = (self.place.first_row - 2, address);
        let text = ADDRESSES.to_owned();
        heads.push(Head { from: (OVER_HEADS, address), until, text, figures: false });
        heads
    }

    fn heads_of_measures(&self) -> Vec<Head> {
        let columns = self.sheet.columns.iter().map(|column| (swedish::capitalised(&column.name), true));
        let name = [(self.sheet.caption.clone(), false)];
        let texts = name.into_iter().chain(columns).chain([(ADDRESSES.to_owned(), false)]);
        let heads = (0..).zip(texts);
        heads
            .map(|(at, (text, figures))| Head { from: (OVER_HEADS, at), until: (OVER_HEADS, at), text, figures })
            .collect()
    }

    fn lines(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        let (styles, figures) = (&self.book.styles, self.book.edition.figures);
        let writer = Writer { figures, places: &self.book.places, sheet: self.at };
        let address = styles.address();
        for (at, (line, row)) in self.sheet.lines.iter().zip(&self.place.rows).enumerate() {
            let Some(row) = *row else { continue };
            let texts = self.texts(line);
            let width = self.place.first_column.max(1);
            for column in 0..width {
                let text = texts.get(usize::from(column)).map_or("", String::as_str);
                let format = styles.label(line.kind, if column == 0 { line.level } else { 0 });
                to.write_string_with_format(row, column, text, &format)?;
            }
            if line.kind == LineKind::Heading {
                continue;
            }
            let lines = (0..).zip(&texts).map(|(column, text)| height(text, self.room(column..column + 1)));
            if let Some(high) = lines.max().filter(|high| *high > height("", 1)) {
                to.set_row_height(row, high)?;
            }
            for column in 0..self.sheet.columns.len() {
                let cell = self.sheet.cell(at, column);
                let figure = &figures.cells[cell];
                let formula = writer.of(cell);
                let written = formula.is_none() && figure.is_written_in(self.book.edition.plan);
                let marks = self.table.map(|table| figure_table::markers(table, &self.notes, line.notes.on(column)));
                let marks =
                    marks.iter().flatten().fold(String::new(), |text, mark| format!("{text} [{}]", mark.marker));
                let format = styles.figure(line.kind, &figure.unit, figure.decimals, &marks, written);
                put(to, (row, self.place.first_column + narrow(column)), figure, formula, &format)?;
            }
            let own = format!("{}.{}", self.sheet.id, self.sheet.key(line));
            to.write_string_with_format(row, self.address_column(), own, &address)?;
        }
        Ok(())
    }

    fn texts(&self, line: &Line) -> Vec<String> {
        names(self.table, &self.notes, line)
    }

    /// Notes and remarks under the table.
    fn foot(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(table) = self.table else { return Ok(()) };
        let notes = self.notes.iter().map(|note| format!("[{}] {}", note.marker, note.text));
        let remarks = figure_table::remarks(self.book.edition.figures, table, self.sheet);
        let adjusted = (table.rounding == Rounding::LargestRemainder).then(|| ADJUSTED.to_owned());
        let texts = notes.chain(remarks).chain(adjusted);
        for (row, text) in (self.end() + 1..).zip(texts) {
            let last = self.address_column() - 1;
            merged(to, (row, 0), (row, last), &text, &self.book.styles.wide())?;
            to.set_row_height(row, height(&text, self.room(0..last + 1)))?;
        }
        Ok(())
    }

    fn set_up(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        let meta = &self.book.edition.document.meta;
        to.set_freeze_panes(self.place.first_row, self.place.first_column)?;
        to.set_repeat_rows(OVER_HEADS, self.place.first_row - 2)?;
        // Other programs' addresses are for the screen.
        to.set_print_area(0, 0, self.end() + 8, self.address_column().saturating_sub(1))?;
        to.set_paper_size(9).set_print_fit_to_pages(1, 0);
        if self.sheet.columns.len() > LYING {
            to.set_landscape();
        }
        to.set_header(format!("&L{}&R{}", in_margin(&meta.title), in_margin(&meta.board)));
        to.set_footer(format!("&L{}&RSida &P av &N", in_margin(&self.sheet.caption)));
        to.protect_with_options(&ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        });
        Ok(())
    }

    fn address_column(&self) -> u16 {
        self.place.first_column + narrow(self.sheet.columns.len())
    }

    /// The first row under the table.
    fn end(&self) -> u32 {
        self.place.rows.iter().flatten().max().map_or(self.place.first_row, |row| row + 1)
    }
}

/// The texts that name a line, with the markers of its notes. The measures are no table of the plan.
pub fn names(table: Option<&Table>, notes: &[TableNote], line: &Line) -> Vec<String> {
    let Some(table) = table else {
        let unit = line.unit.as_ref().map(Unit::symbol).filter(|unit| !unit.is_empty());
        return vec![unit.map_or_else(|| line.name(), |unit| format!("{}, {unit}", line.name()))];
    };
    let mut texts = figure_table::row_texts(table, line);
    if let Some(last) = texts.last_mut() {
        for marker in figure_table::markers(table, notes, &line.notes.own) {
            *last = format!("{last} [{}]", marker.marker);
        }
    }
    texts
}

/// What a table is in, over its heads; nothing where that is said of no amount.
pub fn unit_line(table: &Table) -> Option<String> {
    let unit = swedish::units::words(&table.unit, false);
    (!unit.is_empty()).then(|| format!("I {unit}, där inget annat står."))
}

/// A text over several cells, or over one.
fn merged(to: &mut Worksheet, from: At, until: At, text: &str, format: &Format) -> Result<(), XlsxError> {
    if from == until {
        to.write_string_with_format(from.0, from.1, text, format)?;
    } else {
        to.merge_range(from.0, from.1, until.0, until.1, text, format)?;
    }
    Ok(())
}

/// A text in a page's margin, where `&` begins a code and there is room for a line.
fn in_margin(text: &str) -> String {
    text.chars().take(80).collect::<String>().replace('&', "&&")
}
