//! Rows that have come or gone in a workbook: new ones stand where they were put, and gone ones go where that is asked for.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::edit::rows::{self as written, Beside};
use crate::figures::{Line, LineKind, Sheet as Lines};
use crate::import::edits::{Edit, like};
use crate::import::ids;
use crate::import::spreadsheet::Content;
use crate::import::workbook::cells::is_computed;
use crate::import::workbook::found::Found;
use crate::import::workbook::held::{self, Held, Kind};
use crate::import::workbook::reader::{Against, Changes, Reader, written_at};
use crate::model::table::{ColumnKind, Row, Table};
use crate::source::Span;

/// The rows that have come and gone in all workbooks.
#[derive(Default)]
pub struct Rows {
    new: Vec<New>,
    gone: BTreeMap<(String, usize), Gone>,
}

/// A row that has come.
struct New {
    sheet: usize,
    names: Vec<String>,
    /// As they are written, one for each column that takes any.
    amounts: Vec<String>,
    beside: Span,
    side: Beside,
    place: String,
}

/// A row that has gone.
struct Gone {
    at: Span,
    path: Vec<String>,
}

/// Where a new row goes: beside which line's row, on which side.
struct Target<'a> {
    row: &'a Row,
    side: Beside,
}

impl Rows {
    /// Reads the rows of a sheet that are not the plan's, and misses those that are.
    pub fn read(&mut self, reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
        let sheet = &reader.against.figures.sheets[found.at];
        let name = &found.sheet.name;
        for (first, row) in &found.doubled {
            remarks.push(
                reader
                    .error(
                        "dubbel-adress",
                        name,
                        (*row, found.addresses),
                        &format!("adressen står också på rad {}", first + 1),
                    )
                    .hint("töm adressen på den rad som är ny; planen ger den en egen"),
            );
        }
        for (row, text) in &found.unknown {
            let why = format!("\"{text}\" är ingen rad i tabellen \"{}\"", sheet.id);
            let known = reader.record.as_ref().is_some_and(|record| record.names(text).is_some());
            let hint = if known {
                "raden har tagits bort ur planen sedan arbetsboken gjordes; ta bort den här också"
            } else {
                "lägg tillbaka adressen, eller töm den om raden är ny"
            };
            remarks.push(reader.error("okänd-adress", name, (*row, found.addresses), &why).hint(hint));
        }
        let order: Vec<usize> = found.rows.values().copied().collect();
        if order.is_sorted() {
            self.new_rows(reader, found, remarks);
        } else {
            remarks.push(Diagnostic::note(
                "annan-ordning",
                format!(
                    "{}: raderna på bladet \"{name}\" står i en annan ordning; den förs inte över",
                    reader.book.file
                ),
            ));
            Self::refuse_new(reader, found, remarks);
        }
        self.missed(reader, found, remarks);
    }

    fn missed(&mut self, reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
        let Against { plan, figures, delete, .. } = reader.against;
        let sheet = &figures.sheets[found.at];
        for (line, address) in reader.addresses.within(found.at) {
            if found.rows.values().any(|own| *own == line) {
                continue;
            }
            // What has come into the plan since is not gone.
            if reader.record.as_ref().is_some_and(|record| record.names(address).is_none()) {
                continue;
            }
            let own = &sheet.lines[line];
            let row = plan.tables.get(found.at).and_then(|table| row_of(table, &own.path));
            let removable = matches!(own.kind, LineKind::Item | LineKind::OfWhich | LineKind::Formula);
            let what = format!(
                "{}: raden \"{}\" ({address}) är borttagen på bladet \"{}\"",
                reader.book.file,
                own.name(),
                found.sheet.name
            );
            match row.filter(|_| removable) {
                Some(row) if delete => {
                    remarks.push(Diagnostic::note("borttagen-rad", what).also(&row.span, "tas bort här"));
                    let key = (row.span.file.path.clone(), row.span.range.start);
                    self.gone.insert(key, Gone { at: row.span.clone(), path: own.path.clone() });
                }
                Some(row) => remarks.push(
                    Diagnostic::error("borttagen-rad", what)
                        .also(&row.span, "raden i planen")
                        .hint("lägg tillbaka raden, eller lägg till --delete om den ska bort ur planen"),
                ),
                None => remarks.push(
                    Diagnostic::error("borttagen-rad", what)
                        .hint(format!("lägg tillbaka raden, eller ta bort den i {}", written_at(&own.span))),
                ),
            }
        }
    }

    fn refuse_new(reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
        for row in strange_rows(reader, found) {
            remarks.push(
                reader
                    .error("ny-rad", &found.sheet.name, (row, 0), "raden är ny, men raderna är omsorterade")
                    .hint("sortera tillbaka raderna, så att det syns var den nya hör hemma"),
            );
        }
    }

