//! Records with dimensions, shown as several tables: one per value of a dimension, and sums over it.
//!
//! A records file is sugar: it becomes ordinary tables. A table `per` a dimension holds the records
//! themselves; a table without `per` sums the cells of those tables by formulas, so that every figure of
//! the summary can be traced to its records.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::formula::{Formula, Function};
use crate::model::organisation::Organisation;
use crate::model::plan::Id;
use crate::model::table::{CellInput, Column, Row, RowContent, Rounding, Table};
use crate::read::fields::{Fields, Problems, id};
use crate::read::rows::{RowReader, cells};
use crate::read::tables::{agreements, total};
use crate::read::yaml::{Node, Value};
use crate::read::columns;
use crate::source::{SourceFile, Span, Spanned};
use crate::unit::Unit;

const KEYS: &[&str] = &["poster", "enhet", "decimaler", "dimensioner", "kolumner", "belopp", "tabeller"];
const VIEW_KEYS: &[&str] =
    &["tabell", "rubrik", "per", "rader", "radhuvud", "summa", "kontroll", "avstämningar", "avvikelser", "avrundning"];

/// A dimension with its values in order.
struct Dimension {
    id: Id,
    values: Vec<(Id, Spanned<String>)>,
}

/// One record: a value per dimension, and its cells.
struct Record {
    keys: Vec<(String, Id)>,
    cells: Vec<CellInput>,
    span: Span,
}

/// What all tables of one file share.
struct Set<'a> {
    file: &'a Arc<SourceFile>,
    unit: Unit,
    decimals: u32,
    columns: Vec<Column>,
    dimensions: Vec<Dimension>,
    records: Vec<Record>,
}

/// Whether a YAML file holds records rather than a table.
pub fn is_records(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.value == "poster"))
}

/// Reads a records file into tables.
pub fn read(node: Node, file: &Arc<SourceFile>, organisation: &Organisation, problems: &mut Problems) -> Vec<Table> {
    const WHAT: &str = "posterna";
    let Some(mut fields) = Fields::new(node, WHAT, KEYS, problems) else { return Vec::new() };
    let _ = fields.id("poster", WHAT, problems);
    let unit = fields.text("enhet", WHAT, problems).map(|unit| Unit::parse(&unit.value));
    let decimals = fields.integer::<u32>("decimaler", problems).map_or(0, |decimals| decimals.value.min(6));
    let columns = columns::read(fields.list("kolumner"), problems);
    let dimensions: Vec<Dimension> =
        fields.list("dimensioner").into_iter().filter_map(|node| dimension(node, organisation, problems)).collect();
    let records = fields
        .list("belopp")
        .into_iter()
        .filter_map(|node| record(node, &columns, &dimensions, organisation, problems))
        .collect();
    let Some(unit) = unit else { return Vec::new() };
    let set = Set { file, unit, decimals, columns, dimensions, records };
    let views = fields.list("tabeller");
    let mut tables: Vec<Table> = Vec::new();
    for view in views {
        let made = set.view(view, &tables, problems);
        tables.extend(made);
    }
    tables
}

fn dimension(node: Node, organisation: &Organisation, problems: &mut Problems) -> Option<Dimension> {
    const WHAT: &str = "dimensionen";
    let mut fields = Fields::new(node, WHAT, &["id", "värden"], problems)?;
    let id = fields.id("id", WHAT, problems)?;
    let given = fields.list("värden");
    // Without values of its own, the dimension is the organisation.
    let values = if given.is_empty() {
        organisation.all().map(|unit| (unit.id.clone(), unit.name.clone())).collect()
    } else {
        given.into_iter().filter_map(|node| value(node, problems)).collect()
    };
    Some(Dimension { id, values })
}

fn value(node: Node, problems: &mut Problems) -> Option<(Id, Spanned<String>)> {
    const WHAT: &str = "värdet";
    let mut fields = Fields::new(node, WHAT, &["id", "namn"], problems)?;
    Some((fields.id("id", WHAT, problems)?, fields.text("namn", WHAT, problems)?))
}

