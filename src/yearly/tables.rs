//! Tables of figures against last year's: the same column a year earlier, the change in the unit and in per cent.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::compare::sides::Sides;
use crate::compare::years::Years;
use crate::document::Inline;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::figures::{CellId, Figures, Line, LineKind, Printed, Sheet};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::Table as Source;
use crate::quantity::amount::{Amount, round};
use crate::quantity::period::Period;
use crate::quantity::unit::Unit;
use crate::swedish;
use crate::views::figure_table::stub_head;
use crate::yearly::Compared;

/// What is said of a row that one of the plans has not.
const MISSING: &str = "Raden finns inte";

/// A plan with its figures.
type Year<'a> = (&'a Plan, &'a Figures);

/// The tables that both plans have with a column that can be compared, in the plan's order.
pub fn compare(now: Year<'_>, before: Year<'_>, anchors: &BTreeMap<(ThingKind, String), String>) -> Vec<Compared> {
    let (plan, figures) = now;
    let mut compared = Vec::new();
    for (source, sheet) in figures.tables(plan) {
        let found = before.1.tables(before.0).find(|(_, other)| other.id == sheet.id);
        let anchor = anchors.get(&(ThingKind::Table, source.id.value.clone()));
        let (Some((earlier, other)), Some(anchor)) = (found, anchor) else { continue };
        let pair = Pair { now, before, source, sheet, earlier, other };
        let tables: Vec<Table> = (0..sheet.columns.len())
            .filter_map(|column| Some((column, pair.year_before(column)?)))
            .map(|(column, there)| {
                pair.table(&format!("{anchor}-mot-{}-{column}", before.0.identity.year), column, there)
            })
            .collect();
        if !tables.is_empty() {
            compared.push(Compared { anchor: anchor.clone(), caption: source.caption.value.clone(), tables });
        }
    }
    compared
}

/// A table and last year's with the same id.
struct Pair<'a> {
    now: Year<'a>,
    before: Year<'a>,
    source: &'a Source,
    sheet: &'a Sheet,
    earlier: &'a Source,
    other: &'a Sheet,
}

/// A row in both years, or in one of them.
struct Both<'a> {
    line: &'a Line,
    now: Option<CellId>,
    before: Option<CellId>,
}

