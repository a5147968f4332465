//! A picture as SVG: once beside the page and in the Typst project, once within the page.
//!
//! Only presentation attributes, no style: the page's policy allows none. Every colour has a class too, by which the
//! page's own style recolours the picture for a dark screen.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Display, Formatter};

use crate::document;
use crate::document::chart::Chart;
use crate::document::drawing::{Align, Drawing, Face, Mark, PT, Role, WIDTH};
use crate::escape::xml;
use crate::fonts::metrics::{self, Family};
use crate::look::palette::Palette;
use crate::outputs::Files;

/// Folder of the pictures, beside the page.
pub const FOLDER: &str = "diagram";

/// The typeface, and what takes its place where it is not at hand.
const FAMILY: &str = "Source Sans 3, sans-serif";

/// The typeface of emoji.
const EMOJI: &str = "Noto Emoji, sans-serif";

/// The typeface of what no other has.
const OTHER: &str = "Vplan Fallback, sans-serif";

/// Thickness of outlines.
const OUTLINE: i64 = 70;

/// One file per picture, named by its anchor.
pub fn files(document: &document::Document) -> Files {
    let charts = document.charts().into_iter();
    charts.map(|chart| (path(chart), whole(chart, &document.palette).into_bytes())).collect()
}

/// Path of a picture's file.
pub fn path(chart: &Chart) -> String {
    format!("{FOLDER}/{}.svg", chart.anchor)
}

/// A picture that stands alone: with its title and its description.
pub fn whole(chart: &Chart, palette: &Palette) -> String {
    let Drawing { height, .. } = chart.drawing;
    let document = frame(&chart.drawing)
        .set("width", points(WIDTH) + "pt")
        .set("height", points(height) + "pt")
        .add(Element::text("title", &chart.caption))
        .add(Element::text("desc", &chart.alt))
        .add(marks(&chart.drawing, palette));
    format!("{document}\n")
}

/// The pictures within a page, which says elsewhere what they show, by anchor.
pub fn inlined(document: &document::Document) -> HashMap<String, String> {
    let drawn = |chart: &Chart| {
        let marks = marks(&chart.drawing, &document.palette);
        frame(&chart.drawing).set("aria-hidden", "true").add(marks).to_string()
    };
    document.charts().into_iter().map(|chart| (chart.anchor.clone(), drawn(chart))).collect()
}

fn frame(drawing: &Drawing) -> Element {
    Element::new("svg")
        .set("xmlns", "http://www.w3.org/2000/svg")
        .set("viewBox", format!("0 0 {} {}", points(WIDTH), points(drawing.height)))
}

fn marks(drawing: &Drawing, palette: &Palette) -> Element {
    let group = Element::new("g").set("font-family", FAMILY).set("font-size", points(9 * PT));
    drawing.marks.iter().fold(group, |group, mark| match mark {
        Mark::Rect { x, y, width, height, fill, stroke, measured } => {
            let shape = Element::new("rect")
                .set("x", points(*x))
                .set("y", points(*y))
                .set("width", points(*width))
                .set("height", points(*height))
                .set("class", class(*fill, *stroke, if *measured { " stapel" } else { "" }))
                .set("fill", colour(palette, *fill));
            group.add(match stroke {
                Some(stroke) => shape.set("stroke", colour(palette, *stroke)).set("stroke-width", points(OUTLINE)),
                None => shape,
            })
        }
        Mark::Line { from, to, role, weight } => group.add(
            Element::new("line")
                .set("x1", points(from.0))
                .set("y1", points(from.1))
                .set("x2", points(to.0))
                .set("y2", points(to.1))
                .set("class", format!("s-{}", name(*role)))
                .set("stroke", colour(palette, *role))
                .set("stroke-width", points(*weight)),
        ),
        Mark::Circle { at, radius, fill, stroke } => group.add(
            Element::new("circle")
                .set("cx", points(at.0))
                .set("cy", points(at.1))
                .set("r", points(*radius))
                .set("class", class(*fill, Some(*stroke), ""))
                .set("fill", colour(palette, *fill))
                .set("stroke", colour(palette, *stroke))
                .set("stroke-width", points(OUTLINE * 2)),
        ),
        Mark::Diamond { at: (x, y), radius, fill, stroke } => {
            let corners = [(*x, y - radius), (x + radius, *y), (*x, y + radius), (x - radius, *y)];
            let corners = corners.map(|(x, y)| format!("{},{}", points(x), points(y)));
            group.add(
                Element::new("polygon")
                    .set("points", corners.join(" "))
                    .set("class", class(*fill, Some(*stroke), ""))
                    .set("fill", colour(palette, *fill))
                    .set("stroke", colour(palette, *stroke))
                    .set("stroke-width", points(OUTLINE * 2)),
            )
        }
        Mark::Text { at, align, face, text, figure } => {
            texts(*at, *align, *face, text, *figure, palette).into_iter().fold(group, Element::add)
        }
    })
}

