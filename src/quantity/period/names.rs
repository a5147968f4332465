//! Periods as their authors name them: `utfall jan–aug 2025` → [`Period`], the id and the head of its column.

use crate::quantity::period::{Period, PeriodKind, Time, is_year, year};
use crate::source::characters::visible;

/// A period that belongs to no years: the term of office of those who decide the plan.
const TERM: &str = "mandatperioden";

/// Between the first and the last of a span.
const DASH: &str = "–";

/// Months as they are written alone and in a span.
pub const MONTHS: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("mars", "mars"),
    ("april", "apr"),
    ("maj", "maj"),
    ("juni", "juni"),
    ("juli", "juli"),
    ("augusti", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];

/// Why a name is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodError {
    /// These words are no kind of period, and there is no time either or one that says nothing without its kind.
    Kind(String),
    /// The year is none that a plan can speak of.
    Year(i32),
    /// These words stand where a month should.
    Month(String),
    /// There is no time, or one that is not written as times are.
    Time,
    /// The first of a span is not before the last, a year is shortened, or figures of the kind are not about such a
    /// time: these can be written instead.
    Instead(Vec<String>),
}

/// Reads `budget 2025`, in any case and with any dash.
pub fn parse(name: &str) -> Result<Period, PeriodError> {
    of_words(&words(name))
}

/// The period in the id of a column that has a name of its own: `budget_2025`, or the year of `antal_2025`.
pub fn in_id(id: &str) -> Option<Period> {
    let mut words: Vec<String> = Vec::new();
    for word in id.split('_') {
        // An id has no dash between the two ends of a span.
        let alike = |other: &String| year(other).and(year(word)).is_some() || month(other).and(month(word)).is_some();
        if words.last().is_some_and(alike) {
            words.push(DASH.to_owned());
        }
        words.push(word.to_lowercase());
    }
    let last = words.last().and_then(|word| year(word));
    of_words(&words).ok().or_else(|| Some(Period { kind: None, time: Time::Year(last?) }))
}

/// The period that a part of an id is, and nothing else: `budget_2025`, `utfall_jan_aug_2025`.
pub fn whole_id(id: &str) -> Option<Period> {
    in_id(id).filter(|period| period.kind.is_some() || year(id).is_some())
}

fn of_words(words: &[String]) -> Result<Period, PeriodError> {
    let is_time = |word: &String| {
        word == DASH || word == TERM || month(word).is_some() || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let (named, timed) = words.split_at(words.iter().position(is_time).unwrap_or(words.len()));
    let kind = if named.is_empty() { None } else { Some(kind(named)?) };
    let period = Period { kind, time: time(timed).map_err(|error| error.of(kind))? };
    fitting(period)
}

/// A period, when figures of its kind can be about its time.
fn fitting(period: Period) -> Result<Period, PeriodError> {
    use PeriodKind::{FinalAccounts, Forecast, FullYearForecast, Interim, Outcome, RevisedBudget};
    let of = |kind, time| name(Period { kind, time });
    let instead = match (period.kind, period.time) {
        (Some(FullYearForecast), Time::Months { year, last, .. }) => {
            vec![of(period.kind, Time::AsOf { year, month: last })]
        }
        (Some(FullYearForecast), Time::Years { .. } | Time::Term) => vec![of(Some(Forecast), period.time)],
        (Some(Interim), Time::Years { .. } | Time::Term) => vec![of(Some(Outcome), period.time)],
        (Some(FinalAccounts), Time::Months { .. } | Time::AsOf { .. }) => {
            vec![of(Some(Interim), period.time), of(Some(Outcome), period.time)]
        }
        (kind, Time::AsOf { year, month })
            if !matches!(kind, Some(Interim | Forecast | FullYearForecast | Outcome | RevisedBudget)) =>
        {
            // January alone is no span.
            let months = (month > 1).then(|| of(kind, Time::Months { year, first: 1, last: month }));
            let whole = of(kind, Time::Year(year));
            months.into_iter().chain([whole]).collect()
        }
        _ => return Ok(period),
    };
    Err(PeriodError::Instead(instead))
}

/// A period as its author would write it: `utfall jan–aug 2025`.
pub fn name(period: Period) -> String {
    let month = |at: u8| MONTHS.get(usize::from(at).wrapping_sub(1)).copied().unwrap_or_default();
    let time = match period.time {
        Time::Year(year) => year.to_string(),
        Time::AsOf { year, month: at } => format!("{} {year}", month(at).0),
        Time::Months { year, first, last } => format!("{}{DASH}{} {year}", month(first).1, month(last).1),
        Time::Years { first, last } => format!("{first}{DASH}{last}"),
        Time::Term => TERM.to_owned(),
    };
    period.kind.map_or_else(|| time.clone(), |kind| format!("{} {time}", kind.word()))
}

fn four_digits(word: &str) -> Option<i32> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| digits)
}

