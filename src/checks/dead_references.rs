//! `hänvisning-saknar-mål`: a typed cross-reference to something that the plan does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::kind::ThingKind;
use crate::prose::Passage;
use crate::prose::sentences::sentences;
use crate::prose::words::spelled;
use crate::quantity::period::names::MONTHS;

/// The rule.
pub const CHECK: Check = Check {
    id: "hänvisning-saknar-mål",
    what: "en hänvisning i text till ett kapitel, ett avsnitt, en bilaga, ett uppdrag, ett styrtal eller ett mål som inte finns",
    why: "kapitel och uppdrag får nya nummer varje år, och ett nummer som är skrivet för hand följer inte med",
    example: Example {
        files: &[("kapitel/01-inledning.md", "# Inledning\n\nBudgeten finns i kapitel 6.\n")],
        blamed: "kapitel 6",
    },
    run,
};

/// Endings of words that a number may be about instead of this plan.
const ELSEWHERE: &[&str] = &[
    "avtalet",
    "balken",
    "direktivet",
    "föreskriften",
    "föreskrifterna",
    "förordningen",
    "handboken",
    "konventionen",
    "lagen",
    "policyn",
    "rapporten",
    "reglementet",
    "riktlinjen",
    "riktlinjerna",
];

/// What follows an amount, which is no number of anything; nor is one before a month.
const MEASURED: &[&str] =
    &["gånger", "kronor", "miljarder", "miljoner", "mnkr", "procent", "st", "stycken", "tkr", "år"];

/// Something that is referred to by number.
struct Numbered {
    /// The word before the number, in lower case.
    word: String,
    /// The same things in the plural.
    many: String,
    /// The numbers there are, as they are printed.
    numbers: BTreeSet<String>,
    /// What to write instead of the number.
    call: String,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    if !evidence.is_whole() {
        return Vec::new();
    }
    let all = numbered(evidence);
    let running = evidence.prose.iter().filter(|passage| passage.kind.is_told());
    running.flat_map(|passage| judge(passage, &all)).collect()
}

/// Everything in the plan that has a number.
fn numbered(evidence: &Evidence<'_>) -> Vec<Numbered> {
    let (plan, chapters) = (evidence.plan, &evidence.document.chapters);
    let of = |word: &str, many: &str, numbers| Numbered {
        word: word.to_owned(),
        many: many.to_owned(),
        numbers,
        call: "kapitel=\"…\"".to_owned(),
    };
    let own = chapters.iter().filter(|chapter| !chapter.appendix).map(|chapter| chapter.number.clone());
    let appendices = chapters.iter().filter_map(|chapter| chapter.number.strip_prefix("Bilaga ").map(str::to_owned));
    let sections = chapters.iter().flat_map(|chapter| &chapter.sections).filter_map(|section| section.number.clone());
    // Many write kapitel 6.2 of a section.
    let parts: BTreeSet<String> = own.chain(sections.clone()).collect();
    let mut all = vec![
        of("kapitel", "kapitel", parts.clone()),
        of("kap", "kapitel", parts),
        of("bilaga", "bilagor", appendices.collect()),
        of("avsnitt", "numrerade avsnitt", sections.collect()),
    ];
    let things = plan.things();
    for kind in ThingKind::TOLD.into_iter().filter(|kind| kind.traits().numbered) {
        // Goals are called by their own words: målsättning 5.
        let own_words = kind == ThingKind::Goal;
        let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if !own_words {
            numbers.insert(kind.traits().one.to_owned(), BTreeSet::new());
        }
        for thing in things.iter().filter(|thing| thing.kind == kind) {
            let word = if own_words {
                thing.head.as_deref().map(str::to_lowercase)
            } else {
                Some(kind.traits().one.to_owned())
            };
            if let (Some(word), Some(number)) = (word, thing.number) {
                numbers.entry(word).or_default().insert(number.value.to_string());
            }
        }
        all.extend(numbers.into_iter().map(|(word, numbers)| Numbered {
            word,
            many: format!("numrerade {}", kind.traits().many),
            numbers,
            call: format!("{}=\"…\"", kind.traits().anchor.unwrap_or_default()),
        }));
    }
    all
}

