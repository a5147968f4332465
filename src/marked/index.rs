//! The findings by what they are about, so that whoever draws a thing, a cell or a paragraph looks its changes up.

use std::collections::HashMap;

use crate::compare::correspondence::{Correspondence, ThingRef};
use crate::compare::sides::{Sides, When};
use crate::diff::finding::{Change, Consequence, Finding, ParagraphRef};
use crate::diff::{PlanDiff, Side};
use crate::document::mark::Fate;
use crate::figures::CellId;
use crate::marked::said::{self, Said};
use crate::model::kind::ThingKind;

/// Positions of findings, in order.
type Findings = Vec<usize>;

/// An effect of a finding, by the positions of both.
pub type EffectRef = (usize, usize);

/// A chapter of the later plan, and what a text in it says.
type TextKey = (ThingRef, String);

/// The findings of a comparison, by what they are about.
pub struct FindingIndex<'a> {
    findings: &'a [Finding],
    same: &'a Correspondence,
    /// By thing of either plan, its changes.
    things: Sides<HashMap<ThingRef, Findings>>,
    /// By thing that came or went with another, the change of that.
    parts: Sides<HashMap<ThingRef, usize>>,
    /// By risk, the changes of its actions.
    actions: Sides<HashMap<ThingRef, Findings>>,
    /// By table of the later plan, the changes that are seen in all of it.
    tables: HashMap<ThingRef, Findings>,
    /// By thing of the later plan, the changes of texts that it shows and others say.
    also: HashMap<ThingRef, Findings>,
    /// By field, the changes of what the plan says of itself.
    facts: HashMap<&'a str, usize>,
    /// By cell of the later plan, the change of what is written in it.
    cells: HashMap<CellId, usize>,
    /// By cell of the later plan, the effect that tells what it became.
    causes: HashMap<CellId, EffectRef>,
    /// By what was done and what a whole paragraph of a chapter says.
    paragraphs: HashMap<(Change, TextKey), Findings>,
    /// By what was done and what a running text of the paragraph says.
    passages: HashMap<(Change, TextKey), Findings>,
    /// By chapter, the changes of calls that draw something else than running text.
    calls: HashMap<ThingRef, Findings>,
    /// By what a running text says, the effects of sentences in it.
    sentences: HashMap<TextKey, Vec<EffectRef>>,
    /// By the first word of what was said before, the changes of texts that may stand in many places.
    wordings: HashMap<String, Vec<Wording>>,
}

/// A change of a text that may stand in many places, such as the name of a unit.
struct Wording {
    finding: usize,
    words: Sides<Vec<String>>,
}

impl<'a> FindingIndex<'a> {
    /// The findings of a comparison of two plans.
    pub fn of(diff: &'a PlanDiff, sides: Sides<&Side<'_>>) -> Self {
        let mut index = Self {
            findings: &diff.findings,
            same: &diff.correspondence,
            things: Sides::default(),
            parts: Sides::default(),
            actions: Sides::default(),
            tables: HashMap::new(),
            also: HashMap::new(),
            facts: HashMap::new(),
            cells: HashMap::new(),
            causes: HashMap::new(),
            paragraphs: HashMap::new(),
            passages: HashMap::new(),
            calls: HashMap::new(),
            sentences: HashMap::new(),
            wordings: HashMap::new(),
        };
        let objects = diff.correspondence.inventories.after.objects.iter().enumerate();
        let chapters = objects.filter(|(_, object)| object.kind == ThingKind::Chapter);
        let chapters = chapters.map(|(at, object)| (object.span.file.path.as_str(), at)).collect();
        for (at, finding) in diff.findings.iter().enumerate() {
            index.thing_of(at, finding);
            index.effects_of(at, finding, sides.after, &chapters);
            match finding.kind {
                ThingKind::Paragraph => index.paragraph_of(at, finding, sides),
                ThingKind::Cell => {
                    if let Some(cell) = finding.about.cell.after {
                        index.cells.entry(cell).or_insert(at);
                    }
                }
                ThingKind::Plan => {
                    if let Some(aspect) = &finding.aspect {
                        index.facts.entry(aspect.word()).or_insert(at);
                    }
                }
                _ => {}
            }
            index.wording_of(at, finding);
        }
        index
    }

    fn thing_of(&mut self, at: usize, finding: &Finding) {
        let about = &finding.about;
        for when in When::BOTH {
            let Some(thing) = about.thing[when] else { continue };
            self.things[when].entry(thing).or_default().push(at);
            if let (ThingKind::Action, Some(risk)) = (finding.kind, self.same.thing(when, thing).parent) {
                self.actions[when].entry(risk).or_default().push(at);
            }
        }
        let side = if finding.change == Change::Removed { When::Before } else { When::After };
        for part in &about.parts {
            self.parts[side].entry(*part).or_insert(at);
        }
        for pair in &about.also {
            self.also.entry(pair.after).or_default().push(at);
        }
        if let Some(table) = self.whole_table(finding) {
            self.tables.entry(table).or_default().push(at);
        }
    }

