//! Blocks: Markdown's events → [`Block`], with headings numbered and anchored.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Chapter, Definition, Inline, ListItem, Section};
use crate::model::plan::ChapterSource;
use crate::narrative::calls::{Merged, marked};
use crate::narrative::footnotes::Note;
use crate::narrative::functions::is_block;
use crate::narrative::heading_text;
use crate::narrative::resolve;
use crate::prose::{Kind, Passage};
use crate::source::Span;
use crate::source::tags::{TagKind, tags};
use crate::views::call_site::{Call, CallSite};
use crate::views::writing::Writing;

/// Deepest nesting of lists, quotations and emphasis that anybody can read; the templates' limit is twenty
/// components, of which a level may cost two.
const DEEPEST: usize = 7;

/// Reads one chapter.
pub struct Reader<'d, 'a> {
    /// Shared by all chapters.
    pub writing: &'d mut Writing<'a>,
    pub(super) source: &'d ChapterSource,
    pub(super) merged: &'d Merged,
    pub(super) events: std::vec::IntoIter<(Event<'d>, Range<usize>)>,
    depth: usize,
    pub(super) number: String,
    pub(super) sections: Vec<Section>,
    pub(super) level: u8,
    pub(super) notes: HashMap<String, Note<'d>>,
    pub(super) referred: Vec<String>,
    /// The text being read, for the checks of prose.
    pub(super) passage: Passage,
}

impl<'d, 'a> Reader<'d, 'a> {
    /// Prepares a chapter for reading.
    pub fn new(writing: &'d mut Writing<'a>, source: &'d ChapterSource, merged: &'d Merged) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_DEFINITION_LIST;
        let events: Vec<_> = Parser::new_ext(&merged.rendered.text, options).into_offset_iter().collect();
        let number = writing.numbers.get(&source.stem).map(|(number, _)| number.clone()).unwrap_or_default();
        Self {
            writing,
            source,
            merged,
            events: events.into_iter(),
            depth: 0,
            number,
            sections: Vec::new(),
            level: 1,
            notes: HashMap::new(),
            referred: Vec::new(),
            passage: Passage::default(),
        }
    }

