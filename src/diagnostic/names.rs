//! The name that was meant, among those that there are.

/// Among more names than these, only so many are looked at: those that stand nearest in alphabetical order. A table of
/// thousands of rows with as many misspelt references would otherwise take minutes to say so.
const NEAR: usize = 400;

/// Names that are asked for again and again, in alphabetical order.
#[derive(Debug, Default)]
pub struct Names(Vec<Name>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    folded: String,
    written: String,
}

impl Names {
    /// Names in any order.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<Name> =
            names.into_iter().map(|name| Name { folded: folded(name), written: name.to_owned() }).collect();
        names.sort();
        names.dedup();
        Self(names)
    }

    /// The name closest to what was written, if any is close enough.
    pub fn closest(&self, written: &str) -> Option<&str> {
        let wanted = Wanted::new(written);
        let at = self.0.partition_point(|name| name.folded < wanted.folded);
        let start = at.saturating_sub(NEAR / 2).min(self.0.len().saturating_sub(NEAR));
        let near = self.0.get(start..(start + NEAR).min(self.0.len())).unwrap_or_default();
        near.iter()
            .filter(|name| name.written != written)
            .filter_map(|name| Some((wanted.distance(&name.folded)?, name.written.as_str())))
            .min()
            .map(|(_, name)| name)
    }
}

/// The candidate closest to what was written, if any is close enough.
///
/// Closeness is Damerau–Levenshtein, at most a third of the word's length, so that a different word is
/// never proposed. Ties go to the first in alphabetical order, so that messages are stable.
pub fn closest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Wanted::new(written);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .filter_map(|candidate| Some((wanted.distance(&folded(candidate))?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// What was written, and how far from it a name may be.
struct Wanted {
    folded: String,
    sketch: Sketch,
    limit: usize,
}

impl Wanted {
    fn new(written: &str) -> Self {
        let folded = folded(written);
        let letters = folded.chars().count();
        // Three characters' room for short words would propose anything; long texts are not names.
        let limit = if letters < 2 { 0 } else { (letters.min(60) / 3).max(1) };
        Self { sketch: Sketch::of(&folded), folded, limit }
    }

    /// Edits from a folded name, when they are few enough.
    fn distance(&self, folded: &str) -> Option<usize> {
        // Most candidates are far away at first sight.
        if self.sketch.least_distance(&Sketch::of(folded)) > self.limit {
            return None;
        }
        Some(strsim::damerau_levenshtein(&self.folded, folded)).filter(|distance| *distance <= self.limit)
    }
}

/// Lower case, without the dots and rings that a hurried hand leaves out.
fn folded(text: &str) -> String {
    let plain = |c| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        c => c,
    };
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase().chars().map(plain).collect() }
}

/// How many there are of each letter, roughly: letters that share a place are counted together.
struct Sketch([u8; 32]);

impl Sketch {
    fn of(text: &str) -> Self {
        let mut counts = [0u8; 32];
        for c in text.chars() {
            let count = &mut counts[(u32::from(c) % 32) as usize];
            *count = count.saturating_add(1);
        }
        Self(counts)
    }

    /// Fewest edits that could make one text of the other: each brings one letter and takes one away, at most.
    fn least_distance(&self, other: &Self) -> usize {
        let pairs = || self.0.iter().zip(other.0);
        let more: usize = pairs().map(|(own, other)| usize::from(own.saturating_sub(other))).sum();
        let fewer: usize = pairs().map(|(own, other)| usize::from(other.saturating_sub(*own))).sum();
        more.max(fewer)
    }
}

#[cfg(test)]
mod tests {
    use super::{NEAR, Names, closest};

    #[test]
    fn few_names_kept_in_order_give_what_looking_through_them_gives() {
        let names = ["intäkter", "kostnader", "personalkostnader", "övriga_kostnader", "Summa", "resultat"];
        for written in ["intakter", "personalkostnad", "kostnder", "x", "", "ovriga_kostnader", "resultat", "summma"] {
            assert_eq!(Names::new(names).closest(written), closest(written, names), "{written}");
        }
    }

    #[test]
    fn among_many_names_a_slip_after_their_beginning_is_found() {
        let names: Vec<String> = (0..10 * NEAR).map(|number| format!("rad_{number:05}")).collect();
        let names = Names::new(names.iter().map(String::as_str));
        assert_eq!(names.closest("rad_003355"), Some("rad_00335"));
        assert_eq!(names.closest("zzzzzzzzz"), None);
    }
}
