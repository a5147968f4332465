//! Text that people wrote, for places that read some of it as something else: one function for each place.
//!
//! [`terminal`] is for a terminal and the log of a build, [`workflow`] for commands in such a log, [`markdown`] for a
//! comment on a code host, [`data`] for JSON, [`spreadsheet`] for the cells of a table and [`xml`] for XML. Addresses are made by
//! [`crate::source::address`].

pub mod data;
pub mod markdown;
pub mod spreadsheet;
pub mod terminal;
pub mod workflow;
pub mod xml;
