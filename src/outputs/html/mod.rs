//! The HTML: a plan's pages with style, script and fonts beside them, and a page that lists the plans.
//!
//! A plan is one page, or one for each chapter; beside it are [`traces`], how the figures came about, and [`areas`],
//! what each unit answers for. Everything can be read and reached without the script, which adds search, the same
//! explanations in a dialogue, copying and a filter. It reads its data from scripts too, since a page opened from a
//! folder may fetch nothing.

pub mod areas;
pub mod changes;
pub mod compared;
pub mod markup;
pub mod places;
pub mod search;
pub mod traces;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::document::{Block, Chapter, Document, Section};
use crate::fonts;
use crate::model::plan::Layout;
use crate::outputs::edition::Edition;
use crate::outputs::html::markup::Page;
use crate::outputs::html::places::Places;
use crate::outputs::html::traces::Traces;
use crate::outputs::listed::Listed;
use crate::outputs::{Broken, Files, Link, Make, Output, csv, json, svg};
use crate::yearly::Against;

/// The pages of a plan.
pub const OUTPUT: Output = Output {
    name: "html",
    help: "index.html med stilmall och typsnitt",
    usual: true,
    names_revision: true,
    file: "index.html",
    changes: Some("jamforelse.html"),
    link: None,
    make: Make::Edition(files),
    over: Some(over),
};

const TEMPLATES: [(&str, &str); 18] = [
    ("against.html", include_str!("../../../templates/html/against.html")),
    ("bar.html", include_str!("../../../templates/html/bar.html")),
    ("blocks.html", include_str!("../../../templates/html/blocks.html")),
    ("changes.html", include_str!("../../../templates/html/changes.html")),
    ("cards.html", include_str!("../../../templates/html/cards.html")),
    ("chart.html", include_str!("../../../templates/html/chart.html")),
    ("frame.html", include_str!("../../../templates/html/frame.html")),
    ("compared.html", include_str!("../../../templates/html/compared.html")),
    ("heading.html", include_str!("../../../templates/html/heading.html")),
    ("inline.html", include_str!("../../../templates/html/inline.html")),
    ("marks.html", include_str!("../../../templates/html/marks.html")),
    ("table.html", include_str!("../../../templates/html/table.html")),
    ("turn.html", include_str!("../../../templates/html/turn.html")),
    ("page.html", include_str!("../../../templates/html/page.html")),
    ("plan.html", include_str!("../../../templates/html/plan.html")),
    ("beside.html", include_str!("../../../templates/html/beside.html")),
    ("index.html", include_str!("../../../templates/html/index.html")),
    (THEME_TEMPLATE, include_str!("../../../templates/html/theme.css")),
];

/// The template of the theme's style.
const THEME_TEMPLATE: &str = "theme.css";

/// The theme's style beside the page.
const THEME: &str = "tema.css";

const STYLE: &str = concat!(
    include_str!("../../../templates/html/vplan.css"),
    include_str!("../../../templates/html/tools.css"),
    include_str!("../../../templates/html/against.css"),
);

/// What stands before the page's name in a browser's tab.
const ICON: &str = include_str!("../../../templates/html/ikon.svg");

/// The page's script: small files of one concern each, sent as one.
const SCRIPT: &str = concat!(
    include_str!("../../../templates/html/script/page.js"),
    include_str!("../../../templates/html/script/reading.js"),
    include_str!("../../../templates/html/script/tables.js"),
    include_str!("../../../templates/html/script/trace.js"),
    include_str!("../../../templates/html/script/words.js"),
    include_str!("../../../templates/html/script/search.js"),
);

/// The style sheets of a plan's page, in order.
fn styles(theme: bool) -> impl Iterator<Item = &'static str> {
    ["vplan.css"].into_iter().chain(theme.then_some(THEME))
}

/// A chapter in the contents.
#[derive(Serialize)]
struct Line<'a> {
    number: &'a str,
    title_text: &'a str,
    anchor: &'a str,
    sections: &'a [Section],
}

/// The plans of a year in the list of plans.
#[derive(Serialize)]
struct Year<'a> {
    year: i32,
    plans: Vec<Entry<'a>>,
}

/// A plan in the list of plans.
#[derive(Serialize)]
struct Entry<'a> {
    plan: &'a Listed,
    links: Vec<FileLink>,
}

