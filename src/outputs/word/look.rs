//! How the styles look, as the house style has it, in the plan's colours.

use crate::document::theme::Theme;
use crate::outputs::word::format::{Colour, Edge, Face, Layout, Tab, millimetres};
use crate::outputs::word::numbering;
use crate::outputs::word::page::{HANG, MEASURE};
use crate::outputs::word::style::{Names, Style};
use crate::outputs::word::xml::{Element, element, value};

/// Text of second rank; 7:1 on white.
pub const QUIET: &str = "575757";

/// Text.
pub const INK: &str = "1F1F1F";

/// Thin lines.
pub const HAIR: &str = "C7C7C7";

/// The colours that styles are made of.
pub struct Look<'a>(pub &'a Theme);

impl Look<'_> {
    /// A colour such as `#0b4f5c` as Word writes it.
    pub fn hex(colour: &str) -> String {
        colour.trim_start_matches('#').to_uppercase()
    }

    /// The colour of headings.
    pub fn accent(&self) -> Colour {
        Colour::Theme("accent1", Self::hex(&self.0.light.accent))
    }

    fn quiet() -> Colour {
        Colour::Plain(QUIET.to_owned())
    }

    /// How a style's paragraphs are laid out and its text looks.
    fn of(&self, style: Style) -> (Layout, Face) {
        match style {
            Style::Heading(level) => self.heading(level),
            Style::Title
            | Style::Sender
            | Style::Status
            | Style::Fact
            | Style::ContentsHeading
            | Style::Contents(_)
            | Style::Header
            | Style::Footer => self.around(style),
            Style::Cell
            | Style::Figure
            | Style::Head
            | Style::Point
            | Style::CardName
            | Style::CardText
            | Style::CardUnits => self.within(style),
            _ => self.running(style),
        }
    }

    fn heading(&self, level: u8) -> (Layout, Face) {
        let accent = self.accent();
        match level {
            1 => {
                let (layout, face) = heading(560, 240, 44);
                let edges = vec![edge("w:top", 10, 9, accent.own())];
                let layout = Layout { edges, outline: Some(0), line: Some(240), ..layout };
                (layout, Face { colour: Some(accent), ..face })
            }
            2 => {
                let (layout, face) = heading(480, 180, 30);
                (Layout { outline: Some(1), ..layout }, face)
            }
            3 => {
                let (layout, face) = heading(400, 140, 25);
                (Layout { outline: Some(2), ..layout }, Face { colour: Some(accent), ..face })
            }
            4 => {
                let (layout, face) = heading(320, 120, 22);
                (Layout { outline: Some(3), ..layout }, face)
            }
            _ => {
                let (layout, face) = heading(280, 100, 22);
                let face = Face { bold: Some(false), italic: Some(true), ..face };
                (Layout { outline: Some(4), ..layout }, face)
            }
        }
    }

    /// What stands around the text.
    fn around(&self, style: Style) -> (Layout, Face) {
        let accent = self.accent();
        match style {
            Style::Title => {
                let colour = Colour::Plain(Self::hex(&self.0.light.on_cover));
                let ground = Some(Self::hex(&self.0.light.cover));
                let layout =
                    Layout { whole_words: true, ground, before: Some(4800), line: Some(228), ..Layout::default() };
                (layout, Face { bold: Some(true), size: Some(84), colour: Some(colour), ..Face::default() })
            }
            Style::Sender => {
                let colour = Colour::Plain(Self::hex(&self.0.light.on_cover));
                let ground = Some(Self::hex(&self.0.light.cover));
                let layout = Layout { ground, before: Some(0), after: Some(40), ..Layout::default() };
                (layout, Face { size: Some(30), colour: Some(colour), ..Face::default() })
            }
            Style::Status => (
                Layout { after: Some(120), ..Layout::default() },
                Face { bold: Some(true), size: Some(30), colour: Some(accent), ..Face::default() },
            ),
            Style::Fact => (Layout { after: Some(80), ..Layout::default() }, Face::default()),
            Style::ContentsHeading => {
                let (layout, face) = heading(0, 240, 44);
                (layout, Face { colour: Some(accent), ..face })
            }
            Style::Contents(level) => {
                let (left, before) = if level == 1 { (0, 200) } else { (0, 60) };
                let layout = Layout {
                    tabs: vec![
                        Tab { kind: "left", leader: None, at: numbering::ROOM },
                        Tab { kind: "right", leader: Some("dot"), at: MEASURE },
                    ],
                    left: Some(left + numbering::ROOM),
                    right: Some(560),
                    hanging: Some(numbering::ROOM),
                    before: Some(before),
                    after: Some(0),
                    line: Some(252),
                    ..Layout::default()
                };
                (layout, Face { bold: (level == 1).then_some(true), ..Face::default() })
            }
            Style::Header => small(Layout {
                edges: vec![edge("w:bottom", 4, 5, HAIR)],
                tabs: vec![Tab { kind: "right", leader: None, at: MEASURE }],
                left: Some(-HANG),
                after: Some(0),
                line: Some(240),
                ..Layout::default()
            }),
            Style::Footer => {
                small(Layout { align: Some("right"), after: Some(0), line: Some(240), ..Layout::default() })
            }
            _ => (Layout::default(), Face::default()),
        }
    }

    /// Running text and what stands in it.
    fn running(&self, style: Style) -> (Layout, Face) {
        let accent = self.accent();
        match style {
            Style::Normal => (Layout { after: Some(160), line: Some(288), ..Layout::default() }, Face::default()),
            Style::Caption => (
                Layout { keep_lines: true, before: Some(320), after: Some(120), line: Some(252), ..Layout::default() },
                Face { bold: Some(true), size: Some(21), ..Face::default() },
            ),
            Style::Picture => {
                (Layout { before: Some(120), after: Some(120), line: Some(240), ..Layout::default() }, Face::default())
            }
            Style::Under => small(Layout { before: Some(60), after: Some(60), line: Some(252), ..Layout::default() }),
            Style::Footnote => {
                let layout = Layout { after: Some(40), line: Some(252), ..Layout::default() };
                (layout, Face { size: Some(18), ..Face::default() })
            }
            Style::Quote => {
                let layout = Layout {
                    keep_lines: true,
                    before: Some(360),
                    after: Some(360),
                    line: Some(276),
                    ..Layout::default()
                };
                (layout, Face { size: Some(30), colour: Some(accent), ..Face::default() })
            }
            Style::Bullet | Style::Step | Style::Continued => {
                (Layout { after: Some(80), ..Layout::default() }, Face::default())
            }
            Style::Term => {
                let layout = Layout { keep_next: true, before: Some(120), after: Some(0), ..Layout::default() };
                (layout, Face { bold: Some(true), ..Face::default() })
            }
            Style::Explanation => {
                (Layout { left: Some(millimetres(5)), after: Some(80), ..Layout::default() }, Face::default())
            }
            Style::Listing => (
                Layout { ground: Some("F5F5F5".to_owned()), whole_words: true, line: Some(252), ..Layout::default() },
                Face { unproofed: true, ..Face::default() },
            ),
            Style::Divider => (
                Layout { before: Some(240), after: Some(240), ..Layout::default() },
                Face { colour: Some(accent), ..Face::default() },
            ),
            Style::Apart => {
                let layout = Layout { before: Some(0), after: Some(0), line: Some(240), ..Layout::default() };
                (layout, Face { size: Some(4), ..Face::default() })
            }
            Style::Link => (Layout::default(), Face { underlined: true, colour: Some(accent), ..Face::default() }),
            Style::Reference => (Layout::default(), Face { raised: true, ..Face::default() }),
            Style::Code => {
                let ground = Some("EDEDED".to_owned());
                (Layout::default(), Face { ground, unproofed: true, ..Face::default() })
            }
            _ => (Layout::default(), Face::default()),
        }
    }

    /// What stands in tables and cards.
    fn within(&self, style: Style) -> (Layout, Face) {
        let (accent, tint) = (self.accent(), Self::hex(&self.0.light.tint));
        let card = |edges: Vec<Edge>| Layout {
            ground: Some(tint.clone()),
            edges,
            left: Some(180),
            right: Some(120),
            before: Some(0),
            after: Some(0),
            keep_lines: true,
            ..Layout::default()
        };
        let card_edge = || edge("w:left", 18, 7, accent.own());
        match style {
            Style::Cell => (
                Layout { before: Some(60), after: Some(60), line: Some(245), ..Layout::default() },
                Face { size: Some(19), ..Face::default() },
            ),
            Style::Figure => (
                Layout { whole_words: true, align: Some("right"), ..Layout::default() },
                Face { tabular: true, ..Face::default() },
            ),
            Style::Head => {
                let layout = Layout { keep_next: true, ..Layout::default() };
                (layout, Face { bold: Some(true), ..Face::default() })
            }
            Style::CardName => {
                // A white edge keeps the cards apart: room between two paragraphs on one ground has that ground too.
                let layout = card(vec![edge("w:top", 64, 5, "FFFFFF"), card_edge()]);
                let layout = Layout { keep_next: true, ..layout };
                (layout, Face { bold: Some(true), size: Some(20), colour: Some(accent.clone()), ..Face::default() })
            }
            Style::CardText => (card(vec![card_edge()]), Face::default()),
            Style::CardUnits => {
                (Layout::default(), Face { size: Some(19), colour: Some(Self::quiet()), ..Face::default() })
            }
            _ => (Layout::default(), Face::default()),
        }
    }

    /// A style's definition, in a document whose styles are so named.
    pub fn definition(&self, style: Style, names: &Names) -> Element {
        let (id, name) = style.names();
        let (layout, face) = self.of(style);
        // The root of a template's styles may not know of what is said of figures alone.
        let face = Face { tabular: face.tabular && !names.is_house(), ..face };
        let base = element("w:style")
            .set("w:type", style.kind().name())
            .maybe_set("w:default", (style == Style::Normal).then_some(1))
            .maybe_set("w:customStyle", style.is_own().then_some(1))
            .set("w:styleId", id)
            .with(value("w:name", name))
            .with(style.based_on().map(|base| value("w:basedOn", names.id(base))))
            .with(style.next().map(|next| value("w:next", names.id(next))))
            .with(is_offered(style).then(|| element("w:qFormat")));
        let layout = Layout { numbering: style.list(), ..layout };
        let base = base.with(layout.element()).with(face.element());
        if style == Style::Table { base.with(table()) } else { base }
    }
}

