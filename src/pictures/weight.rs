//! How much a drawing of markup asks for before it is drawn: its depth and its elements, those that it draws again with
//! them. What draws a drawing goes into it as deep as it is.

use std::collections::HashMap;

use usvg::roxmltree::{Document, Node, NodeId};

/// The deepest that elements may stand in each other.
pub const DEEPEST: usize = 100;

/// The most elements that may be drawn.
pub const MOST: usize = 100_000;

/// Elements and their depth below one of them, with itself.
#[derive(Debug, Clone, Copy)]
struct Weight {
    elements: usize,
    depth: usize,
}

/// What is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// Elements within each other.
    Depth,
    /// Elements.
    Elements,
}

/// Weighs a drawing.
///
/// # Errors
/// What there is too much of.
pub fn weigh(document: &Document<'_>) -> Result<(), TooMuch> {
    // References are followed below; the plain depth must be known to be small before anything goes into it.
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    for node in document.descendants().filter(Node::is_element) {
        let depth = node.parent().and_then(|parent| depths.get(&parent.id())).map_or(1, |depth| depth + 1);
        if depth > DEEPEST {
            return Err(TooMuch::Depth);
        }
        depths.insert(node.id(), depth);
    }
    let elements = document.descendants().filter(Node::is_element);
    let ids = elements.filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let weight = Scale { ids, known: HashMap::new() }.weight(document.root_element(), 1)?;
    if weight.elements > MOST { Err(TooMuch::Elements) } else { Ok(()) }
}

struct Scale<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    known: HashMap<NodeId, Weight>,
}

impl<'a, 'input> Scale<'a, 'input> {
    fn weight(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Weight, TooMuch> {
        if depth > DEEPEST {
            return Err(TooMuch::Depth);
        }
        if let Some(known) = self.known.get(&node.id()) {
            return if depth + known.depth > DEEPEST { Err(TooMuch::Depth) } else { Ok(*known) };
        }
        let mut whole = Weight { elements: 1, depth: 1 };
        let inner: Vec<Node<'a, 'input>> =
            node.children().filter(Node::is_element).chain(self.drawn_again(node)).collect();
        for part in inner {
            let part = self.weight(part, depth + 1)?;
            whole.elements = whole.elements.saturating_add(part.elements);
            whole.depth = whole.depth.max(part.depth + 1);
        }
        self.known.insert(node.id(), whole);
        Ok(whole)
    }

    /// What an element draws that stands elsewhere.
    fn drawn_again(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let mut found = Vec::new();
        for attribute in node.attributes() {
            if attribute.name() == "href" && node.tag_name().name() == "use" {
                found.extend(attribute.value().trim().strip_prefix('#').and_then(|id| self.ids.get(id)));
            }
            for reference in attribute.value().split("url(").skip(1) {
                let id = reference.split(')').next().unwrap_or_default().trim_matches(['"', '\'', ' ', '#']);
                let target = self
                    .ids
                    .get(id)
                    .filter(|target| matches!(target.tag_name().name(), "pattern" | "mask" | "marker" | "clipPath"));
                found.extend(target);
            }
        }
        found
    }
}
