//! A table of outcomes and forecasts, made of a table of the plan: its rows and sums, its budget fetched, and beside that
//! what became of it.
//!
//! It is a table like any other, so that all that is computed in it can be traced, checked, drawn and fetched into text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::followup::direction::{Better, Directions};
use crate::followup::economy::{Said, Settings};
use crate::followup::paths::{is_end, path};
use crate::model::followup::{DEVIATION, USED};
use crate::model::formula::{Formula, Function, Operator, Reference};
use crate::model::notes::Notes;
use crate::model::table::{CellInput, Column, Counted, Rounding, Row, RowContent, SumLabel, SumLine, Table, Total};
use crate::quantity::period::{Period, PeriodKind, Time, names};
use crate::quantity::unit::Unit;
use crate::source::{Id, SourceFile, Span, Spanned};
use crate::swedish::{capitalised, uncapitalised};

/// What a table is made of.
pub struct Followed<'a> {
    /// What rapport.yaml says of it.
    pub settings: &'a Settings,
    /// The plan's table.
    pub table: &'a Table,
    /// The index of the budget's column.
    pub column: usize,
    /// The time of the outcomes.
    pub period: Period,
    /// What is said of rows, by path.
    pub rows: &'a [(String, Said)],
    /// The places of the paths among them.
    places: HashMap<&'a str, usize>,
    /// Which way is better.
    pub directions: Directions,
    /// Whether all rows have what they became, so that their sums can be held against the budget's.
    pub is_filled: bool,
}

/// Whether every row of a table that has a budget has an outcome, and a forecast where there is one.
pub fn is_filled(table: &Table, column: usize, has_forecast: bool, said: &[(String, Said)]) -> bool {
    fn walk(rows: &[Row], above: &str, column: usize, is_said: &dyn Fn(&str) -> bool) -> bool {
        rows.iter().all(|row| {
            let path = path(above, row);
            let is_own = match &row.content {
                RowContent::Item { cells, .. } => {
                    matches!(cells.get(column), Some(CellInput::Empty(_) | CellInput::Dash(_))) || is_said(&path)
                }
                _ => true,
            };
            // Parts that are only shown are not missed.
            is_own && (matches!(row.content, RowContent::Item { .. }) || walk(row.inner(), &path, column, is_said))
        })
    }
    let is_said = |path: &str| {
        let said = said.iter().find(|(own, _)| own == path).map(|(_, said)| said);
        said.is_some_and(|said| said.outcome.is_some() && (said.forecast.is_some() || !has_forecast))
    };
    walk(&table.rows, "", column, &is_said)
}

/// The period of the forecast; a report on the whole year needs none.
pub fn forecast(period: Period) -> Option<Period> {
    let year = period.year()?;
    let is_whole = period.whole_year().is_some();
    (!is_whole).then_some(Period { kind: Some(PeriodKind::FullYearForecast), time: Time::Year(year) })
}

/// Whether a column of a followed table is computed from the others.
pub fn is_derived(column: &str) -> bool {
    column == DEVIATION || column == USED
}

/// The table.
pub fn of(followed: &Followed<'_>) -> Table {
    let Followed { settings, table, .. } = followed;
    let place = &settings.table.span;
    let forecast = followed.forecast();
    let caption = settings.caption.clone().unwrap_or_else(|| {
        let with = if forecast.is_some() { "utfall och prognos" } else { "utfall" };
        Spanned::new(format!("{}: {with}", table.caption.value), place.clone())
    });
    let notes = followed.rows.iter().enumerate();
    let notes = notes.filter_map(|(at, (_, said))| Some((note_id(at, &said.span), said.comment.clone()?)));
    Table {
        id: Spanned::new(format!("{}_uppföljning", table.id.value), place.clone()),
        caption,
        unit: table.unit.clone(),
        decimals: table.decimals,
        stub_heads: table.stub_heads.clone(),
        columns: followed.columns(),
        rows: table.rows.iter().map(|row| followed.row(row, "")).collect(),
        total: table.total.as_ref().map(|total| Total { notes: followed.notes(&total.id.value), ..total.clone() }),
        notes: notes.collect(),
        remarks: followed.remarks(),
        controls: Vec::new(),
        deviations: Vec::new(),
        restatements: Vec::new(),
        reconciliations: Vec::new(),
        rounding: if table.rounding == Rounding::Undeclared { Rounding::Note } else { table.rounding },
        hidden: false,
        rounded_parts: table.rounded_parts,
        cost_sign: None,
        about: None,
        about_name: None,
        file: Arc::clone(&place.file),
    }
}