impl<'a> Entry<'a> {
    fn new(plan: &'a Listed) -> Self {
        let folder = format!("{}/", plan.folder);
        Self { plan, links: plan.links().map(|link| FileLink::new(&folder, link)).collect() }
    }
}

/// A table that can be taken away.
#[derive(Serialize)]
struct Taken<'a> {
    anchor: &'a str,
    caption: &'a str,
}

/// A link to a file in another format.
#[derive(Serialize)]
struct FileLink {
    href: String,
    text: &'static str,
    form: &'static str,
    media_type: &'static str,
    everywhere: bool,
}

impl FileLink {
    /// A link to a file in a folder, which ends with `/` when it has a name.
    fn new(folder: &str, (file, link): (&str, &'static Link)) -> Self {
        let Link { text, form, media_type, everywhere } = *link;
        Self { href: format!("{folder}{file}"), text, form, media_type, everywhere }
    }
}

fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    let Edition { document, plan, .. } = edition;
    let mut files = if document.compared {
        compared::page(edition)?
    } else {
        let mut files = self::plan(edition)?;
        files.extend(csv::tables(document));
        files
    };
    for path in document.pictures() {
        if let Some(bytes) = plan.pictures.get(path) {
            files.insert(path.to_owned(), bytes.clone());
        }
    }
    Ok(files)
}

fn over(plans: &[Listed]) -> Result<Files, Broken> {
    if !plans.iter().any(|plan| plan.html) {
        return Ok(Files::new());
    }
    Ok(Files::from([(OUTPUT.file.to_owned(), index(plans)?)]))
}

/// The pages of a plan and what stands beside them, pictures and tables apart.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn plan(edition: &Edition<'_>) -> Result<Files, tera::Error> {
    let places = Places::of(edition.document);
    let traces = Traces::of(edition, &places);
    let units = areas::page(edition, &places);
    let tera = templates(traces.anchors(), svg::inlined(edition.document), edition.against)?;
    let context = context(edition, units.is_some());
    let (read, (explained, data)) = rayon::join(|| chapters(edition, &tera, &context), || traces.write());
    let mut pages = read?;
    let explained = Some(("Så räknades talen".to_owned(), explained));
    let units = units.map(|body| ("Vad gäller oss?".to_owned(), body));
    let changes = changes::page(&tera, edition.against)?;
    for (name, page) in [(traces::PAGE, explained), (areas::PAGE, units), (changes::PAGE, changes)] {
        if let Some((title, body)) = page {
            pages.push((name.to_owned(), beside(&tera, &context, &title, &body)?));
        }
    }
    let homes = markup::homes(&pages);
    let mut files = Files::from([
        ("ikon.svg".to_owned(), ICON.as_bytes().to_vec()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("vplan.js".to_owned(), SCRIPT.as_bytes().to_vec()),
        (json::FILE.to_owned(), json::file(edition)),
        (search::FILE.to_owned(), search::file(edition.document, &homes).into_bytes()),
    ]);
    if edition.document.theme.is_own {
        files.insert(THEME.to_owned(), tera.render(THEME_TEMPLATE, &context)?.into_bytes());
        files.extend(edition.document.theme.font_files());
    }
    files.extend(data(&homes).into_iter().map(|(name, text)| (name, text.into_bytes())));
    files.extend(pages.iter().map(|(name, html)| (name.clone(), markup::link(html, &homes).into_bytes())));
    for (name, bytes) in fonts::WEB {
        files.insert(format!("fonts/{name}"), bytes.to_vec());
    }
    files.insert("fonts/SourceSans3-OFL.txt".to_owned(), fonts::LICENCES[0].1.to_vec());
    files.extend(svg::files(edition.document));
    Ok(files)
}

/// What all pages of a plan know.
fn context(edition: &Edition<'_>, has_areas: bool) -> Context {
    let Document { meta, theme, chapters, .. } = edition.document;
    let contents: Vec<Line<'_>> = chapters
        .iter()
        .map(|chapter| Line {
            number: &chapter.number,
            title_text: &chapter.title_text,
            anchor: &chapter.anchor,
            sections: &chapter.sections,
        })
        .collect();
    let tables: Vec<Taken<'_>> = csv::figure_tables(edition.document)
        .map(|table| Taken { anchor: &table.anchor, caption: &table.caption })
        .collect();
    let mut context = Context::new();
    context.insert("meta", meta);
    context.insert("theme", theme);
    context.insert("styles", &styles(theme.is_own).collect::<Vec<_>>());
    context.insert("links", &edition.links().map(|link| FileLink::new("", link)).collect::<Vec<_>>());
    context.insert("contents", &contents);
    context.insert("tables", &tables);
    context.insert("units", &responsible(edition.document));
    context.insert("has_areas", &has_areas);
    context.insert("changes", &edition.against.map(changes::title).unwrap_or_default());
    context.insert("search_index", search::FILE);
    context.insert("compared", &false);
    context
}

