//! The page: its size, its margins and its sections.

use crate::outputs::word::format::{Twips, millimetres};
use crate::outputs::word::xml::{Element, element, value};

/// How far numbers of headings, tables of the plan's own data and the head of the page hang out in the left margin.
pub const HANG: Twips = millimetres(17);

/// Width of the text on an upright page.
pub const MEASURE: Twips = WIDTH - LEFT - RIGHT;

const WIDTH: Twips = millimetres(210);
const HEIGHT: Twips = millimetres(297);
const LEFT: Twips = millimetres(42);
const RIGHT: Twips = millimetres(28);
const TOP: Twips = millimetres(30);
const BOTTOM: Twips = millimetres(26);

/// How the pages of a section lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The cover: upright, without head and foot.
    Cover,
    /// Upright.
    Upright,
    /// Turned on its side, for a table that is too wide for others.
    Turned,
}

impl Sheet {
    /// Width of the text.
    pub fn measure(self) -> Twips {
        match self {
            Self::Turned => HEIGHT - LEFT - RIGHT,
            Self::Cover | Self::Upright => MEASURE,
        }
    }

    /// Height of the text.
    pub fn height(self) -> Twips {
        match self {
            Self::Turned => WIDTH - TOP - BOTTOM,
            Self::Cover | Self::Upright => HEIGHT - TOP - BOTTOM,
        }
    }

    /// The section's properties; `head` and `foot` are the ways to them.
    pub fn section(self, frame: Option<(&str, &str)>) -> Element {
        let reference = |name, id: &str| element(name).set("w:type", "default").set("r:id", id);
        let (width, height) = if self == Self::Turned { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
        element("w:sectPr")
            .with(frame.map(|(head, _)| reference("w:headerReference", head)))
            .with(frame.map(|(_, foot)| reference("w:footerReference", foot)))
            .with(value("w:type", "nextPage"))
            .with(
                element("w:pgSz")
                    .set("w:w", width)
                    .set("w:h", height)
                    .maybe_set("w:orient", (self == Self::Turned).then_some("landscape")),
            )
            .with(
                element("w:pgMar")
                    .set("w:top", TOP)
                    .set("w:right", RIGHT)
                    .set("w:bottom", BOTTOM)
                    .set("w:left", LEFT)
                    .set("w:header", millimetres(14))
                    .set("w:footer", millimetres(13))
                    .set("w:gutter", 0),
            )
    }
}
