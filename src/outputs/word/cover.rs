//! The cover: who sends the plan, its title, and what is known of it.

use crate::document::Document;
use crate::outputs::word::body::Body;
use crate::outputs::word::format::{Face, Layout, Paragraph, millimetres};
use crate::outputs::word::look::Look;
use crate::outputs::word::picture;
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::text::{run, sign};
use crate::outputs::word::xml::{Element, element};

const SHAPES: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";

/// How far down the ground of the cover goes.
const GROUND: i64 = 196;

impl<'a> Story<'a> {
    /// The cover.
    pub fn cover(&mut self, document: &'a Document, body: &mut Body) {
        let (meta, plain) = (&document.meta, Face::default());
        let ground = self.ground(&Look::hex(&document.theme.light.cover));
        let bold = Face { bold: Some(true), ..Face::default() };
        let sender = self.styled(Style::Sender);
        body.spaced(Paragraph { layout: sender.clone(), content: vec![ground, run(&meta.organisation, &bold)] });
        body.spaced(Paragraph { layout: sender, content: vec![run(&meta.board, &plain)] });
        let title = title(&meta.title, meta.year);
        // A long title begins higher up, and is set smaller.
        let before = is_long(&meta.title).then_some(3000);
        body.spaced(Paragraph { layout: Layout { before, ..self.styled(Style::Title) }, content: title });
        self.facts(document, body);
    }

    /// What stands under the ground, at a place of its own however long the title is.
    fn facts(&mut self, document: &'a Document, body: &mut Body) {
        let meta = &document.meta;
        let frame = element("w:framePr")
            .set("w:w", millimetres(112))
            .set("w:wrap", "around")
            .set("w:vAnchor", "page")
            .set("w:hAnchor", "margin")
            .set("w:y", millimetres(GROUND + 12));
        let framed = |style: Layout| Layout { frame: Some(frame.clone()), ..style };
        if !meta.status_label.is_empty() {
            let content = vec![run(&meta.status_label, &Face::default())];
            body.spaced(Paragraph { layout: framed(self.styled(Style::Status)), content });
        }
        let facts = [
            ("Förvaltning", Some(meta.administration.as_str()).filter(|name| !name.is_empty())),
            ("Diarienummer", meta.registry_number.as_deref()),
            ("Beslutsdatum", meta.decision_date.as_deref()),
        ];
        for (name, fact) in facts {
            let Some(fact) = fact else { continue };
            let content = vec![run(&format!("{name}: {fact}"), &Face::default())];
            body.spaced(Paragraph { layout: framed(self.styled(Style::Fact)), content });
        }
        // What stands at a place of the page belongs to a paragraph after it, which ends the cover and has the sender's mark.
        let mark = document.theme.logotype.as_ref();
        let mark = mark.and_then(|mark| self.pictures.logotype(&mark.path, &mark.alt, &mut self.relationships));
        let content = mark.into_iter().collect();
        body.spaced(Paragraph { layout: self.styled(Style::Apart), content });
    }

    /// The ground of the cover, behind its text. It says nothing, and is marked as that.
    fn ground(&mut self, colour: &str) -> Element {
        const EMU: i64 = 36_000;
        let number = self.pictures.number();
        let place = |name, at: i64| {
            let offset = element("wp:posOffset").text((at * EMU).to_string());
            element(name).set("relativeFrom", "page").with(offset)
        };
        let size = |name| element(name).set("cx", 210 * EMU).set("cy", GROUND * EMU);
        let fill = element("a:solidFill").with(element("a:srgbClr").set("val", colour));
        let shape = element("wps:wsp").set("xmlns:wps", SHAPES).with([
            element("wps:cNvSpPr"),
            element("wps:spPr").with([
                element("a:xfrm").with([element("a:off").set("x", 0).set("y", 0), size("a:ext")]),
                element("a:prstGeom").set("prst", "rect").with(element("a:avLst")),
                fill,
                element("a:ln").with(element("a:noFill")),
            ]),
            element("wps:bodyPr"),
        ]);
        let graphic = element("a:graphic")
            .set("xmlns:a", picture::DRAWING)
            .with(element("a:graphicData").set("uri", SHAPES).with(shape));
        let anchor = picture::floating(0, true)
            .with([place("wp:positionH", 0), place("wp:positionV", 0), size("wp:extent")])
            .with([element("wp:wrapNone"), picture::properties("wp:docPr", number, None)])
            .with([element("wp:cNvGraphicFramePr"), graphic]);
        let old = element("v:rect")
            .set("style", format!("position:absolute;left:0;top:0;width:210mm;height:{GROUND}mm;z-index:-1;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"))
            .set("alt", "")
            .set("fillcolor", format!("#{colour}"))
            .set("stroked", "f");
        let choice = element("mc:Choice").set("Requires", "wps").with(element("w:drawing").with(anchor));
        let fallback = element("mc:Fallback").with(element("w:pict").with(old));
        element("w:r").with(element("mc:AlternateContent").with([choice, fallback]))
    }
}

/// The title. The year stands on a line of its own, and is still the end of the title.
fn title(title: &str, year: i32) -> Vec<Element> {
    let year = year.to_string();
    let name = title.trim_end_matches(&year).trim_end();
    let face = Face { size: is_long(name).then_some(56), ..Face::default() };
    if name.is_empty() || name.len() == title.len() {
        return vec![run(title, &face)];
    }
    let light = Face { bold: Some(false), ..face.clone() };
    vec![run(&format!("{name} "), &face), sign("w:br", &face), run(&year, &light)]
}

fn is_long(name: &str) -> bool {
    name.chars().count() > 44 || name.split(' ').any(|word| word.chars().count() > 16)
}
