//! How a figure came about, down to the lines that were written, and what it reaches.
//!
//! [`Trace`] goes from a cell to its operands and on to the inputs; [`Reach`] from a cell to the totals, tables,
//! controls, reconciliations and sentences that change when it does.

use std::collections::{BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::json::{Place, place};
use crate::figures::controls;
use crate::figures::{CellId, Figures, Origin, Value};
use crate::model::formula::{self, Formula, Function, Operator};
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::prose::sentences::sentences;
use crate::source::Span;

/// A cell, how it came about, and its operands.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En cell, hur den kom till, och de celler den beräknas ur.")]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// Cellen.
    #[serde(flatten)]
    pub cell: Cell,
    /// Hur den kom till.
    pub origin: Kind,
    /// Formeln som den är skriven, eller summan i ord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Cellerna som formeln eller summan tar, i den ordning de står.
    pub operands: Vec<Trace>,
    /// Cellen har redan visats i trädet, och visas inte en gång till.
    pub repeated: bool,
}

/// How a figure came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Hur ett tal kom till.")]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Skriven i källorna.
    Input,
    /// Summan av rader.
    Sum,
    /// Beräknad med en formel.
    Formula,
}

/// A cell in words.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En cell i ord.")]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// Adressen, `tabell.rad.kolumn`.
    pub address: String,
    /// Raden och kolumnen som de trycks.
    pub name: String,
    /// Tabellens rubrik.
    pub table: String,
    /// Värdet som det skrivs, med enhet.
    pub value: String,
    /// Det exakta värdet med decimalpunkt; saknas för en tom cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
    /// Talets, formelns eller summans plats.
    pub place: Place,
}

/// What a cell reaches.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Vad en cell påverkar.")]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// Cellen.
    pub cell: Cell,
    /// Celler som beräknas ur den, närmast först.
    pub cells: Vec<Cell>,
    /// Rubrikerna för de tabeller som de står i.
    pub tables: Vec<String>,
    /// Kontrollsummor för någon av cellerna.
    pub controls: Vec<Mention>,
    /// Avstämningar med någon av cellerna.
    pub reconciliations: Vec<Mention>,
    /// Meningar där någon av cellerna står.
    pub sentences: Vec<Mention>,
}

/// A place that names a cell.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett ställe som nämner en cell.")]
#[serde(rename_all = "camelCase")]
pub struct Mention {
    /// Cellens adress.
    pub address: String,
    /// Texten: kontrollsumman, avstämningens namn eller meningen.
    pub text: String,
    /// Platsen.
    pub place: Place,
}

/// Deepest level shown: nobody reads on, and no plan can exhaust the stack.
const DEEPEST: usize = 200;

/// How a cell came about.
pub fn down(figures: &Figures, cell: CellId) -> Trace {
    descend(figures, cell, &mut HashSet::new(), 0)
}

fn descend(figures: &Figures, at: CellId, seen: &mut HashSet<CellId>, depth: usize) -> Trace {
    let figure = &figures.cells[at];
    let origin = match &figure.origin {
        Origin::Input => Kind::Input,
        Origin::Sum(_) => Kind::Sum,
        Origin::Formula(_) => Kind::Formula,
    };
    let operands = figure.operands();
    let repeated = !operands.is_empty() && (!seen.insert(at) || depth >= DEEPEST);
    let stated = |part: &&CellId| !matches!(figures.cells[**part].value, Value::Empty);
    Trace {
        cell: cell(figures, at),
        origin,
        formula: match origin {
            Kind::Input => None,
            Kind::Sum => Some("summan av raderna".to_owned()),
            Kind::Formula => Some(written(figures, at)),
        },
        // Empty cells add nothing and tell nothing.
        operands: if repeated {
            Vec::new()
        } else {
            operands.iter().filter(stated).map(|&part| descend(figures, part, seen, depth + 1)).collect()
        },
        repeated,
    }
}

/// How a computed cell came about, in words and the names that are printed: `Verksamhetens nettokostnader +
/// Finansnetto`.
pub fn in_words(figures: &Figures, at: CellId) -> String {
    let figure = &figures.cells[at];
    let text = match &figure.origin {
        Origin::Input => return "skrivet i källan".to_owned(),
        Origin::Sum(parts) => return sum_in_words(figures, at, parts),
        Origin::Formula(_) => written(figures, at),
    };
    let Ok(formula) = formula::parse(&text) else { return text };
    let mut references = 0;
    formula.references(&mut |_, _| references += 1);
    // A bare number that names a column is an operand too: then only the author's own words are sure.
    if references != figure.operands().len() {
        return text;
    }
    words(&formula, &mut figure.operands().iter().map(|&operand| name_seen_from(figures, operand, at)))
}

fn sum_in_words(figures: &Figures, at: CellId, parts: &[CellId]) -> String {
    /// More names than this are no longer read.
    const MOST: usize = 4;
    if parts.len() > MOST {
        return format!("summan av {} rader", crate::swedish::count(parts.len()));
    }
    let names: Vec<String> = parts.iter().map(|&part| name_seen_from(figures, part, at)).collect();
    format!("summan av {}", crate::swedish::join(&names))
}

/// What a cell is called beside another: of the same column by its row, of the same row by its column.
pub fn name_seen_from(figures: &Figures, cell: CellId, other: CellId) -> String {
    match (figures.position(cell), figures.position(other)) {
        (Some((sheet, line, column)), Some((other_sheet, other_line, other_column))) if sheet.id == other_sheet.id => {
            if column.id == other_column.id {
                line.name()
            } else if std::ptr::eq(line, other_line) {
                column.name.clone()
            } else {
                figures.name(cell)
            }
        }
        _ => figures.name_beside(cell, other),
    }
}

