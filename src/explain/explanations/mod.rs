//! How every computed figure came about, told to its end: for readers who ask where a number comes from.
//!
//! An explanation per figure: the formula in words, the whole chain of operands down to the inputs where it is short,
//! the place of every input, and what uses the figure. Long chains show one step and lead on by links, so that what is
//! told grows with the plan and not with the product of its tables. Outputs choose the shape and nothing else.

pub mod chain;
pub mod controls;

use std::collections::HashMap;

use serde::Serialize;

use crate::document::anchor::Anchors;
use crate::explain::explanations::controls::Control;
use crate::explain::words;
use crate::figures::{CellId, Figures, Origin};
use crate::model::plan::Plan;
use crate::source::Span;
use crate::views::places::{Change, Mention, Places};

/// Most users listed.
const USERS: usize = 30;

/// The explanations of a table's figures.
#[derive(Debug, Serialize)]
pub struct Explained {
    /// The table's name in anchors and files.
    pub name: String,
    /// Its caption.
    pub caption: String,
    /// In the order of its cells, changes last.
    pub figures: Vec<Explanation>,
}

/// How a figure came about.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// Where it stands.
    pub anchor: String,
    /// The figure's name.
    pub title: String,
    /// The figure.
    pub value: Shown,
    /// Whether it was typed in the sources rather than computed.
    pub typed: bool,
    /// How it came about, in words.
    pub words: String,
    /// Where that is written; nothing for a change that a sentence prints.
    pub place: Option<Place>,
    /// What it was computed from: all the way down when that is short, else one step.
    pub steps: Vec<Step>,
    /// The inputs of a long chain, when they are not its steps.
    pub inputs: Vec<Step>,
    /// Whether there are more inputs than are listed.
    pub has_more_inputs: bool,
    /// The row that the figure stands in, called by its table's caption.
    pub row: Option<Name>,
    /// What is computed from it.
    pub users: Vec<Name>,
    /// How many more there are than are listed.
    pub more_users: usize,
    /// Sentences that print it.
    pub mentions: Vec<Mention>,
    /// What it is held against.
    pub controls: Vec<Control>,
    /// The cell's address; nothing for a change.
    pub address: Option<String>,
}

/// A figure among those that another is computed from.
#[derive(Debug, Serialize)]
pub struct Step {
    /// The figure.
    pub value: Shown,
    /// What it is called beside the one that is explained.
    pub name: Name,
    /// Where it is written, when it was not computed.
    pub place: Option<Place>,
    /// What it was computed from, where the whole chain is shown.
    pub steps: Vec<Step>,
}

/// A cell as it is printed.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// The exact value, point as decimal mark, when it is a figure.
    pub exact: Option<String>,
}

/// What something is called, and where it stands when it does.
#[derive(Debug, Serialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its anchor.
    pub anchor: Option<String>,
}

/// A line of the plan's sources.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// The file, from the plan's own folder.
    pub file: String,
    /// The line.
    pub line: usize,
}

impl Place {
    fn of(plan: &Plan, span: &Span) -> Self {
        let (line, _) = span.file.line_column(span.range.start);
        Self { file: span.path_within(plan.home()).to_owned(), line }
    }
}

/// A change that running text prints, with the cells it goes to and from.
struct Changed<'a> {
    change: &'a Change,
    sheet: usize,
    anchor: String,
    to: CellId,
    from: CellId,
}

/// Every figure that is explained: what is computed, and what running text prints.
pub struct Explanations<'a> {
    plan: &'a Plan,
    figures: &'a Figures,
    places: &'a Places,
    /// Name of each sheet in anchors and files.
    sheets: Vec<String>,
    /// Where the explanation of each cell stands, when it has one.
    anchors: Vec<Option<String>>,
    changes: Vec<Changed<'a>>,
    users: Vec<Vec<CellId>>,
    controls: HashMap<CellId, Vec<Control>>,
}

impl<'a> Explanations<'a> {
    /// Finds what is to be explained, and where that will stand.
    pub fn of(plan: &'a Plan, figures: &'a Figures, places: &'a Places) -> Self {
        let mut names = Anchors::default();
        let sheets: Vec<String> = figures.sheets.iter().map(|sheet| names.give(&sheet.id)).collect();
        let mut given = Anchors::default();
        let anchors = anchors(figures, places, &sheets, &mut given);
        let changes = changes(figures, places, &sheets, &mut given);
        let (users, controls) = (figures.users(), controls::by_cell(plan, figures));
        Self { plan, figures, places, sheets, anchors, changes, users, controls }
    }

    /// Where each explanation stands, by its cell's address, or by the key of a change.
    pub fn anchors(&self) -> HashMap<String, String> {
        let cells = self.anchors.iter().enumerate();
        let cells = cells.filter_map(|(cell, anchor)| Some((self.figures.address(cell), anchor.clone()?)));
        cells.chain(self.changes.iter().map(|own| (own.change.key.clone(), own.anchor.clone()))).collect()
    }

    /// All explanations, by table in the order of the plan.
    pub fn tables(&self) -> Vec<Explained> {
        let tables = self.figures.sheets.iter().zip(&self.sheets).enumerate().map(|(at, (sheet, name))| {
            let cells = sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len();
            let cells = cells.filter_map(|cell| Some(self.cell(cell, self.anchors.get(cell)?.as_ref()?)));
            let changes = self.changes.iter().filter(|own| own.sheet == at).map(|own| self.changed(own));
            Explained { name: name.clone(), caption: sheet.caption.clone(), figures: cells.chain(changes).collect() }
        });
        tables.filter(|table| !table.figures.is_empty()).collect()
    }

