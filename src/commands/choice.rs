//! Options whose values are the names in a list that is made elsewhere: the outputs of a plan, the ways to tell of
//! changes.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Something to choose: its name, whom or what it is for, and what the choice means.
pub type Choice<T> = (&'static str, String, T);

/// Reads a name as what has it.
pub fn parser<T: Copy + Send + Sync + 'static>(list: Vec<Choice<T>>) -> impl TypedValueParser<Value = T> {
    let values = list.iter().map(|(name, help, _)| PossibleValue::new(*name).help(help.clone()));
    PossibleValuesParser::new(values.collect::<Vec<_>>()).try_map(move |asked| {
        let found = list.iter().find(|(name, ..)| *name == asked);
        found.map(|(.., value)| *value).ok_or("namnet finns inte i listan")
    })
}

/// `a, b eller c`.
pub fn either(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} eller {last}", first.join(", ")),
        _ => names.concat(),
    }
}
