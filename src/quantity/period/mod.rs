//! What a column of figures is about: `budget 2025`, `utfall jan–aug 2025`, `plan 2026–2030`.
//!
//! The words that name kinds of period and the years that there are stand here and nowhere else; [`names`] reads a period
//! as its author writes it. Who sorts or compares columns asks the period.

pub mod names;
pub mod roles;

use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// The years that a plan can speak of.
pub const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Whether a number is a year that a plan can speak of.
pub fn is_year(number: i32) -> bool {
    YEARS.contains(&number)
}

/// The year that a word of four digits is.
pub fn year(word: &str) -> Option<i32> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && is_year(*year))
}

/// What kind of figures a period has, in the order that they come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// What the board asks for.
    Request,
    /// What somebody proposes.
    Proposal,
    /// What the council has given the board to keep within.
    Frame,
    /// What is planned for years to come.
    Plan,
    /// A budget.
    Budget,
    /// The budget as it was adopted.
    AdoptedBudget,
    /// The budget as it was changed during its year.
    RevisedBudget,
    /// The accounts of a part of a year.
    Interim,
    /// What is expected.
    Forecast,
    /// What is expected of the whole year.
    FullYearForecast,
    /// What became of it.
    Outcome,
    /// The year's accounts.
    FinalAccounts,
}

impl PeriodKind {
    /// Every kind with the words that name it; of several for one kind, the first is the usual.
    pub const WORDS: [(&'static str, Self); 13] = [
        ("budget", Self::Budget),
        ("reviderad budget", Self::RevisedBudget),
        ("beslutad budget", Self::AdoptedBudget),
        ("beslutad", Self::AdoptedBudget),
        ("förslag", Self::Proposal),
        ("äskande", Self::Request),
        ("plan", Self::Plan),
        ("ram", Self::Frame),
        ("prognos", Self::Forecast),
        ("helårsprognos", Self::FullYearForecast),
        ("utfall", Self::Outcome),
        ("bokslut", Self::FinalAccounts),
        ("delår", Self::Interim),
    ];

    /// The kinds that words of running text name by having the kind's word in them (`budgeten`, `årsprognosen`); that
    /// of others is in too many words that mean something else, such as *plan* in *planering*.
    pub const SPOKEN: [Self; 5] = [Self::Interim, Self::Budget, Self::Forecast, Self::Outcome, Self::FinalAccounts];

    /// The usual word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The one of [`Self::SPOKEN`] that running text calls it.
    #[must_use]
    pub fn spoken(self) -> Self {
        match self {
            Self::Request
            | Self::Proposal
            | Self::Frame
            | Self::Plan
            | Self::Budget
            | Self::AdoptedBudget
            | Self::RevisedBudget => Self::Budget,
            Self::Forecast | Self::FullYearForecast => Self::Forecast,
            Self::Interim | Self::Outcome | Self::FinalAccounts => self,
        }
    }

    /// Whether it is a year's budget, at some stage of it.
    pub fn is_budget(self) -> bool {
        matches!(self, Self::Budget | Self::AdoptedBudget | Self::RevisedBudget)
    }

    fn is_forecast(self) -> bool {
        self.spoken() == Self::Forecast
    }
}

/// The time that a period is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Time {
    /// A year.
    Year(i32),
    /// A year as it was seen when a month of it had gone: `prognos augusti 2025`.
    AsOf {
        /// The year.
        year: i32,
        /// The month, 1 to 12.
        month: u8,
    },
    /// Months of a year: `jan–aug 2025`.
    Months {
        /// The year.
        year: i32,
        /// The first of them, 1 to 12.
        first: u8,
        /// The last, later than the first.
        last: u8,
    },
    /// Several years: `2026–2030`.
    Years {
        /// The first of them.
        first: i32,
        /// The last, later than the first.
        last: i32,
    },
    /// The term of office, whichever its years are.
    Term,
}

/// A period of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Kind of its figures, when its name says so: `2026` does not.
    pub kind: Option<PeriodKind>,
    /// Its time.
    pub time: Time,
}

/// What a period is to a plan of some year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The budget that the plan decides.
    OwnBudget,
    /// The budget of the year before.
    PreviousBudget,
    /// What the year before is expected to become.
    PreviousForecast,
    /// What a year that has gone became.
    Outcome,
}

impl Period {
    /// The year that it is about, the whole of it or a part.
    pub fn year(self) -> Option<i32> {
        match self.time {
            Time::Year(year) | Time::AsOf { year, .. } | Time::Months { year, .. } => Some(year),
            Time::Years { .. } | Time::Term => None,
        }
    }

    /// The year whose figures can be held against another whole year's: not those of a part of it, nor of several.
    pub fn whole_year(self) -> Option<i32> {
        let whole = match self.time {
            Time::Year(_) => self.kind != Some(PeriodKind::Interim),
            Time::AsOf { .. } => !matches!(self.kind, Some(PeriodKind::Interim | PeriodKind::Outcome)),
            Time::Months { first, last, .. } => (first, last) == (1, 12),
            Time::Years { .. } | Time::Term => false,
        };
        self.year().filter(|_| whole)
    }

    /// Whether a year is the one that it is about, or among those.
    pub fn covers(self, year: i32) -> bool {
        match self.time {
            Time::Years { first, last } => (first..=last).contains(&year),
            _ => self.year() == Some(year),
        }
    }

    /// Whether it is the budget of a year, at some stage of it.
    pub fn is_budget_of(self, year: i32) -> bool {
        self.whole_year() == Some(year) && self.kind.is_some_and(PeriodKind::is_budget)
    }

