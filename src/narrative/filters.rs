//! What Tera computes with, bounded: ranges, and filters whose text can be longer than what they are given.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::narrative::budget::{SIZE, TURNS, Turns, is_small};
use crate::narrative::tera_errors::{OWN, UNDEFINED};

/// An error in our own words, with what to do.
fn own(message: &str, hint: &str) -> Error {
    Error::message(format!("{OWN}{message}\n{hint}"))
}

fn too_many_turns() -> Error {
    own(&format!("slingorna går mer än {TURNS} varv tillsammans"), "låt slingan gå över färre delar")
}

fn too_large() -> Error {
    own(
        &format!("texten här blir längre än {} kB", SIZE / 1024),
        "skriv texten i kapitlet i stället för att upprepa den",
    )
}

/// A turn of a loop, or a variable that was set.
pub fn step(turns: &Turns, kwargs: &Kwargs) -> TeraResult<String> {
    let is_fitting = kwargs.iter().all(|(_, value)| is_small(value));
    if !is_fitting {
        return Err(too_large());
    }
    turns.take(1).then(String::new).ok_or_else(too_many_turns)
}

/// Numbers in a row, which cost their turns.
pub fn range(turns: &Turns, kwargs: &Kwargs) -> TeraResult<Vec<i128>> {
    let start = kwargs.get::<i128>("start")?.unwrap_or(0);
    let end = kwargs.must_get::<i128>("end")?;
    let step = kwargs.get::<i128>("step_by")?.unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0);
    let step =
        step.ok_or_else(|| own("range(…) behöver ett steg som är större än noll", "skriv till exempel step_by=2"))?;
    let count = usize::try_from(end.saturating_sub(start).max(0)).unwrap_or(usize::MAX).div_ceil(step);
    if !turns.take(count) {
        return Err(too_many_turns());
    }
    Ok((start..end).step_by(step).collect())
}

/// The text of a value that is printed.
pub fn printed(kwargs: &Kwargs) -> TeraResult<String> {
    let value = kwargs.must_get::<&Value>("v")?;
    if value.is_undefined() {
        return Err(Error::message(UNDEFINED));
    }
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    if value.as_i128().is_some() {
        return Ok(value.to_string());
    }
    let found = match value {
        value if value.is_bool() => "sant eller falskt",
        value if value.is_number() => "ett tal med decimaler",
        value if value.is_array() => "en lista",
        value if value.is_map() => "en samling",
        _ => "inget värde",
    };
    let hint = match found {
        "ett tal med decimaler" => "räkna i en tabell, med en formel, och skriv ut cellen med {{ belopp(…) }}",
        "sant eller falskt" => "skriv villkoret i {% if … %}",
        _ => "skriv ut en del i taget, till exempel i {% for … %}",
    };
    Err(own(&format!("här väntades text eller ett heltal men står {found}"), hint))
}

fn times(text: &str, by: usize) -> TeraResult<()> {
    if text.len().saturating_mul(by) > SIZE { Err(too_large()) } else { Ok(()) }
}

/// The filters that make a text longer, with a bound.
pub fn register(tera: &mut Tera) {
    tera.register_filter("replace", |text: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let (from, to) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
        times(to, text.matches(from).count())?;
        Ok(text.replace(from, to))
    });
    tera.register_filter("indent", |text: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let width = kwargs.get::<usize>("width")?.unwrap_or(4);
        times(" ", width.saturating_mul(text.lines().count()))?;
        Ok(text.replace('\n', &format!("\n{}", " ".repeat(width))))
    });
    tera.register_filter("join", |parts: &Value, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let separator = kwargs.get::<&str>("sep")?.unwrap_or("");
        let parts = parts
            .as_array()
            .ok_or_else(|| own("join sätter ihop en lista", "skriv till exempel [\"a\", \"b\"] | join(sep=\", \")"))?;
        times(separator, parts.len())?;
        let small = parts.iter().all(is_small);
        if !small {
            return Err(too_large());
        }
        Ok(parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(separator))
    });
}
