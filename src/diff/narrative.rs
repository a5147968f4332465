//! The running text: which paragraphs were written, struck, rewritten or moved, and which print other figures than before
//! though nobody touched them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::compare::align::{By, Item, Match, matched};
use crate::compare::correspondence::{Node, ThingRef, Untried};
use crate::compare::sides::{Sides, When};
use crate::compare::words;
use crate::diagnostic::json::place;
use crate::diff::comparison::Comparison;
use crate::diff::files;
use crate::diff::finding::{Change, Finding, Order, PassageRef, UnattributedFinding};
use crate::diff::parts::{self, Part, asks};
use crate::model::kind::ThingKind;
use crate::narrative;
use crate::prose::Passage;
use crate::prose::sentences::sentences;
use crate::source::SourceFile;
use crate::swedish;

/// A sentence that prints something else, though it is written as it was.
pub struct FollowingSentence {
    /// The cells it prints.
    pub nodes: Vec<Node>,
    /// What else it asks for.
    pub asks: Vec<String>,
    /// The passage that it stands in.
    pub passage: PassageRef,
    /// What to tell when nothing explains it.
    pub finding: UnattributedFinding,
}

/// What the running text came to.
#[derive(Default)]
pub struct Narrative {
    /// What people changed.
    pub found: Vec<UnattributedFinding>,
    /// What only prints something else.
    pub following: Vec<FollowingSentence>,
    /// Chapters with too many paragraphs to be paired by what they say.
    pub untried: Vec<Untried>,
}

/// A chapter that both plans have.
struct Chapter<'a> {
    plans: &'a Comparison<'a>,
    files: Sides<&'a Arc<SourceFile>>,
    parts: Sides<&'a [Part<'a>]>,
    /// What its heading says to a reader, now.
    title: String,
    stem: &'a str,
    anchor: Option<&'a String>,
    /// The chapter's own thing.
    thing: Sides<ThingRef>,
}

/// Compares the chapters that both plans have.
pub fn compare(plans: &Comparison<'_>) -> Narrative {
    let drawn = plans.sides.map(parts::drawn);
    let names = parts::renamed(plans.same);
    let anchors: BTreeMap<String, String> = narrative::chapter_anchors(plans.sides.after.plan);
    let mut told = Narrative::default();
    let things = plans.same.inventories.after.objects.iter().enumerate();
    for (at, object) in things.filter(|(_, object)| object.kind == ThingKind::Chapter) {
        let Some(earlier) = plans.same.partner(When::After, at) else { continue };
        let files = Sides { before: &plans.thing(When::Before, earlier).span.file, after: &object.span.file };
        let parts = Sides::of(|when| parts::parts(files[when], when, plans, &drawn[when], &names));
        let chapter = Chapter {
            plans,
            files,
            parts: parts.as_ref().map(Vec::as_slice),
            title: title(&parts.after).unwrap_or_else(|| object.name.clone()),
            stem: &object.id,
            anchor: anchors.get(&object.id),
            thing: Sides { before: earlier, after: at },
        };
        chapter.compare(&mut told);
    }
    across_chapters(&mut told.found);
    told
}