    fn cell(&self, cell: CellId, anchor: &str) -> Explanation {
        let figure = &self.figures.cells[cell];
        let address = self.figures.address(cell);
        let whole = chain::is_short(self.figures, cell);
        let (inputs, has_more_inputs) = if whole { (Vec::new(), false) } else { chain::inputs(self, cell) };
        let caption = || self.figures.position(cell).map(|(sheet, ..)| sheet.caption.clone()).unwrap_or_default();
        let row = self.places.rows.get(&address);
        let explained = |user: &&CellId| self.anchors[**user].is_some();
        let users: Vec<&CellId> = self.users[cell].iter().filter(explained).collect();
        Explanation {
            anchor: anchor.to_owned(),
            title: self.figures.name(cell),
            value: self.shown(cell),
            typed: matches!(figure.origin, Origin::Input),
            words: words::in_words(self.figures, cell),
            place: Some(Place::of(self.plan, &figure.span)),
            steps: chain::steps(self, cell, cell, whole),
            inputs,
            has_more_inputs,
            row: row.map(|row| Name { text: caption(), anchor: Some(row.clone()) }),
            users: users.iter().take(USERS).map(|&&user| self.name(user, cell)).collect(),
            more_users: users.len().saturating_sub(USERS),
            mentions: self.places.mentions.get(&address).cloned().unwrap_or_default(),
            controls: self.controls.get(&cell).cloned().unwrap_or_default(),
            address: Some(address),
        }
    }

    /// What a change goes from and to.
    fn changed(&self, own: &Changed<'_>) -> Explanation {
        let Changed { change, to, from, .. } = *own;
        let ends = [(from, to), (to, from)];
        let [from_name, to_name] = ends.map(|(cell, other)| words::name_seen_from(self.figures, cell, other));
        let step = |(cell, other): (CellId, CellId)| Step {
            value: self.shown(cell),
            name: self.name(cell, other),
            place: Some(Place::of(self.plan, &self.figures.cells[cell].span)),
            steps: Vec::new(),
        };
        Explanation {
            anchor: own.anchor.clone(),
            title: format!("{} mot {}", self.figures.name(to), self.figures.name_beside(from, to)),
            value: Shown { text: change.text.clone(), exact: Some(change.exact.clone()) },
            typed: false,
            words: format!("förändringen från {from_name} till {to_name}"),
            place: None,
            steps: ends.map(step).into(),
            inputs: Vec::new(),
            has_more_inputs: false,
            row: None,
            users: Vec::new(),
            more_users: 0,
            mentions: self.places.mentions.get(&change.key).cloned().unwrap_or_default(),
            controls: Vec::new(),
            address: None,
        }
    }

    fn shown(&self, cell: CellId) -> Shown {
        let figure = &self.figures.cells[cell];
        let exact = figure.amount().map(|amount| amount.value.normalize().to_string());
        Shown { text: figure.text(), exact }
    }

    /// The cell as it is called beside another: a computed one leads to its explanation, an input to its row.
    fn name(&self, cell: CellId, beside: CellId) -> Name {
        let is_input = self.figures.cells[cell].operands().is_empty();
        let explanation = self.anchors[cell].as_ref().filter(|_| !is_input);
        let row = || self.places.rows.get(&self.figures.address(cell));
        let text = words::name_seen_from(self.figures, cell, beside);
        Name { text, anchor: explanation.or_else(row).cloned() }
    }
}

/// Where the explanation of each cell stands, when it has one.
fn anchors(figures: &Figures, places: &Places, sheets: &[String], given: &mut Anchors) -> Vec<Option<String>> {
    let mut anchors = vec![None; figures.cells.len()];
    for (sheet, name) in figures.sheets.iter().zip(sheets) {
        for (at, line) in sheet.lines.iter().enumerate() {
            let key = sheet.key(line);
            for (column, named) in sheet.columns.iter().enumerate() {
                let cell = sheet.cell(at, column);
                let figure = &figures.cells[cell];
                let is_input = matches!(figure.origin, Origin::Input);
                if figure.amount().is_some() && (!is_input || places.mentions.contains_key(&figures.address(cell))) {
                    // Two hyphens divide: a name never has them, so that a script can tell the table.
                    let own = given.give(&format!("{name} {key} {}", named.id));
                    let rest = own.strip_prefix(name.as_str()).unwrap_or(&own).trim_start_matches('-');
                    anchors[cell] = Some(format!("tal-{name}--{rest}"));
                }
            }
        }
    }
    anchors
}

/// The changes that running text prints, each among the figures of its table.
fn changes<'a>(figures: &Figures, places: &'a Places, sheets: &[String], given: &mut Anchors) -> Vec<Changed<'a>> {
    let find = |address: &str| {
        let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
        figures.find(&parts, None).ok()
    };
    let mut changes = Vec::new();
    for change in places.changes.values() {
        let (Some(to), Some(from)) = (find(&change.to), find(&change.from)) else { continue };
        let Some(sheet) = figures.sheets.iter().rposition(|sheet| sheet.first <= to) else { continue };
        let rest = given.give(&format!("skillnad {} {}", change.to, change.from));
        changes.push(Changed { change, sheet, anchor: format!("tal-{}--{rest}", sheets[sheet]), to, from });
    }
    changes
}