    /// Reads the whole chapter.
    pub fn chapter(mut self) -> Chapter {
        let anchor = self.writing.numbers.get(&self.source.stem).map(|(_, anchor)| anchor.clone()).unwrap_or_default();
        self.writing.placed.insert(anchor.clone());
        let (mut code, mut written) = (Vec::new(), Vec::new());
        for (event, range) in self.events.as_slice() {
            match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => code.push(range.clone()),
                Event::Start(Tag::FootnoteDefinition(label)) => written.push((label.to_string(), range.clone())),
                _ => {}
            }
        }
        self.find_notes();
        let title = self.title();
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.take() {
            self.block(event, range, &mut blocks);
        }
        self.end_passage();
        self.check_notes(&code, &written);
        let footnotes = self.referred.iter().filter_map(|label| self.notes.get(label)?.read.clone()).collect();
        Chapter {
            number: self.number,
            appendix: self.source.appendix,
            title_text: heading_text(&title),
            title,
            anchor,
            blocks,
            sections: self.sections,
            footnotes,
        }
    }

    /// The next event. One that is no running text ends the passage before it.
    pub fn take(&mut self) -> Option<(Event<'d>, Range<usize>)> {
        let next = self.events.next();
        if let Some((event, _)) = &next
            && !is_inline(event)
            && !ends_inline(event)
        {
            self.end_passage();
            self.passage.kind = match event {
                Event::Start(Tag::Heading { .. }) => Kind::Heading,
                Event::Start(Tag::TableCell) => Kind::Label,
                _ => Kind::Text,
            };
        }
        next
    }

    /// Puts the passage read so far with the others.
    pub(super) fn end_passage(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.text.trim().is_empty() {
            self.writing.prose.push(passage);
        }
    }

    /// Passes over everything up to an end.
    pub fn skip(&mut self, end: TagEnd) {
        let mut inside = 0usize;
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(tag) if tag.to_end() == end => inside += 1,
                Event::End(tag) if tag == end && inside == 0 => break,
                Event::End(tag) if tag == end => inside -= 1,
                _ => {}
            }
        }
    }

    /// One level deeper; too deep is a problem, once a chapter.
    pub fn enter(&mut self, range: &Range<usize>) -> bool {
        if self.depth >= DEEPEST {
            let span = self.span(range);
            self.problem(
                Diagnostic::error("för-djup-nästling", format!("texten är nästlad i mer än {DEEPEST} nivåer"))
                    .at(&span)
                    .hint("förenkla listan eller citatet"),
            );
            return false;
        }
        self.depth += 1;
        true
    }

    /// One level up.
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Adds a problem.
    pub fn problem(&mut self, problem: Diagnostic) {
        self.writing.problems.push(problem);
    }

    /// The place in the chapter of a range in the rendered text.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let start = self.merged.rendered.source_offset(range.start);
        let end = self.merged.rendered.source_offset(range.end.max(range.start));
        let length = self.source.file.text.len();
        self.source.file.span(start.min(length)..end.clamp(start.min(length), length))
    }

    /// The call that a character marks, and the place of its tag.
    pub fn call_at(&self, c: char, offset: usize) -> Option<(Call, Span)> {
        let call = self.merged.calls.get(marked(c)?)?.clone();
        let start = self.merged.rendered.source_offset(offset).min(self.source.file.text.len());
        let tag = tags(self.source.file.text.get(start..).unwrap_or("")).find(|tag| tag.kind == TagKind::Value);
        Some((call, self.source.file.span(start..start + tag.map_or(0, |tag| tag.range.end))))
    }

    /// Reads blocks up to an end.
    pub fn blocks(&mut self, end: TagEnd) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.take() {
            match event {
                Event::End(tag) if tag == end => break,
                // Tight list items hold their text without a paragraph.
                event if is_inline(&event) => self.inline(event, range, &mut loose),
                event => {
                    push_paragraph(&mut loose, &mut out);
                    self.block(event, range, &mut out);
                }
            }
        }
        push_paragraph(&mut loose, &mut out);
        out
    }

    fn block(&mut self, event: Event<'d>, range: Range<usize>, out: &mut Vec<Block>) {
        match event {
            Event::Start(Tag::Paragraph) => self.paragraph(&range, out),
            Event::Start(Tag::Heading { level, .. }) => self.heading(level, &range, out),
            Event::Start(Tag::CodeBlock(_)) => {
                let text = self.code(TagEnd::CodeBlock);
                out.push(Block::Code { text });
            }
            Event::Start(Tag::HtmlBlock) => {
                let content = self.inlines(TagEnd::HtmlBlock);
                push_paragraph(&mut { content }, out);
            }
            Event::Start(Tag::Table(alignments)) => {
                let table = super::text_table::read(self, &alignments);
                out.push(Block::Table(table));
            }
            Event::Start(Tag::FootnoteDefinition(_)) => self.skip(TagEnd::FootnoteDefinition),
            Event::Start(tag) => {
                let end = tag.to_end();
                if self.enter(&range) {
                    self.container(tag, out);
                    self.leave();
                } else {
                    self.skip(end);
                }
            }
            Event::Rule => out.push(Block::Rule),
            event if is_inline(&event) => {
                let mut loose = Vec::new();
                self.inline(event, range, &mut loose);
                push_paragraph(&mut loose, out);
            }
            _ => {}
        }
    }

    fn container(&mut self, tag: Tag<'d>, out: &mut Vec<Block>) {
        match tag {
            Tag::BlockQuote(kind) => {
                let blocks = self.blocks(TagEnd::BlockQuote(kind));
                out.push(Block::Quote { blocks });
            }
            Tag::List(start) => {
                let items = self.items(TagEnd::List(start.is_some()), TagEnd::Item);
                out.push(Block::List { ordered: start.is_some(), start: start.unwrap_or(1), items });
            }
            Tag::DefinitionList => out.push(Block::Definitions { items: self.definitions() }),
            other => out.extend(self.blocks(other.to_end())),
        }
    }

    fn items(&mut self, end: TagEnd, item: TagEnd) -> Vec<ListItem> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(Tag::Item) => items.push(ListItem { blocks: self.blocks(item) }),
                Event::End(tag) if tag == end => break,
                _ => {}
            }
        }
        items
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut items: Vec<Definition> = Vec::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    items.push(Definition { term: self.inlines(TagEnd::DefinitionListTitle), details: Vec::new() });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let blocks = self.blocks(TagEnd::DefinitionListDefinition);
                    if let Some(item) = items.last_mut() {
                        item.details.push(ListItem { blocks });
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        items
    }

    fn paragraph(&mut self, range: &Range<usize>, out: &mut Vec<Block>) {
        if let Some((call, span)) = self.lone_call() {
            let site = CallSite { call: &call, span };
            out.extend(resolve::blocks(self.writing, &site));
            self.skip(TagEnd::Paragraph);
        } else if self.is_lone_picture() {
            out.extend(self.picture(range));
        } else {
            let mut content = self.inlines(TagEnd::Paragraph);
            self.warn_of_heading(&content, range);
            push_paragraph(&mut content, out);
        }
    }

    /// `##Rubrik` without a space is a paragraph to Markdown, and a section lost to its author.
    fn warn_of_heading(&mut self, content: &[Inline], range: &Range<usize>) {
        let Some(Inline::Text { text }) = content.first() else { return };
        let rest = text.trim_start_matches('#');
        if text.len() - rest.len() >= 2 && rest.starts_with(char::is_alphanumeric) {
            let span = self.span(range);
            self.problem(
                Diagnostic::warning("rubrik-utan-mellanslag", "stycket börjar med ## men är ingen rubrik")
                    .at(&span)
                    .hint("skriv mellanslag efter ##"),
            );
        }
    }

    /// A paragraph that is one call of a block function.
    fn lone_call(&self) -> Option<(Call, Span)> {
        let [(Event::Text(text), range), (Event::End(TagEnd::Paragraph), _), ..] = self.events.as_slice() else {
            return None;
        };
        let mut chars = text.char_indices().filter(|(_, c)| !c.is_whitespace());
        let ((at, c), None) = (chars.next()?, chars.next()) else { return None };
        let found = self.call_at(c, range.start + at)?;
        is_block(found.0.name).then_some(found)
    }

    /// Whether a paragraph is one picture and nothing else.
    fn is_lone_picture(&self) -> bool {
        let events = self.events.as_slice();
        if !matches!(events.first(), Some((Event::Start(Tag::Image { .. }), _))) {
            return false;
        }
        let end = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Image)));
        let after = end.and_then(|end| events.get(end + 1));
        matches!(after, Some((Event::End(TagEnd::Paragraph), _)))
    }

    /// The picture of a paragraph that is one; reads to the paragraph's end.
    fn picture(&mut self, range: &Range<usize>) -> Option<Block> {
        let Some((Event::Start(Tag::Image { dest_url, .. }), _)) = self.take() else { return None };
        let alt = heading_text(&self.inlines(TagEnd::Image));
        self.skip(TagEnd::Paragraph);
        let span = self.span(range);
        super::pictures::picture(self.writing, &dest_url, alt, &span)
    }

    fn code(&mut self, end: TagEnd) -> String {
        let mut text = String::new();
        while let Some((event, range)) = self.take() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Text(part) => {
                    for line in part.split_inclusive('\n') {
                        text.push_str(&self.plain(line.trim_end_matches('\n'), range.clone()));
                        if line.ends_with('\n') {
                            text.push('\n');
                        }
                    }
                }
                _ => {}
            }
        }
        text.trim_end_matches('\n').to_owned()
    }
}

/// Whether an event belongs to running text.
pub fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
    )
}

/// Whether an event ends something inside running text.
fn ends_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
    )
}

fn push_paragraph(content: &mut Vec<Inline>, out: &mut Vec<Block>) {
    let content = std::mem::take(content);
    let blank = content.iter().all(|inline| matches!(inline, Inline::Text { text } if text.trim().is_empty()));
    if !blank {
        out.push(Block::Paragraph { content });
    }
}
