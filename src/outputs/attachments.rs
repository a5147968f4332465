//! Files that an archived PDF carries with it: the plan's sources and every table as CSV.
//!
//! Only PDF/A-3 may hold files of other kinds. Relationships are those of ISO 32000-2, 7.11.3: a source is what the
//! document was made from, data is what a part of it shows.

use std::collections::HashSet;

use serde::Serialize;

use crate::document::Document;
use crate::model::plan::Plan;
use crate::outputs::{Files, csv};
use crate::source::SourceFile;

/// A file in the PDF.
#[derive(Debug, Clone, Serialize)]
pub struct Attachment {
    /// Name in the PDF, and path in the Typst project.
    pub path: String,
    /// `source` or `data`.
    pub relationship: &'static str,
    /// Media type.
    pub mime_type: &'static str,
    /// What it is, in Swedish.
    pub description: String,
    /// The bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Everything that the document was made from, and its tables as [`csv::tables`] writes them.
pub fn all(document: &Document, tables: &Files, plan: &Plan) -> Vec<Attachment> {
    let sources = plan.files.iter().filter(|file| is_used(file, plan)).filter_map(|file| {
        let own = file
            .path
            .strip_prefix(plan.folder.as_str())
            .map_or(file.path.as_str(), |path| path.trim_start_matches('/'));
        let markdown = std::path::Path::new(own).extension().is_some_and(|ending| ending == "md");
        // What lies beside the chapters is the authors' own.
        (!markdown || own.starts_with("kapitel/")).then(|| Attachment {
            // Readers save attachments by their names, which cannot be folders.
            path: own.replace('/', "_"),
            relationship: "source",
            mime_type: if markdown { "text/markdown" } else { "application/yaml" },
            description: format!("Planens källa {own}"),
            bytes: file.text.clone().into_bytes(),
        })
    });
    let data = csv::taken(plan, document).into_iter().filter_map(|csv::Taken { table, file }| {
        Some(Attachment {
            bytes: tables.get(&format!("{}/{file}", csv::FOLDER))?.clone(),
            path: file,
            relationship: "data",
            mime_type: "text/csv",
            description: format!("Tabellen {}", table.caption),
        })
    });
    let mut all: Vec<Attachment> = sources.chain(data).collect();
    // Two paths with one name would be one file: the later ones are numbered.
    let mut names = HashSet::new();
    for (at, attachment) in all.iter_mut().enumerate() {
        if !names.insert(attachment.path.clone()) {
            attachment.path = format!("{at}_{}", attachment.path);
        }
    }
    all
}

/// Whether the document was made from a file: one that holds tables alone is a draft, unless another file names one.
fn is_used(file: &SourceFile, plan: &Plan) -> bool {
    let own: Vec<&str> = plan
        .tables
        .iter()
        .filter(|table| table.id.span.file.path == file.path)
        .map(|table| table.id.value.as_str())
        .collect();
    let names = |other: &SourceFile| {
        let mut words = other.text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| own.contains(&word))
    };
    own.is_empty() || plan.files.iter().any(|other| other.path != file.path && names(other))
}

/// The attachments as files of the Typst project.
pub fn files(attachments: &[Attachment]) -> Files {
    attachments.iter().map(|attachment| (attachment.path.clone(), attachment.bytes.clone())).collect()
}
