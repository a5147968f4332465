//! The house's template: its styles take the place of ours where they are for the same, and its theme and typefaces
//! follow. What a plan has that no house has a style for is added to its styles, in the colours of its theme.

use crate::model::template::{FontTable, WordTemplate};
use crate::outputs::word::look::Look;
use crate::outputs::word::package::Relationships;
use crate::outputs::word::style::{Names, Style};
use crate::outputs::word::typeface::Fonts;

/// The end of the file of styles.
const END: &str = "</w:styles>";

/// Ids of the styles that a template has.
pub fn names(template: &WordTemplate) -> Names {
    let known = Style::ALL.into_iter().filter_map(|style| {
        let (_, name) = style.names();
        Some((style, template.ids.get(&(style.kind(), name.to_lowercase()))?.clone()))
    });
    Names::of(known)
}

/// The template's styles, with those that it lacks.
pub fn styles(template: &WordTemplate, look: &Look<'_>, names: &Names) -> Vec<u8> {
    let mut added = String::new();
    for style in Style::ALL.into_iter().filter(|style| !names.is_given(*style)) {
        look.definition(style, names).write(&mut added);
    }
    let own = template.styles.trim_end();
    format!("{}{added}{END}", own.strip_suffix(END).unwrap_or(own)).into_bytes()
}

/// The template's table of typefaces with those that it brings along; ids in the table are kept.
pub fn fonts(table: &FontTable) -> Fonts {
    let mut relationships = Relationships::default();
    let mut files = Vec::new();
    for (id, name, bytes) in &table.files {
        let path = format!("fonts/{name}");
        relationships.known(id, "font", &path);
        files.push((format!("word/{path}"), bytes.clone()));
    }
    Fonts { table: table.table.clone().into_bytes(), relationships, files }
}
