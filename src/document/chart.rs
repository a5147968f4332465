//! A picture as every output draws it.

use serde::Serialize;

use crate::document::drawing::Drawing;
use crate::document::inline::Inline;

/// A picture of figures or of how things belong together.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Stable anchor, for example `diagram-staplar-resultatbudget`.
    pub anchor: String,
    /// Caption.
    pub caption: String,
    /// Text alternative: what the picture says, with its figures.
    pub alt: String,
    /// What stands under the picture: where the figures are, and what is not drawn.
    pub notes: Vec<Vec<Inline>>,
    /// Where the figures are, as anchor and name, in order; those that are not shown are dropped by [`settle`](crate::charts::settle).
    #[serde(skip)]
    pub sources: Vec<(String, String)>,
    /// Takes so much of a page that text had better run on beside it than leave the page before it half empty.
    pub tall: bool,
    /// The shapes.
    #[serde(skip)]
    pub drawing: Drawing,
}
