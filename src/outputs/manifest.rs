//! `manifest.json`: what a folder should hold, so that anyone can see that nothing is lost, changed or left over.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::outputs::Files;

/// Its name in the folder it tells of.
pub const NAME: &str = "manifest.json";

/// What wrote the folder.
const GENERATOR: &str = "vplan";

/// A folder's files with the checksum of each. Equal files give equal bytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// What wrote the folder, always `vplan`.
    pub generator: String,
    /// SHA-256 in hexadecimal, by path with `/`.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of some files, each with its checksum.
    pub fn of(files: &Files) -> Self {
        let files = files.iter().map(|(path, bytes)| (path.clone(), checksum(bytes))).collect();
        Self { generator: GENERATOR.to_owned(), files }
    }

    /// A manifest as it was written; nothing when the bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.generator == GENERATOR)
    }

    /// The file.
    ///
    /// # Errors
    /// None that is known: text can always be written as JSON.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// SHA-256 in hexadecimal, as `sha256sum` prints it.
pub fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Manifest, checksum};
    use crate::outputs::Files;

    #[test]
    fn a_manifest_reads_back_and_is_told_from_other_files() {
        assert_eq!(checksum(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let manifest = Manifest::of(&Files::from([("a/b.html".to_owned(), b"abc".to_vec())]));
        let bytes = manifest.bytes().expect("it can be written");
        let read = Manifest::read(&bytes).expect("it is one");
        assert_eq!(read.files, manifest.files);
        assert!(Manifest::read(br#"{"name": "app", "icons": []}"#).is_none());
        assert!(Manifest::read(br#"{"generator": "other", "files": {}}"#).is_none());
    }
}