    fn new_rows(&mut self, reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
        let Against { plan, figures, .. } = reader.against;
        let sheet = &figures.sheets[found.at];
        for row in strange_rows(reader, found) {
            let refuse =
                |why: &str, hint: &str| reader.error("ny-rad", &found.sheet.name, (row, 0), why).hint(hint.to_owned());
            let Some(table) = plan.tables.get(found.at) else {
                remarks.push(refuse("ett nytt styrtal kan inte föras in här", "skriv det i filen för mål"));
                continue;
            };
            let names = names(found, row, table.stub_heads.len());
            if names.iter().all(String::is_empty) {
                remarks.push(refuse("raden har belopp men inget namn", "skriv radens namn, eller ta bort beloppen"));
                continue;
            }
            let Some(target) = target(found, row, sheet, table) else {
                remarks.push(refuse(
                    "det går inte att se var i planen raden hör hemma",
                    "flytta den till de rader som den ska räknas med, eller skriv den i tabellens fil",
                ));
                continue;
            };
            let before = remarks.len();
            let amounts = amounts(reader, found, row, table, remarks);
            if remarks[before..].iter().any(|own| own.severity == crate::diagnostic::Severity::Error) {
                continue;
            }
            let place = reader.place(&found.sheet.name, (row, 0));
            let beside = target.row.span.clone();
            self.new.push(New { sheet: found.at, names, amounts, beside, side: target.side, place });
        }
    }

    /// Makes edits of all that came and went.
    pub fn settled(self, against: Against<'_>, to: &mut Changes) {
        let mut taken: Vec<(usize, String)> = Vec::new();
        let mut placed: Vec<(Span, Beside, Vec<String>)> = Vec::new();
        let mut seen: Vec<&New> = Vec::new();
        for new in &self.new {
            let same = seen
                .iter()
                .find(|own| own.sheet == new.sheet && own.names == new.names && own.beside.range == new.beside.range);
            if let Some(other) = same {
                if other.amounts != new.amounts {
                    to.remarks.push(
                        Diagnostic::error(
                            "oense",
                            format!("{} och {} har samma nya rad med olika belopp", new.place, other.place),
                        )
                        .hint("kom överens om beloppen och skriv dem i båda"),
                    );
                }
                continue;
            }
            seen.push(new);
            let (sheet, table) = (&against.figures.sheets[new.sheet], &against.plan.tables[new.sheet]);
            let name = new.names.iter().rfind(|name| !name.is_empty()).map(String::as_str).unwrap_or_default();
            let id = ids::free(name, "rad", |id| {
                sheet.lines.iter().any(|line| line.path.iter().any(|own| own == id))
                    || taken.contains(&(new.sheet, id.to_owned()))
            });
            taken.push((new.sheet, id.clone()));
            to.remarks.push(Diagnostic::note(
                "ny-rad",
                format!(
                    "{}: ny rad \"{}\" i tabellen \"{}\", med id {id}",
                    new.place,
                    new.names.join(", "),
                    table.id.value
                ),
            ));
            let text = written::row(&id, &new.names, &new.amounts);
            match placed.iter_mut().find(|(at, side, _)| {
                at.range == new.beside.range && at.file.path == new.beside.file.path && *side == new.side
            }) {
                Some((.., rows)) => rows.push(text),
                None => placed.push((new.beside.clone(), new.side, vec![text])),
            }
        }
        to.edits.extend(placed.into_iter().map(|(at, side, rows)| Edit::Rows { at, side, rows }));
        for gone in self.gone.into_values() {
            let inside = |at: &Span| at.file.path == gone.at.file.path && gone.at.range.contains(&at.range.start);
            let changed = to.edits.iter().any(|edit| matches!(edit, Edit::Amount { at, .. } | Edit::Words { at, .. } | Edit::Rows { at, .. } if inside(at)));
            if changed {
                to.remarks.push(
                    Diagnostic::error("oense", format!("raden \"{}\" är borttagen i en arbetsbok och ändrad i en annan, eller har en ny rad bredvid sig", gone.path.join(".")))
                        .also(&gone.at, "raden i planen")
                        .hint("läs in dem var för sig"),
                );
                continue;
            }
            to.edits.push(Edit::Gone { at: gone.at });
        }
    }
}

