//! The running text: which paragraphs were written, struck, rewritten or moved, and which print other figures than before
//! though nobody touched them.

use std::collections::HashMap;

use crate::compare::inventory::{Inventory, relative};
use crate::compare::kind::Kind;
use crate::compare::matching::Pairs;
use crate::compare::order;
use crate::compare::similarity;
use crate::compare::words;
use crate::diagnostic::json::place;
use crate::diff::Side;
use crate::diff::finding::{Change, Draft, Finding, Node};
use crate::diff::parts::{Part, asks, drawn, parts, renamed};
use crate::document::anchor::slug;
use crate::prose::Passage;
use crate::prose::sentences::sentences;
use crate::source::{SourceFile, Span};
use crate::swedish;
use std::sync::Arc;

/// Least likeness, in per cent, of a paragraph that was rewritten where it stands.
const REWRITTEN: usize = 40;

/// Least likeness of one that was rewritten and stands elsewhere in its chapter.
const ELSEWHERE: usize = 60;

/// A sentence that prints something else, though it is written as it was.
pub struct Echo {
    /// The cells it prints.
    pub nodes: Vec<Node>,
    /// What else it asks for.
    pub asks: Vec<String>,
    /// What to tell when nothing explains it.
    pub draft: Draft,
}

/// A chapter that both plans have.
struct Chapter<'a> {
    sides: [&'a Side<'a>; 2],
    files: [&'a Arc<SourceFile>; 2],
    parts: [&'a [Part<'a>]; 2],
    title: &'a str,
    stem: &'a str,
    /// Index of the later chapter among the things.
    at: usize,
}

