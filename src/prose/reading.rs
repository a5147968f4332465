//! Sentences against the tables: which figures that people typed say what the plan computes, and which do not.
//!
//! A sentence is read for the lines it names ([`subjects`](super::subjects)), the periods it speaks of
//! ([`periods`](super::periods)), its figures ([`claims`](super::claims)), and whether each is an amount, a change
//! or a share. What cannot be placed with confidence is left alone: a wrong alarm costs more than a missed one.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::figures::layout::MEASURES;
use crate::figures::{CellId, Figures};
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::prose::candidates::{Candidate, candidates};
use crate::prose::claims::{Claim, Precision, claims};
use crate::prose::frames::{Frame, HEDGES, frame};
use crate::prose::periods::periods;
use crate::prose::sentence::Sentence;
use crate::prose::sentences::sentences;
use crate::prose::subjects::{Match, Subjects};
use crate::prose::transposed::Sums;
use crate::prose::verdict::{Reading, Truth, Verdict, Way};
use crate::prose::words::{has_content, words};
use crate::quantity::period;
use crate::quantity::unit::Unit;

/// Words of sentences that reckon with examples or deny: their figures are not the plan's.
const HYPOTHETICAL: &[&str] =
    &["varje", "vardera", "per", "procentenhet", "procentenheter", "inte", "ej", "exempelvis", "skulle"];

/// Words of sentences about somebody else than the board.
const OTHERS: &[&str] = &[
    "riket",
    "rikets",
    "sverige",
    "sveriges",
    "landets",
    "skr",
    "helhet",
    "regionens",
    "regioner",
    "regionerna",
    "grannregionerna",
    "kommunen",
    "kommunerna",
    "kommuner",
    "leverantören",
    "staten",
];

/// Reads every sentence of the running text.
pub fn read(plan: &Plan, figures: &Figures, prose: &[Passage]) -> Vec<Reading> {
    if plan.incomplete {
        return Vec::new();
    }
    let subjects = Subjects::new(figures);
    let sums = Sums::of(plan, figures);
    let mut readings = Vec::new();
    for (at, passage) in prose.iter().enumerate().filter(|(_, passage)| passage.kind.is_told()) {
        // Most passages have no figure at all, and need no reading.
        if claims(&passage.text).is_empty() {
            continue;
        }
        for range in sentences(&passage.text) {
            let Some(text) = passage.text.get(range.clone()) else { continue };
            let claims = claims(text);
            if !claims.iter().any(|claim| claim.unit != Unit::None || (claim.value >= Decimal::TEN && !is_year(claim)))
            {
                continue;
            }
            let words = words(text);
            let (subjects, lesser) = subjects.find(&words);
            let measured = subjects.iter().any(|subject| figures.sheets[subject.sheet].id == MEASURES);
            // A number without unit is a year, a paragraph, a count — or a measure's value.
            let is_value = |claim: &Claim| measured && claim.value >= Decimal::TEN && !is_year(claim);
            let claims: Vec<Claim> =
                claims.into_iter().filter(|claim| claim.unit != Unit::None || is_value(claim)).collect();
            if claims.is_empty() {
                continue;
            }
            let periods = periods(text, &words, &claims);
            let sentence = Sentence { text, words, claims, periods, subjects, lesser };
            readings.extend(
                judge(plan, figures, &sums, passage, &sentence, range.start)
                    .into_iter()
                    .map(|(claim, verdict)| Reading { passage: at, sentence: range.clone(), claim, verdict }),
            );
        }
    }
    readings
}

fn is_year(claim: &Claim) -> bool {
    claim.value.scale() == 0 && i32::try_from(claim.value).is_ok_and(period::is_year)
}

/// The figures of a sentence that people typed, each with its verdict.
fn judge(
    plan: &Plan,
    figures: &Figures,
    sums: &Sums,
    passage: &Passage,
    sentence: &Sentence<'_>,
    start: usize,
) -> Vec<(Claim, Verdict)> {
    let typed: Vec<usize> = (0..sentence.claims.len())
        .filter(|&at| {
            let range = &sentence.claims[at].range;
            !passage.is_computed(&(range.start + start..range.end + start))
        })
        .collect();
    let mut verdicts: Vec<(usize, Verdict)> =
        typed.iter().map(|&at| (at, verdict(plan, figures, sentence, at))).collect();
    for (at, verdict) in verdicts.iter_mut().filter(|(_, verdict)| matches!(verdict, Verdict::Unknown)) {
        if let Some(truth) = sums.resembled(sentence, *at) {
            *verdict = Verdict::Contradicts(vec![truth]);
        }
    }
    // A figure behind one that is right about the same line is most often a part of it, unless it has a line or a
    // period of its own.
    let right: Vec<(usize, CellId)> = verdicts
        .iter()
        .filter_map(|(at, verdict)| match verdict {
            Verdict::Says(Truth { cells, way: Way::Direct, .. }) => cells.first().map(|cell| (*at, *cell)),
            _ => None,
        })
        .collect();
    for (at, verdict) in &mut verdicts {
        if matches!(verdict, Verdict::Contradicts(_)) && !right.is_empty() && !stands_alone(sentence, *at) {
            *verdict = Verdict::Unknown;
        }
    }
    let moved = |claim: &Claim| Claim { range: claim.range.start + start..claim.range.end + start, ..claim.clone() };
    verdicts.into_iter().map(|(at, verdict)| (moved(&sentence.claims[at]), verdict)).collect()
}

