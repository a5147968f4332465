//! Words that stand on one line: a number with its groups and its unit, a day with its month, `§ 3`, `A. B.`, `bl. a.`

use crate::quantity::period::names::months;
use crate::swedish::NBSP;

/// What a number is an amount of, as its unit begins.
const UNITS: &[&str] = &[
    "%",
    "‰",
    "kr",
    "krona",
    "kronor",
    "öre",
    "tkr",
    "kkr",
    "mnkr",
    "mkr",
    "mdkr",
    "tusen",
    "miljon",
    "miljoner",
    "miljard",
    "miljarder",
    "procent",
    "procentenhet",
    "procentenheter",
    "promille",
    "årsarbetare",
    "personer",
    "invånare",
    "st",
    "kvm",
    "m²",
    "km",
    "kg",
    "ton",
    "kWh",
    "MWh",
    "GWh",
];

/// Units that money follows: `1,8 miljoner kronor`.
const SCALES: &[&str] = &["tusen", "miljon", "miljoner", "miljard", "miljarder"];
const MONEY: &[&str] = &["kr", "krona", "kronor"];

/// Signs and abbreviations that a number follows, without their full stop.
const BEFORE_NUMBERS: &[&str] = &[
    "§", "§§", "s", "sid", "kl", "nr", "kap", "st", "p", "mom", "art", "bil", "fig", "tab", "prop", "bet", "dnr", "ca",
    "c:a",
];

/// What follows a number in a statute: `3 kap. 2 § 1 st.`
const AFTER_NUMBERS: &[&str] = &["§", "§§", "kap", "st", "mom", "p"];

/// Months as some shorten them, beside what names of periods have.
const SHORT_MONTHS: &[&str] = &["febr", "sept"];

/// Abbreviations of several words, without their full stops.
const ABBREVIATIONS: &[&[&str]] = &[
    &["t", "ex"],
    &["bl", "a"],
    &["d", "v", "s"],
    &["m", "m"],
    &["m", "fl"],
    &["o", "s", "v"],
    &["fr", "o", "m"],
    &["t", "o", "m"],
    &["i", "o", "m"],
    &["e", "d"],
    &["e", "dyl"],
    &["o", "d"],
    &["o", "dyl"],
    &["s", "k"],
    &["f", "d"],
    &["f", "n"],
    &["f", "ö"],
    &["fr", "a"],
    &["p", "g", "a"],
    &["m", "a", "o"],
    &["i", "st", "f"],
    &["s", "a", "s"],
    &["u", "a"],
];

/// The most groups that a number has behind its first. What has more is a row of numbers.
const MOST_GROUPS: usize = 4;

/// Why two words stand on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// Groups of a number.
    Group,
    /// A number and its unit.
    Unit,
    /// A day and its month, and the year after them.
    Date,
    /// A sign and its number, or a number and what it counts in a statute.
    Place,
    /// Initials, and the name after several.
    Initials,
    /// An abbreviation of several words.
    Abbreviation,
}

/// A word: what is between white space, by its characters.
struct Word {
    start: usize,
    end: usize,
    text: String,
    /// As lists have it: in small letters, without what opens before it and without its full stop.
    listed: String,
}

impl Word {
    fn new(chars: &[char], start: usize, end: usize) -> Self {
        let mut word = Self { start, end, text: chars[start..end].iter().collect(), listed: String::new() };
        let bare = word.bare();
        word.listed = bare.strip_suffix('.').unwrap_or(bare).to_lowercase();
        word
    }