/// Compares the chapters that both plans have. Returns what people changed, and what only prints otherwise.
pub fn compare(a: &Inventory, b: &Inventory, pairs: &Pairs, sides: [&Side<'_>; 2]) -> (Vec<Draft>, Vec<Echo>) {
    let drawn = sides.map(drawn);
    let names = renamed(a, b, pairs);
    let (mut found, mut echoes) = (Vec::new(), Vec::new());
    for (at, object) in b.objects.iter().enumerate().filter(|(_, object)| object.kind == Kind::Chapter) {
        let Some(earlier) = pairs.earlier[at] else { continue };
        let files = [&a.objects[earlier].span.file, &object.span.file];
        let parts = [0, 1].map(|side| parts(files[side], side, sides[side], &drawn[side], pairs, &names));
        let chapter =
            Chapter { sides, files, parts: [&parts[0], &parts[1]], title: &object.name, stem: &object.id, at };
        chapter.compare(pairs, &mut found, &mut echoes);
    }
    across_chapters(&mut found);
    (found, echoes)
}

impl Chapter<'_> {
    fn compare(&self, pairs: &Pairs, found: &mut Vec<Draft>, echoes: &mut Vec<Echo>) {
        let [a, b] = self.parts;
        let mut common = same(a, b);
        common.sort_unstable();
        let after: Vec<usize> = common.iter().map(|&(_, j)| j).collect();
        let weights: Vec<u64> = common.iter().map(|&(i, _)| order::hash(&a[i].key)).collect();
        let moved = order::moved(&after, &weights);
        let mut partner = [vec![None; a.len()], vec![None; b.len()]];
        for &(i, j) in &common {
            (partner[0][i], partner[1][j]) = (Some(j), Some(i));
        }
        let mut run: Option<(usize, usize)> = None;
        for (&(i, j), _) in common.iter().zip(&moved).filter(|(_, moved)| **moved) {
            // What moves together is one move.
            let follows = run.is_some_and(|(before, after)| (before + 1, after + 1) == (i, j));
            run = Some((i, j));
            if !follows {
                let mut draft = self.draft(Change::Moved, Some(i), Some(j));
                draft.finding.before = Some(self.behind(0, i));
                draft.finding.after = Some(self.behind(1, j));
                found.push(draft);
            }
        }
        for &(i, j) in &common {
            self.echo(i, j, pairs, echoes);
        }
        let stayed: Vec<(usize, usize)> =
            common.iter().zip(&moved).filter(|(_, moved)| !**moved).map(|(pair, _)| *pair).collect();
        for (i, j) in self.rewritten(&mut partner, &stayed) {
            found.push(self.rewriting(i, j));
        }
        self.alone(0, &partner[0], found);
        self.alone(1, &partner[1], found);
    }

    /// Pairs what is left by likeness: first what stands between the same paragraphs, then anywhere in the chapter.
    fn rewritten(&self, partner: &mut [Vec<Option<usize>>; 2], stayed: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (limit, near) in [(REWRITTEN, true), (ELSEWHERE, false)] {
            let mut gaps: HashMap<usize, [Vec<usize>; 2]> = HashMap::new();
            for side in [0, 1] {
                for (at, _) in partner[side].iter().enumerate().filter(|(_, other)| other.is_none()) {
                    let position = |pair: &(usize, usize)| if side == 0 { pair.0 } else { pair.1 };
                    let gap = if near { stayed.partition_point(|pair| position(pair) < at) } else { 0 };
                    gaps.entry(gap).or_default()[side].push(at);
                }
            }
            for [own, later] in gaps.into_values() {
                let text = |side: usize, list: &[usize]| -> Vec<&str> {
                    list.iter().map(|&at| self.parts[side][at].paragraph.text.as_str()).collect()
                };
                for (i, j) in similarity::pair(&text(0, &own), &text(1, &later), limit) {
                    (partner[0][own[i]], partner[1][later[j]]) = (Some(later[j]), Some(own[i]));
                    found.push((own[i], later[j]));
                }
            }
        }
        found.sort_unstable_by_key(|&(_, j)| j);
        found
    }

    fn rewriting(&self, i: usize, j: usize) -> Draft {
        let mut draft = self.draft(Change::Changed, Some(i), Some(j));
        let (own, later) = (&self.parts[0][i], &self.parts[1][j]);
        let (mut before, mut after) = (own.shown(), later.shown());
        // Marks and tags that print the same are told as they are written.
        if before == after {
            (before, after) = (own.paragraph.text.clone(), later.paragraph.text.clone());
        }
        draft.finding.words = words::compare(&before, &after);
        (draft.finding.before, draft.finding.after) = (Some(before), Some(after));
        draft
    }

    /// Paragraphs of one side only; those under a heading that came or went belong to it.
    fn alone(&self, side: usize, partner: &[Option<usize>], found: &mut Vec<Draft>) {
        let mut last: Option<(usize, bool)> = None;
        for (at, part) in self.parts[side].iter().enumerate().filter(|(at, _)| partner[*at].is_none()) {
            let belongs = last.is_some_and(|(before, headed)| headed && before + 1 == at) && !part.paragraph.heading;
            last = Some((at, belongs || part.paragraph.heading));
            let text = part.shown();
            if belongs && let Some(draft) = found.last_mut() {
                let whole = if side == 1 { &mut draft.finding.after } else { &mut draft.finding.before };
                if let Some(whole) = whole {
                    whole.push_str("\n\n");
                    whole.push_str(&text);
                }
                continue;
            }
            let draft = if side == 1 {
                let mut draft = self.draft(Change::Added, None, Some(at));
                draft.finding.after = Some(text);
                draft
            } else {
                // What is gone stands behind what is left before it, in the section that this is in now.
                let left = partner[..at].iter().rev().find_map(|other| *other);
                let mut draft = self.draft(Change::Removed, Some(at), None);
                draft.finding.before = Some(text);
                draft.order.3 = position(left.map_or(0, |left| left + 1)) + 1 + at;
                draft.finding.within =
                    Some(left.map_or_else(|| self.title.to_owned(), |left| self.within(1, left + 1)));
                draft
            };
            found.push(draft);
        }
    }

    /// Sentences of a paragraph that is written as it was and prints something else.
    fn echo(&self, i: usize, j: usize, pairs: &Pairs, echoes: &mut Vec<Echo>) {
        let (own, later) = (&self.parts[0][i], &self.parts[1][j]);
        let (Some(before), Some(after)) = (&own.printed, &later.printed) else { return };
        if before.passages.len() != after.passages.len() {
            return;
        }
        for (before, after) in before.passages.iter().zip(&after.passages) {
            if before.text == after.text {
                continue;
            }
            let (first, second) = (sentences(&before.text), sentences(&after.text));
            // A figure that ends or begins a sentence otherwise makes the whole paragraph the sentence.
            let (first, second) = if first.len() == second.len() {
                (first, second)
            } else {
                let all = |text: &str| std::iter::once(0..text.len()).collect();
                (all(&before.text), all(&after.text))
            };
            for (first, second) in first.into_iter().zip(second) {
                let (text, now) = (&before.text[first.clone()], &after.text[second.clone()]);
                if text == now {
                    continue;
                }
                let printed = |passage: &Passage, range: &std::ops::Range<usize>| -> Vec<usize> {
                    let cells = passage.cells.iter();
                    cells
                        .filter(|(_, at)| at.start < range.end && range.start < at.end)
                        .map(|(cell, _)| *cell)
                        .collect()
                };
                let earlier = printed(before, &first).into_iter().map(|cell| pairs.node(cell));
                let mut draft = self.draft(Change::Changed, Some(i), Some(j));
                draft.finding.words = words::compare(text, now);
                (draft.finding.before, draft.finding.after) = (Some(text.to_owned()), Some(now.to_owned()));
                if let Some(span) =
                    after.computed.iter().find(|own| own.start >= second.start).and_then(|own| after.span(own))
                {
                    draft.finding.place_after = Some(place(&span));
                }
                echoes.push(Echo {
                    nodes: earlier.chain(printed(after, &second)).collect(),
                    asks: asks(&own.paragraph.text).into_iter().chain(asks(&later.paragraph.text)).collect(),
                    draft,
                });
            }
        }
    }

    fn behind(&self, side: usize, at: usize) -> String {
        let before = at.checked_sub(1).map(|before| &self.parts[side][before]);
        before.map_or_else(|| "först".to_owned(), |part| format!("efter ”{}”", swedish::shortened(&part.shown())))
    }

    /// The chapter and section that a paragraph stands in.
    fn within(&self, side: usize, at: usize) -> String {
        let before = self.parts[side][..at].iter().rev();
        let section = before.filter(|part| part.paragraph.heading).map(Part::shown).next();
        let section = section.filter(|section| section != self.title);
        [Some(self.title.to_owned()), section].into_iter().flatten().collect::<Vec<_>>().join(" › ")
    }

    fn draft(&self, change: Change, i: Option<usize>, j: Option<usize>) -> Draft {
        let place_of = |side: usize, at: usize| -> Span {
            let part = &self.parts[side][at].paragraph;
            let text = self.files[side].text.get(part.range.clone()).unwrap_or("").trim_end().len();
            self.files[side].span(part.range.start..part.range.start + text)
        };
        let (side, at) = j.map_or((0, i.unwrap_or(0)), |j| (1, j));
        let part = &self.parts[side][at];
        let within = self.within(side, at);
        let name = self.stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_']);
        let file = |side: usize| relative(&self.files[side].path, &self.sides[side].plan.folder).to_owned();
        Draft {
            finding: Finding {
                kind: Kind::Paragraph,
                name: swedish::shortened(&part.shown()),
                within: Some(within),
                address: self.stem.to_owned(),
                anchor: Some(format!("kapitel-{}", slug(name))),
                place_before: i.map(|at| place(&place_of(0, at))),
                place_after: j.map(|at| place(&place_of(1, at))),
                ..Finding::empty(change)
            },
            order: (Kind::Paragraph.part(), self.at, 0, position(at + 1)),
            files: [i.map(|_| file(0)), j.map(|_| file(1))],
            ..Draft::empty(change)
        }
    }
}

