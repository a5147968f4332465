//! No author's word is lost: a word that is put anywhere into a text of a plan's sources is printed, in the page and in
//! the PDF, or a message names its line.
//!
//! `VPLAN_WORDS=500` is how many times a word is put into every file.

use std::collections::{BTreeMap, BTreeSet};

use verksamhetsplan::diagnostic::Severity;
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::{html, project};
use verksamhetsplan::source::tags::tags;
use verksamhetsplan::{Draft, review};

use crate::support::plans::{self, FOLDERS, Plan};

/// How many words are put into every file where nothing else is asked for.
const SEEDS: u64 = 3;

/// A word in a file of a plan.
#[derive(Debug)]
struct Put {
    path: String,
    word: String,
    /// The file with the word in it.
    text: String,
    /// The line that it stands on, from 1.
    line: usize,
}

impl Put {
    fn shown(&self) -> String {
        format!("{}:{}: {}", self.path, self.line, self.text.lines().nth(self.line - 1).unwrap_or_default())
    }
}

/// Offsets of a text where a word and a space may be put: before words of running text.
fn places(path: &str, text: &str) -> Vec<usize> {
    if path.starts_with("kapitel/") { in_markdown(text) } else { in_yaml(text) }
}

fn in_markdown(text: &str) -> Vec<usize> {
    let tags: Vec<_> = tags(text).map(|tag| tag.range).collect();
    let is_free = |at: &usize| !tags.iter().any(|tag| tag.contains(at));
    let is_word = |at: &usize| text[*at..].starts_with(char::is_alphabetic);
    text.match_indices(' ').map(|(at, _)| at + 1).filter(is_word).filter(is_free).collect()
}

/// Values of more than one word that begin with a capital are texts and names; others are ids, words with a meaning and
/// numbers.
fn in_yaml(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.find('#').unwrap_or(line.len());
        // The name of a control is said where it fails.
        let is_control = line.contains("lika:");
        for (at, _) in line[..comment].match_indices(": ").filter(|_| !is_control) {
            let value = line[at + 2..comment].trim_start_matches(['"', '\'']);
            let value_at = comment - value.len();
            let own = &value[..value.find([',', '}', '"', '\'', '[', ']']).unwrap_or(value.len())];
            if own.starts_with(char::is_uppercase) {
                places.push(start + value_at);
                places.extend(own.trim_end().match_indices(' ').map(|(at, _)| start + value_at + at + 1));
            }
        }
        // A text goes on over lines.
        let goes_on = line[..comment].trim_start();
        if goes_on.starts_with(char::is_alphabetic) && !goes_on.contains([':', '{']) {
            places
                .extend(goes_on.trim_end().match_indices(' ').map(|(at, _)| start + comment - goes_on.len() + at + 1));
        }
        start += line.len();
    }
    places
}

/// A word for every source of a plan that has text, each at a place that a seed chooses.
fn words(plan: &Plan, seed: u64) -> Vec<Put> {
    let mut state = seed;
    let mut put = Vec::new();
    for path in plan.files.keys().filter(|path| [".md", ".yaml"].iter().any(|end| path.ends_with(end))) {
        let text = plan.text(path);
        let places = places(path, &text);
        // Knuth's generator is random enough for places.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let Some(&at) = usize::try_from(state >> 33).ok().and_then(|at| places.get(at % places.len().max(1))) else {
            continue;
        };
        let letter = |number: usize| char::from(b'a' + u8::try_from(number % 20).unwrap_or(0));
        let word = format!("kvast{}{}kvast", letter(put.len() / 20), letter(put.len()));
        let line = text[..at].matches('\n').count() + 1;
        put.push(Put { path: path.clone(), text: format!("{}{word} {}", &text[..at], &text[at..]), word, line });
    }
    put
}

/// The words that are neither printed nor told of.
fn lost<'p>(plan: &Plan, put: &[&'p Put]) -> Vec<&'p Put> {
    let edits: Vec<(String, String)> = put.iter().map(|put| (put.path.clone(), put.text.clone())).collect();
    let draft = plan.edited(&edits);
    let problems = review(&draft, None);
    // A note on a sentence's length says nothing of its words.
    let problems = problems.iter().filter(|problem| problem.severity != Severity::Note).collect::<Vec<_>>();
    let told = |put: &Put| {
        let labels = problems.iter().flat_map(|problem| problem.primary.iter().chain(&problem.secondary));
        labels.filter(|label| label.span.file.path.ends_with(&put.path)).any(|label| {
            let line = |at| label.span.file.line_column(at).0;
            (line(label.span.range.start)..=line(label.span.range.end)).contains(&put.line)
        })
    };
    let (page, typeset) = printed(&draft);
    let is_lost = |put: &&&Put| [&page, &typeset].iter().any(|text| !text.contains(&put.word)) && !told(put);
    put.iter().filter(is_lost).copied().collect()
}

/// The text of the page, with what its tags say to readers, and that of the project that the PDF is set from.
fn printed(draft: &Draft) -> (String, String) {
    let edition = Edition::new(&draft.plan, &draft.figures, &draft.document);
    let text = |files: BTreeMap<String, Vec<u8>>, ending: &str| {
        let own = files.into_iter().filter(|(path, _)| path.ends_with(ending));
        own.map(|(_, bytes)| String::from_utf8(bytes).expect("text")).collect::<String>()
    };
    let pages = text(html::plan(&edition).expect("pages"), "index.html");
    let said = |tag: &str| {
        let values = ["content=\"", "alt=\""].into_iter().filter_map(|key| tag.split_once(key));
        values.filter_map(|(_, rest)| rest.split('"').next()).collect::<Vec<_>>().join(" ")
    };
    let parts = pages.split('<').map(|part| part.split_once('>').unwrap_or(("", part)));
    let page = parts.map(|(tag, text)| format!("{} {text}", said(tag))).collect::<Vec<_>>();
    (page.concat(), text(project::of(&edition).expect("a project"), "main.typ"))
}

/// The words of a seed that a plan loses. A word alone is tried again, as one in another file may have hidden it.
fn lost_of(folder: &str, seed: u64) -> Vec<String> {
    let plan = plans::plan(folder);
    let put = words(plan, seed);
    assert!(put.len() > 10, "{folder}: {} files with text", put.len());
    let candidates = lost(plan, &put.iter().collect::<Vec<_>>());
    candidates.into_iter().filter(|put| !lost(plan, &[put]).is_empty()).map(Put::shown).collect()
}

#[test]
fn every_word_is_printed_or_told_of() {
    let asked = std::env::var("VPLAN_WORDS").ok().and_then(|asked| asked.parse::<u64>().ok());
    let lost: BTreeSet<String> =
        (0..asked.unwrap_or(SEEDS)).flat_map(|seed| FOLDERS.map(|folder| lost_of(folder, seed))).flatten().collect();
    assert!(lost.is_empty(), "{} words\n{lost:#?}", lost.len());
}
