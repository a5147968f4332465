//! How paragraphs and text are formatted, in a style or where they stand. Elements come in the order of the schema.

use crate::outputs::word::xml::{Element, element, value};

/// A length as Word counts most of them: a twentieth of a point.
pub type Twips = i64;

/// A millimetre's length, in about: there are 56,69 twips in one.
pub const fn millimetres(number: i64) -> Twips {
    (number * 144_000 + 1270) / 2540
}

/// A length in hundredths of a point.
pub const fn twips(hundredths: i64) -> Twips {
    hundredths / 5
}

/// A colour: one of the document's theme, or a shade of grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colour {
    /// A colour of the theme by its name, and what it is as `0B4F5C`.
    Theme(&'static str, String),
    /// A colour that no theme changes.
    Plain(String),
}

impl Colour {
    fn element(&self) -> Element {
        match self {
            Self::Theme(name, own) => value("w:color", own).set("w:themeColor", name),
            Self::Plain(own) => value("w:color", own),
        }
    }

    /// The colour itself.
    pub fn own(&self) -> &str {
        match self {
            Self::Theme(_, own) | Self::Plain(own) => own,
        }
    }
}

/// How text looks. What is not said is as it is around it.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the format")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Id of a style of its own.
    pub style: Option<String>,
    /// Bold.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: Option<bool>,
    /// Struck through.
    pub struck: bool,
    /// Shown as written and nowhere corrected.
    pub unproofed: bool,
    /// Not shown on a screen that has no pages.
    pub hidden_on_web: bool,
    /// Colour.
    pub colour: Option<Colour>,
    /// Size, in half points.
    pub size: Option<u32>,
    /// Underlined.
    pub underlined: bool,
    /// The ground, as `F2F2F2`.
    pub ground: Option<String>,
    /// Raised, as numbers of notes are.
    pub raised: bool,
    /// Figures of one width.
    pub tabular: bool,
}

impl Face {
    /// The properties, when it says anything.
    pub fn element(&self) -> Option<Element> {
        let switch =
            |name: &'static str, on: Option<bool>| on.map(|on| if on { element(name) } else { value(name, "0") });
        let whole = element("w:rPr")
            .with(self.style.as_ref().map(|style| value("w:rStyle", style)))
            .with(switch("w:b", self.bold))
            .with(switch("w:bCs", self.bold))
            .with(switch("w:i", self.italic))
            .with(switch("w:iCs", self.italic))
            .with(self.struck.then(|| element("w:strike")))
            .with(self.unproofed.then(|| element("w:noProof")))
            .with(self.hidden_on_web.then(|| element("w:webHidden")))
            .with(self.colour.as_ref().map(Colour::element))
            .with(self.size.map(|size| value("w:sz", size)))
            .with(self.size.map(|size| value("w:szCs", size)))
            .with(self.underlined.then(|| value("w:u", "single")))
            .with(self.ground.as_ref().map(|ground| shade(ground)))
            .with(self.raised.then(|| value("w:vertAlign", "superscript")))
            .with(self.tabular.then(|| element("w14:numSpacing").set("w14:val", "tabular")));
        (!whole.is_bare()).then_some(whole)
    }
}

/// A ground in a colour such as `F2F2F2`.
pub fn shade(ground: &str) -> Element {
    value("w:shd", "clear").set("w:color", "auto").set("w:fill", ground)
}

/// A line at an edge: the edge, its thickness in eighths of a point, its distance in points, its colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// `w:top`, `w:left` …
    pub side: &'static str,
    /// Thickness, in eighths of a point; none is no line.
    pub thickness: u32,
    /// From the text, in points.
    pub space: u32,
    /// As `0B4F5C`.
    pub colour: String,
}

impl Edge {
    /// The edge as an element.
    pub fn element(&self) -> Element {
        value(self.side, if self.thickness == 0 { "nil" } else { "single" })
            .set("w:sz", self.thickness)
            .set("w:space", self.space)
            .set("w:color", &self.colour)
    }
}

