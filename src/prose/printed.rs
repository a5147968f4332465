//! A figure that the program printed in a sentence, held against the words around it.

use crate::figures::Figures;
use crate::prose::periods::Mention;
use crate::prose::sentence::Sentence;
use crate::prose::subjects::Match;
use crate::prose::words::Word;
use crate::quantity::period::{Period, PeriodKind};

/// A figure of a table.
pub struct Printed {
    /// Index of its sheet.
    pub sheet: usize,
    /// Index of its line.
    pub line: usize,
    /// Its column's period.
    pub when: Option<Period>,
    /// Whether it is less than nothing.
    pub negative: bool,
}

/// What the words say that the figure does not.
#[derive(Debug, Clone)]
pub enum Disagreement {
    /// They speak of another period.
    Period(String),
    /// They say no year, and so are about the plan's own.
    Unsaid,
    /// They name another line.
    Row(Match),
    /// The figure is a deficit and they do not say so, or the other way round.
    Sign(bool),
    /// They say that it is a deficit, and so does its minus.
    Minus,
}

/// Words of a sentence that looks back without saying to when.
const BACK: &[&str] = &[
    "förra",
    "föregående",
    "tidigare",
    "jämfört",
    "jämförelse",
    "mot",
    "än",
    "från",
    "var",
    "blev",
    "hade",
    "sedan",
    "året",
];

/// Words that a list of kinds of periods is told by.
const KINDS: &[(&str, PeriodKind)] = &[
    ("prognos", PeriodKind::Forecast),
    ("bokslut", PeriodKind::FinalAccounts),
    ("utfall", PeriodKind::Outcome),
    ("budget", PeriodKind::Budget),
];

/// What is wrong with a figure where it stands, if anything is.
pub fn judge(
    figures: &Figures,
    sentence: &Sentence<'_>,
    at: usize,
    printed: &Printed,
    plan_year: i32,
) -> Option<Disagreement> {
    sign(sentence, at, printed)
        .or_else(|| period(sentence, at, printed, plan_year))
        .or_else(|| row(figures, sentence, at, printed))
}

/// The words between the figure before and the figure itself.
fn before<'a>(sentence: &'a Sentence<'_>, at: usize) -> impl DoubleEndedIterator<Item = (usize, &'a Word)> {
    let (start, end) = (sentence.segment(at).start, sentence.claims[at].range.start);
    let words = sentence.words.iter().enumerate();
    words.filter(move |(_, word)| word.range.start >= start && word.range.end <= end)
}

fn sign(sentence: &Sentence<'_>, at: usize, printed: &Printed) -> Option<Disagreement> {
    let said = before(sentence, at).rev().find_map(|(_, word)| match word.text.as_str() {
        text if text.starts_with("underskott") => Some(true),
        text if text.starts_with("överskott") => Some(false),
        _ => None,
    });
    let minus = sentence.claims[at].negative == Some(true);
    match said {
        Some(deficit) if deficit != printed.negative => Some(Disagreement::Sign(printed.negative)),
        Some(true) if minus => Some(Disagreement::Minus),
        // A result that is printed without its minus is taken for a surplus.
        None if printed.negative && !minus => {
            let nearest = before(sentence, at).rev().take(3).any(|(_, word)| word.text.starts_with("resultat"));
            nearest.then_some(Disagreement::Sign(true))
        }
        _ => None,
    }
}

/// The periods that are meant for a figure: those right behind it, else those between the figure before and itself, else the
/// last that came before.
fn mentions<'a>(sentence: &'a Sentence<'_>, at: usize) -> Vec<&'a Mention> {
    let (segment, own) = (sentence.segment(at), &sentence.claims[at].range);
    let all = || sentence.periods.iter();
    let inside: Vec<&Mention> =
        all().filter(|period| segment.start <= period.range.start && period.range.end <= own.start).collect();
    // "12 mnkr i budget 2025, mot 11 mnkr i budget 2024": a period right behind a figure is its own.
    let beside = |period: &&Mention| {
        let between = sentence.text.get(own.end..period.range.start);
        between.is_some_and(|between| !between.contains(',') && !between.contains(" och "))
            && period.range.end <= segment.end
    };
    let beside: Vec<&Mention> = all().filter(beside).collect();
    let earlier = || all().rev().find(|period| period.range.end <= own.start).into_iter().collect();
    if !beside.is_empty() {
        return beside;
    }
    if inside.is_empty() { earlier() } else { inside }
}

