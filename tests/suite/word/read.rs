//! A Word document, read without any help from what wrote it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use roxmltree::{Document, Node};
use zip::ZipArchive;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What is in a document.
#[derive(Debug, Default)]
pub(super) struct Read {
    files: BTreeMap<String, Vec<u8>>,
    /// Paragraphs and what pictures say, in order, from the first heading on; with the style of each.
    parts: Vec<(String, String)>,
    pub(super) notes: Vec<String>,
    pub(super) links: Vec<String>,
    pub(super) bookmarks: Vec<String>,
    pub(super) bookmark_ids: Vec<String>,
    pub(super) drawings: Vec<String>,
    pub(super) alternatives: Vec<String>,
    /// Rows that are heads, of each table.
    pub(super) heads: Vec<usize>,
    /// Paragraphs outside tables that have nothing in them, but for those that the format needs.
    pub(super) empty: usize,
    /// Figures of tables, and how far each is moved in from the right.
    pub(super) indents: Vec<(String, i64)>,
    /// Headings with list and level.
    headings: Vec<(Option<(String, String)>, String)>,
    /// The lines of the contents.
    pub(super) contents: Vec<String>,
}

impl Read {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is an archive");
        let mut read = Self::default();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("it can be unpacked");
            read.files.insert(file.name().expect("a name").to_string(), bytes);
        }
        let text = read.text("word/document.xml");
        let document = Document::parse(&text).expect("it is XML");
        let body = document.root_element().first_element_child().expect("a body");
        read.walk(body);
        let text = read.text("word/footnotes.xml");
        let notes = Document::parse(&text).expect("it is XML");
        let own = notes.root_element().children().filter(|note| note.attribute((W, "type")).is_none());
        read.notes = own.map(|note| spaced(&words(note))).collect();
        for node in document.descendants().chain(notes.descendants()) {
            read.links.extend(node.attribute((W, "anchor")).map(str::to_owned));
        }
        read
    }

    pub(super) fn text(&self, path: &str) -> String {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{path} is missing"));
        String::from_utf8(bytes.clone()).expect("it is text")
    }

    /// What is said, paragraph by paragraph, from the first heading on.
    pub(super) fn said(&self) -> Vec<String> {
        let start = self.parts.iter().position(|(style, _)| style == "Heading1").unwrap_or(self.parts.len());
        self.parts[start..].iter().map(|(_, text)| text.clone()).filter(|text| !text.is_empty()).collect()
    }

    /// Headings of two levels with the numbers that Word gives them.
    pub(super) fn numbers(&self) -> Vec<String> {
        let mut counts: BTreeMap<(String, usize), usize> = BTreeMap::new();
        let number = |list: &Option<(String, String)>, text: &str, counts: &mut BTreeMap<(String, usize), usize>| {
            let Some((list, level)) = list else { return text.to_owned() };
            let word = if list == "1002" { "Bilaga " } else { "" };
            let level: usize = level.parse().expect("a level");
            *counts.entry((list.clone(), level)).or_default() += 1;
            if level == 0 {
                counts.remove(&(list.clone(), 1));
            }
            let parts: Vec<String> = (0..=level).map(|at| counts[&(list.clone(), at)].to_string()).collect();
            format!("{word}{} {text}", parts.join("."))
        };
        self.headings.iter().map(|(list, text)| number(list, text, &mut counts)).collect()
    }

    /// Ways that lead to no file.
    pub(super) fn astray(&self) -> Vec<String> {
        let mut astray = Vec::new();
        for path in self.files.keys().filter(|path| Path::new(path).extension().is_some_and(|own| own == "rels")) {
            let text = self.text(path);
            let document = Document::parse(&text).expect("it is XML");
            let folder = path.split("_rels/").next().unwrap_or_default();
            for way in document.root_element().children() {
                let target = way.attribute("Target").unwrap_or_default();
                let there = self.files.contains_key(&format!("{folder}{target}"));
                if way.attribute("TargetMode").is_none() && !there {
                    astray.push(format!("{path}: {target}"));
                }
            }
        }
        let types = self.text("[Content_Types].xml");
        for path in self.files.keys() {
            let ending = path.rsplit('.').next().unwrap_or_default();
            if !types.contains(&format!("\"/{path}\"")) && !types.contains(&format!("\"{ending}\"")) {
                astray.push(format!("{path} is of no kind"));
            }
        }
        astray
    }

    fn walk(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child),
                "tbl" => {
                    let heads = child.descendants().filter(|node| node.has_tag_name((W, "tblHeader"))).count();
                    self.heads.push(heads);
                    self.walk(child);
                }
                "sdt" | "sdtContent" | "tr" | "tc" => self.walk(child),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let value = |name: &str| {
            let own = node.descendants().find(|own| own.has_tag_name((W, name)))?;
            own.attribute((W, "val")).map(str::to_owned)
        };
        let style = value("pStyle").unwrap_or_default();
        let text = spaced(&words(node));
        let in_table = node.ancestors().any(|own| own.has_tag_name((W, "tc")));
        let drawings = node.descendants().filter(|own| own.tag_name().name() == "docPr");
        for drawing in drawings {
            self.drawings.push(drawing.attribute("id").unwrap_or_default().to_owned());
            let decorative = drawing.descendants().any(|own| own.tag_name().name() == "decorative");
            if !decorative {
                let alternative = drawing.attribute("descr").unwrap_or_default();
                self.alternatives.push(alternative.to_owned());
                self.parts.push((style.clone(), spaced(alternative)));
            }
        }
        for mark in node.descendants().filter(|own| own.has_tag_name((W, "bookmarkStart"))) {
            self.bookmarks.extend(mark.attribute((W, "name")).map(str::to_owned));
            self.bookmark_ids.extend(mark.attribute((W, "id")).map(str::to_owned));
        }
        let is_bare = !node.descendants().any(|own| own.has_tag_name((W, "r")));
        self.empty += usize::from(is_bare && !in_table && style != "Mellanrum");
        if style == "Tabelltal" {
            let right = node.descendants().find(|own| own.has_tag_name((W, "ind")));
            let right = right.and_then(|own| own.attribute((W, "right"))?.parse().ok()).unwrap_or(0);
            self.indents.push((text.clone(), right));
        }
        if style.starts_with("TOC") && style != "TOCHeading" {
            self.contents.push(text.clone());
        }
        if style == "Heading1" || style == "Heading2" {
            let level = if style == "Heading1" { "0" } else { "1" };
            let list = match (value("numId").as_deref(), value("ilvl")) {
                (Some("0"), _) => None,
                (Some(list), level) => Some((list.to_owned(), level.unwrap_or_default())),
                (None, _) => Some(("1001".to_owned(), level.to_owned())),
            };
            self.headings.push((list, text.clone()));
        }
        self.parts.push((style, text));
    }
}

/// The words of a paragraph or a note, without the numbers of notes.
fn words(node: Node<'_, '_>) -> String {
    let mut words = String::new();
    for part in node.descendants() {
        let of_note = part.ancestors().find(|own| own.has_tag_name((W, "r"))).is_some_and(|run| {
            run.descendants()
                .any(|own| own.has_tag_name((W, "rStyle")) && own.attribute((W, "val")) == Some("FootnoteReference"))
        });
        if part.tag_name().namespace() != Some(W) || of_note {
            continue;
        }
        match part.tag_name().name() {
            "t" => words.push_str(part.text().unwrap_or_default()),
            "br" | "tab" if part.parent().is_some_and(|run| run.has_tag_name((W, "r"))) => words.push(' '),
            "softHyphen" => words.push('\u{ad}'),
            _ => {}
        }
    }
    words
}

/// A text with one space wherever there is some.
pub(super) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
