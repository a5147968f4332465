//! The body: paragraphs and tables in order, with what keeps them apart.

use crate::outputs::word::format::{Layout, Paragraph};
use crate::outputs::word::style::{Names, Style};
use crate::outputs::word::xml::Element;

/// A part of the body.
#[derive(Debug, Clone)]
pub enum Part {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table, or a part that is no paragraph.
    Other(Element),
}

/// The body as it is written.
#[derive(Debug, Default)]
pub struct Body {
    parts: Vec<Part>,
}

impl Body {
    /// Adds a paragraph. One of running text keeps away from a table before it, which has no room of its own below.
    pub fn paragraph(&mut self, mut paragraph: Paragraph) {
        if matches!(self.parts.last(), Some(Part::Other(_))) && paragraph.layout.before.is_none() {
            paragraph.layout.before = Some(240);
        }
        self.parts.push(Part::Paragraph(Box::new(paragraph)));
    }

    /// Adds a paragraph with the room that its style has above it.
    pub fn spaced(&mut self, paragraph: Paragraph) {
        self.parts.push(Part::Paragraph(Box::new(paragraph)));
    }

    /// Adds a table. Two in a row would be one.
    pub fn table(&mut self, table: Element, names: &Names) {
        if matches!(self.parts.last(), Some(Part::Other(_))) {
            self.parts.push(Part::Paragraph(Box::new(apart(names))));
        }
        self.parts.push(Part::Other(table));
    }

    /// Adds what is neither.
    pub fn other(&mut self, element: Element) {
        self.parts.push(Part::Other(element));
    }

    /// Ends a section, in the last paragraph.
    pub fn end_section(&mut self, section: Element, names: &Names) {
        if !matches!(self.parts.last(), Some(Part::Paragraph(_))) {
            self.parts.push(Part::Paragraph(Box::new(apart(names))));
        }
        if let Some(Part::Paragraph(last)) = self.parts.last_mut() {
            last.layout.section = Some(section);
        }
    }

    /// The elements, and the section that the last of them stand in.
    pub fn elements(mut self, section: Element, names: &Names) -> Vec<Element> {
        // The format wants a paragraph after a table.
        if !matches!(self.parts.last(), Some(Part::Paragraph(_))) {
            self.parts.push(Part::Paragraph(Box::new(apart(names))));
        }
        let parts = self.parts.into_iter().map(|part| match part {
            Part::Paragraph(paragraph) => paragraph.element(),
            Part::Other(element) => element,
        });
        parts.chain([section]).collect()
    }
}

fn apart(names: &Names) -> Paragraph {
    Paragraph { layout: Layout::of(names.id(Style::Apart)), content: Vec::new() }
}
