//! A table's columns, and values paired with them: `budget 2025`, periods with measures, or columns with names of their own.

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::formula::Formula;
use crate::model::table::{Above, Column, ColumnKind};
use crate::quantity::period::names::{self, PeriodError};
use crate::quantity::period::{PeriodKind, YEARS};
use crate::quantity::unit::Unit;
use crate::read::fields::{Fields, Problems, listed, once, scalar, text, whole_formula, wrong_type};
use crate::read::yaml::{Node, Value};
use crate::source::characters::visible;
use crate::source::{Id, Span, Spanned};
use crate::swedish::{self, capitalised};

/// Reads the list of columns.
pub fn read(nodes: Vec<Node>, problems: &mut Problems) -> Vec<Column> {
    let columns: Vec<Column> = nodes.into_iter().flat_map(|node| column(node, 0, problems)).collect();
    let columns = name_years(columns);
    for (at, column) in columns.iter().enumerate() {
        let message = |first: &Column| {
            let (id, other) = (&column.id.value, &first.id.value);
            let period = column.period_and_measure();
            if id == other {
                Some(format!("kolumnen \"{id}\" finns två gånger"))
            } else if period.is_some_and(|(when, _)| when.kind.is_some()) && period == first.period_and_measure() {
                Some(format!("kolumnerna \"{other}\" och \"{id}\" är samma period"))
            } else {
                None
            }
        };
        if let Some((first, message)) = columns[..at].iter().find_map(|first| Some((first, message(first)?))) {
            problems.push(
                Diagnostic::error("dubbelt-id", message).at(&column.id.span).also(&first.id.span, "första gången här"),
            );
        }
    }
    columns
}

/// In a column's formula `2025` is the column of that name, when there is one, and not the number.
fn name_years(columns: Vec<Column>) -> Vec<Column> {
    let ids: Vec<String> = columns.iter().map(|column| column.id.value.clone()).collect();
    let is_name = |number: &str| {
        ids.iter().any(|id| id.strip_suffix(number).is_some_and(|group| group.is_empty() || group.ends_with('.')))
    };
    let name = |formula: Formula| formula.with_names(&is_name);
    columns
        .into_iter()
        .map(|column| Column { formula: column.formula.map(|formula| formula.map(name)), ..column })
        .collect()
}

/// What a column or a measure says of its cells.
struct Shape {
    unit: Option<Unit>,
    decimals: Option<u32>,
    kind: Option<ColumnKind>,
    computed: bool,
    fetched: bool,
    formula: Option<Spanned<Formula>>,
    notes: Vec<Id>,
}

/// Where a column may be fetched from.
const SOURCES: [(&str, ()); 1] = [("föregående plan", ())];

impl Shape {
    fn read(fields: &mut Fields, problems: &mut Problems) -> Self {
        let kind = fields.word("slag", &ColumnKind::WORDS, problems);
        if kind == Some(ColumnKind::Text) {
            refuse_of_text(fields, problems);
        }
        Self {
            kind,
            unit: fields.unit(problems).map(|unit| unit.value),
            decimals: fields.decimals(problems),
            computed: fields.has("formel") || fields.has("hämta"),
            fetched: fields.word("hämta", &SOURCES, problems).is_some(),
            formula: fields.take("formel").and_then(|node| whole_formula(&node, "formel", problems)),
            notes: note_ids(fields.take("not"), problems),
        }
    }

    fn of(self, column: Column) -> Column {
        let Self { unit, decimals, kind, computed, fetched, formula, notes } = self;
        let kind = kind.unwrap_or(column.kind);
        Column { unit, decimals, kind, computed, fetched, formula, notes, ..column }
    }
}

/// The ids of notes that a column's head or a cell refers to.
pub fn note_ids(node: Option<Node>, problems: &mut Problems) -> Vec<Id> {
    let texts = node.into_iter().flat_map(listed).filter_map(|node| text(node, "not", problems));
    texts.map(|id| id.map(|id| visible(&id).into_owned())).collect()
}

