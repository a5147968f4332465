//! `flera-namn`: a unit that is written in another way than its one official name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::fact::Fact;
use crate::diagnostic::{Diagnostic, LISTED};
use crate::model::organisation::Unit;
use crate::prose::words::spelled;
use crate::prose::{Kind, Passage};
use crate::source::Span;
use crate::source::characters::visible;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "flera-namn",
    what: "ett område som skrivs på ett annat sätt än det namn som står i organisation.yaml",
    why: "den som söker på namnet hittar inte alla ställen, och läsaren undrar om det är samma område",
    example: Example {
        files: &[
            ("organisation.yaml", "områden:\n  - {id: ssc, namn: Shared Service Center}\n"),
            (
                "kapitel/01-inledning.md",
                "# Inledning\n\nShared Service Center svarar för växeln. Till shared service center hör också arkivet.\n",
            ),
        ],
        blamed: "shared service center",
    },
    run,
};

/// What may stand before a unit's name without being part of it.
const PREFIX: &str = "område";

/// Most letters of a name: a longer one is a text, and nobody repeats it.
const LONGEST: usize = 100;

/// Fewest letters of a name in which one wrong letter still tells which name was meant.
const LONG: usize = 12;

/// Stands for a letter that a word is too short to have.
const NONE: char = '\0';

/// A unit's name without a leading `Område`, in the forms it is compared by.
struct Name<'a> {
    unit: &'a Unit,
    /// As it should be written.
    right: &'a str,
    /// Letters and figures alone, in lower case.
    folded: Vec<char>,
    /// The first of these, by which most words are passed at once.
    first: [char; 3],
    /// One word, which means other things than the unit too.
    single: bool,
    /// Words without capitals but for the first, which mean other things than the unit too.
    ordinary: bool,
}

/// How a name is written, from the least alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spelling {
    /// One letter is wrong.
    OneOff,
    /// The letters are right, but not capitals, spaces or hyphens.
    Other,
    /// As it should be.
    Right,
}

/// The names by their letters, so that a text is read as fast with many of them as with few.
struct Names<'a> {
    all: Vec<Name<'a>>,
    /// By all letters.
    whole: HashMap<Vec<char>, Vec<usize>>,
    /// Those in which a wrong letter still tells, by all letters and by all but one: a word that is one letter from a
    /// name has one of these in common with it.
    near: HashMap<Vec<char>, Vec<usize>>,
    /// How many letters they have.
    lengths: BTreeSet<usize>,
}

/// Whether words with the same first letters may begin a name: most words of a text are passed at once.
type Beginnings = HashMap<[char; 3], bool>;

/// A place where a name is written in another way.
struct Found<'p> {
    /// Which name.
    name: usize,
    /// In the passage's text, with `område` where it stands before.
    range: Range<usize>,
    passage: &'p Passage,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let organisation = &evidence.plan.organisation;
    if organisation.broken {
        return Vec::new();
    }
    let is_name = |name: &Name<'_>| (1..=LONGEST).contains(&name.folded.len());
    let names = Names::of(organisation.all().map(Name::of).filter(is_name).collect());
    let mut begins = Beginnings::new();
    let mut variants: BTreeMap<(usize, String), Vec<Found<'_>>> = BTreeMap::new();
    for passage in evidence.prose {
        for found in variants_in(passage, &names, &mut begins) {
            let written = passage.text[found.range.clone()].to_owned();
            variants.entry((found.name, written)).or_default().push(found);
        }
    }
    variants.into_iter().filter_map(|((name, written), places)| told(&names.all[name], &written, &places)).collect()
}

fn told(name: &Name<'_>, written: &str, places: &[Found<'_>]) -> Option<Diagnostic> {
    let spans: Vec<Span> = places.iter().filter_map(|found| found.passage.span(&found.range)).collect();
    let (first, others) = spans.split_first()?;
    let official = &name.unit.name.value;
    let places = match spans.len() {
        1 => "här".to_owned(),
        n => format!("på {} ställen", swedish::count(n)),
    };
    let message = format!("området heter \"{official}\" men kallas \"{written}\" {places}");
    let mut problem = Diagnostic::warning(CHECK.id, message).at(first);
    for other in others.iter().take(LISTED - 1) {
        problem = problem.also(other, "också här");
    }
    if others.len() >= LISTED {
        problem = problem.fact(Fact::More(others.len() + 1 - LISTED, ""));
    }
    let id = &name.unit.id.value;
    Some(problem.also(&name.unit.name.span, "det officiella namnet").hint(if first.file.is_markdown() {
        format!("skriv {{{{ namn(omrade=\"{id}\") }}}}, så hämtas namnet ur organisation.yaml")
    } else {
        format!("skriv \"{official}\"; på en rad med område: {id} behövs inget namn")
    }))
}