/// The pages that are read: one, or the cover with the contents and one for each chapter.
fn chapters(edition: &Edition<'_>, tera: &Tera, context: &Context) -> Result<Vec<Page>, tera::Error> {
    let chapters = &edition.document.chapters;
    let page = |name: String, kind: &str, first: usize, chapters: &[Chapter]| {
        let mut own = context.clone();
        own.insert("page", kind);
        own.insert("first", &first);
        own.insert("chapters", chapters);
        Ok((name, tera.render("plan.html", &own)?))
    };
    match edition.plan.identity.layout {
        Layout::One => Ok(vec![page("index.html".to_owned(), "whole", 0, chapters)?]),
        Layout::Chapters => {
            let each = chapters.par_iter().enumerate();
            let each = each.map(|(at, chapter)| {
                page(format!("{}.html", chapter.anchor), "chapter", at, std::slice::from_ref(chapter))
            });
            let cover = page("index.html".to_owned(), "cover", 0, &[]);
            std::iter::once(cover).chain(each.collect::<Vec<_>>()).collect()
        }
    }
}

/// A page beside the plan.
fn beside(tera: &Tera, context: &Context, title: &str, body: &str) -> Result<String, tera::Error> {
    let mut own = context.clone();
    own.insert("page", "beside");
    own.insert("title", title);
    own.insert("body", body);
    tera.render("beside.html", &own)
}

/// The names that answer for an assignment or an activity, in order, each once.
fn responsible(document: &Document) -> BTreeSet<&str> {
    document.blocks().flat_map(Block::cards).flat_map(|card| &card.responsible).map(String::as_str).collect()
}

/// The template's function that gives the section of a cell, or nothing.
fn explained(anchors: HashMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> tera::TeraResult<String> {
    move |arguments, _| {
        let cell = arguments.must_get::<&str>("cell")?;
        Ok(anchors.get(cell).cloned().unwrap_or_default())
    }
}

/// The template's function that draws a chart within the page.
fn drawing(drawings: HashMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> tera::TeraResult<String> {
    move |arguments, _| {
        let anchor = arguments.must_get::<&str>("anchor")?;
        Ok(drawings.get(anchor).cloned().unwrap_or_default())
    }
}

/// The page that lists plans, latest year first; its style and script are those of the first plan with a page.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn index(plans: &[Listed]) -> Result<Vec<u8>, tera::Error> {
    let mut context = Context::new();
    let mut years: Vec<Year<'_>> = Vec::new();
    for plan in plans {
        match years.last_mut().filter(|year| year.year == plan.year) {
            Some(year) => year.plans.push(Entry::new(plan)),
            None => years.push(Year { year: plan.year, plans: vec![Entry::new(plan)] }),
        }
    }
    let folders: Vec<&str> = plans.iter().filter(|plan| plan.html).map(|plan| plan.folder.as_str()).collect();
    let first = plans.iter().find(|plan| plan.html);
    let styles_of = |plan: &Listed| styles(plan.theme).map(|style| format!("{}/{style}", plan.folder)).collect();
    let styles: Vec<String> = first.map(styles_of).unwrap_or_default();
    context.insert("years", &years);
    context.insert("styles", &styles);
    context.insert("root", &folders.first().map(|folder| format!("{folder}/")).unwrap_or_default());
    context.insert("folders", &folders.join("/"));
    context.insert("search_index", search::FILE);
    Ok(templates(HashMap::new(), HashMap::new(), None)?.render("index.html", &context)?.into_bytes())
}

fn templates(
    sections: HashMap<String, String>,
    drawings: HashMap<String, String>,
    against: Option<&Against>,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    // Before the templates: they are checked for the functions that they call.
    tera.register_function("explained", explained(sections));
    tera.register_function("drawing", drawing(drawings));
    changes::register(&mut tera, against);
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
}
