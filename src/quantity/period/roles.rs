//! Words for what a period is to a plan, so that an address can follow the plan from year to year: `budget` is the budget
//! of the plan's own year, whichever that is.

use crate::quantity::period::{Period, PeriodKind, Role};

/// What an address may call a column by, beside the id of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleWord {
    /// The year's budget; where there is none, what is planned, proposed or of no kind for the year.
    Budget,
    /// The budget of the year before.
    PreviousBudget,
    /// What the year before is expected to become.
    Forecast,
    /// What the latest year became, that is known.
    Outcome,
    /// The accounts of the latest year that has them.
    FinalAccounts,
}

impl RoleWord {
    /// Every word, as it is written in addresses.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("budget", Self::Budget),
        ("föregående_budget", Self::PreviousBudget),
        ("prognos", Self::Forecast),
        ("utfall", Self::Outcome),
        ("bokslut", Self::FinalAccounts),
    ];

    /// The word that a part of an address is.
    pub fn read(part: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == part).map(|(_, role)| *role)
    }

    /// How well a period is what the word means in a plan of the year, more for better; nothing when it is not at all.
    pub fn fit(self, period: Period, plan_year: i32) -> Option<i32> {
        let role = period.role(plan_year);
        match self {
            Self::Budget => period.is_plans_own(plan_year).then(|| match period.kind {
                Some(kind) if kind.is_budget() => 2,
                Some(_) => 1,
                None => 0,
            }),
            Self::PreviousBudget => (role == Some(Role::PreviousBudget)).then_some(0),
            Self::Forecast => (role == Some(Role::PreviousForecast)).then_some(0),
            // Of one year, the kind that is called so is meant before the other.
            Self::Outcome | Self::FinalAccounts => {
                let own = if self == Self::Outcome { PeriodKind::Outcome } else { PeriodKind::FinalAccounts };
                let year = period.whole_year().filter(|_| role == Some(Role::Outcome))?;
                Some(2 * year + i32::from(period.kind == Some(own)))
            }
        }
    }

    /// What the word means in a plan of the year, for messages.
    pub fn meaning(self, plan_year: i32) -> String {
        match self {
            Self::Budget => format!("budget för {plan_year}"),
            Self::PreviousBudget => format!("budget för {}", plan_year - 1),
            Self::Forecast => format!("prognos för {}", plan_year - 1),
            Self::Outcome => format!("utfall från tiden före {plan_year}"),
            Self::FinalAccounts => format!("bokslut från tiden före {plan_year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RoleWord;
    use crate::quantity::period::names;

    /// The one of some periods that a word means in the plan of 2025.
    fn meant<'a>(word: &str, periods: &[&'a str]) -> Vec<&'a str> {
        let role = RoleWord::read(word).expect(word);
        let fit = |name: &&&str| role.fit(names::parse(name).expect("a period"), 2025);
        let best = periods.iter().filter_map(|name| fit(&name)).max();
        periods.iter().filter(|name| best.is_some() && fit(name) == best).copied().collect()
    }

    #[test]
    fn words_follow_the_plans_year() {
        let all = ["budget 2025", "prognos 2024", "budget 2024", "utfall 2023", "bokslut 2022", "plan 2026"];
        assert_eq!(meant("budget", &all), ["budget 2025"]);
        assert_eq!(meant("föregående_budget", &all), ["budget 2024"]);
        assert_eq!(meant("prognos", &all), ["prognos 2024"]);
        assert_eq!([meant("utfall", &all), meant("bokslut", &all)], [["utfall 2023"], ["utfall 2023"]]);
        assert_eq!(meant("bokslut", &["utfall 2023", "bokslut 2023"]), ["bokslut 2023"]);
    }

    #[test]
    fn a_budget_is_meant_before_what_only_resembles_one() {
        assert_eq!(meant("budget", &["äskande 2025", "budget 2025", "2025"]), ["budget 2025"]);
        assert_eq!(meant("budget", &["2024", "2025", "2026"]), ["2025"]);
        assert_eq!(
            meant("budget", &["budget 2025", "reviderad budget 2025"]),
            ["budget 2025", "reviderad budget 2025"]
        );
        assert_eq!(meant("prognos", &["prognos 2025", "utfall jan–aug 2024"]), [""; 0]);
    }
}
