//! A table that was taken from a sheet, as its file is written.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::edit::rows::quoted;
use crate::import::edits::like;
use crate::import::foreign::columns::{Column, Columns, Head};
use crate::import::foreign::line::{Line, Value};
use crate::import::foreign::lines::Lines;
use crate::import::foreign::sums::signed;
use crate::import::foreign::tree::{Node, Tree};
use crate::import::ids;

/// What a table's file is written from.
struct Writer<'a> {
    columns: &'a Columns,
    lines: &'a Lines,
    tree: &'a Tree,
    /// The id that a line is known by; of a group's sum that of the group.
    ids: BTreeMap<usize, String>,
    text: String,
}

/// The table's file.
pub fn table(id: &str, columns: &Columns, lines: &Lines, tree: &Tree) -> String {
    let mut writer = Writer { columns, lines, tree, ids: BTreeMap::new(), text: String::new() };
    writer.name(&tree.nodes);
    writer.ids.extend(tree.total.map(|total| (total, "summa".to_owned())));
    writer.head(id);
    writer.put("rader:");
    let counted = tree.total.is_some();
    writer.rows(&tree.nodes, 1, counted);
    if let Some(total) = tree.total {
        let label = quoted(&lines.lines[total].name());
        writer.put(&format!("summa: {label}"));
    }
    writer.foot();
    writer.text
}

