//! Text for XML: what Word, drawings and packages of files are written in.

use crate::source::characters;

/// A text between tags. What no plan may hold no XML can; a comparison is drawn of plans with faults too.
pub fn text(text: &str) -> String {
    let text = text.replace(|c| !characters::is_allowed(c), "\u{fffd}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text as an attribute's value, in quotation marks of either kind. Lines and tabs would be read as spaces.
pub fn attribute(text: &str) -> String {
    let text = self::text(text).replace('"', "&quot;").replace('\'', "&apos;");
    text.replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;")
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert_eq, proptest};

    use crate::source::characters;

    proptest! {
        #[test]
        fn any_text_comes_out_of_xml_unchanged_but_for_what_is_no_text(text in any::<String>()) {
            let document = format!("<a b=\"{}\">{}</a>", super::attribute(&text), super::text(&text));
            let read = roxmltree::Document::parse(&document).expect("it is XML");
            let expected = text.replace(|c| !characters::is_allowed(c), "\u{fffd}");
            prop_assert_eq!(read.root_element().attribute("b"), Some(expected.as_str()));
            // A reader of XML makes one line end of every kind.
            let lines = expected.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(read.root_element().text().unwrap_or_default(), lines);
        }
    }
}
