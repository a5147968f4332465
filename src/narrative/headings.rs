//! Headings: the chapter's own, numbered sections, and the anchors of goals.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inline, Section};
use crate::model::kind::ThingKind;
use crate::narrative::calls::marked;
use crate::narrative::heading_text;
use crate::narrative::markdown::Reader;

impl Reader<'_, '_> {
    /// The chapter's heading: the only one of level 1, and first.
    pub(super) fn title(&mut self) -> Vec<Inline> {
        let first = self.events.as_slice().first().cloned();
        if let Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), _)) = first {
            let _ = self.take();
            let before = self.writing.problems.len();
            let title = self.inlines(TagEnd::Heading(HeadingLevel::H1));
            // A heading that is empty because its reference is unknown has its message already.
            if !heading_text(&title).is_empty() || self.writing.problems.len() > before || self.writing.plan.incomplete
            {
                return title;
            }
        }
        let span = first.map_or_else(|| self.source.file.start(), |(_, range)| self.span(&range));
        self.problem(
            Diagnostic::error("kapitelrubrik-saknas", "kapitlet börjar inte med en rubrik på nivå 1")
                .at(&span)
                .hint("skriv kapitlets rubrik på första raden: # Rubrik"),
        );
        Vec::new()
    }

    /// A heading below the chapter's own.
    pub(super) fn heading(&mut self, level: HeadingLevel, range: &Range<usize>, out: &mut Vec<Block>) {
        // The goal that a heading names gives it its anchor.
        let goal = self.goal_in_heading();
        let before = self.writing.problems.len();
        let content = self.inlines(TagEnd::Heading(level));
        let text = heading_text(&content);
        let (span, level) = (self.span(range), level as u8);
        if text.is_empty() {
            // A heading that is empty because its reference is unknown has its message already.
            if self.writing.problems.len() == before && !self.writing.plan.incomplete {
                self.problem(
                    Diagnostic::error("tom-rubrik", "rubriken saknar text")
                        .at(&span)
                        .hint("skriv en rubrik eller ta bort #-tecknen"),
                );
            }
            self.level = level.max(1);
            return;
        }
        if level > 5 {
            self.problem(
                Diagnostic::error(
                    "för-djup-rubrik",
                    format!("rubriken är på nivå {level}, och högst fem nivåer går att visa"),
                )
                .at(&span)
                .hint("skriv #####, eller gör stycket till en lista"),
            );
        } else if level == 1 {
            self.problem(
                Diagnostic::error("flera-kapitelrubriker", "kapitlet har redan en rubrik på nivå 1")
                    .at(&span)
                    .hint("skriv ## för ett avsnitt, eller lägg texten i en egen fil"),
            );
        } else if level > self.level + 1 {
            self.problem(
                Diagnostic::error(
                    "rubriknivå-hoppas-över",
                    format!("rubriken är på nivå {level} men närmast före är på nivå {}", self.level),
                )
                .at(&span)
                .hint(format!(
                    "skriv {} i stället för {}",
                    "#".repeat(usize::from(self.level) + 1),
                    "#".repeat(usize::from(level))
                )),
            );
        }
        self.level = level;
        let own = goal.as_ref().and_then(|id| self.writing.objects.get(&(ThingKind::Goal, id.clone())));
        let anchor = match own {
            Some(anchor) if !self.writing.placed.contains(anchor) => anchor.clone(),
            _ => self.writing.anchors.give(&text),
        };
        self.writing.placed.insert(anchor.clone());
        let number = (level == 2).then(|| format!("{}.{}", self.number, self.sections.len() + 1));
        if level == 2 {
            self.sections.push(Section { number: number.clone(), text, anchor: anchor.clone() });
        }
        out.push(Block::Heading { level, number, anchor, content, goal });
    }

    /// The id of the goal that a heading names.
    fn goal_in_heading(&self) -> Option<String> {
        let (Event::Text(text), range) = self.events.as_slice().first()? else { return None };
        let (at, c) = text.char_indices().find(|(_, c)| marked(*c).is_some())?;
        let (call, _) = self.call_at(c, range.start + at)?;
        let id: String = call.argument("id").filter(|_| call.name == "rubrik")?.nfc().collect();
        Some(id).filter(|id| self.writing.objects.contains_key(&(ThingKind::Goal, id.clone())))
    }
}
