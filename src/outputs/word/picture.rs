//! Pictures: as they are drawn, and as a raster for readers that know no drawings.

use std::collections::BTreeMap;

use crate::document::chart::Chart;
use crate::document::drawing::WIDTH;
use crate::look::palette::Palette;
use crate::outputs::svg;
use crate::outputs::word::package::Relationships;
use crate::outputs::word::page::Sheet;
use crate::outputs::word::raster::{self, Raster};
use crate::outputs::word::xml::{Element, element};
use crate::pictures::ending;

/// The namespace of drawings.
pub const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Lengths in drawings: 914 400 to an inch.
type Emu = i64;

/// A twentieth of a point.
const TWIP: Emu = 635;

/// A picture's pixel, of which there are 96 to an inch.
const PIXEL: Emu = 9525;

/// Width and height.
type Size = (Emu, Emu);

/// The pictures of a document: what they are made of, and what the package needs for them.
pub struct Pictures<'a> {
    /// The colour of headings and the ground of cards, as `0B4F5C`.
    pub colours: (String, String),
    palette: &'a Palette,
    files: &'a BTreeMap<String, Vec<u8>>,
    media: BTreeMap<String, Vec<u8>>,
    /// Paths of the media of pictures that are drawn already, by where they come from.
    known: BTreeMap<String, Media>,
    drawn: usize,
}

/// A picture's files in the package, and its own size.
#[derive(Debug, Clone)]
struct Media {
    raster: String,
    vector: Option<String>,
    size: Size,
}

impl<'a> Pictures<'a> {
    /// Pictures of which none is drawn yet.
    pub fn new(palette: &'a Palette, files: &'a BTreeMap<String, Vec<u8>>, colours: (String, String)) -> Self {
        Self { colours, palette, files, media: BTreeMap::new(), known: BTreeMap::new(), drawn: 0 }
    }

    /// The files that the package needs, by path.
    pub fn into_media(self) -> BTreeMap<String, Vec<u8>> {
        self.media
    }

    /// A number that no other drawing has.
    pub fn number(&mut self) -> usize {
        self.drawn += 1;
        self.drawn
    }

    /// A picture of the plan's figures. Nothing when it cannot be drawn, which is an error of the program.
    pub fn chart(&mut self, chart: &Chart, relationships: &mut Relationships) -> Option<Element> {
        let drawing = svg::whole(chart, self.palette);
        // A hundredth of a point is 127.
        let size = (WIDTH * 127, chart.drawing.height * 127);
        let media = self.vector(&chart.anchor, drawing.as_bytes())?;
        Some(self.inline(&Media { size, ..media }, size, &chart.alt, relationships))
    }

    /// A picture of the plan's folder, no wider or higher than there is room.
    pub fn picture(
        &mut self,
        path: &str,
        alt: &str,
        sheet: Sheet,
        relationships: &mut Relationships,
    ) -> Option<Element> {
        let media = self.media(path)?;
        // Room for a caption is left.
        let size = fit(media.size, (sheet.measure() * TWIP, sheet.height() * TWIP * 85 / 100));
        Some(self.inline(&media, size, alt, relationships))
    }

    /// The sender's mark at the foot of the cover: of one height, unless it is very wide.
    pub fn logotype(&mut self, path: &str, alt: &str, relationships: &mut Relationships) -> Option<Element> {
        const MILLIMETRE: Emu = 36_000;
        let media = self.media(path)?;
        let (width, height) = media.size;
        let tall = (width.checked_mul(16 * MILLIMETRE)? / height.max(1), 16 * MILLIMETRE);
        let size = fit(tall, (66 * MILLIMETRE, 16 * MILLIMETRE));
        let at = |name, align: &str| {
            let align = element("wp:align").text(align);
            element(name).set("relativeFrom", "margin").with(align)
        };
        let number = self.number();
        let anchor = floating(number, false)
            .with([at("wp:positionH", "right"), at("wp:positionV", "bottom"), extent(size)])
            .with([element("wp:wrapNone"), properties("wp:docPr", number, Some(alt)), frame_locks()]);
        let graphic = graphic(&media, size, number, alt, relationships);
        Some(element("w:r").with(element("w:drawing").with(anchor.with(graphic))))
    }

    fn media(&mut self, path: &str) -> Option<Media> {
        if let Some(known) = self.known.get(path) {
            return Some(known.clone());
        }
        let files = self.files;
        let bytes = files.get(path)?;
        let name = format!("bild{}", self.known.len() + 1);
        let kind = ending(path);
        let media = match kind.as_str() {
            "svg" => self.vector(&name, bytes)?,
            // Readers of Word documents know no other formats.
            "png" | "jpg" | "jpeg" | "gif" => {
                let (width, height) = raster::size(bytes)?;
                let raster = self.keep(&format!("{name}.{kind}"), bytes.clone());
                Media { raster, vector: None, size: (i64::from(width) * PIXEL, i64::from(height) * PIXEL) }
            }
            _ => {
                let Raster { png, width, height } = raster::converted(bytes)?;
                let raster = self.keep(&format!("{name}.png"), png);
                Media { raster, vector: None, size: (i64::from(width) * PIXEL, i64::from(height) * PIXEL) }
            }
        };
        self.known.insert(path.to_owned(), media.clone());
        Some(media)
    }

