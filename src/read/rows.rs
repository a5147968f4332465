//! A table's rows: items, groups and formulas, as a tree.

use crate::diagnostic::Diagnostic;
use crate::model::formula::Formula;
use crate::model::notes::Notes;
use crate::model::organisation::Organisation;
use crate::model::table::{CellInput, Column, ColumnKind, Counted, Row, RowContent, SumLabel, SumLine};
use crate::quantity::amount::parse_number;
use crate::read::columns::by_column;
use crate::read::fields::{Fields, MINUS_APART, Problems, formula, number, text, whole_formula, wrong_type};
use crate::read::yaml::{Node, Value};
use crate::read::{notes, organisation};
use crate::source::characters::{is_invisible, visible};
use crate::source::{Id, Span, Spanned};

/// Keys of a row.
pub const KEYS: &[&str] = &[
    "id",
    "namn",
    "grupp",
    "område",
    "belopp",
    "formel",
    "rader",
    "summa",
    "summans_plats",
    "varav",
    "därav",
    "enhet",
    "decimaler",
    "not",
    "räknas",
    "slag",
];

/// What rows are read against.
pub struct RowReader<'a> {
    /// The table's columns.
    pub columns: &'a [Column],
    /// Number of columns that name the row.
    pub stub: usize,
    /// Official names of units.
    pub organisation: &'a Organisation,
}

/// Reads rows; `cost` is inherited by rows under a group of costs.
pub fn read(nodes: Vec<Node>, reader: &RowReader<'_>, cost: bool, problems: &mut Problems) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, node) in nodes.into_iter().enumerate() {
        let span = node.span.clone();
        // A row that cannot be read keeps its place, so that no sum is told to be wrong for its sake.
        rows.push(row(node, reader, cost, problems).unwrap_or_else(|| unreadable(at, span, reader)));
    }
    rows
}

fn unreadable(at: usize, span: Span, reader: &RowReader<'_>) -> Row {
    let text = |value: String| Spanned::new(value, span.clone());
    Row {
        id: text(format!("oläslig_{}", at + 1)),
        names: vec![text("(kan inte läsas)".to_owned())],
        unit: None,
        decimals: None,
        notes: Notes::default(),
        about: None,
        counted: None,
        cost: false,
        content: RowContent::Item {
            cells: reader.columns.iter().map(|_| CellInput::Unreadable(span.clone())).collect(),
            of_which: Vec::new(),
        },
        span,
    }
}

fn row(node: Node, reader: &RowReader<'_>, cost: bool, problems: &mut Problems) -> Option<Row> {
    const WHAT: &str = "raden";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    let span = fields.span.clone();
    let group = fields.take("grupp");
    let (names, about) = names(&mut fields, group, reader, problems)?;
    let id = match (fields.has("id"), &about) {
        (true, _) => fields.id("id", WHAT, problems)?,
        // A unit's row is known by the unit's id.
        (false, Some(unit)) => unit.clone(),
        (false, None) => derived_id(&names)?,
    };
    let kind = fields.word("slag", &[("kostnad", true), ("intäkt", false)], problems);
    let cost = kind.unwrap_or(cost);
    let unit = fields.unit(problems);
    let decimals = fields.decimals(problems);
    let notes = notes::of_line(fields.take("not"), reader.columns, problems);
    let counted = fields.word("räknas", &Counted::WORDS, problems);
    let content = content(&mut fields, &span, reader, cost, problems)?;
    fields.finish("en sådan rad", problems);
    Some(Row { id, names, unit, decimals, notes, about, counted, cost, span, content })
}

fn content(
    fields: &mut Fields,
    span: &Span,
    reader: &RowReader<'_>,
    cost: bool,
    problems: &mut Problems,
) -> Option<RowContent> {
    let kinds = ["belopp", "formel", "rader", "därav"];
    let present: Vec<&str> = kinds.into_iter().filter(|key| fields.has(key)).collect();
    match present.as_slice() {
        ["belopp"] => {
            let cells = cells(fields.take("belopp")?, reader, problems);
            let of_which = read(fields.list("varav"), reader, cost, problems);
            Some(RowContent::Item { cells, of_which })
        }
        ["formel"] => {
            let node = fields.take("formel")?;
            Some(RowContent::Formula { formula: whole_formula(&node, "formel", problems)?, written: Vec::new() })
        }
        // What is written in a cell stands instead of what the formula gives: the first opening balance.
        ["belopp", "formel"] => {
            let written = cells(fields.take("belopp")?, reader, problems);
            let node = fields.take("formel")?;
            Some(RowContent::Formula { formula: whole_formula(&node, "formel", problems)?, written })
        }
        ["rader"] => {
            let rows = read(fields.list("rader"), reader, cost, problems);
            let before = fields.word("summans_plats", &[("före", true), ("efter", false)], problems).unwrap_or(false);
            // A sum on the group's own line has the group's name.
            let label = if before { None } else { fields.take("summa") };
            let label = label.filter(|node| !matches!(node.value, Value::Empty));
            let sum = match label.map(|node| sum_label(node, reader.columns, problems)) {
                _ if before => SumLine::Before,
                Some(Some(label)) => SumLine::After(label),
                Some(None) | None => SumLine::Hidden,
            };
            Some(RowContent::Group { rows, sum })
        }
        ["därav"] => {
            let rows = read(fields.list("därav"), reader, cost, problems);
            Some(RowContent::Group { rows, sum: SumLine::Before })
        }
        [] => {
            problems.push(
                Diagnostic::error("nyckel-saknas", "raden saknar innehåll")
                    .at(span)
                    .hint("lägg till \"belopp: […]\", \"formel: …\" eller \"rader:\""),
            );
            None
        }
        [first, rest @ ..] => {
            let second = rest.first().unwrap_or(first);
            problems.push(
                Diagnostic::error("motstridiga-nycklar", format!("raden har både \"{first}\" och \"{second}\""))
                    .at(span)
                    .hint("en rad har antingen belopp, formel, rader eller därav"),
            );
            None
        }
    }
}