impl Chapter<'_> {
    fn compare(&self, told: &mut Narrative) {
        let items = self.parts.map(|parts| parts.iter().map(item).collect::<Vec<_>>());
        let matched = matched(&items.before, &items.after);
        self.moves(&matched.same, &mut told.found);
        for pair in &matched.same {
            self.following(pair, &mut told.following);
        }
        told.found.extend(matched.same.iter().flat_map(|pair| self.exchanged(pair)));
        told.found.extend(matched.rewritten.iter().flat_map(|pair| self.rewriting(pair)));
        let mut partners = self.parts.map(|parts| vec![None; parts.len()]);
        for pair in matched.same.iter().chain(&matched.rewritten) {
            partners.before[pair.before] = Some(pair.after);
            partners.after[pair.after] = Some(pair.before);
        }
        self.alone(When::Before, &partners.before, &mut told.found);
        self.alone(When::After, &partners.after, &mut told.found);
        told.untried.extend(matched.untried.map(|counts| Untried {
            kind: ThingKind::Paragraph,
            within: Some(self.title.clone()),
            counts: (counts.before, counts.after),
        }));
    }

    /// What moves together is one move.
    fn moves(&self, same: &[Match], found: &mut Vec<UnattributedFinding>) {
        let mut run: Option<(usize, usize)> = None;
        for pair in same.iter().filter(|pair| pair.moved) {
            let follows = run.is_some_and(|(before, after)| (before + 1, after + 1) == (pair.before, pair.after));
            run = Some((pair.before, pair.after));
            if !follows {
                let mut moved = self.about(Change::Moved, both(pair));
                let behind = both(pair).map(|at| at.unwrap_or(0));
                moved.finding.texts = Sides::of(|when| Some(self.behind(when, behind[when])));
                found.push(moved);
            }
        }
    }

    /// Files that a paragraph shows and that are others now.
    fn exchanged(&self, pair: &Match) -> Vec<UnattributedFinding> {
        let own = Sides { before: &self.parts.before[pair.before], after: &self.parts.after[pair.after] };
        let shown = Sides::of(|when| files::shown(&own[when].paragraph.text, self.plans.sides[when].plan));
        let told = files::exchanged(shown.as_ref().map(Vec::as_slice)).into_iter().map(|texts| {
            let mut exchanged = self.about(Change::Changed, both(pair));
            exchanged.finding.words = words::compare(&texts.before, &texts.after);
            exchanged.finding.texts = texts.map(Some);
            exchanged
        });
        told.collect()
    }

    fn rewriting(&self, pair: &Match) -> Vec<UnattributedFinding> {
        let own = Sides { before: &self.parts.before[pair.before], after: &self.parts.after[pair.after] };
        let mut told = self.exchanged(pair);
        let mut texts = own.map(Part::shown);
        let said = own.map(|part| part.paragraph.content().to_owned());
        // Nothing but the file of a picture is another.
        if !told.is_empty() && texts.before == texts.after && said.before == said.after {
            return told;
        }
        let mut rewritten = self.about(Change::Changed, both(pair));
        // Marks and tags that print the same are told as they are written.
        if texts.before == texts.after {
            texts = own.map(|part| part.paragraph.text.clone());
        }
        rewritten.finding.words = words::compare(&texts.before, &texts.after);
        rewritten.finding.texts = texts.map(Some);
        told.insert(0, rewritten);
        told
    }

    /// Paragraphs of one side only; those under a heading that came or went belong to it.
    fn alone(&self, when: When, partners: &[Option<usize>], found: &mut Vec<UnattributedFinding>) {
        let change = if when == When::After { Change::Added } else { Change::Removed };
        let mut last: Option<(usize, bool)> = None;
        for (at, part) in self.parts[when].iter().enumerate().filter(|(at, _)| partners[*at].is_none()) {
            let belongs = last.is_some_and(|(before, headed)| headed && before + 1 == at) && !part.paragraph.heading;
            last = Some((at, belongs || part.paragraph.heading));
            if belongs && let Some(head) = found.last_mut() {
                if let Some(whole) = &mut head.finding.texts[when] {
                    whole.push_str("\n\n");
                    whole.push_str(&part.shown());
                }
                head.finding.about.paragraphs[when].push(part.known());
                continue;
            }
            let mut own = self.about(change, Sides::only(when, at));
            own.finding.texts[when] = Some(part.shown());
            if when == When::Before {
                // What is gone stands behind what is left before it, in the section that this is in now.
                let left = partners[..at].iter().rev().find_map(|other| *other);
                own.order.within = left.map_or(0, |left| left + 1);
                own.order.behind = 1 + at;
                let within = left.map_or_else(|| self.title.clone(), |left| self.within(When::After, left + 1));
                own.finding.within = Some(within);
            }
            found.push(own);
        }
    }

    /// Sentences of a paragraph that is written as it was and prints something else.
    fn following(&self, pair: &Match, found: &mut Vec<FollowingSentence>) {
        let own = Sides { before: &self.parts.before[pair.before], after: &self.parts.after[pair.after] };
        if own.before.printed.len() != own.after.printed.len() {
            return;
        }
        for (before, after) in own.before.printed.iter().zip(&own.after.printed) {
            let passages = Sides { before: before.1, after: after.1 };
            for sentence in rewritten_sentences(passages) {
                let texts = Sides::of(|when| &passages[when].text[sentence[when].clone()]);
                if self.plans.same.say_alike(texts) {
                    continue;
                }
                let texts = texts.map(str::to_owned);
                let mut finding = self.about(Change::Changed, both(pair));
                finding.finding.words = words::compare(&texts.before, &texts.after);
                finding.finding.texts = texts.map(Some);
                for when in When::BOTH {
                    let (passage, range) = (passages[when], &sentence[when]);
                    let computed = passage.computed.iter().find(|own| own.start >= range.start);
                    if let Some(span) = computed.and_then(|own| passage.span(own)) {
                        finding.finding.places[when] = Some(place(&span));
                    }
                }
                let printed = |when: When| {
                    let cells = passages[when].cells.iter();
                    let range = sentence[when].clone();
                    let own = cells.filter(move |(_, at)| at.start < range.end && range.start < at.end);
                    own.map(move |(cell, _)| self.plans.same.node(when, *cell))
                };
                let asked = own.iter().flat_map(|part| asks(&part.paragraph.text)).collect();
                found.push(FollowingSentence {
                    nodes: printed(When::Before).chain(printed(When::After)).collect(),
                    asks: asked,
                    passage: after.0,
                    finding,
                });
            }
        }
    }

    fn behind(&self, when: When, at: usize) -> String {
        let before = at.checked_sub(1).map(|before| &self.parts[when][before]);
        before.map_or_else(|| "först".to_owned(), |part| format!("efter ”{}”", swedish::shortened(&part.shown())))
    }

    /// The chapter and section that a paragraph stands in.
    fn within(&self, when: When, at: usize) -> String {
        let before = self.parts[when][..at].iter().rev();
        let section = before.filter(|part| part.paragraph.heading).map(Part::shown).next();
        let first = title(self.parts[when]);
        let section = section.filter(|section| Some(section) != first.as_ref());
        [Some(self.title.clone()), section].into_iter().flatten().collect::<Vec<_>>().join(" › ")
    }

    fn about(&self, change: Change, at: Sides<Option<usize>>) -> UnattributedFinding {
        let parts = Sides::of(|when| at[when].map(|at| &self.parts[when][at]));
        let (when, own) = at.after.map_or((When::Before, at.before.unwrap_or(0)), |at| (When::After, at));
        let mut finding = Finding {
            name: swedish::shortened(&self.parts[when][own].shown()),
            within: Some(self.within(when, own)),
            address: self.stem.to_owned(),
            anchor: self.anchor.cloned(),
            places: Sides::of(|when| parts[when].map(|part| place(&part.span(self.files[when])))),
            ..Finding::of(change, ThingKind::Paragraph)
        };
        finding.about.thing = self.thing.map(Some);
        finding.about.paragraphs = parts.map(|part| part.map(Part::known).into_iter().collect());
        let order = Order { within: own + 1, ..Order::of(ThingKind::Paragraph, self.thing.after) };
        UnattributedFinding {
            files: Sides::of(|when| parts[when].map(|part| self.plans.file(when, &part.span(self.files[when])))),
            ..UnattributedFinding::of(finding, order)
        }
    }
}