/// What words cannot have.
fn refuse_of_text(fields: &mut Fields, problems: &mut Problems) {
    for key in ["enhet", "decimaler", "formel", "hämta"] {
        if let Some(node) = fields.take(key) {
            problems.push(
                Diagnostic::error(
                    "nyckel-utan-verkan",
                    format!("nyckeln \"{key}\" gäller inte för en kolumn med text"),
                )
                .at(&node.span)
                .hint("ta bort nyckeln, eller \"slag: text\""),
            );
        }
    }
}

fn column(node: Node, depth: usize, problems: &mut Problems) -> Vec<Column> {
    const WHAT: &str = "kolumnen";
    if !matches!(node.value, Value::Map(_)) {
        let span = node.span.clone();
        return text(node, "kolumnen", problems).map(|name| plain(&name.value, span, problems)).into_iter().collect();
    }
    let Some(mut fields) = Fields::new(
        node,
        WHAT,
        &["period", "mått", "grupp", "kolumner", "id", "namn", "enhet", "decimaler", "slag", "formel", "hämta", "not"],
        problems,
    ) else {
        return Vec::new();
    };
    let shape = Shape::read(&mut fields, problems);
    let columns = if let Some(name) = fields.optional_text("grupp", problems) {
        group(name, &mut fields, shape, depth, problems)
    } else if let Some(period) = fields.optional_text("period", problems) {
        let base = shape.of(plain(&period.value, period.span, problems));
        let measures = fields.list("mått");
        if measures.is_empty() {
            vec![base]
        } else {
            measures.into_iter().filter_map(|node| measure(node, &base, problems)).collect()
        }
    } else {
        let (id, name) = (fields.id("id", WHAT, problems), fields.text("namn", WHAT, problems));
        let column = |(id, name): (Id, Spanned<String>)| {
            let when = names::in_id(&id.value);
            Column { named: Some(name.span), when, ..Column::new(id, name.value) }
        };
        let column = id.zip(name).map(|both| shape.of(column(both)));
        column.into_iter().collect()
    };
    fields.finish("en sådan kolumn", problems);
    columns
}

/// Most groups of columns within each other: with a period and its measures the heads are four rows.
const DEEPEST: usize = 2;

/// Columns under a head that is no period: `{grupp: Koncernen, kolumner: [bokslut 2024, budget 2025]}`. What it says of
/// unit, decimals, kind and formula is said of those that say nothing themselves.
fn group(
    name: Spanned<String>,
    fields: &mut Fields,
    shape: Shape,
    depth: usize,
    problems: &mut Problems,
) -> Vec<Column> {
    const WHAT: &str = "gruppen av kolumner";
    let id = if fields.has("id") { fields.id("id", WHAT, problems) } else { None };
    let id = id.map_or_else(|| names::id(&name.value).replace('.', "_"), |id| id.value);
    let inner = fields.require("kolumner", WHAT, problems);
    if depth == DEEPEST {
        problems.push(
            Diagnostic::error("för-djupt", "grupper av kolumner kan stå i två nivåer")
                .at(&name.span)
                .hint("lägg kolumnerna direkt i gruppen ovanför, eller dela tabellen"),
        );
        return Vec::new();
    }
    let Some(inner) = inner else { return Vec::new() };
    let before = problems.len();
    let columns: Vec<Column> = listed(inner).into_iter().flat_map(|node| column(node, depth + 1, problems)).collect();
    if columns.is_empty() && problems.len() == before {
        problems.push(
            Diagnostic::error("nyckel-saknas", format!("gruppen \"{}\" har inga kolumner", name.value))
                .at(&name.span)
                .hint("skriv till exempel kolumner: [bokslut 2024, budget 2025]"),
        );
    }
    let head = Above { id: id.clone(), head: name.value, notes: shape.notes, is_period: false };
    let within = |column: Column| {
        let inner = column.above.into_iter().map(|above| Above { id: format!("{id}.{}", above.id), ..above });
        let measure = column.measure.map_or_else(|| id.clone(), |measure| format!("{id}.{measure}"));
        Column {
            id: column.id.map(|own| format!("{id}.{own}")),
            above: [head.clone()].into_iter().chain(inner).collect(),
            measure: Some(measure),
            unit: column.unit.or_else(|| shape.unit.clone()),
            decimals: column.decimals.or(shape.decimals),
            kind: if column.kind == ColumnKind::Figures { shape.kind.unwrap_or(column.kind) } else { column.kind },
            computed: column.computed || shape.computed,
            fetched: column.fetched || shape.fetched,
            formula: column.formula.or_else(|| shape.formula.clone()),
            ..column
        }
    };
    columns.into_iter().map(within).collect()
}

