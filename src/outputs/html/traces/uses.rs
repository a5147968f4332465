//! Where a figure stands, what takes it, and what it is held against, as HTML.

use std::collections::HashMap;
use std::fmt::Write;

use crate::figures::{CellId, controls};
use crate::outputs::html::markup::escaped;
use crate::outputs::html::places::Mention;
use crate::outputs::html::traces::Traces;
use crate::swedish;

/// Most users listed.
const USERS: usize = 30;

impl Traces<'_> {
    /// Where the figure stands and what it takes part in.
    pub(super) fn push_uses(&self, html: &mut String, cell: CellId) {
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
        self.push_mentions(html, &address);
        if let Some(told) = self.told.get(&cell) {
            html.push_str("<dt>Kontrolleras mot</dt>\n");
            for text in told {
                let _ = writeln!(html, "<dd>{text}</dd>");
            }
        }
        let _ = writeln!(html, "<dt>Adress</dt>\n<dd><code>{}</code></dd>\n</dl>", escaped(&address));
    }

    /// The sentences that print a figure or a change.
    pub(super) fn push_mentions(&self, html: &mut String, key: &str) {
        let Some(mentions) = self.places.mentions.get(key) else { return };
        html.push_str("<dt>Nämns i</dt>\n");
        for Mention { section, sentence } in mentions {
            let (title, sentence) = (escaped(&section.title), escaped(sentence));
            let _ = writeln!(html, "<dd><a href=\"#{}\">{title}</a>: {sentence}</dd>", section.anchor);
        }
    }

    /// Control totals and reconciliations, by the cells that they name.
    pub(super) fn read_controls(&mut self) {
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
