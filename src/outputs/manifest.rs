//! `manifest.json`: what a folder should hold, so that anyone can see that nothing is lost, changed or left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::outputs::{ALL, Files, Output};

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
    /// The formats that the files are of, by name; none where the files are of no plan.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outputs: BTreeMap<String, Origin>,
}

/// The files of a format, and what they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// A fingerprint of the sources, the same for the same sources; none where an earlier version of the program did not
    /// say.
    pub sources: Option<String>,
    /// Paths with `/`.
    pub files: BTreeSet<String>,
}

impl Manifest {
    /// The manifest of some files, each with its checksum.
    pub fn of(files: &Files) -> Self {
        let files = files.iter().map(|(path, bytes)| (path.clone(), checksum(bytes))).collect();
        Self { generator: GENERATOR.to_owned(), files, outputs: BTreeMap::new() }
    }

    /// The formats in the folder. Where the manifest does not say, the names of the files do.
    pub fn formats(&self) -> Vec<(&'static Output, Origin)> {
        let told = |output: &Output| self.outputs.get(output.name).cloned();
        let guessed = |output: &Output| {
            let own = self.files.keys().filter(|path| format_of(path).is_some_and(|own| own.name == output.name));
            Origin { sources: None, files: own.cloned().collect() }
        };
        let origin = |output: &Output| if self.outputs.is_empty() { Some(guessed(output)) } else { told(output) };
        let all = ALL.iter().filter_map(|output| Some((*output, origin(output)?)));
        all.filter(|(_, origin)| !origin.files.is_empty()).collect()
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

/// The format of a file by its name: those of one file, or of one folder, and the pages, which have all the rest.
fn format_of(path: &str) -> Option<&'static Output> {
    let folder = |file: &str| file.split_once('/').map(|(folder, _)| format!("{folder}/"));
    let is_of = |file: &str| file == path || folder(file).is_some_and(|folder| path.starts_with(&folder));
    let named = ALL
        .iter()
        .find(|output| is_of(output.file) || [output.report, output.changes].into_iter().flatten().any(is_of));
    let pages = ALL.iter().find(|output| output.over.is_some());
    named.or(pages).copied().filter(|_| !path.starts_with('.'))
}

/// SHA-256 in hexadecimal, as `sha256sum` prints it.
pub fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as they are written in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Origin, checksum};
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

    #[test]
    fn a_manifest_that_does_not_say_has_its_formats_by_the_names_of_the_files() {
        let files = [".vplan", "fonts/a.woff2", "index.html", "typst/fonts/a.ttf", "verksamhetsplan.pdf"];
        let files: Files = files.iter().map(|path| ((*path).to_owned(), Vec::new())).collect();
        let formats = Manifest::of(&files).formats();
        let told: Vec<(&str, Vec<&str>)> = formats
            .iter()
            .map(|(output, Origin { files, .. })| (output.name, files.iter().map(String::as_str).collect()))
            .collect();
        let wanted = [
            ("pdf", vec!["verksamhetsplan.pdf"]),
            ("html", vec!["fonts/a.woff2", "index.html"]),
            ("typst", vec!["typst/fonts/a.ttf"]),
        ];
        assert_eq!(told, wanted);
        assert!(formats.iter().all(|(_, origin)| origin.sources.is_none()));
    }
}
