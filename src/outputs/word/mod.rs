//! The plan as a Word document, for those who are to comment on it: real headings, tables, notes and links.
//!
//! A writer of our own: the crates there are have no drawings with a raster beside, no marks of decoration, no repeated
//! heads with merged cells as the format wants them, and ids that differ between runs. What is written is small, and
//! says what the document says; looks are [styles](style), and so the house's template may give it its own.

pub mod blocks;
pub mod body;
pub mod contents;
pub mod cover;
pub mod format;
pub mod frame;
pub mod look;
pub mod numbering;
pub mod package;
pub mod page;
pub mod picture;
pub mod properties;
pub mod raster;
pub mod story;
pub mod style;
pub mod table;
pub mod template;
pub mod text;
pub mod theme;
pub mod typeface;
pub mod widths;
pub mod xml;

use zip::result::{ZipError, ZipResult};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::outputs::edition::Edition;
use crate::outputs::word::blocks::Place;
use crate::outputs::word::body::Body;
use crate::outputs::word::look::Look;
use crate::outputs::word::numbering::Count;
use crate::outputs::word::package::{Package, Relationships};
use crate::outputs::word::page::Sheet;
use crate::outputs::word::picture::Pictures;
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::xml::{Element, element};
use crate::outputs::{Broken, Files, Link, Make, Output, lines, sheets};

/// The plan as a Word document.
pub const OUTPUT: Output = Output {
    name: "docx",
    help: "verksamhetsplan.docx: planen för Word, till exempel för remiss",
    usual: false,
    names_revision: false,
    reads_earlier: false,
    file: "verksamhetsplan.docx",
    report: Some("rapport.docx"),
    changes: None,
    link: Some(Link {
        text: "Hela planen för Word",
        form: "Word-dokument",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        everywhere: false,
    }),
    make: Make::Edition(files),
    over: None,
    aged: None,
};

/// Kinds of files in the package.
mod kinds {
    pub(super) const DOCUMENT: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    pub(super) const STYLES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
    pub(super) const NUMBERING: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
    pub(super) const SETTINGS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml";
    pub(super) const FOOTNOTES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
    pub(super) const FONTS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml";
    pub(super) const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
    pub(super) const HEAD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
    pub(super) const FOOT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
    pub(super) const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
    pub(super) const APP: &str = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
}

/// The file of the head of upright pages, of turned ones, and of the foot.
const HEAD: &str = "header1.xml";
const TURNED_HEAD: &str = "header2.xml";
const FOOT: &str = "footer1.xml";

fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    let Some(file) = OUTPUT.file(edition.document) else {
        return Ok(Files::new());
    };
    Ok(Files::from([(file.to_owned(), archive(edition)?)]))
}

