//! The package that a Word document is: files with their kinds and what each leads to, in one archive.
//!
//! The same files give the same bytes: no clock is read, and everything stands in the order it was added.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::outputs::word::xml::{Element, element};

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// What a file leads to: others of the package, and addresses outside it.
#[derive(Debug, Default, Clone)]
pub struct Relationships(Vec<Relationship>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Relationship {
    /// An id that is given, where it is not the one of its place.
    id: Option<String>,
    kind: String,
    target: String,
    external: bool,
}

impl Relationships {
    /// The id of the way to a file of the package, which is the same for the same file.
    pub fn file(&mut self, kind: &str, target: &str) -> String {
        self.id(Relationship { id: None, kind: whole(kind), target: target.to_owned(), external: false })
    }

    /// The way to a file of the package with an id that stands written already.
    pub fn known(&mut self, id: &str, kind: &str, target: &str) {
        let (id, target) = (Some(id.to_owned()), target.to_owned());
        self.0.push(Relationship { id, kind: whole(kind), target, external: false });
    }

    /// The id of the way to an address outside the package.
    pub fn address(&mut self, target: &str) -> String {
        self.id(Relationship { id: None, kind: whole("hyperlink"), target: target.to_owned(), external: true })
    }

    /// Whether the file leads nowhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn id(&mut self, wanted: Relationship) -> String {
        let at = self.0.iter().position(|own| *own == wanted).unwrap_or_else(|| {
            self.0.push(wanted);
            self.0.len() - 1
        });
        format!("rId{}", at + 1)
    }

    fn element(&self) -> Element {
        element("Relationships").set("xmlns", RELATIONSHIPS).with(self.0.iter().enumerate().map(|(at, own)| {
            element("Relationship")
                .set("Id", own.id.clone().unwrap_or_else(|| format!("rId{}", at + 1)))
                .set("Type", &own.kind)
                .set("Target", &own.target)
                .maybe_set("TargetMode", own.external.then_some("External"))
        }))
    }
}

/// A kind of way: an address, or a word of office documents' own.
fn whole(kind: &str) -> String {
    if kind.contains(':') {
        return kind.to_owned();
    }
    format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
}

/// A package as it is put together.
#[derive(Debug, Default)]
pub struct Package {
    files: Vec<(String, Vec<u8>)>,
    /// Kinds of single files, by path.
    kinds: BTreeMap<String, &'static str>,
}

impl Package {
    /// Adds a file of a kind of its own, with what it leads to.
    pub fn add(&mut self, path: &str, kind: &'static str, bytes: Vec<u8>, relationships: &Relationships) {
        self.kinds.insert(path.to_owned(), kind);
        self.files.push((path.to_owned(), bytes));
        if !relationships.is_empty() {
            self.files.push((relationships_of(path), relationships.element().file()));
        }
    }

    /// Adds a file whose kind its ending says.
    pub fn add_medium(&mut self, path: String, bytes: Vec<u8>) {
        self.files.push((path, bytes));
    }

    /// The archive, with the ways from its root.
    ///
    /// # Errors
    /// An archive that cannot be written, which holds more than archives may.
    pub fn archive(self, root: &Relationships) -> ZipResult<Vec<u8>> {
        let mut files = vec![
            ("[Content_Types].xml".to_owned(), self.types().file()),
            ("_rels/.rels".to_owned(), root.element().file()),
        ];
        files.extend(self.files);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT);
        for (path, bytes) in files {
            archive.start_file(path, options)?;
            archive.write_all(&bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }

    fn types(&self) -> Element {
        const ENDINGS: [(&str, &str); 9] = [
            ("fntdata", "application/x-font-ttf"),
            ("gif", "image/gif"),
            ("jpeg", "image/jpeg"),
            ("jpg", "image/jpeg"),
            ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
            ("png", "image/png"),
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("svg", "image/svg+xml"),
            ("xml", "application/xml"),
        ];
        let has = |ending: &str| {
            matches!(ending, "rels" | "xml")
                || self.files.iter().any(|(path, _)| path.rsplit_once('.').is_some_and(|(_, own)| own == ending))
        };
        let endings = ENDINGS.iter().filter(|(ending, _)| has(ending));
        let endings =
            endings.map(|(ending, kind)| element("Default").set("Extension", ending).set("ContentType", kind));
        let kinds = self
            .kinds
            .iter()
            .map(|(path, kind)| element("Override").set("PartName", format!("/{path}")).set("ContentType", kind));
        element("Types").set("xmlns", TYPES).with(endings).with(kinds)
    }
}

/// Where a file's ways are written: `word/_rels/document.xml.rels`.
fn relationships_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{path}.rels"),
    }
}