    /// The table of the later plan that a change is seen in all of: its caption, columns and notes.
    fn whole_table(&self, finding: &Finding) -> Option<ThingRef> {
        let thing = finding.about.thing;
        let one_sided = matches!(finding.change, Change::Added | Change::Removed);
        match finding.kind {
            ThingKind::Table if !one_sided => thing.after,
            ThingKind::Column | ThingKind::Note | ThingKind::Remark | ThingKind::Restatement => match thing.after {
                Some(later) => self.same.thing(When::After, later).scope,
                None => self.same.partner(When::Before, self.same.thing(When::Before, thing.before?).scope?),
            },
            _ => None,
        }
    }

    fn effects_of(&mut self, at: usize, finding: &Finding, after: &Side<'_>, chapters: &HashMap<&str, ThingRef>) {
        for (n, effect) in finding.effects.iter().enumerate().filter(|(_, effect)| !effect.repeated) {
            if let (Consequence::Figure, Some(cell)) = (effect.consequence, effect.cell) {
                self.causes.entry(cell).or_insert((at, n));
            }
            let passage = effect.passage.and_then(|passage| after.prose.get(passage));
            if let Some((passage, start)) = passage.and_then(|passage| Some((passage, passage.start()?)))
                && let Some(chapter) = chapters.get(start.file.path.as_str())
            {
                self.sentences.entry((*chapter, said::key(&passage.text))).or_default().push((at, n));
            }
        }
    }

    fn paragraph_of(&mut self, at: usize, finding: &Finding, sides: Sides<&Side<'_>>) {
        let Some(chapter) = finding.about.thing.after else { return };
        let when = if finding.change == Change::Removed { When::Before } else { When::After };
        let is_call = |own: &ParagraphRef| matches!(own, ParagraphRef::Written(text) if text.starts_with("{{"));
        if finding.change == Change::Changed && finding.about.paragraphs[when].iter().any(is_call) {
            self.calls.entry(chapter).or_default().push(at);
        }
        let mut wholes: Vec<String> = Vec::new();
        if finding.change != Change::Moved {
            wholes.extend(finding.texts[when].as_deref().map(said::key));
        }
        for paragraph in &finding.about.paragraphs[when] {
            let texts: Vec<String> = match paragraph {
                ParagraphRef::Printed(passages) => {
                    let own = passages.iter().filter_map(|passage| sides[when].prose.get(*passage));
                    own.map(|passage| said::key(&passage.text)).collect()
                }
                ParagraphRef::Written(text) => vec![said::key(text)],
            };
            wholes.push(texts.concat());
            // What moves is known by its beginning.
            let known = if finding.change == Change::Moved { 1 } else { texts.len() };
            for text in texts.into_iter().take(known).filter(|text| !text.is_empty()) {
                push(self.passages.entry((finding.change, (chapter, text))).or_default(), at);
            }
        }
        for whole in wholes.into_iter().filter(|whole| !whole.is_empty()) {
            push(self.paragraphs.entry((finding.change, (chapter, whole))).or_default(), at);
        }
    }

    fn wording_of(&mut self, at: usize, finding: &Finding) {
        /// Fewest letters: a shorter word is in many texts.
        const LEAST: usize = 6;
        let elsewhere = matches!(finding.kind, ThingKind::Cell | ThingKind::Paragraph | ThingKind::Control);
        if elsewhere || finding.change == Change::Moved {
            return;
        }
        let Some(texts) = finding.texts.both() else { return };
        if texts.iter().any(|text| said::key(text).chars().count() < LEAST) {
            return;
        }
        let words = texts.map(|text| said::words(text));
        if let Some(first) = words.before.first().cloned() {
            self.wordings.entry(first).or_default().push(Wording { finding: at, words });
        }
    }

    /// The change of a cell's own content.
    pub fn cell(&self, cell: CellId) -> Option<usize> {
        self.cells.get(&cell).copied()
    }

    /// What a computed cell followed from.
    pub fn cause(&self, cell: CellId) -> Option<EffectRef> {
        self.causes.get(&cell).copied()
    }

    /// The change of what the plan says of itself.
    pub fn fact(&self, field: &str) -> Option<usize> {
        self.facts.get(field).copied()
    }

    /// Changes of a row, or of the record that fills it.
    pub fn row(&self, when: When, row: ThingRef, fate: Fate) -> Findings {
        let own = |finding: &Finding| match fate {
            Fate::Deleted => finding.change == Change::Removed,
            Fate::Inserted => finding.change == Change::Added,
            _ => true,
        };
        let found =
            self.about(when, row, |finding| matches!(finding.kind, ThingKind::Row | ThingKind::Record) && own(finding));
        if found.is_empty() { self.whole(when, row, fate) } else { found }
    }

