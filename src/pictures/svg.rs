//! Drawings of markup (SVG): whether they can be drawn, within what a picture may ask for.

use rust_decimal::Decimal;
use usvg::filter::Kind;
use usvg::roxmltree::{Document, ParsingOptions};
use usvg::{Group, ImageKind, Node, Options, Tree};

use crate::pictures::fault::Fault;
use crate::pictures::markup;
use crate::pictures::raster::{self, Format};
use crate::pictures::weight::{self, DEEPEST, MOST, TooMuch};

/// The most bytes of a drawing.
const MOST_BYTES: usize = 16_000_000;

/// The most pixels that all filters of a drawing may go over.
const MOST_FILTERED: u64 = 16_000_000;

/// The most steps that all filters of a drawing may have.
const MOST_STEPS: usize = 100;

/// The finest noise that a filter may make.
const MOST_OCTAVES: u32 = 10;

/// Everything that is wrong with a drawing. `family` is the plan's own typeface.
pub fn faults(bytes: &[u8], family: Option<&str>) -> Vec<Fault> {
    const RESAVE: &str = "öppna bilden i ett ritprogram och spara den på nytt, som SVG eller PNG";
    if bytes.len() > MOST_BYTES {
        return vec![Fault::heavy("filen är större än 16 MB", "förenkla bilden, eller spara den som PNG")];
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![Fault::unreadable("texten i filen är inte UTF-8", RESAVE)];
    };
    if text.contains("<!ENTITY") {
        return vec![Fault::dangerous(
            "den har egna förkortningar (ENTITY i DOCTYPE), som kan växa utan gräns",
            "spara bilden på nytt som vanlig SVG, utan programmets egna tillägg",
        )];
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else {
        return vec![Fault::unreadable("filen är inte giltig SVG (märkorden går inte ihop)", RESAVE)];
    };
    if document.root_element().tag_name().name() != "svg" {
        let what = format!("filen börjar med <{}> i stället för <svg>", document.root_element().tag_name().name());
        return vec![Fault::unreadable(what, "hämta själva bildfilen på nytt; det här är ett annat slags fil")];
    }
    // A browser draws nothing of a field without size.
    let field = document.root_element().attribute("viewBox").unwrap_or_default();
    let sides = field.split([' ', ',']).filter(|side| !side.is_empty()).skip(2);
    if sides.filter_map(|side| side.parse::<Decimal>().ok()).any(|side| side <= Decimal::ZERO) {
        return vec![sizeless()];
    }
    match weight::weigh(&document) {
        Err(TooMuch::Depth) => {
            let what = format!("elementen ligger mer än {DEEPEST} nivåer in i varandra");
            return vec![Fault::heavy(what, "dela upp grupperna (Ungroup) i ritprogrammet, eller spara som PNG")];
        }
        Err(TooMuch::Elements) => {
            let what = format!("den ritar fler än {} 000 element", MOST / 1000);
            return vec![Fault::heavy(what, "förenkla bilden, eller spara den som PNG")];
        }
        Ok(()) => {}
    }
    let mut found = markup::faults(&document, family);
    if !found.iter().any(Fault::is_error) {
        found.extend(drawn(text, RESAVE));
    }
    found
}

fn sizeless() -> Fault {
    let hint = "ange width, height och viewBox större än noll, eller exportera bilden på nytt";
    Fault::unreadable("den har ingen storlek", hint)
}

/// What is wrong with what is drawn.
fn drawn(text: &str, resave: &str) -> Option<Fault> {
    // Nothing outside the file is read, and what stands in it only once it is weighed.
    let mut options = Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = match Tree::from_str(text, &options) {
        Ok(tree) => tree,
        Err(usvg::Error::InvalidSize) => return Some(sizeless()),
        Err(_) => return Some(Fault::unreadable("den kan inte ritas", resave)),
    };
    let mut seen = Seen::default();
    seen.group(tree.root());
    if seen.pixels > MOST_FILTERED || seen.steps > MOST_STEPS || seen.noise {
        let what = "den har filter (skuggor, oskärpa, brus) som tar för lång tid att rita";
        return Some(Fault::heavy(what, "exportera bilden utan effekter, eller som PNG"));
    }
    seen.picture
}

/// What has been seen of a drawing that costs.
#[derive(Default)]
struct Seen {
    pixels: u64,
    steps: usize,
    noise: bool,
    picture: Option<Fault>,
}

impl Seen {
    fn group(&mut self, group: &Group) {
        for filter in group.filters() {
            let region = group.abs_layer_bounding_box().to_int_rect();
            self.pixels += u64::from(region.width()) * u64::from(region.height());
            self.steps += filter.primitives().len();
            let noisy = |kind: &Kind| matches!(kind, Kind::Turbulence(noise) if noise.num_octaves() > MOST_OCTAVES);
            self.noise |= filter.primitives().iter().any(|step| noisy(step.kind()));
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner),
                Node::Image(image) => self.image(image.kind()),
                Node::Path(_) | Node::Text(_) => {}
            }
            node.subroots(|inner| self.group(inner));
        }
    }

    fn image(&mut self, kind: &ImageKind) {
        let (bytes, format) = match kind {
            ImageKind::PNG(bytes) => (bytes, Format::Png),
            ImageKind::JPEG(bytes) => (bytes, Format::Jpeg),
            ImageKind::GIF(bytes) => (bytes, Format::Gif),
            ImageKind::WEBP(bytes) => (bytes, Format::Webp),
            ImageKind::SVG(tree) => return self.group(tree.root()),
        };
        if self.picture.is_none() {
            self.picture = raster::faults(bytes, format).into_iter().next().map(Fault::within);
        }
    }
}