    /// Without what opens before it: parentheses, quotation marks, signs.
    fn bare(&self) -> &str {
        self.text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '§' | '%' | '‰'))
    }

    /// Letters and signs, without what opens before it and closes after it: `(kap.` is `kap`.
    fn core(&self) -> &str {
        self.bare().trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '§' | '%' | '‰'))
    }

    /// The unit that it begins with: `kr` of `kr/år).`
    fn unit(&self) -> &str {
        if self.text.starts_with(['%', '‰']) {
            return &self.text[..self.text.chars().next().map_or(0, char::len_utf8)];
        }
        self.text.split(|c: char| !c.is_alphanumeric() && c != '²').next().unwrap_or_default()
    }

    /// Whether it is an abbreviation, with its full stop or without, and nothing after it.
    fn is(&self, word: &str) -> bool {
        self.listed == word
    }

    /// A number, a span of numbers or the last of a number's groups.
    fn is_number(&self) -> bool {
        let bare = self.bare();
        bare.ends_with(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ':' | '/' | '–' | '-' | '−'))
    }

    fn begins_with_number(&self) -> bool {
        self.text.trim_start_matches(['−', '-', '–', '+', '±']).starts_with(|c: char| c.is_ascii_digit())
    }

    /// How many digits it begins with; nothing when a letter follows them.
    fn leading_digits(&self) -> Option<usize> {
        let digits = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let closed = !self.text[digits..].starts_with(char::is_alphanumeric);
        closed.then_some(digits)
    }

    /// Whether it ends with the first group of a number, or with a later one.
    fn ends_with_group(&self) -> bool {
        let before = self.bare().trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = self.bare().len() - before.len();
        (1..=3).contains(&digits)
            && !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | ':' | '/'))
    }

    /// A day of a month, or a span of days: `1`, `1:a`, `30–31`.
    fn is_day(&self) -> bool {
        let core = self.core();
        let core = core.strip_suffix(":a").or_else(|| core.strip_suffix(":e")).unwrap_or(core);
        let last = core.rsplit(['–', '-', '/']).next().unwrap_or_default();
        matches!(last.len(), 1 | 2) && last.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn is_year(&self) -> bool {
        self.leading_digits() == Some(4)
    }

    fn is_month(&self) -> bool {
        let word = self.core().to_lowercase();
        months().chain(SHORT_MONTHS.iter().copied()).any(|month| month == word)
    }

    /// `A.`
    fn is_initial(&self) -> bool {
        let mut chars = self.bare().chars();
        chars.next().is_some_and(char::is_uppercase) && chars.as_str() == "."
    }
}

/// The same text with spaces that do not break between words that stand on one line. It has as many characters, and
/// nothing but spaces become others.
pub fn kept(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let words = words(&chars);
    for (tie, pair) in ties(&chars, &words).iter().zip(words.windows(2)) {
        if let (Some(_), [left, right]) = (tie, pair)
            && chars[left.end] == ' '
            && right.start == left.end + 1
        {
            chars[left.end] = NBSP;
        }
    }
    chars.into_iter().collect()
}

fn words(chars: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in chars.iter().chain([&' ']).enumerate() {
        if c.is_whitespace() {
            if at > start {
                words.push(Word::new(chars, start, at));
            }
            start = at + 1;
        }
    }
    words
}

/// Why each word and the one after it stand on one line; nothing where they need not.
fn ties(chars: &[char], words: &[Word]) -> Vec<Option<Tie>> {
    let mut ties: Vec<Option<Tie>> = Vec::with_capacity(words.len().saturating_sub(1));
    for (at, pair) in words.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let near = right.start == left.end + 1 && !matches!(chars[left.end], '\n' | '\t');
        let before = ties.last().copied().flatten();
        ties.push(if near { tie(before, left, right, words.get(at + 2)) } else { None });
    }
    for (at, word) in words.iter().enumerate() {
        if let Some(abbreviation) = ABBREVIATIONS.iter().find(|all| abbreviates(all, word, &words[at + 1..])) {
            ties[at..at + abbreviation.len() - 1].fill(Some(Tie::Abbreviation));
        }
    }
    for groups in ties.chunk_by_mut(|a, b| a == b) {
        if groups.len() > MOST_GROUPS && groups[0] == Some(Tie::Group) {
            groups.fill(None);
        }
    }
    ties
}

