//! Running text: Markdown's inline events and markers → [`Inline`].

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::document::{Footnote, Inline, plain_text};
use crate::narrative::calls::marked;
use crate::narrative::events::{Events, Placed, is_inline};
use crate::narrative::footnotes::{Notes, Referred};
use crate::narrative::functions::is_block;
use crate::narrative::resolve;
use crate::source::characters;
use crate::views::call_site::CallSite;

/// What starts an address that a published plan may link to.
const SCHEMES: &[&str] = &["https://", "http://", "mailto:", "tel:"];

/// A chapter's running text.
pub struct Inlines<'d, 'a> {
    /// What is read.
    pub events: Events<'d, 'a>,
    /// The notes that it may refer to.
    pub notes: Notes<'d>,
}

impl<'d, 'a> Inlines<'d, 'a> {
    /// Prepares to read a chapter's text.
    pub fn new(mut events: Events<'d, 'a>) -> Self {
        let notes = Notes::find(&mut events);
        Self { events, notes }
    }

    /// Reads inline events up to the end of what encloses them, which is taken too.
    pub fn inlines(&mut self, end: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.take() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::End(_) => {}
                event => self.inline(event, range, &mut out),
            }
        }
        join_text(out)
    }

    /// Reads one inline event, with what it encloses.
    pub fn inline(&mut self, event: Event<'_>, range: Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text, range, out),
            Event::Code(text) => {
                // The range includes the backticks, and the text does not.
                let raw = self.events.merged.rendered.text.get(range.clone()).unwrap_or("");
                let start = range.start + raw.find(&*text).unwrap_or(0);
                let text = self.plain(&text, start..range.end);
                out.push(Inline::Code { text });
            }
            Event::SoftBreak => {
                self.events.passage.push_space();
                out.push(Inline::text(" "));
            }
            Event::HardBreak => {
                self.events.passage.push_space();
                out.push(Inline::Break);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, out),
            Event::TaskListMarker(_) | Event::Rule | Event::End(_) => {}
            Event::Start(tag) => self.nested(tag, range, out),
        }
    }

    fn nested(&mut self, tag: Tag<'_>, range: Range<usize>, out: &mut Vec<Inline>) {
        if !self.events.enter(&range) {
            self.events.skip(tag.to_end());
            return;
        }
        match tag {
            Tag::Emphasis => out.push(Inline::Emphasis { content: self.inlines(TagEnd::Emphasis) }),
            Tag::Strong => out.push(Inline::Strong { content: self.inlines(TagEnd::Strong) }),
            Tag::Strikethrough => out.push(Inline::Strike { content: self.inlines(TagEnd::Strikethrough) }),
            Tag::Link { dest_url, link_type, .. } => {
                let content = self.inlines(TagEnd::Link);
                // <namn@example.org> has the address alone.
                let target = if link_type == LinkType::Email { format!("mailto:{dest_url}").into() } else { dest_url };
                self.link(&target, range, content, out);
            }
            Tag::Image { .. } => {
                let span = self.events.span(&range);
                self.events.skip(TagEnd::Image);
                self.events.problem(
                    Diagnostic::error("bild-i-text", "bilden står mitt i en text")
                        .at(&span)
                        .hint("låt bilden stå ensam i ett stycke, med en tom rad före och efter"),
                );
            }
            other => {
                let end = other.to_end();
                out.extend(self.inlines(end));
            }
        }
        self.events.leave();
    }

    fn link(&mut self, target: &CowStr<'_>, range: Range<usize>, content: Vec<Inline>, out: &mut Vec<Inline>) {
        let span = self.events.span(&range);
        if content.is_empty() {
            self.events.problem(
                Diagnostic::error("ogiltig-länk", "länken saknar text").at(&span).hint("skriv [text](adress)"),
            );
            return;
        }
        if let Some(anchor) = target.strip_prefix('#') {
            self.events.writing.found.links.push((anchor.to_owned(), span));
            out.push(Inline::Link { target: anchor.to_owned(), internal: true, content });
        } else if SCHEMES.iter().any(|scheme| begins_with(target, scheme))
            && characters::first_forbidden(target).is_none()
        {
            out.push(Inline::Link { target: target.to_string(), internal: false, content });
        } else {
            self.events.problem(
                Diagnostic::error("ogiltig-länk", format!("länken till \"{}\" går inte att publicera", printable(target)))
                    .at(&span)
                    .maybe_hint(whole_address(target).map(|address| format!("skriv {address}")))
                    .hint("länka till en adress som börjar med https://, mailto: eller tel:, till #ankare, eller använd {{ se(…) }}"),
            );
            out.extend(content);
        }
    }

    /// Text with markers: markers are replaced by what their calls mean.
    fn text(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        let mut plain = String::new();
        let mut written = 0;
        for (at, c) in text.char_indices() {
            // A character written as &#xF0000; is no marker of ours.
            let genuine = marked(c).is_some()
                && self.events.merged.rendered.text.get(range.clone()).is_some_and(|written| written.contains(c));
            if genuine {
                if !plain.is_empty() {
                    out.push(Inline::text(std::mem::take(&mut plain)));
                }
                let offset = range.start + at;
                self.written(&text[written..at], range.start + written);
                written = at + c.len_utf8();
                if let Some((call, span)) = self.events.call_at(c, offset) {
                    if is_block(call.name) {
                        self.events.problem(
                            Diagnostic::error("block-i-text", format!("{}(…) står mitt i en text", call.name))
                                .at(&span)
                                .hint("låt uttrycket stå ensamt i ett stycke, med en tom rad före och efter"),
                        );
                    } else {
                        let site = CallSite { call: &call, span };
                        let content = resolve::inline(self.events.writing, &site);
                        let cells = resolve::cells(self.events.writing.figures, &call);
                        self.events.passage.push_computed(&plain_text(&content), &site.span, cells);
                        out.extend(content);
                    }
                }
            } else if characters::is_allowed(c) {
                plain.push(if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
            } else {
                let span = self.events.span(&range);
                self.events.problem(
                    Diagnostic::error(
                        "otillåtet-tecken",
                        format!("texten innehåller det otillåtna tecknet {}", characters::name(c)),
                    )
                    .at(&span)
                    .hint("ta bort tecknet; styrtecken och privata tecken är inte text"),
                );
            }
        }
        self.written(&text[written..], range.start + written);
        if !plain.is_empty() {
            out.push(Inline::text(plain));
        }
    }

    /// Adds what the author wrote at an offset of the rendered text to the passage, divided where a value such as
    /// the year was filled in: behind it the text stands further on in the source.
    fn written(&mut self, text: &str, offset: usize) {
        let rendered = &self.events.merged.rendered;
        let whole = offset..offset + text.len();
        let verbatim = rendered.text.get(whole.clone()) == Some(text);
        let parts = if verbatim { rendered.parts(&whole) } else { vec![whole] };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let own = &text[part.start - offset..part.end - offset];
            self.events.passage.push_written(own, &self.events.source.file, rendered.source_offset(part.start));
        }
    }

    /// A reference to a footnote, which is read when it is first referred to.
    fn footnote_reference(&mut self, label: &str, out: &mut Vec<Inline>) {
        let (mut note, first) = match self.notes.refer(label, &mut self.events) {
            None => return,
            Some(Referred::Known(note)) => (note, false),
            Some(Referred::First(note, events)) => (Footnote { content: self.note(events), ..note }, true),
        };
        let id = self.events.writing.numbering.anchors.give(&format!("fotnot-{}-ref", note.number));
        if first {
            note.back.clone_from(&id);
            self.notes.remember(label, &note);
        }
        out.push(Inline::FootnoteRef { id, first, note });
    }

    /// A note's paragraphs; nothing else can stand at a page's foot.
    fn note(&mut self, events: Vec<Placed<'d>>) -> Vec<Inline> {
        let saved = self.events.replace(events.into_iter());
        // The sentence that refers to the note goes on behind the reference.
        let around = std::mem::take(&mut self.events.passage);
        let mut content = Vec::new();
        while let Some((event, range)) = self.events.take() {
            match event {
                Event::Start(Tag::Paragraph) => {
                    if !content.is_empty() {
                        content.push(Inline::Break);
                    }
                    content.extend(self.inlines(TagEnd::Paragraph));
                }
                event if is_inline(&event) => self.inline(event, range, &mut content),
                Event::Start(tag) => {
                    let span = self.events.span(&range);
                    self.events.skip(tag.to_end());
                    self.events.problem(
                        Diagnostic::error("block-i-text", "fotnoten innehåller något annat än stycken")
                            .at(&span)
                            .hint("skriv om listan eller tabellen till löpande text, eller flytta den till kapitlet"),
                    );
                }
                _ => {}
            }
        }
        self.events.end_passage();
        self.events.passage = around;
        self.events.replace(saved);
        content
    }

    /// Text where only letters can stand: markers become their plain text.
    pub fn plain(&mut self, text: &str, range: Range<usize>) -> String {
        let mut content = Vec::new();
        self.text(text, range, &mut content);
        plain_text(&content)
    }
}

/// Neighbouring texts as one, white space at both ends removed: what a line break left is no content.
fn join_text(content: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text { text: before }), Inline::Text { text }) => before.push_str(&text),
            (_, inline) => joined.push(inline),
        }
    }
    joined
}

/// Whether an address is of a scheme, which may be written in capitals.
fn begins_with(target: &str, scheme: &str) -> bool {
    target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && target.len() > scheme.len()
}

/// What an address lacks that is none without it.
fn whole_address(target: &str) -> Option<String> {
    let is_plain = !target.contains(|c: char| c.is_whitespace() || !characters::is_allowed(c) || c == ':');
    let is_number = target.starts_with(['+', '0']) && target.chars().all(|c| c.is_ascii_digit() || "+-".contains(c));
    if !is_plain {
        None
    } else if is_number {
        Some(format!("tel:{target}"))
    } else if target.contains('@') {
        Some(format!("mailto:{target}"))
    } else {
        target.starts_with("www.").then(|| format!("https://{target}"))
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| characters::is_allowed(*c)).take(80).collect()
}
