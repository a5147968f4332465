//! Parts of the document, drawn from plan and figures: tables, cards, what stands on the cover.

pub mod call_site;
pub mod cards;
pub mod duties;
pub mod figure_table;
pub mod followed;
pub mod measures;
pub mod meta;
pub mod places;
pub mod risks;
pub mod writing;
