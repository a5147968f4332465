//! Pictures drawn from the plan's figures: `{{ diagram(visa="…") }}` in narrative.
//!
//! A [`Chart`] is format-neutral: a caption, a text alternative made from the same data, and a [drawing](crate::document::drawing) of shapes at
//! whole coordinates. Each kind of picture is a file with one function, listed in `KINDS`; [`request`] reads what
//! the author asked for, and [`data`] the figures. Every figure that is printed in a picture is the text that its table
//! prints, and every length is in proportion to it.

pub mod bars;
pub mod data;
pub mod goal_map;
pub mod measures;
pub mod organisation;
pub mod panels;
pub mod periods;
pub mod request;
pub mod risk_matrix;
pub mod scale;

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::document::chart::Chart;
use crate::document::drawing::{Drawing, PT};
use crate::document::{Block, Chapter, Inline, visit};
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// What a kind of picture draws, before it has an anchor.
pub struct Sketch {
    /// What the anchor is made from, behind the kind.
    pub name: String,
    /// What it shows, where its author calls it nothing else.
    pub title: String,
    /// The unit of its figures, which is data and follows whatever the author calls the picture.
    pub unit: Option<String>,
    /// Text alternative.
    pub alt: String,
    /// Remarks under the picture.
    pub remarks: Vec<String>,
    /// Where the figures are.
    pub sources: Vec<(String, String)>,
    /// The pictures: one, or several when one would be taller than a page.
    pub drawings: Vec<Drawing>,
}

/// Height from which a picture is tall.
const TALL: i64 = 280 * PT;

/// A kind of picture.
struct Kind {
    /// What `visa` says.
    name: &'static str,
    /// Arguments it takes beside `visa` and `rubrik`.
    arguments: &'static [&'static str],
    /// Draws it, or says what is wrong.
    draw: fn(&mut Writing<'_>, &CallSite<'_>) -> Option<Sketch>,
}

const KINDS: [Kind; 7] = [
    Kind {
        name: "staplar",
        arguments: &["tabell", "rader", "kolumn", "grupper", "ordning", "absolut"],
        draw: bars::draw,
    },
    Kind { name: "perioder", arguments: &["tabell", "rad", "kolumner", "absolut"], draw: periods::draw },
    Kind { name: "utveckling", arguments: &["tabell", "rader", "rad", "kolumner", "absolut"], draw: panels::draw },
    Kind { name: "styrtal", arguments: &["malomrade"], draw: measures::draw },
    Kind { name: "organisation", arguments: &[], draw: organisation::draw },
    Kind { name: "målkarta", arguments: &[], draw: goal_map::draw },
    Kind { name: "riskmatris", arguments: &[], draw: risk_matrix::draw },
];

/// The pictures of a call; nothing when it cannot be drawn, which is then a problem.
pub fn charts(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Vec<Block> {
    let Some(kind) = kind(writing, site) else { return Vec::new() };
    if !knows_arguments(writing, site, kind) {
        return Vec::new();
    }
    let Some(mut sketch) = (kind.draw)(writing, site) else { return Vec::new() };
    let title = site.call.argument("rubrik").unwrap_or(&sketch.title);
    let caption = match &sketch.unit {
        Some(unit) => format!("{title} ({unit})"),
        None => title.to_owned(),
    };
    let of = sketch.drawings.len();
    let mut blocks = Vec::new();
    for (at, drawing) in sketch.drawings.into_iter().enumerate() {
        let anchor = writing.numbering.anchors.give(&format!("diagram-{}-{}", kind.name, sketch.name));
        writing.found.placed.insert(anchor.clone());
        let part = if of > 1 { format!(", del {} av {of}", at + 1) } else { String::new() };
        let last = at + 1 == of;
        let remarks = sketch.remarks.iter().filter(|_| last);
        blocks.push(Block::Chart(Chart {
            anchor,
            caption: format!("{caption}{part}"),
            // The whole is told once, at the first part.
            alt: if at == 0 { sketch.alt.clone() } else { format!("Fortsättning på {caption}{part}.") },
            notes: remarks.map(|remark| vec![Inline::text(remark)]).collect(),
            sources: if last { std::mem::take(&mut sketch.sources) } else { Vec::new() },
            tall: drawing.height > TALL,
            drawing,
        }));
    }
    blocks
}

fn kind(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<&'static Kind> {
    let wanted = request::require(writing, site, "visa")?;
    let found = KINDS.iter().find(|kind| kind.name == wanted);
    if found.is_none() {
        let names = || KINDS.iter().map(|kind| kind.name);
        writing.problems.push(
            Diagnostic::error("okänt-diagram", format!("\"{wanted}\" är inget som ett diagram kan visa"))
                .at(&site.argument_span(&wanted))
                .hint(did_you_mean(&wanted, names()).unwrap_or_else(|| format!("visa: {}", list_names(names())))),
        );
    }
    found
}

/// Whether a call has only arguments of its kind; others are problems.
fn knows_arguments(writing: &mut Writing<'_>, site: &CallSite<'_>, kind: &Kind) -> bool {
    let before = writing.problems.len();
    for (key, _) in &site.call.arguments {
        // What no kind knows has been told already.
        let known = KINDS.iter().any(|kind| kind.arguments.contains(&key.as_str()));
        if known && !kind.arguments.contains(&key.as_str()) {
            let arguments: Vec<&str> = ["rubrik"].into_iter().chain(kind.arguments.iter().copied()).collect();
            writing.problems.push(
                Diagnostic::error(
                    "okänt-argument",
                    format!("diagram(visa=\"{}\", …) har inget argument \"{key}\"", kind.name),
                )
                .at(&site.key_span(key))
                .hint(format!("argument: {}", arguments.join(", "))),
            );
        }
    }
    writing.problems.len() == before
}

/// Writes under every picture where its figures are, when all that is shown is known. A tall picture right after a
/// heading stays there: text that ran on would leave the heading alone.
pub fn settle(chapters: &mut [Chapter], writing: &Writing<'_>) {
    for chapter in chapters {
        visit::each_mut(&mut chapter.blocks, &mut |block| {
            let Block::Chart(chart) = block else { return };
            let sources = std::mem::take(&mut chart.sources).into_iter();
            let shown: Vec<_> = sources.filter(|(anchor, _)| writing.found.placed.contains(anchor)).collect();
            if !shown.is_empty() {
                chart.notes.push(whereabouts(&shown));
            }
        });
        let mut after_heading = true;
        for block in &mut chapter.blocks {
            if let Block::Chart(chart) = block {
                chart.tall &= !after_heading;
            }
            after_heading = matches!(block, Block::Heading { .. });
        }
    }
}

/// `Talen finns i tabellen ”Resultatbudget”.` Of many tables the first and the last are named.
fn whereabouts(sources: &[(String, String)]) -> Vec<Inline> {
    let link = |(anchor, name): &(String, String)| Inline::Link {
        target: anchor.clone(),
        internal: true,
        content: vec![Inline::text(format!("”{name}”"))],
    };
    let (before, between) = match sources.len() {
        1 => ("Talen finns i tabellen ".to_owned(), ""),
        2 => ("Talen finns i tabellerna ".to_owned(), " och "),
        n => (format!("Talen finns i {} tabeller, från ", swedish::count(n)), " till "),
    };
    let mut content = vec![Inline::text(before)];
    content.extend(sources.first().map(link));
    content.extend(
        sources.last().filter(|_| sources.len() > 1).into_iter().flat_map(|last| [Inline::text(between), link(last)]),
    );
    content.push(Inline::text("."));
    content
}
