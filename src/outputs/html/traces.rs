//! "Så räknades talen": how each computed figure came about, as a page and as data for the page's script.
//!
//! A section per figure: the formula in words, the whole chain of operands down to the inputs where it is short, the
//! place of every input, and what uses the figure. Long chains show one step and lead on by links, so that the page
//! grows with the plan and not with the product of its tables.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use crate::figures::controls;
use crate::figures::{CellId, Figures, Origin, Value};
use crate::outputs::html::Edition;
use crate::outputs::html::markup::{self, Homes, escaped, push};
use crate::outputs::html::places::Places;
use crate::source::Span;
use crate::swedish;
use crate::trace;
use crate::views::anchor::Anchors;

/// The page's file name.
pub const PAGE: &str = "talen.html";

/// Folder of the script's data, one file per table.
pub const FOLDER: &str = "tal";

/// Most cells of a chain that is shown whole.
const WHOLE: usize = 40;

/// Most inputs listed where the chain is not shown whole.
const LISTED: usize = 60;

/// Most users listed.
const USERS: usize = 30;

/// Every figure that has a section.
pub struct Traces<'a> {
    edition: &'a Edition<'a>,
    figures: &'a Figures,
    places: &'a Places,
    /// Section of each cell that has one, by cell.
    anchors: Vec<Option<String>>,
    /// Name of each sheet in anchors and files.
    sheets: Vec<String>,
    users: Vec<Vec<CellId>>,
    told: HashMap<CellId, Vec<String>>,
}

/// The sections of each sheet.
type Sections = BTreeMap<usize, Vec<Section>>;

/// A figure's section.
struct Section {
    anchor: String,
    title: String,
    html: String,
}

impl<'a> Traces<'a> {
    /// Finds what is to be explained: every computed figure, and every figure that running text prints.
    pub fn of(edition: &'a Edition<'a>, places: &'a Places) -> Self {
        let figures = edition.figures;
        let mut names = Anchors::default();
        let sheets: Vec<String> = figures.sheets.iter().map(|sheet| names.give(&sheet.id)).collect();
        let mut given = Anchors::default();
        let mut anchors = vec![None; figures.cells.len()];
        for (sheet, name) in figures.sheets.iter().zip(&sheets) {
            for (at, line) in sheet.lines.iter().enumerate() {
                let key = sheet.key(line);
                for (column, named) in sheet.columns.iter().enumerate() {
                    let cell = sheet.cell(at, column);
                    let figure = &figures.cells[cell];
                    let is_input = matches!(figure.origin, Origin::Input);
                    if figure.amount().is_some() && (!is_input || places.mentions.contains_key(&figures.address(cell)))
                    {
                        // Two hyphens divide: a name never has them, so that a script can tell the table.
                        let own = given.give(&format!("{name} {key} {}", named.id));
                        let rest = own.strip_prefix(name.as_str()).unwrap_or(&own).trim_start_matches('-');
                        anchors[cell] = Some(format!("tal-{name}--{rest}"));
                    }
                }
            }
        }
        let mut traces =
            Self { edition, figures, places, anchors, sheets, users: figures.users(), told: HashMap::new() };
        traces.read_controls();
        traces
    }

    /// Section of each figure, by its cell's address.
    pub fn anchors(&self) -> HashMap<String, String> {
        let all = self.anchors.iter().enumerate();
        all.filter_map(|(cell, anchor)| Some((self.figures.address(cell), anchor.clone()?))).collect()
    }

    /// The page's content, and the same sections for the page's script, once it is known where everything stands.
    pub fn write(&self) -> (String, impl FnOnce(&Homes) -> BTreeMap<String, String>) {
        let sections = self.sections();
        (self.page(&sections), move |homes: &Homes| self.data(sections, homes))
    }

    fn page(&self, all: &Sections) -> String {
        let mut html = String::new();
        html.push_str("<h1>Så räknades talen</h1>\n<p class=\"ingress\">Varje beräknat tal i planen, med det som det räknades ur: ända ned till de tal som är skrivna i källorna, med fil och rad.</p>\n");
        if let Some(standing) = self.standing() {
            let _ = writeln!(html, "<p class=\"anm\">{standing}</p>");
        }
        let mut body = String::new();
        html.push_str("<ul class=\"tabellista\">\n");
        for (&sheet, sections) in all {
            let (name, caption) = (&self.sheets[sheet], escaped(&self.caption(sheet)));
            let _ = writeln!(html, "<li><a href=\"#tal-{name}\">{caption}</a></li>");
            let _ = writeln!(body, "<section aria-labelledby=\"tal-{name}\">\n<h2 id=\"tal-{name}\">{caption}</h2>");
            for Section { anchor, title, html } in sections {
                let _ = writeln!(
                    body,
                    "<section class=\"rakning\" id=\"{anchor}\">\n<h3>{}</h3>\n{html}</section>",
                    escaped(title)
                );
            }
            body.push_str("</section>\n");
        }
        html.push_str("</ul>\n");
        html.push_str(&body);
        html
    }

