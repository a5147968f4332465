//! Document → bytes. Pure: no figure is computed and no wording invented here.

pub mod attachments;
pub mod csv;
pub mod fonts;
pub mod html;
pub mod manifest;
pub mod pdf;
pub mod project;
pub mod sheets;
pub mod world;

use std::collections::BTreeMap;

/// Files of an output, by path with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;