/// `budget 2025`: the id is `budget_2025` and the head `Budget 2025`. A bare year is a column too.
fn plain(name: &str, span: Span, problems: &mut Problems) -> Column {
    let (when, head) = match names::parse(name) {
        Ok(period) => (Some(period), names::with_dashes(name)),
        Err(error) => {
            problems.push(no_period(name, &span, &error));
            (None, name.to_owned())
        }
    };
    Column { when, ..Column::new(Spanned::new(names::id(name), span), capitalised(&head)) }
}

/// The problem that a name is no period, with what can be written.
fn no_period(name: &str, span: &Span, error: &PeriodError) -> Diagnostic {
    const EXAMPLES: &str = "skriv till exempel \"budget 2025\", \"prognos 2024\", \"utfall jan–aug 2025\", \
                            \"plan 2026–2030\", \"2026\" eller {id: belopp, namn: Belopp}";
    let problem = Diagnostic::error("okänd-kolumn", format!("\"{name}\" är ingen period")).at(span);
    match error {
        PeriodError::Kind(words) => {
            let kinds = PeriodKind::WORDS.iter().map(|(word, _)| *word);
            problem.maybe_hint(did_you_mean(words, kinds)).hint(EXAMPLES)
        }
        PeriodError::Month(words) => problem.maybe_hint(did_you_mean(words, names::months())).hint(EXAMPLES),
        PeriodError::Year(_) => problem.hint(format!("årtal är {} till {}", YEARS.start(), YEARS.end())),
        PeriodError::Instead(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            problem.hint(format!("skriv {}", names.join(" eller ")))
        }
        PeriodError::Time => problem.hint(EXAMPLES),
    }
}

/// A measure under a period; unit, decimals and formula are the period's unless it has its own.
fn measure(node: Node, period: &Column, problems: &mut Problems) -> Option<Column> {
    const WHAT: &str = "måttet";
    let mut fields = Fields::new(node, WHAT, &["id", "namn", "enhet", "decimaler", "slag", "formel", "not"], problems)?;
    let (id, name) = (fields.id("id", WHAT, problems), fields.text("namn", WHAT, problems));
    let shape = Shape::read(&mut fields, problems);
    let (id, name) = (id?, name?);
    let above =
        Above { id: period.id.value.clone(), head: period.head.clone(), notes: period.notes.clone(), is_period: true };
    let measure = Some(id.value.clone());
    let own = Column::new(Spanned::new(format!("{}.{}", period.id.value, id.value), id.span), name.value);
    let own = Column { kind: period.kind, ..own };
    let own = shape.of(own);
    Some(Column {
        named: Some(name.span),
        when: period.when,
        above: vec![above],
        measure,
        kind: own.kind,
        unit: own.unit.or_else(|| period.unit.clone()),
        decimals: own.decimals.or(period.decimals),
        computed: own.computed || period.computed,
        fetched: own.fetched || period.fetched,
        formula: own.formula.or_else(|| period.formula.clone()),
        notes: own.notes,
        ..Column::new(own.id, own.head)
    })
}

