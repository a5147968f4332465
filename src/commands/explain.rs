//! `vplan explain`: how a figure came about, and what it reaches.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::Draft;
use crate::commands::error::CommandError;
use crate::commands::history::{self, Written};
use crate::commands::load::{self, Loaded, Plans};
use crate::commands::{Outcome, report};
use crate::diagnostic::{self, json};
use crate::escape::terminal::line;
use crate::explain::Cell;
use crate::explain::named;
use crate::explain::reach::{self, Mention, Reach};
use crate::explain::trace::{self, Trace};
use crate::figures::CellId;
use crate::source::characters::visible;

/// Vilket tal som ska förklaras.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Cellens adress, tabell, rad och kolumn med punkt emellan; eller radens namn, med kolumnen om den är en annan än
    /// årets budget
    #[arg(value_name = "CELL", help_heading = "Argument")]
    pub cell: String,
    /// Planer att söka i
    #[command(flatten)]
    pub plans: Plans,
    /// Visar vad talet påverkar: summor, tabeller, kontrollsummor och meningar
    #[arg(long, help_heading = "Val")]
    pub used_by: bool,
    /// Hur svaret skrivs: text eller json; förvalt är text
    #[arg(long, value_enum, default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true, value_name = "FORMAT", help_heading = "Val")]
    pub format: Shape,
}

/// Hur ett svar skrivs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// För människor
    Text,
    /// För program
    Json,
}

/// What one plan knows of a cell.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(description = "Vad en plan vet om en cell.")]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// Planens mapp.
    plan: String,
    /// Vem som senast skrev talets eller formelns rad, och när, enligt git.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Written>,
    /// Cellen i förra årets plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_year: Option<Cell>,
    /// Hur cellen kom till.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Trace>,
    /// Vad cellen påverkar.
    #[serde(skip_serializing_if = "Option::is_none")]
    used_by: Option<Reach>,
}

/// Runs the command.
///
/// # Errors
/// When no plan has the cell, or the answer cannot be written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let plans = load::plans(&arguments.plans)?;
    let parts: Vec<String> = visible(&arguments.cell).trim().split('.').map(str::to_owned).collect();
    let mut asked: Vec<(usize, CellId)> = Vec::new();
    let mut unknown = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        let Draft { plan: own, figures, .. } = &plan.draft;
        let found = figures.find(&parts, None).map(|cell| vec![cell]);
        let found = found.or_else(|reason| {
            let named = named::cells(figures, own.identity.year, &arguments.cell);
            if named.is_empty() { Err(reason) } else { Ok(named) }
        });
        match found {
            Ok(cells) => cells.into_iter().for_each(|cell| asked.push((at, cell))),
            Err(reason) => unknown.push((own.folder.clone(), reason)),
        }
    }
    if asked.is_empty() {
        // In a plan that could not be read, the missing cell may be ours to miss.
        let problems = load::problems(&plans);
        if diagnostic::has_errors(&problems) {
            report::pressing(&problems);
            let message = format!("cellen \"{}\" kan inte förklaras: planen har fel", arguments.cell);
            return Err(CommandError::user(message));
        }
        let lines = unknown.iter().map(|(folder, why)| format!("{folder}: {}; {}", why.message, why.hint));
        return Err(CommandError::user(format!("cellen \"{}\" finns inte", arguments.cell)).listing(lines));
    }
    // Of many that have the name, each plan's are listed; only the one that is meant is told of.
    let several = plans.iter().enumerate().any(|(at, _)| asked.iter().filter(|(plan, _)| *plan == at).count() > 1);
    if several && arguments.format == Shape::Text {
        report::say(&choices(&plans, &asked, &arguments.cell))?;
        return Ok(Outcome::Done);
    }
    let explained: Vec<Explained> =
        asked.iter().take(LISTED).map(|(at, cell)| explain(&plans[*at], &plans, *cell, arguments.used_by)).collect();
    match arguments.format {
        Shape::Json => report::data(&json::pretty(&explained))?,
        Shape::Text => report::say(&explained.iter().map(text).collect::<Vec<_>>().join("\n\n"))?,
    }
    Ok(Outcome::Done)
}

/// The schema of what `--format json` prints.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Vec<Explained>);
    schema.insert("title".to_owned(), "vplan explain".into());
    json::pretty(&schema)
}

/// Most cells of a name that are listed.
const LISTED: usize = 50;

