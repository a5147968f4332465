//! A plan's folder by its formats: those that are made anew, and those that stay from earlier builds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::error::CommandError;
use crate::commands::folder::{self, MARK, Others};
use crate::outputs::fingerprint::Fingerprint;
use crate::outputs::manifest::{self, Manifest, Origin};
use crate::outputs::{Files, Output};

/// What is published of one plan.
pub struct Folder {
    /// Its folder's name.
    pub name: String,
    /// The formats that are made anew.
    pub parts: Vec<Part>,
    /// The formats that stay.
    pub beside: Vec<Beside>,
    /// What the folder says of its plan.
    pub mark: Vec<u8>,
}

/// A format of a plan, made anew.
pub struct Part {
    /// Which.
    pub output: &'static Output,
    /// A fingerprint of what it is made from.
    pub sources: String,
    /// Its files.
    pub files: Files,
}

/// Whether a format that stays is made from the same sources as those that are made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// It is.
    Same,
    /// It is not.
    Older,
    /// Nobody knows: it was left by a version of the program that did not say.
    Unknown,
}

/// A format that stays.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Which.
    pub output: &'static Output,
    /// Its files that are still there, and what they were made from.
    pub origin: Origin,
    /// Whether that is what it would be made from now.
    pub age: Age,
}

impl Beside {
    /// The file to be opened first, where it is there.
    pub fn file(&self) -> Option<&'static str> {
        let files = [Some(self.output.file), self.output.report, self.output.changes];
        files.into_iter().flatten().find(|file| self.origin.files.contains(*file))
    }
}

/// The formats in a plan's folder that are not made anew, each held against the sources that it would be made from now.
pub fn beside(target: &Path, made: &[&'static Output], now: &Fingerprint) -> Vec<Beside> {
    let formats = folder::manifest(target).map(|manifest| manifest.formats()).unwrap_or_default();
    let stays = formats.into_iter().filter(|(output, _)| !made.contains(output));
    let stays = stays.map(|(output, mut origin)| {
        origin.files.retain(|path| target.join(path).is_file());
        let age = match &origin.sources {
            Some(sources) if sources == now.sources(output) => Age::Same,
            Some(_) => Age::Older,
            None => Age::Unknown,
        };
        Beside { output, origin, age }
    });
    stays.filter(|beside| !beside.origin.files.is_empty()).collect()
}

/// The formats of those that stay that are as new.
pub fn same(beside: &[Beside]) -> Vec<&'static Output> {
    beside.iter().filter(|beside| beside.age == Age::Same).map(|beside| beside.output).collect()
}

impl Folder {
    /// The files that are written, with the manifest of all that the folder will hold; and the files that stay as they
    /// are.
    ///
    /// # Errors
    /// When what stays cannot be read.
    pub fn files(&self, target: &Path, others: &Others) -> Result<(Files, Vec<PathBuf>), CommandError> {
        let mut files = Files::from([(MARK.to_owned(), self.mark.clone())]);
        files.extend(self.parts.iter().flat_map(|part| part.files.clone()));
        let before = folder::manifest(target).map(|manifest| manifest.files).unwrap_or_default();
        let mut manifest = Manifest::of(&files);
        let mut stays = Vec::new();
        for Beside { output, origin, age } in &self.beside {
            let mut own = origin.clone();
            own.files.retain(|path| !files.contains_key(path));
            for path in &own.files {
                let below = PathBuf::from(path);
                let aged = match output.aged {
                    Some(aged) if !others.changed.contains(&below) => {
                        let there = target.join(path);
                        let bytes = fs::read(&there).map_err(|error| CommandError::io("läsas", &there, &error))?;
                        aged(path, &bytes, *age != Age::Same)
                    }
                    _ => None,
                };
                if let Some(bytes) = aged {
                    manifest.files.insert(path.clone(), manifest::checksum(&bytes));
                    files.insert(path.clone(), bytes);
                } else {
                    manifest.files.extend(before.get_key_value(path).map(|(path, sum)| (path.clone(), sum.clone())));
                    stays.push(below);
                }
            }
            manifest.outputs.insert(output.name.to_owned(), own);
        }
        for Part { output, sources, files } in &self.parts {
            let origin = Origin { sources: Some(sources.clone()), files: files.keys().cloned().collect() };
            manifest.outputs.insert(output.name.to_owned(), origin);
        }
        files.insert(manifest::NAME.to_owned(), manifest.bytes()?);
        Ok((files, stays))
    }
}