fn archive(edition: &Edition<'_>) -> ZipResult<Vec<u8>> {
    let document = &lines::kept(edition.document);
    let (theme, house) = (&document.theme, edition.plan.identity.theme.word.as_deref());
    let names = house.map(template::names).unwrap_or_default();
    let (accent, tint) = (Look::hex(&theme.light.accent), Look::hex(&theme.light.tint));
    let pictures = Pictures::new(&document.palette, &edition.plan.pictures, (accent.clone(), tint.clone()));
    let mut story = Story::new(document, &names, pictures, edition.plan.identity.numbered);
    let body = body(&mut story, document);
    let main = root("w:document").with(body);
    let mut to = std::mem::take(&mut story.relationships);
    let notes = story.footnotes(root("w:footnotes"));
    let to_of_notes = std::mem::take(&mut story.relationships);
    // The headings of a template may be in lists of its own.
    let headings: Vec<String> = match house {
        Some(_) => Vec::new(),
        None => [1, 2].map(|level| names.id(Style::Heading(level))).into(),
    };
    let lists = numbering::file(root("w:numbering"), &story.steps, &headings);
    let typeface = match house.and_then(|house| house.fonts.as_ref()) {
        Some(table) => template::fonts(table),
        None => typeface::fonts(root("w:fonts"), theme.typeface.as_ref()),
    };
    let look = Look(theme);
    let styles = match house {
        Some(house) => template::styles(house, &look, &names),
        None => {
            root("w:styles").with(look::defaults()).with(Style::ALL.map(|style| look.definition(style, &names))).file()
        }
    };
    let family = theme.typeface.as_ref().map_or(typeface::HOUSE, |typeface| &typeface.family);
    let scheme = match house.and_then(|house| house.theme.as_ref()) {
        Some(own) => own.clone().into_bytes(),
        None => theme::file(&accent, &tint, family),
    };
    let head = |sheet| frame::head(root("w:hdr"), document, sheet, &names).file();
    let mut package = Package::default();
    let nowhere = Relationships::default();
    let parts = [
        ("styles.xml", "styles", kinds::STYLES, styles, &nowhere),
        ("numbering.xml", "numbering", kinds::NUMBERING, lists.file(), &nowhere),
        ("settings.xml", "settings", kinds::SETTINGS, properties::settings(root("w:settings")).file(), &nowhere),
        ("footnotes.xml", "footnotes", kinds::FOOTNOTES, notes.file(), &to_of_notes),
        ("fontTable.xml", "fontTable", kinds::FONTS, typeface.table, &typeface.relationships),
        ("theme/theme1.xml", "theme", kinds::THEME, scheme, &nowhere),
        (HEAD, "header", kinds::HEAD, head(Sheet::Upright), &nowhere),
        (TURNED_HEAD, "header", kinds::HEAD, head(Sheet::Turned), &nowhere),
        (FOOT, "footer", kinds::FOOT, frame::foot(root("w:ftr"), &names).file(), &nowhere),
    ];
    for (path, kind, ..) in &parts {
        to.file(kind, path);
    }
    package.add("word/document.xml", kinds::DOCUMENT, main.file(), &to);
    for (path, _, kind, bytes, to) in parts {
        package.add(&format!("word/{path}"), kind, bytes, to);
    }
    package.add("docProps/core.xml", kinds::CORE, properties::core(edition).file(), &nowhere);
    package.add("docProps/app.xml", kinds::APP, properties::app(edition).file(), &nowhere);
    for (path, bytes) in story.pictures.into_media().into_iter().chain(typeface.files) {
        package.add_medium(path, bytes);
    }
    let mut ways = Relationships::default();
    ways.file("officeDocument", "word/document.xml");
    ways.file(
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
    );
    ways.file("extended-properties", "docProps/app.xml");
    package.archive(&ways)
}

/// Cover, contents and chapters, in sections by how their pages lie.
fn body<'a>(story: &mut Story<'a>, document: &'a Document) -> Element {
    let names = story.names;
    let (mut body, mut count, mut sheet) = (Body::default(), Count::default(), Sheet::Upright);
    story.cover(document, &mut body);
    body.end_section(Sheet::Cover.section(None), names);
    story.contents(document, &mut body);
    for (at, chapter) in document.chapters.iter().enumerate() {
        for (part, own) in sheets::sheets(&chapter.blocks).into_iter().enumerate() {
            let wanted = if own.landscape { Sheet::Turned } else { Sheet::Upright };
            let turns = wanted != sheet;
            if turns {
                body.end_section(section(story, sheet), names);
                sheet = wanted;
            }
            if part == 0 {
                let numbered = count.chapter(&chapter.number, chapter.appendix);
                let mut heading = story.heading(1, &numbered, &chapter.anchor, &chapter.title);
                heading.layout.page_break = !turns && (at == 0 || chapter.appendix);
                body.spaced(heading);
            }
            story.blocks(own.blocks, Place::on(sheet), &mut count, &mut body);
        }
    }
    let last = section(story, sheet);
    element("w:body").with(body.elements(last, names))
}

fn section(story: &mut Story<'_>, sheet: Sheet) -> Element {
    let head = if sheet == Sheet::Turned { TURNED_HEAD } else { HEAD };
    let (head, foot) = (story.relationships.file("header", head), story.relationships.file("footer", FOOT));
    sheet.section(Some((&head, &foot)))
}

/// The root of a file, with the namespaces that may be in it.
fn root(name: &'static str) -> Element {
    element(name)
        .set("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")
        .set("xmlns:o", "urn:schemas-microsoft-com:office:office")
        .set("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        .set("xmlns:v", "urn:schemas-microsoft-com:vml")
        .set("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
        .set("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml")
        .set("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing")
        .set("xmlns:wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape")
        .set("mc:Ignorable", "w14")
}

impl From<ZipError> for Broken {
    fn from(error: ZipError) -> Self {
        Self(vec![
            Diagnostic::error("word-dokument", format!("planen ryms inte i ett Word-dokument ({error})"))
                .hint("förminska de största bilderna: ett dokument rymmer högst 4 GB"),
        ])
    }
}
