//! Plans of different years: which column of one plays the part that another plays in the other, and what says the same
//! of each plan's own time.
//!
//! What a plan says of its own year the next plan says of the next. So years are compared by how far they lie from the
//! plan's own, and columns by their role: own budget with own budget, last year's forecast with last year's.

use std::borrow::Cow;

use crate::compare::sides::{Sides, When};
use crate::model::plan::Plan;
use crate::quantity::period::{Period, Time, is_year};

/// How far from a plan's own year a number in a text is still read as a year of the plan's time.
const NEAR: i32 = 15;

/// The years of two plans that are about different years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years(Sides<i32>);

impl Years {
    /// Those of two plans; nothing when both are about the same year, or one does not say which.
    pub fn of(plans: Sides<&Plan>) -> Option<Self> {
        let stated = plans.iter().all(|plan| plan.identity.year_span.is_some());
        let years = plans.map(|plan| plan.identity.year);
        (stated && years.before != years.after).then_some(Self(years))
    }

    /// The year of a plan.
    pub fn year(self, when: When) -> i32 {
        self.0[when]
    }

    /// How many years a column of the later plan moves to what plays its part in the earlier plan. A span that begins with
    /// the plan moves with it; another is the same years in both plans.
    pub fn to_earlier(self, period: Option<Period>) -> i32 {
        match period.map(|period| period.time) {
            None | Some(Time::Term) => 0,
            Some(Time::Years { first, .. }) if first != self.0.after => 0,
            Some(_) => self.0.before - self.0.after,
        }
    }

    /// Whether a column of the later plan repeats what is behind it: an outcome, last year's budget or forecast.
    pub fn is_behind(self, period: Option<Period>) -> bool {
        period.and_then(Period::year).is_some_and(|year| year < self.0.after)
    }

    /// Whether two texts say the same, each of its own plan's time.
    pub fn say_alike(self, texts: Sides<&str>) -> bool {
        texts.before == texts.after || {
            let own = Sides::of(|when| self.relative(when, texts[when]));
            own.before == own.after
        }
    }

    /// A text of a plan with its years by how far they lie from the plan's own.
    pub fn relative(self, when: When, text: &str) -> Cow<'_, str> {
        let own = self.0[when];
        let (mut out, mut written) = (String::new(), 0);
        let digits = |c: char| c.is_ascii_digit();
        let mut at = 0;
        while let Some(start) = text[at..].find(digits).map(|found| at + found) {
            let end = text[start..].find(|c| !digits(c)).map_or(text.len(), |length| start + length);
            at = end;
            let year = text[start..end].parse().ok().filter(|year| end - start == 4 && is_year(*year));
            let Some(year) = year.filter(|year| (year - own).abs() <= NEAR) else { continue };
            if is_within_number(&text[..start], &text[end..]) {
                continue;
            }
            out.push_str(&text[written..start]);
            out.extend(["⟨", &(year - own).to_string(), "⟩"]);
            written = end;
        }
        if written == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[written..]) }
    }
}

/// Whether digits are a part of a longer number: `2024,5`, `1,2025`.
fn is_within_number(before: &str, after: &str) -> bool {
    let mark = |c: char| c == ',' || c == '.';
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    (before.next().is_some_and(mark) && digit(before.next())) || (after.next().is_some_and(mark) && digit(after.next()))
}

#[cfg(test)]
mod tests {
    use super::Years;
    use crate::compare::sides::{Sides, When};
    use crate::quantity::period::names;

    const YEARS: Years = Years(Sides { before: 2025, after: 2026 });

    #[test]
    fn a_text_is_of_its_own_plans_time() {
        for (before, after, alike) in [
            ("Budget 2025", "Budget 2026", true),
            ("Budget 2025", "Budget 2025", true),
            ("Planen för 2025–2027 följer 2024.", "Planen för 2026–2028 följer 2025.", true),
            ("Beslut från 2024", "Beslut från 2024", true),
            ("Målet nås 2025", "Målet nås 2027", false),
            ("resultat.budget_2025", "resultat.budget_2026", true),
            ("2025,5 mnkr", "2026,5 mnkr", false),
            ("lagen (1985:2025)", "lagen (1985:2026)", true),
            ("20251", "20261", false),
        ] {
            assert_eq!(YEARS.say_alike(Sides { before, after }), alike, "{before} / {after}");
        }
        assert_eq!(YEARS.relative(When::After, "utan år"), "utan år");
    }

    #[test]
    fn a_column_moves_with_its_plan() {
        for (name, years, behind) in [
            ("budget 2026", -1, false),
            ("prognos 2025", -1, true),
            ("plan 2027", -1, false),
            ("plan 2026–2028", -1, false),
            ("plan 2020–2030", 0, false),
            ("mandatperioden", 0, false),
        ] {
            let period = names::parse(name).ok();
            assert_eq!((YEARS.to_earlier(period), YEARS.is_behind(period)), (years, behind), "{name}");
        }
        assert_eq!((YEARS.to_earlier(None), YEARS.is_behind(None)), (0, false));
    }
}
