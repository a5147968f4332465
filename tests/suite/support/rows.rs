//! Rows of figures, as published and as found in a built document.

use super::html::Element;
use super::{Sandbox, project, tool};

/// A row of a table: where it belongs, its label's parts, and its figures in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) table: String,
    pub(crate) label: Vec<String>,
    pub(crate) figures: Vec<String>,
}

/// The rows of a `.tsv` file, see its first lines.
pub(crate) fn published(path: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        let table = fields.next().unwrap_or_default();
        let label = fields.next().unwrap_or_default().split(" | ").map(str::to_owned).collect();
        Row { table, label, figures: fields.collect() }
    });
    rows.collect()
}

/// The tables of rows, in order, each once.
pub(crate) fn tables(rows: &[Row]) -> Vec<&str> {
    let mut tables: Vec<&str> = rows.iter().map(|row| row.table.as_str()).collect();
    tables.dedup();
    tables
}

/// How many rows each table has, in order.
pub(crate) fn counts(rows: &[Row]) -> Vec<usize> {
    tables(rows).iter().map(|table| rows.iter().filter(|row| row.table == *table).count()).collect()
}

/// Asserts that the tables of a year's built page have these rows of figures and no others.
pub(crate) fn assert_page_has(sandbox: &Sandbox, year: &str, expected: &[Row]) {
    let page = sandbox.text(&format!("out/{year}/index.html"));
    let page = Element::read(&page);
    let found: Vec<Row> = tables(expected).into_iter().flat_map(|table| in_html(&page, table)).collect();
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found);
    }
    assert_eq!(expected.len(), found.len());
}

/// Asserts that a year's built PDF has these rows, unless its text cannot be had.
pub(crate) fn assert_pdf_has(sandbox: &Sandbox, year: &str, expected: &[Row], what: &str) {
    if let Some(layout) = layout(sandbox, year, what) {
        assert_eq!(missing_in_layout(expected, &layout), Vec::<String>::new());
    }
}

/// A year's PDF's text with its layout kept.
pub(crate) fn layout(sandbox: &Sandbox, year: &str, what: &str) -> Option<String> {
    let pdf = sandbox.path(&format!("out/{year}/verksamhetsplan.pdf"));
    tool(what, "pdftotext", &["-layout", "-enc", "UTF-8", &pdf.to_string_lossy(), "-"])
}

/// The rows of a table of a page that have a figure.
fn in_html(page: &Element, table: &str) -> Vec<Row> {
    let anchor = table.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o").replace('_', "-");
    let bodies = page.with_id(&format!("tabell-{anchor}")).all("tbody");
    let rows = bodies.iter().flat_map(|body| body.all("tr")).map(|row| Row {
        table: table.to_owned(),
        label: cells(row, "th").into_iter().filter(|part| !part.is_empty()).collect(),
        // A head without words is an empty cell that nothing heads.
        figures: row.all("td").into_iter().filter(|cell| cell.attribute("headers").is_some()).map(text).collect(),
    });
    rows.filter(|row| row.figures.iter().any(|figure| !figure.is_empty())).collect()
}

/// The text of a row's cells of one kind.
fn cells(row: &Element, kind: &str) -> Vec<String> {
    row.all(kind).into_iter().map(text).collect()
}

/// The text of an element, without markers of notes.
pub(crate) fn text(element: &Element) -> String {
    element.text_without(&["sup"]).trim_matches([' ', '\n']).to_owned()
}

/// Which rows are not found, in order, in the text of a page that keeps its layout (`pdftotext -layout`, which
/// writes a no-break space as an ordinary one).
pub(crate) fn missing_in_layout(rows: &[Row], layout: &str) -> Vec<String> {
    let layout = layout.replace('\u{a0}', " ");
    let lines: Vec<Vec<&str>> = layout.lines().map(columns).collect();
    let mut from = 0;
    let mut missing = Vec::new();
    for row in rows {
        match (from..lines.len()).find(|&at| stands_at(row, &lines[at..])) {
            Some(at) => from = at + 1,
            None => missing.push(format!("{}: {} {}", row.table, row.label.join(" | "), row.figures.join(" "))),
        }
    }
    missing
}

/// The columns of a line: what stands apart by two spaces or more.
fn columns(line: &str) -> Vec<&str> {
    line.split("  ").map(|column| column.trim_matches([' ', '\u{c}'])).filter(|column| !column.is_empty()).collect()
}

/// Whether the first line has a row's figures, and its label or the label's beginning; the rest of a label
/// that is too long for its column is on the lines that follow.
fn stands_at(row: &Row, lines: &[Vec<&str>]) -> bool {
    let figures = row.figures.iter().filter(|figure| !figure.is_empty());
    let figures: Vec<String> = figures.map(|figure| figure.replace('\u{a0}', " ")).collect();
    let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
    let Some(label) = lines[0].strip_suffix(figures.as_slice()) else { return false };
    if label.len() != row.label.len() {
        return false;
    }
    let rest = row.label.iter().zip(label).map(|(part, column)| {
        let part = squeezed(part);
        // A note's marker stands right after the label.
        let bare = column.trim_end_matches(|c: char| c.is_ascii_digit());
        [*column, bare].iter().find_map(|column| part.strip_prefix(&squeezed(column)).map(str::to_owned))
    });
    let Some(mut rest) = rest.collect::<Option<Vec<String>>>() else { return false };
    for line in &lines[1..] {
        if rest.iter().all(String::is_empty) {
            return true;
        }
        let mut parts = rest.iter_mut();
        for column in line {
            let column = squeezed(column);
            let Some(part) = parts.find(|part| part.starts_with(&column)) else { return false };
            part.replace_range(..column.len(), "");
        }
    }
    rest.iter().all(String::is_empty)
}

/// A text without what line breaks add and take away.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}