/// Where a paragraph stands among all of both sides: room is left behind each for those that are gone.
fn position(at: usize) -> usize {
    const ROOM: usize = 1_000_000;
    at.saturating_mul(ROOM)
}

/// Paragraphs that are the same, the first with the first where a text stands several times: by what both sides know
/// them by, and else letter by letter, which may ask for a cell that is gone.
fn same(a: &[Part<'_>], b: &[Part<'_>]) -> Vec<(usize, usize)> {
    let keys: [for<'p> fn(&'p Part<'p>) -> &'p str; 2] = [|part| &part.key, |part| &part.paragraph.text];
    let (mut own, mut later) = (vec![false; a.len()], vec![false; b.len()]);
    let mut found = Vec::new();
    for key in keys {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (j, part) in b.iter().enumerate().filter(|(j, _)| !later[*j]).rev() {
            places.entry(key(part)).or_default().push(j);
        }
        for (i, part) in a.iter().enumerate() {
            let other = if own[i] { None } else { places.get_mut(key(part)).and_then(Vec::pop) };
            if let Some(j) = other {
                (own[i], later[j]) = (true, true);
                found.push((i, j));
            }
        }
    }
    found
}

/// A paragraph that went from one chapter and came in another was moved.
fn across_chapters(found: &mut Vec<Draft>) {
    let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, draft) in found.iter().enumerate().filter(|(_, draft)| draft.finding.change == Change::Removed) {
        gone.entry(draft.finding.before.clone().unwrap_or_default()).or_default().push(at);
    }
    let mut drop = Vec::new();
    for at in 0..found.len() {
        let finding = &found[at].finding;
        let text = finding.after.clone().unwrap_or_default();
        if finding.change != Change::Added || text.is_empty() {
            continue;
        }
        let Some(from) = gone.get_mut(&text).and_then(Vec::pop) else { continue };
        drop.push(from);
        let (before, place, file) = (
            found[from].finding.within.clone(),
            found[from].finding.place_before.clone(),
            found[from].files[0].clone(),
        );
        let draft = &mut found[at];
        draft.finding.change = Change::Moved;
        draft.finding.before = before;
        draft.finding.after = draft.finding.within.clone();
        draft.finding.place_before = place;
        draft.files[0] = file;
    }
    drop.sort_unstable();
    for at in drop.into_iter().rev() {
        found.remove(at);
    }
}
