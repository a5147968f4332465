//! The HTML: a plan's pages with style, script and fonts beside them, and a page that lists the plans.
//!
//! A plan is one page, or one for each chapter; beside it are how the figures came about ([`explained`]),
//! what each unit answers for, and what has changed since last year ([`changes`]). Everything can be read and reached
//! without the script, which adds search, the same explanations in a dialogue, copying and a filter. It reads its data
//! from scripts too, since a page opened from a folder may fetch nothing.

pub mod aged;
pub mod changes;
pub mod compared;
pub mod explained;
pub mod hyphens;
pub mod links;
pub mod search;
pub mod templates;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use tera::{Context, Tera};

use crate::document::{Chapter, Document, Section};
use crate::explain::explanations::{Explained, Explanations};
use crate::fonts;
use crate::model::plan::Layout;
use crate::outputs::edition::{Edition, Related};
use crate::outputs::html::links::Homes;
use crate::outputs::listed::Listed;
use crate::outputs::{Broken, Files, Link, Make, Output, csv, json, lines, svg};
use crate::source::address::address;
use crate::views::duties::{self, Duties};
use crate::views::places::Places;

/// The pages of a plan.
pub const OUTPUT: Output = Output {
    name: "html",
    help: "index.html med stilmall och typsnitt",
    usual: true,
    names_revision: true,
    reads_earlier: true,
    file: "index.html",
    report: None,
    changes: Some("jamforelse.html"),
    link: None,
    make: Make::Edition(files),
    over: Some(over),
    aged: Some(aged::page),
};

/// The theme's style beside the page.
const THEME: &str = "tema.css";

const STYLE: &str = concat!(
    include_str!("../../../templates/html/vplan.css"),
    include_str!("../../../templates/html/tools.css"),
    include_str!("../../../templates/html/against.css"),
    include_str!("../../../templates/html/print.css"),
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
        Self { plan, links: plan.links().map(|link| FileLink::new(&folder, "planen", link)).collect() }
    }
}

/// A table that can be taken away.
#[derive(Serialize)]
struct Taken<'a> {
    file: String,
    caption: &'a str,
}

/// A unit that a reader can choose, with the places of all that it answers for.
#[derive(Serialize)]
struct Unit<'a> {
    name: &'a str,
    anchors: Vec<&'a str>,
}

impl<'a> Unit<'a> {
    fn new(duties: &'a Duties) -> Self {
        let entries = duties.parts.iter().flat_map(|part| &part.entries);
        Self { name: &duties.unit, anchors: entries.map(|entry| entry.anchor.as_str()).collect() }
    }
}

/// A link to a document in a folder beside.
#[derive(Serialize)]
struct Way<'a> {
    href: String,
    text: &'a str,
}

impl<'a> Way<'a> {
    fn new(related: &'a Related) -> Self {
        Self { href: format!("../{}/{}", address(&related.folder), OUTPUT.file), text: &related.title }
    }
}

/// A link to a file in another format.
#[derive(Serialize)]
struct FileLink {
    href: String,
    text: String,
    form: &'static str,
    media_type: &'static str,
    everywhere: bool,
}