impl<'a> Name<'a> {
    fn of(unit: &'a Unit) -> Self {
        let official = unit.name.value.as_str();
        let mut words = spelled(official);
        let prefixed = words.next().is_some_and(|(_, word)| word.to_lowercase() == PREFIX);
        let right = words.next().filter(|_| prefixed).map_or(official, |(range, _)| &official[range.start..]);
        let letters = folded(&visible(right));
        Self {
            unit,
            right,
            first: first_letters(letters.iter().copied()),
            folded: letters,
            single: self::spelled(right).count() == 1,
            ordinary: !has_inner_capital(right),
        }
    }

    /// Whether the name can begin with a word's first letters, one of them off or not.
    fn may_begin(&self, letters: [char; 3]) -> bool {
        let (word, own) = (letters, self.first);
        let same = word.iter().zip(own).filter(|(letter, own)| *letter == own).count();
        let (left_out, added) = (word[0] == own[1], word[1] == own[0]);
        // One changed; one left out, added, or two swapped. A short word says less.
        same >= 2
            || (left_out && (word[1] == own[2] || added))
            || (added && word[2] == own[1])
            || (word[2] == NONE && (same > 0 || left_out || added))
    }

    /// Whether words are this name, and if so, how they are written.
    fn judge(&self, text: &str, after_prefix: bool, starts: bool) -> Option<Spelling> {
        let (text, right) = (&*visible(text), &*visible(self.right));
        let all = folded(text);
        let genitive = all.len() == self.folded.len() + 1 && all.last() == Some(&'s');
        let (text, letters) = match all.split_last() {
            Some((_, rest)) if genitive && rest == self.folded => (&text[..text.len() - 1], rest),
            _ => (text, all.as_slice()),
        };
        if letters != self.folded {
            // Ordinary words are inflected, and only after `område` are they this name and no other.
            let whole = self.folded.len() + if after_prefix { PREFIX.chars().count() } else { 0 };
            let judged = whole >= LONG && (after_prefix || !self.ordinary);
            // A word of one letter beside the name is no wrong letter in it.
            let words = spelled(text).all(|(_, word)| word.chars().nth(1).is_some());
            return (judged && words && one_off(letters, &self.folded)).then_some(Spelling::OneOff);
        }
        if text == right {
            return Some(Spelling::Right);
        }
        // Ordinary words are written with a capital where a sentence begins, and without one inside it.
        let only_first = text.to_lowercase() == right.to_lowercase() && !has_inner_capital(text);
        if self.ordinary && only_first {
            let right = starts && !after_prefix || right.starts_with(char::is_uppercase);
            return Some(if right { Spelling::Right } else { Spelling::Other });
        }
        // Without `område`, they are the name only where capitals say so.
        let capitals = text.to_lowercase() == right.to_lowercase();
        (after_prefix || !self.ordinary || capitals).then_some(Spelling::Other)
    }
}

fn has_inner_capital(text: &str) -> bool {
    text.chars().skip(1).any(char::is_uppercase)
}

impl<'a> Names<'a> {
    fn of(all: Vec<Name<'a>>) -> Self {
        let (mut whole, mut near): (HashMap<_, Vec<usize>>, HashMap<_, Vec<usize>>) = Default::default();
        for (at, name) in all.iter().enumerate() {
            whole.entry(name.folded.clone()).or_default().push(at);
            if name.folded.len() + PREFIX.chars().count() >= LONG {
                for key in without_one(&name.folded).chain([name.folded.clone()]) {
                    near.entry(key).or_default().push(at);
                }
            }
        }
        Self { lengths: all.iter().map(|name| name.folded.len()).collect(), all, whole, near }
    }