/// A sum's label, or `{namn, not}`.
fn sum_label(node: Node, columns: &[Column], problems: &mut Problems) -> Option<SumLabel> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(SumLabel { text: text(node, "summa", problems)?, notes: Notes::default() });
    }
    let mut fields = Fields::new(node, "summa", &["namn", "not"], problems)?;
    let notes = notes::of_line(fields.take("not"), columns, problems);
    Some(SumLabel { text: fields.text("namn", "summa", problems)?, notes })
}

fn names(
    fields: &mut Fields,
    group: Option<Node>,
    reader: &RowReader<'_>,
    problems: &mut Problems,
) -> Option<(Vec<Spanned<String>>, Option<Id>)> {
    if let Some(group) = group {
        return Some((vec![text(group, "grupp", problems)?], None));
    }
    let unit = fields.take("område").and_then(|node| crate::read::fields::id(node, "område", problems));
    let official = unit.as_ref().map(|wanted| {
        let found = reader.organisation.unit(&wanted.value);
        if found.is_none() && !reader.organisation.broken {
            problems.push(organisation::unknown(reader.organisation, wanted));
        }
        // A row whose unit is unknown is still a row, so that nothing else is said to be missing.
        let name = found.map_or(&wanted.value, |unit| &unit.name.value);
        Spanned::new(name.clone(), wanted.span.clone())
    });
    let written = fields.list("namn");
    if written.is_empty() {
        if official.is_none() {
            fields.complain_of_missing("namn", "raden", problems);
        }
        return official.map(|name| (vec![name], unit));
    }
    let place = written.first().map(|node| node.span.clone())?;
    // One of several names may be blank: the row then goes on under the one above.
    let several = written.len() > 1;
    let blank = |node: &Node| several && crate::read::fields::scalar(node).is_none_or(|text| text.trim().is_empty());
    let mut names: Vec<Spanned<String>> = Vec::new();
    for node in written {
        if blank(&node) && matches!(node.value, Value::Empty | Value::Text(_)) {
            names.push(Spanned::new(String::new(), node.span));
        } else {
            names.extend(text(node, "namn", problems));
        }
    }
    if several && names.iter().all(|name| name.value.is_empty()) {
        problems.push(
            Diagnostic::error("nyckel-saknas", "raden har bara tomma namn")
                .at(&place)
                .hint("skriv minst ett av namnen; det andra kan vara ~"),
        );
        return None;
    }
    let is_parent = fields.has("rader") || fields.has("därav") || fields.has("formel");
    if names.len() != reader.stub && !(is_parent && names.len() == 1) {
        problems.push(
            Diagnostic::error(
                "fel-antal-värden",
                format!("raden har {} namn men tabellen {} radhuvuden", names.len(), reader.stub),
            )
            .at(&place)
            .hint("\"namn\" ska ha lika många texter som \"radhuvud\""),
        );
    }
    (!names.is_empty()).then_some((names, unit))
}

/// The id of a row without one: its name in lower case, words joined by underscores.
fn derived_id(names: &[Spanned<String>]) -> Option<Spanned<String>> {
    let name = names.iter().rfind(|name| !name.value.is_empty())?;
    let mut id = String::new();
    for c in visible(&name.value).to_lowercase().chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let id = id.trim_end_matches('_').to_owned();
    Some(Spanned::new(if id.is_empty() { "rad".to_owned() } else { id }, name.span.clone()))
}

