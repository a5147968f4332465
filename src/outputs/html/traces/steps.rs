//! The steps from a figure down to its inputs, as HTML.

use std::collections::HashSet;
use std::fmt::Write;

use crate::explain::words;
use crate::figures::{CellId, Origin, Value};
use crate::outputs::html::markup::{escaped, push};
use crate::outputs::html::traces::Traces;
use crate::source::Span;

/// Most cells of a chain that is shown whole.
const WHOLE: usize = 40;

/// Most inputs listed where the chain is not shown whole.
const LISTED: usize = 60;

impl Traces<'_> {
    pub(super) fn push_value(&self, html: &mut String, cell: CellId) {
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
    pub(super) fn push_place(&self, html: &mut String, span: &Span) {
        let (line, _) = span.file.line_column(span.range.start);
        html.push_str("<code>");
        push(html, self.edition.source_path(span));
        let _ = write!(html, ":{line}</code>");
    }

    /// Whether the whole chain below a cell is short enough to be read in one piece.
    pub(super) fn is_short(&self, cell: CellId) -> bool {
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
    pub(super) fn push_chain(&self, html: &mut String, cell: CellId, root: CellId, whole: bool) {
        html.push_str("<ul class=\"kedja\">\n");
        for part in self.stated(cell) {
            html.push_str("<li>");
            self.push_value(html, part);
            html.push(' ');
            self.push_name(html, part, root);
            if self.figures.cells[part].operands().is_empty() {
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

    /// The cell as it is called beside another, with its link.
    pub(super) fn push_name(&self, html: &mut String, cell: CellId, seen_from: CellId) {
        self.push_link(html, cell, &words::name_seen_from(self.figures, cell, seen_from));
    }

    /// A computed cell's name leads to its section, an input's to its row.
    pub(super) fn push_link(&self, html: &mut String, cell: CellId, name: &str) {
        let name = escaped(name);
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
    pub(super) fn push_inputs(&self, html: &mut String, cell: CellId) {
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
}
