//! The day that reproducible builds give, <https://reproducible-builds.org/specs/source-date-epoch/>.

use crate::commands::error::CommandError;
use crate::quantity::date::Date;

/// The day that is given, in UTC; nothing when none is.
///
/// # Errors
/// A message for the user when it is no day.
pub fn given() -> Result<Option<Date>, CommandError> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let text = value.to_string_lossy().into_owned();
    let days = text.parse::<i64>().ok().and_then(|seconds| i32::try_from(seconds.div_euclid(86_400)).ok());
    days.and_then(Date::of_day).map(Some).ok_or_else(|| {
        CommandError::config(format!("SOURCE_DATE_EPOCH är \"{text}\" men ska vara antalet sekunder sedan 1970"))
    })
}
