//! The tables that a file of records is shown as: one for each value of a dimension, and sums over it.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::formula::{Formula, Function, Reference};
use crate::model::notes::Notes;
use crate::model::table::{
    CellInput, Column, Control, Deviation, Reconciliation, Rounding, Row, RowContent, Table, Total,
};
use crate::quantity::unit::Unit;
use crate::read::fields::{Fields, LONGEST_HEADING, Problems, id, once, wrong_type};
use crate::read::tables::{agreements, controls, total};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, SourceFile, Span, Spanned};
use crate::swedish::units;

const VIEW_KEYS: &[&str] = &[
    "tabell",
    "rubrik",
    "per",
    "rader",
    "radhuvud",
    "summa",
    "kontroll",
    "avstämningar",
    "avvikelser",
    "avrundning",
    "visas",
];

/// A dimension with its values in order.
pub struct Dimension {
    /// Its id.
    pub id: Id,
    /// Ids and names.
    pub values: Vec<(Id, Spanned<String>)>,
}

/// One record: a value per dimension, and its cells.
pub struct Record {
    /// The value in each dimension, by the dimension's id.
    pub keys: Vec<(String, Id)>,
    /// One for each column.
    pub cells: Vec<CellInput>,
    /// Where it is written.
    pub span: Span,
}

/// What all tables of one file share.
pub struct Set<'a> {
    /// The file.
    pub file: &'a Arc<SourceFile>,
    /// Unit of all amounts.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// The columns.
    pub columns: Vec<Column>,
    /// The two dimensions.
    pub dimensions: Vec<Dimension>,
    /// The records.
    pub records: Vec<Record>,
}

/// The tables made for one declared view.
pub struct View {
    /// Id of the dimension whose values are rows, when the tables hold the records themselves.
    holds: Option<String>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A view as it is declared.
struct Declared<'a> {
    name: Id,
    caption: Spanned<String>,
    rows: &'a Dimension,
    per: Per<'a>,
    head: Option<Spanned<String>>,
    sum: Option<Total>,
    by_value: Vec<(String, Vec<Control>)>,
    controls: Vec<Control>,
    reconciliations: Vec<Reconciliation>,
    deviations: Vec<Deviation>,
    rounding: Rounding,
    hidden: bool,
}

/// Whether a view is a table for each value of a dimension.
#[derive(Clone, Copy)]
enum Per<'a> {
    /// It is one table.
    None,
    /// It is, of this dimension.
    Value(&'a Dimension),
    /// It is, of a dimension that there is none of.
    Unknown,
}

