//! What somebody hears who has the PDF read aloud: every cell with its heads, everything in the order of the page, and
//! what the document says it is.

mod tags;

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::support::html::Element;
use crate::support::{Sandbox, built, golden, rows, tool};
use tags::Tag;

const WHAT: &str = "the PDF as it is read aloud";

// The operating budget, which has a head of two levels, from its heading to the end of its table.
#[test]
fn every_cell_of_the_operating_budget_is_told_with_its_heads() {
    let sandbox = built("2025");
    let Some(root) = tags::read(WHAT, &sandbox.path("out/2025/verksamhetsplan.pdf")) else { return };
    let document = root.tags().next().expect("a document");
    let from = document.tags().skip_while(|tag| tag.role != "H2" || !tag.text().contains("Driftbudget servicenämnd"));
    let mut walk = String::new();
    for tag in from {
        match tag.role.as_str() {
            "Table" => {
                let layout = rows::layout(&sandbox, "2025", WHAT).expect("as above");
                walk.push_str(&aloud(tag, &layout));
                break;
            }
            role => writeln!(walk, "{role}: {}", spaced(&tag.text())).expect("a string takes all"),
        }
    }
    golden("tests/documents/2025-driftbudget-aloud.txt", &walk);
}

// In every table of both plans each figure has a row's head and a column's, and the heads are cells of that table.
#[test]
fn no_figure_is_without_heads() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    sandbox.run(&["build", "--format", "pdf"]).done();
    for year in ["2024", "2025"] {
        let Some(root) = tags::read(WHAT, &sandbox.path(&format!("out/{year}/verksamhetsplan.pdf"))) else { return };
        let tables = root.all("Table");
        assert!(tables.len() >= 10, "{year}: {} tables", tables.len());
        for table in tables {
            let heads = heads(table);
            for cell in table.all("TD").into_iter().filter(|cell| !cell.text().trim().is_empty()) {
                let scopes: Vec<&str> = cell.headers.iter().filter_map(|id| Some(heads.get(id)?.0.as_str())).collect();
                assert_eq!(scopes.len(), cell.headers.len(), "{year}: \"{}\" has a head elsewhere", cell.text());
                let both = scopes.contains(&"Row") && scopes.contains(&"Column");
                assert!(both, "{year}: \"{}\" is told with {scopes:?}", cell.text());
            }
        }
    }
}

// The page and the PDF say the same words in the same order, from the first chapter to the last.
#[test]
fn the_pdf_is_read_in_the_order_of_the_page() {
    for year in ["2024", "2025"] {
        // Alone: what is new since last year is told on the page only.
        let sandbox = built(year);
        let Some(root) = tags::read(WHAT, &sandbox.path(&format!("out/{year}/verksamhetsplan.pdf"))) else { return };
        let document = root.tags().next().expect("a document");
        // The cover and the contents are each output's own.
        let contents = document.tags().position(|tag| tag.role.starts_with("TOC")).expect("contents");
        let chapters = document.tags().skip(contents).filter(|tag| !tag.role.starts_with("TOC"));
        let pieces: Vec<&str> = chapters.flat_map(Tag::pieces).collect();
        let page = squeezed(&main_text(&sandbox.text(&format!("out/{year}/index.html"))));
        let read = assert_follows(year, &page, &pieces);
        // What poppler loses is little of the whole.
        assert!(page.len() > 10_000 && read * 10 > page.len() * 8, "{year}: {read} of {} bytes were read", page.len());
        // The same pieces in another order are found out.
        let mut swapped = pieces.clone();
        swapped.swap(pieces.len() / 2, pieces.len() / 2 + 9);
        assert!(follows(&page, &swapped).is_err(), "{year}: a changed order is not seen");
    }
}

