//! Document → bytes. Pure: no figure is computed and no wording invented here.

pub mod attachments;
pub mod csv;
pub mod html;
pub mod json;
pub mod manifest;
pub mod pdf;
pub mod project;
pub mod sheets;
pub mod svg;
pub mod world;

use std::collections::BTreeMap;

use crate::quantity::date::Date;

/// Files of an output, by path with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where the sources stood when the outputs were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit's id, shortened.
    pub id: String,
    /// The commit's date.
    pub date: Option<Date>,
    /// The plan's files are not those of the commit.
    pub changed: bool,
}
