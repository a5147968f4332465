//! What of one plan corresponds to what of another.

pub mod align;
pub mod correspondence;
pub mod inventory;
pub mod likeness;
pub mod matching;
pub mod object;
pub mod order;
pub mod paragraphs;
pub mod sides;
pub mod words;
pub mod years;