/// One cell per column. A column that is not written is empty; what cannot be read is kept as unreadable, so
/// that no sum is told to be wrong for its sake.
pub fn cells(node: Node, reader: &RowReader<'_>, problems: &mut Problems) -> Vec<CellInput> {
    let span = node.span.clone();
    let before = problems.len();
    let written = by_column(node, reader.columns, |column| !column.computed, "belopp", problems);
    let broken = problems.len() > before;
    let blank = |span: &Span| if broken { CellInput::Unreadable(span.clone()) } else { CellInput::Empty(span.clone()) };
    let mut cells: Vec<CellInput> = reader.columns.iter().map(|_| blank(&span)).collect();
    for (at, value) in written {
        let place = value.span.clone();
        let kind = reader.columns[at].kind;
        cells[at] = cell(value, kind, problems).unwrap_or(CellInput::Unreadable(place));
    }
    once_a_row(problems, before);
    cells
}

/// What is remarked upon in several cells of a row is said once.
fn once_a_row(problems: &mut Problems, from: usize) {
    let alike = |problem: &Diagnostic| problem.id == MINUS_APART;
    let Some(first) = problems[from..].iter().position(alike).map(|at| at + from) else { return };
    let others = problems.split_off(first + 1);
    let (same, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(alike);
    if !same.is_empty() {
        let problem = problems.remove(first);
        problems.push(problem.fact(format!("och {} till i raden", crate::swedish::count(same.len()))));
    }
    problems.extend(rest);
}

fn cell(node: Node, kind: ColumnKind, problems: &mut Problems) -> Option<CellInput> {
    let written = match &node.value {
        Value::Empty => return Some(CellInput::Empty(node.span)),
        Value::Text(written) => written.trim().to_owned(),
        Value::List(_) | Value::Map(_) => {
            problems.push(wrong_type(&node, "beloppet", "ett tal, ~ (tomt), \"–\" (streck) eller \"= formel\""));
            return None;
        }
    };
    if let Some(expression) = written.strip_prefix('=') {
        return formula(&node, expression.trim(), problems).map(CellInput::Formula);
    }
    match written.as_str() {
        "" => Some(CellInput::Empty(node.span)),
        "-" | "–" | "—" => Some(CellInput::Dash(node.span)),
        _ if kind == ColumnKind::Text => text(node, "texten", problems).map(CellInput::Text),
        _ if is_formula(&written) => {
            problems.push(
                Diagnostic::error("ogiltigt-tal", format!("\"{written}\" är en formel utan likhetstecken"))
                    .at(&node.span)
                    .hint(format!("skriv \"= {written}\"")),
            );
            None
        }
        _ if is_words(&written) => text(node, "texten", problems).map(CellInput::Text),
        _ if is_about(&written) || is_range(&written) => {
            Some(CellInput::Text(Spanned::new(uncertain(&written), node.span)))
        }
        _ => {
            let words = written.chars().filter(|c| c.is_alphabetic()).count() > 1;
            let before = problems.len();
            let amount = number(&node, "beloppet", problems).map(CellInput::Amount);
            if let Some(problem) = problems.get_mut(before).filter(|_| words && amount.is_none()) {
                *problem = problem
                    .clone()
                    .hint("en kolumn med text har slag: text, som {id: färdigt, namn: Färdigt, slag: text}");
            }
            amount
        }
    }
}

/// Whether a text is shown as it is instead of an amount: words such as `avgiftsfritt` and signs such as `..`, and nothing
/// that could be a number written wrongly.
fn is_words(text: &str) -> bool {
    let signs = text.chars().all(|c| matches!(c, '.' | '…' | '*'));
    let words = text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(char::is_numeric);
    (signs || words) && text.chars().all(|c| !is_invisible(c))
}

/// Signs and words before a number that is shown and not computed with: `±7,2` of what may go either way, `<5` of few
/// people.
const ABOUT: [&str; 13] = ["±", "+/-", "+/–", "+/−", "<", ">", "≤", "≥", "ca ", "cirka ", "minst ", "högst ", "över "];

/// A number that is no certain one, as it is printed.
fn uncertain(text: &str) -> String {
    let text = ["+/-", "+/–", "+/−"].iter().fold(text.to_owned(), |text, sign| text.replace(sign, "±"));
    text.replace("± ", "±").replace('.', ",")
}

fn is_about(text: &str) -> bool {
    let rest = ABOUT.iter().find_map(|about| text.strip_prefix(about)).map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && parse_number(rest).is_ok())
}

/// Whether it is from one number to a larger one, `66–70`, with the dash that Swedish has for it.
fn is_range(text: &str) -> bool {
    let ends = text.split_once('–').map(|(from, to)| (parse_number(from.trim_end()), parse_number(to.trim_start())));
    matches!(ends, Some((Ok(from), Ok(to))) if from < to && !from.is_sign_negative())
}

/// Whether a text computes something, or fetches it from another place: its equals sign has been forgotten.
fn is_formula(text: &str) -> bool {
    match crate::model::grammar::parse(text) {
        Ok(Formula::Reference(reference)) => reference.before || reference.parts.len() > 1,
        Ok(formula) => {
            let mut refers = false;
            formula.references(&mut |_| refers = true);
            refers && !matches!(formula, Formula::Negate(_))
        }
        Err(_) => false,
    }
}