impl Writer<'_> {
    fn put(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn line(&self, at: usize) -> &Line {
        &self.lines.lines[at]
    }

    /// Gives every row an id that no other has.
    fn name(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Item(line, of_which) => {
                    self.give(*line, *line);
                    for part in of_which {
                        self.give(*part, *part);
                    }
                }
                Node::Sum(line, _) => self.give(*line, *line),
                Node::Group(head, nodes, sum) => {
                    self.give(sum.unwrap_or(*head), *head);
                    if let Some(id) = sum.and_then(|sum| self.ids.get(&sum).cloned()) {
                        self.ids.insert(*head, id);
                    }
                    self.name(nodes);
                }
            }
        }
    }

    /// An id for a line, made of the name of one.
    fn give(&mut self, to: usize, named: usize) {
        let line = self.line(named);
        let name = line.names.iter().rfind(|name| !name.is_empty()).cloned().unwrap_or_default();
        let is_column = |id: &str| self.columns.columns.iter().any(|column| column.id == id);
        let id = ids::free(&name, "rad", |id| id == "summa" || is_column(id) || self.ids.values().any(|own| own == id));
        self.ids.insert(to, id);
    }

    fn head(&mut self, id: &str) {
        let Columns { caption, unit, stub_heads, columns, .. } = self.columns;
        self.put(&format!("tabell: {id}"));
        self.put(&format!("rubrik: {}", quoted(caption)));
        if !unit.symbol().is_empty() {
            self.put(&format!("enhet: {}", unit_text(unit.symbol())));
        }
        self.put(&format!("decimaler: {}", self.lines.decimals));
        if self.tree.rounded {
            self.put("delar: avrundade");
        }
        if stub_heads.len() > 1 {
            let heads: Vec<String> =
                stub_heads.iter().map(|head| if head.is_empty() { "\"–\"".to_owned() } else { quoted(head) }).collect();
            self.put(&format!("radhuvud: [{}]", heads.join(", ")));
        }
        self.put("kolumner:");
        let mut at = 0;
        while at < columns.len() {
            let end = at + columns[at..].iter().take_while(|other| beside(&columns[at], other)).count().max(1);
            let text = self.together(&(at..end).collect::<Vec<_>>(), 0);
            self.put(&format!("  - {text}"));
            at = end;
        }
    }

    /// Columns under one head, as the list of columns has them.
    fn together(&self, columns: &[usize], depth: usize) -> String {
        let head = |column: usize| inner(&self.columns.columns[column].head, depth);
        let Some(first) = columns.first().map(|column| head(*column)) else { return String::new() };
        match first {
            Head::Under(name, _) => {
                let mut parts = Vec::new();
                let mut at = 0;
                while at < columns.len() {
                    let same = |other: &usize| {
                        alike(
                            inner(&self.columns.columns[columns[at]].head, depth + 1),
                            inner(&self.columns.columns[*other].head, depth + 1),
                        )
                    };
                    let end = at + columns[at..].iter().take_while(|other| same(other)).count().max(1);
                    parts.push(self.together(&columns[at..end], depth + 1));
                    at = end;
                }
                format!("{{grupp: {}, kolumner: [{}]}}", quoted(name), parts.join(", "))
            }
            Head::Measure(period, _) => {
                let measures: Vec<String> = columns
                    .iter()
                    .map(|column| {
                        let Head::Measure(_, name) = head(*column) else { return String::new() };
                        let id = ids::free(name, "kolumn", |_| false);
                        format!("{{id: {id}, namn: {}{}}}", quoted(name), self.shape(*column))
                    })
                    .collect();
                format!("{{period: {}, mått: [{}]}}", period_text(period), measures.join(", "))
            }
            Head::Period(period) => {
                let shape = columns.first().map(|column| self.shape(*column)).unwrap_or_default();
                if shape.is_empty() {
                    period_text(period)
                } else {
                    format!("{{period: {}{shape}}}", period_text(period))
                }
            }
            Head::Named(name) => {
                let column = columns.first().copied().unwrap_or(0);
                let own = &self.columns.columns[column];
                let id = own.id.rsplit('.').next().unwrap_or_default();
                format!("{{id: {id}, namn: {}{}}}", quoted(name), self.shape(column))
            }
        }
    }

    /// What a column says of its cells.
    fn shape(&self, column: usize) -> String {
        let own = &self.columns.columns[column];
        let mut text = String::new();
        if own.words {
            text.push_str(", slag: text");
        }
        if let Some(unit) = &own.unit {
            let _ = write!(text, ", enhet: {}", unit_text(unit.symbol()));
        }
        if let Some(across) = &self.lines.computed[column] {
            let _ = write!(text, ", formel: \"{}\"", across.formula(self.columns));
        }
        text
    }

    fn rows(&mut self, nodes: &[Node], depth: usize, counted: bool) {
        let indent = "  ".repeat(depth);
        for node in nodes {
            match node {
                Node::Item(line, of_which) if of_which.is_empty() => {
                    let text = self.item(*line);
                    self.put(&format!("{indent}- {{{text}}}"));
                }
                Node::Item(line, of_which) => {
                    let (id, name) = (self.ids[line].clone(), self.names(*line));
                    self.put(&format!("{indent}- id: {id}"));
                    self.put(&format!("{indent}  namn: {name}"));
                    if let Some(unit) = self.line(*line).unit.as_ref().map(|unit| unit_text(unit.symbol())) {
                        self.put(&format!("{indent}  enhet: {unit}"));
                    }
                    let amounts = self.amounts(*line);
                    self.put(&format!("{indent}  belopp: [{amounts}]"));
                    self.put(&format!("{indent}  varav:"));
                    for part in of_which {
                        let text = self.item(*part);
                        self.put(&format!("{indent}    - {{{text}}}"));
                    }
                }
                Node::Sum(line, parts) => {
                    let formula = signed(
                        parts.iter().map(|(part, minus)| (self.ids.get(part).cloned().unwrap_or_default(), *minus)),
                    );
                    let not = if counted { ", räknas: nej" } else { "" };
                    let (id, name) = (self.ids[line].clone(), quoted(&self.line(*line).name()));
                    self.put(&format!("{indent}- {{id: {id}, namn: {name}, formel: \"{formula}\"{not}}}"));
                }
                Node::Group(head, nodes, sum) => {
                    let name = quoted(&self.line(*head).name());
                    self.put(&format!("{indent}- grupp: {name}"));
                    let id = self.ids[head].clone();
                    self.put(&format!("{indent}  id: {id}"));
                    if let Some(sum) = sum {
                        let label = quoted(&self.line(*sum).name());
                        self.put(&format!("{indent}  summa: {label}"));
                    }
                    self.put(&format!("{indent}  rader:"));
                    self.rows(nodes, depth + 2, counted || sum.is_some());
                }
            }
        }
    }

    fn item(&self, line: usize) -> String {
        let unit = self
            .line(line)
            .unit
            .as_ref()
            .map(|unit| format!(", enhet: {}", unit_text(unit.symbol())))
            .unwrap_or_default();
        format!("id: {}, namn: {}{unit}, belopp: [{}]", self.ids[&line], self.names(line), self.amounts(line))
    }

    fn names(&self, line: usize) -> String {
        let names = &self.line(line).names;
        let text = |name: &String| if name.is_empty() { "~".to_owned() } else { quoted(name) };
        if let [only] = names.as_slice() {
            text(only)
        } else {
            format!("[{}]", names.iter().map(text).collect::<Vec<_>>().join(", "))
        }
    }

    fn amounts(&self, line: usize) -> String {
        let values = self.line(line).values.iter().zip(&self.lines.computed).filter(|(_, computed)| computed.is_none());
        let texts: Vec<String> = values
            .map(|(value, _)| match value {
                Value::Nothing => "~".to_owned(),
                Value::Dash => "–".to_owned(),
                Value::Amount(value) => like("~", *value, self.lines.decimals),
                Value::Words(text) => quoted(text),
            })
            .collect();
        texts.join(", ")
    }

    /// The sheet's own sums, to be compared with what is computed; and texts under the table.
    fn foot(&mut self) {
        let remarks = &self.lines.remarks;
        if !remarks.is_empty() {
            self.put("anmärkningar:");
            for remark in remarks {
                self.put(&format!("  - \"{}\"", remark.replace('\\', "\\\\").replace('"', "\\\"")));
            }
        }
        let mut sums = Vec::new();
        sums_of(&self.tree.nodes, &mut sums);
        sums.extend(self.tree.total);
        if sums.is_empty() {
            return;
        }
        self.put("kontroll:");
        for sum in sums {
            let values =
                self.line(sum).values.iter().zip(&self.lines.computed).filter(|(_, computed)| computed.is_none());
            let stated: Vec<String> = values
                .map(|(value, _)| match value {
                    Value::Amount(value) => like("~", *value, self.lines.decimals),
                    _ => "~".to_owned(),
                })
                .collect();
            let id = self.ids[&sum].clone();
            self.put(&format!("  {id}: [{}]", stated.join(", ")));
        }
    }
}

