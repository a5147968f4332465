//! "Så räknades talen": how each computed figure came about, as a page and as data for the page's script.
//!
//! A section per figure: the formula in words, the whole chain of operands down to the inputs where it is short, the
//! place of every input, and what uses the figure. Long chains show one step and lead on by links, so that the page
//! grows with the plan and not with the product of its tables.

pub mod changes;
pub mod steps;
pub mod uses;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use crate::document::anchor::Anchors;
use crate::explain::words;
use crate::figures::{CellId, Figures, Origin};
use crate::outputs::edition::Edition;
use crate::outputs::html::markup::{self, Homes, escaped};
use crate::outputs::html::places::Places;
use crate::outputs::html::traces::changes::Changed;
use crate::swedish;

/// The page's file name.
pub const PAGE: &str = "talen.html";

/// Folder of the script's data, one file per table.
pub const FOLDER: &str = "tal";

/// Every figure that has a section.
pub struct Traces<'a> {
    edition: &'a Edition<'a>,
    figures: &'a Figures,
    places: &'a Places,
    /// Section of each cell that has one, by cell.
    anchors: Vec<Option<String>>,
    /// Changes that running text prints.
    changes: Vec<Changed<'a>>,
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
        let mut traces = Self {
            edition,
            figures,
            places,
            anchors,
            changes: Vec::new(),
            sheets,
            users: figures.users(),
            told: HashMap::new(),
        };
        traces.read_controls();
        traces.read_changes(&mut given);
        traces
    }

    /// Section of each figure, by its cell's address, and of each change by its key.
    pub fn anchors(&self) -> HashMap<String, String> {
        let cells = self.anchors.iter().enumerate();
        let cells = cells.filter_map(|(cell, anchor)| Some((self.figures.address(cell), anchor.clone()?)));
        cells.chain(self.changes.iter().map(|own| (own.change.key.clone(), own.anchor.clone()))).collect()
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
        for own in &self.changes {
            all.entry(own.sheet).or_default().push(self.changed(own));
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
        let _ = write!(html, "{sign}{} ", escaped(&words::in_words(self.figures, cell)));
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
}
