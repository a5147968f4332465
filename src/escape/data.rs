//! JSON that is printed: the same data, in a form that neither a terminal nor the log of a build acts on.

use std::fmt::Write;

use crate::source::characters::is_allowed;

/// JSON text with what a terminal acts on written as numbers, which JSON reads as the same characters.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_allowed(c) {
            out.push(c);
        } else {
            // Only strings can hold such a character, and JSON counts in UTF-16. Writing to a string cannot fail.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.replace("##", "#\\u0023")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::json;

    proptest! {
        #[test]
        fn the_data_is_the_same(text in any::<String>(), odd in "[\u{7f}-\u{9f}\u{202a}-\u{202e}\u{e0041}#a]{0,9}") {
            let all = [text, odd];
            let written = serde_json::to_string_pretty(&all).expect("texts can be written");
            let safe = json(&written);
            prop_assert!(!safe.contains(|c: char| c.is_control() && c != '\n') && !safe.contains("##"));
            prop_assert_eq!(serde_json::from_str::<[String; 2]>(&safe).expect("it is JSON"), all);
        }
    }
}
