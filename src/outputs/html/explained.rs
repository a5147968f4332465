//! "Så räknades talen": how figures came about, as a page and as data for the page's script, which shows the same.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use tera::{Context, Tera};

use crate::explain::explanations::Explained;
use crate::outputs::{Files, Revision};

/// The page's file name.
pub const PAGE: &str = "talen.html";

/// Folder of the script's data, one file per table.
pub const FOLDER: &str = "tal";

/// One file per table, for the script, which may show it on any page.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn data(tera: &Tera, tables: &[Explained], revision: Option<&Revision>) -> Result<Files, tera::Error> {
    let mut context = Context::new();
    context.insert("revision", &revision);
    let foot = tera.render("revision-alone.html", &context)?;
    let files = tables.par_iter().map(|table| {
        let mut entries: BTreeMap<&str, (&str, String)> = BTreeMap::new();
        for own in &table.figures {
            let mut context = Context::new();
            context.insert("own", own);
            entries.insert(&own.anchor, (&own.title, tera.render("explanation-alone.html", &context)?));
        }
        // Strings and maps with keys of text: nothing here can fail.
        let data = serde_json::to_string(&(&table.caption, &foot, entries)).unwrap_or_default();
        Ok((format!("{FOLDER}/{}.js", table.name), format!("vplan.receive({data});\n").into_bytes()))
    });
    files.collect()
}
