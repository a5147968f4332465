//! What a format was made from, as a number that tells whether another was made from the same.

use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::model::plan::Plan;
use crate::outputs::Output;
use crate::outputs::manifest::hexadecimal;

/// The sources of a plan in short: equal when they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    own: String,
    with_earlier: String,
}

impl Fingerprint {
    /// Of a plan's sources: its texts, pictures and typefaces; and of last year's, where that is beside.
    pub fn of(plan: &Plan, document: &Document, earlier: Option<&Self>) -> Self {
        let texts =
            plan.files.iter().map(|file| (file.start().path_within(&plan.folder).to_owned(), file.text.as_bytes()));
        let pictures = plan.pictures.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice()));
        let fonts: Vec<(String, Vec<u8>)> = document.theme.font_files().collect();
        let fonts = fonts.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice()));
        let mut all: Vec<(String, &[u8])> = texts.chain(pictures).chain(fonts).collect();
        all.sort();
        all.dedup();
        let own = digest(all.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]));
        let with_earlier = earlier.map_or_else(|| own.clone(), |earlier| own_and(&own, &earlier.own));
        Self { own, with_earlier }
    }

    /// Of two plans that are held against each other.
    pub fn both(one: &Self, other: &Self) -> Self {
        let own = own_and(&one.own, &other.own);
        Self { with_earlier: own.clone(), own }
    }

    /// Of what a format is made from.
    pub fn sources(&self, output: &Output) -> &str {
        if output.reads_earlier { &self.with_earlier } else { &self.own }
    }
}

fn own_and(one: &str, other: &str) -> String {
    digest([one.as_bytes(), other.as_bytes()].into_iter())
}

/// A digest of parts, each with its length before it, so that no two ways to part the same bytes are alike.
fn digest<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}
