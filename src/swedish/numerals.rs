//! Swedish numerals in words, below a thousand: `sex`, `tjugotre`, `etthundratrettio`.

/// Numerals, each longer one before those it ends with.
const ONES: &[(&str, u32)] = &[
    ("tretton", 13),
    ("fjorton", 14),
    ("femton", 15),
    ("sexton", 16),
    ("sjutton", 17),
    ("arton", 18),
    ("nitton", 19),
    ("elva", 11),
    ("tolv", 12),
    ("noll", 0),
    ("ett", 1),
    ("en", 1),
    ("två", 2),
    ("tre", 3),
    ("fyra", 4),
    ("fem", 5),
    ("sex", 6),
    ("sju", 7),
    ("åtta", 8),
    ("nio", 9),
    ("tio", 10),
];

const TENS: &[(&str, u32)] = &[
    ("tjugo", 20),
    ("trettio", 30),
    ("fyrtio", 40),
    ("femtio", 50),
    ("sextio", 60),
    ("sjuttio", 70),
    ("åttio", 80),
    ("nittio", 90),
];

/// The value of a word in lower case.
pub fn parse(word: &str) -> Option<u32> {
    if let Some((hundreds, rest)) = word.split_once("hundra") {
        let hundreds = if hundreds.is_empty() { 1 } else { below_hundred(hundreds)? };
        let rest = if rest.is_empty() { 0 } else { below_hundred(rest)? };
        return (hundreds < 10).then_some(hundreds * 100 + rest);
    }
    below_hundred(word)
}

fn below_hundred(word: &str) -> Option<u32> {
    let one = |word: &str| ONES.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    one(word).or_else(|| {
        TENS.iter().find_map(|(name, tens)| {
            let rest = word.strip_prefix(name)?;
            if rest.is_empty() {
                Some(*tens)
            } else {
                one(rest).filter(|ones| (1..10).contains(ones)).map(|ones| tens + ones)
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numerals_have_their_values() {
        assert_eq!(parse("sex"), Some(6));
        assert_eq!(parse("tjugotre"), Some(23));
        assert_eq!(parse("etthundratrettio"), Some(130));
        assert_eq!(parse("hundra"), Some(100));
        assert_eq!(parse("sexa"), None);
        assert_eq!(parse("tjugotjugo"), None);
    }
}
