//! The HTML: one page per plan with its style and fonts beside it, and a page that lists the plans.

use serde::Serialize;
use tera::{Context, Tera};

use crate::outputs::{Files, fonts};
use crate::views::document::{Document, Meta};

const TEMPLATES: [(&str, &str); 8] = [
    ("blocks.html", include_str!("../../templates/html/blocks.html")),
    ("cards.html", include_str!("../../templates/html/cards.html")),
    ("frame.html", include_str!("../../templates/html/frame.html")),
    ("heading.html", include_str!("../../templates/html/heading.html")),
    ("inline.html", include_str!("../../templates/html/inline.html")),
    ("table.html", include_str!("../../templates/html/table.html")),
    ("plan.html", include_str!("../../templates/html/plan.html")),
    ("index.html", include_str!("../../templates/html/index.html")),
];

const STYLE: &str = include_str!("../../templates/html/vplan.css");

/// A plan in the list of plans.
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    /// Folder beside the list.
    pub folder: &'a str,
    /// Whether the PDF is beside the page.
    pub pdf: bool,
    /// What the list says of it.
    #[serde(flatten)]
    pub meta: &'a Meta,
}

/// The page of a plan and what stands beside it, pictures apart.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn plan(document: &Document, pdf: bool) -> Result<Files, tera::Error> {
    let mut context = Context::from_serialize(document)?;
    context.insert("pdf", &pdf);
    let page = templates()?.render("plan.html", &context)?;
    let mut files = Files::from([
        ("index.html".to_owned(), page.into_bytes()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
    ]);
    for (name, bytes) in fonts::WEB {
        files.insert(format!("fonts/{name}"), bytes.to_vec());
    }
    files.insert("fonts/SourceSans3-OFL.txt".to_owned(), fonts::LICENCES[0].1.to_vec());
    Ok(files)
}

/// The page that lists plans; its style is the first plan's.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn index(plans: &[Listed<'_>]) -> Result<Vec<u8>, tera::Error> {
    let mut context = Context::new();
    context.insert("plans", plans);
    context.insert("style", &plans.first().map(|plan| format!("{}/vplan.css", plan.folder)).unwrap_or_default());
    Ok(templates()?.render("index.html", &context)?.into_bytes())
}

fn templates() -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
}