// Title, sender, subject, words, language and registry number, in the catalogue and in XMP; a bookmark per heading.
#[test]
fn the_document_says_what_it_is() {
    let sandbox = Sandbox::new();
    sandbox.edit("plan/2025/plan.yaml", "status: beslutad", "status: beslutad\ndiarienummer: 24RS1234");
    sandbox.run(&["build"]).done();
    let pdf = sandbox.path("out/2025/verksamhetsplan.pdf").to_string_lossy().into_owned();
    let Some(information) = tool(WHAT, "pdfinfo", &[&pdf]) else { return };
    let metadata = tool(WHAT, "pdfinfo", &["-meta", &pdf]).expect("as above");
    for (name, value, element) in [
        ("Title", "Verksamhetsplan med budget 2025", "dc:title"),
        ("Author", "Servicenämnden", "dc:creator"),
        ("Subject", "Servicenämndens mål, uppdrag, budget", "dc:description"),
        ("Keywords", "Regionservice, Diarienummer 24RS1234", "pdf:Keywords"),
    ] {
        let line = information.lines().find(|line| line.starts_with(&format!("{name}:"))).expect(name);
        assert!(line.contains(value), "{line}");
        let (_, rest) = metadata.split_once(&format!("<{element}>")).expect(element);
        let (inside, _) = rest.split_once(&format!("</{element}>")).expect("it ends");
        assert!(inside.contains(value), "{inside}");
    }
    for (element, value) in
        [("dc:language", "sv-SE"), ("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
    {
        let (_, rest) = metadata.split_once(&format!("<{element}>")).expect(element);
        assert!(rest.split_once(&format!("</{element}>")).expect("it ends").0.contains(value), "{element}");
    }
    assert!(information.contains("Tagged:          yes"), "{information}");
    // Bookmarks: qpdf writes them as JSON.
    let Some(json) = tool("the bookmarks of the PDF", "qpdf", &["--json", "--json-key=outlines", &pdf]) else { return };
    let headings = headings(&sandbox.text("out/2025/index.html"));
    let outlines: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let mut titles = Vec::new();
    collect(&outlines["outlines"], &mut titles);
    let missing: Vec<&String> = headings.iter().filter(|heading| !titles.contains(heading)).collect();
    assert!(headings.len() > 30 && missing.is_empty(), "no bookmark for {missing:?} among {titles:?}");
}

fn collect(outlines: &serde_json::Value, titles: &mut Vec<String>) {
    for outline in outlines.as_array().into_iter().flatten() {
        titles.push(squeezed(outline["title"].as_str().unwrap_or_default()));
        collect(&outline["kids"], titles);
    }
}

/// The headings of a page's chapters, squeezed.
fn headings(page: &str) -> Vec<String> {
    let page = Element::read(page);
    let is_heading = |element: &&Element| ["h1", "h2", "h3", "h4", "h5", "h6"].contains(&element.name);
    // After the chapters come the downloads.
    let parts = page.first("main").children().filter(|part| !part.is("section.hamtningar"));
    let headings = parts.flat_map(Element::elements).filter(is_heading);
    headings.map(|heading| squeezed(&rows::text(heading))).collect()
}

/// A table as a screen reader tells of it that gives all heads: rows before columns. What poppler loses of a figure is
/// taken from the row as it is laid out.
fn aloud(table: &Tag, layout: &str) -> String {
    let rows = table.all("TR");
    let heads = heads(table);
    let caption = table.all("Caption").first().map_or_else(String::new, |caption| spaced(&caption.text()));
    let columns = rows.iter().map(|row| row.tags().count()).max().unwrap_or(0);
    let mut out = format!("Table: {caption} ({} rows, {columns} columns)\n", rows.len());
    for (row, cell) in rows.iter().flat_map(|row| row.tags().map(move |cell| (row, cell))) {
        let text = spaced(&cell.text());
        if cell.role == "TH" {
            writeln!(out, "{} head: {text}", cell.scope.as_deref().unwrap_or("no")).expect("a string takes all");
            continue;
        }
        let of = |scope: &str| {
            let texts = cell.headers.iter().filter_map(|id| heads.get(id)).filter(|(own, _)| own == scope);
            texts.map(|(_, text)| text.clone()).collect::<Vec<_>>().join(", ")
        };
        let figure = row.tags().filter(|other| other.role == "TD").position(|other| std::ptr::eq(other, cell));
        let laid_out = layout.lines().find_map(|line| line.trim().strip_prefix(&format!("{}  ", of("Row"))));
        let figures = laid_out.into_iter().flat_map(|line| line.split("  ").filter(|part| !part.trim().is_empty()));
        let whole = figures.map(str::trim).nth(figure.expect("it is of the row")).expect("a figure for each cell");
        assert!(whole.starts_with(&text), "{whole} is not {text}");
        writeln!(out, "{} · {}: {whole}", of("Row"), of("Column")).expect("a string takes all");
    }
    out
}

/// The head cells of a table by their ids: scope and text.
fn heads(table: &Tag) -> HashMap<String, (String, String)> {
    let heads = table.all("TH").into_iter();
    heads
        .filter_map(|head| Some((head.id.clone()?, (head.scope.clone().unwrap_or_default(), spaced(&head.text())))))
        .collect()
}

/// What the page's chapters say, without what only a page has, links to places and to downloads, and without what is
/// drawn in pictures.
fn main_text(page: &str) -> String {
    let only = ["a.ankare", "p.hamta", "p.bladdra", "nav", "svg", "section.hamtningar"];
    Element::read(page).first("main").text_without(&only)
}

/// A text in one line.
fn spaced(text: &str) -> String {
    text.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without what lines add and take away.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')).collect()
}

/// Asserts that pieces follow each other as a text has them, and gives how many bytes of it they are.
fn assert_follows(year: &str, page: &str, pieces: &[&str]) -> usize {
    follows(page, pieces).unwrap_or_else(|(at, piece)| {
        let around: String = page.chars().skip(page[..at].chars().count().saturating_sub(60)).take(140).collect();
        panic!("{year}: the PDF goes on with \"{piece}\" where the page has\n{around}")
    })
}

/// How many bytes of a text the pieces are, which follow each other in it: a piece begins where the one before ended,
/// or, where poppler has lost the end of that, a little later. Else where they part.
fn follows<'a>(page: &str, pieces: &[&'a str]) -> Result<usize, (usize, &'a str)> {
    let (mut at, mut read) = (0, 0);
    let mut cut = false;
    for piece in pieces {
        let text = squeezed(piece);
        // A hyphen that ends a line is no part of the word.
        if text.is_empty() || text == "-" && !page[at..].starts_with('-') {
            continue;
        }
        let open = cut || page[at..].starts_with('-');
        let gap = page[at..].find(&text).filter(|gap| *gap == 0 || open && *gap < 200).ok_or((at, *piece))?;
        at += gap + text.len();
        read += text.len();
        cut = piece.ends_with([' ', '\u{a0}']);
    }
    Ok(read)
}