impl<'a> Followed<'a> {
    /// A table, its column of the budget, and what is said of its rows.
    pub fn new(
        settings: &'a Settings,
        (table, column): (&'a Table, usize),
        period: Period,
        rows: &'a [(String, Said)],
        directions: Directions,
        is_filled: bool,
    ) -> Self {
        let places = rows.iter().enumerate().map(|(at, (path, _))| (path.as_str(), at)).collect();
        Self { settings, table, column, period, rows, places, directions, is_filled }
    }
}

impl Followed<'_> {
    fn forecast(&self) -> Option<Period> {
        forecast(self.period)
    }

    fn columns(&self) -> Vec<Column> {
        let Self { settings, table, column, .. } = self;
        let place = &settings.table.span;
        let budget = &table.columns[*column];
        let of_period = |period: Period| {
            let name = names::name(period);
            let id = Spanned::new(names::id(&name), place.clone());
            Column {
                when: Some(period),
                unit: budget.unit.clone(),
                decimals: budget.decimals,
                ..Column::new(id, capitalised(&name))
            }
        };
        let derived = |id: &str, formula: Option<(Formula, String)>| Column {
            computed: formula.is_some(),
            formula: formula.map(|(formula, text)| made(place, formula, &text)),
            unit: budget.unit.clone(),
            decimals: budget.decimals,
            named: Some(place.clone()),
            ..Column::new(Spanned::new(id.to_owned(), place.clone()), capitalised(id))
        };
        let head = budget.name();
        let id = budget.id.value.replace('.', "_");
        let mut columns = vec![Column {
            when: budget.when,
            named: budget.named.as_ref().map(|_| place.clone()),
            unit: budget.unit.clone(),
            decimals: budget.decimals,
            ..Column::new(Spanned::new(id, place.clone()), head)
        }];
        columns.push(of_period(self.period));
        columns.extend(self.forecast().map(of_period));
        let ids: Vec<String> = columns.iter().map(|column| column.id.value.clone()).collect();
        let deviation = match &self.directions {
            Directions::All(better) if self.is_filled => Some(deviation(*better, &ids)),
            _ => None,
        };
        columns.push(derived(DEVIATION, deviation));
        let used = ids.get(1).zip(ids.first()).map(|(outcome, budget)| {
            let formula = Formula::Call(Function::Percent, vec![reference(outcome), reference(budget)]);
            (formula, format!("procent({outcome}, {budget})"))
        });
        columns.push(Column { unit: Some(Unit::Percent), decimals: Some(1), ..derived(USED, used) });
        columns
    }

    /// The ids of the columns that are not derived.
    fn ids(&self) -> Vec<String> {
        let columns = self.columns();
        columns.into_iter().map(|column| column.id.value).filter(|id| !is_derived(id)).collect()
    }

    fn said(&self, path: &str) -> Option<(usize, &Said)> {
        let at = *self.places.get(path)?;
        Some((at, &self.rows[at].1))
    }

    /// The note of a row's comment.
    fn notes(&self, path: &str) -> Notes {
        let commented = self.said(path).filter(|(_, said)| said.comment.is_some());
        Notes { own: commented.map(|(at, said)| note_id(at, &said.span)).into_iter().collect(), ..Notes::default() }
    }

    fn row(&self, row: &Row, above: &str) -> Row {
        let path = path(above, row);
        let notes = self.notes(&path);
        let inner = |rows: &[Row]| rows.iter().map(|row| self.row(row, &path)).collect();
        let content = match &row.content {
            RowContent::Item { cells, of_which } => {
                RowContent::Item { cells: self.cells(&path, cells.get(self.column), true), of_which: inner(of_which) }
            }
            RowContent::Formula { formula, written } if self.is_own(&formula.value) && written.is_empty() => {
                RowContent::Formula { formula: formula.clone(), written: self.cells(&path, None, false) }
            }
            // What it is computed from has no outcomes here: it is fetched, and its outcome is said.
            RowContent::Formula { .. } => {
                RowContent::Item { cells: self.cells(&path, None, true), of_which: Vec::new() }
            }
            RowContent::Group { rows, sum } => RowContent::Group {
                rows: inner(rows),
                sum: match sum {
                    SumLine::After(label) => {
                        SumLine::After(SumLabel { text: label.text.clone(), notes: notes.clone() })
                    }
                    other => other.clone(),
                },
            },
        };
        let was_computed =
            matches!(row.content, RowContent::Formula { .. }) && matches!(content, RowContent::Item { .. });
        Row {
            notes,
            counted: row.counted.or(was_computed.then_some(Counted::Not)),
            span: self.said(&path).map_or_else(|| self.settings.table.span.clone(), |(_, said)| said.span.clone()),
            content,
            ..row.clone()
        }
    }

