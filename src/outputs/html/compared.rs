//! A plan with its changes marked: one page that needs no script.

use std::collections::HashMap;

use tera::Context;

use crate::document::Document;
use crate::fonts;
use crate::outputs::html::{ICON, STYLE, THEME, THEME_TEMPLATE, styles, templates};
use crate::outputs::{Files, svg};

/// The page.
pub const PAGE: &str = "jamforelse.html";

/// Its own style, after that of the plans.
const OWN: &str = "jamforelse.css";

const OWN_STYLE: &str = include_str!("../../../templates/html/compared.css");

/// The page of a marked document and what stands beside it, pictures apart; `pdf` is the name of the same as a PDF.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn page(document: &Document, pdf: Option<&str>) -> Result<Files, tera::Error> {
    // Nothing leads to how figures came about: it is told of whole plans.
    let tera = templates(HashMap::new(), svg::inlined(document), None)?;
    let mut context = Context::from_serialize(document)?;
    context.insert("pdf", &pdf.unwrap_or_default());
    context.insert("styles", &styles(document.theme.is_own).chain([OWN]).collect::<Vec<_>>());
    let mut files = Files::from([
        (PAGE.to_owned(), tera.render("compared.html", &context)?.into_bytes()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("ikon.svg".to_owned(), ICON.as_bytes().to_vec()),
        (OWN.to_owned(), OWN_STYLE.as_bytes().to_vec()),
    ]);
    if document.theme.is_own {
        files.insert(THEME.to_owned(), tera.render(THEME_TEMPLATE, &context)?.into_bytes());
        files.extend(document.theme.font_files());
    }
    files.extend(svg::files(document));
    for (name, bytes) in fonts::WEB {
        files.insert(format!("fonts/{name}"), bytes.to_vec());
    }
    files.insert("fonts/SourceSans3-OFL.txt".to_owned(), fonts::LICENCES[0].1.to_vec());
    Ok(files)
}
