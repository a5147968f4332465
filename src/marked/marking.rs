//! Two documents while the later one is marked: what is what in them, and the marks that are given out.

use std::collections::HashSet;

use crate::compare::correspondence::ThingRef;
use crate::compare::sides::{Sides, When};
use crate::diff::finding::{Change, Finding};
use crate::diff::{PlanDiff, Side};
use crate::document::mark::{Fate, Mark};
use crate::document::table::Row;
use crate::document::{Document, Inline};
use crate::marked::by_anchor::BlocksByAnchor;
use crate::marked::index::{EffectRef, FindingIndex};
use crate::marked::inlines::{self, Compared};
use crate::marked::names::Names;
use crate::marked::said::Said;
use crate::model::kind::ThingKind;
use crate::swedish;

/// Anchor of the list of changes.
pub const LIST: &str = "andringar";

/// Anchor of what followed and is told under no change.
pub const OTHERS: &str = "ovriga-foljder";

/// Two documents while the later one is marked, in order of reading.
pub struct Marking<'a> {
    /// What the names in the documents stand for.
    pub names: Names<'a>,
    /// What stands where in each document.
    pub shown: Sides<BlocksByAnchor<'a>>,
    /// The findings by what they are about.
    pub index: FindingIndex<'a>,
    /// The chapter that came or went as a whole, while it is drawn.
    pub whole: Option<usize>,
    /// The chapter that both plans have, while it is drawn.
    pub chapter: Option<ThingRef>,
    findings: &'a [Finding],
    /// By finding, whether it has a place.
    told: Vec<bool>,
    /// Effects that have a place.
    placed: HashSet<EffectRef>,
}

impl<'a> Marking<'a> {
    /// The documents of two plans that were compared.
    pub fn of(diff: &'a PlanDiff, sides: Sides<&Side<'_>>, documents: Sides<&'a Document>) -> Self {
        let names = Names::of(&diff.correspondence, sides);
        let shown = Sides::of(|when| BlocksByAnchor::of(documents[when], when, &names));
        Self {
            names,
            shown,
            index: FindingIndex::of(diff, sides),
            whole: None,
            chapter: None,
            findings: &diff.findings,
            told: vec![false; diff.findings.len()],
            placed: HashSet::new(),
        }
    }

    /// The mark of a written change. Its anchor and neighbours come when the whole document is marked.
    pub fn mark(&mut self, finding: usize) -> Mark {
        self.told[finding] = true;
        let Finding { change, kind, .. } = &self.findings[finding];
        let (noun, _, gender) = kind.words();
        Mark {
            fate: fate(*change),
            word: format!("{} {noun}", swedish::capitalised(change.word(gender))),
            anchor: String::new(),
            number: Some(finding + 1),
            entry: entry(finding),
            previous: None,
            next: None,
            effect: None,
            text: String::new(),
        }
    }

    /// The marks of several.
    pub fn marks(&mut self, findings: &[usize]) -> Vec<Mark> {
        findings.iter().map(|&finding| self.mark(finding)).collect()
    }

    /// The mark of what followed: under its cause, where that is known.
    pub fn follow(&mut self, cause: Option<EffectRef>, text: &str) -> Mark {
        let told = cause.is_some_and(|effect| self.placed.insert(effect));
        Mark {
            fate: Fate::Caused,
            word: "Följdändring".to_owned(),
            anchor: String::new(),
            number: cause.map(|(finding, _)| finding + 1),
            entry: cause.map_or_else(|| OTHERS.to_owned(), |(finding, _)| entry(finding)),
            previous: None,
            next: None,
            effect: cause.filter(|_| told).map(|(_, effect)| effect),
            text: swedish::shortened(text),
        }
    }

    /// The mark of a thing that came, went or was rewritten: its own change, else the chapter's.
    pub fn mark_or_follow(&mut self, finding: Option<usize>, text: &str) -> Mark {
        match finding.or(self.whole) {
            Some(finding) => self.mark(finding),
            None => self.follow(None, text),
        }
    }

    /// The changes of what has an anchor.
    pub fn changes_of(&self, when: When, anchor: &str, fate: Fate) -> Vec<usize> {
        let thing = self.names.thing(when, anchor);
        thing.map(|thing| self.index.thing(when, thing, fate)).unwrap_or_default()
    }

