//! Drawings for readers of every age: as outlines, whose text needs no typeface of its reader, and as pixels.

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use image::{GenericImageView, ImageFormat};
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::fontdb::{Database, Source};
use usvg::{Options, Tree, WriteOptions};

use crate::fonts;

/// A picture in pixels.
#[derive(Debug)]
pub struct Raster {
    /// The file.
    pub png: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A drawing in both forms.
#[derive(Debug)]
pub struct Drawn {
    /// Outlines.
    pub vector: String,
    /// Pixels.
    pub raster: Raster,
    /// Its own size, in pixels of 96 to an inch.
    pub size: (u32, u32),
}

/// The most pixels that a side has.
const MOST: u32 = 4000;

/// The typeface of drawings that name none that is there.
const FAMILY: &str = "Source Sans 3";

/// The house's fonts, read once.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for (_, bytes) in fonts::PDF {
        database.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    Arc::new(database)
});

/// Draws a drawing. Nothing when it cannot be drawn, of which the plan's readers have been told.
pub fn drawn(bytes: &[u8]) -> Option<Drawn> {
    let mut options = Options { font_family: FAMILY.to_owned(), fontdb: FONTS.clone(), ..Options::default() };
    // Nothing outside the file is read.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = Tree::from_data(bytes, &options).ok()?;
    let size = tree.size().to_int_size();
    // On paper, three pixels for each of the drawing's own are 288 to an inch.
    let (pixels, scale) = [3.0, 2.0, 1.0, 0.5, 0.25, 0.1].into_iter().find_map(|scale| {
        let pixels = size.scale_by(scale)?;
        (pixels.width() <= MOST && pixels.height() <= MOST).then_some((pixels, scale))
    })?;
    let mut pixmap = Pixmap::new(pixels.width(), pixels.height())?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let raster = Raster { png: pixmap.encode_png().ok()?, width: pixels.width(), height: pixels.height() };
    let vector = tree.to_string(&WriteOptions { coordinates_precision: 3, ..WriteOptions::default() });
    Some(Drawn { vector, raster, size: (size.width(), size.height()) })
}

/// The size of a picture in pixels.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}

/// A picture in pixels in a format that every reader knows.
pub fn converted(bytes: &[u8]) -> Option<Raster> {
    let picture = image::load_from_memory(bytes).ok()?;
    let (width, height) = picture.dimensions();
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(Raster { png: png.into_inner(), width, height })
}

#[cfg(test)]
mod tests {
    use super::{drawn, size};

    #[test]
    fn a_drawing_is_outlines_and_pixels_of_the_same_size() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">Åtgärd</text></svg>"#;
        let drawn = drawn(svg.as_bytes()).expect("it can be drawn");
        assert_eq!(drawn.size, (40, 20));
        assert_eq!(size(&drawn.raster.png), Some((120, 60)));
        assert!(drawn.vector.contains("<path") && !drawn.vector.contains("<text"), "{}", drawn.vector);
    }
}
