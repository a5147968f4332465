//! Colours by what they are for, so that a picture never names one.

use crate::look::colour::Colour;
use crate::look::scheme::Scheme;

/// Text and axes, as in `templates/pdf/measures.typ`.
const INK: Colour = Colour::new(0x001f_1f1f);

/// Text of second rank.
const QUIET: Colour = Colour::new(0x0057_5757);

/// Thin lines.
const HAIR: Colour = Colour::new(0x00c7_c7c7);

/// The colours of a document's pictures, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// What the reader is to look at: bars, marks, lines that connect.
    pub accent: String,
    /// Text and axes.
    pub ink: String,
    /// Text of second rank.
    pub quiet: String,
    /// Thin lines.
    pub hair: String,
    /// A light ground.
    pub tint: String,
    /// A ground between the light one and the accent, still light enough for text.
    pub shade: String,
    /// The page.
    pub paper: String,
}

impl Palette {
    /// Colours made from a document's own. The tints are its accent thinned on paper until text can be read on them.
    pub fn of(scheme: &Scheme) -> Self {
        let thinned = |thousandths, text: Colour| {
            let ground = scheme.accent.toward(scheme.paper, thousandths);
            ground.nearest(scheme.paper, |ground| text.is_readable_on(ground)).unwrap_or(scheme.paper).to_string()
        };
        Self {
            accent: scheme.accent.to_string(),
            ink: INK.to_string(),
            quiet: QUIET.to_string(),
            hair: HAIR.to_string(),
            tint: thinned(910, QUIET),
            shade: thinned(760, INK),
            paper: scheme.paper.to_string(),
        }
    }
}
