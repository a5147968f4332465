//! The pages of the plans against goldens, one for each kind of block and one for what is around them.
//!
//! A golden has the first block of its kind, and of every other block the elements that no block before it has. Of
//! elements that are built alike only the first is there, and `…` stands for the rest. What the words and the figures
//! are, in every block, is compared with the PDF and with what was published, by other tests.
//!
//! `UPDATE=1 cargo test --test suite pages` rewrites the goldens under `tests/documents/page/`.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::html::{Content, Element};
use crate::support::plans::{drafted, plan};
use crate::support::{Sandbox, golden, project};
use verksamhetsplan::document::table::TableKind;
use verksamhetsplan::document::visit::blocks;
use verksamhetsplan::document::{Block, Chapter};

/// Where the goldens are.
const FOLDER: &str = "tests/documents/page";

/// Longest a golden may be, in lines.
const LONGEST: usize = 60;

/// The attributes whose values are part of how an element is built; of the others it is that they are there.
const BUILDING: [&str; 7] = ["class", "data-jamfort", "data-kind", "rel", "role", "scope", "type"];

/// The parts of a page around its chapters that have goldens of their own.
const AROUND: [(&str, &str); 3] =
    [("cover", "header.omslag"), ("column", "div.kolumn"), ("downloads", "section.hamtningar")];

/// A plan with what is in neither of the project's.
const RARE: [(&str, &str); 3] = [
    ("plan.yaml", "nämnd: Nämnden\norganisation: Regionen\nförvaltning: Förvaltningen\når: 2030\ntitel: Plan 2030\n"),
    (
        "bilder/ruta.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>",
    ),
    (
        "kapitel/01-allt.md",
        "# Allt\n\nMed *betoning*, ~~struket~~, `kod`, [en länk](https://example.org) och en fotnot.[^a]\n\n\
         [^a]: Fotnotens text.\n\n3. Tredje\n4. Fjärde\n\n   - Under den\n\n> Ett citat\n>\n> - med en punkt\n\n---\n\n\
         ```\nkod  med  luft\n```\n\n![En ruta](bilder/ruta.svg)\n\n| Vad | Hur många |\n|---|--:|\n| Rutor | 1 |\n",
    ),
];

// Every kind of block in the plans has its golden, with everything that a block of the kind can look like there; so has
// what is around the blocks; and there is no other golden.
#[test]
fn every_kind_of_block_is_the_golden() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    for (path, text) in RARE {
        sandbox.write(&format!("plan/2030/{path}"), text);
    }
    sandbox.run(&["build", "--format", "html,pdf"]).done();
    let rare = drafted("plan/2030", RARE.iter().map(|(path, text)| (*path, text.as_bytes())));
    let mut goldens: BTreeMap<String, Golden> = BTreeMap::new();
    let mut within = BTreeSet::new();
    for (year, draft) in [("2025", &plan("plan/2025").draft), ("2024", &plan("plan/2024").draft), ("2030", &rare)] {
        let text = sandbox.text(&format!("out/{year}/index.html"));
        assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"sv\">\n"));
        let page = Element::read(&text);
        let mut rest = text.clone();
        for chapter in &draft.document.chapters {
            let mut sections = page.first("main").children();
            let section = sections.find(|own| own.attribute("aria-labelledby") == Some(&chapter.anchor));
            let section = section.unwrap_or_else(|| panic!("{year}: {} is on the page", chapter.anchor));
            for (kind, element) in parts(chapter, section) {
                goldens.entry(kind).or_default().add(element);
            }
            for comparison in section.all("details.mot") {
                goldens.entry("table-comparison".to_owned()).or_default().add(comparison);
            }
            within.extend(blocks(&chapter.blocks).map(kind));
            rest = rest.replacen(section.inner, "…", 1);
        }
        for (part, wanted) in AROUND {
            let element = page.first(wanted);
            goldens.entry(part.to_owned()).or_default().add(element);
            rest = rest.replacen(element.inner, "…", 1);
        }
        goldens.entry("page".to_owned()).or_default().add(Element::read(&rest).first("html"));
    }
    let without: Vec<&String> = within.iter().filter(|kind| !goldens.contains_key(*kind)).collect();
    assert!(without.is_empty(), "only within other blocks, and so without a golden: {without:?}");
    for (kind, Golden { text, .. }) in &goldens {
        golden(&format!("{FOLDER}/{kind}.html"), text);
    }
    let long = goldens.iter().map(|(kind, Golden { text, .. })| (kind, text.lines().count()));
    let long: Vec<(&String, usize)> = long.filter(|(_, lines)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "goldens of more than {LONGEST} lines, which nobody would read: {long:?}");
    let kept = std::fs::read_dir(project(FOLDER)).expect("the goldens are there");
    let kept = kept.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    let others: Vec<String> = kept.filter(|name| !goldens.contains_key(name.trim_end_matches(".html"))).collect();
    assert!(others.is_empty(), "goldens in {FOLDER} of what no plan has: {others:?}");
}