/// The id of a column with this name: `utfall_jan_aug_2025` of `Utfall jan–aug 2025`.
pub fn id(name: &str) -> String {
    let words = words(name);
    words.iter().filter(|word| *word != DASH).map(|word| word.trim_end_matches('.')).collect::<Vec<_>>().join("_")
}

/// A column's id so many years later: `budget_2025.ram` is `budget_2024.ram` a year earlier.
pub fn id_moved(id: &str, years: i32) -> String {
    let (name, measure) = id.split_at(id.find('.').unwrap_or(id.len()));
    let moved = |word: &str| year(word).map_or_else(|| word.to_owned(), |year| (year + years).to_string());
    name.split('_').map(moved).collect::<Vec<_>>().join("_") + measure
}

/// A name as it is printed: with the dash of spans, and no spaces at it.
pub fn with_dashes(name: &str) -> String {
    name.split(is_dash).map(str::trim).collect::<Vec<_>>().join(DASH)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

/// The words of a name in lower case; a dash is a word of its own.
fn words(name: &str) -> Vec<String> {
    let spaced = visible(name).to_lowercase().replace(is_dash, " – ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// The month that a word is, whole or shortened.
fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    let is = |(whole, short): &(&str, &str)| {
        word == *whole
            || word == *short
            || (word.len() == 3 && whole.starts_with(word))
            || word == "sept" && *short == "sep"
    };
    MONTHS.iter().position(is).and_then(|at| u8::try_from(at + 1).ok())
}

/// Every month by the names that it goes by, for suggestions.
pub fn months() -> impl Iterator<Item = &'static str> {
    MONTHS.iter().flat_map(|(whole, short)| [*whole, *short])
}

fn kind(words: &[String]) -> Result<PeriodKind, PeriodError> {
    let known = |words: &[String]| {
        let name = words.join(" ");
        PeriodKind::WORDS.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind)
    };
    let begins = (1..words.len()).rev().find(|&length| known(&words[..length]).is_some());
    known(words).ok_or_else(|| match begins {
        Some(length) => PeriodError::Month(words[length..].join(" ")),
        None => PeriodError::Kind(words.join(" ")),
    })
}

/// Why words are no time; what can be written instead is without its kind.
enum TimeError {
    Error(PeriodError),
    Instead(Time),
}

impl TimeError {
    fn of(self, kind: Option<PeriodKind>) -> PeriodError {
        match self {
            Self::Error(error) => error,
            Self::Instead(time) => PeriodError::Instead(vec![name(Period { kind, time })]),
        }
    }
}