fn heading(before: i64, after: i64, size: u32) -> (Layout, Face) {
    let layout = Layout {
        keep_next: true,
        keep_lines: true,
        whole_words: true,
        before: Some(before),
        after: Some(after),
        line: Some(252),
        ..Layout::default()
    };
    (layout, Face { bold: Some(true), size: Some(size), ..Face::default() })
}

/// Text of second rank.
fn small(layout: Layout) -> (Layout, Face) {
    (layout, Face { size: Some(18), colour: Some(Colour::Plain(QUIET.to_owned())), ..Face::default() })
}

fn edge(side: &'static str, thickness: u32, space: u32, colour: &str) -> Edge {
    Edge { side, thickness, space, colour: colour.to_owned() }
}

/// Whether Word offers the style among those that it shows first.
fn is_offered(style: Style) -> bool {
    matches!(
        style,
        Style::Normal
            | Style::Heading(_)
            | Style::Title
            | Style::Caption
            | Style::Quote
            | Style::Bullet
            | Style::Step
            | Style::Cell
            | Style::Figure
            | Style::CardName
            | Style::CardText
    )
}

/// What is said of tables beside their text.
fn table() -> [Element; 1] {
    let side = |side, width| element(side).set("w:w", width).set("w:type", "dxa");
    let margins =
        element("w:tblCellMar").with([side("w:top", 0), side("w:left", 80), side("w:bottom", 0), side("w:right", 80)]);
    [element("w:tblPr").with(margins)]
}

