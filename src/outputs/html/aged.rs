//! A page that stays while other formats of its plan are made anew says that it is older than they are.

use std::path::Path;

/// What the page then says, first of what is read.
const MARK: &str = "<p class=\"banderoll\"><strong>Äldre sida.</strong> Den här sidan är gjord av äldre källor än den senaste utgåvan.</p>\n";

/// Where what is read begins.
const MAIN: &str = "<main ";

/// A page with the mark or without it; nothing of what is no page, or is as it should be.
pub fn page(path: &str, bytes: &[u8], older: bool) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|_| Path::new(path).extension().is_some_and(|ending| ending == "html"))?;
    match (older, text.contains(MARK)) {
        (true, false) => {
            let main = text.find(MAIN)?;
            let at = main + text.get(main..)?.find('>')? + 1;
            let (before, after) = text.split_at_checked(at)?;
            Some([before, "\n", MARK, after.strip_prefix('\n').unwrap_or(after)].concat().into_bytes())
        }
        (false, true) => Some(text.replace(MARK, "").into_bytes()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn the_mark_is_set_once_and_taken_away_without_a_trace() {
        let fresh = b"<body>\n<main id=\"innehall\" tabindex=\"-1\">\n<p>Text</p></main>";
        let marked = page("a/index.html", fresh, true).expect("it is marked");
        assert!(String::from_utf8_lossy(&marked).contains("tabindex=\"-1\">\n<p class=\"banderoll\">"));
        assert_eq!(page("a/index.html", &marked, true), None);
        assert_eq!(page("a/index.html", &marked, false).as_deref(), Some(&fresh[..]));
        assert_eq!(page("a/index.html", fresh, false), None);
        assert_eq!(page("vplan.js", fresh, true), None);
    }
}