    /// The names that words may be, in order, each with how many of the words: those joined by spaces and hyphens that
    /// have about as many letters as the name.
    fn candidates(&self, text: &str, words: &[Range<usize>]) -> BTreeSet<(usize, usize)> {
        let longest = self.lengths.last().copied().unwrap_or(0);
        let (mut letters, mut read, mut found) = (0, Vec::new(), BTreeSet::new());
        for (at, range) in words.iter().enumerate() {
            if letters > longest || (at > 0 && !joined(text, &words[at - 1], range)) {
                break;
            }
            letters += text[range.clone()].chars().count();
            read.extend(folded(&text[range.clone()]));
            if self.lengths.range(letters.saturating_sub(1)..=letters + 1).next().is_none() {
                continue;
            }
            let without_genitive = read.strip_suffix(&['s']).unwrap_or(&read);
            let whole = [&read[..], without_genitive].into_iter().filter_map(|key| self.whole.get(key));
            let near = without_one(&read).chain([read.clone()]).filter_map(|key| self.near.get(&key));
            let alike = whole.flatten().copied().chain(near.flatten().copied());
            let alike = alike.filter(|&name| letters.abs_diff(self.all[name].folded.len()) <= 1);
            found.extend(alike.map(|name| (name, at + 1)));
        }
        found
    }
}

/// Letters with each of them left out.
fn without_one(letters: &[char]) -> impl Iterator<Item = Vec<char>> {
    (0..letters.len()).map(|at| [&letters[..at], &letters[at + 1..]].concat())
}

/// The places of a passage where a unit is written in another way than it should.
fn variants_in<'p>(passage: &'p Passage, names: &Names<'_>, begins: &mut Beginnings) -> Vec<Found<'p>> {
    let text = passage.text.as_str();
    let all: Vec<Range<usize>> = spelled(text).map(|(range, _)| range).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = all.get(at) {
        let letters = first_letters(text[first.clone()].chars().take(3).flat_map(char::to_lowercase));
        if !*begins.entry(letters).or_insert_with(|| names.all.iter().any(|name| name.may_begin(letters))) {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let before = before.filter(|word| is_prefix(&text[(*word).clone()]) && joined(text, word, first));
        let start = before.map_or(first.start, |word| word.start);
        // The same letters before letters that are nearly the same, and then the longest: `IT` is part of
        // `IT och digitalisering`.
        let mut best: Option<((bool, usize, Spelling), usize)> = None;
        for (index, length) in names.candidates(text, &all[at..]) {
            let name = &names.all[index];
            if (before.is_none() && name.single) || !name.may_begin(letters) {
                continue;
            }
            let written = &text[first.start..all[at + length - 1].end];
            let starts = passage.kind != Kind::Text || begins_sentence(&text[..start]);
            if let Some(spelling) = name.judge(written, before.is_some(), starts) {
                let rank = (spelling != Spelling::OneOff, length, spelling);
                best = best.filter(|(best, _)| *best >= rank).or(Some((rank, index)));
            }
        }
        let Some(((_, length, spelling), name)) = best else {
            at += 1;
            continue;
        };
        let range = start..all[at + length - 1].end;
        if spelling != Spelling::Right && !passage.is_computed(&range) {
            found.push(Found { name, range, passage });
        }
        at += length;
    }
    found
}

fn first_letters(mut letters: impl Iterator<Item = char>) -> [char; 3] {
    [(); 3].map(|()| letters.next().unwrap_or(NONE))
}

fn is_prefix(word: &str) -> bool {
    word.len() == PREFIX.len() && word.to_lowercase() == PREFIX
}

fn joined(text: &str, left: &Range<usize>, right: &Range<usize>) -> bool {
    text[left.end..right.start].chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2011}'))
}

fn begins_sentence(before: &str) -> bool {
    before.trim_end().chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ',' | ';' | '-' | '/'))
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one letter was added, left out, changed or swapped with its neighbour.
fn one_off(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    match (a, b) {
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) if rest == a => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) => a == b && a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, one_off};

    #[test]
    fn one_letter_off_is_one_change() {
        let name = folded("Shared Service Center");
        for near in ["Shared Servce Center", "Shared Service Centter", "Shared Service Centar", "Shared Service Centre"]
        {
            assert!(one_off(&folded(near), &name), "{near}");
        }
        for far in ["Shared Service Center", "Shared Service", "Shared Sercive Centre"] {
            assert!(!one_off(&folded(far), &name), "{far}");
        }
    }
}