/// A text, in as many elements as it has families.
fn texts((x, y): (i64, i64), align: Align, face: Face, text: &str, figure: bool, palette: &Palette) -> Vec<Element> {
    let runs = metrics::runs(text);
    if let [(Family::House, _)] = runs.as_slice() {
        let element = words((x, y), face, text, figure, palette);
        return vec![match align {
            Align::Start => element,
            Align::Middle => element.set("text-anchor", "middle"),
            Align::End => element.set("text-anchor", "end"),
        }];
    }
    let mut x = match align {
        Align::Start => x,
        Align::Middle => x - face.width(text) / 2,
        Align::End => x - face.width(text),
    };
    let mut elements = Vec::new();
    for (family, run) in runs {
        let element = words((x, y), face, &run, figure, palette);
        elements.push(match family {
            Family::House => element,
            Family::Emoji => element.set("font-family", EMOJI),
            Family::Other => element.set("font-family", OTHER),
        });
        x += face.width(&run);
    }
    elements
}

fn words((x, y): (i64, i64), face: Face, text: &str, figure: bool, palette: &Palette) -> Element {
    let mut element = Element::text("text", text)
        .set("x", points(x))
        .set("y", points(y))
        .set("class", format!("f-{}{}", name(face.role), if figure { " tal" } else { "" }))
        .set("fill", colour(palette, face.role));
    if face.size != 9 * PT {
        element = element.set("font-size", points(face.size));
    }
    if face.bold {
        element = element.set("font-weight", "600");
    }
    element
}

fn class(fill: Role, stroke: Option<Role>, more: &str) -> String {
    let stroke = stroke.map(|stroke| format!(" s-{}", name(stroke))).unwrap_or_default();
    format!("f-{}{stroke}{more}", name(fill))
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Accent => "accent",
        Role::Ink => "ink",
        Role::Quiet => "quiet",
        Role::Hair => "hair",
        Role::Tint => "tint",
        Role::Shade => "shade",
        Role::Paper => "paper",
    }
}

fn colour(palette: &Palette, role: Role) -> &str {
    match role {
        Role::Accent => &palette.accent,
        Role::Ink => &palette.ink,
        Role::Quiet => &palette.quiet,
        Role::Hair => &palette.hair,
        Role::Tint => &palette.tint,
        Role::Shade => &palette.shade,
        Role::Paper => &palette.paper,
    }
}

/// Hundredths of a point as points: `12.34`, `12.5`, `12`.
fn points(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / PT, hundredths.abs() % PT);
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}

/// An element with its attributes, which are written in the order of their names.
struct Element {
    name: &'static str,
    attributes: BTreeMap<&'static str, String>,
    inner: Inner,
}

/// What an element holds. White space would show in a text, so that elements alone have lines of their own.
enum Inner {
    Text(String),
    Elements(Vec<Element>),
}

impl Element {
    fn new(name: &'static str) -> Self {
        Self { name, attributes: BTreeMap::new(), inner: Inner::Elements(Vec::new()) }
    }

    fn text(name: &'static str, text: &str) -> Self {
        Self { name, attributes: BTreeMap::new(), inner: Inner::Text(text.to_owned()) }
    }

    fn set(mut self, attribute: &'static str, value: impl Into<String>) -> Self {
        self.attributes.insert(attribute, value.into());
        self
    }

    fn add(mut self, child: Self) -> Self {
        if let Inner::Elements(children) = &mut self.inner {
            children.push(child);
        }
        self
    }
}

impl Display for Element {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { name, attributes, inner } = self;
        write!(out, "<{name}")?;
        for (attribute, value) in attributes {
            write!(out, " {attribute}=\"{}\"", xml::attribute(value))?;
        }
        match inner {
            Inner::Elements(children) if children.is_empty() => write!(out, "/>"),
            Inner::Elements(children) => {
                writeln!(out, ">")?;
                children.iter().try_for_each(|child| writeln!(out, "{child}"))?;
                write!(out, "</{name}>")
            }
            Inner::Text(text) => write!(out, ">{}</{name}>", xml::text(text)),
        }
    }
}