/// Whether a figure has a line or a period to itself: one that stands between its neighbours.
fn stands_alone(sentence: &Sentence<'_>, at: usize) -> bool {
    let own = sentence.segment(at);
    let inside = |range: &Range<usize>| own.start <= range.start && range.end <= own.end;
    let elsewhere = |other: &Match| {
        sentence.words.iter().enumerate().any(|(word, found)| other.has_word(word) && !inside(&found.range))
    };
    let has_period = sentence.periods.iter().any(|period| inside(&period.range));
    let has_subject = sentence.subjects.iter().any(|subject| {
        let here =
            sentence.words.iter().enumerate().any(|(word, found)| subject.has_word(word) && inside(&found.range));
        here && (at == 0 || subject.whole || !elsewhere(subject))
    });
    has_period || has_subject
}

fn verdict(plan: &Plan, figures: &Figures, sentence: &Sentence<'_>, at: usize) -> Verdict {
    let claim = &sentence.claims[at];
    let has = |list: &[&str]| sentence.words.iter().any(|word| list.contains(&word.text.as_str()));
    // "Nämnden är en stor del av regionens ekonomi" is about the board all the same.
    let own = sentence.words.iter().any(|word| word.text.contains("nämnd") || word.text.contains("förvaltning"));
    let others = has(OTHERS) && !own || names_other_region(plan, sentence);
    if sentence.subjects.is_empty() || has(HYPOTHETICAL) || others || is_of_another_kind(sentence) {
        return Verdict::Unknown;
    }
    if is_part(figures, sentence, at) || is_of_another_noun(sentence, at) {
        return Verdict::Unknown;
    }
    if claim.precision == Precision::Bound && claim.unit != Unit::Percent || in_parentheses(sentence, at) {
        return Verdict::Unknown;
    }
    let frame = frame(sentence, at);
    let found = candidates(plan, figures, sentence, at, frame);
    let truth = |candidate: &Candidate| Truth {
        value: candidate.value,
        unit: claim.unit.clone(),
        way: candidate.way,
        cells: candidate.cells.clone(),
    };
    let mut right = found.iter().filter(|candidate| claim.says(candidate.value.abs()));
    if let Some(candidate) = right.clone().find(|candidate| sign_agrees(sentence, at, frame, candidate)) {
        return Verdict::Says(truth(candidate));
    }
    if let Some(candidate) = right.next() {
        return Verdict::Contradicts(vec![truth(candidate)]);
    }
    if found.iter().all(|candidate| !candidate.binding) {
        return Verdict::Unknown;
    }
    let mut nearest: Vec<&Candidate> = found.iter().filter(|candidate| candidate.binding).collect();
    nearest.sort_by_key(|candidate| (candidate.value.abs() - claim.value).abs());
    Verdict::Contradicts(nearest.into_iter().take(3).map(truth).collect())
}

/// "70 miljoner, varav 20 miljoner gäller": a part of the figure before.
fn is_part(figures: &Figures, sentence: &Sentence<'_>, at: usize) -> bool {
    // "Av personalkostnaderna går 12 miljoner till vikarier": but what the tables divide themselves is known.
    let first = sentence.words.first().map_or("", |word| word.text.as_str());
    let divided = sentence.subjects.iter().any(|subject| {
        let columns = &figures.sheets[subject.sheet].columns;
        columns.iter().filter_map(|column| column.measure.as_ref()).any(|measure| {
            let measure: String = measure.chars().take(4).collect();
            sentence.words.iter().any(|word| word.text.starts_with(&measure) || word.text.ends_with(&measure))
        })
    });
    if ["av", "inom", "bland"].contains(&first) && sentence.claims[at].unit != Unit::Percent && !divided {
        return true;
    }
    let own = sentence.segment(at);
    let before = sentence
        .words
        .iter()
        .rev()
        .filter(|word| word.range.end <= sentence.claims[at].range.start && word.range.start >= own.start);
    let part = before.take(3).any(|word| matches!(word.text.as_str(), "varav" | "därav" | "avser" | "gäller"));
    // What the tables say themselves is no unknown part.
    part && at > 0 && sentence.periods.is_empty()
}

