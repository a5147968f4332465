//! Changes that running text prints: how each came about.

use std::fmt::Write;

use crate::document::anchor::Anchors;
use crate::explain::words;
use crate::figures::CellId;
use crate::outputs::html::markup::escaped;
use crate::outputs::html::places::Change;
use crate::outputs::html::traces::{Section, Traces};

/// A change, with the cells it goes to and from.
pub(super) struct Changed<'a> {
    pub(super) change: &'a Change,
    pub(super) sheet: usize,
    pub(super) anchor: String,
    to: CellId,
    from: CellId,
}

impl Traces<'_> {
    /// Gives each change a section among those of its table's figures.
    pub(super) fn read_changes(&mut self, given: &mut Anchors) {
        let find = |address: &str| {
            let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
            self.figures.find(&parts, None).ok()
        };
        let mut changes = Vec::new();
        for change in self.places.changes.values() {
            let (Some(to), Some(from)) = (find(&change.to), find(&change.from)) else { continue };
            let Some(sheet) = self.figures.sheets.iter().rposition(|sheet| sheet.first <= to) else { continue };
            let rest = given.give(&format!("skillnad {} {}", change.to, change.from));
            changes.push(Changed { change, sheet, anchor: format!("tal-{}--{rest}", self.sheets[sheet]), to, from });
        }
        self.changes = changes;
    }

    /// A change's section: what it goes from and to.
    pub(super) fn changed(&self, own: &Changed<'_>) -> Section {
        let Changed { change, to, from, .. } = own;
        let (value, text) = (escaped(&change.exact), escaped(&change.text));
        let [from_name, to_name] = [(*from, *to), (*to, *from)]
            .map(|(cell, other)| escaped(&words::name_seen_from(self.figures, cell, other)));
        let mut html = format!(
            "<p class=\"svar\"><data value=\"{value}\">{text}</data> = förändringen från {from_name} till {to_name}</p>\n<ul class=\"kedja\">\n"
        );
        for (cell, other) in [(*from, *to), (*to, *from)] {
            html.push_str("<li>");
            self.push_value(&mut html, cell);
            html.push(' ');
            self.push_name(&mut html, cell, other);
            html.push(' ');
            self.push_place(&mut html, &self.figures.cells[cell].span);
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n<dl class=\"bruk\">\n");
        self.push_mentions(&mut html, &change.key);
        let _ = writeln!(html, "</dl>");
        let title = format!("{} mot {}", self.figures.name(*to), self.figures.name_beside(*from, *to));
        Section { anchor: own.anchor.clone(), title, html }
    }
}