impl FileLink {
    /// A link to a file in a folder, which ends with `/` when it has a name.
    fn new(folder: &str, the: &str, (file, link): (&str, &'static Link)) -> Self {
        let Link { text, form, media_type, everywhere } = *link;
        let (href, text) = (address(&format!("{folder}{file}")), text.replace("planen", the));
        Self { href, text, form, media_type, everywhere }
    }
}

fn files(edition: &Edition<'_>) -> Result<Files, Broken> {
    let Edition { document, plan, .. } = edition;
    let mut files = if document.compared {
        compared::page(edition)?
    } else {
        let mut files = self::plan(edition)?;
        files.extend(csv::tables(plan, document));
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
    site(edition, false)
}

/// The pages of the handbook, which is written as a plan and is none: it has no decision, no downloads and no duties.
///
/// # Errors
/// As [`plan`].
pub fn handbook(edition: &Edition<'_>) -> Result<Files, tera::Error> {
    site(edition, true)
}

fn site(edition: &Edition<'_>, is_handbook: bool) -> Result<Files, tera::Error> {
    let Edition { plan, figures, against, .. } = *edition;
    let (written, document) = (edition.document, &lines::kept(edition.document));
    let places = Places::of(document);
    let explanations = Explanations::of(plan, figures, &places);
    let duties = if is_handbook { Vec::new() } else { duties::duties(plan, figures, document, &places) };
    let explained = explanations.anchors();
    let homes = Arc::new(homes(edition, &explained));
    let taken = csv::taken(plan, document).into_iter().map(|taken| (taken.table.anchor.clone(), taken.file));
    let tera = templates::all(explained, svg::inlined(document), taken.collect(), against)?;
    let mut context = context(document, edition, &duties);
    context.insert("is_handbook", &is_handbook);
    let pages = Pages { edition: &Edition { document, ..*edition }, tera: &tera, homes: &homes, context: &context };
    let (read, beside) = rayon::join(|| pages.chapters(), || pages.beside(&duties, &explanations.tables()));
    let mut files = Files::from([
        ("ikon.svg".to_owned(), ICON.as_bytes().to_vec()),
        ("vplan.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("vplan.js".to_owned(), SCRIPT.as_bytes().to_vec()),
        (json::FILE.to_owned(), json::file(edition)),
        (search::FILE.to_owned(), search::file(written, &homes).into_bytes()),
    ]);
    files.extend(read?);
    files.extend(beside?);
    if document.theme.is_own {
        files.insert(THEME.to_owned(), tera.render(templates::THEME, pages.context)?.into_bytes());
        files.extend(document.theme.font_files());
    }
    for (name, bytes) in fonts::WEB {
        files.insert(format!("fonts/{name}"), bytes.to_vec());
    }
    files.insert("fonts/SourceSans3-OFL.txt".to_owned(), fonts::LICENCES[0].1.to_vec());
    files.extend(svg::files(document));
    Ok(files)
}

/// The page that a chapter stands on.
fn page_of(edition: &Edition<'_>, chapter: &Chapter) -> String {
    match edition.plan.identity.layout {
        Layout::One => OUTPUT.file.to_owned(),
        Layout::Chapters => format!("{}.html", chapter.anchor),
    }
}

/// Where everything stands that links lead to; `explained` are the explanations of figures.
fn homes(edition: &Edition<'_>, explained: &HashMap<String, String>) -> Homes {
    let mut homes = Homes::default();
    homes.add(OUTPUT.file, ["hamta", search::COVER]);
    for chapter in &edition.document.chapters {
        homes.add(&page_of(edition, chapter), links::anchors(chapter));
    }
    homes.add(explained::PAGE, explained.values().map(String::as_str));
    let changes = edition.against.map(changes::anchors).unwrap_or_default();
    homes.add(changes::PAGE, changes.iter().map(String::as_str));
    homes
}

/// What all pages of a plan know.
fn context(document: &Document, edition: &Edition<'_>, duties: &[Duties]) -> Context {
    let Document { meta, theme, chapters, .. } = document;
    let contents: Vec<Line<'_>> = chapters
        .iter()
        .map(|chapter| Line {
            number: &chapter.number,
            title_text: &chapter.title_text,
            anchor: &chapter.anchor,
            sections: &chapter.sections,
        })
        .collect();
    let tables = csv::taken(edition.plan, document).into_iter();
    let tables: Vec<Taken<'_>> =
        tables.map(|taken| Taken { file: taken.file, caption: &taken.table.caption }).collect();
    let mut context = Context::new();
    context.insert("meta", meta);
    context.insert("theme", theme);
    context.insert("styles", &styles(theme.is_own).collect::<Vec<_>>());
    context.insert("links", &edition.links().map(|link| FileLink::new("", meta.the, link)).collect::<Vec<_>>());
    context.insert("contents", &contents);
    let related: Vec<Way<'_>> = edition.related.iter().map(Way::new).collect();
    context.insert("related", &related);
    context.insert("tables", &tables);
    context.insert("units", &duties.iter().map(Unit::new).collect::<Vec<_>>());
    context.insert("has_areas", &!duties.is_empty());
    context.insert("changes", &edition.against.map(changes::title).unwrap_or_default());
    context.insert("search_index", search::FILE);
    context.insert("compared", &false);
    context
}

/// What all pages are made from.
struct Pages<'a> {
    edition: &'a Edition<'a>,
    tera: &'a Tera,
    homes: &'a Arc<Homes>,
    context: &'a Context,
}

impl Pages<'_> {
    /// A page, with its own part of what templates know.
    fn page(&self, name: &str, template: &str, own: Context) -> Result<(String, Vec<u8>), tera::Error> {
        let mut context = self.context.clone();
        context.extend(own);
        let html = templates::for_page(self.tera, self.homes, Some(name)).render(template, &context)?;
        Ok((name.to_owned(), html.into_bytes()))
    }

    /// The pages that are read: one, or the cover with the contents and one for each chapter.
    fn chapters(&self) -> Result<Files, tera::Error> {
        let chapters = &self.edition.document.chapters;
        let page = |name: &str, kind: &str, first: usize, chapters: &[Chapter]| {
            let mut own = Context::new();
            own.insert("page", kind);
            own.insert("first", &first);
            own.insert("chapters", chapters);
            self.page(name, "plan.html", own)
        };
        match self.edition.plan.identity.layout {
            Layout::One => Ok(Files::from([page(OUTPUT.file, "whole", 0, chapters)?])),
            Layout::Chapters => {
                let each = chapters.par_iter().enumerate();
                let each = each.map(|(at, chapter)| {
                    page(&page_of(self.edition, chapter), "chapter", at, std::slice::from_ref(chapter))
                });
                let mut files: Files = each.collect::<Result<_, _>>()?;
                files.extend([page(OUTPUT.file, "cover", 0, &[])?]);
                Ok(files)
            }
        }
    }

    /// The pages beside the plan, and the script's data.
    fn beside(&self, duties: &[Duties], explained: &[Explained]) -> Result<Files, tera::Error> {
        let Edition { against, revision, .. } = self.edition;
        let titled = |title: &str| {
            let mut own = Context::new();
            own.insert("page", "beside");
            own.insert("title", title);
            own
        };
        let mut own = titled("Så räknades talen");
        own.insert("explained", explained);
        own.insert("revision", revision);
        let mut files = Files::from([self.page(explained::PAGE, "talen.html", own)?]);
        let anywhere = templates::for_page(self.tera, self.homes, None);
        files.extend(explained::data(&anywhere, explained, *revision)?);
        if !duties.is_empty() {
            let mut own = titled("Vad gäller oss?");
            own.insert("duties", duties);
            files.extend([self.page("omraden.html", "areas.html", own)?]);
        }
        if let Some(against) = against {
            let mut own = titled(&changes::title(against));
            own.insert("against", against);
            files.extend([self.page(changes::PAGE, "changes.html", own)?]);
        }
        Ok(files)
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
    let folders: Vec<String> = plans.iter().filter(|plan| plan.html).map(|plan| address(&plan.folder)).collect();
    let first = plans.iter().find(|plan| plan.html);
    let styles_of =
        |plan: &Listed| styles(plan.theme).map(|style| format!("{}/{style}", address(&plan.folder))).collect();
    let styles: Vec<String> = first.map(styles_of).unwrap_or_default();
    context.insert("years", &years);
    context.insert("styles", &styles);
    context.insert("root", &folders.first().map(|folder| format!("{folder}/")).unwrap_or_default());
    context.insert("folders", &folders.join("/"));
    context.insert("search_index", search::FILE);
    Ok(templates::all(HashMap::new(), HashMap::new(), HashMap::new(), None)?
        .render("index.html", &context)?
        .into_bytes())
}
