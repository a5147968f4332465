//! The tables that a file of records is shown as: one for each value of a dimension, and sums over it.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::table::{Column, Control, Deviation, Reconciliation, Rounding, Row, Table, Total};
use crate::read::fields::{Fields, LONGEST_HEADING, Problems, id, listed, once, wrong_type};
use crate::read::record_rows::{Dimension, Place, Rows, Set, Spot};
use crate::read::tables::{agreements, controls, total};
use crate::read::yaml::{Node, Value};
use crate::source::{Id, Spanned};
use crate::swedish::units;

const VIEW_KEYS: &[&str] = &[
    "tabell",
    "rubrik",
    "per",
    "rader",
    "summans_plats",
    "radhuvud",
    "summa",
    "kontroll",
    "avstämningar",
    "avvikelser",
    "avrundning",
    "visas",
];

/// The tables made for one declared view.
pub struct View {
    /// Where the records stand, when the tables hold the records themselves.
    places: Vec<Place>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A view as it is declared.
struct Declared<'a> {
    name: Id,
    caption: Spanned<String>,
    rows: Vec<&'a Dimension>,
    before: bool,
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
            Per::Value(per) => Some(self.per_value(declared, per, earlier, problems)),
            // Which dimension was meant is not known, and was asked.
            Per::Unknown => None,
            Per::None => {
                let mut rows =
                    Rows::new(self, &declared.rows, declared.before, self.held(&declared, earlier, problems));
                let made = rows.of(&declared.rows, &Spot::of(&declared.name));
                let table = self.table(&declared, declared.name.clone(), declared.caption.clone(), made);
                let (controls, deviations) = (declared.controls, declared.deviations);
                Some(View { places: rows.places, tables: vec![Table { controls, deviations, ..table }] })
            }
        }
    }

    /// A view as it is written.
    fn declared(&self, node: Node, problems: &mut Problems) -> Option<Declared<'_>> {
        const WHAT: &str = "tabellen";
        let mut fields = Fields::new(node, WHAT, VIEW_KEYS, problems)?;
        let (name, caption) =
            (fields.text("tabell", WHAT, problems), fields.title("rubrik", WHAT, LONGEST_HEADING, problems));
        let rows = self.row_dimensions(fields.require("rader", WHAT, problems), problems);
        let before = fields.word("summans_plats", &[("före", true), ("efter", false)], problems).unwrap_or(false);
        let per = match fields.take("per").and_then(|node| id(node, "per", problems)) {
            None => Per::None,
            wanted => self.dimension(wanted, problems).map_or(Per::Unknown, Per::Value),
        };
        if let (Per::Value(per), Some(rows)) = (per, &rows)
            && rows.iter().any(|rows| per.id.value == rows.id.value)
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
            before,
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
    fn per_value(
        &self,
        mut declared: Declared<'_>,
        per: &Dimension,
        earlier: &[View],
        problems: &mut Problems,
    ) -> View {
        let slot = format!("{{{}}}", per.id.value);
        let fill =
            |text: &Spanned<String>, with: &str| Spanned::new(text.value.replace(&slot, with), text.span.clone());
        let mut tables = Vec::new();
        let mut rows = Rows::new(self, &declared.rows, declared.before, self.held(&declared, earlier, problems));
        for (value, shown) in &per.values {
            let own = declared.by_value.iter().position(|(id, _)| *id == value.value);
            let controls = own.map(|at| declared.by_value.swap_remove(at).1).unwrap_or_default();
            let id = fill(&declared.name, &value.value);
            // A deviation under several tables names the table it is about: handlingsplan_it.summa.2024.
            let prefix = format!("{}.", id.value);
            let stated = |deviation: &mut Deviation| deviation.about.value.starts_with(&prefix);
            let deviations = declared.deviations.extract_if(.., stated).collect();
            let made = rows.of(&declared.rows, &Spot::of(&id).under(per, value));
            let table = self.table(&declared, id, fill(&declared.caption, &shown.value), made);
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
        View { places: rows.places, tables }
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

    /// The dimensions whose values are rows, the outermost first.
    fn row_dimensions(&self, node: Option<Node>, problems: &mut Problems) -> Option<Vec<&Dimension>> {
        let nodes = node.map_or_else(Vec::new, listed);
        let wanted = nodes.len();
        let mut found: Vec<&Dimension> = Vec::new();
        for node in nodes {
            let Some(wanted) = id(node, "rader", problems) else { continue };
            if found.iter().any(|dimension| dimension.id.value == wanted.value) {
                problems.push(
                    Diagnostic::error(
                        "motstridiga-nycklar",
                        format!("\"{}\" står två gånger under rader", wanted.value),
                    )
                    .at(&wanted.span)
                    .hint("skriv varje dimension en gång, den yttersta först"),
                );
            } else {
                found.extend(self.dimension(Some(wanted), problems));
            }
        }
        (wanted > 0 && found.len() == wanted).then_some(found)
    }

    /// Where the records already stand, in an earlier table; nothing where this view has them all and is the first.
    fn held<'a>(&self, declared: &Declared<'_>, earlier: &'a [View], problems: &mut Problems) -> Option<&'a [Place]> {
        if let Some(view) = earlier.iter().find(|view| !view.places.is_empty()) {
            return Some(&view.places);
        }
        let shown = declared.rows.len() + usize::from(matches!(declared.per, Per::Value(_)));
        if shown == self.dimensions.len() {
            return None;
        }
        problems.push(
            Diagnostic::error(
                "nyckel-saknas",
                "en tabell som summerar poster behöver före sig en tabell som visar alla poster",
            )
            .at(&declared.name.span)
            .hint("lägg till {tabell: \"namn_{dimension}\", per: dimension, rader: …} ovanför, eller en med alla dimensioner under rader"),
        );
        Some(&[])
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
