//! Pictures of pixels, which no Markdown file can hold: each fault is told by its id, and what is whole is not.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage};
use verksamhetsplan::diagnostic::Severity;
use verksamhetsplan::narrative::pictures::TAKEN;
use verksamhetsplan::pictures::problems;

use crate::support;

/// The ids of what is said of a picture.
fn said(path: &str, bytes: &[u8]) -> Vec<&'static str> {
    problems("bilden", path, bytes, None).into_iter().map(|problem| problem.id).collect()
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x * 6, y * 8, x * y].map(|value| value.to_le_bytes()[0])));
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).expect("it is encoded");
    bytes.into_inner()
}

/// A GIF of so many frames.
fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.encode_frames((0..frames).map(|_| Frame::new(RgbaImage::new(9, 9)))).expect("it is encoded");
    drop(encoder);
    bytes
}

const ALL: [(&str, ImageFormat); 4] = [
    ("a.png", ImageFormat::Png),
    ("a.jpg", ImageFormat::Jpeg),
    ("a.gif", ImageFormat::Gif),
    ("a.webp", ImageFormat::WebP),
];

#[test]
fn whole_pictures_have_nothing_against_them() {
    for (path, format) in ALL {
        assert!(said(path, &picture(format)).is_empty(), "{path}");
    }
    assert!(said("a.JPEG", &picture(ImageFormat::Jpeg)).is_empty());
    assert!(said("a.gif", &gif(1)).is_empty());
}

#[test]
fn broken_pictures_are_told_wherever_they_end() {
    for (path, format) in ALL {
        let whole = picture(format);
        for kept in [0, 1, 12, 20, whole.len() / 2, whole.len() * 9 / 10] {
            assert_eq!(said(path, &whole[..kept]), ["bild-kan-inte-läsas"], "{path}, {kept} of {} bytes", whole.len());
        }
    }
}

#[test]
fn pictures_under_a_wrong_name_are_told() {
    for (path, _) in ALL {
        for (own, format) in ALL {
            assert_eq!(said(path, &picture(format)).is_empty(), path == own, "{own} as {path}");
        }
        assert_eq!(said("a.svg", &picture(ImageFormat::Png)), ["bild-kan-inte-läsas"]);
    }
}

#[test]
fn pictures_that_move_are_warned_of() {
    assert_eq!(said("a.gif", &gif(2)), ["bild-rör-sig"]);
    // A still PNG made a moving one by the chunk that says so.
    let mut png = picture(ImageFormat::Png);
    let chunk = [&8u32.to_be_bytes()[..], b"acTL\0\0\0\x02\0\0\0\0", &0xf38d_9370_u32.to_be_bytes()].concat();
    png.splice(33..33, chunk);
    let found = problems("bilden", "a.png", &png, None);
    assert!(
        found.iter().any(|problem| problem.id == "bild-rör-sig" && problem.severity == Severity::Warning),
        "{found:?}"
    );
}

/// A PNG that says how large it is and has nothing more.
#[test]
fn too_many_pixels_are_told_before_any_is_read() {
    let mut png = picture(ImageFormat::Png);
    png[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(said("a.png", &png), ["bild-för-tung"]);
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[test]
fn four_colours_are_told() {
    let mut jpeg = picture(ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair[0] == 0xff && (0xc0..=0xc2).contains(&pair[1])).expect("a frame");
    // One component more in the frame's head.
    jpeg[frame + 3] += 3;
    jpeg[frame + 9] = 4;
    jpeg.splice(frame + 19..frame + 19, [4, 0x11, 0]);
    assert_eq!(said("a.jpg", &jpeg), ["bild-kan-inte-tryckas"]);
}

// What the program writes in a plan's folder of the site and in its project stands in the list of taken names.
#[test]
fn every_place_of_the_programs_own_is_taken() {
    let sandbox = support::Sandbox::new();
    sandbox.run(&["build", "--format", "html,pdf,typst,findings"]).done();
    let within = |folder: &str| -> BTreeSet<String> {
        let names = std::fs::read_dir(sandbox.path(folder)).expect("a folder");
        names.map(|entry| entry.expect("a name").file_name().to_string_lossy().to_lowercase()).collect()
    };
    let written: BTreeSet<String> = within("out/2025").into_iter().chain(within("out/2025/typst")).collect();
    let missing: Vec<&String> = written
        .iter()
        .filter(|name| {
            !TAKEN.contains(&name.as_str())
                && Path::new(name).extension().is_none_or(|ending| ending != "typ")
                && *name != "bilder"
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
