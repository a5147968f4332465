//! `gammalt-årtal`: a year that has been left from an earlier year's plan.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::table::{Column, Row, RowContent, SumLine, Table};
use crate::prose::sentences::sentences;
use crate::prose::words::spelled;
use crate::prose::years::years;
use crate::prose::{Kind, Passage};
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "gammalt-årtal",
    what: "ett tidigare år i en rubrik, en tabells rubrik, summa eller kolumn, eller efter ord som budgeten för",
    why: "förra årets plan har kopierats och ett årtal har blivit kvar",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Driftbudget 2024\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12.5]}\n",
        )],
        blamed: "Driftbudget 2024",
    },
    run,
};

/// A year further back than this is history that somebody meant, and no plan that was copied.
const OLDEST: i32 = 10;

/// Words right before a year that make it a comparison.
const COMPARED: &[&str] = &[
    "bokslut",
    "bokslutet",
    "delår",
    "delårsrapporten",
    "efter",
    "från",
    "före",
    "jämfört",
    "med",
    "mot",
    "prognos",
    "prognosen",
    "sedan",
    "utfall",
    "utfallet",
    "årsredovisningen",
];

/// Words that are about this year's plan when a year follows them, and those that need `för` between.
const OWN: &[&str] = &["budget", "verksamhetsplan", "investeringar", "äskande", "äskanden"];
const OWN_FOR: &[&str] =
    &["budgeten", "verksamhetsplanen", "planen", "målen", "uppdragen", "investeringarna", "äskandet"];

/// Words of a sentence that looks back, where last year's number is meant. Past tense is known by its ending.
const LOOKING_BACK: &[&str] = &[
    "blev",
    "byggde",
    "enligt",
    "fick",
    "förra",
    "föregående",
    "gav",
    "gick",
    "hade",
    "höjdes",
    "innebar",
    "mot",
    "prognos",
    "prognosen",
    "redan",
    "sedan",
    "skulle",
    "sänktes",
    "tidigare",
    "tog",
    "var",
];

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let year = evidence.plan.identity.year;
    let mut labels = Labels { year, found: Vec::new() };
    for table in &evidence.plan.tables {
        labels.of_table(table);
    }
    let mut found = labels.found;
    for passage in evidence.prose {
        found.extend(match passage.kind {
            Kind::Heading => heading(passage, year).into_iter().collect(),
            Kind::Text => running_text(passage, year),
            Kind::Lines | Kind::Label => Vec::new(),
        });
    }
    found
}

/// The labels of tables, judged one by one.
struct Labels {
    year: i32,
    found: Vec<Diagnostic>,
}

impl Labels {
    fn of_table(&mut self, table: &Table) {
        self.judge(Severity::Warning, "tabellens rubrik", &table.caption.value, &table.caption.span);
        // Beside a column of the plan's year in the same unit, one of an earlier year is there to be compared with.
        let year = self.year;
        let compared = |of: &Column| table.columns.iter().any(|own| own.unit == of.unit && is_of_plan(own, year));
        for column in table.columns.iter().filter(|column| !compared(column)) {
            if let Some(span) = &column.named {
                self.judge(Severity::Warning, "kolumnens namn", &column.head, span);
            }
        }
        self.of_rows(&table.rows);
        if let Some(total) = &table.total {
            self.judge(Severity::Warning, "summans namn", &total.label.value, &total.label.span);
        }
    }

    fn of_rows(&mut self, rows: &[Row]) {
        for row in rows {
            let is_group = matches!(row.content, RowContent::Group { .. });
            let (severity, what) =
                if is_group { (Severity::Warning, "gruppens rubrik") } else { (Severity::Note, "radens namn") };
            for name in &row.names {
                self.judge(severity, what, &name.value, &name.span);
            }
            self.of_rows(row.inner());
            if let RowContent::Group { sum: SumLine::After(label), .. } = &row.content {
                self.judge(Severity::Warning, "summans namn", &label.text.value, &label.text.span);
            }
        }
    }

    fn judge(&mut self, severity: Severity, what: &str, text: &str, span: &Span) {
        if let Some((stale, _)) = stale(text, self.year) {
            let message = format!("{what} har årtalet {stale}, men planen gäller {}", self.year);
            self.found.push(Diagnostic { severity, ..blame(message, span, self.year) });
        }
    }
}