/// Pairs values with columns: a list in column order, a mapping by column id, or one value for one column.
///
/// A list has values for the columns that `takes` is true of. A mapping may name any: a row that names a computed one
/// stands outside the column's formula, as a mean does that is no sum of the others.
pub fn by_column(
    node: Node,
    columns: &[Column],
    takes: impl Fn(&Column) -> bool,
    what: &str,
    problems: &mut Problems,
) -> Vec<(usize, Node)> {
    if columns.is_empty() {
        // That the table has no columns is the problem, and has been told.
        return Vec::new();
    }
    let wanted: Vec<usize> = (0..columns.len()).filter(|&at| is_written(&columns[at]) && takes(&columns[at])).collect();
    match node.value {
        Value::Map(entries) => once(entries, what, problems)
            .into_iter()
            .filter_map(|(key, value)| {
                let found = columns.iter().position(|column| column.id.value == key.value && is_written(column));
                if found.is_none() {
                    let ids = || columns.iter().map(|column| column.id.value.as_str());
                    problems.push(
                        Diagnostic::error("okänd-kolumn", format!("kolumnen \"{}\" finns inte i tabellen", key.value))
                            .at(&key.span)
                            .hint(
                                did_you_mean(&key.value, ids())
                                    .unwrap_or_else(|| format!("kolumner: {}", list_names(ids()))),
                            ),
                    );
                }
                found.map(|at| (at, value))
            })
            .collect(),
        Value::List(items) => {
            if items.len() != wanted.len() {
                problems.push(wrong_count(
                    &node.span,
                    what,
                    &items,
                    wanted.iter().map(|&at| columns[at].id.value.as_str()),
                ));
                return Vec::new();
            }
            warn_of_commas(&items, problems);
            wanted.into_iter().zip(items).collect()
        }
        _ if wanted.len() == 1 => vec![(wanted[0], node)],
        _ => {
            problems.push(wrong_type(&node, what, "en lista med ett värde per kolumn"));
            Vec::new()
        }
    }
}

/// Whether somebody writes what a column holds: all but the numbers of note tables.
fn is_written(column: &Column) -> bool {
    column.kind != ColumnKind::Notes
}

fn wrong_count<'a>(
    span: &Span,
    what: &str,
    items: &[Node],
    columns: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let (values, wanted) = (items.len(), columns.clone().count());
    let few = values < wanted;
    let count = format!(
        "{values} {} till {wanted} {}",
        if values == 1 { "värde" } else { "värden" },
        if wanted == 1 { "kolumn" } else { "kolumner" }
    );
    let message = format!("{} värden i {what}: {count}", if few { "för få" } else { "för många" });
    let problem =
        Diagnostic::error("fel-antal-värden", message).at(span).fact(format!("kolumner: {}", list_names(columns)));
    if few {
        problem.hint("tom cell skrivs ~")
    } else if items.iter().all(|item| scalar(item).is_some()) {
        problem.hint(
            "komma skiljer värdena åt i en lista: skriv decimaler med punkt (633.6) eller inom citattecken (\"633,6\")",
        )
    } else {
        problem
    }
}

/// `[633,6]` is two values to YAML and one to its author; where the number of columns agrees nothing else tells. A list
/// that is written so all through is told of once.
fn warn_of_commas(items: &[Node], problems: &mut Problems) {
    let is_tight = |pair: &&[Node]| {
        let [left, right] = pair else { return false };
        let between = left.span.file.text.get(left.span.range.end..right.span.range.start);
        let digits = |node: &Node| {
            scalar(node).is_some_and(|text| text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()))
        };
        between == Some(",") && digits(left) && digits(right)
    };
    let tight: Vec<&[Node]> = items.windows(2).filter(is_tight).collect();
    let (Some([left, _]), Some([_, right])) = (tight.first(), tight.last()) else { return };
    let message = match tight.len() {
        1 => "ett komma utan mellanslag skiljer två tal åt i listan".to_owned(),
        many => format!("{} komman utan mellanslag skiljer tal åt i listan", swedish::count(many)),
    };
    problems.push(
        Diagnostic::error("komma-i-lista", message)
            .at(&left.span.file.span(left.span.range.start..right.span.range.end))
            .hint("skriv mellanslag efter kommat om det är två tal; decimaler skrivs med punkt (633.6)"),
    );
}