    /// Whether its figures are what a plan of the year decides: the year's budget, plan or frame, or of no kind.
    pub fn is_plans_own(self, plan_year: i32) -> bool {
        self.whole_year() == Some(plan_year) && self.kind.is_none_or(|kind| kind.spoken() == PeriodKind::Budget)
    }

    /// What it is to a plan of the year.
    pub fn role(self, plan_year: i32) -> Option<Role> {
        let (kind, year) = (self.kind?, self.whole_year()?);
        if kind.is_budget() && year == plan_year {
            Some(Role::OwnBudget)
        } else if kind.is_budget() && year == plan_year - 1 {
            Some(Role::PreviousBudget)
        } else if kind.is_forecast() && year == plan_year - 1 {
            Some(Role::PreviousForecast)
        } else if matches!(kind, PeriodKind::Outcome | PeriodKind::FinalAccounts) && year < plan_year {
            Some(Role::Outcome)
        } else {
            None
        }
    }

    /// The same so many years later.
    #[must_use]
    pub fn moved(self, years: i32) -> Self {
        let time = match self.time {
            Time::Year(year) => Time::Year(year + years),
            Time::AsOf { year, month } => Time::AsOf { year: year + years, month },
            Time::Months { year, first, last } => Time::Months { year: year + years, first, last },
            Time::Years { first, last } => Time::Years { first: first + years, last: last + years },
            Time::Term => Time::Term,
        };
        Self { time, ..self }
    }

    /// How many months lie between the end of an earlier period and the beginning of this one; nothing when the other does
    /// not end before.
    pub fn months_since(self, earlier: Self) -> Option<i32> {
        let ((first, _), (_, last)) = (self.months(), earlier.months());
        (self.time != Time::Term && last < first).then(|| first - last - 1)
    }

    /// First and last month, counted from the first of all; the term of office comes after all that has years.
    fn months(self) -> (i32, i32) {
        let of = |year: i32, month: u8| year * 12 + i32::from(month);
        match self.time {
            Time::AsOf { year, month } if self.whole_year().is_none() => (of(year, 1), of(year, month)),
            Time::Year(year) | Time::AsOf { year, .. } => (of(year, 1), of(year, 12)),
            Time::Months { year, first, last } => (of(year, first), of(year, last)),
            Time::Years { first, last } => (of(first, 1), of(last, 12)),
            Time::Term => (i32::MAX, i32::MAX),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// In time, what begins first and then what ends first; of the same time by kind, and as they were made.
impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        let made = |period: &Self| match period.time {
            Time::AsOf { month, .. } => month,
            _ => 0,
        };
        let key = |period: &Self| (period.months(), period.kind, made(period));
        key(self).cmp(&key(other))
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Role, names};

    fn period(name: &str) -> Period {
        names::parse(name).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    #[test]
    fn periods_are_sorted_in_time_and_then_as_they_come_about() {
        let sorted = [
            "bokslut 2023",
            "budget 2024",
            "delår 2024",
            "prognos april 2024",
            "prognos augusti 2024",
            "utfall 2024",
            "utfall jan–apr 2025",
            "utfall augusti 2025",
            "budget 2025",
            "reviderad budget 2025",
            "ram 2026",
            "plan 2026",
            "2026–2030",
            "plan 2027",
            "mandatperioden",
        ];
        let mut found = sorted.map(|name| (period(name), name));
        found.reverse();
        found.sort_by_key(|(period, _)| *period);
        assert_eq!(found.map(|(_, name)| name), sorted);
    }

    #[test]
    fn parts_of_a_year_and_several_years_are_no_whole_year() {
        for (name, whole, year) in [
            ("budget 2025", Some(2025), Some(2025)),
            ("prognos augusti 2025", Some(2025), Some(2025)),
            ("utfall jan–dec 2025", Some(2025), Some(2025)),
            ("utfall augusti 2025", None, Some(2025)),
            ("utfall jan–aug 2025", None, Some(2025)),
            ("delår 2025", None, Some(2025)),
            ("plan 2025–2029", None, None),
            ("mandatperioden", None, None),
        ] {
            assert_eq!((period(name).whole_year(), period(name).year()), (whole, year), "{name}");
        }
        assert!(period("plan 2025–2029").covers(2029) && !period("plan 2025–2029").covers(2030));
    }

    #[test]
    fn a_period_is_something_to_a_plan() {
        for (name, role) in [
            ("budget 2025", Some(Role::OwnBudget)),
            ("reviderad budget 2025", Some(Role::OwnBudget)),
            ("budget jan–aug 2025", None),
            ("beslutad budget 2024", Some(Role::PreviousBudget)),
            ("helårsprognos 2024", Some(Role::PreviousForecast)),
            ("prognos 2025", None),
            ("bokslut 2023", Some(Role::Outcome)),
            ("utfall jan–aug 2024", None),
            ("2025", None),
        ] {
            assert_eq!(period(name).role(2025), role, "{name}");
        }
        assert!(period("2025").is_plans_own(2025) && period("plan 2025").is_plans_own(2025));
        assert!(!period("prognos 2025").is_plans_own(2025) && !period("delår 2025").is_plans_own(2025));
        let since = |name: &str, earlier: &str| period(name).months_since(period(earlier));
        assert_eq!(since("budget 2026", "prognos augusti 2025"), Some(0));
        assert_eq!(since("plan 2027–2030", "utfall jan–aug 2026"), Some(4));
        assert_eq!([since("2025", "2025"), since("2025", "2026"), since("mandatperioden", "2025")], [None; 3]);
        assert_eq!(period("utfall jan–aug 2025").moved(-1), period("utfall jan–aug 2024"));
    }
}