    /// One file per table.
    fn data(&self, sections: Sections, homes: &Homes) -> BTreeMap<String, String> {
        let foot = self.standing().unwrap_or_default();
        let files = sections.into_iter().map(|(sheet, sections)| {
            let caption = self.caption(sheet);
            let entries: BTreeMap<String, (String, String)> = sections
                .into_iter()
                .map(|own| (own.anchor, (own.title, markup::link_from_anywhere(&own.html, homes))))
                .collect();
            // Strings and maps with keys of text: nothing here can fail.
            let data = serde_json::to_string(&(&caption, &foot, entries)).unwrap_or_default();
            (format!("{FOLDER}/{}.js", self.sheets[sheet]), format!("vplan.receive({data});\n"))
        });
        files.collect()
    }

    fn sections(&self) -> Sections {
        let mut all = Sections::new();
        for (at, sheet) in self.figures.sheets.iter().enumerate() {
            let cells = sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len();
            for cell in cells {
                if let Some(anchor) = self.anchors.get(cell).cloned().flatten() {
                    let (title, html) = (self.figures.name(cell), self.section(cell));
                    all.entry(at).or_default().push(Section { anchor, title, html });
                }
            }
        }
        all
    }

    fn caption(&self, sheet: usize) -> String {
        self.figures.sheets.get(sheet).map(|sheet| sheet.caption.clone()).unwrap_or_default()
    }

    /// Which version of the sources this is about.
    fn standing(&self) -> Option<String> {
        let revision = self.edition.revision?;
        let date = revision.date.map(|date| format!(" från {}", swedish::date(date))).unwrap_or_default();
        let changed = if revision.changed { ", med ändringar som inte är sparade i git" } else { "" };
        Some(format!("Källornas version: <code>{}</code>{}{changed}.", escaped(&revision.id), escaped(&date)))
    }

    fn section(&self, cell: CellId) -> String {
        let figure = &self.figures.cells[cell];
        let mut html = String::new();
        html.push_str("<p class=\"svar\">");
        self.push_value(&mut html, cell);
        let sign = if matches!(figure.origin, Origin::Input) { ", " } else { " = " };
        let _ = write!(html, "{sign}{} ", escaped(&trace::in_words(self.figures, cell)));
        self.push_place(&mut html, &figure.span);
        html.push_str("</p>\n");
        if !figure.operands().is_empty() {
            if self.is_short(cell) {
                self.push_chain(&mut html, cell, cell, true);
            } else {
                self.push_chain(&mut html, cell, cell, false);
                self.push_inputs(&mut html, cell);
            }
        }
        self.push_uses(&mut html, cell);
        html
    }

    fn push_value(&self, html: &mut String, cell: CellId) {
        let figure = &self.figures.cells[cell];
        let text = escaped(&figure.text());
        match figure.amount() {
            Some(amount) => {
                let _ = write!(html, "<data value=\"{}\">{text}</data>", amount.value.normalize());
            }
            None => html.push_str(&text),
        }
    }

    /// File and line, from the plan's own folder.
    fn push_place(&self, html: &mut String, span: &Span) {
        let (line, _) = span.file.line_column(span.range.start);
        html.push_str("<code>");
        push(html, self.edition.source_path(span));
        let _ = write!(html, ":{line}</code>");
    }

    /// Whether the whole chain below a cell is short enough to be read in one piece.
    fn is_short(&self, cell: CellId) -> bool {
        let (mut stack, mut seen) = (vec![cell], 0);
        while let Some(at) = stack.pop() {
            seen += 1;
            if seen > WHOLE {
                return false;
            }
            stack.extend(self.stated(at));
        }
        true
    }

    /// The operands that hold something: an empty cell adds nothing and tells nothing.
    fn stated(&self, cell: CellId) -> impl Iterator<Item = CellId> {
        let operands = self.figures.cells[cell].operands().iter().copied();
        operands.filter(|&part| !matches!(self.figures.cells[part].value, Value::Empty))
    }

