//! A table file: one table, its controls, reconciliations and declared deviations.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::notes::Notes;
use crate::model::organisation::Organisation;
use crate::model::table::{
    Column, Control, CostSign, Deviation, Reconciliation, Rounding, Row, RowContent, Table, Total,
};
use crate::quantity::unit::Unit;
use crate::read::columns::{self, by_column};
use crate::read::fields::{Fields, LONGEST_HEADING, Problems, id, number, once, text, whole_formula, wrong_type};
use crate::read::notes;
use crate::read::rows::{self, RowReader};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, SourceFile, Spanned};
use crate::swedish::units;

/// Keys of a table file.
pub const KEYS: &[&str] = &[
    "tabell",
    "rubrik",
    "enhet",
    "decimaler",
    "radhuvud",
    "kolumner",
    "rader",
    "summa",
    "noter",
    "anmärkningar",
    "kontroll",
    "avvikelser",
    "omräkningar",
    "avstämningar",
    "avrundning",
    "delar",
    "tecken",
    "visas",
];

/// Reads a table file. Nothing when it has no id, caption or columns.
pub fn read(node: Node, file: &Arc<SourceFile>, organisation: &Organisation, problems: &mut Problems) -> Option<Table> {
    const WHAT: &str = "tabellen";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    let id = fields.id("tabell", WHAT, problems);
    let caption = fields.title("rubrik", WHAT, LONGEST_HEADING, problems);
    let unstated = fields.says_no_unit(WHAT);
    let unit = fields.unit(problems).map_or(Unit::None, |unit| unit.value);
    let decimals = fields.decimals(problems).unwrap_or(1);
    fields.complain_of_missing("kolumner", WHAT, problems);
    let (given, before) = (fields.has("kolumner"), problems.len());
    let columns = columns::read(fields.list("kolumner"), problems);
    // A column that cannot be read has been told of by itself.
    if given && columns.is_empty() && problems.len() == before {
        problems.push(
            Diagnostic::error("nyckel-saknas", "tabellen har inga kolumner")
                .at(&fields.span)
                .hint("skriv till exempel kolumner: [budget 2025, prognos 2024]"),
        );
    }
    let (lines, sum) = (fields.list("rader"), fields.take("summa"));
    let columns = notes::with_column(columns, lines.iter().chain(&sum));
    let stub_heads = texts(fields.list("radhuvud"), "radhuvud", problems);
    let stub_heads = if stub_heads.is_empty() {
        vec![units::head(&unit)]
    } else {
        stub_heads.into_iter().map(|head| head.value).collect()
    };
    let reader = RowReader { columns: &columns, stub: stub_heads.len(), organisation };
    let rows = rows::read(lines, &reader, false, problems);
    // Where every row or every column says its own unit, the table needs none.
    let own = columns.iter().all(|column| column.unit.is_some()) || rows.iter().all(says_unit);
    problems.extend(unstated.filter(|_| !own));
    let total = sum.and_then(|node| total(node, &columns, problems));
    let (controls, reconciliations, deviations) = agreements(&mut fields, &columns, problems);
    let rounded_parts = fields.word("delar", &[("avrundade", true), ("exakta", false)], problems).unwrap_or(false);
    let table = Table {
        id: id?,
        caption: caption?,
        unit,
        decimals,
        stub_heads,
        rows,
        total,
        notes: under(fields.take("noter"), problems),
        remarks: texts(fields.list("anmärkningar"), "anmärkningar", problems),
        controls,
        deviations,
        restatements: fields.list("omräkningar").into_iter().filter_map(|node| restatement(node, problems)).collect(),
        reconciliations,
        rounding: fields.word("avrundning", &Rounding::WORDS, problems).unwrap_or_default(),
        hidden: !fields.flag("visas", true, problems),
        rounded_parts,
        cost_sign: fields.word("tecken", &CostSign::WORDS, problems),
        columns,
        about: None,
        about_name: None,
        file: Arc::clone(file),
    };
    (!table.columns.is_empty()).then_some(table)
}

/// Whether all that a row holds has a unit that is said at a row.
fn says_unit(row: &Row) -> bool {
    row.unit.is_some() || matches!(&row.content, RowContent::Group { rows, .. } if rows.iter().all(says_unit))
}

/// Controls, reconciliations and deviations: the same in a table file and under a table of records.
pub fn agreements(
    fields: &mut Fields,
    columns: &[Column],
    problems: &mut Problems,
) -> (Vec<Control>, Vec<Reconciliation>, Vec<Deviation>) {
    let controls = fields.take("kontroll").map_or_else(Vec::new, |node| controls(node, columns, problems));
    let reconciliations =
        fields.list("avstämningar").into_iter().filter_map(|node| reconciliation(node, problems)).collect();
    let deviations = fields.list("avvikelser").into_iter().filter_map(|node| deviation(node, problems)).collect();
    (controls, reconciliations, deviations)
}