    /// The changes of a row: by its anchor, or by its cells.
    pub fn changes_of_row(&self, when: When, row: &Row, fate: Fate) -> Vec<usize> {
        if let Some(anchor) = &row.anchor {
            return self.changes_of(when, anchor, fate);
        }
        let own = row.cells.iter().find_map(|cell| self.names.row(when, cell.address.as_deref()?));
        own.map(|own| self.index.row(when, own, fate)).unwrap_or_default()
    }

    /// The coming or going of a chapter.
    pub fn change_of_chapter(&self, when: When, anchor: &str, fate: Fate) -> Option<usize> {
        let found = self.changes_of(when, anchor, fate);
        found.into_iter().find(|at| self.findings[*at].kind == ThingKind::Chapter)
    }

    /// The change of a paragraph, by what it says now.
    pub fn change_of_text(&self, said: &Said) -> Option<usize> {
        self.changes_of_text(Change::Changed, said).first().copied()
    }

    /// The change of a call in the chapter that draws something else than running text, the first that has no place yet.
    pub fn change_of_call(&self) -> Option<usize> {
        self.index.calls(self.chapter?).iter().copied().find(|at| !self.told[*at])
    }

    fn changes_of_text(&self, change: Change, said: &Said) -> Vec<usize> {
        let chapter = self.chapter.map(|chapter| self.index.paragraph(change, chapter, said, |at| self.told[at]));
        chapter.unwrap_or_default()
    }

    /// The marks of paragraphs that came or went: their own changes, else the chapter's.
    pub fn marks_of_lone_text(&mut self, said: &Said, fate: Fate, text: &str) -> Vec<Mark> {
        let change = if fate == Fate::Deleted { Change::Removed } else { Change::Added };
        let found = self.changes_of_text(change, said);
        if found.is_empty() { vec![self.mark_or_follow(None, text)] } else { self.marks(&found) }
    }

    /// The moving of a paragraph, by what it says.
    pub fn move_of_text(&self, said: &Said) -> Option<usize> {
        self.index.moved(self.chapter?, said)
    }

    /// What a sentence of a text followed from.
    pub fn cause_of_text(&self, said: &Said) -> Option<EffectRef> {
        self.index.sentence(self.chapter?, said, |effect| self.placed.contains(&effect))
    }

    /// Whether the later document shows a row of the earlier one, in whatever table.
    pub fn has_row(&self, anchor: &str) -> bool {
        let later = self.names.other_anchor(When::Before, anchor);
        later.is_some_and(|later| self.shown.after.rows.contains_key(later))
    }

    /// The marks of a text, and the text itself; what nobody edited is shown as a consequence.
    pub fn marked_text(
        &mut self,
        compared: Compared,
        texts: Sides<&str>,
        anchor: Option<&str>,
    ) -> (Vec<Mark>, Vec<Inline>) {
        if !compared.edited && !compared.caused {
            return (Vec::new(), compared.content);
        }
        let said = Said::text(texts.after);
        let mut marks = Vec::new();
        let mut content = compared.content;
        if compared.edited {
            let of_thing = anchor.map(|anchor| self.changes_of(When::After, anchor, Fate::Changed)).unwrap_or_default();
            marks = self.marks(&of_thing);
            if marks.is_empty() {
                let change = self.change_of_text(&said);
                marks.extend(change.map(|change| self.mark(change)));
            }
        }
        let cause = self.cause_of_text(&said);
        if marks.is_empty() && compared.edited && cause.is_none() {
            let change = self.index.wording(texts.before, texts.after);
            marks.extend(change.map(|change| self.mark(change)));
        }
        if marks.is_empty() || cause.is_some() {
            if marks.is_empty() {
                content = inlines::as_caused(content);
            }
            marks.push(self.follow(cause, texts.after));
        }
        (marks, content)
    }
}

/// The anchor of a finding in the list.
pub fn entry(finding: usize) -> String {
    format!("andring-{}", finding + 1)
}

fn fate(change: Change) -> Fate {
    match change {
        Change::Added => Fate::Inserted,
        Change::Removed => Fate::Deleted,
        Change::Moved => Fate::Moved,
        _ => Fate::Changed,
    }
}