/// Beginnings of words for kinds of money that a line is not, unless its name has them.
const KINDS_OF_MONEY: &[&str] =
    &["intäkt", "överskott", "underskott", "investera", "spar", "sälj", "tillskott", "bidrag"];

/// "Område IT sparar 2 miljoner": about the line's unit, but no amount of the line.
fn is_of_another_kind(sentence: &Sentence<'_>) -> bool {
    let all = || sentence.subjects.iter().chain(&sentence.lesser);
    sentence.words.iter().enumerate().any(|(at, word)| {
        KINDS_OF_MONEY.iter().any(|kind| word.text.starts_with(kind)) && !all().any(|subject| subject.has_word(at))
    })
}

/// Words between a line and "på", "för" or "om" before its figure that leave it the line's own.
const LINKS: &[&str] = &[
    "effekt",
    "summa",
    "nivå",
    "utgift",
    "värde",
    "ligger",
    "låg",
    "stannar",
    "stannade",
    "landar",
    "hamnar",
    "slutar",
    "stanna",
    "landa",
    "hamna",
    "budgeterar",
    "räknar",
    "beräknad",
    "beräknade",
    "budgeterad",
    "budgeterade",
];

/// "Ett krav på 76 miljoner": the noun before the preposition is what the figure is about, and no table's line.
fn is_of_another_noun(sentence: &Sentence<'_>, at: usize) -> bool {
    if sentence.claims[at].unit == Unit::Percent {
        return false;
    }
    let before = (0..sentence.words.len())
        .rev()
        .filter(|&word| sentence.words[word].range.end <= sentence.claims[at].range.start);
    let mut before = before.skip_while(|&word| HEDGES.contains(&sentence.words[word].text.as_str()));
    let Some(preposition) = before.next() else { return false };
    let (Some(noun), true) = (before.next(), ["på", "för", "om"].contains(&sentence.words[preposition].text.as_str()))
    else {
        return false;
    };
    let text = sentence.words[noun].text.as_str();
    let named = sentence.subjects.iter().chain(&sentence.lesser).any(|subject| subject.has_word(noun));
    !named
        && has_content(text)
        && !LINKS.contains(&text)
        && !text.starts_with("budget")
        && !text.chars().all(char::is_numeric)
}

/// "Region Sörmland" in the plan of Region Örebro län.
fn names_other_region(plan: &Plan, sentence: &Sentence<'_>) -> bool {
    let own = plan.identity.organisation.to_lowercase();
    sentence.words.windows(2).any(|pair| {
        let name = sentence.text[pair[1].range.clone()].starts_with(char::is_uppercase);
        pair[0].text == "region" && name && !own.contains(&pair[1].text)
    })
}

/// Whether a figure stands in parentheses behind something else than the line it would be about.
fn in_parentheses(sentence: &Sentence<'_>, at: usize) -> bool {
    let claim = &sentence.claims[at];
    let before = &sentence.text[..claim.range.start];
    let Some(open) = before.rfind('(').filter(|open| !before[*open..].contains(')')) else { return false };
    let behind = sentence.words.iter().enumerate().filter(|(_, word)| word.range.end <= open).rev().take(2);
    !behind.into_iter().any(|(word, _)| sentence.subjects.iter().any(|subject| subject.has_word(word)))
}

/// Whether the words for sign and direction are those of the truth.
fn sign_agrees(sentence: &Sentence<'_>, at: usize, frame: Frame, candidate: &Candidate) -> bool {
    let claim = &sentence.claims[at];
    let negative = candidate.value.is_sign_negative() && !candidate.value.is_zero();
    match (candidate.way, frame) {
        (Way::Change | Way::ChangeInPercent, Frame::Change(Some(up))) => !candidate.oriented || up != negative,
        (Way::Direct, _) => {
            let own = sentence.segment(at);
            let before = sentence
                .words
                .iter()
                .filter(|word| word.range.start >= own.start && word.range.end <= claim.range.start);
            let said = before.rev().find_map(|word| {
                if word.text.starts_with("underskott") {
                    Some(true)
                } else if word.text.starts_with("överskott") {
                    Some(false)
                } else {
                    None
                }
            });
            // A cost is written without its minus, and a minus is never written before an income.
            let written = claim.negative.is_none_or(|minus| minus == negative);
            written && said.is_none_or(|deficit| deficit == negative)
        }
        _ => true,
    }
}