/// The cells that have a name, each with its address.
fn choices(plans: &[Loaded], asked: &[(usize, CellId)], name: &str) -> String {
    let mut lines = vec![format!("\"{name}\" finns på flera ställen (vplan explain ADRESS förklarar ett av dem):")];
    lines.extend(asked.iter().take(LISTED).map(|(at, cell)| {
        let draft = &plans[*at].draft;
        let Cell { address, name, table, value, .. } = Cell::of(&draft.figures, *cell);
        let folder = if plans.len() > 1 { format!("{}: ", draft.plan.folder) } else { String::new() };
        line(&format!("  {folder}{address} = {value}  {name} ({table})"))
    }));
    if let Some(more) = asked.len().checked_sub(LISTED).filter(|more| *more > 0) {
        lines.push(format!("  … och {more} till"));
    }
    lines.join("\n")
}

/// A cell in last year's plan: the same row of the same table, in the same column a year earlier.
fn last_year(plan: &Loaded, plans: &[Loaded], cell: CellId) -> Option<Cell> {
    let own = &plan.draft;
    let (sheet, line, column) = own.figures.position(cell)?;
    let in_draft = |draft: &Draft| {
        let earlier = draft.figures.sheet(&sheet.id)?;
        let &[line] = earlier.lines_with(&sheet.key(line)) else { return None };
        Some(Cell::of(&draft.figures, earlier.cell(line, earlier.column_like(column, -1)?)))
    };
    match plans.iter().find(|other| load::is_year_before(&other.draft.plan, &own.plan)) {
        Some(earlier) => in_draft(&earlier.draft),
        None => in_draft(&load::beside(plan)?),
    }
}

fn explain(plan: &Loaded, plans: &[Loaded], cell: CellId, used_by: bool) -> Explained {
    Explained {
        written: history::of(&json::place(&plan.draft.figures.cells[cell].span)),
        last_year: last_year(plan, plans, cell),
        plan: plan.draft.plan.folder.clone(),
        trace: (!used_by).then(|| trace::down(&plan.draft.figures, cell)),
        used_by: used_by.then(|| reach::up(&plan.draft.plan, &plan.draft.figures, &plan.draft.prose, cell)),
    }
}

fn text(explained: &Explained) -> String {
    let mut lines = Vec::new();
    if let Some(trace) = &explained.trace {
        head(&trace.cell, &mut lines);
        lines.push(how(trace));
        lines.extend(explained.written.iter().map(Written::in_words));
        lines.extend(
            explained
                .last_year
                .iter()
                .map(|cell| format!("förra årets plan: {} ({}, {})", cell.value, cell.name, place(&cell.place))),
        );
        branches(trace, "", &mut lines);
    }
    if let Some(reach) = &explained.used_by {
        head(&reach.cell, &mut lines);
        reached(reach, &mut lines);
    }
    lines.iter().map(|text| line(text)).collect::<Vec<_>>().join("\n")
}

fn head(cell: &Cell, lines: &mut Vec<String>) {
    lines.push(format!("{} = {}", cell.address, cell.value));
    lines.push(format!("{} ({})", cell.name, cell.table));
}

fn place(place: &json::Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn how(trace: &Trace) -> String {
    match &trace.formula {
        None => format!("skrivet i {}", place(&trace.cell.place)),
        Some(formula) => format!("= {formula} ({})", place(&trace.cell.place)),
    }
}

/// The operands as a tree.
fn branches(trace: &Trace, indent: &str, lines: &mut Vec<String>) {
    for (at, operand) in trace.operands.iter().enumerate() {
        let last = at + 1 == trace.operands.len();
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let cell = &operand.cell;
        let formula = match &operand.formula {
            Some(_) if operand.repeated => " = se ovan".to_owned(),
            Some(formula) => format!(" = {formula}"),
            None => String::new(),
        };
        let place = place(&cell.place);
        let table = if cell.table == trace.cell.table { String::new() } else { format!("{}: ", cell.table) };
        lines.push(format!(
            "{indent}{branch}{}  {table}{} [{}]{formula} ({place})",
            cell.value, cell.name, cell.address
        ));
        branches(operand, &format!("{indent}{below}"), lines);
    }
}

fn reached(reach: &Reach, lines: &mut Vec<String>) {
    let cells: Vec<String> = reach
        .cells
        .iter()
        .map(|cell| format!("{}  {} [{}] ({})", cell.value, cell.name, cell.address, place(&cell.place)))
        .collect();
    let mentions = |mentions: &[Mention]| -> Vec<String> {
        mentions
            .iter()
            .map(|mention| format!("{} [{}] ({})", mention.text, mention.address, place(&mention.place)))
            .collect()
    };
    let parts = [
        ("celler som beräknas ur den", cells),
        ("tabeller", reach.tables.clone()),
        ("kontrollsummor", mentions(&reach.controls)),
        ("avstämningar", mentions(&reach.reconciliations)),
        ("meningar", mentions(&reach.sentences)),
    ];
    for (title, found) in parts {
        if found.is_empty() {
            lines.push(format!("{title}: inga"));
        } else {
            lines.push(format!("{title}:"));
            lines.extend(found.into_iter().map(|line| format!("  {line}")));
        }
    }
}
