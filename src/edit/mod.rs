//! A plan as it is worked on: what is drawn where each text is written.
//!
//! [`spots`] joins places in the sources and places in the document. Nothing here touches a disk.

pub mod spots;