impl Set<'_> {
    /// One declared view: a table per value, or one summed over all.
    pub fn view(&self, node: Node, earlier: &[View], problems: &mut Problems) -> Option<View> {
        let declared = self.declared(node, problems)?;
        match declared.per {
            Per::Value(per) => Some(self.per_value(declared, per, problems)),
            // Which dimension was meant is not known, and was asked.
            Per::Unknown => None,
            Per::None => {
                let summed = self.summed(declared.rows, earlier, &declared.name.span, problems);
                let table = self.table(&declared, declared.name.clone(), declared.caption.clone(), summed);
                let (controls, deviations) = (declared.controls, declared.deviations);
                Some(View { holds: None, tables: vec![Table { controls, deviations, ..table }] })
            }
        }
    }

    /// A view as it is written.
    fn declared(&self, node: Node, problems: &mut Problems) -> Option<Declared<'_>> {
        const WHAT: &str = "tabellen";
        let mut fields = Fields::new(node, WHAT, VIEW_KEYS, problems)?;
        let (name, caption) =
            (fields.text("tabell", WHAT, problems), fields.title("rubrik", WHAT, LONGEST_HEADING, problems));
        let rows = self.dimension(fields.id("rader", WHAT, problems), problems);
        let per = match fields.take("per").and_then(|node| id(node, "per", problems)) {
            None => Per::None,
            wanted => self.dimension(wanted, problems).map_or(Per::Unknown, Per::Value),
        };
        if let (Per::Value(per), Some(rows)) = (per, rows)
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
        let sum = fields.take("summa").and_then(|node| total(node, &self.columns, problems));
        // Tables per value have control totals per value: kontroll: {stab: {summa: [...]}}.
        let by_value = match per {
            Per::None => Vec::new(),
            Per::Value(per) => controls_by_value(fields.take("kontroll"), per, &self.columns, problems),
            Per::Unknown => {
                let _ = fields.take("kontroll");
                Vec::new()
            }
        };
        let (controls, reconciliations, deviations) = agreements(&mut fields, &self.columns, problems);
        let rounding = fields.word("avrundning", &Rounding::WORDS, problems).unwrap_or_default();
        let hidden = !fields.flag("visas", true, problems);
        let (name, caption, rows) = (name?, caption?, rows?);
        Some(Declared {
            name,
            caption,
            rows,
            per,
            head,
            sum,
            by_value,
            controls,
            reconciliations,
            deviations,
            rounding,
            hidden,
        })
    }

    /// A table of a view, with the rows it has.
    fn table(&self, declared: &Declared<'_>, id: Id, caption: Spanned<String>, rows: Vec<Row>) -> Table {
        let head = declared.head.as_ref().map_or_else(|| units::head(&self.unit), |head| head.value.clone());
        Table {
            id,
            caption,
            unit: self.unit.clone(),
            decimals: self.decimals,
            stub_heads: vec![head],
            columns: self.columns.clone(),
            rows,
            total: declared.sum.clone(),
            notes: Vec::new(),
            remarks: Vec::new(),
            controls: Vec::new(),
            deviations: Vec::new(),
            restatements: Vec::new(),
            reconciliations: declared.reconciliations.clone(),
            rounding: declared.rounding,
            hidden: declared.hidden,
            rounded_parts: false,
            cost_sign: None,
            about: None,
            about_name: None,
            file: Arc::clone(self.file),
        }
    }

    /// A table for each value of a dimension.
    fn per_value(&self, mut declared: Declared<'_>, per: &Dimension, problems: &mut Problems) -> View {
        let slot = format!("{{{}}}", per.id.value);
        let fill =
            |text: &Spanned<String>, with: &str| Spanned::new(text.value.replace(&slot, with), text.span.clone());
        let mut tables = Vec::new();
        for (value, shown) in &per.values {
            let own = declared.by_value.iter().position(|(id, _)| *id == value.value);
            let controls = own.map(|at| declared.by_value.swap_remove(at).1).unwrap_or_default();
            let id = fill(&declared.name, &value.value);
            // A deviation under several tables names the table it is about: handlingsplan_it.summa.2024.
            let prefix = format!("{}.", id.value);
            let stated = |deviation: &mut Deviation| deviation.about.value.starts_with(&prefix);
            let deviations = declared.deviations.extract_if(.., stated).collect();
            let rows = self.chosen(declared.rows, per, value);
            let table = self.table(&declared, id, fill(&declared.caption, &shown.value), rows);
            let (about, about_name) = (Some(value.clone()), Some(shown.value.clone()));
            tables.push(Table { controls, deviations, about, about_name, ..table });
        }
        for deviation in declared.deviations {
            problems.push(
                Diagnostic::error(
                    "avvikelse-saknas",
                    format!("avvikelsen gäller \"{}\", som inte är någon av tabellerna", deviation.about.value),
                )
                .at(&deviation.about.span)
                .hint(format!("skriv tabellen först: {}", declared.name.value) + ".rad.kolumn"),
            );
        }
        View { holds: Some(declared.rows.id.value.clone()), tables }
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
                            Formula::Reference(Reference::made(parts))
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
        notes: Notes::default(),
        about: Some(id.clone()),
        counted: None,
        cost: false,
        span,
        content: RowContent::Item { cells, of_which: Vec::new() },
    }
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

/// The problem that an id is no value of a dimension.
pub fn unknown_value(written: &Id, dimension: &Dimension) -> Diagnostic {
    let ids = || dimension.values.iter().map(|(value, _)| value.value.as_str());
    Diagnostic::error(
        "okänt-värde",
        format!("\"{}\" är inget värde i dimensionen \"{}\"", written.value, dimension.id.value),
    )
    .at(&written.span)
    .hint(did_you_mean(&written.value, ids()).unwrap_or_else(|| format!("kända värden: {}", list_names(ids()))))
}