/// A place that a tab leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// `left`, `right`.
    pub kind: &'static str,
    /// What leads there.
    pub leader: Option<&'static str>,
    /// From the text's edge.
    pub at: Twips,
}

/// How a paragraph is laid out. What is not said is as its style says.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the format")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Id of its style.
    pub style: Option<String>,
    /// On one page with the next paragraph.
    pub keep_next: bool,
    /// Its lines on one page.
    pub keep_lines: bool,
    /// On a new page.
    pub page_break: bool,
    /// At a place of the page.
    pub frame: Option<Element>,
    /// The list that it is numbered in, by its number and its level; list 0 is none.
    pub numbering: Option<(usize, usize)>,
    /// Lines at its edges.
    pub edges: Vec<Edge>,
    /// Ground, as `F2F2F2`.
    pub ground: Option<String>,
    /// Places of tabs.
    pub tabs: Vec<Tab>,
    /// No word is divided.
    pub whole_words: bool,
    /// Room above.
    pub before: Option<Twips>,
    /// Room below.
    pub after: Option<Twips>,
    /// From line to line, in 240ths of a line.
    pub line: Option<u32>,
    /// Indent at the left.
    pub left: Option<Twips>,
    /// Indent at the right.
    pub right: Option<Twips>,
    /// How far the first line begins before the others.
    pub hanging: Option<Twips>,
    /// No room to others of the same style.
    pub contextual: bool,
    /// `left`, `right`, `center`.
    pub align: Option<&'static str>,
    /// Level among headings, from 0.
    pub outline: Option<u8>,
    /// Ends a section, which is so laid out.
    pub section: Option<Element>,
}

impl Layout {
    /// The layout of a style.
    pub fn of(style: impl Into<String>) -> Self {
        Self { style: Some(style.into()), ..Self::default() }
    }

    /// The properties, when it says anything.
    pub fn element(&self) -> Option<Element> {
        let (edges, tabs) = (&self.edges, &self.tabs);
        let numbering = self.numbering.map(|(list, level)| {
            let level = (list > 0).then(|| value("w:ilvl", level));
            element("w:numPr").with(level).with(value("w:numId", list))
        });
        let tab = |tab: &Tab| value("w:tab", tab.kind).maybe_set("w:leader", tab.leader).set("w:pos", tab.at);
        let spacing = element("w:spacing")
            .maybe_set("w:before", self.before)
            .maybe_set("w:after", self.after)
            .maybe_set("w:line", self.line)
            .maybe_set("w:lineRule", self.line.map(|_| "auto"));
        let indent = element("w:ind")
            .maybe_set("w:left", self.left)
            .maybe_set("w:right", self.right)
            .maybe_set("w:hanging", self.hanging);
        let said = |element: Element| (!element.is_bare()).then_some(element);
        said(
            element("w:pPr")
                .with(self.style.as_ref().map(|style| value("w:pStyle", style)))
                .with(self.keep_next.then(|| element("w:keepNext")))
                .with(self.keep_lines.then(|| element("w:keepLines")))
                .with(self.page_break.then(|| element("w:pageBreakBefore")))
                .with(self.frame.clone())
                .with(numbering)
                .with((!edges.is_empty()).then(|| element("w:pBdr").with(edges.iter().map(Edge::element))))
                .with(self.ground.as_ref().map(|ground| shade(ground)))
                .with((!tabs.is_empty()).then(|| element("w:tabs").with(tabs.iter().map(tab))))
                .with(self.whole_words.then(|| element("w:suppressAutoHyphens")))
                .with(said(spacing))
                .with(said(indent))
                .with(self.contextual.then(|| element("w:contextualSpacing")))
                .with(self.align.map(|align| value("w:jc", align)))
                .with(self.outline.map(|level| value("w:outlineLvl", level)))
                .with(self.section.clone()),
        )
    }
}

/// A paragraph: its layout and what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    /// Its layout.
    pub layout: Layout,
    /// Its runs, links and bookmarks.
    pub content: Vec<Element>,
}

impl Paragraph {
    /// The element.
    pub fn element(self) -> Element {
        element("w:p").with(self.layout.element()).with(self.content)
    }
}