fn record(
    node: Node,
    columns: &[Column],
    dimensions: &[Dimension],
    organisation: &Organisation,
    problems: &mut Problems,
) -> Option<Record> {
    const WHAT: &str = "posten";
    let known: Vec<&str> = dimensions.iter().map(|dimension| dimension.id.value.as_str()).chain(["belopp"]).collect();
    let mut fields = Fields::new(node, WHAT, &known, problems)?;
    let span = fields.span.clone();
    let mut keys = Vec::new();
    for dimension in dimensions {
        let key = fields.id(&dimension.id.value, WHAT, problems)?;
        if !dimension.values.iter().any(|(value, _)| value.value == key.value) {
            let ids = || dimension.values.iter().map(|(value, _)| value.value.as_str());
            problems.push(
                Diagnostic::error("okänt-värde", format!("\"{}\" är inget värde i dimensionen \"{}\"", key.value, dimension.id.value))
                    .at(&key.span)
                    .hint(did_you_mean(&key.value, ids()).unwrap_or_else(|| format!("kända värden: {}", list_names(ids())))),
            );
        }
        keys.push((dimension.id.value.clone(), key));
    }
    let reader = RowReader { columns, stub: 1, organisation };
    let cells = cells(fields.require("belopp", WHAT, problems)?, &reader, problems);
    Some(Record { keys, cells, span })
}

impl Set<'_> {
    /// One declared view: a table per value, or one summed over all.
    fn view(&self, node: Node, earlier: &[Table], problems: &mut Problems) -> Vec<Table> {
        const WHAT: &str = "tabellen";
        let Some(mut fields) = Fields::new(node, WHAT, VIEW_KEYS, problems) else { return Vec::new() };
        let (name, caption) = (fields.text("tabell", WHAT, problems), fields.text("rubrik", WHAT, problems));
        let rows = self.dimension(fields.id("rader", WHAT, problems), problems);
        let per = fields.take("per").and_then(|node| id(node, "per", problems));
        let per = per.map(|wanted| self.dimension(Some(wanted), problems));
        let head = fields.optional_text("radhuvud", problems);
        let sum = fields.take("summa").and_then(|node| total(node, problems));
        let (controls, reconciliations, deviations) = agreements(&mut fields, &self.columns, problems);
        let rounding = fields.word("avrundning", &Rounding::WORDS, problems).unwrap_or_default();
        let (Some(name), Some(caption), Some(rows)) = (name, caption, rows) else { return Vec::new() };
        let table = |id: Id, caption: Spanned<String>, rows: Vec<Row>| Table {
            id,
            caption,
            unit: self.unit.clone(),
            decimals: self.decimals,
            stub_heads: vec![head.as_ref().map_or_else(|| format!("Belopp i {}", self.unit.symbol()), |head| head.value.clone())],
            columns: self.columns.clone(),
            rows,
            total: sum.clone(),
            notes: Vec::new(),
            remarks: Vec::new(),
            controls: controls.clone(),
            deviations: deviations.clone(),
            reconciliations: reconciliations.clone(),
            rounding,
            rounded_parts: false,
            cost_sign: None,
            file: Arc::clone(self.file),
        };
        match per {
            None => vec![table(name.clone(), caption, self.summed(rows, earlier, &name.span, problems))],
            Some(None) => Vec::new(),
            Some(Some(per)) => {
                let slot = format!("{{{}}}", per.id.value);
                let fill = |text: &Spanned<String>, with: &str| Spanned::new(text.value.replace(&slot, with), text.span.clone());
                per.values
                    .iter()
                    .map(|(value, shown)| table(fill(&name, &value.value), fill(&caption, &shown.value), self.chosen(rows, per, value)))
                    .collect()
            }
        }
    }

    fn dimension(&self, wanted: Option<Id>, problems: &mut Problems) -> Option<&Dimension> {
        let wanted = wanted?;
        let found = self.dimensions.iter().find(|dimension| dimension.id.value == wanted.value);
        if found.is_none() {
            let ids = || self.dimensions.iter().map(|dimension| dimension.id.value.as_str());
            problems.push(
                Diagnostic::error("okänd-dimension", format!("dimensionen \"{}\" finns inte", wanted.value))
                    .at(&wanted.span)
                    .hint(did_you_mean(&wanted.value, ids()).unwrap_or_else(|| format!("dimensioner: {}", list_names(ids())))),
            );
        }
        found
    }

    /// Rows holding the records of one value.
    fn chosen(&self, rows: &Dimension, per: &Dimension, value: &Id) -> Vec<Row> {
        let matches = |record: &Record, dimension: &Dimension, wanted: &str| {
            record.keys.iter().any(|(key, id)| *key == dimension.id.value && id.value == wanted)
        };
        rows.values
            .iter()
            .map(|(row, name)| {
                let found = self.records.iter().find(|record| matches(record, per, &value.value) && matches(record, rows, &row.value));
                let span = found.map_or_else(|| row.span.clone(), |record| record.span.clone());
                let cells = found.map_or_else(
                    || self.columns.iter().map(|_| CellInput::Empty(span.clone())).collect(),
                    |record| record.cells.clone(),
                );
                item(row, name, span, cells)
            })
            .collect()
    }

    /// Rows that sum the same row of every table made `per` a value so far.
    fn summed(&self, rows: &Dimension, earlier: &[Table], span: &Span, problems: &mut Problems) -> Vec<Row> {
        let parts: Vec<&Table> = earlier.iter().filter(|table| table.rows.iter().any(|row| rows.values.iter().any(|(value, _)| value.value == row.id.value))).collect();
        if parts.is_empty() {
            problems.push(
                Diagnostic::error("nyckel-saknas", "en tabell som summerar poster behöver tabeller med \"per\" före sig")
                    .at(span)
                    .hint("lägg till {tabell: \"namn_{dimension}\", per: dimension, …} ovanför"),
            );
        }
        rows.values
            .iter()
            .map(|(row, name)| {
                let cells = self
                    .columns
                    .iter()
                    .map(|column| {
                        let address = |table: &Table| {
                            let mut parts = vec![table.id.value.clone(), row.value.clone()];
                            parts.extend(column.id.value.split('.').map(str::to_owned));
                            Formula::Reference(parts, 0..0)
                        };
                        let sum = Formula::Call(Function::Sum, parts.iter().map(|table| address(table)).collect());
                        CellInput::Formula(Spanned::new(sum, span.clone()))
                    })
                    .collect();
                item(row, name, span.clone(), cells)
            })
            .collect()
    }
}

