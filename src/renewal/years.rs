//! Which years of a text follow to the next plan, which stay as they are, and which somebody has to decide about.

use std::collections::BTreeSet;

use crate::checks::stale_years;
use crate::prose::years::{Year, years};
use crate::renewal::Years;
use crate::swedish;

/// Years further back than this are history that somebody meant.
const REMEMBERED: i32 = 2;

/// Times of a year that are other ones in each plan.
const SEASONS: [&str; 6] = ["våren", "sommaren", "hösten", "vintern", "årsskiftet", "i fjol"];

/// How a text speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// As a heading, a caption, the name of a sum: its year is the plan's, or a column's.
    Label,
    /// As a note under a table: about its columns, in sentences.
    Note,
    /// As the name of a thing, which may have a year of its own.
    Name,
    /// As a time when something is to be done.
    Time,
    /// As sentences about anything.
    Running,
}

/// What becomes of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Kept,
    Moved,
    /// Moved, where the sentence around it may say what was true of the other year.
    MovedToRead,
    Asked,
}

/// What becomes of the years of a text.
#[derive(Debug, Default)]
pub struct Judged {
    /// Years that are moved, with what they become.
    pub moved: Vec<(Year, i32)>,
    /// What somebody has to read.
    pub to_read: ToRead,
}

/// Why somebody has to read a text.
#[derive(Debug, Default, Clone)]
pub struct ToRead {
    moved: BTreeSet<i32>,
    asked: BTreeSet<String>,
    season: Option<&'static str>,
}

impl ToRead {
    /// Takes in what somebody has to read for another reason.
    pub fn join(&mut self, other: Self) {
        self.moved.extend(other.moved);
        self.asked.extend(other.asked);
        self.season = self.season.or(other.season);
    }

    /// What to do, in words; nothing when nobody has to read it.
    pub fn told(&self, years: Years) -> Option<String> {
        let moved: Vec<String> = self.moved.iter().map(i32::to_string).collect();
        let asked: Vec<String> = self.asked.iter().cloned().collect();
        let new = years.new;
        let season = self.season.filter(|_| self.asked.is_empty());
        let parts = [
            (!self.moved.is_empty())
                .then(|| format!("årtal är flyttade till {}; stämmer texten?", swedish::join(&moved))),
            (!self.asked.is_empty())
                .then(|| format!("texten nämner {}; stämmer det i planen för {new}?", swedish::join(&asked))),
            season.map(|word| format!("texten säger ”{word}”; stämmer det i planen för {new}?")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Judges the years of a text. `is_column` says whether a year is one that a column beside the text is about, and
/// `is_printed` whether the sentence around it prints a figure of that year.
pub fn judge(
    text: &str,
    voice: Voice,
    plan: Years,
    is_column: impl Fn(i32) -> bool,
    is_printed: impl Fn(&Year) -> bool,
) -> Judged {
    let mut judged = Judged::default();
    for found in years(text) {
        let year = found.last;
        match verdict(text, &found, voice, plan, is_column(year), is_printed(&found)) {
            Verdict::Kept => {}
            Verdict::Moved => judged.moved.push((found, year + plan.shift())),
            Verdict::MovedToRead => {
                judged.to_read.moved.insert(year + plan.shift());
                judged.moved.push((found, year + plan.shift()));
            }
            Verdict::Asked => drop(judged.to_read.asked.insert(written(text, &found))),
        }
    }
    if voice == Voice::Running {
        let lower = text.to_lowercase();
        judged.to_read.season = SEASONS.into_iter().find(|season| has_word(&lower, season));
    }
    judged
}

/// A year, or the first and the last of several, as somebody is asked about it.
fn written(text: &str, found: &Year) -> String {
    let first = text.get(found.range.clone()).unwrap_or_default();
    if is_span(text, found) { format!("{first}–{}", found.last) } else { found.last.to_string() }
}

fn is_span(text: &str, found: &Year) -> bool {
    text.get(found.range.clone()) != Some(&found.last.to_string())
}

fn verdict(text: &str, found: &Year, voice: Voice, plan: Years, is_column: bool, is_printed: bool) -> Verdict {
    let year = found.last;
    let recent = if year >= plan.old - REMEMBERED { Verdict::Asked } else { Verdict::Kept };
    if is_span(text, found) {
        return if voice == Voice::Time && year > plan.old { Verdict::Kept } else { recent };
    }
    match voice {
        Voice::Time if year > plan.old => Verdict::Kept,
        Voice::Label if year == plan.old || is_column => Verdict::Moved,
        Voice::Note if year == plan.old || is_column => Verdict::MovedToRead,
        Voice::Running if year == plan.old && stale_years::own(&text[..found.range.start]).is_some() => Verdict::Moved,
        Voice::Running if is_printed => Verdict::MovedToRead,
        Voice::Label | Voice::Note | Voice::Name | Voice::Time | Voice::Running => recent,
    }
}

/// Whether a text has words that are no part of others.
fn has_word(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::{Voice, judge};
    use crate::renewal::Years;

    const PLAN: Years = Years { old: 2025, new: 2026 };

    #[test]
    fn years_follow_where_they_mean_the_plans_own() {
        for (voice, text, moved, told) in [
            (Voice::Label, "Driftbudget 2025", vec![2026], None),
            (
                Voice::Label,
                "Program 2021–2025",
                vec![],
                Some("texten nämner 2021–2025; stämmer det i planen för 2026?"),
            ),
            (Voice::Running, "Budgeten för 2025 är i balans.", vec![2026], None),
            (
                Voice::Running,
                "Hösten 2019 byggdes huset.",
                vec![],
                Some("texten säger ”hösten”; stämmer det i planen för 2026?"),
            ),
            (Voice::Running, "Lagen (2018:1174) gäller.", vec![], None),
            (
                Voice::Running,
                "Sedan 2024 gäller det.",
                vec![],
                Some("texten nämner 2024; stämmer det i planen för 2026?"),
            ),
            (
                Voice::Note,
                "Budget 2025 är preliminär.",
                vec![2026],
                Some("årtal är flyttade till 2026; stämmer texten?"),
            ),
            (Voice::Name, "Etapp 2025", vec![], Some("texten nämner 2025; stämmer det i planen för 2026?")),
        ] {
            let judged = judge(text, voice, PLAN, |_| false, |_| false);
            let years: Vec<i32> = judged.moved.iter().map(|(_, year)| *year).collect();
            assert_eq!((years, judged.to_read.told(PLAN).as_deref()), (moved, told), "{text}");
        }
    }
}
