//! What becomes of a table's columns: each is moved as many years as the plan, and holds the figures that it then is of.

use crate::model::table::{Column, ColumnKind};
use crate::prose::years::years;
use crate::quantity::period::{Period, PeriodKind, Role, Time};
use crate::renewal::Years;

/// What becomes of what is written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stays as it is.
    Kept,
    /// It is written anew for the new plan.
    Emptied,
    /// It is what another column of the plan that there is says of the same time.
    Taken(usize),
}

/// The fate of each column.
pub fn fates(columns: &[Column], plan: Years) -> Vec<Fate> {
    let has_periods = columns.iter().any(|column| column.when.is_some());
    columns.iter().map(|column| fate(column, columns, plan, has_periods)).collect()
}

fn fate(column: &Column, columns: &[Column], plan: Years, has_periods: bool) -> Fate {
    if column.computed || column.kind.is_words() {
        return Fate::Kept;
    }
    let Some(when) = column.when else {
        // A column without a period is the plan's own, unless it stands beside those that have one, as a project's whole
        // cost does.
        let has_year = !years(&column.head).is_empty();
        return if has_periods && !has_year { Fate::Kept } else { Fate::Emptied };
    };
    if when.time == Time::Term {
        return Fate::Kept;
    }
    let wanted = when.moved(plan.shift());
    let is_past = last_year(wanted).is_some_and(|year| year < plan.new);
    let is_forecast = wanted.kind.is_some_and(|kind| kind.spoken() == PeriodKind::Forecast);
    if !is_past || is_forecast {
        return Fate::Emptied;
    }
    let alike = |other: &&Column| other.measure == column.measure && other.kind == column.kind;
    let position = |is_it: &dyn Fn(Period) -> bool| {
        columns.iter().position(|other| alike(&other) && other.when.is_some_and(is_it))
    };
    let exact = position(&|other| other == wanted);
    // The budget that the plan decided is the comparison of the next, whatever word that has for it.
    let decided = || {
        let is_previous = wanted.role(plan.new) == Some(Role::PreviousBudget);
        is_previous.then(|| position(&|other| other.role(plan.old) == Some(Role::OwnBudget)))?
    };
    let decided = || decided().filter(|_| plan.shift() == 1);
    exact.or_else(decided).map_or(Fate::Emptied, Fate::Taken)
}

/// The last year that a period is about.
fn last_year(period: Period) -> Option<i32> {
    match period.time {
        Time::Years { last, .. } => Some(last),
        _ => period.year(),
    }
}

/// The columns that a row has a value for in a list: all but those that are computed.
pub fn written(columns: &[Column]) -> Vec<usize> {
    let own = |column: &Column| !column.computed && column.kind != ColumnKind::Notes;
    (0..columns.len()).filter(|&at| own(&columns[at])).collect()
}

/// The name of a column in the next plan, with its years moved.
pub fn head(column: &Column, plan: Years) -> String {
    let name = column.name();
    moved(&name, plan.shift()).unwrap_or(name)
}

/// A text with every year in it so many years later; nothing when it has none.
pub fn moved(text: &str, shift: i32) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    for (start, digits) in digits(text) {
        if let Some(year) = crate::quantity::period::year(digits) {
            out.push_str(&text[at..start]);
            out.push_str(&(year + shift).to_string());
            at = start + digits.len();
        }
    }
    (at > 0).then(|| out + &text[at..])
}

/// The runs of digits in a text.
fn digits(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let rest = &text[start..];
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        found.push((start, &rest[..length]));
        at = start + length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Fate, fates, moved};
    use crate::model::table::Column;
    use crate::quantity::period::names;
    use crate::renewal::Years;
    use crate::source::{SourceFile, Spanned};
    use std::sync::Arc;

    fn of(heads: &[&str]) -> Vec<Fate> {
        let file = Arc::new(SourceFile::new("a.yaml", ""));
        let column = |head: &&str| Column {
            when: names::parse(head).ok(),
            ..Column::new(Spanned::new(names::id(head), file.start()), (*head).to_owned())
        };
        fates(&heads.iter().map(column).collect::<Vec<_>>(), Years { old: 2025, new: 2026 })
    }

    #[test]
    fn columns_take_the_figures_of_their_new_time() {
        use Fate::{Emptied, Kept, Taken};
        assert_eq!(of(&["budget 2025", "prognos 2024", "budget 2024"]), [Emptied, Emptied, Taken(0)]);
        assert_eq!(of(&["bokslut 2023", "bokslut 2024", "budget 2025"]), [Taken(1), Emptied, Emptied]);
        assert_eq!(of(&["beslutad budget 2024", "budget 2025", "plan 2026"]), [Taken(1), Emptied, Emptied]);
        assert_eq!(of(&["2024", "2025", "2026", "2027"]), [Taken(1), Emptied, Emptied, Emptied]);
        assert_eq!(of(&["utfall jan–aug 2024", "budget 2025", "mandatperioden"]), [Emptied, Emptied, Kept]);
        assert_eq!(of(&["Belopp"]), [Emptied]);
        assert_eq!(of(&["budget 2025", "Hela projektet"]), [Emptied, Kept]);
    }

    #[test]
    fn years_in_names_are_moved() {
        assert_eq!(moved("Utfall jan–aug 2024", 1).as_deref(), Some("Utfall jan–aug 2025"));
        assert_eq!(moved("plan 2026–2030", 1).as_deref(), Some("plan 2027–2031"));
        assert_eq!(moved("Belopp", 1), None);
    }
}