impl Pair<'_> {
    /// Last year's column that a column is compared with: that of the same kind of period a year earlier, where the
    /// column is about the plan's own year or begins with it, or else one about no year or several with the same id.
    fn year_before(&self, column: usize) -> Option<usize> {
        let column = self.sheet.columns.get(column)?;
        let own = self.now.0.identity.year;
        let is_other = column.when.and_then(Period::year).is_some_and(|year| year != own);
        let years = Years::of(Sides { before: self.before.0, after: self.now.0 });
        let years = years.map_or(0, |years| years.to_earlier(column.when));
        if is_other { None } else { self.other.column_like(column, years) }
    }

    fn table(&self, anchor: &str, column: usize, there: usize) -> Table {
        let rows = self.rows(column, there);
        let percent = rows.iter().any(|row| self.unit(row).is_some_and(|unit| *unit != Unit::Percent));
        let name =
            |sheet: &Sheet, at: usize| sheet.columns.get(at).map(|column| column.name.clone()).unwrap_or_default();
        let (now, before) = (name(self.sheet, column), name(self.other, there));
        let (year, earlier) = (self.now.0.identity.year, self.before.0.identity.year);
        let of_plan = |name: String, year: i32| {
            if name.contains(&year.to_string()) { name } else { format!("{name}, {year}") }
        };
        let mut heads = vec![of_plan(before, earlier), of_plan(now.clone(), year), "Förändring".to_owned()];
        if percent {
            heads.push("Förändring, %".to_owned());
        }
        let stub = stub_head(self.source, self.sheet);
        let head = [stub].into_iter().chain(heads).enumerate().map(|(at, text)| {
            let content = if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
            HeadCell::new(format!("{anchor}-kolumn{at}"), content).numeric(at > 0)
        });
        let head: Vec<HeadCell> = head.collect();
        let caption =
            format!("{}: {} mot planen för {earlier}", self.source.caption.value, swedish::uncapitalised(&now));
        Table {
            columns: head.iter().map(|head| if head.numeric { Column::figures() } else { Column::text() }).collect(),
            rows: self.drawn(anchor, &rows, percent),
            head: vec![head],
            remarks: self.remarks(),
            ..Table::new(TableKind::Comparison, anchor, caption)
        }
    }

    /// The rows of this year's table, and after them those that only last year's has.
    fn rows(&self, column: usize, there: usize) -> Vec<Both<'_>> {
        let is_row = |line: &&Line| line.is_printed() && line.kind != LineKind::Heading;
        let mut matched = Vec::new();
        let mut rows: Vec<Both<'_>> = Vec::new();
        for (at, line) in self.sheet.lines.iter().enumerate().filter(|(_, line)| is_row(line)) {
            let found = self.other.line_like(line, self.sheet);
            matched.extend(found);
            rows.push(Both {
                line,
                now: Some(self.sheet.cell(at, column)),
                before: found.map(|found| self.other.cell(found, there)),
            });
        }
        for (at, line) in self.other.lines.iter().enumerate().filter(|(_, line)| is_row(line)) {
            if !matched.contains(&at) {
                rows.push(Both { line, now: None, before: Some(self.other.cell(at, there)) });
            }
        }
        rows
    }

    fn drawn(&self, anchor: &str, rows: &[Both<'_>], percent: bool) -> Vec<Row> {
        let draw = |(at, row): (usize, &Both<'_>)| {
            let head = format!("{anchor}-rad{at}");
            let mut cells = vec![drawn(self.before.1, row.before), drawn(self.now.1, row.now), self.change(row)];
            if percent {
                cells.push(self.change_in_percent(row));
            }
            let cells = cells.into_iter().enumerate();
            let cells = cells.map(|(at, cell)| cell.headed(format!("{anchor}-kolumn{} {head}", at + 1))).collect();
            let name = row.line.name();
            let name = match self.unit(row).filter(|unit| **unit != self.source.unit) {
                Some(unit) if !unit.symbol().is_empty() => format!("{name}, {}", unit.symbol()),
                _ => name,
            };
            let row_kind = match row.line.kind {
                LineKind::Total => RowKind::Total,
                LineKind::Sum => RowKind::Subtotal,
                LineKind::Formula => RowKind::Formula,
                _ => RowKind::Item,
            };
            Row::new(row_kind, vec![RowHead::new(head, vec![Inline::text(name)])], cells)
        };
        rows.iter().enumerate().map(draw).collect()
    }

    /// The unit of a row: that of this year, or of last year where the row is gone.
    fn unit(&self, row: &Both<'_>) -> Option<&Unit> {
        let now = row.now.and_then(|cell| self.now.1.cells.get(cell));
        now.or_else(|| self.before.1.cells.get(row.before?)).map(|figure| &figure.unit)
    }

    /// Both amounts in this year's unit, where both plans state one.
    fn amounts(&self, row: &Both<'_>) -> Option<(Amount, Amount, u32)> {
        let (now, before) = (self.now.1.cells.get(row.now?)?, self.before.1.cells.get(row.before?)?);
        let earlier = before.amount()?.converted(&now.unit).ok()?;
        Some((now.amount()?.clone(), earlier, now.decimals.max(before.decimals)))
    }

    fn change(&self, row: &Both<'_>) -> Cell {
        let Some((now, before, decimals)) = self.amounts(row) else { return Cell::dash() };
        let Ok(change) = now.minus(&before) else { return Cell::dash() };
        // Of the figures as they stand beside it.
        let told = round(now.value, decimals) - round(before.value, decimals);
        let printed = Printed { value: change.value, ..Printed::change(told, decimals) };
        // A difference between percentages is no percentage.
        let points = change.unit == Unit::Percent;
        let text = if points { format!("{}{}procentenheter", printed.text, swedish::NBSP) } else { printed.text };
        Cell::amount(Printed { text, ..printed })
    }

    /// How much an amount has changed, in per cent of what it was, with the sign of the change; nothing where it was nothing or changed sign.
    fn change_in_percent(&self, row: &Both<'_>) -> Cell {
        let Some((now, before, _)) = self.amounts(row) else { return Cell::dash() };
        let same_sign = now.value.is_zero() || now.value.is_sign_negative() == before.value.is_sign_negative();
        if now.unit == Unit::Percent || before.value.is_zero() || !same_sign {
            return Cell::dash();
        }
        let change = now.minus(&before).and_then(|change| change.divided_by(&before.absolute()));
        let percent = change.and_then(|change| change.times(&Amount::number(Decimal::ONE_HUNDRED)));
        percent.map_or_else(|_| Cell::dash(), |percent| Cell::amount(Printed::change(percent.value, 1)))
    }

    /// What both plans say of their tables, where it is needed to compare them.
    fn remarks(&self) -> Vec<String> {
        let earlier = self.before.0.identity.year;
        let mut remarks = vec![format!(
            "Beloppen för {earlier} är de som planen för {earlier} anger. Procenten är förändringen i förhållande till \
             beloppet för {earlier} och har samma tecken som den."
        )];
        let said = self.earlier.remarks.iter().map(|remark| format!("I planen för {earlier}: {}", remark.value));
        remarks.extend(said);
        remarks
    }
}

/// A cell as its own plan prints it.
fn drawn(figures: &Figures, cell: Option<CellId>) -> Cell {
    let Some(figure) = cell.and_then(|cell| figures.cells.get(cell)) else {
        return Cell::missing(vec![Inline::text(MISSING)]);
    };
    Cell::shown(figure.shown())
}
