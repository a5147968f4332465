//! A plan with its changes marked: one page that needs no script.

use std::collections::HashMap;

use tera::Context;

use crate::fonts;
use crate::outputs::edition::Edition;
use crate::outputs::html::{FileLink, ICON, OUTPUT, STYLE, THEME, styles, templates};
use crate::outputs::{Files, lines, svg};

/// Its own style, after that of the plans.
const OWN: &str = "jamforelse.css";

const OWN_STYLE: &str = include_str!("../../../templates/html/compared.css");

/// The page of a marked document and what stands beside it, pictures apart.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn page(edition: &Edition<'_>) -> Result<Files, tera::Error> {
    let document = &lines::kept(edition.document);
    // Nothing leads to how figures came about: it is told of whole plans.
    let tera = templates::all(HashMap::new(), svg::inlined(document), HashMap::new(), None)?;
    let mut context = Context::from_serialize(document)?;
    context.insert("links", &edition.links().map(|link| FileLink::new("", "planen", link)).collect::<Vec<_>>());
    context.insert("styles", &styles(document.theme.is_own).chain([OWN]).collect::<Vec<_>>());
    let mut files = Files::from([
        (OUTPUT.file(document).unwrap_or_default().to_owned(), tera.render("compared.html", &context)?.into_bytes()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("ikon.svg".to_owned(), ICON.as_bytes().to_vec()),
        (OWN.to_owned(), OWN_STYLE.as_bytes().to_vec()),
    ]);
    if document.theme.is_own {
        files.insert(THEME.to_owned(), tera.render(templates::THEME, &context)?.into_bytes());
        files.extend(document.theme.font_files());
    }
    files.extend(svg::files(document));
    for (name, bytes) in fonts::WEB {
        files.insert(format!("fonts/{name}"), bytes.to_vec());
    }
    files.insert("fonts/SourceSans3-OFL.txt".to_owned(), fonts::LICENCES[0].1.to_vec());
    Ok(files)
}
