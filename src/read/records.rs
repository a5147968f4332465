//! Records with dimensions, shown as several tables: one per value of a dimension, and sums over it.
//!
//! A records file is sugar: it becomes ordinary tables. A table `per` a dimension holds the records
//! themselves; a table without `per` sums the cells of those tables by formulas, so that every figure of
//! the summary can be traced to its records.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::formula::{Formula, Function};
use crate::model::organisation::Organisation;
use crate::model::table::{CellInput, Column, Control, Rounding, Row, RowContent, Table};
use crate::quantity::unit::Unit;
use crate::read::columns;
use crate::read::fields::{Fields, Problems, id, once, wrong_type};
use crate::read::rows::{RowReader, cells};
use crate::read::tables::{agreements, controls, total};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, SourceFile, Span, Spanned};
use crate::swedish::units;

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

/// The tables made for one declared view.
struct View {
    /// Id of the dimension whose values are rows, when the tables hold the records themselves.
    holds: Option<String>,
    tables: Vec<Table>,
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
    let decimals = fields.decimals(problems).unwrap_or(0);
    let columns = columns::read(fields.list("kolumner"), problems);
    let dimensions: Vec<Dimension> =
        fields.list("dimensioner").into_iter().filter_map(|node| dimension(node, organisation, problems)).collect();
    let records: Vec<Record> = fields
        .list("belopp")
        .into_iter()
        .filter_map(|node| record(node, &columns, &dimensions, organisation, problems))
        .collect();
    let Some(unit) = unit else { return Vec::new() };
    refuse_repeated(&records, problems);
    if dimensions.len() != 2 {
        problems.push(
            Diagnostic::error(
                "fel-antal-värden",
                format!("poster har två dimensioner men här står {}", dimensions.len()),
            )
            .at(&fields.span)
            .hint("den ena blir tabeller (per) och den andra rader; perioder är kolumner"),
        );
        return Vec::new();
    }
    let set = Set { file, unit, decimals, columns, dimensions, records };
    if !fields.has("tabeller") {
        let _ = fields.require("tabeller", WHAT, problems);
    }
    let mut views: Vec<View> = Vec::new();
    for node in fields.list("tabeller") {
        let made = set.view(node, &views, problems);
        views.extend(made);
    }
    views.into_iter().flat_map(|view| view.tables).collect()
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
        given.into_iter().filter_map(|node| value(node, organisation, problems)).collect()
    };
    Some(Dimension { id, values })
}

/// A value with its name; a unit of the organisation has an official one already.
fn value(node: Node, organisation: &Organisation, problems: &mut Problems) -> Option<(Id, Spanned<String>)> {
    const WHAT: &str = "värdet";
    let mut fields = Fields::new(node, WHAT, &["id", "namn"], problems)?;
    let id = fields.id("id", WHAT, problems)?;
    let name = match organisation.unit(&id.value) {
        Some(unit) if !fields.has("namn") => unit.name.clone(),
        _ => fields.text("namn", WHAT, problems)?,
    };
    Some((id, name))
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
            problems.push(unknown_value(&key, dimension));
        }
        keys.push((dimension.id.value.clone(), key));
    }
    let reader = RowReader { columns, stub: 1, organisation };
    let cells = cells(fields.require("belopp", WHAT, problems)?, &reader, problems);
    Some(Record { keys, cells, span })
}

/// Control totals of tables per value, by value.
fn controls_by_value(
    node: Option<Node>,
    per: &Dimension,
    columns: &[Column],
    problems: &mut Problems,
) -> Vec<(String, Vec<Control>)> {
    let Some(node) = node else { return Vec::new() };
    let Value::Map(entries) = node.value else {
        problems.push(wrong_type(&node, "kontroll", "en post: värde, rad och dess kontrollsummor"));
        return Vec::new();
    };
    let mut by_value = Vec::new();
    for (value, node) in once(entries, "kontroll", problems) {
        if per.values.iter().any(|(known, _)| known.value == value.value) {
            by_value.push((value.value, controls(node, columns, problems)));
        } else {
            problems.push(unknown_value(&value, per));
        }
    }
    by_value
}

fn unknown_value(written: &Id, dimension: &Dimension) -> Diagnostic {
    let ids = || dimension.values.iter().map(|(value, _)| value.value.as_str());
    Diagnostic::error(
        "okänt-värde",
        format!("\"{}\" är inget värde i dimensionen \"{}\"", written.value, dimension.id.value),
    )
    .at(&written.span)
    .hint(did_you_mean(&written.value, ids()).unwrap_or_else(|| format!("kända värden: {}", list_names(ids()))))
}

/// Two records about the same thing: the table has room for one, and the other would vanish.
fn refuse_repeated(records: &[Record], problems: &mut Problems) {
    let key = |record: &Record| record.keys.iter().map(|(_, id)| id.value.clone()).collect::<Vec<_>>();
    let mut first = HashMap::new();
    for record in records {
        if let Some(earlier) = first.insert(key(record), record) {
            problems.push(
                Diagnostic::error(
                    "dubbel-post",
                    format!("posten för {} finns två gånger", list_names(key(record).iter().map(String::as_str))),
                )
                .at(&record.span)
                .also(&earlier.span, "första gången här")
                .hint("lägg ihop beloppen i en post"),
            );
        }
    }
}

