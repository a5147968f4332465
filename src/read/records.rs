//! Records with dimensions, shown as several tables: one per value of a dimension, and sums over it.
//!
//! A records file is sugar: it becomes ordinary tables. A table `per` a dimension holds the records
//! themselves; a table without `per` sums the cells of those tables by formulas, so that every figure of
//! the summary can be traced to its records.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, list_names};
use crate::model::organisation::Organisation;
use crate::model::table::{Column, Table};
use crate::read::columns;
use crate::read::fields::{Fields, Problems};
use crate::read::record_rows::{Dimension, Record, Set};
use crate::read::record_tables::{View, unknown_value};
use crate::read::rows::{RowReader, cells};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, SourceFile, Spanned};

const KEYS: &[&str] = &["poster", "enhet", "decimaler", "dimensioner", "kolumner", "belopp", "tabeller"];
/// Whether a YAML file holds records rather than a table.
pub fn is_records(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.value == "poster"))
}

/// Reads a records file into tables.
pub fn read(node: Node, file: &Arc<SourceFile>, organisation: &Organisation, problems: &mut Problems) -> Vec<Table> {
    const WHAT: &str = "posterna";
    let Some(mut fields) = Fields::new(node, WHAT, KEYS, problems) else { return Vec::new() };
    let _ = fields.id("poster", WHAT, problems);
    let unit = fields.stated_unit(WHAT, problems);
    let decimals = fields.decimals(problems).unwrap_or(0);
    let columns = columns::read(fields.list("kolumner"), problems);
    let dimensions: Vec<Dimension> =
        fields.list("dimensioner").into_iter().filter_map(|node| dimension(node, organisation, problems)).collect();
    let records: Vec<Record> = fields
        .list("belopp")
        .into_iter()
        .filter_map(|node| record(node, &columns, &dimensions, organisation, problems))
        .collect();
    refuse_repeated(&records, problems);
    if dimensions.len() < 2 {
        problems.push(
            Diagnostic::error(
                "fel-antal-värden",
                format!("poster har minst två dimensioner men här står {}", dimensions.len()),
            )
            .at(&fields.span)
            .hint("en blir tabeller (per) och en annan rader, eller alla rader; perioder är kolumner"),
        );
        return Vec::new();
    }
    let set = Set { file, unit, decimals, columns, dimensions, records };
    fields.complain_of_missing("tabeller", WHAT, problems);
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
