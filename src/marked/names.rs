//! What the names in two documents stand for: anchors for things, addresses for cells.

use std::collections::HashMap;

use crate::compare::correspondence::{Correspondence, ThingRef};
use crate::compare::object::Object;
use crate::compare::sides::{Sides, When};
use crate::diff::Side;
use crate::figures::CellId;
use crate::model::kind::ThingKind;
use crate::narrative;

/// The names of two documents.
pub struct Names<'a> {
    same: &'a Correspondence,
    /// By thing, its anchor.
    anchors: Sides<Vec<Option<String>>>,
    /// By anchor, the thing.
    things: Sides<HashMap<String, ThingRef>>,
    /// By address, the cell.
    cells: Sides<HashMap<String, CellId>>,
    /// By cell, the row it is in.
    rows: Sides<HashMap<CellId, ThingRef>>,
    /// The earlier address of a cell of the later plan, where it was another.
    earlier_addresses: HashMap<String, String>,
}

impl<'a> Names<'a> {
    /// The names of things and cells that were paired.
    pub fn of(same: &'a Correspondence, sides: Sides<&Side<'_>>) -> Self {
        let anchors = Sides::of(|when| {
            let chapters = narrative::chapter_anchors(sides[when].plan);
            // A chapter is known by its file.
            let anchor = |object: &Object| match object.kind {
                ThingKind::Chapter => chapters.get(&object.id).cloned(),
                _ => object.anchor.clone(),
            };
            same.inventories[when].objects.iter().map(anchor).collect::<Vec<_>>()
        });
        let things = anchors.as_ref().map(|anchors| {
            let own = anchors.iter().enumerate();
            own.filter_map(|(at, anchor)| Some((anchor.clone()?, at))).collect()
        });
        let figures = sides.map(|side| side.figures);
        let cells = figures.map(|figures| (0..figures.cells.len()).map(|cell| (figures.address(cell), cell)).collect());
        let mut names =
            Self { same, anchors, things, cells, rows: Sides::default(), earlier_addresses: HashMap::new() };
        for (cell, own) in (0..figures.after.cells.len()).filter_map(|cell| Some((cell, same.cell(When::After, cell)?)))
        {
            let (address, earlier) = (figures.after.address(cell), figures.before.address(own));
            if address != earlier {
                names.earlier_addresses.insert(address, earlier);
            }
        }
        names.rows = Sides::of(|when| {
            let rows = same.inventories[when].objects.iter().enumerate();
            let rows: HashMap<&str, ThingRef> = rows
                .filter(|(_, object)| object.kind == ThingKind::Row)
                .map(|(at, object)| (object.address.as_str(), at))
                .collect();
            let mut found = HashMap::new();
            for sheet in &figures[when].sheets {
                for (at, line) in sheet.lines.iter().enumerate() {
                    if let Some(&row) = rows.get(format!("{}.{}", sheet.id, line.path.join(".")).as_str()) {
                        found.extend((0..sheet.columns.len()).map(|column| (sheet.cell(at, column), row)));
                    }
                }
            }
            found
        });
        names
    }

    /// What an anchor stands for.
    pub fn thing(&self, when: When, anchor: &str) -> Option<ThingRef> {
        self.things[when].get(anchor).copied()
    }

    /// The anchor that the other document has for the same thing.
    pub fn other_anchor(&self, when: When, anchor: &str) -> Option<&str> {
        let partner = self.same.partner(when, self.thing(when, anchor)?)?;
        self.anchors[when.other()][partner].as_deref()
    }

    /// What an address stands for.
    pub fn cell(&self, when: When, address: &str) -> Option<CellId> {
        self.cells[when].get(address).copied()
    }

    /// The same cell in the other plan.
    pub fn other_cell(&self, when: When, address: &str) -> Option<CellId> {
        self.same.cell(when, self.cell(when, address)?)
    }

    /// The row of a table that a cell is in.
    pub fn row(&self, when: When, address: &str) -> Option<ThingRef> {
        self.rows[when].get(&self.cell(when, address)?).copied()
    }

    /// The same thing in the other plan.
    pub fn partner(&self, when: When, thing: ThingRef) -> Option<ThingRef> {
        self.same.partner(when, thing)
    }

    /// The address of a thing, in its own plan.
    pub fn address(&self, when: When, thing: ThingRef) -> &str {
        &self.same.thing(when, thing).address
    }

    /// The table that a thing is in.
    pub fn table(&self, when: When, thing: ThingRef) -> Option<ThingRef> {
        self.same.thing(when, thing).scope
    }

    /// An address by which both sides know a cell, or what a sentence counts.
    pub fn canonical<'b>(&'b self, when: When, address: &'b str) -> &'b str {
        match when {
            When::Before => address,
            When::After => self.earlier_addresses.get(address).map_or(address, String::as_str),
        }
    }
}
