//! What of one plan corresponds to what of another.

pub mod align;
pub mod inventory;
pub mod kind;
pub mod likeness;
pub mod matching;
pub mod object;
pub mod order;
pub mod paragraphs;
pub mod similarity;
pub mod tables;
pub mod words;