fn tie(before: Option<Tie>, left: &Word, right: &Word, after: Option<&Word>) -> Option<Tie> {
    let is_in = |list: &[&str], word: &Word| list.iter().any(|own| word.is(own));
    if left.ends_with_group() && right.leading_digits() == Some(3) {
        return Some(Tie::Group);
    }
    if left.is_day() && right.is_month() || before == Some(Tie::Date) && left.is_month() && right.is_year() {
        return Some(Tie::Date);
    }
    if left.is_number() && UNITS.contains(&right.unit()) {
        return Some(Tie::Unit);
    }
    if before == Some(Tie::Unit) && SCALES.contains(&left.text.as_str()) && MONEY.contains(&right.unit()) {
        return Some(Tie::Unit);
    }
    // "2 a §": the letter belongs to the number.
    let is_letter = |word: &Word| word.text.chars().count() == 1 && word.text.chars().all(char::is_lowercase);
    let lettered = left.is_number() && is_letter(right) && after.is_some_and(|after| after.core().starts_with('§'));
    let numbered = left.is_number() || before == Some(Tie::Place) && is_letter(left);
    if right.begins_with_number() && is_in(BEFORE_NUMBERS, left)
        || numbered && AFTER_NUMBERS.contains(&right.core())
        || lettered
    {
        return Some(Tie::Place);
    }
    let named = before == Some(Tie::Initials) && right.bare().starts_with(char::is_uppercase);
    (left.is_initial() && (right.is_initial() || named)).then_some(Tie::Initials)
}

/// Whether a word and those after it are an abbreviation's words, with full stops or without.
fn abbreviates(abbreviation: &[&str], word: &Word, after: &[Word]) -> bool {
    let Some((last, first)) = abbreviation.split_last() else { return false };
    let mut words = std::iter::once(word).chain(after);
    first.iter().all(|own| words.next().is_some_and(|word| word.is(own)))
        && words
            .next()
            .is_some_and(|word| word.text.starts_with(char::is_alphabetic) && word.core().to_lowercase() == **last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::kept;

    /// A text with `_` for the spaces that do not break.
    fn shown(text: &str) -> String {
        kept(text).replace('\u{a0}', "_")
    }

    #[test]
    fn what_belongs_together_stands_on_one_line() {
        for kept in [
            "kostnaden är 9_528,8_mnkr, varav 12_% (−1_285_700_kr) går till 30–40_årsarbetare.",
            "Det är 1,8_miljoner_kronor eller 2_procent, 12_tkr/år och 3_000_personer.",
            "Enligt 3_kap._2_a_§ och §_3, §§_4–5, s._4 och kl._8.30 i nr_3, kap._3 samt ca_5_mnkr.",
            "Från den 1_januari_2025 till 30–31_dec._2026, den 1:a_maj och i maj 2025.",
            "Av A._B._Svensson, t._ex. bl._a. fr._o._m. i dag, d_v_s m._m.",
            "År 2024 500 mnkr", // no group of a number: the year has four digits
            "Vi har 12 mål och 300 uppdrag, plan B. Sedan",
            "1 234 567 890 123 456 789 012",
            "se COVID-19 procent och 0,5 300",
        ] {
            let kept = if kept.starts_with("År 2024") { "År 2024 500_mnkr" } else { kept };
            assert_eq!(shown(&kept.replace('_', " ")), kept);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_become_others(text in "([0-9]{1,4}|§|kap\\.|A\\.|t|ex|mnkr|%|maj|ord|[ \u{a0}\n]){0,20}") {
            let kept = kept(&text);
            let back: String =
                kept.chars().zip(text.chars()).map(|(new, old)| if new == '\u{a0}' && old == ' ' { ' ' } else { new }).collect();
            prop_assert_eq!(&back, &text);
            prop_assert_eq!(kept.chars().count(), text.chars().count());
            prop_assert_eq!(super::kept(&kept), kept);
        }
    }
}