fn sums_of(nodes: &[Node], sums: &mut Vec<usize>) {
    for node in nodes {
        match node {
            Node::Item(..) => {}
            Node::Sum(line, _) => sums.push(*line),
            Node::Group(_, nodes, sum) => {
                sums_of(nodes, sums);
                sums.extend(*sum);
            }
        }
    }
}

/// A head below so many others.
fn inner(head: &Head, depth: usize) -> &Head {
    match (head, depth) {
        (Head::Under(_, within), depth) if depth > 0 => inner(within, depth - 1),
        (head, _) => head,
    }
}

/// Whether columns stand under one head.
fn beside(one: &Column, other: &Column) -> bool {
    alike(&one.head, &other.head)
}

fn alike(one: &Head, other: &Head) -> bool {
    match (one, other) {
        (Head::Under(one, _), Head::Under(other, _)) | (Head::Measure(one, _), Head::Measure(other, _)) => one == other,
        _ => std::ptr::eq(one, other),
    }
}

fn unit_text(symbol: &str) -> String {
    if symbol == "%" { "\"%\"".to_owned() } else { symbol.to_owned() }
}

/// A period among others with commas between.
fn period_text(period: &str) -> String {
    if period.contains([':', '#', ',']) { quoted(period) } else { period.to_owned() }
}
