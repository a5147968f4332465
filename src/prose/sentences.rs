//! Where one sentence of a passage ends and the next begins.
//!
//! A stop ends a sentence when white space follows and then a capital letter or a figure. Swedish abbreviations,
//! initials, ordinals and numbered headings have a stop without ending anything. A colon ends no sentence.

use std::ops::Range;

/// Abbreviations that stand before a word or number, without their last stop: they end no sentence.
const LEADING: &[&str] = &[
    "ang", "avd", "bl.a", "c:a", "ca", "dir", "dr", "d.v.s", "dvs", "enl", "ev", "ex", "exkl", "f.d", "fr.o.m", "inkl",
    "jfr", "kap", "kl", "m.a.o", "nr", "p.g.a", "pga", "prof", "prop", "resp", "s.k", "t.ex", "t.o.m", "tel",
];

/// What is numbered with letters: `bilaga B.` ends a sentence where `A. Andersson` does not.
const LETTERED: &[&str] =
    &["alternativ", "avsnitt", "bilaga", "del", "fas", "grupp", "klass", "krav", "nivå", "punkt", "steg", "typ"];

/// The sentences of a text, in order, without the white space between them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(stop) = text[at..].find(is_stop).map(|offset| at + offset) {
        let rest = &text[stop..];
        // All stops together, and what closes around them.
        let stops = rest.len() - rest.trim_start_matches(is_stop).len();
        let end = stop + rest.len() - rest.trim_start_matches(is_stop).trim_start_matches(closes).len();
        let next = end + text[end..].len() - text[end..].trim_start().len();
        at = end;
        if next == end {
            continue;
        }
        at = next;
        if begins(&text[next..]) && !(&rest[..stops] == "." && goes_on(&text[start..stop])) {
            push(text, start..end, &mut found);
            start = next;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let sentence = &text[range.clone()];
    let start = range.start + sentence.len() - sentence.trim_start().len();
    let end = range.start + sentence.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn closes(c: char) -> bool {
    matches!(c, '”' | '"' | '\'' | '’' | ')' | ']' | '»')
}

/// Whether a text can be a sentence's beginning.
fn begins(text: &str) -> bool {
    let opens = |c: char| matches!(c, '”' | '"' | '\'' | '’' | '“' | '(' | '[' | '«' | '»' | '–' | '—' | '-');
    let first = text.chars().find(|&c| !opens(c) && !c.is_whitespace());
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// Whether the stop behind a text is part of its last word.
fn goes_on(before: &str) -> bool {
    let mut words = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '”' | '"'));
    let (Some(last), earlier) = (words.next(), words.next().unwrap_or("")) else { return false };
    let mut letters = last.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_uppercase() => !LETTERED.contains(&earlier.to_lowercase().as_str()),
        // The second half of `bl. a.` and `t. ex.`, but not of `m. m.`.
        (Some('a' | 'k' | 'd'), None) => matches!(earlier, "bl." | "s." | "f." | "p.g."),
        // `3. Inledning`, `den 3. Maj`.
        (Some(_), second) if last.bytes().all(|byte| byte.is_ascii_digit()) => {
            (second.is_none() || last.len() == 2) && (earlier.is_empty() || earlier.eq_ignore_ascii_case("den"))
        }
        _ => LEADING.contains(&last.to_lowercase().as_str()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::sentences;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_stop_before_a_capital_or_a_figure_ends_a_sentence() {
        assert_eq!(split("Ett. Två! Tre? Fyra… Fem"), ["Ett.", "Två!", "Tre?", "Fyra…", "Fem"]);
        assert_eq!(split("  Det blev klart.  2025 blir svårt. "), ["Det blev klart.", "2025 blir svårt."]);
        assert_eq!(split("Verkligen?! Ja ... Nej"), ["Verkligen?!", "Ja ...", "Nej"]);
        assert_eq!(split(""), [""; 0]);
        assert_eq!(split(" . "), ["."]);
    }

    #[test]
    fn what_follows_in_lower_case_goes_on() {
        assert_eq!(split("Hur? frågade hon. Så."), ["Hur? frågade hon.", "Så."]);
        assert_eq!(split("Kostnader … och intäkter ökar."), ["Kostnader … och intäkter ökar."]);
        assert_eq!(split("Den 3. maj beslutar nämnden."), ["Den 3. maj beslutar nämnden."]);
        assert_eq!(split("Tre krav: Kvalitet. Miljö."), ["Tre krav: Kvalitet.", "Miljö."]);
    }

    #[test]
    fn abbreviations_and_numbers_end_nothing() {
        for text in [
            "Sjukhus, t.ex. Örebro, bl.a. Karlskoga.",
            "Sjukhus, t. ex. Örebro, bl. a. Karlskoga.",
            "Enligt 6 kap. 6 § kommunallagen, dvs. Lagen.",
            "Uppdrag nr. 4 kostar ca. 1.5 mnkr kl. 8.",
            "Prop. 2023/24:1 (s.k. Budgetpropositionen) gäller fr.o.m. 2025.",
            "Anna B. Svensson och A. Andersson.",
            "3. Inledning",
            "Den 3. Maj.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn an_abbreviation_that_closes_a_list_may_end_a_sentence() {
        assert_eq!(split("Möss m.m. Nämnden köper."), ["Möss m.m.", "Nämnden köper."]);
        assert_eq!(split("Möss m.m. och skärmar."), ["Möss m.m. och skärmar."]);
        assert_eq!(split("Se bilaga B. Nämnden beslutar."), ["Se bilaga B.", "Nämnden beslutar."]);
        assert_eq!(split("Se kapitel 3. Därefter 2024. Slut."), ["Se kapitel 3.", "Därefter 2024.", "Slut."]);
    }

    #[test]
    fn quotes_and_parentheses_close_before_the_sentence_ends() {
        assert_eq!(split("Hon sa: ”Vi ska.” Sedan (om maj.) Nu."), ["Hon sa: ”Vi ska.”", "Sedan (om maj.)", "Nu."]);
        assert_eq!(split("Kravet ”Digitalt först”. ”Ja.” (Nej.)"), ["Kravet ”Digitalt först”.", "”Ja.”", "(Nej.)"]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-cÅÄ .!?…”()0-9\u{a0}]{0,60}") {
            let kept: String = split(&text).concat();
            let all = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert!(all(&kept) == all(&text), "{:?}", split(&text));
        }
    }
}
