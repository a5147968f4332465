//! A day of the calendar.

use crate::quantity::period::is_year;

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31, valid in its month.
    pub day: u8,
}

impl Date {
    /// Reads `2024-11-20`; nothing when it is no date of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let valid = icu_calendar::Date::try_new_iso(date.year, date.month, date.day).is_ok();
        (parts.next().is_none() && valid && is_year(date.year)).then_some(date)
    }

    /// `2024-11-20`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The date of a day counted from 1970-01-01, when it is a date of this era.
    pub fn of_day(days: i32) -> Option<Self> {
        let epoch = icu_calendar::Date::try_new_iso(1970, 1, 1).ok()?;
        let day = icu_calendar::Date::from_rata_die(epoch.to_rata_die() + i64::from(days), icu_calendar::Iso);
        let year = day.era_year().year;
        is_year(year).then(|| Self { year, month: day.month().number(), day: day.day_of_month().0 })
    }
}
