//! What is the same in two documents: cells by their addresses, things by their anchors.

use std::collections::HashMap;

use crate::compare::inventory::Inventory;
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::compare::object::Object;
use crate::diff::Side;
use crate::document::anchor::slug;

/// The names that two documents have for the same.
#[derive(Default)]
pub struct Links {
    /// Address of a cell of the later plan → that of the earlier one's.
    cells: HashMap<String, String>,
    /// Anchor of a thing of the later plan → that of the earlier one's.
    anchors: HashMap<String, String>,
    /// The other way.
    later: HashMap<String, String>,
    /// By side, what an anchor stands for.
    things: [HashMap<String, (Kind, String)>; 2],
    /// By side, the address of a cell's row.
    rows: [HashMap<String, String>; 2],
    /// Address of a row of the later plan → that of the earlier one's.
    earlier_rows: HashMap<String, String>,
}

impl Links {
    /// Pairs what two plans have in common.
    pub fn between(sides: [&Side<'_>; 2]) -> Self {
        let [a, b] = sides.map(|side| Inventory::of(side.plan, side.figures));
        let figures = [sides[0].figures, sides[1].figures];
        let pairs = Pairs::between(&a, &b, figures);
        let mut links = Self::default();
        for (cell, earlier) in pairs.earlier_cell.iter().enumerate() {
            if let Some(earlier) = earlier {
                links.cells.insert(figures[1].address(cell), figures[0].address(*earlier));
            }
        }
        for (object, earlier) in b.objects.iter().zip(&pairs.earlier) {
            if let (Kind::Row, Some(at)) = (object.kind, *earlier) {
                links.earlier_rows.insert(object.address.clone(), a.objects[at].address.clone());
            }
            let own = earlier.and_then(|at| anchor(&a.objects[at]));
            if let (Some(anchor), Some(own)) = (anchor(object), own) {
                links.later.insert(own.clone(), anchor.clone());
                links.anchors.insert(anchor, own);
            }
        }
        for (side, inventory) in [a, b].into_iter().enumerate() {
            for object in inventory.objects {
                if let Some(anchor) = anchor(&object) {
                    links.things[side].insert(anchor, (object.kind, object.address));
                }
            }
            for sheet in &figures[side].sheets {
                for (at, line) in sheet.lines.iter().enumerate() {
                    let row = format!("{}.{}", sheet.id, line.path.join("."));
                    for column in 0..sheet.columns.len() {
                        links.rows[side].insert(figures[side].address(sheet.cell(at, column)), row.clone());
                    }
                }
            }
        }
        links
    }

    /// The earlier plan's address of a later cell.
    pub fn earlier_cell(&self, address: &str) -> Option<&str> {
        self.cells.get(address).map(String::as_str)
    }

    /// The earlier plan's anchor of a later thing.
    pub fn earlier_anchor(&self, anchor: &str) -> Option<&str> {
        self.anchors.get(anchor).map(String::as_str)
    }

    /// The later plan's anchor of an earlier thing.
    pub fn later_anchor(&self, anchor: &str) -> Option<&str> {
        self.later.get(anchor).map(String::as_str)
    }

    /// What an anchor stands for.
    pub fn thing(&self, side: usize, anchor: &str) -> Option<(Kind, &str)> {
        self.things[side].get(anchor).map(|(kind, address)| (*kind, address.as_str()))
    }

    /// The address of a cell's row.
    pub fn row(&self, side: usize, cell: &str) -> Option<&str> {
        self.rows[side].get(cell).map(String::as_str)
    }

    /// The earlier plan's address of a later row.
    pub fn earlier_row(&self, address: &str) -> Option<&str> {
        self.earlier_rows.get(address).map(String::as_str)
    }

    /// An address by which both sides know a cell, or what a sentence counts.
    pub fn canonical<'a>(&'a self, side: usize, address: &'a str) -> &'a str {
        if side == 1 { self.earlier_cell(address).unwrap_or(address) } else { address }
    }
}

/// A thing's anchor in the document; a chapter's is made from the name of its file.
fn anchor(object: &Object) -> Option<String> {
    if object.kind == Kind::Chapter { Some(chapter_anchor(&object.id)) } else { object.anchor.clone() }
}

/// The anchor of the chapter in a file, by the file's name without its ending.
pub fn chapter_anchor(stem: &str) -> String {
    let name = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_']);
    format!("kapitel-{}", slug(name))
}