fn period(sentence: &Sentence<'_>, at: usize, printed: &Printed, plan_year: i32) -> Option<Disagreement> {
    let when = printed.when?;
    when.whole_year()?;
    let mentions = mentions(sentence, at);
    let shown = |mention: &&Mention| sentence.text[mention.range.clone()].to_owned();
    let dated: Vec<&Mention> = mentions.iter().copied().filter(|mention| mention.year.is_some()).collect();
    if let (Some(first), false) = (dated.first(), dated.iter().any(|mention| mention.fits(Some(when), plan_year))) {
        return Some(Disagreement::Period(shown(first)));
    }
    // A kind that is named by itself, where no mention with a year has it.
    let named = dated.iter().any(|mention| mention.kind.is_some());
    let kinds: Vec<(&str, PeriodKind)> = before(sentence, at)
        .filter_map(|(_, word)| {
            let kind = KINDS.iter().find(|(begin, _)| word.text.contains(begin))?.1;
            Some((word.text.as_str(), kind))
        })
        .collect();
    let spoken = when.kind.map(PeriodKind::spoken);
    let is_outcome = |kind| matches!(kind, PeriodKind::Outcome | PeriodKind::FinalAccounts);
    let fits = |kind: PeriodKind| spoken.is_none_or(|own| own == kind || is_outcome(own) && is_outcome(kind));
    if let (false, Some((word, _)), false) = (named, kinds.first(), kinds.iter().any(|(_, kind)| fits(*kind))) {
        return Some(Disagreement::Period(format!("\"{word}\"")));
    }
    // Where no year is said, the plan's own is meant.
    let back = sentence.words.iter().any(|word| BACK.contains(&word.text.as_str()));
    let forecast = kinds.iter().any(|(_, kind)| *kind != PeriodKind::Budget);
    let own = when.is_plans_own(plan_year);
    // A figure that only stands in a row of figures is not said to be of anything.
    let words: Vec<usize> = before(sentence, at).map(|(index, _)| index).collect();
    let is_here = |found: &Match| found.found.iter().all(|(_, word)| words.contains(word));
    let named = sentence.subjects.iter().any(is_here) || !kinds.is_empty();
    (named && mentions.is_empty() && !own && !back && !forecast).then_some(Disagreement::Unsaid)
}

fn row(figures: &Figures, sentence: &Sentence<'_>, at: usize, printed: &Printed) -> Option<Disagreement> {
    let own = (printed.sheet, printed.line);
    let name = figures.sheets[own.0].lines[own.1].name();
    let is_own = |found: &Match| {
        (found.sheet, found.line) == own || figures.sheets[found.sheet].lines[found.line].name() == name
    };
    let all = || sentence.subjects.iter().chain(&sentence.lesser);
    let words: Vec<usize> = before(sentence, at).map(|(index, _)| index).collect();
    let here = |found: &Match| found.found.iter().all(|(_, word)| words.contains(word));
    if words.is_empty() || all().any(is_own) {
        // The line is named, but another may be named nearer.
        let last = |found: &Match| found.found.iter().map(|(_, word)| *word).max();
        let nearest = all().filter(|found| here(found)).filter_map(last).max();
        let own_word = all().filter(|found| is_own(found) && here(found)).filter_map(last).max();
        if own_word.is_some() || nearest.is_none() {
            return None;
        }
    }
    sentence.subjects.iter().find(|found| found.whole && here(found)).cloned().map(Disagreement::Row)
}