/// The definitions that every document has, whatever its styles: the text that they start from, and what Word wants.
pub fn defaults() -> Vec<Element> {
    let fonts = element("w:rFonts")
        .set("w:asciiTheme", "minorHAnsi")
        .set("w:hAnsiTheme", "minorHAnsi")
        .set("w:eastAsiaTheme", "minorEastAsia")
        .set("w:cstheme", "minorBidi");
    let language = element("w:lang").set("w:val", "sv-SE").set("w:eastAsia", "sv-SE").set("w:bidi", "ar-SA");
    let run = element("w:rPr").with([fonts, value("w:color", INK), value("w:sz", 22), value("w:szCs", 22), language]);
    let defaults = element("w:docDefaults").with([element("w:rPrDefault").with(run), element("w:pPrDefault")]);
    let side = |side, width| element(side).set("w:w", width).set("w:type", "dxa");
    let plain_table = element("w:style")
        .set("w:type", "table")
        .set("w:default", 1)
        .set("w:styleId", "TableNormal")
        .with([value("w:name", "Normal Table"), value("w:uiPriority", 99), element("w:semiHidden")])
        .with(element("w:unhideWhenUsed"))
        .with(element("w:tblPr").with([
            side("w:tblInd", 0),
            element("w:tblCellMar").with([
                side("w:top", 0),
                side("w:left", 108),
                side("w:bottom", 0),
                side("w:right", 108),
            ]),
        ]));
    let no_list = element("w:style")
        .set("w:type", "numbering")
        .set("w:default", 1)
        .set("w:styleId", "NoList")
        .with([value("w:name", "No List"), value("w:uiPriority", 99), element("w:semiHidden")])
        .with(element("w:unhideWhenUsed"));
    let plain_text = element("w:style")
        .set("w:type", "character")
        .set("w:default", 1)
        .set("w:styleId", "DefaultParagraphFont")
        .with([value("w:name", "Default Paragraph Font"), value("w:uiPriority", 1), element("w:semiHidden")])
        .with(element("w:unhideWhenUsed"));
    vec![defaults, plain_text, plain_table, no_list]
}
