//! The HTML: one page per plan with its style and fonts beside it, and a page that lists the plans.

use serde::{Deserialize, Serialize};
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

/// A plan in the list of plans, as its folder remembers it between builds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listed {
    /// Folder beside the list.
    pub folder: String,
    /// Whether the folder has a page.
    pub html: bool,
    /// Whether the folder has a PDF.
    pub pdf: bool,
    /// Title.
    pub title: String,
    /// Board.
    pub board: String,
    /// Region or municipality.
    pub organisation: String,
    /// Year of the plan.
    pub year: i32,
    /// The status in words, empty when decided.
    pub status_label: String,
    /// One sentence.
    pub description: String,
}

impl Listed {
    /// What the list says of a document.
    pub fn new(folder: &str, html: bool, pdf: bool, meta: &Meta) -> Self {
        Self {
            folder: folder.to_owned(),
            html,
            pdf,
            title: meta.title.clone(),
            board: meta.board.clone(),
            organisation: meta.organisation.clone(),
            year: meta.year,
            status_label: meta.status_label.clone(),
            description: meta.description.clone(),
        }
    }
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

/// The page that lists plans, latest year first; its style is that of the first plan with a page.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn index(plans: &[Listed]) -> Result<Vec<u8>, tera::Error> {
    let mut context = Context::new();
    context.insert("plans", plans);
    context.insert(
        "style",
        &plans.iter().find(|plan| plan.html).map(|plan| format!("{}/vplan.css", plan.folder)).unwrap_or_default(),
    );
    Ok(templates()?.render("index.html", &context)?.into_bytes())
}

fn templates() -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
}
