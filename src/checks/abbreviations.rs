//! `oförklarad-förkortning`: an abbreviation that the plan does not explain anywhere.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::prose::words::spelled;
use crate::prose::{Kind, Passage};
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "oförklarad-förkortning",
    what: "en förkortning med versaler som inte förklaras någonstans i planen",
    why: "planen läses av invånare, politiker och nya medarbetare, som inte kan förvaltningens förkortningar",
    example: Example {
        files: &[(
            "kapitel/01-inledning.md",
            "# Inledning\n\nKyla byggs vid USÖ. Arbetet med intern styrning och kontroll (ISK) fortsätter.\n",
        )],
        blamed: "USÖ",
    },
    run,
};

/// What every reader knows.
const KNOWN: &[&str] = &["AB", "EU", "FN", "HR", "ID", "IT", "OBS", "PDF", "TV", "USA", "VD"];

/// Letters of an abbreviation.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=6;

/// How far from an abbreviation its explanation ends, in bytes.
const NEAR: usize = 300;

/// Words that explain what stands before them.
const EXPLAINS: &[&str] = &["betyder", "innebär", "står", "utläses", "är"];

/// Where an abbreviation stands first, and how many times.
struct Uses<'p> {
    first: (&'p Passage, Range<usize>),
    count: usize,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    if !evidence.is_whole() {
        return Vec::new();
    }
    let mut explained: HashSet<&str> = HashSet::new();
    let mut used: BTreeMap<&str, Uses<'_>> = BTreeMap::new();
    for passage in evidence.prose {
        let text = passage.text.as_str();
        if is_term(passage) {
            explained.insert(text.trim());
        }
        if !text.contains(char::is_lowercase) {
            continue;
        }
        for range in abbreviations(text) {
            let abbreviation = &text[range.clone()];
            if is_explained(text, &range) {
                explained.insert(abbreviation);
            }
            if !passage.is_computed(&range) {
                let first = (passage, range);
                used.entry(abbreviation).and_modify(|uses| uses.count += 1).or_insert(Uses { first, count: 1 });
            }
        }
    }
    used.into_iter().filter(|(abbreviation, _)| !explained.contains(abbreviation)).filter_map(told).collect()
}

fn told((abbreviation, uses): (&str, Uses<'_>)) -> Option<Diagnostic> {
    let (passage, range) = &uses.first;
    let mut problem = Diagnostic::note(CHECK.id, format!("förkortningen \"{abbreviation}\" förklaras inte i planen"))
        .at(&passage.span(range)?);
    if uses.count > 1 {
        problem = problem.fact(format!("står på {} ställen", swedish::count(uses.count)));
    }
    // A row's name or a caption has no room for the words.
    Some(problem.hint(if passage.kind == Kind::Text {
        format!("skriv ut den första gången: … ({abbreviation})")
    } else {
        format!("förklara den i texten eller under tabellen, till exempel anmärkningar: [\"{abbreviation} är …\"]")
    }))
}

/// Whether a passage is an abbreviation and nothing else: a term or a cell in a chapter's list of words.
fn is_term(passage: &Passage) -> bool {
    let whole = 0..passage.text.len();
    passage.kind != Kind::Heading
        && is_abbreviation(passage.text.trim())
        && passage.span(&whole).is_some_and(|span| span.file.is_markdown())
}

/// The abbreviations of a text that not every reader knows. A genitive and a compound's tail are no part of them.
fn abbreviations(text: &str) -> impl Iterator<Item = Range<usize>> {
    spelled(text).filter_map(|(range, word)| {
        // Addresses and file names are no prose.
        let attached =
            text[..range.start].ends_with(['.', '@', '_', '/']) && text[range.end..].starts_with(['.', '@', '_']);
        let bare = word.strip_suffix('s').filter(|bare| is_abbreviation(bare)).unwrap_or(word);
        let judged = !attached && is_abbreviation(bare) && !KNOWN.contains(&bare) && !is_roman(bare);
        judged.then(|| range.start..range.start + bare.len())
    })
}

fn is_abbreviation(word: &str) -> bool {
    LENGTH.contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// A Roman numeral as chapters and stages have them: up to XXXIX.
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn is_explained(text: &str, range: &Range<usize>) -> bool {
    let near = text.floor_char_boundary(range.start.saturating_sub(NEAR))..text.floor_char_boundary(range.end + NEAR);
    let (before, after) = (&text[near.start..range.start], &text[range.end..near.end]);
    in_parentheses(before, &text[range.clone()], after)
        || before_parentheses(after)
        || after.starts_with(", en ")
        || after.starts_with(", ett ")
        || after.starts_with(' ') && spelled(after).next().is_some_and(|(_, word)| EXPLAINS.contains(&word))
}

/// `intern styrning och kontroll (ISK)`, `(NIS-direktivet)`, `(Service Level Agreement, SLA)`.
fn in_parentheses(before: &str, abbreviation: &str, after: &str) -> bool {
    let Some(open) = before.rfind(['(', ')']).filter(|at| before[*at..].starts_with('(')) else { return false };
    let Some(close) = after.find(')') else { return false };
    let (lead, tail) = (before[open + 1..].trim(), after[..close].trim());
    // What is compounded with the abbreviation is not its explanation.
    let alone = tail.is_empty() || (tail.starts_with(['-', ':']) && !tail.contains([' ', ',']));
    let long = |part: &str| part.contains(char::is_lowercase) && !part.contains(abbreviation);
    (lead.is_empty() && (alone || (tail.starts_with(',') && long(tail))))
        || (alone && lead.ends_with(',') && long(lead))
}

/// `USÖ (Universitetssjukhuset Örebro)`, but not `ISK (se kapitel 9)`.
fn before_parentheses(after: &str) -> bool {
    let Some(inside) = after.strip_prefix(" (").and_then(|rest| rest.split(')').next()) else { return false };
    inside.contains(char::is_lowercase) && !inside.starts_with("se ")
}