/// Whether a column is of the plan's own year, by its period or its name.
fn is_of_plan(column: &Column, year: i32) -> bool {
    let named = years(&column.head).iter().any(|found| found.last == year);
    named || column.when.is_some_and(|when| when.is_plans_own(year))
}

fn heading(passage: &Passage, year: i32) -> Option<Diagnostic> {
    let (stale, range) = stale(&passage.text, year).filter(|(_, range)| !passage.is_computed(range))?;
    let message = format!("rubriken har årtalet {stale}, men planen gäller {year}");
    Some(Diagnostic { severity: Severity::Warning, ..blame(message, &passage.span(&range)?, year) })
}

/// The first year of a text that is earlier than the plan's and no comparison.
fn stale(text: &str, year: i32) -> Option<(i32, std::ops::Range<usize>)> {
    let old = |last: i32| last < year && last >= year - OLDEST;
    let all = years(text);
    // `Från ramarna för 2025 till ramarna för 2026`: the word may stand further off, where the plan's year follows.
    let leads_on = |range: &std::ops::Range<usize>| {
        let own = all.iter().any(|found| found.last == year && found.range.start > range.end);
        own && spelled(&text[..range.start]).any(|(_, word)| COMPARED.contains(&word.to_lowercase().as_str()))
    };
    let is_meant = |range: &std::ops::Range<usize>| is_compared(&text[..range.start]) || leads_on(range);
    let found = all.iter().find(|found| old(found.last) && !is_meant(&found.range))?.clone();
    Some((found.last, found.range))
}

fn is_compared(before: &str) -> bool {
    last_word(before).is_some_and(|(_, word)| COMPARED.contains(&word.to_lowercase().as_str()))
}

/// Last year's number where this year's is expected. Older years in running text are history.
fn running_text(passage: &Passage, year: i32) -> Vec<Diagnostic> {
    let last = (year - 1).to_string();
    if !passage.text.contains(&last) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for sentence in sentences(&passage.text) {
        let text = &passage.text[sentence.clone()];
        let wanted = years(text).into_iter().filter(|found| found.last == year - 1);
        let own: Vec<_> = wanted.filter_map(|found| Some((own(&text[..found.range.start])?, found.range))).collect();
        if own.is_empty() || looks_back(text) {
            continue;
        }
        for (thing, range) in own {
            let range = sentence.start + range.start..sentence.start + range.end;
            if !passage.is_computed(&range)
                && let Some(span) = passage.span(&range)
            {
                let message = format!("texten talar om \"{thing} {last}\", men planen gäller {year}");
                found.push(blame(message, &span, year));
            }
        }
    }
    found
}

/// The words right before a year that make it this plan's own: `budget`, `budgeten för`.
pub fn own(before: &str) -> Option<&str> {
    let (start, last) = last_word(before)?;
    let ends = |word: &str, endings: &[&str]| {
        let word = word.to_lowercase();
        // `investeringsbudgeten` is a budget, but `handlingsplanen` another plan.
        endings.contains(&word.as_str())
            || word.ends_with("budget")
            || word.ends_with("budgeten")
            || word.ends_with("investeringarna")
    };
    if last.to_lowercase() == "för" {
        let (start, thing) = last_word(&before[..start])?;
        return (ends(thing, OWN_FOR) || ends(thing, OWN)).then(|| before[start..].trim());
    }
    ends(last, OWN).then_some(last)
}

/// The word that a text ends with, white space aside, and where it begins.
fn last_word(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let start = text.trim_end_matches(char::is_alphanumeric).len();
    (start < text.len()).then(|| (start, &text[start..]))
}

fn looks_back(sentence: &str) -> bool {
    spelled(sentence).any(|(_, word)| {
        let word = word.to_lowercase();
        let past = ["ade", "ades", "ats"].into_iter().any(|ending| word.len() > 6 && word.ends_with(ending));
        LOOKING_BACK.contains(&word.as_str()) || word.starts_with("oförändra") || word.starts_with("jämför") || past
    })
}

fn blame(message: String, span: &Span, year: i32) -> Diagnostic {
    Diagnostic::note(CHECK.id, message).at(span).hint(if span.file.is_markdown() {
        "skriv {{ ar }} i stället för årtalet; är det meningen, skriv varför: {# undantag(gammalt-årtal): … #}"
            .to_owned()
    } else {
        format!("skriv {year}; är det meningen, skriv varför: # undantag(gammalt-årtal): …")
    })
}
