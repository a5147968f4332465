//! Pictures of pixels: what their first bytes say, how large they are, and whether they can be decoded.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, ImageReader};
use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::pictures::fault::Fault;

/// The most pixels that a picture may have: more than any printed page shows, and a quarter of a gigabyte to decode.
const MOST_PIXELS: u64 = 64_000_000;

/// A format of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl Format {
    /// The format that a file has by its first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
        }
    }

    /// Endings of its files, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
        }
    }

    fn decoded_as(self) -> (image::ImageFormat, ExchangeFormat) {
        match self {
            Self::Png => (image::ImageFormat::Png, ExchangeFormat::Png),
            Self::Jpeg => (image::ImageFormat::Jpeg, ExchangeFormat::Jpg),
            Self::Gif => (image::ImageFormat::Gif, ExchangeFormat::Gif),
            Self::Webp => (image::ImageFormat::WebP, ExchangeFormat::Webp),
        }
    }
}

/// Everything that is wrong with a picture of this format. It is decoded only when its head says that there is room.
pub fn faults(bytes: &[u8], format: Format) -> Vec<Fault> {
    let broken = || {
        let what = format!("filen är skadad eller avkortad och kan inte läsas som {}", format.name());
        vec![Fault::unreadable(what, "öppna bilden i ett bildprogram och spara den på nytt")]
    };
    let (known, exchanged) = format.decoded_as();
    let Ok((width, height)) = ImageReader::with_format(Cursor::new(bytes), known).into_dimensions() else {
        return broken();
    };
    if width == 0 || height == 0 {
        return vec![Fault::unreadable("bilden har ingen storlek", "spara bilden på nytt med bredd och höjd")];
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let most = MOST_PIXELS / 1_000_000;
        let what = format!("bilden har {width} × {height} bildpunkter, fler än de {most} miljoner som får plats");
        return vec![Fault::heavy(what, "minska bilden; 3 000 bildpunkter på bredden räcker för en hel sida")];
    }
    if format == Format::Jpeg {
        let Some(head) = jpeg_head(bytes) else { return broken() };
        if head.components == 4 {
            return vec![Fault::unprintable(
                "färgerna är i CMYK, som PDF:en inte tar",
                "spara bilden som RGB i ett bildprogram",
            )];
        }
        if !bytes[head.scan..].windows(2).any(|pair| pair == [0xff, 0xd9]) {
            return broken();
        }
    }
    if RasterImage::new(Bytes::new(bytes.to_vec()), exchanged, Smart::Auto).is_err() {
        return broken();
    }
    if moves(bytes, format) {
        return vec![Fault::moving("visa en stillbild, och beskriv förloppet i texten")];
    }
    Vec::new()
}

fn moves(bytes: &[u8], format: Format) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        Format::Gif => GifDecoder::new(bytes).is_ok_and(|decoder| decoder.into_frames().take(2).count() > 1),
        Format::Png => PngDecoder::new(bytes).and_then(|decoder| decoder.is_apng()).unwrap_or(false),
        Format::Webp => WebPDecoder::new(bytes).is_ok_and(|decoder| decoder.has_animation()),
        Format::Jpeg => false,
    }
}

/// What stands before the pixels of a JPEG.
struct JpegHead {
    /// How many colours each pixel is made of.
    components: u8,
    /// Where the pixels begin.
    scan: usize,
}

/// Reads a JPEG's segments up to its pixels.
fn jpeg_head(bytes: &[u8]) -> Option<JpegHead> {
    let (mut at, mut components) = (2, None);
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xff))?;
        match marker {
            // Filling, and segments that are a marker alone.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                match marker {
                    // Huffman tables, and what is reserved, stand among the kinds of frame.
                    0xc4 | 0xc8 | 0xcc => {}
                    0xc0..=0xcf => components = bytes.get(at + 9).copied(),
                    0xda => return Some(JpegHead { components: components?, scan: at }),
                    _ => {}
                }
                at += 2 + length;
            }
        }
    }
}
