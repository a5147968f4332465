//! Running text: runs, links, fields and references to notes.

use crate::document::Inline;
use crate::outputs::word::format::Face;
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::xml::{Element, element, value};

/// A text of one face.
pub fn run(text: &str, face: &Face) -> Element {
    let text = text.replace(['\n', '\r', '\t'], " ");
    let words = |words: &str| element("w:t").set("xml:space", "preserve").text(words);
    let mut pieces = Vec::new();
    for (at, piece) in text.split('\u{ad}').enumerate() {
        pieces.extend((at > 0).then(|| element("w:softHyphen")));
        pieces.extend((!piece.is_empty()).then(|| words(piece)));
    }
    element("w:r").with(face.element()).with(pieces)
}

/// A mark in a run of its own: `w:br`, `w:tab`.
pub fn sign(name: &'static str, face: &Face) -> Element {
    element("w:r").with(face.element()).with(element(name))
}

/// A field with what it comes to.
pub fn field(instruction: &str, result: Vec<Element>, face: &Face) -> Vec<Element> {
    let mut field = opened(instruction, face, false);
    field.extend(result);
    field.push(closed(face));
    field
}

/// The beginning of a field, up to its result; a stale one is to be computed when the document is opened.
pub fn opened(instruction: &str, face: &Face, stale: bool) -> Vec<Element> {
    let begin = field_mark("begin").maybe_set("w:dirty", stale.then_some("true"));
    let instruction = element("w:instrText").set("xml:space", "preserve").text(format!(" {instruction} "));
    [begin, instruction, field_mark("separate")].map(|part| element("w:r").with(face.element()).with(part)).into()
}

/// The end of a field.
pub fn closed(face: &Face) -> Element {
    element("w:r").with(face.element()).with(field_mark("end"))
}

fn field_mark(kind: &str) -> Element {
    element("w:fldChar").set("w:fldCharType", kind)
}

impl<'a> Story<'a> {
    /// Running text in a face.
    pub fn runs(&mut self, content: &'a [Inline], face: &Face) -> Vec<Element> {
        content.iter().flat_map(|inline| self.inline(inline, face)).collect()
    }

    fn inline(&mut self, inline: &'a Inline, face: &Face) -> Vec<Element> {
        let face = face.clone();
        match inline {
            Inline::Text { text }
            | Inline::Figure { text, .. }
            | Inline::Change { text, .. }
            | Inline::Count { text, .. } => vec![run(text, &face)],
            Inline::Code { text } => {
                let style = Some(self.names.id(Style::Code));
                vec![run(text, &Face { style, ..face })]
            }
            Inline::Emphasis { content } => {
                // Emphasis within emphasis is upright again.
                let italic = Some(face.italic != Some(true));
                self.runs(content, &Face { italic, ..face })
            }
            Inline::Strong { content } => self.runs(content, &Face { bold: Some(true), ..face }),
            Inline::Strike { content } | Inline::Deleted { content, .. } => {
                self.runs(content, &Face { struck: true, ..face })
            }
            Inline::Inserted { content, .. } => self.runs(content, &Face { underlined: true, ..face }),
            Inline::Caused { before, content } => {
                let mut runs = self.runs(before, &Face { struck: true, ..face.clone() });
                runs.push(run(" ", &face));
                runs.extend(self.runs(content, &Face { underlined: true, ..face }));
                runs
            }
            Inline::Target { anchor, content } => {
                let runs = self.runs(content, &face);
                self.marked(anchor, runs)
            }
            Inline::Link { target, internal, content } => self.link(target, *internal, content, &face),
            Inline::FootnoteRef { first, note, .. } => {
                let style = Some(self.names.id(Style::Reference));
                let face = Face { style, ..Face::default() };
                if *first {
                    self.notes.push(note);
                    let reference = element("w:footnoteReference").set("w:id", self.notes.len());
                    let reference = element("w:r").with(face.element()).with(reference);
                    return self.marked(&note.anchor, vec![reference]);
                }
                let number = run(&note.number.to_string(), &face);
                match self.bookmark(&note.anchor) {
                    Some(name) => field(&format!("NOTEREF {name} \\f \\h"), vec![number], &face),
                    None => vec![number],
                }
            }
            Inline::Break => vec![sign("w:br", &face)],
            Inline::Place { .. } => Vec::new(),
        }
    }

    /// A link; one that leads nowhere, or stands within another, is its text.
    fn link(&mut self, target: &str, internal: bool, content: &'a [Inline], face: &Face) -> Vec<Element> {
        let link = element("w:hyperlink");
        let link = match (internal, self.bookmark(target)) {
            (true, Some(name)) => link.set("w:anchor", name),
            (true, None) => return self.runs(content, face),
            (false, _) if target.is_empty() || face.style == Some(self.names.id(Style::Link)) => {
                return self.runs(content, face);
            }
            (false, _) => link.set("r:id", self.relationships.address(target)),
        };
        let style = Some(self.names.id(Style::Link));
        let runs = self.runs(content, &Face { style, ..face.clone() });
        vec![link.set("w:history", 1).with(runs)]
    }

    /// A short link to an anchor, as the number of a note is.
    pub fn way(&mut self, anchor: &str, text: &str, face: &Face) -> Element {
        match self.bookmark(anchor) {
            Some(name) => element("w:hyperlink").set("w:anchor", name).set("w:history", 1).with(run(text, face)),
            None => run(text, face),
        }
    }

    /// The file of footnotes, when there are any; afterwards the ways are those of that file.
    pub fn footnotes(&mut self, root: Element) -> Element {
        let rule = |id: i64, kind: &str, mark: &'static str| {
            let run = element("w:r").with(element(mark));
            let layout = element("w:pPr").with(element("w:spacing").set("w:after", 0));
            element("w:footnote").set("w:type", kind).set("w:id", id).with(element("w:p").with([layout, run]))
        };
        let mut notes =
            vec![rule(-1, "separator", "w:separator"), rule(0, "continuationSeparator", "w:continuationSeparator")];
        let reference = Face { style: Some(self.names.id(Style::Reference)), ..Face::default() };
        let mut at = 0;
        // A note may refer to another, which is then one more.
        while let Some(note) = self.notes.get(at).copied() {
            at += 1;
            let own = element("w:r").with(reference.element()).with(element("w:footnoteRef"));
            let layout = element("w:pPr").with(value("w:pStyle", self.names.id(Style::Footnote)));
            let runs = self.runs(&note.content, &Face::default());
            let paragraph = element("w:p").with([layout, own, run(" ", &Face::default())]).with(runs);
            notes.push(element("w:footnote").set("w:id", at).with(paragraph));
        }
        root.with(notes)
    }
}