    fn vector(&mut self, name: &str, bytes: &[u8]) -> Option<Media> {
        let drawn = raster::drawn(bytes)?;
        let (width, height) = drawn.size;
        let raster = self.keep(&format!("{name}.png"), drawn.raster.png);
        let vector = self.keep(&format!("{name}.svg"), drawn.vector.into_bytes());
        Some(Media { raster, vector: Some(vector), size: (i64::from(width) * PIXEL, i64::from(height) * PIXEL) })
    }

    fn keep(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let path = format!("media/{name}");
        self.media.insert(format!("word/{path}"), bytes);
        path
    }

    fn inline(&mut self, media: &Media, size: Size, alt: &str, relationships: &mut Relationships) -> Element {
        let number = self.number();
        let inline = element("wp:inline").set("distT", 0).set("distB", 0).set("distL", 0).set("distR", 0);
        let inline = inline.with([extent(size), properties("wp:docPr", number, Some(alt)), frame_locks()]);
        let drawing = element("w:drawing").with(inline.with(graphic(media, size, number, alt, relationships)));
        element("w:r").with(drawing)
    }
}

fn graphic(media: &Media, size: Size, number: usize, alt: &str, relationships: &mut Relationships) -> Element {
    let vector = media.vector.as_ref().map(|vector| {
        let vector = element("asvg:svgBlip")
            .set("xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main")
            .set("r:embed", relationships.file("image", vector));
        let extension = element("a:ext").set("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}").with(vector);
        element("a:extLst").with(extension)
    });
    let raster = element("a:blip").set("r:embed", relationships.file("image", &media.raster)).with(vector);
    let shape = element("pic:spPr").with([
        element("a:xfrm").with([element("a:off").set("x", 0).set("y", 0), sized("a:ext", size)]),
        element("a:prstGeom").set("prst", "rect").with(element("a:avLst")),
    ]);
    let picture = element("pic:pic").set("xmlns:pic", PICTURE).with([
        element("pic:nvPicPr").with([properties("pic:cNvPr", number, Some(alt)), element("pic:cNvPicPr")]),
        element("pic:blipFill").with([raster, element("a:stretch").with(element("a:fillRect"))]),
        shape,
    ]);
    let data = element("a:graphicData").set("uri", PICTURE).with(picture);
    element("a:graphic").set("xmlns:a", DRAWING).with(data)
}

/// What a drawing is called; one that says nothing is marked as that.
pub fn properties(name: &'static str, number: usize, alt: Option<&str>) -> Element {
    let properties = element(name).set("id", number).set("name", format!("Bild {number}")).maybe_set("descr", alt);
    let decorative = alt.is_none().then(|| {
        let decorative = element("adec:decorative")
            .set("xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative")
            .set("val", 1);
        let extension = element("a:ext").set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}").with(decorative);
        element("a:extLst").set("xmlns:a", DRAWING).with(extension)
    });
    properties.with(decorative)
}

/// What floats on a page, above what has a lower height and in front of the text or behind it, without its place.
pub fn floating(height: usize, behind: bool) -> Element {
    element("wp:anchor")
        .set("distT", 0)
        .set("distB", 0)
        .set("distL", 0)
        .set("distR", 0)
        .set("simplePos", 0)
        .set("relativeHeight", height)
        .set("behindDoc", u8::from(behind))
        .set("locked", 0)
        .set("layoutInCell", 1)
        .set("allowOverlap", 1)
        .with(element("wp:simplePos").set("x", 0).set("y", 0))
}

fn frame_locks() -> Element {
    let locks = element("a:graphicFrameLocks").set("xmlns:a", DRAWING).set("noChangeAspect", 1);
    element("wp:cNvGraphicFramePr").with(locks)
}

fn extent(size: Size) -> Element {
    sized("wp:extent", size)
}

fn sized(name: &'static str, (width, height): Size) -> Element {
    element(name).set("cx", width).set("cy", height)
}

/// A size in the same proportions within a room.
fn fit((width, height): Size, (room, most): Size) -> Size {
    let (width, height) = (width.max(1), height.max(1));
    let (width, height) = if width > room { (room, height.saturating_mul(room) / width) } else { (width, height) };
    let (width, height) = if height > most { (width.saturating_mul(most) / height, most) } else { (width, height) };
    (width.max(1), height.max(1))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_picture_keeps_its_proportions_within_the_room() {
        assert_eq!(fit((100, 50), (200, 200)), (100, 50));
        assert_eq!(fit((400, 100), (200, 200)), (200, 50));
        assert_eq!(fit((400, 1600), (200, 200)), (50, 200));
        assert_eq!(fit((1, 4000), (200, 200)), (1, 200));
    }
}
