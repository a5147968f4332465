//! The head and the foot of pages, and the marking of a draft.

use crate::document::Document;
use crate::outputs::word::format::{Face, Layout, Paragraph, Tab};
use crate::outputs::word::look::Look;
use crate::outputs::word::page::Sheet;
use crate::outputs::word::style::{Names, Style};
use crate::outputs::word::text::{field, run, sign};
use crate::outputs::word::xml::{Element, element};

/// The head of a page: the board and the title, and the status of what is not decided.
pub fn head(root: Element, document: &Document, sheet: Sheet, names: &Names) -> Element {
    let (meta, plain) = (&document.meta, Face::default());
    let mut content = vec![run(&meta.board, &plain), sign("w:tab", &plain), run(&meta.title, &plain)];
    if !meta.status_label.is_empty() {
        let face = Face { bold: Some(true), colour: Some(Look(&document.theme).accent()), ..Face::default() };
        content.push(run(&format!(" · {}", meta.status_label), &face));
        content.push(marking(&meta.status_label.to_uppercase()));
    }
    let tabs = vec![Tab { kind: "right", leader: None, at: sheet.measure() }];
    let layout =
        Layout { tabs: if sheet == Sheet::Turned { tabs } else { Vec::new() }, ..Layout::of(names.id(Style::Header)) };
    root.with(Paragraph { layout, content }.element())
}

/// The foot of a page: its number, and how many there are.
pub fn foot(root: Element, names: &Names) -> Element {
    let plain = Face::default();
    let number = |name: &str| field(name, vec![run("1", &plain)], &plain);
    let mut content = vec![run("sida ", &plain)];
    content.extend(number("PAGE"));
    content.push(run(" (", &plain));
    content.extend(number("NUMPAGES"));
    content.push(run(")", &plain));
    root.with(Paragraph { layout: Layout::of(names.id(Style::Footer)), content }.element())
}

/// The marking of a draft, upright in the margin of every page, where no text is. It is known to Word as a watermark,
/// and can be taken away as one; the head says the same in words.
fn marking(text: &str) -> Element {
    let formulas = ["sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0"]
        .into_iter()
        .chain(["if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7"])
        .chain(["sum @6 0 @5"]);
    let kind = element("v:shapetype")
        .set("id", "_x0000_t136")
        .set("coordsize", "21600,21600")
        .set("o:spt", "136")
        .set("adj", "10800")
        .set("path", "m@7,l@8,m@5,21600l@6,21600e")
        .with(element("v:formulas").with(formulas.map(|formula| element("v:f").set("eqn", formula))))
        .with(element("v:path").set("textpathok", "t").set("o:connecttype", "rect"))
        .with(element("v:textpath").set("on", "t").set("fitshape", "t"));
    // As wide as its letters are.
    let width = 27 * text.chars().count();
    let style = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:30pt;rotation:90;z-index:-251658752;\
         mso-position-horizontal:right;mso-position-horizontal-relative:page;\
         mso-position-vertical:center;mso-position-vertical-relative:page"
    );
    let shape = element("v:shape")
        .set("id", "PowerPlusWaterMarkObject1")
        .set("o:spid", "_x0000_s2049")
        .set("type", "#_x0000_t136")
        .set("alt", "")
        .set("style", style)
        .set("o:allowincell", "f")
        .set("fillcolor", "#d6d6d6")
        .set("stroked", "f")
        .with(element("v:textpath").set("style", "font-family:Calibri;font-size:1pt").set("string", text));
    element("w:r").with(element("w:pict").with([kind, shape]))
}