/// What the first heading of a chapter says to a reader.
fn title(parts: &[Part<'_>]) -> Option<String> {
    parts.iter().find(|part| part.paragraph.heading).map(Part::shown)
}

fn both(pair: &Match) -> Sides<Option<usize>> {
    Sides { before: Some(pair.before), after: Some(pair.after) }
}

/// A paragraph as it is paired: by what both sides know it by, else letter by letter, which may ask for a cell that is
/// gone, and else by what it says.
fn item(part: &Part<'_>) -> Item {
    let text = part.paragraph.text.clone();
    Item { other_key: Some(text.clone()), ..Item::new("stycke", part.key.clone(), By::Text(text)) }
}

/// The sentences of a passage that print something else than before. A figure that ends or begins a sentence otherwise
/// makes the whole passage the sentence.
fn rewritten_sentences(passages: Sides<&Passage>) -> Vec<Sides<Range<usize>>> {
    let texts = passages.map(|passage| passage.text.as_str());
    if texts.before == texts.after {
        return Vec::new();
    }
    let found = texts.map(sentences);
    if found.before.len() != found.after.len() {
        return vec![texts.map(|text| 0..text.len())];
    }
    let pairs = found.before.into_iter().zip(found.after).map(|(before, after)| Sides { before, after });
    pairs.filter(|own| texts.before[own.before.clone()] != texts.after[own.after.clone()]).collect()
}

/// A paragraph that went from one chapter and came in another was moved.
fn across_chapters(found: &mut Vec<UnattributedFinding>) {
    let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, own) in found.iter().enumerate().filter(|(_, own)| own.finding.change == Change::Removed) {
        gone.entry(own.finding.texts.before.clone().unwrap_or_default()).or_default().push(at);
    }
    let mut drop = Vec::new();
    for at in 0..found.len() {
        let finding = &found[at].finding;
        let text = finding.texts.after.clone().unwrap_or_default();
        if finding.change != Change::Added || text.is_empty() {
            continue;
        }
        let Some(from) = gone.get_mut(&text).and_then(Vec::pop) else { continue };
        drop.push(from);
        let from = found[from].clone();
        let came = &mut found[at];
        came.finding.change = Change::Moved;
        came.finding.texts = Sides { before: from.finding.within, after: came.finding.within.clone() };
        came.finding.places.before = from.finding.places.before;
        came.finding.about.paragraphs.before = from.finding.about.paragraphs.before;
        came.files.before = from.files.before;
    }
    drop.sort_unstable();
    for at in drop.into_iter().rev() {
        found.remove(at);
    }
}
