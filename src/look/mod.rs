//! Colours: those of the house, those that authors choose, and what follows from them.

pub mod colour;
pub mod palette;
pub mod scheme;