fn judge(passage: &Passage, all: &[Numbered]) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for sentence in sentences(text) {
        if speaks_of_others(&text[sentence.clone()]) {
            continue;
        }
        let words: Vec<(Range<usize>, &str)> = spelled(&text[sentence.clone()]).collect();
        for (at, (range, _)) in words.iter().enumerate() {
            let own = sentence.start + range.start;
            let Some((thing, start)) = before(&text[sentence.clone()], &words[..at], range, all) else { continue };
            for number in numbers(&text[own..sentence.end]) {
                let written = &text[own..sentence.end][number.clone()];
                let whole = sentence.start + start..own + number.end;
                // A section's number has a point; without it, it may be any part of the text.
                let judged = thing.word != "avsnitt" || written.contains('.');
                if judged && !thing.numbers.contains(written) && !passage.is_computed(&whole) {
                    found.extend(told(passage, thing, written, &whole));
                }
            }
        }
    }
    found
}

/// What the words before a number name, and where the name begins.
fn before<'a>(
    text: &str,
    words: &[(Range<usize>, &str)],
    number: &Range<usize>,
    all: &'a [Numbered],
) -> Option<(&'a Numbered, usize)> {
    let (last, _) = words.last()?;
    let between = &text[last.end..number.start];
    let joined = between.strip_prefix('.').unwrap_or(between);
    if !text[number.clone()].starts_with(|c: char| c.is_ascii_digit()) || joined.is_empty() || !joined.trim().is_empty()
    {
        return None;
    }
    all.iter().find_map(|thing| {
        let count = thing.word.split_whitespace().count();
        let from = words.get(words.len().checked_sub(count)?)?.0.start;
        let written = text[from..last.end].to_lowercase();
        // Only an abbreviation has a point before the number.
        let whole = between.starts_with('.') == (thing.word == "kap");
        (whole && written == thing.word).then_some((thing, from))
    })
}

/// The number that a text begins with, and the last of a range; none when it is an amount, a year or a part of
/// something else.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let Some(first) = number(text, 0) else { return Vec::new() };
    let rest = &text[first.end..];
    let after = rest.trim_start();
    let dash = ['–', '-'].into_iter().find(|dash| after.starts_with(*dash));
    let second = dash.and_then(|dash| {
        let behind = after[dash.len_utf8()..].trim_start();
        number(text, text.len() - behind.len())
    });
    let end = second.as_ref().map_or(first.end, |second| second.end);
    let rest = &text[end..];
    let decimal = rest.starts_with([',', ':', '/']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let unit = spelled(rest).next().is_some_and(|(range, word)| {
        let word = word.to_lowercase();
        let is_month = || MONTHS.iter().any(|(whole, _)| *whole == word);
        rest[..range.start].trim().is_empty() && (MEASURED.contains(&word.as_str()) || is_month())
    });
    let glued = rest.starts_with(char::is_alphanumeric);
    if decimal || unit || glued || rest.trim_start().starts_with('%') {
        return Vec::new();
    }
    std::iter::once(first).chain(second).collect()
}

/// A number of at most three figures, or with points between such numbers.
fn number(text: &str, from: usize) -> Option<Range<usize>> {
    let mut end = from;
    loop {
        let digits = text[end..].bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        end += digits;
        let rest = &text[end..];
        if !rest.starts_with('.') || !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return Some(from..end);
        }
        end += 1;
    }
}

/// Whether a sentence is about a law, an agreement or the global goals, which have chapters and goals of their own.
fn speaks_of_others(sentence: &str) -> bool {
    sentence.contains('§')
        || spelled(sentence).any(|(_, word)| {
            let word = word.to_lowercase();
            let other = ELSEWHERE.iter().any(|ending| word.ends_with(ending));
            other || ["agenda", "fn", "globala", "lag"].contains(&word.as_str())
        })
}

fn told(passage: &Passage, thing: &Numbered, written: &str, whole: &Range<usize>) -> Option<Diagnostic> {
    let span = passage.span(whole)?;
    let word = if thing.word == "kap" { "kapitel" } else { thing.word.as_str() };
    let mut problem = Diagnostic::warning(CHECK.id, format!("{word} {written} finns inte i planen")).at(&span);
    if thing.numbers.is_empty() {
        problem = problem.fact(format!("planen har inga {}", thing.many));
    } else {
        let alike = thing.numbers.iter().filter(|number| number.contains('.') == written.contains('.'));
        let mut numbers: Vec<&str> = alike.map(String::as_str).collect();
        numbers.sort_by_key(|number| (number.len(), *number));
        problem = problem.fact(format!("det som finns: {}", numbers.join(", ")));
    }
    Some(if span.file.is_markdown() {
        problem.hint(format!("skriv {{{{ se({}) }}}} i stället, så följer numret med när det ändras", thing.call))
    } else {
        problem.hint("rätta numret, eller skriv namnet på det som avses")
    })
}
