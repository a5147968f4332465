//! A chapter's Markdown as events, each with its place, and the passage of prose that is being read.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::model::plan::ChapterSource;
use crate::narrative::calls::{Merged, marked};
use crate::prose::{Kind, Passage};
use crate::source::Span;
use crate::source::tags::{TagKind, tags};
use crate::views::call_site::Call;
use crate::views::writing::Writing;

/// Deepest nesting of lists, quotations and emphasis that anybody can read; the templates' limit is twenty
/// components, of which a level may cost two.
const DEEPEST: usize = 7;

/// An event and its bytes in the rendered text.
pub type Placed<'d> = (Event<'d>, Range<usize>);

/// A line as `[namn]: https://…`, which says where links of that name lead.
pub struct Definition {
    /// Its name.
    pub label: String,
    /// Where it stands in the rendered text.
    pub range: Range<usize>,
}

/// The events of one chapter, from the first to the last.
pub struct Events<'d, 'a> {
    /// Shared by all chapters.
    pub writing: &'d mut Writing<'a>,
    /// The chapter as its author wrote it.
    pub source: &'d ChapterSource,
    /// The chapter as Tera rendered it.
    pub merged: &'d Merged,
    /// The text being read, for the checks of prose.
    pub passage: Passage,
    /// The lines that say where links lead, in order.
    pub definitions: Vec<Definition>,
    rest: std::vec::IntoIter<Placed<'d>>,
    depth: usize,
}

impl<'d, 'a> Events<'d, 'a> {
    /// The events of a chapter.
    pub fn new(writing: &'d mut Writing<'a>, source: &'d ChapterSource, merged: &'d Merged) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_DEFINITION_LIST;
        let parsed = Parser::new_ext(&merged.rendered.text, options).into_offset_iter();
        let known = parsed.reference_definitions().iter();
        let mut definitions: Vec<_> =
            known.map(|(label, known)| Definition { label: label.to_owned(), range: known.span.clone() }).collect();
        definitions.sort_by_key(|known| known.range.start);
        let rest = parsed.collect::<Vec<_>>().into_iter();
        Self { writing, source, merged, passage: Passage::default(), definitions, rest, depth: 0 }
    }

    /// What is left to read.
    pub fn rest(&self) -> &[Placed<'d>] {
        self.rest.as_slice()
    }

    /// Reads other events from now on; gives those that were left.
    pub fn replace(&mut self, events: std::vec::IntoIter<Placed<'d>>) -> std::vec::IntoIter<Placed<'d>> {
        std::mem::replace(&mut self.rest, events)
    }

    /// The next event. One that is no running text ends the passage before it.
    pub fn take(&mut self) -> Option<Placed<'d>> {
        let next = self.rest.next();
        if let Some((event, _)) = &next
            && !is_inline(event)
            && !ends_inline(event)
        {
            self.end_passage();
            self.passage.kind = match event {
                Event::Start(Tag::Heading { .. }) => Kind::Heading,
                Event::Start(Tag::TableCell) => Kind::Label,
                Event::Start(Tag::CodeBlock(_)) => Kind::Lines,
                _ => Kind::Text,
            };
        }
        next
    }

    /// Puts the passage read so far with the others.
    pub fn end_passage(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.text.trim().is_empty() {
            self.writing.found.prose.push(passage);
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
