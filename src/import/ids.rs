//! Ids of what comes in, made of names.

/// An id of a name that nothing else has; `other` where the name has no letters, and before one that begins with a figure.
pub fn free(name: &str, other: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let id = id.trim_end_matches('_');
    // An id is a word: what begins with a figure is read as a number in a formula.
    let id = match id.chars().next() {
        None => other.to_owned(),
        Some(first) if first.is_numeric() => format!("{other}_{id}"),
        Some(_) => id.to_owned(),
    };
    let numbered = (2..).map(|number: u32| format!("{id}_{number}"));
    std::iter::once(id.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn names_become_ids() {
        let taken = |id: &str| id == "hyror";
        for (name, wanted) in [
            ("Resor & möten", "resor_möten"),
            ("Hyror", "hyror_2"),
            ("3011 Avgifter", "rad_3011_avgifter"),
            ("…", "rad"),
        ] {
            assert_eq!(free(name, "rad", taken), wanted);
        }
    }
}