/// Rows with amounts and no address, among the plan's.
fn strange_rows(reader: &Reader<'_>, found: &Found<'_>) -> Vec<u32> {
    let sheet = &reader.against.figures.sheets[found.at];
    let (Some((first, _)), Some((last, _))) = (found.rows.first_key_value(), found.rows.last_key_value()) else {
        return Vec::new();
    };
    let end = found.sheet.last_row().unwrap_or(*last);
    let known = |row: u32| {
        found.rows.contains_key(&row)
            || found.unknown.iter().any(|(own, _)| *own == row)
            || found.doubled.iter().any(|(_, own)| *own == row)
    };
    // Over the first row a heading may stand, and a new row.
    let top = (0..*first).rev().find(|row| {
        found.sheet.row(*row).any(|(_, cell)| {
            cell.content.text().is_some_and(|text| sheet.columns.iter().any(|column| column.id == text))
        })
    });
    let rows = top.map_or(*first, |top| top + 1)..=end;
    let has_amounts = |row: &u32| {
        let cells = found.sheet.row(*row).filter(|(column, _)| found.columns.contains_key(column));
        let mut cells = cells.filter(|(column, _)| found.sheet.merged_with((*row, *column)).is_none());
        cells.any(|(_, cell)| cell.content != Content::Empty || cell.formula.is_some())
    };
    rows.filter(|row| !known(*row) && has_amounts(row)).collect()
}

/// The names in a row, left of its amounts.
fn names(found: &Found<'_>, row: u32, stub: usize) -> Vec<String> {
    let first = found.columns.keys().next().copied().unwrap_or(0);
    let text = |column: u16| found.sheet.text((row, column)).map(str::trim).unwrap_or_default().to_owned();
    let mut names: Vec<String> = (0..first).map(text).collect();
    names.resize(stub.max(1), String::new());
    names
}

/// Reads the amounts of a new row, as they are to be written.
fn amounts(
    reader: &Reader<'_>,
    found: &Found<'_>,
    row: u32,
    table: &Table,
    remarks: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut texts = Vec::new();
    for (own, column) in table.columns.iter().enumerate().filter(|(_, column)| !is_computed(column)) {
        let Some((&at, _)) = found.columns.iter().find(|(_, other)| **other == own) else { continue };
        let unit = column.unit.as_ref().unwrap_or(&table.unit);
        let decimals = column.decimals.unwrap_or(table.decimals);
        let kind = Kind { unit, decimals, words: column.kind == ColumnKind::Text };
        match held::read(found.sheet.cells.get(&(row, at)), kind, &Held::Empty) {
            Ok(read) => {
                remarks.extend(
                    read.remarks.iter().map(|remark| reader.note("så-läst", &found.sheet.name, (row, at), remark)),
                );
                texts.push(match read.held {
                    Held::Empty => "~".to_owned(),
                    Held::Dash => "–".to_owned(),
                    Held::Amount(value) => like("~", value, decimals),
                    Held::Words(text) => written::quoted(&text),
                });
            }
            Err(no) => {
                remarks.push(reader.error("oläsbart-belopp", &found.sheet.name, (row, at), &no.why).hint(no.hint));
            }
        }
    }
    texts
}

/// Where a new row goes: with the row above it, or first under the heading above it.
fn target<'a>(found: &Found<'_>, row: u32, sheet: &Lines, table: &'a Table) -> Option<Target<'a>> {
    let above = found.rows.range(..row).next_back();
    let below = found.rows.range(row..).next();
    let row_at = |line: usize| row_of(table, &sheet.lines[line].path);
    let first_below = || {
        let (_, line) = below?;
        let own = row_at(*line)?;
        matches!(sheet.lines[*line].kind, LineKind::Item | LineKind::Formula)
            .then_some(Target { row: own, side: Beside::Above })
    };
    let Some((above_row, above)) = above else { return first_below() };
    let line = &sheet.lines[*above];
    // A heading between: the row is the first under it.
    let headings = sheet.lines.iter().filter(|line| line.kind == LineKind::Heading).map(Line::name);
    let headings: Vec<String> = headings.collect();
    let heading = (*above_row + 1..row).any(|between| {
        found.sheet.text((between, 0)).is_some_and(|text| headings.iter().any(|own| own == text.trim()))
    });
    if heading {
        return first_below();
    }
    match line.kind {
        LineKind::Item | LineKind::OfWhich | LineKind::Formula => {
            Some(Target { row: row_at(*above)?, side: Beside::Below })
        }
        // A sum that is printed before its parts heads them; one after them ends its group.
        LineKind::Sum if line.parts.iter().any(|part| part > above) => {
            let inner = row_at(*above)?.inner().first()?;
            Some(Target { row: inner, side: Beside::Above })
        }
        LineKind::Sum => Some(Target { row: row_at(*above)?, side: Beside::Below }),
        LineKind::Total | LineKind::Heading | LineKind::HiddenSum => None,
    }
}

/// The row that a path of ids leads to.
fn row_of<'a>(table: &'a Table, path: &[String]) -> Option<&'a Row> {
    let (mut rows, mut found) = (table.rows.as_slice(), None);
    for id in path {
        let row = rows.iter().find(|row| row.id.value == *id)?;
        rows = row.inner();
        found = Some(row);
    }
    found
}
