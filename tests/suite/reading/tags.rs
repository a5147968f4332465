//! The tags of a PDF as a tree, as poppler reads them back (`pdfinfo -struct-text`).

use std::path::Path;

use crate::support::tool;

/// An element of the tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tag {
    /// `H1`, `P`, `TH` …
    pub(crate) role: String,
    /// What other cells call it by.
    pub(crate) id: Option<String>,
    /// Ids of the cells that head it.
    pub(crate) headers: Vec<String>,
    /// `Row` or `Column`.
    pub(crate) scope: Option<String>,
    pub(crate) content: Vec<Content>,
}

/// What stands in an element, in order.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Text(String),
    Tag(Tag),
}

impl Tag {
    /// The elements in it, in order.
    pub(crate) fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.content.iter().filter_map(|content| match content {
            Content::Tag(tag) => Some(tag),
            Content::Text(_) => None,
        })
    }

    /// Every element under it with a role, in order.
    pub(crate) fn all<'a>(&'a self, role: &str) -> Vec<&'a Tag> {
        let mut found = Vec::new();
        for tag in self.tags() {
            if tag.role == role {
                found.push(tag);
            }
            found.extend(tag.all(role));
        }
        found
    }

    /// Everything that is read, in order.
    pub(crate) fn text(&self) -> String {
        self.pieces().concat()
    }

    /// Everything that is read, in pieces and in order: without the marks of lists, which the program says that reads,
    /// and what is drawn in pictures, whose text alternative is read. Poppler may lose the rest of a piece after a no-break
    /// space, and after what is before a hyphen.
    pub(crate) fn pieces(&self) -> Vec<&str> {
        let mut pieces = Vec::new();
        for content in &self.content {
            match content {
                Content::Text(text) => pieces.push(text.as_str()),
                Content::Tag(tag)
                    if tag.role == "Lbl" && !tag.text().contains(char::is_alphabetic) && self.role == "LI" => {}
                Content::Tag(tag) if tag.role == "Figure" => {}
                Content::Tag(tag) => pieces.extend(tag.pieces()),
            }
        }
        pieces
    }
}

/// The tree of a PDF; nothing, and told, when poppler is not there.
pub(crate) fn read(what: &str, pdf: &Path) -> Option<Tag> {
    let text = tool(what, "pdfinfo", &["-enc", "UTF-8", "-struct-text", &pdf.to_string_lossy()])?;
    // Elements that are open, with their indentation.
    let mut open: Vec<(usize, Tag)> = vec![(0, Tag { role: "Root".to_owned(), ..Tag::default() })];
    for line in text.lines() {
        let bare = line.trim_start();
        let depth = line.len() - bare.len() + 1;
        if bare.is_empty() || bare.starts_with("Object ") {
            continue;
        }
        if let Some(attribute) = bare.strip_prefix('/') {
            let tag = &mut open.last_mut().expect("attributes are of an element").1;
            if let Some(scope) = attribute.strip_prefix("Scope /") {
                tag.scope = Some(scope.to_owned());
            } else if let Some(ids) = attribute.strip_prefix("Headers [") {
                let ids = ids.trim_end_matches(']').split_whitespace();
                tag.headers = ids.map(|id| id.trim_matches(['(', ')']).to_owned()).collect();
            }
            continue;
        }
        while open.len() > 1 && open.last().is_some_and(|(indent, _)| *indent >= depth) {
            close(&mut open);
        }
        if let Some(piece) = bare.strip_prefix('"') {
            let text = piece.strip_suffix('"').unwrap_or(piece).to_owned();
            open.last_mut().expect("text is in an element").1.content.push(Content::Text(text));
        } else {
            let role = bare.split([' ', ':', '<', '(']).next().unwrap_or_default().to_owned();
            let id = bare.split_once('<').and_then(|(_, rest)| rest.split('>').next()).map(str::to_owned);
            open.push((depth, Tag { role, id, ..Tag::default() }));
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, root)| root)
}

fn close(open: &mut Vec<(usize, Tag)>) {
    if let Some((_, tag)) = open.pop() {
        open.last_mut().expect("the root stays").1.content.push(Content::Tag(tag));
    }
}