    /// The operands of a cell as a list, named as they are called beside `root`.
    fn push_chain(&self, html: &mut String, cell: CellId, root: CellId, whole: bool) {
        html.push_str("<ul class=\"kedja\">\n");
        for part in self.stated(cell) {
            html.push_str("<li>");
            self.push_value(html, part);
            html.push(' ');
            self.push_name(html, part, root);
            let is_input = self.figures.cells[part].operands().is_empty();
            if is_input {
                html.push(' ');
                self.push_place(html, &self.figures.cells[part].span);
            } else if whole {
                html.push('\n');
                self.push_chain(html, part, root, true);
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n");
    }

    /// The cell's name: a computed cell's leads to its section, an input's to its row.
    fn push_name(&self, html: &mut String, cell: CellId, seen_from: CellId) {
        let name = escaped(&trace::name_seen_from(self.figures, cell, seen_from));
        let is_input = self.figures.cells[cell].operands().is_empty();
        let section = self.anchors[cell].as_ref().filter(|_| !is_input);
        let row = || self.places.rows.get(&self.figures.address(cell));
        match section.or_else(row) {
            Some(anchor) => {
                let _ = write!(html, "<a href=\"#{anchor}\">{name}</a>");
            }
            None => html.push_str(&name),
        }
    }

    /// The inputs of a long chain, as far as anybody reads.
    fn push_inputs(&self, html: &mut String, cell: CellId) {
        let (mut stack, mut seen, mut inputs) = (vec![cell], HashSet::new(), Vec::new());
        while let Some(at) = stack.pop() {
            if inputs.len() > LISTED {
                break;
            }
            if !seen.insert(at) {
                continue;
            }
            let before = stack.len();
            stack.extend(self.stated(at));
            // The first operand is the next to be followed.
            stack[before..].reverse();
            if stack.len() == before && matches!(self.figures.cells[at].origin, Origin::Input) {
                inputs.push(at);
            }
        }
        // Where one step is the whole way, everything has been said.
        if inputs.iter().all(|input| self.figures.cells[cell].operands().contains(input)) {
            return;
        }
        html.push_str("<details><summary>Alla tal som det räknades ur</summary>\n<ul class=\"kedja\">\n");
        for &input in inputs.iter().take(LISTED) {
            html.push_str("<li>");
            self.push_value(html, input);
            html.push(' ');
            self.push_name(html, input, cell);
            html.push(' ');
            self.push_place(html, &self.figures.cells[input].span);
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n");
        if inputs.len() > LISTED {
            html.push_str("<p>Listan är inte hela: talen är många. Följ länkarna ovan till resten.</p>\n");
        }
        html.push_str("</details>\n");
    }

    /// Where the figure stands and what it takes part in.
    fn push_uses(&self, html: &mut String, cell: CellId) {
        let address = self.figures.address(cell);
        html.push_str("<dl class=\"bruk\">\n");
        if let Some(row) = self.places.rows.get(&address) {
            let caption = self.figures.position(cell).map(|(sheet, ..)| escaped(&sheet.caption)).unwrap_or_default();
            let _ = writeln!(html, "<dt>Står i</dt>\n<dd><a href=\"#{row}\">{caption}</a></dd>");
        }
        let users: Vec<CellId> =
            self.users[cell].iter().copied().filter(|&user| self.anchors[user].is_some()).collect();
        if !users.is_empty() {
            html.push_str("<dt>Används i</dt>\n");
            for &user in users.iter().take(USERS) {
                html.push_str("<dd>");
                self.push_name(html, user, cell);
                html.push_str("</dd>\n");
            }
            if users.len() > USERS {
                let _ = writeln!(html, "<dd>och {} till</dd>", users.len() - USERS);
            }
        }
        if let Some(mentions) = self.places.mentions.get(&address) {
            html.push_str("<dt>Nämns i</dt>\n");
            for mention in mentions {
                let _ = writeln!(
                    html,
                    "<dd><a href=\"#{}\">{}</a>: {}</dd>",
                    mention.section.anchor,
                    escaped(&mention.section.title),
                    escaped(&mention.sentence)
                );
            }
        }
        if let Some(told) = self.told.get(&cell) {
            html.push_str("<dt>Kontrolleras mot</dt>\n");
            for text in told {
                let _ = writeln!(html, "<dd>{text}</dd>");
            }
        }
        let _ = writeln!(html, "<dt>Adress</dt>\n<dd><code>{}</code></dd>\n</dl>", escaped(&address));
    }

    /// Control totals and reconciliations, by the cells that they name.
    fn read_controls(&mut self) {
        let mut told: HashMap<CellId, Vec<String>> = HashMap::new();
        for table in &self.edition.plan.tables {
            for control in &table.controls {
                let Ok(cell) = controls::target(table, control, self.figures) else { continue };
                let mut text = format!("kontrollsumman {} ", swedish::exact(control.stated.value));
                self.push_place(&mut text, &control.stated.span);
                if let Some(deviation) = controls::declared(table, control) {
                    let _ = write!(text, ", känd avvikelse: {}", escaped(&deviation.reason.value));
                }
                told.entry(cell).or_default().push(text);
            }
            for reconciliation in &table.reconciliations {
                let mut cells = Vec::new();
                for term in &reconciliation.terms {
                    term.value.references(&mut |parts, _| cells.extend(self.figures.find(parts, None)));
                }
                let mut text = format!("avstämningen ”{}” ", escaped(&reconciliation.name.value));
                self.push_place(&mut text, &reconciliation.name.span);
                for cell in cells {
                    told.entry(cell).or_default().push(text.clone());
                }
            }
        }
        self.told = told;
    }
}
