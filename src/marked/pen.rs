//! The pen that marks: which change a place belongs to, and the number and neighbours of its mark.

use std::collections::HashSet;

use crate::compare::kind::Kind;
use crate::diff::PlanDiff;
use crate::diff::finding::{Change, Consequence, Finding};
use crate::document::mark::{Fate, Mark};
use crate::marked::links::{Links, chapter_anchor};
use crate::swedish;

/// Anchor of the list of changes.
pub const LIST: &str = "andringar";

/// Anchor of what followed and is told under no change.
pub const OTHERS: &str = "ovriga-foljder";

/// Gives out the marks of a document, in order of reading.
pub struct Pen<'a> {
    /// The findings.
    pub diff: &'a PlanDiff,
    /// What is the same in both documents.
    pub links: &'a Links,
    /// By finding, whether it has a place.
    told: Vec<bool>,
    /// Findings and effects that have a place.
    effects: HashSet<(usize, usize)>,
    /// The chapter that came or went as a whole, while it is drawn.
    pub whole: Option<usize>,
    letters: Vec<[String; 2]>,
}

impl<'a> Pen<'a> {
    /// A pen for a comparison.
    pub fn new(diff: &'a PlanDiff, links: &'a Links) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(letters).unwrap_or_default();
        Self {
            diff,
            links,
            told: vec![false; diff.findings.len()],
            effects: HashSet::new(),
            whole: None,
            letters: diff.findings.iter().map(|finding| [text(&finding.before), text(&finding.after)]).collect(),
        }
    }

    /// The mark of a written change. Its anchor and neighbours come when the whole document is marked.
    pub fn mark(&mut self, finding: usize) -> Mark {
        self.told[finding] = true;
        let Finding { change, kind, .. } = &self.diff.findings[finding];
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
    pub fn follow(&mut self, cause: Option<(usize, Option<usize>)>, text: &str) -> Mark {
        let effect = cause.and_then(|(finding, effect)| Some((finding, effect?)));
        let told = effect.is_some_and(|effect| self.effects.insert(effect));
        Mark {
            fate: Fate::Caused,
            word: "Följdändring".to_owned(),
            anchor: String::new(),
            number: cause.map(|(finding, _)| finding + 1),
            entry: cause.map_or_else(|| OTHERS.to_owned(), |(finding, _)| entry(finding)),
            previous: None,
            next: None,
            effect: effect.filter(|_| told).map(|(_, effect)| effect),
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

    fn find(&self, wanted: impl Fn(usize, &Finding) -> bool) -> Option<usize> {
        self.diff.findings.iter().enumerate().position(|(at, finding)| wanted(at, finding))
    }

    fn all(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<usize> {
        let findings = self.diff.findings.iter().enumerate();
        findings.filter(|(_, finding)| wanted(finding)).map(|(at, _)| at).collect()
    }

    /// The change of a cell's own content.
    pub fn cell(&self, address: &str) -> Option<usize> {
        self.find(|_, finding| finding.kind == Kind::Cell && finding.address == address)
    }

    /// What a computed cell followed from.
    pub fn cause(&self, address: &str) -> Option<(usize, Option<usize>)> {
        for (at, finding) in self.diff.findings.iter().enumerate() {
            let effects = finding.effects.iter();
            let mut own = effects
                .enumerate()
                .filter(|(_, effect)| effect.consequence == Consequence::Figure && effect.address == address);
            if let Some((effect, _)) = own.find(|(_, effect)| !effect.repeated) {
                return Some((at, Some(effect)));
            }
        }
        None
    }

    /// Changes of a row, or of the record that fills it.
    pub fn row(&self, address: &str, fate: Fate) -> Vec<usize> {
        let own = |finding: &Finding| match fate {
            Fate::Deleted => finding.change == Change::Removed,
            Fate::Inserted => finding.change == Change::Added,
            _ => true,
        };
        let found = self.all(|finding| {
            matches!(finding.kind, Kind::Row | Kind::Record) && finding.address == address && own(finding)
        });
        if found.is_empty() { self.part(Kind::Row, address, fate).into_iter().collect() } else { found }
    }

    /// The change that a thing came or went with.
    fn part(&self, kind: Kind, address: &str, fate: Fate) -> Option<usize> {
        let wanted = match fate {
            Fate::Deleted => Change::Removed,
            Fate::Inserted => Change::Added,
            _ => return None,
        };
        self.find(|_, finding| {
            let has = || finding.content.iter().any(|part| part.kind == kind && part.address == address);
            finding.change == wanted && has()
        })
    }

    /// Changes of what has an anchor, and of the actions of a risk.
    pub fn thing(&self, side: usize, anchor: &str, fate: Fate) -> Vec<usize> {
        let whole = matches!(fate, Fate::Deleted | Fate::Inserted);
        let wanted = |finding: &Finding| match fate {
            Fate::Deleted => finding.change == Change::Removed,
            Fate::Inserted => finding.change == Change::Added,
            _ => finding.change != Change::Removed && finding.change != Change::Added,
        };
        let Some((kind, address)) = self.links.thing(side, anchor) else { return Vec::new() };
        let action = |finding: &Finding| {
            !whole && kind == Kind::Risk && finding.kind == Kind::Action && finding.address == address
        };
        let own =
            |finding: &Finding| finding.kind == kind && finding.anchor.as_deref() == Some(anchor) && wanted(finding);
        let found = self.all(|finding| own(finding) || action(finding));
        if found.is_empty() { self.part(kind, address, fate).into_iter().collect() } else { found }
    }

    /// Changes of a table that are seen in all of it: its caption, columns and notes.
    pub fn table(&self, id: &str) -> Vec<usize> {
        self.all(|finding| {
            let within =
                finding.address == id || finding.address.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
            let kind = matches!(finding.kind, Kind::Column | Kind::Note | Kind::Remark | Kind::Restatement);
            let whole = finding.kind == Kind::Table && !matches!(finding.change, Change::Added | Change::Removed);
            (kind && within) || (whole && finding.address == id)
        })
    }

    /// The change of a paragraph, by what it said and says.
    pub fn paragraph(&self, before: Option<&str>, after: Option<&str>) -> Option<usize> {
        let texts = [before.map(letters), after.map(letters)];
        let change = match (&texts[0], &texts[1]) {
            (Some(_), None) => Change::Removed,
            (None, Some(_)) => Change::Added,
            _ => Change::Changed,
        };
        let side = usize::from(after.is_some());
        let own = texts[side].as_deref().filter(|text| !text.is_empty())?;
        let told = |finding: &Finding| finding.kind == Kind::Paragraph && finding.change == change;
        let is = |at: usize| self.letters[at][side] == own;
        let in_part = |at: usize| {
            let text = self.letters[at][side].as_str();
            !text.is_empty() && (text.contains(own) || own.contains(text))
        };
        self.find(|at, finding| told(finding) && is(at) && !self.told[at])
            .or_else(|| self.find(|at, finding| told(finding) && is(at)))
            .or_else(|| self.find(|at, finding| told(finding) && in_part(at)))
    }

    /// The coming or going of a paragraph.
    pub fn paragraph_alone(&self, text: &str, fate: Fate) -> Option<usize> {
        match fate {
            Fate::Deleted => self.paragraph(Some(text), None),
            _ => self.paragraph(None, Some(text)),
        }
    }

    /// The moving of a paragraph.
    pub fn moved(&self, text: &str) -> Option<usize> {
        let own = letters(text);
        let named = |finding: &Finding| {
            let name = letters(&finding.name);
            !name.is_empty() && own.starts_with(&name)
        };
        self.find(|_, finding| finding.kind == Kind::Paragraph && finding.change == Change::Moved && named(finding))
    }

    /// What a sentence of a paragraph followed from.
    pub fn sentence(&self, after: &str) -> Option<(usize, Option<usize>)> {
        let own = letters(after);
        for (at, finding) in self.diff.findings.iter().enumerate() {
            let mut effects = finding.effects.iter().enumerate();
            let found = effects.find(|(n, effect)| {
                let text = letters(&effect.after);
                effect.consequence == Consequence::Sentence
                    && !effect.repeated
                    && !text.is_empty()
                    && own.contains(&text)
                    && !self.effects.contains(&(at, *n))
            });
            if let Some((effect, _)) = found {
                return Some((at, Some(effect)));
            }
        }
        None
    }

    /// The change of a text that stands in many places, such as the name of a unit.
    pub fn wording(&self, before: &str, after: &str) -> Option<usize> {
        let (own, later) = (letters(before), letters(after));
        self.find(|at, finding| {
            let [before, after] = &self.letters[at];
            // A short word is in many texts.
            let is_name = |text: &str| text.chars().count() > 5;
            let both = is_name(before) && is_name(after) && own.contains(before) && later.contains(after);
            both && !matches!(finding.kind, Kind::Cell | Kind::Paragraph | Kind::Control)
                && finding.change != Change::Moved
        })
    }

    /// The coming or going of a chapter.
    pub fn chapter(&self, anchor: &str, fate: Fate) -> Option<usize> {
        let wanted = if fate == Fate::Inserted { Change::Added } else { Change::Removed };
        self.find(|_, finding| {
            finding.kind == Kind::Chapter && finding.change == wanted && chapter_anchor(&finding.address) == anchor
        })
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

/// The letters and digits of a text, by which it is known whatever stands between them.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
