//! A comment in Markdown on a code host, which calls people, refers and links by what it finds in the text that is shown:
//! after the markup is read, so that no entity and no backslash keeps anything from it. A space of no width does.

use crate::escape::terminal;

/// A space of no width.
const GAP: char = '\u{200b}';

/// The shortest word that may be the id of a commit.
const SHORTEST_ID: usize = 7;

/// Text within a line of Markdown: no markup, no HTML, nobody called and nothing referred to, linked or replaced.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in apart(&terminal::line(&text.replace(['\n', '\r'], " "))).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' | '+' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// The same where it stands within HTML, which knows of no backslashes.
pub fn html(text: &str) -> String {
    let text = apart(&terminal::line(&text.replace(['\n', '\r'], " ")));
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text with a space of no width in all that a code host acts on.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = 0;
    let mut hexadecimal = 0;
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied();
        let follows = |what: fn(char) -> bool| next.is_some_and(what);
        hexadecimal = if c.is_ascii_hexdigit() { hexadecimal + 1 } else { 0 };
        if hexadecimal == SHORTEST_ID {
            out.push(GAP);
            hexadecimal = 1;
        }
        out.push(c);
        let before = &chars[word..at];
        let splits = match c {
            // People and groups, issues, requests, snippets, labels, milestones, epics, alerts and iterations.
            '@' | '#' | '!' | '$' | '~' | '%' | '&' | '^' => follows(|c| c.is_alphanumeric() || matches!(c, '_' | '"')),
            // An address, and a word for a small picture.
            ':' => follows(|c| c == '/' || c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')),
            '.' => before.iter().collect::<String>().eq_ignore_ascii_case("www"),
            // The key of a matter in another system: `GH-1`.
            '-' => {
                before.first().is_some_and(char::is_ascii_alphabetic)
                    && before.iter().all(|c| c.is_ascii_alphanumeric() || *c == '_')
                    && follows(|c| c.is_ascii_digit())
            }
            _ => false,
        };
        if splits {
            out.push(GAP);
        }
        if !(c.is_alphanumeric() || c == '_') {
            word = at + 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{GAP, apart, html, text};

    #[test]
    fn nothing_is_called_referred_to_or_linked() {
        for (written, wanted) in [
            ("@anna och @org/team", "@|anna och @|org/team"),
            ("post@example.se", "post@|example.se"),
            ("#12 org/repo#3 !4 ~etikett %\"v 1\" &5", "#|12 org/repo#|3 !|4 ~|etikett %|\"v 1\" &|5"),
            ("GH-1 gh-22 ABC-123", "GH-|1 gh-|22 ABC-|123"),
            ("deadbeef 0123456789abcdef", "deadbe|ef 012345|6789ab|cdef"),
            ("https://exempel.se www.exempel.se", "https:|//exempel.se www.|exempel.se"),
            (":tada: kl. 12:30", ":|tada: kl. 12:|30"),
            ("12,5 % av 3 – 4, a-kassa, kvartal 1-3", "12,5 % av 3 – 4, a-kassa, kvartal 1-3"),
            ("Åtgärd: se 2.1", "Åtgärd: se 2.1"),
        ] {
            let wanted = wanted.replace('|', &GAP.to_string());
            assert_eq!(apart(written), wanted);
        }
    }

    #[test]
    fn markup_is_text_in_markdown_and_in_html() {
        assert_eq!(
            text("a*b*_c_ [d](e) <b> `f` | ## g\nh"),
            "a\\*b\\*\\_c\\_ \\[d\\](e) &lt;b&gt; \\`f\\` \\| \\#\\# g h"
        );
        assert_eq!(html("plan/a_b </summary>&"), "plan/a_b &lt;/summary&gt;&amp;");
        assert_eq!(text("\u{202e}a"), "‹U\\+202E›a");
    }

    proptest! {
        #[test]
        fn no_words_are_changed_and_no_id_is_whole(written in any::<String>(), id in "[0-9a-fA-F]{7,64}") {
            let seen: String = apart(&written).chars().filter(|c| *c != GAP).collect();
            prop_assert_eq!(seen, written.replace(GAP, ""));
            let pieces = apart(&id);
            prop_assert!(pieces.split(GAP).all(|piece| piece.len() < 7), "{pieces}");
            prop_assert!(!text(&written).contains(['\n', '<', '>']));
        }
    }
}