/// A label, or `{id, namn, not}`.
pub fn total(node: Node, columns: &[Column], problems: &mut Problems) -> Option<Total> {
    let usual = |label: &Spanned<String>| Spanned::new("summa".to_owned(), label.span.clone());
    if matches!(node.value, Value::Map(_)) {
        let mut fields = Fields::new(node, "summa", &["id", "namn", "not"], problems)?;
        let id = fields.take("id").map(|node| id(node, "id", problems));
        let notes = notes::of_line(fields.take("not"), columns, problems);
        let label = fields.text("namn", "summa", problems)?;
        return Some(Total { id: id.unwrap_or_else(|| Some(usual(&label)))?, label, notes });
    }
    let label = text(node, "summa", problems)?;
    Some(Total { id: usual(&label), label, notes: Notes::default() })
}

fn texts(nodes: Vec<Node>, what: &str, problems: &mut Problems) -> Vec<Spanned<String>> {
    nodes.into_iter().filter_map(|node| text(node, what, problems)).collect()
}

fn under(node: Option<Node>, problems: &mut Problems) -> Vec<(Id, Spanned<String>)> {
    let Some(node) = node else { return Vec::new() };
    let Value::Map(entries) = node.value else {
        problems.push(wrong_type(&node, "noter", "en post: namn på noten och dess text"));
        return Vec::new();
    };
    entries.into_iter().filter_map(|(id, node)| text(node, "noten", problems).map(|text| (id, text))).collect()
}

/// Control totals: row, and a stated figure per column.
pub fn controls(node: Node, columns: &[Column], problems: &mut Problems) -> Vec<Control> {
    let Value::Map(entries) = node.value else {
        problems.push(wrong_type(&node, "kontroll", "en post: rad och dess kontrollsummor"));
        return Vec::new();
    };
    let mut controls = Vec::new();
    for (row, node) in once(entries, "kontroll", problems) {
        let takes = stated_columns(&node, columns);
        for (column, cell) in by_column(node, columns, takes, "kontroll", problems) {
            if matches!(cell.value, Value::Empty) {
                continue;
            }
            if columns[column].kind.is_words() {
                problems.push(
                    Diagnostic::error(
                        "ogiltigt-tal",
                        format!("kolumnen \"{}\" är text och har ingen kontrollsumma", columns[column].head),
                    )
                    .at(&cell.span)
                    .hint("utelämna den ur listan, eller skriv ~"),
                );
                continue;
            }
            if let Some(stated) = number(&cell, "kontrollsumman", problems) {
                controls.push(Control { row: row.clone(), column, stated });
            }
        }
    }
    controls
}

/// The columns that a list of control totals has values for. As under `belopp`, computed columns may be left out; so may
/// columns of text, which come to nothing.
fn stated_columns(node: &Node, columns: &[Column]) -> fn(&Column) -> bool {
    let ways: [fn(&Column) -> bool; 4] = [
        |_| true,
        |column| !column.computed,
        |column| !column.kind.is_words(),
        |column| !column.computed && !column.kind.is_words(),
    ];
    let Value::List(items) = &node.value else { return ways[0] };
    let fits = |way: &fn(&Column) -> bool| columns.iter().filter(|column| way(column)).count() == items.len();
    ways.into_iter().find(|way| fits(way)).unwrap_or(ways[0])
}

fn reconciliation(node: Node, problems: &mut Problems) -> Option<Reconciliation> {
    const WHAT: &str = "avstämningen";
    let mut fields = Fields::new(node, WHAT, &["namn", "lika"], problems)?;
    let name = fields.text("namn", WHAT, problems);
    let equal = fields.require("lika", WHAT, problems)?;
    let Value::List(items) = equal.value else {
        problems.push(wrong_type(&equal, "lika", "en lista med minst två formler"));
        return None;
    };
    if items.len() < 2 {
        problems.push(
            Diagnostic::error("fel-antal-värden", "en avstämning behöver minst två led under \"lika\"").at(&equal.span),
        );
        return None;
    }
    let expected = items.len();
    let terms: Vec<_> = items.into_iter().filter_map(|node| whole_formula(&node, "lika", problems)).collect();
    (terms.len() == expected).then_some(Reconciliation { name: name?, terms, column: None })
}

fn deviation(node: Node, problems: &mut Problems) -> Option<Deviation> {
    const WHAT: &str = "avvikelsen";
    let mut fields = Fields::new(node, WHAT, &["gäller", "skäl"], problems)?;
    let about = fields.text("gäller", WHAT, problems);
    let reason = fields.text("skäl", WHAT, problems);
    Some(Deviation { about: about?, reason: reason?, amount: None })
}

/// A deviation from last year's plan, which may say the amount of a cell that is fetched from it.
fn restatement(node: Node, problems: &mut Problems) -> Option<Deviation> {
    const WHAT: &str = "omräkningen";
    let mut fields = Fields::new(node, WHAT, &["gäller", "belopp", "skäl"], problems)?;
    let about = fields.text("gäller", WHAT, problems);
    let amount = fields.take("belopp").and_then(|node| number(&node, "beloppet", problems));
    let reason = fields.text("skäl", WHAT, problems);
    Some(Deviation { about: about?, reason: reason?, amount })
}