    /// Whether a formula has nothing but rows of the table itself in it.
    fn is_own(&self, formula: &Formula) -> bool {
        let mut own = true;
        formula.references(&mut |reference| {
            let key = reference.parts.join(".");
            own &= !reference.before && has_row(&self.table.rows, &key, "");
        });
        own
    }

    /// The cells of a row: its budget fetched, or of a computed row computed, and what is said of it.
    fn cells(&self, path: &str, budget: Option<&CellInput>, is_fetched: bool) -> Vec<CellInput> {
        let place = &self.settings.table.span;
        let said = self.said(path).map(|(_, said)| said);
        let span = said.map_or(place, |said| &said.span);
        let amount = |amount: Option<&Spanned<rust_decimal::Decimal>>| {
            amount.map_or_else(|| CellInput::Empty(span.clone()), |amount| CellInput::Amount(amount.clone()))
        };
        let budget = match budget {
            Some(CellInput::Empty(_)) => CellInput::Empty(span.clone()),
            Some(CellInput::Dash(_)) => CellInput::Dash(span.clone()),
            _ if is_fetched => CellInput::Formula(self.fetched(path)),
            _ => CellInput::Empty(span.clone()),
        };
        let mut cells = vec![budget, amount(said.and_then(|said| said.outcome.as_ref()))];
        if self.forecast().is_some() {
            cells.push(amount(said.and_then(|said| said.forecast.as_ref())));
        }
        let became = match self.forecast() {
            Some(_) => said.and_then(|said| said.forecast.as_ref()),
            None => said.and_then(|said| said.outcome.as_ref()),
        };
        let better = match &self.directions {
            // The column computes it.
            Directions::All(_) if self.is_filled => None,
            Directions::All(better) => Some(*better),
            Directions::Each(each) => each.get(path).copied(),
        };
        cells.push(match better {
            None => CellInput::Empty(span.clone()),
            Some(_) if !self.is_filled && became.is_none() => CellInput::Dash(span.clone()),
            Some(better) => {
                let (formula, text) = deviation(better, &self.ids());
                CellInput::Formula(made(place, formula, &text))
            }
        });
        let is_missing = is_fetched && said.is_none_or(|said| said.outcome.is_none());
        cells.push(if is_missing { CellInput::Dash(span.clone()) } else { CellInput::Empty(span.clone()) });
        cells
    }

    /// The plan's cell.
    fn fetched(&self, path: &str) -> Spanned<Formula> {
        let Self { settings, table, column, .. } = self;
        let address = format!("{}.{path}.{}", table.id.value, table.columns[*column].id.value);
        let parts = address.split('.').map(str::to_owned).collect();
        made(&settings.table.span, Formula::Reference(Reference::made(parts)), &address)
    }

    fn remarks(&self) -> Vec<Spanned<String>> {
        let against = if self.forecast().is_some() { "prognosen" } else { "utfallet" };
        let head = uncapitalised(&self.table.columns[self.column].name());
        let text = format!(
            "Avvikelsen är {against} mot {head}: plus är bättre och minus sämre. Förbrukat är utfallets andel av {head}."
        );
        vec![Spanned::new(text, self.settings.table.span.clone())]
    }
}

/// Whether a key is that of a row, or of a group's sum.
fn has_row(rows: &[Row], key: &str, above: &str) -> bool {
    rows.iter().any(|row| {
        let path = path(above, row);
        is_end(&path, key) || has_row(row.inner(), key, &path)
    })
}

/// The forecast against the budget, or the outcome where there is no forecast.
fn deviation(better: Better, ids: &[String]) -> (Formula, String) {
    let (budget, became) = (ids.first().map_or("", String::as_str), ids.last().map_or("", String::as_str));
    let (first, second) = match better {
        Better::Higher => (became, budget),
        Better::Lower => (budget, became),
    };
    let formula = Formula::Chain(Box::new(reference(first)), vec![(Operator::Subtract, reference(second))]);
    (formula, format!("{first} - {second}"))
}

fn reference(id: &str) -> Formula {
    Formula::Reference(Reference::made(vec![id.to_owned()]))
}

fn note_id(at: usize, span: &Span) -> Id {
    Spanned::new(format!("kommentar_{}", at + 1), span.clone())
}

/// A formula that nobody wrote, with its text at the line that it was made for.
fn made(place: &Span, formula: Formula, text: &str) -> Spanned<Formula> {
    let (line, _) = place.file.line_column(place.range.start);
    let above = "\n".repeat(line.saturating_sub(1));
    let start = above.len();
    let file = Arc::new(SourceFile::new(place.file.path.clone(), above + text));
    let span = file.span(start..file.text.len());
    Spanned::new(formula, span)
}
