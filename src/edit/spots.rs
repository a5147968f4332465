//! Where in the document a place of the sources is drawn, and where in the sources what is drawn was written.

use crate::document::{Block, Document};
use crate::figures::{CellId, Figures};
use crate::model::plan::Plan;
use crate::narrative;
use crate::prose::Passage;
use crate::source::Span;
use crate::views::places::row_anchor;

/// A place in the sources with the place in the document that is drawn from it.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Where it is written.
    pub span: Span,
    /// Where it is drawn.
    pub target: Target,
}

/// A place in the document, as a page knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// What has an anchor: a row, a card, a chapter.
    Anchor(String),
    /// A cell of a table of figures.
    Cell(Cell),
    /// A text that has no anchor and is known by what it says.
    Text {
        /// What it says.
        text: String,
        /// The anchor that is written last before it in its file: of its chapter, or of the thing that it belongs to.
        within: Option<String>,
    },
}

/// A cell of a table of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The ids of its heads, which no two cells share.
    pub headers: String,
    /// The anchor of its row.
    pub row: Option<String>,
    /// Whether it is written, and not computed from others.
    pub written: bool,
}

/// Every spot of a plan, in order of reading the sources.
pub fn spots(plan: &Plan, figures: &Figures, document: &Document, prose: &[Passage]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = cells(plan, figures, document);
    let anchors = narrative::anchors(plan, figures);
    for thing in plan.things() {
        let anchor = thing.id.and_then(|id| anchors.get(&(thing.kind, id.value.clone())));
        let Some(anchor) = anchor else { continue };
        let spans = std::iter::once(thing.span).chain(thing.fields.iter().map(|field| field.span));
        spots.extend(spans.map(|span| Spot { span: span.clone(), target: Target::Anchor(anchor.clone()) }));
    }
    let chapters = narrative::chapter_anchors(plan);
    for chapter in &plan.chapters {
        let anchor = chapters.get(&chapter.stem);
        spots.extend(anchor.map(|anchor| Spot { span: chapter.file.start(), target: Target::Anchor(anchor.clone()) }));
    }
    spots.extend(prose.iter().filter_map(text));
    spots.sort_by(|a, b| a.span.order().cmp(&b.span.order()));
    settle(&mut spots);
    spots
}

/// Gives each text the anchor before it.
fn settle(spots: &mut [Spot]) {
    let mut last: Option<(String, String)> = None;
    for Spot { span, target } in spots {
        match target {
            Target::Anchor(anchor) => last = Some((span.file.path.clone(), anchor.clone())),
            Target::Text { within, .. } => {
                let mut own = last.iter().filter(|(path, _)| *path == span.file.path).map(|(_, anchor)| anchor.clone());
                *within = own.next_back();
            }
            Target::Cell(_) => {}
        }
    }
}

fn cells(plan: &Plan, figures: &Figures, document: &Document) -> Vec<Spot> {
    let drawn = drawn(document).filter_map(|(id, cell)| {
        let figure = figures.cells.get(id)?;
        let own = Cell { written: figure.is_written_in(plan), ..cell };
        Some(Spot { span: figure.span.clone(), target: Target::Cell(own) })
    });
    drawn.collect()
}

/// Every cell of a table of figures, with where it is drawn; whether it is written is not looked at.
pub fn drawn(document: &Document) -> impl Iterator<Item = (CellId, Cell)> + '_ {
    let tables = document.blocks().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables.flat_map(|table| &table.rows).flat_map(|row| {
        row.cells.iter().filter_map(|cell| {
            let row = row_anchor(row).map(str::to_owned);
            Some((cell.cell?, Cell { headers: cell.headers.clone(), row, written: false }))
        })
    })
}

fn text(passage: &Passage) -> Option<Spot> {
    let span = passage.span(&(0..passage.text.len())).or_else(|| passage.start().cloned())?;
    (!passage.text.trim().is_empty())
        .then(|| Spot { span, target: Target::Text { text: passage.text.clone(), within: None } })
}

/// The spot that a place belongs to: the least that holds where it begins, else the last one before it in its file.
pub fn of<'a>(spots: &'a [Spot], place: &Span) -> Option<&'a Spot> {
    let own = |spot: &&Spot| spot.span.file.path == place.file.path;
    let start = place.range.start;
    let around = spots.iter().filter(own).filter(|spot| spot.span.range.start <= start && start < spot.span.range.end);
    let before = || spots.iter().filter(own).rfind(|spot| spot.span.range.start <= start);
    around.min_by_key(|spot| spot.span.range.len()).or_else(before).or_else(|| spots.iter().find(own))
}