fn words(formula: &Formula, names: &mut impl Iterator<Item = String>) -> String {
    let inner = |formula: &Formula, names: &mut _, loose: bool| {
        let text = words(formula, names);
        if loose { format!("({text})") } else { text }
    };
    let is_sum = |formula: &Formula| matches!(formula, Formula::Binary(Operator::Add | Operator::Subtract, ..));
    match formula {
        Formula::Number(value) => crate::swedish::exact(*value),
        Formula::Reference(..) => names.next().unwrap_or_default(),
        Formula::Negate(operand) => format!("−{}", inner(operand, names, is_sum(operand))),
        Formula::Binary(operator, left, right) => {
            let (sign, tight) = match operator {
                Operator::Add => ("+", false),
                Operator::Subtract => ("−", false),
                Operator::Multiply => ("×", true),
                Operator::Divide => ("/", true),
            };
            let left = inner(left, names, tight && is_sum(left));
            let loose = match operator {
                Operator::Add => false,
                Operator::Subtract | Operator::Multiply => is_sum(right),
                Operator::Divide => matches!(**right, Formula::Binary(..)),
            };
            format!("{left} {sign} {}", inner(right, names, loose))
        }
        Formula::Call(function, arguments) => {
            let all: Vec<String> = arguments.iter().map(|argument| words(argument, names)).collect();
            let first = all.first().cloned().unwrap_or_default();
            let last = all.last().cloned().unwrap_or_default();
            match function {
                Function::Sum => format!("summan av {}", crate::swedish::join(&all)),
                Function::Min => format!("det minsta av {}", crate::swedish::join(&all)),
                Function::Max => format!("det största av {}", crate::swedish::join(&all)),
                Function::Abs => format!("{first} utan tecken"),
                Function::Percent => format!("{first} i procent av {last}"),
                Function::Change => format!("förändringen från {last} till {first} i procent"),
                Function::Krona => format!("{first} i kronor"),
                Function::ThousandKronor => format!("{first} i tusental kronor"),
                Function::MillionKronor => format!("{first} i miljoner kronor"),
                Function::BillionKronor => format!("{first} i miljarder kronor"),
            }
        }
    }
}

/// The formula as its author wrote it; what the program made of records is a sum over their tables.
fn written(figures: &Figures, at: CellId) -> String {
    let text = figures.cells[at].span.text().trim().trim_matches(['"', '\'']).trim_start_matches('=').trim();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Records that are summed stand at their table's own name.
    let is_table = figures.position(at).is_some_and(|(sheet, ..)| sheet.id == text);
    if !is_table && formula::parse(&text).is_ok() { text } else { "summan över tabellerna".to_owned() }
}

fn cell(figures: &Figures, at: CellId) -> Cell {
    let figure = &figures.cells[at];
    Cell {
        address: figures.address(at),
        name: figures.name(at),
        table: figures.position(at).map(|(sheet, ..)| sheet.caption.clone()).unwrap_or_default(),
        value: figure.text(),
        exact: figure.amount().map(|amount| amount.value.normalize().to_string()),
        place: place(&figure.span),
    }
}

/// What a cell reaches.
pub fn up(plan: &Plan, figures: &Figures, prose: &[Passage], from: CellId) -> Reach {
    let reached = users(figures, from);
    let is_reached = |at: &CellId| reached.contains(at);
    let captions: BTreeSet<usize> =
        reached.iter().filter_map(|at| figures.sheets.iter().rposition(|sheet| sheet.first <= *at)).collect();
    let mention =
        |at: CellId, text: String, span: &Span| Mention { address: figures.address(at), text, place: place(span) };
    let mut reach = Reach {
        cell: cell(figures, from),
        cells: reached.iter().skip(1).map(|&at| cell(figures, at)).collect(),
        tables: captions.iter().map(|&sheet| figures.sheets[sheet].caption.clone()).collect(),
        controls: Vec::new(),
        reconciliations: Vec::new(),
        sentences: Vec::new(),
    };
    for table in &plan.tables {
        for control in &table.controls {
            if let Ok(at) = controls::target(table, control, figures)
                && is_reached(&at)
            {
                reach.controls.push(mention(at, figures.name(at), &control.stated.span));
            }
        }
        for reconciliation in &table.reconciliations {
            let mut named = None;
            for term in &reconciliation.terms {
                term.value.references(&mut |parts, _| {
                    named = named.or(figures.find(parts, None).ok().filter(is_reached));
                });
            }
            if let Some(at) = named {
                reach.reconciliations.push(mention(at, reconciliation.name.value.clone(), &reconciliation.name.span));
            }
        }
    }
    for passage in prose {
        for (at, range) in passage.cells.iter().filter(|(at, _)| is_reached(at)) {
            let sentence = sentences(&passage.text).into_iter().find(|sentence| sentence.contains(&range.start));
            let text = sentence.and_then(|sentence| passage.text.get(sentence)).unwrap_or(&passage.text);
            if let Some(span) = passage.span(range) {
                reach.sentences.push(mention(*at, text.trim().to_owned(), &span));
            }
        }
    }
    reach
}

/// The cell and every cell computed from it, breadth first.
fn users(figures: &Figures, from: CellId) -> Vec<CellId> {
    let users = figures.users();
    let (mut reached, mut seen, mut next) = (vec![from], HashSet::from([from]), 0);
    while let Some(&at) = reached.get(next) {
        next += 1;
        reached.extend(users[at].iter().copied().filter(|user| seen.insert(*user)));
    }
    // A group's sum that is not printed is no news to a reader, but what is computed from it is.
    let printed = |at: &CellId| *at == from || figures.position(*at).is_some_and(|(_, line, _)| line.is_printed());
    reached.retain(printed);
    reached
}
