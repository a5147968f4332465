//! What comes back from a spreadsheet, brought to the sources.
//!
//! [`spreadsheet`] reads files, [`number`] what people write in them. [`workbook`] holds the plan's own workbook against
//! the plan, and says what was written in it otherwise; [`edits`] writes that in the sources, in memory. [`foreign`] makes
//! a table of anybody's own sheet. Nothing here touches a disk.

pub mod edits;
pub mod foreign;
pub mod ids;
pub mod number;
pub mod spreadsheet;
pub mod workbook;
