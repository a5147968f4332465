//! The house's fonts, embedded in the program, and the widths of text in them.

pub mod info;
pub mod metrics;

/// Folder of the fonts in every output.
pub const FOLDER: &str = "fonts/";

/// Fonts for the PDF: file name and content. The order is the order of fallback.
pub const PDF: [(&str, &[u8]); 6] = [
    ("SourceSans3_400Regular.ttf", metrics::REGULAR),
    ("SourceSans3_400Regular_Italic.ttf", include_bytes!("../../fonts/SourceSans3_400Regular_Italic.ttf")),
    ("SourceSans3_600SemiBold.ttf", metrics::SEMIBOLD),
    ("SourceSans3_600SemiBold_Italic.ttf", include_bytes!("../../fonts/SourceSans3_600SemiBold_Italic.ttf")),
    ("NotoEmoji_400Regular.ttf", metrics::EMOJI),
    ("VplanFallback.ttf", metrics::OTHER),
];

/// Fonts for the web: file name and content.
pub const WEB: [(&str, &[u8]); 8] = [
    ("source-sans-3-latin-400-normal.woff2", include_bytes!("../../fonts/web/source-sans-3-latin-400-normal.woff2")),
    ("source-sans-3-latin-400-italic.woff2", include_bytes!("../../fonts/web/source-sans-3-latin-400-italic.woff2")),
    ("source-sans-3-latin-600-normal.woff2", include_bytes!("../../fonts/web/source-sans-3-latin-600-normal.woff2")),
    ("source-sans-3-latin-600-italic.woff2", include_bytes!("../../fonts/web/source-sans-3-latin-600-italic.woff2")),
    (
        "source-sans-3-latin-ext-400-normal.woff2",
        include_bytes!("../../fonts/web/source-sans-3-latin-ext-400-normal.woff2"),
    ),
    (
        "source-sans-3-latin-ext-400-italic.woff2",
        include_bytes!("../../fonts/web/source-sans-3-latin-ext-400-italic.woff2"),
    ),
    (
        "source-sans-3-latin-ext-600-normal.woff2",
        include_bytes!("../../fonts/web/source-sans-3-latin-ext-600-normal.woff2"),
    ),
    (
        "source-sans-3-latin-ext-600-italic.woff2",
        include_bytes!("../../fonts/web/source-sans-3-latin-ext-600-italic.woff2"),
    ),
];

/// The fonts' licences, which follow them.
pub const LICENCES: [(&str, &[u8]); 2] = [
    ("SourceSans3-OFL.txt", include_bytes!("../../fonts/SourceSans3-OFL.txt")),
    ("NotoEmoji-OFL.txt", include_bytes!("../../fonts/NotoEmoji-OFL.txt")),
];
