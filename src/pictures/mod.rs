//! Pictures of a plan, looked at before anything is drawn of them: what stops the PDF, what is unsafe to publish, and what
//! a reader would lose.

pub mod fault;
pub mod markup;
pub mod raster;
pub mod svg;
pub mod weight;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::pictures::fault::Fault;

/// Formats that both outputs show.
pub const FORMATS: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp"];

/// How a picture that is kept by Git LFS begins where only the pointer to it is there.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The ending of a file's name, in small letters.
pub fn ending(path: &str) -> String {
    Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether what should say what a picture shows is but the name of its file, or one that a camera or a program gave.
pub fn is_file_name(description: &str, path: &str) -> bool {
    let plain = |text: &str| -> String {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect()
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let has_ending =
        description.rsplit_once('.').is_some_and(|(_, ending)| FORMATS.contains(&ending.to_lowercase().as_str()));
    // A word alone, such as Organisationsschema, may well be what the file is called too.
    let is_technical = |text: &str| {
        text.contains(|c: char| c == '_' || c.is_ascii_digit())
            || text.starts_with(char::is_lowercase)
            || text.contains('-') && !text.contains(' ')
    };
    let is_nameless = [
        "bild",
        "bilden",
        "foto",
        "image",
        "img",
        "figur",
        "picture",
        "skärmbild",
        "skärmavbild",
        "namnlös",
        "untitled",
        "logga",
        "diagram",
    ]
    .contains(&plain(description).trim_end_matches(|c: char| c.is_ascii_digit()));
    has_ending && !description.trim().contains(' ')
        || plain(description) == plain(name)
        || plain(description) == plain(stem) && is_technical(description)
        || is_nameless
}

/// Everything that is wrong with a picture, called `what` and known by its path; `family` is the plan's own typeface. Whoever asks knows
/// the place.
pub fn problems(what: &str, path: &str, bytes: &[u8], family: Option<&str>) -> Vec<Diagnostic> {
    let faults = match content(bytes) {
        Content::Nothing => vec![Fault::unreadable("filen är tom", "lägg dit bilden på nytt")],
        Content::Pointer => vec![Fault::unreadable(
            "filen är en pekare från Git LFS, inte själva bilden",
            "hämta bilden med git lfs pull",
        )],
        Content::Packed => vec![Fault::unreadable(
            "filen är en packad SVG, som webbläsare inte visar",
            "spara bilden som vanlig SVG (svg, inte svgz)",
        )],
        Content::Other(what) => vec![Fault::unreadable(
            format!("filen är {what}"),
            "exportera bilden som SVG eller PNG från programmet som den gjordes i",
        )],
        Content::Raster(own) if own.endings().contains(&ending(path).as_str()) => raster::faults(bytes, own),
        Content::Raster(own) => vec![misnamed(path, own.name(), own.endings()[0])],
        Content::Markup if ending(path) == "svg" => svg::faults(bytes, family),
        Content::Markup => vec![misnamed(path, "SVG", "svg")],
        Content::Unknown => vec![Fault::unreadable(
            "innehållet är ingen bild som går att känna igen",
            "öppna bilden i ett bildprogram och spara den på nytt, som SVG eller PNG",
        )],
    };
    faults.into_iter().map(|fault| fault.of(what, path)).collect()
}

fn misnamed(path: &str, format: &str, ending: &str) -> Fault {
    let right = Path::new(path).with_extension(ending);
    let right = right.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Fault::unreadable(
        format!("innehållet är {format}, men filnamnet säger annat"),
        format!("döp om filen till {right}, också i kapitlet"),
    )
}

/// What the bytes of a file are, whatever it is called.
enum Content {
    Nothing,
    Pointer,
    Packed,
    Markup,
    Raster(raster::Format),
    Other(&'static str),
    Unknown,
}

fn content(bytes: &[u8]) -> Content {
    if bytes.is_empty() {
        return Content::Nothing;
    }
    if let Some(format) = raster::Format::of(bytes) {
        return Content::Raster(format);
    }
    let box_type = bytes.get(4..12).unwrap_or_default();
    if bytes.starts_with(POINTER) {
        Content::Pointer
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        Content::Packed
    } else if bytes.starts_with(b"%PDF") {
        Content::Other("en PDF")
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        Content::Other("en TIFF-bild")
    } else if bytes.starts_with(b"BM") {
        Content::Other("en BMP-bild")
    } else if box_type.starts_with(b"ftyphei") || box_type.starts_with(b"ftypmif") {
        Content::Other("en HEIC-bild")
    } else if box_type.starts_with(b"ftypavi") {
        Content::Other("en AVIF-bild")
    } else if is_markup(bytes) {
        Content::Markup
    } else {
        Content::Unknown
    }
}

fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_description_is_told_from_a_file_name() {
        for (description, path) in [
            ("karta.png", "bilder/karta.png"),
            ("karta", "bilder/karta.png"),
            ("Karta över länet.png", "bilder/karta över länet.png"),
            ("IMG_2041", "bilder/IMG_2041.jpg"),
            ("Skärmavbild 2024-11-03", "bilder/skarm.png"),
            ("organisation-2025", "bilder/organisation_2025.svg"),
            ("Bild 1", "bilder/karta.png"),
            ("foto.JPG", "bilder/karta.jpg"),
        ] {
            assert!(super::is_file_name(description, path), "{description}");
        }
        for (description, path) in [
            ("Organisationsschema", "bilder/organisationsschema.svg"),
            ("Karta över länet", "bilder/karta över länet.png"),
            ("Bild av entrén", "bilder/entre.jpg"),
            ("Foto: två personer lagar mat", "bilder/mat.jpg"),
            ("Kostnader 2019–2025", "bilder/kostnader.png"),
        ] {
            assert!(!super::is_file_name(description, path), "{description}");
        }
    }
}