impl Set<'_> {
    /// One declared view: a table per value, or one summed over all.
    fn view(&self, node: Node, earlier: &[View], problems: &mut Problems) -> Option<View> {
        const WHAT: &str = "tabellen";
        let mut fields = Fields::new(node, WHAT, VIEW_KEYS, problems)?;
        let (name, caption) = (fields.text("tabell", WHAT, problems), fields.text("rubrik", WHAT, problems));
        let rows = self.dimension(fields.id("rader", WHAT, problems), problems);
        let per = fields.take("per").and_then(|node| id(node, "per", problems));
        let is_per = per.is_some();
        let per = self.dimension(per, problems);
        if let (Some(per), Some(rows)) = (per, rows)
            && per.id.value == rows.id.value
        {
            problems.push(
                Diagnostic::error("motstridiga-nycklar", format!("\"per\" och \"rader\" är båda \"{}\"", per.id.value))
                    .at(&fields.span)
                    .hint("låt den ena vara den andra dimensionen"),
            );
            return None;
        }
        let head = fields.optional_text("radhuvud", problems);
        let sum = fields.take("summa").and_then(|node| total(node, problems));
        // Tables per value have control totals per value: kontroll: {stab: {summa: [...]}}.
        let by_value = if is_per { fields.take("kontroll") } else { None };
        let mut by_value = per.map_or_else(Vec::new, |per| controls_by_value(by_value, per, &self.columns, problems));
        let (controls, reconciliations, mut deviations) = agreements(&mut fields, &self.columns, problems);
        let rounding = fields.word("avrundning", &Rounding::WORDS, problems).unwrap_or_default();
        let (name, caption, rows) = (name?, caption?, rows?);
        let table = |id: Id, caption: Spanned<String>, rows: Vec<Row>, controls: Vec<Control>| Table {
            id,
            caption,
            unit: self.unit.clone(),
            decimals: self.decimals,
            stub_heads: vec![head.as_ref().map_or_else(|| units::head(&self.unit), |head| head.value.clone())],
            columns: self.columns.clone(),
            rows,
            total: sum.clone(),
            notes: Vec::new(),
            remarks: Vec::new(),
            controls,
            deviations: Vec::new(),
            restatements: Vec::new(),
            reconciliations: reconciliations.clone(),
            rounding,
            rounded_parts: false,
            cost_sign: None,
            about: None,
            about_name: None,
            file: Arc::clone(self.file),
        };
        let Some(per) = per else {
            let summed = (!is_per).then(|| self.summed(rows, earlier, &name.span, problems))?;
            return Some(View {
                holds: None,
                tables: vec![Table { deviations, ..table(name, caption, summed, controls) }],
            });
        };
        let slot = format!("{{{}}}", per.id.value);
        let fill =
            |text: &Spanned<String>, with: &str| Spanned::new(text.value.replace(&slot, with), text.span.clone());
        let mut tables = Vec::new();
        for (value, shown) in &per.values {
            let own = by_value.iter().position(|(id, _)| *id == value.value).map(|at| by_value.swap_remove(at).1);
            let id = fill(&name, &value.value);
            // A deviation under several tables names the table it is about: handlingsplan_it.summa.2024.
            let prefix = format!("{}.", id.value);
            let stated = deviations.extract_if(.., |stated| stated.about.value.starts_with(&prefix)).collect();
            let made = table(id, fill(&caption, &shown.value), self.chosen(rows, per, value), own.unwrap_or_default());
            let about_name = Some(shown.value.clone());
            tables.push(Table { deviations: stated, about: Some(value.clone()), about_name, ..made });
        }
        for deviation in deviations {
            problems.push(
                Diagnostic::error(
                    "avvikelse-saknas",
                    format!("avvikelsen gäller \"{}\", som inte är någon av tabellerna", deviation.about.value),
                )
                .at(&deviation.about.span)
                .hint(format!("skriv tabellen först: {}", name.value) + ".rad.kolumn"),
            );
        }
        Some(View { holds: Some(rows.id.value.clone()), tables })
    }

    fn dimension(&self, wanted: Option<Id>, problems: &mut Problems) -> Option<&Dimension> {
        let wanted = wanted?;
        let found = self.dimensions.iter().find(|dimension| dimension.id.value == wanted.value);
        if found.is_none() {
            let ids = || self.dimensions.iter().map(|dimension| dimension.id.value.as_str());
            problems.push(
                Diagnostic::error("okänd-dimension", format!("dimensionen \"{}\" finns inte", wanted.value))
                    .at(&wanted.span)
                    .hint(
                        did_you_mean(&wanted.value, ids())
                            .unwrap_or_else(|| format!("dimensioner: {}", list_names(ids()))),
                    ),
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
                let found = self
                    .records
                    .iter()
                    .find(|record| matches(record, per, &value.value) && matches(record, rows, &row.value));
                let span = found.map_or_else(|| row.span.clone(), |record| record.span.clone());
                let cells = found.map_or_else(
                    || self.columns.iter().map(|_| CellInput::Empty(span.clone())).collect(),
                    |record| record.cells.clone(),
                );
                item(row, name, span, cells)
            })
            .collect()
    }

    /// Rows that sum the same row of every table of the first view that holds these rows' records.
    fn summed(&self, rows: &Dimension, earlier: &[View], span: &Span, problems: &mut Problems) -> Vec<Row> {
        let parts: &[Table] = earlier
            .iter()
            .find(|view| view.holds.as_ref() == Some(&rows.id.value))
            .map_or(&[], |view| view.tables.as_slice());
        if parts.is_empty() {
            problems.push(
                Diagnostic::error(
                    "nyckel-saknas",
                    "en tabell som summerar poster behöver tabeller med \"per\" före sig",
                )
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
                        let sum = Formula::Call(Function::Sum, parts.iter().map(address).collect());
                        CellInput::Records(Spanned::new(sum, span.clone()))
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
        about: Some(id.clone()),
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
