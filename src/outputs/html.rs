//! The HTML: one page per plan with its style and fonts beside it, and a page that lists the plans.

use serde::{Deserialize, Serialize};
use tera::{Context, Tera};

use crate::outputs::{Files, fonts};
use crate::views::document::Document;

const TEMPLATES: [(&str, &str); 9] = [
    ("blocks.html", include_str!("../../templates/html/blocks.html")),
    ("cards.html", include_str!("../../templates/html/cards.html")),
    ("frame.html", include_str!("../../templates/html/frame.html")),
    ("heading.html", include_str!("../../templates/html/heading.html")),
    ("inline.html", include_str!("../../templates/html/inline.html")),
    ("table.html", include_str!("../../templates/html/table.html")),
    ("plan.html", include_str!("../../templates/html/plan.html")),
    ("index.html", include_str!("../../templates/html/index.html")),
    (THEME_TEMPLATE, include_str!("../../templates/html/theme.css")),
];

/// The template of the theme's style.
const THEME_TEMPLATE: &str = "theme.css";

/// The theme's style beside the page.
const THEME: &str = "tema.css";

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
    /// Whether its page has colours or type of its own.
    #[serde(default)]
    pub theme: bool,
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
    pub fn new(folder: &str, html: bool, pdf: bool, document: &Document) -> Self {
        let meta = &document.meta;
        Self {
            folder: folder.to_owned(),
            html,
            pdf,
            theme: document.theme.is_own,
            title: meta.title.clone(),
            board: meta.board.clone(),
            organisation: meta.organisation.clone(),
            year: meta.year,
            status_label: meta.status_label.clone(),
            description: meta.description.clone(),
        }
    }

    /// The style sheets of its page, seen from the list.
    fn styles(&self) -> impl Iterator<Item = String> {
        styles(self.theme).map(|style| format!("{}/{style}", self.folder))
    }
}

/// The style sheets of a plan's page, in order.
fn styles(theme: bool) -> impl Iterator<Item = &'static str> {
    ["vplan.css"].into_iter().chain(theme.then_some(THEME))
}

/// The page of a plan and what stands beside it, pictures apart.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn plan(document: &Document, pdf: bool) -> Result<Files, tera::Error> {
    let mut context = Context::from_serialize(document)?;
    context.insert("pdf", &pdf);
    context.insert("styles", &styles(document.theme.is_own).collect::<Vec<_>>());
    let templates = templates()?;
    let page = templates.render("plan.html", &context)?;
    let mut files = Files::from([
        ("index.html".to_owned(), page.into_bytes()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
    ]);
    if document.theme.is_own {
        files.insert(THEME.to_owned(), templates.render(THEME_TEMPLATE, &context)?.into_bytes());
        files.extend(fonts::own(document));
    }
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
    let first = plans.iter().find(|plan| plan.html);
    let styles: Vec<String> = first.into_iter().flat_map(Listed::styles).collect();
    context.insert("styles", &styles);
    Ok(templates()?.render("index.html", &context)?.into_bytes())
}

fn templates() -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
}