fn time(words: &[String]) -> Result<Time, TimeError> {
    let year = |word: &str| {
        let number = four_digits(word).ok_or(PeriodError::Time)?;
        if is_year(number) { Ok(number) } else { Err(PeriodError::Year(number)) }
    };
    let month = |word: &str| month(word).ok_or_else(|| PeriodError::Month(word.to_owned()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let read = match words.as_slice() {
        [TERM] => Ok(Time::Term),
        [only] => year(only).map(Time::Year),
        [first, DASH, last] => year(first).and_then(|first| {
            // 2026–30
            let whole = if last.len() == 2 { format!("{}{last}", first / 100) } else { (*last).to_owned() };
            year(&whole).map(|last| Time::Years { first, last })
        }),
        [at, on] => month(at).and_then(|month| Ok(Time::AsOf { year: year(on)?, month })),
        [first, DASH, last, on] => {
            month(first).and_then(|first| Ok(Time::Months { first, last: month(last)?, year: year(on)? }))
        }
        _ => Err(PeriodError::Time),
    };
    let time = read.map_err(TimeError::Error)?;
    let shortened = words.last().is_some_and(|last| last.len() == 2);
    match time {
        Time::Years { first, last } if first > last => {
            Err(TimeError::Instead(Time::Years { first: last, last: first }))
        }
        Time::Years { first, last } if first == last => Err(TimeError::Instead(Time::Year(first))),
        Time::Years { .. } if shortened => Err(TimeError::Instead(time)),
        Time::Months { year, first, last } if first > last => {
            Err(TimeError::Instead(Time::Months { year, first: last, last: first }))
        }
        Time::Months { year, first, last } if first == last => {
            Err(TimeError::Instead(Time::AsOf { year, month: first }))
        }
        time => Ok(time),
    }
}

#[cfg(test)]
mod tests {
    use super::{PeriodError, id, id_moved, in_id, parse};
    use crate::quantity::period::Period;

    fn period(name: &str) -> Period {
        parse(name).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    #[test]
    fn names_are_read_however_they_are_written() {
        for (one, other) in [
            ("Budget 2025", "budget  2025"),
            ("beslutad 2025", "Beslutad budget 2025"),
            ("utfall jan-aug 2025", "UTFALL januari – augusti 2025"),
            ("prognos aug. 2025", "prognos augusti 2025"),
            ("plan 2026-2030", "plan 2026—2030"),
        ] {
            assert_eq!(period(one), period(other), "{one}");
        }
        assert_ne!(period("förslag 2026"), period("äskande 2026"));
        for name in ["2026–2030", "jan–aug 2025", "mandatperioden", "ram mandatperioden", "helårsprognos april 2025"]
        {
            assert_eq!(super::name(period(name)), name);
        }
    }

    #[test]
    fn what_is_no_period_says_why() {
        let instead = |names: &[&str]| PeriodError::Instead(names.iter().map(|name| (*name).to_owned()).collect());
        for (name, error) in [
            ("buget 2025", PeriodError::Kind("buget".to_owned())),
            ("", PeriodError::Time),
            ("budget", PeriodError::Time),
            ("budget 25", PeriodError::Time),
            ("budget 1899", PeriodError::Year(1899)),
            ("2201", PeriodError::Year(2201)),
            ("utfall agusti 2025", PeriodError::Month("agusti".to_owned())),
            ("utfall jan–agu 2025", PeriodError::Month("agu".to_owned())),
            ("2030–2026", instead(&["2026–2030"])),
            ("plan 2026–30", instead(&["plan 2026–2030"])),
            ("utfall aug–jan 2025", instead(&["utfall jan–aug 2025"])),
            ("budget augusti 2025", instead(&["budget jan–aug 2025", "budget 2025"])),
            ("bokslut jan–aug 2025", instead(&["delår jan–aug 2025", "utfall jan–aug 2025"])),
            ("helårsprognos jan–aug 2025", instead(&["helårsprognos augusti 2025"])),
        ] {
            assert_eq!(parse(name), Err(error), "{name}");
        }
    }

    #[test]
    fn ids_are_the_names_words() {
        assert_eq!(id("Budget 2025"), "budget_2025");
        assert_eq!(id("Utfall jan.–aug. 2025"), "utfall_jan_aug_2025");
        assert_eq!(id("2026 – 2030"), "2026_2030");
        for name in ["reviderad budget 2025", "utfall jan–aug 2025", "plan 2026–2030", "prognos augusti 2025", "2025"]
        {
            assert_eq!(in_id(&id(name)), Some(period(name)), "{name}");
        }
        assert_eq!(in_id("antal_2025"), Some(period("2025")));
        assert_eq!(in_id("belopp"), None);
        assert_eq!(id_moved("plan_2026_2030.ram_2026", -1), "plan_2025_2029.ram_2026");
    }
}