fn item(id: &Id, name: &Spanned<String>, span: Span, cells: Vec<CellInput>) -> Row {
    Row {
        id: id.clone(),
        names: vec![name.clone()],
        unit: None,
        decimals: None,
        note: None,
        counted: true,
        cost: false,
        span,
        content: RowContent::Item { cells, of_which: Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{is_records, read};
    use crate::model::organisation::Organisation;
    use crate::read::yaml;
    use crate::source::SourceFile;

    #[test]
    fn records_become_one_table_per_value_and_a_sum() {
        let yaml = "poster: plan\nenhet: tkr\ndimensioner:\n  - {id: del, värden: [{id: a, namn: A}, {id: b, namn: B}]}\n  - {id: slag, värden: [{id: x, namn: X}]}\nkolumner: [2024]\nbelopp:\n  - {del: a, slag: x, belopp: [1]}\ntabeller:\n  - {tabell: \"plan_{del}\", rubrik: \"{del}\", per: del, rader: slag}\n  - {tabell: plan, rubrik: Allt, rader: slag, summa: Totalsumma}\n";
        let file = Arc::new(SourceFile::new("p.yaml", yaml));
        let mut problems = Vec::new();
        let node = yaml::parse(&file, &mut problems).expect("a tree");
        assert!(is_records(&node));
        let tables = read(node, &file, &Organisation::default(), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let ids: Vec<&str> = tables.iter().map(|table| table.id.value.as_str()).collect();
        assert_eq!(ids, ["plan_a", "plan_b", "plan"]);
    }
}