/// A chapter's section as its parts with their kinds: the heading, an element for each block, and what follows them.
fn parts<'p, 'a>(chapter: &Chapter, section: &'p Element<'a>) -> Vec<(String, &'p Element<'a>)> {
    let mut elements = section.children().peekable();
    let mut parts = vec![("chapter".to_owned(), elements.next().expect("a chapter has a heading"))];
    for block in &chapter.blocks {
        parts.push((kind(block), elements.next().unwrap_or_else(|| panic!("{}: {block:?}", chapter.anchor))));
        // What stands under a heading says what the plan of the year before had there.
        while let Some(standing) = elements.next_if(|element| element.is(".jamfort")) {
            parts.push(("standing".to_owned(), standing));
        }
    }
    for element in elements {
        let kind = ["fotnoter", "bladdra"].into_iter().find(|class| element.is(&format!(".{class}")));
        let kind = kind.unwrap_or_else(|| panic!("{}: no block is {}", chapter.anchor, element.outer));
        parts.push((kind.replace("fotnoter", "footnotes").replace("bladdra", "turn"), element));
    }
    parts
}

/// What a block is called among the goldens.
fn kind(block: &Block) -> String {
    match block {
        Block::Heading { .. } => "heading".to_owned(),
        Block::Paragraph { .. } => "paragraph".to_owned(),
        Block::List { ordered, .. } => if *ordered { "list-ordered" } else { "list" }.to_owned(),
        Block::Quote { .. } => "quote".to_owned(),
        Block::Definitions { .. } => "definitions".to_owned(),
        Block::Code { .. } => "code".to_owned(),
        Block::Rule => "rule".to_owned(),
        Block::Table(table) => match table.table_kind {
            TableKind::Figures => "table-figures",
            TableKind::Measures => "table-measures",
            TableKind::Risks => "table-risks",
            TableKind::Text => "table-text",
            TableKind::Comparison => "table-comparison",
            TableKind::Followup => "table-followup",
        }
        .to_owned(),
        // `diagram-staplar-resultatbudget`
        Block::Chart(chart) => format!("chart-{}", chart.anchor.split('-').nth(1).unwrap_or_default()),
        Block::Picture { .. } => "picture".to_owned(),
        Block::Cards { thing, .. } => format!("cards-{thing:?}").to_lowercase(),
        Block::Marked(_) | Block::Folded { .. } => panic!("a plan alone has no marks of a comparison"),
    }
}

/// A golden in the making.
#[derive(Default)]
struct Golden {
    text: String,
    /// How elements are built that are in it, each with how the element around it is built.
    known: BTreeSet<(String, String)>,
}

impl Golden {
    /// Adds an element, or what it has that is new.
    fn add(&mut self, element: &Element) {
        self.add_within(&Element::default(), element);
    }

    fn add_within(&mut self, parent: &Element, element: &Element) {
        if self.known.contains(&(look(parent), look(element))) {
            element.children().filter(|child| !apart(child)).for_each(|child| self.add_within(element, child));
        } else {
            self.write(parent, element);
            self.text.push('\n');
        }
    }

    /// Writes an element without those of its elements that have nothing new.
    fn write(&mut self, parent: &Element, element: &Element) {
        self.known.insert((look(parent), look(element)));
        let end = format!("</{}>", element.name);
        let end = if element.outer.ends_with(&end) { end.as_str() } else { "" };
        self.text.push_str(&element.outer[..element.outer.len() - element.inner.len() - end.len()]);
        let mut left_out = false;
        for content in &element.content {
            match content {
                Content::Text(text) if left_out && text.trim().is_empty() => {}
                Content::Text(text) => self.text.push_str(text),
                Content::Element(child) if apart(child) || looks(element, child).is_subset(&self.known) => {
                    if !left_out {
                        self.text.push_str(if self.text.ends_with('\n') { "…\n" } else { "…" });
                    }
                    left_out = true;
                }
                Content::Element(child) => {
                    left_out = false;
                    self.write(element, child);
                }
            }
        }
        self.text.push_str(end);
    }
}

/// How an element and everything in it are built, each with how the element around it is.
fn looks(parent: &Element, element: &Element) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::from([(look(parent), look(element))]);
    element.children().filter(|child| !apart(child)).for_each(|child| all.append(&mut looks(element, child)));
    all
}

/// Whether an element has a golden apart from that of what it stands in.
fn apart(element: &Element) -> bool {
    element.is("details.mot")
}

/// How an element is built: its name and attributes.
fn look(element: &Element) -> String {
    let attributes = element.attributes.iter().map(|(name, value)| {
        let value = if BUILDING.contains(name) { *value } else { "" };
        format!(" {name}={value}")
    });
    element.name.to_owned() + &attributes.collect::<String>()
}
