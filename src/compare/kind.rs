//! Kinds of things in a plan, and the words for them.

pub use crate::model::kind::ThingKind as Kind;
