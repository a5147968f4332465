//! The texts of YAML files: captions, notes, goals, risks.

use std::sync::Arc;

use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::renewal::edits::{Edits, line_start};
use crate::renewal::tree::{Node, Value};
use crate::renewal::years::{Voice, judge};
use crate::renewal::{Years, tables_of};
use crate::source::SourceFile;
use crate::source::files::PLAN_FILE;

/// Keys whose values are no text of the plan's, or are changed where they belong.
const NO_TEXTS: [&str; 31] = [
    "ansvarig",
    "avrundning",
    "decimaler",
    "delar",
    "efter",
    "enhet",
    "formel",
    "id",
    "jämförelser",
    "kolumner",
    "konsekvens",
    "lika",
    "långsiktigt",
    "målvärde",
    "nr",
    "område",
    "per",
    "poster",
    "riktning",
    "räknas",
    "sannolikhet",
    "skala",
    "summans_plats",
    "tabell",
    "tecken",
    "tema",
    "tillgänglighetsredogörelse",
    "tröskel",
    "utfall",
    "visas",
    "webb",
];

/// Changes the years of a file's texts.
pub fn edit(plan: &Plan, file: &Arc<SourceFile>, path: &str, tree: &Node, years: Years, edits: &mut Edits) {
    let tables = tables_of(plan, file);
    let walk = Walk { text: &file.text, is_identity: path == PLAN_FILE, tables: &tables, years };
    if path != "organisation.yaml" {
        walk.walk(tree, "", "", None, edits);
    }
}

/// The line on which the dash stands before an element of a list: of a text in lines of its own, a line above it.
fn dash(text: &str, start: usize) -> usize {
    let mut line = line_start(text, start);
    while !text[line..].trim_start().starts_with('-') && line > 0 {
        line = line_start(text, line - 1);
    }
    line
}

struct Walk<'a> {
    text: &'a str,
    is_identity: bool,
    tables: &'a [&'a Table],
    years: Years,
}

impl Walk<'_> {
    /// `anchor` is the innermost line that a comment can be written above.
    fn walk(&self, node: &Node, key: &str, within: &str, anchor: Option<usize>, edits: &mut Edits) {
        match &node.value {
            Value::Map(entries) => {
                for (own, value) in entries {
                    let anchor = if node.is_flow { anchor } else { Some(own.range.start) };
                    let name = own.text().unwrap_or_default();
                    // Under `noter` every key is the name of a note.
                    let name = if key == "noter" { "noter" } else { name };
                    if !NO_TEXTS.contains(&name) {
                        self.walk(value, name, if name == key { within } else { key }, anchor, edits);
                    }
                }
            }
            Value::List(items) => {
                for item in items {
                    let anchor = if node.is_flow { anchor } else { Some(dash(self.text, item.range.start)) };
                    self.walk(item, key, within, anchor, edits);
                }
            }
            Value::Scalar(text) => {
                if let (Some(voice), Some(anchor)) = (self.voice(key, within, text), anchor) {
                    self.judge(node, voice, anchor, edits);
                }
            }
            Value::Alias => {}
        }
    }

    fn voice(&self, key: &str, within: &str, text: &str) -> Option<Voice> {
        let is_table = !self.tables.is_empty();
        Some(match (key, within) {
            ("titel" | "beskrivning" | "ämnesord", _) if self.is_identity => Voice::Label,
            _ if self.is_identity => return None,
            ("rubrik" | "summa" | "radhuvud" | "grupp", _) | ("namn", "summa" | "avstämningar") if is_table => {
                Voice::Label
            }
            ("anmärkningar" | "noter", _) if is_table => Voice::Note,
            ("namn", _) if is_table => Voice::Name,
            // A cell of words, and no amount or formula.
            ("belopp", _) if is_table && text.chars().any(char::is_alphabetic) && !text.trim().starts_with('=') => {
                Voice::Time
            }
            _ if is_table => return None,
            ("tidpunkt", _) => Voice::Time,
            _ => Voice::Running,
        })
    }

    fn judge(&self, node: &Node, voice: Voice, anchor: usize, edits: &mut Edits) {
        let written = &self.text[node.range.clone()];
        let columns = || self.tables.iter().flat_map(|table| &table.columns);
        let is_column = |year: i32| columns().any(|column| column.when.is_some_and(|when| when.year() == Some(year)));
        let judged = judge(written, voice, self.years, is_column, |_| false);
        for (found, year) in judged.moved {
            let start = node.range.start + found.range.start;
            edits.replace(&(start..start + found.range.len()), year.to_string());
        }
        if let Some(todo) = judged.to_read.told(self.years) {
            edits.todo(self.text, anchor, todo);
        }
    }
}
