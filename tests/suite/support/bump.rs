//! The least change of a written number.

/// A number with one unit more in its last digit, written as it was.
pub(crate) fn bumped(written: &str) -> String {
    let mut characters: Vec<char> = written.chars().collect();
    for at in (0..characters.len()).rev() {
        match characters[at] {
            '9' => characters[at] = '0',
            c @ '0'..='8' => {
                characters[at] = char::from_u32(u32::from(c) + 1).expect("a digit follows");
                return characters.into_iter().collect();
            }
            _ => {}
        }
    }
    let first = characters.iter().position(char::is_ascii_digit).expect("a number has a digit");
    characters.insert(first, '1');
    characters.into_iter().collect()
}