    /// Changes of a thing, and of the actions of a risk.
    pub fn thing(&self, when: When, thing: ThingRef, fate: Fate) -> Findings {
        let kind = self.same.thing(when, thing).kind;
        let wanted = |finding: &Finding| match fate {
            Fate::Deleted => finding.change == Change::Removed,
            Fate::Inserted => finding.change == Change::Added,
            _ => finding.change != Change::Removed && finding.change != Change::Added,
        };
        let mut found = self.about(when, thing, |finding| finding.kind == kind && wanted(finding));
        if !matches!(fate, Fate::Deleted | Fate::Inserted) {
            found.extend(self.actions[when].get(&thing).into_iter().flatten());
            let other = self.same.partner(when, thing);
            found.extend(other.and_then(|other| self.actions[when.other()].get(&other)).into_iter().flatten());
            found.sort_unstable();
            found.dedup();
        }
        if found.is_empty() { self.whole(when, thing, fate) } else { found }
    }

    fn about(&self, when: When, thing: ThingRef, wanted: impl Fn(&Finding) -> bool) -> Findings {
        let found = self.things[when].get(&thing).into_iter().flatten().copied();
        found.filter(|at| wanted(&self.findings[*at])).collect()
    }

    /// The change that a thing came or went with.
    fn whole(&self, when: When, thing: ThingRef, fate: Fate) -> Findings {
        let there = match fate {
            Fate::Deleted => when == When::Before,
            Fate::Inserted => when == When::After,
            _ => false,
        };
        self.parts[when].get(&thing).copied().filter(|_| there).into_iter().collect()
    }

    /// Changes of a table of the later plan that are seen in all of it: its caption, columns and notes.
    pub fn table(&self, table: ThingRef) -> Findings {
        self.tables.get(&table).cloned().unwrap_or_default()
    }

    /// The change of a text that a thing of the later plan shows, and another says.
    pub fn shown_by(&self, thing: ThingRef) -> Option<usize> {
        self.also.get(&thing)?.first().copied()
    }

    /// The changes of a paragraph of a chapter, by what it says: of several that say the same, one that has no place yet.
    /// Where a piece of a document is several paragraphs, those of all of them.
    pub fn paragraph(
        &self,
        change: Change,
        chapter: ThingRef,
        said: &Said,
        has_place: impl Fn(usize) -> bool,
    ) -> Findings {
        let one = |index: &HashMap<(Change, TextKey), Findings>, text: &str| {
            let found = index.get(&(change, (chapter, text.to_owned())))?;
            found.iter().find(|at| !has_place(**at)).or(found.first()).copied()
        };
        if said.whole.is_empty() {
            return Findings::new();
        }
        if let Some(own) = one(&self.paragraphs, &said.whole) {
            return vec![own];
        }
        let mut found: Findings = said.parts.iter().filter_map(|part| one(&self.passages, part)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The moving of a paragraph to where it is in a chapter; it is known by its beginning.
    pub fn moved(&self, chapter: ThingRef, said: &Said) -> Option<usize> {
        let found = |index: &HashMap<(Change, TextKey), Findings>, text: &str| {
            index.get(&(Change::Moved, (chapter, text.to_owned()))).and_then(|found| found.first().copied())
        };
        let whole = found(&self.paragraphs, &said.whole);
        whole.or_else(|| said.parts.first().and_then(|part| found(&self.passages, part)))
    }

    /// The changes of calls in a chapter that draw something else than running text.
    pub fn calls(&self, chapter: ThingRef) -> &[usize] {
        self.calls.get(&chapter).map_or(&[], Vec::as_slice)
    }

    /// What a sentence of a text in a chapter followed from: the first that has no place yet.
    pub fn sentence(&self, chapter: ThingRef, said: &Said, has_place: impl Fn(EffectRef) -> bool) -> Option<EffectRef> {
        let texts = said.parts.iter().chain(std::iter::once(&said.whole));
        let found = texts.filter_map(|text| self.sentences.get(&(chapter, text.clone()))).flatten().copied();
        found.filter(|effect| !has_place(*effect)).min()
    }

    /// The change of a text that stands within others.
    pub fn wording(&self, before: &str, after: &str) -> Option<usize> {
        let (own, later) = (said::words(before), said::words(after));
        let within = |words: &[String], all: &[String]| all.windows(words.len()).any(|window| window == words);
        let starts = own.iter().enumerate().filter_map(|(at, word)| Some((at, self.wordings.get(word)?)));
        let found = starts.flat_map(|(at, wordings)| wordings.iter().map(move |wording| (at, wording)));
        let found = found.filter(|(at, wording)| own[*at..].starts_with(&wording.words.before));
        found.filter(|(_, wording)| within(&wording.words.after, &later)).map(|(_, wording)| wording.finding).min()
    }
}

/// Adds a finding, once.
fn push(findings: &mut Findings, at: usize) {
    if findings.last() != Some(&at) {
        findings.push(at);
    }
}
