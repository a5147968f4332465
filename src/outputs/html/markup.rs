//! Text as HTML, and links that find their page.
//!
//! Every page is first written as if the plan were one page: `href="#anchor"`. Which page an anchor stands on is
//! known when all are written; [`link`] then names it where it is another. Text never holds a bare quotation mark,
//! so nothing an author writes is taken for an attribute.

use std::collections::{HashMap, HashSet};

/// A page: its file name and its HTML.
pub type Page = (String, String);

/// The page each anchor stands on.
pub type Homes = HashMap<String, String>;

/// Adds a text, escaped for content and attributes alike.
pub fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// A text, escaped for content and attributes alike.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// Where each anchor stands; the first page that has it is its home.
pub fn homes(pages: &[Page]) -> Homes {
    let mut homes = Homes::new();
    for (name, html) in pages {
        for id in ids(html) {
            homes.entry(id.to_owned()).or_insert_with(|| name.clone());
        }
    }
    homes
}

/// Names the page in every link to an anchor that stands on another one.
pub fn link(html: &str, homes: &Homes) -> String {
    let own: HashSet<&str> = ids(html).collect();
    named(html, homes, &own)
}

/// Names the page in every link, for HTML that may be shown on any of them.
pub fn link_from_anywhere(html: &str, homes: &Homes) -> String {
    named(html, homes, &HashSet::new())
}

fn named(html: &str, homes: &Homes, own: &HashSet<&str>) -> String {
    const LINK: &str = " href=\"#";
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find(LINK) {
        let (before, after) = rest.split_at(at + LINK.len() - 1);
        out.push_str(before);
        let anchor = after[1..].split('"').next().unwrap_or_default();
        if let (false, Some(page)) = (own.contains(anchor), homes.get(anchor)) {
            out.push_str(page);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn ids(html: &str) -> impl Iterator<Item = &str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::{homes, link, link_from_anywhere};

    #[test]
    fn links_name_the_page_of_their_anchor() {
        let page = |name: &str, html: &str| (name.to_owned(), html.to_owned());
        let pages = [
            page("a.html", "<p id=\"x\"><a href=\"#y\">y</a> <a href=\"#x\">x</a></p>"),
            page("b.html", "<p id=\"y\"><a class=\"c\" href=\"#x\">x</a> href=&quot;#x&quot;</p>"),
        ];
        let homes = homes(&pages);
        assert_eq!(link(&pages[0].1, &homes), "<p id=\"x\"><a href=\"b.html#y\">y</a> <a href=\"#x\">x</a></p>");
        assert_eq!(
            link(&pages[1].1, &homes),
            "<p id=\"y\"><a class=\"c\" href=\"a.html#x\">x</a> href=&quot;#x&quot;</p>"
        );
        assert_eq!(link_from_anywhere("<a href=\"#x\">", &homes), "<a href=\"a.html#x\">");
    }
}
