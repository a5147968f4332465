//! Blocks: Markdown's events → [`Block`].

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::{Block, Chapter, Definition, Inline, ListItem};
use crate::model::plan::ChapterSource;
use crate::narrative::calls::Merged;
use crate::narrative::events::{Events, is_inline};
use crate::narrative::functions::is_block;
use crate::narrative::headings::{self, Headings, heading_text};
use crate::narrative::inlines::Inlines;
use crate::narrative::{ledger, leftovers, pictures, resolve, text_table};
use crate::source::Span;
use crate::views::call_site::{Call, CallSite};
use crate::views::writing::Writing;

/// Reads a chapter.
pub fn chapter(writing: &mut Writing<'_>, source: &ChapterSource, merged: &Merged) -> Chapter {
    let (number, anchor) = writing.numbering.numbers.get(&source.stem).cloned().unwrap_or_default();
    writing.found.placed.insert(anchor.clone());
    let mut events = Events::new(writing, source, merged);
    ledger::check(&mut events);
    leftovers::check(&mut events);
    let mut inlines = Inlines::new(events);
    let title = headings::title(&mut inlines);
    let mut reader = Blocks { inlines, headings: Headings::of(number) };
    let mut blocks = Vec::new();
    while let Some((event, range)) = reader.inlines.events.take() {
        reader.block(event, range, &mut blocks);
    }
    let Blocks { inlines: Inlines { mut events, notes }, headings: Headings { number, sections, .. } } = reader;
    events.end_passage();
    notes.check(&mut events);
    Chapter {
        number,
        appendix: source.appendix,
        title_text: heading_text(&title),
        title,
        anchor,
        blocks,
        sections,
        footnotes: notes.read(),
    }
}

/// A chapter's blocks.
struct Blocks<'d, 'a> {
    inlines: Inlines<'d, 'a>,
    headings: Headings,
}

impl<'d> Blocks<'d, '_> {
    /// Reads blocks up to an end.
    fn blocks(&mut self, end: TagEnd) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.inlines.events.take() {
            match event {
                Event::End(tag) if tag == end => break,
                // Tight list items hold their text without a paragraph.
                event if is_inline(&event) => self.inlines.inline(event, range, &mut loose),
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
            Event::Start(Tag::Heading { level, .. }) => {
                out.extend(self.headings.read(&mut self.inlines, level, &range));
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let text = self.code(TagEnd::CodeBlock);
                out.push(Block::Code { text });
            }
            Event::Start(Tag::HtmlBlock) => {
                let content = self.inlines.inlines(TagEnd::HtmlBlock);
                push_paragraph(&mut { content }, out);
            }
            Event::Start(Tag::Table(alignments)) => {
                let table = text_table::read(&mut self.inlines, &alignments);
                out.push(Block::Table(table));
            }
            Event::Start(Tag::FootnoteDefinition(_)) => self.inlines.events.skip(TagEnd::FootnoteDefinition),
            Event::Start(tag) => {
                let end = tag.to_end();
                if self.inlines.events.enter(&range) {
                    self.container(tag, out);
                    self.inlines.events.leave();
                } else {
                    self.inlines.events.skip(end);
                }
            }
            Event::Rule => out.push(Block::Rule),
            event if is_inline(&event) => {
                let mut loose = Vec::new();
                self.inlines.inline(event, range, &mut loose);
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
        while let Some((event, _)) = self.inlines.events.take() {
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
        while let Some((event, _)) = self.inlines.events.take() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    items.push(Definition {
                        term: self.inlines.inlines(TagEnd::DefinitionListTitle),
                        details: Vec::new(),
                    });
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
            out.extend(resolve::blocks(self.inlines.events.writing, &site));
            self.inlines.events.skip(TagEnd::Paragraph);
        } else if self.is_lone_picture() {
            out.extend(self.picture(range));
        } else {
            let mut content = self.inlines.inlines(TagEnd::Paragraph);
            push_paragraph(&mut content, out);
        }
    }

    /// A paragraph that is one call of a block function.
    fn lone_call(&self) -> Option<(Call, Span)> {
        let [(Event::Text(text), range), (Event::End(TagEnd::Paragraph), _), ..] = self.inlines.events.rest() else {
            return None;
        };
        let mut chars = text.char_indices().filter(|(_, c)| !c.is_whitespace());
        let ((at, c), None) = (chars.next()?, chars.next()) else { return None };
        let found = self.inlines.events.call_at(c, range.start + at)?;
        is_block(found.0.name).then_some(found)
    }

    /// Whether a paragraph is one picture and nothing else.
    fn is_lone_picture(&self) -> bool {
        let events = self.inlines.events.rest();
        if !matches!(events.first(), Some((Event::Start(Tag::Image { .. }), _))) {
            return false;
        }
        let end = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Image)));
        let after = end.and_then(|end| events.get(end + 1));
        matches!(after, Some((Event::End(TagEnd::Paragraph), _)))
    }

    /// The picture of a paragraph that is one; reads to the paragraph's end.
    fn picture(&mut self, range: &Range<usize>) -> Option<Block> {
        let Some((Event::Start(Tag::Image { dest_url, title, .. }), whole)) = self.inlines.events.take() else {
            return None;
        };
        let alt = heading_text(&self.inlines.inlines(TagEnd::Image));
        self.inlines.events.end_passage();
        let written = self.inlines.events.merged.rendered.text.get(whole.clone()).unwrap_or("");
        let start = whole.start + written.rfind(&*title).unwrap_or(0);
        let caption = self.inlines.plain(&title, start..whole.end);
        self.inlines.events.end_passage();
        self.inlines.events.skip(TagEnd::Paragraph);
        let span = self.inlines.events.span(range);
        pictures::picture(self.inlines.events.writing, &dest_url, alt, caption.trim(), &span)
    }

    fn code(&mut self, end: TagEnd) -> String {
        let mut text = String::new();
        while let Some((event, range)) = self.inlines.events.take() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Text(part) => {
                    for line in part.split_inclusive('\n') {
                        text.push_str(&self.inlines.plain(line.trim_end_matches('\n'), range.clone()));
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

fn push_paragraph(content: &mut Vec<Inline>, out: &mut Vec<Block>) {
    let content = std::mem::take(content);
    let blank = content.iter().all(|inline| matches!(inline, Inline::Text { text } if text.trim().is_empty()));
    if !blank {
        out.push(Block::Paragraph { content });
    }
}
